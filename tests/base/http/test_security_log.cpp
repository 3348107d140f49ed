#include <vector>

#include "http/security_log.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::http;

TEST_GROUP(SecurityLines) {
  MonotonicTime now{std::chrono::hours{1}};
  std::vector<std::string> lines;
  SecurityLog log{[this] { return now; }, [this](const std::string& line) { lines.push_back(line); }};

  void refuse(const std::string& peer, const std::string& reason = "host") {
    log.refused({.peer = peer, .reason = reason, .detail = "Host 'evil.example'"});
  }
};

TEST(SecurityLines, AreOneAPeerAndMinuteAndCountTheRest) {
  for (int i = 0; i < 10; ++i) {
    refuse("203.0.113.7", i == 3 ? "origin" : "host");
  }
  refuse("203.0.113.8");
  LONGS_EQUAL(2, lines.size());
  STRCMP_EQUAL("security: refused person=- peer=203.0.113.7 reason=host more=0 (Host 'evil.example')",
               lines[0].c_str());
  now += std::chrono::seconds{59};
  refuse("203.0.113.7");
  LONGS_EQUAL(2, lines.size());
  now += std::chrono::seconds{1};
  refuse("203.0.113.7");
  LONGS_EQUAL(3, lines.size());
  STRCMP_CONTAINS("peer=203.0.113.7 reason=host more=10 ", lines[2].c_str());
  LONGS_EQUAL(12, log.counts().at("host"));
  LONGS_EQUAL(1, log.counts().at("origin"));
}

TEST(SecurityLines, SayEachTimeWhatFewMayDo) {
  for (int i = 0; i < 2; ++i) {
    log.done({.person = {}, .peer = "uid:1000", .pid = 4711, .what = "staff disable", .answer = 200});
  }
  LONGS_EQUAL(2, lines.size());
  STRCMP_EQUAL("security: done person=- peer=uid:1000 pid=4711 what=staff_disable answer=200", lines[1].c_str());
}

TEST(SecurityLines, CountAHouseholdsAddressesAsOnePeer) {
  refuse("2001:db8::1");
  refuse("2001:db8::2");
  refuse("2001:db8:0:1::2");
  LONGS_EQUAL(2, lines.size());
}

TEST(SecurityLines, HoldNothingThatAStrangerMadeUp) {
  log.refused(
      {.person = "bu di\n", .peer = "203.0.113.7", .reason = "role", .detail = "\x1b]52;c;x\nsecurity: refused"});
  STRCMP_EQUAL("security: refused person=bu_di? peer=203.0.113.7 reason=role more=0 (?]52;c;x?security: refused)",
               lines.at(0).c_str());
}

TEST(SecurityLines, StayBoundedInACrowd) {
  for (int i = 0; i < 30'000; ++i) {
    refuse("10." + std::to_string(i / 65536) + '.' + std::to_string(i / 256 % 256) + '.' + std::to_string(i % 256));
  }
  LONGS_EQUAL(10'001, lines.size());
  LONGS_EQUAL(30'000, log.counts().at("host"));
  now += std::chrono::minutes{1};
  refuse("203.0.113.7");
  LONGS_EQUAL(10'002, lines.size());
  STRCMP_CONTAINS("peer=203.0.113.7 ", lines.back().c_str());
}
