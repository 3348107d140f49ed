// Another unit in place of a pad, with the real firmware: the driver tells its serial number with the first
// counts that it reports of it.
#include "bus_fixture.hpp"
#include "call_pad/register_pad.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;
using Fault = SimulatedLine::Fault;

TEST_GROUP(SwappedPad) {
  std::unique_ptr<BusFixture> office;
  std::unique_ptr<RegisterPad> pad;
  std::vector<PadReading> readings;

  void begin(bool events = false) {
    bus::BusSettings settings;
    settings.events = events;
    office = std::make_unique<BusFixture>(settings);
    office->line->rig.add_new_pad(1, 1, 0x0D000005);
    pad = std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = 1});
    pad->on_reading([this](const PadReading& reading) { readings.push_back(reading); });
    office->start();
    CHECK(office->run_until([&] { return !readings.empty(); }));
    office->run_for(5s);
    readings.erase(readings.begin(), readings.end() - 1);
  }
  void teardown() override {
    if (office) {
      office->line->fault = [](const bus::Request&) { return Fault::none; };
    }
    office.reset();
    pad.reset();
    readings = {};
  }
  void lose_everything(bool lost) const {
    office->line->fault = [lost](const bus::Request&) { return lost ? Fault::request_lost : Fault::none; };
  }
};

TEST(SwappedPad, SaysItsSerialNumberFromTheFirstReadingOn) {
  begin();
  UNSIGNED_LONGS_EQUAL(0x0D000005, readings.front().serial);
  office->line->rig.press(1, 0);
  CHECK(office->run_until([&] { return readings.back().counters[0] == 1; }));
  UNSIGNED_LONGS_EQUAL(0x0D000005, readings.back().serial);
}

TEST(SwappedPad, IsAnotherOneInEveryReadingThatHasItsCounts) {
  for (const bool events : {false, true}) {
    for (const bool cable_was_out : {false, true}) {
      begin(events);
      lose_everything(cable_was_out);
      if (cable_was_out) {
        office->run_for(4s);
      } else {
        office->line->stand_still(2s);  // no exchange failed
      }
      office->line->rig.add_new_pad(1, 1, 0x0D000131);
      office->line->rig.press(1, 2);
      lose_everything(false);
      CHECK(office->run_until([&] { return readings.back().serial == 0x0D000131; }));
      for (const PadReading& reading : readings) {
        LONGS_EQUAL(reading.serial == 0x0D000131 ? 1 : 0, reading.counters[2]);
      }
      teardown();
    }
  }
}

TEST(SwappedPad, IsNoticedAlsoWithTheSameBootIdAndCounts) {
  begin();
  lose_everything(true);
  office->run_for(4s);
  lose_everything(false);
  office->line->rig.add_new_pad(1, 1, 0x0D000131);
  const_cast<call_pad&>(office->line->rig.pad(1)).boot_id = readings.back().boot_id;
  CHECK(office->run_until([&] { return readings.back().serial == 0x0D000131; }));
  LONGS_EQUAL(0, readings.back().counters[0]);
}

TEST(SwappedPad, OfAnOlderLayoutSaysNone) {
  begin();
  lose_everything(true);
  office->run_for(4s);
  lose_everything(false);
  office->line->rig.add_first_pad(1);
  CHECK(office->run_until([&] { return readings.back().serial == 0; }));
}

TEST(SwappedPad, IsNotAskedForAtEachLostFrame) {
  begin();
  office->line->requests.clear();
  bool lost = false;
  office->line->fault = [&lost](const bus::Request&) {
    lost = !lost;
    return lost ? Fault::reply_lost : Fault::none;
  };
  office->run_for(10s);
  for (const auto& request : office->line->requests) {
    CHECK(request.function != bus::Function::report_id);
  }
}
