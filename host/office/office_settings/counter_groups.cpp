#include "office_settings/counter_groups.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace antrean::office {

using settings::Section;

namespace {

void add_once(std::vector<CounterId>& counters, CounterId id) {
  if (std::ranges::find(counters, id) == counters.end()) {
    counters.push_back(id);
  }
}

enum class Arrow : std::uint8_t { none, left, right, both };
const std::vector<std::string> arrow_words{"none", "left", "right", "both"};

void point(outputs::BoardPlan& plan, CounterId id, Arrow arrow) {
  std::erase(plan.left, id);
  std::erase(plan.right, id);
  if (arrow == Arrow::left || arrow == Arrow::both) {
    plan.left.push_back(id);
  }
  if (arrow == Arrow::right || arrow == Arrow::both) {
    plan.right.push_back(id);
  }
}

}  // namespace

CounterId counter_id(Section& section, std::string_view key, std::int64_t id) {
  if (id < 1 || id > largest_counter) {
    section.problem(key, "there is no [[counter]] with id " + std::to_string(id));
    return 1;
  }
  return static_cast<CounterId>(id);
}

std::vector<CounterGroup> read_groups(Section& root, SettingsPlaces& places) {
  std::vector<CounterGroup> groups;
  for (Section& section : root.sections("group")) {
    places.emplace("groups[" + std::to_string(groups.size()) + "]", section);
    CounterGroup group{.name = section.text("name", {.pattern = ".{1,40}", .example = "Lantai 1", .fallback = {}}),
                       .counters = {}};
    if (std::ranges::any_of(groups, [&](const CounterGroup& other) { return other.name == group.name; })) {
      section.problem("name", fmt::format("'{}' is the name of another group already", group.name));
    }
    if (std::ranges::all_of(group.name, [](char c) { return c >= '0' && c <= '9'; })) {
      section.problem("name", "is a number, so it would be taken for a counter; write \"Lantai 1\"");
    }
    for (const std::int64_t id : section.integers("counters")) {
      add_once(group.counters, counter_id(section, "counters", id));
    }
    if (group.counters.empty() && !section.wrong("counters")) {
      section.problem("counters", "names no counter; a group has those that one name stands for, as [1, 2, 3]");
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

void read_counters(Section& section, const std::vector<CounterGroup>& groups, BoardSettings& board) {
  std::vector<CounterId>& counters = board.plan.counters;
  const bool by_group = section.has("groups");
  const auto ids = section.integers("counters", by_group ? std::optional(std::vector<std::int64_t>{}) : std::nullopt);
  for (const std::int64_t id : ids) {
    add_once(counters, counter_id(section, "counters", id));
  }
  for (const std::string& name : section.texts("groups", std::vector<std::string>{})) {
    const auto group = std::ranges::find(groups, name, &CounterGroup::name);
    if (group == groups.end()) {
      section.problem("groups", fmt::format("there is no [[group]] with name \"{}\"", name));
      continue;
    }
    board.groups.push_back(name);
    for (const CounterId id : group->counters) {
      add_once(counters, id);
    }
  }
  if (counters.empty() && !section.wrong("counters") && !section.wrong("groups")) {
    section.problem(by_group ? "groups" : "counters",
                    "names no counter; [1] shows counter 1, [1, 2, 3] the latest call of the three");
  }
}

void read_arrows(Section& section, const std::vector<CounterGroup>& groups, BoardSettings& board) {
  const auto arrow = static_cast<Arrow>(section.choice("arrow", arrow_words, 0));
  for (const CounterId id : board.plan.counters) {
    point(board.plan, id, arrow);
  }
  if (!section.has("arrows")) {
    return;
  }
  if (section.has("arrow")) {
    section.problem("arrow", "a board has one arrow for all its calls, or arrows, not both");
  }
  Section each = section.section("arrows");
  const auto read = [&](const std::string& key) {
    return each.has(key) ? std::optional(static_cast<Arrow>(each.choice(key, arrow_words))) : std::nullopt;
  };
  for (const std::string& name : board.groups) {
    if (const auto one = read(name)) {
      for (const CounterId id : std::ranges::find(groups, name, &CounterGroup::name)->counters) {
        point(board.plan, id, *one);
      }
    }
  }
  for (const CounterId id : board.plan.counters) {
    if (const auto one = read(std::to_string(id))) {
      point(board.plan, id, *one);
    }
  }
}

}  // namespace antrean::office
