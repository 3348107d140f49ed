#include "staffing/day_ahead.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "queue/engine.hpp"

namespace antrean::staffing {
namespace {

using namespace queue;

std::string pool_key(const ServiceSettings& service, const StageSettings& stage) {
  return stage.pool.empty() ? service.key + '/' + stage.key : stage.pool;
}

/// Half an hour, as people plan.
constexpr Minutes period{30};

/// The people of one class in one line. A counter may serve a line for one class only.
struct ClassLine {
  std::string pool, class_key;
  friend auto operator<=>(const ClassLine&, const ClassLine&) = default;
};

/// Of the whole journeys of those who come. The class stays the same on a journey. What the settings do not
/// have (any more) is left out, as the estimate leaves it out.
std::set<ClassLine> lines_needed(const PlanSettings& plan, const DayAhead& ahead) {
  std::set<ClassLine> lines;
  const auto add = [&](const ServiceSettings& service, const std::string& class_key) {
    if (std::ranges::find(plan.classes, class_key, &ClassSettings::key) == plan.classes.end()) {
      return;
    }
    for (const StageSettings& stage : service.stages) {
      lines.insert({.pool = pool_key(service, stage), .class_key = class_key});
    }
  };
  for (const ServiceSettings& service : plan.services) {
    for (const ExpectedSlot& slot : ahead.booked) {
      if (slot.service == service.key && slot.people > 0) {
        add(service, service.booked_class);
      }
    }
    for (const ExpectedWalkIns& some : ahead.walk_ins) {
      if (some.service == service.key && some.people > 0) {
        add(service, some.class_key);
      }
    }
  }
  return lines;
}

bool serves(const CounterSettings& counter, const ClassLine& line) {
  return std::ranges::any_of(counter.serves, [&](const ServeRule& rule) {
    return rule.pool == line.pool && (rule.class_key.empty() || rule.class_key == line.class_key);
  });
}

std::vector<const CounterSettings*> useful_counters(const PlanSettings& plan, const std::set<ClassLine>& lines) {
  std::vector<const CounterSettings*> useful;
  for (const CounterSettings& counter : plan.counters) {
    if (std::ranges::any_of(lines, [&](const ClassLine& line) { return serves(counter, line); })) {
      useful.push_back(&counter);
    }
  }
  return useful;
}

/// Counters that reach a class of a line which no counter before them reaches come first. Both groups are in
/// the order of the settings.
std::vector<const CounterSettings*> covering_first(const std::vector<const CounterSettings*>& useful,
                                                   std::set<ClassLine> lines, std::size_t& cover) {
  std::vector<const CounterSettings*> first, later;
  for (const CounterSettings* counter : useful) {
    const std::size_t before = lines.size();
    std::erase_if(lines, [&](const ClassLine& line) { return serves(*counter, line); });
    (lines.size() < before ? first : later).push_back(counter);
  }
  cover = first.size();
  first.insert(first.end(), later.begin(), later.end());
  return first;
}

/// Nobody is called before the opening. The estimate knows breaks, so the night is given to it as a break.
void no_calls_before_opening(PlanSettings& plan, OfficeDay day) {
  auto& hours = plan.week[day.weekday().c_encoding()];
  if (!hours) {
    return;
  }
  if (plan.calls.calls_in_break) {
    hours->breaks.clear();
  }
  plan.calls.calls_in_break = false;
  if (hours->open > TimeOfDay{0}) {
    hours->breaks.insert(hours->breaks.begin(), BreakHours{TimeOfDay{0}, hours->open});
    hours->open = TimeOfDay{0};
  }
}

/// When each counter calls; nothing when all do all day.
std::vector<CounterHours> hours_of(const std::vector<OpenPart>& parts, std::size_t counters) {
  std::vector<CounterHours> hours;
  for (std::size_t counter = 0; counter < counters; ++counter) {
    for (const OpenPart& part : parts) {
      if (part.counters > counter && parts.size() > 1) {
        hours.push_back({.counter = counter, .from = part.from, .to = part.to});
      }
    }
  }
  return hours;
}

/// Applies what decide() allows; a refusal is a bug in this file.
void act(State& state, const Plan& plan, Action action, UtcTime now) {
  const Decision decision = decide(
      state, plan, {.by = {.kind = ActorKind::supervisor, .name = "simulate"}, .action = std::move(action)}, now);
  if (const auto* events = std::get_if<std::vector<Event>>(&decision)) {
    for (const Event& event : *events) {
      apply(state, plan, event);
    }
    return;
  }
  throw std::logic_error("simulate: " + words_en(std::get<Refusal>(decision), plan.settings().zone));
}

}  // namespace

std::size_t counters_for(const PlanSettings& plan, const DayAhead& ahead) {
  return useful_counters(plan, lines_needed(plan, ahead)).size();
}

std::size_t fewest_counters(const PlanSettings& plan, const DayAhead& ahead) {
  const std::set<ClassLine> lines = lines_needed(plan, ahead);
  std::size_t cover = 0;
  covering_first(useful_counters(plan, lines), lines, cover);
  return cover;
}

std::variant<Waits, std::string> play_day(const PlanSettings& settings, const DayAhead& ahead, std::size_t counters) {
  return play_day(settings, ahead, {{.from = TimeOfDay{0}, .to = TimeOfDay{24 * 60}, .counters = counters}});
}

std::variant<Waits, std::string> play_day(const PlanSettings& settings, const DayAhead& ahead,
                                          const std::vector<OpenPart>& parts) {
  const std::size_t counters = parts.empty() ? 0 : std::ranges::max_element(parts, {}, &OpenPart::counters)->counters;
  const std::set<ClassLine> lines = lines_needed(settings, ahead);
  std::size_t cover = 0;
  const auto choice = covering_first(useful_counters(settings, lines), lines, cover);
  if (choice.empty()) {
    return "nobody is expected for a service and a class of these settings; look whether a service or class was "
           "removed or renamed";
  }
  if (counters < cover) {
    return std::to_string(counters) + (counters == 1 ? " counter does" : " counters do") +
           " not reach every line of those who are booked; by the settings it takes " + std::to_string(cover);
  }
  Waits waits;
  waits.counters = counters;
  PlanSettings plan_settings = settings;
  plan_settings.clock = {};
  plan_settings.holidays.clear();
  plan_settings.counters.clear();
  no_calls_before_opening(plan_settings, ahead.day);
  for (std::size_t i = 0; i < counters; ++i) {
    CounterSettings counter = *choice[i % choice.size()];
    waits.open.push_back(counter.id);
    counter.id = static_cast<CounterId>(i + 1);
    plan_settings.counters.push_back(std::move(counter));
  }
  // Every line needs a counter, or the plan is invalid. A line that nobody is booked for gets one that is not
  // opened.
  CounterSettings closed{.id = static_cast<CounterId>(counters + 1), .name = "-", .serves = {}};
  for (const ServiceSettings& service : settings.services) {
    for (const StageSettings& stage : service.stages) {
      closed.serves.push_back({.pool = pool_key(service, stage), .class_key = {}, .preference = 0});
    }
  }
  plan_settings.counters.push_back(std::move(closed));
  auto made = Plan::make(std::move(plan_settings));
  if (const auto* problems = std::get_if<std::vector<PlanProblem>>(&made)) {
    throw std::logic_error("simulate: " + problems->front().where + ": " + problems->front().text);
  }
  const Plan plan = std::get<Plan>(std::move(made));

  TimeOfDay first{24 * 60};
  for (const ExpectedSlot& slot : ahead.booked) {
    first = std::min(first, slot.start);
  }
  for (const ExpectedWalkIns& some : ahead.walk_ins) {
    first = std::min(first, some.from);
  }
  // A moment before the first people of the first hour come.
  const UtcTime now =
      instant(ahead.day, TimeOfDay{0}, settings.zone) + std::max(Minutes{0}, Minutes{first.minutes() - 60});
  State state(plan);
  act(state, plan, OpenDay{ahead.day}, now);
  for (std::size_t id = 1; id <= counters; ++id) {
    act(state, plan, OpenCounter{static_cast<CounterId>(id)}, now);
  }
  const Forecast forecast{.expected = ahead.booked,
                          .past = ahead.measured,
                          .walk_ins = ahead.walk_ins,
                          .counter_hours = hours_of(parts, counters),
                          .period = period,
                          .comes = ahead.comes,
                          .runs = ahead.runs,
                          .seed = ahead.seed};
  Estimates estimates = estimate(state, plan, now, forecast);
  waits.periods = std::move(estimates.periods);
  for (const ServiceSettings& service : settings.services) {
    for (const ExpectedSlot& slot : ahead.booked) {
      if (slot.service != service.key || slot.people == 0) {
        continue;
      }
      HourWait hour{slot.service, slot.start, slot.people, std::nullopt};
      const auto found = std::ranges::find_if(estimates.slots, [&](const SlotWait& wait) {
        return wait.service == slot.service && wait.start == slot.start;
      });
      if (found != estimates.slots.end()) {
        hour.wait = found->wait;
      }
      waits.hours.push_back(std::move(hour));
    }
  }
  return waits;
}

}  // namespace antrean::staffing
