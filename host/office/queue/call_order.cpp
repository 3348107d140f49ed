#include "queue/call_order.hpp"

namespace antrean::queue {

namespace {

std::vector<ExpectedTurn> call_all(Lines lines, const Plan& plan, UtcTime running,
                                   const std::vector<ServeGroup>& groups) {
  std::vector<ExpectedTurn> turns;
  std::vector<std::uint32_t> ahead(lines.pools().size());
  const auto call = [&](const Choice& choice) {
    turns.push_back({choice.ticket, choice.pool, choice.klass, choice.kind, ahead[choice.pool]++});
    lines.leave(choice.ticket, choice.pool, choice.klass);
    lines.charge(choice.pool, choice.klass, choice.pass, choice.clock);
  };
  for (const auto& group : groups) {
    if (group.pool < plan.shared_pools() || group.pool >= plan.pools().size()) continue;
    while (const auto choice = choose(lines, plan, Reach{{}, group.pool, nullptr}, running)) call(*choice);
  }
  while (const auto choice = choose(lines, plan, Reach{groups, std::nullopt, nullptr}, running)) call(*choice);
  return turns;
}

}  // namespace

std::vector<ExpectedTurn> call_order(const State& state, const Plan& plan, UtcTime running) {
  std::vector<ServeGroup> groups;
  for (PoolIndex pool = 0; pool < state.pools.size(); ++pool) groups.push_back({pool});
  return call_all(state.lines, plan, running, groups);
}

std::vector<ExpectedTurn> call_order(const State& state, const Plan& plan, UtcTime running, PoolIndex pool) {
  return call_all(state.lines, plan, running, {ServeGroup{pool}});
}

}  // namespace antrean::queue
