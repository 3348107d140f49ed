// What an office's TV shows, as a pure function: a snapshot, two clock readings and a size in, a draw list
// out.
//
// Phase 1 (scene.cpp)    what is said: words, states, times; no geometry
// Phase 2 (regions.cpp)  where: the size divided between header, call, lists, counters, running text
// Phase 3 (panels_*.cpp) each panel fills its region; the typesetter makes every text fit
// sdl/painter then paints the list; frame/damage says which part of it is new.
#pragma once

#include <optional>
#include <vector>

#include "frame/attention.hpp"
#include "frame/draw_list.hpp"
#include "frame/text_metrics.hpp"
#include "frame/theme.hpp"
#include "frame/words.hpp"
#include "values/snapshot.hpp"

namespace antrean::display {

struct FrameInput {
  UtcTime now{};                       ///< for the clock
  MonotonicTime tick{};                ///< for motion
  std::optional<UtcTime> stale_since;  ///< the office was lost then; what is shown is the last that was known
  std::vector<NewCall> new_calls;      ///< Attention::calls()
  Highlight highlight;
  Size size{1920, 1080};
  Theme theme;
  Languages languages = Languages::indonesian_english;
};

struct Frame {
  DrawList list;
  bool stale = false;
  std::uint64_t version = 0;               ///< of the snapshot shown
  std::optional<Milliseconds> changes_in;  ///< until a frame of the same snapshot differs; running text aside
};

/// Shows a snapshot of version 0 as "waiting for the office". The smallest size that is laid out well is 640
/// x 480; any is safe.
Frame frame(const Snapshot& snapshot, const FrameInput& input, const TextMetrics& metrics);

/// Moves the running text to where it is at `tick`, `pixels_per_second` to the left; true when anything
/// moved. Much cheaper than a new frame.
bool advance_running_text(DrawList& list, MonotonicTime tick, int pixels_per_second);

}  // namespace antrean::display
