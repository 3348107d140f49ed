#include "led_board/board_table.hpp"

#include <algorithm>

namespace antrean {
namespace {

using std::chrono::milliseconds;

// Nobody answers. Our boards have shown the picture after this time; others do not hear the frame.
constexpr milliseconds boards_take{5};
// Between two looks, so that a poll has its turn between them.
constexpr milliseconds one_look_every{60};
// After a frame that could not leave the boards are written one by one for this long.
constexpr std::chrono::seconds rest_after_failure{10};
// A frame has 256 bytes at most; four of them are address, function and checksum.
constexpr std::size_t room = 252;

}  // namespace

BoardTable::BoardTable(bus::SerialBus& bus) : attached_(bus.speaks_to_all()) {
  if (attached_) {
    bus.attach_for_all(*this);
  }
}

bool BoardTable::is_due(MonotonicTime now) const {
  if (!attached_ || now < not_before_) {
    return false;
  }
  const auto waiting = std::count_if(members_.begin(), members_.end(),
                                     [&](const Member* member) { return member->wants(now).has_value(); });
  return static_cast<std::size_t>(waiting) >= worth_a_frame;
}

bus::UnitTiming BoardTable::timing() const { return {.allowance = boards_take}; }

bus::Urgency BoardTable::urgency(MonotonicTime now) const {
  return is_due(now) ? bus::Urgency::now : bus::Urgency::none;
}

bus::Request BoardTable::next(bus::Urgency, MonotonicTime now) {
  told_.clear();
  bus::Registers parts;
  for (Member* member : members_) {
    const auto picture = member->wants(now);
    if (!picture) {
      continue;
    }
    const auto part = member->part(*picture);
    if (parts.size() + part.size() > room) {
      break;  // the others are told by the next frame, or by themselves
    }
    parts.insert(parts.end(), part.begin(), part.end());
    told_.emplace_back(member, *picture);
  }
  return bus::Request::write_pictures(std::move(parts));
}

void BoardTable::finished(const bus::Request&, const bus::Outcome& outcome, MonotonicTime now) {
  if (outcome.has_error()) {
    not_before_ = now + rest_after_failure;
    told_.clear();
    return;
  }
  auto look_at = now;
  for (const auto& [member, picture] : std::exchange(told_, {})) {
    look_at += one_look_every;
    member->told(picture, look_at);
  }
}

}  // namespace antrean
