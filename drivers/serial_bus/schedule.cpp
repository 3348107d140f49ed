#include "serial_bus/schedule.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace antrean::bus {
namespace {

using std::chrono::milliseconds;

// Share of lazy work that may be saved up while there is none, so that a change after a quiet time is quick.
constexpr milliseconds lazy_saved_at_most{500};
// Pads and boards give the host up after 3 s without a frame; a line with nothing to say says something every second.
constexpr milliseconds sign_of_life{1000};
constexpr milliseconds retry_silent_after{100};
constexpr milliseconds retry_refused_after{1000};

}  // namespace

void Schedule::add(Unit& unit) {
  const auto address = unit.address();
  if (address < 1 || address > 247) {
    throw std::invalid_argument(
        fmt::format("{} on {}: address {} does not exist; units have 1 to 247", unit.name(), settings_.name, address));
  }
  for (const auto& entry : entries_) {
    if (entry.unit->address() == address) {
      throw std::invalid_argument(fmt::format("{} on {}: address {} is already taken by {}", unit.name(),
                                              settings_.name, address, entry.unit->name()));
    }
  }
  Entry entry;
  entry.unit = &unit;
  entry.health.name = fmt::format("{} on {}", unit.name(), settings_.name);
  entries_.push_back(std::move(entry));
}

template <class Wants>
Schedule::Entry* Schedule::longest_waiting(Wants wants, std::uint64_t Entry::*since) {
  Entry* chosen = nullptr;
  for (auto& entry : entries_) {
    if ((chosen == nullptr || entry.*since < chosen->*since) && wants(entry)) {
      chosen = &entry;
    }
  }
  return chosen;
}

Schedule::Turn Schedule::give(Entry& entry, Urgency served) {
  entry.last_turn = ++turn_;
  if (served == Urgency::lazy) {
    entry.last_lazy_turn = turn_;
  }
  served_as_ = served;
  return {.unit = entry.unit, .served = served};
}

Schedule::Turn Schedule::next(MonotonicTime now) {
  const auto may_go = [now](const Entry& entry) {
    return entry.health.state != DeviceState::offline && now >= entry.not_before;
  };
  const auto wanting = [&](Urgency urgency) {
    return longest_waiting([&](const Entry& entry) { return may_go(entry) && entry.unit->urgency(now) == urgency; });
  };
  if (auto* entry = wanting(Urgency::now)) {
    return give(*entry, Urgency::now);
  }
  if (now >= next_probe_) {
    if (auto* entry = longest_waiting([now](const Entry& candidate) {
          return candidate.health.state == DeviceState::offline && now >= candidate.not_before;
        })) {
      return give(*entry, Urgency::none);
    }
  }
  const auto lazy = [&] {
    return longest_waiting([&](const Entry& entry) { return may_go(entry) && entry.unit->lazy_work(now); },
                           &Entry::last_lazy_turn);
  };
  auto* poll = wanting(Urgency::in_turn);
  if (poll == nullptr || now >= next_lazy_) {
    // With a poll of its own it goes with that one, a few characters more; otherwise it takes a turn.
    auto* entry = lazy();
    if (entry != nullptr && (poll == nullptr || entry == poll || entry->unit->urgency(now) != Urgency::in_turn)) {
      return give(*entry, Urgency::lazy);
    }
  }
  if (poll != nullptr) {
    return give(*poll, Urgency::in_turn);
  }
  if (now - last_served_ >= sign_of_life) {
    if (auto* entry = longest_waiting(may_go)) {
      return give(*entry, Urgency::none);
    }
  }
  return {};
}

bool Schedule::urgent(MonotonicTime now) const {
  return std::any_of(entries_.begin(), entries_.end(), [now](const Entry& entry) {
    return entry.health.state != DeviceState::offline && now >= entry.not_before &&
           entry.unit->urgency(now) == Urgency::now;
  });
}

MonotonicTime Schedule::due(MonotonicTime now) const {
  auto due = now + sign_of_life;
  for (const auto& entry : entries_) {
    const bool offline = entry.health.state == DeviceState::offline;
    const auto ready = offline ? std::max(entry.not_before, next_probe_) : entry.not_before;
    if (ready > now) {
      due = std::min(due, ready);
    }
  }
  if (last_served_ + sign_of_life > now) {
    due = std::min(due, last_served_ + sign_of_life);
  }
  return due;
}

bool Schedule::served(const Unit& unit, const Outcome& outcome, Nanoseconds taken, MonotonicTime now) {
  auto& entry = entries_[index_of(unit)];
  auto& health = entry.health;
  ++health.exchanges;
  last_served_ = now;
  if (served_as_ == Urgency::in_turn && !outcome.has_error()) {
    poll_takes_ = poll_takes_.count() == 0 ? taken : std::min(poll_takes_, taken);
  } else if (served_as_ == Urgency::lazy) {
    const bool polled = entry.unit->urgency(now) == Urgency::in_turn;
    const auto more = std::max(taken - (polled ? poll_takes_ : Nanoseconds{0}), Nanoseconds{0});
    next_lazy_ = std::max(next_lazy_, now - lazy_saved_at_most) + more * 100 / std::max(settings_.lazy_percent, 1U);
  }
  if (outcome.has_error()) {
    health.last_error = outcome.error().in_words();
    health.last_error_at = now;
  }
  if (!outcome.has_error() || outcome.error().failure == Failure::exception) {
    entry.failures_in_a_row = 0;
    entry.probe_interval = milliseconds{0};
    entry.not_before = now;
    if (outcome.has_error()) {
      ++health.refused;
      entry.not_before = now + retry_refused_after;
    }
    if (health.state == DeviceState::online) {
      return false;
    }
    health.state = DeviceState::online;
    health.since = now;
    return true;
  }

  const auto failure = outcome.error().failure;
  const bool silent = failure == Failure::silent || failure == Failure::cut_short;
  ++(silent ? health.timeouts : health.damaged);
  ++entry.failures_in_a_row;
  entry.not_before = !silent && entry.failures_in_a_row == 1 ? now : now + retry_silent_after;
  if (entry.failures_in_a_row < settings_.offline_after) {
    return false;
  }
  entry.probe_interval = entry.probe_interval.count() == 0
                             ? settings_.probe_after
                             : std::min(2 * entry.probe_interval, settings_.probe_at_most);
  entry.not_before = now + entry.probe_interval;
  const bool change = health.state != DeviceState::offline;
  if (change) {
    health.state = DeviceState::offline;
    health.since = now;
    entry.unit->forget();
  }
  // With nobody left to slow down, half of the time may go into finding somebody.
  const auto percent = any_online() ? std::max(settings_.probe_percent, 1U) : 50U;
  next_probe_ = now + taken * (100 - percent) / percent;
  return change;
}

void Schedule::forget(MonotonicTime now) {
  for (auto& entry : entries_) {
    entry.not_before = now;
    entry.probe_interval = milliseconds{0};
    entry.unit->forget();
  }
  next_probe_ = now;
}

bool Schedule::any_online() const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [](const Entry& entry) { return entry.health.state != DeviceState::offline; });
}

bool Schedule::work_waits(MonotonicTime now) const {
  return std::any_of(entries_.begin(), entries_.end(), [now](const Entry& entry) {
    return entry.health.state != DeviceState::offline &&
           (entry.unit->urgency(now) == Urgency::now || entry.unit->lazy_work(now));
  });
}

bool Schedule::all_silent() const {
  return !entries_.empty() &&
         std::all_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.failures_in_a_row > 0; });
}

std::size_t Schedule::index_of(const Unit& unit) const {
  for (std::size_t index = 0; index < entries_.size(); ++index) {
    if (entries_[index].unit == &unit) {
      return index;
    }
  }
  throw std::logic_error("a unit that was never attached to this bus");
}

const DeviceHealth& Schedule::health(const Unit& unit) const { return entries_[index_of(unit)].health; }

std::vector<DeviceHealth> Schedule::all_health() const {
  std::vector<DeviceHealth> all;
  all.reserve(entries_.size());
  for (const auto& entry : entries_) {
    all.push_back(entry.health);
  }
  return all;
}

}  // namespace antrean::bus
