// The part of the screen that must be painted again to get from one frame to the next.
#pragma once

#include <vector>

#include "frame/draw_list.hpp"

namespace antrean::display {

/// Disjoint rectangles inside `after` that cover every item which only one of the two lists has. The whole
/// frame if the sizes differ; nothing for equal lists. Painting `after` clipped to them over a painted
/// `before` gives a painted `after`, as long as items in both lists keep their order. frame() guarantees that
/// order.
std::vector<Rect> damage(const DrawList& before, const DrawList& after);

}  // namespace antrean::display
