// What has to be painted again to get from one frame to the next.
#pragma once

#include <vector>

#include "frame/draw_list.hpp"

namespace antrean::display {

/// Disjoint rectangles inside `after` that cover every item only one of the two lists has, the whole frame
/// when sizes differ, nothing for equal lists. Painting `after` clipped to them on top of a painted `before`
/// gives a painted `after`, as long as items that both lists have keep their order, which frame() sees to.
std::vector<Rect> damage(const DrawList& before, const DrawList& after);

}  // namespace antrean::display
