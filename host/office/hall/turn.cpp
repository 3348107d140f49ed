#include "hall/turn.hpp"

#include <utility>

namespace antrean::office {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

office_api::Result result(BookingId booking, office_api::ResultKind kind, UtcTime at) { return {booking, kind, at}; }

}  // namespace

std::optional<queue::Refusal> Turn::attempt(const queue::Command& command,
                                            const std::function<void(queue::Event&)>& polish) {
  auto decision = queue::decide(state_, plan_, command, now_);
  if (auto* refusal = std::get_if<queue::Refusal>(&decision)) {
    return std::move(*refusal);
  }
  for (queue::Event& event : std::get<std::vector<queue::Event>>(decision)) {
    if (polish) {
      polish(event);
    }
    const auto told = results_of(event, state_);
    batch_.results.insert(batch_.results.end(), told.begin(), told.end());
    queue::apply(state_, plan_, event);
    batch_.events.push_back(std::move(event));
  }
  return std::nullopt;
}

std::optional<AcknowledgedPresses> Turn::acknowledged(const PadId& pad) const {
  const auto known = pads_.find(text(pad));
  return known == pads_.end() ? std::nullopt : std::optional{known->second.acknowledged};
}

ButtonSet Turn::flashes_owed(const PadId& pad) const {
  const auto known = pads_.find(text(pad));
  return known == pads_.end() ? ButtonSet{0} : known->second.flashes_owed;
}

void Turn::note(const PadId& pad, const AcknowledgedPresses& presses, ButtonSet flashes_owed) {
  const std::string name = text(pad);
  pads_[name] = {.acknowledged = presses, .flashes_owed = flashes_owed};
  std::erase_if(batch_.pads, [&name](const auto& row) { return row.pad == name; });
  batch_.pads.push_back(
      {.pad = name, .boot_id = presses.boot_id, .presses = presses.counters, .flashes_owed = flashes_owed});
}

namespace {

std::vector<office_api::Result> taken_back(const queue::State& stood, UtcTime at) {
  std::vector<office_api::Result> results;
  for (const queue::Ticket& ticket : stood.tickets) {
    if (ticket.state == queue::TicketState::missed && ticket.booking != 0) {
      results.push_back(result(ticket.booking, office_api::ResultKind::checked_in, at));
    }
  }
  return results;
}

}  // namespace

std::vector<office_api::Result> results_of(const queue::Event& event, const queue::State& before) {
  using office_api::ResultKind;
  if (const auto* reopened = std::get_if<queue::DayReopened>(&event.body)) {
    const queue::State* stood = before.closed(reopened->day);
    return stood == nullptr ? std::vector<office_api::Result>{} : taken_back(*stood, event.at);
  }
  const auto booking = [&](queue::TicketId ticket) { return before.ticket(ticket).booking; };
  const auto told =
      std::visit(Overloaded{
                     [&](const queue::Admitted& e) { return result(e.booking, ResultKind::checked_in, event.at); },
                     [&](const queue::Finished& e) {
                       return result(e.next ? 0 : booking(e.ticket), ResultKind::served, event.at);
                     },
                     [&](const queue::Accounted& e) {
                       const bool missed = e.outcome == queue::Outcome::no_show;
                       return result(missed ? booking(e.ticket) : 0, ResultKind::no_show, event.at);
                     },
                     [&](const auto&) { return result(0, ResultKind::checked_in, event.at); },
                 },
                 event.body);
  return told.booking == 0 ? std::vector<office_api::Result>{} : std::vector{told};
}

PadRecords pads_of(const std::vector<journal::PadAcknowledgement>& found) {
  PadRecords pads;
  for (const journal::PadAcknowledgement& row : found) {
    pads[row.pad] = {.acknowledged = {.boot_id = row.boot_id, .counters = row.presses},
                     .flashes_owed = static_cast<ButtonSet>(row.flashes_owed & all_buttons)};
  }
  return pads;
}

}  // namespace antrean::office
