// Devices that can be bought, one file each (config/devices/*.toml): how they are wired and set, what they
// understand, and how sure that is. A profile has no code. All functions block; call them at the start.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "call_pad/pad_codec.hpp"
#include "led_board/profile_board.hpp"
#include "serial_bus/unit.hpp"
#include "serial_bus/wire_time.hpp"
#include "settings/settings.hpp"

namespace antrean {

struct DeviceProfile {
  enum class Kind : std::uint8_t { board, pad };

  std::string key;   ///< the name of its file without ".toml": "waveshare-8ch"
  std::string name;  ///< as its maker calls it
  Kind kind = Kind::board;
  std::vector<std::string> sources;       ///< manuals and pages
  std::vector<std::string> not_verified;  ///< what no public document says; each is a whole sentence
  std::string unusable;                   ///< why it cannot be used; empty: it can
  double unit_load = 1;                   ///< of its RS-485 receiver; a line carries 32, and 28 with a polarisation
  std::vector<std::int64_t> bauds;        ///< rates that it can be set to
  std::vector<bus::Parity> parities;
  bus::UnitTiming timing;
  bool silent_when_wrong = false;  ///< it sends no exceptions
  /// Neither of the two: it is our own firmware.
  std::optional<BoardProfile> board;
  std::optional<PadProfile> pad;

  bool has_press_memory() const { return !pad || pad->kind != PadProfile::Kind::level; }
  bool has_lamps() const { return !pad || pad->lamps.has_value(); }
  friend bool operator==(const DeviceProfile&, const DeviceProfile&) = default;
};

using DeviceProfiles = std::map<std::string, DeviceProfile, std::less<>>;  ///< by key

/// The profiles of this release.
/// Throws settings::SettingsError with everything that is wrong in them, with file and line.
DeviceProfiles shipped_profiles();
/// Adds the profiles of a folder; one with the key of a shipped profile replaces it. Throws as
/// shipped_profiles(), also if the folder cannot be read.
void add_profiles(DeviceProfiles& profiles, const std::filesystem::path& folder);
/// Reads one. Throws settings::SettingsError.
DeviceProfile read_profile(settings::Source source, std::string key);

/// "antrean-board, armfly-led-485, ...": all of a kind, for messages.
std::string keys_of(const DeviceProfiles& profiles, DeviceProfile::Kind kind);

}  // namespace antrean
