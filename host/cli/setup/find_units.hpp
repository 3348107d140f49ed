// What hangs on this machine's serial ports. Blocks, and claims each port while it looks.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/setup/settings_text.hpp"

namespace antrean::cli {

/// The serial ports by their place (/dev/serial/by-path), which stays the same after replugging.
std::vector<std::filesystem::path> serial_ports(const std::filesystem::path& folder = "/dev/serial/by-path");

/// The boards and pads on a port, at the first usual rate at which anybody answers, up to this address. No
/// units: a scanner, or nothing. `look_at` is told what is tried ("19200 8E1"). A unit that could be several
/// products is taken for the likeliest. Only reads. A port that cannot be opened has no units, and `problem`
/// says why.
SetupLine look_at_port(const std::filesystem::path& port, unsigned up_to, const DeviceProfiles& profiles,
                       const std::function<void(const std::string&)>& look_at, std::string& problem);

}  // namespace antrean::cli
