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

  void setup() override {
    office = std::make_unique<BusFixture>();
    office->line->rig.add_pad(1);
    pad = std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.id = 1, .address = 1});
    pad->on_reading([this](const PadReading& reading) { readings.push_back(reading); });
  }
  void teardown() override {
    office.reset();
    pad.reset();
    readings = {};
  }
  bool hears(std::uint16_t presses, std::size_t button = 0) {
    return office->run_until([&] { return !readings.empty() && readings.back().counters[button] == presses; }, 3s);
  }
  const call_pad& device() { return office->line->rig.pad(1); }
  std::string digits() {
    char shown[CALL_PAD_DIGITS];
    call_pad_digits(&device(), shown);
    return {shown, sizeof shown};
  }
};

TEST(RegisterPad, reports_what_it_reads_first) {
  office->start();
  CHECK(hears(0));
  LONGS_EQUAL(1, readings.front().pad);
  LONGS_EQUAL(device().boot_id, readings.front().boot_id);
  CHECK(pad->health().state == DeviceState::online);
}

TEST(RegisterPad, reports_every_press_and_nothing_else) {
  office->start();
  CHECK(hears(0));
  for (std::uint16_t press = 1; press <= 5; ++press) {
    office->line->rig.press(1, WIRE_BUTTON_RECALL);
    CHECK(hears(press, 1));
  }
  office->run_for(10s);
  UNSIGNED_LONGS_EQUAL(6, readings.size());
}

TEST(RegisterPad, is_asked_for_one_register_while_there_is_no_news) {
  office->start();
  CHECK(hears(0));
  office->run_for(100ms);
  office->line->requests.clear();
  office->run_for(10s);
  const auto polls = office->line->requests.size();
  CHECK(polls > 500);
  for (const auto& request : office->line->requests) {
    CHECK(request.function == bus::Function::read_input);
    LONGS_EQUAL(1, request.read_count);
  }
}

TEST(RegisterPad, shows_lamps_and_waiting_count) {
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

TEST(RegisterPad, gets_the_latest_of_many_waiting_counts) {
  office->start();
  CHECK(hears(0));
  office->line->requests.clear();
  for (std::uint8_t waiting = 0; waiting <= 42; ++waiting) pad->set({.lamps = {}, .waiting = waiting});
  CHECK(office->run_until([&] { return digits() == "42"; }));
  office->run_for(5s);
  LONGS_EQUAL(1, std::count_if(office->line->requests.begin(), office->line->requests.end(),
                               [](const auto& request) { return request.function == bus::Function::write_read; }));
}

TEST(RegisterPad, is_told_its_lamps_with_its_poll) {
  office->start();
  CHECK(hears(0));
  office->line->requests.clear();
  pad->set({.lamps = {Lamp::on}, .waiting = 3});
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  const auto& told = office->line->requests.back();
  CHECK(told.function == bus::Function::write_read);
  LONGS_EQUAL(WIRE_PAD_NEWS, told.read_at);
  LONGS_EQUAL(1, told.read_count);
}

TEST(RegisterPad, is_heard_by_the_exchange_that_tells_its_lamps) {
  office->start();
  CHECK(hears(0));
  office->run_for(100ms);
  // Every exchange tells lamps: none is a poll alone.
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
  office->line->rig.press(1, WIRE_BUTTON_NEXT);
  CHECK(office->run_until(
      [&] {
        change();
        return readings.back().counters[WIRE_BUTTON_NEXT] == 1;
      },
      3s));
  const auto& requests = office->line->requests;
  CHECK(std::none_of(requests.begin(), requests.end(),
                     [](const auto& request) { return request.function == bus::Function::read_input; }));
  CHECK(requests.back().function == bus::Function::read_holding);
  CHECK(std::prev(requests.end(), 2)->function == bus::Function::write_read);
}

TEST(RegisterPad, is_read_now_and_then_however_much_there_is_to_tell_it) {
  office->start();
  CHECK(hears(0));
  office->line->rig.hold(1, 1U << WIRE_BUTTON_DONE);
  CHECK(hears(1, 3));
  LONGS_EQUAL(8, readings.back().held);
  office->line->rig.hold(1, 0);  // no news of that: only its counters' neighbours tell
  std::uint8_t waiting = 0;
  CHECK(office->run_until(
      [&] {
        waiting = static_cast<std::uint8_t>((waiting + 1) % 100);
        pad->set({.lamps = {waiting % 2 == 0 ? Lamp::on : Lamp::off}, .waiting = waiting});
        return readings.back().held == 0;
      },
      6s));
}

TEST(RegisterPad, flashes_once_and_goes_back_to_what_its_lamp_was) {
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0001; }));
  office->run_for(1s);
  office->line->requests.clear();
  pad->flash_refusal(Button::next);
  office->run_for(5s);
  std::vector<std::uint16_t> written;
  for (const auto& request : office->line->requests) {
    if (!request.values.empty()) written.push_back(request.values.front());
  }
  CHECK((written == std::vector<std::uint16_t>{0x0004}));
  pad->set({.lamps = {Lamp::off, Lamp::on, Lamp::off, Lamp::off}, .waiting = 3});
  pad->flash_refusal(Button::next);
  CHECK(office->run_until([&] { return device().lamps_written == 0x0010; }));
}

TEST(RegisterPad, flashes_again_for_every_refusal_also_of_the_same_button) {
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

TEST(RegisterPad, flashes_also_where_a_host_before_had_left_a_flash) {
  // A simulated day found a refusal that nobody saw: the host had just started, and its first write was the flash that
  // the one before had written.
  pad->set({.lamps = {Lamp::on, Lamp::off, Lamp::off, Lamp::off}, .waiting = 3});
  pad->flash_refusal(Button::next);
  office->start();
  CHECK(office->run_until([&] { return device().lamps_written == 0x0004; }));
  std::vector<std::uint16_t> written;
  for (const auto& request : office->line->requests) {
    if (!request.values.empty()) written.push_back(request.values.front());
  }
  CHECK((written == std::vector<std::uint16_t>{0x0001, 0x0004}));
}

TEST(RegisterPad, that_restarted_reports_its_new_boot_id_and_gets_its_lamps_again) {
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

TEST(RegisterPad, tells_of_buttons_held_for_long) {
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

TEST(RegisterPad, loses_and_doubles_no_press_whatever_the_line_loses) {
  std::mt19937 dice{20261122};
  const Fault faults[] = {Fault::none, Fault::none, Fault::request_lost, Fault::reply_lost, Fault::reply_damaged};
  office->line->fault = [&](const bus::Request&) { return faults[dice() % std::size(faults)]; };
  std::optional<AcknowledgedPresses> acknowledged;
  std::array<unsigned, button_count> acted{};
  pad->on_reading([&](const PadReading& reading) {
    readings.push_back(reading);
    const auto fresh = presses_since(reading, acknowledged);
    CHECK(fresh.alarm == PressAlarm::none);
    for (std::size_t button = 0; button < button_count; ++button) acted[button] += fresh.count[button];
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
      // Everything the pad has counted is known before it is switched off: its memory is gone then.
      CHECK(office->run_until([&] { return acted == pressed; }, 600s));
      office->line->rig.restart(1);
    }
  }
  CHECK(office->run_until([&] { return acted == pressed; }, 600s));
  office->run_for(10s);
  CHECK(acted == pressed);
}

TEST(RegisterPad, gives_the_line_to_the_board_before_anybody_is_polled_again) {
  office->line->rig.add_board(21);
  for (std::uint8_t address = 2; address <= 6; ++address) office->line->rig.add_pad(address);
  RegisterBoard board{*office->bus, {.address = 21}};
  std::vector<std::unique_ptr<RegisterPad>> others;
  for (std::uint8_t address = 2; address <= 6; ++address) {
    others.push_back(
        std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.id = address, .address = address}));
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
  const auto news = std::find_if(requests.begin(), requests.end(),
                                 [](const auto& request) { return request.function == bus::Function::read_holding; });
  CHECK(news != requests.end());
  LONGS_EQUAL(1, news->unit);
  CHECK(news != requests.begin() && std::prev(news)->unit == 1);
  CHECK(std::next(news) != requests.end() && std::next(news)->unit == 21);
  office.reset();
}

TEST(RegisterPad, is_answered_before_the_next_poll_though_the_office_writes_it_down_first) {
  RegisterBoard board{*office->bus, {.address = 21}};
  office->line->rig.add_board(21);
  office->line->rig.add_pad(2);
  RegisterPad other{*office->bus, {.id = 2, .address = 2}};
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
  CHECK(requests[requests.size() - 2].function == bus::Function::read_holding);
  office.reset();
}

TEST(RegisterPad, polls_the_others_at_their_pace_while_all_waiting_counts_change) {
  for (std::uint8_t address = 2; address <= 12; ++address) office->line->rig.add_pad(address);
  std::vector<std::unique_ptr<RegisterPad>> pads;
  for (std::uint8_t address = 2; address <= 12; ++address) {
    pads.push_back(
        std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.id = address, .address = address}));
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
      if (last.count(unit) != 0) longest = std::max(longest, office->line->now() - last[unit]);
      last[unit] = office->line->now();
      change();
    }
    return longest;
  };
  const auto quiet = longest_round([] {});
  std::uint8_t waiting = 0;
  const auto busy = longest_round([&] {
    waiting = static_cast<std::uint8_t>((waiting + 1) % 100);
    for (auto& each : pads) each->set({.lamps = {}, .waiting = waiting});
  });
  // A count goes with its pad's own poll; at most three have been saved up for one round of twelve.
  const auto poll = office->line->cost(bus::Request::read_input(1, WIRE_PAD_IN_NEWS, 1));
  const auto count = office->line->cost(bus::Request::write_read(1, WIRE_PAD_LAMPS, {0, 0}, WIRE_PAD_NEWS, 1));
  CHECK(busy <= quiet + 3 * (count - poll));
  office.reset();
}
