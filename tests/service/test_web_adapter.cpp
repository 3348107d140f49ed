// How devices are said in /health, in `antrean doctor` and in /metrics; what a page is told of its command.
#include <stdlib.h>

#include <filesystem>

#include <boost/asio/detached.hpp>

#include "../command_loop/small_office.hpp"
#include "http/gate.hpp"
#include "service/alarms.hpp"
#include "service/web_adapter.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
namespace asio = boost::asio;

namespace {

DeviceHealth board(DeviceState state, std::uint64_t exchanges, std::uint64_t damaged) {
  DeviceHealth health;
  health.name = "board 21 on counters";
  health.state = state;
  health.exchanges = exchanges;
  health.damaged = damaged;
  health.recent = {.exchanges = exchanges, .timeouts = 0, .damaged = damaged, .refused = 0};
  return health;
}

}  // namespace

TEST_GROUP(WebAdapter){};

TEST(WebAdapter, ADeviceThatIsAwayIsNotWellAndSaysWhatToLookAt) {
  DeviceHealth health = board(DeviceState::offline, 9, 0);
  health.last_error = "no answer: check its power, its cable and its address";
  const web::Part part = part_of(health);
  CHECK_FALSE(part.well);
  CHECK_FALSE(part.needed);
  STRCMP_EQUAL(health.last_error.c_str(), part.text.c_str());
  // It is back, so the earlier trouble is over.
  health.state = DeviceState::online;
  CHECK(part_of(health).well);
  STRCMP_EQUAL("", part_of(health).text.c_str());
}

TEST(WebAdapter, ALineThatDamagesAnswersIsToBeLookedAt) {
  CHECK_FALSE(part_of(board(DeviceState::online, 10'000, 99)).doubtful);
  const web::Part part = part_of(board(DeviceState::online, 10'000, 100));
  CHECK(part.well);
  CHECK(part.doubtful);
  STRCMP_EQUAL(
      "100 of 10000 answers were damaged in the last five minutes: check cable, termination and for two units with one "
      "address",
      part.text.c_str());
  CHECK(web::to_json({.version = "1", .parts = {part}}).find("\"doubtful\":true") != std::string::npos);
  // A single damaged answer, soon after the start.
  CHECK_FALSE(part_of(board(DeviceState::online, 20, 2)).doubtful);
}

TEST(WebAdapter, WhatWasDamagedLongAgoIsOver) {
  DeviceHealth health = board(DeviceState::online, 10'000, 5000);
  health.recent = {.exchanges = 3000, .timeouts = 0, .damaged = 2, .refused = 0};
  CHECK_FALSE(part_of(health).doubtful);
  STRCMP_EQUAL("", part_of(health).text.c_str());
}

TEST(WebAdapter, ADeviceThatMissesRequestsOrRefusesSomeIsToBeLookedAt) {
  DeviceHealth health = board(DeviceState::online, 1000, 0);
  health.last_error = "refused: busy";
  health.recent = {.exchanges = 100, .timeouts = 3, .damaged = 0, .refused = 0};
  CHECK(part_of(health).doubtful);
  CHECK(part_of(health).text.starts_with("3 of 100 requests got no whole answer in the last five minutes"));
  health.recent = {.exchanges = 100, .timeouts = 0, .damaged = 0, .refused = 3};
  CHECK(part_of(health).text.starts_with("3 of 100 requests were refused in the last five minutes; refused: busy"));
  health.recent = {.exchanges = 301, .timeouts = 3, .damaged = 0, .refused = 3};
  CHECK_FALSE(part_of(health).doubtful);
}

TEST(WebAdapter, ADeviceThatRefusesIsFirstDoubtfulAndThenNotWell) {
  DeviceHealth health = board(DeviceState::online, 10'000, 0);
  health.last_error = "refused: busy; if it stays so, switch it off and on";
  health.refusals_in_a_row = 2;
  CHECK_FALSE(part_of(health).doubtful);
  health.refusals_in_a_row = 3;
  CHECK(part_of(health).well && part_of(health).doubtful);
  CHECK(part_of(health).text.find("busy") != std::string::npos);
  health.state = DeviceState::refusing;
  CHECK_FALSE(part_of(health).well);
  CHECK(part_of(health).text.starts_with("it refuses every request; refused: busy"));
}

TEST(WebAdapter, ADeviceWhoseLineIsAwayIsNotSaidToBeWell) {
  DeviceHealth health = board(DeviceState::unknown, 10, 0);
  CHECK_FALSE(part_of(health).doubtful);  // just started
  health.last_error = "not known: its line is away";
  CHECK(part_of(health).doubtful);
  STRCMP_EQUAL("not known: its line is away", part_of(health).text.c_str());
}

TEST(WebAdapter, ADevicesTroubleSaysWhereItStands) {
  DeviceHealth health = board(DeviceState::offline, 9, 0);
  health.last_error = "no answer";
  health.place = "Loket 2";
  STRCMP_EQUAL("no answer (Loket 2)", part_of(health).text.c_str());
  health.state = DeviceState::online;
  STRCMP_EQUAL("", part_of(health).text.c_str());
}

TEST(WebAdapter, AnAlarmSaysWhichDeviceWhereAndWhyInBothLanguages) {
  DeviceHealth health = board(DeviceState::offline, 9, 0);
  health.place = "Loket 2, Loket 3";
  health.last_error = "no answer to the gateway: check its power, its cable and its address";
  health.last_error_id = "tidak menjawab gateway: periksa daya, kabel, dan alamatnya";
  STRCMP_EQUAL(("board 21 on counters (Loket 2, Loket 3): " + health.last_error).c_str(), alarm_of(health)->en.c_str());
  STRCMP_EQUAL(("board 21 on counters (Loket 2, Loket 3): " + health.last_error_id).c_str(),
               alarm_of(health)->id.c_str());
  health.state = DeviceState::refusing;
  health.last_error = "refused: busy";
  health.last_error_id = "menolak: sibuk";
  STRCMP_EQUAL("board 21 on counters (Loket 2, Loket 3): it answers, but refuses every request; refused: busy",
               alarm_of(health)->en.c_str());
  STRCMP_EQUAL("board 21 on counters (Loket 2, Loket 3): menjawab, tetapi semua permintaan ditolaknya; menolak: sibuk",
               alarm_of(health)->id.c_str());
  for (const auto state : {DeviceState::online, DeviceState::unknown}) {
    health.state = state;
    CHECK(!alarm_of(health));
  }
  // A text that exists only in English is better than none.
  DeviceHealth line;
  line.name = "line counters";
  line.state = DeviceState::offline;
  line.last_error = "/dev/x: no such port";
  STRCMP_EQUAL("line counters: /dev/x: no such port", alarm_of(line)->id.c_str());
}

TEST(WebAdapter, FiguresOfOneNameStandTogether) {
  DeviceHealth pad = board(DeviceState::online, 7, 1);
  pad.name = "pad 1 on counters";
  const std::string text = web::to_prometheus(figures_of({board(DeviceState::online, 5, 2), pad}));
  CHECK_TEXT(text.find("# TYPE antrean_device_exchanges_total counter\n"
                       "antrean_device_exchanges_total{device=\"board 21 on counters\"} 5\n"
                       "antrean_device_exchanges_total{device=\"pad 1 on counters\"} 7\n") != std::string::npos,
             text.c_str());
  CHECK(text.find("antrean_device_damaged_total{device=\"board 21 on counters\"} 2\n") != std::string::npos);
  CHECK(text.find("antrean_device_noise_bytes_total{device=\"board 21 on counters\"} 0\n") != std::string::npos);
}

namespace {
web::Answer ask(test::RunningLoop& running, queue::Command command) {
  CommandPort desk(running.loop);
  std::optional<web::Answer> got;
  asio::co_spawn(running.io, desk.submit(std::move(command)), [&](std::exception_ptr error, web::Answer answer) {
    if (!error) {
      got = std::move(answer);
    }
  });
  running.settle();
  CHECK(got.has_value());
  return std::move(*got);
}
queue::Command walk_in(std::string key) {
  return {
      .by = {.kind = queue::ActorKind::entrance, .name = "entrance page"},
      .action = queue::WalkIn{.service = "paspor", .class_key = {}, .reason = {}, .people = 1, .key = std::move(key)}};
}
std::string told(const web::Answer& answer) {
  std::string text = answer.again ? "again" : "";
  for (const web::Happened& one : answer.happened) {
    text += (text.empty() ? "" : " ") + one.event + ":" + one.number + ":" + std::to_string(one.seq);
  }
  return text;
}

}  // namespace

TEST_GROUP(CommandPort){};

TEST(CommandPort, ACommandIsAnsweredWithItsNumbersAndEvents) {
  test::RunningLoop running;
  running.open_day();  // events 1 to 3
  STRCMP_EQUAL("ticket_issued:A001:4", told(ask(running, walk_in(""))).c_str());
  STRCMP_EQUAL("ticket_issued:A002:5", told(ask(running, walk_in(""))).c_str());
  const queue::Actor sari{.kind = queue::ActorKind::officer, .name = "sari"};
  STRCMP_EQUAL("called:A001:6", told(ask(running, {.by = sari, .action = queue::CallNext{.counter = 1}})).c_str());
  STRCMP_EQUAL("finished:A001:7 called:A002:8",
               told(ask(running, {.by = sari, .action = queue::FinishAndNext{.counter = 1}})).c_str());
  const web::Answer refused = ask(running, {.by = sari, .action = queue::CallNext{.counter = 2}});
  CHECK(refused.refusal.has_value());
  CHECK(refused.happened.empty());
}

TEST(CommandPort, TheSameKeyGivesTheSameNumberAlsoAfterARestart) {
  test::RunningLoop before;
  before.open_day();
  STRCMP_EQUAL("ticket_issued:A001:4", told(ask(before, walk_in("k1"))).c_str());
  STRCMP_EQUAL("again ticket_issued:A001:4", told(ask(before, walk_in("k1"))).c_str());
  STRCMP_EQUAL("ticket_issued:A002:5", told(ask(before, walk_in("k2"))).c_str());
  before.finish();
  test::RunningLoop after(&before.event_log);
  STRCMP_EQUAL("again ticket_issued:A001:4", told(ask(after, walk_in("k1"))).c_str());
  LONGS_EQUAL(2, after.event_log.count("ticket_issued"));
}

TEST(CommandPort, WhatWasNotStoredDidNotHappen) {
  test::RunningLoop running;
  running.open_day();
  running.event_log.failure = journal::Failure{journal::Why::disk_full, "the disk is full"};
  const web::Answer failed = ask(running, walk_in("k1"));
  STRCMP_EQUAL("the disk is full", failed.failure.c_str());
  CHECK(failed.happened.empty());
  running.event_log.failure.reset();
  STRCMP_EQUAL("ticket_issued:A001:4", told(ask(running, walk_in("k1"))).c_str());
}

TEST(WebAdapter, TheRecordNamesWhoCheckedSomebodyIn) {
  std::string folder = (std::filesystem::temp_directory_path() / "antrean-adapter-XXXXXX").string();
  CHECK(mkdtemp(folder.data()) != nullptr);
  {
    journal::Options options;
    options.file = std::filesystem::path(folder) / "office.journal";
    const auto journal = journal::Journal::open(options);
    Worker worker{"journal", Worker::Jobs::in_place};
    test::RunningLoop running;
    running.open_day();
    checkin::Office rules;
    rules.code = "AD";
    Entrance entrance(running.loop, worker, *journal, rules, {}, {});
    EntranceAdapter adapter(entrance);
    for (const auto& [by, recorded] : {std::pair{"siti", "siti"}, std::pair{"", "entrance page"}}) {
      EntranceRequest request;
      request.line = "AD-QFJ8BD";
      request.by = by;
      asio::co_spawn(running.io, adapter.take(std::move(request)), asio::detached);
      running.settle();
      STRCMP_EQUAL(recorded, running.event_log.batches.back().events.back().by.name.c_str());
    }
    running.finish();
  }
  std::filesystem::remove_all(folder);
}

TEST(WebAdapter, WhatWasRefusedIsCountedByReason) {
  http::Gate gate{http::ShareLimits{}};
  gate.log.refused({.peer = "203.0.113.7", .reason = "host"});
  gate.log.refused({.peer = "203.0.113.7", .reason = "host"});
  gate.log.refused({.peer = "203.0.113.7", .reason = "sockets"});
  const auto socket = gate.shares->socket(true);
  std::vector<web::Figure> figures;
  add_figures(figures, gate);
  const std::string text = web::to_prometheus(figures);
  for (const char* line :
       {"antrean_sockets 1\n", "antrean_body_bytes 0\n", "antrean_refused_total{reason=\"host\"} 2\n",
        "antrean_refused_total{reason=\"sockets\"} 1\n"}) {
    CHECK_TEXT(text.find(line) != std::string::npos, line);
  }
}

TEST(WebAdapter, ABoardThatCannotBeAskedIsToldAndNotShown) {
  DeviceHealth health = board(DeviceState::online, 100, 0);
  health.told_only = true;
  CHECK(part_of(health).well);
  CHECK_FALSE(part_of(health).doubtful);
  STRCMP_EQUAL("told what to show; it cannot be asked whether it shows it", part_of(health).text.c_str());
  health.state = DeviceState::unknown;
  STRCMP_EQUAL("", part_of(health).text.c_str());
}
