#include "today/day_board.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using office_api::Today;
using office_api::TodayState;

namespace {

const std::string this_run(32, 'd');

std::string key(char c) { return std::string(24, c); }

}  // namespace

TEST_GROUP(DayBoard) {
  DayBoard board{this_run};
  MonotonicTime now{};

  static Today day(std::uint64_t seq, std::uint64_t after, std::vector<office_api::TodayTicket> tickets,
                   char sender = 'a') {
    Today today;
    today.sender = std::string(32, sender);
    today.seq = seq;
    today.after = after;
    today.run = after == 0 ? "" : this_run;
    today.day = *OfficeDay::parse("2026-11-23");
    today.tickets = std::move(tickets);
    return today;
  }
  bool take(Today today, const char* office = "AD") { return board.take(office, std::move(today), now, {}); }
  TodayState state(char c) const { return board.find(key(c))->ticket->state; }
};

TEST(DayBoard, KnowsNothingBeforeAnOfficeToldEverything) {
  CHECK(board.of_office("AD") == nullptr);
  CHECK_FALSE(take(day(2, 1, {})));
  CHECK(take(day(3, 0, {{.key = key('1'), .number = "A001"}})));
  STRCMP_EQUAL("A001", board.find(key('1'))->ticket->number.c_str());
  STRCMP_EQUAL("AD", std::string(board.find(key('1'))->office).c_str());
  CHECK_FALSE(board.find(key('2')).has_value());
  CHECK_FALSE(board.find("").has_value());
}

TEST(DayBoard, TakesWhatDiffersFromTheOneBefore) {
  take(day(1, 0, {{.key = key('1'), .number = "A001"}, {.key = key('2'), .number = "A002"}}));
  CHECK(take(day(2, 1, {{.key = key('2'), .number = "A002", .state = TodayState::called}})));
  CHECK(state('1') == TodayState::waiting);
  CHECK(state('2') == TodayState::called);
  LONGS_EQUAL(2, board.of_office("AD")->told.seq);
}

TEST(DayBoard, RefusesWhatDoesNotFollowAndKeepsWhatItKnows) {
  take(day(5, 0, {{.key = key('1'), .number = "A001"}}));
  const std::vector<office_api::TodayTicket> called{{.key = key('1'), .number = "A001", .state = TodayState::called}};
  CHECK_FALSE(take(day(7, 6, called)));       // one is missing between
  CHECK_FALSE(take(day(6, 5, called, 'b')));  // of another run of the office
  CHECK_FALSE(take(day(5, 4, called)));       // it comes late
  CHECK_FALSE(take(day(4, 0, called)));       // whole, and overtaken by a newer one
  auto other_run = day(6, 5, called);
  other_run.run = std::string(32, 'e');
  CHECK_FALSE(take(other_run));  // meant for the portal before it was started again
  auto other_day = day(6, 5, called);
  other_day.day = other_day.day.plus(1);
  CHECK_FALSE(take(other_day));
  CHECK(state('1') == TodayState::waiting);
  CHECK(take(day(6, 5, called)));
}

TEST(DayBoard, AWholeOneReplacesEverything) {
  take(day(5, 0, {{.key = key('1'), .number = "A001"}}));
  CHECK(take(day(1, 0, {{.key = key('2'), .number = "A001"}}, 'b')));  // the office was started again
  CHECK_FALSE(board.find(key('1')).has_value());
  CHECK(board.find(key('2')).has_value());
}

TEST(DayBoard, AnOfficesTicketsAreItsOwn) {
  take(day(1, 0, {{.key = key('1'), .number = "A001"}}));
  CHECK_FALSE(take(day(2, 1, {}), "FB"));
  CHECK(take(day(1, 0, {{.key = key('3'), .number = "A001"}}), "FB"));
  STRCMP_EQUAL("FB", std::string(board.find(key('3'))->office).c_str());
  STRCMP_EQUAL("AD", std::string(board.find(key('1'))->office).c_str());
}

TEST(DayBoard, FindsTheTicketsOfABookingByIdAndCode) {
  take(day(1, 0,
           {{.key = key('2'), .number = "B002", .booking = 81, .code = "AD-QFJ8BD"},
            {.key = key('1'), .number = "B001", .booking = 81, .code = "AD-QFJ8BD"},
            {.key = key('3'), .number = "B003", .booking = 81, .code = "AD-BBBBBB"},
            {.key = key('4'), .number = "A001"}}));
  const auto found = board.of_booking("AD", 81, "AD-QFJ8BD");
  LONGS_EQUAL(2, found.size());
  STRCMP_EQUAL("B001", found[0]->number.c_str());
  STRCMP_EQUAL("B002", found[1]->number.c_str());
  LONGS_EQUAL(0, board.of_booking("FB", 81, "AD-QFJ8BD").size());
  LONGS_EQUAL(0, board.of_booking("AD", 0, "").size());
}

TEST(DayBoard, SaysWhenItHeard) {
  now += std::chrono::seconds{7};
  take(day(1, 0, {}));
  CHECK(board.of_office("AD")->heard == now);
  CHECK_FALSE(take(day(1, 0, {})));
  now += std::chrono::seconds{7};
  CHECK(board.of_office("AD")->heard < now);
}
