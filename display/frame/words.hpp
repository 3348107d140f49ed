// The texts of a frame in both languages, and dates and waits in words.
#pragma once

#include <string>
#include <string_view>

#include "values/snapshot.hpp"

namespace antrean::display {

/// The languages of the labels: the first is large, the second is small beside it.
enum class Languages : std::uint8_t { indonesian_english, indonesian, english_indonesian, english };

/// A text in the order of `Languages`. `second` is empty if only one language is shown.
struct Saying {
  std::string first;
  std::string second;
  friend bool operator==(const Saying&, const Saying&) = default;
};

class Words {
 public:
  explicit Words(Languages languages) : languages_(languages) {}

  /// Puts two texts into the order; equal texts are shown once.
  Saying say(std::string_view indonesian, std::string_view english) const;

  Saying date(OfficeDay day) const;                 ///< "Minggu, 22 November 2026"
  Saying phase(DayPhase phase) const;               ///< "Buka", "Istirahat"
  Saying no_call(DayPhase phase) const;             ///< instead of the latest call
  Saying lost_since(std::string_view clock) const;  ///< clock: "09:31 WIB"
  Saying counter_state(CounterState state) const;   ///< for a counter without a number
  Saying ticket_phase(TicketPhase phase) const;     ///< "Dipanggil", "Dilayani"
  Saying wait(const WaitRange& range) const;        ///< "30–45 menit", "1 j 50 m – 2 j 10 m"
  /// The name of a counter as the office writes it. If the name is the plain "Loket 3", "Counter 3" stands
  /// beside it.
  Saying counter(std::string_view name) const;

 private:
  Languages languages_;
};

}  // namespace antrean::display
