// The real office with a clock that libfaketime changes: over midnight, an hour back, and a start in 1970.
#include <algorithm>
#include <fstream>
#include <set>
#include <string>

#include "real_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::tests;
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

/// A separate wall clock for the office: "@2026-11-23 16:59:55" (UTC, running from there) or "+86400"
/// (seconds from the true time). Timers use the true monotonic clock.
class FakeClock {
 public:
  explicit FakeClock(fs::path file) : file_(std::move(file)) {}
  void set(const std::string& time) const {
    std::ofstream(file_.string() + ".new") << time << '\n';
    fs::rename(file_.string() + ".new", file_);
  }
  std::map<std::string, std::string> environment() const {
    return {{"LD_PRELOAD", FAKETIME},     {"FAKETIME_TIMESTAMP_FILE", file_.string()},
            {"FAKETIME_NO_CACHE", "1"},   {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
            {"DONT_FAKE_MONOTONIC", "1"}, {"TZ", "UTC"}};
  }

 private:
  fs::path file_;
};

bool alarmed(const RealOffice& office, const std::string& subject) {
  return std::ranges::any_of(office.seen().latest.alarms,
                             [&](const AlarmView& alarm) { return alarm.subject == subject; });
}

template <class Kind>
std::size_t count(const Record& record) {
  return static_cast<std::size_t>(std::ranges::count_if(
      record.events, [](const queue::Event& event) { return std::holds_alternative<Kind>(event.body); }));
}

}  // namespace

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
extern "C" const char* antrean_cannot_run_here() {
  return "a sanitizer asks for the time before libfaketime has begun, and both end";
}
#endif

TEST_GROUP(OfficeUnderAnotherClock) {
  Place place;
  asio::io_context io{1};
  FakeClock clock{place.path() / "clock"};
};

TEST(OfficeUnderAnotherClock, MidnightEndsTheDayWithEveryTicketAccountedForAndNumbersBeginAgain) {
  RealOffice office(io, place.path(), {.journal = {}, .zone = Zone::wib});
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    clock.set("@2026-11-23 16:30:00");  // 23:30 in the office
    office.spawn(clock.environment());
    co_await office.ready();
    for (const char* who : {"one", "two", "three"}) {
      LONGS_EQUAL(200, (co_await office.walk_in(who)).status);
    }
    co_await office.until("Monday", [&] { return office.seen().latest.tickets.size() == 3; });
    STRCMP_EQUAL("2026-11-23", office.seen().latest.day.text().c_str());
    clock.set("@2026-11-23 16:59:57");
    co_await office.until("Tuesday", [&] { return office.seen().latest.day.text() == "2026-11-24"; });
    CHECK_TRUE(office.seen().latest.tickets.empty());
    LONGS_EQUAL(200, (co_await office.walk_in("four")).status);
    co_await office.until("a number of the new day", [&] { return !office.seen().latest.tickets.empty(); });
    STRCMP_EQUAL("A001", office.seen().latest.tickets[0].number.c_str());
    // After a crash directly after midnight the office starts on the new day.
    office.kill();
    clock.set("@2026-11-23 17:00:30");
    office.spawn(clock.environment());
    co_await office.ready();
    co_await office.until("Tuesday again", [&] { return office.seen().latest.day.text() == "2026-11-24"; });
    LONGS_EQUAL(1, office.seen().latest.tickets.size());
  });
  LONGS_EQUAL(0, office.stop());
  const Record record = read_journal(office.journal_file());
  CHECK_FALSE(record.chain.bad.has_value());
  LONGS_EQUAL(2, count<queue::DayOpened>(record));
  LONGS_EQUAL(1, count<queue::DayClosed>(record));
  LONGS_EQUAL(3, count<queue::ClosedUnserved>(record));
}

TEST(OfficeUnderAnotherClock, AnHourBackAndAStartIn1970AreToldAndNothingIsLostOrGivenTwice) {
  RealOffice office(io, place.path(), {.journal = {}, .zone = Zone::wib});
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    clock.set("@2026-11-23 05:00:00");  // noon in the office
    office.spawn(clock.environment());
    co_await office.ready();
    for (const char* who : {"one", "two"}) {
      LONGS_EQUAL(200, (co_await office.walk_in(who)).status);
    }
    co_await office.until("two tickets", [&] { return office.seen().latest.tickets.size() == 2; });
    const OfficeDay day = office.seen().latest.day;
    clock.set("@2026-11-23 04:30:00");
    co_await office.until("an alarm about the step", [&] { return alarmed(office, "clock step"); });
    LONGS_EQUAL(200, (co_await office.walk_in("three")).status);

    office.kill();
    // The date is late in that year. libfaketime takes sleeps until a monotonic time for sleeps by this
    // clock, whatever it is told. On a machine that has run for longer than the age of the date they would
    // not end.
    clock.set("@1970-12-01 08:00:00");
    office.spawn(clock.environment());
    co_await office.ready();
    co_await office.until("the alarm in 1970", [&] { return alarmed(office, "clock"); });
    CHECK_TRUE(office.seen().latest.day == day);
    LONGS_EQUAL(200, (co_await office.walk_in("four")).status);
    co_await office.until("four tickets", [&] { return office.seen().latest.tickets.size() == 4; });

    clock.set("@2026-11-23 05:10:00");
    LONGS_EQUAL(200, (co_await office.walk_in("five")).status);
    co_await office.until("five tickets", [&] { return office.seen().latest.tickets.size() == 5; });
  });
  LONGS_EQUAL(0, office.stop());
  const Record record = read_journal(office.journal_file());
  CHECK_FALSE(record.chain.bad.has_value());
  LONGS_EQUAL(1, count<queue::DayOpened>(record));
  CHECK_TRUE(count<queue::ClockStepped>(record) >= 2);
  std::set<std::string> numbers;
  for (const queue::Event& event : record.events) {
    if (const auto* issued = std::get_if<queue::TicketIssued>(&event.body)) {
      numbers.insert(issued->number);
    }
  }
  LONGS_EQUAL(5, numbers.size());
}

TEST(OfficeUnderAnotherClock, ADayAheadForSomeSecondsOrAtARestartEndsNoDayAndAllAreCalledAsBefore) {
  RealOffice office(io, place.path());
  OfficeDay day;
  const auto asked = [&] { return alarmed(office, "date " + day.plus(1).text()); };
  const auto call = [&](const char* command) -> asio::awaitable<void> {
    const std::string body = std::string(R"({"counter":1,"supervisor":"wati","command":")") + command + R"("})";
    LONGS_EQUAL(200, (co_await office.post("/console/command", body)).status);
  };
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    clock.set("+0");
    office.spawn(clock.environment());
    co_await office.ready();
    for (const char* who : {"one", "two", "three", "four", "five", "six"}) {
      LONGS_EQUAL(200, (co_await office.walk_in(who)).status);
    }
    co_await office.until("six tickets", [&] { return office.seen().latest.tickets.size() == 6; });
    day = office.seen().latest.day;
    clock.set("+86400");
    co_await office.until("the question whether that is today", asked);
    LONGS_EQUAL(6, office.seen().latest.tickets.size());
    LONGS_EQUAL(200, (co_await office.walk_in("seven")).status);
    clock.set("+0");
    co_await office.until("the clock is back", [&] { return !asked(); });

    office.kill();
    clock.set("+86400");
    office.spawn(clock.environment());
    co_await office.ready();
    co_await office.until("the question after a restart", asked);
    CHECK_TRUE(office.seen().latest.day == day);
    LONGS_EQUAL(7, office.seen().latest.tickets.size());
    clock.set("+0");
    co_await office.until("the clock is back again", [&] { return !asked(); });
    co_await call("open_counter");
    for (int i = 0; i < 8; ++i) {
      co_await call("finish_and_next");
    }
    co_await office.until("nobody waits", [&] { return office.seen().latest.tickets.empty(); });
  });
  LONGS_EQUAL(0, office.stop());
  const Record record = read_journal(office.journal_file());
  CHECK_FALSE(record.chain.bad.has_value());
  LONGS_EQUAL(1, count<queue::DayOpened>(record));
  LONGS_EQUAL(0, count<queue::DayClosed>(record));
  LONGS_EQUAL(0, count<queue::ClockStepped>(record));
  std::string called;
  for (const queue::Event& event : record.events) {
    if (const auto* call_of = std::get_if<queue::Called>(&event.body)) {
      called += call_of->number + " ";
    }
  }
  STRCMP_EQUAL("A001 A002 A003 A004 A005 A006 A007 ", called.c_str());
}
