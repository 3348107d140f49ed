// A booking as portal and office both know it. The full NIK never leaves the portal; offices get only its
// last four digits, for staff.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean {

using BookingId = std::uint64_t;  ///< given by the portal, unique over all offices

/// The hours of a slot within an office day. The start alone identifies the slot of a service and a day.
struct SlotHours {
  TimeOfDay start;
  TimeOfDay end;
  friend bool operator==(const SlotHours&, const SlotHours&) = default;
};

enum class BookingStatus : std::uint8_t { confirmed, cancelled };

/// One of the people whom somebody booked for: a family comes together on one code.
struct Companion {
  std::string name;
  std::string nik_last4;
  friend bool operator==(const Companion&, const Companion&) = default;
};

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
  std::optional<Language> language{};   ///< in which the person booked; absent: not known
  std::vector<Companion> companions{};  ///< party - 1; none of an earlier release, and none in the portal's own rows
  friend bool operator==(const Booking&, const Booking&) = default;
};

}  // namespace antrean
