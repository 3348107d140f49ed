// Boards and input modules that are sold, driven by their profiles over a pseudo-terminal. The device at the
// other end is made from its maker's map, as the manuals print it, and not from the profile: the numbers here
// are the maker's own, in the maker's own way of counting.
#include <unistd.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "call_pad/module_pad.hpp"
#include "call_pad/presses.hpp"
#include "device_profiles/bus_scan.hpp"
#include "device_profiles/device_profile.hpp"
#include "led_board/register_board.hpp"
#include "made_device.hpp"
#include "serial_bus/modbus_line.hpp"
#include "serial_bus/modbus_port.hpp"
#include "serial_bus/serial_bus.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

std::filesystem::path new_link() {
  static unsigned count = 0;
  return std::filesystem::temp_directory_path() /
         ("antrean-bought-" + std::to_string(getpid()) + "-" + std::to_string(++count));
}

/// The bus and a device's driver, as one run of the office has them.
struct Run {
  Run(const std::filesystem::path& link, const DeviceProfile& profile, int address, std::uint8_t width) {
    settings.name = "test";
    settings.where = bus::SerialPort{
        .path = link, .rate = {.baud = 115'200, .parity = bus::Parity::none, .stop_bits = 1}, .kernel_rs485 = false};
    settings.probe_after = settings.probe_at_most = 100ms;
    // Generous, because a busy machine is not a dead unit.
    const bus::UnitTiming timing{.allowance = 300ms, .gap = profile.timing.gap};
    bus = std::make_unique<bus::SerialBus>(settings, std::make_unique<bus::ModbusLine>(io, settings));
    const auto unit = static_cast<bus::UnitAddress>(address);
    if (profile.board) {
      board = std::make_unique<RegisterBoard>(
          *bus, RegisterBoard::Settings{.address = unit, .width = width, .verify_every = 200ms, .timing = timing},
          profile_board(unit, *profile.board, width));
    } else {
      latches = profile.pad->kind == PadProfile::Kind::latch;
      pad = std::make_unique<ModulePad>(
          *bus,
          ModulePad::Settings{.address = unit, .profile = *profile.pad, .timing = timing, .refresh_every = 300ms});
    }
  }
  ~Run() {
    bus->stop();
    CHECK(until([this] { return !started || ended; }));
  }
  void start() {
    started = true;
    boost::asio::co_spawn(io, bus->run(), [this](std::exception_ptr error) {
      ended = true;
      CHECK(!error);
    });
  }
  bool until(const std::function<bool()>& condition) {
    const auto give_up = Clock::now() + 60s;
    while (!condition()) {
      if (Clock::now() > give_up) {
        return false;
      }
      io.restart();
      io.run_one_for(20ms);
    }
    return true;
  }
  std::uint64_t exchanges() const { return (board ? board->health() : pad->health()).exchanges; }
  /// The device was asked so many times more.
  void rounds(std::uint64_t count) {
    const auto from = exchanges();
    CHECK(until([&] { return exchanges() >= from + count; }));
  }

  boost::asio::io_context io{1};
  bus::BusSettings settings;
  std::unique_ptr<bus::SerialBus> bus;
  std::unique_ptr<RegisterBoard> board;
  std::unique_ptr<ModulePad> pad;
  bool latches = false;
  bool started = false;
  bool ended = false;
};

}  // namespace

TEST_GROUP(BoughtDevices) {
  std::filesystem::path link;
  std::unique_ptr<DeviceProfiles> profiles;
  std::unique_ptr<MadeDevice> device;
  std::unique_ptr<Run> run;

  // As the office does it: what was acted on is journalled.
  std::optional<AcknowledgedPresses> journalled;
  std::array<unsigned, button_count> acted{};
  unsigned alarms = 0;
  ButtonSet refused = 0;

  void setup() override {
    link = new_link();
    profiles = std::make_unique<DeviceProfiles>(shipped_profiles());
    journalled.reset();
    acted = {};
    alarms = 0;
    refused = 0;
  }
  void teardown() override {
    run.reset();
    device.reset();
    profiles.reset();
    link = std::filesystem::path{};
  }

  void make(const char* key, int address, MadeMap map, std::uint8_t width = 4) {
    run.reset();
    device.reset();
    journalled.reset();
    acted = {};
    device = std::make_unique<MadeDevice>(link, address, std::move(map));
    begin(key, address, width);
  }
  /// A start of the office.
  void begin(const char* key, int address, std::uint8_t width = 4) {
    run.reset();
    run = std::make_unique<Run>(link, profiles->at(key), address, width);
    if (run->pad) {
      if (journalled) {
        run->pad->resume(journalled->boot_id);
      }
      run->pad->on_reading([this](const PadReading& reading) {
        const auto presses = presses_since(reading, journalled);
        for (std::size_t button = 0; button < button_count; ++button) {
          acted[button] += presses.count[button];
        }
        alarms += presses.alarm != PressAlarm::none ? 1U : 0U;
        refused |= presses.unsure;
        journalled = presses.acknowledge;
      });
    }
    run->start();
  }
  bool until(const std::function<bool()>& condition) { return run->until(condition); }
  unsigned all_acted() { return acted[0] + acted[1] + acted[2] + acted[3]; }

  void a_number_is_told(const char* text, const std::function<bool()>& is_there) {
    run->board->show({.text = text, .blink = 0xF0});
    CHECK(until([&] { return is_there() && run->board->told() && run->board->told()->text.starts_with(text); }));
  }
  /// Without power, then back with nothing in its registers.
  void loses_its_power(const std::function<bool()>& is_there) {
    device->dead(true);
    CHECK(until([&] { return run->board->health().state == DeviceState::offline && !run->board->told(); }));
    device->with([](modbus_mapping_t& map) {
      std::fill_n(map.tab_registers, map.nb_registers, std::uint16_t{0});
      std::fill_n(map.tab_bits, map.nb_bits, std::uint8_t{0});
    });
    device->dead(false);
    CHECK(until([&] { return is_there() && run->board->told(); }));
  }
  void is_unplugged_and_back(const std::function<bool()>& is_there) {
    device->unplug();
    CHECK(until([&] { return run->bus->health().state == DeviceState::offline && !run->board->told(); }));
    device->plug_in();
    CHECK(until([&] { return is_there() && run->board->told(); }));
  }
};

TEST(BoughtDevices, ArmflyHasTheNumberInItsTextRegistersAndNoDecimalPoint) {
  // Registers 0 to 4: number, -, address, rate, decimal point; text from 70h; segments from 80h.
  make("armfly-led-485", 1, {.functions = {6, 16}, .holding = {{0, 5}, {0x70, 4}, {0x80, 4}}});
  device->with([](modbus_mapping_t& map) { map.tab_registers[4] = 2; });
  const auto is_there = [&] {
    return device->holding(0x70) == ('A' << 8 | '0') && device->holding(0x71) == ('4' << 8 | '2') &&
           device->holding(4) == 0;
  };
  a_number_is_told("A042", is_there);
  CHECK(!run->board->shown());
  CHECK(run->board->health().told_only);
  loses_its_power(is_there);
  // A dip that nobody noticed: it is told again without being asked for.
  device->with([](modbus_mapping_t& map) { map.tab_registers[0x70] = map.tab_registers[0x71] = 0; });
  CHECK(until(is_there));
  is_unplugged_and_back(is_there);
  UNSIGNED_LONGS_EQUAL(0, device->wrong_requests());
}

TEST(BoughtDevices, Dm36HasOneCharacterARegisterAndIsReadBack) {
  make("dm36b06", 1, {.functions = {3, 6, 16}, .holding = {{0, 8}}}, 6);
  const auto is_there = [&] {
    const std::string wanted = "A042  ";
    for (int at = 0; at < 6; ++at) {
      if (device->holding(at) != wanted[static_cast<std::size_t>(at)]) {
        return false;
      }
    }
    return true;
  };
  a_number_is_told("A042", is_there);
  STRCMP_EQUAL("A042  ", run->board->shown()->text.c_str());
  CHECK(!run->board->health().told_only);
  loses_its_power(is_there);
  // Somebody else writes to it, or its power dips.
  device->with([](modbus_mapping_t& map) { map.tab_registers[0] = 'F'; });
  CHECK(until(is_there));
  is_unplugged_and_back(is_there);
  UNSIGNED_LONGS_EQUAL(0, device->wrong_requests());
}

TEST(BoughtDevices, DitelHasTextFromRegister0AndBlinksByCoil5) {
  // Ten registers of text; "the coils start from address 1"; an odd length ends with 00h.
  make("ditel-dn", 3, {.functions = {5, 15, 16}, .coils = {{1, 5}}, .holding = {{0, 10}}}, 5);
  const auto is_there = [&] {
    return device->holding(0) == ('A' << 8 | '0') && device->holding(1) == ('4' << 8 | '2') &&
           device->holding(2) == (' ' << 8 | 0x00) && device->coil(5) == 1;
  };
  a_number_is_told("A042", is_there);
  CHECK(!run->board->shown());
  loses_its_power(is_there);
  is_unplugged_and_back(is_there);
  run->board->show({.text = "A042"});
  CHECK(until([&] { return device->coil(5) == 0; }));
  UNSIGNED_LONGS_EQUAL(0, device->wrong_requests());
}

TEST(BoughtDevices, EmbeddedArtHasTheTextInItsFirstLine) {
  make("embeddedart-matrix", 7, {.functions = {6, 16}, .holding = {{29, 16}, {1000, 20}, {2000, 20}}}, 8);
  const auto is_there = [&] {
    return device->holding(1000) == ('K' << 8 | '1') && device->holding(1001) == ('2' << 8 | '3') &&
           device->holding(1002) == (' ' << 8 | '1') && device->holding(1003) == ('2' << 8 | ' ');
  };
  a_number_is_told("K123 12", is_there);
  CHECK(!run->board->shown());
  loses_its_power(is_there);
  is_unplugged_and_back(is_there);
  UNSIGNED_LONGS_EQUAL(0, device->wrong_requests());
}

namespace {

/// How a button acts on a module's registers.
struct Button4 {
  std::function<void(modbus_mapping_t&, int input)> down;
  std::function<void(modbus_mapping_t&, int input)> up;
  std::function<void(modbus_mapping_t&)> power_up;
  bool counts;
};

}  // namespace

TEST(BoughtDevices, APressActsOnceAndARestartMakesNoneUp) {
  const auto nothing = [](modbus_mapping_t&) {};
  const struct {
    const char* key;
    int address;
    MadeMap map;
    Button4 button;
    std::function<int(MadeDevice&, int output)> lamp;  // 1: on
  } rows[] = {
      // DI 0-7 by function 2, DO as coils 0-7.
      {"waveshare-8ch",
       1,
       {.functions = {1, 2, 3, 5, 6, 15, 16}, .coils = {{0, 8}}, .discrete = {{0, 8}}, .holding = {{0x1000, 8}}},
       {[](auto& map, int input) { map.tab_input_bits[input] = 1; },
        [](auto& map, int input) { map.tab_input_bits[input] = 0; }, nothing, false},
       [](MadeDevice& made, int output) { return made.coil(output); }},
      // Outputs 0001h-0008h, inputs 0081h-0088h; silent on what it does not know.
      {"eletechsup-n4d8b08",
       2,
       {.functions = {3, 6, 16},
        .holding = {{0, 9}, {0x81, 8}, {0xFD, 3}},
        .silent_when_wrong = true,
        .on_write =
            [](auto& map, int, int at, int) {
              if (at >= 1 && at <= 8) {  // it keeps 1 for on and 0 for off, whatever command was written
                map.tab_registers[at] = map.tab_registers[at] == 0x0100 ? 1 : 0;
              }
            }},
       {[](auto& map, int input) { map.tab_registers[0x81 + input] = 1; },
        [](auto& map, int input) { map.tab_registers[0x81 + input] = 0; }, nothing, false},
       [](MadeDevice& made, int output) { return made.holding(1 + output); }},
      // u32 counters in input registers 60, 62, ..., the high word first.
      {"wb-mcm8",
       3,
       {.functions = {1, 2, 3, 4, 5, 6, 15, 16},
        .discrete = {{0, 8}},
        .holding = {{9, 8}, {20, 8}, {100, 1}, {110, 3}, {128, 1}},
        .input = {{8, 1}, {40, 16}, {60, 16}}},
       {[](auto& map, int input) {
          auto* count = &map.tab_input_registers[60 + 2 * input];
          if (++count[1] == 0) {
            ++count[0];
          }
        },
        [](auto&, int) {}, [](auto& map) { std::fill_n(&map.tab_input_registers[60], 16, std::uint16_t{0}); }, true},
       nullptr},
      // 40001-40014 counters of 7 channels, 00017-00024 outputs.
      {"adam-4150",
       4,
       {.functions = {1, 3, 5, 6, 15, 16},
        .coils = {{0, 7}, {16, 8}},
        .holding = {{0, 14}, {78, 7}, {300, 1}, {302, 1}}},
       {[](auto& map, int input) {
          auto* count = &map.tab_registers[2 * input];
          if (++count[0] == 0) {
            ++count[1];
          }
        },
        [](auto&, int) {}, [](auto& map) { std::fill_n(&map.tab_registers[0], 14, std::uint16_t{0}); }, true},
       [](MadeDevice& made, int output) { return made.coil(16 + output); }},
      // 30129+ counters, 00001+ outputs.
      {"icp-das-tm",
       5,
       {.functions = {1, 2, 3, 4, 5, 6, 15, 16},
        .coils = {{0, 4}, {263, 1}},
        .discrete = {{32, 4}, {64, 4}, {96, 4}},
        .input = {{128, 4}}},
       {[](auto& map, int input) { ++map.tab_input_registers[128 + input]; }, [](auto&, int) {},
        [](auto& map) { std::fill_n(&map.tab_input_registers[128], 4, std::uint16_t{0}); }, true},
       [](MadeDevice& made, int output) { return made.coil(output); }},
      // 10033+ inputs, 10065+ high latches, 00264: "write 1 to clear latched DIO".
      {"icp-das-tm-latch",
       6,
       {.functions = {1, 2, 3, 4, 5, 6, 15, 16},
        .coils = {{0, 4}, {263, 1}},
        .discrete = {{32, 4}, {64, 4}, {96, 4}},
        .input = {{128, 4}},
        .on_write =
            [](auto& map, int function, int at, int) {
              if (function == 5 && at == 263 && map.tab_bits[263] != 0) {
                for (int input = 0; input < 4; ++input) {
                  map.tab_input_bits[64 + input] =
                      map.tab_input_bits[32 + input];  // a button that is down latches again
                }
              }
            }},
       {[](auto& map, int input) { map.tab_input_bits[32 + input] = map.tab_input_bits[64 + input] = 1; },
        [](auto& map, int input) { map.tab_input_bits[32 + input] = 0; }, nothing, false},
       [](MadeDevice& made, int output) { return made.coil(output); }},
  };
  for (const auto& row : rows) {
    const auto down = [&](int input) { device->with([&](auto& map) { row.button.down(map, input); }); };
    const auto up = [&](int input) { device->with([&](auto& map) { row.button.up(map, input); }); };
    // A button was released for longer than it may bounce, and a few rounds have passed.
    const auto ready = [&] {
      if (!row.button.counts) {
        const auto since = Clock::now();
        CHECK_TEXT(until([&] { return Clock::now() - since > 80ms; }), row.key);
      }
      run->rounds(row.button.counts ? 2 : run->latches ? 12 : 4);
    };
    make(row.key, row.address, row.map);
    device->with([](auto& map) { map.tab_input_registers[128] = map.tab_input_registers[61] = 65'533; });
    device->with([](auto& map) { map.tab_registers[0] = 65'533; });

    down(3);  // while nobody asks
    CHECK_TEXT(until([&] { return journalled.has_value(); }), row.key);
    ready();
    UNSIGNED_LONGS_EQUAL_TEXT(0, all_acted(), row.key);  // what was there first is nobody's press
    up(3);
    ready();

    for (int input = 0; input < 4; ++input) {
      down(input);
      const auto at = static_cast<std::size_t>(input);
      CHECK_TEXT(until([&] { return acted[at] == 1; }), row.key);
      if (input == 0) {
        ready();  // still down
      }
      UNSIGNED_LONGS_EQUAL_TEXT(static_cast<unsigned>(input) + 1, all_acted(), row.key);
      up(input);
      ready();
    }
    UNSIGNED_LONGS_EQUAL_TEXT(4, all_acted(), row.key);
    for (int times = 0; times < 4; ++times) {  // past the end of 16 bits
      down(0);
      CHECK_TEXT(until([&] { return acted[0] == static_cast<unsigned>(times) + 2; }), row.key);
      up(0);
      ready();
    }
    UNSIGNED_LONGS_EQUAL_TEXT(8, all_acted(), row.key);

    if (row.lamp) {
      PadLamps lamps;
      lamps.lamps = {Lamp::off, Lamp::on, Lamp::off, Lamp::slow_blink};
      run->pad->set(lamps);
      const auto lit = [&] {
        return row.lamp(*device, 0) == 0 && row.lamp(*device, 1) == 1 && row.lamp(*device, 2) == 0 &&
               row.lamp(*device, 3) == 1;
      };
      CHECK_TEXT(until(lit), row.key);
      unsigned shown = 0;
      run->pad->on_flash_shown([&](Button button) { shown += button == Button::recall ? 1U : 100U; });
      run->pad->flash_refusal(Button::recall);
      CHECK_TEXT(until([&] { return row.lamp(*device, 1) == 0; }), row.key);
      CHECK_TEXT(until([&] { return shown == 1; }), row.key);
      CHECK_TEXT(until(lit), row.key);
      device->with([](auto& map) { std::fill_n(map.tab_bits, 32, std::uint8_t{0}); });  // a dip of its power
      CHECK_TEXT(until(lit), row.key);
      run->pad->on_flash_shown(nullptr);
    }

    // The office starts again; meanwhile the third button is pressed.
    run.reset();
    down(2);
    up(2);
    begin(row.key, row.address);
    ready();
    UNSIGNED_LONGS_EQUAL_TEXT(row.button.counts ? 9 : 8, all_acted(), row.key);
    const unsigned before = all_acted();
    begin(row.key, row.address);
    ready();
    UNSIGNED_LONGS_EQUAL_TEXT(before, all_acted(), row.key);

    // The module is without power and counts from 0 again.
    device->dead(true);
    CHECK_TEXT(until([&] { return run->pad->health().state == DeviceState::offline; }), row.key);
    device->with([&](auto& map) { row.button.power_up(map); });
    device->dead(false);
    CHECK_TEXT(until([&] { return run->pad->health().state == DeviceState::online; }), row.key);
    ready();
    UNSIGNED_LONGS_EQUAL_TEXT(before, all_acted(), row.key);
    down(1);
    CHECK_TEXT(until([&] { return all_acted() == before + 1; }), row.key);
    up(1);
    ready();

    // The same while the office does not run, overnight.
    run.reset();
    device->with([&](auto& map) { row.button.power_up(map); });
    begin(row.key, row.address);
    ready();
    UNSIGNED_LONGS_EQUAL_TEXT(before + 1, all_acted(), row.key);

    device->unplug();
    CHECK_TEXT(until([&] { return run->bus->health().state == DeviceState::offline; }), row.key);
    device->plug_in();
    CHECK_TEXT(until([&] { return run->pad->health().state == DeviceState::online; }), row.key);
    ready();
    UNSIGNED_LONGS_EQUAL_TEXT(before + 1, all_acted(), row.key);
    UNSIGNED_LONGS_EQUAL_TEXT(0, alarms, row.key);
    UNSIGNED_LONGS_EQUAL_TEXT(0, device->wrong_requests(), row.key);
  }
}

TEST(BoughtDevices, AreFoundByAScanThatOnlyReads) {
  const struct {
    const char* key;
    int address;
    MadeMap map;
    bool first;  // of the guesses; otherwise it is one of them
  } rows[] = {
      {"waveshare-8ch",
       11,
       {.functions = {1, 2, 3, 5, 6, 15, 16}, .coils = {{0, 8}}, .discrete = {{0, 8}}, .holding = {{0x1000, 8}}},
       true},
      {"eletechsup-n4d8b08",
       12,
       {.functions = {3, 6, 16}, .holding = {{1, 8}, {0x81, 8}, {0xFD, 3}}, .silent_when_wrong = true},
       true},
      {"wb-mcm8",
       13,
       {.functions = {2, 3, 4, 6}, .discrete = {{0, 8}}, .holding = {{9, 8}}, .input = {{60, 16}}},
       true},
      {"dm36b06", 14, {.functions = {3, 6, 16}, .holding = {{0, 8}}}, true},
      {"adam-4150", 15, {.functions = {1, 3, 5, 6, 15, 16}, .coils = {{0, 7}, {16, 8}}, .holding = {{0, 14}}}, true},
      {"icp-das-tm", 16, {.functions = {1, 2, 3, 4, 5}, .discrete = {{32, 4}, {64, 4}}, .input = {{128, 4}}}, true},
  };
  for (const auto& row : rows) {
    MadeDevice made{link, row.address, row.map};
    bus::SerialPort port{.path = link, .rate = {.baud = 9600, .parity = bus::Parity::none}, .kernel_rs485 = false};
    bus::ModbusPort line{port};
    CHECK_TEXT(!line.reopen(), row.key);
    unsigned writes = 0;
    const auto ask = [&](const bus::Request& request) {
      writes += request.values.empty() ? 0U : 1U;
      return line.exchange(request, 400ms).outcome;
    };
    CHECK_TEXT(!scan_address(*profiles, 9, ask), row.key);
    const auto found = scan_address(*profiles, static_cast<bus::UnitAddress>(row.address), ask);
    CHECK_TEXT(found.has_value(), row.key);
    CHECK_TEXT(!found->garbled && !found->guesses.empty(), row.key);
    STRCMP_EQUAL(row.key, found->guesses.front().c_str());
    UNSIGNED_LONGS_EQUAL(0, writes);
  }
  // A display that can only be written refuses everything: somebody is there, and no guess is made.
  MadeDevice made{link, 17, {.functions = {6, 16}, .holding = {{0, 5}, {0x70, 4}}}};
  bus::ModbusPort line{
      bus::SerialPort{.path = link, .rate = {.baud = 9600, .parity = bus::Parity::none}, .kernel_rs485 = false}};
  CHECK(!line.reopen());
  const auto found =
      scan_address(*profiles, 17, [&](const auto& request) { return line.exchange(request, 400ms).outcome; });
  CHECK(found && found->guesses.empty() && !found->garbled);

  STRCMP_EQUAL("[[bus.pad]]\naddress = 5\ncounter = 1\nprofile = \"wb-mcm8\"\naccept_unseen_refusals = true\n",
               settings_lines(profiles->at("wb-mcm8"), 5).c_str());
  STRCMP_EQUAL("[[bus.board]]\naddress = 5\ncounters = [1]\n",
               settings_lines(profiles->at("antrean-board"), 5).c_str());
}
