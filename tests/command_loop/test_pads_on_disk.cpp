// Pads and the real journal on a disk whose syncs fail.
#include "call_pad/fake_pad.hpp"
#include "command_loop/pads.hpp"
#include "crash_vfs/crash_vfs.hpp"
#include "manual_timers.hpp"
#include "small_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;

namespace {

std::unique_ptr<journal::Journal> open_journal(const tests::CrashDisk& disk) {
  journal::Options options;
  options.file = "/journal.db";
  options.vfs = disk.vfs();
  return journal::Journal::open(options);
}

/// One life of an office with a pad at counter 1.
struct Life {
  Life(const tests::CrashDisk& disk, FakePad& pad, UtcTime now_)
      : now(now_),
        journal(open_journal(disk)),
        event_log(worker, *journal),
        loop(io, plan(), event_log, journal->found(), [this] { return now; }),
        pads(io, loop, {{.pad = &pad, .counter = 1}}, time, timers.make()) {
    asio::co_spawn(io, loop.run(),
                   asio::bind_cancellation_slot(end.slot(), [this](std::exception_ptr error) { ended = error; }));
    settle();
  }
  ~Life() {
    end.emit(asio::cancellation_type::terminal);
    settle();
  }
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  void settle() {
    io.restart();
    io.poll();
  }
  void ask(queue::Action action) {
    asio::co_spawn(io, loop.submit({.by = {}, .action = std::move(action)}),
                   [](std::exception_ptr, CommandLoop::Answer) {});
    settle();
  }
  std::size_t count(std::string_view event_name) const {
    const auto events = journal->events_after(0, 1000);
    return static_cast<std::size_t>(
        std::count_if(events.begin(), events.end(), [&](const auto& event) { return name_of(event) == event_name; }));
  }

  ManualTimers timers;
  asio::io_context io{1};
  UtcTime now;
  Worker worker{"journal", Worker::Jobs::in_place};
  std::unique_ptr<journal::Journal> journal;
  JournalEventLog event_log;
  asio::cancellation_signal end;
  std::exception_ptr ended;
  CommandLoop loop;
  KnownTime time = known_time(now);
  Pads pads;
};

}  // namespace

TEST_GROUP(PadsOnAFailingDisk){};

TEST(PadsOnAFailingDisk, EachPressActsOnceThoughACommitThatFailedIsFoundWholeAtTheNextStart) {
  tests::CrashDisk disk{1};
  FakePad pad(std::uint8_t{3});
  {
    Life office(disk, pad, at(9, 0));
    office.ask(queue::OpenDay{.day = today});
    office.ask(queue::OpenCounter{.counter = 1});
    office.ask(queue::WalkIn{.service = "paspor", .class_key = {}, .reason = {}});
    pad.report();
    office.settle();
    // Three syncs fail: of a checkpoint, of the press's commit, and when the file is opened again.
    disk.fail_syncs(0, 3);
    CHECK_FALSE(office.journal->checkpoint().has_value());
    pad.press(Button::next);
    office.settle();
    LONGS_EQUAL(0, pad.flashes.size());  // nothing is answered that is not durable
    for (int second = 0; second < 3 && !office.ended; ++second) {
      office.timers.ring();
      office.settle();
    }
    // the journal holds what it had reported as lost, so only a restart is safe
    CHECK_TRUE(office.ended != nullptr);
    disk.cut_power();
  }
  disk.process_died();
  pad.away = true;
  pad.press(Button::next);  // again, because the first press had no effect
  pad.away = false;
  Life office(disk, pad, at(9, 1));
  LONGS_EQUAL(1, office.count("called"));
  LONGS_EQUAL(1, office.journal->found().pads.at(0).presses[0]);
  pad.report();
  office.settle();
  LONGS_EQUAL(1, office.count("called"));
  LONGS_EQUAL(1, office.count("finished"));
  LONGS_EQUAL(2, office.journal->pads().at(0).presses[0]);
}

TEST(PadsOnAFailingDisk, AFlashIsOwedAfterThePowerWasCutRightBehindItsCommit) {
  tests::CrashDisk disk{2};
  FakePad pad(std::uint8_t{3});
  {
    Life office(disk, pad, at(9, 0));
    office.ask(queue::OpenDay{.day = today});
    office.ask(queue::OpenCounter{.counter = 1});
    pad.report();
    office.settle();
    pad.press(Button::next);  // nobody waits
    office.settle();
    disk.cut_power();
  }
  disk.power_on(tests::CrashDisk::Sectors::torn);
  pad.flashes.clear();
  Life office(disk, pad, at(9, 1));
  LONGS_EQUAL(1, pad.flashes.size());
  pad.show_flash(Button::next);
  office.timers.ring();
  office.settle();
  LONGS_EQUAL(0, office.journal->pads().at(0).flashes_owed);
}
