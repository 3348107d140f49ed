#include "reports/counting.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

namespace antrean::reports {

void Figures::add_counts(const Figures& other) {
  arrivals += other.arrivals;
  walk_ins += other.walk_ins;
  people += other.people;
  recalls += other.recalls;
  served += other.served;
  no_shows += other.no_shows;
  cancelled += other.cancelled;
  unserved += other.unserved;
  for (std::size_t i = 0; i < feedback.size(); ++i) {
    feedback[i] += other.feedback[i];
  }
}

/// The changes of one event, in an opening that is known. Events that no report counts use the template at
/// the end.
struct Counting::Visit {
  Counting& all;
  std::uint64_t opening;
  const queue::Event& event;
  Known& known = all.known_.at(opening);

  void operator()(const queue::DayReopened&) const {
    known.officers.clear();
    for (auto& [id, ticket] : known.tickets) {
      if (ticket.outcome == queue::Outcome::day_closed) {
        take_end_back(ticket);
      }
    }
  }
  void operator()(const queue::LoggedIn& it) const { known.officers[it.counter] = it.officer; }
  void operator()(const queue::LoggedOut& it) const { known.officers.erase(it.counter); }

  void operator()(const queue::Admitted& it) const {
    const SlotPlace place{it.service, it.slot.start};
    all.changes_.slots[opening].insert(place);
    SlotFigures& slot = known.shown.slots[place];
    (it.listed ? slot.arrived : slot.unlisted) += it.people;
  }
  void operator()(const queue::TicketIssued& it) const {
    Ticket& ticket = known.tickets[it.ticket];
    ticket = {};
    ticket.service = it.service;
    ticket.class_key = it.line.class_key;
    Figures& here = cell(place(ticket, 0));
    ++here.arrivals;
    here.walk_ins += it.booking == 0 ? 1 : 0;
    here.people += it.people;
  }
  void operator()(const queue::ClassGranted& it) const { known.tickets[it.ticket].class_key = it.class_key; }
  void operator()(const queue::Transferred& it) const { moved(it.ticket, it.service, it.line.class_key); }
  void operator()(const queue::LineReplaced& it) const { moved(it.ticket, it.service, it.line.class_key); }

  void operator()(const queue::Called& it) const {
    Ticket& ticket = known.tickets[it.ticket];
    take_end_back(ticket);
    const Place here = place(ticket, it.counter);
    cell(here).waits.add(it.waited_s);
    ticket.wait.emplace(here, it.waited_s);
  }
  void operator()(const queue::CallCancelled& it) const { take_wait_back(it.ticket); }
  void operator()(const queue::HandedBack& it) const { take_wait_back(it.ticket); }
  void operator()(const queue::Recalled& it) const { ++cell(place(known.tickets[it.ticket], it.counter)).recalls; }

  void operator()(const queue::Finished& it) const {
    Ticket& ticket = known.tickets[it.ticket];
    const Place here = place(ticket, it.counter);
    cell(here).services.add(it.seconds);
    ticket.service_time.emplace(here, it.seconds);
    if (it.next) {
      ticket.class_key = it.next->line.class_key;
    } else {
      ends(ticket, queue::Outcome::served, it.counter);
    }
  }
  void operator()(const queue::FinishUndone& it) const {
    Ticket& ticket = known.tickets[it.ticket];
    take_end_back(ticket);
    if (ticket.service_time) {
      const auto& [where, seconds] = *ticket.service_time;
      cell(where).services.take_back(seconds);
      ticket.class_key = where.class_key;
      ticket.service_time.reset();
    }
    ticket.service = it.service;
  }

  void operator()(const queue::Missed& it) const {
    ends(known.tickets[it.ticket], queue::Outcome::no_show, it.counter);
  }
  void operator()(const queue::TicketReturned& it) const {
    Ticket& ticket = known.tickets[it.ticket];
    take_end_back(ticket);
    ticket.class_key = it.line.class_key;
  }
  void operator()(const queue::TicketCancelled& it) const {
    ends(known.tickets[it.ticket], queue::Outcome::cancelled, it.counter);
  }
  void operator()(const queue::ClosedUnserved& it) const { ends(known.tickets[it.ticket], it.outcome, 0); }

  void operator()(const queue::FeedbackGiven& it) const {
    Ticket& ticket = known.tickets[it.ticket];
    if (std::exchange(ticket.has_feedback, true)) {
      return;
    }
    const Place here = ticket.service_time ? ticket.service_time->first : place(ticket, 0);
    ++cell(here).feedback[static_cast<std::size_t>(it.feedback)];
  }

  template <class Other>
  void operator()(const Other&) const {}

 private:
  Place place(const Ticket& ticket, CounterId counter) const {
    const auto officer = known.officers.find(counter);
    return {.hour = static_cast<std::uint8_t>(TimeOfDay::of(event.at, all.zone_).minutes() / 60 % 24),
            .counter = counter,
            .officer = officer == known.officers.end() ? std::string() : officer->second,
            .service = ticket.service,
            .class_key = ticket.class_key};
  }
  Figures& cell(const Place& place) const {
    all.changes_.cells[opening].insert(place);
    return known.shown.cells[place];
  }

  void moved(queue::TicketId id, const std::string& service, const std::string& class_key) const {
    Ticket& ticket = known.tickets[id];
    ticket.service = service;
    ticket.class_key = class_key;
  }
  void take_wait_back(queue::TicketId id) const {
    Ticket& ticket = known.tickets[id];
    if (ticket.wait) {
      cell(ticket.wait->first).waits.take_back(ticket.wait->second);
      ticket.wait.reset();
    }
  }

  static std::uint32_t* count_of(Figures& figures, queue::Outcome outcome) {
    switch (outcome) {
      case queue::Outcome::served:
        return &figures.served;
      case queue::Outcome::no_show:
        return &figures.no_shows;
      case queue::Outcome::cancelled:
        return &figures.cancelled;
      case queue::Outcome::day_closed:
        return &figures.unserved;
      case queue::Outcome::none:
        break;
    }
    return nullptr;
  }
  void take_end_back(Ticket& ticket) const {
    if (ticket.ended) {
      --*count_of(cell(*ticket.ended), ticket.outcome);
      ticket.ended.reset();
      ticket.outcome = queue::Outcome::none;
    }
  }
  void ends(Ticket& ticket, queue::Outcome outcome, CounterId counter) const {
    if (ticket.outcome == outcome || outcome == queue::Outcome::none) {
      return;  // closing the day says once more that a missed ticket was missed
    }
    take_end_back(ticket);
    const Place here = place(ticket, counter);
    ++*count_of(cell(here), outcome);
    ticket.ended = here;
    ticket.outcome = outcome;
  }
};

namespace {

/// That an event names, because it may be another one than that of the events around it.
std::optional<std::uint64_t> opening_of(const queue::Event& event) {
  if (const auto* reopened = std::get_if<queue::DayReopened>(&event.body)) {
    return reopened->opening;
  }
  const auto* feedback = std::get_if<queue::FeedbackGiven>(&event.body);
  return feedback == nullptr ? std::nullopt : std::optional(feedback->opening);
}

}  // namespace

std::optional<std::uint64_t> Counting::lacks(const queue::Event& event) const {
  const auto needed = opening_of(event);
  return at_ != 0 && needed && !known_.contains(*needed) ? needed : std::nullopt;
}

void Counting::take(const queue::Event& event) {
  if (const auto* opened = std::get_if<queue::DayOpened>(&event.body)) {
    at_ = event.seq;
    Known& fresh = known_[at_];
    fresh = {};
    fresh.shown.day = opened->day;
    changes_.opened.insert(at_);
    return;
  }
  if (at_ == 0) {
    return;
  }
  const std::uint64_t opening = opening_of(event).value_or(at_);
  if (!known_.contains(opening)) {
    throw std::logic_error("reports: an event belongs to a day that was never counted");
  }
  if (std::holds_alternative<queue::DayReopened>(event.body)) {
    at_ = opening;
  }
  std::visit(Visit{*this, opening, event}, static_cast<const queue::EventBodies&>(event.body));
}

void Counting::forget(std::uint64_t keep_from) {
  while (known_.size() > kept_openings && known_.begin()->first < keep_from && known_.begin()->first != at_) {
    known_.erase(known_.begin());
  }
}

}  // namespace antrean::reports
