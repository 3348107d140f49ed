#include <string>

#include "values/calendar_text.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

OfficeDay day(const char* text) { return *OfficeDay::parse(text); }

}  // namespace

TEST_GROUP(CalendarText){};

TEST(CalendarText, ADayIsWrittenAsEachLanguageWritesIt) {
  STRCMP_EQUAL("Senin, 17 Agustus 2026", long_date_text(Language::id, day("2026-08-17")).c_str());
  STRCMP_EQUAL("Monday, 17 August 2026", long_date_text(Language::en, day("2026-08-17")).c_str());
  STRCMP_EQUAL("Minggu, 1 Februari 2026", long_date_text(Language::id, day("2026-02-01")).c_str());
  STRCMP_EQUAL("Thursday, 31 December 2026", long_date_text(Language::en, day("2026-12-31")).c_str());
  STRCMP_EQUAL("Jum 23 Okt 2026", short_date_text(Language::id, day("2026-10-23")).c_str());
  STRCMP_EQUAL("Fri 23 Oct 2026", short_date_text(Language::en, day("2026-10-23")).c_str());
  STRCMP_EQUAL("Mei 2026", month_text(Language::id, day("2026-05-01")).c_str());
}

TEST(CalendarText, AnHourHasADotInIndonesianAndAColonInEnglish) {
  const SlotHours hours{*TimeOfDay::parse("08:00"), *TimeOfDay::parse("24:00")};
  STRCMP_EQUAL("08.00–24.00", hours_text(Language::id, hours).c_str());
  STRCMP_EQUAL("08:00–24:00", hours_text(Language::en, hours).c_str());
  const UtcTime at{std::chrono::hours{2} + std::chrono::minutes{5}};
  STRCMP_EQUAL("09.05", clock_text(Language::id, at, Zone::wib).c_str());
  STRCMP_EQUAL("11:05", clock_text(Language::en, at, Zone::wit).c_str());
}

TEST(CalendarText, EveryWeekdayAndMonthHasANameOfItsOwn) {
  for (const Language language : {Language::id, Language::en}) {
    for (unsigned one = 0; one < 7; ++one) {
      for (unsigned other = 0; other < one; ++other) {
        CHECK(weekday_name(language, one) != weekday_name(language, other));
        CHECK(weekday_short(language, one) != weekday_short(language, other));
      }
    }
    for (unsigned one = 1; one <= 12; ++one) {
      for (unsigned other = 1; other < one; ++other) {
        CHECK(month_name(language, one) != month_name(language, other));
        CHECK(month_short(language, one) != month_short(language, other));
      }
    }
  }
}
