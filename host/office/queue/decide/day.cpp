// The office day: opening, closing accounts, rolling over, and the effects of time.
#include <algorithm>
#include <cstdlib>

#include "queue/decide/decision_builder.hpp"
#include "queue/numbers_left.hpp"
#include "values/alarms.hpp"

namespace antrean::queue {

namespace {

/// The number of days whose numbers are remembered, so that a day opened again does not give a number twice.
/// When there are more, the earliest are forgotten, and no day before those can be opened.
constexpr std::size_t remembered_days = 64;
/// How far from the clock a day may be opened.
constexpr int reach_days = 31;

/// Alarms about people and numbers of the day: nothing of them is true on the next.
bool ends_with_the_day(std::string_view subject) {
  return subject == stranded_alarm || subject == settings_change_alarm || subject.starts_with(numbers_alarm);
}

void account_for_all(DecisionBuilder& decision) {
  decision.add(DayClosing{decision.state.day});
  DayClosed closed;
  closed.day = decision.state.day;
  const auto& counts = decision.state.counts;
  closed.issued = counts.issued;
  closed.served = counts.served;
  closed.no_shows = counts.no_shows;
  closed.cancelled = counts.cancelled;
  for (const Ticket& ticket : decision.state.tickets) {
    if (!is_live(ticket.state)) {
      continue;
    }
    const bool missed = ticket.state == TicketState::missed;
    ++(missed ? closed.no_shows : closed.unserved);
    decision.add(ClosedUnserved{ticket.id, ticket.number.text(), missed ? Outcome::no_show : Outcome::day_closed});
  }
  for (const Counter& counter : decision.state.counters) {
    if (counter.state != CounterState::closed) {
      decision.add(CounterClosed{counter.id});
    }
    if (!counter.officer.empty()) {
      decision.add(LoggedOut{counter.id, counter.officer});
    }
  }
  decision.add(closed);
  for (const auto& alarm : decision.state.alarms) {
    if (ends_with_the_day(alarm.subject)) {
      decision.add_by_system(AlarmCleared{alarm.subject});
    }
  }
}

std::vector<NumbersUsed>::const_iterator earliest(const std::vector<NumbersUsed>& numbers) {
  return std::min_element(numbers.begin(), numbers.end(), [](const auto& a, const auto& b) { return a.day < b.day; });
}

/// The data that the next opening takes along.
std::vector<NumbersUsed> numbers_kept(const State& state) {
  auto numbers = numbers_used(state);
  while (numbers.size() > remembered_days) {
    numbers.erase(earliest(numbers));
  }
  return numbers;
}

/// True if a number of that day could be given twice.
bool is_forgotten(const State& state, OfficeDay day) {
  const auto kept = numbers_kept(state);
  return kept.size() == remembered_days && day < earliest(kept)->day;
}

void open(DecisionBuilder& decision, OfficeDay day, const std::string& reason) {
  const State& state = decision.state;
  DayOpened opened;
  opened.day = day;
  opened.reason = reason;
  opened.entrance_seq = state.entrance.seq;
  opened.numbers = numbers_kept(state);
  for (std::size_t i = 0; i < state.times.size(); ++i) {
    if (!state.times[i].empty()) {
      opened.times.push_back({state.pools[i], state.times[i]});
    }
  }
  for (const auto& alarm : state.alarms) {
    // A new day measures nothing across the step, and whether it is the right one is looked at anew.
    if (alarm.subject != clock_step_alarm && alarm.subject != day_alarm && !ends_with_the_day(alarm.subject)) {
      opened.alarms.push_back({alarm.subject, alarm.text_id, alarm.text_en, alarm.since});
    }
  }
  opened.notices = state.notices;
  opened.settings = state.settings;
  decision.add(std::move(opened));
}

/// Opens the day as it stood when it was closed, if that is known; otherwise as a new day.
void open_again(DecisionBuilder& decision, OfficeDay day, const std::string& reason) {
  const State* stood = decision.state.closed(day);
  if (stood == nullptr) {
    return open(decision, day, reason);
  }
  decision.add(DayReopened{day, stood->opening, reason});
  for (const std::string_view subject : {clock_step_alarm, day_alarm}) {
    if (decision.state.alarm(subject) != nullptr) {
      decision.add(AlarmCleared{std::string{subject}});
    }
  }
  for (const Counter& counter : stood->counters) {
    if (!counter.officer.empty()) {
      decision.add(LoggedIn{counter.id, counter.officer});
    }
  }
}

/// A date that was typed must be near the clock's date, or a typing mistake opens a day of the next century.
std::optional<Refusal> may_open(const DecisionBuilder& decision, OfficeDay day) {
  const State& state = decision.state;
  const auto today = OfficeDay::of(decision.now, decision.plan.settings().zone);
  const auto near = [&](OfficeDay other) { return std::abs(day.number() - other.number()) <= reach_days; };
  const bool behind = state.day_state != DayState::none && today < state.day;
  if (decision.plan.knows_the_time(decision.now) && !near(today) && !(behind && near(state.day))) {
    return refuse_about(Reason::day_too_far, today.text());
  }
  if (is_forgotten(state, day)) {
    return refuse_about(Reason::day_forgotten, earliest(numbers_kept(state))->day.text());
  }
  return std::nullopt;
}

/// The clock was ahead over midnight and is back: the open day has not come yet, and people with bookings for
/// the true day are told to come back. Only a person knows which day is right.
void watch_day(DecisionBuilder& decision, OfficeDay today) {
  const State& state = decision.state;
  const bool ahead = state.day_state != DayState::none && today < state.day;
  const bool alarmed = state.alarm(day_alarm) != nullptr;
  if (ahead && !alarmed) {
    decision.add(AlarmRaised{std::string{day_alarm},
                             "Hari layanan yang dibuka " + state.day.text() +
                                 ", padahal menurut jam komputer sekarang " + today.text() +
                                 "; periksa jam, atau penyelia membuka hari " + today.text() + ".",
                             "The day that was opened is " + state.day.text() + ", but the clock says " + today.text() +
                                 "; look at the clock, or a supervisor opens " + today.text() + "."});
  } else if (!ahead && alarmed) {
    decision.add(AlarmCleared{std::string{day_alarm}});
  }
}

AlarmRaised used_up_alarm(std::string subject, const std::string& series) {
  const std::string where = "[series." + series + "] letters";
  return {std::move(subject),
          "Nomor seri '" + series + "' hari ini habis; tambahkan huruf di pengaturan (" + where + "), lalu muat ulang.",
          "The numbers of series '" + series + "' are used up today; add a letter in the settings (" + where +
              ") and reload them."};
}

AlarmRaised soon_used_up_alarm(std::string subject, const std::string& series, const NumbersLeft& numbers) {
  const std::string where = "[series." + series + "] letters";
  const std::string minutes = std::to_string(std::uint64_t{numbers.left} * 60 / numbers.an_hour);
  const std::string left = std::to_string(numbers.left);
  const std::string an_hour = std::to_string(numbers.an_hour);
  return {std::move(subject),
          "Nomor seri '" + series + "' habis kira-kira " + minutes + " menit lagi: tersisa " + left + ", diberikan " +
              an_hour + " per jam. Tambahkan huruf di pengaturan (" + where + "), lalu muat ulang.",
          "The numbers of series '" + series + "' run out in about " + minutes + " minutes: " + left + " left, " +
              an_hour + " given an hour. Add a letter in the settings (" + where + ") and reload them."};
}

bool somebody_at_a_counter(const State& state) {
  return std::any_of(state.counters.begin(), state.counters.end(), [](const Counter& c) { return c.ticket != 0; });
}

}  // namespace

void watch_numbers(DecisionBuilder& decision) {
  const State& state = decision.state;
  const Plan& plan = decision.plan;
  const bool over = plan.knows_the_time(decision.now) && plan.phase(state.day, decision.now) == DayPhase::closed;
  for (const SeriesSettings& series : plan.settings().series) {
    const std::string subject = std::string(numbers_alarm) + series.key;
    const AlarmView* known = state.alarm(subject);
    const NumbersLeft numbers = numbers_left(state, series, decision.now);
    AlarmRaised used_up = used_up_alarm(subject, series.key);
    const bool told_used_up = known != nullptr && known->text_en == used_up.text_en;
    if (numbers.used_up()) {
      if (!told_used_up) {
        decision.add_by_system(std::move(used_up));
      }
    } else if (numbers.soon() && (known == nullptr ? !over : told_used_up)) {
      decision.add_by_system(soon_used_up_alarm(subject, series.key, numbers));
    } else if (known != nullptr && (told_used_up || numbers.left > 2 * numbers.an_hour)) {
      // Twice the rate, so that the alarm does not come and go with every number.
      decision.add_by_system(AlarmCleared{subject});
    }
  }
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const OpenDay& command) {
  if (auto refusal = decision.refuse_unless_in_charge()) {
    return refusal;
  }
  if (decision.state.day_state == DayState::open) {
    return refuse_about(Reason::day_already_open, decision.state.day.text());
  }
  if (decision.state.day_state == DayState::closed && command.day < decision.state.day) {
    return refuse_about(Reason::day_in_the_past, decision.state.day.text());
  }
  if (auto refusal = may_open(decision, command.day)) {
    return refusal;
  }
  open_again(decision, command.day, {});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const CloseDay&) {
  if (auto refusal = decision.refuse_unless_in_charge()) {
    return refusal;
  }
  if (auto refusal = decision.refuse_unless_day_open()) {
    return refusal;
  }
  account_for_all(decision);
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Rollover& command) {
  if (auto refusal = decision.refuse_unless_in_charge()) {
    return refusal;
  }
  if (decision.state.day_state != DayState::none && command.day < decision.state.day) {
    if (decision.by.kind != ActorKind::supervisor) {
      return refuse_about(Reason::day_in_the_past, decision.state.day.text());
    }
    if (is_blank(command.reason)) {
      return refuse(Reason::reason_missing);
    }
  }
  const bool another = decision.state.day_state == DayState::open;
  if (another && command.day == decision.state.day) {
    return refuse_about(Reason::day_already_open, decision.state.day.text());
  }
  if (auto refusal = may_open(decision, command.day)) {
    return refusal;
  }
  if (another) {
    account_for_all(decision);
  }
  open_again(decision, command.day, command.reason);
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Tick& command) {
  const State& state = decision.state;
  const PlanSettings& settings = decision.plan.settings();
  const bool wrong = !decision.plan.knows_the_time(decision.now);
  const bool alarmed = state.alarm(clock_alarm) != nullptr;
  if (wrong && !alarmed) {
    const auto day = OfficeDay::of(decision.now, settings.zone).text();
    decision.add(AlarmRaised{std::string{clock_alarm},
                             "Jam komputer menunjukkan " + day + "; setel jam sebelum membuka hari baru",
                             "The clock says " + day + "; set it before a new day is opened"});
  } else if (!wrong && alarmed) {
    decision.add(AlarmCleared{std::string{clock_alarm}});
  }
  if (!wrong) {
    const auto today = OfficeDay::of(decision.now, settings.zone);
    const bool early = state.day_state != DayState::none && today < state.day;
    if (early && command.sure && !state.somebody_waits() && !is_forgotten(state, today)) {
      if (state.day_state == DayState::open) {
        account_for_all(decision);
      }
      open_again(decision, today, "the clock had been ahead");
      return std::nullopt;
    }
    watch_day(decision, today);
    if (state.day_state == DayState::none || today > state.day) {
      // A person who is at a counter at midnight may finish there.
      const bool later = state.day_state == DayState::open && somebody_at_a_counter(state) &&
                         decision.now < instant(state.day.plus(1), settings.rollover_by, settings.zone);
      if (!later) {
        if (state.day_state == DayState::open) {
          account_for_all(decision);
        }
        open(decision, today, {});
        return std::nullopt;
      }
    }
  }
  end_what_is_over(decision);
  if (state.day_state == DayState::open) {
    watch_numbers(decision);
    // If tickets moved, others come back to their lines with the next tick, and then to the right lines.
    if (!fit_to_settings(decision)) {
      decision.release_due();
    }
  }
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const RaiseAlarm& command) {
  const AlarmView* known = decision.state.alarm(command.subject);
  if (known != nullptr && known->text_id == command.text_id && known->text_en == command.text_en) {
    return std::nullopt;
  }
  decision.add(AlarmRaised{command.subject, command.text_id, command.text_en});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const ClearAlarm& command) {
  if (decision.state.alarm(command.subject) == nullptr) {
    return refuse_about(Reason::no_such_alarm, command.subject);
  }
  decision.add(AlarmCleared{command.subject});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const NoteNumbers& command) {
  if (auto closed = decision.refuse_unless_day_open()) {
    return closed;
  }
  auto last = decision.state.last_number;
  for (const std::string& text : command.numbers) {
    if (const auto number = QueueNumber::parse(text)) {
      auto& highest = last[static_cast<std::size_t>(number->letter - 'A')];
      highest = std::max(highest, number->digits);
    }
  }
  NumbersSkipped skipped;
  for (std::size_t letter = 0; letter < last.size(); ++letter) {
    if (last[letter] > decision.state.last_number[letter]) {
      skipped.up_to.push_back(QueueNumber{static_cast<char>('A' + letter), last[letter]}.text());
    }
  }
  if (!skipped.up_to.empty()) {
    decision.add(std::move(skipped));
  }
  return std::nullopt;
}

}  // namespace antrean::queue
