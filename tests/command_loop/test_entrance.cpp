#include <stdlib.h>

#include <filesystem>

#include "command_loop/entrance.hpp"
#include "small_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;

namespace {

checkin::Office rules() {
  checkin::Office office;
  office.code = "AD";
  office.zone = Zone::wib;
  office.services["paspor"] = {};
  return office;
}

checkin::SignedCode code(BookingId booking) {
  return {.code = "AD-QFJ8B" + std::to_string(booking),
          .office = "AD",
          .day = today,
          .slot = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
          .service = "paspor",
          .party = 1,
          .booking = booking};
}

/// The answer, or an empty one while the event log holds the turn.
EntranceReply enter(RunningLoop& office, const checkin::Scan& scan, EntranceRequest entry = {},
                    const CodeFacts& facts = {}) {
  auto answer = std::make_shared<EntranceReply>();
  auto decide = [answer, entry, scan, facts](Turn& turn) {
    *answer = take_entrance_request(turn, entry, scan, facts, rules());
  };
  boost::asio::co_spawn(office.io, office.loop.enter(decide),
                        [](std::exception_ptr, std::optional<journal::Failure>) {});
  office.settle();
  return *answer;
}

}  // namespace

TEST_GROUP(EntranceOfCodes){};

TEST(EntranceOfCodes, ASignedCodeIsAdmittedWithANumberAndWordsThatAreJournalled) {
  RunningLoop office;
  office.open_day();
  const EntranceReply answer = enter(office, code(1));
  STRCMP_EQUAL("admitted", answer.outcome.c_str());
  LONGS_EQUAL(1, answer.numbers.size());
  STRCMP_EQUAL("B001", answer.numbers[0].c_str());
  const EntranceView& shown = office.shown.back()->entrance;
  STRCMP_EQUAL("admitted", shown.outcome.c_str());
  STRCMP_EQUAL("B001", shown.numbers.at(0).c_str());
  CHECK_FALSE(shown.message_id.empty());
  STRCMP_EQUAL(answer.words.id.c_str(), shown.message_id.c_str());
  LONGS_EQUAL(1, office.event_log.batches.back().results.size());
}

TEST(EntranceOfCodes, TheSecondScanSaysWhenAndWhichNumber) {
  RunningLoop office;
  office.open_day();
  enter(office, code(1));
  office.now += std::chrono::minutes(7);
  const EntranceReply second = enter(office, code(1));
  STRCMP_EQUAL("already_used", second.outcome.c_str());
  STRCMP_EQUAL("B001", second.numbers.at(0).c_str());
  CHECK_TRUE(second.words.id.find("09:00") != std::string::npos || second.words.id.find("09.00") != std::string::npos);
  LONGS_EQUAL(1, office.event_log.count("admitted"));
  LONGS_EQUAL(1, office.event_log.count("scan_answered"));
}

TEST(EntranceOfCodes, ACodeTypedAfterItsScanIsSaidToBeUsedAlsoIfNoListHasIt) {
  RunningLoop office;
  office.open_day();
  enter(office, code(1));
  const EntranceReply second = enter(office, checkin::TypedCode{.code = code(1).code});
  STRCMP_EQUAL("already_used", second.outcome.c_str());
  STRCMP_EQUAL("B001", second.numbers.at(0).c_str());
}

TEST(EntranceOfCodes, AnIdUnderAnotherCodeIsAnotherBooking) {
  RunningLoop office;
  office.open_day();
  enter(office, code(1));
  // A portal that was put back from a copy, and that counted its ids, gave this id again.
  checkin::SignedCode other = code(1);
  other.code = "AD-NNNNNN";
  const EntranceReply answer = enter(office, other);
  STRCMP_EQUAL("admitted", answer.outcome.c_str());
  STRCMP_EQUAL("B002", answer.numbers.at(0).c_str());
  STRCMP_EQUAL("B001", enter(office, code(1)).numbers.at(0).c_str());
  STRCMP_EQUAL("already_used", enter(office, other).outcome.c_str());
  STRCMP_EQUAL("B002", enter(office, other).numbers.at(0).c_str());
  std::vector<office_api::Result> told;
  for (const journal::Batch& batch : office.event_log.batches) {
    told.insert(told.end(), batch.results.begin(), batch.results.end());
  }
  LONGS_EQUAL(2, told.size());
  STRCMP_EQUAL("AD-QFJ8B1", told[0].code.c_str());
  STRCMP_EQUAL("AD-NNNNNN", told[1].code.c_str());
  CHECK_TRUE(std::vector<std::string>{"B002"} == told[1].numbers);
  // The result of each booking is reported for that booking.
  for (const char* next : {"AD-QFJ8B1", "AD-NNNNNN"}) {
    office.now += std::chrono::minutes(5);
    office.ask({.by = {.kind = queue::ActorKind::officer, .name = "sari"}, .action = queue::CallNext{.counter = 1}});
    office.now += std::chrono::minutes(5);
    office.ask({.by = {.kind = queue::ActorKind::officer, .name = "sari"}, .action = queue::Finish{.counter = 1}});
    const office_api::Result& served = office.event_log.batches.back().results.at(0);
    CHECK_TRUE(served.kind == office_api::ResultKind::served);
    STRCMP_EQUAL(next, served.code.c_str());
  }
}

TEST(EntranceOfCodes, ACheckInThatOnlyThePortalRemembersIsUsedAllTheSame) {
  std::string pattern = (std::filesystem::temp_directory_path() / "entrance-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  {
    const auto journal = journal::Journal::open({.file = folder / "journal.db"});
    Booking booking;
    booking.id = 1;
    booking.code = code(1).code;
    booking.office = "AD";
    booking.service = "paspor";
    booking.day = today;
    booking.slot = code(1).slot;
    office_api::BookingPage page{.cursor = 3, .bookings = {booking}};
    page.used = {{.booking = 1, .at = at(8, 30), .numbers = {"B017"}, .over = true}};
    journal->day_list().apply(page).value();
    const CodeFacts facts = look_up(code(1), *journal);
    CHECK_TRUE(facts.before_today.has_value());
    STRCMP_EQUAL("B017", facts.before_today->numbers.at(0).c_str());
    CHECK_TRUE(at(8, 30) == facts.before_today->at);
    CHECK_TRUE(facts.numbers_again.empty());

    // The person was not served yet: a new scan gives the same number again, and the next person gets another
    // one.
    page.used.at(0).over = false;
    page.cursor = 4;
    journal->day_list().apply(page).value();
    const CodeFacts waiting = look_up(code(1), *journal);
    CHECK_FALSE(waiting.before_today.has_value());
    RunningLoop office;
    office.open_day();
    STRCMP_EQUAL("B017", enter(office, code(1), {}, waiting).numbers.at(0).c_str());
    STRCMP_EQUAL("already_used", enter(office, code(1), {}, waiting).outcome.c_str());
    STRCMP_EQUAL("B018", enter(office, code(2)).numbers.at(0).c_str());
    CodeFacts taken;
    taken.numbers_again = {"B018"};
    STRCMP_EQUAL("B019", enter(office, code(3), {}, taken).numbers.at(0).c_str());

    // The same id with another code is not that booking.
    checkin::SignedCode other = code(1);
    other.code = "AD-NNNNNN";
    CHECK_FALSE(look_up(other, *journal).before_today.has_value());
    CHECK_FALSE(look_up(other, *journal).listed.has_value());
    CHECK_TRUE(look_up(other, *journal).numbers_again.empty());
  }
  std::filesystem::remove_all(folder);
}

TEST(EntranceOfCodes, TwoScansOfOneCodeInOneCommitAdmitOnce) {
  RunningLoop office;
  office.open_day();
  office.event_log.hold = true;
  office.walk_in();
  enter(office, code(1));
  enter(office, code(1));
  office.event_log.go_on();
  office.settle();
  LONGS_EQUAL(1, office.event_log.count("admitted"));
  LONGS_EQUAL(1, office.event_log.count("scan_answered"));
}

TEST(EntranceOfCodes, ARefusalHasItsReasonAndIsShownAndJournalled) {
  RunningLoop office;
  office.open_day();
  checkin::SignedCode other = code(2);
  other.office = "JE";
  STRCMP_EQUAL("wrong_office", enter(office, other).outcome.c_str());
  checkin::SignedCode tomorrow = code(3);
  tomorrow.day = today.plus(1);
  STRCMP_EQUAL("wrong_day", enter(office, tomorrow).outcome.c_str());
  EntranceRequest noise;
  noise.line = "\x01\x02 noise";
  STRCMP_EQUAL("unreadable", enter(office, checkin::BadCode::unreadable, noise).outcome.c_str());
  STRCMP_EQUAL("unreadable", office.shown.back()->entrance.outcome.c_str());
  STRCMP_EQUAL("forged", enter(office, checkin::BadCode::forged).outcome.c_str());
  LONGS_EQUAL(4, office.event_log.count("scan_answered"));
  LONGS_EQUAL(0, office.event_log.count("admitted"));
}

TEST(EntranceOfCodes, O26WhoScansAValidBookingWhenNumbersAreUsedUpIsSentToTheDesk) {
  RunningLoop office(nullptr, [](queue::PlanSettings& settings) { settings.series[0].last = 1; });
  office.open_day();
  EntranceRequest scanned;
  scanned.by = "scanner";
  scanned.scanned = true;
  STRCMP_EQUAL("admitted", enter(office, code(1), scanned).outcome.c_str());
  const EntranceReply answer = enter(office, code(2), scanned);
  STRCMP_EQUAL("numbers_used_up", answer.outcome.c_str());
  STRCMP_EQUAL("A number cannot be given here. Please go to the desk.", answer.words.en.c_str());
  STRCMP_EQUAL("Nomor antrean tidak dapat diberikan di sini. Silakan ke meja petugas.", answer.words.id.c_str());
  STRCMP_EQUAL(answer.words.en.c_str(), office.shown.back()->entrance.message_en.c_str());
  // At the desk the staff reads what to do; the screen still has the text for the person.
  EntranceRequest typed;
  typed.by = "entrance page";
  STRCMP_EQUAL("The numbers of series 'b' are used up today; add a letter in the settings.",
               enter(office, code(3), typed).words.en.c_str());
  STRCMP_EQUAL(answer.words.id.c_str(), office.shown.back()->entrance.message_id.c_str());
}

TEST(EntranceOfCodes, ASupervisorsForceAdmitsWithNameAndReason) {
  RunningLoop office;
  office.open_day();
  checkin::SignedCode tomorrow = code(3);
  tomorrow.day = today.plus(1);
  EntranceRequest entry;
  const EntranceReply refused = enter(office, tomorrow, entry);
  STRCMP_EQUAL("wrong_day", refused.outcome.c_str());
  CHECK_TRUE(refused.force_helps);
  entry.force = checkin::Force{"wati", "sick child"};
  STRCMP_EQUAL("admitted", enter(office, tomorrow, entry).outcome.c_str());
  const queue::Event& event = *(office.event_log.batches.back().events.end() - 2);
  const auto& admitted = std::get<queue::Admitted>(event.body);
  CHECK_TRUE(admitted.forced);
  STRCMP_EQUAL("sick child", admitted.reason.c_str());
  CHECK_TRUE(event.by.kind == queue::ActorKind::supervisor);
  STRCMP_EQUAL("wati", event.by.name.c_str());
}

TEST(EntranceOfCodes, AClassGrantedWithTheCodeAndThePeopleWhoAreHereReachTheQueue) {
  RunningLoop office;
  office.open_day();
  EntranceRequest entry;
  entry.class_key = "walk_in";
  checkin::SignedCode family = code(4);
  family.party = 4;
  entry.people = 2;
  STRCMP_EQUAL("A001", enter(office, family, entry).numbers.at(0).c_str());
  const auto& admitted = std::get<queue::Admitted>((office.event_log.batches.back().events.end() - 2)->body);
  LONGS_EQUAL(4, admitted.party);
  LONGS_EQUAL(2, admitted.people);
}

TEST(EntranceOfCodes, AClockIn1970SendsNobodyHome) {
  RunningLoop office(nullptr, [](queue::PlanSettings& plan) { plan.clock.floor = at(0, 0); });
  office.open_day();
  office.now = from_ms(90'000);
  STRCMP_EQUAL("admitted", enter(office, code(5)).outcome.c_str());
}
