#include "order_book.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <variant>

namespace antrean::simulation {

using queue::TurnKind;

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
    turns_.clear();
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
    back(cancelled->ticket);
  } else if (const auto* handed = std::get_if<queue::HandedBack>(&event.body)) {
    back(handed->ticket);
  } else if (const auto* over = std::get_if<queue::TicketCancelled>(&event.body)) {
    leave(over->ticket);
  } else if (const auto* accounted = std::get_if<queue::Accounted>(&event.body)) {
    leave(accounted->ticket);
  } else if (const auto* called = std::get_if<queue::Called>(&event.body)) {
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
  one.index = ++turns_[line.pool].joined;
  one.here = true;
}

void OrderBook::back(queue::TicketId id) {
  Waiting& one = people_[id];
  if (one.joined == 0) {
    join(id, {one.pool, one.class_key, one.place});
    return;
  }
  ++turns_[one.pool].joined;
  one.here = true;
}

void OrderBook::leave(queue::TicketId id) {
  Waiting& one = people_[id];
  if (one.here) {
    ++turns_[one.pool].left;
    one.here = false;
  }
}

const queue::ClassSettings* OrderBook::class_of(const std::string& key) const {
  for (const auto& one : plan_.classes) {
    if (one.key == key) {
      return &one;
    }
  }
  return nullptr;
}

double OrderBook::weight(const std::string& key) const {
  const auto* settings = class_of(key);
  return settings == nullptr ? 1 : settings->weight;
}

bool OrderBook::serves(const queue::ServeRule& rule, const Waiting& one) const {
  return one.here && rule.pool == one.pool && (rule.class_key.empty() || rule.class_key == one.class_key);
}

/// Who waited longer than the limit, or was passed over as often as may be: by the time of joining.
const OrderBook::Waiting* OrderBook::first_by_right(const queue::CounterSettings& counter) {
  const Waiting* first = nullptr;
  for (const auto& [id, one] : people_) {
    const bool served = std::any_of(counter.serves.begin(), counter.serves.end(),
                                    [&](const queue::ServeRule& rule) { return serves(rule, one); });
    if (!served || (first != nullptr && first->joined < one.joined)) {
      continue;
    }
    auto limit = plan_.policy.waiting_limit;
    if (const auto* settings = class_of(one.class_key); settings != nullptr && settings->waiting_limit) {
      limit = limit ? std::min(*limit, *settings->waiting_limit) : *settings->waiting_limit;
    }
    const bool long_enough = limit && running_ - one.since > *limit;
    const bool passed = turns_[one.pool].left + 1 >= one.index + plan_.policy.max_passed;
    if (long_enough || passed) {
      first = &one;
    }
  }
  return first;
}

const OrderBook::Waiting* OrderBook::first_by_order(const queue::CounterSettings& counter) {
  std::set<std::uint8_t> levels;
  for (const auto& rule : counter.serves) {
    levels.insert(rule.preference);
  }
  for (const std::uint8_t level : levels) {
    for (const bool filling : {false, true}) {
      if (const Waiting* first = first_of_level(counter, level, filling)) {
        return first;
      }
    }
  }
  return nullptr;
}

/// The pools' classes whose turn it is, each with its first place; of these the first place.
const OrderBook::Waiting* OrderBook::first_of_level(const queue::CounterSettings& counter, std::uint8_t level,
                                                    bool filling) {
  const Waiting* best = nullptr;
  for (const auto& rule : counter.serves) {
    if (rule.preference != level) {
      continue;
    }
    const Waiting* turn = nullptr;
    double least = std::numeric_limits<double>::infinity();
    for (const auto& settings : plan_.classes) {
      if (settings.fills != filling) {
        continue;
      }
      const Waiting* head = nullptr;
      for (const auto& [id, one] : people_) {
        if (serves(rule, one) && one.class_key == settings.key && (head == nullptr || one.place < head->place)) {
          head = &one;
        }
      }
      Turns& turns = turns_[rule.pool];
      const double used = std::max(turns.used[settings.key], turns.clock);
      if (head != nullptr && used < least) {
        least = used;
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
  const auto counter = std::find_if(plan_.counters.begin(), plan_.counters.end(),
                                    [&](const auto& settings) { return settings.id == called.counter; });
  const Waiting* right = nullptr;
  const Waiting* sent_here = nullptr;
  for (const auto& [id, one] : people_) {
    const bool known = std::any_of(plan_.counters.begin(), plan_.counters.end(), [&](const auto& settings) {
      return std::any_of(settings.serves.begin(), settings.serves.end(),
                         [&](const queue::ServeRule& rule) { return rule.pool == one.pool; });
    });
    if (one.here && !known && one.pool == called.turn.pool &&
        (sent_here == nullptr || one.joined < sent_here->joined)) {
      sent_here = &one;
    }
  }
  if (called.turn.kind == TurnKind::own_line) {
    right = sent_here;
  } else if ((right = first_by_right(*counter)) == nullptr) {
    right = first_by_order(*counter);
  }
  if (right == nullptr || right->ticket != called.ticket) {
    fail("counter " + std::to_string(called.counter) + " calls " + called.number + ", it is the turn of " +
         (right == nullptr ? "nobody" : right->number));
    return;
  }
  if (called.turn.kind == TurnKind::own_line) {
    return;
  }
  Turns& turns = turns_[right->pool];
  const bool in_order = called.turn.kind == TurnKind::order || called.turn.kind == TurnKind::filling;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& settings : plan_.classes) {
    const bool waits = std::any_of(people_.begin(), people_.end(), [&](const auto& entry) {
      return entry.second.here && entry.second.pool == right->pool && entry.second.class_key == settings.key;
    });
    if (waits) {
      least = std::min(least, std::max(turns.used[settings.key], turns.clock));
    }
  }
  turns.used[right->class_key] = std::max(turns.used[right->class_key], turns.clock) + 1 / weight(right->class_key);
  if (in_order) {
    turns.clock = least;
  }
}

}  // namespace antrean::simulation
