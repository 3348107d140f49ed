// How devices are said in /health, in `antrean doctor` and in /metrics.
#include "service/desks.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;

namespace {

DeviceHealth board(DeviceState state, std::uint64_t exchanges, std::uint64_t damaged) {
  DeviceHealth health;
  health.name = "board 21 on counters";
  health.state = state;
  health.exchanges = exchanges;
  health.damaged = damaged;
  return health;
}

}  // namespace

TEST_GROUP(Desks){};

TEST(Desks, a_device_that_is_away_is_not_well_and_says_what_to_look_at) {
  DeviceHealth health = board(DeviceState::offline, 9, 0);
  health.last_error = "no answer: check its power, its cable and its address";
  const web::Part part = part_of(health);
  CHECK_FALSE(part.well);
  CHECK_FALSE(part.needed);
  STRCMP_EQUAL(health.last_error.c_str(), part.text.c_str());
  // It is back: what was is over.
  health.state = DeviceState::online;
  CHECK(part_of(health).well);
  STRCMP_EQUAL("", part_of(health).text.c_str());
}

TEST(Desks, a_line_that_damages_answers_is_to_be_looked_at) {
  CHECK_FALSE(part_of(board(DeviceState::online, 10'000, 99)).doubtful);
  const web::Part part = part_of(board(DeviceState::online, 10'000, 100));
  CHECK(part.well);
  CHECK(part.doubtful);
  STRCMP_EQUAL(
      "100 of 10000 answers were damaged since the start: check cable, termination and for two units with one address",
      part.text.c_str());
  CHECK(web::to_json({.version = "1", .parts = {part}}).find("\"doubtful\":true") != std::string::npos);
  // One spark, soon after the start.
  CHECK_FALSE(part_of(board(DeviceState::online, 20, 2)).doubtful);
}

TEST(Desks, figures_of_one_name_stand_together) {
  DeviceHealth pad = board(DeviceState::online, 7, 1);
  pad.name = "pad 1 on counters";
  const std::string text = web::to_prometheus(figures_of({board(DeviceState::online, 5, 2), pad}));
  CHECK_TEXT(text.find("# TYPE antrean_device_exchanges_total counter\n"
                       "antrean_device_exchanges_total{device=\"board 21 on counters\"} 5\n"
                       "antrean_device_exchanges_total{device=\"pad 1 on counters\"} 7\n") != std::string::npos,
             text.c_str());
  CHECK(text.find("antrean_device_damaged_total{device=\"board 21 on counters\"} 2\n") != std::string::npos);
}
