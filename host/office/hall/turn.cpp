#include "hall/turn.hpp"

#include <charconv>
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
    if (const auto told = result_of(event, state_)) {
      batch_.results.push_back(*told);
    }
    queue::apply(state_, plan_, event);
    batch_.events.push_back(std::move(event));
  }
  return std::nullopt;
}

std::optional<AcknowledgedPresses> Turn::acknowledged(PadId pad) const {
  const auto known = acknowledged_.find(pad);
  return known == acknowledged_.end() ? std::nullopt : std::optional{known->second};
}

void Turn::acknowledge(PadId pad, const AcknowledgedPresses& presses) {
  acknowledged_[pad] = presses;
  std::erase_if(batch_.pads, [name = pad_name(pad)](const auto& row) { return row.pad == name; });
  batch_.pads.push_back(to_journal(pad, presses));
}

std::optional<office_api::Result> result_of(const queue::Event& event, const queue::State& before) {
  using office_api::ResultKind;
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
  return told.booking == 0 ? std::nullopt : std::optional{told};
}

std::string pad_name(PadId pad) { return "pad " + std::to_string(pad); }

std::optional<PadId> pad_of(const std::string& name) {
  constexpr std::string_view prefix = "pad ";
  PadId pad = 0;
  if (!name.starts_with(prefix)) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(name.data() + prefix.size(), name.data() + name.size(), pad);
  return error == std::errc{} && end == name.data() + name.size() ? std::optional{pad} : std::nullopt;
}

journal::PadAcknowledgement to_journal(PadId pad, const AcknowledgedPresses& presses) {
  return {.pad = pad_name(pad), .boot_id = presses.boot_id, .presses = presses.counters};
}

}  // namespace antrean::office
