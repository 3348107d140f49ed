#include "frame/attention.hpp"

#include <algorithm>

namespace antrean::display {

GlowNow glow(const Highlight& highlight, Milliseconds age) {
  if (age < Milliseconds{0}) {
    age = Milliseconds{0};
  }
  if (age >= highlight.lasts) {
    return {};
  }
  const Milliseconds blinking = std::min(highlight.blink_half * 2 * highlight.blinks, highlight.lasts);
  if (age >= blinking) {
    return {Glow::lit, highlight.lasts - age};
  }
  const auto half = age / highlight.blink_half;
  const Milliseconds edge = std::min(highlight.blink_half * (half + 1), highlight.lasts);
  return {half % 2 == 0 ? Glow::lit : Glow::dimmed, edge - age};
}

void Attention::see(const Snapshot& snapshot, MonotonicTime now, const Highlight& highlight) {
  std::uint64_t newest = 0;
  for (const CallView& call : snapshot.calls) {
    newest = std::max(newest, call.call);
  }

  std::erase_if(calls_, [&](const NewCall& call) { return now - call.since >= highlight.lasts; });
  const bool same_run = day_ && snapshot.day == *day_ && newest >= mark_;
  const bool next_day = day_ && snapshot.day > *day_;
  if (next_day) {
    mark_ = 0;
    calls_.clear();
  }
  if (same_run || next_day) {
    for (const CallView& call : snapshot.calls) {
      // A day that is opened again has its old calls.
      const bool old_news = next_day && snapshot.at - call.at >= highlight.lasts;
      if (call.call > mark_ && !old_news) {
        calls_.push_back({call.call, now});
      }
    }
  } else {
    calls_.clear();
  }
  day_ = snapshot.day;
  mark_ = newest;
}

void Attention::lost() {
  day_.reset();
  calls_.clear();
}

}  // namespace antrean::display
