// Looking for units on a line (antrean bus --scan).
#include <unistd.h>

#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/checks/probes.hpp"
#include "cli/commands/line_trials.hpp"
#include "cli/exit.hpp"
#include "cli/render/table.hpp"
#include "device_profiles/bus_scan.hpp"
#include "serial_bus/modbus_port.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;

/// Longer than the slowest profile needs for a small request would make the scan endless.
constexpr std::chrono::milliseconds scan_allowance{50};

/// The line as it is set, then at the other usual rates.
std::vector<std::variant<bus::SerialPort, bus::TcpGateway>> places_to_scan(const bus::BusSettings& line) {
  std::vector<std::variant<bus::SerialPort, bus::TcpGateway>> places{line.where};
  const auto* port = std::get_if<bus::SerialPort>(&line.where);
  if (port == nullptr) {
    return places;
  }
  for (const auto& [baud, parity] : {std::pair{9600U, bus::Parity::none}, std::pair{19'200U, bus::Parity::even},
                                     std::pair{19'200U, bus::Parity::none}, std::pair{38'400U, bus::Parity::none},
                                     std::pair{115'200U, bus::Parity::none}}) {
    if (port->rate.baud != baud || port->rate.parity != parity) {
      bus::SerialPort other = *port;
      other.rate.baud = baud;
      other.rate.parity = parity;
      places.emplace_back(std::move(other));
    }
  }
  return places;
}

void tell(Terminal& to, const DeviceProfiles& profiles, const ScannedUnit& unit, const bus::BusSettings& at,
          bool as_json, json::array& told) {
  json::array guesses;
  std::string names;
  for (const std::string& key : unit.guesses) {
    guesses.push_back(json::value(key));
    names += (names.empty() ? "" : to.say(" atau ", " or ")) + profiles.at(key).name;
  }
  if (as_json) {
    told.push_back(json::object{{"address", unit.address},
                                {"where", where_text(at)},
                                {"identity", unit.identity},
                                {"guesses", std::move(guesses)},
                                {"garbled", unit.garbled}});
    return;
  }
  if (unit.garbled) {
    names = to.say("ada yang mengirim, tetapi tidak utuh: kecepatan lain, atau dua perangkat beralamat sama",
                   "something sends, but nothing whole: another rate, or two units with this address");
  } else if (names.empty()) {
    names = to.say("menjawab, tetapi tidak dikenal: papan yang hanya bisa ditulis, atau produk lain",
                   "answers, but is not known: a board that can only be written, or another product");
  }
  to.line(wrapped(fmt::format("{}: {}{}", unit.address, names, unit.identity.empty() ? "" : " (" + unit.identity + ")"),
                  page_width, 0));
  if (!unit.guesses.empty()) {
    to.line(settings_lines(profiles.at(unit.guesses.front()), unit.address));
  }
}

}  // namespace

std::string where_text(const bus::BusSettings& line) {
  if (const auto* serial = std::get_if<bus::SerialPort>(&line.where)) {
    const char parity = serial->rate.parity == bus::Parity::none   ? 'N'
                        : serial->rate.parity == bus::Parity::even ? 'E'
                                                                   : 'O';
    return fmt::format("{}, {} 8{}{}", serial->path, serial->rate.baud, parity, serial->rate.stop_bits);
  }
  const auto& gateway = std::get<bus::TcpGateway>(line.where);
  return fmt::format("{}:{}", gateway.host, gateway.port);
}

void say_not_opened(Terminal& to, const Bilingual& problem) {
  to.line(
      wrapped(to.say(problem.id.empty() ? problem.en : problem.id, problem.en) +
                  to.say(". Kantor yang sedang berjalan memakai jalurnya sendiri: systemctl stop antrean-office, di "
                         "luar jam layanan",
                         ". A running office has its lines to itself: systemctl stop antrean-office, outside "
                         "opening hours"),
              page_width, 0),
      Style::bad);
}

bool scan_line(Invocation& asked, const bus::BusSettings& line, unsigned up_to, bool as_json, json::array& lines) {
  Terminal to = asked.terminal();
  const DeviceProfiles profiles = shipped_profiles();
  json::array told;
  std::optional<Bilingual> problem;
  bool opened = false;
  unsigned found = 0;
  for (const auto& where : places_to_scan(line)) {
    bus::BusSettings at_rate = line;
    at_rate.where = where;
    bus::ModbusPort port(where);
    if (auto trouble = port.reopen()) {
      problem = problem ? problem : trouble;  // another rate may be possible
      continue;
    }
    if (!opened) {
      std::this_thread::sleep_for(until_boards_show_dashes);  // the port is ours, so nobody else sends
    }
    opened = true;
    if (!as_json) {
      to.heading(fmt::format("{} {}: {}", to.say("Jalur", "Line"), line.name, where_text(at_rate)));
    }
    const bool watched = ::isatty(STDERR_FILENO) == 1;
    for (unsigned address = 1; address <= up_to; ++address) {
      if (watched) {
        fmt::print(stderr, "\r{} / {}", address, up_to);
      }
      const auto unit = scan_address(profiles, static_cast<bus::UnitAddress>(address), [&](const auto& request) {
        auto outcome = port.exchange(request, scan_allowance).outcome;
        if (outcome.has_error() && outcome.error().failure == bus::Failure::line_lost) {
          throw CommandError(failed, outcome.error().in_words().en);
        }
        return outcome;
      });
      if (unit) {
        ++found;
        tell(to, profiles, *unit, at_rate, as_json, told);
      }
    }
    if (watched) {
      fmt::print(stderr, "\r\033[K");
    }
  }
  if (as_json) {
    lines.push_back(json::object{{"line", line.name},
                                 {"problem", opened ? json::value(nullptr) : json::value(problem->en)},
                                 {"units", std::move(told)}});
  } else if (!opened) {
    say_not_opened(to, *problem);
  } else if (found == 0) {
    to.line(wrapped(to.say("Tidak ada yang menjawab pada kecepatan apa pun: periksa daya, A dan B, dan kabelnya.",
                           "Nobody answers at any rate: check power, A and B, and the cable."),
                    page_width, 0));
  }
  return opened;
}

}  // namespace antrean::cli
