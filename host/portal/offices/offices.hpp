// The places that an office offers, as data: services, slots per weekday with a quota for each service,
// holidays, and when days are released. Pure: the values come from the settings, the time is an argument. The
// store knows how many places of a slot are still free; this module does not.
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
  std::vector<Bilingual> bring;  ///< things to bring, for the confirmation
};

/// Days of the week: Sunday is bit 0, as std::chrono::weekday::c_encoding counts.
using Weekdays = std::uint8_t;
inline constexpr Weekdays all_weekdays = 0x7f;
constexpr bool contains(Weekdays set, std::chrono::weekday day) { return (set >> day.c_encoding() & 1u) != 0; }

/// One slot of the week's template.
struct SlotTemplate {
  Weekdays days = 0;
  SlotHours hours;
  /// Places by service key; a service that is not in it is not offered in this slot.
  std::map<std::string, int> quota;
};

struct Holiday {
  OfficeDay day;
  Bilingual name;
  std::vector<std::string> offices;  ///< the codes of the closed offices; empty: all offices
};

/// Degrees; south and west are negative.
struct Coordinates {
  double latitude = 0;
  double longitude = 0;
};
double distance_km(Coordinates from, Coordinates to);

struct Office {
  std::string code;  ///< "AD"
  std::string name;  ///< "Polonia"
  std::string address;
  Zone zone = Zone::wib;
  std::vector<SlotTemplate> slots;
  std::string city{};  ///< "Medan"; "": its name says it
  /// Of its city, to 0.1 degree: for "near me".
  std::optional<Coordinates> coordinates{};
  std::vector<std::string> also_called{};  ///< "Jogja": it is found by this, too
  std::string phone{}, map{};              ///< "": it has not said; `map` is an https address
  bool on_web = true;                      ///< it can be booked here; else by WhatsApp only
  std::string whatsapp{};                  ///< the number in digits, "628..."; "": it has not said
  std::string whatsapp_id{};               ///< the maker's id of that number; "": nobody answers there for us
  bool by_whatsapp = false;                ///< it can be booked by chat
};
/// For people: "Bandung", and "Medan (Polonia)" where the name does not say the city.
std::string office_title(const Office& office);

/// From when and until when something may be booked. All times are in the office's zone.
struct BookingRules {
  int days_ahead = 30;                   ///< the last bookable day, counted from the latest release
  TimeOfDay release_time{8 * 60};        ///< the time when the next days are released ...
  Weekdays release_days = all_weekdays;  ///< ... on these weekdays
  enum class Anchor : std::uint8_t { start, end };
  /// A slot can be booked, and a booking cancelled, until this point of its hours ...
  Anchor closes = Anchor::start;
  Minutes close_before{0};  ///< ... minus this
  Minutes cancel_before{120};

  bool confirm_contact = true;  ///< a place is held until its contact is confirmed; else booked at once
  Minutes hold_for{15};
  /// Without a contact: one place in so many of a slot. 0: nobody.
  int without_contact = 10;
  int without_contact_per_day = 5;  ///< people, from one network
  int largest_party = 5;
  bool one_per_service = true;  ///< one live booking of a person and a service; else one of a person and a day
  int people_per_contact = 10;  ///< on live and held bookings with one mail address; 0: no limit
  int cancels = 3;              ///< of a person within 30 days; 0: no limit
  int moves = 2;                ///< of a booking; 0: none
  /// For so many days who did not come cannot book; only after a day that the office closed normally. 0:
  /// never.
  int absent_freeze_days = 30;
  int late_cancel_freeze_days = 0;      ///< the same for who cancels ...
  Minutes late_cancel_within{24 * 60};  ///< ... this short before the hour
  /// A cancelled place comes back at a random moment between these; both 0: at once.
  Minutes rests_at_least{10}, rests_at_most{60};
  TimeOfDay reminder_time{17 * 60};  ///< of the day before, in the office's zone
  int waitlist = 200;                ///< people may wait for one service at one office; 0: nobody
  Minutes offer_for{30};             ///< a place that came free is offered for so long to one of them ...
  TimeOfDay offers_from{7 * 60}, offers_until{20 * 60};  ///< ... and nobody is asked outside of these hours
};

inline constexpr std::chrono::hours cancels_counted{24 * 30};

/// One slot of one day, by the template.
struct OfferedSlot {
  SlotHours hours;
  int quota = 0;
};

class Offices {
 public:
  Offices() = default;
  Offices(std::vector<Office> offices, std::vector<Service> services, std::vector<Holiday> holidays,
          BookingRules rules);

  const std::vector<Office>& all() const { return offices_; }  ///< by title
  /// Those with all words of the text at the beginning of words of name, city, code or what they are also
  /// called; without case and accents. By title; all of them for a text without words.
  std::vector<const Office*> search(std::string_view typed) const;
  /// All but `from`, the nearest first; those without coordinates at the end, by title.
  std::vector<const Office*> nearest(const Office& from) const;
  const std::vector<Service>& services() const { return services_; }
  const Office* find(std::string_view code) const;  ///< nullptr: there is no such office
  const Service* service(std::string_view key) const;
  const BookingRules& rules() const { return rules_; }

  /// The services with at least one slot per week at this office, in the order of the settings.
  std::vector<const Service*> services_of(const Office& office) const;
  bool offers(const Office& office, const Service& service) const;

  const Holiday* holiday(const Office& office, OfficeDay day) const;

  /// The slots of a service on this day, by start; none on holidays. Release and closing times are not
  /// considered.
  std::vector<OfferedSlot> slots_on(const Office& office, std::string_view service, OfficeDay day) const;

  /// From today to the last released day, both included.
  struct Window {
    OfficeDay first, last;
  };
  Window window(const Office& office, UtcTime now) const;
  /// When `window().last` moves next.
  UtcTime next_release(const Office& office, UtcTime now) const;

  /// When the day is released; nothing if it is, or is over.
  std::optional<UtcTime> opens(const Office& office, OfficeDay day, UtcTime now) const;
  /// When the next day with a slot of this service is released; nothing if there is none within two months
  /// after what is released.
  std::optional<UtcTime> next_opening(const Office& office, const Service& service, UtcTime now) const;

  /// True if it can be booked now by time and template.
  bool open(const Office& office, OfficeDay day, const SlotHours& hours, UtcTime now) const;
  /// When time alone next changes what may be booked: midnight, the next release, a slot that closes.
  UtcTime next_change(const Office& office, UtcTime now) const;
  /// Until when it can be booked (exclusive).
  UtcTime closes(const Office& office, OfficeDay day, const SlotHours& hours) const;
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
