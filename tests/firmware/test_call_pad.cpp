#include <string>
#include <utility>
#include <vector>

#include "bench_line.hpp"
#include "devices/call_pad/call_pad.h"

#include <CppUTest/TestHarness.h>

TEST_GROUP(CallPad) {
  call_pad pad{};
  std::uint8_t contacts = 0;
  unsigned counted = 0;
  BenchLine line{pad.slave, &pad,
                 [](void* p, std::uint32_t now) { return call_pad_poll(static_cast<call_pad*>(p), now); }};

  void setup() override { start(0x1234); }

  void start(std::uint16_t boot_id) {
    const call_pad_setup setup{1, boot_id, BenchLine::timing(), 0, 0x0D000001};
    call_pad_init(&pad, &setup, contacts, line.now_us);
  }

  void check(const std::string& request, const std::string& reply) {
    STRCMP_EQUAL_TEXT(reply.c_str(), content_of(line.ask(frame(request))).c_str(), request.c_str());
  }

  void idle(unsigned ms) {
    for (unsigned i = 0; i < ms; ++i) {
      line.pass(1000);
      counted += call_pad_sample(&pad, contacts, line.now_us) != 0 ? 1 : 0;
      line.poll();
    }
  }

  void push(unsigned button, unsigned ms, unsigned bounces = 0) {
    const auto bit = static_cast<std::uint8_t>(1U << button);
    for (unsigned i = 0; i < 2 * bounces; ++i) {
      contacts = static_cast<std::uint8_t>(contacts ^ bit);
      idle(1 + i % 3);
    }
    contacts = static_cast<std::uint8_t>(contacts | bit);
    idle(ms);
    for (unsigned i = 0; i < 2 * bounces; ++i) {
      contacts = static_cast<std::uint8_t>(contacts ^ bit);
      idle(1 + i % 3);
    }
    contacts = static_cast<std::uint8_t>(contacts & ~bit);
    idle(40);
  }

  std::string digits() const {
    char shown[CALL_PAD_DIGITS];
    call_pad_digits(&pad, shown);
    return {shown, CALL_PAD_DIGITS};
  }
};

TEST(CallPad, CountsEachPressOnceHoweverItBounces) {
  push(WIRE_BUTTON_NEXT, 50);
  push(WIRE_BUTTON_NEXT, 50, 5);
  push(WIRE_BUTTON_DONE, 80, 9);
  LONGS_EQUAL(3, counted);
  check("01 03 00 00 00 06", "01 03 0C 12 34 00 02 00 00 00 00 00 01 80 00");  // the last may be the first of two
  idle(400);
  check("01 03 00 00 00 06", "01 03 0C 12 34 00 02 00 00 00 00 00 01 00 00");
  check("01 04 00 00 00 01", "01 04 02 40 03");
  check("01 04 00 01 00 01", "01 04 02 42 02");
}

TEST(CallPad, SaysByThreeBitsWhichButtonWasPressed) {
  const std::vector<std::string> words{"40 01", "40 08", "40 40", "42 00"};
  for (unsigned button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    start(0x1234);
    push(button, 50);
    check("01 04 00 01 00 01", "01 04 02 " + words[button]);
    check("01 03 00 0B 00 01", "01 03 02 " + words[button]);
  }
  start(0x1234);
  for (const unsigned presses : {0xFFF8U, 0xFFFFU}) {
    for (auto& button : pad.buttons) {
      button.presses = static_cast<std::uint16_t>(presses);
    }
    check("01 04 00 01 00 01", presses % 8 == 0 ? "01 04 02 40 00" : "01 04 02 4F FF");
  }
  push(WIRE_BUTTON_RECALL, 50);
  check("01 04 00 01 00 01", "01 04 02 4F C7");
}

TEST(CallPad, SaysItsNewsByButtonInTheShortestFrame) {
  push(WIRE_BUTTON_RECALL, 50);
  check("01 41", "01 41 40 08");
  check("01 41 00", "");
  LONGS_EQUAL(1, pad.slave.counters.communication_errors);
}

TEST(CallPad, TellsKindsOfPressesApartAndItsSerialNumber) {
  push(WIRE_BUTTON_NEXT, 50);
  push(WIRE_BUTTON_NEXT, 50);
  push(WIRE_BUTTON_DONE, 900);
  contacts = 1U << WIRE_BUTTON_RECALL;
  idle(30);
  check("01 03 00 05 00 03", "01 03 06 20 22 0D 00 00 01");
  check("01 03 00 0C 00 04", "01 03 08 01 00 00 00 00 00 00 01");
  check("01 03 00 00 00 10",
        "01 03 20 12 34 00 02 00 01 00 00 00 01 20 22 0D 00 00 01 00 00 00 64 40 04 42 0A 01 00 00 00 00 00 00 01");
}

TEST(CallPad, HasItsCountersAlsoAsInputs) {
  push(WIRE_BUTTON_RECALL, 50);
  idle(400);
  check("01 04 00 00 00 08", "01 04 10 40 01 40 08 12 34 00 00 00 01 00 00 00 00 00 00");
  check("01 04 00 04 00 01", "01 04 02 00 01");
}

TEST(CallPad, CountsAtTheEndOfTheTwentiethSteadyMillisecond) {
  contacts = 1;
  idle(20);  // the sample that sees the contact close is the first of them
  LONGS_EQUAL(0, counted);
  idle(1);
  LONGS_EQUAL(1, counted);
  check("01 03 00 05 00 01", "01 03 02 10 11");
}

TEST(CallPad, IgnoresAContactThatNeverSettles) {
  for (int i = 0; i < 100; ++i) {
    contacts ^= 1;
    idle(19);
  }
  LONGS_EQUAL(0, counted);
}

TEST(CallPad, KeepsAShortReleaseInsideAPressForABounce) {
  contacts = 1;
  idle(100);
  contacts = 0;
  idle(19);
  contacts = 1;
  idle(100);
  LONGS_EQUAL(1, counted);
}

TEST(CallPad, CountsAHeldButtonOnceAndCallsItStuckAfterThirtySeconds) {
  contacts = 4;
  idle(30'020);
  check("01 03 00 05 00 01", "01 03 02 00 04");
  idle(2);
  check("01 03 00 05 00 01", "01 03 02 04 04");
  LONGS_EQUAL(1, counted);
  contacts = 0;
  idle(30);
  check("01 03 00 05 00 01", "01 03 02 00 00");
}

TEST(CallPad, DoesNotCountAButtonHeldSinceBeforeItStarted) {
  contacts = 2;
  start(0x1235);
  idle(1000);
  LONGS_EQUAL(0, counted);
  contacts = 0;
  idle(30);
  push(WIRE_BUTTON_RECALL, 30);
  LONGS_EQUAL(1, counted);
}

TEST(CallPad, StartsItsCountersAgainWithANewBootId) {
  push(WIRE_BUTTON_NEXT, 50);
  start(0x1235);
  check("01 03 00 00 00 02", "01 03 04 12 35 00 00");
  check("01 04 00 00 00 01", "01 04 02 50 00");
}

TEST(CallPad, CountsAllFourButtonsPressedTogether) {
  contacts = 0x0F;
  idle(40);
  check("01 03 00 01 00 05", "01 03 0A 00 01 00 01 00 01 00 01 F0 FF");
  check("01 04 00 00 00 01", "01 04 02 40 04");
}

TEST(CallPad, WrapsItsCounters) {
  pad.buttons[0].presses = 0xFFFF;
  pad.presses = 0x2FFF;
  push(WIRE_BUTTON_NEXT, 30);
  check("01 03 00 01 00 01", "01 03 02 00 00");
  check("01 04 00 00 00 01", "01 04 02 40 00");
}

TEST(CallPad, WritesLampsAndWaitingAndReadsPressesInOneExchange) {
  push(WIRE_BUTTON_RECALL, 50);
  check("01 17 00 00 00 06 00 08 00 02 04 03 21 00 07", "01 17 0C 12 34 00 00 00 01 00 00 00 00 20 00");
  STRCMP_EQUAL(" 7", digits().c_str());
  LONGS_EQUAL(LAMP_ON, pad.lamps[0].pattern);
  LONGS_EQUAL(LAMP_SLOW, pad.lamps[1].pattern);
  LONGS_EQUAL(LAMP_FAST, pad.lamps[2].pattern);
  LONGS_EQUAL(LAMP_OFF, pad.lamps[3].pattern);
  check("01 03 00 08 00 02", "01 03 04 03 21 00 07");
}

TEST(CallPad, WritesLampsAndTellsItsNewsInOneExchange) {
  push(WIRE_BUTTON_RECALL, 50);
  check("01 17 00 0A 00 01 00 08 00 02 04 03 21 00 07", "01 17 02 40 01");
  LONGS_EQUAL(LAMP_ON, pad.lamps[0].pattern);
  STRCMP_EQUAL(" 7", digits().c_str());
  check("01 03 00 08 00 03", "01 03 06 03 21 00 07 40 01");
  check("01 17 00 0B 00 01 00 08 00 02 04 03 21 00 07", "01 17 02 40 08");
}

TEST(CallPad, ShowsTheWaitingCountInTwoDigits) {
  const std::vector<std::pair<std::string, std::string>> table{{"00 00", " 0"}, {"00 09", " 9"}, {"00 0A", "10"},
                                                               {"00 63", "99"}, {"00 64", "--"}, {"00 65", "99"},
                                                               {"FF FF", "99"}};
  for (const auto& [value, shown] : table) {
    check("01 06 00 09 " + value, "01 06 00 09 " + value);
    STRCMP_EQUAL(shown.c_str(), digits().c_str());
  }
}

TEST(CallPad, RefusesWhatItsMapDoesNotHave) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"01 06 00 00 00 01", "01 86 03"},  // read only
      {"01 06 00 01 00 00", "01 86 03"},
      {"01 10 00 00 00 06 0C 00 00 00 00 00 00 00 00 00 00 00 00", "01 90 03"},
      {"01 06 00 08 00 05", "01 86 03"},  // no such pattern
      {"01 10 00 08 00 02 04 50 00 00 05", "01 90 03"},
      {"01 06 00 06 00 00", "01 86 03"},
      {"01 10 00 05 00 04 08 00 00 00 00 00 00 00 00", "01 90 03"},
      {"01 10 00 09 00 02 04 00 01 00 01", "01 90 03"},
      {"01 06 00 0A 00 00", "01 86 03"},
      {"01 10 00 0B 00 02 04 00 01 00 01", "01 90 03"},
      {"01 10 00 0A 00 02 04 00 01 00 01", "01 90 03"},
      {"01 06 00 0B 00 00", "01 86 03"},
      {"01 06 00 0C 00 00", "01 86 03"},
      {"01 06 00 10 00 00", "01 86 02"},
      {"01 10 00 0F 00 02 04 00 01 00 01", "01 90 02"},
      {"01 06 FF FF 00 00", "01 86 02"},
      {"01 03 00 0F 00 02", "01 83 02"},
      {"01 03 00 10 00 01", "01 83 02"},
      {"01 03 FF FF 00 02", "01 83 02"},
      {"01 04 00 00 00 09", "01 84 02"},
      {"01 04 00 08 00 01", "01 84 02"},
      {"01 04 FF FF 00 02", "01 84 02"},
      {"01 17 00 00 00 11 00 08 00 02 04 00 01 00 07", "01 97 02"},  // and nothing is written
  };
  for (const auto& [request, reply] : table) {
    check(request, reply);
  }
  STRCMP_EQUAL("--", digits().c_str());
  LONGS_EQUAL(0, pad.lamps_written);
}

TEST(CallPad, BlinksItsLampsSlowlyAndFast) {
  check("01 06 00 08 03 21", "01 06 00 08 03 21");
  const std::uint32_t written = line.now_us;
  const auto lit_after = [&](std::uint32_t ms) { return call_pad_lit(&pad, written + ms * 1000); };
  LONGS_EQUAL(0x7, lit_after(0));
  LONGS_EQUAL(0x7, lit_after(124));
  LONGS_EQUAL(0x3, lit_after(125));
  LONGS_EQUAL(0x7, lit_after(250));
  LONGS_EQUAL(0x5, lit_after(500));
  LONGS_EQUAL(0x1, lit_after(625));
}

TEST(CallPad, FlashesARefusalOnceOverThePatternBeforeIt) {
  check("01 06 00 08 00 01", "01 06 00 08 00 01");
  check("01 06 00 08 00 04", "01 06 00 08 00 04");
  const std::uint32_t refused = line.now_us;
  const auto lit_after = [&](std::uint32_t ms) { return call_pad_lit(&pad, refused + ms * 1000); };
  const std::vector<std::pair<unsigned, int>> table{{0, 0}, {99, 0}, {100, 1}, {200, 0}, {300, 1}, {400, 0}, {499, 0}};
  for (const auto& [ms, lit] : table) {
    LONGS_EQUAL_TEXT(lit, lit_after(ms), std::to_string(ms).c_str());
  }
  check("01 06 00 08 00 04", "01 06 00 08 00 04");  // the next poll has the same value: no second flash
  LONGS_EQUAL(1, lit_after(500));
  line.now_us = refused + 600'000;
  check("01 06 00 08 00 04", "01 06 00 08 00 04");
  LONGS_EQUAL(1, call_pad_lit(&pad, line.now_us));
  check("01 06 00 08 00 00", "01 06 00 08 00 00");
  check("01 06 00 08 00 04", "01 06 00 08 00 04");
  LONGS_EQUAL(1, call_pad_lit(&pad, line.now_us + 150'000));
  LONGS_EQUAL(0, call_pad_lit(&pad, line.now_us + 500'000));
}

TEST(CallPad, KeepsAFlashWhileItsPatternIsWritten) {
  check("01 06 00 08 00 01", "01 06 00 08 00 01");
  check("01 06 00 08 00 04", "01 06 00 08 00 04");
  const std::uint32_t refused = line.now_us;
  check("01 06 00 08 00 01", "01 06 00 08 00 01");  // the pattern that it has
  LONGS_EQUAL(1, call_pad_lit(&pad, refused + 100'000));
  LONGS_EQUAL(0, call_pad_lit(&pad, refused + 200'000));
  check("01 06 00 08 00 02", "01 06 00 08 00 02");  // another
  LONGS_EQUAL(1, call_pad_lit(&pad, refused + 300'000));
  LONGS_EQUAL(0, call_pad_lit(&pad, refused + 400'000));
  LONGS_EQUAL(1, call_pad_lit(&pad, refused + 500'000));  // slowly, from here on
  LONGS_EQUAL(0, call_pad_lit(&pad, refused + 1'000'000));
}

TEST(CallPad, RefusesAListOfEventsThatIsLongerThanWhatItKeeps) {
  std::string request = "01 46 18 4C";
  for (int byte = 0; byte < 0x4C + 4; ++byte) {
    request += " 00";
  }
  check(request, "01 C6 03");
}

TEST(CallPad, TakesNoOtherFunctionForARequestBySerialNumber) {
  check("FD 03 08 0D 00 00 01 03", "");
  check("FD 46 07 0D 00 00 01 11", "");
  LONGS_EQUAL(0, pad.slave.counters.messages);
}

TEST(CallPad, DoesNotAnswerARequestToAllThatGoesOn) {
  line.send(frame("FD 46 01"));
  CHECK(rtu_slave_arbitrates(&pad.slave));
  line.send({0x00});
  CHECK_FALSE(rtu_slave_arbitrates(&pad.slave));
  CHECK(line.finish().empty());
}

TEST(CallPad, DoesNotSendOverAnothersStartBit) {
  line.send(frame("FD 46 01"));
  line.now_us = rtu_slave_arbitration_due(&pad.slave);
  rtu_slave_sees_start(&pad.slave, line.now_us);
  CHECK(line.poll().empty());
}

TEST(CallPad, ShowsTheSilentPatternUntilTheHostWritesAgain) {
  LONGS_EQUAL(0xF, call_pad_lit(&pad, line.now_us));  // nothing was written yet
  LONGS_EQUAL(0x0, call_pad_lit(&pad, line.now_us + 100'000));
  check("01 10 00 08 00 02 04 11 11 00 12", "01 10 00 08 00 02");
  STRCMP_EQUAL("18", digits().c_str());
  LONGS_EQUAL(0xF, call_pad_lit(&pad, line.now_us + 1'000'000));
  idle(2999);
  STRCMP_EQUAL("18", digits().c_str());
  idle(1);
  STRCMP_EQUAL("--", digits().c_str());
  LONGS_EQUAL(0xF, call_pad_lit(&pad, line.now_us));
  idle(100);
  LONGS_EQUAL(0x0, call_pad_lit(&pad, line.now_us));
  idle(1900);
  LONGS_EQUAL(0xF, call_pad_lit(&pad, line.now_us));
  check("01 03 00 08 00 02", "01 03 04 00 00 00 64");
  STRCMP_EQUAL("--", digits().c_str());
  check("01 06 00 09 00 05", "01 06 00 09 00 05");
  STRCMP_EQUAL(" 5", digits().c_str());
  LONGS_EQUAL(0x0, call_pad_lit(&pad, line.now_us));
}

TEST(CallPad, CountsPressesWhileTheHostIsSilent) {
  idle(10'000);
  push(WIRE_BUTTON_NEXT, 60);
  check("01 03 00 01 00 01", "01 03 02 00 01");
}

TEST(CallPad, SaysWhatItIs) { check("01 11", "01 11 11 02 FF 61 6E 74 72 65 61 6E 2D 70 61 64 20 32 2E 31"); }
