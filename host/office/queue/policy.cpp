#include "queue/policy.hpp"

#include <algorithm>

namespace antrean::queue {

namespace {

struct Head {
  TicketId ticket = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
};

/// The first of a lane in one of its orders, among those who wait and those who are about to.
template <class Key>
struct First {
  const Key* key = nullptr;
  TicketId ticket = 0;
  void offer(const Key& other, TicketId who) {
    if (key == nullptr || other < *key) {
      key = &other;
      ticket = who;
    }
  }
};

class Chooser {
 public:
  Chooser(const Lines& lines, const Plan& plan, UtcTime running, std::span<const Standee> joining)
      : lines_(lines), plan_(plan), running_(running), joining_(joining) {}

  std::optional<Choice> from_own_line(PoolIndex pool) const {
    First<Entry> first;
    ClassIndex klass = 0;
    for_each_class(pool, ~std::uint32_t{0}, [&](ClassIndex index) {
      const auto head = by_entry(pool, index);
      if (head.key == nullptr) return;
      const auto before = first.key;
      first.offer(*head.key, head.ticket);
      if (first.key != before) klass = index;
    });
    if (first.key == nullptr) return std::nullopt;
    const auto& lane = lines_.pools()[pool].lanes[klass];
    return Choice{first.ticket, pool, klass, TurnKind::own_line, lane.pass, lines_.pools()[pool].clock};
  }

  std::optional<Choice> who_must_go_first(const Reach& reach) const {
    First<Entry> first;
    Head head;
    TurnKind kind = TurnKind::order;
    for (const auto& group : reach.groups) {
      if (!may(reach, group.pool)) continue;
      const auto& pool = lines_.pools()[group.pool];
      for_each_class(group.pool, group.classes, [&](ClassIndex klass) {
        const auto lane = by_entry(group.pool, klass);
        if (lane.key == nullptr || (first.key != nullptr && !(*lane.key < *first.key))) return;
        const auto why = must_go_first(pool, plan_, klass, *lane.key, running_);
        if (!why) return;
        first = lane;
        head = {lane.ticket, group.pool, klass};
        kind = *why;
      });
    }
    if (first.key == nullptr) return std::nullopt;
    const auto& pool = lines_.pools()[head.pool];
    return Choice{head.ticket, head.pool, head.klass, kind, cost(head.pool, head.klass), pool.clock};
  }

  /// Rules 3 to 6.
  std::optional<Choice> by_order(const Reach& reach) const {
    for (std::size_t begin = 0; begin < reach.groups.size();) {
      std::size_t end = begin + 1;
      while (end < reach.groups.size() && reach.groups[end].preference == reach.groups[begin].preference) ++end;
      const auto level = reach.groups.subspan(begin, end - begin);
      if (auto choice = within(reach, level, false)) return choice;
      if (auto choice = within(reach, level, true)) return choice;
      begin = end;
    }
    return std::nullopt;
  }

 private:
  static bool may(const Reach& reach, PoolIndex pool) { return reach.skills == nullptr || (*reach.skills)[pool]; }

  template <class See>
  void for_each_class(PoolIndex pool, std::uint32_t classes, See see) const {
    const auto count = lines_.pools()[pool].lanes.size();
    for (ClassIndex klass = 0; klass < count; ++klass) {
      if ((classes >> klass & 1) != 0) see(klass);
    }
  }

  First<Entry> by_entry(PoolIndex pool, ClassIndex klass) const {
    First<Entry> first;
    const auto& heap = lines_.pools()[pool].lanes[klass].by_entry;
    if (!heap.empty()) first.offer(heap.top().key, heap.top().ticket);
    for (const auto& standee : joining_) {
      if (standee.pool == pool && standee.klass == klass) first.offer(standee.entry, standee.ticket);
    }
    return first;
  }

  First<Place> by_place(PoolIndex pool, ClassIndex klass) const {
    First<Place> first;
    const auto& heap = lines_.pools()[pool].lanes[klass].by_place;
    if (!heap.empty()) first.offer(heap.top().key, heap.top().ticket);
    for (const auto& standee : joining_) {
      if (standee.pool == pool && standee.klass == klass) first.offer(standee.place, standee.ticket);
    }
    return first;
  }

  std::uint64_t pass(PoolIndex pool, ClassIndex klass) const {
    const auto& line = lines_.pools()[pool];
    return std::max(line.lanes[klass].pass, line.clock);
  }
  std::uint64_t cost(PoolIndex pool, ClassIndex klass) const {
    return pass(pool, klass) + stride / plan_.weight(klass);
  }

  std::optional<Choice> within(const Reach& reach, std::span<const ServeGroup> level, bool filling) const {
    First<Place> best;
    Head head;
    for (const auto& group : level) {
      if (!may(reach, group.pool)) continue;
      First<Place> turn;
      Head who;
      std::uint64_t least = 0;
      for_each_class(group.pool, group.classes, [&](ClassIndex klass) {
        if (plan_.fills(klass) != filling) return;
        const auto first = by_place(group.pool, klass);
        if (first.key == nullptr) return;
        const auto tag = pass(group.pool, klass);
        if (turn.key != nullptr && tag >= least) return;
        least = tag;
        turn = first;
        who = {first.ticket, group.pool, klass};
      });
      if (turn.key == nullptr || (best.key != nullptr && !(*turn.key < *best.key))) continue;
      best = turn;
      head = who;
    }
    if (best.key == nullptr) return std::nullopt;
    return Choice{head.ticket,
                  head.pool,
                  head.klass,
                  filling ? TurnKind::filling : TurnKind::order,
                  cost(head.pool, head.klass),
                  virtual_time(head.pool)};
  }

  /// The smallest pass of the classes that wait: not simply that of the class chosen, because a counter that serves a
  /// few classes only must not move the clock past the others.
  std::uint64_t virtual_time(PoolIndex pool) const {
    std::uint64_t least = ~std::uint64_t{0};
    for_each_class(pool, ~std::uint32_t{0}, [&](ClassIndex klass) {
      if (by_place(pool, klass).key != nullptr) least = std::min(least, pass(pool, klass));
    });
    return least;
  }

  const Lines& lines_;
  const Plan& plan_;
  UtcTime running_;
  std::span<const Standee> joining_;
};

}  // namespace

Reach reach_of(const Plan& plan, std::uint16_t counter, std::string_view officer) {
  return {plan.serves(counter), plan.counter_pool(counter), plan.skills(officer)};
}

std::optional<TurnKind> must_go_first(const Pool& pool, const Plan& plan, ClassIndex klass, const Entry& entry,
                                      UtcTime running) {
  const auto limit = plan.waiting_limit(klass);
  if (limit && running - entry.since > *limit) return TurnKind::waiting_limit;
  if (pool.left + 1 >= entry.index + plan.settings().policy.max_passed) return TurnKind::passed_over;
  return std::nullopt;
}

std::optional<Choice> choose(const Lines& lines, const Plan& plan, const Reach& reach, UtcTime running,
                             std::span<const Standee> joining) {
  const Chooser chooser(lines, plan, running, joining);
  if (reach.own_line) {
    if (auto choice = chooser.from_own_line(*reach.own_line)) return choice;
  }
  if (auto choice = chooser.who_must_go_first(reach)) return choice;
  return chooser.by_order(reach);
}

}  // namespace antrean::queue
