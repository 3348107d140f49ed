// The picture on an office's TV, as a pure function: a snapshot, two clock readings and a size go in, a draw
// list comes out.
//
//   Phase 1 (scene.cpp)     the content: words, states, times; no geometry
//   Phase 2 (regions.cpp)   the areas: the size divided between header, call, lists, counters, running text
//   Phase 3 (panels_*.cpp)  each panel fills its region; the typesetter makes every text fit
//
// Then sdl/painter paints the list; frame/damage says which part of it is new.
#pragma once

#include <cstdint>
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
  UtcTime now{};                          ///< for the clock
  MonotonicTime tick{};                   ///< for motion
  std::optional<UtcTime> stale_since;     ///< the office was lost then; what is shown is the last that was known
  std::optional<Bilingual> lost_because;  ///< why it cannot be reached, where that is known; no full stop
  std::vector<NewCall> new_calls;         ///< Attention::calls()
  Highlight highlight;
  Size size{1920, 1080};
  Theme theme;
  Languages languages = Languages::indonesian_english;
  int margin_percent = 0;     ///< of each side, left free: for a TV that cuts its edges
  std::string own_clock{};    ///< "09:31", the machine's own, shown until the office's is known; "": not believed
  bool media = false;         ///< a region for pictures and video
  std::uint64_t picture = 0;  ///< the number of its newest picture; 0: none, and the region shows the theme
  bool pseudo = false;        ///< for tests: every text of ours is 40 % longer
};

struct Frame {
  DrawList list;
  bool stale = false;
  std::uint64_t version = 0;  ///< of the snapshot shown
  /// Time until a frame of the same snapshot differs, apart from running text.
  std::optional<Milliseconds> changes_in;
};

/// A snapshot of version 0 is shown as "the screen is connecting". The smallest size with a good layout is
/// 640 x 480; any size is safe.
Frame frame(const Snapshot& snapshot, const FrameInput& input, const TextMetrics& metrics);

/// Moves the running text to its place at `tick`, `pixels_per_second` to the left. True if anything moved.
/// Much cheaper than a new frame.
bool advance_running_text(DrawList& list, MonotonicTime tick, int pixels_per_second);

}  // namespace antrean::display
