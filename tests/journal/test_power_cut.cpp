// A power cut at every write, sync, truncation, creation and removal of a day's appends.

#include <algorithm>
#include <cstdio>
#include <optional>
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
  unsigned cuts = 0;
  unsigned lost = 0;    ///< acknowledged and not there
  unsigned broken = 0;  ///< a file that does not open, a broken chain, half a batch
};

struct Day {
  explicit Day(unsigned people) : events(plain_day(monday, 1, people)) {}

  std::vector<queue::Event> events;
  std::uint64_t acknowledged = 0;

  /// Appends in batches of two events, with the presses and the results, until the disk fails.
  void work(const Options& options) {
    try {
      const auto journal = Journal::open(options);
      for (std::size_t i = 0; i + 1 < events.size(); i += 2) {
        Batch batch;
        batch.events = {events[i], events[i + 1]};
        batch.pads = {{"pad 3", 1, {static_cast<std::uint16_t>(events[i + 1].seq), 0, 0, 0}}};
        batch.results = {{i, office_api::ResultKind::served, events[i].at}};
        if (!journal->append(batch)) {
          return;
        }
        acknowledged = events[i + 1].seq;
      }
    } catch (const sqlite::OpenError&) {
      // The power failed while the file was being made.
    }
  }

  /// Judges the content of a disk after a cut.
  void judge(const Options& options, Counted& counted) const {
    ++counted.cuts;
    try {
      const auto journal = Journal::open(options);
      const std::uint64_t last = journal->last_seq();
      const auto pads = journal->pads();
      const std::uint64_t pressed = pads.empty() ? 0 : pads[0].presses[0];
      const auto found = journal->events(monday);
      const bool same = found.size() == last && std::equal(found.begin(), found.end(), events.begin());
      const bool whole = last % 2 == 0 && pressed == last && journal->outbox().waiting() == last / 2;
      counted.lost += last < acknowledged ? 1 : 0;
      counted.broken += !same || !whole || journal->verify().bad ? 1 : 0;
    } catch (const std::exception&) {
      ++counted.broken;
    }
  }
};

Options on(const CrashDisk& disk, sqlite::Synchronous synchronous = sqlite::Synchronous::extra) {
  Options options;
  options.file = "/journal.db";
  options.vfs = disk.vfs();
  options.synchronous = synchronous;
  return options;
}

/// Works through a day and cuts the power, on a copy of the disk, in every `step`-th operation.
Counted cut_everywhere(sqlite::Synchronous synchronous, CrashDisk::Sectors sectors, unsigned people,
                       std::uint64_t step) {
  Day day{people};
  Counted counted;
  CrashDisk disk{1};
  disk.watch([&] {
    if (disk.operations() % step == 0) {
      const auto after = disk.cut_copy(disk.operations(), sectors);
      day.judge(on(*after, synchronous), counted);
    }
  });
  day.work(on(disk, synchronous));
  return counted;
}

void tell(const char* what, const Counted& counted) {
  std::printf("%s: cuts=%u lost=%u broken=%u\n", what, counted.cuts, counted.lost, counted.broken);
}

}  // namespace

TEST_GROUP(PowerCut){};

TEST(PowerCut, LosesNothingAcknowledgedAndBreaksNothingWithWholeSectors) {
  const Counted counted = cut_everywhere(sqlite::Synchronous::extra, CrashDisk::Sectors::whole, 20, 1);
  tell("power cut, whole sectors", counted);
  CHECK_TRUE(counted.cuts > 500);
  CHECK_EQUAL(0u, counted.lost);
  CHECK_EQUAL(0u, counted.broken);
}

TEST(PowerCut, LosesNothingAcknowledgedAndBreaksNothingWithTornSectors) {
  const Counted counted = cut_everywhere(sqlite::Synchronous::extra, CrashDisk::Sectors::torn, 50, 1);
  tell("power cut, torn sectors", counted);
  CHECK_TRUE(counted.cuts > 500);
  CHECK_EQUAL(0u, counted.lost);
  CHECK_EQUAL(0u, counted.broken);
}

TEST(PowerCut, ASecondCutDuringRecoveryChangesNothing) {
  Day day{6};
  Counted counted;
  CrashDisk disk{1};
  disk.watch([&] {
    if (disk.operations() % 5 != 0) {
      return;
    }
    const auto recovering = disk.cut_copy(disk.operations(), CrashDisk::Sectors::torn);
    recovering->watch([&] {
      const auto after = recovering->cut_copy(recovering->operations(), CrashDisk::Sectors::torn);
      day.judge(on(*after), counted);
    });
    Journal::open(on(*recovering));
    recovering->watch({});
  });
  day.work(on(disk));
  tell("power cut in recovery", counted);
  CHECK_TRUE(counted.cuts > 100);
  CHECK_EQUAL(0u, counted.lost);
  CHECK_EQUAL(0u, counted.broken);
}

TEST(PowerCut, TheTestBitesSynchronousNormalLosesAcknowledgedEvents) {
  const Counted counted = cut_everywhere(sqlite::Synchronous::normal, CrashDisk::Sectors::torn, 30, 5);
  tell("control, synchronous=NORMAL", counted);
  CHECK_TRUE(counted.lost > 0);
}

TEST(PowerCut, TheTestBitesSynchronousOffBreaksFiles) {
  const Counted counted = cut_everywhere(sqlite::Synchronous::off, CrashDisk::Sectors::torn, 80, 7);
  tell("control, synchronous=OFF", counted);
  CHECK_TRUE(counted.lost > 0);
  CHECK_TRUE(counted.broken > 0);
}
