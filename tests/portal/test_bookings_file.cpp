// What a file alone must do: older releases' files, copies that are put back and are told by their mark.
#include <filesystem>

#include <SQLiteCpp/SQLiteCpp.h>
#include <spdlog/spdlog.h>

#include "scratch_folder.hpp"
#include "store/bookings_db.hpp"
#include "store/sqlite/schema.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using antrean::portal_test::ScratchFolder;

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

TEST_GROUP(BookingsFile) {
  ScratchFolder folder;
  std::unique_ptr<BookingsDb> db = open();

  std::unique_ptr<BookingsDb> open() const { return std::make_unique<BookingsDb>(folder / "portal.db"); }

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

TEST(BookingsFile, KnowsTheHoursOfADatabaseOfTheReleaseBefore) {
  db.reset();
  std::filesystem::remove(folder / "portal.db");
  {
    auto migrations = bookings_migrations();
    migrations.resize(2);
    const auto before = sqlite::open(
        {.file = folder / "portal.db", .application_id = bookings_application_id, .migrations = migrations, .vfs = {}});
    before->exec(
        "INSERT INTO slot VALUES ('AD', 'paspor', " + std::to_string(monday.number()) +
        ", 480, 3, 2);"
        "INSERT INTO booking (code, token, form, office, service, day, start, finish, party, name, mail, language,"
        " nik_hmac, nik_last4, status, booked_at, changed) VALUES ('AD-AAA100', x'01', x'02', 'AD', 'paspor', " +
        std::to_string(monday.number()) +
        ", 480, 600, 1, 'Siti', 's@contoh.id', 'id', x'03', '0001', 0, 0, 1);"
        "UPDATE change SET last = 1");
  }
  db = open();
  STRCMP_EQUAL("10:00", places().end.text().c_str());
  auto later = order(2, 1);
  later.slot.start = TimeOfDay{540};
  CHECK(std::holds_alternative<SlotFull>(book(later)));
}

TEST(BookingsFile, KeepsTheNoticesOfADatabaseOfTheReleaseBefore) {
  db.reset();
  std::filesystem::remove(folder / "portal.db");
  {
    auto migrations = bookings_migrations();
    migrations.resize(10);
    const auto before = sqlite::open(
        {.file = folder / "portal.db", .application_id = bookings_application_id, .migrations = migrations, .vfs = {}});
    before->exec(
        "INSERT INTO notice (id, token, channel, kind, rank, due, useless_from, body, tries, outcome, at) VALUES"
        " (x'02', x'0a', 0, 1, 1, 20, 90, '', 1, 0, 30), (x'01', x'0a', 0, 6, 2, 10, 90, '{}', 2, NULL, NULL)");
  }
  db = open();
  db.reset();
  const SQLite::Database after(folder / "portal.db", SQLite::OPEN_READONLY);
  SQLite::Statement rows(after, "SELECT hex(id), due, tries, body, outcome IS NULL FROM notice ORDER BY id");
  CHECK(rows.executeStep());
  STRCMP_EQUAL("01", rows.getColumn(0).getText());
  LONGS_EQUAL(10, rows.getColumn(1).getInt());
  LONGS_EQUAL(2, rows.getColumn(2).getInt());
  STRCMP_EQUAL("{}", rows.getColumn(3).getText());
  LONGS_EQUAL(1, rows.getColumn(4).getInt());
  CHECK(rows.executeStep());
  CHECK_FALSE(rows.executeStep());
}

TEST_GROUP_BASE(PutBackBookings, TEST_GROUP_CppUTestGroupBookingsFile) {
  const std::filesystem::path file = folder / "portal.db";
  const std::filesystem::path copy = folder / "copy.db";
  const std::filesystem::path mark = mark_beside(file);

  void setup() override {
    db.reset();
    std::filesystem::remove(file);
    reopen();
  }
  void reopen() {
    db.reset();
    db = std::make_unique<BookingsDb>(file, sqlite::Synchronous::extra, std::string{}, mark);
  }
  void keep_copy() {
    db.reset();
    std::filesystem::copy_file(file, copy, std::filesystem::copy_options::overwrite_existing);
    reopen();
  }
  void put_copy_back() {
    db.reset();
    std::filesystem::copy_file(copy, file, std::filesystem::copy_options::overwrite_existing);
    reopen();
  }
  office_api::BookingPage pull(const office_api::BookingPage& from = {}, const std::string& office = "AD") const {
    return db->pull(office, from.generation, from.cursor, 500, now);
  }
  static Returned back(const Booking& booking, int quota = 20) {
    return {booking, key(30'000 + static_cast<int>(booking.id % 1'000)),
            key(40'000 + static_cast<int>(booking.id % 1'000)), quota};
  }
  TakenBack take_back(const std::vector<Returned>& returned, const std::string& generation,
                      const std::string& office = "AD") const {
    return std::get<TakenBack>(db->take_back(office, generation, returned, true, now));
  }
};

TEST(PutBackBookings, ARestartIsNoRestoreAndACursorGoesOn) {
  booked(order(1));
  const auto before = pull();
  reopen();
  booked(order(2));
  const auto after = pull(before);
  CHECK_FALSE(after.afresh);
  CHECK_FALSE(after.generation == before.generation);
  LONGS_EQUAL(1, after.bookings.size());
  CHECK_FALSE(pull(after).afresh);
  LONGS_EQUAL(0, pull(after).bookings.size());
  CHECK_FALSE(db->checks("AD", now));
}

TEST(PutBackBookings, TheMarkTellsACopyOfBeforeAndEveryOfficeIsAskedAfresh) {
  const auto kept = booked(order(1)).booking;
  keep_copy();
  booked(order(2));
  const auto makassar = pull({}, "FB");
  const auto before = pull();
  put_copy_back();
  CHECK(db->checks("AD", now));
  CHECK(std::holds_alternative<Checking>(book(order(3))));
  const auto afresh = pull(before);
  CHECK(afresh.afresh);
  CHECK(afresh.bookings == std::vector{kept});
  CHECK_FALSE(pull(afresh).afresh);  // it is asked once; the rest of the list follows by its cursor
  CHECK(pull(makassar, "FB").afresh);
  CHECK(std::holds_alternative<ResultsLater>(db->apply("AD", "k", "h", {}, now)));
  take_back({}, afresh.generation);
  CHECK_FALSE(db->checks("AD", now));
  CHECK(db->checks("FB", now));  // each office answers for itself
  CHECK(std::holds_alternative<Booked>(book(order(3))));
  LONGS_EQUAL(1, pull(afresh).bookings.size());
  // It is noticed once: after a restart nobody is asked again.
  reopen();
  CHECK_FALSE(db->checks("AD", now));
  CHECK_FALSE(pull(afresh).afresh);
  CHECK(db->checks("FB", now));
}

TEST(PutBackBookings, ACopyWithoutItsMarkAndOneOfTheReleaseBeforeAreNoticedToo) {
  booked(order(1));
  keep_copy();
  std::filesystem::remove(mark);
  put_copy_back();
  CHECK(db->checks("AD", now));
  take_back({}, pull().generation);
  // Like an empty file of another machine: its past is not the past of the mark.
  db.reset();
  std::filesystem::remove(file);
  reopen();
  CHECK(db->checks("AD", now));
}

TEST(PutBackBookings, AnOfficeThatHasSeenMoreTellsACopyThatCameWithItsMark) {
  const std::filesystem::path mark_copy = folder / "copy.mark";
  booked(order(1));
  std::filesystem::copy_file(mark, mark_copy);
  keep_copy();
  const auto lost = booked(order(2)).booking;
  const auto before = pull();
  db.reset();
  std::filesystem::copy_file(mark_copy, mark, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::copy_file(copy, file, std::filesystem::copy_options::overwrite_existing);
  reopen();
  CHECK_FALSE(db->checks("AD", now));
  // More has happened since than was lost, so the number alone proves nothing.
  for (int n = 10; n < 15; ++n) {
    booked(order(n));
  }
  const auto afresh = pull(before);
  CHECK(afresh.afresh);
  LONGS_EQUAL(6, afresh.bookings.size());
  CHECK(db->checks("AD", now));
  CHECK(db->checks("FB", now));
  const auto taken = take_back({back(lost)}, afresh.generation);
  LONGS_EQUAL(1, taken.kept);
  CHECK_FALSE(pull(afresh).afresh);
  CHECK(pull(afresh).bookings == std::vector{lost});
}

TEST(PutBackBookings, WhatIsGivenBackCountsAgainstTheQuotaFirstAndTheRestIsListed) {
  keep_copy();
  std::vector<Booking> lost;
  for (int n = 0; n < 3; ++n) {
    lost.push_back(booked(order(n, 3)).booking);
  }
  const auto gone = booked(order(7, 4));
  cancel(gone.token);
  lost.push_back(gone.booking);
  lost.back().status = BookingStatus::cancelled;
  const auto before = pull();
  put_copy_back();
  const auto afresh = pull(before);
  // The quota was lowered meanwhile, so two of three fit.
  std::vector<Returned> returned;
  for (const auto& booking : lost) {
    returned.push_back(back(booking, 2));
  }
  const auto taken = take_back(returned, afresh.generation);
  LONGS_EQUAL(3, taken.kept);
  CHECK(taken.listed == std::vector{lost.at(2).code});
  LONGS_EQUAL(1, db->listed().size());
  CHECK(db->listed().at(0).what.find("no place left") != std::string::npos);
  // It is kept for ever and logged: the office has the name, by the code.
  CHECK(db->listed().at(0).what.find(lost.at(2).name) == std::string::npos);
  const auto listed_before = db->listed();
  db.reset();
  CHECK(BookingsDb::listed_in(file) == listed_before);
  reopen();
  CHECK(std::holds_alternative<SlotFull>(book(order(20, 2))));
  auto there = pull(afresh).bookings;
  LONGS_EQUAL(3, there.size());
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(there.at(i) == lost.at(i));
  }
  CHECK(there.at(2) == lost.at(3));
  // They are given back again, as after a lost answer: no more places are taken.
  LONGS_EQUAL(3, take_back(returned, afresh.generation).kept);
  LONGS_EQUAL(1, db->listed().size());
  LONGS_EQUAL(2, places().booked);
}

TEST(PutBackBookings, ACancellationThatWasLostIsMadeAgainAndGivesThePlaceBack) {
  const auto given = booked(order(1));
  keep_copy();
  cancel(given.token);
  const auto before = pull();
  put_copy_back();
  auto cancelled = given.booking;
  cancelled.status = BookingStatus::cancelled;
  take_back({back(cancelled)}, pull(before).generation);
  CHECK(db->find(given.token)->booking.status == BookingStatus::cancelled);
  LONGS_EQUAL(0, places().booked);
}

TEST(PutBackBookings, AnIdOrACodeThatIsAnothersIsListed) {
  const auto mine = booked(order(1)).booking;
  auto same_id = mine;
  same_id.code = "AD-BBBBBB";
  auto same_code = mine;
  same_code.id += 1;
  const auto taken = take_back({back(same_id), back(same_code), back(mine)}, pull().generation);
  LONGS_EQUAL(1, taken.kept);
  LONGS_EQUAL(2, taken.listed.size());
  LONGS_EQUAL(1, places().booked);
}

TEST(PutBackBookings, WaitsFifteenMinutesForAnOfficeThatIsAwayAndTakesItsAnswerLater) {
  keep_copy();
  const auto lost = booked(order(1)).booking;
  const auto before = pull();
  put_copy_back();
  CHECK(std::holds_alternative<Checking>(book(order(2))));
  auto later = order(2);
  later.now = now + checking - Milliseconds{1};
  CHECK(std::holds_alternative<Checking>(book(later)));
  reopen();  // it continues to wait from where it was
  CHECK(std::holds_alternative<Checking>(book(later)));
  later.now = now + checking;
  CHECK(std::holds_alternative<Booked>(book(later)));
  const auto afresh = pull(before);
  CHECK(afresh.afresh);
  LONGS_EQUAL(1, take_back({back(lost)}, afresh.generation).kept);
  LONGS_EQUAL(2, places().booked);
}

TEST(PutBackBookings, AnAnswerToAnotherGenerationIsRefused) {
  keep_copy();
  booked(order(1));
  const auto before = pull();
  put_copy_back();
  CHECK(std::holds_alternative<OtherGeneration>(db->take_back("AD", before.generation, {}, true, now)));
  CHECK(std::holds_alternative<OtherGeneration>(db->take_back("AD", "", {}, true, now)));
  CHECK(db->checks("AD", now));
}

TEST(PutBackBookings, AFormThatHadBookedIsAnsweredWhileNothingNewIs) {
  const auto given = booked(order(1));
  keep_copy();
  booked(order(2));
  put_copy_back();
  CHECK(std::get<Booked>(book(order(1))).again);
  CHECK(std::holds_alternative<Cancelled>(cancel(given.token)));
}

TEST(BookingsFile, IsOneProcesssFile) { CHECK_THROWS(sqlite::OpenError, open()); }
