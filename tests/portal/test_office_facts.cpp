// What the portal's database knows of the offices: their keys, and when they asked last.
#include <spdlog/spdlog.h>

#include "scratch_bookings.hpp"
#include "store/bookings_db.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using codes::OfficeKeyState;

namespace {

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

std::string key_of(std::uint8_t seed) {
  codes::Seed bytes{};
  bytes.fill(seed);
  return codes::to_text(codes::make_key_pair(bytes).public_key);
}

}  // namespace

TEST_GROUP(directorate_office_facts) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> db = store.open();

  template <class Answer>
  Answer written(WriteOrder order) {
    const WriteOrder orders[]{std::move(order)};
    return std::get<Answer>(db->write(orders).at(0));
  }
  KeyKept keep(const std::string& office, std::uint8_t seed, std::int64_t at = 1'000) {
    return written<KeyKept>(KeepKeyOrder{.office = office, .key = key_of(seed), .now = from_ms(at)});
  }
  bool judge(const std::string& office, std::uint8_t seed, bool refused) {
    return written<KeyJudged>(
               JudgeKeyOrder{.office = office,
                             .key = key_of(seed),
                             .note = {.at = from_ms(9'000), .who = "dewi", .why = "new machine", .refused = refused},
                             .now = from_ms(9'000)})
        .done;
  }
  std::string states() {
    std::string all;
    for (const auto& one : db->office_keys()) {
      all += one.known.office + " " + std::string(word(one.known.state)) + " " +
             std::to_string(to_ms(one.known.since)) + ", ";
    }
    return all;
  }
};

TEST(directorate_office_facts, EveryKeyIsKeptWithTheFirstTimeItWasGiven) {
  auto kept = keep("AD", 1);
  CHECK(kept.is_new);
  CHECK_FALSE(kept.is_another);
  CHECK_FALSE(keep("AD", 1, 2'000).is_new);
  kept = keep("AD", 2, 3'000);
  CHECK(kept.is_new);
  CHECK(kept.is_another);
  CHECK(keep("FB", 1, 4'000).is_new);
  CHECK_FALSE(keep("AD", 1, 5'000).is_new);  // the machine of before is back
  STRCMP_EQUAL("AD first 1000, AD unconfirmed 3000, FB first 4000, ", states().c_str());
  db.reset();
  db = store.open();
  STRCMP_EQUAL("AD first 1000, AD unconfirmed 3000, FB first 4000, ", states().c_str());
}

TEST(directorate_office_facts, WhatTheDirectorateSaysOfAKeyIsAddedAndRefusedStaysRefused) {
  keep("AD", 1);
  keep("AD", 2, 3'000);
  CHECK_FALSE(judge("AD", 3, false));
  CHECK_FALSE(judge("FB", 2, false));
  CHECK_FALSE(judge("AD", 1, false));  // nothing of the first one is open
  CHECK(judge("AD", 2, false));
  CHECK_FALSE(judge("AD", 2, false));
  STRCMP_EQUAL("AD first 1000, AD confirmed 3000, ", states().c_str());
  CHECK(judge("AD", 1, true));
  CHECK(judge("AD", 2, true));
  CHECK_FALSE(judge("AD", 2, true));
  CHECK_FALSE(judge("AD", 2, false));
  STRCMP_EQUAL("AD refused 1000, AD refused 3000, ", states().c_str());
  UNSIGNED_LONGS_EQUAL(2, db->office_keys().at(1).notes.size());
  STRCMP_EQUAL("new machine", db->office_keys().at(1).notes.at(0).why.c_str());
}

TEST(directorate_office_facts, MoreKeysThanAnOfficeEverHasAreNotKept) {
  for (int n = 0; n < most_office_keys; ++n) {
    CHECK(written<KeyKept>(KeepKeyOrder{.office = "AD", .key = std::to_string(n), .now = from_ms(n)}).is_new);
  }
  CHECK(keep("AD", 1).too_many);
  CHECK(keep("FB", 1).is_new);
  CHECK_FALSE(written<KeyKept>(KeepKeyOrder{.office = "AD", .key = "7", .now = from_ms(1)}).too_many);
}

TEST(directorate_office_facts, TheNewestContactOfEachOfficeStays) {
  written<ContactsKept>(KeepContactsOrder{
      .contacts = {{"FB", from_ms(5'000), "antrean-office/2"}, {"AD", from_ms(4'000), "antrean-office/1"}},
      .now = from_ms(6'000)});
  // Of a portal that was slow.
  written<ContactsKept>(KeepContactsOrder{
      .contacts = {{"FB", from_ms(4'500), "antrean-office/1"}, {"AD", from_ms(7'000), ""}}, .now = from_ms(8'000)});
  const std::vector<OfficeContact> expected{{"AD", from_ms(7'000), ""}, {"FB", from_ms(5'000), "antrean-office/2"}};
  CHECK(db->office_contacts() == expected);
}
