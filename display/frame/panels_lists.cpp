// The two lists beside the latest call, and the cards of the counters.
#include <algorithm>
#include <span>

#include "frame/panels.hpp"

namespace antrean::display {
namespace {

/// Draws the card and the heading of a list, with a second heading at the right end. Returns the rest for the
/// rows.
Rect draw_list_card(const Canvas& canvas, const std::string& part, const Saying& heading, const Saying& right,
                    const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  type.fill(part, area, theme.card, scale.px(16));
  Rect rest = area.inset(scale.px(26), scale.px(12));
  Rect top = rest.take_top(scale.px(44));
  if (!right.first.empty()) {
    const Rect half = top.take_right(top.width * 11 / 20);
    type.put_beside(part + ".heading.right", right,
                    {FontRole::strong, scale.px(26), scale.px(20), theme.soft, Align::right}, theme.soft, half);
  }
  type.put_beside(part + ".heading", heading, {FontRole::strong, scale.px(30), scale.px(24), theme.ink, Align::left},
                  theme.soft, top);
  return rest;
}

/// As many rows as fit at `least` height, spread over the area, but none higher than `most`.
std::vector<Rect> rows_of(Rect rest, std::size_t wanted, int least, int most) {
  const int fit = std::max(1, rest.height / std::max(1, least));
  const int count = std::min(static_cast<int>(wanted), fit);
  const int height = std::min(most, rest.height / fit);
  std::vector<Rect> rows;
  rows.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    rows.push_back(rest.take_top(height));
  }
  return rows;
}

}  // namespace

void draw_recent(const Canvas& canvas, const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const Rect rest = draw_list_card(canvas, "recent", scene.recent_heading, {}, area);
  if (scene.recent.empty()) {
    type.put_beside("recent.notice", scene.recent_notice, {FontRole::plain, scale.px(34), 0, theme.soft, Align::left},
                    theme.soft, Rect{rest}.take_top(scale.px(64)));
    return;
  }
  const std::vector<Rect> rows = rows_of(rest, scene.recent.size(), scale.px(60), scale.px(84));
  const bool with_clock = rest.width >= scale.px(440);
  const int size = std::min(scale.px(56), rows.front().height * 4 / 5);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RecentCall& call = scene.recent[i];
    const std::string part = "recent." + std::to_string(i);
    const bool lit = call.glow == Glow::lit;
    Rect row = rows[i];
    if (i > 0) {
      type.fill(part + ".line", {row.x, row.y, row.width, scale.px(2)}, theme.line);
    }
    if (lit) {
      type.fill(part + ".lit", row.inset(-scale.px(14), scale.px(3)), theme.accent, scale.px(10));
    }
    const Colour soft = lit ? theme.accent_ink : theme.soft;
    const Colour ink = lit ? theme.accent_ink : theme.ink;
    const int clock_size = scale.px(32);
    if (with_clock) {
      const Rect clock = row.take_right(type.width(FontRole::number, clock_size, "00:00"));
      type.put(part + ".clock", call.clock, {FontRole::number, clock_size, 0, soft, Align::right}, clock);
      row.take_right(scale.px(16));
    }
    const Rect number = row.take_left(std::min(row.width / 2, type.width(FontRole::number, size, "A0000")));
    row.take_left(scale.px(16));
    type.put(part + ".number", call.number, {FontRole::number, size, 0, ink, Align::left}, number);
    type.put(part + ".counter", call.counter.first, {FontRole::strong, scale.px(40), scale.px(24), ink, Align::left},
             row);
  }
}

namespace {

/// A list that is longer than its card is shown in pages, each for this time.
constexpr Milliseconds page_time{8'000};

/// The first line of the page that is shown at the canvas's tick.
std::size_t first_of_page(const Canvas& canvas, std::size_t lines, std::size_t rows) {
  if (rows == 0 || lines <= rows) {
    return 0;
  }
  const auto pages = static_cast<Milliseconds::rep>((lines + rows - 1) / rows);
  const auto now = std::chrono::floor<Milliseconds>(canvas.tick.time_since_epoch());
  const Milliseconds left = page_time - now % page_time;
  if (!canvas.changes_in || left < *canvas.changes_in) {
    canvas.changes_in = left;
  }
  return static_cast<std::size_t>(now / page_time % pages) * rows;
}

}  // namespace

void draw_services(const Canvas& canvas, const Rect& area) {
  if (area.empty()) {
    return;
  }
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const bool any_wait = std::any_of(scene.services.begin(), scene.services.end(),
                                    [](const ServiceLine& service) { return service.wait.has_value(); });
  const Rect rest =
      draw_list_card(canvas, "services", scene.waiting_heading, any_wait ? scene.wait_heading : Saying{}, area);
  const std::vector<Rect> rows = rows_of(rest, scene.services.size(), scale.px(50), scale.px(72));
  const int waiting_size = scale.px(42);
  const int wait_size = scale.px(30);
  const int waiting_width = type.width(FontRole::number, waiting_size, "000");
  int wait_width = 0;
  for (const ServiceLine& service : scene.services) {
    if (!service.wait) {
      continue;
    }
    wait_width = std::max(wait_width, type.width(FontRole::strong, wait_size, service.wait->first));
  }
  const std::size_t first = first_of_page(canvas, scene.services.size(), rows.size());
  const std::size_t shown = std::min(rows.size(), scene.services.size() - first);
  for (std::size_t i = 0; i < shown; ++i) {
    const ServiceLine& service = scene.services[first + i];
    const std::string part = "service." + service.key;
    Rect row = rows[i];
    if (i > 0) {
      type.fill(part + ".line", {row.x, row.y, row.width, scale.px(2)}, theme.line);
    }
    const Rect wait = row.take_right(std::min(wait_width, row.width / 2));
    if (!wait.empty()) {
      row.take_right(scale.px(24));
    }
    const Rect waiting = row.take_right(waiting_width);
    row.take_right(scale.px(16));
    type.put(part + ".name", service.name, {FontRole::strong, scale.px(32), scale.px(24), theme.ink, Align::left}, row);
    type.put(part + ".waiting", service.waiting, {FontRole::number, waiting_size, 0, theme.ink, Align::right}, waiting);
    if (service.wait) {
      type.put(part + ".wait", service.wait->first, {FontRole::strong, wait_size, 0, theme.soft, Align::right}, wait);
    }
  }
}

namespace {

/// Shows a card's state without its colour: a triangle for called, bars for paused, a dash for closed.
void draw_sign(const Canvas& canvas, const std::string& part, CardLook look, const Rect& box, Colour colour) {
  Typesetter& type = canvas.type;
  const int side = box.height;
  switch (look) {
    case CardLook::called:
      type.wedge(part, {box.x, box.y, side * 4 / 5, side}, colour);
      return;
    case CardLook::paused: {
      const int bar = std::max(2, side / 4);
      type.fill(part, {box.x, box.y, bar, side}, colour);
      type.fill(part, {box.x + bar * 2, box.y, bar, side}, colour);
      return;
    }
    case CardLook::closed: {
      const int bar = std::max(2, side / 5);
      type.fill(part, {box.x, box.y + (side - bar) / 2, side, bar}, colour);
      return;
    }
    case CardLook::ready:
      type.fill(part, box, colour, side / 2);
      return;
    case CardLook::serving:
      return;
  }
}

}  // namespace

namespace {

struct CardType {  ///< sizes that all cards share, so that they look alike
  int padding = 0;
  int name_height = 0;
  int name = 0;
  int number = 0;
  bool tall = false;  ///< there is room for the state in words under the number
  bool wide = false;  ///< the number is at the right, beside name and state
};

CardType card_type(const Canvas& canvas, const Rect& cell) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const std::size_t shown = std::min(scene.counters.size(), most_cards);
  const std::span cards{scene.counters.data(), shown};
  CardType card;
  card.padding = scale.px(16);
  card.wide = cell.width > 4 * cell.height;
  card.tall = card.wide || cell.height >= scale.px(136);
  card.name_height = std::min(scale.px(card.tall ? 40 : 34), cell.height * 3 / 10);
  const int width = cell.width - 2 * card.padding;
  const int name_width = (card.wide ? width / 2 : width) - card.name_height;
  const int number_width = card.wide ? width / 2 : width;
  const int below = card.wide ? cell.height - scale.px(32) : cell.height - scale.px(20) - card.name_height;
  card.name = scale.px(card.tall ? 34 : 28);
  card.number = std::min(scale.px(card.wide ? 120 : 88), below * 21 / 20);
  for (const CounterCard& counter : cards) {
    card.name = type.fitting_size(FontRole::strong, counter.name, name_width, card.name, scale.px(20));
    card.number = type.fitting_size(FontRole::number, counter.number, number_width, card.number, scale.px(40));
  }
  return card;
}

void draw_card(const Canvas& canvas, const CounterCard& counter, const CardType& card, const Rect& cell) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const std::string part = "counter." + std::to_string(counter.id);
  const bool go = counter.look == CardLook::called && !scene.stale && counter.glow != Glow::dimmed;
  const Colour ground = go ? theme.accent : counter.look == CardLook::closed ? theme.quiet : theme.card;
  const Colour ink = go ? theme.accent_ink : theme.ink;
  const Colour soft = go ? theme.accent_ink : theme.soft;
  type.fill(part, cell, ground, scale.px(14));

  Rect rest = cell.inset(card.padding, scale.px(10));
  const bool numbered = !counter.number.empty();
  if (card.wide && numbered) {
    const Rect right = rest.take_right(rest.width / 2);
    type.put(part + ".number", counter.number, {FontRole::number, card.number, scale.px(24), ink, Align::right}, right);
  }
  Rect top = rest.take_top(card.name_height);
  const int sign = card.name_height * 3 / 5;
  // A person being served needs no sign, so the name is aligned with the text below it.
  Rect corner = !card.wide ? top.take_right(sign) : top.take_left(counter.look == CardLook::serving ? 0 : sign);
  corner = {corner.x, corner.y + (corner.height - sign) / 2, sign, sign};
  draw_sign(canvas, part + ".sign", counter.look, corner, soft);
  if (!card.wide) {
    top.take_right(card.name_height - sign);
  } else if (counter.look != CardLook::serving) {
    top.take_left(card.name_height - sign);
  }
  type.put(part + ".name", counter.name, {FontRole::strong, card.name, card.name, soft, Align::left}, top);
  if (!numbered || card.wide) {
    const int size = scale.px(card.tall ? 38 : 32);
    type.put_beside(part + ".state", counter.state, {FontRole::strong, size, scale.px(20), soft, Align::left}, soft,
                    rest);
    return;
  }
  if (card.tall && rest.height >= card.number + scale.px(30)) {
    const Rect state = rest.take_bottom(scale.px(38));
    type.put_beside(part + ".state", counter.state, {FontRole::plain, scale.px(28), scale.px(22), soft, Align::left},
                    soft, state);
  }
  type.put(part + ".number", counter.number, {FontRole::number, card.number, scale.px(24), ink, Align::left}, rest);
}

}  // namespace

void draw_phone(const Canvas& canvas, const Rect& area) {
  if (area.empty() || !canvas.scene.phone) {
    return;
  }
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  type.fill("phone", area, theme.card, scale.px(16));
  Rect rest = area.inset(scale.px(10));
  const bool beside = rest.width > rest.height * 3 / 2;
  const Rect code = beside ? rest.take_left(rest.height) : rest.take_top(rest.height - scale.px(70));
  if (beside) {
    rest.take_left(scale.px(24));
  }
  type.code("phone.code", scene.phone->address, code);
  type.put_below(
      "phone.text", scene.phone->text,
      {FontRole::strong, scale.px(beside ? 44 : 30), scale.px(22), theme.ink, beside ? Align::left : Align::centre},
      theme.soft, rest);
}

void draw_counters(const Canvas& canvas, const std::vector<Rect>& cells) {
  if (cells.empty()) {
    return;
  }
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const CardType card = card_type(canvas, cells.front());
  const bool more = scene.counters.size() > cells.size();
  const std::size_t whole = more ? cells.size() - 1 : cells.size();
  for (std::size_t i = 0; i < whole; ++i) {
    draw_card(canvas, scene.counters[i], card, cells[i]);
  }
  if (!more) {
    return;
  }
  type.fill("counter.more", cells.back(), theme.quiet, scale.px(14));
  type.put("counter.more.count", "+" + std::to_string(scene.counters.size() - whole),
           {FontRole::number, card.number, 0, theme.ink, Align::centre}, cells.back());
}

}  // namespace antrean::display
