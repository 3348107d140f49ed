// What one TV knows: the last snapshot, the office's time, whether the office is still there, which calls are
// new. Values in, frames out; the caller brings the running clock.
#pragma once

#include <optional>

#include "frame/frame.hpp"
#include "show/office_clock.hpp"

namespace antrean::display {

class Session {
 public:
  /// `look`: size, theme, languages and highlight; the rest of it is filled in for every frame.
  explicit Session(FrameInput look) : input_(std::move(look)) {}

  /// A snapshot came: the office is there. One with a lower version of the same day is an office that was
  /// restarted, and counts. `sent` is the office's time now, where it says it.
  void see(Snapshot snapshot, std::optional<UtcTime> sent, MonotonicTime tick);
  /// The office says that it is there and what its time is; nothing else is new. True when its clock was set
  /// meanwhile.
  bool hear(UtcTime sent, MonotonicTime tick);
  /// The office was lost; what is shown stays and is marked. A second loss in a row changes nothing.
  void lost(MonotonicTime tick);
  void resize(Size size) { input_.size = size; }

  Frame frame(MonotonicTime tick, const TextMetrics& metrics);
  const Snapshot& snapshot() const { return snapshot_; }
  bool stale() const { return input_.stale_since.has_value(); }

 private:
  FrameInput input_;
  Snapshot snapshot_;
  OfficeClock clock_;
  Attention attention_;
};

}  // namespace antrean::display
