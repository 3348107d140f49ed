// The bus, the firmware of its units and everything that can be on a wire, byte by byte on virtual time:
// noise, echo, a line that is never silent, a unit that sends without being asked, damaged and late replies.
#include <algorithm>
#include <numeric>
#include <random>

#include "bus_fixture.hpp"
#include "call_pad/register_pad.hpp"
#include "led_board/register_board.hpp"
#include "virtual_wire.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;

namespace {

Bytes random_bytes(std::mt19937& dice, std::size_t count) {
  Bytes bytes(count);
  for (auto& byte : bytes) {
    byte = static_cast<std::uint8_t>(dice());
  }
  return bytes;
}

}  // namespace

TEST_GROUP(BadWire) {
  static constexpr int pad_count = 4;
  std::unique_ptr<BusOn<WireLine>> office;
  std::unique_ptr<RegisterBoard> board;
  std::vector<std::unique_ptr<RegisterPad>> pads;
  std::array<std::uint16_t, pad_count + 1> counted{};  // by pad, as the office knows it
  std::array<std::uint16_t, pad_count + 1> pressed{};

  void setup() override {
    office = std::make_unique<BusOn<WireLine>>();
    wire().rig.add_board(21);
    board = std::make_unique<RegisterBoard>(*office->bus, RegisterBoard::Settings{.address = 21});
    for (std::uint8_t address = 1; address <= pad_count; ++address) {
      wire().rig.add_pad(address);
      pads.push_back(std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = address}));
      pads.back()->on_reading([this, address](const PadReading& reading) { counted[address] = reading.counters[0]; });
    }
  }
  void teardown() override {
    wire().on_reply = {};  // the object it refers to is destroyed
    office.reset();
    board.reset();
    decltype(pads){}.swap(pads);
  }
  VirtualWire& wire() { return office->line->wire; }
  bool comes_to_show(const std::string& text, std::chrono::nanoseconds limit = 5s) {
    board->show({.text = text});
    return office->run_until(
        [&] {
          return board->shown() && board->shown()->text.starts_with(text) && wire().rig.shown(21).starts_with(text);
        },
        limit);
  }
  void start() {
    office->start();
    CHECK(comes_to_show("A001"));
    office->run_for(3s);  // until the lamp test is over
    office->changes.clear();
  }
  // The finger is down for 100 ms. Returns the time until the office knows; `limit` if it took longer.
  std::chrono::nanoseconds press(std::uint8_t pad, std::chrono::nanoseconds limit = 10s) {
    const auto from = office->line->now();
    ++pressed[pad];
    wire().at(from, [pad](UnitRig& rig) { rig.hold(pad, 1); });
    wire().at(from + 100ms, [pad](UnitRig& rig) { rig.hold(pad, 0); });
    const bool known = office->run_until([&] { return counted[pad] == pressed[pad]; }, limit);
    const auto took = office->line->now() - from;
    office->run_for(200ms);
    return known ? took : limit;
  }
  std::uint64_t damaged() {
    std::uint64_t sum = board->health().damaged + board->health().timeouts;
    for (const auto& pad : pads) {
      sum += pad->health().damaged + pad->health().timeouts;
    }
    return sum;
  }
  std::uint64_t noise() { return office->bus->health().noise; }
  void nobody_but_the_line_went_offline() {
    for (const auto& change : office->changes) {
      CHECK_TEXT(change.state != DeviceState::offline || change.name == "line counters", change.name.c_str());
    }
  }
  void nobody_went_offline() {
    for (const auto& change : office->changes) {
      CHECK_TEXT(change.state != DeviceState::offline, (change.name + ": " + change.last_error).c_str());
    }
  }
};

TEST(BadWire, AByteBeforeEachReplyChangesNothingAndIsCounted) {
  start();
  for (const auto& before :
       {Bytes{0x00}, Bytes{0xFF}, Bytes{0x00, 0x00, 0xFF}, Bytes{0x01}, Bytes{0x01, 0x04}, Bytes{0x15}}) {
    wire().on_reply = [&](VirtualWire::Reply& reply) {
      if (!reply.bytes.empty()) {
        reply.bytes.insert(reply.bytes.begin(), before.begin(), before.end());
      }
    };
    const auto bad = damaged();
    const auto passed_over = noise();
    CHECK(press(2) < 1s);
    CHECK(comes_to_show("B" + std::to_string(100 + before.size())));
    office->run_for(10s);
    UNSIGNED_LONGS_EQUAL(bad, damaged());
    CHECK(noise() > passed_over);
    CHECK(pads[0]->health().noise > 0);
  }
  nobody_went_offline();
}

TEST(BadWire, AnEchoThatBeginsAndEndsWhileThePortIsOpenChangesNothing) {
  start();
  for (int times = 0; times < 3; ++times) {
    for (const bool echo : {true, false}) {
      wire().echo = echo;
      const auto bad = damaged();
      const auto text = std::string(echo ? "B00" : "C00") + std::to_string(times);
      CHECK(comes_to_show(text, 5s));
      CHECK(press(3) < 1s);
      office->run_for(20s);
      UNSIGNED_LONGS_EQUAL(bad, damaged());
    }
  }
  nobody_went_offline();
}

TEST(BadWire, AnEchoIsNotTakenForTheAnswerToASingleWrite) {
  for (const bool echo : {true, false}) {
    VirtualWire wire{{.baud = 19200, .parity = bus::Parity::even, .stop_bits = 1}};
    wire.echo = echo;
    wire.rig.add_board(21);
    bus::SerialExchange exchange{wire, {.baud = 19200, .parity = bus::Parity::even, .stop_bits = 1}};
    exchange.opened();
    for (const auto& request : {bus::Request::write_register(9, 0, 1), bus::Request::write_coil(9, 0, true)}) {
      const auto dead = exchange.exchange(request, 50ms).outcome;
      CHECK(dead.has_error() && dead.error().failure == bus::Failure::silent);
    }
    bool repeats = true;  // otherwise it refuses
    wire.on_reply = [&](VirtualWire::Reply& reply) {
      const auto function = reply.request[1];
      if (function == 5 || function == 6) {
        reply.bytes =
            repeats ? reply.request : with_checksum({reply.request[0], static_cast<std::uint8_t>(function | 0x80), 2});
      }
    };
    for (const auto& request : {bus::Request::write_register(21, 0, 1), bus::Request::write_coil(21, 0, true)}) {
      repeats = true;
      CHECK(!exchange.exchange(request, 50ms).outcome.has_error());
      repeats = false;
      const auto refused = exchange.exchange(request, 50ms).outcome;
      CHECK(refused.has_error() && refused.error().failure == bus::Failure::exception);
    }
  }
}

TEST(BadWire, WithAnEchoADeadUnitIsSilentAndNotDamaged) {
  wire().echo = true;
  RegisterPad dead{*office->bus, {.address = 9}};
  start();
  CHECK(office->run_until([&] { return dead.health().state == DeviceState::offline; }));
  UNSIGNED_LONGS_EQUAL(0, dead.health().damaged);
  CHECK(dead.health().last_error.starts_with("no answer"));
  office->bus->stop();
  office->io.restart();
  office->io.run();
}

TEST(BadWire, ALineThatIsNeverSilentIsOneFaultInWordsAndIsFoundWellAgain) {
  std::mt19937 dice{3};
  const std::function<std::uint8_t()> kinds[] = {[] { return std::uint8_t{0}; }, [] { return std::uint8_t{0xFF}; },
                                                 [&] { return static_cast<std::uint8_t>(dice()); }};
  start();
  for (const auto& kind : kinds) {
    // Groups of bytes with pauses between them, as adapters deliver them.
    for (const auto pause : {0ms, 16ms}) {
      const auto from = office->line->now();
      for (auto at = from; at < from + 40s; at += pause + 16 * office->line->rate.characters(1)) {
        Bytes lump(16);
        for (auto& byte : lump) {
          byte = kind();
        }
        wire().send_unasked(at, lump);
      }
      board->show({.text = "NONE"});
      office->changes.clear();
      CHECK(office->run_until([&] { return office->bus->health().state == DeviceState::offline; }, 5s));
      office->run_for(15s);
      CHECK(office->bus->health().state == DeviceState::offline);
      CHECK(office->bus->health().last_error.starts_with("the line is never silent"));
      CHECK(!office->bus->health().last_error_id.empty());
      for (const auto& health : office->bus->all_health()) {
        CHECK(health.state != DeviceState::online);
        CHECK((health.state == DeviceState::offline) == (health.name == "line counters"));
      }
      office->run_for(20s);
      UNSIGNED_LONGS_EQUAL(1, office->told("line counters", DeviceState::offline));
      CHECK(comes_to_show("A001", 5s));
      CHECK(press(1) < 1s);
      CHECK(office->bus->health().state == DeviceState::online);
      nobody_but_the_line_went_offline();
    }
  }
}

TEST(BadWire, TheBytesOfAnArbitrationAreNoNoise) {
  BusOn<WireLine> there{bus::BusSettings{}};
  there.line->wire.rig.add_pad(1);
  RegisterPad pad{*there.bus, {.address = 1}};
  std::uint16_t heard = 0;
  pad.on_reading([&](const PadReading& reading) { heard = reading.counters[0]; });
  std::mt19937 dice{11};
  unsigned questions = 0;
  bool damage = false;
  there.line->wire.on_reply = [&](VirtualWire::Reply& reply) {
    if (reply.request.front() == bus::to_all && !reply.bytes.empty()) {
      ++questions;
      reply.bytes.insert(reply.bytes.begin(), dice() % 12, 0xFF);
      if (damage && dice() % 5 == 0) {
        reply.bytes[dice() % reply.bytes.size()] ^= static_cast<std::uint8_t>(1U << dice() % 8);
      }
    }
  };
  there.start();
  there.run_for(3s);
  CHECK(questions > 50);
  for (std::uint16_t press = 1; press <= 40; ++press) {
    damage = press > 20;
    there.line->wire.at(there.line->now(), [](UnitRig& rig) { rig.hold(1, 1); });
    there.line->wire.at(there.line->now() + 100ms, [](UnitRig& rig) { rig.hold(1, 0); });
    CHECK(there.run_until([&] { return heard == press; }, 1s));
    there.run_for(300ms);
    if (!damage) {
      UNSIGNED_LONGS_EQUAL(0, there.bus->health().noise);
    }
  }
  CHECK(pad.health().state == DeviceState::online);
  there.line->wire.on_reply = {};
}

TEST(BadWire, WhatIsDamagedNowAndThenIsAskedAgain) {
  start();
  std::mt19937 dice{6};
  const std::function<void(Bytes&)> ways[] = {
      [&](Bytes& reply) { reply[dice() % reply.size()] ^= static_cast<std::uint8_t>(1U << dice() % 8); },
      [&](Bytes& reply) { reply.resize(dice() % reply.size()); },
      [&](Bytes& reply) { reply = random_bytes(dice, 1 + dice() % 60); },
      [&](Bytes& reply) {
        auto noise = random_bytes(dice, 1 + dice() % 300);
        reply.insert(reply.begin(), noise.begin(), noise.end());
      },
      [&](Bytes& reply) {
        auto noise = random_bytes(dice, 1 + dice() % 60);
        reply.insert(reply.end(), noise.begin(), noise.end());
      },
  };
  for (const auto& way : ways) {
    wire().on_reply = [&](VirtualWire::Reply& reply) {
      if (!reply.bytes.empty() && dice() % 5 == 0) {
        way(reply.bytes);
      }
    };
    for (int times = 0; times < 20; ++times) {
      // The fourth damaged reply in a row, with 300 bytes of noise, is followed by a pause of two seconds.
      CHECK(press(static_cast<std::uint8_t>(1 + times % pad_count)) < 3s);
      CHECK(comes_to_show("A" + std::to_string(100 + times)));
    }
  }
  nobody_went_offline();
}

TEST(BadWire, AReplyCutOrFlippedAnywhereIsAskedForAgainAtOnce) {
  start();
  for (std::size_t at = 0; at < bus::frame_bytes::news_reply; ++at) {
    for (const bool cut : {true, false}) {
      bool done = false;
      wire().on_reply = [&](VirtualWire::Reply& reply) {
        if (done || reply.request.front() != 1 || reply.bytes.size() != bus::frame_bytes::news_reply) {
          return;
        }
        done = true;
        if (cut) {
          reply.bytes.resize(at);
        } else {
          reply.bytes[at] ^= 0x10;
        }
      };
      const auto failures = pads[0]->health().damaged + pads[0]->health().timeouts;
      CHECK(press(1) < 400ms);
      CHECK(done);
      UNSIGNED_LONGS_EQUAL(failures + 1, pads[0]->health().damaged + pads[0]->health().timeouts);
      CHECK(!cut || at == 0 || pads[0]->health().last_error.find("stopped in the middle") != std::string::npos);
    }
  }
  nobody_went_offline();
}

TEST(BadWire, AUnitWhoseEveryReplyIsDamagedIsOfflineAndTheOthersDoNotNotice) {
  start();
  wire().on_reply = [&](VirtualWire::Reply& reply) {
    if (reply.request.front() == 2 && !reply.bytes.empty()) {
      reply.bytes.back() ^= 1;
    }
  };
  CHECK(office->run_until([&] { return pads[1]->health().state == DeviceState::offline; }, 10s));
  CHECK(pads[1]->health().last_error.find("checksum") != std::string::npos);
  UNSIGNED_LONGS_EQUAL(1, office->told("pad 2 on counters", DeviceState::offline));
  wire().on_reply = {};
  CHECK(office->run_until([&] { return pads[1]->health().state == DeviceState::online; }, 6s));
}

TEST(BadWire, ALateReplyIsNotTakenForAnotherUnits) {
  start();
  int late = 0;
  wire().on_reply = [&](VirtualWire::Reply& reply) {
    if (reply.request.front() == 21 && reply.request[1] != 4 && late < 2 && !reply.bytes.empty()) {
      ++late;
      reply.begins = 60ms;
    }
  };
  CHECK(comes_to_show("B002"));
  CHECK(late > 0);
  CHECK(press(1) < 1s);
  nobody_went_offline();
}

// The cost of a press while unit 4 misbehaves in different ways: no other unit goes offline, the presses of
// the others take a tenth longer at most on average, and none of them waits for longer than one lost exchange
// takes.
TEST(BadWire, AUnitThatBabblesCostsTheOthersATenthAtMost) {
  start();
  std::mt19937 dice{11};
  const auto measure = [&] {
    std::vector<double> took;
    for (int times = 0; times < 300; ++times) {
      office->run_for(std::chrono::milliseconds(dice() % 400));
      took.push_back(
          std::chrono::duration<double, std::milli>(press(static_cast<std::uint8_t>(1 + times % 3))).count());
    }
    std::sort(took.begin(), took.end());
    return took;
  };
  const auto mean = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  const auto healthy = measure();
  const auto each_asked = [this](std::function<void(VirtualWire::Reply&)> change) {
    wire().on_reply = [change = std::move(change)](VirtualWire::Reply& reply) {
      if (reply.request.front() == 4 && !reply.bytes.empty()) {
        change(reply);
      }
    };
  };
  const auto unasked = [&](std::chrono::milliseconds every, const std::function<Bytes()>& bytes) {
    const auto from = office->line->now();
    for (auto at = from; at < from + 400s; at += every + std::chrono::milliseconds(dice() % 200)) {
      wire().send_unasked(at, bytes());
    }
  };
  const struct {
    const char* what;
    std::function<void()> begin;
    bool offline;  // the unit is detected
  } rows[] = {
      {"it babbles for up to 256 bytes after each request to it",
       [&] {
         each_asked([&](auto& reply) {
           reply.bytes = random_bytes(dice, 1 + dice() % 256);
           reply.begins = std::chrono::milliseconds(dice() % 50);
         });
       },
       true},
      {"its answers are far too long", [&] { each_asked([&](auto& reply) { reply.bytes = random_bytes(dice, 250); }); },
       true},
      {"its answers go on and on",
       [&] {
         each_asked([&](auto& reply) {
           const auto more = random_bytes(dice, 200);
           reply.bytes.insert(reply.bytes.end(), more.begin(), more.end());
         });
       },
       false},
      {"its answers are late", [&] { each_asked([](auto& reply) { reply.begins = 70ms; }); }, true},
      {"its answers are very late", [&] { each_asked([](auto& reply) { reply.begins = 300ms; }); }, true},
      {"it answers with noise", [&] { each_asked([&](auto& reply) { reply.bytes = random_bytes(dice, 12); }); }, true},
      {"it sends noise unasked", [&] { unasked(1500ms, [&] { return random_bytes(dice, 12); }); }, false},
      {"it sends good frames unasked", [&] { unasked(1500ms, [] {
                                               return with_checksum({4, 4, 2, 0, 7});
                                             }); }, false},
      {"it sends much noise unasked", [&] { unasked(4000ms, [&] { return random_bytes(dice, 120); }); }, false},
  };
  for (const auto& row : rows) {
    wire().on_reply = {};
    office->run_for(10s);
    row.begin();
    office->run_for(10s);  // the unit is detected
    office->changes.clear();
    const auto disturbed = measure();
    CHECK_TEXT(mean(disturbed) <= 1.10 * mean(healthy), row.what);
    // The worst press waits for one exchange with the bad unit: 50 ms and 256 characters.
    CHECK_TEXT(disturbed.back() <= healthy.back() + 190, row.what);
    CHECK_TEXT(row.offline == (pads[3]->health().state == DeviceState::offline), row.what);
    for (const auto& change : office->changes) {
      CHECK_TEXT(change.name == "pad 4 on counters" || change.state != DeviceState::offline, row.what);
    }
    // It stops.
    wire().forget_unasked();
  }
}

// One that also babbles into one of ten requests to others takes more of the line than a tenth, whatever is
// asked of it: 67 ms on average, where an exchange takes 10. Nothing is lost, and the alarm names the right
// one.
TEST(BadWire, AUnitThatAlsoBabblesIntoRequestsToOthersIsFoundByWhoWasAsked) {
  start();
  std::mt19937 dice{17};
  wire().on_reply = [&](VirtualWire::Reply& reply) {
    const auto babble = random_bytes(dice, 1 + dice() % 256);
    const std::chrono::milliseconds after(dice() % 50);
    if (reply.request.front() == 4) {
      reply.bytes = babble;
      reply.begins = after;
    } else if (dice() % 10 == 0) {
      wire().send_unasked(wire().now() + office->line->rate.characters(reply.request.size()) + after, babble);
    }
  };
  CHECK(office->run_until([&] { return pads[3]->health().state == DeviceState::offline; }, 30s));
  for (int times = 0; times < 100; ++times) {
    CHECK(press(static_cast<std::uint8_t>(1 + times % 3)) < 5s);
  }
  for (const auto& change : office->changes) {
    CHECK_TEXT(change.name == "pad 4 on counters" || change.state != DeviceState::offline, change.name.c_str());
  }
  CHECK(pads[3]->health().state == DeviceState::offline);
}
