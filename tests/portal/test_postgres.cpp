// What only a database on a server must do: several portals at once, connections that are cut, servers that
// are killed; and rows that are moved into it and out of it.
#include <algorithm>
#include <set>
#include <thread>

#include <spdlog/spdlog.h>

#include "cutting_proxy.hpp"
#include "postgres_server.hpp"
#include "scratch_bookings.hpp"
#include "scratch_folder.hpp"
#include "store/move_rows.hpp"
#include "store/postgresql/pg_database.hpp"
#include "store/postgresql/postgres_database.hpp"
#include "store/sqlite/sqlite_database.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace std::chrono_literals;
using antrean::portal_test::CuttingProxy;

namespace {

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const UtcTime now = instant(monday.plus(-1), TimeOfDay{9 * 60}, Zone::wib);

// The list of tables is made when it is first used, and would be a leak of that test.
[[maybe_unused]] const auto tables_are_known = moved_tables();

template <class Bytes>
Bytes bytes(int n) {
  Bytes made{};
  made[0] = static_cast<std::uint8_t>(n);
  made[1] = static_cast<std::uint8_t>(n >> 8);
  return made;
}

BookOrder order(int n, int quota = 20, int person = 0) {
  BookOrder made;
  made.id = (BookingId{1} << 40) + static_cast<BookingId>(n);
  made.slot = {"AD", "paspor", monday, TimeOfDay{8 * 60}};
  made.end = TimeOfDay{10 * 60};
  made.quota = quota;
  made.form = bytes<Key128>(n);
  made.token = bytes<Key128>(10'000 + n);
  made.codes = {"AD-A" + std::to_string(1'000 + n)};
  made.name = "Orang";
  made.mail = "orang@contoh.id";
  made.language = "id";
  made.nik = bytes<NikHmac>(person == 0 ? n : person);
  made.nik_last4 = "0001";
  made.now = now;
  Notice told;
  told.id = bytes<NoticeId>(n);
  told.kind = NoticeKind::booked;
  told.to = made.mail;
  told.due = now;
  told.useless_from = now + 24h;
  made.notices = {told};
  return made;
}

std::vector<BookAnswer> book(BookingsDb& db, const std::vector<BookOrder>& orders) {
  const std::vector<WriteOrder> wanted(orders.begin(), orders.end());
  std::vector<BookAnswer> answers;
  for (auto& one : db.write(wanted)) {
    answers.push_back(std::get<BookAnswer>(std::move(one)));
  }
  return answers;
}
BookAnswer book(BookingsDb& db, const BookOrder& one) { return book(db, std::vector{one}).front(); }

template <class Answer>
std::size_t count(const std::vector<BookAnswer>& answers) {
  return static_cast<std::size_t>(
      std::ranges::count_if(answers, [](const auto& one) { return std::holds_alternative<Answer>(one); }));
}

int port_of(const std::string& url) {
  const auto colon = url.rfind(':');
  return std::stoi(url.substr(colon + 1));
}

}  // namespace

TEST_GROUP(Postgres) { portal_test::ScratchBookings store; };

TEST(Postgres, BookingsOfOneCommitAskTogetherAndAreDecidedOneAfterAnother) {
  const auto db = store.open();
  std::vector<BookOrder> wanted;
  for (int n = 1; n <= 30; ++n) {
    wanted.push_back(order(n));
  }
  wanted[3] = wanted[2];              // pressed twice
  wanted[5] = order(6, 20, 5);        // the person of the one before
  wanted[7].codes = wanted[6].codes;  // no code that is free
  wanted[8].end = TimeOfDay{9 * 60};  // by settings of another release
  const auto answers = book(*db, wanted);
  CHECK(std::get<Booked>(answers[3]).again);
  CHECK(std::holds_alternative<PersonHasBooking>(answers[5]));
  CHECK(std::holds_alternative<CodesInUse>(answers[7]));
  LONGS_EQUAL(21, count<Booked>(answers));
  LONGS_EQUAL(7, count<SlotFull>(answers));
  LONGS_EQUAL(20, db->places("AD", "paspor", monday, monday).at(0).booked);
  CHECK(store.report().wrong.empty());
  const auto page = db->changes("AD", 0, 100);
  LONGS_EQUAL(20, page.bookings.size());
  LONGS_EQUAL(20, page.cursor);
}

TEST(Postgres, TwoPortalsSellNothingTwiceAndNumberTheirChangesTogether) {
  const auto one = store.open();
  const auto other = store.open();
  std::size_t sold = 0;
  std::size_t others = 0;
  // The leak detector counts by one thread.
  const auto book_all = [](BookingsDb& db, int from) {
    std::size_t booked = 0;
    for (int batch = 0; batch < 10; ++batch) {
      std::vector<BookOrder> wanted;
      for (int n = 0; n < 10; ++n) {
        wanted.push_back(order(from + batch * 10 + n, 120, 1 + batch * 10 + n + (n % 2 == 0 ? from : 0)));
      }
      booked += count<Booked>(book(db, wanted));
    }
    return booked;
  };
  std::thread beside{[&] { others = book_all(*other, 3'000); }};
  sold = book_all(*one, 1'000);
  beside.join();
  // Half of the people are the same at both.
  LONGS_EQUAL(120, sold + others);
  const auto page = one->changes("AD", 0, 500);
  LONGS_EQUAL(120, page.bookings.size());
  LONGS_EQUAL(120, page.cursor);
  CHECK(store.report().wrong.empty());
}

TEST(Postgres, AnOfficePullsFromAnyPortalAndNothingLooksPutBack) {
  const auto one = store.open();
  book(*one, order(1));
  const auto first = one->pull("AD", "", 0, 10, now);
  const auto other = store.open();  // another generation
  const auto reader = read_postgresql(store.where());
  book(*one, order(2));
  book(*other, order(3));
  const auto second = reader->pull_quickly("AD", first.generation, first.cursor, 10, now);
  CHECK(second.has_value());
  LONGS_EQUAL(2, second->bookings.size());
  const auto third = one->pull("AD", second->generation, second->cursor, 10, now);
  LONGS_EQUAL(0, third.bookings.size());
  CHECK_FALSE(third.afresh);
  CHECK_FALSE(one->checks("AD", now));
}

TEST(Postgres, ADatabaseThatWasPutBackIsNoticedByTheOfficeAtEveryPortal) {
  auto one = store.open();
  book(*one, order(1));
  one.reset();
  const auto copy = store.copy();
  one = store.open();
  book(*one, order(2));
  const auto seen = one->pull("AD", "", 0, 10, now);
  const auto restored = copy.open();
  const auto beside = copy.open();
  CHECK(std::holds_alternative<Booked>(book(*restored, order(3))));
  CHECK_FALSE(read_postgresql(copy.where())->pull_quickly("AD", seen.generation, seen.cursor, 10, now).has_value());
  const auto afresh = restored->pull("AD", seen.generation, seen.cursor, 10, now);
  CHECK(afresh.afresh);
  CHECK(std::holds_alternative<Checking>(book(*beside, order(4))));
  CHECK(std::holds_alternative<TakenBack>(beside->take_back("AD", afresh.generation, {}, true, now)));
  CHECK(std::holds_alternative<Booked>(book(*restored, order(4))));
}

TEST(Postgres, ANoticeIsGivenOutByOnePortalAndAgainWhenThatHasEnded) {
  auto one = store.open();
  const auto other = store.open();
  book(*one, order(1));
  LONGS_EQUAL(1, one->take_notices(NoticeChannel::mail, now, now + 1h, 10).size());
  LONGS_EQUAL(0, other->take_notices(NoticeChannel::mail, now, now + 1h, 10).size());
  one.reset();
  // The server needs a moment to notice. Then there is something to look at, but nothing to take yet: a
  // portal that has only lost its connection comes back within five seconds, and is still sending.
  for (int tries = 0; other->next_notice(NoticeChannel::mail) != UtcTime{} && tries < 10'000; ++tries) {
  }
  CHECK(other->next_notice(NoticeChannel::mail) == UtcTime{});
  LONGS_EQUAL(0, other->take_notices(NoticeChannel::mail, now, now + 1h, 10).size());
  LONGS_EQUAL(0, other->take_notices(NoticeChannel::mail, now + 4s, now + 1h, 10).size());
  const auto again = other->take_notices(NoticeChannel::mail, now + 5s, now + 1h, 10);
  LONGS_EQUAL(1, again.size());
  CHECK(again[0].unclear);
}

TEST(Postgres, ItIsKnownWhereOthersHaveChangedPlaces) {
  const auto one = store.open();
  const auto other = store.open();
  const auto reader = read_postgresql(store.where());
  const auto before = reader->changed_since(0).version;
  book(*other, order(1));
  const auto seen = reader->changed_since(before);
  CHECK((seen.offices == std::set<std::string>{"AD"}));
  CHECK(reader->changed_since(seen.version).offices.empty());
  auto elsewhere = order(2);
  elsewhere.slot.office = "FB";
  book(*one, elsewhere);
  CHECK((one->others_changed().offices == std::set<std::string>{"AD"}));
}

TEST(Postgres, ALostCommitIsMadeOnceWhetherItHappenedOrNot) {
  CuttingProxy proxy{port_of(store.where())};
  auto url = store.where();
  url.replace(url.rfind(':') + 1, std::to_string(port_of(url)).size(), std::to_string(proxy.port()));
  const auto db = open_postgresql(url);
  int n = 0;
  for (const auto when : {CuttingProxy::Cut::before_commit, CuttingProxy::Cut::after_commit}) {
    proxy.cut(when);
    const auto answers = book(*db, {order(n + 1, 3), order(n + 2, 3)});
    LONGS_EQUAL(n / 2 + 1, proxy.cuts());
    // Nobody is told "again": it is the first answer.
    CHECK(std::holds_alternative<Booked>(answers[0]));
    CHECK_FALSE(std::get<Booked>(answers[0]).again);
    n += 2;
  }
  LONGS_EQUAL(3, db->places("AD", "paspor", monday, monday).at(0).booked);
  LONGS_EQUAL(3, db->changes("AD", 0, 10).cursor);
  LONGS_EQUAL(3, db->take_notices(NoticeChannel::mail, now, now + 1h, 10).size());
}

TEST(Postgres, BothSchemasHaveTheSameTablesAndColumns) {
  const portal_test::ScratchFolder folder;
  const auto file = open_bookings_file(folder / "portal.db");
  pg::PgDatabase server{{.where = store.where()}};
  auto moved = moved_tables();
  std::set<std::string> there;
  sql::Statement names{*file, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"};
  while (names.step()) {
    there.insert(names.column(0).as_text());
  }
  there.erase("change");  // one number
  CHECK((there == std::set<std::string>(moved.begin(), moved.end())));
  for (const auto& table : moved) {
    CHECK_TEXT(columns_of(*file, table) == columns_of(server, table), table.c_str());
  }
}

TEST(Postgres, RowsAreMovedThereAndBackAndAnInterruptedMoveGoesOn) {
  const portal_test::ScratchFolder folder;
  {
    BookingsDb file{folder / "portal.db"};
    for (int n = 1; n <= 20; ++n) {
      book(file, order(n));
    }
    const WriteOrder orders[]{
        CancelOrder{.token = bytes<Key128>(10'001), .now = now, .rests_until = now + 1h, .notices = {}}};
    file.write(orders);
  }
  store.exec("DELETE FROM generation");
  const auto from = read_bookings_file(folder / "portal.db");
  pg::PgDatabase to{{.where = store.where()}};
  const auto power_cut = [](const MovedTable& table) {
    if (table.name == "booking") {
      throw std::runtime_error("power cut");
    }
  };
  CHECK_THROWS(std::runtime_error, move_rows(*from, to, power_cut));
  std::size_t again = 0;
  std::size_t rows = 0;
  move_rows(*from, to, [&](const MovedTable& table) {
    again += table.name == "booking" || table.name == "slot" ? table.copied : 0;
    rows += table.rows;
  });
  LONGS_EQUAL(0, again);
  CHECK(rows > 40);

  // The offices go on from where they were, and numbers are not given out again.
  {
    const auto moved = store.open();
    LONGS_EQUAL(20, moved->changes("AD", 0, 100).bookings.size());
    LONGS_EQUAL(21, moved->changes("AD", 0, 100).cursor);
    CHECK(std::holds_alternative<Booked>(book(*moved, order(21, 21))));
    LONGS_EQUAL(22, moved->changes("AD", 21, 100).cursor);
  }
  {
    const auto back = open_bookings_file(folder / "back.db");
    move_rows(to, *back, [](const MovedTable&) {});
    to.exec("UPDATE booking SET name = 'Budi' WHERE id = (SELECT min(id) FROM booking)");
    CHECK_THROWS(std::runtime_error, move_rows(to, *back, [](const MovedTable&) {}));
  }
  BookingsDb file{folder / "back.db"};
  LONGS_EQUAL(21, file.changes("AD", 0, 100).bookings.size());
}

TEST(Postgres, AServerThatIsKilledIsWaitedFor) {
  portal_test::PostgresServer server{true};
  server.create("killed");
  const auto db = open_postgresql(server.url("killed"));
  CHECK(std::holds_alternative<Booked>(book(*db, order(1))));
  std::size_t booked = 0;
  std::thread people{[&] {
    for (int n = 2; n < 20; ++n) {
      booked += std::holds_alternative<Booked>(book(*db, order(n))) ? 1 : 0;
    }
  }};
  // By this thread: a server ends with the thread that started it.
  server.kill();
  server.start();
  people.join();
  CHECK(std::holds_alternative<Booked>(book(*db, order(20))));
  LONGS_EQUAL(18, booked);
  LONGS_EQUAL(20, db->places("AD", "paspor", monday, monday).at(0).booked);
}
