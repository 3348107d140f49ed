// Issues numbers: for people with a booking, for walk-ins, and for somebody at a counter without a number.
#include "queue/decide/decision_builder.hpp"

namespace antrean::queue {

namespace {

struct Admittance {
  ServiceIndex service = 0;
  ClassIndex klass = 0;
  const std::string* series = nullptr;
};

/// Service and class by their keys, and the series of their numbers. Checks the class's quota for `numbers`
/// more.
std::variant<Admittance, Refusal> admittance(const DecisionBuilder& decision, const std::string& service_key,
                                             const std::string& granted, bool booked, std::uint32_t numbers,
                                             bool forced) {
  const auto service = decision.plan.service(service_key);
  if (!service) {
    return refuse_about(Reason::unknown_service, service_key);
  }
  const ServiceSettings& settings = decision.plan.settings().services[*service];
  const std::string& key = !granted.empty() ? granted : booked ? settings.booked_class : settings.walk_in_class;
  const auto klass = decision.plan.class_index(key);
  if (!klass) {
    return refuse_about(Reason::unknown_class, key);
  }
  const ClassSettings& of_class = decision.plan.settings().classes[*klass];
  if (of_class.daily_quota && !forced && decision.state.class_issued[*klass] + numbers > *of_class.daily_quota) {
    return refuse_about(Reason::class_quota_used, key);
  }
  return Admittance{*service, *klass, of_class.series.empty() ? &settings.series : &of_class.series};
}

/// The members that every new ticket has. The place is by the moment of arrival.
TicketIssued ticket(const DecisionBuilder& decision, const Admittance& admitted, QueueNumber number,
                    std::size_t before) {
  const StageIndex stage = decision.plan.first_stage(admitted.service);
  TicketIssued issued;
  issued.ticket = static_cast<TicketId>(decision.state.tickets.size() + before + 1);
  issued.number = number.text();
  issued.service = decision.plan.settings().services[admitted.service].key;
  issued.stage = decision.plan.stage_settings(stage).key;
  issued.line =
      decision.line(decision.plan.stages()[stage].pool, admitted.klass, {decision.running, decision.next_seq(), 0});
  return issued;
}

Refusal used_before(const Admission& admission) {
  Refusal refusal = refuse(Reason::already_admitted);
  for (const auto& number : admission.numbers) {
    if (!refusal.number.empty()) {
      refusal.number += ", ";
    }
    refusal.number += number;
  }
  refusal.when = admission.at;
  return refusal;
}

/// The rule of this hour. If the clock cannot be right, the first rule of the day.
const WalkInRule* walk_in_rule(const DecisionBuilder& decision, ServiceIndex service) {
  const PlanSettings& settings = decision.plan.settings();
  const DayPhase phase = hours_phase(decision.state, decision.plan, decision.now);
  if (phase == DayPhase::last_numbers || phase == DayPhase::closed) {
    return nullptr;
  }
  const auto time = TimeOfDay::of(decision.now, settings.zone);
  const auto weekday = decision.state.day.weekday().c_encoding();
  const bool any_hour = !decision.plan.knows_the_time(decision.now);
  for (const auto& rule : settings.services[service].walk_in) {
    if ((rule.weekdays >> weekday & 1) != 0 && (any_hour || (rule.from <= time && time < rule.to))) {
      return &rule;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<Refusal> decide_on(DecisionBuilder& decision, const Admit& command) {
  if (auto closed = decision.refuse_unless_day_open()) {
    return closed;
  }
  if (command.forced) {
    if (decision.by.kind != ActorKind::supervisor) {
      return refuse(Reason::supervisor_needed);
    }
    if (is_blank(command.reason)) {
      return refuse(Reason::reason_missing);
    }
  }
  if (command.booking == 0 || command.party < 1 || command.party > max_party || command.people < 1 ||
      command.people > command.party || command.numbers < 1 || command.numbers > command.people) {
    return refuse_about(Reason::bad_party, command.code);
  }
  const Admission* before = decision.state.admission(command.booking, command.code);
  const Admission* by_code = decision.state.admission(std::string_view(command.code));
  if (by_code != nullptr && by_code != before) {
    return used_before(*by_code);
  }
  if (before != nullptr && before->people + command.people > std::min(before->party, command.party)) {
    return used_before(*before);
  }
  const bool booked = command.standing != Standing::late_normal_queue;
  auto looked_up = admittance(decision, command.service, command.class_key, booked, command.numbers, command.forced);
  if (auto* refusal = std::get_if<Refusal>(&looked_up)) {
    return std::move(*refusal);
  }
  const auto& admitted = std::get<Admittance>(looked_up);

  Admitted event;
  event.booking = command.booking;
  event.code = command.code;
  event.service = command.service;
  event.slot = command.slot;
  event.standing = command.standing;
  event.party = command.party;
  event.people = command.people;
  event.listed = command.listed;
  event.forced = command.forced;
  event.reason = command.reason;
  std::vector<QueueNumber> numbers;
  for (std::size_t i = 0; i < command.numbers; ++i) {
    const auto before_it = i < command.again.size() ? QueueNumber::parse(command.again[i]) : std::nullopt;
    const bool its_own = before_it && decision.state.find(*before_it) == nullptr;
    const auto number = its_own ? before_it : decision.take_number(*admitted.series);
    if (!number) {
      return refuse_about(Reason::numbers_used_up, *admitted.series);
    }
    numbers.push_back(*number);
    event.numbers.push_back(number->text());
  }
  decision.add(std::move(event));

  const PlanSettings& settings = decision.plan.settings();
  const UtcTime hour = instant(decision.state.day, command.slot.start, settings.zone);
  const bool by_hour = command.standing == Standing::on_time || command.standing == Standing::early_wait;
  auto people = command.people;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    TicketIssued issued = ticket(decision, admitted, numbers[i], i);
    issued.booking = command.booking;
    issued.slot = command.slot.start;
    issued.people = static_cast<std::uint8_t>(people / (numbers.size() - i));
    people = static_cast<std::uint8_t>(people - issued.people);
    issued.reason = command.reason;
    issued.language = command.language;
    if (by_hour && settings.policy.order == OrderKey::booked_hour) {
      issued.line.position.order = hour;
    }
    const UtcTime callable = hour - settings.services[admitted.service].hour_lead;
    if (command.standing == Standing::early_wait && callable > decision.now) {
      issued.held_until = callable;
    }
    decision.add(std::move(issued));
  }
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const AnswerScan& command) {
  decision.add(ScanAnswered{command.outcome, command.scanned, command.numbers, command.message_id, command.message_en});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const WalkIn& command) {
  if (auto closed = decision.refuse_unless_day_open()) {
    return closed;
  }
  if (decision.state.asked_for.contains(command.key)) {
    return std::nullopt;
  }
  if (command.people < 1 || command.people > max_party) {
    return refuse_about(Reason::bad_party, {});
  }
  auto looked_up = admittance(decision, command.service, command.class_key, false, 1, false);
  if (auto* refusal = std::get_if<Refusal>(&looked_up)) {
    return std::move(*refusal);
  }
  const auto& admitted = std::get<Admittance>(looked_up);
  const WalkInRule* rule = walk_in_rule(decision, admitted.service);
  if (rule == nullptr) {
    return refuse_about(Reason::no_walk_in_now, command.service);
  }
  if (!rule->reasons.empty()) {
    if (is_blank(command.reason)) {
      return refuse(Reason::reason_missing);
    }
    if (std::find(rule->reasons.begin(), rule->reasons.end(), command.reason) == rule->reasons.end()) {
      return refuse_about(Reason::unknown_reason, command.reason);
    }
  }
  const std::pair part_of_day{admitted.service, static_cast<std::int16_t>(rule->from.minutes())};
  const auto today = decision.state.walk_in_quotas.find(part_of_day);
  const auto quota = today == decision.state.walk_in_quotas.end() ? rule->quota : std::optional(today->second);
  if (quota) {
    const auto used = decision.state.walk_ins.find(part_of_day);
    if ((used == decision.state.walk_ins.end() ? 0 : used->second) >= *quota) {
      return refuse_about(Reason::walk_in_quota_used, command.service);
    }
  }
  const auto number = decision.take_number(*admitted.series);
  if (!number) {
    return refuse_about(Reason::numbers_used_up, *admitted.series);
  }
  TicketIssued issued = ticket(decision, admitted, *number, 0);
  issued.walk_in = rule->from;
  issued.people = command.people;
  issued.reason = command.reason;
  issued.language = command.language;
  if (!command.key.empty()) {
    issued.key = command.key;
  }
  decision.add(std::move(issued));
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const ServeDirect& command) {
  if (decision.state.day_state == DayState::open && decision.state.asked_for.contains(command.key)) {
    return std::nullopt;
  }
  auto found = counter_for(decision, command.counter, CounterCommand::serve_direct);
  if (auto* refusal = std::get_if<Refusal>(&found)) {
    return std::move(*refusal);
  }
  if (is_blank(command.reason)) {
    return refuse(Reason::reason_missing);
  }
  auto looked_up = admittance(decision, command.service, command.class_key, false, 1, false);
  if (auto* refusal = std::get_if<Refusal>(&looked_up)) {
    return std::move(*refusal);
  }
  const auto& admitted = std::get<Admittance>(looked_up);
  const auto number = decision.take_number(*admitted.series);
  if (!number) {
    return refuse_about(Reason::numbers_used_up, *admitted.series);
  }
  TicketIssued issued = ticket(decision, admitted, *number, 0);
  issued.reason = command.reason;
  if (!command.key.empty()) {
    issued.key = command.key;
  }
  const TicketId id = issued.ticket;
  decision.add(std::move(issued));
  decision.add(ServedDirect{id, number->text(), command.counter, command.reason});
  return std::nullopt;
}

}  // namespace antrean::queue
