#include "frame/frame.hpp"

#include <algorithm>
#include <chrono>

#include "frame/panels.hpp"

namespace antrean::display {
namespace {

void draw_band(const Canvas& canvas, const TextMetrics& metrics, const Rect& area, DrawList& list) {
  if (area.empty() || draw_caption(canvas, area)) {
    return;
  }
  const Theme& theme = canvas.theme;
  canvas.type.fill("ticker", area, theme.ticker);
  if (canvas.scene.running_text.empty()) {
    const int size = canvas.scale.text();
    canvas.type.put("date", canvas.now(canvas.scene.date),
                    {FontRole::strong, size, size, theme.ticker_ink, Align::centre},
                    area.inset(canvas.scale.px(32), canvas.scale.px(4)));
    return;
  }
  // Scripts with marks above and below the letters need more height than Latin; then the whole line gets
  // smaller.
  const auto extent_at = [&](int em) { return metrics.measure(FontRole::strong, em, canvas.scene.running_text); };
  int size = canvas.scale.px(56);
  TextExtent extent = extent_at(size);
  while (size > canvas.scale.px(24) && extent.ascent + extent.descent > area.height) {
    extent = extent_at(--size);
  }
  // One repeat is never narrower than the box, so at most two repeats are visible.
  const int period = std::max(extent.width + canvas.scale.px(160), area.width);
  const int middle = area.y + (area.height + extent.cap_height) / 2;
  const int baseline =
      std::clamp(middle, area.y + extent.ascent, std::max(area.y + extent.ascent, area.bottom() - extent.descent));
  // It is at the left margin until advance_running_text moves it. Only the rows with ink move, so the strip
  // has only these rows.
  const Rect rows = Rect{area.x, baseline - extent.ascent, area.width, extent.ascent + extent.descent}.common(area);
  list.items.emplace_back(Strip{"ticker.text", canvas.scene.running_text, FontRole::strong, size, theme.ticker_ink,
                                theme.ticker, rows, baseline, period, period - canvas.scale.px(32)});
}

Wishes wishes(const Canvas& canvas, const Rect& content, bool media) {
  const auto& [scene, theme, scale, type, tick, changes_in] = canvas;
  Wishes wishes;
  wishes.media = media;
  // With large margins a second line would take too much from the call; the lines are shown in turns then.
  const int most_lines = content.height >= scale.px(1000) ? most_banner_lines : 1;
  wishes.banner_lines = std::min(most_lines, static_cast<int>(banner_lines(canvas, content.width).size()));
  const std::size_t name_lines =
      type.wrapped(FontRole::strong, scale.text(), scene.office, content.width - scale.px(64)).size();
  wishes.header_lines = std::clamp(static_cast<int>(name_lines), 1, 2);
  const int padding = scale.px(28);
  const auto wide = [&](const std::string& text, int beside) {
    wishes.card_width =
        std::max(wishes.card_width, type.width(FontRole::strong, scale.text(), text) + beside + padding);
  };
  for (const CounterCard& counter : scene.counters) {
    wide(counter.name, 0);
    if (counter.number.empty()) {
      const int sign = scale.px(card_sign) + scale.px(12);
      wide(counter.state.first, sign);
      wide(counter.state.second, sign);
    }
  }
  return wishes;
}

}  // namespace

Frame frame(const Snapshot& snapshot, const FrameInput& input, const TextMetrics& metrics) {
  Frame result;
  result.list.size = input.size;
  result.version = snapshot.version;
  result.stale = input.stale_since.has_value();
  const Scene said = scene(snapshot, input);
  result.changes_in = said.changes_in;

  Typesetter type{metrics, result.list};
  const Scale scale{input.size};
  const Canvas canvas{said, input.theme, scale, type, input.tick, result.changes_in};
  const Rect screen{0, 0, input.size.width, input.size.height};
  const int margin = std::min(input.size.width, input.size.height) * std::clamp(input.margin_percent, 0, 10) / 100;
  const Rect content = screen.inset(margin);
  type.fill("page", screen, input.theme.page);
  if (!said.connected_once) {
    draw_connecting(canvas, content);
    return result;
  }
  if (said.urgent) {
    type.fill("page.emergency", screen, input.theme.alarm);
    draw_emergency(canvas, content);
    return result;
  }
  const Regions where = regions(said, content, scale, wishes(canvas, content, input.media));
  draw_header(canvas, where.header);
  draw_banner(canvas, where.banner);
  draw_media(canvas, where.media, input.picture);
  draw_call(canvas, where.call);
  draw_recent(canvas, where.recent);
  draw_info(canvas, where.info, where.recent.empty());
  draw_counters(canvas, where.counters);
  draw_band(canvas, metrics, where.band, result.list);
  return result;
}

bool advance_running_text(DrawList& list, MonotonicTime tick, int pixels_per_second) {
  const auto run = std::chrono::duration_cast<Milliseconds>(tick.time_since_epoch()).count() * pixels_per_second / 1000;
  bool moved = false;
  for (Item& item : list.items) {
    auto* strip = std::get_if<Strip>(&item);
    if (strip == nullptr || strip->period <= 0) {
      continue;
    }
    const int offset = static_cast<int>(run % strip->period);
    moved = moved || offset != strip->offset;
    strip->offset = offset;
  }
  return moved;
}

}  // namespace antrean::display
