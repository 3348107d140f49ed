// The plan that a seed gives: an office, the people who come to it on one day and how they behave, and the
// faults with their times. It has values only, and the same seed gives the same plan. A plan without some of
// its events is also a plan; a failing day is shortened in this way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "office_process.hpp"
#include "values/office_time.hpp"

namespace antrean::simulation {

/// The simulated Monday.
inline constexpr OfficeDay the_day{std::chrono::local_days{std::chrono::days{20'781}}};
inline constexpr Zone the_zone = Zone::wib;

enum class CodeBy : std::uint8_t { qr, typed, picked };

struct Person {
  std::uint32_t id = 0;
  bool booked = true;
  std::string service;
  TimeOfDay slot;
  std::uint8_t party = 1;
  Milliseconds arrives{0};  ///< after the day's midnight
  CodeBy code_by = CodeBy::qr;
  bool priority = false;
  bool stays_away = false;       ///< booked, but does not come
  bool cancels = false;          ///< at the portal, the evening before
  bool walks_off = false;        ///< gets a number, but is not there when called
  bool comes_back = false;       ///< after a missed call
  std::uint8_t scans_again = 0;  ///< this many times, seconds after the first
  bool lends_code = false;       ///< another person tries the same code an hour later
};

enum class FaultKind : std::uint8_t {
  crash,            ///< the office's process is killed
  crash_in_commit,  ///< killed around the next commit; `detail` says when in it
  /// A press, or two in a row so that one is refused; killed around the commit of the last one.
  crash_at_press,
  power_cut,     ///< the machine loses power at once; unsynced writes are lost or torn
  power_cut_in,  ///< the machine loses power in the `detail`-th disk operation from now
  wire_noise,    ///< lost, damaged and late frames
  unplugged,     ///< the bus adapter is unplugged
  dead_board,
  dead_pad,
  pad_restart,
  board_restart,
  bounce,  ///< the next presses of a pad bounce
  stuck_button,
  press_twice,      ///< somebody presses again too soon
  presses_unasked,  ///< somebody leans on a pad: some presses of any buttons
  clock_step,       ///< the wall clock is set, `detail` ms ahead (signed)
  clock_day,        ///< the wall clock is `detail` days ahead (signed) for a while
  disk_full,
  sync_errors,
  portal_gone,
  portal_slow,
  portal_repeats,  ///< answers come twice, or old ones come again
  portal_power_cut,
  desk,         ///< a command of a supervisor or officer from the console
  crowd,        ///< people with codes that are not valid here, at both scanners, again and again
  stray_codes,  ///< bottles, parcels and links in front of a scanner
  pad_swapped,  ///< another unit is put in its place
  settings,     ///< changed while people wait, by `detail`; then the office is started again
};

struct Fault {
  FaultKind kind = FaultKind::crash;
  Milliseconds at{0};  ///< after the day's midnight
  Milliseconds lasts{0};
  std::uint16_t target = 0;  ///< the counter whose board or pad is affected, if there is one
  std::int64_t detail = 0;
};

/// For crash_at_press: one press, not two.
constexpr bool alone(const Fault& fault) { return fault.detail % 3 == 0; }

struct DayPlan {
  std::uint64_t seed = 0;
  std::uint16_t counters = 4;
  std::vector<Person> people;
  std::vector<Fault> faults;
};

struct PlanOptions {
  bool faults = true;
};

DayPlan make_plan(std::uint64_t seed, const PlanOptions& options);
OfficeLayout layout_of(const DayPlan& plan);

/// The change of a technician: a stage or a line has another name, or a counter is removed. Settings with
/// which no office would start are not changed.
void change_settings(queue::PlanSettings& plan, std::int64_t detail);
std::string settings_change_text(std::int64_t detail);

/// "10:12:33.120 pad 3 loses its power for 42.0 s"
std::string text(const Fault& fault);
std::string text(const Person& person);
std::string time_text(Milliseconds of_day);

constexpr UnitAddress pad_address(std::uint16_t counter) { return static_cast<UnitAddress>(counter); }
constexpr UnitAddress board_address(std::uint16_t counter) { return static_cast<UnitAddress>(20 + counter); }
constexpr UnitAddress hall_board_address = 40;

/// Independent random streams of one seed.
constexpr std::uint64_t mixed(std::uint64_t seed, std::uint64_t stream) {
  return seed * 0x9e3779b97f4a7c15ULL ^ (stream + 1) * 0xd1b54a32d192ed03ULL;
}

}  // namespace antrean::simulation
