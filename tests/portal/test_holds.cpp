// Held places, parties, moves, resting places and limits, in the portal's database.
#include <memory>

#include <spdlog/spdlog.h>

#include "scratch_bookings.hpp"
#include "store/bookings_db.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

using namespace std::chrono_literals;

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const TimeOfDay eight{8 * 60};
const TimeOfDay ten{10 * 60};
const UtcTime now = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib);
const UtcTime later = now + 15min;

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

template <class Bytes>
Bytes bytes(int n) {
  Bytes made{};
  made[0] = static_cast<std::uint8_t>(n);
  made[1] = static_cast<std::uint8_t>(n >> 8);
  return made;
}
Key128 key(int n) { return bytes<Key128>(n); }
NikHmac person(int n) { return bytes<NikHmac>(n); }
ProofDigest proof(int n) { return bytes<ProofDigest>(n); }

Notice notice(int n, NoticeKind kind, UtcTime due = now) {
  Notice made;
  made.id = bytes<NoticeId>(n);
  made.kind = kind;
  made.to = "orang@contoh.id";
  made.due = due;
  made.useless_from = due + std::chrono::hours{24};
  made.written_at = now;
  return made;
}

/// The n-th person books Monday at eight at Bandung.
BookOrder order(int n, int quota = 20) {
  BookOrder made;
  made.id = (BookingId{1} << 40) + static_cast<BookingId>(n);
  made.slot = {"AD", "paspor", monday, eight};
  made.end = ten;
  made.quota = quota;
  made.form = key(n);
  made.token = key(10'000 + n);
  made.codes = {"AD-AAA" + std::to_string(100 + n)};
  made.name = "Orang";
  made.mail = "orang@contoh.id";
  made.language = "id";
  made.nik = person(n);
  made.nik_last4 = "0001";
  made.now = now;
  made.names = KeptNames{.zone = Zone::wita, .office = "Bandung", .service = {"Paspor biasa", "Passport"}};
  return made;
}

BookOrder held_order(int n, int quota = 20) {
  auto made = order(n, quota);
  made.hold = HoldOrder{.until = later, .digits = proof(1), .link = proof(2)};
  made.notices = {notice(n, NoticeKind::confirm_contact)};
  return made;
}

BookOrder family(int n, int quota = 20) {
  auto made = order(n, quota);
  made.party = 3;
  made.companions = {{"Ibu", person(n + 1000), "0002"}, {"Anak", person(n + 2000), "0003"}};
  return made;
}

}  // namespace

TEST_GROUP(Holds) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> db = store.open();

  void reopen() {
    db.reset();
    db = store.open();
  }
  template <class Answer, class Order>
  Answer ask(const Order& what) const {
    const WriteOrder orders[]{what};
    return std::get<Answer>(db->write(orders).front());
  }
  BookAnswer book(const BookOrder& what) const { return ask<BookAnswer>(what); }
  ConfirmAnswer confirm(int n, const ProofDigest& with, UtcTime at = now, bool by_link = false) const {
    return ask<ConfirmAnswer>(ConfirmOrder{.token = key(10'000 + n),
                                           .proof = with,
                                           .by_link = by_link,
                                           .now = at,
                                           .notices = {notice(500 + n, NoticeKind::booked)}});
  }
  Swept sweep(UtcTime at) const { return ask<Swept>(SweepOrder{at}); }
  MoveAnswer move(int n, OfficeDay day, TimeOfDay start, int quota = 20, int most = 0) const {
    return ask<MoveAnswer>(MoveOrder{.token = key(10'000 + n),
                                     .day = day,
                                     .hours = {start, TimeOfDay{start.minutes() + 120}},
                                     .quota = quota,
                                     .most_moves = most,
                                     .rests_until = {},
                                     .now = now,
                                     .notices = {}});
  }
  CancelAnswer cancel(int n, std::optional<UtcTime> rests_until = {}, UtcTime at = now) const {
    return ask<CancelAnswer>(
        CancelOrder{.token = key(10'000 + n), .now = at, .rests_until = rests_until, .notices = {}});
  }
  int taken(OfficeDay day = monday, TimeOfDay start = eight) const {
    for (const auto& one : db->places("AD", "paspor", day, day)) {
      if (one.slot.start == start) {
        return one.booked;
      }
    }
    return 0;
  }
  std::size_t at_the_office() const { return db->changes("AD", 0, 500).bookings.size(); }
  std::vector<TakenNotice> due(UtcTime at = now) const {
    return db->take_notices(NoticeChannel::mail, at, at + 5min, 100);
  }
};

TEST(Holds, AHeldPlaceIsTakenAndNoOfficeSeesIt) {
  const auto held = std::get<Held>(book(held_order(1, 1)));
  CHECK(held.until == later);
  CHECK(std::holds_alternative<SlotFull>(book(order(2, 1))));
  LONGS_EQUAL(1, taken());
  LONGS_EQUAL(0, at_the_office());
  CHECK_FALSE(db->find(key(10'001)).has_value());
  CHECK(std::holds_alternative<Held>(*db->find_held(key(10'001))));
}

TEST(Holds, TheDigitsConfirmItOnce) {
  book(held_order(1, 1));
  const auto booked = std::get<Booked>(confirm(1, proof(1)));
  CHECK_FALSE(booked.again);
  CHECK(booked.booking.contact_confirmed);
  CHECK(std::get<Booked>(confirm(1, proof(1))).again);
  LONGS_EQUAL(1, taken());
  LONGS_EQUAL(1, at_the_office());
  const auto found = db->find(key(10'001));
  CHECK(found.has_value() && found->names.has_value());
  CHECK(found->names->zone == Zone::wita);
  STRCMP_EQUAL("Bandung", found->names->office.c_str());
  STRCMP_EQUAL("Passport", found->names->service.en.c_str());
  CHECK_FALSE(db->find_held(key(10'001)).has_value());
}

TEST(Holds, TheLinkConfirmsItAlsoWhenNoDigitsAreLeft) {
  book(held_order(1));
  for (int left = 4; left >= 0; --left) {
    LONGS_EQUAL(left, std::get<WrongProof>(confirm(1, proof(9))).tries_left);
  }
  LONGS_EQUAL(0, std::get<WrongProof>(confirm(1, proof(1))).tries_left);  // the right ones, too late
  CHECK(std::holds_alternative<WrongProof>(confirm(1, proof(1), now, true)));
  CHECK(std::holds_alternative<Booked>(confirm(1, proof(2), now, true)));
}

TEST(Holds, FreshDigitsMakeTheOnesBeforeVoid) {
  book(held_order(1));
  const auto resend = [&](int n) {
    return ask<ResendAnswer>(ResendOrder{.token = key(10'001),
                                         .digits = proof(n),
                                         .link = proof(n + 1),
                                         .most_sends = 3,
                                         .now = now,
                                         .notices = {notice(n, NoticeKind::confirm_contact)}});
  };
  LONGS_EQUAL(2, std::get<Held>(resend(11)).sends);
  LONGS_EQUAL(3, std::get<Held>(resend(21)).sends);
  CHECK(std::holds_alternative<NoMoreSends>(resend(31)));
  const auto waiting = due();
  LONGS_EQUAL(1, waiting.size());
  CHECK(waiting[0].notice.id == bytes<NoticeId>(21));
  CHECK(std::holds_alternative<WrongProof>(confirm(1, proof(1))));
  CHECK(std::holds_alternative<Booked>(confirm(1, proof(21))));
}

TEST(Holds, APlaceIsReleasedExactlyOnce) {
  book(held_order(1, 1));
  LONGS_EQUAL(0, sweep(later - 1ms).offices.size());
  const auto swept = sweep(later);
  LONGS_EQUAL(1, swept.offices.size());
  CHECK_FALSE(swept.next.has_value());
  LONGS_EQUAL(0, sweep(later).offices.size());
  LONGS_EQUAL(0, taken());
  CHECK(std::holds_alternative<Lapsed>(confirm(1, proof(1), later)));
  LONGS_EQUAL(0, taken());
  CHECK(std::holds_alternative<Booked>(book(order(2, 1))));
  CHECK(std::holds_alternative<SlotFull>(book(order(3, 1))));
  LONGS_EQUAL(0, due(later).size());  // nobody is sent digits that confirm nothing
}

TEST(Holds, ALapsedPlaceIsFreeBeforeAnybodySweeps) {
  book(held_order(1, 1));
  auto next = order(2, 1);
  next.now = later;
  CHECK(std::holds_alternative<Booked>(book(next)));
  CHECK(std::holds_alternative<Lapsed>(confirm(1, proof(1), later)));
  LONGS_EQUAL(1, taken());
}

TEST(Holds, WhoComesTooLateToConfirmIsToldSo) {
  book(held_order(1, 1));
  CHECK(std::holds_alternative<Lapsed>(confirm(1, proof(1), later)));
  LONGS_EQUAL(0, taken());
  CHECK(std::holds_alternative<NoSuchBooking>(confirm(2, proof(1))));
}

TEST(Holds, AReleasedPlaceIsForgottenAfterADay) {
  auto one = held_order(1, 3);
  one.party = 2;
  one.companions = {{"Ibu", person(1001), "0002"}};
  book(one);
  LONGS_EQUAL(2, taken());
  sweep(later);
  CHECK(std::holds_alternative<Lapsed>(*db->find_held(key(10'001))));
  sweep(later + std::chrono::hours{25});
  CHECK_FALSE(db->find_held(key(10'001)).has_value());
}

TEST(Holds, ANikIsBlockedOnlyOnceItsBookingIsConfirmed) {
  book(held_order(1));
  auto rightful = held_order(2);
  rightful.nik = person(1);
  CHECK(std::holds_alternative<Held>(book(rightful)));
  CHECK(std::holds_alternative<Booked>(confirm(2, proof(1))));
  CHECK(std::holds_alternative<PersonHasBooking>(confirm(1, proof(1))));
  LONGS_EQUAL(2, taken());  // it is held until its time is over
  sweep(later);
  LONGS_EQUAL(1, taken());
}

TEST(Holds, TheSameFormHoldsOnePlace) {
  book(held_order(1));
  CHECK(std::get<Held>(book(held_order(1))).again);
  LONGS_EQUAL(1, taken());
  // Back, another name, and again: the place before is given back.
  auto changed = held_order(1);
  changed.name = "Orang Lain";
  changed.token = key(77);
  changed.codes = {"AD-ZZZ999"};
  changed.id += 500;
  changed.notices = {notice(77, NoticeKind::confirm_contact)};
  CHECK_FALSE(std::get<Held>(book(changed)).again);
  LONGS_EQUAL(1, taken());
  CHECK_FALSE(db->find_held(key(10'001)).has_value());
}

TEST(Holds, SurviveAReopenAndStillLapse) {
  book(held_order(1, 1));
  reopen();
  LONGS_EQUAL(1, taken());
  CHECK(std::holds_alternative<Booked>(confirm(1, proof(1))));
}

TEST(Holds, EachPersonOfAPartyCountsAndHasOneLiveBooking) {
  CHECK(std::holds_alternative<Booked>(book(family(1, 5))));
  LONGS_EQUAL(3, taken());
  CHECK(std::holds_alternative<SlotFull>(book(family(3, 5))));
  auto mother = order(4, 9);
  mother.nik = person(1001);
  CHECK(std::holds_alternative<PersonHasBooking>(book(mother)));
  auto with_child = family(5, 9);
  with_child.companions[1].nik = person(2001);
  CHECK(std::holds_alternative<PersonHasBooking>(book(with_child)));
  const auto found = db->find(key(10'001));
  LONGS_EQUAL(2, found->companions.size());
  STRCMP_EQUAL("Anak", found->companions[1].name.c_str());
  CHECK(db->is_person_of(key(10'001), person(1001)));
  CHECK(db->is_person_of(key(10'001), person(1)));
  CHECK_FALSE(db->is_person_of(key(10'001), person(2)));
  cancel(1);
  LONGS_EQUAL(0, taken());
  CHECK(std::holds_alternative<Booked>(book(mother)));
}

TEST(Holds, AMoveTakesTheNewPlaceAndGivesTheOldBackOrDoesNothing) {
  book(family(1, 3));
  auto full = order(2, 1);
  full.slot.start = ten;
  full.end = TimeOfDay{12 * 60};
  book(full);
  CHECK(std::holds_alternative<SlotFull>(move(1, monday, ten, 3)));
  LONGS_EQUAL(3, taken());
  LONGS_EQUAL(1, taken(monday, ten));
  const auto moved = std::get<Moved>(move(1, monday.plus(1), ten, 3));
  LONGS_EQUAL(1, moved.booking.moves);
  LONGS_EQUAL(0, taken());
  LONGS_EQUAL(3, taken(monday.plus(1), ten));
  CHECK(std::get<Moved>(move(1, monday.plus(1), ten, 3)).again);
  const auto found = db->find(key(10'001));
  CHECK(found->booking.day == monday.plus(1));
  CHECK(found->booking.slot.start == ten);
  CHECK(db->changes("AD", 0, 10).bookings.back().day == monday.plus(1));
  // The companions' day moved with them.
  auto mother = order(4, 9);
  mother.nik = person(1001);
  CHECK(std::holds_alternative<Booked>(book(mother)));
}

// The settings had eight to ten before, and have half past eight to half past ten now: they share three
// places.
TEST(Holds, AMoveToHoursThatWereMovedTakesThePersonsOwnPlaceAlong) {
  for (const int n : {1, 2, 3}) {
    book(order(n, 3));
  }
  const TimeOfDay half_past{8 * 60 + 30};
  CHECK(std::holds_alternative<Moved>(move(1, monday, half_past, 3)));
  auto late = order(4, 3);
  late.slot.start = half_past;
  late.end = TimeOfDay{10 * 60 + 30};
  CHECK(std::holds_alternative<SlotFull>(book(late)));
  int booked = 0;
  for (const auto& places : db->places("AD", "paspor", monday, monday)) {
    booked += places.booked;
  }
  LONGS_EQUAL(3, booked);
  CHECK(std::holds_alternative<Moved>(move(2, monday, half_past, 3)));
  CHECK(std::holds_alternative<Moved>(move(3, monday, half_past, 3)));
  CHECK(std::holds_alternative<SlotFull>(book(late)));
}

TEST(Holds, AMoveIsLimitedAndNotForWhoHasABookingThere) {
  book(order(1));
  auto tuesday = order(2);
  tuesday.nik = person(1);
  tuesday.slot.day = monday.plus(1);
  book(tuesday);
  CHECK(std::holds_alternative<PersonHasBooking>(move(1, monday.plus(1), eight)));
  CHECK(std::holds_alternative<Moved>(move(1, monday, ten, 20, 1)));
  CHECK(std::holds_alternative<NoMoreMoves>(move(1, monday, eight, 20, 1)));
  cancel(1);
  CHECK(std::holds_alternative<IsCancelled>(move(1, monday, eight)));
  CHECK(std::holds_alternative<NoSuchBooking>(move(9, monday, eight)));
}

TEST(Holds, ACancelledPlaceRestsUntilItsMinute) {
  book(order(1, 1));
  cancel(1, now + 40min);
  LONGS_EQUAL(1, taken());
  CHECK(std::holds_alternative<SlotFull>(book(order(2, 1))));
  auto in_time = order(3, 1);
  in_time.now = now + 40min;
  CHECK(std::holds_alternative<Booked>(book(in_time)));
  LONGS_EQUAL(0, sweep(now + 41min).offices.size());
  LONGS_EQUAL(1, taken());
}

TEST(Holds, SweepGivesRestedPlacesBackAndSaysWhenThereAreMore) {
  book(order(1, 2));
  book(order(2, 2));
  cancel(1, now + 40min);
  cancel(2, now + 60min);
  CHECK(sweep(now).next == now + 40min);
  CHECK(sweep(now + 50min).next == now + 60min);
  LONGS_EQUAL(1, taken());
  sweep(now + 60min);
  LONGS_EQUAL(0, taken());
}

TEST(Holds, OneLiveBookingOfAServiceWhateverTheDay) {
  book(order(1));
  auto tuesday = order(2);
  tuesday.nik = person(1);
  tuesday.slot.day = monday.plus(1);
  tuesday.fairness.one_per_service = true;
  CHECK(std::holds_alternative<PersonHasBooking>(book(tuesday)));
  auto other_service = tuesday;
  other_service.slot.service = "lain";
  CHECK(std::holds_alternative<Booked>(book(other_service)));
  // Once the day is over, it is no longer live.
  tuesday.slot.day = monday.plus(3);
  tuesday.now = instant(monday.plus(2), eight, Zone::wib);
  tuesday.form = key(3);
  tuesday.token = key(10'003);
  tuesday.codes = {"AD-CCC103"};
  tuesday.id += 7;
  CHECK(std::holds_alternative<Booked>(book(tuesday)));
}

TEST(Holds, AContactHasSoManyPeopleAndHeldOnesCount) {
  const auto with_limit = [](BookOrder what) {
    what.fairness.people_per_contact = 4;
    return what;
  };
  CHECK(std::holds_alternative<Held>(book(with_limit(held_order(1)))));
  CHECK(std::holds_alternative<Booked>(book(with_limit(family(3)))));
  CHECK(std::holds_alternative<ContactHasEnough>(book(with_limit(order(7)))));
  sweep(later);
  CHECK(std::holds_alternative<Booked>(book(with_limit(order(7)))));
}

TEST(Holds, WhoCancelsAgainAndAgainWaits) {
  const auto again = [&](int n, UtcTime at) {
    auto what = order(n);
    what.nik = person(1);
    what.now = at;
    what.fairness.cancels = 2;
    what.fairness.cancels_within = std::chrono::hours{24 * 30};
    return book(what);
  };
  CHECK(std::holds_alternative<Booked>(again(1, now)));
  cancel(1, {}, now + 1min);
  CHECK(std::holds_alternative<Booked>(again(2, now + 2min)));
  cancel(2, {}, now + 3min);
  const auto refused = std::get<TooManyCancels>(again(3, now + 4min));
  CHECK(refused.from == now + 1min + std::chrono::hours{24 * 30});
  CHECK(std::holds_alternative<Booked>(again(3, refused.from)));
}

TEST(Holds, WhatTheOfficeCouldNotKeepCountsAgainstNobody) {
  const auto again = [&](int n) {
    auto what = order(n);
    what.nik = person(1);
    what.fairness.cancels = 1;
    what.fairness.cancels_within = std::chrono::hours{24 * 30};
    return book(what);
  };
  CHECK(std::holds_alternative<Booked>(again(1)));
  ask<CancelAnswer>(CancelOrder{.token = key(10'001), .now = now, .rests_until = {}, .excused = true, .notices = {}});
  CHECK(std::holds_alternative<Booked>(again(2)));
  ask<CancelAnswer>(CancelOrder{.token = key(10'002), .now = now, .rests_until = {}, .notices = {}});
  CHECK(std::holds_alternative<TooManyCancels>(again(3)));
}

TEST(Holds, WhatAnOfficeCannotKeepIsToldOnceOfEachChangeAndPlace) {
  book(order(1));
  const auto tell = [&](const std::string& change, int id, OfficeDay day = monday) {
    return std::holds_alternative<ToldNow>(
        ask<TellAnswer>(TellOrder{.token = key(10'001),
                                  .day = day,
                                  .start = eight,
                                  .change = change,
                                  .now = now,
                                  .notices = {notice(id, NoticeKind::closed_by_office)}}));
  };
  CHECK_FALSE(tell("", 900));
  CHECK(tell("holiday", 901));
  CHECK_FALSE(tell("holiday", 902));
  LONGS_EQUAL(1, due().size());
  STRCMP_EQUAL("holiday", db->upcoming(monday).at(0).told.c_str());
  CHECK(tell("hours", 903));
  CHECK(tell("", 904));
  CHECK(tell("holiday", 905));
  CHECK_FALSE(tell("other", 906, monday.plus(1)));
  move(1, monday.plus(1), eight);
  CHECK_FALSE(tell("other", 907));
  CHECK(db->upcoming(monday).at(0).told.empty());
  cancel(1);
  CHECK_FALSE(tell("other", 908, monday.plus(1)));
  LONGS_EQUAL(0, db->upcoming(monday).size());
}

TEST(Holds, WithoutAContactPlacesOfASlotAndOfANetworkAreFew) {
  const auto without = [](int n, int address) {
    auto what = order(n);
    what.mail.clear();
    what.without_contact = WithoutContact{
        .address = bytes<AddressDigest>(address), .people_per_slot = 2, .people_per_day = 2, .today = monday.plus(-1)};
    return what;
  };
  CHECK(std::holds_alternative<Booked>(book(without(1, 1))));
  CHECK(std::holds_alternative<Booked>(book(without(2, 2))));
  CHECK(std::holds_alternative<NoPlaceWithoutContact>(book(without(3, 3))));  // the slot's share
  auto other_hour = without(3, 1);
  other_hour.slot.start = ten;
  CHECK(std::holds_alternative<Booked>(book(other_hour)));
  auto third = without(4, 1);
  third.slot.start = TimeOfDay{13 * 60};
  CHECK(std::holds_alternative<NoPlaceWithoutContact>(book(third)));  // the network's
  third.without_contact->today = monday;
  CHECK(std::holds_alternative<Booked>(book(third)));
  CHECK(std::holds_alternative<Booked>(book(order(5))));  // with a contact
}

TEST(Holds, ACorrectionReachesTheOffice) {
  book(order(1));
  const auto cursor = db->changes("AD", 0, 10).cursor;
  const auto corrected = std::get<Corrected>(ask<CorrectAnswer>(CorrectOrder{
      .token = key(10'001), .name = "Orang Benar", .mail = {}, .end_reminders = false, .now = now, .notices = {}}));
  STRCMP_EQUAL("Orang Benar", corrected.booking.booking.name.c_str());
  STRCMP_EQUAL("orang@contoh.id", corrected.booking.mail.c_str());
  STRCMP_EQUAL("Orang Benar", db->changes("AD", cursor, 10).bookings.at(0).name.c_str());
}

TEST(Holds, NoticesAreWrittenWithWhatTheyTellOrNotAtAll) {
  auto full = order(1, 0);
  full.notices = {notice(1, NoticeKind::booked)};
  CHECK(std::holds_alternative<SlotFull>(book(full)));
  LONGS_EQUAL(0, due().size());
  book(held_order(2));
  LONGS_EQUAL(1, due().size());
  confirm(2, proof(9));
  LONGS_EQUAL(0, due().size());
  confirm(2, proof(1));
  LONGS_EQUAL(1, due().size());
  confirm(2, proof(1));
  LONGS_EQUAL(0, due().size());
}

TEST(Holds, ANoticeIsLeasedAndGivenOutAgainAfterAKill) {
  book(held_order(1));
  LONGS_EQUAL(1, due().size());
  LONGS_EQUAL(0, due().size());
  CHECK(db->next_notice(NoticeChannel::mail) == now + 5min);
  LONGS_EQUAL(1, due(now + 5min).size());  // its lease is over
  reopen();
  auto again = due();
  for (int tries = 0; again.empty() && tries < 10'000; ++tries) {  // a server needs a moment to notice, and then waits
    again = due(now + tries % 2 * std::chrono::seconds{5});
  }
  LONGS_EQUAL(1, again.size());
  CHECK(again[0].unclear);
  STRCMP_EQUAL("orang@contoh.id", again[0].notice.to.c_str());
  const SettledNotice sent[]{
      {.id = again[0].notice.id, .outcome = SendOutcome::sent, .at = now, .next = {}, .why = ""}};
  db->settle_notices(sent);
  db->settle_notices(sent);
  CHECK_FALSE(db->next_notice(NoticeChannel::mail).has_value());
  reopen();
  LONGS_EQUAL(0, due(now + std::chrono::hours{9}).size());
}

TEST(Holds, ANoticeIsTriedAgainAsItWasSettled) {
  book(held_order(1));
  const auto taken_now = due();
  const auto settle = [&](SendOutcome outcome, UtcTime next) {
    const SettledNotice one[]{
        {.id = taken_now[0].notice.id, .outcome = outcome, .at = now, .next = next, .why = "the server is busy"}};
    db->settle_notices(one);
  };
  settle(SendOutcome::later, now + 1min);
  LONGS_EQUAL(0, due().size());
  LONGS_EQUAL(1, due(now + 1min).at(0).tries);
  settle(SendOutcome::released, now + 2min);
  const auto again = due(now + 2min);
  LONGS_EQUAL(1, again.at(0).tries);
  CHECK_FALSE(again.at(0).unclear);
  settle(SendOutcome::unclear, now + 3min);
  CHECK(due(now + 3min).at(0).unclear);
  settle(SendOutcome::given_up, {});
  LONGS_EQUAL(0, due(now + std::chrono::hours{9}).size());
  CHECK(db->notice_bounced(
      {.notice = taken_now[0].notice.id, .permanent = true, .status = "5.1.1", .why = "", .at = now}));
  CHECK_FALSE(
      db->notice_bounced({.notice = bytes<NoticeId>(99), .permanent = true, .status = "", .why = "", .at = now}));
}

TEST(Holds, ANoticeThatCannotBeReadKeepsNobodyElses) {
  book(held_order(1));
  auto other = held_order(2);
  other.mail = "lain@contoh.id";
  book(other);
  db.reset();
  store.exec("UPDATE notice SET body = '{' WHERE id = (SELECT id FROM notice ORDER BY id LIMIT 1)");
  db = store.open();
  LONGS_EQUAL(1, due().size());
  LONGS_EQUAL(1, due(now + std::chrono::minutes{10}).size());  // the other one's lease is over; this one is given up
}

TEST(Holds, RemindersGoWithTheBookingThatTheyRemindOf) {
  auto with_reminders = order(1);
  with_reminders.notices = {notice(1, NoticeKind::booked), notice(2, NoticeKind::reminder_day, now + 1min),
                            notice(3, NoticeKind::reminder_hours, now + 2min)};
  book(with_reminders);
  cancel(1);
  const auto all = due(now + 5min);
  LONGS_EQUAL(1, all.size());
  CHECK(all[0].notice.kind == NoticeKind::booked);
}

TEST(Holds, WhatMayNotWaitIsGivenOutFirst) {
  auto many = order(1);
  many.notices = {notice(1, NoticeKind::reminder_day), notice(2, NoticeKind::booked)};
  book(many);
  book(held_order(3));
  const auto all = due();
  LONGS_EQUAL(3, all.size());
  CHECK(all[0].notice.kind == NoticeKind::confirm_contact);
}
