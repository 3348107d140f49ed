#include "frame/frame.hpp"

#include <algorithm>
#include <chrono>

#include "frame/panels.hpp"

namespace antrean::display {
namespace {

void draw_ticker(const Canvas& canvas, const TextMetrics& metrics, const Rect& area, DrawList& list) {
  if (area.empty()) {
    return;
  }
  const Theme& theme = canvas.theme;
  // Scripts with marks above and below the letters need more height than Latin; then the whole line gets
  // smaller.
  const auto extent_at = [&](int em) { return metrics.measure(FontRole::strong, em, canvas.scene.running_text); };
  int size = canvas.scale.px(40);
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
  canvas.type.fill("ticker", area, theme.ticker);
  list.items.emplace_back(Strip{"ticker.text", canvas.scene.running_text, FontRole::strong, size, theme.ticker_ink,
                                theme.ticker, rows, baseline, period, period - canvas.scale.px(32)});
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
  const Canvas canvas{said, input.theme, Scale{input.size}, type, input.tick, result.changes_in};
  const Rect screen{0, 0, input.size.width, input.size.height};
  type.fill("page", screen, input.theme.page);
  if (!said.connected_once) {
    draw_notice(canvas, screen);
    return result;
  }
  const Regions where = regions(said, input.size);
  draw_header(canvas, where.header);
  draw_banner(canvas, where.banner);
  draw_call(canvas, where.call);
  draw_recent(canvas, where.recent);
  draw_services(canvas, where.services);
  draw_phone(canvas, where.phone);
  draw_counters(canvas, where.counters);
  draw_ticker(canvas, metrics, where.ticker, result.list);
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
