// Syncs that fail at any place, and then a power cut in every operation that follows. A disk that had
// reported the loss once must not lose later events with it. A simulated day found this case.

#include <cstdio>
#include <string>
#include <vector>

#include "crash_vfs/crash_vfs.hpp"
#include "journal/journal.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

namespace {

struct Counted {
  unsigned cuts = 0, lost = 0, broken = 0;
  std::string first;
};

Options on(const CrashDisk& disk) {
  Options options;
  options.file = "/journal.db";
  options.vfs = disk.vfs();
  return options;
}

void judge(const CrashDisk& disk, std::uint64_t acknowledged, const std::string& when, Counted& counted) {
  ++counted.cuts;
  std::string wrong;
  try {
    const auto journal = Journal::open(on(disk));
    if (journal->last_seq() < acknowledged) {
      ++counted.lost;
      wrong = "event " + std::to_string(acknowledged) + " acknowledged, found " + std::to_string(journal->last_seq());
    } else if (journal->verify().bad) {
      ++counted.broken;
      wrong = "the chain is broken";
    }
  } catch (const std::exception& error) {
    ++counted.broken;
    wrong = error.what();
  }
  if (!wrong.empty() && counted.first.empty()) {
    counted.first = when + ": " + wrong;
  }
}

/// Appends one event at a time, and again if it was refused. From event 4 on, `count` syncs fail after `good`
/// good ones. A journal that has moved on is opened again, as the office does by a restart. What it then
/// holds counts as acknowledged, because everybody is shown it.
void play(std::uint64_t good, std::uint64_t count, CrashDisk::Sectors sectors, Counted& counted) {
  const auto events = plain_day(monday, 1, 8);
  CrashDisk disk{1000 * good + count};
  std::uint64_t acknowledged = 0;
  disk.watch([&] {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      const auto after = disk.cut_copy(disk.operations() * 7 + seed, sectors);
      judge(*after, acknowledged,
            std::to_string(count) + " syncs fail after " + std::to_string(good) + " good ones, cut in operation " +
                std::to_string(disk.operations()),
            counted);
    }
  });
  auto journal = Journal::open(on(disk));
  unsigned refused = 0;
  while (journal && journal->last_seq() < 14 && refused < 20) {
    if (journal->last_seq() == 4 && refused == 0) {
      disk.fail_syncs(good, count);
    }
    Batch batch;
    batch.events = {events[journal->last_seq()]};
    const auto done = journal->append(batch);
    if (done) {
      acknowledged = done.value().last_seq;
      continue;
    }
    ++refused;
    if (done.error().why == Why::moved_on) {
      journal.reset();
      for (journal = nullptr; !journal && refused < 20; ++refused) {
        try {
          journal = Journal::open(on(disk));
          acknowledged = journal->last_seq();
        } catch (const sqlite::OpenError&) {
        }
      }
    }
  }
}

Counted everywhere(CrashDisk::Sectors sectors) {
  Counted counted;
  for (std::uint64_t count = 1; count <= 4; ++count) {
    for (std::uint64_t good = 0; good <= 6; ++good) {
      play(good, count, sectors, counted);
    }
  }
  std::printf("failed syncs, then a cut: cuts=%u lost=%u broken=%u %s\n", counted.cuts, counted.lost, counted.broken,
              counted.first.c_str());
  return counted;
}

}  // namespace

TEST_GROUP(FailedSyncThenCut){};

TEST(FailedSyncThenCut, LosesNothingAcknowledgedWithWholeSectors) {
  const Counted counted = everywhere(CrashDisk::Sectors::whole);
  CHECK_TRUE(counted.cuts > 1000);
  LONGS_EQUAL(0, counted.lost);
  LONGS_EQUAL(0, counted.broken);
}

TEST(FailedSyncThenCut, LosesNothingAcknowledgedWithTornSectors) {
  const Counted counted = everywhere(CrashDisk::Sectors::torn);
  LONGS_EQUAL(0, counted.lost);
  LONGS_EQUAL(0, counted.broken);
}
