// The bus and a line that goes and comes, on virtual time: what it tells, how often, and what the units get.
#include "bus_fixture.hpp"
#include "call_pad/register_pad.hpp"
#include "led_board/register_board.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;
using Fault = SimulatedLine::Fault;

TEST_GROUP(LostLine) {
  std::unique_ptr<BusFixture> office;
  std::unique_ptr<RegisterBoard> board;
  std::unique_ptr<RegisterPad> pad;

  void setup() override {
    office = std::make_unique<BusFixture>();
    office->line->rig.add_board(21);
    office->line->rig.add_pad(1);
    board = std::make_unique<RegisterBoard>(*office->bus, RegisterBoard::Settings{.address = 21});
    pad = std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = 1});
    board->show({.text = "A001"});
    office->start();
    CHECK(office->run_until([&] { return board->shown().has_value(); }));
    office->run_for(10s);
  }
  void teardown() override {
    office.reset();
    board.reset();
    pad.reset();
  }
  std::string seen() { return office->line->rig.shown(21); }
};

TEST(LostLine, IsToldOnceForEachTroubleAndOnceWhenItIsOver) {
  UNSIGNED_LONGS_EQUAL(1, office->told("line counters", DeviceState::online));
  office->changes.clear();
  office->line->unplugged = true;
  office->run_for(20s);
  CHECK(office->line->opened >= 18);
  UNSIGNED_LONGS_EQUAL(2, office->changes.size());  // "unplugged" when it was lost, "no such port" since then
  STRCMP_EQUAL("unplugged", office->changes[0].last_error.c_str());
  STRCMP_EQUAL("no such port", office->changes[1].last_error.c_str());
  STRCMP_EQUAL("port tidak ada", office->changes[1].last_error_id.c_str());
  office->line->trouble_now = {.id = "tidak boleh", .en = "not allowed"};
  office->run_for(20s);
  UNSIGNED_LONGS_EQUAL(3, office->changes.size());
  STRCMP_EQUAL("not allowed", office->changes[2].last_error.c_str());
  office->line->unplugged = false;
  office->run_for(20s);
  UNSIGNED_LONGS_EQUAL(1, office->told("line counters", DeviceState::online));
  UNSIGNED_LONGS_EQUAL(1, office->told("board 21 on counters", DeviceState::online));
  UNSIGNED_LONGS_EQUAL(1, office->told("pad 1 on counters", DeviceState::online));
  UNSIGNED_LONGS_EQUAL(6, office->changes.size());
}

TEST(LostLine, LeavesItsUnitsUnknownAndNotWell) {
  office->line->unplugged = true;
  CHECK(office->run_until([&] { return office->bus->health().state == DeviceState::offline; }));
  for (const auto& health : office->bus->all_health()) {
    CHECK(health.state == (health.name == "line counters" ? DeviceState::offline : DeviceState::unknown));
    CHECK(!health.last_error.empty() && !health.last_error_id.empty());
  }
}

TEST(LostLine, ThatOpensAndFailsAtOnceIsOpenedOnceASecondAndIsNeverWell) {
  office->changes.clear();
  office->line->opened_at.clear();
  // Each connection carries this many exchanges.
  for (const int carries : {0, 1, 2}) {
    int left = carries;
    unsigned opened = office->line->opened;
    office->line->fault = [&, carries](const bus::Request&) {
      if (opened != office->line->opened) {
        opened = office->line->opened;
        left = carries;
      }
      return left-- > 0 ? Fault::none : Fault::lost;
    };
    office->run_for(10s);
    office->changes.clear();
    const auto before = office->line->opened;
    for (const auto until = office->line->now() + 20s; office->line->now() < until;) {
      office->run_for(10ms);
      CHECK(office->bus->health().state == DeviceState::offline);
    }
    const auto opens = office->line->opened - before;
    CHECK_TEXT(opens >= 18 && opens <= 21, std::to_string(opens).c_str());
    UNSIGNED_LONGS_EQUAL(0, office->told("line counters", DeviceState::online));
    office->line->fault = [](const bus::Request&) { return Fault::none; };
    CHECK(office->run_until([&] { return office->bus->health().state == DeviceState::online; }, 7s));
    office->run_for(10s);
  }
}

TEST(LostLine, OfWhichNobodyAnswersIsWellWhenItHolds) {
  office->line->unplugged = true;
  CHECK(office->run_until([&] { return office->bus->health().state == DeviceState::offline; }));
  office->line->fault = [](const bus::Request&) { return Fault::request_lost; };
  office->line->unplugged = false;
  CHECK(office->run_until([&] { return pad->health().state == DeviceState::offline; }));
  CHECK(office->bus->health().state == DeviceState::offline);
  CHECK(office->run_until([&] { return office->bus->health().state == DeviceState::online; }, 7s));
}

// Boards and pads count a silent host as lost after 3 s. What they are sent must not wait for the next check.
TEST(LostLine, AfterAHostThatStoodStillTheBoardsAreWrittenAtOnce) {
  for (const auto time : {3100ms, 3500ms, 4900ms, 60'000ms}) {
    STRCMP_EQUAL("A001    ", seen().c_str());
    office->line->stand_still(time);
    office->line->rig.advance_to(static_cast<std::uint64_t>(office->line->now().time_since_epoch() / 1us) - 1);
    STRCMP_EQUAL("--------", seen().c_str());
    CHECK(office->run_until([&] { return seen() == "A001    "; }, 200ms));
    office->run_for(5s);
  }
  // And nothing is written without need.
  const auto written = [&] {
    return std::count_if(office->line->requests.begin(), office->line->requests.end(),
                         [](const auto& request) { return request.unit == 21 && !request.values.empty(); });
  };
  const auto before = written();
  office->line->stand_still(2s);
  office->run_for(5s);
  LONGS_EQUAL(before, written());
}

TEST(LostLine, AUnitThatRefusesEverythingIsToldOnceWithTheReasonAndOnceWhenItIsOver) {
  for (const std::uint8_t unit : {std::uint8_t{1}, std::uint8_t{21}}) {
    const std::string name = unit == 1 ? "pad 1 on counters" : "board 21 on counters";
    office->changes.clear();
    office->line->refusing[unit] = 6;
    board->show({.text = unit == 1 ? "A002" : "A003"});
    CHECK(office->run_until([&] { return office->told(name, DeviceState::refusing) == 1; }, 25s));
    CHECK(office->changes.back().last_error.find("busy") != std::string::npos);
    CHECK(office->changes.back().last_error_id.find("sibuk") != std::string::npos);
    office->run_for(60s);
    UNSIGNED_LONGS_EQUAL(1, office->changes.size());
    office->line->refusing.clear();
    CHECK(office->run_until([&] { return office->told(name, DeviceState::online) == 1; }, 10s));
  }
}
