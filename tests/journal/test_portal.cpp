#include <string>

#include "crash_vfs/crash_vfs.hpp"
#include "journal/journal.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

namespace {

Booking booking(BookingId id, const char* code) {
  Booking made;
  made.id = id;
  made.code = code;
  made.office = "AD";
  made.service = "paspor";
  made.day = monday;
  made.slot = {TimeOfDay{600}, TimeOfDay{720}};
  made.party = 3;
  made.name = "Siti Rahma";
  made.nik_last4 = "0042";
  return made;
}

office_api::Result result(BookingId id, office_api::ResultKind kind = office_api::ResultKind::checked_in) {
  return {id, kind, from_ms(1000 + static_cast<std::int64_t>(id))};
}

std::string ids(const Parcel& parcel) {
  std::string text;
  for (const auto& one : parcel.results.results) {
    text += (text.empty() ? "" : " ") + std::to_string(one.booking);
  }
  return text;
}

}  // namespace

TEST_GROUP(JournalPortal) {
  CrashDisk disk{1};
  Options options;
  std::unique_ptr<Journal> journal;
  void setup() override {
    options.file = "/journal.db";
    options.vfs = disk.vfs();
    open();
  }
  void teardown() override { journal.reset(); }
  void open() {
    journal.reset();
    journal = Journal::open(options);
  }
  void put(std::vector<office_api::Result> results) {
    Batch batch;
    batch.results = std::move(results);
    journal->append(batch).value();
  }
  Parcel next(std::size_t most = 200) { return journal->outbox().next(most).value().value(); }
  bool nothing_to_send() { return !journal->outbox().next().value().has_value(); }
};

TEST(JournalPortal, BookingsAreFoundByIdCodeAndDayAsTheyWereSent) {
  auto cancelled = booking(2, "AD-BBBBBB");
  cancelled.status = BookingStatus::cancelled;
  cancelled.slot = {TimeOfDay{480}, TimeOfDay{600}};
  journal->day_list().apply({17, false, {booking(1, "AD-AAAAAA"), cancelled}}).value();
  open();
  CHECK_TRUE(booking(1, "AD-AAAAAA") == *journal->day_list().by_id(1));
  CHECK_TRUE(cancelled == *journal->day_list().by_code("AD-BBBBBB"));
  const auto day = journal->day_list().of_day(monday);
  CHECK_EQUAL(2u, day.size());
  CHECK_TRUE(cancelled == day[0]);
  CHECK_TRUE(journal->day_list().of_day(monday.plus(1)).empty());
  CHECK_FALSE(journal->day_list().by_id(3).has_value());
  CHECK_FALSE(journal->day_list().by_code("AD-CCCCCC").has_value());
  CHECK_EQUAL(17u, journal->day_list().cursor());
}

TEST(JournalPortal, PeopleAreCountedByServiceAndHour) {
  const auto family = booking(1, "AD-AAAAAA");
  auto one = booking(2, "AD-BBBBBB"), later = booking(3, "AD-CCCCCC");
  auto cancelled = booking(4, "AD-DDDDDD"), other_day = booking(5, "AD-EEEEEE");
  one.party = later.party = 1;
  later.slot.start = TimeOfDay{family.slot.start.minutes() + 60};
  cancelled.status = BookingStatus::cancelled;
  other_day.day = monday.plus(1);
  journal->day_list().apply({17, false, {family, one, later, cancelled, other_day}}).value();
  const auto people = journal->day_list().people_on(monday);
  CHECK_EQUAL(2u, people.size());
  STRCMP_EQUAL(family.service.c_str(), people[0].service.c_str());
  CHECK_TRUE(people[0].start == family.slot.start && people[1].start == later.slot.start);
  CHECK_EQUAL(4u, people[0].people);
  CHECK_EQUAL(1u, people[1].people);
}

TEST(JournalPortal, AnEmptyListWasPulledToo) {
  CHECK_FALSE(journal->day_list().pulled());
  journal->day_list().apply({0, false, {}}).value();
  CHECK_TRUE(journal->day_list().pulled());
  CHECK_EQUAL(0u, journal->day_list().cursor());
}

TEST(JournalPortal, APageAgainChangesNothingAndANewerRowReplaces) {
  const office_api::BookingPage page{17, false, {booking(1, "AD-AAAAAA")}};
  journal->day_list().apply(page).value();
  journal->day_list().apply(page).value();
  CHECK_EQUAL(1u, journal->day_list().of_day(monday).size());
  auto moved = booking(1, "AD-AAAAAA");
  moved.day = monday.plus(2);
  journal->day_list().apply({18, false, {moved}}).value();
  CHECK_TRUE(moved == *journal->day_list().by_code("AD-AAAAAA"));
  CHECK_TRUE(journal->day_list().of_day(monday).empty());
}

TEST(JournalPortal, TheLanguageOfABookingIsKept) {
  auto english = booking(1, "AD-AAAAAA");
  english.language = Language::en;
  auto not_known = booking(2, "AD-BBBBBB");
  journal->day_list().apply({17, false, {english, not_known}}).value();
  open();
  CHECK_TRUE(english == *journal->day_list().by_id(1));
  CHECK_TRUE(not_known == *journal->day_list().by_code("AD-BBBBBB"));
  english.language = Language::id;
  journal->day_list().import({english}).value();
  CHECK_TRUE(journal->day_list().by_id(1)->language == Language::id);
}

TEST(JournalPortal, APartyIsKeptWithEachName) {
  auto family = booking(1, "AD-AAAAAA");
  family.party = 4;
  family.companions = {{"Budi van der Berg", "0002"}, {"Ani", ""}, {"", "0004"}};
  journal->day_list().apply({17, false, {family}}).value();
  open();
  CHECK_TRUE(family == *journal->day_list().by_id(1));
  CHECK_TRUE(family == journal->day_list().of_day(monday).at(0));
  office_api::BookingPage afresh{4, false, {}};
  afresh.afresh = true;
  journal->day_list().apply(afresh).value();
  CHECK_TRUE(family.companions == journal->day_list().lacking(5).at(0).booking.companions);
}

TEST(JournalPortal, AListFromElsewhereIsTakenOnceAndIsNoneOfThePortals) {
  auto one = booking(1, "X1");
  auto other = booking(2, "X2");
  CHECK_TRUE((DayList::Imported{2, 0, 0} == journal->day_list().import({one, other}).value()));
  CHECK_TRUE(journal->day_list().pulled());
  CHECK_TRUE((DayList::Imported{0, 0, 2} == journal->day_list().import({one, other}).value()));
  other.slot.start = TimeOfDay{other.slot.start.minutes() + 30};
  CHECK_TRUE((DayList::Imported{0, 1, 0} == journal->day_list().import({other}).value()));
  CHECK_EQUAL(2u, journal->day_list().of_day(monday).size());  // what is not in the list stays
  CHECK_TRUE(other == *journal->day_list().by_code("X2"));
  // The portal is not told of it, and is not given it back.
  put({result(1), result(7)});
  STRCMP_EQUAL("7", ids(next()).c_str());
  office_api::BookingPage afresh{4, false, {}};
  afresh.afresh = true;
  journal->day_list().apply(afresh).value();
  CHECK_TRUE(journal->day_list().lacking(5).empty());
}

TEST(JournalPortal, AListThatCouldNotBeKeptLeavesNothing) {
  disk.set_read_only(true);
  CHECK_TRUE(journal->day_list().import({booking(1, "X1"), booking(2, "X2")}).has_error());
  disk.set_read_only(false);
  CHECK_FALSE(journal->day_list().by_id(1).has_value());
}

TEST(JournalPortal, AnErasedPersonIsGoneAndIsNotGivenBack) {
  journal->day_list().apply({17, false, {booking(1, "AD-AAAAAA")}}).value();
  auto erased = booking(1, "erased-0123456789abcdef");
  erased.name.clear();
  erased.nik_last4.clear();
  erased.status = BookingStatus::cancelled;
  office_api::BookingPage page{18, false, {erased}};
  page.erased = {1};
  journal->day_list().apply(page).value();
  CHECK_TRUE(erased == *journal->day_list().by_id(1));
  CHECK_FALSE(journal->day_list().by_code("AD-AAAAAA").has_value());
  office_api::BookingPage afresh{4, false, {}};
  afresh.afresh = true;
  journal->day_list().apply(afresh).value();
  CHECK_TRUE(journal->day_list().lacking(5).empty());
}

TEST(JournalPortal, APageThatCouldNotBeKeptLeavesTheCursor) {
  journal->day_list().apply({17, false, {booking(1, "AD-AAAAAA")}}).value();
  disk.set_read_only(true);
  CHECK_TRUE(journal->day_list().apply({18, false, {booking(2, "AD-BBBBBB")}}).has_error());
  disk.set_read_only(false);
  CHECK_EQUAL(17u, journal->day_list().cursor());
  CHECK_FALSE(journal->day_list().by_id(2).has_value());
}

TEST(JournalPortal, AParcelStaysTheSameUntilItIsAnsweredAlsoOverARestart) {
  CHECK_TRUE(nothing_to_send());
  put({result(1), result(2, office_api::ResultKind::served)});
  const Parcel first = next();
  put({result(3, office_api::ResultKind::no_show)});
  CHECK_EQUAL(3u, journal->outbox().waiting());
  open();
  const Parcel again = next();
  STRCMP_EQUAL(first.key.c_str(), again.key.c_str());
  CHECK_EQUAL(32u, first.key.size());
  STRCMP_EQUAL("1 2", ids(again).c_str());
  CHECK_TRUE(office_api::ResultKind::served == again.results.results[1].kind);
  CHECK_TRUE(from_ms(1002) == again.results.results[1].at);
  journal->outbox().delivered(first.key).value();
  const Parcel second = next();
  CHECK_FALSE(first.key == second.key);
  STRCMP_EQUAL("3", ids(second).c_str());
  CHECK_TRUE(office_api::ResultKind::no_show == second.results.results[0].kind);
  journal->outbox().delivered(second.key).value();
  CHECK_TRUE(nothing_to_send());
  CHECK_EQUAL(0u, journal->outbox().waiting());
}

TEST(JournalPortal, HowADayWentGoesAfterItsResultsAndIsKeptLikeThem) {
  Batch batch;
  batch.results = {result(1)};
  batch.days = {{monday, office_api::DayNews::disturbed, from_ms(5)},
                {monday, office_api::DayNews::closed, from_ms(7)}};
  journal->append(batch).value();
  open();
  CHECK_EQUAL(3u, journal->outbox().waiting());
  const Parcel whole = next();
  STRCMP_EQUAL("1", ids(whole).c_str());
  CHECK_TRUE(batch.days == whole.results.days);
  journal->outbox().delivered(whole.key).value();
  batch.results.clear();
  journal->append(batch).value();
  const Parcel first = next(1);
  CHECK_TRUE(first.results.results.empty());
  CHECK_EQUAL(1u, first.results.days.size());
  journal->outbox().delivered(first.key).value();
  CHECK_TRUE(next().results.days.at(0) == batch.days[1]);
}

TEST(JournalPortal, AParcelHoldsAtMostAsManyAsAskedInOrder) {
  put({result(1), result(2), result(3)});
  const Parcel parcel = next(2);
  STRCMP_EQUAL("1 2", ids(parcel).c_str());
  journal->outbox().delivered(parcel.key).value();
  STRCMP_EQUAL("3", ids(next(2)).c_str());
}

TEST(JournalPortal, AKeyIsNeverUsedForOtherResults) {
  put({result(1)});
  const Parcel first = next();
  journal->outbox().delivered(first.key).value();
  put({result(2)});
  CHECK_FALSE(first.key == next().key);
}

TEST(JournalPortal, ARefusedParcelIsPutAsideAndDoesNotStopTheRest) {
  put({result(1)});
  journal->outbox().refused(next().key, "422 unknown booking").value();
  put({result(2)});
  STRCMP_EQUAL("2", ids(next()).c_str());
  CHECK_EQUAL(1u, journal->outbox().waiting());
  CHECK_EQUAL(1u, journal->outbox().set_aside());
}

TEST(JournalPortal, AListBegunAfreshShowsWhatThePortalHasLost) {
  office_api::BookingPage first{17, false, {booking(1, "AD-AAAAAA"), booking(2, "AD-BBBBBB"), booking(3, "AD-CCCCCC")}};
  first.generation = "aa";
  first.proofs = {"AQ1A", "AQ1B", ""};
  journal->day_list().apply(first).value();
  CHECK_FALSE(journal->day_list().owes_answer());
  CHECK_TRUE(journal->day_list().lacking(10).empty());

  office_api::BookingPage afresh{4, true, {booking(4, "AD-DDDDDD")}};
  afresh.generation = "bb";
  afresh.afresh = true;
  afresh.proofs = {"AQ1D"};
  journal->day_list().apply(afresh).value();
  CHECK_FALSE(journal->day_list().owes_answer());  // the list has not arrived yet
  open();
  office_api::BookingPage rest{5, false, {booking(1, "AD-AAAAAA")}};
  rest.generation = "bb";
  rest.proofs = {"AQ1A"};
  journal->day_list().apply(rest).value();
  open();
  CHECK_TRUE(journal->day_list().owes_answer());
  STRCMP_EQUAL("bb", journal->day_list().generation().c_str());
  CHECK_EQUAL(5u, journal->day_list().cursor());
  const auto lacking = journal->day_list().lacking(10);
  CHECK_EQUAL(2u, lacking.size());
  CHECK_TRUE(booking(2, "AD-BBBBBB") == lacking[0].booking);
  STRCMP_EQUAL("AQ1B", lacking[0].proof.c_str());
  STRCMP_EQUAL("", lacking[1].proof.c_str());
  CHECK_EQUAL(1u, journal->day_list().lacking(1).size());

  journal->day_list().given_back({2}, false).value();
  CHECK_TRUE(journal->day_list().owes_answer());
  CHECK_EQUAL(1u, journal->day_list().lacking(10).size());
  journal->day_list().given_back({3}, true).value();
  CHECK_FALSE(journal->day_list().owes_answer());
  // Nobody is refused: what the portal lost is still in the list.
  CHECK_TRUE(journal->day_list().by_id(3).has_value());
}

TEST(JournalPortal, ACancellationThatThePortalLostStaysAndIsGivenBack) {
  auto cancelled = booking(1, "AD-AAAAAA");
  cancelled.status = BookingStatus::cancelled;
  office_api::BookingPage first{17, false, {cancelled}};
  first.generation = "aa";
  first.proofs = {"AQ1A"};
  journal->day_list().apply(first).value();
  office_api::BookingPage afresh{4, false, {booking(1, "AD-AAAAAA")}};
  afresh.generation = "bb";
  afresh.afresh = true;
  journal->day_list().apply(afresh).value();
  CHECK_TRUE(cancelled == *journal->day_list().by_id(1));
  const auto lacking = journal->day_list().lacking(10);
  CHECK_EQUAL(1u, lacking.size());
  CHECK_TRUE(cancelled == lacking[0].booking);
  // After that the portal may change it.
  journal->day_list().given_back({1}, true).value();
  office_api::BookingPage later{5, false, {booking(1, "AD-AAAAAA")}};
  later.generation = "bb";
  journal->day_list().apply(later).value();
  CHECK_TRUE(booking(1, "AD-AAAAAA") == *journal->day_list().by_id(1));
}

TEST(JournalPortal, WhatThePortalWasToldOfACheckInComesWithItsBooking) {
  office_api::BookingPage page{17, false, {booking(1, "AD-AAAAAA"), booking(2, "AD-BBBBBB")}};
  page.used = {{2, from_ms(5'000), {"B007", "B008"}}};
  journal->day_list().apply(page).value();
  open();
  CHECK_FALSE(journal->day_list().used(1).has_value());
  const auto used = journal->day_list().used(2).value();
  CHECK_TRUE(from_ms(5'000) == used.at);
  CHECK_TRUE((std::vector<std::string>{"B007", "B008"}) == used.numbers);
  CHECK_TRUE(used.numbers == journal->day_list().numbers_used(from_ms(5'000)));
  CHECK_TRUE(journal->day_list().numbers_used(from_ms(5'001)).empty());
}

TEST(JournalPortal, AResultGoesWithItsCodeAndNumbers) {
  auto told = result(1);
  told.code = "AD-AAAAAA";
  told.numbers = {"B007", "B008"};
  put({told});
  open();
  CHECK_TRUE(told == next().results.results.at(0));
}

TEST(JournalPortal, ResultsBelongToTheCommitOfTheirEvents) {
  const auto events = plain_day(monday, 1, 1);
  disk.set_read_only(true);
  Batch batch;
  batch.events = events;
  batch.results = {result(1)};
  CHECK_TRUE(journal->append(batch).has_error());
  disk.set_read_only(false);
  CHECK_TRUE(nothing_to_send());
  journal->append(batch).value();
  STRCMP_EQUAL("1", ids(next()).c_str());
}
