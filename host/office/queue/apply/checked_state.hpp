// The state as apply() may touch it: finds what an event names, checks that it is there and in the state it
// must be in, and has the moves that events share (join a line, leave it, stand at a counter). Used by
// apply.cpp only. Throws ReplayError when an event does not fit the state.
#pragma once

#include <algorithm>
#include <initializer_list>

#include "queue/engine.hpp"

namespace antrean::queue {

class CheckedState {
 public:
  CheckedState(State& state_, const Event& event_) : state(state_), event(event_) {}

  void require(bool holds, const char* what) const {
    if (!holds) {
      throw ReplayError("event " + std::to_string(event.seq) + " (" + std::string(name_of(event)) +
                        ") does not fit the state: " + what);
    }
  }

  Ticket& ticket_in(TicketId id, std::initializer_list<TicketState> allowed) {
    require(id >= 1 && id <= state.tickets.size(), "no such ticket");
    Ticket& ticket = state.tickets[id - 1];
    require(std::find(allowed.begin(), allowed.end(), ticket.state) != allowed.end(), "the ticket is in another state");
    return ticket;
  }
  Ticket& live_ticket(TicketId id) {
    return ticket_in(id, {TicketState::held, TicketState::waiting, TicketState::called, TicketState::serving,
                          TicketState::parked, TicketState::missed});
  }
  Ticket& ticket_at(CounterId counter, TicketId id, std::initializer_list<TicketState> allowed) {
    Ticket& ticket = ticket_in(id, allowed);
    const Counter* there = state.counter(counter);
    require(ticket.counter == counter && there != nullptr && there->ticket == id, "the ticket is not at that counter");
    return ticket;
  }

  /// Settings may have lost a counter that the journal still knows.
  Counter& counter_of(CounterId id) {
    const auto found =
        std::find_if(state.counters.begin(), state.counters.end(), [&](const Counter& c) { return c.id == id; });
    if (found != state.counters.end()) {
      return *found;
    }
    state.counters.emplace_back();
    state.counters.back().id = id;
    return state.counters.back();
  }
  Counter& free_counter(CounterId id) {
    const Counter* known = state.counter(id);
    require(known == nullptr || known->ticket == 0, "the counter has a ticket");
    return counter_of(id);
  }
  Counter& open_counter(CounterId id) {
    const Counter* known = state.counter(id);
    require(known != nullptr && known->state == CounterState::open, "the counter is not open");
    return free_counter(id);
  }

  PoolIndex pool_of(const std::string& key) {
    const auto pool = index_in(state.pools, key);
    grow();
    return pool;
  }
  ClassIndex class_of(const std::string& key) {
    const auto klass = index_in(state.classes, key);
    grow();
    return klass;
  }
  ServiceIndex service_of(const std::string& key) { return index_in(state.services, key); }
  StageIndex stage_of(const std::string& service, const std::string& stage) {
    service_of(service);
    const auto& stages = state.stages;
    for (std::size_t i = 0; i < stages.size(); ++i) {
      if (stages[i].stage == stage && stages[i].service == service) {
        return static_cast<StageIndex>(i);
      }
    }
    state.stages.push_back({service, stage});
    return static_cast<StageIndex>(stages.size() - 1);
  }

  void join(Ticket& ticket, const Line& line) {
    ticket.pool = pool_of(line.pool);
    ticket.klass = class_of(line.class_key);
    ticket.position = line.position;
    join(ticket);
  }
  void join(Ticket& ticket) {
    ticket.state = TicketState::waiting;
    ticket.until = UtcTime{};
    ticket.joined = state.lines.join(ticket.id, ticket.pool, ticket.klass, ticket.position, event.seq, running);
  }
  /// As if it had not been called. A held ticket that was called early was never in line: it joins.
  void back_in_line(Ticket& ticket) {
    if (ticket.joined.seq == 0) {
      return join(ticket);
    }
    ticket.state = TicketState::waiting;
    ticket.until = UtcTime{};
    state.lines.rejoin(ticket.id, ticket.pool, ticket.klass, ticket.position, ticket.joined);
  }
  /// Out of wherever it is: line, hold, or counter.
  void take_out(Ticket& ticket) {
    if (ticket.state == TicketState::waiting) {
      state.lines.leave(ticket.id, ticket.pool, ticket.klass);
    }
    if (ticket.until != UtcTime{}) {
      state.lines.unhold(ticket.id);
    }
    ticket.until = UtcTime{};
    if (ticket.state == TicketState::called || ticket.state == TicketState::serving) {
      counter_of(ticket.counter).ticket = 0;
    }
  }
  void end(Ticket& ticket, TicketState ended_as, Outcome outcome) {
    take_out(ticket);
    ticket.state = ended_as;
    ticket.outcome = outcome;
    auto& counts = state.counts;
    switch (outcome) {
      case Outcome::served:
        ++counts.served;
        break;
      case Outcome::no_show:
        ++counts.no_shows;
        break;
      case Outcome::cancelled:
        ++counts.cancelled;
        break;
      case Outcome::day_closed:
      case Outcome::none:
        ++counts.unserved;
        break;
    }
  }

  Admission* admission_of(const Admission& found) {
    return &state.admissions[static_cast<std::size_t>(&found - state.admissions.data())];
  }
  /// A ticket is issued right after its admission; only that one can have the id of another's.
  Admission* newest_admission_of(BookingId booking) {
    if (!state.admissions.empty() && state.admissions.back().booking == booking) {
      return &state.admissions.back();
    }
    const Admission* found = state.admission(booking);
    return found == nullptr ? nullptr : admission_of(*found);
  }
  /// Remembers what this event does with the ticket, for whoever meets the person next. Before it is done.
  void note(Ticket& ticket, StepKind kind, CounterId counter, const std::string& reason = {}) {
    if (ticket.steps.size() == Ticket::max_steps) {
      ticket.steps.erase(ticket.steps.begin());
    }
    const Counter* at = counter == 0 ? nullptr : state.counter(counter);
    ticket.steps.push_back({.kind = kind,
                            .at = event.at,
                            .by = event.by,
                            .officer = at == nullptr ? std::string() : at->officer,
                            .counter = counter,
                            .stage = ticket.stage,
                            .reason = reason});
  }
  QueueNumber fresh(const std::string& text) const {
    const auto number = QueueNumber::parse(text);
    require(number.has_value(), "that is not a queue number");
    require(state.find(*number) == nullptr, "the number is given to another ticket");
    return *number;
  }
  void give(Ticket& ticket, QueueNumber number) {
    const auto letter = static_cast<std::size_t>(number.letter - 'A');
    if (state.by_number.size() <= letter) {
      state.by_number.resize(letter + 1);
    }
    auto& row = state.by_number[letter];
    if (row.size() <= number.digits) {
      row.resize(number.digits + std::size_t{1});
    }
    row[number.digits] = ticket.id;
    state.last_number[letter] = std::max(state.last_number[letter], number.digits);
    if (ticket.number.digits != 0) {
      ticket.was = ticket.number;
    }
    ticket.number = number;
  }

  void at_counter(Ticket& ticket, Counter& counter, TicketState is) {
    ticket.state = is;
    ticket.counter = counter.id;
    counter.ticket = ticket.id;
  }
  void announce(Counter& counter, const Ticket& ticket, std::uint64_t call, const std::string& service, bool recall) {
    state.calls = call;
    counter.call = call;
    counter.called_at = event.at;
    if (event.by.kind == ActorKind::pad) {
      counter.pad_call = running;
    }
    state.recent_calls[call % State::max_recent_calls] = {call,   ticket.number, counter.id,   service_of(service),
                                                          recall, event.at,      ticket.stage, ticket.language};
  }
  void show(std::string outcome, std::vector<std::string> numbers, const std::string& id, const std::string& en) {
    auto& before = state.entrance_before;
    if (!state.entrance.outcome.empty()) {
      before.insert(before.begin(), std::move(state.entrance));
    }
    state.entrance = {state.entrance.seq + 1, std::move(outcome), std::move(numbers), id, en, event.at};
    std::erase_if(before, [&](const EntranceAnswer& earlier) { return says_again(state.entrance, earlier); });
    if (before.size() > State::max_entrance_before) {
      const auto no_number = [](const EntranceAnswer& earlier) { return earlier.numbers.empty(); };
      const auto oldest_without = std::find_if(before.rbegin(), before.rend(), no_number);
      before.erase(oldest_without == before.rend() ? before.end() - 1 : oldest_without.base() - 1);
    }
  }
  /// Whoever reads `answer` has read `earlier`.
  static bool says_again(const EntranceAnswer& answer, const EntranceAnswer& earlier) {
    if (earlier.numbers.empty()) {
      return earlier.message_id == answer.message_id && earlier.outcome == answer.outcome;
    }
    return std::all_of(earlier.numbers.begin(), earlier.numbers.end(), [&](const std::string& number) {
      return std::find(answer.numbers.begin(), answer.numbers.end(), number) != answer.numbers.end();
    });
  }

  State& state;
  const Event& event;
  Clock clock;  ///< after the event
  UtcTime running{};

 private:
  template <class Key>
  static std::uint16_t index_in(std::vector<Key>& keys, const Key& key) {
    const auto found = std::find(keys.begin(), keys.end(), key);
    const auto index = static_cast<std::uint16_t>(found - keys.begin());
    if (found == keys.end()) {
      keys.push_back(key);
    }
    return index;
  }
  void grow() {
    const auto& pools = state.lines.pools();
    if (pools.size() == state.pools.size() &&
        (pools.empty() || pools.front().class_lines.size() == state.classes.size())) {
      return;
    }
    state.lines.grow(state.pools.size(), state.classes.size());
    state.times.resize(state.pools.size());
    state.time_sums.resize(state.pools.size());
    state.class_issued.resize(state.classes.size());
  }
};

}  // namespace antrean::queue
