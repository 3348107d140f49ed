#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <regex>

#include <fmt/format.h>

#include "settings/tree.hpp"

namespace antrean::settings {
namespace {

/// std::regex recurses with the length of the text, and no setting needs a longer one.
constexpr std::size_t max_text_bytes = 4096;

/// A value as a message names it: "not <this>".
std::string shown(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return '"' + printable(**node.as_string()) + '"';
    case toml::node_type::integer:
      return std::to_string(**node.as_integer());
    case toml::node_type::floating_point:
      return fmt::format("{:#}", **node.as_floating_point());
    case toml::node_type::boolean:
      return **node.as_boolean() ? "true" : "false";
    case toml::node_type::array:
      return node.is_array_of_tables() ? "a list of sections" : "a list";
    case toml::node_type::table:
      return "a section";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
      return "a date or time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

/// The value of a key, read by `read`, which gives nothing for a wrong value. A wrong or missing value is
/// reported with `expected` ("a whole number from 1 to 65535"), and `otherwise` is returned.
template <class T, class Read>
T value_of(Section::Node& node, std::string_view key, const std::string& expected, const std::optional<T>& fallback,
           T otherwise, Read read) {
  const toml::node* found = node.find(key);
  if (found == nullptr) {
    if (fallback) {
      return *fallback;
    }
    if (!node.excused) {
      node.add_problem(node.at, fmt::format("missing key '{}'{}: {}", key, node.label(), expected));
    }
    return otherwise;
  }
  if (std::optional<T> value = read(*found)) {
    return *std::move(value);
  }
  node.add_problem(found->source().begin,
                   fmt::format("'{}'{} must be {}, not {}", key, node.label(), expected, shown(*found)));
  return otherwise;
}

std::optional<std::string> text_in(const toml::node& node) { return node.value_exact<std::string>(); }

template <class T>
std::optional<std::vector<T>> list_in(const toml::node& node) {
  const toml::array* array = node.as_array();
  if (array == nullptr) {
    return std::nullopt;
  }
  std::vector<T> values;
  for (const toml::node& element : *array) {
    const auto value = element.value_exact<T>();
    if (!value) {
      return std::nullopt;
    }
    values.push_back(*value);
  }
  return values;
}

std::optional<std::chrono::milliseconds> duration_in(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::chrono::milliseconds length;
  };
  static constexpr std::array<Unit, 4> units{Unit{"ms", std::chrono::milliseconds{1}},
                                             Unit{"s", std::chrono::seconds{1}}, Unit{"m", std::chrono::minutes{1}},
                                             Unit{"h", std::chrono::hours{1}}};
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{}) {
    return std::nullopt;
  }
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const auto found = std::ranges::find(units, unit, &Unit::name);
  if (found == units.end()) {
    return std::nullopt;
  }
  return found->length * count;
}

std::string range_of(const IntegerRule& rule) {
  if (rule.most == INT64_MAX) {
    return fmt::format("a whole number of at least {}", rule.least);
  }
  return fmt::format("a whole number from {} to {}", rule.least, rule.most);
}

std::string range_of(const NumberRule& rule) {
  if (rule.most >= NumberRule{}.most) {
    return fmt::format("a number of at least {}", rule.least);
  }
  return fmt::format("a number from {} to {}", rule.least, rule.most);
}

}  // namespace

std::string Section::text(std::string_view key, const TextRule& rule) {
  std::string expected = "text in quotes";
  if (!rule.example.empty()) {
    expected = fmt::format("text like \"{}\"", rule.example);
  } else if (!rule.pattern.empty()) {
    expected = fmt::format("text of the form {}", rule.pattern);
  }
  return value_of<std::string>(*node_, key, expected, rule.fallback, {},
                               [&](const toml::node& node) -> std::optional<std::string> {
                                 auto text = text_in(node);
                                 if (!text || text->size() > max_text_bytes) {
                                   return std::nullopt;
                                 }
                                 if (rule.pattern.empty()) {
                                   return text;
                                 }
                                 return std::regex_match(*text, std::regex(rule.pattern)) ? text : std::nullopt;
                               });
}

std::int64_t Section::integer(std::string_view key, const IntegerRule& rule) {
  return value_of<std::int64_t>(*node_, key, range_of(rule), rule.fallback, rule.least,
                                [&](const toml::node& node) -> std::optional<std::int64_t> {
                                  const auto number = node.value_exact<std::int64_t>();
                                  if (!number || *number < rule.least || *number > rule.most) {
                                    return std::nullopt;
                                  }
                                  return number;
                                });
}

double Section::number(std::string_view key, const NumberRule& rule) {
  return value_of<double>(*node_, key, range_of(rule), rule.fallback, rule.least,
                          [&](const toml::node& node) -> std::optional<double> {
                            if (!node.is_number()) {
                              return std::nullopt;
                            }
                            const auto number = node.value<double>();
                            if (!number || std::isnan(*number)) {
                              return std::nullopt;
                            }
                            return *number < rule.least || *number > rule.most ? std::nullopt : number;
                          });
}

bool Section::flag(std::string_view key, std::optional<bool> fallback) {
  return value_of<bool>(*node_, key, "true or false", fallback, false,
                        [](const toml::node& node) { return node.value_exact<bool>(); });
}

std::size_t Section::choice(std::string_view key, const std::vector<std::string>& words,
                            std::optional<std::size_t> fallback) {
  std::string expected = "one of";
  for (const std::string& word : words) {
    expected += fmt::format("{} \"{}\"", &word == words.data() ? "" : ",", word);
  }
  return value_of<std::size_t>(*node_, key, expected, fallback, 0,
                               [&](const toml::node& node) -> std::optional<std::size_t> {
                                 const auto word = text_in(node);
                                 const auto found = word ? std::ranges::find(words, *word) : words.end();
                                 if (found == words.end()) {
                                   return std::nullopt;
                                 }
                                 return static_cast<std::size_t>(found - words.begin());
                               });
}

std::vector<std::string> Section::texts(std::string_view key, const std::optional<std::vector<std::string>>& fallback) {
  return value_of<std::vector<std::string>>(*node_, key, R"(a list of texts, as ["one", "two"])", fallback, {},
                                            list_in<std::string>);
}

std::vector<std::int64_t> Section::integers(std::string_view key,
                                            const std::optional<std::vector<std::int64_t>>& fallback) {
  return value_of<std::vector<std::int64_t>>(*node_, key, "a list of whole numbers, as [1, 2]", fallback, {},
                                             list_in<std::int64_t>);
}

TimeOfDay Section::time(std::string_view key, std::optional<TimeOfDay> fallback) {
  return value_of<TimeOfDay>(*node_, key, "a time of day like \"08:00\"", fallback, {}, [](const toml::node& node) {
    const auto text = text_in(node);
    return text ? TimeOfDay::parse(*text) : std::nullopt;
  });
}

OfficeDay Section::date(std::string_view key) {
  return value_of<OfficeDay>(
      *node_, key, "a date like 2026-11-22", std::nullopt, {}, [](const toml::node& node) -> std::optional<OfficeDay> {
        if (const auto date = node.value_exact<toml::date>()) {
          return OfficeDay::parse(fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day));
        }
        const auto text = text_in(node);
        return text ? OfficeDay::parse(*text) : std::nullopt;
      });
}

std::chrono::milliseconds Section::duration(std::string_view key, std::optional<std::chrono::milliseconds> fallback) {
  return value_of<std::chrono::milliseconds>(*node_, key, R"(a duration like "250ms", "3s", "15m" or "2h")", fallback,
                                             {}, [](const toml::node& node) {
                                               const auto text = text_in(node);
                                               return text ? duration_in(*text) : std::nullopt;
                                             });
}

namespace {

std::filesystem::path path_text(Section::Node& node, std::string_view key,
                                const std::optional<std::filesystem::path>& fallback) {
  return value_of<std::filesystem::path>(node, key, "a path in quotes", fallback, {},
                                         [](const toml::node& value) -> std::optional<std::filesystem::path> {
                                           const auto text = text_in(value);
                                           if (!text || text->empty() || text->find('\0') != std::string::npos) {
                                             return std::nullopt;
                                           }
                                           return std::filesystem::path(*text);
                                         });
}

}  // namespace

std::filesystem::path Section::path(std::string_view key, const std::optional<std::filesystem::path>& fallback) {
  const auto path = path_text(*node_, key, fallback);
  return path.empty() ? path : (node_->source.folder / path).lexically_normal();
}

std::filesystem::path Section::secret_file(std::string_view key, const std::optional<std::filesystem::path>& fallback) {
  const auto path = path_text(*node_, key, fallback);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read at start, before any worker exists.
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  if (!path.empty() && path.is_relative() && credentials != nullptr) {
    auto credential = std::filesystem::path(credentials) / path;
    if (std::error_code error; std::filesystem::exists(credential, error)) {
      return credential;
    }
  }
  return path.empty() ? path : (node_->source.folder / path).lexically_normal();
}

bool Section::has(std::string_view key) const { return node_->find(key) != nullptr; }

Section Section::section(std::string_view key) {
  const toml::node* found = node_->find(key);
  const auto asked = node_->children.find(key);
  if (asked != node_->children.end()) {
    return Section(std::shared_ptr<Node>(node_, asked->second.front()));
  }

  const toml::table* table = found == nullptr ? nullptr : found->as_table();
  const bool wrong = found != nullptr && table == nullptr;
  if (wrong) {
    node_->add_problem(found->source().begin, fmt::format("'{}'{} must be a section [{}], not {}", key, node_->label(),
                                                          node_->child_path(key), shown(*found)));
  }
  const auto at = table == nullptr ? node_->at : table->source().begin;
  return Section(std::shared_ptr<Node>(node_, node_->add_child(key, table, false, wrong || node_->excused, at)));
}

std::vector<Section> Section::sections(std::string_view key) {
  const toml::node* found = node_->find(key);
  if (found == nullptr) {
    return {};
  }
  if (!node_->children.contains(key)) {
    auto& children = node_->children[std::string(key)];
    const toml::array* array = found->as_array();
    const bool tables = array != nullptr && std::ranges::all_of(*array, [](const auto& e) { return e.is_table(); });
    if (!tables) {
      node_->add_problem(found->source().begin, fmt::format("'{}'{} must be a list of sections [[{}]], not {}", key,
                                                            node_->label(), node_->child_path(key), shown(*found)));
      return {};
    }
    children.reserve(array->size());
    for (const toml::node& element : *array) {
      node_->add_child(key, element.as_table(), true, false, element.source().begin);
    }
  }
  std::vector<Section> all;
  for (Node* child : node_->children.find(key)->second) {
    all.push_back(Section(std::shared_ptr<Node>(node_, child)));
  }
  return all;
}

std::vector<std::pair<std::string, Section>> Section::named(std::string_view key) {
  Section around = section(key);
  if (around.node_->table == nullptr) {
    return {};
  }
  std::vector<std::pair<toml::source_position, std::string>> names;
  for (const auto& [name, value] : *around.node_->table) {
    names.emplace_back(value.source().begin, name.str());
  }
  std::ranges::stable_sort(names, [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::pair<std::string, Section>> all;
  for (const auto& [at, name] : names) {
    all.emplace_back(name, around.section(name));
  }
  return all;
}

void Section::problem(std::string_view key, std::string text) {
  const toml::node* found = key.empty() ? nullptr : node_->find(key);
  node_->add_problem(found == nullptr ? node_->at : found->source().begin, std::move(text));
}

bool Section::wrong(std::string_view key) const {
  const toml::node* found = node_->find(key);
  const toml::source_position at = found == nullptr ? node_->at : found->source().begin;
  return std::ranges::any_of(node_->source.problems, [&](const Problem& problem) {
    return problem.line == at.line && problem.column == at.column;
  });
}

}  // namespace antrean::settings
