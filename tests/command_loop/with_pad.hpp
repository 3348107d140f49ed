// A small office with a pad at counter 1, for tests of its presses.
#pragma once

#include "call_pad/fake_pad.hpp"
#include "command_loop/pads.hpp"
#include "manual_timers.hpp"
#include "small_office.hpp"

namespace antrean::office::test {

/// What happened to the machine since the office ran before.
struct Since {
  Milliseconds time{0};         ///< that has passed
  Milliseconds clock_set{0};    ///< the wall clock is this much ahead
  bool started_again = false;   ///< the machine, a minute ago
  bool clock_is_right = false;  ///< the kernel says so
};

/// A pad at counter 1 whose counters were read once, so that later presses are new.
struct WithPad {
  explicit WithPad(const MemoryEventLog* before = nullptr, FakePad* same = nullptr, const Since& since = {},
                   const PadCommands& commands = {})
      : office(before),
        start(office.now + since.time),
        time({.clocks =
                  [this, since] {
                    const Milliseconds up = since.started_again ? std::chrono::minutes{1} : start - at(0, 0);
                    return MachineClocks{.wall = office.now + since.clock_set, .boot = up + (office.now - start)};
                  },
              .synchronised = [since](UtcTime) { return since.clock_is_right; }},
             Zone::wib, UtcTime{}),
        own(std::uint8_t{7}),
        pad(same == nullptr ? own : *same),
        pads(office.io, office.loop, {{.pad = &pad, .counter = 1, .commands = commands}}, time, timers.make()) {
    office.now = start;
    if (before == nullptr) {
      office.open_day();
    }
    pad.report();
    office.settle();
  }
  ~WithPad() { office.finish(); }
  WithPad(const WithPad&) = delete;
  WithPad& operator=(const WithPad&) = delete;
  void press(Button button) {
    pad.press(button);
    office.settle();
  }
  /// The pad has shown the whole flash of this button.
  void show_flash(Button button) {
    pad.show_flash(button);
    office.settle();
  }
  /// More than a second passes.
  void wait() {
    timers.ring();
    office.settle();
  }
  void journal_fails() { office.event_log.failure = journal::Failure{.why = journal::Why::disk_full, .text = "full"}; }
  void journal_writes_again() { office.event_log.failure.reset(); }
  /// What the journal holds about the pad.
  journal::PadAcknowledgement durable() const {
    const auto found = office.event_log.found();
    return found.pads.empty() ? journal::PadAcknowledgement{} : found.pads.front();
  }
  ManualTimers timers;
  RunningLoop office;
  UtcTime start;
  KnownTime time;
  FakePad own;
  FakePad& pad;
  Pads pads;
};

inline constexpr std::uint8_t next_owed = set_of(Button::next);

}  // namespace antrean::office::test
