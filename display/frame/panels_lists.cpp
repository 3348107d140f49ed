// The earlier calls, the card of services and the code for phones, and the cards of the counters.
#include <algorithm>

#include "frame/panels.hpp"

namespace antrean::display {
namespace {

int heading_height(const Canvas& canvas) { return canvas.scale.line(); }

/// Draws the heading of a card, with a count at the right end. Takes it from `rest`.
void draw_heading(const Canvas& canvas, const std::string& part, const std::string& heading, const std::string& right,
                  Rect& rest) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  Rect top = rest.take_top(heading_height(canvas));
  const int size = scale.text();
  if (!right.empty()) {
    const Rect corner = top.take_right(type.width(FontRole::strong, size, right));
    type.put(part + ".more", right, {FontRole::strong, size, size, theme.soft, Align::right}, corner);
    top.take_right(scale.px(20));
  }
  type.put(part + ".heading", heading, {FontRole::strong, size, size, theme.soft, Align::left}, top);
}

Rect card_inside(const Canvas& canvas, const Rect& area) { return area.inset(canvas.scale.px(26), canvas.scale.px(6)); }

void draw_calls(const Canvas& canvas, Rect rest) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const int least_row = scale.line();
  // A heading would take half of a low card.
  if (rest.height >= 3 * least_row) {
    draw_heading(canvas, "recent", canvas.now(scene.recent_heading), "", rest);
  }
  const int size = scale.text();
  if (scene.recent.empty()) {
    type.put("recent.notice", canvas.now(scene.recent_notice), {FontRole::plain, size, size, theme.soft, Align::left},
             rest.take_top(least_row));
    return;
  }
  const int fit = std::max(1, rest.height / least_row);
  const int rows = std::min(fit, static_cast<int>(scene.recent.size()));
  const int height = std::min(scale.px(100), rest.height / fit);
  const int number_size = std::clamp(height * 9 / 10, size, scale.px(80));
  const int number_width = type.width(FontRole::number, number_size, "A000");
  const int clock_width = type.width(FontRole::number, size, "00:00");
  const bool with_clock =
      rest.width >= number_width + clock_width + scale.px(2 * 24) + type.width(FontRole::strong, size, "Loket 00");
  for (int i = 0; i < rows; ++i) {
    const RecentCall& call = scene.recent[static_cast<std::size_t>(i)];
    const std::string part = "recent." + std::to_string(i);
    const bool lit = call.glow == Glow::lit;
    Rect row = rest.take_top(height);
    if (i > 0) {
      type.fill(part + ".line", {row.x, row.y, row.width, scale.px(2)}, theme.line);
    }
    if (lit) {
      type.fill(part + ".lit", row.inset(-scale.px(14), scale.px(3)), theme.accent, scale.px(10));
    }
    const Colour soft = lit ? theme.accent_ink : theme.soft;
    const Colour ink = lit ? theme.accent_ink : theme.ink;
    if (with_clock) {
      type.put(part + ".clock", call.clock, {FontRole::number, size, size, soft, Align::right},
               row.take_right(clock_width));
      row.take_right(scale.px(24));
    }
    const int wide = std::max(number_width, type.width(FontRole::number, number_size, call.number));
    type.put(part + ".number", call.number, {FontRole::number, number_size, size, ink, Align::left},
             row.take_left(wide));
    row.take_left(scale.px(24));
    type.put(part + ".counter", call.counter, {FontRole::strong, size, size, ink, Align::left}, row);
  }
}

/// One service: its name and how many wait, and below it how long.
void draw_service(const Canvas& canvas, const ServiceLine& service, bool with_wait, Rect row) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const std::string part = "service." + service.key;
  const int size = scale.text();
  Rect top = row.take_top(with_wait ? row.height / 2 : row.height);
  const int count_size = std::clamp(top.height * 9 / 10, size, scale.px(76));
  const Rect waiting = top.take_right(type.width(FontRole::number, count_size, service.waiting));
  top.take_right(scale.px(24));
  type.put(part + ".name", canvas.now(service.name), {FontRole::strong, size, size, theme.ink, Align::left}, top);
  type.put(part + ".waiting", service.waiting, {FontRole::number, count_size, size, theme.ink, Align::right}, waiting);
  if (service.wait && with_wait) {
    type.put(part + ".wait", canvas.now(*service.wait), {FontRole::plain, size, size, theme.soft, Align::left}, row);
  }
}

}  // namespace

void draw_recent(const Canvas& canvas, const Rect& area) {
  if (area.empty()) {
    return;
  }
  canvas.type.fill("recent", area, canvas.theme.card, canvas.scale.px(16));
  draw_calls(canvas, card_inside(canvas, area));
}

namespace {

void draw_phone(const Canvas& canvas, const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  type.fill("phone", area, theme.card, scale.px(16));
  Rect rest = area.inset(scale.px(12), scale.px(7));
  const Rect code = rest.take_left(std::min(rest.height, rest.width / 2));
  rest.take_left(scale.px(20));
  type.code("phone.code", scene.phone->address, code);
  type.put_block("phone.text", {canvas.now(scene.phone->text), ""},
                 {FontRole::strong, scale.px(76), scale.text(), theme.ink, Align::left}, theme.soft, rest);
}

}  // namespace

void draw_info(const Canvas& canvas, const Rect& area, bool with_recent) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  if (area.empty()) {
    return;
  }
  const Rect inside = card_inside(canvas, area);
  const bool any_wait = std::any_of(scene.services.begin(), scene.services.end(),
                                    [](const ServiceLine& service) { return service.wait.has_value(); }) &&
                        inside.height >= heading_height(canvas) + 2 * scale.line();
  const int row = scale.line() * (any_wait ? 2 : 1);
  const std::size_t rows =
      static_cast<std::size_t>(std::max(1, (inside.height - heading_height(canvas)) / std::max(1, row)));
  const std::size_t services = scene.services.size();
  const std::size_t service_pages = (services + rows - 1) / rows;
  // A phone cannot read a small code from some steps away.
  const bool phone = scene.phone && std::min(inside.height, inside.width / 2) >= scale.px(220);
  const std::size_t before = with_recent ? 1 : 0;
  const std::size_t pages = before + service_pages + (phone ? 1 : 0);
  if (pages == 0) {
    type.fill("services", area, theme.card, scale.px(16));
    return;
  }
  const std::size_t page = first_of_page(canvas, pages, 1);
  if (page < before) {
    draw_recent(canvas, area);
    return;
  }
  if (page - before >= service_pages) {
    draw_phone(canvas, area);
    return;
  }
  type.fill("services", area, theme.card, scale.px(16));
  const std::size_t first = (page - before) * rows;
  const std::size_t shown = std::min(rows, services - first);
  Rect rest = inside;
  draw_heading(canvas, "services", canvas.now(scene.waiting_heading),
               services > shown ? "+" + std::to_string(services - shown) : "", rest);
  const int height = std::min(rest.height / static_cast<int>(rows), scale.px(any_wait ? 190 : 110));
  for (std::size_t i = 0; i < shown; ++i) {
    const Rect place = rest.take_top(height);
    if (i > 0) {
      type.fill("service." + scene.services[first + i].key + ".line", {place.x, place.y, place.width, scale.px(2)},
                theme.line);
    }
    draw_service(canvas, scene.services[first + i], any_wait, place);
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

void draw_card(const Canvas& canvas, const CounterCard& counter, const Rect& cell) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const std::string part = "counter." + std::to_string(counter.id);
  const bool go = counter.look == CardLook::called && !scene.stale && counter.glow != Glow::dimmed;
  const Colour ground = go ? theme.accent : counter.look == CardLook::closed ? theme.quiet : theme.card;
  const Colour ink = go ? theme.accent_ink : theme.ink;
  const Colour soft = go ? theme.accent_ink : theme.soft;
  type.fill(part, cell, ground, scale.px(14));

  const int size = scale.text();
  Rect rest = cell.inset(scale.px(14), scale.px(6));
  type.put(part + ".name", counter.name, {FontRole::strong, size, size, soft, Align::left},
           rest.take_top(std::min(scale.line(), rest.height / 2)));
  const bool numbered = !counter.number.empty();
  // The state in words, where there is room for it beside a number.
  const auto fits = [&](const std::string& text) { return type.width(FontRole::plain, size, text) <= rest.width; };
  if (numbered && rest.height >= scale.line() + scale.px(88) && fits(counter.state.first) &&
      fits(counter.state.second)) {
    type.put(part + ".state", canvas.now(counter.state), {FontRole::plain, size, size, soft, Align::left},
             rest.take_bottom(scale.line()));
  }
  const int sign = std::min(scale.px(card_sign), rest.height / 2);
  if (counter.look != CardLook::serving) {
    Rect place = numbered ? rest.take_right(sign) : rest.take_left(sign);
    place = {place.x, place.y + (place.height - sign) / 2, sign, sign};
    draw_sign(canvas, part + ".sign", counter.look, place, soft);
    numbered ? rest.take_right(scale.px(8)) : rest.take_left(scale.px(12));
  }
  if (numbered) {
    type.put(part + ".number", counter.number, {FontRole::number, scale.px(100), size, ink, Align::left}, rest);
  } else {
    type.put(part + ".state", canvas.now(counter.state), {FontRole::strong, size, size, soft, Align::left}, rest);
  }
}

}  // namespace

void draw_counters(const Canvas& canvas, const std::vector<Rect>& cells) {
  if (cells.empty()) {
    return;
  }
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const std::size_t counters = scene.counters.size();
  const bool more = counters > cells.size() && cells.size() > 1;
  const std::size_t per_page = more ? cells.size() - 1 : cells.size();
  const std::size_t first = first_of_page(canvas, counters, per_page);
  const std::size_t shown = std::min(per_page, counters - first);
  for (std::size_t i = 0; i < shown; ++i) {
    draw_card(canvas, scene.counters[first + i], cells[i]);
  }
  if (!more) {
    return;
  }
  // How many the other pages have.
  type.fill("counter.more", cells.back(), theme.quiet, scale.px(14));
  type.put("counter.more.count", "+" + std::to_string(counters - shown),
           {FontRole::number, scale.px(100), scale.text(), theme.ink, Align::centre}, cells.back());
}

}  // namespace antrean::display
