// Header with the office and the clock, the banner of a lost line, and the panel of the latest call.
#include <chrono>

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
  const int size = scale.px(88);
  const int zone_size = scale.text();
  if (!scene.zone.empty()) {
    Rect zone = rest.take_right(type.width(FontRole::strong, zone_size, scene.zone));
    rest.take_right(scale.px(16));
    const int drop =
        (type.extent(FontRole::number, size).cap_height - type.extent(FontRole::strong, zone_size).cap_height) / 2;
    zone.take_top(2 * drop);  // centred lower by this, so it has the same base line
    type.put("zone", scene.zone, {FontRole::strong, zone_size, zone_size, theme.soft, Align::left}, zone);
  }
  const Rect clock = rest.take_right(type.width(FontRole::number, size, "00:00"));
  rest.take_right(scale.px(40));
  type.put("clock", scene.clock, {FontRole::number, size, 0, theme.ink, Align::right}, clock);
}

void draw_logo(const Canvas& canvas, Rect& rest) {
  if (canvas.theme.logo.empty()) {
    return;
  }
  canvas.type.image("logo", canvas.theme.logo, rest.take_left(rest.height));
  rest.take_left(canvas.scale.px(20));
}

/// A sign in addition to a colour: an exclamation mark on a disc. Takes its area from the left of `rest`.
void draw_sign(const Canvas& canvas, const std::string& part, int side, Colour disc, Colour mark, Rect& rest) {
  Rect sign = rest.take_left(side);
  sign = {sign.x, sign.y + (sign.height - side) / 2, side, side};
  canvas.type.fill(part + ".sign", sign, disc, side / 2);
  canvas.type.put(part + ".mark", "!", {FontRole::number, side * 9 / 10, 0, mark, Align::centre}, sign);
}

struct HeaderText {
  std::string part;
  std::string text;
  FontRole role = FontRole::strong;
};

}  // namespace

std::size_t first_of_page(const Canvas& canvas, std::size_t lines, std::size_t rows) {
  if (rows == 0 || lines <= rows) {
    return 0;
  }
  const auto pages = static_cast<Milliseconds::rep>((lines + rows - 1) / rows);
  const auto now = std::chrono::floor<Milliseconds>(canvas.tick.time_since_epoch());
  const Milliseconds left = page_turn - now % page_turn;
  if (!canvas.changes_in || left < *canvas.changes_in) {
    canvas.changes_in = left;
  }
  return static_cast<std::size_t>(now / page_turn % pages) * rows;
}

void draw_header(const Canvas& canvas, const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  type.fill("header", area, theme.header);
  Rect rest = area;
  type.fill("header.line", rest.take_bottom(scale.px(6)), theme.accent);
  rest = rest.inset(scale.px(32), scale.px(4));
  const bool upright = area.height > scale.px(160);
  const int size = scale.px(68);
  const int least = scale.text();
  std::vector<HeaderText> texts;
  if (upright) {  // the office's name gets its own lines
    Rect name = rest.take_top(rest.height - scale.px(116));
    draw_logo(canvas, name);
    type.put_block("office", {scene.office, ""}, {FontRole::strong, least, least, theme.ink, Align::left}, theme.soft,
                   name);
    draw_clock(canvas, rest);
  } else {
    draw_clock(canvas, rest);
    draw_logo(canvas, rest);
    const bool one_line = type.width(FontRole::strong, least, scene.office) <= rest.width;
    for (std::string& line : one_line ? std::vector<std::string>{scene.office}
                                      : type.wrapped(FontRole::strong, least, scene.office, rest.width)) {
      texts.push_back({"office", std::move(line)});
    }
  }
  const auto add = [&](const char* part, const std::string& text, FontRole role) {
    for (std::string& line : type.wrapped(FontRole::strong, least, text, rest.width)) {
      texts.push_back({part, std::move(line), role});
    }
  };
  // Without a call the large panel says the phase, and more of it.
  if (scene.call) {
    add("phase", canvas.now(scene.phase), scene.everyday ? FontRole::plain : FontRole::strong);
  }
  if (!scene.running_text.empty()) {  // otherwise the band has the date
    const bool fits = type.width(FontRole::strong, least, canvas.now(scene.date)) <= rest.width;
    add("date", canvas.now(fits ? scene.date : scene.short_date), FontRole::strong);
  }
  if (texts.empty()) {
    return;
  }
  const HeaderText& shown = texts[first_of_page(canvas, texts.size(), 1)];
  type.put(shown.part, shown.text, {shown.role, size, least, theme.ink, Align::left}, rest);
}

std::vector<std::string> banner_lines(const Canvas& canvas, int content_width) {
  if (!canvas.scene.banner) {
    return {};
  }
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const int width = content_width - scale.px(2 * 32 + 24) - scale.text();
  const auto in = [&](const Saying& saying) {
    return type.wrapped(FontRole::strong, scale.text(), canvas.now(saying), width);
  };
  std::vector<std::string> lines = in(*scene.banner);
  if (scene.why) {
    const std::vector<std::string> why = in(*scene.why);
    lines.insert(lines.end(), why.begin(), why.end());
  }
  return lines;
}

void draw_banner(const Canvas& canvas, const Rect& area) {
  if (area.empty() || !canvas.scene.banner) {
    return;
  }
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const Colour ground = scene.banner_alarms ? theme.alarm : theme.accent;
  const Colour ink = scene.banner_alarms ? theme.alarm_ink : theme.accent_ink;
  const std::string part = scene.banner_alarms ? "stale" : "notice";
  type.fill(part, area, ground);
  Rect rest = area.inset(scale.px(32), scale.px(10));
  draw_sign(canvas, part, std::min(rest.height, scale.px(76)), ink, ground, rest);
  rest.take_left(scale.px(24));
  const std::vector<std::string> lines = banner_lines(canvas, area.width);
  const std::size_t rows = static_cast<std::size_t>(std::max(1, rest.height / std::max(1, scale.line())));
  const std::size_t first = first_of_page(canvas, lines.size(), rows);
  for (std::size_t i = first; i < std::min(first + rows, lines.size()); ++i) {
    type.put(i == first ? part + ".text" : part + ".text." + std::to_string(i - first), lines[i],
             {FontRole::strong, scale.text(), scale.text(), ink, Align::left}, rest.take_top(scale.line()));
  }
}

void draw_media(const Canvas& canvas, const Rect& area, std::uint64_t picture) {
  if (area.empty()) {
    return;
  }
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  type.fill("media.ground", area, theme.ticker);
  if (picture == 0) {  // nothing to show: the theme
    Rect rest = area.inset(scale.px(48), scale.px(32));
    if (!theme.logo.empty()) {
      type.image("media.logo", theme.logo, rest.take_top(rest.height / 2));
    }
    type.put_block("media.office", {scene.office, ""},
                   {FontRole::strong, scale.px(90), scale.text(), theme.ticker_ink, Align::centre}, theme.ticker_ink,
                   rest);
  }
  type.moving("media", area, picture);
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
  const int least = scale.text();

  Rect rest = panel.inset(scale.px(22), scale.px(14));
  if (!scene.call) {
    type.put_block("call.notice", scene.notice, {FontRole::strong, scale.px(120), least, ink, Align::centre}, soft,
                   rest);
    return;
  }
  if (rest.height >= scale.px(340)) {  // on a low panel the number needs the room
    type.put("call.heading", canvas.now(scene.call_heading), {FontRole::strong, scale.px(66), least, soft, Align::left},
             rest.take_top(scale.line()));
  }
  Rect band = rest.take_bottom(std::clamp(rest.height * 3 / 10, scale.px(100), scale.px(170)));
  rest = rest.inset(rest.width / 24, scale.px(12));
  // Digits have no descenders, so the number may be as high as its capitals.
  const TextExtent hundred = type.extent(FontRole::number, 100);
  const int by_height = rest.height * 100 / (hundred.ascent + hundred.descent);
  type.put("call.number", scene.call->number, {FontRole::number, by_height, least, ink, Align::centre}, rest);

  // Accent colour means "go there now" everywhere, so it is used only while the counter still waits.
  const bool go = scene.call->standing && !scene.stale;
  const Colour band_colour = go ? theme.accent : scene.stale ? theme.quiet : theme.ticker;
  const Colour band_ink = go ? theme.accent_ink : scene.stale ? theme.ink : theme.ticker_ink;
  type.fill("call.band", band, band_colour, scale.px(14));
  band = band.inset(scale.px(28), scale.px(6));
  const int arrow = band.height / 2;
  const Rect tip = band.take_left(arrow * 3 / 2);
  draw_arrow(canvas, "call.arrow", {tip.x, tip.y + (tip.height - arrow) / 2, tip.width, arrow}, band_ink);
  band.take_left(scale.px(28));
  type.put_beside("call.counter", scene.call->counter,
                  {FontRole::number, std::min(band.height * 4 / 5, scale.px(120)), least, band_ink, Align::left},
                  band_ink, band);
}

bool draw_caption(const Canvas& canvas, const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  if (!scene.caption || area.empty()) {
    return false;
  }
  type.fill("caption", area, theme.accent);
  const Rect rest = area.inset(scale.px(32), scale.px(4));
  const int least = scale.text();
  const Style style{FontRole::strong, scale.px(72), least, theme.accent_ink, Align::centre};
  const std::size_t room = static_cast<std::size_t>(std::max(1, rest.height / std::max(1, scale.line())));
  const bool fits = type.wrapped(FontRole::strong, least, scene.caption->text, rest.width).size() <= room;
  type.put_block("caption.text", {fits ? scene.caption->text : scene.caption->brief, ""}, style, theme.accent_ink,
                 rest);
  return true;
}

void draw_connecting(const Canvas& canvas, const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const int least = scale.text();
  Rect rest = area.inset(scale.px(48));
  if (!scene.clock.empty()) {
    type.put("clock", scene.clock, {FontRole::number, scale.px(240), least, theme.ink, Align::centre},
             rest.take_top(rest.height * 2 / 5));
  }
  if (scene.why) {
    type.put_block("notice.why", {canvas.now(*scene.why), ""},
                   {FontRole::plain, least, least, theme.soft, Align::centre}, theme.soft,
                   rest.take_bottom(rest.height * 2 / 5));
  }
  type.put_block("notice", scene.notice, {FontRole::strong, scale.px(110), least, theme.ink, Align::centre}, theme.soft,
                 rest);
}

void draw_emergency(const Canvas& canvas, const Rect& area) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  const int least = scale.text();
  type.fill("emergency", area, theme.alarm);
  Rect rest = area.inset(scale.px(64), scale.px(48));
  Rect top = rest.take_top(scale.px(160));
  draw_sign(canvas, "emergency", top.height, theme.alarm_ink, theme.alarm, top);
  top.take_left(scale.px(32));
  const Rect clock = top.take_right(type.width(FontRole::number, scale.px(120), "00:00"));
  top.take_right(scale.px(32));
  type.put("emergency.clock", scene.clock, {FontRole::number, scale.px(120), least, theme.alarm_ink, Align::right},
           clock);
  type.put("emergency.since", canvas.now(scene.urgent->since),
           {FontRole::strong, least, least, theme.alarm_ink, Align::left}, top);
  rest.take_top(scale.px(24));
  // Where both languages do not fit at once, they are shown in turns.
  const int width = rest.width;
  const auto height = [&](const std::string& text) {
    return static_cast<int>(type.wrapped(FontRole::strong, least, text, width).size()) * scale.line();
  };
  const Saying& text = scene.urgent->text;
  const bool both = height(text.first) + height(text.second) + scale.px(20) <= rest.height;
  type.put_block("emergency.text", both ? text : Saying{canvas.now(text), ""},
                 {FontRole::strong, scale.px(170), least, theme.alarm_ink, Align::centre}, theme.alarm_ink, rest);
}

}  // namespace antrean::display
