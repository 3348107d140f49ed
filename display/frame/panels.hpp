// Phase 3 of a frame: one function per panel. Each draws a part of the scene into its region.
#pragma once

#include "frame/regions.hpp"
#include "frame/theme.hpp"
#include "frame/typesetter.hpp"

namespace antrean::display {

struct Canvas {
  const Scene& scene;
  const Theme& theme;
  Scale scale;
  Typesetter& type;
  MonotonicTime tick;                       ///< for content that alternates
  std::optional<Milliseconds>& changes_in;  ///< shortened by content that alternates

  const std::string& now(const Saying& saying) const { return scene.now(saying); }
};

/// A list that is longer than its area is shown in pages of `rows`, each for page_turn. The first line of the
/// page that is shown now.
std::size_t first_of_page(const Canvas& canvas, std::size_t lines, std::size_t rows);

/// The banner's text in lines of its region: which are drawn is a matter of pages.
std::vector<std::string> banner_lines(const Canvas& canvas, int content_width);
inline constexpr int most_banner_lines = 2;

void draw_header(const Canvas& canvas, const Rect& area);
void draw_banner(const Canvas& canvas, const Rect& area);
void draw_media(const Canvas& canvas, const Rect& area, std::uint64_t picture);
void draw_call(const Canvas& canvas, const Rect& area);
void draw_recent(const Canvas& canvas, const Rect& area);
/// Services and the code for phones in turns; with the earlier calls, if they have no area of their own.
void draw_info(const Canvas& canvas, const Rect& area, bool with_recent);
void draw_counters(const Canvas& canvas, const std::vector<Rect>& cells);
/// The call-out in words; false if there is none now.
bool draw_caption(const Canvas& canvas, const Rect& area);
void draw_connecting(const Canvas& canvas, const Rect& area);  ///< fills the whole screen while nothing is known
void draw_emergency(const Canvas& canvas, const Rect& area);   ///< fills the whole screen

}  // namespace antrean::display
