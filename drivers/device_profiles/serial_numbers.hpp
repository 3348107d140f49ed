// Units found by their serial numbers, whatever their addresses are, and addresses given over the wire
// (firmware/wire, "Requests to all units" and "Address and speed over the wire"). So new units with one
// address may hang on a line together. Pure but for `ask` and `wait`.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "device_profiles/bus_scan.hpp"
#include "serial_bus/exchange.hpp"

namespace antrean {

struct NumberedUnit {
  std::uint32_t serial = 0;
  bus::UnitAddress address = 0;
  std::string identity;  ///< "antrean-pad 2.1"; "" if it does not say
  /// One of ours, whose address can be set. Other makers' units have their own ways.
  bool ours() const;
};

struct NumberedUnits {
  std::vector<NumberedUnit> units;  ///< by serial number
  /// Not all could be heard, however often they were asked.
  std::optional<Bilingual> trouble;
};

/// Units that do not know serial numbers are not among them. `ask` may throw; that ends the search.
NumberedUnits find_by_serial(const AskUnit& ask);

/// Gives the unit with this serial number another address, which it keeps. nullopt: it has it. Otherwise what
/// is in the way, and the unit has its old address, or takes it again within ten seconds. `ask` may throw.
std::optional<Bilingual> give_address(const AskUnit& ask, std::uint32_t serial, bus::UnitAddress address);

/// "0x0D00002A", as it stands on the case.
std::string serial_text(std::uint32_t serial);
/// "0x0D00002A" or "0D00002A", upper or lower case.
std::optional<std::uint32_t> serial_from(std::string_view text);

}  // namespace antrean
