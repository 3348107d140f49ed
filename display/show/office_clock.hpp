// The office's clock, as far as this machine knows it: from what the feed says, carried on by a clock that
// nobody can set. The machine's own wall clock is never asked: a TV's battery is empty, its zone is wrong.
// Values only.
#pragma once

#include <optional>

#include "values/office_time.hpp"

namespace antrean::display {

class OfficeClock {
 public:
  /// The office's time was `sent` when this machine's running time was `tick`. Also backwards: the office
  /// knows best.
  void hear(UtcTime sent, MonotonicTime tick);
  /// An office that does not say when it sends: its time is `made` or later.
  void hear_at_least(UtcTime made, MonotonicTime tick);

  /// Absent until something was heard.
  std::optional<UtcTime> now(MonotonicTime tick) const;

 private:
  std::optional<UtcTime> at_;
  MonotonicTime heard_{};
};

}  // namespace antrean::display
