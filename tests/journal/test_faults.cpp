#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "crash_vfs/crash_vfs.hpp"
#include "journal/journal.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

TEST_GROUP(Faults) {
  CrashDisk disk{1};
  Options options;
  std::vector<queue::Event> events = plain_day(monday, 1, 30);
  std::unique_ptr<Journal> journal;

  void setup() override {
    options.file = "/journal.db";
    options.vfs = disk.vfs();
    journal = Journal::open(options);
  }
  void teardown() override { journal.reset(); }
  Result<Committed> append_next() {
    Batch batch;
    batch.events = {events[journal->last_seq()]};
    batch.pads = {{"pad 3", 1, {static_cast<std::uint16_t>(batch.events[0].seq), 0, 0, 0}}};
    return journal->append(batch);
  }
  /// Everything that was acknowledged is there, and nothing else.
  void check_whole() {
    const std::uint64_t last = journal->last_seq();
    CHECK_FALSE(journal->verify().bad.has_value());
    CHECK_EQUAL(last, journal->events(monday).size());
    CHECK_EQUAL(last, journal->pads().at(0).presses[0]);
    journal.reset();
    journal = Journal::open(options);
    CHECK_EQUAL(last, journal->found().last_seq);
  }
};

TEST(Faults, AFullDiskAcknowledgesNothingReadsOnAndHealsByItself) {
  for (int i = 0; i < 3; ++i) {
    append_next().value();
  }
  disk.set_capacity(disk.size());
  for (int i = 0; i < 5; ++i) {
    const auto refused = append_next();
    CHECK_TRUE(refused.has_error());
    CHECK_TRUE(Why::disk_full == refused.error().why);
    STRCMP_CONTAINS("/journal.db", refused.error().text.c_str());
    CHECK_EQUAL(3u, journal->events(monday).size());
    CHECK_EQUAL(3, journal->pads().at(0).presses[0]);
  }
  disk.set_capacity(0);
  append_next().value();
  check_whole();
}

TEST(Faults, ADiskThatFillsAtAnyByteLosesNothingAcknowledged) {
  append_next().value();
  for (std::uint64_t room = 1; room < 40'000; room += 997) {
    disk.set_capacity(disk.size() + room);
    while (append_next().has_value() && journal->last_seq() < 100) {
    }
    disk.set_capacity(0);
    if (journal->last_seq() < 100) {
      append_next().value();
    }
  }
  check_whole();
}

TEST(Faults, AFailedSyncIsNotAcknowledgedAndTheNextAppendIsDurableInSpiteOfIt) {
  append_next().value();
  for (std::uint64_t good = 0; good < 4; ++good) {
    disk.fail_syncs(good, 1);
    bool failed = false;
    for (int i = 0; i < 6; ++i) {
      const auto done = append_next();
      failed = failed || done.has_error();
      if (done.has_error()) {
        CHECK_TRUE(Why::io == done.error().why);
      }
    }
    CHECK_TRUE(failed);
    disk.fail_syncs(0, 0);
  }
  const std::uint64_t acknowledged = journal->last_seq();
  disk.cut_power();
  journal.reset();
  disk.power_on(CrashDisk::Sectors::whole);
  journal = Journal::open(options);
  CHECK_EQUAL(acknowledged, journal->last_seq());
  check_whole();
}

TEST(Faults, WhatAFailedSyncLeftInTheLogDoesNotTakeLaterEventsWithIt) {
  append_next().value();
  disk.fail_syncs(0, 1);
  CHECK_TRUE(append_next().has_error());
  disk.cut_power();
  journal.reset();
  disk.process_died();
  // The next process finds the batch in the log, which is not on the disk yet, and continues.
  journal = Journal::open(options);
  append_next().value();
  append_next().value();
  const std::uint64_t acknowledged = journal->last_seq();
  disk.cut_power();
  journal.reset();
  disk.power_on(CrashDisk::Sectors::whole);
  journal = Journal::open(options);
  CHECK_EQUAL(acknowledged, journal->last_seq());
  check_whole();
}

TEST(Faults, ADiskThatWentAwayIsOpenedAnewWhenItIsBack) {
  append_next().value();
  disk.cut_power();
  for (int i = 0; i < 5; ++i) {
    const auto refused = append_next();
    CHECK_TRUE(Why::io == refused.error().why);
  }
  disk.power_on(CrashDisk::Sectors::whole);
  append_next().value();
  append_next().value();
  check_whole();
}

TEST(Faults, AfterOpeningAnewABatchThatTurnedOutDurableStopsTheJournalUntilARestart) {
  append_next().value();
  // The commit record is written and its sync fails, also the sync at closing. So the batch is not
  // acknowledged, but the next process that opens the file finds it.
  disk.fail_syncs(0, 1000);
  for (int i = 0; i < 4; ++i) {
    const auto refused = append_next();
    CHECK_TRUE(refused.has_error());
    CHECK_TRUE(Why::io == refused.error().why);
  }
  // Data that may be lost with the power are not shown to anybody.
  CHECK_THROWS(sqlite::OpenError, Journal::open(options));
  disk.fail_syncs(0, 0);
  for (int i = 0; i < 2; ++i) {
    const auto refused = append_next();
    CHECK_TRUE(refused.has_error());
    CHECK_TRUE(Why::moved_on == refused.error().why);
    STRCMP_CONTAINS("restart", refused.error().text.c_str());
  }
  journal.reset();
  journal = Journal::open(options);
  CHECK_EQUAL(2u, journal->last_seq());
  append_next().value();
  check_whole();
}

TEST(Faults, ADiskGoneReadOnlyIsSaidAndHeals) {
  append_next().value();
  disk.set_read_only(true);
  CHECK_TRUE(append_next().has_error());
  CHECK_EQUAL(1u, journal->events(monday).size());
  disk.set_read_only(false);
  append_next().value();
  check_whole();
}

TEST(Faults, ARealFileThatCannotGrowAcknowledgesNothingAndHeals) {
  const Folder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    int code = 1;
    try {
      Options real;
      real.file = folder / "journal.db";
      const auto on_disk = Journal::open(real);
      const auto day = plain_day(monday, 1, 200);
      const auto append = [&](std::size_t n) {
        Batch batch;
        batch.events = {day[n]};
        return on_disk->append(batch);
      };
      append(0).value();
      // Only the soft limit: whoever started this may have set a hard one.
      rlimit large{};
      ::getrlimit(RLIMIT_FSIZE, &large);
      const rlimit small{256 << 10, large.rlim_max};
      ::setrlimit(RLIMIT_FSIZE, &small);
      std::size_t n = 1;
      auto done = append(n);
      while (done && n < 700) {
        done = append(++n);
      }
      const bool full = !done && on_disk->events(monday).size() == n;
      ::setrlimit(RLIMIT_FSIZE, &large);
      const bool healed = append(n).has_value() && on_disk->last_seq() == n + 1 && !on_disk->verify().bad;
      code = full && healed ? 42 : (full ? 3 : 2);
    } catch (...) {
      code = 4;
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK_TRUE(WIFEXITED(status));
  CHECK_EQUAL(42, WEXITSTATUS(status));
}
