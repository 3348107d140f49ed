// The settings of the queue and the check-in: hours, series, classes, services with their journeys, counters,
// officers, policy.
#include <algorithm>
#include <array>
#include <string_view>

#include "office_settings/office_settings.hpp"
#include "queue/number.hpp"

namespace antrean::office {
namespace {

using settings::Section;
using namespace std::chrono_literals;

const std::vector<std::string> weekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::string_view key_pattern = "[a-z][a-z0-9_-]{0,23}";

/// A correct clock cannot show an earlier time, because this program is newer than that.
const UtcTime clock_floor = instant(*OfficeDay::parse("2026-01-01"), TimeOfDay{0}, Zone::wib);

Minutes minutes(Section& section, std::string_view key, Minutes fallback) {
  const auto given = section.duration(key, fallback);
  if (given % 1min != 0ms) {
    section.problem(key, "must be whole minutes, like \"90m\"");
  }
  return std::chrono::duration_cast<Minutes>(given);
}

/// "0s" means no limit.
std::optional<Minutes> limit(Section& section, std::string_view key, Minutes fallback) {
  const Minutes given = minutes(section, key, fallback);
  return given == 0min ? std::nullopt : std::optional{given};
}

std::optional<std::uint32_t> optional_count(Section& section, std::string_view key) {
  if (!section.has(key)) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(section.integer(key, {.least = 0, .most = 100'000, .fallback = {}}));
}

std::uint16_t small(Section& section, std::string_view key, std::int64_t least, std::int64_t most,
                    std::int64_t fallback) {
  return static_cast<std::uint16_t>(section.integer(key, {.least = least, .most = most, .fallback = fallback}));
}

std::vector<std::size_t> days_of(Section& section, const std::optional<std::vector<std::string>>& fallback) {
  std::vector<std::size_t> days;
  for (const std::string& word : section.texts("days", fallback)) {
    const auto day = std::find(weekdays.begin(), weekdays.end(), word);
    if (day == weekdays.end()) {
      section.problem("days", "'" + word + "' is no day; use sun, mon, tue, wed, thu, fri, sat");
    } else {
      days.push_back(static_cast<std::size_t>(day - weekdays.begin()));
    }
  }
  return days;
}

queue::BreakHours break_hours(Section& section, const std::string& text) {
  const auto dash = text.find('-');
  const auto from = TimeOfDay::parse(std::string_view(text).substr(0, dash));
  const auto to = dash == std::string::npos ? std::nullopt : TimeOfDay::parse(std::string_view(text).substr(dash + 1));
  if (!from || !to || *to <= *from) {
    section.problem("breaks", "'" + text + "' is no break; write it as \"12:00-13:00\"");
    return {};
  }
  return {*from, *to};
}

std::string nth(const std::string& list, std::size_t index) { return list + "[" + std::to_string(index) + "]"; }

void read_hours(Section& root, queue::PlanSettings& plan, SettingsPlaces& places) {
  for (Section& hours : root.sections("hours")) {
    queue::DayHours day;
    day.open = hours.time("open");
    day.close = hours.time("close");
    day.last_numbers = hours.time("last_numbers", day.close);
    for (const std::string& text : hours.texts("breaks", std::vector<std::string>{})) {
      day.breaks.push_back(break_hours(hours, text));
    }
    for (const std::size_t weekday : days_of(hours, std::nullopt)) {
      if (plan.week[weekday]) {
        hours.problem("days", weekdays[weekday] + " has hours already");
      }
      plan.week[weekday] = day;
      places.emplace(nth("week", weekday), hours);
    }
  }
}

void read_classes(Section& root, queue::PlanSettings& plan, SettingsPlaces& places) {
  for (auto& [key, section] : root.named("series")) {
    queue::SeriesSettings series;
    series.key = key;
    series.letters = section.text("letters", {.pattern = "[A-Z]{1,8}", .example = "AK", .fallback = {}});
    series.first = small(section, "first", 1, queue::largest_number, 1);
    series.last = small(section, "last", 1, queue::largest_number, 999);
    places.emplace(nth("series", plan.series.size()), section);
    plan.series.push_back(std::move(series));
  }
  for (auto& [key, section] : root.named("class")) {
    queue::ClassSettings group;
    group.key = key;
    group.name_id = section.text("name_id");
    group.name_en = section.text("name_en");
    group.weight = small(section, "weight", 1, 16, 1);
    group.fills = section.flag("fills", false);
    group.series = section.text("series", {.pattern = {}, .example = {}, .fallback = ""});
    group.daily_quota = optional_count(section, "daily_quota");
    group.waiting_limit = limit(section, "waiting_limit", 0min);
    places.emplace(nth("classes", plan.classes.size()), section);
    plan.classes.push_back(std::move(group));
  }
}

queue::StageSettings read_stage(Section& section) {
  queue::StageSettings stage;
  stage.key = section.text("key", {.pattern = std::string(key_pattern), .example = "berkas", .fallback = {}});
  stage.name_id = section.text("name_id");
  stage.name_en = section.text("name_en");
  stage.pool = section.text("pool", {.pattern = {}, .example = {}, .fallback = ""});
  stage.series = section.text("series", {.pattern = {}, .example = {}, .fallback = ""});
  stage.keeps_place = section.flag("keeps_place", true);
  stage.typical = minutes(section, "typical", 6min);
  return stage;
}

queue::WalkInRule read_walk_in(Section& section) {
  queue::WalkInRule rule;
  rule.from = section.time("from", TimeOfDay{0});
  rule.to = section.time("to", TimeOfDay{24 * 60});
  rule.weekdays = 0;
  for (const std::size_t day : days_of(section, weekdays)) {
    rule.weekdays = static_cast<std::uint8_t>(rule.weekdays | (1u << day));
  }
  rule.quota = optional_count(section, "quota");
  rule.reasons = section.texts("reasons", std::vector<std::string>{});
  return rule;
}

checkin::ServicePolicy read_policy(Section& section) {
  checkin::ServicePolicy policy;
  policy.early = minutes(section, "early", policy.early);
  policy.late = minutes(section, "late", policy.late);
  policy.when_early = static_cast<checkin::Early>(section.choice("when_early", {"come_back", "wait_for_hour"}, 0));
  policy.when_late =
      static_cast<checkin::Late>(section.choice("when_late", {"end_of_hour", "normal_queue", "refused"}, 0));
  policy.numbers = static_cast<checkin::PartyNumbers>(section.choice("party_numbers", {"one", "each"}, 0));
  policy.arrival = static_cast<checkin::PartyArrival>(section.choice("party_arrival", {"together", "separately"}, 0));
  policy.same_scan = std::chrono::duration_cast<std::chrono::seconds>(section.duration("same_scan", policy.same_scan));
  return policy;
}

void read_services(Section& root, OfficeSettings& into, SettingsPlaces& places) {
  for (Section& section : root.sections("service")) {
    const std::string place = nth("services", into.plan.services.size());
    places.emplace(place, section);
    queue::ServiceSettings service;
    service.key = section.text("key", {.pattern = "[a-z][a-z0-9-]{0,11}", .example = "paspor", .fallback = {}});
    service.name_id = section.text("name_id");
    service.name_en = section.text("name_en");
    service.series = section.text("series");
    service.booked_class = section.text("booked_class", {.pattern = {}, .example = {}, .fallback = "booked"});
    service.walk_in_class = section.text("walk_in_class", {.pattern = {}, .example = {}, .fallback = "walk_in"});
    service.hour_lead = minutes(section, "hour_lead", 0min);
    for (Section& stage : section.sections("stage")) {
      places.emplace(nth(place + ".stages", service.stages.size()), stage);
      service.stages.push_back(read_stage(stage));
    }
    for (Section& rule : section.sections("walk_in")) {
      places.emplace(nth(place + ".walk_in", service.walk_in.size()), rule);
      service.walk_in.push_back(read_walk_in(rule));
    }
    into.checkin.services[service.key] = read_policy(section);
    into.plan.services.push_back(std::move(service));
  }
}

void read_counters(Section& root, queue::PlanSettings& plan, SettingsPlaces& places) {
  for (Section& section : root.sections("counter")) {
    const std::string place = nth("counters", plan.counters.size());
    places.emplace(place, section);
    queue::CounterSettings counter;
    counter.id = small(section, "id", 1, largest_counter, 1);
    counter.name =
        section.text("name", {.pattern = {}, .example = {}, .fallback = "Loket " + std::to_string(counter.id)});
    for (const std::string& pool : section.texts("serves", std::vector<std::string>{})) {
      counter.serves.push_back({.pool = pool, .class_key = {}, .preference = 0});
    }
    for (Section& rule : section.sections("rule")) {
      places.emplace(nth(place + ".serves", counter.serves.size()), rule);
      counter.serves.push_back({.pool = rule.text("pool"),
                                .class_key = rule.text("class", {.pattern = {}, .example = {}, .fallback = ""}),
                                .preference = static_cast<std::uint8_t>(small(rule, "preference", 0, 99, 0))});
    }
    plan.counters.push_back(std::move(counter));
  }
  for (Section& section : root.sections("officer")) {
    places.emplace(nth("officers", plan.officers.size()), section);
    plan.officers.push_back(
        {.key = section.text("key", {.pattern = std::string(key_pattern), .example = "sari", .fallback = {}}),
         .name = section.text("name"),
         .pools = section.texts("pools", std::vector<std::string>{})});
  }
}

void read_calls(Section& root, queue::PlanSettings& plan, SettingsPlaces& places) {
  Section section = root.section("call");
  places.emplace("calls", section);
  plan.policy.order = static_cast<queue::OrderKey>(section.choice("order", {"booked_hour", "arrival"}, 0));
  plan.policy.waiting_limit = limit(section, "waiting_limit", 120min);
  plan.policy.max_passed = small(section, "max_passed", 0, 1000, plan.policy.max_passed);
  queue::CallRules& rules = plan.calls;
  rules.recalls_before_no_show = small(section, "recalls_before_no_show", 0, 20, rules.recalls_before_no_show);
  rules.max_returns = small(section, "max_returns", 0, 20, rules.max_returns);
  rules.return_places = small(section, "return_places", 0, 200, rules.return_places);
  rules.pad_guard = section.duration("pad_guard", rules.pad_guard);
  rules.oldest_press = section.duration("oldest_press", rules.oldest_press);
  rules.pads_without_login = section.flag("pads_without_login", rules.pads_without_login);
  rules.login_required = section.flag("login_required", rules.login_required);
  rules.calls_in_break = section.flag("calls_in_break", rules.calls_in_break);
}

/// A TV shows at most this much of it (display/frame/scene.cpp). It is more than anybody reads while waiting.
constexpr std::size_t longest_running_text = 1000;

}  // namespace

void read_plan(Section& root, OfficeSettings& into, SettingsPlaces& places) {
  Section office = root.section("office");
  queue::PlanSettings& plan = into.plan;
  plan.office = office.text("code", {.pattern = "[A-Z0-9]{2}", .example = "AD", .fallback = {}});
  plan.office_name = office.text("name");
  plan.zone = static_cast<Zone>(office.choice("zone", {"WIB", "WITA", "WIT"}));
  plan.running_text = office.text("running_text", {.pattern = {}, .example = {}, .fallback = ""});
  if (plan.running_text.size() > longest_running_text) {
    office.problem("running_text", "is " + std::to_string(plan.running_text.size()) +
                                       " bytes long; a TV shows at most " + std::to_string(longest_running_text) +
                                       ", so shorten it");
  }
  for (const std::string& text : office.texts("holidays", std::vector<std::string>{})) {
    if (const auto day = OfficeDay::parse(text)) {
      plan.holidays.push_back(*day);
    } else {
      office.problem("holidays", "'" + text + "' is no date; write it as \"2026-12-25\"");
    }
  }
  plan.rollover_by = office.time("rollover_by", plan.rollover_by);
  plan.clock.floor = clock_floor;
  into.journal = office.path("journal", "antrean-office.db");
  read_hours(root, plan, places);
  read_classes(root, plan, places);
  read_services(root, into, places);
  read_counters(root, plan, places);
  read_calls(root, plan, places);
  into.checkin.code = plan.office;
  into.checkin.zone = plan.zone;
  for (auto& [code, section] : root.named("other_office")) {
    into.checkin.office_names[code] = section.text("name");
  }
  Section entrance = root.section("entrance");
  const auto ask = [&](const char* key, const std::string& usual) {
    return entrance.text(key, {.pattern = ".{1,80}", .example = usual, .fallback = usual});
  };
  into.checkin.ask = {ask("ask_id", into.checkin.ask.id), ask("ask_en", into.checkin.ask.en)};
  if (entrance.has("ask_id") != entrance.has("ask_en")) {
    entrance.problem(entrance.has("ask_id") ? "ask_id" : "ask_en",
                     "says whom visitors ask in one language only; write both 'ask_id' and 'ask_en'");
  }
}

}  // namespace antrean::office
