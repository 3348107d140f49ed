// Enumerations as words. All programs use the same word in feed, office API, journal, settings and log.
//
// To take part, an enumeration specialises `words<E>`: one word per value, in the order of the values, which
// count from 0.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/snapshot.hpp"

namespace antrean {

template <class Enum>
inline constexpr std::array<std::string_view, 0> words{};

template <>
inline constexpr std::array<std::string_view, 3> words<CounterState>{"closed", "open", "paused"};
template <>
inline constexpr std::array<std::string_view, 5> words<DayPhase>{"before_opening", "open", "on_break", "last_numbers",
                                                                 "closed"};
template <>
inline constexpr std::array<std::string_view, 7> words<TicketPhase>{"waiting", "called",   "serving",  "parked",
                                                                    "missed",  "finished", "cancelled"};
template <>
inline constexpr std::array<std::string_view, 2> words<NoticeSeverity>{"notice", "emergency"};
template <>
inline constexpr std::array<std::string_view, 3> words<Zone>{"WIB", "WITA", "WIT"};
template <>
inline constexpr std::array<std::string_view, 2> words<Language>{"id", "en"};
template <>
inline constexpr std::array<std::string_view, 2> words<BookingStatus>{"confirmed", "cancelled"};

template <class Enum>
concept Worded = std::is_enum_v<Enum> && !words<Enum>.empty();

/// "?" for a number outside the enumeration.
template <Worded Enum>
constexpr std::string_view word(Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < words<Enum>.size() ? words<Enum>[index] : std::string_view{"?"};
}

template <Worded Enum>
constexpr std::optional<Enum> from_word(std::string_view text) {
  for (std::size_t i = 0; i < words<Enum>.size(); ++i) {
    if (words<Enum>[i] == text) {
      return static_cast<Enum>(i);
    }
  }
  return std::nullopt;
}

}  // namespace antrean
