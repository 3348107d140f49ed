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
};

void draw_header(const Canvas& canvas, const Rect& area);
void draw_banner(const Canvas& canvas, const Rect& area);
void draw_call(const Canvas& canvas, const Rect& area);
void draw_recent(const Canvas& canvas, const Rect& area);
void draw_services(const Canvas& canvas, const Rect& area);
void draw_phone(const Canvas& canvas, const Rect& area);
void draw_counters(const Canvas& canvas, const std::vector<Rect>& cells);
void draw_notice(const Canvas& canvas, const Rect& area);  ///< fills the whole screen while nothing is known

}  // namespace antrean::display
