// A database of bookings for one test, removed at its end. There are two implementations, and the same tests
// are linked with each of them: a file (file_bookings.cpp) and PostgreSQL (postgres_bookings.cpp), which this
// program starts for itself.
#pragma once

#include <memory>
#include <string>

#include "store/bookings_db.hpp"
#include "store/bookings_report.hpp"

namespace antrean::portal_test {

class ScratchBookings {
 public:
  ScratchBookings();
  ~ScratchBookings();
  ScratchBookings(ScratchBookings&&) noexcept;
  ScratchBookings(const ScratchBookings&) = delete;
  ScratchBookings& operator=(const ScratchBookings&) = delete;

  /// The same database each time; a file is only open once at a time.
  std::unique_ptr<portal::BookingsDb> open() const;
  /// Others can have it open, too.
  static bool is_shared();
  /// Its file, or its "postgresql://...".
  std::string where() const;
  /// What is there; nobody has it open.
  portal::BookingsReport report() const;
  ScratchBookings copy() const;  ///< nobody has it open
  /// Whether the text, or these bytes, are in it: in a file anywhere, else in a row.
  bool contains(const std::string& what) const;
  /// To spoil something in it; nobody has it open.
  void exec(const std::string& statement) const;

 private:
  struct Inside;
  explicit ScratchBookings(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace antrean::portal_test
