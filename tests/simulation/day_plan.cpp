#include "day_plan.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <variant>

#include <fmt/format.h>

#include "order_variety.hpp"
#include "queue/estimate/chance.hpp"

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;
using queue::Chance;

constexpr Milliseconds opens = 8h;
/// The journal is told four times in it that nobody has pressed, and each time costs the day some time.
constexpr Milliseconds oldest_press = 20min;

Milliseconds minutes(double value) { return Milliseconds{static_cast<std::int64_t>(value * 60'000)}; }

Person person(std::uint64_t seed, std::uint32_t id) {
  Chance chance(mixed(seed, 1000 + id));
  Person person;
  person.id = id;
  person.booked = chance.happens(0.7);
  person.service = chance.happens(0.8) ? "paspor" : "ambil";
  const int hour = 8 + static_cast<int>(chance.below(3));
  person.slot = TimeOfDay{hour * 60};
  person.arrives = std::max<Milliseconds>(
      7h + 31min, person.slot.minutes() * 1min + minutes(chance.between(-25, 40)) + Milliseconds{chance.below(60'000)});
  if (!person.booked) {
    person.arrives = std::max(person.arrives, opens);
  }
  person.party = chance.happens(0.1) ? static_cast<std::uint8_t>(2 + chance.below(3)) : std::uint8_t{1};
  const double by = chance.fraction();
  person.code_by = by < 0.5 ? CodeBy::qr : by < 0.9 ? CodeBy::typed : CodeBy::picked;
  person.priority = chance.happens(0.1);
  person.stays_away = person.booked && chance.happens(0.05);
  person.cancels = person.stays_away && chance.happens(0.5);
  person.walks_off = chance.happens(0.06);
  person.comes_back = person.walks_off && chance.happens(0.5);
  person.scans_again = chance.happens(0.1) ? static_cast<std::uint8_t>(1 + chance.below(2)) : std::uint8_t{0};
  person.lends_code = person.booked && chance.happens(0.04);
  return person;
}

struct Weight {
  FaultKind kind;
  unsigned share;
};
constexpr std::array weights{
    Weight{FaultKind::crash_at_press, 12},  Weight{FaultKind::crash, 8},         Weight{FaultKind::crash_in_commit, 12},
    Weight{FaultKind::power_cut, 10},       Weight{FaultKind::power_cut_in, 10}, Weight{FaultKind::wire_noise, 8},
    Weight{FaultKind::unplugged, 4},        Weight{FaultKind::dead_board, 5},    Weight{FaultKind::dead_pad, 6},
    Weight{FaultKind::pad_restart, 8},      Weight{FaultKind::board_restart, 5}, Weight{FaultKind::bounce, 4},
    Weight{FaultKind::stuck_button, 2},     Weight{FaultKind::press_twice, 12},  Weight{FaultKind::presses_unasked, 12},
    Weight{FaultKind::clock_step, 4},       Weight{FaultKind::disk_full, 5},     Weight{FaultKind::sync_errors, 4},
    Weight{FaultKind::portal_gone, 3},      Weight{FaultKind::portal_slow, 3},   Weight{FaultKind::portal_repeats, 4},
    Weight{FaultKind::portal_power_cut, 3}, Weight{FaultKind::desk, 12},         Weight{FaultKind::crowd, 8},
    Weight{FaultKind::stray_codes, 4}};

FaultKind draw(Chance& chance) {
  unsigned all = 0;
  for (const Weight& weight : weights) {
    all += weight.share;
  }
  auto at = static_cast<unsigned>(chance.below(all));
  for (const Weight& weight : weights) {
    if (at < weight.share) {
      return weight.kind;
    }
    at -= weight.share;
  }
  return FaultKind::crash;
}

Fault fault(std::uint64_t seed, std::uint64_t number, std::uint16_t counters) {
  Chance chance(mixed(seed, 500'000 + number));
  Fault fault;
  fault.kind = draw(chance);
  fault.at = 7h + 35min + Milliseconds{chance.below(4 * 3'600'000)};
  fault.lasts = Milliseconds{static_cast<std::int64_t>(chance.exponential(40'000)) + 300};
  fault.target = static_cast<std::uint16_t>(1 + chance.below(counters));
  fault.detail = static_cast<std::int64_t>(1 + chance.below(40));
  const bool killed = fault.kind == FaultKind::crash || fault.kind == FaultKind::crash_in_commit ||
                      fault.kind == FaultKind::crash_at_press;
  if (killed && chance.happens(0.6)) {
    // Pads and boards do not notice such a short interruption.
    fault.lasts = Milliseconds{30 + chance.below(100)};
  }
  if (fault.kind == FaultKind::clock_step) {
    fault.detail = static_cast<std::int64_t>(chance.between(-3'600'000, 1'800'000));
  }
  if (fault.kind == FaultKind::portal_gone && chance.happens(0.5)) {
    fault.at = 0h;
    fault.lasts = 24h;
  }
  if (fault.kind == FaultKind::stuck_button) {
    fault.lasts = 36s;
  }
  return fault;
}

/// On every fourth day somebody changes the settings. It has its own random stream, so every seed keeps its
/// other faults.
std::optional<Fault> settings_change(std::uint64_t seed) {
  Chance chance(mixed(seed, 700'000));
  if (!chance.happens(0.25)) {
    return std::nullopt;
  }
  return Fault{.kind = FaultKind::settings,
               .at = 8h + 30min + Milliseconds{chance.below(3 * 3'600'000)},
               .lasts = Milliseconds{300 + chance.below(20'000)},
               .target = 1,
               .detail = static_cast<std::int64_t>(chance.below(36))};
}

/// On every fifth day the office or its line is away for so long that presses meanwhile are too old, and
/// somebody leans on a pad: at the beginning, so that these are, and shortly before the end.
std::vector<Fault> long_absence(std::uint64_t seed, std::uint16_t counters) {
  Chance chance(mixed(seed, 820'000));
  if (!chance.happens(0.2)) {
    return {};
  }
  Fault away{.kind = chance.happens(0.5) ? FaultKind::crash : FaultKind::unplugged,
             .at = 8h + 10min + Milliseconds{chance.below(2 * 3'600'000)},
             .lasts = oldest_press + 1min + Milliseconds{chance.below(20 * 60'000)}};
  Fault presses{.kind = FaultKind::presses_unasked,
                .at = away.at + Milliseconds{100 + chance.below(40'000)},
                .target = static_cast<std::uint16_t>(1 + chance.below(counters)),
                .detail = static_cast<std::int64_t>(chance.below(40))};
  Fault later = presses;
  later.at = away.at + away.lasts - Milliseconds{chance.below(60'000)};
  later.target = static_cast<std::uint16_t>(1 + chance.below(counters));
  return {away, presses, later};
}

}  // namespace

DayPlan make_plan(std::uint64_t seed, const PlanOptions& options) {
  Chance chance(mixed(seed, 0));
  DayPlan plan;
  plan.seed = seed;
  plan.counters = static_cast<std::uint16_t>(3 + chance.below(3));
  const auto people = static_cast<std::uint32_t>(20 + chance.below(13));
  for (std::uint32_t id = 1; id <= people; ++id) {
    plan.people.push_back(person(seed, id));
  }
  if (options.faults) {
    const auto count = 1 + chance.below(10);
    for (std::uint64_t number = 0; number < count; ++number) {
      plan.faults.push_back(fault(seed, number, plan.counters));
    }
    if (auto change = settings_change(seed)) {
      plan.faults.push_back(*change);
    }
    // It has its own random stream, so that the rest of a seed's day is what it was before these faults
    // existed.
    Chance clocks(mixed(seed, 800'000));
    if (clocks.happens(0.15)) {
      Fault fault;
      fault.kind = FaultKind::clock_day;
      fault.at = 7h + 35min + Milliseconds{clocks.below(4 * 3'600'000)};
      fault.lasts = Milliseconds{3'000 + clocks.below(20 * 60'000)};
      fault.detail = clocks.happens(0.6) ? 1 : -1;
      plan.faults.push_back(fault);
    }
    for (const Fault& fault : long_absence(seed, plan.counters)) {
      plan.faults.push_back(fault);
    }
    Chance swaps(mixed(seed, 840'000));
    if (swaps.happens(0.2)) {
      Fault fault;
      fault.kind = FaultKind::pad_swapped;
      fault.at = 7h + 35min + Milliseconds{swaps.below(4 * 3'600'000)};
      fault.target = static_cast<std::uint16_t>(1 + swaps.below(plan.counters));
      plan.faults.push_back(fault);
    }
    std::stable_sort(plan.faults.begin(), plan.faults.end(),
                     [](const Fault& a, const Fault& b) { return a.at < b.at; });
  }
  return plan;
}

OfficeLayout layout_of(const DayPlan& plan) {
  OfficeLayout layout;
  queue::PlanSettings& s = layout.plan;
  s.office = "AD";
  s.office_name = "Kantor Imigrasi Bandung";
  s.zone = the_zone;
  s.series = {{"walk_in", "AK"}, {"online", "B"}, {"priority", "C"}, {"collection", "D"}};
  s.classes = {{.key = "booked", .name_id = "buking", .name_en = "booked", .weight = 2, .series = "online"},
               {.key = "priority",
                .name_id = "prioritas",
                .name_en = "priority",
                .weight = 1,
                .series = "priority",
                .daily_quota = 50,
                .waiting_limit = Minutes{30}},
               {.key = "walk_in", .name_id = "datang langsung", .name_en = "walk-in", .weight = 1}};
  queue::ServiceSettings passport;
  passport.key = "paspor";
  passport.name_id = "Paspor";
  passport.name_en = "Passport";
  passport.series = "walk_in";
  passport.stages = {{.key = "berkas", .name_id = "Berkas", .name_en = "Documents"},
                     {.key = "foto", .name_id = "Foto", .name_en = "Photo"}};
  passport.walk_in = {{.from = TimeOfDay{7 * 60}, .to = TimeOfDay{15 * 60}}};
  queue::ServiceSettings collection;
  collection.key = "ambil";
  collection.name_id = "Pengambilan";
  collection.name_en = "Collection";
  collection.series = "collection";
  collection.stages = {{.key = "ambil", .name_id = "Pengambilan", .name_en = "Collection", .typical = Minutes{2}}};
  collection.walk_in = {{.from = TimeOfDay{7 * 60}, .to = TimeOfDay{15 * 60}}};
  s.services = {passport, collection};
  for (std::uint16_t id = 1; id <= plan.counters; ++id) {
    queue::CounterSettings counter{id, "Loket " + std::to_string(id), {}};
    if (id == 1) {
      counter.serves = {{"ambil/ambil", "", 0}, {"paspor/berkas", "", 1}};
    } else if (id == 2) {
      counter.serves = {{"paspor/foto", "", 0}};
    } else if (id == 5) {
      counter.serves = {{"paspor/foto", "", 0}, {"paspor/berkas", "", 0}};
    } else {
      counter.serves = {{"paspor/berkas", "", 0}};
    }
    s.counters.push_back(counter);
    layout.pads.push_back({pad_address(id), {.counter = id}});
    layout.boards.push_back({board_address(id), {.id = "loket " + std::to_string(id), .counters = {id}, .width = 4}});
  }
  std::vector<CounterId> all;
  for (std::uint16_t id = 1; id <= plan.counters; ++id) {
    all.push_back(id);
  }
  layout.boards.push_back({hall_board_address, {.id = "hall", .counters = all, .width = 8}});
  for (OfficeLayout::Board& board : layout.boards) {
    board.plan.night = {TimeOfDay{10 * 60}, TimeOfDay{13 * 60}};  // so all change at once, in the middle of the work
  }
  s.officers = {{"sari", "Sari", {}},   {"budi", "Budi", {}}, {"dewi", "Dewi", {}}, {"eko", "Eko", {}},
                {"fitri", "Fitri", {}}, {"joko", "Joko", {}}, {"agus", "Agus", {}}};
  for (auto& day : s.week) {
    day = queue::DayHours{};
  }
  s.calls.return_places = 2;
  s.calls.oldest_press = oldest_press;
  s.calls.pads_without_login = mixed(plan.seed, 910'000) % 3 != 0;
  vary_the_order(s, mixed(plan.seed, 900'000));
  s.clock.floor = instant(the_day.plus(-300), TimeOfDay{0}, the_zone);
  layout.checkin.code = "AD";
  layout.checkin.zone = the_zone;
  for (const char* service : {"paspor", "ambil"}) {
    checkin::ServicePolicy policy;
    policy.early = Minutes{30};
    policy.late = Minutes{15};
    policy.when_early = checkin::Early::wait_for_hour;
    layout.checkin.services[service] = policy;
  }
  return layout;
}

namespace {

void rename_line(queue::PlanSettings& plan, const std::string& from, const std::string& to) {
  for (queue::CounterSettings& counter : plan.counters) {
    for (queue::ServeRule& rule : counter.serves) {
      rule.pool = rule.pool == from ? to : rule.pool;
    }
  }
  for (queue::OfficerSettings& officer : plan.officers) {
    std::replace(officer.pools.begin(), officer.pools.end(), from, to);
  }
}

/// "paspor/foto", unless the stage names another line.
std::string line_of(const queue::ServiceSettings& service, const queue::StageSettings& stage) {
  return stage.pool.empty() ? service.key + "/" + stage.key : stage.pool;
}

}  // namespace

std::string settings_change_text(std::int64_t detail) {
  switch (detail % 3) {
    case 0:
      return "a stage is renamed";
    case 1:
      return "a line is renamed";
    default:
      return "a counter is removed";
  }
}

void change_settings(queue::PlanSettings& plan, std::int64_t detail) {
  queue::PlanSettings changed = plan;
  queue::ServiceSettings& service = changed.services[static_cast<std::size_t>(detail) / 3 % changed.services.size()];
  queue::StageSettings& stage = service.stages[static_cast<std::size_t>(detail) / 6 % service.stages.size()];
  const std::string before = line_of(service, stage);
  if (detail % 3 == 0) {
    stage.key += "-baru";
    rename_line(changed, before, line_of(service, stage));
  } else if (detail % 3 == 1) {
    stage.pool = before + "-baru";
    rename_line(changed, before, stage.pool);
  } else {
    changed.counters.pop_back();
  }
  // If other stages share the line, or if nobody else serves it, an office would not start with these
  // settings.
  if (std::holds_alternative<queue::Plan>(queue::Plan::make(changed))) {
    plan = std::move(changed);
  }
}

std::string time_text(Milliseconds of_day) {
  const auto ms = of_day.count();
  return fmt::format("{:02}:{:02}:{:02}.{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

std::string text(const Fault& fault) {
  const auto seconds = fmt::format("{:.2f} s", static_cast<double>(fault.lasts.count()) / 1000);
  const auto what = [&]() -> std::string {
    switch (fault.kind) {
      case FaultKind::crash:
        return "the office's process is killed, back in " + seconds;
      case FaultKind::crash_in_commit:
        return fmt::format("the office's process is killed {} ms into a commit, back in {}", fault.detail % 4, seconds);
      case FaultKind::crash_at_press:
        return fmt::format("{} at pad {}, the office's process is killed {} ms into a commit, back in {}",
                           alone(fault) ? "a press" : "two presses", fault.target,
                           alone(fault) ? fault.detail % 9 : 2 * fault.detail, seconds);
      case FaultKind::power_cut:
        return "power cut of the office, back in " + seconds;
      case FaultKind::power_cut_in:
        return fmt::format("power cut in disk operation {} from here, back in {}", fault.detail, seconds);
      case FaultKind::wire_noise:
        return "noise on the bus for " + seconds;
      case FaultKind::unplugged:
        return "the bus adapter is out for " + seconds;
      case FaultKind::dead_board:
        return fmt::format("board {} is dead for {}", fault.target, seconds);
      case FaultKind::dead_pad:
        return fmt::format("pad {} is dead for {}", fault.target, seconds);
      case FaultKind::pad_restart:
        return fmt::format("pad {} restarts", fault.target);
      case FaultKind::pad_swapped:
        return fmt::format("another unit is put in the place of pad {}", fault.target);
      case FaultKind::board_restart:
        return fmt::format("board {} restarts", fault.target);
      case FaultKind::bounce:
        return fmt::format("the contacts of pad {} bounce for {}", fault.target, seconds);
      case FaultKind::stuck_button:
        return fmt::format("a button of pad {} sticks for {}", fault.target, seconds);
      case FaultKind::press_twice:
        return fmt::format("the officer of counter {} presses twice", fault.target);
      case FaultKind::presses_unasked:
        return fmt::format("{} presses nobody meant at pad {}", 1 + fault.detail % 5, fault.target);
      case FaultKind::clock_day:
        return fmt::format("the clock is {} days ahead for {:.0f} s", fault.detail,
                           static_cast<double>(fault.lasts.count()) / 1000);
      case FaultKind::clock_step:
        return fmt::format("the clock is set {:.1f} s ahead", static_cast<double>(fault.detail) / 1000);
      case FaultKind::disk_full:
        return "disk full for " + seconds;
      case FaultKind::sync_errors:
        return fmt::format("{} syncs fail", 1 + fault.detail % 3);
      case FaultKind::portal_gone:
        return "the portal is gone for " + seconds;
      case FaultKind::portal_slow:
        return "the portal is slow for " + seconds;
      case FaultKind::portal_repeats:
        return "the portal's answers come again for " + seconds;
      case FaultKind::portal_power_cut:
        return "power cut of the portal";
      case FaultKind::desk:
        return fmt::format("console command {} at counter {}", fault.detail, fault.target);
      case FaultKind::crowd:
        return fmt::format("{} people with codes that are not good here", 2 + fault.detail % 3);
      case FaultKind::settings:
        return fmt::format("the settings are changed ({}) and the office starts anew, back in {}",
                           settings_change_text(fault.detail), seconds);
      case FaultKind::stray_codes:
        return fmt::format("{} times something that is no code is held up", 1 + fault.detail % 20);
    }
    return {};
  }();
  return time_text(fault.at) + " " + what;
}

std::string text(const Person& person) {
  return fmt::format("{} person {}: {}{}{}{}{}{}", time_text(person.arrives), person.id, person.service,
                     person.booked ? " booked " + person.slot.text() : " walks in",
                     person.party > 1 ? fmt::format(", party of {}", person.party) : "",
                     person.stays_away ? ", stays away" : "", person.walks_off ? ", not there when called" : "",
                     person.scans_again > 0 ? ", scans again" : "");
}

}  // namespace antrean::simulation
