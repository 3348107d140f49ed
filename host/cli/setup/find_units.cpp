#include "cli/setup/find_units.hpp"

#include <algorithm>
#include <array>

#include "cli/commands/line_trials.hpp"
#include "device_profiles/bus_scan.hpp"
#include "serial_bus/modbus_port.hpp"
#include "wire/wire.h"

namespace antrean::cli {
namespace {

constexpr std::chrono::milliseconds allowance{50};

constexpr std::array<std::pair<unsigned, bus::Parity>, 5> usual_rates{{{19'200, bus::Parity::even},
                                                                       {19'200, bus::Parity::none},
                                                                       {9600, bus::Parity::none},
                                                                       {38'400, bus::Parity::even},
                                                                       {115'200, bus::Parity::none}}};

std::optional<SetupUnit> unit_at(bus::ModbusPort& port, const DeviceProfiles& profiles, bus::UnitAddress address) {
  const auto ask = [&port](const bus::Request& request) { return port.exchange(request, allowance).outcome; };
  const auto found = scan_address(profiles, address, ask);
  if (!found || found->guesses.empty()) {
    return std::nullopt;
  }
  SetupUnit unit{.address = address, .profile = profiles.at(found->guesses.front()), .counters = {}};
  if (unit.profile.kind == DeviceProfile::Kind::board) {
    if (unit.profile.board) {
      unit.width = std::min<std::uint8_t>(unit.profile.board->most_width, SetupUnit{}.width);
    } else if (const auto width = ask(bus::Request::read_holding(address, WIRE_BOARD_WIDTH, 1)); !width.has_error()) {
      unit.width = static_cast<std::uint8_t>(width->front());
    }
  }
  return unit;
}

}  // namespace

std::vector<std::filesystem::path> serial_ports(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> ports;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    ports.push_back(entry.path());
  }
  std::ranges::sort(ports);
  return ports;
}

SetupLine look_at_port(const std::filesystem::path& port, unsigned up_to, const DeviceProfiles& profiles,
                       const std::function<void(const std::string&)>& look_at, std::string& problem) {
  SetupLine line{.name = {}, .port = {.path = port.string(), .rate = {}}, .units = {}};
  problem.clear();
  for (const auto& [baud, parity] : usual_rates) {
    line.port.rate.baud = baud;
    line.port.rate.parity = parity;
    bus::ModbusPort opened(line.port);
    if (const auto trouble = opened.reopen()) {
      problem = problem.empty() ? trouble->en : problem;  // a pseudo-terminal has no parity, and opens without
      continue;
    }
    look_at(where_text({.name = {}, .where = line.port}));
    for (unsigned address = 1; address <= up_to; ++address) {
      if (auto unit = unit_at(opened, profiles, static_cast<bus::UnitAddress>(address))) {
        line.units.push_back(std::move(*unit));
      }
    }
    if (!line.units.empty()) {
      problem.clear();
      return line;
    }
  }
  return line;
}

}  // namespace antrean::cli
