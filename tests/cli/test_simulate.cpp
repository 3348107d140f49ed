#include <boost/json/parse.hpp>

#include "rig/morning.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
namespace fs = std::filesystem;

TEST_GROUP(Simulations) {
  Morning morning;
  Ran ran(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "simulate");
    return run_antrean(morning.place, morning.with(std::move(arguments)));
  }
};

TEST(Simulations, TomorrowsBookingsOfTheDayListByHour) {
  const Ran told = ran({"--day", "2026-11-25", "--counters", "1-3"});
  LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
  CHECK(
      // cancelled bookings are not included
      told.says("Expected waits, Wed 25 Nov 2026\nKantor Imigrasi Uji: 44 people booked\n"));
  CHECK(told.says("Passport (minutes)\nHour   Booked"));
  CHECK(told.says("1 counter ") && told.says("2 counters ") && told.says("3 counters\n"));
  for (const char* hour : {"08:00      11", "09:00      11", "10:00      11", "11:00      11"}) {
    CHECK_TEXT(told.says(hour), hour);
  }
  CHECK(told.says("90 % of the booked come"));
  CHECK(told.says("by the settings"));
  CHECK(told.out == ran({"--day", "2026-11-25", "--counters", "1-3"}).out);
}

TEST(Simulations, AsJsonAndFromOtherSources) {
  const auto list = boost::json::parse(ran({"--day", "2026-11-25", "--json"}).out);
  LONGS_EQUAL(44, list.at("people").to_number<int>());
  LONGS_EQUAL(2, list.at("played").at(0).at("counters").to_number<int>());

  const fs::path file = morning.folder / "bookings.csv";
  write_text(file, "service,start,people\npaspor,08:00,5\nambil,10:00,3\n");
  const auto booked =
      boost::json::parse(ran({"--day", "2026-11-25", "--bookings", file.string(), "--counters", "2,3", "--json"}).out);
  LONGS_EQUAL(8, booked.at("people").to_number<int>());
  LONGS_EQUAL(2, booked.at("played").as_array().size());

  const auto hourly =
      boost::json::parse(ran({"--day", "2026-11-25", "--people-per-hour", "6", "--counters", "3", "--json"}).out);
  // 8 to 15, without the hour of the break.
  LONGS_EQUAL(36, hourly.at("people").to_number<int>());
  LONGS_EQUAL(6, hourly.at("played").at(0).at("hours").as_array().size());
}

TEST(Simulations, AChartIsWritten) {
  const fs::path file = morning.folder / "waits.svg";
  LONGS_EQUAL(0, ran({"--day", "2026-11-25", "--counters", "2-4", "--svg", file.string()}).code);
  const std::string svg = text_of(file);
  CHECK(svg.starts_with("<svg "));
  CHECK(svg.find("3 counters") != std::string::npos);
  CHECK(svg.find("Wed 25 Nov 2026") != std::string::npos);
}

TEST(Simulations, WhenThereIsNothingToPlayItSaysSo) {
  const Ran nobody = ran({"--day", "2026-11-26"});
  LONGS_EQUAL(3, nobody.code);
  CHECK(nobody.complains("nobody is booked for 2026-11-26"));
  const Ran closed = ran({"--day", "2026-11-28"});
  LONGS_EQUAL(3, closed.code);
  CHECK(closed.complains("closed on 2026-11-28"));
}

TEST(Simulations, WithoutAJournalTheSettingsHaveToDo) {
  fs::remove(morning.journal());
  const Ran told = ran({"--day", "2026-11-25", "--people-per-hour", "6"});
  LONGS_EQUAL(0, told.code);
  CHECK(told.complains("service times are the settings'"));
  LONGS_EQUAL(1, ran({"--day", "2026-11-25"}).code);
}
