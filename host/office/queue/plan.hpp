// The office's settings in the form that the queue needs: services, their stages, the counters that serve
// them, and the order of calls.
//
// PlanSettings is the content of a settings file, by keys. Plan has the same content, checked and with every
// key resolved to an index; it never changes while the office runs. Nothing of it is in the journal: events
// carry what was decided, so a past day replays the same under today's settings.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "values/office_time.hpp"
#include "values/snapshot.hpp"

namespace antrean::queue {

inline constexpr std::size_t max_stages = 5;
inline constexpr std::size_t max_party = 5;

/// Where numbers come from. `letters` are used up in turn: "AK" means A001..A999, then K001..K999, then no
/// more numbers today (refused with that reason). A letter may be in one series only, so no number is given
/// twice.
struct SeriesSettings {
  std::string key;
  std::string letters;
  std::uint16_t first = 1;
  std::uint16_t last = 999;  ///< at most 9999; boards show four characters up to 999
};

/// Every ticket has one class: people with a booking, walk-ins, and the classes granted at the entrance
/// (elderly, disabled, pregnant, small children). Ratios and waiting limits work between classes.
struct ClassSettings {
  std::string key;
  std::string name_id, name_en;
  std::uint16_t weight = 1;  ///< calls of this class relative to the others while all of them wait, 1..16
  bool fills = false;        ///< called only when nobody of a class that does not fill waits there
  std::string series;        ///< its own series; empty: the service's
  std::optional<std::uint32_t> daily_quota;  ///< numbers a day; a grant beyond it is refused
  /// Who waits longer goes first; in addition to the policy's limit for all.
  std::optional<Minutes> waiting_limit;
};

struct StageSettings {
  std::string key;  ///< "berkas"
  std::string name_id, name_en;
  /// The line; stages (of any service) with the same pool share it; empty: "service/stage"
  std::string pool;
  std::string series;  ///< series of a new number at this stage; empty: the ticket keeps its number
  /// true: keeps its old hour and arrival in the new line; false: counts from the time it gets there
  bool keeps_place = true;
  Minutes typical{6};  ///< expected service time until the office has measured its own
};

/// Walk-in for one service in one part of the day. Without a rule for the hour there is no walk-in.
struct WalkInRule {
  TimeOfDay from, to;                  ///< `from` is included, `to` is not
  std::uint8_t weekdays = 0x7f;        ///< bit 0 Sunday .. bit 6 Saturday
  std::optional<std::uint32_t> quota;  ///< tickets in this part of the day; absent: no limit
  std::vector<std::string> reasons;    ///< keys; if not empty, one of them must be given ("lost", "exempt")
};

struct ServiceSettings {
  std::string key;  ///< "paspor"; as in bookings
  std::string name_id, name_en;
  std::string series;
  std::string booked_class = "booked";
  std::string walk_in_class = "walk_in";
  std::vector<StageSettings> stages;  ///< 1..5, in order
  std::vector<WalkInRule> walk_in;
  /// A ticket that was admitted to wait for its hour may be called this long before the hour.
  Minutes hour_lead{0};
};

/// A line that a counter calls from. The lowest `preference` for which somebody waits goes first. Waiting
/// limits and the limit on passing over come before any preference.
struct ServeRule {
  std::string pool;
  std::string class_key;  ///< only this class; empty: all classes
  std::uint8_t preference = 0;
};

struct CounterSettings {
  CounterId id = 0;
  std::string name;  ///< "Loket 1"
  std::vector<ServeRule> serves;
};

struct OfficerSettings {
  std::string key;
  std::string name;
  /// skills: the lines the officer may call from; empty: all lines that the counter serves
  std::vector<std::string> pools;
};

/// The order of people of one class. Equal ones stay in the order of admission, so the order is total.
enum class OrderKey : std::uint8_t {
  booked_hour,  ///< the booked hour; without a booking, or late: the minute of arrival
  arrival,      ///< the moment of admission
};

struct CallPolicy {
  OrderKey order = OrderKey::booked_hour;
  std::optional<Minutes> waiting_limit{120};  ///< who waits longer goes first
  /// While somebody waits, the counters that may call them call at most this many people who joined later,
  /// whatever the other rules say (policy.hpp).
  std::uint16_t max_passed = 40;
};

struct BreakHours {
  TimeOfDay from, to;
};
struct DayHours {
  TimeOfDay open{8 * 60}, close{16 * 60};
  TimeOfDay last_numbers{15 * 60};  ///< from this time on there is no walk-in
  std::vector<BreakHours> breaks;   ///< lunch; on Friday the prayers
};

struct CallRules {
  std::uint16_t recalls_before_no_show = 2;  ///< after this many recalls the counter is offered "no-show"
  std::uint16_t max_returns = 1;             ///< a missed number may come back this often
  std::uint16_t return_places = 3;           ///< and then stands behind this many of its class there
  Milliseconds pad_guard{1500};  ///< a press within this time after a call that a press made here is refused
  /// A press that may be older than this does nothing: its pad, its line or the office was away since.
  Milliseconds oldest_press{120'000};
  bool pads_without_login = true;  ///< a pad works (and opens its counter) when nobody is logged in
  bool login_required = false;     ///< commands at a counter need the officer who is logged in there
  bool calls_in_break = true;      ///< the waits assume that counters go on in breaks; officers decide
};

struct ClockRules {
  UtcTime floor{};                ///< a clock before this is wrong (the date of the build, or later)
  Milliseconds tolerance{2'000};  ///< a smaller step back raises no alarm
};

struct PlanSettings {
  std::string office;  ///< "AD"
  std::string office_name;
  Zone zone = Zone::wib;
  std::vector<SeriesSettings> series;
  std::vector<ClassSettings> classes;  ///< if a ratio is equal, the earlier class goes first
  std::vector<ServiceSettings> services;
  std::vector<CounterSettings> counters;
  std::vector<OfficerSettings> officers;
  std::array<std::optional<DayHours>, 7> week;  ///< by weekday, 0 Sunday; absent: closed
  std::vector<OfficeDay> holidays;
  /// A day with somebody at a counter continues past midnight, until this time at the latest.
  TimeOfDay rollover_by{3 * 60};
  CallPolicy policy;
  CallRules calls;
  ClockRules clock;
  std::string running_text;
};

using ServiceIndex = std::uint16_t;
using StageIndex = std::uint16_t;  ///< over the stages of all services, in the order of the settings
using PoolIndex = std::uint16_t;
using ClassIndex = std::uint16_t;

struct StagePlace {
  ServiceIndex service = 0;
  std::uint8_t position = 0;  ///< in the journey, 0..4
  PoolIndex pool = 0;
  std::optional<StageIndex> next;  ///< absent: the last stage of the journey
};

/// Serve rules with resolved keys. Rules of one pool and one preference are joined.
struct ServeGroup {
  PoolIndex pool = 0;
  std::uint32_t classes = ~std::uint32_t{0};  ///< bit i: class i
  std::uint8_t preference = 0;
};
inline constexpr std::size_t max_classes = 16;

/// "services[1].stages[0].series": "'Z' is not a series; there are: A, B". The reader of the settings shows
/// it.
struct PlanProblem {
  std::string where;
  std::string text;
  friend bool operator==(const PlanProblem&, const PlanProblem&) = default;
};

class Plan {
 public:
  /// Gives all problems at once. Checks keys, duplicates, letters and limits, and that every line has a
  /// counter that serves it.
  static std::variant<Plan, std::vector<PlanProblem>> make(PlanSettings settings);

  const PlanSettings& settings() const { return settings_; }

  std::optional<ServiceIndex> service(std::string_view key) const;
  std::optional<ClassIndex> class_index(std::string_view key) const;
  const SeriesSettings* series(std::string_view key) const;
  std::optional<std::uint16_t> counter(CounterId id) const;  ///< index into settings().counters
  const OfficerSettings* officer(std::string_view key) const;

  const std::vector<StagePlace>& stages() const { return stages_; }
  std::optional<StageIndex> stage(std::string_view service, std::string_view key) const;
  StageIndex first_stage(ServiceIndex service) const { return first_stages_[service]; }
  const StageSettings& stage_settings(StageIndex stage) const;

  /// Lines: first those of the stages, then the own line of each counter.
  const std::vector<std::string>& pools() const { return pools_; }
  std::optional<PoolIndex> pool(std::string_view key) const;
  PoolIndex counter_pool(std::uint16_t counter) const { return static_cast<PoolIndex>(shared_pools_ + counter); }
  std::size_t shared_pools() const { return shared_pools_; }

  /// Sorted by preference, then in the order of the settings.
  const std::vector<ServeGroup>& serves(std::uint16_t counter) const { return serves_[counter]; }
  /// By pool: whether the officer may call from it. nullptr: from any pool (also for nobody and for unknown
  /// officers).
  const std::vector<bool>* skills(std::string_view officer) const;

  /// The smaller of the waiting limits of the class and of the policy. A class that only the journal knows
  /// has the policy's limit.
  std::optional<Milliseconds> waiting_limit(ClassIndex index) const;
  std::uint16_t weight(ClassIndex index) const;
  bool fills(ClassIndex index) const;
  std::uint32_t filling_classes() const { return filling_classes_; }  ///< bit i: class i fills

  const DayHours* hours(OfficeDay day) const;  ///< nullptr: closed that day (weekday or holiday)
  DayPhase phase(OfficeDay day, UtcTime now) const;
  /// When the hall opens for the first time after `now` on `from` or a later day. Absent: on none of 31 days.
  std::optional<UtcTime> next_opening(OfficeDay from, UtcTime now) const;
  std::optional<UtcTime> break_until(OfficeDay day, UtcTime now) const;  ///< absent: no break is now
  /// False when the clock is before the floor: the time is not known, and no rule may use it.
  bool knows_the_time(UtcTime now) const { return now >= settings_.clock.floor; }

 private:
  Plan() = default;
  void resolve();

  PlanSettings settings_;
  std::vector<std::string> pools_;
  std::size_t shared_pools_ = 0;
  std::vector<StagePlace> stages_;
  std::vector<StageIndex> first_stages_;
  std::vector<std::vector<ServeGroup>> serves_;
  std::vector<std::vector<bool>> skills_;
  std::vector<std::optional<Milliseconds>> limits_;
  std::uint32_t filling_classes_ = 0;
};

}  // namespace antrean::queue
