#include "outputs/board_pictures.hpp"

#include <algorithm>

namespace antrean::outputs {
namespace {

struct Shown {
  std::string number;
  CounterId counter = 0;
  UtcTime called_at{};
  bool calling = false;
};

/// The latest call among the plan's counters whose ticket is still there.
std::optional<Shown> shown_by(const BoardPlan& plan, const Snapshot& snapshot) {
  const CounterView* latest = nullptr;
  for (const CounterView& counter : snapshot.counters) {
    const bool mine = std::find(plan.counters.begin(), plan.counters.end(), counter.id) != plan.counters.end();
    if (mine && counter.number && (latest == nullptr || counter.call > latest->call)) {
      latest = &counter;
    }
  }
  if (latest == nullptr) {
    return std::nullopt;
  }
  return Shown{*latest->number, latest->id, latest->called_at, latest->phase == TicketPhase::called};
}

bool blinks(const BoardPlan& plan, const Shown& shown, UtcTime now) {
  // A clock that went back must not keep a board blinking, so the time must be after the call.
  return shown.calling && now >= shown.called_at && now < shown.called_at + plan.blink_for;
}

/// The narrowest board that has room for a number and a counter.
constexpr std::size_t room_for_counters = 7;

std::string text_of(const BoardPlan& plan, const Shown& shown) {
  const std::size_t width = plan.width;
  if (shown.number.size() > width) {
    return std::string(width, '-');
  }
  std::string text = words_on(plan, shown.number, shown.counter);
  if (text.size() > width) {
    text = shown.number;
  }
  // The counter is at the right end.
  text.insert(shown.number.size(), width - text.size(), ' ');
  return text;
}

}  // namespace

bool says_counter(const BoardPlan& plan) { return plan.counters.size() > 1 && plan.width >= room_for_counters; }

std::string words_on(const BoardPlan& plan, const std::string& number, CounterId counter) {
  return says_counter(plan) ? number + " " + std::to_string(counter) : number;
}

BoardPicture picture(const BoardPlan& plan, const Snapshot& snapshot, UtcTime now) {
  BoardPicture result{.text = std::string(plan.width, ' '), .blink = 0, .brightness = plan.brightness};
  const auto shown = shown_by(plan, snapshot);
  if (!shown) {
    return result;
  }
  result.text = text_of(plan, *shown);
  if (blinks(plan, *shown, now)) {
    result.blink = static_cast<std::uint8_t>(0xFF00u >> plan.width);
  }
  return result;
}

std::optional<UtcTime> next_change(const std::vector<BoardPlan>& plans, const Snapshot& snapshot, UtcTime now) {
  std::optional<UtcTime> next;
  for (const BoardPlan& plan : plans) {
    const auto shown = shown_by(plan, snapshot);
    if (shown && blinks(plan, *shown, now)) {
      const UtcTime ends = shown->called_at + plan.blink_for;
      next = next ? std::min(*next, ends) : ends;
    }
  }
  return next;
}

}  // namespace antrean::outputs
