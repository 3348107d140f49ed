// The form of an office's plan: an office as fields of a page, and back. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "offices/offices.hpp"

namespace antrean::portal {

using FormFields = std::map<std::string, std::string>;

inline constexpr int most_slot_rows = 60;
inline constexpr int empty_slot_rows = 2;

/// "mon" ... "sun", from Monday on, with its bit.
struct FormDay {
  const char* word;
  unsigned weekday;  ///< 0 is Sunday
};
inline constexpr FormDay form_days[]{{"mon", 1}, {"tue", 2}, {"wed", 3}, {"thu", 4},
                                     {"fri", 5}, {"sat", 6}, {"sun", 0}};

FormFields form_of(const Office& office, const std::vector<Service>& services);

struct OfficeFromForm {
  Office office;
  std::vector<std::string> problems;  ///< in the reader's language
};
/// `before`: what the form does not have stays as it is there.
OfficeFromForm office_of(const FormFields& form, const Office& before, const std::vector<Service>& services,
                         Language language);

/// The value of a field, without white space around it; "" when there is none.
std::string form_field(const FormFields& form, const std::string& name);

}  // namespace antrean::portal
