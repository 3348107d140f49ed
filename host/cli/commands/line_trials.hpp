// What a technician tries on a line of boards and pads (antrean bus): looks for units, lights boards, presses
// buttons. All claim the line for themselves and block. False: the line could not be used; that was said.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>

#include "cli/invocation.hpp"
#include "cli/render/terminal.hpp"
#include "office_settings/office_settings.hpp"

namespace antrean::cli {

/// "/dev/antrean-rs485, 19200 8N1" or "10.0.0.7:502".
std::string where_text(const bus::BusSettings& line);
/// Why the line could not be opened, and what to do.
void say_not_opened(Terminal& to, const Bilingual& problem);

/// Looks for units at the line's rate and at the other usual ones, at the addresses 1 to `up_to`. Says what
/// each is by the profiles, and what to write into the settings. It only reads. `told` gets the line as JSON;
/// with `as_json` nothing else is said.
bool scan_line(Invocation& asked, const bus::BusSettings& line, unsigned up_to, bool as_json, boost::json::array& told);

/// Says which units have serial numbers, and what their addresses are. JSON as scan_line.
bool list_serials(Invocation& asked, const office::BusSettings& line, bool as_json, boost::json::array& told);

/// Gives units their addresses. An address that cannot be given is said, and the others are given.
bool set_addresses(Invocation& asked, const bus::BusSettings& line,
                   const std::vector<std::pair<std::uint32_t, bus::UnitAddress>>& wanted);

/// Every board of the settings shows its own address; says which took it. Afterwards our own boards show
/// dashes, and bought ones are dark.
bool light_boards(Invocation& asked, const office::BusSettings& line, std::chrono::seconds how_long);

/// Says which button of which pad is pressed, as often as it is; ends after `presses`, or when nobody presses
/// for a minute. A module that only reports levels is asked as fast as the line can, so a short press may be
/// missed, as it would be in service.
bool tell_presses(Invocation& asked, const office::BusSettings& line, unsigned presses);

}  // namespace antrean::cli
