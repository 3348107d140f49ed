#include "outputs/board_pictures.hpp"

#include <algorithm>

namespace antrean::outputs {
namespace {

bool has(const std::vector<CounterId>& counters, CounterId id) {
  return std::ranges::find(counters, id) != counters.end();
}

struct Shown {
  std::string number;
  CounterId counter = 0;
  UtcTime called_at{};
  bool calling = false;
};

/// Among the plan's counters whose ticket is still there, the call at the plan's place. A plan that shows who
/// waits has no counters.
std::optional<Shown> shown_by(const BoardPlan& plan, const Snapshot& snapshot) {
  std::vector<const CounterView*> calls;
  for (const CounterView& counter : snapshot.counters) {
    if (has(plan.counters, counter.id) && counter.number) {
      calls.push_back(&counter);
    }
  }
  if (calls.size() < plan.place) {
    return std::nullopt;
  }
  const auto wanted = calls.begin() + (plan.place - 1);
  std::nth_element(calls.begin(), wanted, calls.end(),
                   [](const CounterView* a, const CounterView* b) { return a->call > b->call; });
  const CounterView& one = **wanted;
  return Shown{*one.number, one.id, one.called_at, one.phase == TicketPhase::called};
}

unsigned waiting_for(const BoardPlan& plan, const Snapshot& snapshot) {
  unsigned waiting = 0;
  for (const ServiceView& service : snapshot.services) {
    if (plan.services.empty() || std::ranges::find(plan.services, service.key) != plan.services.end()) {
      waiting += service.waiting;
    }
  }
  return waiting;
}

bool is_night(const BoardPlan& plan, TimeOfDay time) {
  if (!plan.night) {
    return false;
  }
  const auto [from, until] = *plan.night;
  return from < until ? time >= from && time < until : time >= from || time < until;
}

/// When the night begins or ends next.
UtcTime night_changes(const std::pair<TimeOfDay, TimeOfDay>& night, UtcTime now, Zone zone) {
  const OfficeDay today = OfficeDay::of(now, zone);
  std::optional<UtcTime> next;
  for (const TimeOfDay time : {night.first, night.second}) {
    UtcTime at = instant(today, time, zone);
    if (at <= now) {
      at = instant(today.plus(1), time, zone);
    }
    next = next ? std::min(*next, at) : at;
  }
  return *next;
}

/// The office takes an old one down, and until it does, the boards do.
bool stands(const NoticeView& notice, UtcTime now) {
  return notice.severity == NoticeSeverity::emergency && (!notice.until || now < *notice.until);
}

bool blinks(const BoardPlan& plan, const Shown& shown, UtcTime now) {
  // A clock that went back must not keep a board blinking, so the time must be after the call.
  return shown.calling && now >= shown.called_at && now < shown.called_at + plan.blink_for;
}

/// The narrowest board that has room for a number and a counter.
constexpr std::size_t room_for_counters = 7;

/// What stands around a number.
struct Around {
  std::string before;
  std::string after;
};

Around around(const BoardPlan& plan, CounterId counter, bool with_counter) {
  Around words{.before = has(plan.left, counter) ? "<" : "", .after = has(plan.right, counter) ? ">" : ""};
  if (with_counter) {
    words.after.insert(0, " " + std::to_string(counter));
  }
  return words;
}

std::string text_of(const BoardPlan& plan, const Shown& shown) {
  const std::size_t width = plan.width;
  if (shown.number.size() > width) {
    return std::string(width, '-');
  }
  Around words = around(plan, shown.counter, says_counter(plan));
  const auto fits = [&] { return words.before.size() + shown.number.size() + words.after.size() <= width; };
  if (!fits()) {
    words = around(plan, shown.counter, false);
  }
  if (!fits()) {
    words = {};
  }
  // The arrows are at the ends, and the counter is as far right as it can be.
  const std::size_t blanks = width - words.before.size() - shown.number.size() - words.after.size();
  return words.before + shown.number + std::string(blanks, ' ') + words.after;
}

std::string at_right(std::string text, std::size_t width) {
  text.insert(0, width - std::min(width, text.size()), ' ');
  return text;
}

}  // namespace

unsigned most_waiting(const BoardPlan& plan) {
  unsigned most = 0;
  for (unsigned digit = 0; digit < plan.width; ++digit) {
    most = most * 10 + 9;
  }
  return most;
}

bool says_counter(const BoardPlan& plan) { return plan.counters.size() > 1 && plan.width >= room_for_counters; }

std::string words_on(const BoardPlan& plan, const std::string& number, CounterId counter) {
  const Around words = around(plan, counter, says_counter(plan));
  return words.before + number + words.after;
}

BoardPicture picture(const BoardPlan& plan, const Snapshot& snapshot, UtcTime now) {
  const bool night = is_night(plan, TimeOfDay::of(now, snapshot.zone));
  BoardPicture result{.text = at_right(plan.idle == BoardIdle::dot ? "." : "", plan.width),
                      .blink = 0,
                      .brightness = night ? plan.night_brightness : plan.brightness};
  if (std::ranges::any_of(snapshot.notices, [now](const NoticeView& notice) { return stands(notice, now); })) {
    result.text.assign(plan.width, ' ');
    return result;
  }
  if (plan.shows == BoardShows::waiting) {
    result.text = at_right(std::to_string(std::min(waiting_for(plan, snapshot), most_waiting(plan))), plan.width);
    return result;
  }
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
  const auto at = [&next](UtcTime change) { next = next ? std::min(*next, change) : change; };
  for (const NoticeView& notice : snapshot.notices) {
    if (stands(notice, now) && notice.until) {
      at(*notice.until);
    }
  }
  for (const BoardPlan& plan : plans) {
    const auto shown = shown_by(plan, snapshot);
    if (shown && blinks(plan, *shown, now)) {
      at(shown->called_at + plan.blink_for);
    }
    if (plan.night) {
      at(night_changes(*plan.night, now, snapshot.zone));
    }
  }
  return next;
}

}  // namespace antrean::outputs
