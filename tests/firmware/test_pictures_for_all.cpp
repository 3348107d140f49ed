// One frame with the pictures of many boards: who takes what of it, and who takes nothing.
#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "bench_line.hpp"
#include "devices/call_pad/call_pad.h"
#include "devices/led_board/first_board.hpp"
#include "devices/led_board/led_board.h"

#include <CppUTest/TestHarness.h>

namespace {

constexpr std::uint8_t ours = 0x15;

struct Part {
  std::uint8_t address;
  std::string text;  ///< an even number of characters
  std::uint8_t brightness = 5;
  std::uint8_t blink = 0;
};

Bytes bytes_of(const Part& part) {
  Bytes bytes{part.address, static_cast<std::uint8_t>(2 + part.text.size()), part.blink, part.brightness};
  bytes.insert(bytes.end(), part.text.begin(), part.text.end());
  return bytes;
}

Bytes frame_of(const std::vector<Part>& parts) {
  Bytes bytes{0xFD, 0x42};
  for (const Part& part : parts) {
    const Bytes more = bytes_of(part);
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  return with_crc(bytes);
}

}  // namespace

TEST_GROUP(PicturesForAll) {
  led_board board{};
  BenchLine line{board.slave, &board,
                 [](void* b, std::uint32_t now) { return led_board_poll(static_cast<led_board*>(b), now); }};

  void setup() override { start(4); }
  void start(std::uint8_t width) {
    const led_board_setup setup{ours, width, 0xB007, BenchLine::timing(), 0, 0x0D000015};
    led_board_init(&board, &setup, line.now_us);
    line.pass(1'100'000);
    line.poll();
  }
  std::string text() const {
    const led_picture shown = led_board_shown(&board);
    return {shown.text, board.width};
  }
  std::string after(const Bytes& bytes) {
    CHECK(line.ask(bytes).empty());
    return text();
  }
};

TEST(PicturesForAll, ABoardTakesItsOwnPartAndAnswersNothing) {
  STRCMP_EQUAL("A002", after(frame_of({{0x14, "A001"}, {ours, "A002", 3, 0xC0}, {0x16, "A003"}})).c_str());
  LONGS_EQUAL(3, led_board_shown(&board).brightness);
  LONGS_EQUAL(0xC0, led_board_shown(&board).blink);
  LONGS_EQUAL(0, led_board_status(&board));
  LONGS_EQUAL(1, board.pictures);
  LONGS_EQUAL(1, board.slave.counters.messages);
  LONGS_EQUAL(1, board.slave.counters.no_responses);
  STRCMP_EQUAL("A002", after(frame_of({{0x14, "B001"}, {0x16, "B003"}})).c_str());  // it has no part
  LONGS_EQUAL(1, board.slave.counters.messages);
  STRCMP_EQUAL("C001", after(frame_of({{ours, "C001"}, {ours, "C002"}})).c_str());  // the first counts
}

TEST(PicturesForAll, APartIsTakenAsAWriteOfItsRegisters) {
  STRCMP_EQUAL("B001", after(frame_of({{ours, "B001", 15, 0xFF}})).c_str());
  LONGS_EQUAL(0xF0, led_board_shown(&board).blink);
  STRCMP_EQUAL("    ", after(frame_of({{ours, "    "}})).c_str());
  STRCMP_EQUAL("A001", after(frame_of({{ours, "A001\x01\x02\x03\x04"}})).c_str());  // beyond its width
  STRCMP_EQUAL("B201", after(frame_of({{ours, "B2"}})).c_str());                    // the rest stays
  STRCMP_EQUAL("B201", after(frame_of({{ours, "", 2}})).c_str());
  LONGS_EQUAL(2, led_board_shown(&board).brightness);
  STRCMP_EQUAL("B201", after(frame_of({{ours, "C001", 16}})).c_str());  // it has no such brightness
  LONGS_EQUAL(1, board.slave.counters.exceptions);
  start(8);
  STRCMP_EQUAL("A001  12", after(frame_of({{ours, "A001  12"}})).c_str());
  start(3);
  STRCMP_EQUAL("B12", after(frame_of({{ours, "B12\x01"}})).c_str());
}

TEST(PicturesForAll, AFrameIsLongerThanWhatABoardKeepsOfIt) {
  std::vector<Part> parts;
  for (std::uint8_t n = 0; n < 20; ++n) {
    parts.push_back({static_cast<std::uint8_t>(100 + n), "A001  12"});
  }
  parts.push_back({ours, "B777"});
  const Bytes longest = frame_of(parts);
  CHECK(longest.size() > 200);
  CHECK(longest.size() <= RTU_LONGEST);
  STRCMP_EQUAL("B777", after(longest).c_str());
  parts.insert(parts.begin(), {{130, "A001  12"}, {131, "A001  12"}, {132, "A001  12"}});
  parts.back().text = "B778";
  CHECK(frame_of(parts).size() > RTU_LONGEST);
  STRCMP_EQUAL("B777", after(frame_of(parts)).c_str());
}

TEST(PicturesForAll, AFrameThatIsNotWholePartsIsTakenByNobody) {
  STRCMP_EQUAL("A001", after(frame_of({{ours, "A001"}})).c_str());
  const Bytes good = frame_of({{ours, "B002"}, {0x16, "A003"}});
  for (std::size_t cut = 3; cut < good.size(); ++cut) {
    Bytes part(good.begin(), good.end() - static_cast<long>(cut));
    if (cut == 2 + 8) {
      continue;  // exactly one part less, so it is good
    }
    STRCMP_EQUAL("A001", after(with_crc(part)).c_str());
  }
  for (const char* wrong : {
           "FD 42 15 00 00 05 42 30 30 32",                       // no bytes
           "FD 42 15 0C 00 05 31 31 31 31 31 31 31 31 31 31",     // too many
           "FD 42 15 05 00 05 31 31 31",                          // no registers
           "FD 42 15 06 00 05 42 30 30 32 16 06 00 05 31 31 31",  // another's part is not whole
           "FD 42 15 06 00 05 42 30 30 32 16 00",
           "FD 42 15 06 00 05 42 30 30 32 16",
           "FD 42 15",
           "FD 42",
           "FD 43 15 06 00 05 42 30 30 32",  // another function
           "FC 42 15 06 00 05 42 30 30 32",  // another address
           "00 42 15 06 00 05 42 30 30 32",
           "15 42 06 00 05 42 30 30 32",
       }) {
    line.ask(frame(wrong));
    STRCMP_EQUAL_TEXT("A001", text().c_str(), wrong);
  }
  Bytes long_one = bytes_of("FD 42 15 00");
  long_one.resize(400, ours);
  line.ask(with_crc({long_one.begin(), long_one.begin() + 250}));
  line.ask(with_crc(long_one));
  LONGS_EQUAL(1, board.pictures);
  STRCMP_EQUAL("B002", after(good).c_str());
}

TEST(PicturesForAll, ADamagedFrameIsTakenByNobody) {
  STRCMP_EQUAL("A001", after(frame_of({{ours, "A001"}})).c_str());
  const Bytes good = frame_of({{0x14, "A009"}, {ours, "B002"}, {0x16, "A003"}});
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= 0x10;
    STRCMP_EQUAL("A001", after(bad).c_str());
  }
  line.send({good.begin(), good.begin() + 5});
  rtu_slave_line_error(&board.slave, line.now_us += BenchLine::timing().character_us);
  STRCMP_EQUAL("A001", after({good.begin() + 6, good.end()}).c_str());
  line.send({good.begin(), good.begin() + 9});
  line.pass(BenchLine::timing().gap_us + 100);  // a gap inside
  STRCMP_EQUAL("A001", after({good.begin() + 9, good.end()}).c_str());
  LONGS_EQUAL(1, board.pictures);
  STRCMP_EQUAL("B002", after(good).c_str());
}

TEST(PicturesForAll, ACharacterThatItDoesNotHaveIsRefusedAndCounted) {
  STRCMP_EQUAL("A001", after(frame_of({{ours, "A001"}})).c_str());
  STRCMP_EQUAL("A001", after(frame_of({{ours, "A00a"}})).c_str());
  LONGS_EQUAL(1, board.slave.counters.exceptions);
  STRCMP_EQUAL("A002", after(frame_of({{0x16, "a\x01", 99}, {ours, "A002"}})).c_str());  // another's is not its concern
}

TEST(PicturesForAll, ItEndsDashesAndStartsTheBlinkAsAnyWrite) {
  STRCMP_EQUAL("A001", after(frame_of({{ours, "A001", 5, 0xF0}})).c_str());
  for (int n = 0; n < 3001; ++n) {
    line.pass(1000);
    line.poll();
  }
  STRCMP_EQUAL("----", text().c_str());
  STRCMP_EQUAL("A002", after(frame_of({{ours, "A002", 5, 0xF0}})).c_str());
  Bytes lit(WIRE_BOARD_MAX_CHARACTERS);
  led_board_segments(&board, lit.data());
  CHECK(lit[0] != 0);
}

TEST(PicturesForAll, ABoardOfTheFirstLayoutAndAPadDoNotNoticeIt) {
  STRCMP_EQUAL("A001", after(frame_of({{ours, "A001"}})).c_str());
  antrean::device::become_first_board(board);
  STRCMP_EQUAL("A001", after(frame_of({{ours, "B002"}})).c_str());
  STRCMP_EQUAL("15 11 13 01 FF 61 6E 74 72 65 61 6E 2D 62 6F 61 72 64 20 31 2E 30",
               content_of(line.ask(frame("15 11"))).c_str());

  call_pad pad{};
  BenchLine pads{pad.slave, &pad,
                 [](void* p, std::uint32_t now) { return call_pad_poll(static_cast<call_pad*>(p), now); }};
  const call_pad_setup setup{ours, 0xB007, BenchLine::timing(), 0, 0x0D000015};
  call_pad_init(&pad, &setup, 0, pads.now_us);
  CHECK(pads.ask(frame_of({{ours, "B002"}})).empty());
  LONGS_EQUAL(1, pad.slave.counters.bus_messages);
  LONGS_EQUAL(0, pad.slave.counters.messages);
}

// The checksum looks like the beginning of another part, also of our own.
TEST(PicturesForAll, AnyFrameOfPartsIsReadAsItIsWritten) {
  std::mt19937 dice(20);
  unsigned taken = 0;
  unsigned like_ours = 0;
  std::string shown = text();
  for (int round = 0; round < 5'000; ++round) {
    std::vector<Part> parts;
    std::optional<std::string> mine;
    for (unsigned count = dice() % 5; count > 0; --count) {
      Part part{static_cast<std::uint8_t>(0x13 + dice() % 4), std::string(2 + 2 * (dice() % 4), ' ')};
      std::ranges::generate(part.text, [&] { return static_cast<char>('0' + dice() % 10); });
      if (part.address == ours && !mine) {
        mine = (part.text + shown.substr(std::min<std::size_t>(part.text.size(), 4))).substr(0, 4);
      }
      parts.push_back(std::move(part));
    }
    const Bytes bytes = frame_of(parts);
    like_ours += bytes[bytes.size() - 2] == ours ? 1 : 0;
    shown = mine.value_or(shown);
    taken += mine ? 1 : 0;
    STRCMP_EQUAL(shown.c_str(), after(bytes).c_str());
  }
  CHECK(taken > 1000);
  CHECK(like_ours > 5);
  UNSIGNED_LONGS_EQUAL(taken, board.pictures);
}
