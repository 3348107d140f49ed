#include "serial_bus/serial_bus.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace antrean::bus {
namespace {

using std::chrono::milliseconds;
namespace asio = boost::asio;

// The next unit is chosen as soon as the last one has answered, the line's own sleep keeps the gap: one wake-up less.
// Where the line stays taken longer than that (a broadcast) it is chosen late, so that what comes up meanwhile goes
// first.
constexpr std::chrono::microseconds choose_before_free{2500};
// After a press the line is held for the office's answer: writing the call down takes about as long as the gap, on a
// slow disk some milliseconds more, and another poll first would take longer than that.
constexpr std::chrono::milliseconds answer_within{8};
// After this long without a frame (the machine was suspended or stopped) boards and pads have given the host up.
constexpr milliseconds host_was_silent{2500};
constexpr milliseconds look_for_line_every{500};

}  // namespace

SerialBus::SerialBus(BusSettings settings, std::unique_ptr<Line> line)
    : settings_(std::move(settings)), line_(std::move(line)), schedule_(settings_) {
  line_health_.name = fmt::format("line {}", settings_.name);
  line_health_.since = line_->now();
}

SerialBus::~SerialBus() = default;

void SerialBus::attach(Unit& unit) {
  if (running_) {
    throw std::logic_error("units are attached before the bus runs");
  }
  schedule_.add(unit);
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

void SerialBus::set_line_state(DeviceState state, const std::string& why) {
  const auto now = line_->now();
  const bool news = line_health_.state != state || (!why.empty() && line_health_.last_error != why);
  if (!why.empty()) {
    line_health_.last_error = why;
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

asio::awaitable<void> SerialBus::bring_up() {
  auto pause = settings_.reopen_after;
  while (!stopping_) {
    const auto problem = co_await line_->reopen();
    if (!problem) {
      schedule_.forget(line_->now());
      set_line_state(DeviceState::online, {});
      co_return;
    }
    set_line_state(DeviceState::offline, *problem);
    co_await rest_until(line_->now() + pause);
    pause = std::min(2 * pause, settings_.reopen_at_most);
  }
}

asio::awaitable<void> SerialBus::run() {
  running_ = true;
  co_await bring_up();
  auto free_at = line_->now();
  auto last_sent = free_at;
  auto look_again_at = free_at;
  bool answer_expected = false;
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
    const Finished finished = co_await line_->exchange(request, settings_.unit_allowance);
    last_sent = finished.sent;
    free_at = finished.free_at;

    bool lost = finished.outcome.has_error() && finished.outcome.error().failure == Failure::line_lost;
    std::string why = lost ? finished.outcome.error().in_words() : std::string{};
    if (!lost) {
      ++line_health_.exchanges;
      const bool change = schedule_.served(*turn.unit, finished.outcome, free_at - finished.sent, finished.at);
      turn.unit->finished(request, finished.outcome, finished.at);
      answer_expected = turn.unit->answer_expected();
      if (change && on_change_) {
        on_change_(schedule_.health(*turn.unit));
      }
      if (schedule_.all_silent() && finished.at >= look_again_at) {
        look_again_at = finished.at + look_for_line_every;
        lost = !co_await line_->still_there();
        why = "the port was unplugged";
      }
    }
    if (lost) {
      set_line_state(DeviceState::offline, why);
      co_await bring_up();
      free_at = line_->now();
      last_sent = free_at;
    }
  }
  running_ = false;
}

DeviceHealth SerialBus::health() const { return line_health_; }

DeviceHealth SerialBus::health(const Unit& unit) const { return schedule_.health(unit); }

std::vector<DeviceHealth> SerialBus::all_health() const {
  auto all = schedule_.all_health();
  all.insert(all.begin(), line_health_);
  return all;
}

}  // namespace antrean::bus
