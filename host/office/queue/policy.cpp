#include "queue/policy.hpp"

#include <algorithm>
#include <bit>

namespace antrean::queue {

namespace {

struct Head {
  TicketId ticket = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
};

/// The first of a class line in one of its orders, among those who wait and those who are about to join.
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
  Chooser(const Lines& lines, const Plan& plan, UtcTime running, std::span<const Reach> open,
          std::span<const WaitingTicket> joining)
      : lines_(lines), plan_(plan), running_(running), open_(open), joining_(joining) {}

  std::optional<Choice> from_own_line(PoolIndex pool) const {
    First<JoinStamp> first;
    ClassIndex klass = 0;
    for_each_class(waiting(pool), [&](ClassIndex index) {
      const auto head = by_join(pool, index);
      const auto before = first.key;
      first.offer(*head.key, head.ticket);
      if (first.key != before) {
        klass = index;
      }
    });
    if (first.key == nullptr) {
      return std::nullopt;
    }
    const auto& line = lines_.pools()[pool];
    const Tier tier = tier_of(klass);
    return Choice{first.ticket,
                  pool,
                  klass,
                  TurnKind::own_line,
                  tier,
                  *first.key,
                  line.class_lines[klass].pass,
                  line.tiers[static_cast<std::size_t>(tier)].clock};
  }

  /// The first of a class is the ticket that joined first of those that wait there. If the rule holds for any
  /// ticket of the class, it holds for the first.
  std::optional<Choice> who_must_go_first(const Reach& reach) const {
    First<JoinStamp> first;
    Head head;
    TurnKind kind = TurnKind::order;
    for (const auto& group : reach.groups) {
      if (!may(reach, group.pool)) {
        continue;
      }
      for_each_class(waiting(group.pool) & group.classes, [&](ClassIndex klass) {
        const auto class_line = by_join(group.pool, klass);
        if (first.key != nullptr && !(*class_line.key < *first.key)) {
          return;
        }
        const auto why = must_go_first(group.pool, klass, *class_line.key);
        if (!why) {
          return;
        }
        first = class_line;
        head = {class_line.ticket, group.pool, klass};
        kind = *why;
      });
    }
    if (first.key == nullptr) {
      return std::nullopt;
    }
    return charged(reach, head, kind, *first.key);
  }

  /// Rules 3 to 6.
  std::optional<Choice> by_order(const Reach& reach) const {
    std::optional<Choice> choice;
    for_each_level(reach, [&](std::span<const ServeGroup> level) {
      choice = within(reach, level, Tier::ordinary);
      if (!choice) {
        choice = within(reach, level, Tier::filling);
      }
      return choice.has_value();
    });
    return choice;
  }

 private:
  static bool may(const Reach& reach, PoolIndex pool) { return reach.skills == nullptr || (*reach.skills)[pool]; }

  /// Calls see() with the groups of each preference, the lowest preference first, until see() returns true.
  template <class See>
  static void for_each_level(const Reach& reach, See see) {
    for (std::size_t begin = 0; begin < reach.groups.size();) {
      std::size_t end = begin + 1;
      while (end < reach.groups.size() && reach.groups[end].preference == reach.groups[begin].preference) {
        ++end;
      }
      if (see(reach.groups.subspan(begin, end - begin))) {
        return;
      }
      begin = end;
    }
  }

  /// In the order of the settings.
  template <class See>
  static void for_each_class(std::uint32_t classes, See see) {
    for (; classes != 0; classes &= classes - 1) {
      see(static_cast<ClassIndex>(std::countr_zero(classes)));
    }
  }

  /// The classes in which somebody waits.
  std::uint32_t waiting(PoolIndex pool) const {
    std::uint32_t classes = lines_.pools()[pool].waiting;
    for (const auto& waiting : joining_) {
      if (waiting.pool == pool) {
        classes |= std::uint32_t{1} << waiting.klass;
      }
    }
    return classes;
  }
  std::uint32_t of_tier(Tier tier) const {
    return tier == Tier::filling ? plan_.filling_classes() : ~plan_.filling_classes();
  }
  Tier tier_of(ClassIndex klass) const { return plan_.fills(klass) ? Tier::filling : Tier::ordinary; }

  First<JoinStamp> by_join(PoolIndex pool, ClassIndex klass) const {
    First<JoinStamp> first;
    const auto& heap = lines_.pools()[pool].class_lines[klass].by_join;
    if (!heap.empty()) {
      first.offer(heap.top().key, heap.top().ticket);
    }
    for (const auto& waiting : joining_) {
      if (waiting.pool == pool && waiting.klass == klass) {
        first.offer(waiting.joined, waiting.ticket);
      }
    }
    return first;
  }

  First<Position> by_position(PoolIndex pool, ClassIndex klass) const {
    First<Position> first;
    const auto& heap = lines_.pools()[pool].class_lines[klass].by_position;
    if (!heap.empty()) {
      first.offer(heap.top().key, heap.top().ticket);
    }
    for (const auto& waiting : joining_) {
      if (waiting.pool == pool && waiting.klass == klass) {
        first.offer(waiting.position, waiting.ticket);
      }
    }
    return first;
  }

  /// Whether rule 2 puts somebody first, and by which half of it.
  std::optional<TurnKind> must_go_first(PoolIndex pool, ClassIndex klass, const JoinStamp& joined) const {
    const auto limit = plan_.waiting_limit(klass);
    if (limit && running_ - joined.since > *limit) {
      return TurnKind::waiting_limit;
    }
    if (lines_.passed(pool, klass, joined) >= plan_.settings().policy.max_passed) {
      return TurnKind::passed_over;
    }
    return std::nullopt;
  }

  std::uint64_t pass(PoolIndex pool, ClassIndex klass, Tier tier) const {
    const auto& line = lines_.pools()[pool];
    return std::max(line.class_lines[klass].pass, line.tiers[static_cast<std::size_t>(tier)].clock);
  }

  Choice charged(const Reach& reach, const Head& head, TurnKind kind, const JoinStamp& joined) const {
    const Tier tier = tier_of(head.klass);
    return {head.ticket,
            head.pool,
            head.klass,
            kind,
            tier,
            joined,
            pass(head.pool, head.klass, tier) + stride / plan_.weight(head.klass),
            clock_after(reach, head, tier)};
  }

  std::optional<Choice> within(const Reach& reach, std::span<const ServeGroup> level, Tier tier) const {
    First<Position> best;
    Head head;
    for (const auto& group : level) {
      if (!may(reach, group.pool)) {
        continue;
      }
      const std::uint32_t classes = waiting(group.pool) & group.classes & of_tier(tier);
      if (classes == 0) {
        continue;
      }
      ClassIndex turn = 0;
      std::uint64_t least = ~std::uint64_t{0};
      for_each_class(classes, [&](ClassIndex klass) {
        const auto tag = pass(group.pool, klass, tier);
        if (tag >= least) {
          return;
        }
        least = tag;
        turn = klass;
      });
      const auto first = by_position(group.pool, turn);
      if (best.key != nullptr && !(*first.key < *best.key)) {
        continue;
      }
      best = first;
      head = {first.ticket, group.pool, turn};
    }
    if (best.key == nullptr) {
      return std::nullopt;
    }
    const auto kind = tier == Tier::filling ? TurnKind::filling : TurnKind::order;
    return charged(reach, head, kind, entry_of(head));
  }

  JoinStamp entry_of(const Head& head) const {
    for (const auto& waiting : joining_) {
      if (waiting.ticket == head.ticket) {
        return waiting.joined;
      }
    }
    return lines_.entry_of(head.ticket, head.pool, head.klass);
  }

  /// The classes of `pool` that a counter is calling from by rules 3 and 4: those of its first preference for
  /// which somebody waits, and of these the classes that fill only if nobody else waits there.
  std::uint32_t called_from(const Reach& reach, PoolIndex pool, Tier tier) const {
    std::uint32_t classes = 0;
    for_each_level(reach, [&](std::span<const ServeGroup> level) {
      std::uint32_t anywhere = 0;
      for (const auto& group : level) {
        if (!may(reach, group.pool)) {
          continue;
        }
        const std::uint32_t standing = waiting(group.pool) & group.classes;
        anywhere |= standing;
        if (group.pool == pool) {
          classes |= standing;
        }
      }
      if (anywhere == 0) {
        return false;
      }
      const Tier called = (anywhere & of_tier(Tier::ordinary)) != 0 ? Tier::ordinary : Tier::filling;
      classes = called == tier ? classes & of_tier(tier) : 0;
      return true;
    });
    return classes;
  }

  std::uint64_t clock_after(const Reach& reach, const Head& head, Tier tier) const {
    const std::uint32_t everybody = waiting(head.pool) & of_tier(tier);
    std::uint32_t called = std::uint32_t{1} << head.klass | called_from(reach, head.pool, tier);
    for (std::size_t i = 0; i < open_.size() && called != everybody; ++i) {
      called |= called_from(open_[i], head.pool, tier);
    }
    std::uint64_t least = ~std::uint64_t{0};
    for_each_class(called, [&](ClassIndex klass) { least = std::min(least, pass(head.pool, klass, tier)); });
    return least;  // not less than the clock, because no pass is
  }

  const Lines& lines_;
  const Plan& plan_;
  UtcTime running_;
  std::span<const Reach> open_;
  std::span<const WaitingTicket> joining_;
};

}  // namespace

Reach reach_of(const Plan& plan, std::uint16_t counter, std::string_view officer) {
  return {plan.serves(counter), plan.counter_pool(counter), plan.skills(officer)};
}

bool may_call(const Reach& reach, PoolIndex pool, ClassIndex klass) {
  return std::any_of(reach.groups.begin(), reach.groups.end(), [&](const ServeGroup& group) {
    const bool served = group.pool == pool && (group.classes >> klass & 1) != 0;
    return served && (reach.skills == nullptr || (*reach.skills)[pool]);
  });
}

std::vector<ServedLine> served_lines(const Reach& reach) {
  std::vector<ServedLine> lines;
  for (std::size_t i = 0; i < reach.groups.size(); ++i) {
    const PoolIndex pool = reach.groups[i].pool;
    if (reach.skills != nullptr && !(*reach.skills)[pool]) {
      continue;
    }
    const auto earlier = reach.groups.first(i);
    const auto same = [pool](const ServeGroup& group) { return group.pool == pool; };
    if (std::any_of(earlier.begin(), earlier.end(), same)) {
      continue;
    }
    std::uint32_t classes = 0;
    for (const auto& group : reach.groups.subspan(i)) {
      classes |= same(group) ? group.classes : 0;
    }
    if (classes == ~std::uint32_t{0}) {
      lines.push_back({pool, std::nullopt});
      continue;
    }
    for (; classes != 0; classes &= classes - 1) {
      lines.push_back({pool, static_cast<ClassIndex>(std::countr_zero(classes))});
    }
  }
  return lines;
}

std::optional<Choice> choose(const Lines& lines, const Plan& plan, const Reach& reach, UtcTime running,
                             std::span<const Reach> open, std::span<const WaitingTicket> joining) {
  const Chooser chooser(lines, plan, running, open, joining);
  if (reach.own_line) {
    if (auto choice = chooser.from_own_line(*reach.own_line)) {
      return choice;
    }
  }
  if (auto choice = chooser.who_must_go_first(reach)) {
    return choice;
  }
  return chooser.by_order(reach);
}

void carry_out(Lines& lines, const Choice& choice, const Reach& reach, std::uint64_t call, CallCost& cost) {
  lines.leave(choice.ticket, choice.pool, choice.klass);
  if (choice.kind == TurnKind::own_line) {
    return;
  }
  lines.charge(cost, call, choice.pool, choice.klass, choice.tier, choice.pass, choice.clock);
  for (const ServedLine& line : served_lines(reach)) {
    lines.pass_over(cost, choice.joined, line);
  }
}

}  // namespace antrean::queue
