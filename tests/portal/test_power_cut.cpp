// A power cut at every operation of the disk during many bookings, cancellations and results. Afterwards
// bookings and places are those after the last answer, or those after the commit that was running, and
// nothing in between.
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "crash_vfs/crash_vfs.hpp"
#include "store/bookings_db.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using antrean::tests::CrashDisk;

namespace {

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const UtcTime now = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib);
constexpr int quota = 9;
constexpr int slots = 3;
constexpr int steps = 120;
constexpr const char* file = "/portal.db";

Key128 key(unsigned n, std::uint8_t kind) {
  Key128 made{};
  made[0] = static_cast<std::uint8_t>(n);
  made[1] = static_cast<std::uint8_t>(n >> 8);
  made[2] = kind;
  return made;
}

TimeOfDay start_of(unsigned slot) { return TimeOfDay{static_cast<int>(8 + 2 * slot) * 60}; }

/// One commit: orders, or results of an office.
struct Step {
  std::vector<WriteOrder> orders;
  office_api::ResultBatch results;
};

std::vector<Step> rush() {
  std::mt19937 random{11};
  const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  std::vector<Step> all(steps);
  unsigned forms = 0;
  for (Step& step : all) {
    if (forms > 20 && below(8) == 0) {
      step.results.results.push_back({1 + below(20), office_api::ResultKind::checked_in, now});
      continue;
    }
    for (unsigned n = 1 + below(5); n > 0; --n) {
      if (forms > 0 && below(4) == 0) {
        step.orders.emplace_back(CancelOrder{key(below(forms), 2), now});
        continue;
      }
      // One form in six is sent twice.
      const unsigned form = forms > 0 && below(6) == 0 ? below(forms) : forms++;
      BookOrder order;
      order.id = 1 + form;
      order.slot = {"AD", "paspor", monday, start_of(form % slots)};
      order.end = TimeOfDay{start_of(form % slots).minutes() + 120};
      order.quota = quota;
      order.form = key(form, 1);
      order.token = key(form, 2);
      order.codes = {"AD-" + std::to_string(100000 + form)};
      order.name = "Siti";
      order.nik[0] = static_cast<std::uint8_t>(form);
      order.nik[1] = static_cast<std::uint8_t>(form >> 8);
      order.nik_last4 = "0001";
      order.now = now;
      step.orders.emplace_back(order);
    }
  }
  return all;
}

/// The content: every booking as offices pull it, and the places of the slots.
struct Books {
  std::vector<Booking> bookings;
  std::map<std::string, int> booked;
  friend bool operator==(const Books&, const Books&) = default;
};

Books read(BookingsDb& db) {
  Books books;
  books.bookings = db.changes("AD", 0, 500).bookings;
  for (const SlotPlaces& places : db.places("AD", "paspor", monday, monday)) {
    books.booked[places.slot.start.text()] = places.booked;
  }
  return books;
}

/// True if free and booked places add up to the quota, and the slot's count is the sum of its bookings.
bool balance(const Books& books) {
  std::map<std::string, int> live;
  for (const Booking& booking : books.bookings) {
    live[booking.slot.start.text()] += booking.status == BookingStatus::confirmed ? 1 : 0;
  }
  for (const auto& [slot, booked] : books.booked) {
    if (booked > quota || booked != live[slot]) {
      return false;
    }
  }
  return live.size() == books.booked.size();
}

void take(BookingsDb& db, const Step& step, int number) {
  if (step.orders.empty()) {
    db.apply("AD", "parcel-" + std::to_string(number), "hash-" + std::to_string(number), step.results, now);
  } else {
    db.write(step.orders);
  }
}

struct Counted {
  unsigned cuts = 0, lost = 0, broken = 0;
};

Counted cut_everywhere(sqlite::Synchronous synchronous, CrashDisk::Sectors sectors) {
  const std::vector<Step> all = rush();
  std::vector<Books> after;  // after each step, without a cut
  {
    CrashDisk whole{1};
    BookingsDb db{file, synchronous, whole.vfs()};
    after.push_back(read(db));
    for (int i = 0; i < steps; ++i) {
      take(db, all[static_cast<std::size_t>(i)], i);
      after.push_back(read(db));
    }
  }
  Counted counted;
  CrashDisk disk{1};
  std::size_t answered = 0;
  bool made = false;
  disk.watch([&] {
    const auto found = disk.cut_copy(disk.operations(), sectors);
    ++counted.cuts;
    try {
      BookingsDb db{file, synchronous, found->vfs()};
      const Books books = read(db);
      const bool last = books == after[answered];
      const bool next = answered + 1 < after.size() && books == after[answered + 1];
      counted.lost += made && !last && !next ? 1 : 0;
      counted.broken += balance(books) ? 0 : 1;
    } catch (const std::exception&) {
      ++counted.broken;
    }
  });
  {
    BookingsDb db{file, synchronous, disk.vfs()};
    made = true;
    for (int i = 0; i < steps; ++i) {
      take(db, all[static_cast<std::size_t>(i)], i);
      ++answered;
    }
  }
  disk.watch({});
  return counted;
}

void tell(const char* what, const Counted& counted) {
  std::printf("portal's power cut, %s: cuts=%u lost=%u broken=%u\n", what, counted.cuts, counted.lost, counted.broken);
}

}  // namespace

TEST_GROUP(PortalPowerCut){};

TEST(PortalPowerCut, LosesNoAnswerAndSellsNoPlaceTwiceWithWholeSectors) {
  const Counted counted = cut_everywhere(sqlite::Synchronous::extra, CrashDisk::Sectors::whole);
  tell("whole sectors", counted);
  CHECK(counted.cuts > 500);
  UNSIGNED_LONGS_EQUAL(0, counted.lost);
  UNSIGNED_LONGS_EQUAL(0, counted.broken);
}

TEST(PortalPowerCut, LosesNoAnswerAndSellsNoPlaceTwiceWithTornSectors) {
  const Counted counted = cut_everywhere(sqlite::Synchronous::extra, CrashDisk::Sectors::torn);
  tell("torn sectors", counted);
  CHECK(counted.cuts > 500);
  UNSIGNED_LONGS_EQUAL(0, counted.lost);
  UNSIGNED_LONGS_EQUAL(0, counted.broken);
}

TEST(PortalPowerCut, TheTestBitesSynchronousNormalLosesAnswers) {
  const Counted counted = cut_everywhere(sqlite::Synchronous::normal, CrashDisk::Sectors::torn);
  tell("control, synchronous=NORMAL", counted);
  CHECK(counted.lost > 0);
}
