// A real office day, made by the queue's own rules, on a disk that loses power: openings, check-ins, calls
// from pads, services, no-shows, the closing, results for the portal, the checkpoint of the log, deleting the
// day before, migrating an older file. The power is cut at every operation of the disk, or at every n-th.
//
// ANTREAN_CUT_STEP=1 ANTREAN_CUT_BOOKED=45 makes it a day of 300 people with a cut at every operation.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "../queue/simulated_day.hpp"
#include "crash_vfs/crash_vfs.hpp"
#include "journal/journal.hpp"
#include "journal/schema.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

namespace {

const OfficeDay tuesday = monday.plus(1);

unsigned number_from(const char* variable, unsigned otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

/// What one event adds to a batch: the press, and the result for the portal.
void add(Batch& batch, const queue::Event& event, std::uint16_t& presses) {
  if (const auto* called = std::get_if<queue::Called>(&event.body)) {
    batch.pads = {{"pad 3", 1, {++presses, static_cast<std::uint16_t>(called->counter), 0, 0}}};
  } else if (const auto* admitted = std::get_if<queue::Admitted>(&event.body)) {
    batch.results.push_back({admitted->booking, office_api::ResultKind::checked_in, event.at});
  }
  batch.events.push_back(event);
}

struct TwoDays {
  std::vector<Batch> batches;
  std::vector<queue::Event> events;
  std::size_t people = 0;

  explicit TwoDays(int booked_per_hour) {
    queue::test::Office office(queue::test::day_office());
    std::vector<queue::test::Judged> unused;
    queue::test::DayModel model;
    model.booked_per_hour = 1;
    model.walk_ins_per_hour = 1;
    queue::test::SimulatedDay(office, model, 1, 1'000'000).run(monday, unused);
    model.booked_per_hour = booked_per_hour;
    model.walk_ins_per_hour = 7;
    queue::test::SimulatedDay(office, model, 2, 1'000'000).run(tuesday, unused);
    events = office.log;
    std::uint16_t presses = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
      // Events of one moment are one commit.
      if (i == 0 || events[i].at != events[i - 1].at) {
        batches.emplace_back();
      }
      add(batches.back(), events[i], presses);
      people += std::holds_alternative<queue::TicketIssued>(events[i].body) ? 1 : 0;
    }
  }
};

struct Counted {
  unsigned cuts = 0, lost = 0, broken = 0;
};

class Work {
 public:
  explicit Work(const TwoDays& days) : days_(days) {}

  void run(Journal& journal) {
    for (std::size_t i = 0; i < days_.batches.size(); ++i) {
      journal.append(days_.batches[i]).value();
      ++committed_;
      if (i % 97 == 96) {
        journal.checkpoint().value();
      }
    }
    journal.forget(tuesday, {.events_days = 0}).value();
    journal.checkpoint().value();
  }

  void judge(const Options& options, Counted& counted) const {
    ++counted.cuts;
    try {
      const auto journal = Journal::open(options);
      const std::uint64_t last = journal->last_seq();
      const auto found = journal->events_after(0, days_.events.size() + 1);
      const std::uint64_t acknowledged = committed_ == 0 ? 0 : days_.batches[committed_ - 1].events.back().seq;
      counted.lost += last < acknowledged ? 1 : 0;
      counted.broken += whole(*journal, last, found) ? 0 : 1;
    } catch (const std::exception& error) {
      std::printf("%s\n", error.what());
      ++counted.broken;
    }
  }

 private:
  /// True if the events are the beginning of what was appended, without what was deleted, and the rest is as
  /// after the last batch.
  bool whole(Journal& journal, std::uint64_t last, const std::vector<queue::Event>& found) const {
    if (journal.verify().bad || journal.found().chain.bad) {
      return false;
    }
    if (found.size() > last) {
      return false;
    }
    const auto first = days_.events.begin() + static_cast<std::ptrdiff_t>(last - found.size());
    if (!std::equal(found.begin(), found.end(), first)) {
      return false;
    }
    std::uint64_t seq = 0;
    std::size_t results = 0, tickets = 0;
    std::vector<PadAcknowledgement> pads;
    for (const Batch& batch : days_.batches) {
      if (seq == last) {
        break;
      }
      seq = batch.events.back().seq;
      results += batch.results.size();
      if (!batch.pads.empty()) {
        pads = batch.pads;
      }
      for (const queue::Event& event : batch.events) {
        const bool issued = std::holds_alternative<queue::TicketIssued>(event.body);
        tickets += issued && OfficeDay::of(event.at, Zone::wib) == tuesday ? 1 : 0;
      }
    }
    return seq == last && journal.pads() == pads && journal.outbox().waiting() == results &&
           journal.reports().tickets(tuesday).size() == tickets;
  }

  const TwoDays& days_;
  std::size_t committed_ = 0;
};

Options on(const CrashDisk& disk, const Folder& folder) {
  Options options;
  options.file = folder / "journal.db";  // the copy before a migration goes there, on the real disk
  options.vfs = disk.vfs();
  return options;
}

Counted cut_everywhere(const TwoDays& days, CrashDisk::Sectors sectors, std::uint64_t step) {
  const Folder folder;
  CrashDisk disk{1};
  Work work{days};
  Counted counted;
  disk.watch([&] {
    if (disk.operations() % step == 0) {
      const auto after = disk.cut_copy(disk.operations(), sectors);
      work.judge(on(*after, folder), counted);
    }
  });
  work.run(*Journal::open(on(disk, folder)));
  disk.watch({});
  return counted;
}

}  // namespace

TEST_GROUP(PowerCutDay) {
  unsigned step = number_from("ANTREAN_CUT_STEP", 23);
  TwoDays days{static_cast<int>(number_from("ANTREAN_CUT_BOOKED", 12))};

  void check(const char* what, const Counted& counted) const {
    std::printf("a day's power cut, %s: people=%zu events=%zu commits=%zu every=%u cuts=%u lost=%u broken=%u\n", what,
                days.people, days.events.size(), days.batches.size(), step, counted.cuts, counted.lost, counted.broken);
    CHECK_TRUE(counted.cuts > 50);
    UNSIGNED_LONGS_EQUAL(0, counted.lost);
    UNSIGNED_LONGS_EQUAL(0, counted.broken);
  }
};

TEST(PowerCutDay, LosesNothingAcknowledgedAndBreaksNothingWithWholeSectors) {
  check("whole sectors", cut_everywhere(days, CrashDisk::Sectors::whole, step));
}

TEST(PowerCutDay, LosesNothingAcknowledgedAndBreaksNothingWithTornSectors) {
  check("torn sectors", cut_everywhere(days, CrashDisk::Sectors::torn, step));
}

TEST(PowerCutDay, AnOlderFileIsMigratedWholeOrNotAtAll) {
  const auto events = plain_day(monday, 1, 20);
  const Folder folder;
  CrashDisk disk{1};
  const Options options = on(disk, folder);
  append_all(*Journal::open(options), events);
  {
    SQLite::Database db(options.file.string(), SQLite::OPEN_READWRITE, 0, options.vfs);
    db.exec(
        "PRAGMA synchronous=EXTRA; PRAGMA locking_mode=EXCLUSIVE;"
        "DROP TABLE result; DROP TABLE booking; DROP TABLE pull; DROP TABLE report_head; DROP TABLE desk;"
        "DROP TABLE ticket; DROP TABLE call; DROP TABLE service; DROP TABLE admission; DROP TABLE own_generation;"
        "ALTER TABLE pad DROP COLUMN flashes_owed; ALTER TABLE pad DROP COLUMN known_wall;"
        "ALTER TABLE pad DROP COLUMN known_boot; ALTER TABLE pad DROP COLUMN kinds; ALTER TABLE pad DROP COLUMN "
        "serial; PRAGMA user_version = 1");
  }
  Counted counted;
  disk.watch([&] {
    const auto after = disk.cut_copy(disk.operations(), CrashDisk::Sectors::torn);
    ++counted.cuts;
    try {
      const auto journal = Journal::open(on(*after, folder));
      const bool whole = journal->events(monday) == events && journal->reports().tickets(monday).size() == 20 &&
                         !journal->verify().bad;
      counted.broken += whole ? 0 : 1;
    } catch (const std::exception& error) {
      std::printf("%s\n", error.what());
      ++counted.broken;
    }
  });
  LONGS_EQUAL(20, Journal::open(options)->reports().tickets(monday).size());
  disk.watch({});
  std::printf("a migration's power cut: cuts=%u broken=%u\n", counted.cuts, counted.broken);
  CHECK_TRUE(counted.cuts > 20);
  UNSIGNED_LONGS_EQUAL(0, counted.broken);
}
