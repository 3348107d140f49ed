// The places that an office offers, as data: services, slots per weekday with a quota for each service,
// holidays and closures, and when days are released. Pure: the values come from the settings or from the plan
// in the store, the time is an argument. The store knows how many places of a slot are still free; this
// module does not.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/booking_channel.hpp"
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
  std::optional<OfficeDay> first{}, last{};  ///< only on visits from and until then, both included
  /// By channel and service: at most so many people of the quota; a service that is not in it: all of it.
  std::array<std::map<std::string, int>, booking_channels> most{};

  /// Whether it is offered on visits of this day.
  bool is_on(OfficeDay day) const;
};

/// A public holiday, or a closure: nothing is offered on these days.
struct Holiday {
  OfficeDay day;
  Bilingual name;
  std::vector<std::string> offices;  ///< the codes of the closed offices; empty: all offices
  std::optional<OfficeDay> last{};   ///< nothing: one day
  /// What was booked before is cancelled. Else its people choose another place themselves.
  bool cancels = false;

  bool closes(std::string_view office, OfficeDay on) const;
};

/// What people are told on the pages, before they book.
struct Announcement {
  Bilingual text;
  std::vector<std::string> offices;  ///< empty: all
  bool stops_booking = false;        ///< while it stands, nothing new can be booked there
};

/// When the next days of an office can be booked, where it has a schedule of its own.
struct Release {
  int days_ahead = 30;  ///< the last bookable day, counted from the latest release
  TimeOfDay time{8 * 60};
  Weekdays days = all_weekdays;
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
  std::optional<Release> release{};        ///< nothing: as BookingRules say
  std::optional<OfficeDay> last_day{};     ///< of visits; it is closed for good after it
  std::string token{};                     ///< the name of the file with its token; "": "office_AD.token"
};
/// It is closed for good: its last day is over in its zone.
bool is_retired(const Office& office, UtcTime now);
/// Its token is good for so long after its last day, so that what happened on it still arrives.
inline constexpr int token_days_after_last = 7;
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
  ChannelLimits most{};
};

/// A plan: what is offered where. A running program has one and keeps references to it; when the plan in the
/// store changes, it becomes another (on the thread that reads it).
class Offices {
 public:
  Offices();
  Offices(std::vector<Office> offices, std::vector<Service> services, std::vector<Holiday> holidays, BookingRules rules,
          std::vector<Announcement> announcements = {});

  /// From now on it says what `other` says. What was had of it before (offices, services, rules) stays valid
  /// for an hour at least: requests that have begun go on with it. `plan`: Offices::plan(). `until`: when it
  /// is another again, as far as that is known.
  void become(const Offices& other, std::int64_t plan, UtcTime now, std::optional<UtcTime> until = std::nullopt);
  /// It says what it said, and knows of a newer change.
  void number(std::int64_t plan, std::optional<UtcTime> until) {
    plan_ = plan;
    until_ = until;
  }
  bool is_over(UtcTime now) const { return until_ && now >= *until_; }
  /// The number of the newest change of the plan that it knows (store/plan_store.hpp); 0: it is not from the
  /// store.
  std::int64_t plan() const { return plan_; }
  /// Another number after each become().
  std::uint64_t version() const { return version_; }

  const std::vector<Office>& all() const { return data_->offices; }  ///< by title
  /// Those with all words of the text at the beginning of words of name, city, code or what they are also
  /// called; without case and accents. By title; all of them for a text without words.
  std::vector<const Office*> search(std::string_view typed) const;
  /// All but `from`, the nearest first; those without coordinates at the end, by title.
  std::vector<const Office*> nearest(const Office& from) const;
  const std::vector<Service>& services() const { return data_->services; }
  const std::vector<Holiday>& holidays() const { return data_->holidays; }
  const std::vector<Announcement>& announcements() const { return data_->announcements; }
  const Office* find(std::string_view code) const;  ///< nullptr: there is no such office
  const Service* service(std::string_view key) const;
  const BookingRules& rules() const { return data_->rules; }
  Release release_of(const Office& office) const;

  /// The services with at least one slot per week at this office, in the order of the settings.
  std::vector<const Service*> services_of(const Office& office) const;
  bool offers(const Office& office, const Service& service) const;

  const Holiday* holiday(const Office& office, OfficeDay day) const;
  /// Those of an office and those of all; nullptr: only those of all.
  std::vector<const Announcement*> announcements_of(const Office* office) const;
  /// Nothing new can be booked there for the time being.
  bool is_stopped(const Office& office) const;

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
  /// When it is released or was, by the rules of now.
  UtcTime opened(const Office& office, OfficeDay day) const;
  /// When the next day with a slot of this service is released; nothing if there is none within two months
  /// after what is released.
  std::optional<UtcTime> next_opening(const Office& office, const Service& service, UtcTime now) const;

  /// True if it can be booked now by time and template, and booking is not stopped.
  bool open(const Office& office, OfficeDay day, const SlotHours& hours, UtcTime now) const;
  /// When time alone next changes what may be booked: midnight, the next release, a slot that closes.
  UtcTime next_change(const Office& office, UtcTime now) const;
  /// Until when it can be booked (exclusive).
  UtcTime closes(const Office& office, OfficeDay day, const SlotHours& hours) const;
  /// The last instant a booking of this slot may be cancelled online (exclusive).
  UtcTime cancel_until(const Office& office, OfficeDay day, const SlotHours& hours) const;

 private:
  struct Data {
    std::vector<Office> offices;
    std::vector<Service> services;
    std::vector<Holiday> holidays;
    BookingRules rules;
    std::vector<Announcement> announcements;
  };
  UtcTime anchor(const Office& office, OfficeDay day, const SlotHours& hours) const;

  std::shared_ptr<const Data> data_;
  std::deque<std::pair<UtcTime, std::shared_ptr<const Data>>> before_;  ///< and until when it was in use
  std::int64_t plan_ = 0;
  std::optional<UtcTime> until_;
  std::uint64_t version_ = 0;
};

}  // namespace antrean::portal
