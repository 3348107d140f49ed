// People whom changed settings would leave behind (settings_fit.hpp).
#include "queue/draft.hpp"
#include "queue/settings_fit.hpp"

namespace antrean::queue {

namespace {

using alarm_subjects::change;
using alarm_subjects::stranded_people;

LineReplaced replaced(const Draft& draft, const Ticket& ticket, StageIndex stage, FittingLine to, std::string reason) {
  const StageName& name = draft.state.stages[stage];
  return {ticket.id,        ticket.number.text(), name.service, name.stage, draft.line(to.pool, to.klass, ticket.place),
          std::move(reason)};
}

void tell_stranded(Draft& draft, const std::vector<StrandedStage>& stages) {
  const AlarmView* known = draft.state.alarm(stranded_people);
  if (stages.empty()) {
    if (known != nullptr) draft.add_by_system(AlarmCleared{stranded_people});
    return;
  }
  BothWords words = words_of(draft.state, stages);
  if (known != nullptr && known->text_id == words.id && known->text_en == words.en) return;
  draft.add_by_system(AlarmRaised{stranded_people, std::move(words.id), std::move(words.en)});
}

/// What was done by itself, said until the day is over.
struct Done {
  std::string id, en;
  void add(const std::string& more_id, const std::string& more_en) {
    id += (id.empty() ? "" : " ") + more_id;
    en += (en.empty() ? "" : " ") + more_en;
  }
};

/// Counters that the plan does not have let go of whoever and whatever is there.
void leave_lost_counters(Draft& draft, Done& done) {
  const State& state = draft.state;
  for (std::size_t i = draft.plan.settings().counters.size(); i < state.counters.size(); ++i) {
    const Counter& counter = state.counters[i];
    const std::string at = std::to_string(counter.id);
    if (counter.ticket != 0) {
      const std::string number = state.ticket(counter.ticket).number.text();
      draft.add_by_system(HandedBack{counter.ticket, number, counter.id});
      done.add("Loket " + at + " tidak ada lagi: " + number + " kembali ke tempatnya di antrean.",
               "Counter " + at + " is no longer there: " + number + " is back in line at its place.");
    }
    if (counter.state != CounterState::closed) draft.add_by_system(CounterClosed{counter.id});
    if (!counter.officer.empty()) draft.add_by_system(LoggedOut{counter.id, counter.officer});
  }
}

/// Whom the settings no longer have can log out nowhere, and would keep the counter from whoever comes.
void log_out_lost_officers(Draft& draft) {
  for (std::size_t i = 0; i < draft.plan.settings().counters.size(); ++i) {
    const Counter& counter = draft.state.counters[i];
    if (counter.officer.empty() || draft.plan.officer(counter.officer) != nullptr) continue;
    const bool must_close = draft.plan.settings().calls.login_required && counter.ticket == 0;
    if (must_close && counter.state != CounterState::closed) close_counter(draft, counter);
    draft.add_by_system(LoggedOut{counter.id, counter.officer});
  }
}

void move_to_known_lines(Draft& draft, Done& done) {
  const State& state = draft.state;
  struct Moved {
    std::string from, to, numbers;
  };
  std::vector<Moved> moved;
  for (const Ticket& ticket : state.tickets) {
    const auto to = line_to_move_to(draft.plan, ticket);
    if (!to) continue;
    const auto name = [&](PoolIndex pool, ClassIndex klass) {
      return state.pools[pool] + (to->klass == ticket.klass ? "" : " (" + state.classes[klass] + ")");
    };
    std::string from = name(ticket.pool, ticket.klass);
    const std::string where = name(to->pool, to->klass);
    draft.add_by_system(replaced(draft, ticket, ticket.stage, *to, "no counter of the settings serves " + from));
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

bool fit_to_settings(Draft& draft) {
  const std::size_t before = draft.events.size();
  log_out_lost_officers(draft);
  if (!may_not_fit(draft.state, draft.plan)) {
    tell_stranded(draft, {});
    return draft.events.size() != before;
  }
  Done done;
  leave_lost_counters(draft, done);
  move_to_known_lines(draft, done);
  if (!done.en.empty()) draft.add_by_system(AlarmRaised{change, std::move(done.id), std::move(done.en)});
  tell_stranded(draft, stranded(draft.state, draft.plan));
  return draft.events.size() != before;
}

Verdict decide_on(Draft& draft, const PutInLine& command) {
  if (auto closed = draft.day_open()) return closed;
  if (auto refusal = draft.in_charge()) return refusal;
  if (is_blank(command.reason)) return refuse(Reason::reason_missing);
  auto stages = stranded(draft.state, draft.plan);
  const auto lost = std::find_if(stages.begin(), stages.end(), [&](const StrandedStage& stage) {
    return stage.service == command.service && stage.stage == command.stage;
  });
  if (lost == stages.end()) return refuse_about(Reason::nobody_stranded, command.service + "/" + command.stage);

  const std::string& service_key = command.to_service.empty() ? command.service : command.to_service;
  const auto service = draft.plan.service(service_key);
  if (!service) return refuse_about(Reason::unknown_service, service_key);
  if (command.to_stage.empty() && draft.plan.settings().services[*service].stages.size() != 1) {
    return refuse_about(Reason::stage_missing, service_key);
  }
  const auto stage =
      command.to_stage.empty() ? draft.plan.first_stage(*service) : draft.plan.stage(service_key, command.to_stage);
  if (!stage) return refuse_about(Reason::unknown_stage, command.to_stage);

  std::vector<TicketId> tickets = lost->waiting;
  tickets.insert(tickets.end(), lost->at_counters.begin(), lost->at_counters.end());
  for (const TicketId id : tickets) {
    const Ticket& ticket = draft.state.ticket(id);
    draft.add(replaced(draft, ticket, *stage, line_at(draft.plan, ticket, *stage), command.reason));
  }
  stages.erase(lost);
  tell_stranded(draft, stages);
  return std::nullopt;
}

}  // namespace antrean::queue
