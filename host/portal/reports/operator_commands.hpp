// The commands of an operator about persons and days, beside a running portal (web/person_routes.hpp). They
// print, and give the program's exit status. Each throws std::runtime_error with the reason.
#pragma once

#include <filesystem>
#include <string>

namespace antrean::portal {

/// A NIK is read from the terminal or a pipe: an argument would stay in the shell's history and in the list
/// of processes.
struct WhomOption {
  std::string code;
  bool nik = false;
};

int export_person(const std::filesystem::path& socket, const WhomOption& whom);
int erase_person(const std::filesystem::path& socket, const WhomOption& whom, bool cancel);
int lift_freeze(const std::filesystem::path& socket, const WhomOption& whom);
int print_erasures(const std::filesystem::path& socket);
int print_day(const std::filesystem::path& socket, const std::string& office, const std::string& day, bool ics);

}  // namespace antrean::portal
