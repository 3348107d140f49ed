// The real bus over a real connection to a gateway that was written for these tests. Waits for conditions are
// bounded; no time is compared.
#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "call_pad/register_pad.hpp"
#include "led_board/register_board.hpp"
#include "made_gateway.hpp"
#include "serial_bus/modbus_line.hpp"
#include "serial_bus/serial_bus.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;

TEST_GROUP(Gateway) {
  std::unique_ptr<MadeGateway> gateway;
  std::unique_ptr<boost::asio::io_context> io;
  std::unique_ptr<bus::SerialBus> bus;
  std::unique_ptr<RegisterBoard> board;
  std::unique_ptr<RegisterPad> pad;
  std::vector<DeviceHealth> changes;
  std::uint16_t pressed = 0;  // as the office knows it
  bool ended = true;

  void setup() override {
    gateway = std::make_unique<MadeGateway>();
    gateway->with_rig([](UnitRig& rig) {
      rig.add_board(22);
      rig.add_pad(3);
    });
    make_bus(1s);
  }
  void make_bus(std::chrono::milliseconds holds_after) {
    pad.reset();
    board.reset();
    bus.reset();
    io = std::make_unique<boost::asio::io_context>(1);
    bus::BusSettings settings;
    settings.name = "test";
    settings.where = bus::TcpGateway{.host = "127.0.0.1", .port = gateway->port()};
    settings.unit_allowance = 250ms;  // generous, because a busy machine is not a dead unit
    // Slow behaviour is tested on virtual time.
    settings.holds_after = holds_after;
    settings.probe_after = settings.probe_at_most = 50ms;
    settings.reopen_after = 10ms;
    settings.reopen_at_most = 50ms;
    bus = std::make_unique<bus::SerialBus>(settings, std::make_unique<bus::ModbusLine>(*io, settings));
    board = std::make_unique<RegisterBoard>(*bus,
                                            RegisterBoard::Settings{.address = 22, .width = 8, .verify_every = 300ms});
    pad = std::make_unique<RegisterPad>(*bus, RegisterPad::Settings{.address = 3});
    pad->on_reading([this](const PadReading& reading) { pressed = reading.counters[0]; });
    bus->on_change([this](const DeviceHealth& health) { changes.push_back(health); });
    board->show({.text = "A001"});
  }
  void teardown() override {
    bus->stop();
    CHECK(run_until([this] { return ended; }));
    bus.reset();
    board.reset();
    pad.reset();
    io.reset();
    gateway.reset();
    std::vector<DeviceHealth>{}.swap(changes);
  }
  void start() {
    ended = false;
    boost::asio::co_spawn(*io, bus->run(), [this](std::exception_ptr error) {
      ended = true;
      CHECK(!error);
    });
  }
  bool run_until(const std::function<bool()>& condition) {
    const auto give_up = std::chrono::steady_clock::now() + 60s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > give_up) {
        return false;
      }
      io->restart();
      io->run_one_for(20ms);
    }
    return true;
  }
  bool shows(const std::string& text) {
    return run_until([&] { return board->shown() && board->shown()->text.starts_with(text); });
  }
  bool line_says(const std::string& text) {
    return run_until([&] {
      return bus->health().state == DeviceState::offline && bus->health().last_error.find(text) != std::string::npos;
    });
  }
  std::size_t told(const std::string& name, DeviceState state) {
    return static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(), [&](const DeviceHealth& change) {
      return change.name == name && change.state == state;
    }));
  }
};

TEST(Gateway, CarriesPicturesAndPresses) {
  start();
  CHECK(shows("A001"));
  gateway->with_rig([](UnitRig& rig) { rig.press(3, 0); });
  CHECK(run_until([&] { return pressed == 1; }));
  CHECK(bus->health().state == DeviceState::online);
  UNSIGNED_LONGS_EQUAL(1, gateway->connections());
}

TEST(Gateway, WhoseUnitsDoNotAnswerItSaysSoAndTheyAreOffline) {
  for (const std::uint8_t code : {std::uint8_t{0x0A}, std::uint8_t{0x0B}}) {
    gateway->is([&](MadeGateway::How& how) { how = {.dead = {22, 3}, .dead_code = code, .busy = {}, .before = {}}; });
    if (ended) {
      start();
    }
    CHECK(run_until(
        [&] { return board->health().state == DeviceState::offline && pad->health().state == DeviceState::offline; }));
    CHECK(board->health().last_error.starts_with("no answer"));
    CHECK(pad->health().last_error_id.starts_with("tidak menjawab"));
    CHECK(!board->shown());
    // The gateway is well and is reported so.
    CHECK(bus->health().state == DeviceState::online);
    gateway->is([](MadeGateway::How& how) { how = {}; });
    CHECK(run_until(
        [&] { return board->health().state == DeviceState::online && pad->health().state == DeviceState::online; }));
    CHECK(shows("A001"));
  }
  UNSIGNED_LONGS_EQUAL(1, gateway->connections());
  UNSIGNED_LONGS_EQUAL(2, told("board 22 on test", DeviceState::offline));
}

TEST(Gateway, WithOneDeadUnitServesTheOthers) {
  gateway->is([](MadeGateway::How& how) { how.dead = {22}; });
  start();
  CHECK(run_until([&] { return board->health().state == DeviceState::offline; }));
  gateway->with_rig([](UnitRig& rig) { rig.press(3, 0); });
  CHECK(run_until([&] { return pressed == 1; }));
  CHECK(pad->health().state == DeviceState::online);
}

TEST(Gateway, ThatAcceptsAndClosesIsNeverWellAndNotStormed) {
  gateway->is([](MadeGateway::How& how) { how.close_at_once = true; });
  start();
  CHECK(run_until([&] { return gateway->connections() >= 5; }));
  CHECK(line_says("the gateway closes the connection"));
  UNSIGNED_LONGS_EQUAL(0, told("line test", DeviceState::online));
  UNSIGNED_LONGS_EQUAL(1, told("line test", DeviceState::offline));
  for (const auto& health : bus->all_health()) {
    CHECK(health.state != DeviceState::online);
  }
  gateway->is([](MadeGateway::How& how) { how = {}; });
  CHECK(shows("A001"));
  CHECK(run_until([&] { return bus->health().state == DeviceState::online; }));
}

TEST(Gateway, ThatAnswersOnceAndClosesDoesNotFlap) {
  gateway->is([](MadeGateway::How& how) { how.close_after = 1; });
  start();
  CHECK(run_until([&] { return gateway->connections() >= 7; }));
  CHECK(told("line test", DeviceState::online) <= 2);
  CHECK(line_says("the gateway closes the connection"));
}

TEST(Gateway, LateAndForeignFramesArePassedOverForTheOneThatFollows) {
  const struct {
    const char* what;
    std::size_t at;
    std::uint8_t flip;
  } rows[] = {{"transaction", 1, 0x55}, {"transaction, high", 0, 0x55}, {"protocol", 3, 1}, {"unit", 6, 0x40}};
  start();
  CHECK(shows("A001"));
  std::uint16_t presses = 0;
  for (const auto& row : rows) {
    gateway->is([&](MadeGateway::How& how) {
      how.before = [row](Bytes reply) {
        reply[row.at] ^= row.flip;
        reply.back() ^= 0xFF;  // and it answers something else
        return reply;
      };
    });
    gateway->with_rig([](UnitRig& rig) { rig.press(3, 0); });
    ++presses;
    CHECK_TEXT(run_until([&] { return pressed == presses; }), row.what);
    board->show({.text = "B00" + std::to_string(presses)});
    CHECK_TEXT(shows("B00" + std::to_string(presses)), row.what);
  }
  UNSIGNED_LONGS_EQUAL(0, board->health().damaged + pad->health().damaged);
  UNSIGNED_LONGS_EQUAL(1, gateway->connections());
}

TEST(Gateway, FramesOfAnotherTransactionAloneAreNoAnswer) {
  start();
  CHECK(shows("A001"));
  gateway->is([](MadeGateway::How& how) {
    how.before = [](Bytes reply) {
      reply[1] ^= 0x55;
      return reply;
    };
    how.drop_reply = true;
  });
  CHECK(run_until([&] { return pad->health().damaged > 0; }));
  CHECK(run_until([&] { return pad->health().state != DeviceState::online; }));
}

TEST(Gateway, InTransparentModeIsRecognizedAndToldWhatToSet) {
  for (const auto mode : {MadeGateway::Mode::transparent, MadeGateway::Mode::answers_in_serial}) {
    gateway->is([&](MadeGateway::How& how) { how = {.mode = mode, .dead = {}, .busy = {}, .before = {}}; });
    changes.clear();
    if (ended) {
      start();
    }
    CHECK(line_says("set it to Modbus TCP"));
    CHECK(bus->health().last_error_id.find("setel ke Modbus TCP") != std::string::npos);
    for (const auto& change : changes) {
      CHECK_TEXT(change.last_error.find("unplugged") == std::string::npos, change.last_error.c_str());
    }
    UNSIGNED_LONGS_EQUAL(0, told("line test", DeviceState::online));
    gateway->is([](MadeGateway::How& how) { how = {}; });
    CHECK(shows("A001"));
    CHECK(run_until([&] { return bus->health().state == DeviceState::online; }));
    // From here the connection has been well, so the next mode begins with a new connection.
    gateway->is([](MadeGateway::How& how) { how.close_at_once = true; });
    CHECK(line_says("closes"));
  }
}

TEST(Gateway, BehindWhichEverybodyIsSilentIsSaidToBeSo) {
  make_bus(60s);  // with this the line never counts as stable
  gateway->is([](MadeGateway::How& how) { how.dead = {3, 22}, how.dead_code = 0; });
  start();
  CHECK(line_says("connected, but no unit answers"));
  UNSIGNED_LONGS_EQUAL(0, told("line test", DeviceState::online));
  gateway->is([](MadeGateway::How& how) { how = {}; });
  CHECK(shows("A001"));
}

TEST(Gateway, WithABusyUnitSaysThatItRefuses) {
  gateway->is([](MadeGateway::How& how) { how.busy = {3}; });
  start();
  CHECK(run_until([&] { return pad->health().refusals_in_a_row >= 1; }));
  CHECK(pad->health().last_error.find("busy") != std::string::npos);
  gateway->is([](MadeGateway::How& how) { how = {}; });
  CHECK(run_until([&] { return pad->health().refusals_in_a_row == 0; }));
}
