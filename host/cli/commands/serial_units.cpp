// Units by their serial numbers (antrean bus --serials, --set-address).
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <thread>
#include <variant>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/checks/probes.hpp"
#include "cli/commands/line_trials.hpp"
#include "cli/exit.hpp"
#include "cli/render/table.hpp"
#include "device_profiles/serial_numbers.hpp"
#include "serial_bus/modbus_port.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds allowance{50};

AskUnit asking(bus::ModbusPort& port) {
  return [&port](const bus::Request& request) {
    auto outcome = port.exchange(request, allowance).outcome;
    if (outcome.has_error() && outcome.error().failure == bus::Failure::line_lost) {
      throw CommandError(failed, outcome.error().in_words().en);
    }
    return outcome;
  };
}

std::string in_words(const Terminal& to, const Bilingual& words) {
  return to.say(words.id.empty() ? words.en : words.id, words.en);
}

void say_no_serial_line(Terminal& to) {
  to.line(wrapped(to.say("Nomor seri tidak lewat gateway: sambungkan jalurnya ke port serial untuk ini.",
                         "Serial numbers do not pass a gateway: connect the line to a serial port for this."),
                  page_width, 0),
          Style::bad);
}

std::map<bus::UnitAddress, const char*> addresses_of(const office::BusSettings& line) {
  std::map<bus::UnitAddress, const char*> all;
  for (const auto& pad : line.pads) {
    all[pad.address] = "pad";
  }
  for (const auto& board : line.boards) {
    all[board.address] = "board";
  }
  return all;
}

/// For each address that several units have: what to do.
void say_shared_addresses(Terminal& to, const NumberedUnits& found, const std::string& line) {
  std::map<bus::UnitAddress, std::vector<std::uint32_t>> by_address;
  for (const auto& unit : found.units) {
    by_address[unit.address].push_back(unit.serial);
  }
  unsigned free = 1;
  for (const auto& [address, serials] : by_address) {
    if (serials.size() < 2) {
      continue;
    }
    while (free < 247 && by_address.contains(static_cast<bus::UnitAddress>(free))) {
      ++free;
    }
    to.line(wrapped(fmt::format(fmt::runtime(to.say("Alamat {} dipakai {} perangkat. Beri alamat sendiri, misalnya:",
                                                    "Address {} has {} units. Give each its own, for example:")),
                                address, serials.size()),
                    page_width, 0),
            Style::bad);
    to.line(fmt::format("  antrean bus {} --set-address {}={}", line, serial_text(serials.back()), free));
  }
}

void say_all(Terminal& to, const office::BusSettings& line, const NumberedUnits& found) {
  const auto expected = addresses_of(line);
  Table table({{to.say("Nomor seri", "Serial number")}, {to.say("Alamat", "Address"), true}, {""}, {""}});
  for (const auto& unit : found.units) {
    const bool known = expected.contains(unit.address);
    table.row({serial_text(unit.serial), std::to_string(unit.address),
               unit.identity.empty() ? to.say("tidak menyebut namanya", "does not say its name") : unit.identity,
               known ? to.say("ada di pengaturan", "in the settings")
                     : to.say("tidak ada di pengaturan", "not in the settings")});
  }
  if (!table.empty()) {
    table.print(to);
  } else if (!found.trouble) {
    to.line(wrapped(to.say("Tidak ada perangkat bernomor seri yang menjawab pada kecepatan ini. Perangkat buatan lain "
                           "tidak punya; antrean bus --scan mencari menurut alamat, pada semua kecepatan.",
                           "No unit with a serial number answers at this rate. Most bought ones have none; antrean "
                           "bus --scan looks by address, at all rates."),
                    page_width, 0));
  }
  say_shared_addresses(to, found, line.line.name);
  if (found.trouble) {
    to.line(wrapped(in_words(to, *found.trouble), page_width, 0), Style::bad);
  }
}

json::array as_json_units(const NumberedUnits& found) {
  json::array units;
  for (const auto& unit : found.units) {
    units.push_back(
        json::object{{"serial", serial_text(unit.serial)}, {"address", unit.address}, {"identity", unit.identity}});
  }
  return units;
}

}  // namespace

bool list_serials(Invocation& asked, const office::BusSettings& line, bool as_json, json::array& told) {
  Terminal to = asked.terminal();
  if (!as_json) {
    to.heading(fmt::format("{} {}: {}", to.say("Jalur", "Line"), line.line.name, where_text(line.line)));
  }
  NumberedUnits found;
  std::optional<Bilingual> problem;
  if (!std::holds_alternative<bus::SerialPort>(line.line.where)) {
    if (!as_json) {
      say_no_serial_line(to);
    }
    problem = Bilingual{.id = "gateway", .en = "serial numbers do not pass a gateway"};
  } else {
    bus::ModbusPort port(line.line.where);
    problem = port.reopen();
    if (!problem) {
      std::this_thread::sleep_for(until_boards_show_dashes);  // the port is ours, so nobody else sends
      found = find_by_serial(asking(port));
    } else if (!as_json) {
      say_not_opened(to, *problem);
    }
  }
  if (as_json) {
    const auto& said = problem ? problem : found.trouble;
    told.push_back(json::object{{"line", line.line.name},
                                {"problem", said ? json::value(said->en) : json::value(nullptr)},
                                {"units", as_json_units(found)}});
  } else if (!problem) {
    say_all(to, line, found);
  }
  return !problem && !found.trouble;
}

bool set_addresses(Invocation& asked, const bus::BusSettings& line,
                   const std::vector<std::pair<std::uint32_t, bus::UnitAddress>>& wanted) {
  Terminal to = asked.terminal();
  to.heading(fmt::format("{} {}: {}", to.say("Jalur", "Line"), line.name, where_text(line)));
  if (!std::holds_alternative<bus::SerialPort>(line.where)) {
    say_no_serial_line(to);
    return false;
  }
  bus::ModbusPort port(line.where);
  if (const auto problem = port.reopen()) {
    say_not_opened(to, *problem);
    return false;
  }
  std::this_thread::sleep_for(until_boards_show_dashes);
  bool well = true;
  for (const auto& [serial, address] : wanted) {
    const auto trouble = give_address(asking(port), serial, address);
    well = well && !trouble;
    if (trouble) {
      to.line(wrapped(fmt::format("{}: {}", serial_text(serial), in_words(to, *trouble)), page_width, 0), Style::bad);
    } else {
      to.line(fmt::format("{}: {} {}", serial_text(serial), to.say("sekarang beralamat", "now has address"), address));
    }
  }
  return well;
}

}  // namespace antrean::cli
