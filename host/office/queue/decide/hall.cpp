// What holds for the whole hall: a pause, notices, and today's numbers for people without a booking.
#include <algorithm>
#include <utility>

#include "queue/decide/decision_builder.hpp"

namespace antrean::queue {

namespace {

constexpr std::size_t longest_notice = 300;  ///< bytes; what a TV can show in letters that the hall can read

const WalkInRule* rule_at(const ServiceSettings& service, TimeOfDay from) {
  const auto found = std::ranges::find(service.walk_in, from, &WalkInRule::from);
  return found == service.walk_in.end() ? nullptr : &*found;
}

std::optional<Refusal> refuse_unless_in_charge_and_open(const DecisionBuilder& decision) {
  if (auto refusal = decision.refuse_unless_in_charge()) {
    return refusal;
  }
  return decision.refuse_unless_day_open();
}

bool is_over(const DecisionBuilder& decision, const std::optional<UtcTime>& until) {
  return until && *until <= decision.now;
}

}  // namespace

void end_what_is_over(DecisionBuilder& decision) {
  if (!decision.plan.knows_the_time(decision.now)) {
    return;
  }
  if (decision.state.hall_pause && is_over(decision, decision.state.hall_pause->until)) {
    decision.add_by_system(HallResumed{});
  }
  for (const Notice& notice : decision.state.notices) {
    if (is_over(decision, notice.until)) {
      decision.add_by_system(NoticeEnded{notice.id});
    }
  }
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const PauseHall& command) {
  if (auto refusal = refuse_unless_in_charge_and_open(decision)) {
    return refusal;
  }
  if (is_blank(command.reason)) {
    return refuse(Reason::reason_missing);
  }
  if (is_over(decision, command.until)) {
    return refuse(Reason::bad_time);
  }
  decision.add(HallPaused{command.until, command.reason});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const ResumeHall&) {
  if (auto refusal = refuse_unless_in_charge_and_open(decision)) {
    return refusal;
  }
  if (!decision.state.hall_pause) {
    return refuse(Reason::hall_not_paused);
  }
  decision.add(HallResumed{});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const SetNotice& command) {
  if (auto refusal = decision.refuse_unless_in_charge()) {
    return refusal;
  }
  if (is_blank(command.text_id) || command.text_id.size() > longest_notice || command.text_en.size() > longest_notice ||
      decision.state.notices.size() >= State::max_notices) {
    return refuse(Reason::bad_notice);
  }
  if (is_over(decision, command.until)) {
    return refuse(Reason::bad_time);
  }
  decision.add(NoticeSet{command.severity, command.text_id, command.text_en, command.until});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const EndNotice& command) {
  if (auto refusal = decision.refuse_unless_in_charge()) {
    return refusal;
  }
  if (std::ranges::find(decision.state.notices, command.notice, &Notice::id) == decision.state.notices.end()) {
    return refuse(Reason::no_such_notice);
  }
  decision.add(NoticeEnded{command.notice});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const SetWalkIns& command) {
  if (auto refusal = refuse_unless_in_charge_and_open(decision)) {
    return refusal;
  }
  const auto service = decision.plan.service(command.service);
  if (!service) {
    return refuse_about(Reason::unknown_service, command.service);
  }
  if (rule_at(decision.plan.settings().services[*service], command.from) == nullptr) {
    return refuse_about(Reason::no_such_walk_in, command.from.text());
  }
  decision.add(WalkInsSet{command.service, command.from, command.quota});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const SetLastNumbers& command) {
  if (auto refusal = refuse_unless_in_charge_and_open(decision)) {
    return refusal;
  }
  if (command.at == decision.state.last_numbers) {
    return std::nullopt;
  }
  decision.add(LastNumbersSet{command.at});
  return std::nullopt;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const NoteSettings& command) {
  if (command.digest != decision.state.settings) {
    decision.add(SettingsChanged{command.digest, decision.state.settings});
  }
  return std::nullopt;
}

}  // namespace antrean::queue
