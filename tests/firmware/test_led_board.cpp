#include <string>
#include <utility>
#include <vector>

#include "bench_line.hpp"
#include "devices/led_board/led_board.h"

#include <CppUTest/TestHarness.h>

TEST_GROUP(LedBoard) {
  led_board board{};
  BenchLine line{board.slave, &board,
                 [](void* b, std::uint32_t now) { return led_board_poll(static_cast<led_board*>(b), now); }};

  void setup() override { start(4); }

  void start(std::uint8_t width) {
    const led_board_setup setup{0x15, width, 0xB007, BenchLine::timing(), 0, 0x0D000015};
    led_board_init(&board, &setup, line.now_us);
  }

  void check(const std::string& request, const std::string& reply) {
    STRCMP_EQUAL_TEXT(reply.c_str(), content_of(line.ask(frame(request))).c_str(), request.c_str());
  }

  std::string text() const {
    const led_picture shown = led_board_shown(&board);
    return {shown.text, board.width};
  }

  Bytes segments() {
    Bytes lit(WIRE_BOARD_MAX_CHARACTERS);
    led_board_segments(&board, lit.data());
    lit.resize(board.width);
    return lit;
  }

  /// Lets time pass in steps of a port's loop.
  void idle(std::uint32_t us) {
    for (std::uint32_t passed = 0; passed < us; passed += 1000) {
      line.pass(1000);
      line.poll();
    }
  }
};

TEST(LedBoard, LightsEverythingForASecondAfterPowerUpThenShowsDashes) {
  STRCMP_EQUAL("FF FF FF FF", hex_of(segments()).c_str());
  STRCMP_EQUAL("8888", text().c_str());
  idle(999'000);
  LONGS_EQUAL(WIRE_BOARD_STATUS_UNWRITTEN | WIRE_BOARD_STATUS_LAMP_TEST, led_board_status(&board));
  idle(1000);
  LONGS_EQUAL(WIRE_BOARD_STATUS_UNWRITTEN, led_board_status(&board));
  STRCMP_EQUAL("01 01 01 01", hex_of(segments()).c_str());
}

TEST(LedBoard, ShowsAWrittenPictureAtOnce) {
  check("15 10 00 00 00 03 06 80 05 41 30 30 31", "15 10 00 00 00 03");
  STRCMP_EQUAL("A001", text().c_str());
  STRCMP_EQUAL("77 7E 7E 30", hex_of(segments()).c_str());
  LONGS_EQUAL(5, led_board_shown(&board).brightness);
  LONGS_EQUAL(0x80, led_board_shown(&board).blink);
  check("15 04 00 00 00 08", "15 04 10 00 00 80 05 41 30 30 31 20 20 20 20 B0 07 00 01");
  check("15 03 00 00 00 05", "15 03 0A 80 05 41 30 30 31 20 20 20 20");
}

TEST(LedBoard, ChangesOnlyWhatAWriteNamesAndCountsItAsAPicture) {
  check("15 10 00 00 00 03 06 00 05 41 30 30 31", "15 10 00 00 00 03");
  check("15 06 00 02 30 32", "15 06 00 02 30 32");
  STRCMP_EQUAL("A002", text().c_str());
  check("15 06 00 00 F0 0F", "15 06 00 00 F0 0F");
  LONGS_EQUAL(15, led_board_shown(&board).brightness);
  check("15 04 00 07 00 01", "15 04 02 00 03");
}

TEST(LedBoard, RefusesAPictureItCannotShowAndKeepsTheOldOne) {
  check("15 10 00 00 00 03 06 00 05 41 30 30 31", "15 10 00 00 00 03");
  const std::vector<std::pair<std::string, std::string>> table{
      {"15 10 00 00 00 03 06 00 05 41 30 30 61", "15 90 03"},  // lower case
      {"15 10 00 00 00 03 06 00 10 42 30 30 32", "15 90 03"},  // brightness 16
      {"15 06 00 01 00 30", "15 86 03"},
      {"15 06 00 01 30 7F", "15 86 03"},
      {"15 06 00 11 00 08", "15 86 03"},  // width
      {"15 10 00 10 00 02 04 00 01 00 04", "15 90 02"},
      {"15 06 00 10 00 01", "15 86 02"},  // 1.0 had a table there
      {"15 06 00 05 30 30", "15 86 02"},
      {"15 10 00 04 00 02 04 30 30 30 30", "15 90 02"},
      {"15 06 00 0F 00 00", "15 86 02"},
      {"15 06 00 12 00 00", "15 86 02"},
      {"15 10 00 11 00 02 04 00 08 00 00", "15 90 02"},
      {"15 10 01 00 00 03 06 00 05 30 30 30 30", "15 90 02"},
      {"15 03 00 10 00 01", "15 83 02"},
      {"15 03 00 05 00 01", "15 83 02"},
      {"15 03 FF FF 00 02", "15 83 02"},
      {"15 04 00 08 00 01", "15 84 02"},
      {"15 04 FF FF 00 01", "15 84 02"},
  };
  for (const auto& [request, reply] : table) {
    check(request, reply);
  }
  STRCMP_EQUAL("A001", text().c_str());
  LONGS_EQUAL(1, board.pictures);
}

TEST(LedBoard, IgnoresCharactersBeyondItsWidth) {
  check("15 10 00 00 00 05 0A FF 05 41 30 30 31 00 01 02 03", "15 10 00 00 00 05");
  check("15 03 00 00 00 05", "15 03 0A F0 05 41 30 30 31 20 20 20 20");
  start(3);
  check("15 10 00 01 00 02 04 42 31 32 00", "15 10 00 01 00 02");
  STRCMP_EQUAL("B12", text().c_str());
  start(8);
  check("15 10 00 01 00 04 08 4C 4F 4B 45 54 20 2D 2E", "15 10 00 01 00 04");
  STRCMP_EQUAL("LOKET -.", text().c_str());
  STRCMP_EQUAL("0E 1D 57 4F 0F 00 01 80", hex_of(segments()).c_str());
}

TEST(LedBoard, BlinksWithoutBeingDisturbedByTheSamePictureAgain) {
  const std::string picture = "15 10 00 00 00 03 06 80 05 41 30 30 31";
  check(picture, "15 10 00 00 00 03");
  const std::uint32_t written = line.now_us;
  idle(499'000);
  STRCMP_EQUAL("77 7E 7E 30", hex_of(segments()).c_str());
  idle(1000);
  STRCMP_EQUAL("00 7E 7E 30", hex_of(segments()).c_str());
  check(picture, "15 10 00 00 00 03");
  STRCMP_EQUAL("00 7E 7E 30", hex_of(segments()).c_str());
  line.now_us = written + 1'000'000;
  line.poll();
  STRCMP_EQUAL("77 7E 7E 30", hex_of(segments()).c_str());
  idle(600'000);
  check("15 06 00 02 30 32", "15 06 00 02 30 32");  // another picture begins lit
  STRCMP_EQUAL("77 7E 7E 6D", hex_of(segments()).c_str());
}

TEST(LedBoard, ShowsDashesWhenTheHostIsSilentAndWaitsForANewPicture) {
  check("15 10 00 00 00 03 06 80 05 41 30 30 31", "15 10 00 00 00 03");
  idle(2'999'000);
  STRCMP_EQUAL("A001", text().c_str());
  idle(1000);
  STRCMP_EQUAL("----", text().c_str());
  LONGS_EQUAL(WIRE_BOARD_STATUS_SILENT, led_board_status(&board));
  check("15 04 00 00 00 04", "15 04 08 00 01 00 05 2D 2D 2D 2D");  // asked again: still nothing to show
  STRCMP_EQUAL("----", text().c_str());
  check("15 06 00 00 00 08", "15 06 00 00 00 08");  // part of a picture cannot bring the old number back
  STRCMP_EQUAL("----", text().c_str());
  LONGS_EQUAL(0, led_board_status(&board));
  check("15 10 00 01 00 02 04 41 30 30 32", "15 10 00 01 00 02");
  STRCMP_EQUAL("A002", text().c_str());
}

TEST(LedBoard, TakesTrafficOfOthersAsSignsOfLifeButNotNoise) {
  check("15 10 00 00 00 03 06 00 05 41 30 30 31", "15 10 00 00 00 03");
  for (int i = 0; i < 10; ++i) {
    idle(2'000'000);
    check("01 04 00 00 00 01", "");
  }
  STRCMP_EQUAL("A001", text().c_str());
  idle(2'000'000);
  Bytes bad = frame("01 04 00 00 00 01");
  bad.back() ^= 1;
  CHECK(line.ask(bad).empty());
  idle(1'000'000);
  STRCMP_EQUAL("----", text().c_str());
}

TEST(LedBoard, TellsTheTimeOfSilenceAlsoWhenNobodyPolledThroughIt) {
  check("15 10 00 00 00 03 06 00 05 41 30 30 31", "15 10 00 00 00 03");
  line.pass(3'100'000);
  check("01 04 00 00 00 01", "");  // the silence is noticed before this frame ends it
  STRCMP_EQUAL("----", text().c_str());
}

TEST(LedBoard, SaysWhatItIs) {
  check("15 03 00 11 00 01", "15 03 02 00 04");  // its width
  check("15 11", "15 11 13 01 FF 61 6E 74 72 65 61 6E 2D 62 6F 61 72 64 20 32 2E 30");
}
