// Interoperation: our bus drives boards and modules that are pymodbus slaves, over a pair of pseudo-terminals
// joined by socat.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "call_pad/module_pad.hpp"
#include "device_profiles/device_profile.hpp"
#include "led_board/register_board.hpp"
#include "serial_bus/modbus_line.hpp"
#include "serial_bus/serial_bus.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace std::chrono_literals;

extern char** environ;

namespace {

// A program whose output is read, and that may be told lines. It is ended with the object.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    std::array<int, 2> ends{};
    std::array<int, 2> input{};
    CHECK(pipe2(ends.data(), O_CLOEXEC) == 0 && pipe2(input.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    std::vector<char*> pointers;
    for (auto& argument : arguments) {
      pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    CHECK_TEXT(posix_spawnp(&pid_, pointers[0], &actions, nullptr, pointers.data(), environ) == 0, pointers[0]);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    close(input[0]);
    output_ = ends[0];
    input_ = input[1];
    fcntl(output_, F_SETFL, O_NONBLOCK);
  }
  ~Program() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    close(output_);
    close(input_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void tell(const std::string& line) { CHECK(write(input_, line.data(), line.size()) == std::ssize(line)); }
  const std::string& said() {
    std::array<char, 4096> buffer{};
    for (ssize_t count = 0; (count = read(output_, buffer.data(), buffer.size())) > 0;) {
      said_.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return said_;
  }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  int input_ = -1;
  std::string said_;
};

}  // namespace

TEST_GROUP(InteropPymodbus) {
  boost::asio::io_context* io = nullptr;

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
};

TEST(InteropPymodbus, APymodbusSlaveWorksAsABoard) {
  const auto folder = std::filesystem::temp_directory_path() / ("antrean-interop-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const auto ours = folder / "ours";
  const auto theirs = folder / "theirs";
  {
    boost::asio::io_context context{1};
    io = &context;
    Program wire{{"socat", "pty,raw,echo=0,link=" + ours.string(), "pty,raw,echo=0,link=" + theirs.string()}};
    CHECK(run_until([&] { return std::filesystem::exists(ours) && std::filesystem::exists(theirs); }));
    Program slave{{"/usr/bin/python3", PYMODBUS_BOARD, theirs.string(), "19200", "21"}};
    CHECK(run_until([&] { return slave.said().find("ready") != std::string::npos; }));

    bus::BusSettings settings;
    settings.name = "pymodbus";
    settings.where = bus::SerialPort{
        .path = ours, .rate = {.baud = 19200, .parity = bus::Parity::none, .stop_bits = 1}, .kernel_rs485 = false};
    settings.unit_allowance = 500ms;
    bus::SerialBus bus{settings, std::make_unique<bus::ModbusLine>(context, settings)};
    RegisterBoard board{bus, {.address = 21}};
    bool ended = false;
    boost::asio::co_spawn(context, bus.run(), [&](std::exception_ptr error) {
      CHECK(!error);
      ended = true;
    });
    board.show({.text = "A001", .blink = 0x80, .brightness = 9});
    CHECK(run_until([&] { return board.shown().has_value(); }));
    board.show({.text = "B-12.5", .blink = 0, .brightness = 15});
    CHECK(run_until([&] { return board.shown() && board.shown()->text == "B-12.5  "; }));
    // "A001" is 0x4130 0x3031; the attributes are blink and brightness.
    CHECK(slave.said().find("write 0 32777 16688 12337 8224 8224\n") != std::string::npos);
    CHECK(slave.said().find("write 0 15 16941 12594 11829 8224\n") != std::string::npos);
    // After that it is only asked what it shows, and it shows the right picture.
    const auto exchanges = board.health().exchanges;
    const auto said = slave.said();
    CHECK(run_until([&] { return board.health().exchanges >= exchanges + 3; }));
    STRCMP_EQUAL(said.c_str(), slave.said().c_str());
    UNSIGNED_LONGS_EQUAL(0, board.health().refused + board.health().damaged);

    bus.stop();
    CHECK(run_until([&] { return ended; }));
  }
  std::filesystem::remove_all(folder);
}

TEST(InteropPymodbus, BoughtDevicesThatArePymodbusSlavesWorkByTheirProfiles) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("antrean-bought-by-pymodbus-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const auto ours = folder / "ours";
  const auto theirs = folder / "theirs";
  const auto profiles = shipped_profiles();
  {
    boost::asio::io_context context{1};
    io = &context;
    Program wire{{"socat", "pty,raw,echo=0,link=" + ours.string(), "pty,raw,echo=0,link=" + theirs.string()}};
    CHECK(run_until([&] { return std::filesystem::exists(ours) && std::filesystem::exists(theirs); }));
    Program slaves{{"/usr/bin/python3", PYMODBUS_BOUGHT, theirs.string(), "19200"}};
    CHECK(run_until([&] { return slaves.said().find("ready") != std::string::npos; }));

    bus::BusSettings settings;
    settings.name = "pymodbus";
    settings.where = bus::SerialPort{
        .path = ours, .rate = {.baud = 19200, .parity = bus::Parity::none, .stop_bits = 1}, .kernel_rs485 = false};
    bus::SerialBus bus{settings, std::make_unique<bus::ModbusLine>(context, settings)};
    const bus::UnitTiming patient{.allowance = 500ms, .gap = 20ms};
    RegisterBoard board{bus,
                        RegisterBoard::Settings{.address = 1, .width = 6, .verify_every = 200ms, .timing = patient},
                        profile_board(1, *profiles.at("dm36b06").board, 6)};
    ModulePad pad{bus,
                  ModulePad::Settings{
                      .address = 2, .profile = *profiles.at("wb-mcm8").pad, .timing = patient, .refresh_every = 300ms}};
    std::optional<PadReading> first;
    PadReading latest;
    pad.on_reading([&](const PadReading& reading) {
      first = first.value_or(reading);
      latest = reading;
    });
    bool ended = false;
    boost::asio::co_spawn(context, bus.run(), [&](std::exception_ptr error) {
      CHECK(!error);
      ended = true;
    });
    board.show({.text = "A042"});
    CHECK(run_until([&] { return board.shown() && board.shown()->text == "A042  "; }));
    CHECK(slaves.said().find("board A042  \n") != std::string::npos);
    CHECK(run_until([&] { return first.has_value(); }));
    slaves.tell("press 1\npress 4\npress 4\n");
    CHECK(run_until(
        [&] { return latest.counters[0] == first->counters[0] + 1 && latest.counters[3] == first->counters[3] + 2; }));
    board.show({.text = "B-12"});
    CHECK(run_until([&] { return board.shown() && board.shown()->text == "B-12  "; }));
    UNSIGNED_LONGS_EQUAL(0, board.health().refused + board.health().damaged);
    UNSIGNED_LONGS_EQUAL(0, pad.health().refused + pad.health().damaged);

    bus.stop();
    CHECK(run_until([&] { return ended; }));
  }
  std::filesystem::remove_all(folder);
}
