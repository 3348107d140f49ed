#include "sla/sla.hpp"

#include <algorithm>

namespace antrean::sla {
namespace {

bool is_about(const Rule& rule, const queue::State& state, const queue::Ticket& ticket) {
  return ticket.state == queue::TicketState::waiting &&
         (rule.service.empty() || state.stages[ticket.stage].service == rule.service) &&
         (rule.class_key.empty() || state.classes[ticket.klass] == rule.class_key);
}

/// From when it joined its line, in running time: a clock that was set makes nobody wait longer.
Milliseconds waited(const queue::State& state, const queue::Ticket& ticket, UtcTime now) {
  return std::max(Milliseconds{0},
                  std::chrono::duration_cast<Milliseconds>(state.clock.running_at(now) - ticket.joined.since));
}

Milliseconds slack(const Rule& rule) { return std::max<Milliseconds>(Minutes{1}, Milliseconds{rule.wait_over} / 10); }

}  // namespace

std::string subject_of(const Rule& rule) {
  return std::string(subject_begins) + (rule.service.empty() ? "*" : rule.service) + " " +
         (rule.class_key.empty() ? "*" : rule.class_key) + " " + std::to_string(rule.wait_over.count());
}

Bilingual words_of(const Rule& rule, const queue::PlanSettings& plan) {
  const auto named = [](const auto& all, const std::string& key, Language language) {
    const auto found = std::ranges::find_if(all, [&](const auto& one) { return one.key == key; });
    return found == all.end() ? key : language == Language::en ? found->name_en : found->name_id;
  };
  const auto about = [&](Language language) {
    std::string words = rule.service.empty() ? "" : named(plan.services, rule.service, language);
    if (!rule.class_key.empty()) {
      words += (words.empty() ? "" : ", ") + named(plan.classes, rule.class_key, language);
    }
    return words.empty() ? words : words + ": ";
  };
  const std::string minutes = std::to_string(rule.wait_over.count());
  return {.id = about(Language::id) + "ada yang menunggu lebih dari " + minutes +
                " menit. Buka loket lagi atau pindahkan petugas.",
          .en = about(Language::en) + "somebody waits longer than " + minutes +
                " minutes. Open another counter, or move an officer."};
}

std::optional<Milliseconds> longest_wait(const Rule& rule, const queue::State& state, UtcTime now) {
  std::optional<Milliseconds> longest;
  for (const queue::Ticket& ticket : state.tickets) {
    if (is_about(rule, state, ticket)) {
      longest = std::max(longest.value_or(Milliseconds{0}), waited(state, ticket, now));
    }
  }
  return longest;
}

std::vector<WaitingNumber> waiting_longer(const Rule& rule, const queue::State& state, UtcTime now) {
  std::vector<WaitingNumber> waiting;
  for (const queue::Ticket& ticket : state.tickets) {
    const Milliseconds wait = is_about(rule, state, ticket) ? waited(state, ticket, now) : Milliseconds{0};
    if (wait > rule.wait_over) {
      waiting.push_back({.number = ticket.number.text(), .wait = wait});
    }
  }
  std::ranges::stable_sort(waiting, std::ranges::greater{}, &WaitingNumber::wait);
  return waiting;
}

std::vector<Change> Watch::look(const std::vector<Rule>& rules, const queue::State& state, UtcTime now) {
  std::vector<Change> changes;
  const bool open = state.day_state == queue::DayState::open;
  std::erase_if(broken_, [&](const Rule& rule) {
    const bool known = std::ranges::find(rules, rule) != rules.end();
    const Milliseconds longest = longest_wait(rule, state, now).value_or(Milliseconds{0});
    const bool over = !open || !known || longest + slack(rule) <= rule.wait_over;
    if (over) {
      changes.push_back({.rule = rule, .begins = false, .longest = open ? longest : Milliseconds{0}, .waiting = 0});
    }
    return over;
  });
  for (const Rule& rule : open ? rules : std::vector<Rule>{}) {
    const auto longest = longest_wait(rule, state, now);
    if (!longest || *longest <= rule.wait_over || std::ranges::find(broken_, rule) != broken_.end()) {
      continue;
    }
    const auto waiting = static_cast<std::uint32_t>(waiting_longer(rule, state, now).size());
    changes.push_back({.rule = rule, .begins = true, .longest = *longest, .waiting = waiting});
    broken_.push_back(rule);
  }
  return changes;
}

}  // namespace antrean::sla
