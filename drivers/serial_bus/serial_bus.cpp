#include "serial_bus/serial_bus.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "serial_bus/frame.hpp"

namespace antrean::bus {
namespace {

using std::chrono::milliseconds;
namespace asio = boost::asio;

// The next unit is chosen as soon as the last one has answered, and the line's own sleep keeps the gap. This
// saves one wake-up. If the line stays busy for longer than that (a broadcast), the unit is chosen late, so
// that urgent work that comes meanwhile goes first.
constexpr std::chrono::microseconds choose_before_free{2500};
// After a press the line is kept free for the office's answer. Journalling the call takes about as long as
// the gap, and some milliseconds more on a slow disk. Another poll first would take longer than that.
constexpr std::chrono::milliseconds answer_within{8};
// After this time without a frame (the machine was suspended or stopped), boards and pads count the host as
// lost.
constexpr milliseconds host_was_silent{2500};
constexpr milliseconds look_for_line_every{500};

}  // namespace

SerialBus::SerialBus(BusSettings settings, std::unique_ptr<Line> line)
    : settings_(std::move(settings)), line_(std::move(line)), schedule_(settings_), reopening_(settings_) {
  line_health_.name = fmt::format("line {}", settings_.name);
  line_health_.since = line_->now();
  schedule_.add_for_all(events_);
}

SerialBus::~SerialBus() = default;

void SerialBus::attach(Unit& unit) {
  if (running_) {
    throw std::logic_error("units are attached before the bus runs");
  }
  schedule_.add(unit);
}

void SerialBus::attach_for_all(Unit& unit) {
  if (running_) {
    throw std::logic_error("units are attached before the bus runs");
  }
  schedule_.add_for_all(unit);
}

void SerialBus::on_change(OnChange callback) { on_change_ = std::move(callback); }

void SerialBus::stop() {
  stopping_ = true;
  line_->wake();
}

void SerialBus::wake() {
  if (idle_) {
    line_->wake();
  }
}

asio::awaitable<void> SerialBus::rest_until_urgent(MonotonicTime until) {
  while (!stopping_ && line_->now() < until && !schedule_.urgent(line_->now())) {
    idle_ = true;
    co_await line_->rest(until);
    idle_ = false;
  }
}

asio::awaitable<void> SerialBus::rest_until(MonotonicTime until) {
  while (!stopping_ && line_->now() < until) {
    co_await line_->rest(until);
  }
}

void SerialBus::set_line_state(DeviceState state, const Bilingual& why) {
  const auto now = line_->now();
  const bool news = line_health_.state != state || (!why.en.empty() && line_health_.last_error != why.en);
  if (!why.en.empty()) {
    line_health_.last_error = why.en;
    line_health_.last_error_id = why.id;
    line_health_.last_error_at = now;
  }
  if (line_health_.state != state) {
    line_health_.state = state;
    line_health_.since = now;
  }
  if (news && on_change_) {
    on_change_(line_health_);
  }
}

void SerialBus::lose_line(const Bilingual& why) {
  reopening_.lost(line_->now());
  schedule_.line_lost(line_->now());
  set_line_state(DeviceState::offline, why);
}

asio::awaitable<void> SerialBus::bring_up() {
  while (!stopping_) {
    co_await rest_until(line_->now() + reopening_.pause());
    if (stopping_) {
      co_return;
    }
    const auto trouble = co_await line_->reopen();
    if (!trouble) {
      reopening_.opened(line_->now());
      schedule_.forget(line_->now());
      co_return;
    }
    reopening_.could_not_open();
    set_line_state(DeviceState::offline, *trouble);
  }
}

asio::awaitable<void> SerialBus::run() {
  running_ = true;
  co_await bring_up();
  auto free_at = line_->now();
  auto last_sent = free_at;
  auto look_again_at = free_at;
  bool answer_expected = false;
  const Unit* before = nullptr;  // the unit that had the line before
  while (!stopping_) {
    if (answer_expected) {
      answer_expected = false;
      co_await rest_until_urgent(free_at + answer_within);
    }
    co_await rest_until(free_at - choose_before_free);
    if (stopping_) {
      break;
    }
    const auto now = line_->now();
    if (now - last_sent >= host_was_silent) {
      schedule_.forget(now);
    }
    const auto turn = schedule_.next(now);
    if (turn.unit == nullptr) {
      idle_ = true;
      co_await line_->rest(schedule_.due(now));
      idle_ = false;
      continue;
    }
    const Request request = turn.unit->next(turn.served, now);
    const Finished finished = co_await line_->exchange(request, schedule_.allowance(*turn.unit));
    const bool stood_still = finished.sent - last_sent >= host_was_silent;  // between choosing and sending
    last_sent = finished.sent;
    free_at = finished.free_at;

    std::optional<Bilingual> lost;
    if (finished.outcome.has_error() && finished.outcome.error().failure == Failure::line_lost) {
      lost = finished.outcome.error().in_words();
    } else {
      if (before != nullptr) {
        schedule_.kept_line(*before, finished.kept, finished.sent);
      }
      before = turn.unit;
      ++line_health_.exchanges;
      line_health_.noise += finished.noise;
      const bool change =
          schedule_.served(*turn.unit, finished.outcome, free_at - finished.sent, finished.at, finished.noise);
      turn.unit->finished(request, finished.outcome, finished.at);
      const bool shows_else = schedule_.looked_at(*turn.unit, finished.at);
      answer_expected = turn.unit->answer_expected();
      if (stood_still) {
        schedule_.forget(finished.at);
      }
      if ((change || shows_else) && on_change_) {
        on_change_(schedule_.health(*turn.unit));
      }
      if (answers(finished.outcome) && request.is_answered()) {
        reopening_.answered();
      }
      if (schedule_.all_silent() && finished.at >= look_again_at) {
        look_again_at = finished.at + look_for_line_every;
        lost = co_await line_->trouble();
      }
      if (!lost && line_health_.state != DeviceState::online && reopening_.well(finished.at)) {
        set_line_state(DeviceState::online, {});
      }
    }
    if (lost) {
      lose_line(*lost);
      co_await bring_up();
      free_at = line_->now();
      last_sent = free_at;
    }
  }
  running_ = false;
}

DeviceHealth SerialBus::health() const { return line_health_; }

DeviceHealth SerialBus::health(const Unit& unit) const { return schedule_.health(unit, line_->now()); }

std::vector<DeviceHealth> SerialBus::all_health() const {
  auto all = schedule_.all_health(line_->now());
  if (line_health_.state == DeviceState::offline) {
    for (auto& unit : all) {
      if (unit.state == DeviceState::unknown) {
        unit.last_error = "not known: its line is away";
        unit.last_error_id = "tidak diketahui: jalurnya terputus";
      }
    }
  }
  all.insert(all.begin(), line_health_);
  return all;
}

}  // namespace antrean::bus
