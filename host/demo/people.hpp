// People for trying: one account for each role of an office, with a PIN that everybody may know, at one
// machine that the demo enrols for itself, which stands at the entrance as well. They are the demo's: an
// office makes its own.
#pragma once

#include <array>
#include <filesystem>
#include <string>

namespace antrean::demo {

struct DemoPerson {
  const char* user;
  const char* name;
  const char* role;  ///< accounts/roles.hpp
  const char* page;  ///< of the office, where they work
};

inline constexpr std::array<DemoPerson, 4> demo_people{{{"sari", "Sari", "officer", "/"},
                                                        {"siti", "Siti", "clerk", "/entrance"},
                                                        {"rina", "Rina", "supervisor", "/"},
                                                        {"tono", "Tono", "technician", "/people"}}};
inline constexpr const char* demo_pin = "274905";

/// Makes the accounts that are missing in this file, each with the PIN. Returns the key of the machine where
/// the PIN counts, for its cookie. While no office uses the file. Throws std::runtime_error.
std::string make_demo_people(const std::filesystem::path& accounts_file);

}  // namespace antrean::demo
