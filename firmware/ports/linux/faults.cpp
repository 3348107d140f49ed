#include "ports/linux/faults.hpp"

#include <utility>

namespace antrean::device {

void Faults::set(FaultSettings settings) {
  dice_.seed(settings.seed);
  settings_ = std::move(settings);
}

bool Faults::happens(double chance) {
  return chance > 0 && std::uniform_real_distribution<double>(0, 1)(dice_) < chance;
}

void Faults::flip(std::vector<std::uint8_t>& bytes) {
  std::uint8_t& byte = bytes[std::uniform_int_distribution<std::size_t>(0, bytes.size() - 1)(dice_)];
  byte = static_cast<std::uint8_t>(byte ^ (1U << std::uniform_int_distribution<unsigned>(0, 7)(dice_)));
}

Faults::Reply Faults::spoil_reply(std::uint8_t unit, std::vector<std::uint8_t> bytes) {
  if (bytes.empty() || (!settings_.units.empty() && !settings_.units.contains(unit))) {
    return {std::move(bytes), 0};
  }
  if (happens(settings_.lost)) {
    return {};
  }
  if (happens(settings_.flipped)) {
    flip(bytes);
  }
  if (happens(settings_.truncated)) {
    bytes.resize(std::uniform_int_distribution<std::size_t>(1, bytes.size() - 1)(dice_));
  }
  const std::uint64_t later = happens(settings_.late) ? settings_.late_us : 0;
  return {std::move(bytes), later};
}

bool Faults::spoil_request(std::vector<std::uint8_t>& bytes) {
  if (happens(settings_.request_lost)) {
    return false;
  }
  if (!bytes.empty() && happens(settings_.request_flipped)) {
    flip(bytes);
  }
  return true;
}

std::uint8_t Faults::collide(std::uint8_t byte) {
  return static_cast<std::uint8_t>(byte ^ std::uniform_int_distribution<unsigned>(1, 255)(dice_));
}

}  // namespace antrean::device
