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

/// The rules of a language apply to a text; `pseudo` makes every text of ours 40 % longer, to test that
/// longer translations have room.
class Words {
 public:
  explicit Words(Languages languages, bool pseudo = false) : languages_(languages), pseudo_(pseudo) {}

  /// Puts two texts into the order; equal texts are shown once.
  Saying say(std::string_view indonesian, std::string_view english) const;

  Saying date(OfficeDay day) const;  ///< "Minggu, 22 November 2026"
  Saying short_date(OfficeDay day) const;
  /// Whether the hall is open, and when that changes: "Istirahat sampai 13.00", "Buka lagi besok pukul
  /// 08.00".
  Saying phase(const Snapshot& snapshot, UtcTime now) const;
  /// Instead of the latest call: why there is none, and until when.
  Saying no_call(const Snapshot& snapshot, UtcTime now) const;
  Saying connecting() const;  ///< before the first snapshot, and while the office is lost
  /// The same with the time since when; clock: "09:31".
  Saying lost_since(std::string_view clock) const;
  /// The call as the voice says it: "Nomor antrean B017, silakan menuju Loket 3".
  Saying call_out(std::string_view number, std::string_view counter) const;
  Saying counter_state(CounterState state) const;  ///< of a counter without a number
  Saying ticket_phase(TicketPhase phase) const;    ///< "Dipanggil", "Dilayani"
  Saying wait(const WaitRange& range) const;  ///< "30–45 menit", from 100 minutes on in half hours: "1,5–2 jam"
  /// A counter's name as the office writes it; beside it "Counter 3" when the name is the plain "Loket 3".
  Saying counter(std::string_view name) const;

 private:
  Languages languages_;
  bool pseudo_;
};

}  // namespace antrean::display
