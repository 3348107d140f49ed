#include "queue/call_order.hpp"

#include <algorithm>

namespace antrean::queue {

namespace {

class Playing {
 public:
  Playing(const State& state, const Plan& plan, UtcTime running)
      : state_(state),
        plan_(plan),
        running_(running),
        lines_(state.lines),
        call_(state.calls),
        ahead_(state.pools.size()),
        counters_(calling_counters(state, plan)),
        open_(reaches(counters_)) {
    std::stable_partition(counters_.begin(), counters_.end(),
                          [](const CallingCounter& counter) { return counter.free; });
  }

  std::vector<ExpectedTurn> play() {
    next_now();
    in_turn();
    unserved();
    return std::move(turns_);
  }

 private:
  void next_now() {
    std::vector<std::pair<Choice, const CallingCounter*>> next;
    for (const CallingCounter& counter : counters_) {
      const auto choice = choose(lines_, plan_, counter.reach, running_, open_);
      const auto same = [&](const auto& other) { return other.first.ticket == choice->ticket; };
      if (choice && std::none_of(next.begin(), next.end(), same)) {
        next.emplace_back(*choice, &counter);
      }
    }
    for (const auto& [choice, counter] : next) {
      take(choice, counter->reach);
      turns_.back().ahead = 0;
      turns_.back().next_at = counter->id;
      turns_.back().counter_free = counter->free;
    }
  }

  /// A counter that finds nobody now will find nobody later, because nobody joins.
  void in_turn() {
    std::vector<const CallingCounter*> calling;
    for (const CallingCounter& counter : counters_) {
      calling.push_back(&counter);
    }
    while (!calling.empty()) {
      std::erase_if(calling, [&](const CallingCounter* counter) {
        const auto choice = choose(lines_, plan_, counter->reach, running_, open_);
        if (choice) {
          take(*choice, counter->reach);
        }
        return !choice;
      });
    }
  }

  void unserved() {
    std::vector<ServeGroup> groups;
    for (PoolIndex pool = 0; pool < state_.pools.size(); ++pool) {
      groups.push_back({pool});
      if (pool < plan_.shared_pools() || pool >= plan_.pools().size()) {
        continue;
      }
      take_all(Reach{{}, pool, nullptr});
    }
    take_all(Reach{groups, std::nullopt, nullptr});
  }
  void take_all(const Reach& reach) {
    while (const auto choice = choose(lines_, plan_, reach, running_, {})) {
      take(*choice, reach);
    }
  }

  void take(const Choice& choice, const Reach& reach) {
    turns_.push_back({choice.ticket, choice.pool, choice.klass, choice.kind, ahead_[choice.pool]++});
    carry_out(lines_, choice, reach, ++call_, cost_);
  }

  const State& state_;
  const Plan& plan_;
  UtcTime running_;
  Lines lines_;
  std::uint64_t call_;
  CallCost cost_;
  std::vector<std::uint32_t> ahead_;
  std::vector<CallingCounter> counters_;
  std::vector<Reach> open_;
  std::vector<ExpectedTurn> turns_;
};

}  // namespace

std::vector<CallingCounter> calling_counters(const State& state, const Plan& plan) {
  std::vector<CallingCounter> counters;
  counters.reserve(plan.settings().counters.size());
  for (std::uint16_t index = 0; index < plan.settings().counters.size(); ++index) {
    const Counter& counter = state.counters[index];
    if (counter.state != CounterState::open) {
      continue;
    }
    counters.push_back({counter.id, counter.ticket == 0, reach_of(plan, index, counter.officer)});
  }
  return counters;
}

std::vector<Reach> reaches(const std::vector<CallingCounter>& counters) {
  std::vector<Reach> all;
  all.reserve(counters.size());
  for (const CallingCounter& counter : counters) {
    all.push_back(counter.reach);
  }
  return all;
}

std::vector<ExpectedTurn> call_order(const State& state, const Plan& plan, UtcTime running) {
  return Playing(state, plan, running).play();
}

}  // namespace antrean::queue
