// The office's clock, as far as this machine knows it. The time comes from the feed and is carried on by a
// clock that nobody can set. The machine's own wall clock is never used, because a TV may have an empty
// battery or a wrong zone. Values only.
#pragma once

#include <optional>

#include "values/office_time.hpp"

namespace antrean::display {

class OfficeClock {
 public:
  /// The office's time was `sent` when this machine's running time was `tick`. It may also go backwards,
  /// because the office's time counts.
  void hear(UtcTime sent, MonotonicTime tick);
  /// For an office that does not send its time: its time is `made` or later.
  void hear_at_least(UtcTime made, MonotonicTime tick);

  /// Absent until a time was received.
  std::optional<UtcTime> now(MonotonicTime tick) const;

 private:
  std::optional<UtcTime> at_;
  MonotonicTime heard_{};
};

}  // namespace antrean::display
