// The office's settings as the queue needs them: what is served, in which stages, by which counters, in which
// order.
//
// PlanSettings is what a settings file says, by keys. Plan is the same, checked and with every key resolved
// to an index; it never changes while the office runs. Nothing of it is in the journal: events carry what was
// decided, so that yesterday replays the same under today's settings.
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
/// more numbers today (refused with that reason). No letter may be in two series, so a number never has a
/// double.
struct SeriesSettings {
  std::string key;
  std::string letters;
  std::uint16_t first = 1;
  std::uint16_t last = 999;  ///< at most 9999; boards show four characters up to 999
};

/// Everybody belongs to one class: people with a booking, walk-ins, and the classes granted at the entrance
/// (elderly, disabled, pregnant, small children). Ratios and waiting limits work between classes.
struct ClassSettings {
  std::string key;
  std::string name_id, name_en;
  std::uint16_t weight = 1;                  ///< calls of this class against the others' while all wait, 1..16
  bool fills = false;                        ///< called only when nobody of a class that does not fill waits there
  std::string series;                        ///< its own letter; empty: the service's
  std::optional<std::uint32_t> daily_quota;  ///< numbers a day; over it the grant is refused
  std::optional<Minutes> waiting_limit;      ///< WHEN waiting longer THEN first; beside the policy's for all
};

struct StageSettings {
  std::string key;  ///< "berkas"
  std::string name_id, name_en;
  std::string pool;         ///< the line; stages (of any service) with the same pool share it. Empty: "service/stage"
  std::string series;       ///< a new number at this stage; empty: the ticket keeps the one it has
  bool keeps_place = true;  ///< stands in the new line by its old hour and arrival; false: by the time it got there
  Minutes typical{6};       ///< service time to expect until the office has measured its own
};

/// Walk-in for one service in one part of the day. No rule for the hour: no walk-in.
struct WalkInRule {
  TimeOfDay from, to;                  ///< from included, to not
  std::uint8_t weekdays = 0x7f;        ///< bit 0 Sunday .. bit 6 Saturday
  std::optional<std::uint32_t> quota;  ///< tickets in this part of the day; none: no bound
  std::vector<std::string> reasons;    ///< keys; when not empty one of them must be given ("lost", "exempt")
};

struct ServiceSettings {
  std::string key;  ///< "paspor"; as in bookings
  std::string name_id, name_en;
  std::string series;
  std::string booked_class = "booked";
  std::string walk_in_class = "walk_in";
  std::vector<StageSettings> stages;  ///< 1..5, in order
  std::vector<WalkInRule> walk_in;
  Minutes hour_lead{0};  ///< who was let in to wait for the hour may be called this long before it
};

/// What a counter calls from. The lowest `preference` that has somebody waiting goes first; waiting limits
/// and the bound on passing over come before any preference.
struct ServeRule {
  std::string pool;
  std::string class_key;  ///< only this class; empty: all
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
  std::vector<std::string> pools;  ///< skills: the lines the officer may call from; empty: whatever the counter serves
};

/// What puts people of one class in order. Equals stay in the order of admission, so the order is total.
enum class OrderKey : std::uint8_t {
  booked_hour,  ///< the booked hour; who comes without a booking, or late, counts as booked for the minute of arrival
  arrival,      ///< the moment of admission
};

struct CallPolicy {
  OrderKey order = OrderKey::booked_hour;
  std::optional<Minutes> waiting_limit{120};  ///< WHEN anybody waits longer THEN first
  /// While somebody waits, the counters that may call them call at most so many who joined later, whatever
  /// the rest says (policy.hpp).
  std::uint16_t max_passed = 40;
};

struct BreakHours {
  TimeOfDay from, to;
};
struct DayHours {
  TimeOfDay open{8 * 60}, close{16 * 60};
  TimeOfDay last_numbers{15 * 60};  ///< from then on no walk-in
  std::vector<BreakHours> breaks;   ///< lunch; on Friday the prayers
};

struct CallRules {
  std::uint16_t recalls_before_no_show = 2;  ///< after so many recalls the counter is offered "no-show"
  std::uint16_t max_returns = 1;             ///< a missed number may come back so many times
  std::uint16_t return_places = 3;           ///< and stands behind the first so many of its class there
  Milliseconds pad_guard{1500};              ///< a press so soon after the call that a press made here is refused
  bool pads_without_login = true;            ///< a pad works (and opens its counter) with nobody logged in
  bool login_required = false;               ///< a counter's commands need the officer who is logged in there
  bool calls_in_break = true;                ///< counters go on in breaks: what the waits assume; officers decide
};

struct ClockRules {
  UtcTime floor{};                ///< a clock before this is wrong (the build's date, or later)
  Milliseconds tolerance{2'000};  ///< a smaller step back is not worth an alarm
};

struct PlanSettings {
  std::string office;  ///< "AD"
  std::string office_name;
  Zone zone = Zone::wib;
  std::vector<SeriesSettings> series;
  std::vector<ClassSettings> classes;  ///< the earlier goes first when a ratio ties
  std::vector<ServiceSettings> services;
  std::vector<CounterSettings> counters;
  std::vector<OfficerSettings> officers;
  std::array<std::optional<DayHours>, 7> week;  ///< by weekday, 0 Sunday; absent: closed
  std::vector<OfficeDay> holidays;
  TimeOfDay rollover_by{3 * 60};  ///< a day with somebody at a counter goes on past midnight, until then at the most
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
  std::optional<StageIndex> next;  ///< absent: the last of the journey
};

/// Serve rules with their keys resolved: those of one pool and preference together.
struct ServeGroup {
  PoolIndex pool = 0;
  std::uint32_t classes = ~std::uint32_t{0};  ///< bit i: class i
  std::uint8_t preference = 0;
};
inline constexpr std::size_t max_classes = 16;

/// "services[1].stages[0].series": "'Z' is not a series; there are: A, B". For the settings reader to show.
struct PlanProblem {
  std::string where;
  std::string text;
  friend bool operator==(const PlanProblem&, const PlanProblem&) = default;
};

class Plan {
 public:
  /// All problems at once. Checks keys, doubles, letters, bounds, and that every line has a counter that
  /// serves it.
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

  /// Lines: those of the stages first, then one per counter for people sent to that very counter.
  const std::vector<std::string>& pools() const { return pools_; }
  std::optional<PoolIndex> pool(std::string_view key) const;
  PoolIndex counter_pool(std::uint16_t counter) const { return static_cast<PoolIndex>(shared_pools_ + counter); }
  std::size_t shared_pools() const { return shared_pools_; }

  /// Sorted by preference, then as written.
  const std::vector<ServeGroup>& serves(std::uint16_t counter) const { return serves_[counter]; }
  /// By pool, whether the officer may call from it; nullptr: from any (also for nobody and for unknown
  /// officers).
  const std::vector<bool>* skills(std::string_view officer) const;

  /// The smaller of the class's waiting limit and the policy's. Classes that only the journal knows have the
  /// policy's.
  std::optional<Milliseconds> waiting_limit(ClassIndex index) const;
  std::uint16_t weight(ClassIndex index) const;
  bool fills(ClassIndex index) const;
  std::uint32_t filling_classes() const { return filling_classes_; }  ///< bit i: class i fills

  const DayHours* hours(OfficeDay day) const;  ///< nullptr: closed that day (weekday or holiday)
  DayPhase phase(OfficeDay day, UtcTime now) const;
  /// False before the floor: the hour is not known, and no rule may ask for it.
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
