#include <algorithm>

#include "bus_fixture.hpp"
#include "call_pad/register_pad.hpp"
#include "led_board/register_board.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;
using Fault = SimulatedLine::Fault;

TEST_GROUP(RegisterBoard) {
  std::unique_ptr<BusFixture> office;
  std::unique_ptr<RegisterBoard> board;

  void setup() override {
    office = std::make_unique<BusFixture>();
    office->line->rig.add_board(21);
    office->line->rig.add_board(22, 4);
    board = std::make_unique<RegisterBoard>(*office->bus, RegisterBoard::Settings{.address = 21});
  }
  void teardown() override {
    office.reset();
    board.reset();
  }
  std::string seen(std::uint8_t address = 21) { return office->line->rig.shown(address); }
  bool comes_to_show(const std::string& text, std::chrono::nanoseconds limit = 30s) {
    return office->run_until([&] { return seen() == text; }, limit);
  }
  void show_and_settle(const std::string& text) {
    board->show({.text = text});
    office->start();
    CHECK(office->run_until([&] { return board->shown() && board->shown()->text.starts_with(text); }));
    office->run_for(3s);  // until the lamp test is over
  }
  std::size_t writes() {
    return static_cast<std::size_t>(std::count_if(office->line->requests.begin(), office->line->requests.end(),
                                                  [](const auto& request) { return !request.values.empty(); }));
  }
};

TEST(RegisterBoard, ComesToShowWhatItIsTold) {
  board->show({.text = "A001", .blink = 0xF0, .brightness = 12});
  office->start();
  CHECK(office->run_until([&] { return board->shown().has_value(); }));
  office->run_for(2s);
  STRCMP_EQUAL("A001    ", seen().c_str());
  LONGS_EQUAL(0xF0, office->line->rig.board(21).picture.blink);
  LONGS_EQUAL(12, office->line->rig.board(21).picture.brightness);
  CHECK(board->health().state == DeviceState::online);
  STRCMP_EQUAL("board 21 on counters", board->health().name.c_str());
}

TEST(RegisterBoard, IsWrittenOnceForManyPicturesInQuickSuccessionAndWithTheLatest) {
  show_and_settle("A001");
  const auto before = writes();
  for (int number = 2; number <= 50; ++number) {
    board->show({.text = "A0" + std::to_string(number)});
  }
  CHECK(comes_to_show("A050    "));
  office->run_for(5s);
  UNSIGNED_LONGS_EQUAL(before + 1, writes());
}

TEST(RegisterBoard, IsNotWrittenAgainForTheSamePicture) {
  show_and_settle("A001");
  const auto before = writes();
  board->show({.text = "a001"});
  office->run_for(10s);
  UNSIGNED_LONGS_EQUAL(before, writes());
}

TEST(RegisterBoard, MakesTextFitWhatABoardCanShow) {
  const struct {
    const char* told;
    const char* seen;
  } rows[] = {{"", "        "},          {"b-12", "B-12    "},    {"A001*2", "A001 2  "},
              {"123456789", "12345678"}, {"loket 3", "LOKET 3 "}, {"1.5", "1.5     "}};
  office->start();
  for (const auto& row : rows) {
    board->show({.text = row.told});
    CHECK_TEXT(comes_to_show(row.seen), row.told);
  }
}

TEST(RegisterBoard, OfFourCharactersGetsShorterFrames) {
  RegisterBoard narrow{*office->bus, {.address = 22, .width = 4}};
  narrow.show({.text = "A001", .blink = 0xFF});
  office->start();
  CHECK(office->run_until([&] { return narrow.shown().has_value(); }));
  office->run_for(30s);  // verified too
  STRCMP_EQUAL("A001", seen(22).c_str());
  for (const auto& request : office->line->requests) {
    if (request.unit == 22 && !request.values.empty()) {
      UNSIGNED_LONGS_EQUAL(3, request.values.size());
    }
  }
  UNSIGNED_LONGS_EQUAL(1, writes());
  office.reset();
}

TEST(RegisterBoard, WhoseReplyWasLostIsWrittenAgainAndReadBack) {
  show_and_settle("A001");
  bool lost = false;
  office->line->fault = [&](const bus::Request& request) {
    const bool first = !lost && request.function == bus::Function::write;
    lost = lost || first;
    return first ? Fault::reply_lost : Fault::none;
  };
  board->show({.text = "A002"});
  CHECK(office->run_until([&] { return board->shown() && board->shown()->text == "A002    "; }));
  CHECK(lost);
  CHECK(office->line->requests.back().function == bus::Function::write_read);
  board->show({.text = "A003"});
  CHECK(office->run_until([&] { return board->shown() && board->shown()->text == "A003    "; }));
  CHECK(office->line->requests.back().function == bus::Function::write);
  UNSIGNED_LONGS_EQUAL(1, board->health().timeouts);
}

TEST(RegisterBoard, DoesNotTakeALateReplyForTheReplyToANewerPicture) {
  show_and_settle("A001");
  std::deque<Fault> faults{Fault::reply_late, Fault::late_arrives, Fault::reply_late, Fault::late_arrives};
  std::deque<std::string> pictures{"A002", "A003", "A004", "A005"};
  office->line->fault = [&](const bus::Request& request) {
    if (request.values.empty() || faults.empty()) {
      return Fault::none;
    }
    const auto fault = faults.front();
    faults.pop_front();
    board->show({.text = pictures.front()});  // while the one before is on the wire
    pictures.pop_front();
    return fault;
  };
  board->show({.text = "A001.5"});
  CHECK(office->run_until([&] {
    // If the driver reports a picture, the board must really show it.
    if (board->shown()) {
      STRCMP_EQUAL(seen().c_str(), board->shown()->text.c_str());
    }
    return faults.empty() && board->shown() && board->shown()->text == "A005    ";
  }));
}

TEST(RegisterBoard, ThatRestartedGetsItsPictureAgainOnABusyLine) {
  office->line->rig.add_pad(1);
  RegisterPad pad{*office->bus, {.address = 1}};
  show_and_settle("A001");
  office->line->rig.restart(21);
  CHECK(office->run_until([&] { return seen() == "--------" || seen() == "88888888"; }, 1s));
  CHECK(comes_to_show("A001    ", 22s));
  office.reset();
}

TEST(RegisterBoard, ThatFellBackToDashesGetsItsPictureAgain) {
  show_and_settle("A001");
  office->line->rig.advance_to(office->line->rig.clock() + 4'000'000);
  STRCMP_EQUAL("--------", seen().c_str());
  CHECK(comes_to_show("A001    ", 22s));
}

TEST(RegisterBoard, ThatWasAwayIsOfflineAndThenBroughtUpToDate) {
  show_and_settle("A001");
  bool away = true;
  office->line->fault = [&](const bus::Request&) { return away ? Fault::request_lost : Fault::none; };
  board->show({.text = "A002"});
  CHECK(office->run_until([&] { return board->health().state == DeviceState::offline; }, 2s));
  CHECK(!board->shown());
  board->show({.text = "A003"});
  office->run_for(20s);
  away = false;
  CHECK(comes_to_show("A003    ", 6s));
  CHECK(office->run_until([&] { return board->health().state == DeviceState::online; }));
  CHECK(!board->health().last_error.empty());
}

TEST(RegisterBoard, ThatGoesAwayWithNothingNewToShowIsMissedAtTheNextLook) {
  office->line->rig.add_pad(1);
  RegisterPad pad{*office->bus, {.address = 1}};  // the line is busy, so no unit is asked for a sign of life
  show_and_settle("A001");
  office->line->fault = [](const bus::Request& request) {
    return request.unit == 21 ? Fault::request_lost : Fault::none;
  };
  CHECK(office->run_until([&] { return board->health().state == DeviceState::offline; }, 30s));
  office.reset();
}

TEST(RegisterBoard, KeepsItsPictureOnALineWhereNothingHappens) {
  show_and_settle("A001");
  for (int minute = 0; minute < 600; ++minute) {
    office->run_for(100ms);
    STRCMP_EQUAL("A001    ", seen().c_str());
  }
}

TEST(RegisterBoard, IsWrittenAfreshWhenTheLineWasAway) {
  show_and_settle("A001");
  office->line->unplugged = true;
  CHECK(office->run_until([&] { return office->bus->health().state == DeviceState::offline; }, 2s));
  office->line->rig.restart(21);
  office->run_for(10s);
  const auto tries = office->line->opened;
  CHECK(tries >= 10);
  office->line->unplugged = false;
  CHECK(comes_to_show("A001    ", 3s));
  CHECK(office->bus->health().state == DeviceState::online);
  STRCMP_EQUAL("no such port", office->bus->health().last_error.c_str());
}

TEST(RegisterBoard, ThatRefusesIsNotAskedAgainAndAgain) {
  RegisterBoard wrong{*office->bus, {.address = 5}};
  office->line->rig.add_pad(5);  // a pad where the settings have a board
  wrong.show({.text = "A001"});
  office->start();
  office->run_for(30s);
  const auto asked = std::count_if(office->line->requests.begin(), office->line->requests.end(),
                                   [](const auto& request) { return request.unit == 5; });
  CHECK(asked <= 32);
  CHECK(wrong.health().last_error.find("is it the product the settings say") != std::string::npos);
  office.reset();
}

TEST(RegisterBoard, RefusesWidthsThatDoNotExist) {
  CHECK_THROWS(std::invalid_argument, RegisterBoard(*office->bus, {.address = 30, .width = 0}));
  CHECK_THROWS(std::invalid_argument, RegisterBoard(*office->bus, {.address = 30, .width = 9}));
  CHECK_THROWS(std::invalid_argument, RegisterBoard(*office->bus, {.address = 21}));
}
