// A place in a line. Events carry it as it was decided, so a replay never asks today's policy.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <type_traits>

#include "values/office_time.hpp"

namespace antrean::queue {

template <class T, class Struct>
concept Is = std::same_as<std::remove_const_t<T>, Struct>;

/// A total order: no two places are equal, because `seq` is the number of the event that made the place.
struct Position {
  UtcTime order{};          ///< the booked hour or the moment of arrival, depending on the policy
  std::uint64_t seq = 0;    ///< of the event that made the place, or of the place that this one is behind
  std::uint64_t after = 0;  ///< 0, or the event that put it behind the place with the same order and seq
  friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

template <class Visit, Is<Position> T>
void fields(Visit& visit, T& position) {
  visit("order", position.order);
  visit("seq", position.seq);
  visit("after", position.after);
}

}  // namespace antrean::queue
