// A booking as portal and office both know it. No full NIK ever leaves the portal: only its last four digits,
// for staff.
#pragma once

#include <cstdint>
#include <string>

#include "values/office_time.hpp"

namespace antrean {

using BookingId = std::uint64_t;  ///< the portal's, unique over all offices

/// A slot's hours within an office day; start alone identifies the slot of a service and day.
struct SlotHours {
  TimeOfDay start;
  TimeOfDay end;
  friend bool operator==(const SlotHours&, const SlotHours&) = default;
};

enum class BookingStatus : std::uint8_t { confirmed, cancelled };

struct Booking {
  BookingId id = 0;
  std::string code;     ///< for people, "AD-QFJ8BD"; unique
  std::string office;   ///< "AD"
  std::string service;  ///< settings key, "paspor"
  OfficeDay day;
  SlotHours slot;
  std::uint8_t party = 1;  ///< people on this code, 1..5
  std::string name;
  std::string nik_last4;
  BookingStatus status = BookingStatus::confirmed;
  friend bool operator==(const Booking&, const Booking&) = default;
};

}  // namespace antrean
