// The portal as office and applicants see it: the real store on its own disk, behind answers that may be
// missing, slow, old or doubled. It checks promise 6 itself: no slot beyond its quota, no confirmed booking
// lost.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crash_vfs/crash_vfs.hpp"
#include "day_plan.hpp"
#include "journal/outbox.hpp"
#include "store/bookings_db.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

class PortalSide {
 public:
  PortalSide(std::uint64_t seed, Verdict& verdict);
  ~PortalSide();

  /// The evening before: all these people want their hour. Returns who got a booking, by person. Some send
  /// their form twice.
  std::map<std::uint32_t, Booking> evening(const std::vector<Person>& people, UtcTime now);

  office_api::BookingPage page(std::uint64_t cursor);
  /// True: taken, now or before. False: it will never be taken.
  bool take(const journal::Parcel& parcel, UtcTime now);
  /// Somebody books for tomorrow, and the power fails meanwhile.
  void power_cut(std::uint64_t operation, UtcTime now);
  /// What it was told about a booking.
  std::optional<portal::StoredBooking> of(const Booking& booking);

 private:
  portal::BookOrder order(std::uint32_t person, const Person& who, OfficeDay day, UtcTime now);
  std::vector<portal::WriteAnswer> write(const std::vector<portal::BookOrder>& orders);
  void open();
  void judge();

  std::uint64_t seed_;
  Verdict& verdict_;
  queue::Chance chance_;
  tests::CrashDisk disk_;
  std::unique_ptr<portal::BookingsDb> db_;
  std::map<BookingId, portal::StoredBooking> confirmed_;  ///< as people were told
};

}  // namespace antrean::simulation
