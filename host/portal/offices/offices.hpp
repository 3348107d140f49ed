// Which places an office offers, as data: services, slots per weekday with a quota for each service,
// holidays, and when days are released. Pure: the values come from the settings, the time is an argument. How
// many places of a slot are still free is the store's knowledge, not this room's.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/office_time.hpp"

namespace antrean::portal {

struct Service {
  std::string key;  ///< "paspor"; goes into booking codes
  Bilingual name;
  std::vector<Bilingual> bring;  ///< what to bring, for the confirmation
};

/// Days of the week, Sunday = bit 0, as std::chrono::weekday::c_encoding counts.
using Weekdays = std::uint8_t;
inline constexpr Weekdays all_weekdays = 0x7f;
constexpr bool contains(Weekdays set, std::chrono::weekday day) { return (set >> day.c_encoding() & 1u) != 0; }

/// One slot of a week's template.
struct SlotTemplate {
  Weekdays days = 0;
  SlotHours hours;
  std::map<std::string, int> quota;  ///< places by service key; a service without one isn't offered in this slot
};

struct Holiday {
  OfficeDay day;
  Bilingual name;
  std::vector<std::string> offices;  ///< closed ones, by code; empty = all
};

struct Office {
  std::string code;  ///< "AD"
  std::string name;  ///< "Bandung"
  std::string address;
  Zone zone = Zone::wib;
  std::vector<SlotTemplate> slots;
};

/// From and until when something may be booked. All times are the office's own.
struct BookingRules {
  int days_ahead = 30;                   ///< the furthest day, counted from the latest release
  TimeOfDay release_time{8 * 60};        ///< when the next days open ...
  Weekdays release_days = all_weekdays;  ///< ... on these weekdays
  enum class Anchor : std::uint8_t { start, end };
  Anchor closes = Anchor::start;  ///< a slot can be booked, and a booking cancelled, until this end of its hours ...
  Minutes close_before{0};        ///< ... less this
  Minutes cancel_before{120};
};

/// One slot of one day, as the template says.
struct OfferedSlot {
  SlotHours hours;
  int quota = 0;
};

class Offices {
 public:
  Offices() = default;
  Offices(std::vector<Office> offices, std::vector<Service> services, std::vector<Holiday> holidays,
          BookingRules rules);

  const std::vector<Office>& all() const { return offices_; }  ///< by name
  const Office* find(std::string_view code) const;             ///< nullptr: there is none
  const Service* service(std::string_view key) const;
  const BookingRules& rules() const { return rules_; }

  /// Services with at least one slot a week at this office, in the order of the settings.
  std::vector<const Service*> services_of(const Office& office) const;

  const Holiday* holiday(const Office& office, OfficeDay day) const;

  /// The day's slots of a service, by start; none on holidays. Knows nothing of release and closing.
  std::vector<OfferedSlot> slots_on(const Office& office, std::string_view service, OfficeDay day) const;

  /// Today to the furthest released day, both included.
  struct Window {
    OfficeDay first, last;
  };
  Window window(const Office& office, UtcTime now) const;
  /// When `window().last` next moves.
  UtcTime next_release(const Office& office, UtcTime now) const;

  /// Bookable right now as far as time and template go.
  bool open(const Office& office, OfficeDay day, const SlotHours& hours, UtcTime now) const;
  /// The last instant a booking of this slot may be cancelled online (exclusive).
  UtcTime cancel_until(const Office& office, OfficeDay day, const SlotHours& hours) const;

 private:
  UtcTime anchor(const Office& office, OfficeDay day, const SlotHours& hours) const;

  std::vector<Office> offices_;
  std::vector<Service> services_;
  std::vector<Holiday> holidays_;
  BookingRules rules_;
};

}  // namespace antrean::portal
