// The heads of the offices' journals in the portal's database.
#include <chrono>

#include <spdlog/spdlog.h>

#include "scratch_bookings.hpp"
#include "store/bookings_db.hpp"
#include "store/journal_heads.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using Said = office_api::JournalHeads;
using office_api::JournalPage;
using std::chrono::days;
using std::chrono::minutes;

namespace {

const std::string first(32, 'a');
const std::string second(32, 'b');

std::string hash(char letter) { return std::string(64, letter); }

}  // namespace

TEST_GROUP(JournalHeads) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> db = open();
  UtcTime now = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib);

  std::unique_ptr<BookingsDb> open() const { return store.open(); }
  HeadsAnswer told(std::uint64_t seq, char letter = 'a', const std::string& office = "AD") {
    return told_by({{.id = first, .after = 0}}, first, seq, letter, office);
  }
  HeadsAnswer told_by(const std::vector<office_api::JournalGeneration>& generations, const std::string& generation,
                      std::uint64_t seq, char letter, const std::string& office = "AD") {
    return db->keep_heads(office, {.generations = generations, .heads = {{generation, seq, now, hash(letter), {}}}},
                          now);
  }
  JournalPage held(const std::string& generation = first, const std::string& office = "AD") {
    return db->held_heads(office, generation, 0, 1'000'000);
  }
  std::uint64_t known(const HeadsAnswer& answer, const std::string& generation) {
    const auto& kept = std::get<HeadsKept>(answer);
    STRCMP_EQUAL(generation.c_str(), kept.known.generation.c_str());
    return kept.known.seq;
  }
};

TEST(JournalHeads, TheAnswerNamesTheNewestThatWasHeldBefore) {
  UNSIGNED_LONGS_EQUAL(0, known(told(10), ""));
  UNSIGNED_LONGS_EQUAL(10, known(told(20), first));
  UNSIGNED_LONGS_EQUAL(20, known(told(20), first));
  LONGS_EQUAL(2, held().heads.size());
}

TEST(JournalHeads, TheFirstHashStaysAndAnotherIsListedOnce) {
  told(10);
  told(20);
  CHECK_EQUAL(10u, std::get<HeadsContradict>(told(10, 'x')).seq);
  STRCMP_EQUAL(hash('a').c_str(), held().heads[0].hash.c_str());
  LONGS_EQUAL(1, db->listed().size());
  STRCMP_CONTAINS("another past", db->listed()[0].what.c_str());
  STRCMP_CONTAINS("event 10", db->listed()[0].what.c_str());
  // It stays, for every head, also over a restart; and what is new is kept.
  CHECK_EQUAL(10u, std::get<HeadsContradict>(told(30)).seq);
  db.reset();
  db = open();
  CHECK_EQUAL(10u, std::get<HeadsContradict>(told(40)).seq);
  CHECK_EQUAL(10u, std::get<HeadsContradict>(told(20, 'y')).seq);
  LONGS_EQUAL(4, held().heads.size());
  LONGS_EQUAL(1, db->listed().size());
  CHECK(std::holds_alternative<HeadsKept>(told(10, 'x', "FB")));
}

TEST(JournalHeads, AJournalThatWasPutBackIsAskedForThePastThatItShares) {
  told(10);
  told(30);
  const std::vector<office_api::JournalGeneration> both{{.id = first, .after = 0}, {.id = second, .after = 20}};
  UNSIGNED_LONGS_EQUAL(10, known(told_by(both, second, 20, 'b'), first));
  CHECK(db->listed().empty());
  UNSIGNED_LONGS_EQUAL(20, known(told_by(both, second, 25, 'b'), second));
  // Its hash of event 10 is asked for, and is another: then the generation of now is contradicted.
  CHECK_EQUAL(10u, std::get<HeadsContradict>(told_by(both, first, 10, 'x')).seq);
  CHECK(std::holds_alternative<HeadsContradict>(told_by(both, second, 26, 'b')));
  const auto page = held(second);
  LONGS_EQUAL(2, page.generations.size());
  CHECK(page.generations[0].id == first && page.generations[0].after == 0);
  CHECK(page.generations[1].id == second && page.generations[1].after == 20 && page.generations[1].noticed == now);
}

TEST(JournalHeads, WhereAGenerationBeganStaysAsItWasToldFirst) {
  told(10);
  told_by({{.id = first, .after = 0}, {.id = second, .after = 20}}, second, 25, 'b');
  told_by({{.id = first, .after = 0}, {.id = second, .after = 5}}, second, 26, 'b');
  UNSIGNED_LONGS_EQUAL(20, held().generations[1].after);
}

TEST(JournalHeads, OneThatGoesBackIsListedOnceAndToldWhatWasSeen) {
  told(10);
  told(30);
  UNSIGNED_LONGS_EQUAL(30, known(told(20), first));
  UNSIGNED_LONGS_EQUAL(30, known(told(21), first));
  LONGS_EQUAL(1, db->listed().size());
  STRCMP_CONTAINS("back before event 30", db->listed()[0].what.c_str());
}

TEST(JournalHeads, AfterAWeekTheLastOfEachDayStays) {
  std::uint64_t seq = 0;
  for (int day = 0; day < 20; ++day) {
    for (int n = 0; n < 5; ++n) {
      told(++seq);
      now += minutes{1};
    }
    now += days{1} - minutes{5};
  }
  now += days{5};
  told(++seq);
  // The last seven days of the portal's clock have two days of these; then there is one of each day.
  std::size_t of_old_days = 0;
  for (const auto& head : held().heads) {
    of_old_days += head.received < now - days{8} ? 1 : 0;
    if (head.seq <= 75) {
      UNSIGNED_LONGS_EQUAL(0, head.seq % 5);
    }
  }
  CHECK(of_old_days >= 16 && of_old_days <= 18);
  CHECK_EQUAL(101u, held().heads.back().seq);
  CHECK_EQUAL(5u, held().heads.front().seq);
  // A past that was written anew still does not fit, wherever the row is: the heads after it stand for it.
  CHECK(std::holds_alternative<HeadsContradict>(told(75, 'x')));
  now += days{1000};
  told(++seq, 'a', "FB");
  LONGS_EQUAL(1, held(first, "FB").heads.size());
  told(++seq);
  LONGS_EQUAL(2, held().heads.size());  // the newest before, and this one
}

TEST(JournalHeads, MoreThanAnHonestOfficeSendsIsRefused) {
  Said said{.generations = {{.id = first, .after = 0}}, .heads = {}};
  for (std::uint64_t seq = 1; seq <= 100; ++seq) {
    said.heads.push_back({first, seq, now, hash('a'), {}});
  }
  for (std::int64_t sent = 0; sent < JournalHeadTable::most_a_day; sent += 100) {
    CHECK(std::holds_alternative<HeadsKept>(db->keep_heads("AD", said, now)));
    for (auto& head : said.heads) {
      head.seq += 100;
    }
  }
  CHECK(std::holds_alternative<HeadsTooMany>(db->keep_heads("AD", said, now)));
  CHECK(std::holds_alternative<HeadsKept>(db->keep_heads("AD", said, now + days{1})));
  CHECK(std::holds_alternative<HeadsKept>(told(1, 'a', "FB")));
  for (int n = 0; n < JournalHeadTable::most_generations; ++n) {
    auto id = std::to_string(1000 + n);
    id += std::string(32 - id.size(), 'f');
    told_by({{.id = id, .after = 0}}, id, 1, 'a', "FB");
  }
  CHECK(std::holds_alternative<HeadsTooMany>(told_by({{.id = second, .after = 0}}, second, 1, 'a', "FB")));
  LONGS_EQUAL(1, db->listed().size());
  CHECK(std::holds_alternative<HeadsKept>(told(2, 'a', "FB")));
}
