// The real office on a disk that is full, fails, becomes read-only, is used by another process, or holds a
// damaged journal.
#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <string>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "journal/journal.hpp"
#include "real_office.hpp"
#include "small_disk.hpp"
#include "storm.hpp"
#include "wire/wire.h"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::tests;
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Sends walk-ins with names, and keeps the answer to each.
struct Clerk {
  explicit Clerk(RealOffice& at) : office(at) {}

  RealOffice& office;
  std::set<std::string> taken, refused;
  int last = 0;

  /// The status of the answer; 0 if there was none.
  asio::awaitable<unsigned> ask() {
    const std::string who = fmt::format("c{}", ++last);
    const auto answer = co_await office.walk_in(who);
    if (answer.status == 200) {
      taken.insert(who);
    }
    if (answer.status == 503) {
      refused.insert(who);
    }
    co_return answer.status;
  }
  asio::awaitable<void> ask_until(unsigned status) {
    for (int i = 0; i < 2000; ++i) {
      if (co_await ask() == status) {
        co_return;
      }
    }
    throw std::runtime_error(fmt::format("never answered {}\n{}", status, office.log()));
  }
  void settle(bool refused_may_be_there) const {
    const Record record = read_journal(office.journal_file());
    CHECK_TRUE_TEXT(!record.chain.bad, record.chain.text.c_str());
    std::multiset<std::string> there;
    for (const queue::Event& event : record.events) {
      if (std::holds_alternative<queue::TicketIssued>(event.body)) {
        there.insert(event.by.name);
      }
    }
    for (const std::string& who : taken) {
      LONGS_EQUAL_TEXT(1, there.count(who), (who + " was taken").c_str());
    }
    for (const std::string& who : refused) {
      CHECK_TRUE_TEXT(there.count(who) <= (refused_may_be_there ? 1u : 0u), (who + " was refused").c_str());
    }
    for (const std::string& text : office.seen().went_back) {
      FAIL(text.c_str());
    }
  }
};

/// The state of the button "next" in the pad's firmware.
asio::awaitable<boost::json::object> next_button(RealOffice& office, unsigned unit) {
  demo::DeviceLine line = office.line();
  const boost::json::object shown = co_await line.show();
  for (const auto& pad : shown.at("pads").as_array()) {
    if (pad.at("unit").to_number<unsigned>() == unit) {
      co_return pad.at("buttons").at("next").as_object();
    }
  }
  throw std::runtime_error("there is no such pad");
}

/// Waits until the pad says so; asks every few milliseconds for 20 s.
asio::awaitable<void> until_next(RealOffice& office, unsigned unit, const char* what,
                                 std::function<bool(const boost::json::object&)> says) {
  for (int i = 0; i < 4000; ++i) {
    const boost::json::object button = co_await next_button(office, unit);
    if (says(button)) {
      co_return;
    }
    co_await office.pause(std::chrono::milliseconds(5));
  }
  throw std::runtime_error(std::string(what) + " was not seen");
}
bool refuses(const boost::json::object& button) { return button.at("refusing").as_bool(); }
bool takes_nothing(const boost::json::object& button) {
  return button.at("pattern").to_number<int>() == WIRE_LAMP_FAST && !refuses(button);
}

/// Waits until the office is well. Starts it again each time it has ended, as systemd does.
asio::awaitable<void> recover(RealOffice& office) {
  for (int i = 0; i < 2000; ++i) {
    if (office.process().ended()) {
      office.spawn();
    }
    if ((co_await office.get("/health")).status == 200) {
      co_return;
    }
    co_await office.pause(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("the office does not recover:\n" + office.log());
}

/// strace is attached to the running office and answers some of its system calls instead of the kernel, as
/// long as this object exists.
class Injection {
 public:
  Injection(RealOffice& office, const std::string& calls, const std::string& fault)
      : log_(office.folder() / "strace.log"),
        strace_(demo::Child::How{
            .program = "/usr/bin/strace",
            .arguments = {"-f", "-p", std::to_string(office.process().pid()), "-e", "trace=" + calls, "-e",
                          "inject=" + calls + ":" + fault, "-o", (office.folder() / "strace.calls").string()},
            .environment = {},
            .log = log_}) {}
  bool holds() const { return text_of(log_).find("attached") != std::string::npos; }

 private:
  fs::path log_;
  demo::Child strace_;
};

}  // namespace

extern "C" const char* antrean_cannot_run_here() {
  static const std::string reason = no_small_disk_because();
  return reason.empty() ? nullptr : reason.c_str();
}

TEST_GROUP(OfficeOnABadDisk) {
  Place place;
  asio::io_context io{1};
};

TEST(OfficeOnABadDisk, FullNothingIsAcknowledgedCallsStayReadableAndItHealsByItself) {
  SmallDisk disk(place.path() / "disk", 8);
  RealOffice office(io, place.path(), {.journal = disk.folder() / "office.db", .zone = {}});
  Storm storm(office, 1);
  Clerk clerk{office};
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    co_await office.ready();
    co_await office.every_pad_heard();
    co_await storm.begin(20);
    const auto calls = office.seen().calls;
    disk.fill();
    co_await clerk.ask_until(503);
    co_await office.until("the alarm", [&] { return office.seen().journal_alarm; });
    // The pads show that no press is taken. A press is not answered before the answer is durable.
    co_await until_next(office, 2, "that nothing is taken", takes_nothing);
    demo::DeviceLine line = office.line();
    boost::json::object press{{"op", "press"}, {"pad", 2}, {"button", "next"}};
    co_await line.ask(std::move(press));
    const auto health = co_await office.get("/health");
    LONGS_EQUAL(503, health.status);
    STRCMP_CONTAINS("full", health.body.c_str());
    LONGS_EQUAL(200, (co_await office.get("/")).status);
    for (const CounterView& counter : office.seen().latest.counters) {
      CHECK_TRUE(counter.number.has_value());
    }

    // It also starts on the full disk and shows its old state.
    office.kill();
    office.spawn();
    co_await office.until("the feed of the next start",
                          [&] { return office.log().rfind("ready:") != office.log().find("ready:"); });
    co_await clerk.ask_until(503);
    co_await office.until("the alarm again", [&] { return office.seen().journal_alarm; });
    CHECK_TRUE(office.seen().calls.size() <= calls.size() + 1);

    co_await until_next(office, 2, "that nothing is taken", takes_nothing);
    disk.free();
    co_await until_next(office, 2, "the refusal", refuses);
    co_await office.until("healing", [&] { return !office.seen().journal_alarm; });
    co_await clerk.ask_until(200);
    LONGS_EQUAL(200, (co_await office.get("/health")).status);
  });
  LONGS_EQUAL(0, office.stop());
  clerk.settle(false);
}

TEST(OfficeOnABadDisk, WithSyncsThatFailItStopsAcknowledgingAndLosesNothing) {
  RealOffice office(io, place.path());
  Clerk clerk{office};
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    co_await office.ready();
    for (int i = 0; i < 10; ++i) {
      LONGS_EQUAL(200, co_await clerk.ask());
    }
    {
      const Injection broken(office, "fdatasync,fsync", "error=EIO");
      co_await office.until("strace", [&] { return broken.holds(); });
      co_await clerk.ask_until(503);
      co_await office.until("the alarm", [&] { return office.seen().journal_alarm || office.process().ended(); });
      const auto taken = clerk.taken.size();
      for (int i = 0; i < 20 && !office.process().ended(); ++i) {
        co_await clerk.ask();
      }
      LONGS_EQUAL(taken, clerk.taken.size());
    }
    // It continued, or it ended because the file held more than it knew.
    co_await recover(office);
    co_await office.until("healing", [&] { return !office.seen().journal_alarm; });
    co_await clerk.ask_until(200);
  });
  office.stop();
  clerk.settle(true);
}

TEST(OfficeOnABadDisk, OneSyncThatFailsNowAndThenLosesNothing) {
  RealOffice office(io, place.path());
  Clerk clerk{office};
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    co_await office.ready();
    {
      const Injection broken(office, "fdatasync", "error=EIO:when=3+5");
      co_await office.until("strace", [&] { return broken.holds(); });
      co_await clerk.ask_until(503);
      for (int i = 0; i < 60 && !office.process().ended(); ++i) {
        co_await clerk.ask();
      }
    }
    co_await recover(office);
    co_await clerk.ask_until(200);
    office.kill();
  });
  CHECK_TRUE(clerk.refused.size() > 1);
  clerk.settle(true);
}

TEST(OfficeOnABadDisk, RemountedReadOnlyAfterAnErrorItSaysSoAndHeals) {
  RealOffice office(io, place.path());
  Clerk clerk{office};
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    co_await office.ready();
    for (int i = 0; i < 10; ++i) {
      LONGS_EQUAL(200, co_await clerk.ask());
    }
    {
      // The results of writes to open files after the kernel has made their file system read-only.
      const Injection read_only(office, "pwrite64,ftruncate,unlink", "error=EROFS");
      co_await office.until("strace", [&] { return read_only.holds(); });
      co_await clerk.ask_until(503);
      co_await office.until("the alarm", [&] { return office.seen().journal_alarm; });
      for (int i = 0; i < 10; ++i) {
        LONGS_EQUAL(503, co_await clerk.ask());
      }
    }
    co_await office.until("healing", [&] { return !office.seen().journal_alarm; });
    co_await clerk.ask_until(200);
  });
  LONGS_EQUAL(0, office.stop());
  clerk.settle(false);
}

TEST(OfficeOnABadDisk, ReadOnlyAtTheStartItIsRefusedWithTheReason) {
  SmallDisk disk(place.path() / "disk", 8);
  RealOffice office(io, place.path(), {.journal = disk.folder() / "office.db", .zone = {}});
  Clerk clerk{office};
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    co_await office.ready();
    LONGS_EQUAL(200, co_await clerk.ask());
    LONGS_EQUAL(0, office.stop());
    disk.read_only(true);
    office.spawn();
    co_await office.until("the end", [&] { return office.process().ended().has_value(); });
    LONGS_EQUAL(1, *office.process().ended());
    STRCMP_CONTAINS("mend its owner, mode or mount", office.log().c_str());
    disk.read_only(false);
    office.spawn();
    co_await office.ready();
    LONGS_EQUAL(200, co_await clerk.ask());
  });
  office.stop();
  clerk.settle(false);
}

TEST(OfficeOnABadDisk, ASecondOfficeOnTheSameJournalIsRefusedAndToldWhoHasIt) {
  RealOffice office(io, place.path());
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    co_await office.ready();
    demo::Child second({.program = fs::path(PROGRAMS) / "antrean-office",
                        .arguments = {"--config", office.settings_file().string()},
                        .environment = {},
                        .log = office.folder() / "second.log"});
    co_await office.until("the second's end", [&] { return second.ended().has_value(); });
    LONGS_EQUAL(1, *second.ended());
    const std::string who = fmt::format("in use by antrean-office (process {})", office.process().pid());
    STRCMP_CONTAINS(who.c_str(), second.last_words().c_str());
    LONGS_EQUAL(200, (co_await office.walk_in("somebody")).status);
  });
  LONGS_EQUAL(0, office.stop());
}

TEST(OfficeOnABadDisk, ADamagedJournalStopsTheStartAndTheWayBackIsToldAndWorks) {
  RealOffice office(io, place.path());
  const fs::path backup = place.path() / "backups" / "office-2026-11-23-1605.db";
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    co_await office.ready();
    Clerk clerk{office};
    for (int i = 0; i < 40; ++i) {
      LONGS_EQUAL(200, co_await clerk.ask());
    }
    LONGS_EQUAL(0, office.stop());
    journal::Options options;
    options.file = office.journal_file();
    fs::create_directories(backup.parent_path());
    journal::Journal::open(options)->backup(backup);
    {
      std::fstream file(options.file, std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(3 * 4096 + 8);
      file << std::string(2048, 'x');
    }
    office.spawn();
    co_await office.until("the end", [&] { return office.process().ended().has_value(); });
    LONGS_EQUAL(65, *office.process().ended());
    STRCMP_CONTAINS(("antrean restore " + backup.string()).c_str(), office.log().c_str());
    journal::restore(backup, options);
    office.spawn();
    co_await office.ready();
    LONGS_EQUAL(200, co_await clerk.ask());
  });
  LONGS_EQUAL(0, office.stop());
}
