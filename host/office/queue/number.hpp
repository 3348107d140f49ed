// A queue number, "A001": a letter and three digits. It is unique within an office day.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace antrean::queue {

/// A ticket of the open office day: 1, 2, 3 ... in the order of issue. People see the number instead.
using TicketId = std::uint32_t;

/// The largest number of a series: the voice cannot say a larger one (speaker/phrase.hpp), and no board can
/// show it.
inline constexpr std::uint16_t largest_number = 9999;

struct QueueNumber {
  char letter = 'A';
  std::uint16_t digits = 0;  ///< 1..999; up to 9999 in a series with more digits in the settings

  std::string text() const;                                        ///< "A001"; four digits only from 1000 on
  static std::optional<QueueNumber> parse(std::string_view text);  ///< accepts only what text() gives
  /// A number as people type it: "A002", "a002", "A2", "A-002", "a 002", "A.02". Nothing when it cannot be a
  /// number.
  static std::optional<QueueNumber> typed(std::string_view text);
  friend constexpr auto operator<=>(QueueNumber, QueueNumber) = default;
};

}  // namespace antrean::queue
