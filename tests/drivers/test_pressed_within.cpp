// Within which time a press was made, as the driver of our own pad knows it: also behind a cable that was
// out.
#include "bus_fixture.hpp"
#include "call_pad/register_pad.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;
using Fault = SimulatedLine::Fault;

TEST_GROUP(PressedWithin) {
  std::unique_ptr<BusFixture> office;
  std::unique_ptr<RegisterPad> pad;
  std::vector<PadReading> readings;

  void begin(bool events = false, bool first_layout = false) {
    bus::BusSettings settings;
    settings.events = events;
    office = std::make_unique<BusFixture>(settings);
    if (first_layout) {
      office->line->rig.add_first_pad(1);
    } else {
      office->line->rig.add_pad(1);
    }
    pad = std::make_unique<RegisterPad>(*office->bus, RegisterPad::Settings{.address = 1});
    pad->on_reading([this](const PadReading& reading) { readings.push_back(reading); });
    office->start();
    CHECK(hears(0));
    office->run_for(20s);
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
  void press() const { office->line->rig.press(1, 0); }
  bool hears(std::uint16_t presses) {
    return office->run_until([&] { return !readings.empty() && readings.back().counters[0] == presses; }, 60s);
  }
  std::chrono::milliseconds within() { return readings.back().pressed_within.value_or(99h); }
};

TEST(PressedWithin, AFewPollsOfAPadThatAnswers) {
  for (const bool events : {false, true}) {
    for (const bool first : {false, true}) {
      begin(events, first);
      CHECK_FALSE(readings.front().pressed_within.has_value());
      CHECK(*pad->known_ago() < 4s);
      press();
      CHECK(hears(1));
      CHECK(within() < 4s);
      teardown();
    }
  }
}

TEST(PressedWithin, TheTimeThatTheCableWasOut) {
  for (const bool events : {false, true}) {
    for (const bool first : {false, true}) {
      begin(events, first);
      lose_everything(true);
      office->run_for(5min);
      press();
      office->run_for(5min);
      CHECK(*pad->known_ago() > 10min);
      lose_everything(false);
      CHECK(hears(1));
      CHECK(within() > 10min);
      CHECK(within() < 11min);
      CHECK(*pad->known_ago() < 1s);
      teardown();
    }
  }
}

TEST(PressedWithin, TheTimeThatTheAdapterWasOut) {
  begin();
  office->line->unplugged = true;
  office->run_for(5min);
  press();
  office->run_for(5min);
  office->line->unplugged = false;
  CHECK(hears(1));
  CHECK(within() > 10min);
}

TEST(PressedWithin, TheTimeThatAPadWasWithoutPowerThoughItCountsFromNothingThen) {
  begin();
  office->line->rig.set_dead(1, true);
  office->run_for(10min);
  office->line->rig.set_dead(1, false);
  press();
  CHECK(hears(1));
  CHECK(within() > 10min);
}

TEST(PressedWithin, SecondsAgainOnceAPadIsBack) {
  for (const bool events : {false, true}) {
    begin(events);
    lose_everything(true);
    office->run_for(10min);
    lose_everything(false);
    CHECK(office->run_until([&] { return *pad->known_ago() < 1s; }, 60s));
    press();
    CHECK(hears(1));
    CHECK(within() < 4s);
    teardown();
  }
}

TEST(PressedWithin, NothingThatAnOldReplySays) {
  // The reply to a poll before the press comes after it, as if it were the reply to another poll.
  begin();
  auto happens = Fault::reply_late;
  office->line->fault = [&happens](const bus::Request& request) {
    const bool poll = request.function == bus::Function::read_news;
    return happens == Fault::request_lost || poll ? happens : Fault::none;
  };
  const auto sent = [&] { return office->line->requests.size(); };
  const auto polled = sent();
  CHECK(office->run_until([&] { return sent() > polled; }));
  happens = Fault::request_lost;
  press();
  office->run_for(8s);
  happens = Fault::late_arrives;
  const auto lost = sent();
  CHECK(office->run_until([&] { return sent() > lost; }));
  happens = Fault::none;
  CHECK(hears(1));
  CHECK(within() > 8s);
}

TEST(PressedWithin, TheTimeThatTheHostStoodStill) {
  begin();
  office->line->stand_still(10min);
  for (int i = 0; i < 8; ++i) {
    press();  // eight presses look like none in the short word
  }
  CHECK(hears(8));
  CHECK(within() > 10min);
}
