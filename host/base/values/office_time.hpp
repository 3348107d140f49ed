// Time in an office. It is stored as UTC milliseconds and shown in the office's zone. Pure values; nothing
// here reads a clock.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace antrean {

using Milliseconds = std::chrono::milliseconds;
using Minutes = std::chrono::minutes;

/// An instant: UTC, milliseconds since 1970. The journal and the wire store this.
using UtcTime = std::chrono::sys_time<Milliseconds>;

/// A reading of a clock that never steps. For timers and for order within one run; never stored.
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

/// Indonesia's three zones (Keppres 41/1987): WIB +7, WITA +8, WIT +9, no daylight saving.
enum class Zone : std::uint8_t { wib, wita, wit };

Minutes utc_offset(Zone zone);
std::string_view zone_name(Zone zone);                  ///< "WIB", "WITA", "WIT"
std::optional<Zone> parse_zone(std::string_view text);  ///< the names above, upper case

/// The day an office works on. It is stored as a value of its own: a ticket issued before midnight keeps its
/// day.
class OfficeDay {
 public:
  constexpr OfficeDay() = default;
  constexpr explicit OfficeDay(std::chrono::local_days date) : date_(date) {}
  static std::optional<OfficeDay> parse(std::string_view iso);  ///< "2026-11-22"; a date that exists
  static OfficeDay of(UtcTime instant, Zone zone);

  std::string text() const;  ///< "2026-11-22"
  constexpr std::chrono::local_days date() const { return date_; }
  constexpr std::chrono::weekday weekday() const { return std::chrono::weekday{date_}; }
  constexpr std::int32_t number() const { return static_cast<std::int32_t>(date_.time_since_epoch().count()); }
  constexpr OfficeDay plus(int days) const { return OfficeDay{date_ + std::chrono::days{days}}; }
  friend constexpr auto operator<=>(OfficeDay, OfficeDay) = default;

 private:
  std::chrono::local_days date_{};
};

/// Minutes after the office's midnight, 0..1440 (1440 = the end of the day).
class TimeOfDay {
 public:
  constexpr TimeOfDay() = default;
  constexpr explicit TimeOfDay(int minutes) : minutes_(static_cast<std::int16_t>(minutes)) {}
  static std::optional<TimeOfDay> parse(std::string_view text);  ///< "08:00", "15:30", "24:00"
  static TimeOfDay of(UtcTime instant, Zone zone);

  std::string text() const;  ///< "08:00"
  constexpr int minutes() const { return minutes_; }
  friend constexpr auto operator<=>(TimeOfDay, TimeOfDay) = default;

 private:
  std::int16_t minutes_ = 0;
};

UtcTime instant(OfficeDay day, TimeOfDay time, Zone zone);
std::string clock_text(UtcTime instant, Zone zone);  ///< "09:05", office time
std::string iso_text(UtcTime instant);               ///< "2026-11-22T02:05:07.123Z"
constexpr std::int64_t to_ms(UtcTime instant) { return instant.time_since_epoch().count(); }
constexpr UtcTime from_ms(std::int64_t ms) { return UtcTime{Milliseconds{ms}}; }

}  // namespace antrean
