#include "show/session.hpp"

#include "frame/part_of_hall.hpp"

namespace antrean::display {

namespace {

/// A message may be delayed on its way. A larger difference means that a clock was set.
constexpr Milliseconds on_the_way{500};

}  // namespace

void Session::see(Snapshot snapshot, std::optional<UtcTime> sent, MonotonicTime tick) {
  if (sent) {
    clock_.hear(*sent, tick);
  } else if (snapshot.at != UtcTime{}) {
    clock_.hear_at_least(snapshot.at, tick);
  }
  unknown_ = display::unknown_stages(snapshot, stages_);
  snapshot_ = part_of_hall(std::move(snapshot), stages_);
  input_.stale_since.reset();
  input_.lost_because.reset();
  attention_.see(snapshot_, tick, input_.highlight);
}

bool Session::hear(UtcTime sent, MonotonicTime tick) {
  const auto known = clock_.now(tick);
  clock_.hear(sent, tick);
  return !known || sent - *known > on_the_way || *known - sent > on_the_way;
}

void Session::lost(MonotonicTime tick) {
  if (input_.stale_since) {
    return;
  }
  input_.stale_since = clock_.now(tick).value_or(UtcTime{});
  attention_.lost();
}

bool Session::lost_because(std::optional<Bilingual> why) {
  const bool news = why != input_.lost_because;
  input_.lost_because = std::move(why);
  return news;
}

Frame Session::frame(MonotonicTime tick, const TextMetrics& metrics) {
  input_.now = clock_.now(tick).value_or(UtcTime{});
  input_.tick = tick;
  input_.new_calls = attention_.calls();
  return display::frame(snapshot_, input_, metrics);
}

}  // namespace antrean::display
