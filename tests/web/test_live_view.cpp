// How the day goes, for a supervisor: who waits for what, until when it takes, and what to do.
#include <set>
#include <string>

#include "../queue/office.hpp"
#include "queue/snapshot.hpp"
#include "values/alarms.hpp"
#include "web/live_view.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;
using namespace std::chrono_literals;

namespace {
/// Made once and kept; before the first test, or the leak detector counts it.
[[maybe_unused]] const auto warm = web::task_for("portal");
}  // namespace

TEST_GROUP(LiveView) {
  Office office;
  void setup() override { office.open({1, 2}); }
};

TEST(LiveView, WhoWaitsByServiceAndClassAndSinceWhen) {
  office.walk_in();
  office.later(7min);
  office.walk_in();
  office.walk_in("priority");
  office.act(office.entrance, [&] {
    auto early = Office::booking(1, "10:00", Standing::early_wait);
    return early;
  }());
  const auto lines = web::waiting_lines(office.state, office.plan, office.now);
  std::uint32_t waiting = 0, held = 0;
  for (const auto& line : lines) {
    STRCMP_EQUAL("paspor", line.service.c_str());
    waiting += line.waiting;
    held += line.held;
    CHECK_EQUAL(line.waiting > 0, line.longest.has_value());
    if (line.class_key == "walk_in") {
      LONGS_EQUAL(2, line.waiting);
      CHECK(*line.longest == office.now - 7min);
    }
  }
  LONGS_EQUAL(3, waiting);
  LONGS_EQUAL(1, held);
  office.call(1);
  LONGS_EQUAL(2, web::waiting_lines(office.state, office.plan, office.now).at(0).waiting +
                     web::waiting_lines(office.state, office.plan, office.now).at(1).waiting +
                     (web::waiting_lines(office.state, office.plan, office.now).size() > 2
                          ? web::waiting_lines(office.state, office.plan, office.now).at(2).waiting
                          : 0));
}

TEST(LiveView, TheLastCallIsThatOfTheLatestOfAllWhoAreKnown) {
  Snapshot shot;
  shot.at = instant(*OfficeDay::parse("2026-11-23"), TimeOfDay{9 * 60}, Zone::wib);
  shot.day = *OfficeDay::parse("2026-11-23");
  CHECK_FALSE(web::last_call(shot).has_value());
  TicketView ticket;
  ticket.number = "A001";
  ticket.wait = WaitRange{5, 10, 20};
  shot.tickets.push_back(ticket);
  ticket.wait.reset();
  shot.tickets.push_back(ticket);
  ticket.phase = TicketPhase::parked;
  shot.tickets.push_back(ticket);
  auto last = web::last_call(shot);
  CHECK((*last == web::LastCall{.likely = shot.at + 10min, .late = shot.at + 20min, .unknown = 1}));
  ServiceView service;
  service.slots = {{TimeOfDay{13 * 60}, WaitRange{0, 15, 40}}, {TimeOfDay{8 * 60}, WaitRange{0, 5, 30}}};
  shot.services.push_back(service);
  last = web::last_call(shot);
  CHECK(last->likely == shot.at + 4h + 15min);
  CHECK(last->late == shot.at + 4h + 40min);
}

TEST(LiveView, TodaysQuotasStandBesideTheUsualOnes) {
  office.walk_in();
  office.act(office.supervisor, SetWalkIns{"paspor", TimeOfDay{7 * 60}, 12});
  const auto parts = web::walk_in_parts(office.state, office.plan);
  CHECK_FALSE(parts.empty());
  STRCMP_EQUAL("paspor", parts[0].service.c_str());
  LONGS_EQUAL(12, *parts[0].today);
  LONGS_EQUAL(1, parts[0].used);
  CHECK_FALSE(parts[0].quota.has_value());
}

TEST(LiveView, EveryAlarmHasItsTask) {
  std::set<std::string> tasks;
  for (const std::string& subject :
       {std::string(journal_alarm), std::string(chain_alarm), std::string(clock_alarm), std::string(clock_step_alarm),
        std::string(day_alarm), std::string(date_alarm) + "2026-11-23", std::string(stranded_alarm),
        std::string(settings_change_alarm), std::string(numbers_alarm) + "umum", std::string("portal"),
        std::string("journal at portal"), std::string("board 21 on counters"), std::string("pad 3 on counters"),
        std::string("scanner"), std::string("printer"), std::string("speaker"), std::string("sla paspor * 45")}) {
    const Bilingual task = web::task_for(subject);
    CHECK_TEXT(!task.id.empty() && !task.en.empty(), subject.c_str());
    CHECK_TEXT(tasks.insert(task.en).second, subject.c_str());
  }
  STRCMP_EQUAL("Tell the technician.", web::task_for("something new").en.c_str());
}
