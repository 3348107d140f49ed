#include <filesystem>
#include <set>

#include <spdlog/spdlog.h>

#include "scratch_bookings.hpp"
#include "store/bookings_db.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const TimeOfDay eight{8 * 60};
const TimeOfDay ten{10 * 60};
const UtcTime now = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib);

Key128 key(int n) {
  Key128 made{};
  made[0] = static_cast<std::uint8_t>(n);
  made[1] = static_cast<std::uint8_t>(n >> 8);
  return made;
}
NikHmac person(int n) {
  NikHmac made{};
  made[0] = static_cast<std::uint8_t>(n);
  made[1] = static_cast<std::uint8_t>(n >> 8);
  return made;
}

/// The order of the n-th person, with a form of its own, for Monday at eight at Bandung.
BookOrder order(int n, int quota = 20) {
  return {.id = (BookingId{1} << 40) + static_cast<BookingId>(n),
          .slot = {"AD", "paspor", monday, eight},
          .end = ten,
          .quota = quota,
          .form = key(n),
          .token = key(10'000 + n),
          .codes = {"AD-AAA" + std::to_string(100 + n)},
          .name = "Orang " + std::string(1, static_cast<char>('A' + n % 26)),
          .mail = "orang@contoh.id",
          .language = "id",
          .nik = person(n),
          .nik_last4 = "0001",
          .party = 1,
          .now = now};
}

// spdlog makes its logger when it is first used, and CppUTest would call this a leak inside a test. Errors
// are expected here.
[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

template <class T>
bool is(const WriteAnswer& answer) {
  const auto* booked = std::get_if<BookAnswer>(&answer);
  return booked != nullptr && std::holds_alternative<T>(*booked);
}

}  // namespace

TEST_GROUP(BookingsDb) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> db = open();

  std::unique_ptr<BookingsDb> open() const { return store.open(); }

  BookAnswer book(const BookOrder& what) const {
    const WriteOrder orders[]{what};
    return std::get<BookAnswer>(db->write(orders).front());
  }
  StoredBooking booked(const BookOrder& what) const { return std::get<Booked>(book(what)).booking; }
  CancelAnswer cancel(const Key128& token) const {
    const WriteOrder orders[]{CancelOrder{token, now}};
    return std::get<CancelAnswer>(db->write(orders).front());
  }
  /// quota and booked of Monday at eight.
  SlotPlaces places() const { return db->places("AD", "paspor", monday, monday).at(0); }
  std::vector<Booking> pulled(std::uint64_t cursor = 0) const { return db->changes("AD", cursor, 500).bookings; }
};

TEST(BookingsDb, KeepsWhatWasBookedThroughAReopen) {
  auto wanted = order(1);
  wanted.name = "Siti Aminah";
  const auto given = booked(wanted);
  db.reset();
  db = open();
  const auto found = db->find(wanted.token);
  CHECK(found.has_value());
  CHECK(found->booking == given.booking);
  STRCMP_EQUAL("AD-AAA101", found->booking.code.c_str());
  STRCMP_EQUAL("Siti Aminah", found->booking.name.c_str());
  STRCMP_EQUAL("08:00", found->booking.slot.start.text().c_str());
  STRCMP_EQUAL("10:00", found->booking.slot.end.text().c_str());
  STRCMP_EQUAL("0001", found->booking.nik_last4.c_str());
  STRCMP_EQUAL("orang@contoh.id", found->mail.c_str());
  CHECK(found->token == wanted.token);
  CHECK(found->booked_at == now);
  CHECK(found->booking.day == monday);
  LONGS_EQUAL(1, places().booked);
}

TEST(BookingsDb, NeverSellsMoreThanTheQuota) {
  for (int n = 0; n < 5; ++n) {
    CHECK(std::holds_alternative<Booked>(book(order(n, 5))));
  }
  for (int n = 5; n < 8; ++n) {
    CHECK(std::holds_alternative<SlotFull>(book(order(n, 5))));
  }
  LONGS_EQUAL(5, places().booked);
  LONGS_EQUAL(5, pulled().size());
}

TEST(BookingsDb, DecidesEachOrderOfACommitByItself) {
  std::vector<WriteOrder> orders;
  for (int n = 0; n < 40; ++n) {
    orders.emplace_back(order(n, 7));
  }
  orders.emplace_back(order(0, 7));  // the first form again
  const auto answers = db->write(orders);
  LONGS_EQUAL(41, answers.size());
  for (std::size_t n = 0; n < 40; ++n) {
    CHECK_EQUAL(n < 7, is<Booked>(answers[n]));
  }
  CHECK(std::get<Booked>(std::get<BookAnswer>(answers[40])).again);
  LONGS_EQUAL(7, places().booked);
}

TEST(BookingsDb, BooksAFormOnceAndAnswersTheSameAgain) {
  const auto first = booked(order(1));
  auto repeat = order(1);
  repeat.token = key(77);  // a repeat has fresh candidates
  repeat.codes = {"AD-ZZZ999"};
  const auto again = std::get<Booked>(book(repeat));
  CHECK(again.again);
  CHECK(again.booking.booking == first.booking);
  CHECK(again.booking.token == first.token);
  LONGS_EQUAL(1, places().booked);
}

TEST(BookingsDb, RefusesAFormThatBookedSomethingElse) {
  booked(order(1));
  auto other_hour = order(1);
  other_hour.slot.start = ten;
  CHECK(std::holds_alternative<FormUsed>(book(other_hour)));
  auto other_person = order(1);
  other_person.nik = person(2);
  CHECK(std::holds_alternative<FormUsed>(book(other_person)));
  LONGS_EQUAL(1, pulled().size());
}

TEST(BookingsDb, GivesAPersonOneLiveBookingADayAtAnyOffice) {
  const auto first = booked(order(1));
  auto elsewhere = order(2);
  elsewhere.slot.office = "FB";
  elsewhere.nik = person(1);
  CHECK(std::holds_alternative<PersonHasBooking>(book(elsewhere)));
  auto next_day = order(3);
  next_day.slot.day = monday.plus(1);
  next_day.nik = person(1);
  CHECK(std::holds_alternative<Booked>(book(next_day)));
  cancel(first.token);
  CHECK(std::holds_alternative<Booked>(book(elsewhere)));
}

TEST(BookingsDb, ARefusedOrderLeavesNoTrace) {
  booked(order(1, 2));
  const auto cursor = db->changes("AD", 0, 10).cursor;
  CHECK(std::holds_alternative<SlotFull>(book(order(2, 1))));
  CHECK(std::holds_alternative<CodesInUse>(book([] {
    auto taken = order(3, 5);
    taken.codes = {"AD-AAA101"};
    return taken;
  }())));
  LONGS_EQUAL(1, places().booked);
  LONGS_EQUAL(2, places().quota);  // the other quota in the refused order was not taken over either
  CHECK_EQUAL(cursor, db->changes("AD", 0, 10).cursor);
}

TEST(BookingsDb, TakesTheFirstCodeThatIsNotInUse) {
  booked(order(1));
  auto second = order(2);
  second.codes = {"AD-AAA101", "AD-BBB102"};
  STRCMP_EQUAL("AD-BBB102", booked(second).booking.code.c_str());
}

TEST(BookingsDb, GivesACancelledPlaceBackExactlyOnce) {
  booked(order(1, 2));
  const auto second = booked(order(2, 2));
  CHECK(std::holds_alternative<SlotFull>(book(order(3, 2))));
  CHECK_FALSE(std::get<Cancelled>(cancel(second.token)).again);
  CHECK(std::get<Cancelled>(cancel(second.token)).again);
  LONGS_EQUAL(1, places().booked);
  CHECK(std::holds_alternative<Booked>(book(order(3, 2))));
  CHECK(std::holds_alternative<SlotFull>(book(order(4, 2))));
  CHECK(std::holds_alternative<NoSuchBooking>(cancel(key(999))));
}

TEST(BookingsDb, ShowsACancellationInThePullOnceAndAsItIsNow) {
  const auto first = booked(order(1));
  booked(order(2));
  auto page = db->changes("AD", 0, 10);
  LONGS_EQUAL(2, page.bookings.size());
  cancel(first.token);
  const auto after = db->changes("AD", page.cursor, 10);
  LONGS_EQUAL(1, after.bookings.size());
  CHECK(after.bookings[0].status == BookingStatus::cancelled);
  CHECK_EQUAL(first.booking.id, after.bookings[0].id);
  // From the start: each booking once, in the order of its latest change.
  const auto all = pulled();
  LONGS_EQUAL(2, all.size());
  CHECK_EQUAL(first.booking.id, all[1].id);
}

TEST(BookingsDb, PullsInPagesWithoutGapOrRepeat) {
  for (int n = 0; n < 25; ++n) {
    auto wanted = order(n, 100);
    if (n % 5 == 0) {
      wanted.slot.office = "FB";
    }
    booked(wanted);
  }
  std::set<BookingId> seen;
  std::uint64_t cursor = 0;
  for (bool more = true; more;) {
    const auto page = db->changes("AD", cursor, 7);
    for (const auto& booking : page.bookings) {
      CHECK(seen.insert(booking.id).second);
      STRCMP_EQUAL("AD", booking.office.c_str());
    }
    cursor = page.cursor;
    more = page.more;
  }
  LONGS_EQUAL(20, seen.size());
  CHECK_EQUAL(cursor, db->changes("AD", cursor, 7).cursor);
  LONGS_EQUAL(0, db->changes("AD", UINT64_MAX, 7).bookings.size());
}

TEST(BookingsDb, FollowsAChangedQuotaButNeverBelowWhatIsBooked) {
  for (int n = 0; n < 3; ++n) {
    booked(order(n, 3));
  }
  CHECK(std::holds_alternative<SlotFull>(book(order(3, 3))));
  CHECK(std::holds_alternative<Booked>(book(order(3, 5))));
  CHECK(std::holds_alternative<SlotFull>(book(order(4, 2))));
  LONGS_EQUAL(4, places().booked);
  CHECK(std::holds_alternative<Booked>(book(order(4, 5))));
}

TEST(BookingsDb, CountsMovedHoursWithThoseOfBefore) {
  for (int n = 0; n < 3; ++n) {
    booked(order(n, 3));  // 08:00 to 10:00
  }
  const auto moved = [](int n, int start, int end) {
    auto wanted = order(n, 3);
    wanted.slot.start = TimeOfDay{start};
    wanted.end = TimeOfDay{end};
    return wanted;
  };
  CHECK(std::holds_alternative<SlotFull>(book(moved(3, 510, 600))));
  CHECK(std::holds_alternative<SlotFull>(book(moved(3, 420, 481))));
  CHECK(std::holds_alternative<SlotFull>(book(moved(3, 599, 700))));
  for (int n = 3; n < 6; ++n) {
    CHECK(std::holds_alternative<Booked>(book(moved(n, 600, 700))));
    CHECK(std::holds_alternative<Booked>(book(moved(n + 10, 420, 480))));
  }
  cancel(order(0).token);
  CHECK(std::holds_alternative<Booked>(book(moved(20, 510, 600))));
  CHECK(std::holds_alternative<SlotFull>(book(moved(21, 510, 600))));
  // Another service and another office have places of their own.
  auto other = moved(22, 510, 600);
  other.slot.service = "ambil";
  CHECK(std::holds_alternative<Booked>(book(other)));
  other = moved(23, 510, 600);
  other.slot.office = "FB";
  CHECK(std::holds_alternative<Booked>(book(other)));
  // Nobody is left of the hours of before.
  cancel(order(1).token);
  cancel(order(2).token);
  CHECK(std::holds_alternative<Booked>(book(moved(21, 510, 600))));
  CHECK(std::holds_alternative<Booked>(book(moved(24, 510, 600))));
  CHECK(std::holds_alternative<SlotFull>(book(moved(25, 510, 600))));
  STRCMP_EQUAL("10:00", db->places("AD", "paspor", monday, monday).at(2).end.text().c_str());
}

TEST(BookingsDb, ASlotThatWasMadeShorterCountsUntilWhenItsPeopleMayCome) {
  auto until_noon = order(0, 3);
  until_noon.end = TimeOfDay{720};
  booked(until_noon);
  CHECK(std::holds_alternative<Booked>(book(order(1, 3))));  // now until ten
  auto after = order(2, 2);
  after.slot.start = ten;
  after.end = TimeOfDay{720};
  CHECK(std::holds_alternative<SlotFull>(book(after)));
  after.quota = 3;
  CHECK(std::holds_alternative<Booked>(book(after)));
}

TEST(BookingsDb, AppliesResultsOncePerKey) {
  const auto first = booked(order(1));
  const auto second = booked(order(2));
  const auto later = now + std::chrono::hours{1};
  using office_api::Result;
  using office_api::ResultBatch;
  using office_api::ResultKind;
  const ResultBatch batch{
      {Result{first.booking.id, ResultKind::checked_in, later}, Result{second.booking.id, ResultKind::no_show, later}}};
  LONGS_EQUAL(2, std::get<ResultsAccepted>(db->apply("AD", "k1", "hash", batch, later)).count);
  LONGS_EQUAL(2, std::get<ResultsAccepted>(db->apply("AD", "k1", "hash", batch, later)).count);
  CHECK(std::holds_alternative<ResultsKeyReused>(db->apply("AD", "k1", "other", batch, later)));
  CHECK(db->find(first.token)->checked_in_at == later);
  CHECK(db->find(second.token)->no_show_at == later);

  // Another office can neither change the booking nor collide with the key.
  const ResultBatch served{{Result{first.booking.id, ResultKind::served, later}}};
  LONGS_EQUAL(1, std::get<ResultsAccepted>(db->apply("FB", "k1", "hash", served, later)).listed);
  CHECK_FALSE(db->find(first.token)->served_at.has_value());
}

TEST(BookingsDb, ListsAResultWhoseIdOrCodeIsNotThatBookingsAndAppliesTheRest) {
  const auto first = booked(order(1));
  const auto second = booked(order(2));
  using office_api::Result;
  using office_api::ResultKind;
  const office_api::ResultBatch batch{
      {Result{first.booking.id, ResultKind::served, now, second.booking.code, {}},
       Result{4711, ResultKind::served, now, "AD-NONE99", {}},
       Result{second.booking.id, ResultKind::checked_in, now, second.booking.code, {"B007", "B008"}}}};
  for (int again = 0; again < 2; ++again) {
    const auto taken = std::get<ResultsAccepted>(db->apply("AD", "k", "hash", batch, now));
    LONGS_EQUAL(3, taken.count);
    LONGS_EQUAL(2, taken.listed);
  }
  CHECK_FALSE(db->find(first.token)->served_at.has_value());
  CHECK(db->find(second.token)->checked_in_at == now);
  LONGS_EQUAL(2, db->listed().size());
  CHECK(db->listed().at(0).code == second.booking.code);
  CHECK(db->listed().at(1).what.find("4711") != std::string::npos);
  const auto used = db->changes("AD", 0, 10).used;
  LONGS_EQUAL(1, used.size());
  CHECK((used.at(0) == office_api::Used{second.booking.id, now, {"B007", "B008"}}));
}

TEST(BookingsDb, RemembersABatchForThirtyDays) {
  using office_api::ResultBatch;
  const auto thirty_days = std::chrono::hours{24 * 30};
  const ResultBatch none;
  db->apply("AD", "first", "a", none, now);
  db->apply("AD", "at the end", "b", none, now + thirty_days);
  CHECK(std::holds_alternative<ResultsKeyReused>(db->apply("AD", "first", "other", none, now + thirty_days)));
  db->apply("AD", "after it", "c", none, now + thirty_days + Milliseconds{1});
  CHECK(std::holds_alternative<ResultsAccepted>(db->apply("AD", "first", "other", none, now + thirty_days)));
}

TEST(BookingsDb, KeepsTheFirstCheckIn) {
  const auto given = booked(order(1));
  using office_api::ResultKind;
  db->apply("AD", "k1", "a", {{{given.booking.id, ResultKind::checked_in, now}}}, now);
  db->apply("AD", "k2", "b", {{{given.booking.id, ResultKind::checked_in, now + Minutes{5}}}}, now);
  CHECK(db->find(given.token)->checked_in_at == now);
}

TEST(BookingsDb, ACheckInAfterANoShowTakesItBack) {
  const auto given = booked(order(1));
  using office_api::ResultKind;
  db->apply("AD", "k1", "a", {{{given.booking.id, ResultKind::checked_in, now}}}, now);
  db->apply("AD", "k2", "b", {{{given.booking.id, ResultKind::no_show, now + Minutes{900}}}}, now);
  db->apply("AD", "k3", "c", {{{given.booking.id, ResultKind::checked_in, now + Minutes{5}}}}, now);
  CHECK(db->find(given.token)->checked_in_at == now);
  CHECK_FALSE(db->find(given.token)->no_show_at.has_value());
}

TEST(BookingsDb, WhatTheOfficeHasUsedIsNotCorrectedAnyMore) {
  const auto corrected = [&](const Key128& token) {
    const WriteOrder orders[]{CorrectOrder{.token = token, .name = "Orang Lain", .now = now}};
    return std::get<CorrectAnswer>(db->write(orders).front());
  };
  using office_api::ResultKind;
  int nr = 0;
  for (const auto kind : {ResultKind::checked_in, ResultKind::served}) {
    const auto given = booked(order(++nr));
    db->apply("AD", std::to_string(nr), "a", {{{given.booking.id, kind, now}}}, now);
    CHECK(std::holds_alternative<AlreadyUsed>(corrected(given.token)));
    STRCMP_EQUAL(given.booking.name.c_str(), db->find(given.token)->booking.name.c_str());
  }
  const auto unused = booked(order(3));
  CHECK(std::holds_alternative<Corrected>(corrected(unused.token)));
  STRCMP_EQUAL("Orang Lain", db->find(unused.token)->booking.name.c_str());
}

TEST(BookingsDb, RefusesToCancelWhatTheOfficeHasCheckedIn) {
  const auto given = booked(order(1));
  db->apply("AD", "k1", "a", {{{given.booking.id, office_api::ResultKind::checked_in, now}}}, now);
  CHECK(std::holds_alternative<AlreadyUsed>(cancel(given.token)));
  LONGS_EQUAL(1, places().booked);
}

TEST(BookingsDb, FindsByCodeForTheSamePersonOnly) {
  const auto given = booked(order(1));
  CHECK(db->find(given.booking.code, person(1)).has_value());
  CHECK_FALSE(db->find(given.booking.code, person(2)).has_value());
  CHECK_FALSE(db->find("AD-NONE99", person(1)).has_value());
}

TEST(BookingsDb, AnIdThatIsInUseIsNotTakenAgain) {
  booked(order(1));
  auto other = order(2);
  other.id = order(1).id;
  CHECK(std::holds_alternative<CodesInUse>(book(other)));
  LONGS_EQUAL(1, places().booked);
}
