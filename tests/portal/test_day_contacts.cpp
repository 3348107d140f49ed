// Who is told on the day: kept with the booking, gone with it, and told once.
#include "scratch_bookings.hpp"
#include "store/bookings_db.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace std::chrono_literals;

namespace {

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const UtcTime noon = instant(monday.plus(-1), TimeOfDay{12 * 60}, Zone::wib);

template <std::size_t N>
std::array<std::uint8_t, N> filled(std::uint8_t n) {
  std::array<std::uint8_t, N> made{};
  made.fill(n);
  return made;
}
Key128 key(std::uint8_t n) { return filled<16>(n); }

Notice called(std::uint8_t n) {
  Notice made;
  made.id = filled<16>(n);
  made.kind = NoticeKind::your_turn;
  made.channel = NoticeChannel::web_push;
  made.to = "https://push.example/a";
  made.due = noon;
  made.useless_from = noon + 10min;
  return made;
}

}  // namespace

TEST_GROUP(DayContacts) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> opened = store.open();
  BookingsDb& db = *opened;

  void setup() override { book(1); }
  void book(std::uint8_t n) {
    BookOrder wanted;
    wanted.id = 1000 + n;
    wanted.slot = {"AD", "paspor", monday, TimeOfDay{8 * 60}};
    wanted.end = TimeOfDay{10 * 60};
    wanted.quota = 20;
    wanted.form = key(n);
    wanted.token = key(n);
    wanted.codes = {"AD-AAAAA" + std::string(1, static_cast<char>('A' + n))};
    wanted.name = "Siti";
    wanted.nik = filled<32>(n);
    wanted.now = noon;
    CHECK(std::holds_alternative<Booked>(ask<BookAnswer>(wanted)));
  }
  template <class Answer, class Order>
  Answer ask(const Order& order) {
    const WriteOrder one{order};
    return std::get<Answer>(db.write({&one, 1}).front());
  }
  DayContactAnswer keep(std::uint8_t n, const std::string& address, const std::string& keys = "keys") {
    return ask<DayContactAnswer>(DayContactOrder{
        .token = key(n), .contact = {NoticeChannel::web_push, address, keys, "en"}, .most = 2, .now = noon});
  }
  std::size_t told_on(OfficeDay day, const std::string& office = "AD") {
    std::size_t contacts = 0;
    for (const auto& one : db.day_contacts_at(office, day)) {
      contacts += one.contacts.size();
    }
    return contacts;
  }
  template <class Kind, class Answer>
  void check_is(const Answer& answer) {
    CHECK(std::holds_alternative<Kind>(answer));
  }
};

TEST(DayContacts, AreKeptOnceAndBroughtUpToDate) {
  check_is<WillBeTold>(keep(1, "https://push.example/a"));
  check_is<WillBeTold>(keep(1, "https://push.example/a", "other"));
  const auto kept = db.day_contacts(key(1));
  UNSIGNED_LONGS_EQUAL(1, kept.size());
  STRCMP_EQUAL("other", kept[0].keys.c_str());
  STRCMP_EQUAL("en", kept[0].language.c_str());
}

TEST(DayContacts, OneBookingHasOnlySoMany) {
  keep(1, "https://push.example/a");
  keep(1, "https://push.example/b");
  check_is<TooManyContacts>(keep(1, "https://push.example/c"));
  check_is<WillBeTold>(keep(1, "https://push.example/b"));
  check_is<NoSuchBooking>(keep(9, "https://push.example/a"));
}

TEST(DayContacts, AreFoundByOfficeAndDay) {
  book(2);
  keep(1, "https://push.example/a");
  keep(1, "https://push.example/b");
  keep(2, "https://push.example/c");
  const auto found = db.day_contacts_at("AD", monday);
  UNSIGNED_LONGS_EQUAL(2, found.size());
  CHECK(found[0].stored.token == key(1));
  UNSIGNED_LONGS_EQUAL(2, found[0].contacts.size());
  STRCMP_EQUAL("AD-AAAAAC", found[1].stored.booking.code.c_str());
  UNSIGNED_LONGS_EQUAL(0, told_on(monday.plus(1)));
  UNSIGNED_LONGS_EQUAL(0, told_on(monday, "BD"));
}

TEST(DayContacts, GoAlongWhenTheBookingMoves) {
  keep(1, "https://push.example/a");
  ask<MoveAnswer>(MoveOrder{.token = key(1),
                            .day = monday.plus(1),
                            .hours = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
                            .quota = 20,
                            .rests_until = {},
                            .now = noon,
                            .notices = {}});
  UNSIGNED_LONGS_EQUAL(0, told_on(monday));
  UNSIGNED_LONGS_EQUAL(1, told_on(monday.plus(1)));
  ask<MoveAnswer>(MoveOrder{
      .token = key(1),
      .day = monday.plus(2),
      .hours = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
      .quota = 20,
      .rests_until = {},
      .now = noon,
      .notices = {},
      .elsewhere =
          Elsewhere{.office = "BD", .id = 77, .form = key(7), .token = key(7), .codes = {"BD-AAAAAA"}, .names = {}}});
  UNSIGNED_LONGS_EQUAL(1, told_on(monday.plus(2), "BD"));
  UNSIGNED_LONGS_EQUAL(0, db.day_contacts(key(1)).size());
}

TEST(DayContacts, AreForgottenWithTheBookingAndAfterItsDay) {
  book(2);
  keep(1, "https://push.example/a");
  keep(2, "https://push.example/b");
  ask<CancelAnswer>(CancelOrder{.token = key(1), .now = noon, .rests_until = {}, .notices = {}});
  UNSIGNED_LONGS_EQUAL(0, db.day_contacts(key(1)).size());
  check_is<NoSuchBooking>(keep(1, "https://push.example/a"));
  ask<Swept>(SweepOrder{noon + 24h});
  UNSIGNED_LONGS_EQUAL(1, db.day_contacts(key(2)).size());
  ask<Swept>(SweepOrder{noon + 48h});
  UNSIGNED_LONGS_EQUAL(0, db.day_contacts(key(2)).size());
}

TEST(DayContacts, AreForgottenWithThePersonWhoSeesThemBefore) {
  keep(1, "https://push.example/a");
  const WhichPerson who{.nik = filled<32>(1), .code = {}};
  const auto record = db.person(who);
  UNSIGNED_LONGS_EQUAL(1, record.day_contacts.size());
  STRCMP_EQUAL("https://push.example/a", record.day_contacts[0].contact.address.c_str());
  db.erase({.who = who, .cancel = true, .now = noon});
  UNSIGNED_LONGS_EQUAL(0, db.day_contacts(key(1)).size());
  UNSIGNED_LONGS_EQUAL(0, told_on(monday));
}

TEST(DayContacts, APhoneThatIsGoneIsForgottenEverywhere) {
  book(2);
  keep(1, "https://push.example/a");
  keep(2, "https://push.example/a");
  keep(2, "https://push.example/b");
  const auto one = ask<DayContactEnded>(EndDayContactOrder{
      .token = key(2), .channel = NoticeChannel::web_push, .address = "https://push.example/b", .now = noon});
  UNSIGNED_LONGS_EQUAL(1, one.count);
  const auto both = ask<DayContactEnded>(EndDayContactOrder{
      .token = {}, .channel = NoticeChannel::web_push, .address = "https://push.example/a", .now = noon});
  UNSIGNED_LONGS_EQUAL(2, both.count);
  UNSIGNED_LONGS_EQUAL(0, told_on(monday));
}

TEST(DayContacts, WhatWasToldIsNotToldAgain) {
  const TellOnDayOrder order{.token = key(1), .notices = {called(1), called(2)}, .now = noon};
  UNSIGNED_LONGS_EQUAL(2, ask<ToldOnDay>(order).count);
  UNSIGNED_LONGS_EQUAL(0, ask<ToldOnDay>(order).count);
  const auto taken = db.take_notices(NoticeChannel::web_push, noon, noon + 1min, 20);
  UNSIGNED_LONGS_EQUAL(2, taken.size());
  const SettledNotice sent{.id = taken[0].notice.id, .outcome = SendOutcome::sent, .at = noon, .next = {}, .why = {}};
  db.settle_notices({&sent, 1});
  UNSIGNED_LONGS_EQUAL(0, ask<ToldOnDay>(order).count);
}
