#include "serial_bus/schedule.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace antrean::bus {
namespace {

using std::chrono::milliseconds;

// The time for lazy work that may be saved up while there is none, so that a change after a quiet time is
// fast.
constexpr milliseconds lazy_saved_at_most{500};
// Pads and boards count the host as lost after 3 s without a frame. So a line with nothing to send sends
// something every second.
constexpr milliseconds sign_of_life{1000};
constexpr milliseconds retry_silent_after{100};
constexpr milliseconds retry_refused_after{1000};
constexpr unsigned refusals_worth_a_look = 3;
constexpr unsigned kept_worth_a_look = 3;
// Ten exchanges in a row in which something wrong was received put a unit offline; five, if each took as long
// as silence.
constexpr unsigned blame_of_silence = 100;
constexpr unsigned blame_of_disturbance = 30;
constexpr unsigned blame_of_long_disturbance = 60;

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
  entry.timing = unit.timing();
  entry.health.name = fmt::format("{} on {}", unit.name(), settings_.name);
  entry.health.told_only = !unit.can_be_seen();
  entries_.push_back(std::move(entry));
}

void Schedule::add_for_all(Unit& unit) {
  Entry entry;
  entry.unit = &unit;
  entry.for_all = true;
  entry.timing = unit.timing();
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

Schedule::Entry* Schedule::next_poll(MonotonicTime now) {
  constexpr std::array<std::uint64_t, 3> weights{1, 2, 3};  // by Pace
  Entry* chosen = nullptr;
  Entry* question = nullptr;
  std::uint64_t most = 0;
  for (auto& entry : entries_) {
    if (entry.health.state == DeviceState::offline || now < entry.ready() ||
        entry.unit->urgency(now) != Urgency::in_turn) {
      continue;
    }
    if (entry.for_all && entry.last_turn < turn_) {
      question = &entry;
    }
    const auto waited = (turn_ + 1 - entry.last_turn) * weights[static_cast<std::size_t>(entry.unit->pace())];
    if (waited > most) {
      most = waited;
      chosen = &entry;
    }
  }
  // A press waits for one exchange at most, however many pads have lamps to be told.
  const bool finds_presses = chosen != nullptr && (chosen->for_all || chosen->unit->polled_for_presses(now));
  return question == nullptr || finds_presses ? chosen : question;
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
    return entry.health.state != DeviceState::offline && now >= entry.ready();
  };
  const auto wanting = [&](Urgency urgency) {
    return longest_waiting([&](const Entry& entry) { return may_go(entry) && entry.unit->urgency(now) == urgency; });
  };
  if (auto* entry = wanting(Urgency::now)) {
    return give(*entry, Urgency::now);
  }
  if (now >= next_probe_) {
    if (auto* entry = longest_waiting([now](const Entry& candidate) {
          return candidate.health.state == DeviceState::offline && now >= candidate.ready();
        })) {
      return give(*entry, Urgency::none);
    }
  }
  const auto lazy = [&] {
    return longest_waiting([&](const Entry& entry) { return may_go(entry) && entry.unit->lazy_work(now); },
                           &Entry::last_lazy_turn);
  };
  auto* poll = next_poll(now);
  if (poll == nullptr || now >= next_lazy_) {
    // With its own poll, lazy work goes with that poll and adds a few characters; otherwise it gets a turn.
    auto* entry = lazy();
    if (entry != nullptr && (poll == nullptr || entry == poll || entry->unit->urgency(now) != Urgency::in_turn)) {
      return give(*entry, Urgency::lazy);
    }
  }
  if (poll != nullptr) {
    return give(*poll, Urgency::in_turn);
  }
  if (now - last_served_ >= sign_of_life) {
    if (auto* entry = longest_waiting([&](const Entry& each) { return !each.for_all && may_go(each); })) {
      return give(*entry, Urgency::none);
    }
  }
  return {};
}

bool Schedule::urgent(MonotonicTime now) const {
  return std::any_of(entries_.begin(), entries_.end(), [now](const Entry& entry) {
    return entry.health.state != DeviceState::offline && now >= entry.ready() &&
           entry.unit->urgency(now) == Urgency::now;
  });
}

MonotonicTime Schedule::due(MonotonicTime now) const {
  auto due = now + sign_of_life;
  for (const auto& entry : entries_) {
    const bool offline = entry.health.state == DeviceState::offline;
    const auto ready = offline ? std::max(entry.ready(), next_probe_) : entry.ready();
    if (ready > now) {
      due = std::min(due, ready);
    }
  }
  if (last_served_ + sign_of_life > now) {
    due = std::min(due, last_served_ + sign_of_life);
  }
  return due;
}

bool Schedule::served(const Unit& unit, const Outcome& outcome, Nanoseconds taken, MonotonicTime now,
                      std::size_t noise) {
  auto& entry = entries_[index_of(unit)];
  auto& health = entry.health;
  ++health.exchanges;
  health.noise += noise;
  last_served_ = now;
  entry.left_alone_to = now + entry.timing.gap;
  if (served_as_ == Urgency::in_turn && !outcome.has_error()) {
    poll_takes_ = poll_takes_.count() == 0 ? taken : std::min(poll_takes_, taken);
  } else if (served_as_ == Urgency::lazy) {
    const bool polled = entry.unit->urgency(now) == Urgency::in_turn;
    const auto more = std::max(taken - (polled ? poll_takes_ : Nanoseconds{0}), Nanoseconds{0});
    next_lazy_ = std::max(next_lazy_, now - lazy_saved_at_most) + more * 100 / std::max(settings_.lazy_percent, 1U);
  }
  if (health.state != DeviceState::offline) {
    ++entry.recent.at(now).exchanges;
  }
  if (outcome.has_error()) {
    auto words = outcome.error().in_words();
    health.last_error = std::move(words.en);
    health.last_error_id = std::move(words.id);
    health.last_error_at = now;
  }
  const bool refused = outcome.has_error() && outcome.error().failure == Failure::exception;
  const auto state =
      !outcome.has_error() || refused ? answered(entry, outcome, now) : failed(entry, outcome.error(), taken, now);
  if (health.state == state) {
    return false;
  }
  health.state = state;
  health.since = now;
  if (state == DeviceState::offline) {
    entry.recent.clear();  // an alarm reports it; when the unit is back, only its new condition counts
    entry.unit->forget();
  }
  return !entry.for_all;
}

DeviceState Schedule::answered(Entry& entry, const Outcome& outcome, MonotonicTime now) {
  auto& health = entry.health;
  entry.failures_in_a_row = entry.disturbed_in_a_row = entry.blame = 0;
  entry.probe_interval = milliseconds{0};
  entry.not_before = now;
  if (!outcome.has_error()) {
    health.refusals_in_a_row = 0;
    return DeviceState::online;
  }
  ++health.refused;
  ++entry.recent.at(now).refused;
  entry.not_before = now + retry_refused_after;
  if (++health.refusals_in_a_row == 1) {
    entry.refusing_since = now;
  }
  const bool only_refuses =
      health.refusals_in_a_row >= refusals_worth_a_look && now - entry.refusing_since >= settings_.refusing_after;
  return only_refuses ? DeviceState::refusing : DeviceState::online;
}

DeviceState Schedule::failed(Entry& entry, const ExchangeFailure& failure, Nanoseconds taken, MonotonicTime now) {
  auto& health = entry.health;
  const bool silent = failure.failure == Failure::silent || failure.failure == Failure::unreachable;
  const bool no_whole_answer = silent || failure.failure == Failure::cut_short;
  ++(no_whole_answer ? health.timeouts : health.damaged);
  if (health.state != DeviceState::offline) {
    auto& recent = entry.recent.at(now);
    ++(no_whole_answer ? recent.timeouts : recent.damaged);
  }
  ++entry.failures_in_a_row;
  if (silent) {
    entry.disturbed_in_a_row = 0;
    entry.blame += blame_of_silence;
    entry.not_before = now + retry_silent_after;
  } else {
    entry.blame += taken >= allowance(*entry.unit) ? blame_of_long_disturbance : blame_of_disturbance;
    // multiples of the time it took, so that it takes a tenth of the line at most
    constexpr std::array<int, 4> pauses{0, 1, 4, 10};
    const auto step = std::min<std::size_t>(entry.disturbed_in_a_row++, pauses.size() - 1);
    entry.not_before = now + pauses[step] * taken;
  }
  if (entry.blame < settings_.offline_after * blame_of_silence) {
    return health.state;
  }
  entry.probe_interval = entry.probe_interval.count() == 0
                             ? settings_.probe_after
                             : std::min(2 * entry.probe_interval, settings_.probe_at_most);
  entry.not_before = now + entry.probe_interval;
  // If no other unit is slowed down, half of the time may be used for finding a unit.
  const bool others = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& other) {
    return &other != &entry && !other.for_all && other.health.state != DeviceState::offline;
  });
  const auto percent = others ? std::max(settings_.probe_percent, 1U) : 50U;
  next_probe_ = now + taken * (100 - percent) / percent;
  return DeviceState::offline;
}

bool Schedule::looked_at(const Unit& unit, MonotonicTime now) {
  auto& entry = entries_[index_of(unit)];
  auto shows = unit.shows_else();
  const auto words = [](const std::optional<Bilingual>& text) { return text ? text->en : std::string(); };
  if (words(shows) == words(entry.shows_else)) {
    return false;
  }
  const bool online = entry.health.state == DeviceState::online;
  if (!entry.shows_else) {
    entry.shows_else_since = now;
  } else if (!shows && online) {
    entry.health.since = now;
  }
  entry.shows_else = std::move(shows);
  return online;
}

void Schedule::kept_line(const Unit& unit, Nanoseconds time, MonotonicTime now) {
  auto& entry = entries_[index_of(unit)];
  if (time.count() == 0) {
    entry.kept_in_a_row = 0;
    return;
  }
  if (++entry.kept_in_a_row < kept_worth_a_look || entry.health.state == DeviceState::offline) {
    return;
  }
  ++entry.health.damaged;
  ++entry.recent.at(now).damaged;
  entry.health.last_error = "it goes on sending after its answer: switch it off and on, then replace it";
  entry.health.last_error_id = "terus mengirim setelah menjawab: matikan lalu hidupkan lagi, kalau tetap begitu ganti";
  entry.health.last_error_at = now;
  entry.not_before = std::max(entry.not_before, now + 10 * time);
}

void Schedule::line_lost(MonotonicTime now) {
  for (auto& entry : entries_) {
    entry.unit->forget();
    if (entry.health.state == DeviceState::offline) {
      continue;  // it is probed as before when the line is back
    }
    entry.failures_in_a_row = entry.disturbed_in_a_row = entry.blame = 0;
    entry.health.refusals_in_a_row = 0;
    if (entry.health.state != DeviceState::unknown) {
      entry.health.state = DeviceState::unknown;
      entry.health.since = now;
    }
  }
}

void Schedule::forget(MonotonicTime now) {
  for (auto& entry : entries_) {
    entry.not_before = now;
    entry.probe_interval = milliseconds{0};
    entry.unit->forget();
  }
  next_probe_ = now;
}

bool Schedule::work_waits(MonotonicTime now) const {
  return std::any_of(entries_.begin(), entries_.end(), [now](const Entry& entry) {
    return entry.health.state != DeviceState::offline && entry.unit->work_waits(now);
  });
}

bool Schedule::all_silent() const {
  const auto has_failed = [](const Entry& entry) { return entry.for_all || entry.failures_in_a_row > 0; };
  const bool any = std::any_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return !entry.for_all; });
  return any && std::all_of(entries_.begin(), entries_.end(), has_failed);
}

milliseconds Schedule::allowance(const Unit& unit) const {
  return entries_[index_of(unit)].timing.allowance.value_or(settings_.unit_allowance);
}

std::size_t Schedule::index_of(const Unit& unit) const {
  for (std::size_t index = 0; index < entries_.size(); ++index) {
    if (entries_[index].unit == &unit) {
      return index;
    }
  }
  throw std::logic_error("a unit that was never attached to this bus");
}

DeviceHealth Schedule::health_of(const Entry& entry) {
  DeviceHealth health = entry.health;
  if (entry.shows_else && health.state == DeviceState::online) {
    health.state = DeviceState::wrong;
    health.since = entry.shows_else_since;
    health.last_error = entry.shows_else->en;
    health.last_error_id = entry.shows_else->id;
    health.last_error_at = entry.shows_else_since;
  }
  return health;
}

DeviceHealth Schedule::health(const Unit& unit) const { return health_of(entries_[index_of(unit)]); }

DeviceHealth Schedule::with_recent(const Entry& entry, MonotonicTime now) {
  DeviceHealth health = health_of(entry);
  health.recent = entry.recent.sum(now);
  return health;
}

DeviceHealth Schedule::health(const Unit& unit, MonotonicTime now) const {
  return with_recent(entries_[index_of(unit)], now);
}

std::vector<DeviceHealth> Schedule::all_health(MonotonicTime now) const {
  std::vector<DeviceHealth> all;
  all.reserve(entries_.size());
  for (const auto& entry : entries_) {
    if (!entry.for_all) {
      all.push_back(with_recent(entry, now));
    }
  }
  return all;
}

}  // namespace antrean::bus
