// Header with the office and the clock, the banner of a lost line, and the panel of the latest call.
#include "frame/panels.hpp"

namespace antrean::display {
namespace {

/// It is drawn, so no font needs the character.
void draw_arrow(const Canvas& canvas, const std::string& part, const Rect& area, Colour colour) {
  const int shaft = std::max(2, area.height / 4);
  const int head = std::min(area.width, area.height * 5 / 8);
  canvas.type.fill(part + ".shaft", {area.x, area.y + (area.height - shaft) / 2, area.width - head, shaft}, colour);
  canvas.type.wedge(part + ".head", {area.right() - head, area.y, head, area.height}, colour);
}

/// Draws the clock at the right end of `rest`, and its zone on the same base line, smaller. Takes this area
/// from `rest`.
void draw_clock(const Canvas& canvas, Rect& rest) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const int size = scale.px(80);
  const int zone_size = scale.px(30);
  Rect zone = rest.take_right(type.width(FontRole::strong, zone_size, scene.zone));
  rest.take_right(scale.px(12));
  const Rect clock = rest.take_right(type.width(FontRole::number, size, "00:00"));
  rest.take_right(scale.px(32));
  type.put("clock", scene.clock, {FontRole::number, size, 0, theme.ink, Align::right}, clock);
  const int drop =
      (type.extent(FontRole::number, size).cap_height - type.extent(FontRole::strong, zone_size).cap_height) / 2;
  zone.take_top(2 * drop);  // centred lower by this, so it has the same base line
  type.put("zone", scene.zone, {FontRole::strong, zone_size, 0, theme.soft, Align::left}, zone);
}

void draw_logo(const Canvas& canvas, Rect& rest) {
  if (canvas.theme.logo.empty()) {
    return;
  }
  canvas.type.image("logo", canvas.theme.logo, rest.take_left(rest.height));
  rest.take_left(canvas.scale.px(20));
}

/// Shows whether the office is open. A phase in which nobody is called is emphasised.
void draw_phase(const Canvas& canvas, const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const FontRole role = scene.everyday ? FontRole::plain : FontRole::strong;
  const Colour colour = scene.everyday ? theme.soft : theme.ink;
  type.put_beside("phase", scene.phase, {role, scale.px(30), scale.px(22), colour, Align::left}, theme.soft, area);
}

}  // namespace

void draw_header(const Canvas& canvas, const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  type.fill("header", area, theme.header);
  Rect rest = area;
  type.fill("header.line", rest.take_bottom(scale.px(6)), theme.accent);
  rest = rest.inset(scale.px(32), scale.px(10));
  const bool narrow = area.width < area.height * 8;
  if (narrow) {  // the office's name gets its own line
    Rect name = rest.take_top(rest.height * 2 / 5);
    draw_logo(canvas, name);
    type.put("office", scene.office, {FontRole::strong, scale.px(50), scale.px(30), theme.ink, Align::left}, name);
    draw_clock(canvas, rest);
    Rect date = rest.take_top(rest.height / 2);
    type.put_beside("date", scene.date, {FontRole::strong, scale.px(32), scale.px(24), theme.ink, Align::left},
                    theme.soft, date);
    draw_phase(canvas, rest);
    return;
  }
  draw_clock(canvas, rest);
  const int date_width = std::max(type.width(FontRole::strong, scale.px(32), scene.date.first),
                                  type.width(FontRole::plain, scale.px(32) * 2 / 3, scene.date.second));
  const Rect date = rest.take_right(std::min(date_width, rest.width / 2));
  rest.take_right(scale.px(40));
  type.put_below("date", scene.date, {FontRole::strong, scale.px(32), 0, theme.ink, Align::right}, theme.soft, date);
  draw_logo(canvas, rest);
  rest.take_top(scale.px(4));
  const Rect name = rest.take_top(scale.px(50));
  type.put("office", scene.office, {FontRole::strong, scale.px(46), scale.px(28), theme.ink, Align::left}, name);
  draw_phase(canvas, rest.take_top(scale.px(36)));
}

void draw_banner(const Canvas& canvas, const Rect& area) {
  if (area.empty() || !canvas.scene.lost) {
    return;
  }
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  type.fill("stale", area, theme.alarm);
  Rect rest = area.inset(scale.px(32), scale.px(6));
  // A sign in addition to the colour: an exclamation mark on a light disc.
  const int disc = std::min(rest.height, scale.px(46));
  Rect sign = rest.take_left(disc);
  sign = {sign.x, sign.y + (sign.height - disc) / 2, disc, disc};
  type.fill("stale.sign", sign, theme.alarm_ink, disc / 2);
  type.put("stale.mark", "!", {FontRole::number, disc * 4 / 5, 0, theme.alarm, Align::centre}, sign);
  rest.take_left(scale.px(20));
  const Style style{FontRole::strong, scale.px(34), scale.px(24), theme.alarm_ink, Align::left};
  if (area.height > scale.px(90)) {
    type.put_below("stale.text", *scene.lost, style, theme.alarm_ink, rest);
  } else {
    type.put_beside("stale.text", *scene.lost, style, theme.alarm_ink, rest);
  }
}

void draw_call(const Canvas& canvas, const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const int radius = scale.px(20);
  const bool glowing = scene.call && scene.call->glow == Glow::lit;
  // The frame of a new call is a ring of accent colour around the panel. A stale panel is hollow: it loses
  // its solid colour, but its numbers stay readable.
  type.fill("call.ring", area, glowing ? theme.accent : theme.call, radius);
  const int ring = scale.px(10);
  const Rect panel = area.inset(ring);
  type.fill("call.panel", panel, scene.stale ? theme.card : theme.call, radius - ring / 2);
  const Colour ink = scene.stale ? theme.ink : theme.call_ink;
  const Colour soft = scene.stale ? theme.soft : theme.call_soft;

  Rect rest = panel.inset(scale.px(26), scale.px(18));
  if (!scene.call) {
    type.put_below("call.notice", scene.notice, {FontRole::strong, scale.px(72), scale.px(40), ink, Align::centre},
                   soft, rest);
    return;
  }
  const Rect heading = rest.take_top(scale.px(48));
  type.put_beside("call.heading", scene.call_heading, {FontRole::strong, scale.px(38), scale.px(26), ink, Align::left},
                  soft, heading);
  Rect band = rest.take_bottom(std::clamp(rest.height * 3 / 10, scale.px(84), scale.px(170)));
  rest = rest.inset(rest.width / 24, scale.px(16));
  // Digits have no descenders, so the number may be as high as its capitals.
  const TextExtent hundred = type.extent(FontRole::number, 100);
  const int by_height = rest.height * 100 / (hundred.ascent + hundred.descent);
  type.put("call.number", scene.call->number, {FontRole::number, by_height, scale.px(60), ink, Align::centre}, rest);

  // Accent colour means "go there now" everywhere, so it is used only while the counter still waits.
  const bool go = scene.call->standing && !scene.stale;
  const Colour band_colour = go ? theme.accent : scene.stale ? theme.quiet : theme.ticker;
  const Colour band_ink = go ? theme.accent_ink : scene.stale ? theme.ink : theme.ticker_ink;
  type.fill("call.band", band, band_colour, scale.px(14));
  band = band.inset(scale.px(32), scale.px(8));
  const int arrow = band.height / 2;
  const Rect tip = band.take_left(arrow * 3 / 2);
  draw_arrow(canvas, "call.arrow", {tip.x, tip.y + (tip.height - arrow) / 2, tip.width, arrow}, band_ink);
  band.take_left(scale.px(32));
  type.put_beside("call.counter", scene.call->counter,
                  {FontRole::number, band.height * 4 / 5, scale.px(44), band_ink, Align::left}, band_ink, band);
}

void draw_notice(const Canvas& canvas, const Rect& area) {
  canvas.type.put_below("notice", canvas.scene.notice,
                        {FontRole::strong, canvas.scale.px(64), 0, canvas.theme.ink, Align::centre}, canvas.theme.soft,
                        area.inset(canvas.scale.px(32)));
}

}  // namespace antrean::display
