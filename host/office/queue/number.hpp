// A queue number, "A001": a letter and three digits, one of a kind within an office day.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace antrean::queue {

/// A ticket of the office day that is open: 1, 2, 3 ... in the order of issue. The number is for people.
using TicketId = std::uint32_t;

/// A series may not go further: the voice says no larger number (speaker/phrase.hpp), and no board is wide
/// enough.
inline constexpr std::uint16_t largest_number = 9999;

struct QueueNumber {
  char letter = 'A';
  std::uint16_t digits = 0;  ///< 1..999; up to 9999 in a series that settings made wider

  std::string text() const;                                        ///< "A001"; a fourth digit only from 1000 on
  static std::optional<QueueNumber> parse(std::string_view text);  ///< what text() gives, nothing else
  /// As people type it: "A002", "a002", "A2", "A-002", "a 002", "A.02". Nothing when it could not be
  /// anybody's number.
  static std::optional<QueueNumber> typed(std::string_view text);
  friend constexpr auto operator<=>(QueueNumber, QueueNumber) = default;
};

}  // namespace antrean::queue
