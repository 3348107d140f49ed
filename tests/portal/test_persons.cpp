// A person's data: found, exported, erased, forgotten by age; and nothing of it left in the files.
#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "notices/notice.hpp"
#include "retention/retention.hpp"
#include "sample_notices.hpp"
#include "scratch_bookings.hpp"
#include "store/bookings_db.hpp"
#include "virtual_time.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace std::chrono_literals;

namespace {

// spdlog makes its logger when it is first used, and CppUTest would call this a leak inside a test.
[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const UtcTime noon = instant(monday.plus(-1), TimeOfDay{12 * 60}, Zone::wib);

NikHmac hmac(std::uint8_t n) {
  NikHmac nik{};
  nik.fill(n);
  return nik;
}
Key128 key(std::uint8_t n) {
  Key128 made{};
  made.fill(n);
  return made;
}

BookOrder order(std::uint8_t n, OfficeDay day = monday) {
  BookOrder wanted;
  wanted.id = 1000 + n;
  wanted.slot = {"AD", "paspor", day, TimeOfDay{8 * 60}};
  wanted.end = TimeOfDay{10 * 60};
  wanted.quota = 20;
  wanted.form = key(n);
  wanted.token = key(static_cast<std::uint8_t>(100 + n));
  wanted.codes = {"AD-AAAAA" + std::string(1, static_cast<char>('A' + n))};
  wanted.name = "Siti Rahasia " + std::to_string(n);
  wanted.mail = "siti" + std::to_string(n) + "@rahasia.example";
  wanted.language = "id";
  wanted.nik = hmac(n);
  wanted.nik_last4 = "700" + std::to_string(n);
  wanted.now = noon;
  auto mail = portal_test::sample_notice(NoticeKind::booked, Language::id);
  mail.id = key(static_cast<std::uint8_t>(200 + n));
  mail.to = wanted.mail;
  mail.booking.names = {wanted.name};
  mail.due = noon;
  wanted.notices = {mail};
  return wanted;
}

BookOrder with(BookOrder wanted, std::uint8_t companion) {
  wanted.companions.push_back({.name = "Budi Rahasia " + std::to_string(companion),
                               .nik = hmac(companion),
                               .nik_last4 = "800" + std::to_string(companion)});
  wanted.party = static_cast<std::uint8_t>(wanted.companions.size() + 1);
  return wanted;
}

}  // namespace

TEST_GROUP(Persons) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> db = store.open();

  void book(const BookOrder& wanted) {
    const WriteOrder one{wanted};
    CHECK(std::holds_alternative<Booked>(std::get<BookAnswer>(db->write({&one, 1}).front())));
  }
  void write(const WriteOrder& one) { db->write({&one, 1}); }
  EraseAnswer erase(const WhichPerson& who, bool cancel = false) {
    return db->erase({.who = who, .cancel = cancel, .rests_until = {}, .now = noon});
  }
  bool is_in_the_files(const std::string& text) const { return store.contains(text); }
  office_api::BookingPage pull(std::uint64_t cursor, const std::string& generation = "") {
    return db->pull("AD", generation, cursor, 100, noon);
  }
  std::size_t forget(OfficeDay today, const KeepFor& keep = {}, std::size_t at_once = 2) {
    ForgetStep step;
    while (!step.done) {
      step = db->forget_some({.keep = keep, .now = instant(today, TimeOfDay{60}, Zone::wib), .most = at_once}, step);
    }
    return step.changed;
  }
};

TEST(Persons, AreFoundByNikOrByCodeOnEverythingTheyAreOn) {
  book(with(order(1), 7));
  book(order(7, monday.plus(1)));
  book(order(2));
  const auto by_nik = db->person({.nik = hmac(7), .code = {}});
  LONGS_EQUAL(2, by_nik.bookings.size());
  LONGS_EQUAL(1007, by_nik.bookings.at(0).stored.booking.id);
  LONGS_EQUAL(0, by_nik.bookings.at(0).nr);
  LONGS_EQUAL(1001, by_nik.bookings.at(1).stored.booking.id);
  LONGS_EQUAL(1, by_nik.bookings.at(1).nr);
  STRCMP_EQUAL("Budi Rahasia 7", by_nik.bookings.at(1).name.c_str());
  STRCMP_EQUAL("8007", by_nik.bookings.at(1).nik_last4.c_str());
  LONGS_EQUAL(1, by_nik.notices.size());  // of the booking that this person made
  CHECK(by_nik.notices.at(0).kind == NoticeKind::booked && !by_nik.notices.at(0).sent_at);
  const auto by_code = db->person({.nik = {}, .code = "AD-AAAAAH"});
  LONGS_EQUAL(2, by_code.bookings.size());
  CHECK(db->person({.nik = hmac(99), .code = {}}).bookings.empty());
  CHECK(db->person({.nik = {}, .code = "AD-ZZZZZZ"}).bookings.empty());
}

TEST(Persons, LeaveTheWaitlistsAndAreFoundThere) {
  book(order(1));
  WaitOrder waits;
  waits.form = key(51);
  waits.most = 10;
  waits.now = noon;
  waits.waiting.token = key(50);
  waits.waiting.office = "AD";
  waits.waiting.service = "paspor";
  waits.waiting.first = monday;
  waits.waiting.last = monday.plus(3);
  waits.waiting.mail = "siti1@rahasia.example";
  waits.waiting.language = "id";
  waits.waiting.joined_at = noon;
  write(waits);
  const auto found = db->person({.nik = hmac(1), .code = {}});
  LONGS_EQUAL(1, found.waiting.size());
  const auto& told = found.waiting.at(0);
  STRCMP_EQUAL("siti1@rahasia.example", told.mail.c_str());
  STRCMP_EQUAL("AD", told.office.c_str());
  STRCMP_EQUAL("paspor", told.service.c_str());
  CHECK(told.first == monday && told.last == monday.plus(3) && told.joined_at == noon);
  erase({.nik = hmac(1), .code = {}}, true);
  CHECK_FALSE(db->find_waiting(key(50)).has_value());
  CHECK_FALSE(is_in_the_files("siti1@rahasia"));
}

TEST(Persons, AnErasedOneLeavesARowWithoutAPersonAndNothingInTheFiles) {
  book(order(1));
  write(CancelOrder{.token = key(101), .now = noon, .rests_until = {}, .notices = {}});
  book(order(2));
  CHECK(is_in_the_files("Siti Rahasia 1"));
  const auto answer = erase({.nik = hmac(1), .code = {}});
  const auto& erased = std::get<Erased>(answer);
  CHECK((erased.people == std::vector<AccessEntry::Person>{{1001, 0}}));
  CHECK((erased.offices == std::vector<std::string>{"AD"}));
  for (const auto* secret : {"Siti Rahasia 1", "siti1@rahasia", "7001", "AD-AAAAAB"}) {
    CHECK_TEXT(!is_in_the_files(secret), secret);
  }
  const auto nik = hmac(1);
  CHECK_FALSE(is_in_the_files(std::string(nik.begin(), nik.end())));
  CHECK(is_in_the_files("Siti Rahasia 2"));
  CHECK_FALSE(db->find(key(101)).has_value());  // its address is gone
  CHECK(db->person({.nik = hmac(1), .code = {}}).bookings.empty());
  CHECK(std::get<Erased>(erase({.nik = hmac(1), .code = {}})).people.empty());
  const auto rows = pull(0).bookings;
  LONGS_EQUAL(2, rows.size());
  LONGS_EQUAL(1001, rows.at(1).id);
  STRCMP_EQUAL("", rows.at(1).name.c_str());
  CHECK(rows.at(1).code.starts_with("erased-"));
  CHECK(rows.at(1).status == BookingStatus::cancelled);
}

TEST(Persons, ALiveBookingIsErasedOnlyWithItsCancellation) {
  book(with(order(1), 7));
  const auto refused = erase({.nik = hmac(1), .code = {}});
  CHECK((std::get<StillBooked>(refused).codes == std::vector<std::string>{"AD-AAAAAB"}));
  CHECK(db->find(key(101))->booking.name == "Siti Rahasia 1");
  const auto done = erase({.nik = hmac(1), .code = {}}, true);
  CHECK((std::get<Erased>(done).cancelled == std::vector<std::string>{"AD-AAAAAB"}));
  LONGS_EQUAL(0, db->places("AD", "paspor", monday, monday).at(0).booked);
  // The companion is another person.
  LONGS_EQUAL(1, db->person({.nik = hmac(7), .code = {}}).bookings.size());
  CHECK(is_in_the_files("Budi Rahasia 7"));
}

TEST(Persons, OnlyAskedNothingIsChanged) {
  book(order(1));
  const auto would = db->erase({.who = {.nik = hmac(1), .code = {}}, .cancel = true, .only_ask = true, .now = noon});
  CHECK((std::get<Erased>(would).people == std::vector<AccessEntry::Person>{{1001, 0}}));
  CHECK(db->find(key(101))->booking.name == "Siti Rahasia 1");
}

TEST(Persons, ACompanionIsErasedAloneAndTheBookingStays) {
  book(with(with(order(1), 7), 8));
  CHECK(std::holds_alternative<Erased>(erase({.nik = hmac(7), .code = {}})));
  CHECK_FALSE(is_in_the_files("Budi Rahasia 7"));
  CHECK_FALSE(is_in_the_files("8007"));
  const auto stays = db->find(key(101));
  CHECK(stays->booking.name == "Siti Rahasia 1" && stays->booking.party == 3);
  CHECK((stays->companions == std::vector<Companion>{{"", ""}, {"Budi Rahasia 8", "8008"}}));
  const auto pulled = pull(0).bookings.at(0);
  CHECK(pulled.companions == stays->companions);
}

TEST(Persons, AHeldPlaceIsGivenBack) {
  auto held = order(1);
  held.hold = HoldOrder{.until = noon + 15min, .digits = {}, .link = {}};
  write(held);
  CHECK(is_in_the_files("Siti Rahasia 1"));
  CHECK(std::holds_alternative<Erased>(erase({.nik = hmac(1), .code = {}})));
  CHECK_FALSE(is_in_the_files("Siti Rahasia 1"));
  LONGS_EQUAL(0, db->places("AD", "paspor", monday, monday).at(0).booked);
}

TEST(Persons, TheOfficeConfirmsByAskingForWhatComesAfter) {
  book(order(1));
  const auto before = pull(0);
  erase({.nik = hmac(1), .code = {}}, true);
  CHECK_FALSE(db->erasures(10).at(0).confirmed.has_value());
  pull(before.cursor, before.generation);  // given, but not known to have arrived
  CHECK_FALSE(db->erasures(10).at(0).confirmed.has_value());
  const auto page = pull(before.cursor, before.generation);
  CHECK((page.erased == std::vector<BookingId>{1001}));
  CHECK_FALSE(db->erasures(10).at(0).confirmed.has_value());
  db = nullptr;
  db = store.open();
  db->pull("FB", page.generation, page.cursor, 100, noon);  // another office
  CHECK_FALSE(db->erasures(10).at(0).confirmed.has_value());
  db->pull("AD", page.generation, page.cursor, 100, noon + 5s);
  CHECK(db->erasures(10).at(0).confirmed == noon + 5s);
}

TEST(Persons, AResultOfAnErasedBookingIsTakenByItsId) {
  book(order(1));
  erase({.nik = hmac(1), .code = {}}, true);
  office_api::ResultBatch batch;
  batch.results.push_back(
      {.booking = 1001, .kind = office_api::ResultKind::no_show, .at = noon, .code = "AD-AAAAAB", .numbers = {}});
  LONGS_EQUAL(0, std::get<ResultsAccepted>(db->apply("AD", "k", "h", batch, noon)).listed);
}

TEST(Persons, AreErasedAgainInACopyOfBefore) {
  book(with(order(1), 7));
  book(order(2));
  db = nullptr;
  const auto copy = store.copy();
  db = copy.open();
  const std::vector<AccessEntry::Person> people{{1001, 0}, {1001, 1}, {9999, 0}};
  LONGS_EQUAL(2, db->erase_again(people, noon));
  LONGS_EQUAL(0, db->erase_again(people, noon));
  CHECK(db->person({.nik = hmac(1), .code = {}}).bookings.empty());
  CHECK(db->person({.nik = hmac(7), .code = {}}).bookings.empty());
  LONGS_EQUAL(1, db->places("AD", "paspor", monday, monday).at(0).booked);
}

TEST(Persons, AreForgottenFieldByFieldByTheAgeOfTheirVisit) {
  for (std::uint8_t n = 1; n <= 5; ++n) {
    book(with(order(n, monday.plus(n)), static_cast<std::uint8_t>(10 + n)));
  }
  const KeepFor keep{.name_days = 30, .contact_days = 10, .nik_days = 60};
  LONGS_EQUAL(0, forget(monday.plus(11), keep));
  CHECK(db->find(key(101))->mail == "siti1@rahasia.example");
  forget(monday.plus(12), keep);  // the eleventh day after the visit of 1
  CHECK(db->find(key(101))->mail.empty());
  CHECK(db->find(key(101))->booking.name == "Siti Rahasia 1");
  CHECK_FALSE(db->find(key(102))->mail.empty());
  forget(monday.plus(1 + 31), keep);
  CHECK(db->find(key(101))->booking.name.empty());
  CHECK(db->find(key(101))->companions.at(0).name.empty());
  CHECK(db->find(key(101))->booking.nik_last4 == "7001");
  CHECK(db->find(key(102))->booking.name == "Siti Rahasia 2");
  LONGS_EQUAL(1, db->person({.nik = hmac(1), .code = {}}).bookings.size());
  forget(monday.plus(1 + 61), keep);
  CHECK(db->find(key(101))->booking.nik_last4.empty());
  CHECK(db->person({.nik = hmac(1), .code = {}}).bookings.empty());
  CHECK(db->person({.nik = hmac(11), .code = {}}).bookings.empty());
  LONGS_EQUAL(1, db->person({.nik = hmac(2), .code = {}}).bookings.size());
  forget(monday.plus(400), keep);
  CHECK_FALSE(is_in_the_files("Rahasia"));
  CHECK_FALSE(is_in_the_files("rahasia.example"));
  LONGS_EQUAL(5, pull(0).bookings.size());
  LONGS_EQUAL(0, forget(monday.plus(401), keep));
}

TEST(Persons, WhatTheyWereToldOfADayIsForgottenWhenNoResultComesAnyMore) {
  book(order(1, monday.plus(1)));
  write(TellOrder{.token = key(101),
                  .day = monday.plus(1),
                  .start = db->find(key(101))->booking.slot.start,
                  .change = "libur mendadak",
                  .now = noon});
  const KeepFor keep{.name_days = 100, .contact_days = 100, .nik_days = 100};
  forget(monday.plus(1 + 60), keep);
  CHECK(is_in_the_files("libur mendadak"));
  LONGS_EQUAL(1, forget(monday.plus(1 + 61), keep));
  CHECK_FALSE(is_in_the_files("libur mendadak"));
  LONGS_EQUAL(0, forget(monday.plus(1 + 62), keep));
}

namespace {

class CountingData final : public PersonalData {
 public:
  int asked = 0;
  bool fails = false;
  boost::asio::awaitable<PersonRecord> person(WhichPerson) override { co_return PersonRecord{}; }
  boost::asio::awaitable<EraseAnswer> erase(EraseOrder) override { co_return Erased{}; }
  boost::asio::awaitable<std::size_t> erase_again(std::vector<AccessEntry::Person>, UtcTime) override { co_return 0; }
  boost::asio::awaitable<std::vector<PersonFrozen>> lift(WhichPerson) override {
    co_return std::vector<PersonFrozen>{};
  }
  boost::asio::awaitable<std::vector<ErasureState>> erasures(std::size_t) override {
    co_return std::vector<ErasureState>{};
  }
  boost::asio::awaitable<std::size_t> forget(ForgetOrder) override {
    ++asked;
    if (fails) {
      throw std::runtime_error("disk full");
    }
    co_return 0;
  }
  boost::asio::awaitable<std::vector<StoredBooking>> day(std::string, OfficeDay) override {
    co_return std::vector<StoredBooking>{};
  }
};

}  // namespace

TEST(Persons, TheSweeperForgetsOnceADayAndTriesAgainAfterAFailure) {
  portal_test::VirtualTime time{noon};
  CountingData data;
  Retention retention{data, {}, time.clock, time.timers()};
  boost::asio::co_spawn(time.io, retention.run(), [](const std::exception_ptr& error) { CHECK(error == nullptr); });
  time.settle();
  LONGS_EQUAL(1, data.asked);  // at the start
  time.pass(11h);
  LONGS_EQUAL(1, data.asked);
  time.pass(2h);
  LONGS_EQUAL(2, data.asked);
  data.fails = true;
  time.pass(24h);
  const int tried = data.asked;
  CHECK(tried > 10);
  data.fails = false;
  time.pass(10min);
  LONGS_EQUAL(tried + 1, data.asked);
  time.pass(1h);
  LONGS_EQUAL(tried + 1, data.asked);
  retention.stop();
  time.settle();
}
