// The office day: opening, closing accounts, rolling over, and what time brings.
#include "queue/draft.hpp"

namespace antrean::queue {

namespace {

/// Days whose numbers are remembered, so that a day opened again does not give a number twice.
constexpr std::size_t remembered_days = 8;

constexpr const char* clock_subject = "clock";
constexpr const char* step_subject = "clock step";
constexpr const char* day_subject = "office day";

void account_for_all(Draft& draft) {
  DayClosed closed;
  closed.day = draft.state.day;
  const auto& counts = draft.state.counts;
  closed.issued = counts.issued;
  closed.served = counts.served;
  closed.no_shows = counts.no_shows;
  closed.cancelled = counts.cancelled;
  for (const Ticket& ticket : draft.state.tickets) {
    if (!is_live(ticket.state)) continue;
    const bool missed = ticket.state == TicketState::missed;
    ++(missed ? closed.no_shows : closed.unserved);
    draft.add(Accounted{ticket.id, ticket.number.text(), missed ? Outcome::no_show : Outcome::day_closed});
  }
  for (const Counter& counter : draft.state.counters) {
    if (counter.state != CounterState::closed) draft.add(CounterClosed{counter.id});
    if (!counter.officer.empty()) draft.add(LoggedOut{counter.id, counter.officer});
  }
  draft.add(closed);
}

void open(Draft& draft, OfficeDay day, const std::string& reason) {
  const State& state = draft.state;
  DayOpened opened;
  opened.day = day;
  opened.reason = reason;
  opened.entrance_seq = state.entrance.seq;
  opened.numbers = state.numbers_before;
  NumbersUsed today;
  today.day = state.day;
  for (std::size_t i = 0; i < state.last_number.size(); ++i) {
    if (state.last_number[i] == 0) continue;
    today.letters.push_back({std::string(1, static_cast<char>('A' + i)), state.last_number[i]});
  }
  if (!today.letters.empty()) opened.numbers.push_back(std::move(today));
  if (opened.numbers.size() > remembered_days) opened.numbers.erase(opened.numbers.begin());
  for (std::size_t i = 0; i < state.times.size(); ++i) {
    if (!state.times[i].empty()) opened.times.push_back({state.pools[i], state.times[i]});
  }
  for (const auto& alarm : state.alarms) {
    // A new day measures nothing across the step, and whether it is the right one is looked at anew.
    if (alarm.subject != step_subject && alarm.subject != day_subject) {
      opened.alarms.push_back({alarm.subject, alarm.text_id, alarm.text_en, alarm.since});
    }
  }
  draft.add(std::move(opened));
}

/// The clock ran ahead over midnight and is back: the day that is open has not come yet, and bookings of the true day
/// are told to come back. Nobody but a person knows which of the two is right.
void watch_day(Draft& draft, OfficeDay today) {
  const State& state = draft.state;
  const bool ahead = state.day_state != DayState::none && today < state.day;
  const bool alarmed = state.alarm(day_subject) != nullptr;
  if (ahead && !alarmed) {
    draft.add(AlarmRaised{day_subject,
                          "Hari layanan yang dibuka " + state.day.text() + ", padahal menurut jam komputer sekarang " +
                              today.text() + "; periksa jam, atau penyelia membuka hari " + today.text() + ".",
                          "The day that was opened is " + state.day.text() + ", but the clock says " + today.text() +
                              "; look at the clock, or a supervisor opens " + today.text() + "."});
  } else if (!ahead && alarmed) {
    draft.add(AlarmCleared{day_subject});
  }
}

bool somebody_at_a_counter(const State& state) {
  return std::any_of(state.counters.begin(), state.counters.end(), [](const Counter& c) { return c.ticket != 0; });
}

}  // namespace

Verdict decide_on(Draft& draft, const OpenDay& command) {
  if (auto refusal = draft.in_charge()) return refusal;
  if (draft.state.day_state == DayState::open) return refuse_about(Reason::day_already_open, draft.state.day.text());
  if (draft.state.day_state == DayState::closed && command.day < draft.state.day) {
    return refuse_about(Reason::day_in_the_past, draft.state.day.text());
  }
  open(draft, command.day, {});
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const CloseDay&) {
  if (auto refusal = draft.in_charge()) return refusal;
  if (auto refusal = draft.day_open()) return refusal;
  account_for_all(draft);
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const Rollover& command) {
  if (auto refusal = draft.in_charge()) return refusal;
  if (draft.state.day_state != DayState::none && command.day < draft.state.day) {
    if (draft.by.kind != ActorKind::supervisor) return refuse_about(Reason::day_in_the_past, draft.state.day.text());
    if (is_blank(command.reason)) return refuse(Reason::reason_missing);
  }
  if (draft.state.day_state == DayState::open) {
    if (command.day == draft.state.day) return refuse_about(Reason::day_already_open, draft.state.day.text());
    account_for_all(draft);
  }
  open(draft, command.day, command.reason);
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const Tick&) {
  const State& state = draft.state;
  const PlanSettings& settings = draft.plan.settings();
  const bool wrong = !draft.plan.knows_the_time(draft.now);
  const bool alarmed = state.alarm(clock_subject) != nullptr;
  if (wrong && !alarmed) {
    const auto day = OfficeDay::of(draft.now, settings.zone).text();
    draft.add(AlarmRaised{clock_subject, "Jam komputer menunjukkan " + day + "; setel jam sebelum membuka hari baru",
                          "The clock says " + day + "; set it before a new day is opened"});
  } else if (!wrong && alarmed) {
    draft.add(AlarmCleared{clock_subject});
  }
  if (!wrong) {
    const auto today = OfficeDay::of(draft.now, settings.zone);
    watch_day(draft, today);
    if (state.day_state == DayState::none || today > state.day) {
      // Who is at a counter at midnight is not thrown out.
      const bool later = state.day_state == DayState::open && somebody_at_a_counter(state) &&
                         draft.now < instant(state.day.plus(1), settings.rollover_by, settings.zone);
      if (!later) {
        if (state.day_state == DayState::open) account_for_all(draft);
        open(draft, today, {});
        return std::nullopt;
      }
    }
  }
  if (state.day_state == DayState::open) draft.release_due();
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const RaiseAlarm& command) {
  const AlarmView* known = draft.state.alarm(command.subject);
  if (known != nullptr && known->text_id == command.text_id && known->text_en == command.text_en) return std::nullopt;
  draft.add(AlarmRaised{command.subject, command.text_id, command.text_en});
  return std::nullopt;
}

Verdict decide_on(Draft& draft, const ClearAlarm& command) {
  if (draft.state.alarm(command.subject) == nullptr) return refuse_about(Reason::no_such_alarm, command.subject);
  draft.add(AlarmCleared{command.subject});
  return std::nullopt;
}

}  // namespace antrean::queue
