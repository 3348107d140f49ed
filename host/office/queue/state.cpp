#include "queue/state.hpp"

#include <algorithm>

namespace antrean::queue {

State::State(const Plan& plan) : lines(plan.pools().size(), plan.settings().classes.size()), pools(plan.pools()) {
  for (const auto& klass : plan.settings().classes) {
    classes.push_back(klass.key);
  }
  for (const auto& service : plan.settings().services) {
    services.push_back(service.key);
    for (const auto& stage : service.stages) {
      stages.push_back({service.key, stage.key});
    }
  }
  for (const auto& counter : plan.settings().counters) {
    counters.emplace_back();
    counters.back().id = counter.id;
  }
  times.resize(pools.size());
  time_sums.resize(pools.size());
  class_issued.resize(classes.size());
}

DayPhase hours_phase(const State& state, const Plan& plan, UtcTime now) {
  const DayPhase phase = plan.phase(state.day, now);
  if (!state.last_numbers || (phase != DayPhase::open && phase != DayPhase::last_numbers)) {
    return phase;
  }
  return now >= instant(state.day, *state.last_numbers, plan.settings().zone) ? DayPhase::last_numbers : DayPhase::open;
}

const Ticket* State::find(QueueNumber number) const {
  const auto letter = static_cast<std::size_t>(number.letter - 'A');
  if (letter >= by_number.size() || number.digits >= by_number[letter].size()) {
    return nullptr;
  }
  const TicketId id = by_number[letter][number.digits];
  return id == 0 ? nullptr : &ticket(id);
}

const Ticket* State::find(std::string_view number) const {
  const auto parsed = QueueNumber::parse(number);
  return parsed ? find(*parsed) : nullptr;
}

const Admission* State::admission(BookingId booking) const {
  const auto found = by_booking.find(hash_of(booking), [&](auto i) { return admissions[i].booking == booking; });
  return found ? &admissions[*found] : nullptr;
}

const Admission* State::admission(BookingId booking, std::string_view code) const {
  const auto found = by_booking.find(
      hash_of(booking), [&](auto i) { return admissions[i].booking == booking && admissions[i].code == code; });
  return found ? &admissions[*found] : nullptr;
}

const Admission* State::admission(std::string_view code) const {
  const auto found = by_code.find(hash_of(code), [&](auto i) { return admissions[i].code == code; });
  return found ? &admissions[*found] : nullptr;
}

const Counter* State::counter(CounterId id) const {
  const auto found = std::find_if(counters.begin(), counters.end(), [&](const Counter& c) { return c.id == id; });
  return found == counters.end() ? nullptr : &*found;
}

const AlarmView* State::alarm(std::string_view subject) const {
  const auto found =
      std::find_if(alarms.begin(), alarms.end(), [&](const AlarmView& alarm) { return alarm.subject == subject; });
  return found == alarms.end() ? nullptr : &*found;
}

const State* State::closed(OfficeDay when) const {
  const auto& days = closed_days.days;
  const auto found = std::find_if(days.begin(), days.end(), [&](const auto& kept) { return kept->day == when; });
  return found == days.end() ? nullptr : found->get();
}

State::OnPage State::find_by_page(std::string_view page_key) const {
  if (page_key.empty()) {
    return {};
  }
  const auto in = [&](const State& of) -> const Ticket* {
    const auto found = std::find_if(of.tickets.begin(), of.tickets.end(),
                                    [&](const Ticket& ticket) { return ticket.page_key == page_key; });
    return found == of.tickets.end() ? nullptr : &*found;
  };
  if (const Ticket* ticket = in(*this)) {
    return {this, ticket};
  }
  for (auto kept = closed_days.days.rbegin(); kept != closed_days.days.rend(); ++kept) {
    if (const Ticket* ticket = (*kept)->opening == opening ? nullptr : in(**kept)) {
      return {kept->get(), ticket};
    }
  }
  return {};
}

std::vector<NumbersUsed> numbers_used(const State& state) {
  std::vector<NumbersUsed> numbers = state.numbers_before;
  NumbersUsed today{state.day, {}};
  for (std::size_t i = 0; i < state.last_number.size(); ++i) {
    if (state.last_number[i] == 0) {
      continue;
    }
    today.letters.push_back({std::string(1, static_cast<char>('A' + i)), state.last_number[i]});
  }
  if (!today.letters.empty()) {
    numbers.push_back(std::move(today));
  }
  return numbers;
}

bool State::somebody_waits() const {
  return std::any_of(tickets.begin(), tickets.end(),
                     [](const Ticket& ticket) { return is_live(ticket.state) && ticket.state != TicketState::missed; });
}

}  // namespace antrean::queue
