#include "web/waiting_room.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace antrean::portal {
namespace {

constexpr std::size_t key_digits = 32;
constexpr std::size_t time_digits = 16;

}  // namespace

WaitingRoom::WaitingRoom(const codes::SecretKey& signing_key, bool https, int per_minute)
    : cookie_(signing_key, "antrean portal waiting room 1", "turn", https),
      each_(std::chrono::duration_cast<Milliseconds>(std::chrono::minutes{1}) / per_minute) {}

std::optional<RoomTurn> WaitingRoom::of(const http::Request& request, UtcTime now) const {
  const auto text = cookie_.read(request).value_or(std::string_view{});
  if (text.size() != key_digits + time_digits) {
    return std::nullopt;
  }
  const auto id = key_from_hex(text.substr(0, key_digits));
  std::int64_t from = 0;
  const auto digits = text.substr(key_digits);
  std::from_chars(digits.data(), digits.data() + digits.size(), from, 16);
  RoomTurn turn{.id = id.value_or(Key128{}), .from = from_ms(from)};
  const auto lapses = turn.from + good_for;
  if (!id || now >= lapses || used_.contains({lapses, turn.id})) {
    return std::nullopt;
  }
  return turn;
}

RoomTurn WaitingRoom::enter(UtcTime now, MonotonicTime monotonic) {
  // An empty room has some turns in hand: those of the last moments, which nobody took.
  const auto earliest = monotonic - each_ * (at_once - 1);
  const auto at = std::max(next_.value_or(earliest), earliest);
  next_ = at + each_;
  const auto wait = std::chrono::ceil<Milliseconds>(std::max(at, monotonic) - monotonic);
  return {.id = random_key(), .from = now + wait};
}

UtcTime WaitingRoom::next(UtcTime now, MonotonicTime monotonic) const {
  return now + std::chrono::ceil<Milliseconds>(next_.value_or(monotonic) - monotonic);
}

void WaitingRoom::others_are_at(UtcTime next, UtcTime now, MonotonicTime monotonic) {
  // Clocks of two machines differ; one that is an hour ahead must not close the room.
  const auto ahead = std::min<Milliseconds>(next - now, std::chrono::hours{1});
  next_ = std::max(next_.value_or(monotonic + ahead), monotonic + ahead);
}

void WaitingRoom::remember(http::Response& response, const RoomTurn& turn) const {
  cookie_.write(response, fmt::format("{}{:016x}", to_hex(turn.id), to_ms(turn.from)));
}

void WaitingRoom::used(const RoomTurn& turn, UtcTime now) {
  std::erase_if(used_, [&](const auto& one) { return one.first.first <= now; });
  used_[{turn.from + good_for, turn.id}] = true;
}

std::int64_t WaitingRoom::before(const RoomTurn& turn, UtcTime now) const {
  if (has_come(turn, now)) {
    return 0;
  }
  return (turn.from - now - Milliseconds{1}) / each_;
}

}  // namespace antrean::portal
