// Checks settings and resolves their keys. It finds all problems at once, so that a technician repairs the
// file once.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "queue/number.hpp"
#include "queue/plan.hpp"

namespace antrean::queue {

namespace {

std::string at(std::string_view list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

class Checks {
 public:
  std::vector<PlanProblem> problems;

  void say(std::string where, std::string text) { problems.push_back({std::move(where), std::move(text)}); }

  template <class List>
  std::set<std::string> keys(std::string_view name, const List& list) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (list[i].key.empty()) {
        say(at(name, i) + ".key", "is empty; give it a short name");
      } else if (!seen.insert(list[i].key).second) {
        say(at(name, i) + ".key", "'" + list[i].key + "' is there twice");
      }
    }
    return seen;
  }

  void known(const std::string& where, const std::string& key, const std::set<std::string>& among,
             std::string_view what) {
    if (among.contains(key)) {
      return;
    }
    std::string text = "'" + key + "' is no " + std::string(what) + "; there are:";
    for (const auto& candidate : among) {
      text += " " + candidate;
    }
    say(where, among.empty() ? "'" + key + "' is no " + std::string(what) + "; there are none" : text);
  }
};

void check_series(Checks& checks, const PlanSettings& settings) {
  std::map<char, std::string> owner;
  for (std::size_t i = 0; i < settings.series.size(); ++i) {
    const auto& series = settings.series[i];
    const auto where = at("series", i);
    if (series.letters.empty()) {
      checks.say(where + ".letters", "is empty; give at least one letter, A to Z");
    }
    for (const char letter : series.letters) {
      if (letter < 'A' || letter > 'Z') {
        checks.say(where + ".letters", std::string("'") + letter + "' is not a letter from A to Z");
      } else if (const auto [first, fresh] = owner.try_emplace(letter, series.key); !fresh) {
        checks.say(where + ".letters", std::string("'") + letter + "' is used by '" + first->second +
                                           "' already; two numbers could be the same");
      }
    }
    if (series.first < 1 || series.last < series.first || series.last > largest_number) {
      checks.say(where, "numbers run from first to last within 1.." + std::to_string(largest_number));
    }
  }
}

void check_classes(Checks& checks, const PlanSettings& settings, const std::set<std::string>& series) {
  if (settings.classes.empty() || settings.classes.size() > max_classes) {
    checks.say("classes", "there must be 1 to " + std::to_string(max_classes));
  }
  for (std::size_t i = 0; i < settings.classes.size(); ++i) {
    const auto& klass = settings.classes[i];
    if (klass.weight < 1 || klass.weight > 16) {
      checks.say(at("classes", i) + ".weight", "must be 1 to 16");
    }
    if (!klass.series.empty()) {
      checks.known(at("classes", i) + ".series", klass.series, series, "series");
    }
    if (klass.waiting_limit && klass.waiting_limit->count() < 0) {
      checks.say(at("classes", i) + ".waiting_limit", "cannot be negative");
    }
  }
}

void check_services(Checks& checks, const PlanSettings& settings, const std::set<std::string>& series,
                    const std::set<std::string>& classes) {
  for (std::size_t i = 0; i < settings.services.size(); ++i) {
    const auto& service = settings.services[i];
    const auto where = at("services", i);
    checks.known(where + ".series", service.series, series, "series");
    checks.known(where + ".booked_class", service.booked_class, classes, "class");
    checks.known(where + ".walk_in_class", service.walk_in_class, classes, "class");
    checks.keys(where + ".stages", service.stages);
    if (service.stages.empty() || service.stages.size() > max_stages) {
      checks.say(where + ".stages", "a journey has 1 to " + std::to_string(max_stages) + " stages");
    }
    for (std::size_t j = 0; j < service.stages.size(); ++j) {
      const auto& stage = service.stages[j];
      const auto stage_where = at(where + ".stages", j);
      if (!stage.series.empty()) {
        checks.known(stage_where + ".series", stage.series, series, "series");
      }
      if (stage.typical.count() < 1) {
        checks.say(stage_where + ".typical", "must be at least a minute");
      }
    }
    for (std::size_t j = 0; j < service.walk_in.size(); ++j) {
      const auto& rule = service.walk_in[j];
      if (rule.to <= rule.from) {
        checks.say(at(where + ".walk_in", j), "ends before it begins");
      }
      for (std::size_t k = 0; k < j; ++k) {
        const auto& other = service.walk_in[k];
        if ((rule.weekdays & other.weekdays) != 0 && rule.from < other.to && other.from < rule.to) {
          checks.say(at(where + ".walk_in", j), "overlaps with " + at("walk_in", k));
        }
      }
    }
  }
}

void check_hours(Checks& checks, const PlanSettings& settings) {
  for (std::size_t i = 0; i < settings.week.size(); ++i) {
    if (!settings.week[i]) {
      continue;
    }
    const auto& day = *settings.week[i];
    if (day.close <= day.open) {
      checks.say(at("week", i), "closes before it opens");
    }
    if (day.last_numbers < day.open || day.last_numbers > day.close) {
      checks.say(at("week", i) + ".last_numbers", "must lie between opening and closing");
    }
    for (std::size_t j = 0; j < day.breaks.size(); ++j) {
      const auto& pause = day.breaks[j];
      if (pause.to <= pause.from || pause.from < day.open || pause.to > day.close) {
        checks.say(at(at("week", i) + ".breaks", j), "must end after it begins, within the opening hours");
      }
    }
  }
  if (settings.policy.waiting_limit && settings.policy.waiting_limit->count() < 0) {
    checks.say("policy.waiting_limit", "cannot be negative");
  }
  if (settings.calls.pad_guard.count() < 0) {
    checks.say("calls.pad_guard", "cannot be negative");
  }
  // How old a press is, is known to some seconds only; and the journal is told four times in that time that
  // nothing was pressed.
  if (settings.calls.oldest_press < std::chrono::seconds{30} || settings.calls.oldest_press > std::chrono::hours{24}) {
    checks.say("calls.oldest_press", "must be between 30s and 24h");
  }
  if (settings.clock.tolerance.count() < 0) {
    checks.say("clock.tolerance", "cannot be negative");
  }
}

std::string pool_key(const ServiceSettings& service, const StageSettings& stage) {
  return stage.pool.empty() ? service.key + "/" + stage.key : stage.pool;
}

}  // namespace

std::variant<Plan, std::vector<PlanProblem>> Plan::make(PlanSettings settings) {
  Checks checks;
  const auto series = checks.keys("series", settings.series);
  const auto classes = checks.keys("classes", settings.classes);
  checks.keys("services", settings.services);
  checks.keys("officers", settings.officers);
  check_series(checks, settings);
  check_classes(checks, settings, series);
  check_services(checks, settings, series, classes);
  check_hours(checks, settings);

  std::vector<std::string> pools;
  for (const auto& service : settings.services) {
    for (const auto& stage : service.stages) {
      auto key = pool_key(service, stage);
      if (std::find(pools.begin(), pools.end(), key) == pools.end()) {
        pools.push_back(std::move(key));
      }
    }
  }
  const std::set<std::string> pool_keys(pools.begin(), pools.end());
  std::set<CounterId> ids;
  for (std::size_t i = 0; i < settings.counters.size(); ++i) {
    const auto& counter = settings.counters[i];
    const auto where = at("counters", i);
    if (counter.id == 0) {
      checks.say(where + ".id", "counters are numbered from 1");
    }
    if (!ids.insert(counter.id).second) {
      checks.say(where + ".id", std::to_string(counter.id) + " is there twice");
    }
    for (std::size_t j = 0; j < counter.serves.size(); ++j) {
      const auto& rule = counter.serves[j];
      checks.known(at(where + ".serves", j) + ".pool", rule.pool, pool_keys, "line");
      if (!rule.class_key.empty()) {
        checks.known(at(where + ".serves", j) + ".class", rule.class_key, classes, "class");
      }
    }
  }
  for (std::size_t i = 0; i < settings.officers.size(); ++i) {
    for (const auto& pool : settings.officers[i].pools) {
      checks.known(at("officers", i) + ".pools", pool, pool_keys, "line");
    }
  }
  if (!checks.problems.empty()) {
    return std::move(checks.problems);
  }

  Plan plan;
  plan.shared_pools_ = pools.size();
  plan.pools_ = std::move(pools);
  for (const auto& counter : settings.counters) {
    plan.pools_.push_back("counter:" + std::to_string(counter.id));
  }
  plan.settings_ = std::move(settings);
  plan.resolve();

  const auto all = (std::uint32_t{1} << plan.settings_.classes.size()) - 1;
  for (PoolIndex pool = 0; pool < plan.shared_pools_; ++pool) {
    std::uint32_t served = 0;
    for (const auto& groups : plan.serves_) {
      for (const auto& group : groups) {
        served |= group.pool == pool ? group.classes : 0;
      }
    }
    for (ClassIndex index = 0; index < plan.settings_.classes.size(); ++index) {
      if ((served >> index & 1) == 0) {
        checks.say("counters",
                   "no counter serves the line '" + plan.pools_[pool] + "'" +
                       ((served & all) == 0 ? "" : " for class '" + plan.settings_.classes[index].key + "'"));
        if ((served & all) == 0) {
          break;
        }
      }
    }
  }
  if (!checks.problems.empty()) {
    return std::move(checks.problems);
  }
  return plan;
}

void Plan::resolve() {
  for (ServiceIndex s = 0; s < settings_.services.size(); ++s) {
    const auto& service = settings_.services[s];
    first_stages_.push_back(static_cast<StageIndex>(stages_.size()));
    for (std::uint8_t position = 0; position < service.stages.size(); ++position) {
      std::optional<StageIndex> next;
      if (position + 1u < service.stages.size()) {
        next = static_cast<StageIndex>(stages_.size() + 1);
      }
      stages_.push_back({s, position, *pool(pool_key(service, service.stages[position])), next});
    }
  }
  for (const auto& counter : settings_.counters) {
    auto& groups = serves_.emplace_back();
    for (const auto& rule : counter.serves) {
      const PoolIndex index = *pool(rule.pool);
      const std::uint32_t mask =
          rule.class_key.empty() ? ~std::uint32_t{0} : std::uint32_t{1} << *class_index(rule.class_key);
      const auto same = std::find_if(groups.begin(), groups.end(), [&](const ServeGroup& group) {
        return group.pool == index && group.preference == rule.preference;
      });
      if (same == groups.end()) {
        groups.push_back({index, mask, rule.preference});
      } else {
        same->classes |= mask;
      }
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const ServeGroup& a, const ServeGroup& b) { return a.preference < b.preference; });
  }
  for (const auto& officer : settings_.officers) {
    auto& may = skills_.emplace_back();
    if (officer.pools.empty()) {
      continue;
    }
    may.assign(pools_.size(), false);
    for (const auto& key : officer.pools) {
      may[*pool(key)] = true;
    }
  }
  for (const auto& klass : settings_.classes) {
    std::optional<Milliseconds> limit = settings_.policy.waiting_limit;
    if (klass.waiting_limit && (!limit || *klass.waiting_limit < *limit)) {
      limit = klass.waiting_limit;
    }
    if (klass.fills) {
      filling_classes_ |= std::uint32_t{1} << limits_.size();
    }
    limits_.push_back(limit);
  }
}

}  // namespace antrean::queue
