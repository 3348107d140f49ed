#include "made_day.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "command_loop/turn.hpp"
#include "queue/state.hpp"

namespace antrean::bench {
namespace {

class Day {
 public:
  Day(const queue::Plan& plan, const MadeDay& day)
      : plan_(plan), day_(day), state_(plan), now_(day.from), counters_(plan.settings().counters.size()) {}

  std::vector<journal::Batch> make() {
    act(queue::ActorKind::system, queue::OpenDay{OfficeDay::of(now_, plan_.settings().zone)});
    // Everybody who comes finds `behind` people waiting.
    const unsigned behind = day_.left_waiting;
    for (unsigned step = 0; step < day_.applicants; ++step) {
      now_ = day_.from + (day_.to - day_.from) * std::int64_t{step} / std::int64_t{day_.applicants};
      arrive(step + 1);
      if (step >= behind) {
        next(step - behind);
      }
    }
    now_ = day_.to;
    for (std::size_t counter = 1; counter <= counters_; ++counter) {
      press(static_cast<CounterId>(counter), queue::PadButton::done);
    }
    return std::move(batches_);
  }

 private:
  template <class Action>
  bool act(queue::ActorKind kind, Action action, std::optional<PadId> pad = std::nullopt) {
    journal::Batch batch;
    office::Turn turn(state_, plan_, pads_, now_, batch);
    const bool done = !turn.attempt({.by = {.kind = kind, .name = "bench"}, .action = std::move(action)});
    if (pad) {
      auto counts = turn.acknowledged(*pad).value_or(AcknowledgedPresses{.boot_id = 1, .counters = {}});
      ++counts.counters[0];
      turn.note(*pad, {.acknowledged = counts});
    }
    if (done) {
      batches_.push_back(std::move(batch));
    }
    return done;
  }

  void arrive(unsigned person) {
    if (person % 3 == 0) {
      act(queue::ActorKind::entrance,
          queue::WalkIn{.service = "paspor", .class_key = person % 21 == 0 ? "priority" : "", .reason = {}});
      return;
    }
    const TimeOfDay hour{TimeOfDay::of(now_, plan_.settings().zone).minutes() / 60 * 60};
    queue::Admit admit;
    admit.booking = person;
    admit.code = fmt::format("AD-{:06}", person);
    admit.service = "paspor";
    admit.slot = {hour, TimeOfDay{hour.minutes() + 60}};
    act(queue::ActorKind::entrance, std::move(admit));
  }

  void press(CounterId counter, queue::PadButton button) {
    act(queue::ActorKind::pad, queue::Press{.counter = counter, .button = button},
        PadId{"counters", static_cast<std::uint8_t>(counter)});
  }

  void next(unsigned count) {
    const auto counter = static_cast<CounterId>(count % counters_ + 1);
    if (count % 10 == 9) {
      press(counter, queue::PadButton::recall);
    }
    if (count % 25 == 24) {
      press(counter, queue::PadButton::no_show);
    }
    press(counter, queue::PadButton::next);
  }

  const queue::Plan& plan_;
  MadeDay day_;
  queue::State state_;
  office::PadRecords pads_;
  UtcTime now_;
  std::size_t counters_;
  std::vector<journal::Batch> batches_;
};

}  // namespace

std::vector<journal::Batch> made_day(const queue::Plan& plan, const MadeDay& day) { return Day(plan, day).make(); }

MadeDay day_until(UtcTime now, Zone zone, unsigned applicants) {
  const UtcTime midnight = instant(OfficeDay::of(now, zone), TimeOfDay{}, zone);
  return {.applicants = applicants, .from = std::max<UtcTime>(midnight, now - std::chrono::hours{7}), .to = now};
}

void append(journal::Journal& journal, const std::vector<journal::Batch>& batches) {
  for (const auto& batch : batches) {
    if (const auto done = journal.append(batch); !done) {
      throw std::runtime_error(done.error().text);
    }
  }
}

std::size_t events_in(const std::vector<journal::Batch>& batches) {
  std::size_t count = 0;
  for (const auto& batch : batches) {
    count += batch.events.size();
  }
  return count;
}

}  // namespace antrean::bench
