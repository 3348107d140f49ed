#include <string>

#include "exchange/day_list.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

StoredBooking sample() {
  StoredBooking stored;
  stored.booking = {.id = 4711,
                    .code = "AD-QFJ8BD",
                    .office = "AD",
                    .service = "paspor",
                    .day = *OfficeDay::parse("2026-11-23"),
                    .slot = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
                    .party = 2,
                    .name = "Siti \"Ani\", S.H.",
                    .nik_last4 = "0042"};
  stored.companions = {{"=HYPERLINK(1)", "0043"}};
  stored.numbers = {"B012", "B013"};
  stored.checked_in_at = from_ms(1'795'410'000'000);
  return stored;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

[[maybe_unused]] const std::string is_warm = day_ics({sample()}, Zone::wib, "x", {});  // libical keeps its zones

}  // namespace

TEST_GROUP(DayList){};

TEST(DayList, AsCsvThatNoSpreadsheetTakesForAFormula) {
  STRCMP_EQUAL(
      "code,service,date,start,end,party,name,nik_last4,name2,nik2,name3,nik3,name4,nik4,name5,nik5,numbers,"
      "checked_in_at,served_at,no_show_at\r\n"
      "AD-QFJ8BD,paspor,2026-11-23,08:00,10:00,2,\"Siti \"\"Ani\"\", S.H.\",0042,'=HYPERLINK(1),0043,,,,,,,"
      "B012 B013,2026-11-23T05:00:00.000Z,,\r\n",
      day_csv({sample()}).c_str());
}

TEST(DayList, AsCalendarInUtc) {
  const auto ics = day_ics({sample()}, Zone::wita, "antrean.example", from_ms(1'795'000'000'000));
  for (const auto* part : {"BEGIN:VCALENDAR", "UID:booking-4711@antrean.example", "DTSTART:20261123T000000Z",
                           "DTEND:20261123T020000Z", "SUMMARY:AD-QFJ8BD Siti \"Ani\"\\, S.H.", "END:VEVENT"}) {
    CHECK_TEXT(has(ics, part), ics.c_str());
  }
  CHECK(has(day_ics({}, Zone::wib, "x", {}), "END:VCALENDAR"));
}
