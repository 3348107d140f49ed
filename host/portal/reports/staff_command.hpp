// antrean-portal staff: the people who may sign in to the directorate's pages; asks the running portal.
#pragma once

#include <filesystem>
#include <string>

namespace antrean::portal {

struct StaffOption {
  std::string user, name;
  std::string roles = "directorate";
};

/// `action`: "list", "add", "reset", "disable" or "enable". Prints, and gives the program's exit status.
/// Throws std::runtime_error with the reason.
int administer_staff(const std::filesystem::path& socket, const std::string& action, const StaffOption& option);

}  // namespace antrean::portal
