#include "service/live_desk.hpp"

namespace antrean::office {

std::optional<std::string> LiveDesk::portal_trouble() {
  if (portal_ == nullptr) {
    return std::nullopt;
  }
  const bookings::LineHealth& line = portal_->health().bookings;
  return line.failures == 0 ? std::string() : line.last_error;
}

}  // namespace antrean::office
