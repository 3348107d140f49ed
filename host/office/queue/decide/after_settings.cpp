// People who do not fit changed settings (settings_fit.hpp).
#include "queue/decide/decision_builder.hpp"
#include "queue/settings_fit.hpp"
#include "values/alarms.hpp"

namespace antrean::queue {

namespace {

LineReplaced replaced(const DecisionBuilder& decision, const Ticket& ticket, StageIndex stage, FittingLine to,
                      std::string reason) {
  const StageName& name = decision.state.stages[stage];
  return {ticket.id,
          ticket.number.text(),
          name.service,
          name.stage,
          decision.line(to.pool, to.klass, ticket.position),
          std::move(reason)};
}

void tell_stranded(DecisionBuilder& decision, const std::vector<StrandedStage>& stages) {
  const AlarmView* known = decision.state.alarm(stranded_alarm);
  if (stages.empty()) {
    if (known != nullptr) {
      decision.add_by_system(AlarmCleared{std::string{stranded_alarm}});
    }
    return;
  }
  Bilingual words = words_of(decision.state, stages);
  if (known != nullptr && known->text_id == words.id && known->text_en == words.en) {
    return;
  }
  decision.add_by_system(AlarmRaised{std::string{stranded_alarm}, std::move(words.id), std::move(words.en)});
}

/// The changes that were made automatically. An alarm names them until the day is over.
struct Done {
  std::string id, en;
  void add(const std::string& more_id, const std::string& more_en) {
    id += (id.empty() ? "" : " ") + more_id;
    en += (en.empty() ? "" : " ") + more_en;
  }
};

/// Frees the tickets and officers at counters that the plan does not have.
void leave_lost_counters(DecisionBuilder& decision, Done& done) {
  const State& state = decision.state;
  for (std::size_t i = decision.plan.settings().counters.size(); i < state.counters.size(); ++i) {
    const Counter& counter = state.counters[i];
    const std::string at = std::to_string(counter.id);
    if (counter.ticket != 0) {
      const std::string number = state.ticket(counter.ticket).number.text();
      decision.add_by_system(HandedBack{counter.ticket, number, counter.id});
      done.add("Loket " + at + " tidak ada lagi: " + number + " kembali ke tempatnya di antrean.",
               "Counter " + at + " is no longer there: " + number + " is back in line at its place.");
    }
    if (counter.state != CounterState::closed) {
      decision.add_by_system(CounterClosed{counter.id});
    }
    if (!counter.officer.empty()) {
      decision.add_by_system(LoggedOut{counter.id, counter.officer});
    }
  }
}

/// An officer that the settings no longer have cannot log out, and would keep the counter from other
/// officers.
void log_out_lost_officers(DecisionBuilder& decision) {
  for (std::size_t i = 0; i < decision.plan.settings().counters.size(); ++i) {
    const Counter& counter = decision.state.counters[i];
    if (counter.officer.empty() || decision.plan.officer(counter.officer) != nullptr) {
      continue;
    }
    const bool must_close = decision.plan.settings().calls.login_required && counter.ticket == 0;
    if (must_close && counter.state != CounterState::closed) {
      close_counter(decision, counter);
    }
    decision.add_by_system(LoggedOut{counter.id, counter.officer});
  }
}

void move_to_known_lines(DecisionBuilder& decision, Done& done) {
  const State& state = decision.state;
  struct Moved {
    std::string from, to, numbers;
  };
  std::vector<Moved> moved;
  for (const Ticket& ticket : state.tickets) {
    const auto to = line_to_move_to(decision.plan, ticket);
    if (!to) {
      continue;
    }
    const auto name = [&](PoolIndex pool, ClassIndex klass) {
      return state.pools[pool] + (to->klass == ticket.klass ? "" : " (" + state.classes[klass] + ")");
    };
    std::string from = name(ticket.pool, ticket.klass);
    const std::string where = name(to->pool, to->klass);
    decision.add_by_system(replaced(decision, ticket, ticket.stage, *to, "no counter of the settings serves " + from));
    const auto same =
        std::find_if(moved.begin(), moved.end(), [&](const Moved& one) { return one.from == from && one.to == where; });
    if (same == moved.end()) {
      moved.push_back({std::move(from), where, ticket.number.text()});
    } else {
      same->numbers += ", " + ticket.number.text();
    }
  }
  for (const Moved& one : moved) {
    done.add(
        "Dari " + one.from + ", yang tidak dilayani lagi, ke " + one.to + " di tempatnya semula: " + one.numbers + ".",
        "From " + one.from + ", which is no longer served, to " + one.to + ", each at its old place: " + one.numbers +
            ".");
  }
}

}  // namespace

bool fit_to_settings(DecisionBuilder& decision) {
  const std::size_t before = decision.events.size();
  log_out_lost_officers(decision);
  if (!may_not_fit(decision.state, decision.plan)) {
    tell_stranded(decision, {});
    return decision.events.size() != before;
  }
  Done done;
  leave_lost_counters(decision, done);
  move_to_known_lines(decision, done);
  if (!done.en.empty()) {
    decision.add_by_system(AlarmRaised{std::string{settings_change_alarm}, std::move(done.id), std::move(done.en)});
  }
  tell_stranded(decision, stranded(decision.state, decision.plan));
  return decision.events.size() != before;
}

std::optional<Refusal> decide_on(DecisionBuilder& decision, const PutInLine& command) {
  if (auto closed = decision.refuse_unless_day_open()) {
    return closed;
  }
  if (auto refusal = decision.refuse_unless_in_charge()) {
    return refusal;
  }
  if (is_blank(command.reason)) {
    return refuse(Reason::reason_missing);
  }
  auto stages = stranded(decision.state, decision.plan);
  const auto lost = std::find_if(stages.begin(), stages.end(), [&](const StrandedStage& stage) {
    return stage.service == command.service && stage.stage == command.stage;
  });
  if (lost == stages.end()) {
    return refuse_about(Reason::nobody_stranded, command.service + "/" + command.stage);
  }

  const std::string& service_key = command.to_service.empty() ? command.service : command.to_service;
  const auto service = decision.plan.service(service_key);
  if (!service) {
    return refuse_about(Reason::unknown_service, service_key);
  }
  if (command.to_stage.empty() && decision.plan.settings().services[*service].stages.size() != 1) {
    return refuse_about(Reason::stage_missing, service_key);
  }
  const auto stage = command.to_stage.empty() ? decision.plan.first_stage(*service)
                                              : decision.plan.stage(service_key, command.to_stage);
  if (!stage) {
    return refuse_about(Reason::unknown_stage, command.to_stage);
  }

  std::vector<TicketId> tickets = lost->waiting;
  tickets.insert(tickets.end(), lost->at_counters.begin(), lost->at_counters.end());
  for (const TicketId id : tickets) {
    const Ticket& ticket = decision.state.ticket(id);
    decision.add(replaced(decision, ticket, *stage, line_at(decision.plan, ticket, *stage), command.reason));
  }
  stages.erase(lost);
  tell_stranded(decision, stages);
  return std::nullopt;
}

}  // namespace antrean::queue
