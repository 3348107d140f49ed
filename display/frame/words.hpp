// The texts of a frame in both languages, and dates and waits in words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "values/bilingual.hpp"
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

  Saying date(OfficeDay day) const;      ///< "Minggu, 22 November 2026"
  Saying phase(DayPhase phase) const;    ///< "Buka", "Istirahat"
  Saying no_call(DayPhase phase) const;  ///< instead of the latest call
  /// Before the first snapshot.
  Saying not_reached(const std::optional<Bilingual>& why) const;
  /// clock: "09:31 WIB"
  Saying lost_since(std::string_view clock, const std::optional<Bilingual>& why = std::nullopt) const;
  Saying counter_state(CounterState state) const;  ///< of a counter without a number
  Saying ticket_phase(TicketPhase phase) const;    ///< "Dipanggil", "Dilayani"
  Saying wait(const WaitRange& range) const;       ///< "30–45 menit", "1 j 50 m – 2 j 10 m"
  /// A counter's name as the office writes it; beside it "Counter 3" when the name is the plain "Loket 3".
  Saying counter(std::string_view name) const;

 private:
  Languages languages_;
};

}  // namespace antrean::display
