#include "order_variety.hpp"

#include <string>

#include "queue/estimate/chance.hpp"

namespace antrean::simulation {
namespace {

using queue::Chance;

void share_a_pool(queue::PlanSettings& settings, const std::string& stage_a, const std::string& stage_b) {
  const std::string shared = "bersama";
  const auto rename = [&](std::string& pool) { pool = pool == stage_a || pool == stage_b ? shared : pool; };
  for (queue::ServiceSettings& service : settings.services) {
    for (queue::StageSettings& stage : service.stages) {
      const std::string own = service.key + "/" + stage.key;
      if (own == stage_a || own == stage_b) {
        stage.pool = shared;
      }
    }
  }
  for (queue::CounterSettings& counter : settings.counters) {
    for (queue::ServeRule& rule : counter.serves) {
      rename(rule.pool);
    }
    // If a counter served both, it has one rule for the shared pool.
    for (std::size_t i = 0; i < counter.serves.size(); ++i) {
      for (std::size_t other = counter.serves.size(); --other > i;) {
        if (counter.serves[other].pool == counter.serves[i].pool &&
            counter.serves[other].class_key == counter.serves[i].class_key) {
          counter.serves.erase(counter.serves.begin() + static_cast<std::ptrdiff_t>(other));
        }
      }
    }
  }
}

}  // namespace

void vary_the_order(queue::PlanSettings& settings, std::uint64_t seed) {
  Chance chance(seed);
  queue::CallPolicy& policy = settings.policy;
  policy.order = chance.happens(0.3) ? queue::OrderKey::arrival : queue::OrderKey::booked_hour;
  constexpr Minutes limits[]{Minutes{10}, Minutes{25}, Minutes{60}, Minutes{120}};
  policy.waiting_limit.reset();
  if (chance.happens(0.7)) {
    policy.waiting_limit = limits[chance.below(4)];
  }
  constexpr std::uint16_t passed[]{0, 1, 2, 3, 5, 8, 40};
  policy.max_passed = passed[chance.below(7)];
  settings.calls.return_places = static_cast<std::uint16_t>(chance.below(4));
  settings.calls.max_returns = static_cast<std::uint16_t>(1 + chance.below(2));
  for (queue::ClassSettings& one : settings.classes) {
    one.weight = static_cast<std::uint16_t>(1 + chance.below(4));
    one.fills = chance.happens(0.25);
    one.waiting_limit.reset();
    if (chance.happens(0.3)) {
      one.waiting_limit = limits[chance.below(3)];
    }
  }
  for (queue::ServiceSettings& service : settings.services) {
    service.hour_lead = Minutes{static_cast<int>(5 * chance.below(3))};
    for (queue::StageSettings& stage : service.stages) {
      stage.keeps_place = chance.happens(0.7);
    }
  }
  if (chance.happens(0.3)) {
    share_a_pool(settings, "ambil/ambil", "paspor/foto");
  }
  for (queue::CounterSettings& counter : settings.counters) {
    for (queue::ServeRule& rule : counter.serves) {
      rule.preference = static_cast<std::uint8_t>(chance.below(2));
    }
    // One class first, and all others if nobody of it waits.
    if (chance.happens(0.3)) {
      const queue::ServeRule all = counter.serves[chance.below(counter.serves.size())];
      queue::ServeRule one = all;
      one.class_key = settings.classes[chance.below(settings.classes.size())].key;
      one.preference = 0;
      for (queue::ServeRule& rule : counter.serves) {
        rule.preference = static_cast<std::uint8_t>(rule.preference + 1);
      }
      counter.serves.insert(counter.serves.begin(), one);
    }
  }
  // Only for the one who comes for a while. Whoever sits at a counter all day calls all that it serves, or
  // nobody might call the rest.
  if (chance.happens(0.6)) {
    const auto& counter = settings.counters[chance.below(settings.counters.size())];
    settings.officers.back().pools = {counter.serves[chance.below(counter.serves.size())].pool};
  }
}

}  // namespace antrean::simulation
