// A small office for tests of the command loop: two counters, one service, and an event log in memory that
// can be held or made to fail.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "command_loop/command_loop.hpp"
#include "queue/plan.hpp"

namespace antrean::office::test {

namespace asio = boost::asio;

// The logger is made before the first test, so that the leak detector does not count it for a test.
[[maybe_unused]] inline const bool quiet = (spdlog::set_level(spdlog::level::off), true);

inline constexpr OfficeDay today{std::chrono::local_days{std::chrono::days{20'000}}};
inline UtcTime at(int hour, int minute) { return instant(today, TimeOfDay{hour * 60 + minute}, Zone::wib); }

inline queue::PlanSettings plan_settings() {
  queue::PlanSettings plan;
  plan.office = "AD";
  plan.office_name = "Bandung";
  plan.series = {{.key = "b", .letters = "B"}, {.key = "a", .letters = "A"}};
  plan.classes = {{.key = "booked",
                   .name_id = "Daring",
                   .name_en = "Booked",
                   .weight = 2,
                   .series = {},
                   .daily_quota = {},
                   .waiting_limit = {}},
                  {.key = "walk_in",
                   .name_id = "Langsung",
                   .name_en = "Walk-in",
                   .series = "a",
                   .daily_quota = {},
                   .waiting_limit = {}}};
  queue::ServiceSettings service;
  service.key = "paspor";
  service.name_id = "Paspor";
  service.name_en = "Passport";
  service.series = "b";
  service.stages = {{.key = "loket", .name_id = "Loket", .name_en = "Counter", .pool = {}, .series = {}}};
  service.walk_in = {{.from = TimeOfDay{0}, .to = TimeOfDay{24 * 60}, .quota = {}, .reasons = {}}};
  plan.services = {service};
  for (const CounterId id : {CounterId{1}, CounterId{2}}) {
    plan.counters.push_back({.id = id,
                             .name = "Loket " + std::to_string(id),
                             .serves = {{.pool = "paspor/loket", .class_key = {}, .preference = 0}}});
  }
  for (auto& day : plan.week) {
    day = queue::DayHours{
        .open = TimeOfDay{0}, .close = TimeOfDay{24 * 60}, .last_numbers = TimeOfDay{24 * 60}, .breaks = {}};
  }
  return plan;
}

using Change = std::function<void(queue::PlanSettings&)>;
inline queue::Plan plan(const Change& change = {}) {
  queue::PlanSettings settings = plan_settings();
  if (change) {
    change(settings);
  }
  return std::get<queue::Plan>(queue::Plan::make(std::move(settings)));
}

/// Keeps batches as a journal does. `hold` makes appends wait, `failure` makes them fail.
class MemoryEventLog final : public EventLog {
 public:
  explicit MemoryEventLog(asio::io_context& io) : release_(io, asio::steady_timer::time_point::max()) {}

  asio::awaitable<journal::Result<journal::Committed>> append(journal::Batch batch) override {
    ++appends;
    while (hold) {
      boost::system::error_code released;
      co_await release_.async_wait(asio::redirect_error(asio::use_awaitable, released));
    }
    if (failure) {
      co_return *failure;
    }
    const std::uint64_t first = last_seq + 1;
    last_seq += batch.events.size();
    batches.push_back(std::move(batch));
    co_return journal::Committed{.first_seq = first, .last_seq = last_seq};
  }

  asio::awaitable<void> maintenance() override {
    ++upkeeps;
    co_return;
  }

  asio::awaitable<journal::Result<std::vector<queue::Event>>> to_replay() override {
    if (failure) {
      co_return *failure;
    }
    co_return found().events;
  }
  asio::awaitable<std::vector<queue::Event>> events_since(OfficeDay day) override {
    std::vector<queue::Event> events;
    for (const journal::Batch& batch : batches) {
      for (const queue::Event& event : batch.events) {
        const auto* opened = std::get_if<queue::DayOpened>(&event.body);
        if (opened != nullptr && opened->day == day) {
          events.clear();
        }
        if (!events.empty() || (opened != nullptr && opened->day == day)) {
          events.push_back(event);
        }
      }
    }
    co_return events;
  }

  void go_on() {
    hold = false;
    release_.cancel();
  }

  /// What a start after a crash finds.
  journal::Found found() const {
    journal::Found found;
    for (const journal::Batch& batch : batches) {
      for (const queue::Event& event : batch.events) {
        found.events.push_back(event);
        found.last_seq = event.seq;
      }
      for (const journal::PadAcknowledgement& pad : batch.pads) {
        std::erase_if(found.pads, [&](const auto& known) { return known.pad == pad.pad; });
        found.pads.push_back(pad);
      }
    }
    return found;
  }

  std::size_t count(std::string_view event_name) const {
    std::size_t number = 0;
    for (const journal::Batch& batch : batches) {
      for (const queue::Event& event : batch.events) {
        number += queue::name_of(event) == event_name ? 1 : 0;
      }
    }
    return number;
  }

  bool hold = false;
  std::optional<journal::Failure> failure;
  std::vector<journal::Batch> batches;
  std::size_t appends = 0;
  std::size_t upkeeps = 0;
  std::uint64_t last_seq = 0;

 private:
  asio::steady_timer release_;
};

/// A command loop that runs on an event log; its clock stands at `now`.
struct RunningLoop {
  /// `found`: the part of `before` that a start finds; nullptr: all of it.
  explicit RunningLoop(const MemoryEventLog* before = nullptr, const Change& change = {},
                       const journal::Found* found = nullptr)
      : event_log(io),
        loop(io, plan(change), event_log,
             found != nullptr    ? *found
             : before == nullptr ? journal::Found{}
                                 : before->found(),
             [this] { return read_now ? read_now() : now; }) {
    if (before != nullptr) {
      event_log.batches = before->batches;
      event_log.last_seq = before->last_seq;
    }
    loop.on_snapshot([this](std::shared_ptr<const Snapshot> snapshot) { shown.push_back(std::move(snapshot)); });
    asio::co_spawn(io, loop.run(),
                   asio::bind_cancellation_slot(end.slot(), [this](std::exception_ptr error) { ended = error; }));
    settle();
  }
  ~RunningLoop() { finish(); }

  /// Ends the command loop before the objects that use it are destroyed.
  void finish() {
    event_log.go_on();
    end.emit(asio::cancellation_type::terminal);
    settle();
  }

  void settle() {
    io.restart();
    io.poll();
  }

  void ask(queue::Command command) {
    asio::co_spawn(io, loop.submit(std::move(command)), [this](std::exception_ptr error, CommandLoop::Answer answer) {
      if (!error) {
        answers.push_back(std::move(answer));
      }
    });
    settle();
  }
  void open_day() {
    ask({.by = {}, .action = queue::OpenDay{.day = today}});
    ask({.by = {}, .action = queue::OpenCounter{.counter = 1}});
    ask({.by = {}, .action = queue::OpenCounter{.counter = 2}});
    answers.clear();
  }
  void walk_in() {
    ask({.by = {.kind = queue::ActorKind::entrance, .name = "desk"},
         .action = queue::WalkIn{.service = "paspor", .class_key = {}, .reason = {}}});
  }

  asio::io_context io{1};
  UtcTime now = at(9, 0);
  std::function<UtcTime()> read_now;  ///< instead of `now`
  MemoryEventLog event_log;
  std::vector<std::shared_ptr<const Snapshot>> shown;
  std::vector<CommandLoop::Answer> answers;
  std::exception_ptr ended;
  asio::cancellation_signal end;
  CommandLoop loop;
};

/// The clocks of a machine that started at midnight; nobody sets them. `now` must outlive it.
inline KnownTime known_time(const UtcTime& now) {
  return {{.clocks = [&now] { return MachineClocks{.wall = now, .boot = now - at(0, 0)}; }, .synchronised = {}},
          Zone::wib,
          UtcTime{}};
}

inline std::string number_at(const Snapshot& snapshot, CounterId id) {
  for (const CounterView& counter : snapshot.counters) {
    if (counter.id == id) {
      return counter.number.value_or("");
    }
  }
  return "?";
}

inline const AlarmView* alarm(const Snapshot& snapshot, std::string_view subject) {
  for (const AlarmView& alarm : snapshot.alarms) {
    if (alarm.subject == subject) {
      return &alarm;
    }
  }
  return nullptr;
}

}  // namespace antrean::office::test
