// The simulated line on virtual time. Benchmarks and simulated days depend on its timing.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>

#include "bytes.hpp"
#include "ports/linux/board_unit.hpp"
#include "ports/linux/line.hpp"
#include "ports/linux/pad_unit.hpp"
#include "ports/linux/unit_list.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::device;

namespace {

constexpr Micros character = 1'000'000 * 10 / 19200;  // 8N1
constexpr Micros start = 5'000'000'000;               // beyond 32 bits

}  // namespace

TEST_GROUP(Line) {
  struct Handed {
    Micros at;
    Bytes bytes;
  };
  Micros now = start;
  std::vector<Handed> handed;
  std::vector<boost::json::object> changes;
  std::unique_ptr<Line> line;

  void build(Micros slave_delay = 0, Micros portion = 1'000'000) {
    const LineSettings settings{19200, 10, slave_delay, portion};
    const rtu_timing timing = rtu_timing_of(19200, 10);
    std::vector<std::unique_ptr<Unit>> units;
    units.push_back(std::make_unique<PadUnit>(std::uint8_t{1}, timing, std::uint16_t{7}));
    units.push_back(std::make_unique<BoardUnit>(std::uint8_t{21}, std::uint8_t{4}, timing, std::uint16_t{7}));
    units.push_back(std::make_unique<BoardUnit>(std::uint8_t{22}, std::uint8_t{4}, timing, std::uint16_t{7}));
    line = std::make_unique<Line>(
        settings, std::move(units),
        [this](std::span<const std::uint8_t> bytes) {
          handed.push_back({now, {bytes.begin(), bytes.end()}});
        },
        now);
    for (const auto& unit : line->units()) {
      unit->on_change([this](const boost::json::object& change) { changes.push_back(change); });
    }
  }

  void setup() override { build(); }
  void teardown() override {
    line.reset();
    changes = {};
    handed = {};
  }

  /// Acts like the program: wakes when something is due.
  void run_to(Micros until) {
    while (line->due() <= until) {
      now = std::max(now, line->due());
      line->advance(now);
    }
    now = until;
  }

  void send(const Bytes& bytes) { line->host_sent(bytes, now); }

  std::string exchange(const std::string& request) {
    handed.clear();
    send(frame(request));
    run_to(now + 100'000);
    Bytes all;
    for (const auto& portion : handed) {
      all.insert(all.end(), portion.bytes.begin(), portion.bytes.end());
    }
    return content_of(all);
  }

  std::string text(std::uint8_t unit) { return std::string(line->find(unit)->show(now).at("text").as_string()); }
};

TEST(Line, GivesEveryByteItsTimeInBothDirections) {
  build(300);
  send(frame("01 04 00 00 00 01"));
  run_to(start + 1'000'000);
  LONGS_EQUAL(1, handed.size());
  // 8 characters of request, silence, the slave's turnaround, 7 characters of reply; exact to the microsecond
  const Micros request_end = start + 8'000'000 * 10 / 19200;
  const Micros expected = request_end + 3'500'000 * 10 / 19200 + 300 + 7'000'000 * 10 / 19200;
  UNSIGNED_LONGS_EQUAL(expected, handed[0].at);
  STRCMP_EQUAL("01 04 02 80 00", content_of(handed[0].bytes).c_str());
  UNSIGNED_LONGS_EQUAL(8, line->stats().host_bytes);
  UNSIGNED_LONGS_EQUAL(7, line->stats().unit_bytes);
  UNSIGNED_LONGS_EQUAL(2, line->stats().good_frames);
}

TEST(Line, HandsOverInPortionsWithTheLastByteAtItsOwnTime) {
  build(0, 1000);
  send(frame("15 03 00 00 00 05"));
  run_to(start + 1'000'000);
  CHECK(handed.size() > 5);
  Micros before = 0;
  for (std::size_t i = 0; i + 1 < handed.size(); ++i) {
    CHECK(i == 0 || handed[i].at - before >= 1000);
    before = handed[i].at;
  }
  const Micros reply_begins = start + 8'000'000 * 10 / 19200 + 1822;
  UNSIGNED_LONGS_EQUAL(reply_begins + 15'000'000 * 10 / 19200, handed.back().at);
}

TEST(Line, CountsAHostThatBeginsWithinThreeAndAHalfCharacters) {
  STRCMP_EQUAL("01 04 02 80 00", exchange("01 04 00 00 00 01").c_str());
  send(frame("01 04 00 00 00 01"));
  const Micros replied = now + 8'000'000 * 10 / 19200 + 1822 + 7'000'000 * 10 / 19200;
  run_to(replied);
  LONGS_EQUAL(2, handed.size());
  run_to(replied + 1821);
  send(frame("15 04 00 00 00 01"));
  run_to(now + 100'000);
  UNSIGNED_LONGS_EQUAL(1, line->stats().t35_violations);
  UNSIGNED_LONGS_EQUAL(1821, *line->stats().shortest_silence);
  LONGS_EQUAL(3, handed.size());  // board 21 knows the reply before by its checksum

  send(frame("01 04 00 00 00 01"));
  run_to(now + 8'000'000 * 10 / 19200 + 1822 + 7'000'000 * 10 / 19200 + 1822);
  send(frame("15 04 00 00 00 01"));
  run_to(now + 100'000);
  UNSIGNED_LONGS_EQUAL(1, line->stats().t35_violations);
  LONGS_EQUAL(5, handed.size());
}

TEST(Line, CountsABroadcastFollowedTooSoon) {
  send(frame("00 06 00 02 30 32"));
  run_to(now + 8 * character + 1000);
  send(frame("15 04 00 00 00 01"));
  run_to(now + 100'000);
  UNSIGNED_LONGS_EQUAL(1, line->stats().t35_violations);
  CHECK(handed.empty());
}

TEST(Line, DoesNotTakeAFrameWrittenInTwoPiecesForTwo) {
  const Bytes request = frame("01 04 00 00 00 01");
  send({request.begin(), request.begin() + 4});
  run_to(now + 2 * character);
  send({request.begin() + 4, request.end()});
  run_to(now + 100'000);
  UNSIGNED_LONGS_EQUAL(0, line->stats().t35_violations);
  LONGS_EQUAL(1, handed.size());
}

TEST(Line, SpoilsBothWhenTheHostTalksIntoAReply) {
  send(frame("15 03 00 00 00 05"));
  run_to(now + 8 * character + 1822 + 5 * character);
  send(frame("01 04 00 00 00 01"));
  run_to(now + 100'000);
  UNSIGNED_LONGS_EQUAL(1, line->stats().collisions);
  LONGS_EQUAL(1, handed.size());
  STRCMP_EQUAL("bad CRC", content_of(handed[0].bytes).c_str());
  STRCMP_EQUAL("01 04 02 80 00", exchange("01 04 00 00 00 01").c_str());
}

TEST(Line, SpoilsBothWhenTwoUnitsHaveOneAddress) {
  const rtu_timing timing = rtu_timing_of(19200, 10);
  std::vector<std::unique_ptr<Unit>> units;
  units.push_back(std::make_unique<PadUnit>(std::uint8_t{1}, timing, std::uint16_t{7}));
  units.push_back(std::make_unique<PadUnit>(std::uint8_t{1}, timing, std::uint16_t{9}));
  line = std::make_unique<Line>(
      LineSettings{19200, 10, 0, 1'000'000}, std::move(units),
      [this](std::span<const std::uint8_t> bytes) {
        handed.push_back({now, {bytes.begin(), bytes.end()}});
      },
      now);
  STRCMP_EQUAL("bad CRC", exchange("01 04 00 00 00 01").c_str());
  UNSIGNED_LONGS_EQUAL(1, line->stats().collisions);
}

TEST(Line, TellsWhenAPressCountsAndWhenABoardChanges) {
  auto* pad = dynamic_cast<PadUnit*>(line->find(1));
  run_to(start + 10'000);
  changes.clear();
  pad->press({.button = WIRE_BUTTON_NEXT, .hold = 80'000, .bounces = 3, .bounce = 700}, now);
  run_to(now + 200'000);
  LONGS_EQUAL(1, changes.size());
  STRCMP_EQUAL("press", changes[0].at("event").as_string().c_str());
  STRCMP_EQUAL("next", changes[0].at("button").as_string().c_str());
  LONGS_EQUAL(1, changes[0].at("count").to_number<int>());
  UNSIGNED_LONGS_EQUAL(start + 10'000, changes[0].at("edge_us").to_number<Micros>());
  UNSIGNED_LONGS_EQUAL(start + 10'000 + 6 * 700 + 20'000, changes[0].at("t_us").to_number<Micros>());

  changes.clear();
  send(frame("15 10 00 00 00 03 06 00 05 41 30 30 31"));
  const Micros acted = now + 15'000'000 * 10 / 19200 + 1822;
  run_to(now + 100'000);
  LONGS_EQUAL(1, changes.size());
  STRCMP_EQUAL("A001", changes[0].at("text").as_string().c_str());
  UNSIGNED_LONGS_EQUAL(acted, changes[0].at("t_us").to_number<Micros>());
}

TEST(Line, CountsPressesAskedForAllAtOnceOneByOne) {
  auto* pad = dynamic_cast<PadUnit*>(line->find(1));
  for (int i = 0; i < 20; ++i) {
    pad->press({.button = WIRE_BUTTON_NEXT, .hold = 60'000, .bounces = 2, .bounce = 500}, now);
  }
  run_to(now + 10'000'000);
  STRCMP_EQUAL("01 03 02 00 14", exchange("01 03 00 01 00 01").c_str());
}

TEST(Line, LeavesADeadUnitSilentAndStartsItWithANewBootId) {
  STRCMP_EQUAL("01 03 02 00 08", exchange("01 03 00 00 00 01").c_str());
  line->find(1)->power(false, now);
  STRCMP_EQUAL("", exchange("01 03 00 00 00 01").c_str());
  STRCMP_EQUAL("15 03 02 00 04", exchange("15 03 00 11 00 01").c_str());
  line->find(1)->power(true, now);
  STRCMP_EQUAL("01 03 02 00 09", exchange("01 03 00 00 00 01").c_str());
}

TEST(Line, CarriesPicturesToAllBoardsAndNobodyAnswers) {
  STRCMP_EQUAL("", exchange("FD 42 15 06 00 05 41 30 30 31 16 06 F0 05 42 30 30 32").c_str());
  STRCMP_EQUAL("15 04 06 00 05 41 30 30 31", exchange("15 04 00 01 00 03").c_str());
  STRCMP_EQUAL("16 04 06 F0 05 42 30 30 32", exchange("16 04 00 01 00 03").c_str());
}

TEST(Line, LetsBoardsNoticeThatTheHostIsSilent) {
  exchange("15 10 00 01 00 02 04 41 30 30 31");
  STRCMP_EQUAL("A001", text(21).c_str());
  run_to(now + 3'200'000);
  STRCMP_EQUAL("----", text(21).c_str());
}

TEST(Line, LosesFlipsCutsAndDelaysRepliesAsToldAndTheSameWayEachTime) {
  const auto outcomes = [&] {
    build();
    line->faults().set({.lost = 0.2, .flipped = 0.2, .truncated = 0.2, .late = 0.2, .late_us = 50'000, .seed = 42});
    std::string all;
    for (int i = 0; i < 200; ++i) {
      const std::string reply = exchange("01 04 00 00 00 01");
      const Micros took = handed.empty() ? 0 : handed.back().at - (now - 100'000);
      all += reply.empty() ? 'l' : reply == "bad CRC" ? 'b' : took > 50'000 ? 't' : '.';
    }
    return all;
  };
  const std::string first = outcomes();
  for (const char kind : {'l', 'b', 't', '.'}) {
    CHECK(first.find(kind) != std::string::npos);
  }
  CHECK(first == outcomes());
}

TEST(Line, LosesAndFlipsRequestsAsTold) {
  line->faults().set({.request_lost = 1});
  STRCMP_EQUAL("", exchange("01 04 00 00 00 01").c_str());
  line->faults().set({.request_flipped = 1});
  STRCMP_EQUAL("", exchange("01 04 00 00 00 01").c_str());
  const boost::json::object counters = line->find(1)->show(now).at("counters").as_object();
  LONGS_EQUAL(0, counters.at("bus_messages").to_number<int>());
  LONGS_EQUAL(1, counters.at("communication_errors").to_number<int>());
}

TEST(Line, SparesUnitsThatFaultsAreNotMeantFor) {
  line->faults().set({.lost = 1, .units = {21}});
  STRCMP_EQUAL("01 04 02 80 00", exchange("01 04 00 00 00 01").c_str());
  STRCMP_EQUAL("", exchange("15 03 00 11 00 01").c_str());
}

TEST(Line, EchoesTheHostWhenTold) {
  line->faults().set({.echo = true});
  send(frame("01 04 00 00 00 01"));
  run_to(now + 100'000);
  Bytes all;
  for (const auto& portion : handed) {
    all.insert(all.end(), portion.bytes.begin(), portion.bytes.end());
  }
  LONGS_EQUAL(8 + 7, all.size());
  STRCMP_EQUAL("01 04 00 00 00 01", content_of({all.begin(), all.begin() + 8}).c_str());
}

TEST_GROUP(UnitList){};

TEST(UnitList, ReadsAddressesRangesAndWidths) {
  const auto units = parse_unit_list("21-23,40:8,7");
  LONGS_EQUAL(5, units.size());
  LONGS_EQUAL(23, units[2].address);
  LONGS_EQUAL(4, units[2].width);
  LONGS_EQUAL(40, units[3].address);
  LONGS_EQUAL(8, units[3].width);
  LONGS_EQUAL(7, units[4].address);
  CHECK(parse_unit_list("").empty());
}

TEST(UnitList, RefusesWhatIsNoList) {
  for (const char* text :
       {"0", "248", "x", "1,,2", "5-3", "1-300", "1,1", "1-3,2", "21:0", "21:9", "21:", "-3", "1 2"}) {
    CHECK_THROWS(std::invalid_argument, parse_unit_list(text));
  }
}
