// Bookings that wait together are made durable together.
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "scratch_folder.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

constexpr int people = 32;
constexpr int places = 20;

BookOrder order(int n) {
  BookOrder made;
  made.id = (BookingId{1} << 40) + static_cast<BookingId>(n);
  made.slot = {"AD", "paspor", *OfficeDay::parse("2026-11-23"), TimeOfDay{480}};
  made.end = TimeOfDay{600};
  made.quota = places;
  made.form[0] = made.token[0] = made.nik[0] = static_cast<std::uint8_t>(n);
  made.codes = {"AD-AAA" + std::to_string(100 + n)};
  made.name = "Orang";
  made.language = "id";
  made.nik_last4 = "0001";
  made.now = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{540}, Zone::wib);
  return made;
}

}  // namespace

TEST_GROUP(SharedCommits){};

TEST(SharedCommits, WhoeverWaitsDuringACommitIsInTheNextOneAndNobodyIsLeftOut) {
  const portal_test::ScratchFolder folder;
  boost::asio::io_context io{1};
  SqliteStore store{io, folder / "portal.db"};
  int booked = 0, full = 0;
  for (int n = 1; n <= people; ++n) {
    boost::asio::co_spawn(io, store.book(order(n)), [&](const std::exception_ptr& error, const BookAnswer& answer) {
      CHECK(!error);
      booked += std::holds_alternative<Booked>(answer) ? 1 : 0;
      full += std::holds_alternative<SlotFull>(answer) ? 1 : 0;
    });
  }
  io.run();
  LONGS_EQUAL(places, booked);
  LONGS_EQUAL(people - places, full);
  // The first one alone; all others came while that was written.
  UNSIGNED_LONGS_EQUAL(2, store.commits());
}
