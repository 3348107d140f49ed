// From a board that shows something else to the alarm on the supervisor's page: the bus on a simulated line
// with the boards' own firmware, the office's alarms and its command loop. Virtual time.
#include "../command_loop/small_office.hpp"
#include "../drivers/bus_fixture.hpp"
#include "led_board/register_board.hpp"
#include "service/alarms.hpp"
#include "service/field_devices.hpp"
#include "service/web_adapter.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;
using namespace std::chrono_literals;
using antrean::test::BusFixture;

namespace {

constexpr const char* who = "board 21 on counters";

/// The whole way: line, driver, alarm, journal, snapshot.
struct OfficeWithBoard {
  OfficeWithBoard() {
    bus.line->rig.add_board(21);
    board = std::make_unique<RegisterBoard>(*bus.bus, RegisterBoard::Settings{.address = 21});
    bus.bus->on_change([this](DeviceHealth health) {
      health.place = "Loket 1";
      alarms.device(health);
    });
    asio::co_spawn(office.io, alarms.run(), asio::bind_cancellation_slot(end.slot(), [](std::exception_ptr) {}));
    board->show({.text = "A001"});
    bus.start();
  }
  ~OfficeWithBoard() {
    end.emit(asio::cancellation_type::terminal);
    office.finish();
  }
  const AlarmView* standing() { return alarm(*office.loop.snapshot(), who); }
  bool comes_to(bool stands) {
    return bus.run_until(
        [&] {
          office.settle();
          return (standing() != nullptr) == stands;
        },
        60s);
  }
  void live_for(std::chrono::nanoseconds time) {
    bus.run_for(time);
    office.settle();
  }

  RunningLoop office;
  Alarms alarms{office.io, office.loop};
  asio::cancellation_signal end;
  std::unique_ptr<RegisterBoard> board;  // it outlives the bus
  BusFixture bus;
};

}  // namespace

TEST_GROUP(BoardAlarm){};

TEST(BoardAlarm, ABoardThatShowsSomethingElseIsAnAlarmUntilItIsRight) {
  OfficeWithBoard at_work;
  at_work.live_for(30s);
  CHECK(at_work.standing() == nullptr);
  at_work.bus.line->rig.set_stuck(21, true);
  at_work.board->show({.text = "A002"});
  CHECK(at_work.comes_to(true));
  STRCMP_CONTAINS("board 21 on counters (Loket 1): shows 'A001' but should show 'A002', though it takes every picture",
                  at_work.standing()->text_en.c_str());
  STRCMP_CONTAINS("board 21 on counters (Loket 1): tampil 'A001', padahal seharusnya 'A002'",
                  at_work.standing()->text_id.c_str());

  const web::Part part = part_of(at_work.board->health());  // as `antrean doctor` and /health have it
  CHECK_FALSE(part.well);
  STRCMP_CONTAINS("shows 'A001' but should show 'A002'", part.text.c_str());

  at_work.live_for(5min);
  LONGS_EQUAL(1, at_work.office.event_log.count("alarm_raised"));
  at_work.bus.line->rig.set_stuck(21, false);
  CHECK(at_work.comes_to(false));
  CHECK(part_of(at_work.board->health()).well);
  LONGS_EQUAL(1, at_work.office.event_log.count("alarm_raised"));
  LONGS_EQUAL(1, at_work.office.event_log.count("alarm_cleared"));
}

TEST(BoardAlarm, ABoardThatRestartsOrALostFrameIsNone) {
  OfficeWithBoard at_work;
  at_work.live_for(10s);
  at_work.bus.line->rig.restart(21);
  at_work.live_for(40s);
  bool lost = false;
  at_work.bus.line->fault = [&](const bus::Request& request) {
    const bool this_one = !lost && !request.values.empty();
    lost = lost || this_one;
    return this_one ? antrean::test::SimulatedLine::Fault::request_lost : antrean::test::SimulatedLine::Fault::none;
  };
  at_work.board->show({.text = "A002"});
  at_work.live_for(40s);
  CHECK(lost);
  STRCMP_EQUAL("A002    ", at_work.bus.line->rig.shown(21).c_str());
  LONGS_EQUAL(0, at_work.office.event_log.count("alarm_raised"));
}

TEST(BoardAlarm, SaysTheBoardsPlaceByItsGroupsAndItsOtherCounters) {
  OfficeSettings settings;
  for (CounterId id = 1; id <= 3; ++id) {
    settings.plan.counters.push_back({.id = id, .name = "Loket " + std::to_string(id)});
  }
  settings.groups = {{.name = "Lantai 1", .counters = {1, 2}}, {.name = "Lantai 2", .counters = {3}}};
  BusSettings bus;
  bus.line.name = "counters";
  bus.line.where = bus::SerialPort{.path = "/dev/null", .rate = {}};
  bus.boards = {{.address = 21, .plan = {.id = "a", .counters = {1, 2, 3}}, .groups = {"Lantai 1"}},
                {.address = 22, .plan = {.id = "b", .counters = {1, 2, 3}}, .groups = {"Lantai 1", "Lantai 2"}},
                {.address = 23, .plan = {.id = "c", .counters = {2}}}};
  settings.buses = {bus};
  asio::io_context io;
  const FieldDevices devices(io, settings);
  const std::vector<DeviceHealth> all = devices.health();
  STRCMP_EQUAL("Lantai 1, Loket 3", all.at(1).place.c_str());
  STRCMP_EQUAL("Lantai 1, Lantai 2", all.at(2).place.c_str());
  STRCMP_EQUAL("Loket 2", all.at(3).place.c_str());
}
