#include <map>

#include "cli/access/replay_state.hpp"
#include "cli/exit.hpp"
#include "rig/morning.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli;
using antrean::cli::test::Morning;
using antrean::cli::test::tuesday;

namespace {

UtcTime at(int hour, int minute) { return instant(tuesday, TimeOfDay{hour * 60 + minute}, Zone::wib); }

}  // namespace

TEST_GROUP(Moments){};

TEST(Moments, EveryFormIsRead) {
  CHECK(Moment{SecondsOfDay{9 * 3600 + 15 * 60}} == *parse_moment("09:15", Zone::wib));
  CHECK(Moment{SecondsOfDay{9 * 3600 + 15 * 60 + 7}} == *parse_moment("09:15:07", Zone::wib));
  CHECK(Moment{tuesday} == *parse_moment("2026-11-24", Zone::wib));
  CHECK(Moment{at(9, 15)} == *parse_moment("2026-11-24 09:15", Zone::wib));
  CHECK(Moment{at(9, 15)} == *parse_moment("2026-11-24T09:15:00", Zone::wib));
  CHECK(Moment{at(9, 15)} == *parse_moment("2026-11-24T02:15:00Z", Zone::wib));
  CHECK(Moment{at(9, 15)} == *parse_moment("2026-11-24 02:15Z", Zone::wit));
  CHECK(Moment{std::uint64_t{1234}} == *parse_moment("1234", Zone::wib));
}

TEST(Moments, MidnightAtTheEndOfADayIsThatDaysEnd) {
  CHECK(Moment{SecondsOfDay{24 * 3600}} == *parse_moment("24:00", Zone::wib));
  CHECK(Moment{tuesday} == *parse_moment("2026-11-24 24:00", Zone::wib));
  CHECK(Moment{tuesday} == *parse_moment("2026-11-24T24:00:00", Zone::wib));
  CHECK(Moment{at(0, 0)} == *parse_moment("2026-11-24 00:00", Zone::wib));
  CHECK_FALSE(parse_moment("24:00:01", Zone::wib).has_value());
  CHECK_FALSE(parse_moment("24:01", Zone::wib).has_value());
}

TEST(Moments, WhatIsNoneIsRefused) {
  for (const char* text :
       {"", "9:15", "25:00", "09:60", "09:15:60", "09:15:6", "09:15:066", "2026-11-31", "2026-11-24X09:15",
        "2026-11-24 9:15", "2026-11-24 09:15:00 ", "yesterday", "-1", "#12", "2026-11-24T", "99999999999999999999"}) {
    CHECK_TEXT(!parse_moment(text, Zone::wib), text);
  }
}

TEST_GROUP(PastMoments) {
  Morning morning;
  std::unique_ptr<journal::Journal> journal = journal::Journal::open_to_read({.file = morning.journal()});
  ReplayState past(const Moment& moment) { return past_at(*journal, morning.plan, moment); }
  std::string at_counter(const ReplayState& then, CounterId id) {
    const queue::Counter& counter = *then.state.counter(id);
    return counter.ticket == 0 ? "" : then.state.ticket(counter.ticket).number.text();
  }
};

TEST(PastMoments, TheEndIsWhatTheEngineHad) {
  const ReplayState end = past_at(*journal, morning.plan, std::nullopt);
  LONGS_EQUAL(morning.events, end.state.seq);
  CHECK(end.at == at(8, 31));
  LONGS_EQUAL(11, end.state.counts.issued);
  LONGS_EQUAL(1, end.state.counts.served);
  LONGS_EQUAL(1, end.state.counts.cancelled);
  STRCMP_EQUAL("B003", at_counter(end, 1).c_str());
  STRCMP_EQUAL("", at_counter(end, 2).c_str());
}

TEST(PastMoments, ATimeTakesInWhatHappenedAtThatVeryTime) {
  const ReplayState called = past(SecondsOfDay{8 * 3600 + 15 * 60});
  STRCMP_EQUAL("B001", at_counter(called, 1).c_str());
  STRCMP_EQUAL("B002", at_counter(called, 2).c_str());
  const ReplayState before = past(Moment{at(8, 14)});
  STRCMP_EQUAL("", at_counter(before, 1).c_str());
  LONGS_EQUAL(11, before.state.counts.issued);
  CHECK(before.at == at(8, 14));
}

TEST(PastMoments, TheDaysEndIsThatDayWhateverBeganAtMidnight) {
  for (const char* text : {"24:00", "2026-11-24 24:00", "2026-11-24"}) {
    const ReplayState end = past(*parse_moment(text, Zone::wib));
    LONGS_EQUAL_TEXT(morning.events, end.state.seq, text);
    CHECK_TEXT(OfficeDay::of(end.at, Zone::wib) == tuesday, text);
  }
}

TEST(PastMoments, EveryEventIsAMoment) {
  for (std::uint64_t seq = 1; seq <= morning.events; ++seq) {
    LONGS_EQUAL(seq, past(Moment{seq}).state.seq);
  }
}

TEST(PastMoments, WhatTheJournalDoesNotHoldIsSaid) {
  for (const Moment& moment :
       {Moment{at(7, 0)}, Moment{tuesday.plus(1)}, Moment{std::uint64_t{0}}, Moment{morning.events + 1}}) {
    try {
      past(moment);
      FAIL("found a past that never was");
    } catch (const CommandError& stop) {
      LONGS_EQUAL(no, stop.code);
    }
  }
}
