// What a mini-PC must be told by whoever installs it: that it never sleeps, that screen and sound stay on,
// that a UPS ends it in good order. Read from the files of the system below `root`; the judgement is pure.
#pragma once

#include <filesystem>
#include <optional>

#include "cli/checks/findings.hpp"

namespace antrean::cli {

struct Machine {
  bool can_sleep = true;               ///< somebody, or a desktop's energy settings, can put it to sleep
  std::optional<int> console_blank_s;  ///< the kernel darkens a screen without a desktop after this; 0: never
  std::optional<int> sound_sleeps_s;   ///< the sound chip sleeps after this; 0: never
  bool watches_ups = false;            ///< a UPS's battery is watched (nut, apcupsd)
  bool has_battery = false;            ///< a laptop, or a mini-PC with one
};

/// Asks nothing over the network. What cannot be read is as if it were not there.
Machine look_at_machine(const std::filesystem::path& root = "/");

/// "sleep", "screen", "sound", "power"; those that this machine has.
Findings check_machine(const Machine& machine);

}  // namespace antrean::cli
