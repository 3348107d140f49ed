// What is read from forms. For web/*.cpp only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "values/office_time.hpp"

namespace antrean::portal {

/// "" when the form has no such field.
inline std::string field(const std::map<std::string, std::string>& form, const std::string& name) {
  const auto it = form.find(name);
  return it == form.end() ? std::string{} : it->second;
}

/// A slot as forms name it: "2026-11-23T08:00".
struct SlotField {
  OfficeDay day;
  TimeOfDay start;
};

inline std::optional<SlotField> parse_slot(std::string_view text) {
  const auto t = text.find('T');
  if (t == std::string_view::npos) {
    return std::nullopt;
  }
  const auto day = OfficeDay::parse(text.substr(0, t));
  const auto start = TimeOfDay::parse(text.substr(t + 1));
  if (!day || !start) {
    return std::nullopt;
  }
  return SlotField{*day, *start};
}

}  // namespace antrean::portal
