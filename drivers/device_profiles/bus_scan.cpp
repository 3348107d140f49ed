#include "device_profiles/bus_scan.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "serial_bus/frame.hpp"

namespace antrean {
namespace {

constexpr const char* own_board_key = "antrean-board";
constexpr const char* own_pad_key = "antrean-pad";

bool is_silence(const bus::Outcome& outcome) {
  return outcome.has_error() &&
         (outcome.error().failure == bus::Failure::silent || outcome.error().failure == bus::Failure::unreachable);
}

/// The rarer the registers that a profile reads, the more they say. Many products have discrete inputs at 0.
int likelihood(const DeviceProfile& profile) {
  if (!profile.pad) {
    return 1;
  }
  return profile.pad->kind == PadProfile::Kind::level ? 0 : 2;
}

}  // namespace

std::string identity_of(const bus::Registers& bytes) {
  std::string identity;
  for (std::size_t at = 2; at < bytes.size(); ++at) {  // after type and run indicator
    identity += bytes[at] >= ' ' && bytes[at] <= '~' ? static_cast<char>(bytes[at]) : '?';
  }
  return identity;
}

std::optional<bus::Request> recognising(const DeviceProfile& profile, bus::UnitAddress address) {
  if (profile.board) {
    return profile_board(address, *profile.board, profile.board->most_width)->look();
  }
  if (profile.pad) {
    const std::uint8_t last = profile.pad->inputs;
    return PadCodec(address, *profile.pad, {last, 0, 0, 0}).poll();
  }
  return std::nullopt;
}

std::optional<ScannedUnit> scan_address(const DeviceProfiles& profiles, bus::UnitAddress address, const AskUnit& ask) {
  ScannedUnit unit;
  unit.address = address;
  bool any = false;
  bool answered = false;
  const auto heard = [&](const bus::Request& request) {
    auto outcome = ask(request);
    any = any || !is_silence(outcome);
    answered = answered || bus::answers(outcome);
    return outcome;
  };
  if (const auto who = heard(bus::Request::report_id(address)); !who.has_error()) {
    unit.identity = identity_of(*who);
  }
  if (unit.identity.starts_with(own_board_key) || unit.identity.starts_with(own_pad_key)) {
    unit.guesses = {unit.identity.starts_with(own_board_key) ? own_board_key : own_pad_key};
    return unit;
  }
  heard(bus::Request::read_holding(address, 0, 1));
  std::vector<std::pair<int, std::string>> found;
  for (const auto& [key, profile] : profiles) {
    const auto request = recognising(profile, address);
    // Nobody was heard yet: only units that are silent on everything else may still be there.
    if (request && (any || profile.silent_when_wrong) && !heard(*request).has_error()) {
      found.emplace_back(-likelihood(profile), key);
    }
  }
  if (!any) {
    return std::nullopt;
  }
  std::sort(found.begin(), found.end());
  for (auto& [rank, key] : found) {
    unit.guesses.push_back(std::move(key));
  }
  unit.garbled = !answered;
  return unit;
}

std::string settings_lines(const DeviceProfile& profile, bus::UnitAddress address) {
  const bool is_board = profile.kind == DeviceProfile::Kind::board;
  std::string lines = fmt::format("[[bus.{}]]\naddress = {}\n{}\n", is_board ? "board" : "pad", address,
                                  is_board ? "counters = [1]" : "counter = 1");
  if (profile.board || profile.pad) {
    lines += fmt::format("profile = \"{}\"\n", profile.key);
  }
  if (!profile.has_press_memory()) {
    lines += "accept_lost_presses = true\n";
  }
  if (!profile.has_lamps()) {
    lines += "accept_unseen_refusals = true\n";
  }
  return lines;
}

}  // namespace antrean
