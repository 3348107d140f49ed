#include "frame/regions.hpp"

namespace antrean::display {
namespace {

/// The height of a card with a code that a phone can read from some steps away. On a screen of 55 inches a
/// code of 200 is 125 mm wide.
constexpr int least_code = 260;
/// On an upright screen the code takes some room from the call, which keeps this.
constexpr int least_call = 560;

int columns(int cards, bool portrait) {
  if (portrait) {
    if (cards <= 3) {
      return std::max(cards, 1);
    }
    return cards == 5 || cards == 6 || cards == 9 ? 3 : 4;
  }
  if (cards <= 6) {
    return std::max(cards, 1);
  }
  if (cards <= 14) {
    return (cards + 1) / 2;
  }
  return (cards + 2) / 3 <= 8 ? (cards + 2) / 3 : (cards + 3) / 4;
}

int card_height(int cards, int rows, bool portrait) {
  if (portrait) {
    return rows <= 2 ? 190 : rows <= 4 ? 150 : rows <= 6 ? 112 : 90;
  }
  if (cards <= 3) {
    return 132;  // wide cards: the number is beside the name
  }
  return rows == 1 ? 200 : rows == 2 ? 146 : rows == 3 ? 108 : 84;
}

/// Equal cells with `gap` between them. The first cells get the leftover pixels, so that the edges match the
/// region's.
std::vector<Rect> grid(const Rect& area, int cards, int columns, int rows, int gap) {
  std::vector<Rect> cells;
  for (int i = 0; i < cards; ++i) {
    const int column = i % columns;
    const int row = i / columns;
    const auto edge = [&](int length, int count, int index) { return (length + gap) * index / count; };
    const int left = area.x + edge(area.width, columns, column);
    const int top = area.y + edge(area.height, rows, row);
    cells.push_back({left, top, area.x + edge(area.width, columns, column + 1) - gap - left,
                     area.y + edge(area.height, rows, row + 1) - gap - top});
  }
  return cells;
}

}  // namespace

Regions regions(const Scene& scene, Size size) {
  const Scale scale{size};
  const bool portrait = size.height > size.width;
  const int margin = scale.px(32);
  const int gap = scale.px(20);
  Regions regions;
  Rect rest{0, 0, size.width, size.height};

  regions.header = rest.take_top(scale.px(portrait ? 206 : 116));
  if (scene.lost) {
    regions.banner = rest.take_top(scale.px(portrait ? 100 : 66));
  }
  if (!scene.running_text.empty()) {
    regions.ticker = rest.take_bottom(scale.px(76));
  }
  rest = rest.inset(margin, scale.px(24));

  const int cards = static_cast<int>(std::min(scene.counters.size(), most_cards));
  if (cards > 0) {
    const int across = columns(cards, portrait);
    const int rows = (cards + across - 1) / across;
    const int card_gap = scale.px(rows > 2 ? 12 : 16);
    // Never more than half of the area: on a low screen the cards get lower, and the call does not get
    // smaller.
    const int wanted = rows * scale.px(card_height(cards, rows, portrait)) + (rows - 1) * card_gap;
    const Rect area = rest.take_bottom(std::min(wanted, rest.height / 2));
    rest.take_bottom(gap);
    regions.counters = grid(area, cards, across, rows, card_gap);
  }

  const int services = static_cast<int>(scene.services.size());
  const int services_height = scale.px(72 + 52 * std::min(services, 4));
  if (portrait) {
    // The code stands under the services, where an upright screen has room; the call keeps most of it.
    const int with_code = services_height + gap + scale.px(least_code);
    const bool code = scene.phone && services > 0 && rest.height - gap - with_code >= scale.px(least_call);
    Rect lists =
        rest.take_bottom(code ? std::max(with_code, scale.px(430)) : std::min(scale.px(430), rest.height * 2 / 5));
    rest.take_bottom(gap);
    regions.call = rest;
    if (services > 0) {
      regions.services = lists.take_right((lists.width - gap) * 3 / 5);
      lists.take_right(gap);
    }
    if (code) {
      regions.phone = regions.services.take_bottom(scale.px(least_code));
      regions.services.take_bottom(gap);
    }
    regions.recent = lists;
    return regions;
  }
  Rect side = rest.take_right(rest.width * 37 / 100);
  rest.take_right(gap);
  regions.call = rest;
  if (services > 0) {
    regions.services = side.take_bottom(std::min(services_height, side.height / 2));
    side.take_bottom(gap);
  }
  if (scene.phone && side.height >= scale.px(least_code) && side.width >= scale.px(600)) {
    regions.phone = side.take_right(std::min(side.height * 4 / 5, side.width * 2 / 5));
    side.take_right(gap);
  }
  regions.recent = side;
  return regions;
}

}  // namespace antrean::display
