#include <filesystem>
#include <sstream>

#include <boost/json/parse.hpp>

#include "rig/morning.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
namespace fs = std::filesystem;

TEST_GROUP(Exports) {
  Morning morning;
  Ran ran(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "export");
    return run_antrean(morning.place, morning.with(std::move(arguments)));
  }
};

TEST(Exports, TicketsOfTheNewestDayForASpreadsheet) {
  const Ran told = ran({"--csv"});
  LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
  std::istringstream lines(told.out);
  std::string line;
  std::getline(lines, line);
  STRCMP_EQUAL(
      "\xEF\xBB\xBF"  // with this Excel reads the file as UTF-8
      "day,number,last_number,service,stage,class,booking,people,issued,first_called,ended,outcome,counter,calls,"
      "recalls,waited_s,served_s\r",
      line.c_str());
  std::getline(lines, line);
  STRCMP_EQUAL(
      "2026-11-24,B001,B001,paspor,layanan,booked,501,1,2026-11-24 08:00:00,2026-11-24 08:15:00,2026-11-24 08:24:00,"
      "served,1,1,0,900,540\r",
      line.c_str());
  int rows = 1;
  while (std::getline(lines, line)) {
    CHECK(line.ends_with('\r'));
    ++rows;
  }
  LONGS_EQUAL(11, rows);
}

TEST(Exports, NoReportHoldsANikANameOrAFormula) {
  for (const char* what : {"tickets", "calls", "services", "admissions", "events"}) {
    for (const char* format : {"--csv", "--json"}) {
      const Ran told = ran({format, "--what", what});
      LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
      CHECK_TEXT(!told.out.empty(), what);
      CHECK_TEXT(!told.says("3273"), what);
      CHECK_TEXT(!told.says("Siti Rahayu"), what);
      CHECK_TEXT(!told.says("message_id"), what);
      CHECK_TEXT(!told.says(",=") && !told.says(",\"="), what);
    }
  }
  CHECK(ran({"--csv", "--what", "events"}).says("NIK ************0001 salah"));
}

TEST(Exports, JsonIsAnArrayOfTheSameRows) {
  const auto rows = boost::json::parse(ran({"--json"}).out).as_array();
  LONGS_EQUAL(11, rows.size());
  STRCMP_EQUAL("B001", std::string(rows[0].at("number").as_string()).c_str());
  LONGS_EQUAL(900, rows[0].at("waited_s").to_number<int>());
  CHECK(rows[10].at("first_called").is_null());
  const auto events = boost::json::parse(ran({"--json", "--what", "events"}).out).as_array();
  LONGS_EQUAL(morning.events, events.size());
  CHECK(events[0].at("body").is_object());
  CHECK(events[0].at("role").is_null());
  STRCMP_EQUAL("supervisor", std::string(events.back().at("role").as_string()).c_str());
  STRCMP_EQUAL("Loket 1", std::string(events.back().at("machine").as_string()).c_str());
}

TEST(Exports, AFileIsNotForEverybodyAndReplacesNothing) {
  const std::filesystem::path file = morning.folder / "day.csv";
  LONGS_EQUAL(0, ran({"--csv", "-o", file.string()}).code);
  CHECK(std::filesystem::status(file).permissions() == std::filesystem::perms(0640));
  CHECK(ran({"--csv"}).out == text_of(file));
  const Ran again = ran({"--csv", "-o", file.string()});
  LONGS_EQUAL(1, again.code);
  CHECK(again.complains("exists already; name another file"));
  std::filesystem::create_symlink(morning.folder / "victim", morning.folder / "link.csv");
  LONGS_EQUAL(1, ran({"--csv", "-o", (morning.folder / "link.csv").string()}).code);
  CHECK_FALSE(std::filesystem::exists(morning.folder / "victim"));
}

TEST(Exports, WhatAFullDiskDidNotTakeIsAFailureThatIsSaid) {
  for (const char* format : {"--csv", "--json"}) {
    std::vector<std::string> arguments = morning.with({"export", format});
    arguments.insert(arguments.begin(), {"-c", "exec \"$0\" \"$@\" > /dev/full", (programs() / "antrean").string()});
    const Ran told = run_program(morning.place, "/bin/sh", arguments);
    LONGS_EQUAL_TEXT(1, told.code, told.err.c_str());
    CHECK(told.complains("what antrean export says could not be written whole (No space left on device)"));
  }
}

TEST(Exports, DaysArePicked) {
  LONGS_EQUAL(0, ran({"--csv", "--day", "2026-11-24"}).code);
  LONGS_EQUAL(0, ran({"--csv", "--from", "2026-11-01", "--to", "2026-11-30"}).code);
  LONGS_EQUAL(0, ran({"--csv", "--from", "2026-11-24"}).code);
  const Ran none = ran({"--csv", "--day", "2026-11-23"});
  LONGS_EQUAL(3, none.code);
  CHECK(none.complains("it has 2026-11-24 to 2026-11-24"));
  LONGS_EQUAL(2, ran({"--csv", "--from", "2026-11-24", "--to", "2026-11-23"}).code);
}

TEST(Exports, AFileGetsItOnce) {
  const fs::path file = morning.folder / "november.csv";
  const Ran told = ran({"--csv", "-o", file.string()});
  LONGS_EQUAL(0, told.code);
  STRCMP_EQUAL("", told.out.c_str());
  CHECK(told.complains("11 rows in"));
  CHECK(text_of(file) == ran({"--csv"}).out);
  LONGS_EQUAL(1, ran({"--csv", "-o", file.string()}).code);
}
