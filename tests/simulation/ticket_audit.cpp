#include "ticket_audit.hpp"

#include <algorithm>
#include <variant>

namespace antrean::simulation {

using queue::Outcome;
using queue::TicketId;

void TicketAudit::fail(int promise, const std::string& what) {
  verdict_.broken(promise, what + " (event " + std::to_string(last_seq_) + ")");
}

void TicketAudit::see(const queue::Event& event) {
  if (event.seq != last_seq_ + 1) {
    fail(9, "event " + std::to_string(event.seq) + " follows event " + std::to_string(last_seq_));
  }
  last_seq_ = event.seq;
  event_ = &event;
  order_.see(event);
  std::visit([this](const auto& body) { on(body); }, event.body);
}

std::string TicketAudit::number_at(CounterId counter) const {
  const auto found = today_.at_counter.find(counter);
  return found == today_.at_counter.end() ? std::string() : today_.tickets.at(found->second).number;
}

CounterId TicketAudit::latest_of(const std::vector<CounterId>& counters) const {
  CounterId latest = 0;
  std::uint64_t call = 0;
  for (const CounterId counter : counters) {
    const auto found = today_.last_call.find(counter);
    const std::uint64_t of_counter = found == today_.last_call.end() ? 0 : found->second;
    if (today_.at_counter.count(counter) != 0 && (latest == 0 || of_counter > call)) {
      latest = counter;
      call = of_counter;
    }
  }
  return latest;
}

const TicketAudit::Admission* TicketAudit::admission(BookingId booking) const {
  const auto found = admissions_.find(booking);
  return found == admissions_.end() ? nullptr : &found->second;
}

const TicketAudit::Ticket* TicketAudit::by_number(const std::string& number) const {
  const auto found = today_.numbers.find(number);
  return found == today_.numbers.end() ? nullptr : &today_.tickets.at(found->second);
}

std::size_t TicketAudit::waiting() const {
  return static_cast<std::size_t>(std::count_if(today_.tickets.begin(), today_.tickets.end(), [](const auto& entry) {
    return entry.second.where == Where::line || entry.second.where == Where::held;
  }));
}

TicketAudit::Told TicketAudit::told(BookingId booking) const {
  const auto found = told_.find(booking);
  return found == told_.end() ? Told{} : found->second;
}

TicketAudit::Ticket& TicketAudit::who(TicketId id) {
  if (today_.tickets.count(id) == 0) {
    fail(4, "ticket " + std::to_string(id) + " was never issued");
  }
  return today_.tickets[id];
}

void TicketAudit::take_number(const std::string& number, TicketId id) {
  if (!given_.insert({day_, number}).second) {
    fail(4, "number " + number + " is given twice on one day");
  }
  today_.numbers[number] = id;
  today_.tickets[id].number = number;
}

void TicketAudit::occupy(CounterId counter, TicketId id, Where as) {
  if (!today_.at_counter.emplace(counter, id).second) {
    fail(4, "two tickets at counter " + std::to_string(counter));
  }
  Ticket& ticket = who(id);
  if (ticket.where == Where::called || ticket.where == Where::serving) {
    fail(4, ticket.number + " is at two counters");
  }
  ticket.where = as;
  ticket.counter = counter;
}

void TicketAudit::vacate(CounterId counter, TicketId id) {
  const auto found = today_.at_counter.find(counter);
  if (found == today_.at_counter.end() || found->second != id) {
    fail(4, who(id).number + " leaves counter " + std::to_string(counter) + " where it was not");
    return;
  }
  today_.at_counter.erase(found);
  who(id).counter = 0;
}

void TicketAudit::end(TicketId id, Outcome outcome) {
  Ticket& ticket = who(id);
  if (ticket.where == Where::over) {
    fail(4, ticket.number + " ends twice");
  }
  if (ticket.where == Where::called || ticket.where == Where::serving) {
    vacate(ticket.counter, id);
  }
  ticket.where = Where::over;
  ticket.outcome = outcome;
}

void TicketAudit::same_number(TicketId id, const std::string& number) {
  if (who(id).number != number) {
    fail(4, "ticket " + std::to_string(id) + " is " + who(id).number + ", the event says " + number);
  }
}

void TicketAudit::on(const queue::DayOpened& e) {
  for (const auto& [id, ticket] : today_.tickets) {
    if (ticket.where != Where::over) {
      fail(4, "a new day opens over " + ticket.number + ", which nobody accounted for");
    }
  }
  today_ = {};
  day_ = e.day;
  open_ = true;
}

void TicketAudit::on(const queue::DayReopened& e) {
  const auto stood = closing_.find(e.day);
  if (open_ || stood == closing_.end()) {
    fail(4, "a day is opened again that was not closed");
    return;
  }
  today_ = stood->second;
  day_ = e.day;
  open_ = true;
  // It was reported too early that they did not come.
  for (const auto& [id, ticket] : today_.tickets) {
    if (ticket.where == Where::missed && ticket.booking != 0) {
      told_[ticket.booking].no_show.reset();
    }
  }
}

void TicketAudit::on(const queue::DayClosed& e) {
  std::array<std::uint32_t, 5> ends{};
  for (const auto& [id, ticket] : today_.tickets) {
    if (ticket.where != Where::over) {
      fail(4, "the day closes over " + ticket.number + ", which nobody accounted for");
    }
    ++ends[static_cast<std::size_t>(ticket.outcome)];
  }
  const auto count = [&](Outcome outcome) { return ends[static_cast<std::size_t>(outcome)]; };
  if (e.issued != today_.tickets.size() || e.served != count(Outcome::served) ||
      e.no_shows != count(Outcome::no_show) || e.cancelled != count(Outcome::cancelled) ||
      e.unserved != count(Outcome::day_closed)) {
    fail(4, "the accounts of the day do not add up");
  }
  open_ = false;
}

void TicketAudit::on(const queue::ClosedUnserved& e) {
  same_number(e.ticket, e.number);
  if (const BookingId booking = who(e.ticket).booking; booking != 0 && e.outcome == Outcome::no_show) {
    told_[booking].no_show = event_->at;
  }
  end(e.ticket, e.outcome);
}

void TicketAudit::on(const queue::TicketIssued& e) {
  if (today_.tickets.count(e.ticket) != 0) {
    fail(4, "ticket " + std::to_string(e.ticket) + " is issued twice");
  }
  if (!open_) {
    fail(4, "a number is given on a day that is not open");
  }
  take_number(e.number, e.ticket);
  Ticket& ticket = today_.tickets[e.ticket];
  ticket.where = e.held_until ? Where::held : Where::line;
  ticket.booking = e.booking;
}

void TicketAudit::on(const queue::Admitted& e) {
  Admission& admission = admissions_[e.booking];
  admission.people += e.people;
  ++admission.times;
  admission.numbers.insert(admission.numbers.end(), e.numbers.begin(), e.numbers.end());
  admission.at = event_->at;
  if (Told& told = told_[e.booking]; !told.checked_in) {
    told.checked_in = event_->at;
  }
  if (admission.people > e.party) {
    fail(2, "code " + e.code + " has let in " + std::to_string(admission.people) + " of " + std::to_string(e.party));
  }
}

void TicketAudit::on(const queue::HourCame& e) {
  if (who(e.ticket).where != Where::held) {
    fail(4, "the hour comes for " + e.number + ", which was not held");
  }
  who(e.ticket).where = Where::line;
}

void TicketAudit::on(const queue::TicketReturned& e) {
  if (who(e.ticket).where != Where::missed) {
    fail(4, e.number + " returns and was not missed");
  }
  who(e.ticket).where = Where::line;
}

void TicketAudit::on(const queue::TicketCancelled& e) {
  if (e.reason.empty()) {
    fail(5, e.number + " is cancelled without a reason");
  }
  end(e.ticket, Outcome::cancelled);
}

void TicketAudit::on(const queue::Called& e) {
  same_number(e.ticket, e.number);
  if (e.call != today_.calls.size() + 1) {
    fail(3, "call " + std::to_string(e.call) + " follows call " + std::to_string(today_.calls.size()));
  }
  const Where from = who(e.ticket).where;
  const bool out_of_order = e.turn.kind == queue::TurnKind::out_of_order;
  if (!out_of_order && from != Where::line) {
    fail(5, e.number + " is called and does not wait");
  }
  if (out_of_order && (e.reason.empty() || event_->by.name.empty())) {
    fail(5, e.number + " is called out of order, and nobody says who did it and why");
  }
  today_.calls.push_back({e.call, e.number, e.counter, event_->at});
  today_.last_call[e.counter] = e.call;
  occupy(e.counter, e.ticket, Where::called);
}

void TicketAudit::on(const queue::Recalled& e) {
  same_number(e.ticket, e.number);
  if (e.call != today_.calls.size() + 1) {
    fail(3, "call " + std::to_string(e.call) + " follows call " + std::to_string(today_.calls.size()));
  }
  if (who(e.ticket).counter != e.counter || who(e.ticket).where != Where::called) {
    fail(4, e.number + " is recalled where it was not called");
  }
  today_.calls.push_back({e.call, e.number, e.counter, event_->at});
  today_.last_call[e.counter] = e.call;
}

void TicketAudit::on(const queue::ServingStarted& e) {
  if (who(e.ticket).counter != e.counter) {
    fail(4, e.number + " is served where it was not called");
  }
  who(e.ticket).where = Where::serving;
}

void TicketAudit::on(const queue::ServedDirect& e) {
  if (e.reason.empty()) {
    fail(5, e.number + " is served directly without a reason");
  }
  occupy(e.counter, e.ticket, Where::serving);
}

void TicketAudit::on(const queue::Missed& e) {
  vacate(e.counter, e.ticket);
  who(e.ticket).where = Where::missed;
}

void TicketAudit::on(const queue::Finished& e) {
  same_number(e.ticket, e.number);
  vacate(e.counter, e.ticket);
  if (const BookingId booking = who(e.ticket).booking; booking != 0 && !e.next) {
    told_[booking].served = event_->at;
  }
  if (!e.next) {
    who(e.ticket).where = Where::over;
    who(e.ticket).outcome = Outcome::served;
    return;
  }
  who(e.ticket).where = Where::line;
  if (!e.next->new_number.empty()) {
    take_number(e.next->new_number, e.ticket);
  }
}

void TicketAudit::on(const queue::FinishUndone& e) {
  Ticket& one = who(e.ticket);
  if (one.where != Where::line && !(one.where == Where::over && one.outcome == Outcome::served)) {
    fail(4, e.number + " is taken back to counter " + std::to_string(e.counter) + " from where it is not");
  }
  if (event_->by.name.empty()) {
    fail(5, "the finish of " + e.number + " is undone, and nobody says by whom");
  }
  one.number = e.number;
  one.outcome = Outcome::none;
  occupy(e.counter, e.ticket, e.serving ? Where::serving : Where::called);
}

void TicketAudit::on(const queue::Parked& e) {
  if (e.reason.empty()) {
    fail(5, e.number + " is parked without a reason");
  }
  vacate(e.counter, e.ticket);
  who(e.ticket).where = Where::parked;
}

void TicketAudit::on(const queue::ParkingEnded& e) {
  if (who(e.ticket).where != Where::parked) {
    fail(4, e.number + " was not parked");
  }
  who(e.ticket).where = Where::line;
}

void TicketAudit::on(const queue::Resumed& e) {
  if (who(e.ticket).where != Where::parked) {
    fail(4, e.number + " was not parked");
  }
  occupy(e.counter, e.ticket, Where::serving);
}

void TicketAudit::on(const queue::CallCancelled& e) {
  if (e.reason.empty()) {
    fail(5, "the call of " + e.number + " is taken back without a reason");
  }
  vacate(e.counter, e.ticket);
  who(e.ticket).where = Where::line;
}

void TicketAudit::on(const queue::HandedBack& e) {
  vacate(e.counter, e.ticket);
  who(e.ticket).where = Where::line;
}

void TicketAudit::on(const queue::Transferred& e) {
  if (e.reason.empty()) {
    fail(5, e.number + " is transferred without a reason");
  }
  if (e.from != 0) {
    vacate(e.from, e.ticket);
  }
  if (!e.new_number.empty()) {
    take_number(e.new_number, e.ticket);
  }
  who(e.ticket).where = Where::line;
}

void TicketAudit::on(const queue::CounterClosed& e) {
  if (today_.at_counter.count(e.counter) != 0) {
    fail(4, "counter " + std::to_string(e.counter) + " closes over " + number_at(e.counter));
  }
  today_.open_counters.erase(e.counter);
}

}  // namespace antrean::simulation
