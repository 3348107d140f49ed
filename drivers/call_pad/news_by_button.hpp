// What a pad's news by button (firmware/wire) says: which buttons were pressed since the counters were known.
// Pure; time is an argument.
//
// The word counts modulo 8 and has four bits of the boot id. So it is certain only shortly after a certain
// reading, with the same boot id, and as long as no exchange was lost. Otherwise the counters must be read
// before anything acts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "call_pad/call_pad.hpp"
#include "values/office_time.hpp"

namespace antrean {

/// More presses of one button than this, from one poll to the next, are no finger. It is more likely that the
/// word is an old one that came late: one press less is seven presses more, modulo 8.
inline constexpr std::uint16_t most_presses_by_word = 2;

class NewsByButton {
 public:
  using Counters = std::array<std::uint16_t, button_count>;

  enum class Says : std::uint8_t {
    nothing_new,
    presses,       ///< counters() has them now
    read_counters  ///< there is news, but the word alone is not certain
  };

  /// All counters were read, in an exchange that began at `asked`.
  void counters_read(std::uint16_t boot_id, const Counters& counters, MonotonicTime asked);
  /// The word was read in an exchange from `asked` to `heard`.
  Says word_read(std::uint16_t word, MonotonicTime asked, MonotonicTime heard);
  /// These are the counters, from another source; the word must agree with them from now on.
  void known(const Counters& counters) { counters_ = counters; }
  /// An exchange with the pad failed, so a reply to it may still come. The next news is not certain.
  void lost();

  const Counters& counters() const { return counters_; }
  /// True if the next news will be certain when it is heard at `heard`.
  bool certain_at(MonotonicTime heard) const;

 private:
  std::uint16_t boot_id_ = 0;  // 0: nothing was read yet
  Counters counters_{};
  std::optional<MonotonicTime> certain_;  // when the last certain reading was asked for
};

}  // namespace antrean
