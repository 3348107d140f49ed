#include <algorithm>
#include <random>

#include "bus_fixture.hpp"
#include "call_pad/presses.hpp"
#include "call_pad/register_pad.hpp"
#include "led_board/register_board.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;
using Fault = SimulatedLine::Fault;

TEST_GROUP(RegisterPad) {
  std::unique_ptr<BusFixture> office;
  std::unique_ptr<RegisterPad> pad;
  std::vector<PadReading> readings;
  std::vector<Button> shown;  ///< flashes

  void setup() override {
    office = std::make_unique<BusFixture>();
    office->line->rig.add_pad(1);
    pad = std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = 1});
    pad->on_reading([this](const PadReading& reading) { readings.push_back(reading); });
    pad->on_flash_shown([this](Button button) { shown.push_back(button); });
  }
  void teardown() override {
    office.reset();
    pad.reset();
    readings = {};
    shown = {};
  }
  /// In place of the pad of layout 2.
  void have_first_pad() { office->line->rig.add_first_pad(1); }
  bool hears(std::uint16_t presses, std::size_t button = 0) {
    return office->run_until([&] { return !readings.empty() && readings.back().counters[button] == presses; }, 3s);
  }
  /// A press while every exchange writes lamps, so that none is only a poll.
  void hears_while_lamps_change(unsigned button) {
    std::uint8_t waiting = 0;
    const auto change = [&] {
      waiting = static_cast<std::uint8_t>((waiting + 1) % 100);
      pad->set({.lamps = {waiting % 2 == 0 ? Lamp::on : Lamp::off}, .waiting = waiting});
    };
    office->run_until([&] {
      change();
      return office->line->requests.back().function == bus::Function::write_read;
    });
    office->line->requests.clear();
    office->line->rig.press(1, button);
    CHECK(office->run_until(
        [&] {
          change();
          return readings.back().counters[button] == 1;
        },
        3s));
  }
  /// The lamp words that were sent.
  std::vector<std::uint16_t> lamps_told() const {
    std::vector<std::uint16_t> told;
    for (const auto& request : office->line->requests) {
      if (!request.values.empty()) {
        told.push_back(request.values.front());
      }
    }
    return told;
  }
  /// The lamp words that are sent when a second press of a button is refused while the flash for the first is
  /// on the wire, and `fault` happens to that exchange.
  std::vector<std::uint16_t> told_when_refused_in_flight(Fault fault) {
    pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
    office->start();
    CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
    office->line->requests.clear();
    bool again = true;
    office->line->fault = [&](const bus::Request& request) {
      const bool flash = !request.values.empty() && (request.values.front() & 0x000F) == WIRE_LAMP_REFUSED;
      if (!flash || !std::exchange(again, false)) {
        return Fault::none;
      }
      pad->flash_refusal(Button::next);
      return fault;
    };
    pad->flash_refusal(Button::next);
    office->run_for(5s);
    return lamps_told();
  }
  const call_pad& device() { return office->line->rig.pad(1); }
  std::string digits() {
    char lit[CALL_PAD_DIGITS];
    call_pad_digits(&device(), lit);
    return {lit, sizeof lit};
  }
};

TEST(RegisterPad, ReportsWhatItReadsFirst) {
  office->start();
  CHECK(hears(0));
  CHECK((readings.front().pad == PadId{"counters", 1}));
  LONGS_EQUAL(device().boot_id, readings.front().boot_id);
  CHECK(pad->health().state == DeviceState::online);
}

TEST(RegisterPad, ReportsEveryPressAndNothingElse) {
  office->start();
  CHECK(hears(0));
  for (std::uint16_t press = 1; press <= 5; ++press) {
    office->line->rig.press(1, WIRE_BUTTON_RECALL);
    CHECK(hears(press, 1));
  }
  office->run_for(10s);
  UNSIGNED_LONGS_EQUAL(6, readings.size());
}

TEST(RegisterPad, IsAskedForOneRegisterWhileThereIsNoNews) {
  office->start();
  CHECK(hears(0));
  office->run_for(100ms);
  office->line->requests.clear();
  office->run_for(10s);
  const auto polls = office->line->requests.size();
  CHECK(polls > 500);
  for (const auto& request : office->line->requests) {
    CHECK(request.function == bus::Function::read_news);
  }
}

TEST(RegisterPad, OfTheFirstLayoutIsAskedForOneRegisterWhileThereIsNoNews) {
  have_first_pad();
  office->start();
  CHECK(hears(0));
  office->run_for(100ms);
  office->line->requests.clear();
  office->run_for(10s);
  CHECK(office->line->requests.size() > 500);
  for (const auto& request : office->line->requests) {
    CHECK(request.function == bus::Function::read_input);
    LONGS_EQUAL(WIRE_PAD_IN_NEWS, request.read_at);
    LONGS_EQUAL(1, request.read_count);
  }
}

TEST(RegisterPad, BehindAGatewayIsAskedInAFunctionThatGatewaysKnow) {
  bus::BusSettings behind_gateway;
  CHECK(behind_gateway.events);
  behind_gateway.where = bus::TcpGateway{};
  BusFixture there{behind_gateway};
  there.line->rig.add_pad(1);
  RegisterPad far{*there.bus, {.address = 1}};
  there.start();
  there.run_for(1s);
  CHECK((there.line->requests.back() == bus::Request::read_input(1, WIRE_PAD_IN_NEWS_BY_BUTTON, 1)));
  there.end();
}

TEST(RegisterPad, ShowsLampsAndWaitingCount) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::slow_blink, Lamp::fast_blink}, .waiting = 7});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x3201; }));
  STRCMP_EQUAL(" 7", digits().c_str());
  pad->set({.lamps = {Lamp::off, Lamp::off, Lamp::off, Lamp::off}, .waiting = 250});
  CHECK(office->run_until([&] { return device().lamps_written == 0; }));
  STRCMP_EQUAL("99", digits().c_str());
  pad->set({});
  CHECK(office->run_until([&] { return digits() == "--"; }));
}

TEST(RegisterPad, GetsTheLatestOfManyWaitingCounts) {
  office->start();
  CHECK(hears(0));
  office->line->requests.clear();
  for (std::uint8_t waiting = 0; waiting <= 42; ++waiting) {
    pad->set({.lamps = {}, .waiting = waiting});
  }
  CHECK(office->run_until([&] { return digits() == "42"; }));
  office->run_for(5s);
  LONGS_EQUAL(1, std::count_if(office->line->requests.begin(), office->line->requests.end(),
                               [](const auto& request) { return request.function == bus::Function::write_read; }));
}

TEST(RegisterPad, IsToldItsLampsWithItsPoll) {
  office->start();
  CHECK(hears(0));
  office->line->requests.clear();
  pad->set({.lamps = {Lamp::on}, .waiting = 3});
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  const auto& told = office->line->requests.back();
  CHECK(told.function == bus::Function::write_read);
  LONGS_EQUAL(WIRE_PAD_NEWS_BY_BUTTON, told.read_at);
  LONGS_EQUAL(1, told.read_count);
}

TEST(RegisterPad, OfTheFirstLayoutIsToldItsLampsWithItsPoll) {
  have_first_pad();
  office->start();
  CHECK(hears(0));
  pad->set({.lamps = {Lamp::on}, .waiting = 3});
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  const auto& told = office->line->requests.back();
  CHECK(told.function == bus::Function::write_read);
  LONGS_EQUAL(WIRE_PAD_NEWS, told.read_at);
  LONGS_EQUAL(1, told.read_count);
}

TEST(RegisterPad, NeedsNoSecondReadForAPress) {
  office->start();
  CHECK(hears(0));
  office->run_for(1s);
  for (std::uint16_t press = 1; press <= 20; ++press) {
    office->line->requests.clear();
    office->line->rig.press(1, WIRE_BUTTON_NO_SHOW);
    CHECK(hears(press, WIRE_BUTTON_NO_SHOW));
    CHECK((office->line->requests.back() == bus::Request::read_news(1)));
    office->run_for(300ms);
  }
}

TEST(RegisterPad, NeedsNoSecondReadForAPressThatItsLampsBring) {
  office->start();
  CHECK(hears(0));
  office->run_for(2s);
  hears_while_lamps_change(WIRE_BUTTON_DONE);
  CHECK(office->line->requests.back().function == bus::Function::write_read);
  LONGS_EQUAL(WIRE_PAD_NEWS_BY_BUTTON, office->line->requests.back().read_at);
}

TEST(RegisterPad, IsCheckedByItsCountersSomeSecondsAfterAPress) {
  office->start();
  CHECK(hears(0));
  office->run_for(10s);
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  CHECK(hears(1));
  office->line->requests.clear();
  office->run_for(6s);
  CHECK(std::any_of(office->line->requests.begin(), office->line->requests.end(),
                    [](const auto& request) { return request.read_count >= WIRE_PAD_READ_REGISTERS; }));
}

TEST(RegisterPad, IsReadInFullForAPressAfterAnExchangeFailed) {
  office->start();
  CHECK(hears(0));
  office->run_for(1s);
  bool once = true;
  office->line->fault = [&](const bus::Request&) {
    return std::exchange(once, false) ? Fault::reply_lost : Fault::none;
  };
  CHECK(office->run_until([&] { return !once; }));
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  CHECK(hears(1));
  CHECK(office->line->requests.back().function == bus::Function::read_holding);
}

TEST(RegisterPad, IsCertainAgainSoonAfterAnExchangeFailed) {
  office->start();
  CHECK(hears(0));
  office->run_for(1s);
  bool once = true;
  office->line->fault = [&](const bus::Request&) {
    return std::exchange(once, false) ? Fault::reply_lost : Fault::none;
  };
  CHECK(office->run_until([&] { return !once; }));
  office->run_for(2s);
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  CHECK(hears(1));
  CHECK((office->line->requests.back() == bus::Request::read_news(1)));
}

TEST(RegisterPad, IsNotReadInFullForNothingWhenItIsAskedTooSeldomToBeCertain) {
  // Dead units make the round longer than a word is certain.
  office->start();
  CHECK(hears(0));
  office->run_for(1s);
  office->line->requests.clear();
  const auto until = office->line->now() + 20s;
  while (office->line->now() < until) {
    office->line->stand_still(300ms);
    office->run_for(1ms);
  }
  CHECK(std::none_of(office->line->requests.begin(), office->line->requests.end(),
                     [](const auto& request) { return request.read_count >= WIRE_PAD_READ_REGISTERS; }));
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  office->line->stand_still(300ms);
  CHECK(hears(1));
}

TEST(RegisterPad, IsReadInFullForAPressAfterItRestarted) {
  office->start();
  CHECK(hears(0));
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  CHECK(hears(1));
  office->line->rig.restart(1);
  office->line->rig.press(1, WIRE_BUTTON_RECALL);
  CHECK(hears(1, WIRE_BUTTON_RECALL));
  CHECK(office->line->requests.back().function == bus::Function::read_holding);
  LONGS_EQUAL(device().boot_id, readings.back().boot_id);
  UNSIGNED_LONGS_EQUAL(0, readings.back().counters[WIRE_BUTTON_NEXT]);
}

TEST(RegisterPad, IsReadInFullAfterTheLineBroughtALateReply) {
  office->start();
  CHECK(hears(0));
  office->run_for(1s);
  bool late = true;
  office->line->fault = [&](const bus::Request&) {
    return std::exchange(late, false) ? Fault::reply_late : Fault::none;
  };
  CHECK(office->run_until([&] { return !late; }));
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  CHECK(hears(1));
  const auto heard = readings.size();
  bool arrives = true;
  office->line->fault = [&](const bus::Request& request) {
    return request.function == bus::Function::read_news && std::exchange(arrives, false) ? Fault::late_arrives
                                                                                         : Fault::none;
  };
  CHECK(office->run_until([&] { return !arrives; }));
  office->run_for(2s);
  for (auto at = heard; at < readings.size(); ++at) {
    UNSIGNED_LONGS_EQUAL(1, readings[at].counters[0]);
  }
}

TEST(RegisterPad, IsOfTheFirstLayoutIfItDoesNotKnowTheQuestion) {
  have_first_pad();
  office->line->fault = [](const bus::Request& request) {
    return request.function == bus::Function::report_id ? Fault::request_lost : Fault::none;
  };
  office->start();
  CHECK(hears(0));
  for (std::uint16_t press = 1; press <= 5; ++press) {
    office->run_for(20s);
    office->line->rig.press(1, WIRE_BUTTON_NEXT);
    CHECK(hears(press));
    CHECK(office->line->requests.back().function == bus::Function::read_holding);
  }
  CHECK(pad->health().state == DeviceState::online);
}

TEST(RegisterPad, IsAskedAgainWhatItIsUntilItHasAnswered) {
  office->line->fault = [](const bus::Request& request) {
    return request.function == bus::Function::report_id ? Fault::request_lost : Fault::none;
  };
  office->start();
  CHECK(hears(0));
  office->run_for(5s);
  office->line->fault = [](const bus::Request&) { return Fault::none; };
  office->run_for(15s);
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  CHECK(hears(1));
  CHECK((office->line->requests.back() == bus::Request::read_news(1)));
}

TEST(RegisterPad, OfTheFirstLayoutInPlaceOfTheOtherIsFoundOut) {
  office->start();
  CHECK(hears(0));
  office->run_for(1s);
  have_first_pad();  // so quickly that no exchange failed
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  CHECK(hears(1));
  CHECK(pad->health().state == DeviceState::online);
  office->run_for(10s);
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  CHECK(hears(2));
  CHECK(office->line->requests.back().function == bus::Function::read_holding);
}

TEST(RegisterPad, WorksBesideOneOfTheFirstLayoutOnTheSameLine) {
  office->line->rig.add_first_pad(2);
  RegisterPad first{*office->bus, {.address = 2}};
  std::uint16_t first_heard = 0;
  first.on_reading([&](const PadReading& reading) { first_heard = reading.counters[WIRE_BUTTON_DONE]; });
  office->start();
  CHECK(hears(0));
  office->run_for(1s);
  for (std::uint16_t press = 1; press <= 10; ++press) {
    office->line->rig.press(1, WIRE_BUTTON_DONE);
    office->line->rig.press(2, WIRE_BUTTON_DONE);
    office->line->requests.clear();
    CHECK(office->run_until([&] { return first_heard == press && readings.back().counters[3] == press; }, 1s));
    for (const auto& request : office->line->requests) {
      CHECK(request.unit == 2 || request.read_count == 1);
    }
    LONGS_EQUAL(1, std::count_if(office->line->requests.begin(), office->line->requests.end(),
                                 [](const auto& request) { return request.read_count >= WIRE_PAD_READ_REGISTERS; }));
    office->run_for(150ms);
  }
  office.reset();
}

TEST(RegisterPad, IsHeardByTheExchangeThatTellsItsLamps) {
  have_first_pad();
  office->start();
  CHECK(hears(0));
  office->run_for(100ms);
  hears_while_lamps_change(WIRE_BUTTON_NEXT);
  const auto& requests = office->line->requests;
  CHECK(std::none_of(requests.begin(), requests.end(),
                     [](const auto& request) { return request.function == bus::Function::read_input; }));
  CHECK(requests.back().function == bus::Function::read_holding);
  CHECK(std::prev(requests.end(), 2)->function == bus::Function::write_read);
}

TEST(RegisterPad, IsReadNowAndThenHoweverMuchThereIsToTellIt) {
  office->start();
  CHECK(hears(0));
  office->line->rig.hold(1, 1U << WIRE_BUTTON_DONE);
  CHECK(hears(1, 3));
  // There is no news for this; only reading the counters shows it.
  for (const std::uint8_t held : {std::uint8_t{8}, std::uint8_t{0}}) {
    office->line->rig.hold(1, held);
    std::uint8_t waiting = 0;
    CHECK(office->run_until(
        [&] {
          waiting = static_cast<std::uint8_t>((waiting + 1) % 100);
          pad->set({.lamps = {waiting % 2 == 0 ? Lamp::on : Lamp::off}, .waiting = waiting});
          return readings.back().held == held;
        },
        6s));
  }
}

TEST(RegisterPad, HasMoreToBringThanItsPollUntilLampsAndFlashesAreShown) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 7});
  office->start();
  CHECK(hears(0));
  office->run_for(2s);
  CHECK_FALSE(office->bus->work_waits());
  pad->set({.lamps = {Lamp::off, Lamp::off, Lamp::off, Lamp::off}, .waiting = 7});
  CHECK_TRUE(office->bus->work_waits());
  office->run_for(2s);
  CHECK_FALSE(office->bus->work_waits());
  pad->flash_refusal(Button::next);
  CHECK_TRUE(office->bus->work_waits());
  CHECK(office->run_until([&] { return device().lamps[WIRE_BUTTON_NEXT].refusing; }));
  CHECK_TRUE(office->bus->work_waits());
  office->run_for(2s);
  CHECK_FALSE(office->bus->work_waits());
}

TEST(RegisterPad, HasMoreToBringAlsoWhileItIsOnTheWire) {
  // A simulated day found a line that was taken for idle with a flash in hand.
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 7});
  office->start();
  office->run_for(2s);
  bool waits = false;
  office->line->fault = [&](const bus::Request& request) {
    waits = waits || (!request.values.empty() && office->bus->work_waits());
    return Fault::none;
  };
  pad->flash_refusal(Button::next);
  office->run_for(1s);
  CHECK(waits);
}

TEST(RegisterPad, FlashesOnceAndGoesBackToWhatItsLampWas) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  office->run_for(1s);
  office->line->requests.clear();
  pad->flash_refusal(Button::next);
  office->run_for(5s);
  std::vector<std::uint16_t> written;
  for (const auto& request : office->line->requests) {
    if (!request.values.empty()) {
      written.push_back(request.values.front());
    }
  }
  CHECK((written == std::vector<std::uint16_t>{0x0004}));
  pad->set({.lamps = {Lamp::off, Lamp::on, Lamp::off, Lamp::off}, .waiting = 3});
  pad->flash_refusal(Button::next);
  CHECK(office->run_until([&] { return device().lamps_written == 0x0010; }));
}

TEST(RegisterPad, FlashesAtOnceAndNotAfterARoundOfTheOthers) {
  std::vector<std::unique_ptr<RegisterPad>> others;
  for (std::uint8_t address = 2; address <= 9; ++address) {
    office->line->rig.add_pad(address);
    others.push_back(std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = address}));
  }
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  office->run_for(2s);
  for (int times = 0; times < 9; ++times) {
    office->run_for(1s + std::chrono::milliseconds(7 * times));
    office->line->requests.clear();
    pad->flash_refusal(Button::next);
    CHECK(office->run_until([&] { return device().lamps[0].refusing; }));
    CHECK(office->line->requests.size() <= 2);  // one may be on its way
  }
  office->bus->stop();
  office->io.restart();
  office->io.run();
}

TEST(RegisterPad, FlashesAgainForEveryRefusalAlsoOfTheSameButton) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  for (int refusal = 0; refusal < 3; ++refusal) {
    office->run_for(2s);
    const auto before = device().lamps[0].since_us;
    pad->flash_refusal(Button::next);
    CHECK(office->run_until([&] { return device().lamps[0].refusing && device().lamps[0].since_us != before; }, 1s));
  }
}

TEST(RegisterPad, FlashesAlsoWhereAHostBeforeHadLeftAFlash) {
  // A simulated day found a refusal that nobody saw: the host had just started, and its first write was the
  // flash that the host before had written.
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  pad->flash_refusal(Button::next);
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0004; }));
  std::vector<std::uint16_t> written;
  for (const auto& request : office->line->requests) {
    if (!request.values.empty()) {
      written.push_back(request.values.front());
    }
  }
  CHECK((written == std::vector<std::uint16_t>{0x0001, 0x0004}));
}

TEST(RegisterPad, IsWrittenOnceForALampThatChangesTogetherWithTheFlashOfAnother) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  office->line->requests.clear();
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::slow_blink}, .waiting = 4});
  pad->flash_refusal(Button::next);
  office->run_for(10s);
  CHECK((lamps_told() == std::vector<std::uint16_t>{0x2004}));
}

TEST(RegisterPad, GetsTheNewPatternOfALampThatChangedWithItsFlashRightAfterIt) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  office->line->requests.clear();
  pad->set({.lamps = {Lamp::slow_blink, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  pad->flash_refusal(Button::next);
  office->run_for(10s);
  CHECK((lamps_told() == std::vector<std::uint16_t>{0x0004, 0x0002}));
}

TEST(RegisterPad, IsNotWrittenWhileNothingChanges) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  pad->flash_refusal(Button::next);
  office->start();
  office->run_for(5s);
  office->line->requests.clear();
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->run_for(60s);
  CHECK(lamps_told().empty());
}

TEST(RegisterPad, SaysThatAFlashWasShownWhenItIsOver) {
  pad->set({.lamps = {}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().waiting == 3; }));
  pad->flash_refusal(Button::done);
  CHECK(office->run_until([&] { return device().lamps[WIRE_BUTTON_DONE].refusing; }));
  const auto begun = office->line->now();
  CHECK(office->run_until([&] { return !shown.empty(); }, 2s));
  CHECK((shown == std::vector<Button>{Button::done}));
  CHECK(office->line->now() - begun >= 500ms);
  office->run_for(5s);
  UNSIGNED_LONGS_EQUAL(1, shown.size());
}

TEST(RegisterPad, ThatRestartsInTheMiddleOfAFlashFlashesAgain) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  pad->flash_refusal(Button::next);
  CHECK(office->run_until([&] { return device().lamps[0].refusing; }));
  office->run_for(100ms);
  office->line->rig.restart(1);
  CHECK(!device().lamps[0].refusing);
  CHECK(office->run_until([&] { return device().lamps[0].refusing; }, 2s));
  CHECK(shown.empty());
  office->run_for(2s);
  CHECK((shown == std::vector<Button>{Button::next}));
}

TEST(RegisterPad, FlashesAgainAlsoWhenItsNewsAfterTheRestartLooksLikeTheNewsBefore) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  pad->flash_refusal(Button::next);
  CHECK(office->run_until([&] { return device().lamps[0].refusing; }));
  // The news word has the last four bits of the boot id, so every sixteenth start looks the same.
  const auto boot_id = device().boot_id;
  do {
    office->line->rig.restart(1);
  } while ((device().boot_id & 0x0F) != (boot_id & 0x0F));
  CHECK(office->run_until([&] { return device().lamps[0].refusing; }, 2s));
}

TEST(RegisterPad, FlashesUntilItWasSeenHoweverManyRequestsAndRepliesAreLost) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  std::mt19937 dice{20261127};
  const Fault faults[] = {Fault::none,         Fault::none,       Fault::none,
                          Fault::request_lost, Fault::reply_lost, Fault::reply_damaged};
  office->line->fault = [&](const bus::Request&) { return faults[dice() % std::size(faults)]; };
  std::uint32_t latest = 0;
  for (std::size_t refusal = 1; refusal <= 50; ++refusal) {
    bool begun = false;
    pad->flash_refusal(Button::next);
    CHECK(office->run_until(
        [&] {
          const lamp& next = device().lamps[WIRE_BUTTON_NEXT];
          begun = begun || (next.refusing && next.since_us != latest);
          latest = next.since_us;
          return shown.size() == refusal;
        },
        600s));
    CHECK(begun);
  }
}

TEST(RegisterPad, FlashesAgainForARefusalWhileTheFlashBeforeItIsOnTheWire) {
  CHECK((told_when_refused_in_flight(Fault::none) == std::vector<std::uint16_t>{0x0004, 0x0001, 0x0004}));
}

TEST(RegisterPad, FlashesAgainForARefusalWhileAFlashWhoseReplyIsLostIsOnTheWire) {
  CHECK((told_when_refused_in_flight(Fault::reply_lost) == std::vector<std::uint16_t>{0x0004, 0x0001, 0x0004}));
}

TEST(RegisterPad, FlashesAgainForARefusalAfterAFlashWhoseReplyWasLost) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  office->line->fault = [&](const bus::Request& request) {
    return request.values.empty() ? Fault::none : Fault::reply_lost;
  };
  pad->flash_refusal(Button::next);
  CHECK(office->run_until([&] { return device().lamps[0].refusing; }));
  office->run_for(800ms);  // it is over, and the office does not know whether it was shown
  const auto first = device().lamps[0].since_us;
  pad->flash_refusal(Button::next);
  office->line->fault = [](const bus::Request&) { return Fault::none; };
  CHECK(office->run_until([&] { return device().lamps[0].refusing && device().lamps[0].since_us != first; }, 2s));
}

TEST(RegisterPad, FlashesWhenTheLineIsBackThatWentAwayWithItsFlash) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  office->line->fault = [](const bus::Request& request) {
    return request.read_at == WIRE_PAD_LAMPS ? Fault::unplugged : Fault::none;
  };
  pad->flash_refusal(Button::next);
  CHECK(office->run_until([&] { return office->line->unplugged; }, 2s));
  office->run_for(5s);
  CHECK(shown.empty());
  office->line->fault = [](const bus::Request&) { return Fault::none; };
  office->line->unplugged = false;
  CHECK(office->run_until([&] { return device().lamps[0].refusing; }, 10s));
  CHECK(office->run_until([&] { return !shown.empty(); }, 2s));
}

TEST(RegisterPad, DoesNotTakeALateReplyForTheOneToItsFlash) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  // Two flashes. The reply to the first is late and comes with the request for the second, which is lost.
  pad->flash_refusal(Button::next);
  bool late = true;
  office->line->fault = [&](const bus::Request& request) {
    if (request.read_at != WIRE_PAD_LAMPS) {
      return Fault::none;
    }
    return std::exchange(late, false) ? Fault::reply_late : Fault::late_arrives;
  };
  CHECK(office->run_until([&] { return !late; }));
  pad->flash_refusal(Button::done);
  CHECK(office->run_until([&] { return office->line->requests.back().read_at == WIRE_PAD_LAMPS; }));
  office->run_for(3s);
  CHECK(std::count(shown.begin(), shown.end(), Button::done) == 0);
  office->line->fault = [](const bus::Request&) { return Fault::none; };
  CHECK(office->run_until([&] { return device().lamps[WIRE_BUTTON_DONE].refusing; }, 5s));
}

TEST(RegisterPad, ThatRestartedReportsItsNewBootIdAndGetsItsLampsAgain) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(hears(0));
  office->line->rig.press(1, 0);
  CHECK(hears(1));
  const auto boot_id = readings.back().boot_id;
  office->line->rig.restart(1);
  CHECK(hears(0));
  CHECK(readings.back().boot_id != boot_id);
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001 && digits() == " 3"; }));
}

TEST(RegisterPad, TellsOfButtonsHeldForLong) {
  office->start();
  CHECK(hears(0));
  office->line->rig.hold(1, 1U << WIRE_BUTTON_DONE);
  CHECK(hears(1, 3));
  CHECK(office->run_until([&] { return readings.back().held == 8; }, 31s));
  CHECK(office->run_until([&] { return readings.back().stuck == 8; }, 60s));
  office->line->rig.hold(1, 0);
  CHECK(office->run_until([&] { return readings.back().held == 0 && readings.back().stuck == 0; }, 6s));
  LONGS_EQUAL(1, readings.back().counters[3]);
}

TEST(RegisterPad, LosesAndDoublesNoPressWhateverTheLineLoses) {
  std::mt19937 dice{20261122};
  const Fault faults[] = {Fault::none, Fault::none,         Fault::none,       Fault::none,         Fault::none,
                          Fault::none, Fault::request_lost, Fault::reply_lost, Fault::reply_damaged};
  office->line->fault = [&](const bus::Request&) { return faults[dice() % std::size(faults)]; };
  std::optional<AcknowledgedPresses> acknowledged;
  std::array<unsigned, button_count> acted{};
  pad->on_reading([&](const PadReading& reading) {
    readings.push_back(reading);
    const auto fresh = presses_since(reading, acknowledged);
    CHECK(fresh.alarm == PressAlarm::none);
    for (std::size_t button = 0; button < button_count; ++button) {
      acted[button] += fresh.count[button];
    }
    acknowledged = fresh.acknowledge;
  });
  office->start();
  CHECK(office->run_until([&] { return acknowledged.has_value(); }));
  std::array<unsigned, button_count> pressed{};
  for (int press = 0; press < 300; ++press) {
    const auto button = dice() % button_count;
    office->line->rig.press(1, static_cast<unsigned>(button));
    ++pressed[button];
    office->run_for(std::chrono::milliseconds{dice() % 400});
    if (press == 100 || press == 200) {
      // Everything that the pad has counted is known before it is switched off, because its memory is lost
      // then.
      CHECK(office->run_until([&] { return acted == pressed; }, 600s));
      office->line->rig.restart(1);
    }
  }
  CHECK(office->run_until([&] { return acted == pressed; }, 600s));
  office->run_for(10s);
  CHECK(acted == pressed);
}

TEST(RegisterPad, GivesTheLineToTheBoardBeforeAnybodyIsPolledAgain) {
  office->line->rig.add_board(21);
  for (std::uint8_t address = 2; address <= 6; ++address) {
    office->line->rig.add_pad(address);
  }
  RegisterBoard board{*office->bus, {.address = 21}};
  std::vector<std::unique_ptr<RegisterPad>> others;
  for (std::uint8_t address = 2; address <= 6; ++address) {
    others.push_back(std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = address}));
  }
  pad->on_reading([&](const PadReading& reading) {
    board.show({.text = "A00" + std::to_string(reading.counters[0])});
    pad->set({.lamps = {Lamp::on}, .waiting = static_cast<std::uint8_t>(reading.counters[0])});
  });
  office->start();
  office->run_for(3s);
  office->line->requests.clear();
  office->line->rig.press(1, 0);
  CHECK(office->run_until([&] { return office->line->rig.shown(21) == "A001    "; }));
  const auto& requests = office->line->requests;
  LONGS_EQUAL(21, requests.back().unit);
  LONGS_EQUAL(1, requests[requests.size() - 2].unit);
  CHECK(requests[requests.size() - 2].function == bus::Function::read_news);
  office.reset();
}

TEST(RegisterPad, OfTheFirstLayoutIsReadAtOnceAndThenTheBoardGetsTheLine) {
  have_first_pad();
  office->line->rig.add_board(21);
  office->line->rig.add_pad(2);
  RegisterBoard board{*office->bus, {.address = 21}};
  RegisterPad other{*office->bus, {.address = 2}};
  pad->on_reading(
      [&](const PadReading& reading) { board.show({.text = "A00" + std::to_string(reading.counters[0])}); });
  office->start();
  office->run_for(3s);
  office->line->rig.press(1, 0);
  CHECK(office->run_until([&] { return office->line->rig.shown(21) == "A001    "; }));
  const auto& requests = office->line->requests;
  LONGS_EQUAL(21, requests.back().unit);
  CHECK(requests[requests.size() - 2].function == bus::Function::read_holding);
  LONGS_EQUAL(1, requests[requests.size() - 2].unit);
  CHECK(requests[requests.size() - 3].function == bus::Function::read_input);
  LONGS_EQUAL(1, requests[requests.size() - 3].unit);
  office.reset();
}

TEST(RegisterPad, IsAnsweredBeforeTheNextPollThoughTheOfficeWritesItDownFirst) {
  RegisterBoard board{*office->bus, {.address = 21}};
  office->line->rig.add_board(21);
  office->line->rig.add_pad(2);
  RegisterPad other{*office->bus, {.address = 2}};
  pad->on_reading([&](const PadReading& reading) {
    boost::asio::post(
        office->io, [&board, presses = reading.counters[0]] { board.show({.text = "A00" + std::to_string(presses)}); });
  });
  office->start();
  office->run_for(3s);
  office->line->rig.press(1, 0);
  CHECK(office->run_until([&] { return office->line->rig.shown(21) == "A001    "; }));
  const auto& requests = office->line->requests;
  LONGS_EQUAL(21, requests.back().unit);
  LONGS_EQUAL(1, requests[requests.size() - 2].unit);
  CHECK(requests[requests.size() - 2].function == bus::Function::read_news);
  office.reset();
}

TEST(RegisterPad, PollsTheOthersAtTheirPaceWhileAllWaitingCountsChange) {
  for (std::uint8_t address = 2; address <= 12; ++address) {
    office->line->rig.add_pad(address);
  }
  std::vector<std::unique_ptr<RegisterPad>> pads;
  for (std::uint8_t address = 2; address <= 12; ++address) {
    pads.push_back(std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = address}));
    pads.back()->set({.lamps = {}, .waiting = 0});
  }
  office->start();
  office->run_for(3s);
  const auto longest_round = [&](auto change) {
    std::map<std::uint8_t, MonotonicTime> last;
    bus::Nanoseconds longest{0};
    const auto until = office->line->now() + 20s;
    while (office->line->now() < until) {
      const auto count = office->line->requests.size();
      office->run_until([&] { return office->line->requests.size() > count; });
      const auto unit = office->line->requests.back().unit;
      if (last.count(unit) != 0) {
        longest = std::max(longest, office->line->now() - last[unit]);
      }
      last[unit] = office->line->now();
      change();
    }
    return longest;
  };
  const auto quiet = longest_round([] {});
  std::uint8_t waiting = 0;
  const auto busy = longest_round([&] {
    waiting = static_cast<std::uint8_t>((waiting + 1) % 100);
    for (auto& each : pads) {
      each->set({.lamps = {}, .waiting = waiting});
    }
  });
  // A count is sent with the poll of its pad; at most three were saved up for one round of twelve.
  const auto poll = office->line->cost(bus::Request::read_news(1));
  const auto count = office->line->cost(bus::Request::write_read(1, WIRE_PAD_LAMPS, {0, 0}, WIRE_PAD_NEWS, 1));
  CHECK(busy <= quiet + 3 * (count - poll));
  office.reset();
}
