// The real bus, libmodbus and a pseudo-terminal of the kernel, with the devices' firmware at the other end.
// Waits for conditions are bounded. The only times compared are lower bounds, which a busy machine can only
// make longer.
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "call_pad/presses.hpp"
#include "call_pad/register_pad.hpp"
#include "led_board/register_board.hpp"
#include "pty_slave.hpp"
#include "serial_bus/modbus_line.hpp"
#include "serial_bus/serial_bus.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;

namespace {

std::filesystem::path new_link() {
  static unsigned count = 0;
  return std::filesystem::temp_directory_path() /
         ("antrean-bus-" + std::to_string(getpid()) + "-" + std::to_string(++count));
}

bool asks(const Bytes& frame, std::uint8_t unit) { return frame.front() == unit; }

}  // namespace

TEST_GROUP(BusOnPty) {
  std::filesystem::path link;
  std::unique_ptr<PtySlave> slave;
  std::unique_ptr<boost::asio::io_context> io;
  std::unique_ptr<bus::SerialBus> bus;
  std::unique_ptr<RegisterBoard> board;
  std::unique_ptr<RegisterPad> pad;
  std::vector<PadReading> readings;
  bus::BusSettings settings;
  bool ended = false;

  void setup() override {
    link = new_link();
    slave = std::make_unique<PtySlave>(link);
    slave->with_rig([](UnitRig& rig) {
      rig.add_board(21);
      rig.add_pad(1);
      rig.add_pad(2);
    });
    io = std::make_unique<boost::asio::io_context>(1);
    settings = {};
    settings.name = "test";
    settings.where = bus::SerialPort{
        .path = link, .rate = {.baud = 19200, .parity = bus::Parity::none, .stop_bits = 1}, .kernel_rs485 = false};
    // Generous, because a busy machine is not a dead unit.
    settings.unit_allowance = 300ms;
    // Slow behaviour is tested on virtual time.
    settings.probe_after = settings.probe_at_most = 100ms;
    bus = std::make_unique<bus::SerialBus>(settings, std::make_unique<bus::ModbusLine>(*io, settings));
    board = std::make_unique<RegisterBoard>(*bus, RegisterBoard::Settings{.address = 21});
    pad = std::make_unique<RegisterPad>(*bus, RegisterPad::Settings{.address = 1});
    pad->on_reading([this](const PadReading& reading) { readings.push_back(reading); });
  }

  void teardown() override {
    bus->stop();
    CHECK(run_until([this] { return ended; }));
    bus.reset();
    board.reset();
    pad.reset();
    io.reset();
    slave.reset();
    readings = {};
    settings = {};
    link = std::filesystem::path{};
  }

  void start() {
    ended = false;
    boost::asio::co_spawn(*io, bus->run(), [this](std::exception_ptr error) {
      ended = true;
      CHECK(!error);
    });
  }

  bool run_until(const std::function<bool()>& condition) {
    const auto give_up = Clock::now() + 60s;
    while (!condition()) {
      if (Clock::now() > give_up) {
        return false;
      }
      io->restart();
      io->run_one_for(20ms);
    }
    return true;
  }
  bool shows(const std::string& text) {
    return run_until(
        [&] { return board->shown() && board->shown()->text.starts_with(text) && seen().starts_with(text); });
  }
  std::string seen() {
    std::string text;
    slave->with_rig([&](UnitRig& rig) { text = rig.shown(21); });
    return text;
  }
  bool hears(std::uint16_t presses) {
    return run_until([&] { return !readings.empty() && readings.back().counters[0] == presses; });
  }
  void press() {
    slave->with_rig([](UnitRig& rig) { rig.press(1, 0); });
  }
  std::size_t requests() { return slave->heard().size(); }
  /// Applies `fate` to the next `times` requests to `unit`; true when all of them have come.
  std::shared_ptr<std::atomic<int>> next_requests(std::uint8_t unit, int times, Fate fate) {
    auto left = std::make_shared<std::atomic<int>>(times);
    slave->on_request([=](const Bytes& frame) {
      if (!asks(frame, unit) || *left == 0) {
        return Fate{};
      }
      --*left;
      return fate;
    });
    return left;
  }
};

TEST(BusOnPty, ShowsPicturesAndHearsPresses) {
  board->show({.text = "A001"});
  start();
  CHECK(shows("A001"));
  CHECK(hears(0));
  press();
  CHECK(hears(1));
  board->show({.text = "A002"});
  CHECK(shows("A002"));
  for (const auto& heard : slave->heard()) {
    CHECK(heard.good);
  }
  CHECK(bus->health().state == DeviceState::online);
}

TEST(BusOnPty, KeepsThreeAndAHalfCharactersOfSilenceBetweenFrames) {
  board->show({.text = "A001"});
  start();
  CHECK(run_until([&] { return requests() >= 100; }));
  std::size_t measured = 0;
  const auto gap = std::get<bus::SerialPort>(settings.where).rate.gap();
  for (const auto& heard : slave->heard()) {
    if (!heard.silence) {
      continue;
    }
    ++measured;
    CHECK(*heard.silence >= gap);
  }
  CHECK(measured > 75);
}

// Everything that can be on a wire is tested byte by byte on virtual time (test_bad_wire.cpp). This test
// shows that a real port behaves the same.
TEST(BusOnPty, SurvivesLostDamagedAndNoisyReplies) {
  start();
  CHECK(hears(0));
  std::uint16_t pressed = 0;
  for (const Fate& fate : {Fate{.keep = 0}, Fate{.keep = 3}, Fate{.flip_at = 3}, Fate{.noise_before = Bytes(300, 1)}}) {
    auto left = next_requests(1, 1, fate);
    CHECK(run_until([&] { return *left == 0; }));
    press();
    ++pressed;
    CHECK(hears(pressed));
  }
  CHECK(pad->health().timeouts >= 2);
  CHECK(pad->health().damaged >= 1);
}

TEST(BusOnPty, WorksWithAByteBeforeEveryReplyAndCountsIt) {
  slave->on_request([](const Bytes&) { return Fate{.noise_before = {0x00}}; });
  board->show({.text = "A001"});
  start();
  CHECK(shows("A001"));
  press();
  CHECK(hears(1));
  CHECK(pad->health().noise > 0);
  UNSIGNED_LONGS_EQUAL(0, pad->health().damaged + board->health().damaged);
}

TEST(BusOnPty, SaysThatALineIsNeverSilent) {
  board->show({.text = "A001"});
  start();
  CHECK(shows("A001"));
  // its receiver receives nothing else
  slave->on_request([](const Bytes&) { return Fate{.request_lost = true}; });
  slave->babble({0x00, 0x00, 0x00, 0x00});
  CHECK(run_until([&] { return bus->health().state == DeviceState::offline; }));
  CHECK(bus->health().last_error.find("the line is never silent") != std::string::npos);
  CHECK(board->health().state == DeviceState::unknown);
  slave->babble({});
  slave->on_request({});
  board->show({.text = "A002"});
  CHECK(shows("A002"));
  CHECK(run_until([&] { return bus->health().state == DeviceState::online; }));
}

TEST(BusOnPty, ComesBackWhenTheAdapterDoesAndWritesBoardsAfresh) {
  board->show({.text = "A001"});
  start();
  CHECK(shows("A001"));
  CHECK(hears(0));
  slave->unplug();
  CHECK(run_until([&] { return bus->health().state == DeviceState::offline; }));
  CHECK(!bus->health().last_error.empty());
  board->show({.text = "A002"});
  press();
  slave->with_rig([](UnitRig& rig) { rig.restart(21); });
  slave->plug_in();
  CHECK(run_until([&] { return bus->health().state == DeviceState::online; }));
  CHECK(shows("A002"));
  CHECK(hears(1));
}

TEST(BusOnPty, NoticesThatItsNameLeadsToAnotherPortByNow) {
  board->show({.text = "A001"});
  start();
  CHECK(shows("A001"));
  slave->replug_quietly();
  board->show({.text = "A002"});
  CHECK(shows("A002"));
  CHECK(bus->health().last_error.find("unplugged") != std::string::npos);
}

TEST(BusOnPty, WaitsForAPortThatIsNotThereYet) {
  slave->unplug();
  board->show({.text = "A001"});
  start();
  CHECK(run_until([&] { return bus->health().state == DeviceState::offline; }));
  CHECK(bus->health().last_error.find("no such port") != std::string::npos);
  slave->plug_in();
  CHECK(shows("A001"));
}

TEST(BusOnPty, WorksWithAnAdapterThatEchoesAndWhenItBeginsAndStops) {
  board->show({.text = "A001"});
  start();
  std::uint16_t pressed = 0;
  for (const bool echo : {true, false, true, false}) {
    slave->echo(echo);
    board->show({.text = "B00" + std::to_string(pressed)});
    CHECK(shows("B00" + std::to_string(pressed)));
    press();
    ++pressed;
    CHECK(hears(pressed));
    const auto damaged = pad->health().damaged + board->health().damaged;
    const auto exchanges = pad->health().exchanges;
    CHECK(run_until([&] { return pad->health().exchanges > exchanges + 20; }));
    UNSIGNED_LONGS_EQUAL(damaged, pad->health().damaged + board->health().damaged);
  }
}

TEST(BusOnPty, RefusesAPortThatAnotherProgramUses) {
  start();
  CHECK(hears(0));
  auto second = std::make_unique<bus::SerialBus>(settings, std::make_unique<bus::ModbusLine>(*io, settings));
  bool second_ended = false;
  boost::asio::co_spawn(*io, second->run(), [&](std::exception_ptr) { second_ended = true; });
  CHECK(run_until([&] { return second->health().state == DeviceState::offline; }));
  CHECK(second->health().last_error.find("taken by another program") != std::string::npos);
  second->stop();
  CHECK(run_until([&] { return second_ended; }));
}

TEST(BusOnPty, SendsTheLatestOfManyPictures) {
  board->show({.text = "A001"});
  start();
  CHECK(shows("A001"));
  std::size_t writes = 0;
  const auto count_writes = [&] {
    const auto heard = slave->heard();
    return static_cast<std::size_t>(std::count_if(
        heard.begin(), heard.end(), [](const auto& each) { return asks(each.frame, 21) && each.frame[1] == 16; }));
  };
  writes = count_writes();
  for (int number = 1; number <= 99; ++number) {
    board->show({.text = "B0" + std::to_string(number)});
  }
  CHECK(shows("B099"));
  CHECK(count_writes() <= writes + 2);  // one may have been on the wire already
}

TEST_GROUP(LineOnPty){// One exchange on a line of its own.
                      template <class Job> static auto run(boost::asio::io_context & io,
                                                           boost::asio::awaitable<Job> job){std::optional<Job> result;
boost::asio::co_spawn(io, std::move(job), [&](std::exception_ptr error, Job value) {
  CHECK(!error);
  result = std::move(value);
});
io.restart();
io.run();
return *result;
}
}
;

TEST(LineOnPty, DoesNotWaitForAnAnswerToABroadcast) {
  const auto link = new_link();
  PtySlave slave{link};
  slave.with_rig([](UnitRig& rig) { rig.add_board(21); });
  boost::asio::io_context io{1};
  bus::BusSettings settings;
  settings.where =
      bus::SerialPort{.path = link, .rate = {.baud = 19200, .parity = bus::Parity::none}, .kernel_rs485 = false};
  bus::ModbusLine line{io, settings};
  CHECK(!run(io, line.reopen()));
  const auto told =
      run(io, line.exchange(bus::Request::write(bus::broadcast, 0, {8, 0x4230, 0x3132, 0x2020, 0x2020}), 5ms));
  CHECK(told.outcome.has_value());
  // It did not wait for a reply. But the next frame waits until this one has left and the units have had time
  // to execute it.
  CHECK(told.free_at - told.sent >=
        bus::LineRate({.baud = 19200, .parity = bus::Parity::none}).exchange(19, 0, 0ms) + 5ms);
  const auto shown = run(io, line.exchange(bus::Request::read_input(21, 0, 8), 1s));
  CHECK(shown.sent >= told.free_at);
  CHECK(shown.outcome.has_value());
  LONGS_EQUAL(1, shown.outcome->at(7));
  // Nor to the pictures of many boards.
  const auto pictures = run(
      io,
      line.exchange(bus::Request::write_pictures({22, 4, 0, 8, 'X', 'X', 21, 6, 0xF0, 8, 'A', '0', '0', '1'}), 5ms));
  CHECK(pictures.outcome.has_value());
  const auto read = run(io, line.exchange(bus::Request::read_input(21, 1, 3), 1s));
  CHECK(read.sent >= pictures.free_at);
  CHECK((*read.outcome == bus::Registers{0xF008, 0x4130, 0x3031}));
}

TEST(LineOnPty, SaysWhoAUnitIs) {
  const auto link = new_link();
  PtySlave slave{link};
  slave.with_rig([](UnitRig& rig) { rig.add_pad(3); });
  boost::asio::io_context io{1};
  bus::BusSettings settings;
  settings.where =
      bus::SerialPort{.path = link, .rate = {.baud = 19200, .parity = bus::Parity::none}, .kernel_rs485 = false};
  bus::ModbusLine line{io, settings};
  CHECK(!run(io, line.reopen()));
  const auto answer = run(io, line.exchange(bus::Request::report_id(3), 1s));
  CHECK(answer.outcome.has_value());
  std::string text;
  for (auto value : *answer.outcome) {
    text.push_back(static_cast<char>(value));
  }
  CHECK(text.find("antrean-pad") != std::string::npos);
}

TEST(LineOnPty, SaysWhatIsWrongWithAPort) {
  boost::asio::io_context io{1};
  bus::BusSettings settings;
  const auto link = new_link();
  PtySlave slave{link};
  const struct {
    bus::SerialPort port;
    const char* says;
  } rows[] = {
      {{.path = "/dev/antrean-no-such-port", .rate = {}, .kernel_rs485 = false}, "no such port; is it plugged in?"},
      {{.path = "/dev/null", .rate = {}, .kernel_rs485 = false}, "/dev/null: "},
      {{.path = link, .rate = {.baud = 19200, .parity = bus::Parity::none}, .kernel_rs485 = true},
       "kernel_rs485 = false"},
  };
  for (const auto& row : rows) {
    settings.where = row.port;
    bus::ModbusLine line{io, settings};
    const auto problem = run(io, line.reopen());
    CHECK_TEXT(problem.has_value(), row.says);
    CHECK_TEXT(problem->en.find(row.says) != std::string::npos, problem->en.c_str());
    CHECK(run(io, line.exchange(bus::Request::read_input(1, 0, 1), 1ms)).outcome.error().failure ==
          bus::Failure::line_lost);
  }
}
