// Who waits for a place, in the portal's database: a place that comes free is offered once, to one
// person, and free + held + offered + resting + booked stays the quota.
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
const UtcTime now = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib);
const KeptNames names{.zone = Zone::wib, .office = "Bandung", .service = {"Paspor biasa", "Passport"}};

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

template <class Bytes>
Bytes bytes(int n) {
  Bytes made{};
  made[0] = static_cast<std::uint8_t>(n);
  made[1] = static_cast<std::uint8_t>(n >> 8);
  return made;
}
Key128 key(int n) { return bytes<Key128>(n); }
ProofDigest link(int n) { return bytes<ProofDigest>(n); }

BookOrder order(int n, UtcTime at = now) {
  BookOrder made;
  made.id = (BookingId{1} << 40) + static_cast<BookingId>(n);
  made.slot = {"AD", "paspor", monday, eight};
  made.end = TimeOfDay{10 * 60};
  made.quota = 1;
  made.form = key(n);
  made.token = key(10'000 + n);
  made.codes = {"AD-AAA" + std::to_string(100 + n)};
  made.name = "Orang";
  made.mail = "orang" + std::to_string(n) + "@contoh.id";
  made.language = "id";
  made.nik = bytes<NikHmac>(n);
  made.nik_last4 = "0001";
  made.now = at;
  made.names = names;
  return made;
}

WaitOrder wants(int n, std::uint8_t party = 1, OfficeDay first = monday, OfficeDay last = monday) {
  return {.waiting = {.token = key(20'000 + n),
                      .office = "AD",
                      .service = "paspor",
                      .first = first,
                      .last = last,
                      .party = party,
                      .mail = "tunggu" + std::to_string(n) + "@contoh.id",
                      .language = "id",
                      .names = names,
                      .joined_at = now},
          .form = key(30'000 + n),
          .most = 3,
          .now = now};
}

}  // namespace

TEST_GROUP(Waitlist) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> db = store.open();

  template <class Answer, class Order>
  Answer ask(const Order& what) const {
    const WriteOrder orders[]{what};
    return std::get<Answer>(db->write(orders).front());
  }
  BookAnswer book(const BookOrder& what) const { return ask<BookAnswer>(what); }
  bool waits(const WaitOrder& what) const {
    const auto answer = ask<WaitAnswer>(what);
    const auto* in_line = std::get_if<InLine>(&answer);
    return in_line != nullptr && !in_line->again;
  }
  void cancel(int n, std::optional<UtcTime> rests_until = {}, UtcTime at = now) const {
    ask<CancelAnswer>(CancelOrder{.token = key(10'000 + n), .now = at, .rests_until = rests_until, .notices = {}});
  }
  Swept sweep(UtcTime at = now) const { return ask<Swept>(SweepOrder{at}); }
  bool offer(const FreedPlaces& freed, UtcTime until = now + 30min, UtcTime at = now) const {
    Notice told;
    told.id = bytes<NoticeId>(static_cast<int>(to_ms(at) / 1000));
    told.kind = NoticeKind::waitlist_offer;
    told.due = at;
    told.useless_from = until;
    return std::holds_alternative<OfferMade>(ask<OfferAnswer>(OfferOrder{
        .freed = freed.id, .to = freed.next.token, .until = until, .link = link(7), .now = at, .notices = {told}}));
  }
  BookAnswer take(int n, int person, UtcTime at = now, int with = 7, int form = 0) const {
    auto what = order(person, at);
    what.token = key(20'000 + n);
    what.form = key(form == 0 ? 500 + person : form);
    what.mail = "tunggu" + std::to_string(n) + "@contoh.id";
    what.offer = TakeOffer{link(with)};
    return book(what);
  }
  /// What is wrong with the places, by the same sums as `antrean-portal verify`; and how many are offered.
  std::size_t offered() {
    db.reset();
    const auto report = store.report();
    STRCMP_EQUAL("", report.wrong.empty() ? "" : report.wrong.front().c_str());
    db = store.open();
    return report.offered;
  }
  std::size_t mails() const { return db->take_notices(NoticeChannel::mail, now + 1h, now + 2h, 100).size(); }
};

TEST(Waitlist, WhatComesFreeIsOfferedToTheFirstInLineOnly) {
  book(order(1));
  CHECK(waits(wants(1)));
  CHECK(waits(wants(2)));
  cancel(1);
  // Nobody else gets it meanwhile.
  CHECK(std::holds_alternative<SlotFull>(book(order(2))));
  auto freed = sweep().to_offer;
  LONGS_EQUAL(1, freed.size());
  CHECK(freed[0].next.token == key(20'001));
  CHECK(freed[0].end == TimeOfDay{10 * 60});
  LONGS_EQUAL(0, offered());
  CHECK(offer(freed[0]));
  LONGS_EQUAL(1, offered());
  CHECK_FALSE(offer(freed[0]));
  LONGS_EQUAL(0, sweep().to_offer.size());
  CHECK(std::holds_alternative<SlotFull>(book(order(2))));
  CHECK(db->find_waiting(key(20'001))->offer->until == now + 30min);
}

TEST(Waitlist, ItIsTakenOnceByTheLinkOfTheMail) {
  book(order(1));
  waits(wants(1));
  cancel(1);
  offer(sweep().to_offer.at(0));
  CHECK(std::holds_alternative<OfferOver>(take(1, 3, now, 8)));
  CHECK(std::holds_alternative<OfferOver>(take(2, 3)));
  LONGS_EQUAL(1, offered());
  const auto taken = std::get<Booked>(take(1, 3));
  CHECK_FALSE(taken.again);
  CHECK(taken.booking.contact_confirmed);
  CHECK(taken.booking.token == key(20'001));
  CHECK(std::get<Booked>(take(1, 3)).again);
  CHECK(std::get<Booked>(take(1, 3, now, 7, 999)).again);
  CHECK(std::holds_alternative<OfferOver>(take(1, 4)));
  LONGS_EQUAL(0, offered());
  LONGS_EQUAL(0, mails());  // an offer that is taken is not sent any more
  CHECK(!db->find_waiting(key(20'001)));
  LONGS_EQUAL(0, sweep(now + 2h).to_offer.size());
  CHECK(std::holds_alternative<SlotFull>(book(order(2))));
}

TEST(Waitlist, WhoHasABookingKeepsTheOfferForSomebodyElse) {
  book(order(1));
  waits(wants(1));
  cancel(1);
  offer(sweep().to_offer.at(0));
  auto other = order(3);
  other.slot.start = TimeOfDay{10 * 60};
  other.end = TimeOfDay{12 * 60};
  book(other);
  CHECK(std::holds_alternative<PersonHasBooking>(take(1, 3)));
  LONGS_EQUAL(1, offered());
  CHECK(std::holds_alternative<Booked>(take(1, 4)));
}

TEST(Waitlist, ItLapsesOnceAndTheNextOneIsAsked) {
  book(order(1));
  waits(wants(1));
  waits(wants(2));
  cancel(1);
  offer(sweep().to_offer.at(0));
  LONGS_EQUAL(0, sweep(now + 29min).to_offer.size());
  const auto freed = sweep(now + 30min).to_offer;
  LONGS_EQUAL(1, freed.size());
  CHECK(freed[0].next.token == key(20'002));
  CHECK(std::holds_alternative<OfferOver>(take(1, 3, now + 30min)));
  CHECK(offer(freed[0], now + 60min, now + 30min));
  LONGS_EQUAL(1, offered());
  // Nobody is left: it is free for everybody.
  LONGS_EQUAL(0, sweep(now + 60min).to_offer.size());
  LONGS_EQUAL(0, offered());
  CHECK(std::holds_alternative<Booked>(book(order(2, now + 60min))));
}

TEST(Waitlist, WhatNobodyTakesRestsAsItWouldHaveBefore) {
  book(order(1));
  waits(wants(1));
  cancel(1, now + 20min);
  offer(sweep().to_offer.at(0));
  sweep(now + 30min);
  CHECK(std::holds_alternative<SlotFull>(book(order(2, now + 49min))));
  LONGS_EQUAL(0, offered());
  CHECK(std::holds_alternative<Booked>(book(order(2, now + 50min))));
}

TEST(Waitlist, WhatRestedAndWhatWasHeldIsOfferedToo) {
  book(order(1));
  cancel(1, now + 20min);
  waits(wants(1));
  LONGS_EQUAL(0, sweep(now + 19min).to_offer.size());
  const auto rested = sweep(now + 20min).to_offer;
  LONGS_EQUAL(1, rested.size());
  offer(rested[0], now + 50min, now + 20min);
  sweep(now + 50min);
  auto held = order(2, now + 51min);
  held.hold = HoldOrder{.until = now + 60min, .digits = link(1), .link = link(2)};
  CHECK(std::holds_alternative<Held>(book(held)));
  CHECK(waits(wants(2)));
  // Somebody who looks for a place when the hold has lapsed does not get before the line.
  CHECK(std::holds_alternative<SlotFull>(book(order(3, now + 60min))));
  const auto lapsed = sweep(now + 60min).to_offer;
  LONGS_EQUAL(1, lapsed.size());
  CHECK(lapsed[0].next.token == key(20'002));
  LONGS_EQUAL(0, offered());
}

TEST(Waitlist, WhatIsOfferedToNobodyComesFree) {
  book(order(1));
  waits(wants(1));
  cancel(1);
  const auto freed = sweep().to_offer.at(0);
  CHECK(std::holds_alternative<OfferMade>(
      ask<OfferAnswer>(OfferOrder{.freed = freed.id, .to = {}, .until = {}, .link = {}, .now = now, .notices = {}})));
  LONGS_EQUAL(0, sweep().to_offer.size());
  LONGS_EQUAL(0, sweep().to_offer.size());
  CHECK(std::holds_alternative<Booked>(book(order(2))));
  CHECK(db->find_waiting(key(20'001)).has_value());
}

TEST(Waitlist, APartyWaitsForAsManyPlaces) {
  book(order(1));
  waits(wants(1, 3));
  waits(wants(2, 1));
  cancel(1);
  const auto freed = sweep().to_offer;
  LONGS_EQUAL(1, freed.size());
  CHECK(freed[0].next.token == key(20'002));
}

TEST(Waitlist, WhoLeavesIsForgottenAndTheirPlaceGoesOn) {
  book(order(1));
  waits(wants(1));
  waits(wants(2));
  cancel(1);
  offer(sweep().to_offer.at(0));
  STRCMP_EQUAL("AD", ask<Left>(LeaveOrder{key(20'001), now}).office.c_str());
  STRCMP_EQUAL("", ask<Left>(LeaveOrder{key(20'001), now}).office.c_str());
  const auto freed = sweep().to_offer;
  LONGS_EQUAL(1, freed.size());
  CHECK(freed[0].next.token == key(20'002));
  ask<Left>(LeaveOrder{key(20'002), now});
  LONGS_EQUAL(0, sweep().to_offer.size());
  sweep();
  CHECK(std::holds_alternative<Booked>(book(order(2))));
}

TEST(Waitlist, TheLineHasAnEndAndAnAddressStandsInItOnce) {
  CHECK(waits(wants(1)));
  CHECK_FALSE(waits(wants(1)));
  auto same_mail = wants(2);
  same_mail.waiting.mail = wants(1).waiting.mail;
  CHECK_FALSE(waits(same_mail));
  CHECK(waits(wants(2)));
  CHECK(waits(wants(3)));
  CHECK(std::holds_alternative<LineFull>(ask<WaitAnswer>(wants(4))));
}

TEST(Waitlist, WhenTheDaysThatSuitAreOverTheContactIsForgotten) {
  waits(wants(1));
  waits(wants(2, 1, monday, monday.plus(1)));
  sweep(now + 48h);
  CHECK(!db->find_waiting(key(20'001)));
  CHECK(db->find_waiting(key(20'002)).has_value());
}

TEST(Waitlist, APersonOfOtherDaysIsNotAsked) {
  book(order(1));
  waits(wants(1, 1, monday.plus(1), monday.plus(3)));
  cancel(1);
  LONGS_EQUAL(0, sweep().to_offer.size());
  CHECK(std::holds_alternative<Booked>(book(order(2))));
}
