#include "command_loop/turn.hpp"

#include <algorithm>
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

/// The code of the booking of this ticket. The booking id is not enough: two bookings may have the same id
/// when a portal's database was put back.
std::string code_of(const queue::State& state, queue::TicketId ticket) {
  const auto has_it = [ticket](const queue::Admission& admission) {
    return std::find(admission.tickets.begin(), admission.tickets.end(), ticket) != admission.tickets.end();
  };
  const queue::Admission* found = state.admission(state.ticket(ticket).booking);
  if (found == nullptr || has_it(*found)) {
    return found == nullptr ? std::string() : found->code;
  }
  const auto other = std::find_if(state.admissions.begin(), state.admissions.end(), has_it);
  return other == state.admissions.end() ? std::string() : other->code;
}

constexpr unsigned byte = 0xFF;

std::optional<std::array<std::uint16_t, button_count>> kinds_of(const AcknowledgedPresses& acknowledged) {
  if (!acknowledged.kind_counts) {
    return std::nullopt;
  }
  std::array<std::uint16_t, button_count> kinds{};
  for (std::size_t button = 0; button < button_count; ++button) {
    const unsigned pairs = acknowledged.kind_counts->doubles[button];
    kinds[button] = static_cast<std::uint16_t>(pairs << 8 | acknowledged.kind_counts->longs[button]);
  }
  return kinds;
}

std::optional<KindCounts> kind_counts_of(const journal::PadAcknowledgement& row) {
  if (!row.kinds) {
    return std::nullopt;
  }
  KindCounts counts;
  for (std::size_t button = 0; button < button_count; ++button) {
    counts.longs[button] = static_cast<std::uint8_t>((*row.kinds)[button] & byte);
    counts.doubles[button] = static_cast<std::uint8_t>((*row.kinds)[button] >> 8);
  }
  return counts;
}

}  // namespace

std::optional<queue::Refusal> Turn::attempt(const queue::Command& command,
                                            const std::function<void(queue::Event&)>& polish) {
  auto decision = queue::decide(state_, plan_, command, now_);
  if (auto* refusal = std::get_if<queue::Refusal>(&decision)) {
    return std::move(*refusal);
  }
  for (queue::Event& event : std::get<std::vector<queue::Event>>(decision)) {
    if (auto* issued = std::get_if<queue::TicketIssued>(&event.body); issued != nullptr && make_page_key_) {
      issued->page_key = make_page_key_();
    }
    if (polish) {
      polish(event);
    }
    const auto told = results_of(event, state_);
    batch_.results.insert(batch_.results.end(), told.begin(), told.end());
    if (const auto news = day_news_of(event, state_)) {
      batch_.days.push_back(*news);
    }
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

std::optional<MachineClocks> Turn::known_at(const PadId& pad) const {
  const auto known = pads_.find(text(pad));
  return known == pads_.end() ? std::nullopt : known->second.known_at;
}

std::uint32_t Turn::serial(const PadId& pad) const {
  const auto known = pads_.find(text(pad));
  return known == pads_.end() ? 0 : known->second.serial;
}

const PadRecords::value_type* Turn::other_with(std::uint32_t serial, const PadId& pad) const {
  const std::string name = text(pad);
  const auto found = std::find_if(pads_.begin(), pads_.end(), [&](const auto& known) {
    return known.second.serial == serial && known.first != name;
  });
  return found == pads_.end() ? nullptr : &*found;
}

void Turn::note(const PadId& pad, const PadRecord& record) {
  const std::string name = text(pad);
  pads_[name] = record;
  std::erase_if(batch_.pads, [&name](const auto& row) { return row.pad == name; });
  batch_.pads.push_back({.pad = name,
                         .boot_id = record.acknowledged.boot_id,
                         .presses = record.acknowledged.counters,
                         .flashes_owed = record.flashes_owed,
                         .known_at = record.known_at,
                         .kinds = kinds_of(record.acknowledged),
                         .serial = record.serial});
}

namespace {

std::vector<office_api::Result> taken_back(const queue::State& stood, UtcTime at) {
  std::vector<office_api::Result> results;
  for (const queue::Ticket& ticket : stood.tickets) {
    if (ticket.state == queue::TicketState::missed && ticket.booking != 0) {
      auto came = result(ticket.booking, office_api::ResultKind::checked_in, at);
      came.code = code_of(stood, ticket.id);
      results.push_back(std::move(came));
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
  auto told = std::visit(Overloaded{
                             [&](const queue::Admitted& e) {
                               auto checked_in = result(e.booking, ResultKind::checked_in, event.at);
                               checked_in.code = e.code;
                               checked_in.numbers = e.numbers;
                               return checked_in;
                             },
                             [&](const queue::Finished& e) {
                               auto served = result(e.next ? 0 : booking(e.ticket), ResultKind::served, event.at);
                               served.code = served.booking == 0 ? std::string() : code_of(before, e.ticket);
                               return served;
                             },
                             [&](const queue::ClosedUnserved& e) {
                               const bool missed = e.outcome == queue::Outcome::no_show;
                               auto no_show = result(missed ? booking(e.ticket) : 0, ResultKind::no_show, event.at);
                               no_show.code = no_show.booking == 0 ? std::string() : code_of(before, e.ticket);
                               return no_show;
                             },
                             [&](const auto&) { return result(0, ResultKind::checked_in, event.at); },
                         },
                         event.body);
  return told.booking == 0 ? std::vector<office_api::Result>{} : std::vector{std::move(told)};
}

std::optional<office_api::DayReport> day_news_of(const queue::Event& event, const queue::State& before) {
  using office_api::DayNews;
  const bool quiet = before.alarms.empty();
  if (const auto* opened = std::get_if<queue::DayOpened>(&event.body)) {
    return opened->alarms.empty() ? std::nullopt
                                  : std::optional{office_api::DayReport{opened->day, DayNews::disturbed, event.at}};
  }
  if (const auto* reopened = std::get_if<queue::DayReopened>(&event.body)) {
    return office_api::DayReport{reopened->day, DayNews::reopened, event.at};
  }
  if (std::holds_alternative<queue::AlarmRaised>(event.body)) {
    // With another alarm the portal was told before.
    const bool first = quiet && before.day_state == queue::DayState::open;
    return first ? std::optional{office_api::DayReport{before.day, DayNews::disturbed, event.at}} : std::nullopt;
  }
  if (const auto* closed = std::get_if<queue::DayClosed>(&event.body)) {
    const bool normal = quiet && closed->unserved == 0 && closed->served > 0;
    return office_api::DayReport{closed->day, normal ? DayNews::closed : DayNews::disturbed, event.at};
  }
  return std::nullopt;
}

PadRecords pads_of(const std::vector<journal::PadAcknowledgement>& found) {
  PadRecords pads;
  for (const journal::PadAcknowledgement& row : found) {
    pads[row.pad] = {
        .acknowledged = {.boot_id = row.boot_id, .counters = row.presses, .kind_counts = kind_counts_of(row)},
        .flashes_owed = static_cast<ButtonSet>(row.flashes_owed & all_buttons),
        .known_at = row.known_at,
        .serial = row.serial};
  }
  return pads;
}

}  // namespace antrean::office
