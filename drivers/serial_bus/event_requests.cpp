#include "serial_bus/event_requests.hpp"

#include <algorithm>
#include <utility>

namespace antrean::bus {
namespace {

using std::chrono::milliseconds;

// After this time without an answer the units are polled as if there were no events.
constexpr milliseconds works_for{500};
// The reply begins after the arbitration; this is for the adapter and the machine.
constexpr milliseconds late_at_most{20};
// A unit with so many packets in a row is passed over once, so that the others are heard.
constexpr unsigned most_in_a_row = 4;
constexpr std::uint8_t most_bytes = 64;

constexpr std::uint8_t restarted_type = 0x0F;
constexpr std::size_t data_at = 5;  // unit, sub-function, flag, events left, length

}  // namespace

void EventRequests::join(UnitAddress unit, EventListener& listener) {
  listening_ += listeners_[unit] == nullptr ? 1 : 0;
  listeners_[unit] = &listener;
  // An acknowledgement that is still to be sent may be for a packet before the unit's restart.
  if (acknowledged_unit_ == unit) {
    acknowledge_nobody();
  }
}

void EventRequests::leave(UnitAddress unit) {
  listening_ -= listeners_[unit] == nullptr ? 0 : 1;
  listeners_[unit] = nullptr;
}

bool EventRequests::works(MonotonicTime now) const { return answers_ && now - answered_ <= works_for; }

UnitTiming EventRequests::timing() const { return {.allowance = late_at_most}; }

Urgency EventRequests::urgency(MonotonicTime) const { return listening_ > 0 ? Urgency::in_turn : Urgency::none; }

Request EventRequests::next(Urgency, MonotonicTime now) {
  asked_ = now;
  return Request::events(lowest_, most_bytes, acknowledged_unit_, acknowledged_flag_);
}

void EventRequests::finished(const Request&, const Outcome& outcome, MonotonicTime now) {
  news_ = false;
  lowest_ = 0;
  answers_ = !outcome.has_error();
  if (!answers_) {
    answer_may_be_late_ = true;
    return;  // the same acknowledgement goes out again
  }
  const bool may_be_late = std::exchange(answer_may_be_late_, false);
  answered_ = now;
  const Registers& packet = *outcome;
  if (packet.size() < data_at) {  // nobody has news
    acknowledge_nobody();
    in_a_row_ = 0;
    return;
  }
  take(packet, now);
  if (may_be_late) {
    acknowledge_nobody();
  }
}

void EventRequests::take(const Registers& packet, MonotonicTime now) {
  const auto unit = static_cast<UnitAddress>(packet[0]);
  acknowledged_unit_ = unit;
  acknowledged_flag_ = static_cast<std::uint8_t>(packet[2]);
  in_a_row_ = unit == last_unit_ ? in_a_row_ + 1 : 1;
  last_unit_ = unit;
  if (in_a_row_ >= most_in_a_row && unit < 247) {
    lowest_ = static_cast<UnitAddress>(unit + 1);
    in_a_row_ = 0;
  }
  auto* listener = listeners_[unit];
  if (listener == nullptr) {
    return;  // it is none of ours, or is not switched on yet
  }
  for (std::size_t at = data_at; at + 4 <= packet.size();) {
    const std::size_t length = packet[at];
    if (at + 4 + length > packet.size()) {
      return;
    }
    Event event{.type = static_cast<std::uint8_t>(packet[at + 1]),
                .id = static_cast<std::uint16_t>(packet[at + 2] << 8 | packet[at + 3])};
    for (std::size_t byte = 0; byte < std::min<std::size_t>(length, 4); ++byte) {
      event.value |= static_cast<std::uint32_t>(packet[at + 4 + byte]) << 8 * byte;
    }
    if (event.type == restarted_type && event.id == 0) {
      listener->restarted(now);
    } else {
      listener->event(event, asked_, now);
      news_ = true;
    }
    at += 4 + length;
  }
}

void EventRequests::acknowledge_nobody() { acknowledged_unit_ = acknowledged_flag_ = 0; }

void EventRequests::forget() {
  acknowledge_nobody();
  answers_ = false;
  news_ = false;
}

}  // namespace antrean::bus
