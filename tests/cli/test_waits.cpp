#include <variant>

#include "cli/access/bookings_file.hpp"
#include "cli/exit.hpp"
#include "rig/morning.hpp"
#include "rig/ran.hpp"
#include "staffing/day_ahead.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli;
using antrean::cli::test::Morning;
using antrean::cli::test::tuesday;
using antrean::cli::test::write_text;
using namespace antrean::staffing;

TEST_GROUP(DaysAhead) {
  Morning morning;
  const queue::PlanSettings& plan = morning.plan.settings();
  DayAhead busy() {
    DayAhead ahead;
    ahead.day = tuesday.plus(1);
    for (int hour = 8; hour < 12; ++hour) {
      ahead.booked.push_back({.service = "paspor", .start = TimeOfDay{hour * 60}, .people = 20});
    }
    ahead.runs = 60;
    return ahead;
  }
  Waits played(const DayAhead& ahead, std::size_t counters) {
    auto result = play_day(plan, ahead, counters);
    if (const auto* problem = std::get_if<std::string>(&result)) {
      FAIL(problem->c_str());
    }
    return std::get<Waits>(result);
  }
};

TEST(DaysAhead, TheSameQuestionHasTheSameAnswer) {
  const Waits one = played(busy(), 3), other = played(busy(), 3);
  LONGS_EQUAL(4, one.hours.size());
  for (std::size_t i = 0; i < one.hours.size(); ++i) {
    CHECK(one.hours[i].wait.has_value());
    LONGS_EQUAL(one.hours[i].wait->likely, other.hours[i].wait->likely);
  }
}

TEST(DaysAhead, MoreCountersNeverMakePeopleWaitLonger) {
  // 20 an hour at 8 minutes each are the work of 2.7 counters.
  const Waits two = played(busy(), 2), three = played(busy(), 3), five = played(busy(), 5);
  for (std::size_t i = 0; i < two.hours.size(); ++i) {
    CHECK(two.hours[i].wait->likely >= three.hours[i].wait->likely);
    CHECK(three.hours[i].wait->likely >= five.hours[i].wait->likely);
    CHECK(two.hours[i].wait->low <= two.hours[i].wait->likely && two.hours[i].wait->likely <= two.hours[i].wait->high);
  }
  // Two cannot keep up, so the last hour waits longer than the first. Five can.
  CHECK(two.hours.back().wait->likely > two.hours.front().wait->likely + 1800);
  CHECK(five.hours.back().wait->likely < 900);
}

TEST(DaysAhead, MeasuredServiceTimesCountMoreThanTheSettings) {
  DayAhead slow = busy();
  slow.measured = {{.pool = "paspor/layanan", .seconds = std::vector<std::uint32_t>(200, 16 * 60)}};
  CHECK(played(slow, 3).hours.back().wait->likely > played(busy(), 3).hours.back().wait->likely + 1800);
}

TEST(DaysAhead, NobodyIsCalledBeforeTheDoorsOpen) {
  DayAhead early;
  early.day = tuesday.plus(1);
  early.booked = {{.service = "paspor", .start = TimeOfDay{7 * 60}, .people = 8}};  // half an hour before
  early.runs = 60;
  CHECK(played(early, 2).hours[0].wait->low >= 20 * 60);
}

TEST(DaysAhead, OnePersonAloneHasAnAnswerToo) {
  DayAhead lonely;
  lonely.day = tuesday.plus(1);
  lonely.booked = {{.service = "paspor", .start = TimeOfDay{9 * 60}, .people = 1}};
  CHECK(played(lonely, 1).hours[0].wait.has_value());
  LONGS_EQUAL(0, played(lonely, 1).hours[0].wait->likely);
}

TEST(DaysAhead, CountersAreTakenSoThatEveryBookedLineHasOne) {
  DayAhead both = busy();
  LONGS_EQUAL(2, counters_for(plan, both));
  both.booked.push_back({.service = "ambil", .start = TimeOfDay{10 * 60}, .people = 5});
  LONGS_EQUAL(3, counters_for(plan, both));
  const Waits two = played(both, 2);
  LONGS_EQUAL(1, two.open[0]);
  LONGS_EQUAL(3, two.open[1]);
  const Waits five = played(both, 5);
  LONGS_EQUAL(5, five.open.size());
  LONGS_EQUAL(1, five.open[3]);  // a copied counter
  CHECK(std::holds_alternative<std::string>(play_day(plan, both, 1)));
}

TEST_GROUP(BookingsFiles) {
  Morning morning;
  std::vector<queue::ExpectedSlot> read(const std::string& text) {
    write_text(morning.folder / "bookings", text);
    return read_bookings(morning.folder / "bookings", morning.plan.settings());
  }
  std::string problem(const std::string& text) {
    try {
      read(text);
    } catch (const CommandError& stop) {
      LONGS_EQUAL(failed, stop.code);
      return stop.what();
    }
    return "";
  }
};

TEST(BookingsFiles, CsvAndJsonSayTheSame) {
  for (const char* text :
       {"service,start,people\npaspor,09:00,12\npaspor,08:00,20\npaspor,09:00,3\n",
        "\xef\xbb\xbfpeople, start ,service,note\r\n12,09:00,paspor,\"a, "
        "b\"\r\n20,08:00,paspor,\r\n3,09:00,\"paspor\",x\r\n",
        R"([{"service":"paspor","start":"09:00","people":12},{"start":"08:00","people":20,"service":"paspor"},
                               {"service":"paspor","start":"09:00","people":"3"}])"}) {
    const auto booked = read(text);
    LONGS_EQUAL_TEXT(2, booked.size(), text);
    CHECK_TEXT(booked[0].start == TimeOfDay{480}, text);
    LONGS_EQUAL(20, booked[0].people);
    LONGS_EQUAL(15, booked[1].people);
  }
}

TEST(BookingsFiles, WhatIsWrongIsToldWithItsLine) {
  STRCMP_CONTAINS("line 2: 'visa' is not a service; there are: paspor, ambil",
                  problem("service,start,people\nvisa,08:00,1\n").c_str());
  STRCMP_CONTAINS("line 3: start '8' is not a time like 08:00",
                  problem("service,start,people\npaspor,08:00,1\npaspor,8,1\n").c_str());
  STRCMP_CONTAINS("people '-4' is not a number", problem("service,start,people\npaspor,08:00,-4\n").c_str());
  STRCMP_CONTAINS("people '99999'", problem("service,start,people\npaspor,08:00,99999\n").c_str());
  STRCMP_CONTAINS("a header with start and people", problem("service,hour\npaspor,08:00\n").c_str());
  STRCMP_CONTAINS("bookings", problem("service,start,people\npaspor,08:00\n").c_str());
  STRCMP_CONTAINS("row 1: an object", problem("[1]").c_str());
  STRCMP_CONTAINS("as JSON", problem("[{").c_str());
  STRCMP_CONTAINS("bookings", problem("").c_str());
  CHECK_THROWS(CommandError, read_bookings(morning.folder / "missing", morning.plan.settings()));
}
