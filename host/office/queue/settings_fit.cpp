#include "queue/settings_fit.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace antrean::queue {

namespace {

/// As many as people read; the rest is given as a count.
constexpr std::size_t numbers_listed = 12;

std::string listed(const State& state, const std::vector<TicketId>& tickets) {
  std::string text;
  for (std::size_t i = 0; i < std::min(tickets.size(), numbers_listed); ++i) {
    text += (i == 0 ? "" : ", ") + state.ticket(tickets[i]).number.text();
  }
  return tickets.size() > numbers_listed ? text + ", ..." : text;
}

bool at_counter_of(const Plan& plan, const Ticket& ticket) {
  const bool at_one = ticket.state == TicketState::called || ticket.state == TicketState::serving;
  return at_one && plan.counter(ticket.counter).has_value();
}

}  // namespace

bool is_served(const Plan& plan, PoolIndex pool, ClassIndex klass) {
  if (pool >= plan.pools().size()) {
    return false;
  }
  if (pool >= plan.shared_pools()) {
    return true;
  }
  for (std::uint16_t counter = 0; counter < plan.settings().counters.size(); ++counter) {
    for (const ServeGroup& group : plan.serves(counter)) {
      if (group.pool == pool && (group.classes >> klass & 1) != 0) {
        return true;
      }
    }
  }
  return false;
}

FittingLine line_at(const Plan& plan, const Ticket& ticket, StageIndex stage) {
  const PoolIndex pool = plan.stages()[stage].pool;
  if (is_served(plan, pool, ticket.klass)) {
    return {pool, ticket.klass};
  }
  const ServiceSettings& service = plan.settings().services[plan.stages()[stage].service];
  // The plan was checked: it has both classes, and a counter calls every class of its own in every line.
  return {pool, *plan.class_index(ticket.booking != 0 ? service.booked_class : service.walk_in_class)};
}

std::optional<FittingLine> line_to_move_to(const Plan& plan, const Ticket& ticket) {
  if (!is_live(ticket.state) || ticket.stage >= plan.stages().size()) {
    return std::nullopt;
  }
  if (is_served(plan, ticket.pool, ticket.klass)) {
    return std::nullopt;
  }
  return line_at(plan, ticket, ticket.stage);
}

std::vector<StrandedStage> stranded(const State& state, const Plan& plan) {
  std::map<std::pair<std::string, std::string>, StrandedStage> found;
  for (const Ticket& ticket : state.tickets) {
    if (!is_live(ticket.state) || ticket.stage < plan.stages().size()) {
      continue;
    }
    const StageName& name = state.stages[ticket.stage];
    StrandedStage& there = found[{name.service, name.stage}];
    there.service = name.service;
    there.stage = name.stage;
    const bool at_counter = at_counter_of(plan, ticket);
    (at_counter ? there.at_counters : there.waiting).push_back(ticket.id);
    there.served = there.served || (!at_counter && is_served(plan, ticket.pool, ticket.klass));
  }
  std::vector<StrandedStage> stages;
  for (auto& [name, stage] : found) {
    std::sort(stage.waiting.begin(), stage.waiting.end(), [&](TicketId a, TicketId b) {
      const auto entry = [&](TicketId id) { return std::pair{state.ticket(id).joined.seq, id}; };
      return entry(a) < entry(b);
    });
    stages.push_back(std::move(stage));
  }
  return stages;
}

bool may_not_fit(const State& state, const Plan& plan) {
  // Keys that only the journal knows come after those of the plan.
  return state.pools.size() > plan.pools().size() || state.classes.size() > plan.settings().classes.size() ||
         state.stages.size() > plan.stages().size() || state.counters.size() > plan.settings().counters.size();
}

Bilingual words_of(const State& state, const std::vector<StrandedStage>& stages) {
  Bilingual words;
  const auto add = [&](const std::string& id, const std::string& en) {
    words.id += (words.id.empty() ? "" : " ") + id;
    words.en += (words.en.empty() ? "" : " ") + en;
  };
  for (const StrandedStage& stage : stages) {
    const std::string where = stage.service + "/" + stage.stage;
    if (!stage.waiting.empty()) {
      const std::string count = std::to_string(stage.waiting.size());
      const bool one = stage.waiting.size() == 1;
      const std::string numbers = listed(state, stage.waiting);
      if (stage.served) {
        add(count + " nomor menunggu di " + where + ", tahap yang tidak ada lagi di pengaturan: " + numbers + ".",
            count + (one ? " number waits in " : " numbers wait in ") + where +
                ", a stage that the settings no longer have: " + numbers + ".");
      } else {
        add(count + " nomor menunggu di " + where + ", yang tidak dilayani loket mana pun: " + numbers + ".",
            count + (one ? " number waits in " : " numbers wait in ") + where +
                ", which no counter serves: " + numbers + ".");
      }
    }
    if (!stage.at_counters.empty()) {
      const std::string numbers = listed(state, stage.at_counters);
      add(numbers + " sedang di loket untuk " + where +
              ", tahap yang tidak ada lagi: setelah selesai, tidak berlanjut.",
          numbers + (stage.at_counters.size() == 1 ? " is" : " are") + " at a counter for " + where +
              ", which the settings no longer have: finished there, the journey ends.");
    }
  }
  if (!stages.empty()) {
    add("Penyelia menempatkannya di antrean.", "A supervisor puts them in line.");
  }
  return words;
}

}  // namespace antrean::queue
