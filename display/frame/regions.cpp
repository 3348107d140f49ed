#include "frame/regions.hpp"

namespace antrean::display {
namespace {

constexpr int header_height = 108;
constexpr int band_height = 92;
/// Room for a heading, a service and its wait; a code of 240 is 150 mm wide on a screen of 55 inches.
constexpr int info_height = 254;
constexpr int card_height = 176;
/// What the call keeps of an upright screen.
constexpr int least_call = 430;
constexpr int least_beside_media = 380;

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

/// How many cards of this width stand side by side.
int columns_in(int width, int card, int gap) { return std::max(1, (width + gap) / std::max(1, card + gap)); }

struct Cards {
  int columns = 1;
  int rows = 1;
  int count = 0;  ///< on one page
};

/// As few rows as hold all counters, at most `most_rows`; the rest is shown in turns.
Cards cards_in(int width, int counters, int card, int gap, int most_rows) {
  Cards cards;
  const int across = columns_in(width, card, gap);
  cards.rows = std::clamp((counters + across - 1) / across, 1, most_rows);
  cards.columns = std::min(across, (counters + cards.rows - 1) / cards.rows);
  cards.count = std::min(counters, cards.columns * cards.rows);
  return cards;
}

}  // namespace

Regions regions(const Scene& scene, const Rect& content, const Scale& scale, const Wishes& wishes) {
  const bool portrait = content.height > content.width;
  const int gap = scale.px(20);
  const int card_gap = scale.px(16);
  const int card = std::clamp(wishes.card_width, scale.px(240), scale.px(440));
  const int counters = static_cast<int>(scene.counters.size());
  const bool info = !scene.services.empty() || scene.phone;
  Regions regions;
  Rect rest = content;

  regions.header =
      rest.take_top(portrait ? scale.px(132) + wishes.header_lines * scale.line() : scale.px(header_height));
  if (wishes.banner_lines > 0) {
    regions.banner = rest.take_top(scale.px(20) + wishes.banner_lines * scale.line());
  }
  regions.band = rest.take_bottom(scale.px(portrait ? band_height + 80 : band_height));
  rest = rest.inset(scale.px(32), scale.px(20));

  const auto place_counters = [&](Rect area, const Cards& cards) {
    regions.counters = grid(area, cards.count, cards.columns, cards.rows, card_gap);
  };
  const auto height_of = [&](const Cards& cards) {
    return cards.rows * scale.px(card_height) + (cards.rows - 1) * card_gap;
  };

  // The picture has half of the width, so that a film of 960 x 540 is shown pixel for pixel on 1920 x 1080.
  // It yields where a banner leaves too little for the call beside it.
  const int width = std::min(rest.width / 2 + scale.px(32), (rest.height - gap - scale.px(info_height)) * 16 / 9);
  if (wishes.media && !portrait && width * 9 / 16 >= scale.px(least_beside_media)) {
    Rect top = rest.take_top(width * 9 / 16);
    rest.take_top(gap);
    regions.media = top.take_left(width);
    top.take_left(gap);
    regions.call = top;
    if (counters > 0) {
      const Rect left = rest.take_left(width);
      place_counters(left, cards_in(left.width, counters, card, card_gap, 1));
      rest.take_left(gap);
    }
    regions.info = rest;
    return regions;
  }
  bool above = false;
  if (wishes.media && portrait) {
    const int others = scale.px(least_call) + scale.px(info_height) + scale.px(card_height) + 3 * gap;
    const int height = std::min(rest.width * 9 / 16, rest.height - others);
    above = height >= scale.px(least_beside_media);
    if (above) {
      Rect strip = rest.take_top(height);
      strip.take_left((strip.width - height * 16 / 9) / 2);
      regions.media = strip.take_left(height * 16 / 9);
      rest.take_top(gap);
    }
  }

  if (counters > 0) {
    const Cards cards = cards_in(rest.width, counters, card, card_gap, above ? 1 : 2);
    // Never more than half of the area: on a low screen the cards get lower, and the call does not get
    // smaller.
    place_counters(rest.take_bottom(std::min(height_of(cards), rest.height / 2)), cards);
    rest.take_bottom(gap);
  }
  if (portrait) {
    if (info || above) {
      regions.info = rest.take_bottom(std::min(scale.px(info_height), rest.height / 3));
      rest.take_bottom(gap);
    }
    if (!above) {
      const int wanted = rest.height - gap - scale.px(least_call);
      regions.recent = rest.take_bottom(std::clamp(wanted, rest.height / 4, scale.px(540)));
      rest.take_bottom(gap);
    }
    regions.call = rest;
    return regions;
  }
  Rect side = rest.take_right(rest.width * 39 / 100);
  rest.take_right(gap);
  regions.call = rest;
  if (info) {
    // A high side shows more services at once; the earlier calls keep the larger part.
    const int height = std::max(scale.px(info_height), side.height * 45 / 100);
    regions.info = side.take_bottom(std::min(height, side.height * 3 / 5));
    side.take_bottom(gap);
  }
  regions.recent = side;
  return regions;
}

}  // namespace antrean::display
