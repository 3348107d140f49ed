// Copies of the portal's database: checked, put back, and never through a link.
#include <sys/stat.h>

#include <fstream>
#include <memory>
#include <system_error>

#include <spdlog/spdlog.h>

#include "scratch_folder.hpp"
#include "store/bookings_db.hpp"
#include "store/sqlite/copies.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using antrean::portal_test::ScratchFolder;

namespace {

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const UtcTime now = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib);

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

BookOrder order(int n, int quota) {
  BookOrder made;
  made.id = (BookingId{1} << 40) + static_cast<BookingId>(n);
  made.slot = {"AD", "paspor", monday, TimeOfDay{480}};
  made.end = TimeOfDay{600};
  made.quota = quota;
  made.form[0] = made.token[0] = made.nik[0] = static_cast<std::uint8_t>(n);
  made.codes = {"AD-AAA" + std::to_string(100 + n)};
  made.name = "Orang";
  made.language = "id";
  made.nik_last4 = "0001";
  made.now = now;
  return made;
}

}  // namespace

TEST_GROUP(Copies) {
  ScratchFolder folder;
  const std::filesystem::path file = folder / "portal.db";
  const std::filesystem::path copy = folder / "copy.db";

  void book(BookingsDb & db, int n) const {
    const WriteOrder orders[]{order(n, 5)};
    CHECK(std::holds_alternative<Booked>(std::get<BookAnswer>(db.write(orders).front())));
  }
  /// Made while the database is open, as the running portal does.
  void copy_with(int bookings) const {
    BookingsDb db{file};
    for (int n = 1; n <= bookings; ++n) {
      book(db, n);
    }
    const auto copying = db.begin_copy(copy);
    while (!copying->step(1)) {
    }
  }
};

TEST(Copies, HaveEverythingAndAreTheirOwnersAlone) {
  copy_with(3);
  const auto report = check_copy(copy);
  LONGS_EQUAL(3, report.bookings);
  LONGS_EQUAL(3, report.people);
  CHECK(report.wrong.empty());
  struct ::stat kind {};
  LONGS_EQUAL(0, ::stat(copy.c_str(), &kind));
  LONGS_EQUAL(0600, kind.st_mode & 0777);
}

TEST(Copies, AreFoundOutWhenPlacesDoNotAddUp) {
  copy_with(3);
  {
    SQLite::Database db{copy.string(), SQLite::OPEN_READWRITE};
    db.exec("UPDATE slot SET free = free + 1");
  }
  const auto report = check_copy(copy);
  LONGS_EQUAL(1, report.wrong.size());
  STRCMP_CONTAINS("AD paspor 2026-11-23 08:00: 3 free + 3 booked", report.wrong.front().c_str());
  CHECK_THROWS(sqlite::OpenError, put_back(copy, file));
  CHECK(check_copy(file).wrong.empty());
}

TEST(Copies, ArePutBackAndWhatWasThereIsKept) {
  copy_with(2);
  {
    BookingsDb db{file};
    book(db, 3);
  }
  const auto kept = put_back(copy, file);
  LONGS_EQUAL(2, check_copy(file).bookings);
  LONGS_EQUAL(3, check_copy(kept).bookings);
  put_back(copy, file);
  CHECK(std::filesystem::exists(folder / "portal.db.replaced-2"));
}

TEST(Copies, AreNotPutBackUnderARunningPortal) {
  copy_with(2);
  BookingsDb running{file};
  CHECK_THROWS(sqlite::OpenError, put_back(copy, file));
  book(running, 3);
}

TEST(Copies, FollowNoLink) {
  copy_with(1);
  std::filesystem::create_symlink(copy, folder / "link.db");
  CHECK_THROWS(std::system_error, copy_new(folder / "link.db", folder / "new.db"));
  CHECK_FALSE(std::filesystem::exists(folder / "new.db"));
  std::ofstream{folder / "victim"} << "mine";
  std::filesystem::create_symlink(folder / "victim", folder / "out.db");
  CHECK_THROWS(std::system_error, copy_new(copy, folder / "out.db"));
  LONGS_EQUAL(4, std::filesystem::file_size(folder / "victim"));
  std::filesystem::remove(file);
  std::filesystem::create_symlink(folder / "victim", file);
  CHECK_THROWS(std::system_error, put_back(copy, file));
}

TEST(Copies, OfAStoppedPortalHaveItsLogToo) {
  {
    BookingsDb db{file};
    book(db, 1);
    // As after a kill: the log is not folded into the file.
    std::filesystem::copy_file(file, folder / "killed.db");
    std::filesystem::copy_file(folder / "portal.db-wal", folder / "killed.db-wal");
  }
  copy_stopped(folder / "killed.db", copy);
  LONGS_EQUAL(1, check_copy(copy).bookings);
}
