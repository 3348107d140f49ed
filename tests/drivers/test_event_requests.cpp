// Events of pads, from their firmware to the driver, on virtual time.
#include <algorithm>
#include <random>

#include "bus_fixture.hpp"
#include "call_pad/presses.hpp"
#include "call_pad/register_pad.hpp"
#include "led_board/register_board.hpp"
#include "serial_bus/event_requests.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;
using Fault = SimulatedLine::Fault;

namespace {

bool is_question(const bus::Request& request) { return request.is_arbitrated(); }
bool is_enabling(const bus::Request& request) {
  return request.function == bus::Function::extension && !request.is_arbitrated();
}

}  // namespace

TEST_GROUP(EventRequests) {
  static constexpr std::uint8_t pad_count = 12;
  std::unique_ptr<BusFixture> office;
  std::vector<std::unique_ptr<RegisterPad>> pads;
  std::array<std::array<std::uint16_t, button_count>, pad_count + 2> heard{};
  std::vector<PadReading> readings;

  void build(bool events, std::uint8_t count = pad_count) {
    bus::BusSettings settings;
    settings.events = events;
    office = std::make_unique<BusFixture>(settings);
    for (std::uint8_t address = 1; address <= count; ++address) {
      office->line->rig.add_pad(address);
      attach(address);
    }
  }
  void attach(std::uint8_t address) {
    pads.push_back(std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = address}));
    pads.back()->on_reading([this, address](const PadReading& reading) {
      heard[address] = reading.counters;
      readings.push_back(reading);
    });
  }
  void start() {
    office->start();
    office->run_for(5s);
    office->line->requests.clear();
    readings.clear();
  }
  void teardown() override {
    if (office) {
      office->line->fault = [](const bus::Request&) { return Fault::none; };
      office->bus->stop();
      office->io.restart();
      office->io.run();
    }
    decltype(pads){}.swap(pads);
    office.reset();
    readings = {};
  }
  std::size_t count(bool (*what)(const bus::Request&)) const {
    const auto& all = office->line->requests;
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), what));
  }
  bool comes(std::uint8_t pad, std::uint16_t presses, unsigned button = 0, std::chrono::nanoseconds limit = 1s) {
    return office->run_until([&] { return heard[pad][button] == presses; }, limit);
  }
};

TEST(EventRequests, AskAllPadsAtOnceAndEachOnlyNowAndThen) {
  build(true);
  start();
  office->run_for(10s);
  const auto questions = count(is_question);
  const auto others = office->line->requests.size() - questions;
  CHECK(questions > 350);
  // Each of twelve pads by itself every two seconds.
  CHECK(others >= 50 && others <= 70);
  for (const auto& pad : pads) {
    CHECK(pad->health().state == DeviceState::online);
  }
  UNSIGNED_LONGS_EQUAL(1 + pad_count, office->bus->all_health().size());
}

TEST(EventRequests, BringEveryPressOfEveryPadAndButton) {
  build(true);
  start();
  unsigned by_question = 0;
  for (std::uint16_t press = 1; press <= 3; ++press) {
    for (std::uint8_t pad = 1; pad <= pad_count; ++pad) {
      for (unsigned button = 0; button < button_count; ++button) {
        office->line->rig.press(pad, button);
        CHECK(comes(pad, press, button));
        by_question += is_question(office->line->requests.back()) ? 1 : 0;
      }
    }
  }
  CHECK(by_question > 3 * pad_count * button_count * 9 / 10);  // the others met the proof of life of their pad
}

TEST(EventRequests, TakeAsLongForTwelvePadsAsForOne) {
  const auto longest_wait = [&](std::uint8_t pad_number) {
    build(true, pad_number);
    start();
    std::mt19937 dice{7};
    bus::Nanoseconds sum{0};
    for (std::uint16_t press = 1; press <= 200; ++press) {
      office->run_for(std::chrono::milliseconds{100 + dice() % 100});
      office->line->rig.press(1, 0);
      const auto from = office->line->now();
      CHECK(comes(1, press));
      sum += office->line->now() - from;
    }
    teardown();
    return sum / 200;
  };
  const auto one = longest_wait(1);
  const auto twelve = longest_wait(12);
  CHECK(twelve < one * 13 / 10);
  CHECK(twelve < 30ms);
}

TEST(EventRequests, AreNotMadeWhereTheSettingsSayNo) {
  build(false);
  start();
  office->run_for(2s);
  UNSIGNED_LONGS_EQUAL(0, count(is_question) + count(is_enabling));
}

TEST(EventRequests, LeavePadsOfTheFirstLayoutAndBoardsInTheRound) {
  build(true, 2);
  office->line->rig.add_first_pad(3);
  attach(3);
  office->line->rig.add_board(21);
  RegisterBoard board{*office->bus, {.address = 21}};
  start();
  board.show({.text = "A001"});
  CHECK(office->run_until([&] { return office->line->rig.shown(21) == "A001    "; }, 1s));
  office->line->rig.press(3, WIRE_BUTTON_DONE);
  CHECK(comes(3, 1, WIRE_BUTTON_DONE));
  office->line->rig.press(1, WIRE_BUTTON_DONE);
  CHECK(comes(1, 1, WIRE_BUTTON_DONE));
  office->line->requests.clear();
  office->run_for(2s);
  const auto polls = std::count_if(office->line->requests.begin(), office->line->requests.end(), [](const auto& each) {
    return each.unit == 3 && each.function == bus::Function::read_input;
  });
  CHECK(polls > 40);
  teardown();
}

TEST(EventRequests, KeepTheLineFreeForTheAnswerToAPress) {
  build(true, 2);
  office->line->rig.add_board(21);
  RegisterBoard board{*office->bus, {.address = 21}};
  pads[0]->on_reading([&](const PadReading& reading) {
    boost::asio::post(office->io,
                      [&, presses = reading.counters[0]] { board.show({.text = "A00" + std::to_string(presses)}); });
  });
  start();
  office->line->rig.press(1, 0);
  CHECK(office->run_until([&] { return office->line->rig.shown(21) == "A001    "; }, 1s));
  const auto& requests = office->line->requests;
  LONGS_EQUAL(21, requests.back().unit);
  CHECK(is_question(requests[requests.size() - 2]));
  teardown();
}

TEST(EventRequests, ARestartedPadIsSwitchedOnAgainAndNothingIsLost) {
  build(true, 3);
  start();
  office->line->rig.press(2, 0);
  CHECK(comes(2, 1));
  office->line->rig.restart(2);
  CHECK(office->run_until(
      [&] { return !readings.empty() && readings.back().boot_id == office->line->rig.pad(2).boot_id; }, 1s));
  CHECK(office->run_until([&] { return count(is_enabling) == 1; }, 1s));
  office->run_for(1s);
  office->line->rig.press(2, WIRE_BUTTON_RECALL);
  CHECK(comes(2, 1, WIRE_BUTTON_RECALL));
  CHECK(is_question(office->line->requests.back()));
}

TEST(EventRequests, APressRightAfterTheRestartIsFoundToo) {
  build(true, 3);
  start();
  office->line->rig.restart(2);
  office->line->rig.press(2, WIRE_BUTTON_DONE);
  CHECK(comes(2, 1, WIRE_BUTTON_DONE));
  UNSIGNED_LONGS_EQUAL(office->line->rig.pad(2).boot_id, readings.back().boot_id);
}

TEST(EventRequests, APadThatIsGoneIsFoundOutThoughTheOthersAnswerForIt) {
  build(true, 3);
  start();
  office->line->rig.set_dead(2, true);
  CHECK(office->run_until([&] { return pads[1]->health().state == DeviceState::offline; }, 5s));
  office->line->rig.press(1, 0);
  CHECK(comes(1, 1));
  CHECK(is_question(office->line->requests.back()));
  office->line->rig.set_dead(2, false);
  CHECK(office->run_until([&] { return pads[1]->health().state == DeviceState::online; }, 10s));
  office->run_for(1s);
  office->line->rig.press(2, 0);
  CHECK(comes(2, 1));
  CHECK(is_question(office->line->requests.back()));
}

TEST(EventRequests, ThePadsArePolledWhenNobodyAnswersTheQuestion) {
  build(true, 3);
  start();
  office->line->fault = [](const bus::Request& request) {
    return is_question(request) ? Fault::request_lost : Fault::none;
  };
  office->run_for(2s);
  office->line->requests.clear();
  office->line->rig.press(2, WIRE_BUTTON_DONE);
  CHECK(comes(2, 1, WIRE_BUTTON_DONE));
  office->run_for(1s);
  CHECK(std::count_if(office->line->requests.begin(), office->line->requests.end(),
                      [](const auto& each) { return each.function == bus::Function::read_news; }) > 30);
  office->line->fault = [](const bus::Request&) { return Fault::none; };
  office->run_for(10s);
  office->line->requests.clear();
  office->run_for(2s);
  CHECK(count(is_question) > 60);
  for (const auto& change : office->changes) {
    CHECK(change.name.find("events") == std::string::npos);
  }
}

TEST(EventRequests, LoseAndDoubleNoPressWhateverTheLineLoses) {
  build(true, 4);
  std::mt19937 dice{20261128};
  const Fault faults[] = {Fault::none,         Fault::none,       Fault::none,
                          Fault::request_lost, Fault::reply_lost, Fault::reply_damaged};
  std::array<std::optional<AcknowledgedPresses>, 5> acknowledged;
  std::array<std::array<unsigned, button_count>, 5> acted{};
  for (std::uint8_t address = 1; address <= 4; ++address) {
    pads[address - 1U]->on_reading([&, address](const PadReading& reading) {
      const auto fresh = presses_since(reading, acknowledged[address]);
      CHECK(fresh.alarm == PressAlarm::none);
      for (std::size_t button = 0; button < button_count; ++button) {
        acted[address][button] += fresh.count[button];
      }
      acknowledged[address] = fresh.acknowledge;
    });
  }
  office->start();
  CHECK(office->run_until([&] {
    return std::all_of(acknowledged.begin() + 1, acknowledged.end(), [](const auto& each) { return each.has_value(); });
  }));
  office->run_for(1s);
  office->line->fault = [&](const bus::Request&) { return faults[dice() % std::size(faults)]; };
  std::array<std::array<unsigned, button_count>, 5> pressed{};
  for (int press = 0; press < 400; ++press) {
    const auto pad = 1 + dice() % 4;
    const auto button = dice() % button_count;
    office->line->rig.press(static_cast<std::uint8_t>(pad), static_cast<unsigned>(button));
    ++pressed[pad][button];
    office->run_for(std::chrono::milliseconds{dice() % 300});
    if (press % 100 == 50) {
      CHECK(office->run_until([&] { return acted == pressed; }, 600s));
      office->line->rig.restart(static_cast<std::uint8_t>(pad));
    }
  }
  CHECK(office->run_until([&] { return acted == pressed; }, 600s));
  office->run_for(10s);
  CHECK(acted == pressed);
}

TEST_GROUP(EventPackets) {
  struct Listener final : bus::EventListener {
    void event(const bus::Event& event, MonotonicTime, MonotonicTime) override { events.push_back(event); }
    void restarted(MonotonicTime) override { ++restarts; }
    std::vector<bus::Event> events;
    unsigned restarts = 0;
  };
  bus::EventRequests requests;
  Listener one, other;
  MonotonicTime now{1h};

  void teardown() override {
    one.events = {};
    other.events = {};
  }
  bus::Registers ask(const bus::Outcome& answer) {
    auto request = requests.next(bus::Urgency::in_turn, now);
    now += 20ms;
    requests.finished(request, answer, now);
    auto values = std::move(request.values);
    values.erase(values.begin());
    return values;  // lowest address, bytes, acknowledged unit and flag
  }
  static bus::Outcome silence() {
    return bus::ExchangeFailure{.failure = bus::Failure::silent, .code = 0, .detail = {}};
  }
  static bus::Outcome packet(std::uint16_t unit, std::uint16_t flag, std::uint16_t value) {
    return bus::Registers{unit, 0x11, flag, 0, 6, 2, 4, 0, 3, value, 0};
  }
};

TEST(EventPackets, AreAcknowledgedUntilAnotherPacketHasCome) {
  requests.join(1, one);
  requests.join(2, other);
  CHECK((ask(packet(1, 1, 5)) == bus::Registers{0, 64, 0, 0}));
  CHECK((ask(silence()) == bus::Registers{0, 64, 1, 1}));
  CHECK((ask(packet(1, 0, 5)) == bus::Registers{0, 64, 1, 1}));
  CHECK((ask(packet(2, 0, 7)) == bus::Registers{0, 64, 0, 0}));
  CHECK((ask(bus::Registers{bus::to_all, 0x12}) == bus::Registers{0, 64, 2, 0}));
  CHECK((ask(silence()) == bus::Registers{0, 64, 0, 0}));
  UNSIGNED_LONGS_EQUAL(2, one.events.size());
  UNSIGNED_LONGS_EQUAL(5, one.events[0].value);
  UNSIGNED_LONGS_EQUAL(7, other.events[0].value);
}

TEST(EventPackets, ThatMayBeLateAnswersAreTakenAndNotAcknowledged) {
  requests.join(1, one);
  ask(silence());
  ask(packet(1, 1, 3));  // perhaps sent before the unit counted a fourth press
  UNSIGNED_LONGS_EQUAL(1, one.events.size());
  CHECK((ask(packet(1, 1, 4)) == bus::Registers{0, 64, 0, 0}));
  CHECK((ask(bus::Registers{bus::to_all, 0x12}) == bus::Registers{0, 64, 1, 1}));
  UNSIGNED_LONGS_EQUAL(2, one.events.size());
}

TEST(EventPackets, GoToTheUnitThatSentThem) {
  requests.join(1, one);
  ask(bus::Registers{1, 0x11, 0, 0, 16, 0, 0x0F, 0, 0, 2, 4, 0, 3, 0x34, 0x12, 2, 4, 0, 6, 1, 0});
  LONGS_EQUAL(1, one.restarts);
  UNSIGNED_LONGS_EQUAL(2, one.events.size());
  UNSIGNED_LONGS_EQUAL(0x1234, one.events[0].value);
  UNSIGNED_LONGS_EQUAL(6, one.events[1].id);
  ask(packet(9, 0, 1));  // nobody's
  UNSIGNED_LONGS_EQUAL(2, one.events.size());
}

TEST(EventPackets, ThatEndTooSoonAreTakenAsFarAsTheyGo) {
  requests.join(1, one);
  ask(bus::Registers{1, 0x11, 0, 0, 9, 2, 4, 0, 3, 1, 0, 2, 4, 0});
  ask(bus::Registers{1, 0x11, 1, 0, 5, 2, 4, 0, 3, 1});
  UNSIGNED_LONGS_EQUAL(1, one.events.size());
}

TEST(EventPackets, OfATalkativeUnitAreLeftOutNowAndThen) {
  requests.join(1, one);
  requests.join(2, other);
  unsigned passed_over = 0;
  for (std::uint16_t times = 0; times < 20; ++times) {
    passed_over += ask(packet(1, times % 2, times))[0] == 2 ? 1 : 0;
  }
  CHECK(passed_over >= 3 && passed_over <= 6);
}

TEST(EventPackets, ARestartEndsAnAcknowledgementThatWasStillToBeSent) {
  requests.join(1, one);
  ask(packet(1, 1, 5));
  requests.leave(1);
  requests.join(1, one);
  CHECK((ask(silence()) == bus::Registers{0, 64, 0, 0}));
}

TEST(EventPackets, AreAskedForOnlyWhileSomebodyListens) {
  CHECK(requests.urgency(now) == bus::Urgency::none);
  requests.join(1, one);
  requests.join(1, one);
  CHECK(requests.urgency(now) == bus::Urgency::in_turn);
  CHECK_FALSE(requests.works(now));
  ask(bus::Registers{bus::to_all, 0x12});
  CHECK(requests.works(now + 500ms));
  CHECK_FALSE(requests.works(now + 501ms));
  ask(silence());
  CHECK_FALSE(requests.works(now));
  requests.leave(1);
  CHECK(requests.urgency(now) == bus::Urgency::none);
}
