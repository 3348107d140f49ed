// Finds out what answers at an address of a line, by the profiles. It only reads, and asks for the identity
// (FC17), which changes nothing. Pure but for `ask`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "device_profiles/device_profile.hpp"
#include "serial_bus/exchange.hpp"

namespace antrean {

/// One exchange on the line.
using AskUnit = std::function<bus::Outcome(const bus::Request&)>;

struct ScannedUnit {
  bus::UnitAddress address = 0;
  std::string identity;              ///< as it reports it by FC17; "" if it does not
  std::vector<std::string> guesses;  ///< keys of profiles whose registers it has, the likeliest first
  /// Something came, but no whole answer: another rate or parity, or two units with this address.
  bool garbled = false;
};

/// The request that shows whether a unit has the registers of this profile; nullopt: nothing of it can be
/// read.
std::optional<bus::Request> recognising(const DeviceProfile& profile, bus::UnitAddress address);

/// The name in what a unit reports by FC17: "antrean-pad 2.1".
std::string identity_of(const bus::Registers& bytes);

/// nullopt: nobody answers there. `ask` may throw; that ends the scan.
std::optional<ScannedUnit> scan_address(const DeviceProfiles& profiles, bus::UnitAddress address, const AskUnit& ask);

/// Lines for the settings, to be copied under a [[bus]]; the counter is to be filled in.
std::string settings_lines(const DeviceProfile& profile, bus::UnitAddress address);

}  // namespace antrean
