// The images as they are flashed, run by simavr and used over their UART.
#include <memory>
#include <string>

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
  CHECK(part->ask(frame("00 06 00 10 00 07")).empty());  // a broadcast: executed
  CHECK(part->driver_on_us.empty());
  STRCMP_EQUAL("15 03 02 00 07", ask("15 03 00 10 00 01").c_str());
  STRCMP_EQUAL("15 08 00 0C 00 01", ask("15 08 00 0C 00 00").c_str());
}

TEST(Atmega328pBoard, DropsAFrameTornByALongGap) {
  const Bytes request = frame("15 03 00 10 00 01");
  part->send({request.begin(), request.begin() + 4});
  part->run_us(1200);
  CHECK(part->ask({request.begin() + 4, request.end()}).empty());
  STRCMP_EQUAL("15 03 02 00 02", ask("15 03 00 10 00 01").c_str());
}

TEST(Atmega328pBoard, AnswersTheLongestRequestsAndExchangesBackToBack) {
  std::string write = "15 10 01 00 00 1E 3C";  // ten lines of the table
  for (int line = 0; line < 10; ++line) {
    write += " 00 03 42 30 30 3" + std::to_string(line);
  }
  for (int i = 0; i < 5; ++i) {
    STRCMP_EQUAL("15 10 01 00 00 1E", ask(write).c_str());
    STRCMP_EQUAL("15 04 0C 00 00 00 03 42 30 30 32 20 20 20 20", ask("15 04 00 00 00 06").c_str());
  }
}

TEST(Atmega328pBoard, KeepsItsTableLineAndChangesItsBootIdOverPowerOff) {
  const std::string before = ask("15 04 00 06 00 01");
  STRCMP_EQUAL("15 06 00 10 00 09", ask("15 06 00 10 00 09").c_str());
  part->run_us(20'000);
  flash(part->eeprom());
  STRCMP_EQUAL("15 03 04 00 09 00 04", ask("15 03 00 10 00 02").c_str());
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
  STRCMP_EQUAL("F7 03 04 00 00 00 04", ask("F7 03 00 10 00 02").c_str());
  STRCMP_EQUAL("F7 04 02 00 01", ask("F7 04 00 06 00 01").c_str());
}

TEST(Atmega328pBoard, RunsUnderItsWatchdog) {
  constexpr std::uint16_t wdtcsr = 0x60;
  CHECK((part->data(wdtcsr) & 0x08) != 0);
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
  STRCMP_EQUAL("01 03 0C 00 01 00 01 00 00 00 00 00 00 00 00", ask("01 03 00 00 00 06").c_str());
  press(WIRE_BUTTON_NEXT);
  press(WIRE_BUTTON_DONE);
  STRCMP_EQUAL("01 03 0A 00 02 00 00 00 00 00 01 00 00", ask("01 03 00 01 00 05").c_str());
  STRCMP_EQUAL("01 04 02 10 03", ask("01 04 00 00 00 01").c_str());
}

TEST(Atmega328pPad, CountsAPressDuringAnExchange) {
  part->contact(WIRE_BUTTON_RECALL, true);
  for (int i = 0; i < 3; ++i) {
    ask("01 03 00 01 00 05");
  }
  STRCMP_EQUAL("01 03 0A 00 00 00 01 00 00 00 00 00 02", ask("01 03 00 01 00 05").c_str());
}

TEST(Atmega328pPad, LightsLampsAndDigitsAsWritten) {
  STRCMP_EQUAL("01 01", part->lit(2).c_str());  // dashes, because nothing was written yet
  STRCMP_EQUAL("01 17 02 00 01", ask("01 17 00 00 00 01 00 08 00 02 04 10 01 00 2A").c_str());
  part->run_us(2000);
  LONGS_EQUAL(0x9, part->lamps());
  STRCMP_EQUAL("33 6D", part->lit(2).c_str());
  BYTES_EQUAL(1, part->display[scan_limit]);
}
