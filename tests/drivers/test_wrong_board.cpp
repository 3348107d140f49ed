// Boards that answer and take every picture, but show something else: reported once, with what they show and
// should show, and no longer when they are right. What is mended by writing again is not reported.
#include <algorithm>
#include <random>

#include "bus_fixture.hpp"
#include "call_pad/register_pad.hpp"
#include "led_board/register_board.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;
using Fault = SimulatedLine::Fault;

namespace {

/// Our own board, but it can only be asked for its text, as some that are sold.
class TextOnly final : public BoardCodec {
 public:
  BoardPicture fitted(BoardPicture picture) const override { return own_->fitted(std::move(picture)); }
  Requests writes(const BoardPicture& picture, bool doubtful) const override { return own_->writes(picture, doubtful); }
  std::optional<bus::Request> look() const override { return own_->look(); }
  Seen seen(const bus::Registers& answer) const override {
    Seen seen = own_->seen(answer);
    seen.picture.blink = 0;
    seen.picture.brightness = BoardPicture{}.brightness;
    seen.text_only = true;
    return seen;
  }

 private:
  std::unique_ptr<BoardCodec> own_ = own_board(21, 8);
};

/// Our own board, but its lamp test never ends.
class AlwaysTesting final : public BoardCodec {
 public:
  BoardPicture fitted(BoardPicture picture) const override { return own_->fitted(std::move(picture)); }
  Requests writes(const BoardPicture& picture, bool doubtful) const override { return own_->writes(picture, doubtful); }
  std::optional<bus::Request> look() const override { return own_->look(); }
  Seen seen(const bus::Registers&) const override {
    return {.kind = Seen::Kind::busy, .picture = {}, .text_only = false};
  }

 private:
  std::unique_ptr<BoardCodec> own_ = own_board(21, 8);
};

}  // namespace

TEST_GROUP(WrongBoard) {
  std::unique_ptr<BusFixture> office;
  std::unique_ptr<RegisterPad> pad;
  std::unique_ptr<RegisterBoard> board;

  void setup() override {
    office = std::make_unique<BusFixture>();
    office->line->rig.add_pad(1);
    office->line->rig.add_board(21);
    pad = std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = 1});
    board = std::make_unique<RegisterBoard>(*office->bus, RegisterBoard::Settings{.address = 21});
  }
  void teardown() override {
    office.reset();
    board.reset();
    pad.reset();
  }
  UnitRig& rig() { return office->line->rig; }
  void begin_with(const std::string& text) {
    board->show({.text = text});
    office->start();
    CHECK(office->run_until([&] { return rig().shown(21).starts_with(text) && board->shown(); }));
    office->run_for(3s);  // until the lamp test is over
    office->changes.clear();
  }
  bool wrong() const { return board->health().state == DeviceState::wrong; }
  std::size_t told(DeviceState state) { return office->told("board 21 on counters", state); }
  void says(const char* en, const char* id) {
    const DeviceHealth health = board->health();
    STRCMP_CONTAINS(en, health.last_error.c_str());
    STRCMP_CONTAINS(id, health.last_error_id.c_str());
  }
};

TEST(WrongBoard, AStuckBoardIsReportedOnceWithWhatItShowsUntilItIsRight) {
  begin_with("A001");
  rig().set_stuck(21, true);
  board->show({.text = "A002"});
  CHECK(office->run_until([&] { return wrong(); }, 30s));
  says("shows 'A001' but should show 'A002', though it takes every picture: switch it off and on",
       "tampil 'A001', padahal seharusnya 'A002' dan setiap gambar diterimanya: matikan lalu hidupkan lagi");
  CHECK(!board->shown());
  office->run_for(10min);
  UNSIGNED_LONGS_EQUAL(1, told(DeviceState::wrong));
  UNSIGNED_LONGS_EQUAL(1, office->changes.size());
  CHECK(office->changes.back().last_error == board->health().last_error);

  rig().set_stuck(21, false);
  CHECK(office->run_until([&] { return !wrong(); }, 15s));
  CHECK(board->health().state == DeviceState::online);
  STRCMP_EQUAL("A002    ", rig().shown(21).c_str());
  STRCMP_EQUAL("A002    ", board->shown()->text.c_str());
  UNSIGNED_LONGS_EQUAL(1, told(DeviceState::online));
  UNSIGNED_LONGS_EQUAL(2, office->changes.size());
}

TEST(WrongBoard, WhatItShouldShowIsSaidAnewWhenThatHasChanged) {
  begin_with("A001");
  rig().set_stuck(21, true);
  board->show({.text = "A002"});
  CHECK(office->run_until([&] { return wrong(); }, 30s));
  board->show({.text = ""});
  CHECK(office->run_until([&] { return told(DeviceState::wrong) == 2; }, 15s));
  says("shows 'A001' but should show nothing", "tampil 'A001', padahal seharusnya gelap");
  board->show({.text = "A001"});  // now it shows the right thing
  CHECK(office->run_until([&] { return told(DeviceState::online) == 1; }, 15s));
}

TEST(WrongBoard, ItsLinesTimeStaysSmallWhileItIsStuck) {
  begin_with("A001");
  rig().set_stuck(21, true);
  board->show({.text = "A002"});
  CHECK(office->run_until([&] { return wrong(); }, 30s));
  office->line->requests.clear();
  office->run_for(60s);
  const auto asked = std::count_if(office->line->requests.begin(), office->line->requests.end(),
                                   [](const auto& request) { return request.unit == 21; });
  CHECK(asked <= 26);  // a look and a write every five seconds
}

TEST(WrongBoard, ARestartALostFrameOrADamagedOneIsNotReported) {
  begin_with("A000");
  std::mt19937 dice(7);
  unsigned looked_wrong = 0;
  for (int number = 1; number <= 25; ++number) {
    const auto kind = number % 5;
    bool once = true;
    office->line->fault = [&](const bus::Request& request) {
      if (request.unit != 21 || kind < 2 || !std::exchange(once, false)) {
        return Fault::none;
      }
      return kind == 2 ? Fault::request_lost : kind == 3 ? Fault::reply_lost : Fault::reply_damaged;
    };
    const std::string text = "A" + std::to_string(100 + number);
    if (kind == 0) {
      rig().restart(21);  // it is found at the next look
    } else {
      rig().set_stuck(21, kind == 1);  // for one write
      board->show({.text = text});
      CHECK(office->run_until([&] { return board->told() && board->told()->text.starts_with(text); }));
      rig().set_stuck(21, false);
    }
    looked_wrong += office->run_until([&] { return !board->shown(); }, 21s) ? 1 : 0;
    office->run_for(std::chrono::milliseconds(dice() % 10'000));
  }
  CHECK(looked_wrong >= 8);  // of ten
  UNSIGNED_LONGS_EQUAL(0, told(DeviceState::wrong));
}

TEST(WrongBoard, OneThatLosesItsPictureAgainAndAgainIsReported) {
  begin_with("A001");
  // Its supply is too weak for a lit board: it starts again a second after each picture.
  MonotonicTime lit{};
  bool weak = true;
  office->line->fault = [&](const bus::Request& request) {
    if (weak && request.unit == 21 && !request.values.empty()) {
      lit = office->line->now();
    }
    if (weak && lit != MonotonicTime{} && office->line->now() > lit + 1s) {
      lit = {};
      rig().restart(21);
    }
    return Fault::none;
  };
  board->show({.text = "A002"});
  CHECK(office->run_until([&] { return wrong(); }, 60s));
  says("should show 'A002', but loses its picture each time", "seharusnya tampil 'A002', tetapi gambarnya hilang");
  weak = false;
  CHECK(office->run_until([&] { return board->health().state == DeviceState::online; }, 15s));
  UNSIGNED_LONGS_EQUAL(1, told(DeviceState::wrong));
  office->line->fault = [](const bus::Request&) { return Fault::none; };
}

TEST(WrongBoard, TwoBoardsWithOneAddressAreReportedOnce) {
  begin_with("A001");
  rig().add_board_with_address(90, 21);  // somebody hangs up a second one with the same address
  rig().set_stuck(90, true);
  board->show({.text = "A002"});
  CHECK(office->run_until([&] { return wrong(); }, 60s));
  says("its answers about what it shows are always damaged: look whether another board has its address",
       "jawabannya tentang apa yang tampil selalu rusak: periksa apakah papan lain beralamat sama");
  office->run_for(10min);
  UNSIGNED_LONGS_EQUAL(1, office->changes.size());
  STRCMP_EQUAL("A002    ", rig().shown(21).c_str());
}

TEST(WrongBoard, ThatIsSilentMeanwhileIsWrongAgainWhenItAnswers) {
  begin_with("A001");
  rig().set_stuck(21, true);
  board->show({.text = "A002"});
  CHECK(office->run_until([&] { return wrong(); }, 30s));
  office->line->fault = [](const bus::Request& request) {
    return request.unit == 21 ? Fault::request_lost : Fault::none;
  };
  CHECK(office->run_until([&] { return board->health().state == DeviceState::offline; }, 30s));
  office->line->fault = [](const bus::Request&) { return Fault::none; };
  CHECK(office->run_until([&] { return wrong(); }, 30s));
  UNSIGNED_LONGS_EQUAL(0, told(DeviceState::online));  // so no alarm ended
  UNSIGNED_LONGS_EQUAL(2, told(DeviceState::wrong));
}

TEST(WrongBoard, WhatCannotBeAskedIsNotCalledWrong) {
  office.reset();
  office = std::make_unique<BusFixture>();
  office->line->rig.add_board(21);
  RegisterBoard asked{*office->bus, {.address = 21, .verify_every = 5s}, std::make_unique<TextOnly>()};
  asked.show({.text = "A001", .blink = 0xFF, .brightness = 3});
  office->start();
  CHECK(office->run_until([&] { return asked.shown().has_value(); }));
  office->run_for(3s);
  office->line->requests.clear();
  office->run_for(60s);
  CHECK(asked.health().state == DeviceState::online);
  CHECK(std::none_of(office->line->requests.begin(), office->line->requests.end(),
                     [](const auto& request) { return !request.values.empty(); }));
  office->line->rig.set_stuck(21, true);
  asked.show({.text = "A002"});
  CHECK(office->run_until([&] { return asked.health().state == DeviceState::wrong; }, 30s));
  office.reset();
}

TEST(WrongBoard, OneWhoseLampTestNeverEndsIsReported) {
  office.reset();
  office = std::make_unique<BusFixture>();
  office->line->rig.add_board(21);
  RegisterBoard testing{*office->bus, {.address = 21, .verify_every = 5s}, std::make_unique<AlwaysTesting>()};
  testing.show({.text = "A001"});
  office->start();
  CHECK(office->run_until([&] { return testing.health().state == DeviceState::wrong; }, 60s));
  STRCMP_CONTAINS("should show 'A001'", testing.health().last_error.c_str());
  office.reset();
}
