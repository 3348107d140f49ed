// The knowledge of one TV: the last snapshot, the office's time, whether the office is connected, and which
// calls are new. Values go in, frames come out; the caller provides the running clock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "frame/frame.hpp"
#include "show/office_clock.hpp"

namespace antrean::display {

class Session {
 public:
  /// `look` has size, theme, languages and highlight. The other members are filled in for every frame.
  /// `stages`: the part of the hall that this TV shows (frame/part_of_hall.hpp); empty: all of it.
  explicit Session(FrameInput look, std::vector<std::string> stages = {})
      : input_(std::move(look)), stages_(std::move(stages)) {}

  /// A snapshot came, so the office is connected. A lower version on the same day means that the office was
  /// restarted; the snapshot counts. `sent` is the office's time now, if the office sends it.
  void see(Snapshot snapshot, std::optional<UtcTime> sent, MonotonicTime tick);
  /// The office is connected and sent its time; nothing else is new. True if its clock was set meanwhile.
  bool hear(UtcTime sent, MonotonicTime tick);
  /// The office was lost. What is shown stays and is marked. A second loss in a row changes nothing.
  void lost(MonotonicTime tick);
  /// Why the office cannot be reached, where that is known; said while it is lost. True when that is new.
  bool lost_because(std::optional<Bilingual> why);
  void resize(Size size) { input_.size = size; }
  /// The number of the newest picture of the region for films; 0: none.
  void picture(std::uint64_t number) { input_.picture = number; }
  /// "09:31": shown only until the office's clock is known.
  void own_clock(std::string clock) { input_.own_clock = std::move(clock); }

  Frame frame(MonotonicTime tick, const TextMetrics& metrics);
  const Snapshot& snapshot() const { return snapshot_; }
  /// Stages of the settings that the office does not have.
  const std::vector<std::string>& unknown_stages() const { return unknown_; }
  bool stale() const { return input_.stale_since.has_value(); }

 private:
  FrameInput input_;
  std::vector<std::string> stages_;
  std::vector<std::string> unknown_;
  Snapshot snapshot_;
  OfficeClock clock_;
  Attention attention_;
};

}  // namespace antrean::display
