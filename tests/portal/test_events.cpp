// What programs are told of: in the transaction that it tells of, in order, and never lost.
#include <boost/json/parse.hpp>

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

}  // namespace

TEST_GROUP(Events) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> opened = store.open();
  BookingsDb& db = *opened;

  void setup() override { db.tell_programs(); }
  void book(std::uint8_t n, UtcTime now) {
    BookOrder wanted;
    wanted.id = 1000 + n;
    wanted.slot = {"AD", "paspor", monday, TimeOfDay{8 * 60}};
    wanted.end = TimeOfDay{10 * 60};
    wanted.quota = 20;
    wanted.form = filled<16>(n);
    wanted.token = filled<16>(n);
    wanted.codes = {"AD-AAAAA" + std::string(1, static_cast<char>('A' + n))};
    wanted.name = "Siti Rahasia";
    wanted.nik = filled<32>(n);
    wanted.now = now;
    const WriteOrder one{wanted};
    db.write({&one, 1});
  }
  std::vector<TakenNotice> take(UtcTime now) { return db.take_notices(NoticeChannel::webhook, now, now + 1min, 20); }
  static std::string told(const std::vector<TakenNotice>& taken) {
    std::string all;
    for (const auto& one : taken) {
      const auto event = boost::json::parse(one.notice.payload).as_object();
      all += (all.empty() ? "" : " ") + std::string{event.at("event").as_string()} +
             std::to_string(event.at("booking").as_object().at("id").to_number<int>() - 1000);
    }
    return all;
  }
};

TEST(Events, NoneOvertakesOneThatWasTriedInVain) {
  book(1, noon);
  const WriteOrder move{MoveOrder{.token = filled<16>(1),
                                  .day = monday.plus(1),
                                  .hours = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
                                  .quota = 20,
                                  .now = noon + 1s}};
  db.write({&move, 1});
  const auto tried = take(noon + 2s);
  STRCMP_EQUAL("booked1 moved1", told(tried).c_str());
  CHECK(tried.at(0).notice.payload.find("Rahasia") == std::string::npos);
  CHECK(tried.at(1).notice.payload.find(R"("before":{"date":"2026-11-23")") != std::string::npos);
  std::vector<SettledNotice> released;
  for (const auto& one : tried) {
    released.insert(released.begin(), {one.notice.id, SendOutcome::released, noon + 2s, noon + 12s, {}});
  }
  db.settle_notices(released);
  book(2, noon + 3s);
  const WriteOrder cancel{CancelOrder{.token = filled<16>(2), .now = noon + 4s, .rests_until = {}, .notices = {}}};
  db.write({&cancel, 1});
  const auto again = take(noon + 13s);
  STRCMP_EQUAL("booked1 moved1 booked2 cancelled2", told(again).c_str());
  CHECK(again.at(0).notice.id == tried.at(0).notice.id);
}

TEST(Events, ACheckInIsToldOnce) {
  book(1, noon);
  office_api::ResultBatch batch;
  batch.results.push_back(
      {.booking = 1001, .kind = office_api::ResultKind::checked_in, .at = noon + 1h, .code = "", .numbers = {"B001"}});
  db.apply("AD", "one", "h", batch, noon + 1h);
  db.apply("AD", "one", "h", batch, noon + 1h);
  batch.results.at(0).at = noon + 2h;  // the next of a party
  db.apply("AD", "two", "h2", batch, noon + 2h);
  STRCMP_EQUAL("booked1 checked_in1", told(take(noon + 3h)).c_str());
}

TEST(Events, TheyOutliveThePersonAndNobodyIsToldWhereNobodyListens) {
  book(1, noon);
  db.erase({.who = {.nik = filled<32>(1), .code = {}}, .cancel = true, .rests_until = {}, .now = noon + 1s});
  STRCMP_EQUAL("booked1 cancelled1", told(take(noon + 2s)).c_str());
  const portal_test::ScratchBookings other;
  const auto opened_quiet = other.open();
  BookingsDb& quiet = *opened_quiet;
  CHECK(quiet.take_notices(NoticeChannel::webhook, noon, noon, 5).empty());
}
