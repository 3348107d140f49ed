// The calls that are new to this screen. They are highlighted for a while.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "values/snapshot.hpp"

namespace antrean::display {

struct NewCall {
  std::uint64_t call = 0;
  MonotonicTime since{};
  friend bool operator==(const NewCall&, const NewCall&) = default;
};

/// How a call is highlighted, by its age: it blinks, stays lit, and is calm again. It blinks at 1 Hz. This is
/// far below the 3 flashes a second that WCAG 2.3.1 allows, so it is safe for people with photosensitive
/// epilepsy.
struct Highlight {
  Milliseconds blink_half{500};  ///< time lit, and time unlit, of a blink
  int blinks = 3;
  Milliseconds lasts{10'000};  ///< after this it is calm
  friend bool operator==(const Highlight&, const Highlight&) = default;
};

enum class Glow : std::uint8_t { calm, dimmed, lit };  ///< dimmed: the unlit half of a blink

struct GlowNow {
  Glow glow = Glow::calm;
  std::optional<Milliseconds> changes_in;  ///< absent: it does not change any more
};
GlowNow glow(const Highlight& highlight, Milliseconds age);

class Attention {
 public:
  /// Compares with what was seen before. The first snapshot, and the first after lost(), only sets the mark,
  /// so that a screen that was switched on or comes back does not highlight old calls. Later every call above
  /// the mark is new from `now` on.
  void see(const Snapshot& snapshot, MonotonicTime now, const Highlight& highlight);
  void lost();
  const std::vector<NewCall>& calls() const { return calls_; }

 private:
  std::optional<OfficeDay> day_;
  std::uint64_t mark_ = 0;
  std::vector<NewCall> calls_;
};

}  // namespace antrean::display
