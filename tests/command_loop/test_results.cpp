// What the portal is told of people with a booking, in the commit of what became of them.
#include "small_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;
using office_api::ResultKind;

namespace {

void two_stages(queue::PlanSettings& plan) {
  plan.services.front().stages = {
      {.key = "berkas", .name_id = "Berkas", .name_en = "Documents", .pool = {}, .series = {}},
      {.key = "foto", .name_id = "Foto", .name_en = "Photo", .pool = {}, .series = {}}};
  plan.counters[0].serves = {{.pool = "paspor/berkas", .class_key = {}, .preference = 0}};
  plan.counters[1].serves = {{.pool = "paspor/foto", .class_key = {}, .preference = 0}};
}

/// A person with a booking comes and gets a number.
void comes(RunningLoop& office, BookingId booking) {
  office.ask({.by = {.kind = queue::ActorKind::entrance, .name = "scanner"},
              .action = queue::Admit{.booking = booking,
                                     .code = "AD-QFJ8B" + std::to_string(booking),
                                     .service = "paspor",
                                     .slot = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
                                     .class_key = "booked",
                                     .reason = {}}});
}

void officer(RunningLoop& office, queue::Action action) {
  office.now += std::chrono::minutes(5);
  office.ask({.by = {.kind = queue::ActorKind::officer, .name = "sari"}, .action = std::move(action)});
}

/// Everything that the portal was told, in order: "8 checked_in".
std::string told(const RunningLoop& office) {
  std::string all;
  for (const journal::Batch& batch : office.event_log.batches) {
    for (const office_api::Result& result : batch.results) {
      const char* kind = result.kind == ResultKind::checked_in ? "checked_in"
                         : result.kind == ResultKind::served   ? "served"
                                                               : "no_show";
      all += (all.empty() ? "" : ", ") + std::to_string(result.booking) + " " + kind;
    }
  }
  return all;
}

}  // namespace

TEST_GROUP(ResultsForThePortal){};

TEST(ResultsForThePortal, ServedIsToldWhenTheLastStageIsFinishedAndNotBefore) {
  RunningLoop office(nullptr, two_stages);
  office.open_day();
  comes(office, 8);
  STRCMP_EQUAL("8 checked_in", told(office).c_str());
  officer(office, queue::CallNext{.counter = 1});
  officer(office, queue::Finish{.counter = 1});
  LONGS_EQUAL(1, office.event_log.count("finished"));
  STRCMP_EQUAL("8 checked_in", told(office).c_str());
  officer(office, queue::CallNext{.counter = 2});
  officer(office, queue::Finish{.counter = 2});
  STRCMP_EQUAL("8 checked_in, 8 served", told(office).c_str());
}

TEST(ResultsForThePortal, EachIsInTheCommitOfItsEventAndBearsItsTime) {
  RunningLoop office;
  office.open_day();
  comes(office, 8);
  officer(office, queue::CallNext{.counter = 1});
  officer(office, queue::Finish{.counter = 1});
  const journal::Batch& last = office.event_log.batches.back();
  LONGS_EQUAL(1, last.results.size());
  CHECK_TRUE(queue::name_of(last.events.back()) == "finished");
  CHECK_TRUE(last.results[0].at == last.events.back().at);
}

TEST(ResultsForThePortal, NothingIsToldOfPeopleWithoutABooking) {
  RunningLoop office(nullptr, two_stages);
  office.open_day();
  office.walk_in();
  officer(office, queue::CallNext{.counter = 1});
  officer(office, queue::Finish{.counter = 1});
  officer(office, queue::CallNext{.counter = 2});
  officer(office, queue::Finish{.counter = 2});
  LONGS_EQUAL(2, office.event_log.count("finished"));
  STRCMP_EQUAL("", told(office).c_str());
}

TEST(ResultsForThePortal, WhoeverWasMissedAndDidNotReturnIsToldAtTheEndOfTheDay) {
  RunningLoop office;
  office.open_day();
  comes(office, 8);
  comes(office, 9);
  officer(office, queue::CallNext{.counter = 1});
  officer(office, queue::NoShow{.counter = 1});
  STRCMP_EQUAL("8 checked_in, 9 checked_in", told(office).c_str());
  office.ask({.by = {}, .action = queue::CloseDay{}});
  STRCMP_EQUAL("8 checked_in, 9 checked_in, 8 no_show", told(office).c_str());
}

namespace {

/// How the days went, as the portal was told: "closed, reopened".
std::string days(const RunningLoop& office) {
  std::string all;
  for (const journal::Batch& batch : office.event_log.batches) {
    for (const office_api::DayReport& report : batch.days) {
      all += (all.empty() ? "" : ", ") + std::string{word(report.news)};
      CHECK_TRUE(report.day == today);
    }
  }
  return all;
}

void serve_one(RunningLoop& office) {
  comes(office, 8);
  officer(office, queue::CallNext{.counter = 1});
  officer(office, queue::Finish{.counter = 1});
}

void alarm(RunningLoop& office, const std::string& subject) {
  office.ask({.by = {}, .action = queue::RaiseAlarm{.subject = subject, .text_id = "Rusak", .text_en = "Broken"}});
}

}  // namespace

TEST(ResultsForThePortal, ADayOnWhichAllWentWellIsToldClosed) {
  RunningLoop office;
  office.open_day();
  serve_one(office);
  STRCMP_EQUAL("", days(office).c_str());
  office.ask({.by = {}, .action = queue::CloseDay{}});
  STRCMP_EQUAL("closed", days(office).c_str());
}

TEST(ResultsForThePortal, ADayOnWhichNobodyWasServedOrSomebodyWasLeftWaitingIsNot) {
  RunningLoop idle;
  idle.open_day();
  idle.ask({.by = {}, .action = queue::CloseDay{}});
  STRCMP_EQUAL("disturbed", days(idle).c_str());
  RunningLoop office;
  office.open_day();
  serve_one(office);
  comes(office, 9);
  office.ask({.by = {}, .action = queue::CloseDay{}});
  STRCMP_EQUAL("disturbed", days(office).c_str());
}

TEST(ResultsForThePortal, TheFirstAlarmOfADayIsToldAtOnceAndOneThatStandsAtItsEndAgain) {
  RunningLoop office;
  office.open_day();
  serve_one(office);
  alarm(office, "printer");
  alarm(office, "scanner");
  STRCMP_EQUAL("disturbed", days(office).c_str());
  office.ask({.by = {}, .action = queue::CloseDay{}});
  STRCMP_EQUAL("disturbed, disturbed", days(office).c_str());
}
