#include "order_book.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <variant>

namespace antrean::simulation {

using queue::TurnKind;

/// Of sums of 1 / weight.
constexpr double rounding = 1e-9;

void OrderBook::fail(const std::string& what) { verdict_.broken(5, what + " (event " + std::to_string(seq_) + ")"); }

void OrderBook::clock(const queue::Event& event) {
  if (const auto* stepped = std::get_if<queue::ClockStepped>(&event.body)) {
    shift_ += Milliseconds{static_cast<std::int64_t>(stepped->back_ms)};
  }
  // Made up for until the clock is where it had been.
  if (event.at >= running_) {
    shift_ = std::min(shift_, Milliseconds{0});
  }
  running_ = std::max(running_, event.at + shift_);
}

void OrderBook::see(const queue::Event& event) {
  seq_ = event.seq;
  clock(event);
  if (std::holds_alternative<queue::DayOpened>(event.body)) {
    people_.clear();
    ratios_.clear();
    calls_.clear();
    desks_.clear();
    running_ = event.at + shift_;
  } else if (const auto* issued = std::get_if<queue::TicketIssued>(&event.body)) {
    Waiting& one = people_[issued->ticket];
    one.ticket = issued->ticket;
    one.number = issued->number;
    if (issued->held_until) {
      one.pool = issued->line.pool;
      one.class_key = issued->line.class_key;
      one.place = issued->line.place;
    } else {
      join(issued->ticket, issued->line);
    }
  } else if (const auto* hour = std::get_if<queue::HourCame>(&event.body)) {
    const Waiting& one = people_[hour->ticket];
    join(hour->ticket, {one.pool, one.class_key, one.place});
  } else if (const auto* returned = std::get_if<queue::TicketReturned>(&event.body)) {
    join(returned->ticket, returned->line);
  } else if (const auto* finished = std::get_if<queue::Finished>(&event.body)) {
    if (finished->next) {
      join(finished->ticket, finished->next->line);
    }
  } else if (const auto* moved = std::get_if<queue::Transferred>(&event.body)) {
    leave(moved->ticket);
    join(moved->ticket, moved->line);
  } else if (const auto* granted = std::get_if<queue::ClassGranted>(&event.body)) {
    people_[granted->ticket].class_key = granted->class_key;
  } else if (const auto* parking = std::get_if<queue::ParkingEnded>(&event.body)) {
    back(parking->ticket);
  } else if (const auto* cancelled = std::get_if<queue::CallCancelled>(&event.body)) {
    take_back(cancelled->counter, cancelled->ticket);
  } else if (const auto* handed = std::get_if<queue::HandedBack>(&event.body)) {
    take_back(handed->counter, handed->ticket);
  } else if (const auto* resumed = std::get_if<queue::Resumed>(&event.body)) {
    desks_[resumed->counter].call = 0;
  } else if (const auto* direct = std::get_if<queue::ServedDirect>(&event.body)) {
    desks_[direct->counter].call = 0;
    leave(direct->ticket);
  } else if (const auto* opened = std::get_if<queue::CounterOpened>(&event.body)) {
    desks_[opened->counter].open = true;
  } else if (const auto* paused = std::get_if<queue::CounterPaused>(&event.body)) {
    desks_[paused->counter].open = false;
  } else if (const auto* closed = std::get_if<queue::CounterClosed>(&event.body)) {
    desks_[closed->counter].open = false;
  } else if (const auto* login = std::get_if<queue::LoggedIn>(&event.body)) {
    desks_[login->counter].officer = login->officer;
  } else if (const auto* logout = std::get_if<queue::LoggedOut>(&event.body)) {
    desks_[logout->counter].officer.clear();
  } else if (const auto* over = std::get_if<queue::TicketCancelled>(&event.body)) {
    leave(over->ticket);
  } else if (const auto* accounted = std::get_if<queue::Accounted>(&event.body)) {
    leave(accounted->ticket);
  } else if (const auto* called = std::get_if<queue::Called>(&event.body)) {
    desks_[called->counter].call = 0;
    if (called->turn.kind != TurnKind::out_of_order) {
      judge(*called);
    }
    leave(called->ticket);
  }
}

void OrderBook::join(queue::TicketId id, const queue::Line& line) {
  Waiting& one = people_[id];
  one.pool = line.pool;
  one.class_key = line.class_key;
  one.place = line.place;
  one.joined = seq_;
  one.since = running_;
  one.here = true;
}

void OrderBook::back(queue::TicketId id) {
  Waiting& one = people_[id];
  if (one.joined == 0) {
    join(id, {one.pool, one.class_key, one.place});
    return;
  }
  one.here = true;
}

void OrderBook::take_back(CounterId counter, queue::TicketId id) {
  back(id);
  const auto gone =
      std::find_if(calls_.begin(), calls_.end(), [&](const Turn& turn) { return turn.call == desks_[counter].call; });
  if (gone == calls_.end()) {
    return;
  }
  const Turn turn = *gone;
  calls_.erase(gone);
  const auto same_tier = [&](const Turn& other) { return other.pool == turn.pool && other.fills == turn.fills; };
  const auto latest = std::find_if(calls_.rbegin(), calls_.rend(), same_tier);
  const bool was_latest = latest == calls_.rend() || latest->call < turn.call;
  Ratio& ratio = ratios_[turn.pool];
  ratio.clocks[turn.fills] = latest == calls_.rend() ? 0 : latest->clock;
  ratio.passes[turn.class_key] -= was_latest ? turn.put_on : 1 / weight(turn.class_key);
}

void OrderBook::leave(queue::TicketId id) { people_[id].here = false; }

const queue::CounterSettings* OrderBook::counter(CounterId id) const {
  for (const auto& one : plan_.counters) {
    if (one.id == id) {
      return &one;
    }
  }
  return nullptr;
}

const queue::ClassSettings* OrderBook::class_of(const std::string& key) const {
  for (const auto& one : plan_.classes) {
    if (one.key == key) {
      return &one;
    }
  }
  return nullptr;
}

bool OrderBook::fills(const std::string& key) const {
  const auto* settings = class_of(key);
  return settings != nullptr && settings->fills;
}

double OrderBook::weight(const std::string& key) const {
  const auto* settings = class_of(key);
  return settings == nullptr ? 1 : settings->weight;
}

double OrderBook::effective(const std::string& pool, const std::string& key) const {
  const auto known = ratios_.find(pool);
  if (known == ratios_.end()) {
    return 0;
  }
  const auto& [passes, clocks] = known->second;
  const auto pass = passes.find(key);
  const auto clock = clocks.find(fills(key));
  return std::max(pass == passes.end() ? 0 : pass->second, clock == clocks.end() ? 0 : clock->second);
}

bool OrderBook::skilled(const std::string& officer, const std::string& pool) const {
  for (const auto& one : plan_.officers) {
    if (one.key == officer && !one.pools.empty()) {
      return std::find(one.pools.begin(), one.pools.end(), pool) != one.pools.end();
    }
  }
  return true;
}

bool OrderBook::serves(const queue::ServeRule& rule, const Waiting& one) const {
  return rule.pool == one.pool && (rule.class_key.empty() || rule.class_key == one.class_key);
}

bool OrderBook::may_call(const queue::CounterSettings& counter, const std::string& officer, const Waiting& one) const {
  return skilled(officer, one.pool) && std::any_of(counter.serves.begin(), counter.serves.end(),
                                                   [&](const queue::ServeRule& rule) { return serves(rule, one); });
}

/// The calls that stand of people who joined later, at counters that might call this one.
std::size_t OrderBook::passed(const Waiting& one) const {
  return static_cast<std::size_t>(std::count_if(calls_.begin(), calls_.end(), [&](const Turn& turn) {
    const auto* settings = counter(turn.counter);
    return turn.joined > one.joined && settings != nullptr && may_call(*settings, turn.officer, one);
  }));
}

/// Who waited longer than the limit, or was passed over as often as may be: by the time of joining.
const OrderBook::Waiting* OrderBook::first_by_right(const queue::CounterSettings& counter) const {
  const Waiting* first = nullptr;
  for (const auto& [id, one] : people_) {
    const bool served = one.here && may_call(counter, desks_.at(counter.id).officer, one);
    if (!served || (first != nullptr && first->joined < one.joined)) {
      continue;
    }
    auto limit = plan_.policy.waiting_limit;
    if (const auto* settings = class_of(one.class_key); settings != nullptr && settings->waiting_limit) {
      limit = limit ? std::min(*limit, *settings->waiting_limit) : *settings->waiting_limit;
    }
    const bool long_enough = limit && running_ - one.since > *limit;
    if (long_enough || passed(one) >= plan_.policy.max_passed) {
      first = &one;
    }
  }
  return first;
}

/// Whom rules 3 and 4 leave to this counter.
std::vector<const OrderBook::Waiting*> OrderBook::left_by_preference(const queue::CounterSettings& counter) const {
  const auto desk = desks_.find(counter.id);
  const std::string officer = desk == desks_.end() ? std::string{} : desk->second.officer;
  std::set<std::uint8_t> levels;
  for (const auto& rule : counter.serves) {
    levels.insert(rule.preference);
  }
  for (const std::uint8_t level : levels) {
    for (const bool filling : {false, true}) {
      std::vector<const Waiting*> left;
      for (const auto& [id, one] : people_) {
        const bool served =
            std::any_of(counter.serves.begin(), counter.serves.end(),
                        [&](const queue::ServeRule& rule) { return rule.preference == level && serves(rule, one); });
        if (one.here && served && skilled(officer, one.pool) && fills(one.class_key) == filling) {
          left.push_back(&one);
        }
      }
      if (!left.empty()) {
        return left;
      }
    }
  }
  return {};
}

/// In each pool the class whose turn it is, with its first place; of these the first place.
const OrderBook::Waiting* OrderBook::first_by_order(const queue::CounterSettings& counter) const {
  const auto left = left_by_preference(counter);
  std::set<std::string> pools;
  for (const Waiting* one : left) {
    pools.insert(one->pool);
  }
  const Waiting* best = nullptr;
  for (const auto& pool : pools) {
    const Waiting* turn = nullptr;
    double least = std::numeric_limits<double>::infinity();
    for (const auto& settings : plan_.classes) {
      const Waiting* head = nullptr;
      for (const Waiting* one : left) {
        if (one->pool == pool && one->class_key == settings.key && (head == nullptr || one->place < head->place)) {
          head = one;
        }
      }
      if (head != nullptr && effective(pool, settings.key) < least - rounding) {
        least = effective(pool, settings.key);
        turn = head;
      }
    }
    if (turn != nullptr && (best == nullptr || turn->place < best->place)) {
      best = turn;
    }
  }
  return best;
}

void OrderBook::judge(const queue::Called& called) {
  const auto* settings = counter(called.counter);
  const Waiting* right = nullptr;
  const std::string own_line = "counter:" + std::to_string(called.counter);
  for (const auto& [id, one] : people_) {
    if (one.here && one.pool == own_line && (right == nullptr || one.joined < right->joined)) {
      right = &one;
    }
  }
  const bool from_own_line = right != nullptr;
  if (right == nullptr) {
    right = first_by_right(*settings);
  }
  if (right == nullptr) {
    right = first_by_order(*settings);
  }
  if (right == nullptr || right->ticket != called.ticket) {
    fail("counter " + std::to_string(called.counter) + " calls " + called.number + ", it is the turn of " +
         (right == nullptr ? "nobody" : right->number));
    return;
  }
  if (!from_own_line) {
    charge(*settings, *right, called.call);
  }
}

void OrderBook::charge(const queue::CounterSettings& calling, const Waiting& called, std::uint64_t call) {
  const bool filling = fills(called.class_key);
  std::set<std::string> called_from{called.class_key};
  for (const auto& settings : plan_.counters) {
    if (settings.id != calling.id && !desks_[settings.id].open) {
      continue;
    }
    for (const Waiting* one : left_by_preference(settings)) {
      if (one->pool == called.pool && fills(one->class_key) == filling) {
        called_from.insert(one->class_key);
      }
    }
  }
  double least = std::numeric_limits<double>::infinity();
  for (const auto& key : called_from) {
    least = std::min(least, effective(called.pool, key));
  }
  Ratio& ratio = ratios_[called.pool];
  Turn turn{.call = call,
            .ticket = called.ticket,
            .counter = calling.id,
            .joined = called.joined,
            .officer = desks_[calling.id].officer,
            .pool = called.pool,
            .class_key = called.class_key,
            .fills = filling,
            .put_on = 0,
            .clock = least};
  const double before = ratio.passes[called.class_key];
  ratio.passes[called.class_key] = effective(called.pool, called.class_key) + 1 / weight(called.class_key);
  turn.put_on = ratio.passes[called.class_key] - before;
  ratio.clocks[filling] = least;
  calls_.push_back(std::move(turn));
  desks_[calling.id].call = call;
}

}  // namespace antrean::simulation
