// Quotas by channel in the database: no channel gets more than its part, whatever happens to what it has.
#include <spdlog/spdlog.h>

#include "scratch_bookings.hpp"
#include "store/bookings_db.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

// Not over: PostgreSQL counts anew what is today or later by its own clock.
const OfficeDay monday = *OfficeDay::parse("2035-11-26");
const UtcTime now = instant(monday.plus(-1), TimeOfDay{9 * 60}, Zone::wib);
constexpr int quota = 10;
constexpr int most_web = 4;

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

Key128 key(int n) {
  Key128 made{};
  made[1] = static_cast<std::uint8_t>(n);
  made[2] = static_cast<std::uint8_t>(n >> 8);
  return made;
}

BookOrder order(int n, BookingChannel channel = BookingChannel::web, int party = 1) {
  BookOrder made;
  made.id = (BookingId{1} << 40) + static_cast<BookingId>(n);
  made.slot = {"AD", "paspor", monday, TimeOfDay{8 * 60}};
  made.end = TimeOfDay{10 * 60};
  made.quota = quota;
  made.form = key(1000 + n);
  made.token = key(n);
  made.nik[2] = static_cast<std::uint8_t>(n);
  made.nik[3] = static_cast<std::uint8_t>(n >> 8);
  made.codes = {"AD-AAA" + std::to_string(100 + n)};
  made.name = "Orang";
  made.nik_last4 = "0001";
  made.now = now;
  made.party = static_cast<std::uint8_t>(party);
  made.booked_by = channel;
  if (channel == BookingChannel::web) {
    made.most_by_channel = most_web;
  }
  return made;
}

}  // namespace

TEST_GROUP(directorate_channels) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> db = store.open();

  WriteAnswer write(const WriteOrder& what) const {
    const WriteOrder orders[]{what};
    return std::move(db->write(orders).at(0));
  }
  BookAnswer book(const BookOrder& what) const { return std::get<BookAnswer>(write(what)); }
  bool booked(const BookOrder& what) const { return std::holds_alternative<Booked>(book(what)); }
  bool full_by_channel(const BookOrder& what) const {
    const auto answer = book(what);
    const auto* full = std::get_if<SlotFull>(&answer);
    return full != nullptr && full->by_channel;
  }
  int taken(BookingChannel channel) const {
    int all = 0;
    for (const auto& one : db->places("AD", "paspor", monday, monday)) {
      all += one.by_channel[index_of(channel)];
    }
    return all;
  }
  int web() const { return taken(BookingChannel::web); }
  int whatsapp() const { return taken(BookingChannel::whatsapp); }
  /// Everything counts up.
  void check_report() {
    db.reset();
    const auto report = store.report();
    CHECK_TEXT(report.wrong.empty(), report.wrong.empty() ? "" : report.wrong.front().c_str());
    db = store.open();
  }
};

TEST(directorate_channels, AChannelGetsItsPartAndLeavesTheRestToTheOther) {
  CHECK(booked(order(1, BookingChannel::web, 3)));
  CHECK(full_by_channel(order(2, BookingChannel::web, 2)));
  CHECK(booked(order(3)));
  CHECK(full_by_channel(order(4)));
  for (int n = 10; n < 16; ++n) {
    CHECK(booked(order(n, BookingChannel::whatsapp)));
  }
  const auto full = book(order(16, BookingChannel::whatsapp));
  CHECK(std::holds_alternative<SlotFull>(full) && !std::get<SlotFull>(full).by_channel);
  LONGS_EQUAL(4, web());
  LONGS_EQUAL(6, whatsapp());
  check_report();
}

TEST(directorate_channels, ManyOfOneCommitGetNoMoreThanOneByOne) {
  std::vector<WriteOrder> orders;
  for (int n = 0; n < 20; ++n) {
    orders.emplace_back(order(n + 1));
  }
  int got = 0;
  for (const auto& answer : db->write(orders)) {
    got += std::holds_alternative<Booked>(std::get<BookAnswer>(answer)) ? 1 : 0;
  }
  LONGS_EQUAL(most_web, got);
  LONGS_EQUAL(most_web, web());
  check_report();
}

TEST(directorate_channels, WhatIsCancelledMovedOrLapsedIsTheChannelsAgain) {
  auto held = order(1);
  held.hold = HoldOrder{.until = now + std::chrono::minutes{15}};
  CHECK(std::holds_alternative<Held>(book(held)));
  for (int n = 2; n <= most_web; ++n) {
    CHECK(booked(order(n)));
  }
  CHECK(full_by_channel(order(20)));
  // A hold that lapsed is given back by whoever looks for a place.
  auto later = order(20);
  later.now = now + std::chrono::minutes{16};
  CHECK(booked(later));
  CHECK(full_by_channel(order(21)));
  // Cancelled, its place rests: nobody has it, and the channel may have another one.
  CHECK(std::holds_alternative<Cancelled>(std::get<CancelAnswer>(
      write(CancelOrder{.token = key(2), .now = now, .rests_until = now + std::chrono::hours{1}}))));
  LONGS_EQUAL(most_web - 1, web());
  CHECK(booked(order(22)));
  CHECK(full_by_channel(order(23)));
  // To another hour, where this channel has a part of its own.
  MoveOrder move{.token = key(3),
                 .day = monday,
                 .hours = {TimeOfDay{13 * 60}, TimeOfDay{15 * 60}},
                 .quota = quota,
                 .now = now,
                 .most_by_channel = 1};
  CHECK(std::holds_alternative<Moved>(std::get<MoveAnswer>(write(move))));
  move.token = key(4);
  const auto refused = std::get<MoveAnswer>(write(move));
  CHECK(std::holds_alternative<SlotFull>(refused) && std::get<SlotFull>(refused).by_channel);
  LONGS_EQUAL(most_web, web());  // one of them in the afternoon
  CHECK(booked(order(24)));
  CHECK(full_by_channel(order(25)));
  check_report();
}

TEST(directorate_channels, WhoMovesByAnotherChannelCountsThere) {
  CHECK(booked(order(1, BookingChannel::whatsapp)));
  LONGS_EQUAL(1, whatsapp());
  CHECK(std::holds_alternative<Moved>(std::get<MoveAnswer>(
      write(MoveOrder{.token = key(1),
                      .day = monday,
                      .hours = {TimeOfDay{9 * 60}, TimeOfDay{11 * 60}},  // overlaps: its own place goes along
                      .quota = quota,
                      .now = now,
                      .booked_by = BookingChannel::web,
                      .most_by_channel = 1}))));
  LONGS_EQUAL(0, whatsapp());
  LONGS_EQUAL(1, web());
  CHECK(db->find(key(1))->booked_by == BookingChannel::web);
  // Hours that overlap share their places, also those of a channel.
  auto overlaps = order(2);
  overlaps.most_by_channel = 1;
  CHECK(full_by_channel(overlaps));
  check_report();
}

TEST(directorate_channels, AnOfferToWhoWaitsIsTheWebsAndNotMoreThanItMayHave) {
  Waiting waiting{.token = key(90),
                  .office = "AD",
                  .service = "paspor",
                  .first = monday,
                  .last = monday,
                  .mail = "siti@contoh.id",
                  .language = "id",
                  .joined_at = now};
  write(WaitOrder{.waiting = waiting, .form = key(91), .most = 10, .now = now});
  CHECK(booked(order(1, BookingChannel::whatsapp)));
  for (int n = 2; n < 2 + most_web; ++n) {
    CHECK(booked(order(n)));
  }
  write(CancelOrder{.token = key(1), .now = now});
  auto swept = std::get<Swept>(write(SweepOrder{now}));
  LONGS_EQUAL(1, swept.to_offer.size());
  OfferOrder offer{.freed = swept.to_offer[0].id,
                   .to = waiting.token,
                   .until = now + std::chrono::minutes{30},
                   .now = now,
                   .most_by_channel = most_web};
  write(offer);  // the web has its part: the place comes free for all
  CHECK_FALSE(db->find_waiting(waiting.token)->offer.has_value());
  LONGS_EQUAL(most_web, web());
  CHECK(std::get<Swept>(write(SweepOrder{now + std::chrono::minutes{1}})).to_offer.empty());

  write(CancelOrder{.token = key(2), .now = now});
  swept = std::get<Swept>(write(SweepOrder{now}));
  LONGS_EQUAL(1, swept.to_offer.size());
  offer.freed = swept.to_offer[0].id;
  write(offer);
  CHECK(db->find_waiting(waiting.token)->offer.has_value());
  LONGS_EQUAL(most_web, web());
  CHECK(full_by_channel(order(30)));
  write(LeaveOrder{.token = waiting.token, .now = now});
  LONGS_EQUAL(most_web - 1, web());
  CHECK(booked(order(30)));
  check_report();
}

TEST(directorate_channels, WhatAPortalOfAnEarlierReleaseDidNotCountIsCountedAtTheNextStart) {
  if (!portal_test::ScratchBookings::is_shared()) {
    return;  // a file has one portal
  }
  CHECK(booked(order(1, BookingChannel::web, 3)));
  CHECK(booked(order(2, BookingChannel::whatsapp)));
  // Also where the sum is right: that portal cancelled one by WhatsApp, and booked one by web.
  for (const char* wrong : {"UPDATE slot SET by_web = 0, by_whatsapp = 0",
                            "UPDATE slot SET by_web = by_web - 1, by_whatsapp = by_whatsapp + 1"}) {
    db.reset();
    store.exec(wrong);
    LONGS_EQUAL(1, store.report().wrong.size());
    db = store.open();
    LONGS_EQUAL(3, web());
    LONGS_EQUAL(1, whatsapp());
  }
  check_report();
}

TEST(directorate_channels, AHeldPlaceStaysItsChannelsWhenItIsConfirmedAndCancelled) {
  auto held = order(1, BookingChannel::whatsapp, 2);
  ProofDigest link{};
  link[0] = 7;
  held.hold = HoldOrder{.until = now + std::chrono::minutes{15}, .link = link};
  CHECK(std::holds_alternative<Held>(book(held)));
  LONGS_EQUAL(2, whatsapp());
  check_report();
  CHECK(std::holds_alternative<Booked>(
      std::get<ConfirmAnswer>(write(ConfirmOrder{.token = key(1), .proof = link, .by_link = true, .now = now}))));
  LONGS_EQUAL(2, whatsapp());
  LONGS_EQUAL(0, web());
  check_report();
  write(CancelOrder{.token = key(1), .now = now});
  LONGS_EQUAL(0, whatsapp());
  check_report();
}

TEST(directorate_channels, WhoFitsIntoThePartIsAskedWhenTheFirstInLineDoesNot) {
  for (int n = 1; n <= 3; ++n) {
    CHECK(booked(order(n)));
  }
  for (int n = 10; n < 17; ++n) {
    CHECK(booked(order(n, BookingChannel::whatsapp)));
  }
  const auto join = [&](int n, int party) {
    WaitOrder waits;
    waits.form = key(200 + n);
    waits.most = 10;
    waits.now = now;
    waits.waiting.token = key(100 + n);
    waits.waiting.office = "AD";
    waits.waiting.service = "paspor";
    waits.waiting.first = monday;
    waits.waiting.last = monday;
    waits.waiting.party = static_cast<std::uint8_t>(party);
    waits.waiting.mail = "o" + std::to_string(n) + "@contoh.id";
    waits.waiting.joined_at = now;
    write(waits);
  };
  join(1, 2);
  join(2, 1);
  // Two places come free by WhatsApp; the web's part has room for one.
  write(CancelOrder{.token = key(10), .now = now, .rests_until = now});
  write(CancelOrder{.token = key(11), .now = now, .rests_until = now});
  const auto swept = std::get<Swept>(write(SweepOrder{now}));
  CHECK(!swept.to_offer.empty());
  for (const auto& freed : swept.to_offer) {
    OfferOrder offer{.freed = freed.id, .to = freed.next.token, .until = now + std::chrono::hours{1}, .now = now};
    offer.most_by_channel = most_web;
    auto answer = std::get<OfferAnswer>(write(offer));
    if (const auto* smaller = std::get_if<OfferToNext>(&answer)) {
      CHECK(smaller->next.token == key(102));
      offer.to = smaller->next.token;
      answer = std::get<OfferAnswer>(write(offer));
    }
  }
  CHECK(db->find_waiting(key(102))->offer.has_value());
  CHECK_FALSE(db->find_waiting(key(101))->offer.has_value());
  LONGS_EQUAL(most_web, web());
  check_report();
}
