#include <array>
#include <string>

#include "values/nik.hpp"
#include "values/office_time.hpp"
#include "values/words.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

UtcTime utc(int year, unsigned month, unsigned day, int hour, int minute, int second = 0, int ms = 0) {
  using namespace std::chrono;
  return sys_days{year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}} +
         hours{hour} + minutes{minute} + seconds{second} + milliseconds{ms};
}

void check_text(const char* expected, const std::string& actual) { STRCMP_EQUAL(expected, actual.c_str()); }

const OfficeDay today = *OfficeDay::parse("2026-11-22");

}  // namespace

TEST_GROUP(OfficeTime){};

TEST(OfficeTime, TheThreeZonesAreSevenEightAndNineHoursAheadOfUtc) {
  CHECK(utc_offset(Zone::wib) == std::chrono::hours{7});
  CHECK(utc_offset(Zone::wita) == std::chrono::hours{8});
  CHECK(utc_offset(Zone::wit) == std::chrono::hours{9});
  for (const Zone zone : {Zone::wib, Zone::wita, Zone::wit}) {
    CHECK(parse_zone(zone_name(zone)) == zone);
  }
  CHECK(!parse_zone("wib"));
  CHECK(!parse_zone("UTC"));
  CHECK(!parse_zone(""));
}

TEST(OfficeTime, TheDayTurnsAtTheOfficesMidnightNotAtUtcs) {
  const UtcTime late = utc(2026, 11, 22, 16, 30);
  check_text("2026-11-22", OfficeDay::of(late, Zone::wib).text());
  check_text("2026-11-23", OfficeDay::of(late, Zone::wita).text());
  check_text("23:30", clock_text(late, Zone::wib));
  check_text("00:30", clock_text(late, Zone::wita));
  check_text("01:30", clock_text(late, Zone::wit));
  check_text("2026-11-22", OfficeDay::of(utc(2026, 11, 22, 16, 59, 59, 999), Zone::wib).text());
  check_text("2026-11-23", OfficeDay::of(utc(2026, 11, 22, 17, 0), Zone::wib).text());
}

TEST(OfficeTime, AnInstantComesBackFromItsDayAndTime) {
  for (const Zone zone : {Zone::wib, Zone::wita, Zone::wit}) {
    for (int minutes = 0; minutes < 24 * 60; ++minutes) {
      const UtcTime at = instant(today, TimeOfDay{minutes}, zone);
      CHECK(OfficeDay::of(at, zone) == today);
      CHECK(TimeOfDay::of(at, zone) == TimeOfDay{minutes});
    }
    CHECK(instant(today, TimeOfDay{24 * 60}, zone) == instant(today.plus(1), TimeOfDay{0}, zone));
  }
}

TEST(OfficeTime, TimesBefore1970AreStillRightSoThatABadClockIsShownAsItIs) {
  const UtcTime before = from_ms(-1);
  check_text("1969-12-31T23:59:59.999Z", iso_text(before));
  check_text("1970-01-01", OfficeDay::of(before, Zone::wib).text());
  check_text("06:59", clock_text(before, Zone::wib));
}

TEST(OfficeTime, DaysAreReadOnlyWhenTheyExistAndAreWrittenAsRead) {
  for (const char* text : {"2026-11-22", "2024-02-29", "1970-01-01", "2000-12-31", "9999-12-31"}) {
    const auto day = OfficeDay::parse(text);
    CHECK(day.has_value());
    check_text(text, day->text());
  }
  for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-1-1", "2026/01/01",
                           "20260101", "2026-01-01 ", " 2026-01-01", "2026-01-0a", "-026-01-01", "2026-04-31"}) {
    CHECK_TEXT(!OfficeDay::parse(text), text);
  }
}

TEST(OfficeTime, DaysCountAndKnowTheirWeekday) {
  CHECK(today.weekday() == std::chrono::Sunday);
  check_text("2026-12-01", today.plus(9).text());
  LONGS_EQUAL(9, today.plus(9).number() - today.number());
  CHECK(today < today.plus(1));
}

TEST(OfficeTime, TimesOfDayRunFromMidnightToMidnight) {
  for (const char* text : {"00:00", "08:00", "15:30", "23:59", "24:00"}) {
    const auto time = TimeOfDay::parse(text);
    CHECK(time.has_value());
    check_text(text, time->text());
  }
  for (const char* text :
       {"", "8:00", "24:01", "25:00", "08:60", "0800", "08:0", "08:00:00", "-8:00", "ab:cd", "08.00"}) {
    CHECK_TEXT(!TimeOfDay::parse(text), text);
  }
}

TEST(OfficeTime, AnInstantIsWrittenInIsoWithMilliseconds) {
  check_text("2026-11-22T02:05:07.123Z", iso_text(utc(2026, 11, 22, 2, 5, 7, 123)));
  check_text("1970-01-01T00:00:00.000Z", iso_text(from_ms(0)));
}

TEST_GROUP(Words){};

TEST(Words, EveryValueHasAWordThatLeadsBackToIt) {
  for (std::size_t i = 0; i < words<TicketPhase>.size(); ++i) {
    const auto phase = static_cast<TicketPhase>(i);
    CHECK(from_word<TicketPhase>(word(phase)) == phase);
  }
  CHECK(word(TicketPhase::cancelled) == "cancelled");
  CHECK(word(DayPhase::closed) == "closed");
  CHECK(word(CounterState::paused) == "paused");
  CHECK(word(BookingStatus::cancelled) == "cancelled");
  CHECK(word(static_cast<CounterState>(99)) == "?");
  CHECK(!from_word<CounterState>("Open"));
  CHECK(!from_word<CounterState>(""));
}

TEST_GROUP(NationalId){};

TEST(NationalId, ADateOfBirthAndASexAreReadFromTheDigits) {
  Nik nik;
  CHECK(parse_nik("3273012501870001", today, nik) == NikProblem::none);
  CHECK(nik.born == std::chrono::year{1987} / 1 / 25);
  CHECK(!nik.woman);
  CHECK(parse_nik("3273016501870001", today, nik) == NikProblem::none);
  CHECK(nik.born == std::chrono::year{1987} / 1 / 25);
  CHECK(nik.woman);
}

TEST(NationalId, TheYearIsTheLatestThatIsNotInTheFuture) {
  Nik nik;
  CHECK(parse_nik("3273012211260001", today, nik) == NikProblem::none);
  CHECK(nik.born == std::chrono::year{2026} / 11 / 22);
  CHECK(parse_nik("3273012311260001", today, nik) == NikProblem::none);
  CHECK(nik.born == std::chrono::year{1926} / 11 / 23);
  CHECK(parse_nik("3273012902000001", today, nik) == NikProblem::none);
  CHECK(nik.born == std::chrono::year{2000} / 2 / 29);
}

TEST(NationalId, SpacesDotsAndDashesBetweenDigitsAreForgiven) {
  Nik nik;
  CHECK(parse_nik(" 3273.01.250187.0001 ", today, nik) == NikProblem::none);
  check_text("3273012501870001", nik.digits);
}

TEST(NationalId, WhatCannotBeANumberIsRefusedWithTheReason) {
  struct Case {
    const char* text;
    NikProblem problem;
  };
  const std::array cases{
      Case{"", NikProblem::length},
      Case{"327301250187000", NikProblem::length},
      Case{"32730125018700011", NikProblem::length},
      Case{"327301250187000O", NikProblem::digits},
      Case{"3273012501870001\n", NikProblem::digits},
      Case{"1073012501870001", NikProblem::place},
      Case{"9773012501870001", NikProblem::place},
      Case{"3200012501870001", NikProblem::place},
      Case{"3273002501870001", NikProblem::place},
      Case{"3273010001870001", NikProblem::birth_date},
      Case{"3273013201870001", NikProblem::birth_date},
      Case{"3273014001870001", NikProblem::birth_date},
      Case{"3273017201870001", NikProblem::birth_date},
      Case{"3273012513870001", NikProblem::birth_date},
      Case{"3273012500870001", NikProblem::birth_date},
      Case{"3273013002870001", NikProblem::birth_date},
      Case{"3273012902870001", NikProblem::birth_date},
      Case{"3273012501870000", NikProblem::serial},
  };
  for (const Case& c : cases) {
    Nik nik;
    CHECK_TEXT(parse_nik(c.text, today, nik) == c.problem, c.text);
    CHECK_TEXT(nik == Nik{}, c.text);
  }
}

TEST(NationalId, TakesWhatSomeCardsHaveWhenTheCardWasCompared) {
  Nik nik;
  CHECK(parse_nik("3273010101900000", today, nik, true) == NikProblem::none);
  STRCMP_EQUAL("3273010101900000", nik.digits.c_str());
  CHECK(nik.born.ok());
  CHECK(parse_nik("3273 0171 0290 0001", today, nik, true) == NikProblem::none);
  STRCMP_EQUAL("3273017102900001", nik.digits.c_str());
  CHECK_FALSE(nik.born.ok());
  CHECK(nik.woman);
  CHECK(parse_nik("327301310290000", today, nik, true) == NikProblem::length);
  CHECK(parse_nik("327301310290000O", today, nik, true) == NikProblem::digits);
  CHECK(parse_nik("1073013102900000", today, nik, true) == NikProblem::place);
  CHECK(some_cards_have_it(NikProblem::serial) && some_cards_have_it(NikProblem::birth_date));
  CHECK_FALSE(some_cards_have_it(NikProblem::none) || some_cards_have_it(NikProblem::length) ||
              some_cards_have_it(NikProblem::digits) || some_cards_have_it(NikProblem::place));
}

TEST(NationalId, OnlyTheLastFourDigitsAreShown) {
  check_text("************0001", mask_nik("3273012501870001"));
  check_text("0001", nik_last4("3273012501870001"));
  for (const char* text : {"", "0001", "327301250187000", "not a number 0001"}) {
    check_text("****", mask_nik(text));
    check_text("", nik_last4(text));
  }
}
