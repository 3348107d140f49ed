#include "web/answers.hpp"

#include <algorithm>
#include <set>

namespace antrean::web {

Done what_was_done(const Answer& answer) {
  Done done{.again = answer.again};
  for (const auto& one : answer.happened) {
    done.events.push_back({one.event, one.seq, one.number});
    if (!one.number.empty() && std::ranges::find(done.numbers, one.number) == done.numbers.end()) {
      done.numbers.push_back(one.number);
    }
    done.seq = one.seq;
  }
  return done;
}

PlanForPages plan_for_pages(const queue::PlanSettings& plan) {
  PlanForPages pages{.office = plan.office,
                     .office_name = plan.office_name,
                     .zone = std::string(zone_name(plan.zone)),
                     .utc_offset_minutes = static_cast<std::uint16_t>(utc_offset(plan.zone).count()),
                     .login_required = plan.calls.login_required};
  for (const auto& counter : plan.counters) {
    pages.counters.push_back({counter.id, counter.name});
  }
  for (const auto& officer : plan.officers) {
    pages.officers.push_back({officer.key, officer.name});
  }
  for (const auto& service : plan.services) {
    auto& one = pages.services.emplace_back();
    one.key = service.key;
    one.name_id = service.name_id;
    one.name_en = service.name_en;
    one.booked_class = service.booked_class;
    one.walk_in_class = service.walk_in_class;
    one.walk_in = !service.walk_in.empty();
    std::set<std::string> reasons;
    for (const auto& rule : service.walk_in) {
      reasons.insert(rule.reasons.begin(), rule.reasons.end());
    }
    one.walk_in_reasons.assign(reasons.begin(), reasons.end());
    for (const auto& stage : service.stages) {
      one.stages.push_back({stage.key, stage.name_id, stage.name_en});
    }
  }
  for (const auto& one : plan.classes) {
    const bool usual = std::ranges::any_of(plan.services, [&](const auto& service) {
      return service.booked_class == one.key || service.walk_in_class == one.key;
    });
    pages.classes.push_back({one.key, one.name_id, one.name_en, !usual});
  }
  return pages;
}

PlacesForVisitors places_for_visitors(const queue::PlanSettings& plan, Bilingual ask) {
  PlacesForVisitors places{.office = plan.office, .ask = std::move(ask), .services = {}};
  for (const auto& service : plan.services) {
    auto& one = places.services.emplace_back();
    one.key = service.key;
    one.name_id = service.name_id;
    one.name_en = service.name_en;
    for (const auto& stage : service.stages) {
      const std::string pool = stage.pool.empty() ? service.key + "/" + stage.key : stage.pool;
      auto& at = one.stages.emplace_back();
      at.key = stage.key;
      for (const auto& counter : plan.counters) {
        if (std::ranges::find(counter.serves, pool, &queue::ServeRule::pool) != counter.serves.end()) {
          at.counters.push_back(counter.id);
        }
      }
    }
  }
  return places;
}

}  // namespace antrean::web
