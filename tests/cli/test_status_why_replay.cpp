// The commands that show data, with the journal of a morning, while no office runs.
#include <algorithm>
#include <sstream>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "rig/morning.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;

namespace {

std::string on_one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

TEST_GROUP(Showing) {
  Morning morning;
  Ran ran(std::vector<std::string> arguments, std::map<std::string, std::string> environment = {}) {
    return run_antrean(morning.place, morning.with(std::move(arguments)), std::move(environment));
  }
  std::string office_file() { return morning.journal().string(); }
};

TEST(Showing, StatusOfAJournalIsAPage) {
  const Ran told = ran({"status", "--journal", office_file()});
  LONGS_EQUAL(0, told.code);
  const std::string golden =
      "Kantor Imigrasi Uji (AD)                              Tue 24 Nov 2026  08:31 WIB\n"
      "The office is open.\n"
      "Hours 07:30-16:00, last numbers 15:00, break 12:00-13:00\n"
      "Numbers: issued 11, served 1, no-show 0, cancelled 1\n"
      "\n"
      "Counters\n"
      "No  Counter  State   Number  Is      Since  Waiting\n"
      " 1  Loket 1  open    B003    called  08:24        6\n"
      " 2  Loket 2  open    -                            6\n"
      " 3  Loket 3  closed  -                            0\n";
  STRCMP_EQUAL(golden.c_str(), told.out.substr(0, golden.size()).c_str());
  CHECK(told.says("Latest calls\nTime      Number  Counter\n08:27:00  B004          2\n08:24:00  B003          1\n"));
  CHECK(told.says("newest event " + std::to_string(morning.events) + " at 08:31:00"));
  CHECK(told.out.find("\033[") == std::string::npos);
  STRCMP_EQUAL("", told.err.c_str());
}

TEST(Showing, TheLanguageIsTheReaders) {
  CHECK(ran({"status", "--journal", office_file()}, {{"LANG", "id_ID.UTF-8"}}).says("Panggilan terakhir"));
  CHECK(ran({"--lang", "id", "status", "--journal", office_file()}).says("Kantor buka."));
  CHECK(ran({"status", "--journal", office_file(), "--lang", "en"}, {{"LANG", "id_ID.UTF-8"}}).says("Latest calls"));
}

TEST(Showing, StatusAsJsonIsTheFeedsSnapshot) {
  const Ran told = ran({"status", "--journal", office_file(), "--json"});
  LONGS_EQUAL(0, told.code);
  const auto document = boost::json::parse(told.out);
  STRCMP_EQUAL("AD", std::string(document.at("snapshot").at("office").as_string()).c_str());
  LONGS_EQUAL(3, document.at("snapshot").at("counters").as_array().size());
}

TEST(Showing, WhyIsOneSentenceOfEveryKindOfTicket) {
  const std::pair<const char*, const char*> sentences[] = {
      {"B005", "B005 is next: it is the turn of class Booked online, and it is first there by booked hour, then"},
      {"B007", "B007 is not next yet: 2 numbers go first (2 in class Booked online"},
      {"B003", "B003 is being called to counter 1."},
      {"B001", "B001 has been served."},
      {"B002", "B002 missed its call to counter 2"},
      {"B004", "B004 was parked by an officer until it is resumed."},
      {"B010", "B010 was cancelled."},
      {"A001", "A001 is not next yet: 5 numbers go first"},
      {"b005", "B005 is next"},
  };
  for (const auto& [number, sentence] : sentences) {
    const Ran told = ran({"why", number, "--journal", office_file()});
    LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
    CHECK_TEXT(on_one_line(told.out).starts_with(sentence), told.out.c_str());
    CHECK_TEXT(told.complains("from the journal, Tue 24 Nov 2026 at 08:31:00"), told.err.c_str());
  }
  CHECK(ran({"why", "B005", "--journal", office_file(), "--lang", "id"}).says("B005 berikutnya"));
}

TEST(Showing, WhyTakesANumberAsPeopleTypeIt) {
  for (const char* typed : {"B5", "b005", "B-005", "b 005", "b-5"}) {
    CHECK_TEXT(ran({"why", typed, "--journal", office_file()}).says("B005 "), typed);
  }
  const Ran none = ran({"why", "B", "--journal", office_file()});
  LONGS_EQUAL(2, none.code);
  CHECK(none.complains("'B' is not a number like B012"));
}

TEST(Showing, WhyKnowsEveryPastMoment) {
  CHECK(ran({"why", "B001", "--until", "08:14"}).says("B001 is next"));
  CHECK(ran({"why", "B001", "--until", "08:20"}).says("being called to counter 1"));
  const Ran early = ran({"why", "B009", "--until", "08:05"});
  LONGS_EQUAL(3, early.code);
  CHECK(early.complains("there is no ticket B009"));
  const auto json = boost::json::parse(ran({"why", "B001", "--until", "08:14", "--json"}).out);
  STRCMP_EQUAL("B001", std::string(json.at("number").as_string()).c_str());
  CHECK(json.at("id").as_string().starts_with("B001 berikutnya"));
}

TEST(Showing, ReplayShowsTheHallAtAMoment) {
  const Ran told = ran({"replay", "--until", "2026-11-24 08:20"});
  LONGS_EQUAL(0, told.code);
  CHECK(told.says("As at 08:20:00, after event "));
  CHECK(told.says("Numbers: issued 11, served 0, no-show 0, cancelled 0\n"));
  CHECK(told.says(" 1  Loket 1  open    B001    called  08:15        9\n"));
  CHECK(told.says("B001    paspor   layanan  called                1\n"));
  CHECK(told.says("B003    paspor   layanan  waiting      0\n"));
  CHECK(!told.says("Events"));
}

TEST(Showing, ReplayListsWhatHappenedWithoutNiks) {
  const Ran told = ran({"replay", "--events"});
  LONGS_EQUAL(0, told.code);
  CHECK(told.says("07:30:00  day_opened"));
  CHECK(told.says("08:30:00  parked"));
  CHECK(told.says("ticket_cancelled"));
  CHECK(told.says_in_words("officer sari @ Loket 1"));
  CHECK(told.says_in_words("entrance pintu (clerk)"));
  CHECK(told.says("************0001"));
  CHECK(!told.says("3273"));
  std::istringstream lines(told.out);
  for (std::string line; std::getline(lines, line);) {
    CHECK_TEXT(line.size() <= 80 || line.find(' ') == std::string::npos || line.find("HYPERLINK") != std::string::npos,
               line.c_str());
  }
}

TEST(Showing, ReplayAsJsonHasCountsEventsAndPicture) {
  const Ran told = ran({"replay", "--until", std::to_string(morning.events - 1), "--events", "--json"});
  const auto document = boost::json::parse(told.out);
  LONGS_EQUAL(morning.events - 1, document.at("seq").to_number<std::uint64_t>());
  LONGS_EQUAL(11, document.at("counts").at("issued").to_number<int>());
  LONGS_EQUAL(morning.events - 1, document.at("events").as_array().size());
  CHECK(boost::json::serialize(document.at("events")).find("message_id") == std::string::npos);
}
