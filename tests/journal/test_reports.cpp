#include <string>

#include "crash_vfs/crash_vfs.hpp"
#include "journal/journal.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

TEST_GROUP(Reports) {
  CrashDisk disk{1};
  Options options;
  std::vector<queue::Event> story;
  UtcTime at = instant(monday, TimeOfDay{480}, Zone::wib);

  void setup() override {
    options.file = "/journal.db";
    options.vfs = disk.vfs();
    queue::DayOpened opened;
    opened.day = monday;
    add(opened);
    add(queue::LoggedIn{3, "dewi"});
  }
  void add(queue::EventBody body, queue::Actor by = {queue::ActorKind::officer, "dewi"}) {
    at += std::chrono::seconds{10};
    story.push_back({story.size() + 1, at, std::move(by), std::move(body)});
  }
  void issue(queue::TicketId ticket, const char* number, BookingId booking = 0) {
    queue::TicketIssued issued;
    issued.ticket = ticket;
    issued.number = number;
    issued.service = "paspor";
    issued.stage = "berkas";
    issued.line.class_key = "booked";
    issued.booking = booking;
    issued.people = 2;
    add(issued);
  }
  void call(queue::TicketId ticket, CounterId counter, std::uint32_t waited) {
    queue::Called called;
    called.ticket = ticket;
    called.number = "A00" + std::to_string(ticket);
    called.counter = counter;
    called.waited_s = waited;
    called.turn.kind = queue::TurnKind::waiting_limit;
    called.reason = "r";
    add(called);
  }
  std::unique_ptr<Journal> told() {
    auto journal = Journal::open(options);
    append_all(*journal, story);
    return journal;
  }
};

TEST(Reports, ATicketIsFollowedThroughItsStages) {
  issue(1, "A001", 81);
  const UtcTime issued = at;
  call(1, 3, 60);
  const UtcTime first = at;
  queue::Recalled recalled;
  recalled.ticket = 1;
  recalled.counter = 3;
  add(recalled);
  queue::NextStage foto{"foto", "F001", {}};
  foto.line.class_key = "lansia";
  add(queue::Finished{1, "A001", 3, "paspor", "berkas", "paspor/berkas", 120, foto});
  call(1, 4, 30);
  add(queue::Finished{1, "F001", 4, "paspor", "foto", "paspor/foto", 200, std::nullopt});
  TicketRow expected;
  expected.opening = 1;
  expected.ticket = 1;
  expected.number = "A001";
  expected.last_number = "F001";
  expected.service = "paspor";
  expected.stage = "foto";
  expected.class_key = "lansia";
  expected.booking = 81;
  expected.people = 2;
  expected.issued = issued;
  expected.first_called = first;
  expected.ended = at;
  expected.outcome = queue::Outcome::served;
  expected.counter = 4;
  expected.calls = 2;
  expected.recalls = 1;
  expected.waited_s = 90;
  expected.served_s = 320;
  const auto journal = told();
  const auto tickets = journal->reports().tickets(monday);
  CHECK_EQUAL(1u, tickets.size());
  CHECK_TRUE(expected == tickets[0]);
  CHECK_TRUE(journal->reports().tickets(monday.plus(1)).empty());
}

TEST(Reports, CallsAndServicesSayWhichOfficerSatThere) {
  issue(1, "A001");
  call(1, 3, 60);
  add(queue::LoggedOut{3, "dewi"});
  add(queue::LoggedIn{3, "rini"});
  add(queue::Finished{1, "A001", 3, "paspor", "berkas", "paspor/berkas", 120, std::nullopt});
  const auto journal = told();
  const auto calls = journal->reports().calls(monday);
  CHECK_EQUAL(1u, calls.size());
  STRCMP_EQUAL("dewi", calls[0].officer.c_str());
  CHECK_TRUE(queue::TurnKind::waiting_limit == calls[0].turn);
  CHECK_EQUAL(4u, calls[0].seq);
  CHECK_EQUAL(60u, calls[0].waited_s);
  STRCMP_EQUAL("r", calls[0].reason.c_str());
  const auto services = journal->reports().services(monday);
  CHECK_EQUAL(1u, services.size());
  STRCMP_EQUAL("rini", services[0].officer.c_str());
  STRCMP_EQUAL("paspor/berkas", services[0].pool.c_str());
  CHECK_EQUAL(120u, services[0].seconds);
}

TEST(Reports, AFinishThatIsUndoneIsNoService) {
  issue(1, "A001");
  call(1, 3, 60);
  add(queue::Finished{1, "A001", 3, "paspor", "berkas", "paspor/berkas", 120, std::nullopt});
  add(queue::FinishUndone{1, "A001", 3, "paspor", "berkas", "paspor/berkas", 120});
  const auto journal = told();
  CHECK_EQUAL(0u, journal->reports().services(monday).size());
  const auto tickets = journal->reports().tickets(monday);
  CHECK_TRUE(queue::Outcome::none == tickets[0].outcome);
  CHECK_FALSE(tickets[0].ended.has_value());
}

TEST(Reports, EveryWayATicketEndsHasItsOutcome) {
  for (queue::TicketId ticket = 1; ticket <= 6; ++ticket) {
    issue(ticket, ("A00" + std::to_string(ticket)).c_str());
  }
  add(queue::Missed{1, "A001", 3});
  add(queue::TicketCancelled{2, "A002", 0, "pulang"});
  add(queue::ClosedUnserved{3, "A003", queue::Outcome::day_closed});
  add(queue::Missed{4, "A004", 3});
  add(queue::TicketReturned{4, "A004", {}});
  add(queue::Missed{5, "A005", 3});
  call(5, 4, 0);
  const auto tickets = told()->reports().tickets(monday);
  const queue::Outcome expected[] = {queue::Outcome::no_show, queue::Outcome::cancelled, queue::Outcome::day_closed,
                                     queue::Outcome::none,    queue::Outcome::none,      queue::Outcome::none};
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK_TRUE(expected[i] == tickets[i].outcome);
    CHECK_EQUAL(expected[i] != queue::Outcome::none, tickets[i].ended.has_value());
  }
}

TEST(Reports, ADayThatIsOpenAgainTakesBackWhoWasNotServedAndNothingElse) {
  issue(1, "A001");
  issue(2, "A002");
  issue(3, "A003");
  add(queue::Missed{1, "A001", 3});
  add(queue::TicketCancelled{2, "A002", 0, "pulang"});
  add(queue::ClosedUnserved{1, "A001", queue::Outcome::no_show});
  add(queue::ClosedUnserved{3, "A003", queue::Outcome::day_closed});
  add(queue::LoggedOut{3, "dewi"});
  add(queue::DayReopened{monday, 1, "closed too early"});
  add(queue::LoggedIn{3, "rini"});
  issue(4, "A004");
  call(3, 3, 60);
  const auto journal = told();
  const auto tickets = journal->reports().tickets(monday);
  CHECK_EQUAL(4u, tickets.size());
  CHECK_TRUE(queue::Outcome::no_show == tickets[0].outcome);
  CHECK_TRUE(queue::Outcome::cancelled == tickets[1].outcome);
  CHECK_TRUE(queue::Outcome::none == tickets[2].outcome);
  CHECK_FALSE(tickets[2].ended.has_value());
  STRCMP_EQUAL("rini", journal->reports().calls(monday)[0].officer.c_str());
}

TEST(Reports, TransferClassDirectServiceAndResumeLeaveTheirMarks) {
  issue(1, "A001");
  add(queue::ClassGranted{1, "A001", "lansia", "72 tahun"});
  queue::Transferred moved{1, "A001", 0, 4, "paspor", "foto", "", {}, "salah loket"};
  moved.line.class_key = "lansia";
  add(moved);
  add(queue::Resumed{1, "A001", 4});
  issue(2, "A002");
  add(queue::ServedDirect{2, "A002", 3, "tamu"});
  const auto journal = told();
  const auto tickets = journal->reports().tickets(monday);
  STRCMP_EQUAL("lansia", tickets[0].class_key.c_str());
  STRCMP_EQUAL("foto", tickets[0].stage.c_str());
  STRCMP_EQUAL("A001", tickets[0].last_number.c_str());
  CHECK_EQUAL(4, tickets[0].counter);
  CHECK_EQUAL(1, tickets[1].calls);
  const auto calls = journal->reports().calls(monday);
  CHECK_EQUAL(1u, calls.size());
  STRCMP_EQUAL("tamu", calls[0].reason.c_str());
  CHECK_TRUE(queue::TurnKind::out_of_order == calls[0].turn);
}

TEST(Reports, AnAdmissionIsFoundByBookingAndByCodeOnAnyDay) {
  queue::Admitted admitted;
  admitted.booking = 81;
  admitted.code = "AD-QFJ8BD";
  admitted.service = "paspor";
  admitted.slot = {TimeOfDay{600}, TimeOfDay{720}};
  admitted.standing = Standing::early_wait;
  admitted.people = 2;
  admitted.numbers = {"A001", "A002"};
  admitted.listed = false;
  admitted.forced = true;
  admitted.reason = "surat tugas";
  add(admitted, {queue::ActorKind::supervisor, "bu kepala"});
  admitted.numbers = {"A003"};
  admitted.forced = false;
  add(admitted);
  const auto journal = told();
  const auto by_id = journal->reports().admissions_on(81, "");
  CHECK_EQUAL(2u, by_id.size());
  AdmissionRow expected;
  expected.seq = 3;
  expected.at = story[2].at;
  expected.booking = 81;
  expected.code = "AD-QFJ8BD";
  expected.service = "paspor";
  expected.slot = admitted.slot;
  expected.standing = Standing::early_wait;
  expected.people = 2;
  expected.numbers = {"A001", "A002"};
  expected.listed = false;
  expected.forced_by = "bu kepala";
  expected.reason = "surat tugas";
  CHECK_TRUE(expected == by_id[0]);
  STRCMP_EQUAL("", by_id[1].forced_by.c_str());
  CHECK_EQUAL(2u, journal->reports().admissions_on(0, "AD-QFJ8BD").size());
  CHECK_TRUE(journal->reports().admissions_on(0, "").empty());
  CHECK_TRUE(journal->reports().admissions_on(82, "AD-AAAAAA").empty());
  CHECK_EQUAL(2u, journal->reports().admissions(monday).size());
}

TEST(Reports, LostTablesAreMadeAgainFromTheEvents) {
  story = plain_day(monday, 1, 4);
  std::vector<TicketRow> tickets;
  std::vector<CallRow> calls;
  std::vector<ServiceRow> services;
  std::vector<AdmissionRow> admissions;
  {
    const auto journal = told();
    tickets = journal->reports().tickets(monday);
    calls = journal->reports().calls(monday);
    services = journal->reports().services(monday);
    admissions = journal->reports().admissions(monday);
  }
  {
    SQLite::Database db(std::string{"/journal.db"}, SQLite::OPEN_READWRITE, 0, disk.vfs());
    db.exec(
        "PRAGMA locking_mode=EXCLUSIVE; DELETE FROM ticket; DELETE FROM call; DELETE FROM service; DELETE FROM "
        "admission;"
        "DELETE FROM desk; UPDATE report_head SET seq = 0");
  }
  const auto journal = Journal::open(options);
  CHECK_EQUAL(4u, tickets.size());
  CHECK_TRUE(tickets == journal->reports().tickets(monday));
  CHECK_TRUE(calls == journal->reports().calls(monday));
  CHECK_TRUE(services == journal->reports().services(monday));
  CHECK_TRUE(admissions == journal->reports().admissions(monday));
}
