// Applies events to the state. Every event is checked against the state before anything changes. So a journal
// that was damaged or edited stops here and does not show people something that never happened.
#include <algorithm>
#include <numeric>

#include "queue/apply/checked_state.hpp"

namespace antrean::queue {

namespace {

/// From the year 9999 to 1970: no two times that events can have are further apart.
constexpr std::uint64_t longest_step_ms = 253'402'300'799'999;

class Applier {
 public:
  Applier(State& state, const Plan& plan, const Event& event) : checked_(state, event), plan_(plan) {}

  void run() {
    // Both begin from what is known of their day, whatever came between.
    if (std::holds_alternative<DayOpened>(checked_.event.body) ||
        std::holds_alternative<DayReopened>(checked_.event.body)) {
      checked_.require(checked_.event.seq > checked_.state.seq, "its seq is not after the latest");
    } else {
      checked_.require(checked_.event.seq == checked_.state.seq + 1, "it does not follow the latest event");
    }
    Clock before = checked_.state.clock;
    if (const auto* step = std::get_if<ClockStepped>(&checked_.event.body)) {
      checked_.require(step->back_ms <= longest_step_ms, "no clock goes back so far");
      before.shift += Milliseconds{step->back_ms};
    }
    checked_.clock = before.moved_to(checked_.event.at);
    checked_.running = checked_.clock.running;
    std::visit([this](const auto& body) { on(body); }, checked_.event.body);
    checked_.state.seq = checked_.event.seq;
    checked_.state.clock = checked_.clock;
  }

 private:
  // The day

  void on(const DayOpened& opened) {
    State fresh_state(plan_);
    fresh_state.day = opened.day;
    fresh_state.day_state = DayState::open;
    fresh_state.opening = checked_.event.seq;
    fresh_state.entrance.seq = opened.entrance_seq;
    know_numbers(fresh_state, opened.numbers);
    for (const auto& alarm : opened.alarms) {
      fresh_state.alarms.push_back({alarm.subject, alarm.text_id, alarm.text_en, alarm.since});
    }
    fresh_state.notices = opened.notices;
    fresh_state.settings = opened.settings;
    fresh_state.closed_days.days = std::move(checked_.state.closed_days.days);
    auto& closed = fresh_state.closed_days.days;
    if (closed.size() > State::max_closed_days) {
      closed.erase(closed.begin(), closed.end() - State::max_closed_days);
    }
    checked_.state = std::move(fresh_state);
    for (const auto& measured : opened.times) {
      const auto pool = checked_.pool_of(measured.pool);
      checked_.state.times[pool] = measured.seconds;
      checked_.state.time_sums[pool] =
          std::accumulate(measured.seconds.begin(), measured.seconds.end(), std::uint64_t{0});
    }
    checked_.clock = {checked_.event.at, checked_.event.at,
                      Milliseconds{0}};  // nothing is in flight: no shift of the day before matters
  }
  void know_numbers(State& state, const std::vector<NumbersUsed>& numbers) const {
    for (const auto& used : numbers) {
      if (used.day != state.day) {
        state.numbers_before.push_back(used);
        continue;
      }
      for (const auto& letter : used.letters) {
        checked_.require(letter.letter.size() == 1 && letter.letter[0] >= 'A' && letter.letter[0] <= 'Z',
                         "a letter is wrong");
        auto& last = state.last_number[static_cast<std::size_t>(letter.letter[0] - 'A')];
        last = std::max(last, letter.last);
      }
    }
  }
  void on(const DayClosed& closed) {
    checked_.require(checked_.state.day_state == DayState::open && closed.day == checked_.state.day,
                     "that day is not open");
    const auto& c = checked_.state.counts;
    checked_.require(c.served + c.no_shows + c.cancelled + c.unserved == c.issued, "not every ticket is accounted for");
    checked_.state.day_state = DayState::closed;
    checked_.state.hall_pause.reset();
    auto& kept = checked_.state.closed_days;
    if (kept.closing == nullptr) {
      return;  // a journal of an earlier release
    }
    std::erase_if(kept.days, [&](const auto& before) { return before->day == closed.day; });
    kept.days.push_back(std::move(kept.closing));
  }
  void on(const DayClosing& closing) {
    checked_.require(checked_.state.day_state == DayState::open && closing.day == checked_.state.day,
                     "that day is not open");
    State stood = checked_.state;
    stood.closed_days = {};
    checked_.state.closed_days.closing = std::make_shared<const State>(std::move(stood));
  }
  void on(const DayReopened& reopened) {
    checked_.require(checked_.state.day_state != DayState::open, "another day is open");
    const State* stood = checked_.state.closed(reopened.day);
    checked_.require(stood != nullptr && stood->opening == reopened.opening, "it is not known how that day stood");
    State back = *stood;
    // What continues from day to day stays as it is now. Numbers that the day had given before are not given
    // again.
    back.numbers_before.clear();
    know_numbers(back, numbers_used(checked_.state));
    back.alarms = std::move(checked_.state.alarms);
    back.entrance = std::move(checked_.state.entrance);
    back.entrance_before = std::move(checked_.state.entrance_before);
    back.notices = std::move(checked_.state.notices);
    back.settings = std::move(checked_.state.settings);
    back.closed_days = std::move(checked_.state.closed_days);
    checked_.state = std::move(back);
    // Durations go on from where they stood; the time between is nobody's waiting when the clock was turned
    // back.
    Clock then = checked_.state.clock;
    if (checked_.event.at < then.wall) {
      then.shift += then.wall - checked_.event.at;
    }
    checked_.clock = then.moved_to(checked_.event.at);
  }
  void on(const ClosedUnserved& accounted) {
    Ticket& ticket = checked_.live_ticket(accounted.ticket);
    checked_.require(accounted.outcome == Outcome::no_show || accounted.outcome == Outcome::day_closed,
                     "that is no such end");
    checked_.end(ticket, TicketState::closed, accounted.outcome);
  }
  void on(const ClockStepped&) {}  // run() has moved the clock

  void on(const NumbersSkipped& skipped) {
    checked_.require(checked_.state.day_state == DayState::open, "the day is closed");
    for (const auto& text : skipped.up_to) {
      const auto number = QueueNumber::parse(text);
      checked_.require(number.has_value(), "that is not a queue number");
      auto& last = checked_.state.last_number[static_cast<std::size_t>(number->letter - 'A')];
      last = std::max(last, number->digits);
    }
  }

  // The entrance

  void on(const Admitted& admitted) {
    const Admission* before = checked_.state.admission(admitted.booking, admitted.code);
    checked_.require(before == nullptr || before->people + admitted.people <= admitted.party, "the code is used up");
    if (before == nullptr) {
      const auto index = static_cast<std::uint32_t>(checked_.state.admissions.size());
      checked_.state.admissions.push_back({.booking = admitted.booking,
                                           .code = admitted.code,
                                           .service = admitted.service,
                                           .slot = admitted.slot,
                                           .party = admitted.party,
                                           .people = 0,
                                           .tickets = {},
                                           .numbers = {}});
      checked_.state.by_booking.insert(hash_of(admitted.booking), index);
      if (!admitted.code.empty()) {
        checked_.state.by_code.insert(hash_of(admitted.code), index);
      }
    }
    Admission& admission = before == nullptr ? checked_.state.admissions.back() : *checked_.admission_of(*before);
    admission.people = static_cast<std::uint8_t>(admission.people + admitted.people);
    admission.numbers.insert(admission.numbers.end(), admitted.numbers.begin(), admitted.numbers.end());
    admission.at = checked_.event.at;
    checked_.show("admitted", admitted.numbers, admitted.message_id, admitted.message_en);
  }
  void on(const TicketIssued& issued) {
    checked_.require(checked_.state.day_state == DayState::open, "the day is closed");
    checked_.require(issued.ticket == checked_.state.tickets.size() + 1, "tickets are numbered one by one");
    const QueueNumber number = checked_.fresh(issued.number);
    Admission* admission = issued.booking != 0 ? checked_.newest_admission_of(issued.booking) : nullptr;
    checked_.require(issued.booking == 0 || admission != nullptr, "its booking was not admitted");
    Ticket& ticket = checked_.state.tickets.emplace_back();
    ticket.id = issued.ticket;
    ticket.stage = checked_.stage_of(issued.service, issued.stage);
    ticket.issued = checked_.event.at;
    ticket.people = issued.people;
    ticket.booking = issued.booking;
    ticket.page_key = issued.page_key;
    ticket.language = issued.language;
    checked_.give(ticket, number);
    if (issued.held_until) {
      ticket.pool = checked_.pool_of(issued.line.pool);
      ticket.klass = checked_.class_of(issued.line.class_key);
      ticket.position = issued.line.position;
      ticket.state = TicketState::held;
      ticket.until = *issued.held_until;
      checked_.state.lines.hold(ticket.id, ticket.until);
    } else {
      checked_.join(ticket, issued.line);
    }
    ++checked_.state.counts.issued;
    ++checked_.state.class_issued[ticket.klass];
    if (admission != nullptr) {
      admission->tickets.push_back(ticket.id);
    }
    if (!issued.reason.empty()) {
      checked_.note(ticket, issued.booking != 0 ? StepKind::forced : StepKind::walk_in, 0, issued.reason);
    }
    if (issued.key) {
      checked_.state.asked_for.try_emplace(*issued.key, AskedFor{issued.number, checked_.event.seq});
    }
    if (issued.walk_in) {
      ++checked_.state
            .walk_ins[{checked_.service_of(issued.service), static_cast<std::int16_t>(issued.walk_in->minutes())}];
      checked_.show("walk_in", {issued.number}, issued.message_id, issued.message_en);
    }
  }
  void on(const ScanAnswered& answer) {
    checked_.show(answer.outcome, answer.numbers, answer.message_id, answer.message_en);
  }
  void on(const HourCame& came) {
    Ticket& ticket = checked_.ticket_in(came.ticket, {TicketState::held});
    checked_.state.lines.unhold(ticket.id);
    checked_.join(ticket);
  }
  void on(const ClassGranted& granted) {
    Ticket& ticket = checked_.ticket_in(granted.ticket, {TicketState::held, TicketState::waiting, TicketState::parked});
    checked_.note(ticket, StepKind::class_granted, 0, granted.reason);
    const auto from = ticket.klass;
    ticket.klass = checked_.class_of(granted.class_key);
    if (ticket.state == TicketState::waiting) {
      checked_.state.lines.move(ticket.id, ticket.pool, from, ticket.klass, ticket.position, ticket.joined);
    }
    --checked_.state.class_issued[from];
    ++checked_.state.class_issued[ticket.klass];
  }
  void on(const TicketReturned& returned) {
    Ticket& ticket = checked_.ticket_in(returned.ticket, {TicketState::missed});
    checked_.note(ticket, StepKind::returned, 0);
    ++ticket.returns;
    checked_.join(ticket, returned.line);
  }
  void on(const TicketCancelled& cancelled) {
    checked_.end(checked_.live_ticket(cancelled.ticket), TicketState::cancelled, Outcome::cancelled);
  }

  // Counters

  void on(const Called& called) {
    Ticket& ticket = checked_.ticket_in(
        called.ticket, {TicketState::held, TicketState::waiting, TicketState::parked, TicketState::missed});
    Counter& counter = checked_.open_counter(called.counter);
    checked_.require(called.call == checked_.state.calls + 1, "calls are numbered one by one");
    checked_.take_out(ticket);
    const TurnKind kind = called.turn.kind;
    counter.cost.call = 0;
    counter.finished = {};
    if (kind == TurnKind::out_of_order) {
      checked_.note(ticket, StepKind::out_of_order, called.counter, called.reason);
    } else if (kind != TurnKind::own_line) {
      charge(called, counter.cost, ticket.joined);
    }
    checked_.at_counter(ticket, counter, TicketState::called);
    ticket.recalls = 0;
    ticket.called = checked_.running;
    ticket.started = UtcTime{};
    checked_.announce(counter, ticket, called.call, called.service, false);
  }
  void charge(const Called& called, CallCost& cost, const JoinStamp& joined) {
    const Turn& turn = called.turn;
    const bool fills = turn.fills.value_or(turn.kind == TurnKind::filling);
    const auto pool = checked_.pool_of(turn.pool);
    const auto klass = checked_.class_of(turn.class_key);
    checked_.state.lines.charge(cost, called.call, pool, klass, fills ? Tier::filling : Tier::ordinary, turn.pass,
                                turn.clock);
    if (!called.from) {
      return;
    }
    for (const CalledFrom& line : *called.from) {
      const auto from = checked_.pool_of(line.pool);
      const auto only = line.class_key.empty() ? std::nullopt : std::optional(checked_.class_of(line.class_key));
      checked_.state.lines.pass_over(cost, joined, {from, only});
    }
  }
  void on(const Recalled& recalled) {
    Ticket& ticket = checked_.ticket_at(recalled.counter, recalled.ticket, {TicketState::called});
    checked_.require(recalled.call == checked_.state.calls + 1, "calls are numbered one by one");
    ticket.recalls = recalled.times;
    checked_.announce(checked_.counter_of(recalled.counter), ticket, recalled.call, recalled.service, true);
  }
  void on(const ServingStarted& started) {
    Ticket& ticket = checked_.ticket_at(started.counter, started.ticket, {TicketState::called});
    ticket.state = TicketState::serving;
    ticket.started = checked_.running;
  }
  void on(const ServedDirect& served) {
    Ticket& ticket = checked_.ticket_in(served.ticket, {TicketState::waiting});
    serve(ticket, checked_.open_counter(served.counter));
  }
  void on(const Missed& missed) {
    Ticket& ticket = checked_.ticket_at(missed.counter, missed.ticket, {TicketState::called});
    checked_.note(ticket, StepKind::missed, missed.counter);
    checked_.take_out(ticket);
    ticket.state = TicketState::missed;
    ++checked_.state.missed_calls;
    checked_.state.missed_ms += static_cast<std::uint64_t>((checked_.running - ticket.called).count());
  }
  void on(const Finished& finished) {
    Ticket& ticket = checked_.ticket_at(finished.counter, finished.ticket, {TicketState::called, TicketState::serving});
    std::optional<QueueNumber> number;
    if (finished.next && !finished.next->new_number.empty()) {
      number = checked_.fresh(finished.next->new_number);
    }
    Counter& counter = checked_.counter_of(finished.counter);
    LastFinish last{.ticket = ticket.id,
                    .state = ticket.state,
                    .stage = ticket.stage,
                    .pool = ticket.pool,
                    .klass = ticket.klass,
                    .returns = ticket.returns,
                    .number = ticket.number,
                    .was = ticket.was,
                    .position = ticket.position,
                    .joined = ticket.joined,
                    .called = ticket.called,
                    .next = {},
                    .seconds = finished.seconds,
                    .pace = measure(counter, checked_.pool_of(finished.pool), finished.seconds)};
    checked_.note(ticket, StepKind::finished, finished.counter);
    if (!finished.next) {
      checked_.end(ticket, TicketState::finished, Outcome::served);
      counter.finished = last;
      return;
    }
    checked_.take_out(ticket);
    ticket.stage = checked_.stage_of(finished.service, finished.next->stage);
    ticket.returns = 0;
    if (number) {
      checked_.give(ticket, *number);
    }
    checked_.join(ticket, finished.next->line);
    last.next = ticket.joined;
    counter.finished = last;
  }
  void on(const FinishUndone& undone) {
    Counter& counter = checked_.free_counter(undone.counter);
    const LastFinish last = counter.finished;
    checked_.require(last.ticket == undone.ticket && last.ticket != 0, "it was not the latest finish at that counter");
    Ticket& ticket = checked_.ticket_in(undone.ticket, {TicketState::waiting, TicketState::finished});
    checked_.require(is_as_finished(ticket, last), "the ticket has moved on");
    checked_.require(last.number.text() == undone.number, "it had another number");
    checked_.require((last.state == TicketState::serving) == undone.serving, "it was in another state");
    if (ticket.state == TicketState::finished) {
      --checked_.state.counts.served;
      ticket.outcome = Outcome::none;
    } else {
      checked_.take_out(ticket);
    }
    ticket.stage = last.stage;
    ticket.pool = last.pool;
    ticket.returns = last.returns;
    ticket.number = last.number;
    ticket.was = last.was;
    ticket.position = last.position;
    ticket.joined = last.joined;
    const auto done = std::find_if(ticket.steps.rbegin(), ticket.steps.rend(),
                                   [](const Step& step) { return step.kind == StepKind::finished; });
    if (done != ticket.steps.rend()) {
      ticket.steps.erase(std::next(done).base());
    }
    checked_.at_counter(ticket, counter, last.state);
    forget_measured(counter, checked_.pool_of(undone.pool), last);
    counter.finished = {};
  }
  /// What it added to the counter's pace; nothing while too few were measured to tell.
  std::optional<std::uint64_t> measure(Counter& counter, PoolIndex pool, std::uint32_t seconds) {
    constexpr std::size_t enough = 8;
    std::optional<std::uint64_t> pace;
    auto& times = checked_.state.times[pool];
    auto& sum = checked_.state.time_sums[pool];
    if (times.size() >= enough) {
      pace = std::uint64_t{seconds} * 1000 * times.size() / std::max<std::uint64_t>(sum, 1);
      ++counter.services;
      counter.pace_sum += *pace;
    }
    if (times.size() >= State::max_times) {
      sum -= times.front();
      times.erase(times.begin());
    }
    times.push_back(seconds);
    sum += seconds;
    return pace;
  }
  void forget_measured(Counter& counter, PoolIndex pool, const LastFinish& last) {
    auto& times = checked_.state.times[pool];
    const auto measured = std::find(times.rbegin(), times.rend(), last.seconds);
    if (measured != times.rend()) {
      checked_.state.time_sums[pool] -= last.seconds;
      times.erase(std::next(measured).base());
    }
    if (last.pace) {
      --counter.services;
      counter.pace_sum -= *last.pace;
    }
  }
  void on(const Parked& parked) {
    Ticket& ticket = checked_.ticket_at(parked.counter, parked.ticket, {TicketState::called, TicketState::serving});
    checked_.note(ticket, StepKind::parked, parked.counter, parked.reason);
    checked_.take_out(ticket);
    ticket.state = TicketState::parked;
    if (parked.until) {
      ticket.until = *parked.until;
      checked_.state.lines.hold(ticket.id, ticket.until);
    }
  }
  void on(const ParkingEnded& ended) {
    Ticket& ticket = checked_.ticket_in(ended.ticket, {TicketState::parked});
    checked_.require(ticket.until != UtcTime{}, "it was parked without a time");
    checked_.state.lines.unhold(ticket.id);
    checked_.back_in_line(ticket);
  }
  void on(const Resumed& resumed) {
    Ticket& ticket = checked_.ticket_in(resumed.ticket, {TicketState::parked});
    serve(ticket, checked_.open_counter(resumed.counter));
  }
  void on(const CallCancelled& cancelled) {
    Ticket& ticket = checked_.ticket_at(cancelled.counter, cancelled.ticket, {TicketState::called});
    checked_.note(ticket, StepKind::call_cancelled, cancelled.counter, cancelled.reason);
    uncalled(checked_.counter_of(cancelled.counter), ticket);
  }
  void on(const HandedBack& handed) {
    Ticket& ticket = checked_.ticket_at(handed.counter, handed.ticket, {TicketState::called, TicketState::serving});
    uncalled(checked_.counter_of(handed.counter), ticket);
  }
  void uncalled(Counter& counter, Ticket& ticket) {
    checked_.take_out(ticket);
    if (counter.cost.call != 0) {
      checked_.state.lines.take_back(counter.cost);
      for (Counter& other : checked_.state.counters) {
        Lines::forget_call(other.cost, counter.cost);
      }
      counter.cost.call = 0;
    }
    checked_.back_in_line(ticket);
  }
  void on(const Transferred& transferred) {
    Ticket& ticket = checked_.live_ticket(transferred.ticket);
    std::optional<QueueNumber> number;
    if (!transferred.new_number.empty()) {
      number = checked_.fresh(transferred.new_number);
    }
    const StageIndex stage = checked_.stage_of(transferred.service, transferred.stage);
    // A line that was closed sends its people to the line of their stage; nobody did that to this person.
    if (transferred.from != 0 || transferred.to != 0 || stage != ticket.stage) {
      checked_.note(ticket, StepKind::transferred, transferred.from, transferred.reason);
    }
    checked_.take_out(ticket);
    ticket.stage = stage;
    if (number) {
      checked_.give(ticket, *number);
    }
    checked_.join(ticket, transferred.line);
  }
  void on(const LineReplaced& replaced) {
    Ticket& ticket = checked_.live_ticket(replaced.ticket);
    const bool waits = ticket.state == TicketState::waiting;
    if (waits) {
      checked_.state.lines.leave(ticket.id, ticket.pool, ticket.klass);
    }
    const auto from = ticket.klass;
    ticket.stage = checked_.stage_of(replaced.service, replaced.stage);
    ticket.pool = checked_.pool_of(replaced.line.pool);
    ticket.klass = checked_.class_of(replaced.line.class_key);
    ticket.position = replaced.line.position;
    if (waits) {
      checked_.state.lines.rejoin(ticket.id, ticket.pool, ticket.klass, ticket.position, ticket.joined);
    }
    --checked_.state.class_issued[from];
    ++checked_.state.class_issued[ticket.klass];
  }
  void serve(Ticket& ticket, Counter& counter) {
    checked_.take_out(ticket);
    counter.cost.call = 0;
    counter.finished = {};
    checked_.at_counter(ticket, counter, TicketState::serving);
    ticket.called = checked_.running;
    ticket.started = checked_.running;
    counter.called_at = checked_.event.at;
  }

  void on(const CounterOpened& opened) {
    Counter& counter = checked_.counter_of(opened.counter);
    counter.state = CounterState::open;
    counter.pause_reason.clear();
  }
  void on(const CounterPaused& paused) {
    Counter& counter = checked_.counter_of(paused.counter);
    counter.state = CounterState::paused;
    counter.pause_reason = paused.reason;
  }
  void on(const CounterClosed& closed) {
    Counter& counter = checked_.free_counter(closed.counter);
    counter.state = CounterState::closed;
    counter.pause_reason.clear();
    counter.finished = {};
  }
  void on(const LoggedIn& login) { checked_.counter_of(login.counter).officer = login.officer; }
  void on(const LoggedOut& logout) { checked_.counter_of(logout.counter).officer.clear(); }

  // Around the queue

  void on(const AlarmRaised& raised) {
    const auto at =
        std::lower_bound(checked_.state.alarms.begin(), checked_.state.alarms.end(), raised.subject,
                         [](const AlarmView& a, const std::string& subject) { return a.subject < subject; });
    if (at != checked_.state.alarms.end() && at->subject == raised.subject) {
      at->text_id = raised.text_id;
      at->text_en = raised.text_en;
    } else {
      checked_.state.alarms.insert(at, {raised.subject, raised.text_id, raised.text_en, checked_.event.at});
    }
  }
  void on(const AlarmCleared& cleared) {
    std::erase_if(checked_.state.alarms, [&](const AlarmView& alarm) { return alarm.subject == cleared.subject; });
  }

  // The hall

  void on(const HallPaused& paused) {
    checked_.require(checked_.state.day_state == DayState::open, "no day is open");
    auto& pause = checked_.state.hall_pause;
    pause = HallPause{pause ? pause->since : checked_.event.at, paused.until, paused.reason};
  }
  void on(const HallResumed&) {
    checked_.require(checked_.state.hall_pause.has_value(), "the hall is not paused");
    checked_.state.hall_pause.reset();
  }
  void on(const NoticeSet& set) {
    auto& notices = checked_.state.notices;
    checked_.require(notices.size() < State::max_notices, "there are too many notices");
    notices.push_back({checked_.event.seq, set.severity, set.text_id, set.text_en, checked_.event.at, set.until});
  }
  void on(const NoticeEnded& ended) {
    checked_.require(
        std::erase_if(checked_.state.notices, [&](const Notice& notice) { return notice.id == ended.notice; }) == 1,
        "there is no such notice");
  }
  void on(const WalkInsSet& set) {
    const std::pair where{checked_.service_of(set.service), static_cast<std::int16_t>(set.from.minutes())};
    if (set.quota) {
      checked_.state.walk_in_quotas[where] = *set.quota;
    } else {
      checked_.state.walk_in_quotas.erase(where);
    }
  }
  void on(const LastNumbersSet& set) { checked_.state.last_numbers = set.at; }
  void on(const SettingsChanged& changed) { checked_.state.settings = changed.digest; }

  // What people say

  void on(const FeedbackGiven& given) {
    if (given.opening == checked_.state.opening) {
      Ticket& ticket = checked_.ticket_in(given.ticket, {TicketState::finished});
      checked_.require(!ticket.feedback, "it was given before");
      ticket.feedback = given.feedback;
    }
    // A day that is opened again knows it, too. A replay that starts later does not know the day, and needs
    // not.
    for (auto& kept : checked_.state.closed_days.days) {
      if (kept->opening == given.opening && given.ticket >= 1 && given.ticket <= kept->tickets.size() &&
          kept->ticket(given.ticket).state == TicketState::finished) {
        State with = *kept;
        with.tickets[given.ticket - 1].feedback = given.feedback;
        kept = std::make_shared<const State>(std::move(with));
      }
    }
  }

  CheckedState checked_;
  const Plan& plan_;
};

}  // namespace

void apply(State& state, const Plan& plan, const Event& event) { Applier(state, plan, event).run(); }

}  // namespace antrean::queue
