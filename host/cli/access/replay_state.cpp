#include "cli/access/replay_state.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "cli/exit.hpp"

namespace antrean::cli {
namespace {

using queue::Event;

/// 24:00 is the end of a day. It is not the first moment of the next day, in which other people may have
/// numbers already.
constexpr SecondsOfDay end_of_day = std::chrono::hours{24};

std::optional<int> two_digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return text.size() == 2 && error == std::errc{} && end == text.data() + 2 && value >= 0 ? std::optional{value}
                                                                                          : std::nullopt;
}

/// "09:15" or "09:15:30".
std::optional<SecondsOfDay> parse_clock(std::string_view text) {
  const auto time = TimeOfDay::parse(text.substr(0, 5));
  if (!time) {
    return std::nullopt;
  }
  const SecondsOfDay minutes = Minutes{time->minutes()};
  if (text.size() == 5) {
    return minutes;
  }
  const auto seconds = text.size() == 8 && text[5] == ':' ? two_digits(text.substr(6)) : std::nullopt;
  return seconds && *seconds < 60 && minutes + SecondsOfDay{*seconds} <= end_of_day
             ? std::optional{minutes + SecondsOfDay{*seconds}}
             : std::nullopt;
}

UtcTime at(OfficeDay day, SecondsOfDay clock, Zone zone) { return instant(day, TimeOfDay{0}, zone) + clock; }

/// The end of the events that had happened at `time`.
std::vector<Event>::iterator end_at(std::vector<Event>& events, UtcTime time) {
  const auto last = std::find_if(events.rbegin(), events.rend(), [&](const Event& event) { return event.at <= time; });
  return last.base();
}

/// The day's events up to the moment; none if the journal began later.
std::vector<Event> events_until(const journal::Journal& journal, UtcTime time) {
  const std::vector<OfficeDay> days = journal.days();
  for (auto day = days.rbegin(); day != days.rend(); ++day) {
    std::vector<Event> events = journal.events(*day);
    events.erase(end_at(events, time), events.end());
    if (!events.empty()) {
      return events;
    }
  }
  return {};
}

std::vector<Event> events_of_number(const journal::Journal& journal, std::uint64_t seq) {
  const std::vector<OfficeDay> days = journal.days();
  for (auto day = days.rbegin(); day != days.rend(); ++day) {
    std::vector<Event> events = journal.events(*day);
    const auto found = std::ranges::find(events, seq, &Event::seq);
    if (found != events.end()) {
      events.erase(found + 1, events.end());
      return events;
    }
  }
  return {};
}

}  // namespace

std::optional<Moment> parse_moment(std::string_view text, Zone zone) {
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    std::uint64_t seq = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
    return error == std::errc{} ? std::optional<Moment>{seq} : std::nullopt;
  }
  if (const auto clock = parse_clock(text)) {
    return *clock;
  }
  const auto day = OfficeDay::parse(text.substr(0, 10));
  if (!day) {
    return std::nullopt;
  }
  if (text.size() == 10) {
    return *day;
  }
  if (text[10] != ' ' && text[10] != 'T') {
    return std::nullopt;
  }
  std::string_view time = text.substr(11);
  const bool utc = time.ends_with('Z');
  if (utc) {
    time.remove_suffix(1);
  }
  const auto clock = parse_clock(time);
  if (!clock) {
    return std::nullopt;
  }
  if (*clock == end_of_day && !utc) {
    return *day;
  }
  const UtcTime here = at(*day, *clock, zone);
  return utc ? here + utc_offset(zone) : here;
}

std::optional<Moment> moment_option(const std::string& name, const std::string& text, Zone zone) {
  if (text.empty()) {
    return std::nullopt;
  }
  auto moment = parse_moment(text, zone);
  if (!moment) {
    throw CommandError(usage, name + ": '" + text +
                                  "' is no moment; write 09:15, 09:15:30, 2026-11-24, \"2026-11-24 09:15\", "
                                  "2026-11-24T02:15:00Z, or the number of an event");
  }
  return moment;
}

ReplayState past_at(const journal::Journal& journal, const queue::Plan& plan, const std::optional<Moment>& wanted) {
  const Zone zone = plan.settings().zone;
  const std::vector<OfficeDay> days = journal.days();
  if (days.empty()) {
    throw CommandError(no, "the journal holds no day yet");
  }
  std::optional<Moment> moment = wanted;
  if (moment == Moment{end_of_day}) {
    moment = days.back();
  }
  std::vector<Event> events;
  std::optional<UtcTime> asked;
  if (!moment) {
    events = journal.events(days.back());
  } else if (const auto* day = std::get_if<OfficeDay>(&*moment)) {
    events = journal.events(*day);
    if (events.empty()) {
      throw CommandError(no, "the journal holds nothing of " + day->text() + "; it has " + days.front().text() +
                                 " to " + days.back().text());
    }
  } else if (const auto* seq = std::get_if<std::uint64_t>(&*moment)) {
    events = events_of_number(journal, *seq);
    if (events.empty()) {
      throw CommandError(no, "the journal holds no event " + std::to_string(*seq) +
                                 " of an office day; its newest is " + std::to_string(journal.last_seq()));
    }
  } else {
    const auto* clock = std::get_if<SecondsOfDay>(&*moment);
    asked = clock != nullptr ? at(days.back(), *clock, zone) : std::get<UtcTime>(*moment);
    events = events_until(journal, *asked);
    if (events.empty()) {
      throw CommandError(
          no, "nothing had happened by " + iso_text(*asked) + "; the journal begins with " + days.front().text());
    }
  }
  // A day that was opened again begins anew: its opening holds what continues.
  const auto opening = std::find_if(events.rbegin(), events.rend(), [](const Event& event) {
    return std::holds_alternative<queue::DayOpened>(event.body);
  });
  ReplayState past{queue::State(plan), asked.value_or(events.back().at), {}};
  if (opening != events.rend()) {
    past.events.assign(opening.base() - 1, events.end());
  }
  try {
    for (const Event& event : past.events) {
      queue::apply(past.state, plan, event);
    }
  } catch (const queue::ReplayError& error) {
    throw CommandError(failed, std::string("the journal cannot be replayed: ") + error.what() +
                                   "; antrean verify says whether it was damaged or edited");
  }
  return past;
}

}  // namespace antrean::cli
