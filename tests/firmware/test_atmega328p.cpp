// The images as they are flashed, run by simavr and used over their UART.
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "simulated_part.hpp"
#include "wire/wire.h"

#include <CppUTest/TestHarness.h>

/// simavr gives back nothing of what it read of an image. Asked by the sanitizer, where there is one.
extern "C" const char* __lsan_default_suppressions();  // NOLINT: its name is the sanitizer's
extern "C" const char* __lsan_default_suppressions() { return "leak:libsimavr"; }  // NOLINT

namespace {

SimulatedPart::Eeprom eeprom_with(std::initializer_list<std::uint8_t> first) {
  SimulatedPart::Eeprom eeprom;
  eeprom.fill(0xFF);
  std::copy(first.begin(), first.end(), eeprom.begin());
  return eeprom;
}

enum Display : std::uint8_t { decode = 0x09, intensity = 0x0A, scan_limit = 0x0B, shut_down = 0x0C, test = 0x0F };

}  // namespace

TEST_GROUP(Atmega328pBoard) {
  std::unique_ptr<SimulatedPart> part;

  void setup() override { flash(eeprom_with({21, 4, 2})); }
  void teardown() override { part.reset(); }
  void flash(const SimulatedPart::Eeprom& eeprom) {
    part = std::make_unique<SimulatedPart>(ANTREAN_BOARD_IMAGE, eeprom);
    part->run_us(20'000);
  }
  std::string ask(const std::string& request) { return content_of(part->ask(frame(request))); }
};

TEST(Atmega328pBoard, WakesItsDisplayWithALampTestThenDashes) {
  STRCMP_EQUAL("FF FF FF FF", part->lit(4).c_str());
  BYTES_EQUAL(0, part->display[decode]);
  BYTES_EQUAL(3, part->display[scan_limit]);
  BYTES_EQUAL(1, part->display[shut_down]);
  BYTES_EQUAL(0, part->display[test]);
  part->run_us(1'000'000);
  STRCMP_EQUAL("01 01 01 01", part->lit(4).c_str());
}

TEST(Atmega328pBoard, ShowsTheWrittenNumberLatchByLatch) {
  part->latches.clear();
  STRCMP_EQUAL("15 10 00 00 00 03", ask("15 10 00 00 00 03 06 00 05 41 30 30 31").c_str());
  CHECK(part->latches.size() >= 9);
  // leftmost digit first, each with its own latch, then the control registers
  const std::uint8_t expected[][2] = {{4, 0x77},      {3, 0x7E},       {2, 0x7E}, {1, 0x30},     {decode, 0},
                                      {intensity, 5}, {scan_limit, 3}, {test, 0}, {shut_down, 1}};
  for (std::size_t i = 0; i < 9; ++i) {
    BYTES_EQUAL(expected[i][0], part->latches[i].address);
    BYTES_EQUAL(expected[i][1], part->latches[i].value);
  }
  STRCMP_EQUAL("15 04 04 00 00 00 05", ask("15 04 00 00 00 02").c_str());
}

TEST(Atmega328pBoard, EnablesItsDriverForItsOwnBytesOnly) {
  part->send(frame("15 10 00 00 00 03 06 00 05 41 30 30 31"));
  CHECK_FALSE(part->driver_enabled());
  const std::uint64_t asked = part->now_us();
  part->run_us(60'000);
  LONGS_EQUAL(8, part->sent.size());
  LONGS_EQUAL(1, part->driver_on_us.size());
  LONGS_EQUAL(1, part->driver_off_us.size());
  for (const auto& byte : part->sent) {
    CHECK(byte.driver_enabled);
  }
  CHECK(part->driver_on_us[0] <= part->sent[0].begin_us);
  CHECK(part->driver_on_us[0] >= asked + SimulatedPart::end_us);
  // The line is released when the last byte has left, well before the end of the 3.5 characters after which
  // others may send.
  const std::uint64_t last_left = part->sent.front().begin_us + 8 * 572;
  CHECK(part->driver_off_us[0] >= last_left);
  CHECK(part->driver_off_us[0] <= last_left + 572);
}

TEST(Atmega328pBoard, LeavesOthersAndBadFramesAlone) {
  Bytes bad = frame("15 06 00 00 00 05");
  bad.back() ^= 1;
  CHECK(part->ask(bad).empty());
  CHECK(part->ask(frame("16 06 00 00 00 05")).empty());
  CHECK(part->ask(frame("00 06 00 00 00 07")).empty());  // a broadcast: executed
  CHECK(part->driver_on_us.empty());
  STRCMP_EQUAL("15 03 02 00 07", ask("15 03 00 00 00 01").c_str());
  STRCMP_EQUAL("15 08 00 0C 00 01", ask("15 08 00 0C 00 00").c_str());
}

TEST(Atmega328pBoard, DropsAFrameTornByALongGap) {
  const Bytes request = frame("15 03 00 11 00 01");
  part->send({request.begin(), request.begin() + 4});
  part->run_us(1200);
  CHECK(part->ask({request.begin() + 4, request.end()}).empty());
  STRCMP_EQUAL("15 03 02 00 04", ask("15 03 00 11 00 01").c_str());
}

TEST(Atmega328pBoard, AnswersTheLongestRequestsAndExchangesBackToBack) {
  std::string echo = "15 08 00 00";
  for (int n = 0; n < 72; ++n) {
    echo += " 5A";
  }
  for (int i = 0; i < 5; ++i) {
    STRCMP_EQUAL(echo.c_str(), ask(echo).c_str());
    STRCMP_EQUAL("15 04 02 00 00", ask("15 04 00 07 00 01").c_str());
  }
}

TEST(Atmega328pBoard, ChangesItsBootIdOverPowerOff) {
  const std::string before = ask("15 04 00 06 00 01");
  flash(part->eeprom());
  STRCMP_EQUAL("15 03 02 00 04", ask("15 03 00 11 00 01").c_str());
  CHECK(before != ask("15 04 00 06 00 01"));
}

TEST(Atmega328pBoard, ShowsDashesWhenTheHostIsSilentForThreeSeconds) {
  ask("15 10 00 00 00 03 06 00 05 41 30 30 31");
  part->run_us(2'900'000);
  STRCMP_EQUAL("77 7E 7E 30", part->lit(4).c_str());
  part->run_us(200'000);
  STRCMP_EQUAL("01 01 01 01", part->lit(4).c_str());
}

TEST(Atmega328pBoard, StartsWithSafeDefaultsOnABlankEeprom) {
  flash(eeprom_with({}));
  STRCMP_EQUAL("F7 03 02 00 04", ask("F7 03 00 11 00 01").c_str());
  STRCMP_EQUAL("F7 04 02 00 01", ask("F7 04 00 06 00 01").c_str());
}

TEST(Atmega328pBoard, RunsUnderItsWatchdog) {
  constexpr std::uint16_t wdtcsr = 0x60;
  CHECK((part->data(wdtcsr) & 0x08) != 0);
}

TEST(Atmega328pBoard, IsStartedAgainByItsWatchdogWhenItsProgramHangs) {
  const std::string before = ask("15 04 00 06 00 01");
  part->hang(true);
  CHECK(ask("15 04 00 06 00 01").empty());
  part->run_us(200'000);
  part->hang(false);
  part->run_us(200'000);
  const std::string after = ask("15 04 00 06 00 01");
  CHECK(!after.empty());
  CHECK_TEXT(before != after, after.c_str());  // another boot id
}

TEST_GROUP(Atmega328pPad) {
  std::unique_ptr<SimulatedPart> part;

  void setup() override {
    part = std::make_unique<SimulatedPart>(ANTREAN_PAD_IMAGE, eeprom_with({1}));
    part->run_us(20'000);
  }
  void teardown() override { part.reset(); }
  std::string ask(const std::string& request) { return content_of(part->ask(frame(request))); }

  void bounce(unsigned button, bool settles) {
    for (const unsigned us : {300U, 900U, 150U, 2200U, 700U, 4000U}) {
      settles = !settles;
      part->contact(button, !settles);
      part->run_us(us);
      part->contact(button, settles);
      part->run_us(us / 2);
      settles = !settles;
    }
    part->contact(button, settles);
  }

  void press(unsigned button) {
    bounce(button, true);
    part->run_us(60'000);
    bounce(button, false);
    part->run_us(40'000);
  }
};

TEST(Atmega328pPad, CountsABouncingPressOnce) {
  press(WIRE_BUTTON_NEXT);
  STRCMP_EQUAL("01 03 0C 00 01 00 01 00 00 00 00 00 00 10 00", ask("01 03 00 00 00 06").c_str());
  press(WIRE_BUTTON_NEXT);
  press(WIRE_BUTTON_DONE);
  STRCMP_EQUAL("01 03 0A 00 02 00 00 00 00 00 01 80 00", ask("01 03 00 01 00 05").c_str());
  STRCMP_EQUAL("01 04 02 10 03", ask("01 04 00 00 00 01").c_str());
}

TEST(Atmega328pPad, CountsAPressDuringAnExchange) {
  part->contact(WIRE_BUTTON_RECALL, true);
  for (int i = 0; i < 3; ++i) {
    ask("01 03 00 01 00 05");
  }
  STRCMP_EQUAL("01 03 0A 00 00 00 01 00 00 00 00 20 22", ask("01 03 00 01 00 05").c_str());
}

TEST(Atmega328pPad, LightsLampsAndDigitsAsWritten) {
  STRCMP_EQUAL("01 01", part->lit(2).c_str());  // dashes, because nothing was written yet
  STRCMP_EQUAL("01 17 02 00 01", ask("01 17 00 00 00 01 00 08 00 02 04 10 01 00 2A").c_str());
  part->run_us(2000);
  LONGS_EQUAL(0x9, part->lamps());
  STRCMP_EQUAL("33 6D", part->lit(2).c_str());
  BYTES_EQUAL(1, part->display[scan_limit]);
}

TEST(Atmega328pPad, SaysItsNewsInTheShortestFrame) {
  press(WIRE_BUTTON_RECALL);
  STRCMP_EQUAL("01 41 10 08", ask("01 41").c_str());
}

/// Two pads and a board with their images on one line, whose time is theirs.
TEST_GROUP(Atmega328pLine) {
  std::vector<std::unique_ptr<SimulatedPart>> parts;
  SimulatedLineOfParts line;

  void add(const char* image, std::initializer_list<std::uint8_t> eeprom) {
    parts.push_back(std::make_unique<SimulatedPart>(image, eeprom_with(eeprom)));
    line.join(*parts.back());
  }
  void teardown() override { decltype(parts){}.swap(parts); }
  std::string ask(const std::string& request, std::uint64_t wait_us = 60'000) {
    Bytes heard = line.ask(frame(request), wait_us);
    while (!heard.empty() && heard.front() == 0xFF) {
      heard.erase(heard.begin());
    }
    return content_of(heard);
  }
  void press(std::size_t part, unsigned button) {
    parts[part]->contact(button, true);
    line.run_us(40'000);
    parts[part]->contact(button, false);
    line.run_us(40'000);
  }
};

TEST(Atmega328pLine, AnswersTheQuestionToAllPadsByArbitration) {
  add(ANTREAN_PAD_IMAGE, {1, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0x01, 0x00, 0x00, 0x0D});
  add(ANTREAN_PAD_IMAGE, {7, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0x07, 0x00, 0x00, 0x0D});
  line.run_us(30'000);
  STRCMP_EQUAL("01 46 11 00 00 04 00 0F 00 00", ask("FD 46 10 00 64 00 00").c_str());
  STRCMP_EQUAL("01 46 18 02 0F 00", ask("01 46 18 0D 04 00 03 04 02 02 02 02 0F 00 00 01 00").c_str());
  STRCMP_EQUAL("07 46 18 02 0F 00", ask("07 46 18 0D 04 00 03 04 02 02 02 02 0F 00 00 01 00").c_str());
  STRCMP_EQUAL("FD 46 12", ask("FD 46 10 00 64 01 00").c_str());
  press(1, WIRE_BUTTON_DONE);
  STRCMP_EQUAL("07 46 11 00 00 06 02 04 00 06 01 00", ask("FD 46 10 00 64 00 00").c_str());
  STRCMP_EQUAL("FD 46 12", ask("FD 46 10 00 64 07 00").c_str());
  UNSIGNED_LONGS_EQUAL(0, line.collisions());
  STRCMP_EQUAL("07 08 00 0C 00 00", ask("07 08 00 0C 00 00").c_str());
}

TEST(Atmega328pLine, AScanTellsThreeUnitsWithOneAddressApartAndGivesThemOthers) {
  add(ANTREAN_PAD_IMAGE, {1, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0x34, 0x12, 0x00, 0x0D});
  add(ANTREAN_PAD_IMAGE, {1, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0x35, 0x12, 0x00, 0x0D});
  add(ANTREAN_BOARD_IMAGE, {1, 4, 0, 0xFF, 0xFF, 0, 0x33, 0x12, 0x00, 0x0D});
  line.run_us(30'000);
  STRCMP_EQUAL("FD 46 03 0D 00 12 33 01", ask("FD 46 01").c_str());
  STRCMP_EQUAL("FD 46 03 0D 00 12 34 01", ask("FD 46 02").c_str());
  STRCMP_EQUAL("FD 46 03 0D 00 12 35 01", ask("FD 46 02").c_str());
  STRCMP_EQUAL("FD 46 04", ask("FD 46 02").c_str());
  STRCMP_EQUAL("FD 46 09 0D 00 12 35 06 00 20 00 0C", ask("FD 46 08 0D 00 12 35 06 00 20 00 0C").c_str());
  STRCMP_EQUAL("0C 06 00 22 00 01", ask("0C 06 00 22 00 01").c_str());
  STRCMP_EQUAL("FD 46 09 0D 00 12 33 06 00 20 00 15", ask("FD 46 08 0D 00 12 33 06 00 20 00 15").c_str());
  STRCMP_EQUAL("15 06 00 22 00 01", ask("15 06 00 22 00 01").c_str());
  STRCMP_EQUAL("01 06 00 09 00 05", ask("01 06 00 09 00 05").c_str());  // the third is alone there now
  BYTES_EQUAL(0x0C, parts[1]->eeprom()[0]);
  BYTES_EQUAL(0x15, parts[2]->eeprom()[0]);
  BYTES_EQUAL(0x01, parts[0]->eeprom()[0]);
  UNSIGNED_LONGS_EQUAL(0, line.collisions());
}

TEST(Atmega328pLine, OneFrameChangesAllBoardsAndNobodyAnswersIt) {
  add(ANTREAN_BOARD_IMAGE, {21, 4});
  add(ANTREAN_BOARD_IMAGE, {22, 8});
  add(ANTREAN_PAD_IMAGE, {1});
  line.run_us(30'000);
  std::string frame = "FD 42";
  for (int other = 0x40; other < 0x40 + 20; ++other) {
    frame += " " + hex_of({static_cast<std::uint8_t>(other)}) + " 06 00 05 39 39 39 39";  // longer than a board keeps
  }
  frame += " 16 0A FF 05 42 30 30 32 20 20 31 32 15 06 80 03 41 31 37 20";
  STRCMP_EQUAL("", ask(frame, 200'000).c_str());
  for (const auto& part : parts) {
    CHECK(part->driver_on_us.empty());
  }
  STRCMP_EQUAL("15 04 0A 00 00 80 03 41 31 37 20 20 20", ask("15 04 00 00 00 05").c_str());
  STRCMP_EQUAL("16 04 0C 00 00 FF 05 42 30 30 32 20 20 31 32", ask("16 04 00 00 00 06").c_str());
  STRCMP_EQUAL("77 30 70 00", parts[0]->lit(4).c_str());
  STRCMP_EQUAL("15 08 00 0C 00 00", ask("15 08 00 0C 00 00").c_str());
}

TEST(Atmega328pLine, TakesAnotherSpeedAndKeepsItOverPowerOff) {
  add(ANTREAN_PAD_IMAGE, {1, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0x01, 0x00, 0x00, 0x0D});
  line.run_us(30'000);
  STRCMP_EQUAL("01 06 00 21 00 02", ask("01 06 00 21 00 02").c_str());
  line.character_us = 286;
  STRCMP_EQUAL("01 03 02 00 01", ask("01 03 00 22 00 01").c_str());
  STRCMP_EQUAL("01 06 00 22 00 01", ask("01 06 00 22 00 01").c_str());
  BYTES_EQUAL(2, parts[0]->eeprom()[5]);
  const auto kept = parts[0]->eeprom();
  SimulatedPart again{ANTREAN_PAD_IMAGE, kept};
  SimulatedLineOfParts faster;
  faster.character_us = 286;
  faster.join(again);
  faster.run_us(30'000);
  STRCMP_EQUAL("01 03 02 00 02", content_of(faster.ask(frame("01 03 00 21 00 01"))).c_str());
}
