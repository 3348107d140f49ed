#include "frame/damage.hpp"

#include <unordered_map>

namespace antrean::display {
namespace {

/// Joins rectangles until none overlap: overlapping clips would paint the same pixels twice.
void join(std::vector<Rect>& rects) {
  for (bool joined = true; joined;) {
    joined = false;
    for (std::size_t i = 0; i < rects.size() && !joined; ++i) {
      for (std::size_t j = i + 1; j < rects.size() && !joined; ++j) {
        if (!rects[i].meets(rects[j])) {
          continue;
        }
        rects[i] = rects[i].united(rects[j]);
        rects.erase(rects.begin() + static_cast<std::ptrdiff_t>(j));
        joined = true;
      }
    }
  }
}

}  // namespace

std::vector<Rect> damage(const DrawList& before, const DrawList& after) {
  const Rect screen{0, 0, after.size.width, after.size.height};
  if (before.size != after.size) {
    return {screen};
  }

  // Items are found by their part; a few share a name. An item is unchanged if the other list has an equal
  // one that is not matched yet.
  std::unordered_multimap<std::string_view, const Item*> old;
  old.reserve(before.items.size());
  for (const Item& item : before.items) {
    old.emplace(part(item), &item);
  }

  std::vector<Rect> rects;
  const auto add = [&](const Rect& rect) {
    const Rect visible = rect.common(screen);
    if (!visible.empty()) {
      rects.push_back(visible);
    }
  };
  for (const Item& item : after.items) {
    const auto [first, last] = old.equal_range(part(item));
    const auto same = std::find_if(first, last, [&](const auto& entry) { return *entry.second == item; });
    if (same == last) {
      add(bounds(item));
    } else {
      old.erase(same);
    }
  }
  for (const auto& entry : old) {
    add(bounds(*entry.second));
  }
  join(rects);
  return rects;
}

}  // namespace antrean::display
