#include <string>
#include <vector>

#include "bench_line.hpp"
#include "devices/call_pad/call_pad.h"

#include <CppUTest/TestHarness.h>

TEST_GROUP(LineSettings) {
  call_pad pad{};
  BenchLine line{pad.slave, &pad,
                 [](void* p, std::uint32_t now) { return call_pad_poll(static_cast<call_pad*>(p), now); }};

  void setup() override {
    const call_pad_setup setup{1, 7, BenchLine::timing(), 0, 0x0D000001};
    call_pad_init(&pad, &setup, 0, line.now_us);
  }
  /// The reply, and then what the port does when it has left.
  std::string ask(const std::string& request) {
    const auto reply = content_of(line.ask(frame(request)));
    changed = rtu_slave_apply_settings(&pad.slave, line.now_us);
    return reply;
  }
  void pass(std::uint32_t ms) {
    for (std::uint32_t each = 0; each < ms; ++each) {
      line.pass(1000);
      line.poll();
      changed = rtu_slave_apply_settings(&pad.slave, line.now_us) || changed;
    }
  }
  bool changed = false;
};

TEST(LineSettings, AreAnsweredAtTheOldAddressAndInEffectAfterThat) {
  STRCMP_EQUAL("01 03 06 00 01 00 00 00 00", ask("01 03 00 20 00 03").c_str());
  STRCMP_EQUAL("01 06 00 20 00 09", ask("01 06 00 20 00 09").c_str());
  STRCMP_EQUAL("", ask("01 03 00 20 00 03").c_str());
  STRCMP_EQUAL("09 03 06 00 09 00 00 00 01", ask("09 03 00 20 00 03").c_str());
  LONGS_EQUAL(1, pad.line.kept.address);
}

TEST(LineSettings, AreKeptWhenTheyAreConfirmed) {
  ask("01 06 00 20 00 09");
  STRCMP_EQUAL("09 06 00 22 00 01", ask("09 06 00 22 00 01").c_str());
  LONGS_EQUAL(9, pad.line.kept.address);
  STRCMP_EQUAL("09 03 02 00 00", ask("09 03 00 22 00 01").c_str());
  pass(20'000);
  STRCMP_EQUAL("09 03 06 00 09 00 00 00 00", ask("09 03 00 20 00 03").c_str());
}

TEST(LineSettings, AreTheOldOnesAgainIfNobodyConfirmsThem) {
  ask("01 06 00 20 00 09");
  pass(9990);
  STRCMP_EQUAL("09 03 06 00 09 00 00 00 01", ask("09 03 00 20 00 03").c_str());
  pass(20);
  STRCMP_EQUAL("", ask("09 03 00 20 00 03").c_str());
  STRCMP_EQUAL("01 03 06 00 01 00 00 00 00", ask("01 03 00 20 00 03").c_str());
}

TEST(LineSettings, SpeedAndParityAreThePortsMatter) {
  STRCMP_EQUAL("01 06 00 21 00 02", ask("01 06 00 21 00 02").c_str());
  CHECK(changed);
  LONGS_EQUAL(38400, line_format_baud(pad.line.active.format));
  CHECK(line_format_has_parity(pad.line.active.format));
  LONGS_EQUAL(1750, pad.slave.receiver.timing.end_us);
  changed = false;
  pass(10'010);
  CHECK(changed);
  LONGS_EQUAL(0, pad.line.active.format);
  LONGS_EQUAL(2005, pad.slave.receiver.timing.end_us);
}

TEST(LineSettings, RefuseWhatDoesNotExist) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"01 06 00 20 00 00", "01 86 03"},
      {"01 06 00 20 00 F8", "01 86 03"},
      {"01 06 00 20 01 01", "01 86 03"},
      {"01 06 00 21 00 04", "01 86 03"},
      {"01 06 00 22 00 01", "01 86 03"},  // nothing is on trial
      {"01 06 00 22 00 00", "01 86 03"},
      {"01 06 00 23 00 01", "01 86 02"},
      {"01 03 00 20 00 04", "01 83 02"},
      {"01 03 00 1F 00 02", "01 83 02"},
      {"01 04 00 20 00 01", "01 84 02"},
      {"01 10 00 20 00 02 04 00 05 00 04", "01 90 03"},
      {"01 10 00 20 00 03 06 00 05 00 00 00 01", "01 90 03"},
  };
  for (const auto& [request, reply] : table) {
    STRCMP_EQUAL_TEXT(reply.c_str(), ask(request).c_str(), request.c_str());
  }
  STRCMP_EQUAL("01 03 06 00 01 00 00 00 00", ask("01 03 00 20 00 03").c_str());
}

TEST(LineSettings, AreNotConfirmedByTheRequestThatWritesThem) {
  ask("01 06 00 20 00 09");
  STRCMP_EQUAL("09 90 03", ask("09 10 00 20 00 03 06 00 0A 00 00 00 01").c_str());
  LONGS_EQUAL(1, pad.line.kept.address);
}

TEST(LineSettings, AreReplacedIfTheMemoryHoldsNone) {
  line_settings settings{};
  line_settings_init(&settings, {0xFF, 0xFF});
  LONGS_EQUAL(247, settings.active.address);
  LONGS_EQUAL(0, settings.active.format);
  line_settings_init(&settings, {0, 3});
  LONGS_EQUAL(247, settings.active.address);
  LONGS_EQUAL(3, settings.active.format);
  LONGS_EQUAL(38400, line_format_baud(3));
  CHECK_FALSE(line_format_has_parity(3));
}

TEST(LineSettings, HaveTheTimesOfTheirFormats) {
  LONGS_EQUAL(572, line_format_timing(0).character_us);
  LONGS_EQUAL(520, line_format_timing(1).character_us);
  LONGS_EQUAL(286, line_format_timing(2).character_us);
  LONGS_EQUAL(260, line_format_timing(3).character_us);
}

TEST(LineSettings, ABroadcastSetsNone) {
  // It would give all units one address.
  ask("00 06 00 20 00 09");
  STRCMP_EQUAL("01 03 06 00 01 00 00 00 00", ask("01 03 00 20 00 03").c_str());
}
