// Events into state. Every event is checked against the state before anything changes: a journal that was damaged or
// edited stops here instead of showing people something that never happened.
#include <algorithm>
#include <numeric>

#include "queue/applying.hpp"

namespace antrean::queue {

namespace {

/// As long as a repeated answer to the same scan is no event (decide) it must be remembered.
/// From the year 9999 to 1970: no two times that events can have are further apart.
constexpr std::uint64_t longest_step_ms = 253'402'300'799'999;

class Applier : private Applying {
 public:
  Applier(State& state, const Plan& plan, const Event& event) : Applying(state, event), plan_(plan) {}

  void run() {
    // Both begin from what is known of their day, whatever came between.
    if (std::holds_alternative<DayOpened>(event_.body) || std::holds_alternative<DayReopened>(event_.body)) {
      require(event_.seq > state_.seq, "its seq is not after the latest");
    } else {
      require(event_.seq == state_.seq + 1, "it does not follow the latest event");
    }
    Clock before = state_.clock;
    if (const auto* step = std::get_if<ClockStepped>(&event_.body)) {
      require(step->back_ms <= longest_step_ms, "no clock goes back so far");
      before.shift += Milliseconds{step->back_ms};
    }
    clock_ = before.moved_to(event_.at);
    running_ = clock_.running;
    std::visit([this](const auto& body) { on(body); }, event_.body);
    state_.seq = event_.seq;
    state_.clock = clock_;
  }

 private:
  // The day

  void on(const DayOpened& opened) {
    State fresh_state(plan_);
    fresh_state.day = opened.day;
    fresh_state.day_state = DayState::open;
    fresh_state.opening = event_.seq;
    fresh_state.entrance.seq = opened.entrance_seq;
    know_numbers(fresh_state, opened.numbers);
    for (const auto& alarm : opened.alarms) {
      fresh_state.alarms.push_back({alarm.subject, alarm.text_id, alarm.text_en, alarm.since});
    }
    fresh_state.closed_days.days = std::move(state_.closed_days.days);
    auto& closed = fresh_state.closed_days.days;
    if (closed.size() > State::max_closed_days) closed.erase(closed.begin(), closed.end() - State::max_closed_days);
    state_ = std::move(fresh_state);
    for (const auto& measured : opened.times) {
      const auto pool = pool_of(measured.pool);
      state_.times[pool] = measured.seconds;
      state_.time_sums[pool] = std::accumulate(measured.seconds.begin(), measured.seconds.end(), std::uint64_t{0});
    }
    clock_ = {event_.at, event_.at, Milliseconds{0}};  // nothing is in flight: no shift of the day before matters
  }
  void know_numbers(State& state, const std::vector<NumbersUsed>& numbers) const {
    for (const auto& used : numbers) {
      if (used.day != state.day) {
        state.numbers_before.push_back(used);
        continue;
      }
      for (const auto& letter : used.letters) {
        require(letter.letter.size() == 1 && letter.letter[0] >= 'A' && letter.letter[0] <= 'Z', "a letter is wrong");
        auto& last = state.last_number[static_cast<std::size_t>(letter.letter[0] - 'A')];
        last = std::max(last, letter.last);
      }
    }
  }
  void on(const DayClosed& closed) {
    require(state_.day_state == DayState::open && closed.day == state_.day, "that day is not open");
    const auto& c = state_.counts;
    require(c.served + c.no_shows + c.cancelled + c.unserved == c.issued, "not every ticket is accounted for");
    state_.day_state = DayState::closed;
    auto& kept = state_.closed_days;
    if (kept.closing == nullptr) return;  // a journal of an earlier release
    std::erase_if(kept.days, [&](const auto& before) { return before->day == closed.day; });
    kept.days.push_back(std::move(kept.closing));
  }
  void on(const DayClosing& closing) {
    require(state_.day_state == DayState::open && closing.day == state_.day, "that day is not open");
    State stood = state_;
    stood.closed_days = {};
    state_.closed_days.closing = std::make_shared<const State>(std::move(stood));
  }
  void on(const DayReopened& reopened) {
    require(state_.day_state != DayState::open, "another day is open");
    const State* stood = state_.closed(reopened.day);
    require(stood != nullptr && stood->opening == reopened.opening, "it is not known how that day stood");
    State back = *stood;
    // What lives on from day to day is as it is now. Numbers that the day had given before are not given again.
    back.numbers_before.clear();
    know_numbers(back, numbers_used(state_));
    back.alarms = std::move(state_.alarms);
    back.entrance = std::move(state_.entrance);
    back.entrance_before = std::move(state_.entrance_before);
    back.closed_days = std::move(state_.closed_days);
    state_ = std::move(back);
    // Durations go on from where they stood; the time between is nobody's waiting when the clock was turned back.
    Clock then = state_.clock;
    if (event_.at < then.wall) then.shift += then.wall - event_.at;
    clock_ = then.moved_to(event_.at);
  }
  void on(const Accounted& accounted) {
    Ticket& ticket = live_ticket(accounted.ticket);
    require(accounted.outcome == Outcome::no_show || accounted.outcome == Outcome::day_closed, "that is no such end");
    end(ticket, TicketState::closed, accounted.outcome);
  }
  void on(const ClockStepped&) {}  // run() has moved the clock

  void on(const NumbersSkipped& skipped) {
    require(state_.day_state == DayState::open, "the day is closed");
    for (const auto& text : skipped.up_to) {
      const auto number = QueueNumber::parse(text);
      require(number.has_value(), "that is not a queue number");
      auto& last = state_.last_number[static_cast<std::size_t>(number->letter - 'A')];
      last = std::max(last, number->digits);
    }
  }

  // The entrance

  void on(const Admitted& admitted) {
    const Admission* before = state_.admission(admitted.booking, admitted.code);
    require(before == nullptr || before->people + admitted.people <= admitted.party, "the code is used up");
    if (before == nullptr) {
      const auto index = static_cast<std::uint32_t>(state_.admissions.size());
      state_.admissions.push_back(
          {admitted.booking, admitted.code, admitted.service, admitted.slot, admitted.party, 0, {}, {}, {}});
      state_.by_booking.insert(hash_of(admitted.booking), index);
      if (!admitted.code.empty()) state_.by_code.insert(hash_of(admitted.code), index);
    }
    Admission& admission = before == nullptr ? state_.admissions.back() : *admission_of(*before);
    admission.people = static_cast<std::uint8_t>(admission.people + admitted.people);
    admission.numbers.insert(admission.numbers.end(), admitted.numbers.begin(), admitted.numbers.end());
    admission.at = event_.at;
    show("admitted", admitted.numbers, admitted.message_id, admitted.message_en);
  }
  void on(const TicketIssued& issued) {
    require(state_.day_state == DayState::open, "the day is closed");
    require(issued.ticket == state_.tickets.size() + 1, "tickets are numbered one by one");
    const QueueNumber number = fresh(issued.number);
    Admission* admission = issued.booking != 0 ? newest_admission_of(issued.booking) : nullptr;
    require(issued.booking == 0 || admission != nullptr, "its booking was not admitted");
    Ticket& ticket = state_.tickets.emplace_back();
    ticket.id = issued.ticket;
    ticket.stage = stage_of(issued.service, issued.stage);
    ticket.issued = event_.at;
    ticket.people = issued.people;
    ticket.booking = issued.booking;
    give(ticket, number);
    if (issued.held_until) {
      ticket.pool = pool_of(issued.line.pool);
      ticket.klass = class_of(issued.line.class_key);
      ticket.place = issued.line.place;
      ticket.state = TicketState::held;
      ticket.until = *issued.held_until;
      state_.lines.hold(ticket.id, ticket.until);
    } else {
      join(ticket, issued.line);
    }
    ++state_.counts.issued;
    ++state_.class_issued[ticket.klass];
    if (admission != nullptr) admission->tickets.push_back(ticket.id);
    if (issued.key) state_.asked_for.try_emplace(*issued.key, AskedFor{issued.number, event_.seq});
    if (issued.walk_in) {
      ++state_.walk_ins[{service_of(issued.service), static_cast<std::int16_t>(issued.walk_in->minutes())}];
      show("walk_in", {issued.number}, issued.message_id, issued.message_en);
    }
  }
  void on(const ScanAnswered& answer) { show(answer.outcome, answer.numbers, answer.message_id, answer.message_en); }
  void on(const HourCame& came) {
    Ticket& ticket = ticket_in(came.ticket, {TicketState::held});
    state_.lines.unhold(ticket.id);
    join(ticket);
  }
  void on(const ClassGranted& granted) {
    Ticket& ticket = ticket_in(granted.ticket, {TicketState::held, TicketState::waiting, TicketState::parked});
    const auto from = ticket.klass;
    ticket.klass = class_of(granted.class_key);
    if (ticket.state == TicketState::waiting) {
      state_.lines.move(ticket.id, ticket.pool, from, ticket.klass, ticket.place, ticket.entry);
    }
    --state_.class_issued[from];
    ++state_.class_issued[ticket.klass];
  }
  void on(const TicketReturned& returned) {
    Ticket& ticket = ticket_in(returned.ticket, {TicketState::missed});
    ++ticket.returns;
    join(ticket, returned.line);
  }
  void on(const TicketCancelled& cancelled) {
    end(live_ticket(cancelled.ticket), TicketState::cancelled, Outcome::cancelled);
  }

  // Counters

  void on(const Called& called) {
    Ticket& ticket =
        ticket_in(called.ticket, {TicketState::held, TicketState::waiting, TicketState::parked, TicketState::missed});
    Counter& counter = open_counter(called.counter);
    require(called.call == state_.calls + 1, "calls are numbered one by one");
    take_out(ticket);
    const TurnKind kind = called.turn.kind;
    counter.cost.call = 0;
    if (kind != TurnKind::out_of_order && kind != TurnKind::own_line) charge(called, counter.cost, ticket.entry);
    at_counter(ticket, counter, TicketState::called);
    ticket.recalls = 0;
    ticket.called = running_;
    ticket.started = UtcTime{};
    announce(counter, ticket, called.call, called.service, false);
  }
  void charge(const Called& called, CallCost& cost, const Entry& entry) {
    const Turn& turn = called.turn;
    const bool fills = turn.fills.value_or(turn.kind == TurnKind::filling);
    const auto pool = pool_of(turn.pool);
    const auto klass = class_of(turn.class_key);
    state_.lines.charge(cost, called.call, pool, klass, fills ? Tier::filling : Tier::ordinary, turn.pass, turn.clock);
    if (!called.from) return;
    for (const CalledFrom& line : *called.from) {
      const auto from = pool_of(line.pool);
      const auto only = line.class_key.empty() ? std::nullopt : std::optional(class_of(line.class_key));
      state_.lines.pass_over(cost, entry, {from, only});
    }
  }
  void on(const Recalled& recalled) {
    Ticket& ticket = ticket_at(recalled.counter, recalled.ticket, {TicketState::called});
    require(recalled.call == state_.calls + 1, "calls are numbered one by one");
    ticket.recalls = recalled.times;
    announce(counter_of(recalled.counter), ticket, recalled.call, recalled.service, true);
  }
  void on(const ServingStarted& started) {
    Ticket& ticket = ticket_at(started.counter, started.ticket, {TicketState::called});
    ticket.state = TicketState::serving;
    ticket.started = running_;
  }
  void on(const ServedDirect& served) {
    Ticket& ticket = ticket_in(served.ticket, {TicketState::waiting});
    serve(ticket, open_counter(served.counter));
  }
  void on(const Missed& missed) {
    Ticket& ticket = ticket_at(missed.counter, missed.ticket, {TicketState::called});
    take_out(ticket);
    ticket.state = TicketState::missed;
    ++state_.missed_calls;
    state_.missed_ms += static_cast<std::uint64_t>((running_ - ticket.called).count());
  }
  void on(const Finished& finished) {
    Ticket& ticket = ticket_at(finished.counter, finished.ticket, {TicketState::called, TicketState::serving});
    std::optional<QueueNumber> number;
    if (finished.next && !finished.next->new_number.empty()) number = fresh(finished.next->new_number);
    measure(counter_of(finished.counter), pool_of(finished.pool), finished.seconds);
    if (!finished.next) return end(ticket, TicketState::finished, Outcome::served);
    take_out(ticket);
    ticket.stage = stage_of(finished.service, finished.next->stage);
    ticket.returns = 0;
    if (number) give(ticket, *number);
    join(ticket, finished.next->line);
  }
  void measure(Counter& counter, PoolIndex pool, std::uint32_t seconds) {
    constexpr std::size_t enough = 8;
    auto& times = state_.times[pool];
    auto& sum = state_.time_sums[pool];
    if (times.size() >= enough) {
      ++counter.services;
      counter.pace_sum += std::uint64_t{seconds} * 1000 * times.size() / std::max<std::uint64_t>(sum, 1);
    }
    if (times.size() >= State::max_times) {
      sum -= times.front();
      times.erase(times.begin());
    }
    times.push_back(seconds);
    sum += seconds;
  }
  void on(const Parked& parked) {
    Ticket& ticket = ticket_at(parked.counter, parked.ticket, {TicketState::called, TicketState::serving});
    take_out(ticket);
    ticket.state = TicketState::parked;
    if (parked.until) {
      ticket.until = *parked.until;
      state_.lines.hold(ticket.id, ticket.until);
    }
  }
  void on(const ParkingEnded& ended) {
    Ticket& ticket = ticket_in(ended.ticket, {TicketState::parked});
    require(ticket.until != UtcTime{}, "it was parked without a time");
    state_.lines.unhold(ticket.id);
    back_in_line(ticket);
  }
  void on(const Resumed& resumed) {
    Ticket& ticket = ticket_in(resumed.ticket, {TicketState::parked});
    serve(ticket, open_counter(resumed.counter));
  }
  void on(const CallCancelled& cancelled) {
    Ticket& ticket = ticket_at(cancelled.counter, cancelled.ticket, {TicketState::called});
    uncalled(counter_of(cancelled.counter), ticket);
  }
  void on(const HandedBack& handed) {
    Ticket& ticket = ticket_at(handed.counter, handed.ticket, {TicketState::called, TicketState::serving});
    uncalled(counter_of(handed.counter), ticket);
  }
  void uncalled(Counter& counter, Ticket& ticket) {
    take_out(ticket);
    if (counter.cost.call != 0) {
      state_.lines.take_back(counter.cost);
      for (Counter& other : state_.counters) Lines::forget_call(other.cost, counter.cost);
      counter.cost.call = 0;
    }
    back_in_line(ticket);
  }
  void on(const Transferred& transferred) {
    Ticket& ticket = live_ticket(transferred.ticket);
    std::optional<QueueNumber> number;
    if (!transferred.new_number.empty()) number = fresh(transferred.new_number);
    take_out(ticket);
    ticket.stage = stage_of(transferred.service, transferred.stage);
    if (number) give(ticket, *number);
    join(ticket, transferred.line);
  }
  void on(const LineReplaced& replaced) {
    Ticket& ticket = live_ticket(replaced.ticket);
    const bool waits = ticket.state == TicketState::waiting;
    if (waits) state_.lines.leave(ticket.id, ticket.pool, ticket.klass);
    const auto from = ticket.klass;
    ticket.stage = stage_of(replaced.service, replaced.stage);
    ticket.pool = pool_of(replaced.line.pool);
    ticket.klass = class_of(replaced.line.class_key);
    ticket.place = replaced.line.place;
    if (waits) state_.lines.rejoin(ticket.id, ticket.pool, ticket.klass, ticket.place, ticket.entry);
    --state_.class_issued[from];
    ++state_.class_issued[ticket.klass];
  }
  void serve(Ticket& ticket, Counter& counter) {
    take_out(ticket);
    counter.cost.call = 0;
    at_counter(ticket, counter, TicketState::serving);
    ticket.called = running_;
    ticket.started = running_;
    counter.called_at = event_.at;
  }

  void on(const CounterOpened& opened) {
    Counter& counter = counter_of(opened.counter);
    counter.state = CounterState::open;
    counter.pause_reason.clear();
  }
  void on(const CounterPaused& paused) {
    Counter& counter = counter_of(paused.counter);
    counter.state = CounterState::paused;
    counter.pause_reason = paused.reason;
  }
  void on(const CounterClosed& closed) {
    Counter& counter = free_counter(closed.counter);
    counter.state = CounterState::closed;
    counter.pause_reason.clear();
  }
  void on(const LoggedIn& login) { counter_of(login.counter).officer = login.officer; }
  void on(const LoggedOut& logout) { counter_of(logout.counter).officer.clear(); }

  // Around the queue

  void on(const AlarmRaised& raised) {
    const auto at =
        std::lower_bound(state_.alarms.begin(), state_.alarms.end(), raised.subject,
                         [](const AlarmView& a, const std::string& subject) { return a.subject < subject; });
    if (at != state_.alarms.end() && at->subject == raised.subject) {
      at->text_id = raised.text_id;
      at->text_en = raised.text_en;
    } else {
      state_.alarms.insert(at, {raised.subject, raised.text_id, raised.text_en, event_.at});
    }
  }
  void on(const AlarmCleared& cleared) {
    std::erase_if(state_.alarms, [&](const AlarmView& alarm) { return alarm.subject == cleared.subject; });
  }

  const Plan& plan_;
};

}  // namespace

void apply(State& state, const Plan& plan, const Event& event) { Applier(state, plan, event).run(); }

}  // namespace antrean::queue
