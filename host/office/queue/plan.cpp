#include "queue/plan.hpp"

#include <algorithm>

namespace antrean::queue {

namespace {

template <class Range, class Key>
std::optional<std::uint16_t> index_of(const Range& range, Key same) {
  const auto found = std::find_if(range.begin(), range.end(), same);
  if (found == range.end()) {
    return std::nullopt;
  }
  return static_cast<std::uint16_t>(found - range.begin());
}

}  // namespace

std::optional<ServiceIndex> Plan::service(std::string_view key) const {
  return index_of(settings_.services, [&](const auto& s) { return s.key == key; });
}

std::optional<ClassIndex> Plan::class_index(std::string_view key) const {
  return index_of(settings_.classes, [&](const auto& c) { return c.key == key; });
}

const SeriesSettings* Plan::series(std::string_view key) const {
  const auto index = index_of(settings_.series, [&](const auto& s) { return s.key == key; });
  return index ? &settings_.series[*index] : nullptr;
}

std::optional<std::uint16_t> Plan::counter(CounterId id) const {
  return index_of(settings_.counters, [&](const auto& c) { return c.id == id; });
}

const OfficerSettings* Plan::officer(std::string_view key) const {
  const auto index = index_of(settings_.officers, [&](const auto& o) { return o.key == key; });
  return index ? &settings_.officers[*index] : nullptr;
}

std::optional<StageIndex> Plan::stage(std::string_view service_key, std::string_view key) const {
  const auto owner = service(service_key);
  if (!owner) {
    return std::nullopt;
  }
  const auto position = index_of(settings_.services[*owner].stages, [&](const auto& s) { return s.key == key; });
  if (!position) {
    return std::nullopt;
  }
  return static_cast<StageIndex>(first_stages_[*owner] + *position);
}

const StageSettings& Plan::stage_settings(StageIndex stage) const {
  const auto& place = stages_[stage];
  return settings_.services[place.service].stages[place.position];
}

std::optional<PoolIndex> Plan::pool(std::string_view key) const {
  return index_of(pools_, [&](const auto& p) { return p == key; });
}

const std::vector<bool>* Plan::skills(std::string_view officer_key) const {
  if (officer_key.empty()) {
    return nullptr;
  }
  const auto index = index_of(settings_.officers, [&](const auto& o) { return o.key == officer_key; });
  return index && !skills_[*index].empty() ? &skills_[*index] : nullptr;
}

std::optional<Milliseconds> Plan::waiting_limit(ClassIndex index) const {
  if (index < limits_.size()) {
    return limits_[index];
  }
  return settings_.policy.waiting_limit;
}

std::uint16_t Plan::weight(ClassIndex index) const {
  return index < settings_.classes.size() ? settings_.classes[index].weight : std::uint16_t{1};
}

bool Plan::fills(ClassIndex index) const { return index < settings_.classes.size() && settings_.classes[index].fills; }

const DayHours* Plan::hours(OfficeDay day) const {
  const auto& holidays = settings_.holidays;
  if (std::find(holidays.begin(), holidays.end(), day) != holidays.end()) {
    return nullptr;
  }
  const auto& hours = settings_.week[day.weekday().c_encoding()];
  return hours ? &*hours : nullptr;
}

DayPhase Plan::phase(OfficeDay day, UtcTime now) const {
  const DayHours* today = hours(day);
  const auto at = [&](TimeOfDay time) { return instant(day, time, settings_.zone); };
  if (today == nullptr || now >= at(today->close)) {
    return DayPhase::closed;
  }
  if (now < at(today->open)) {
    return DayPhase::before_opening;
  }
  if (break_until(day, now)) {
    return DayPhase::on_break;
  }
  return now >= at(today->last_numbers) ? DayPhase::last_numbers : DayPhase::open;
}

std::optional<UtcTime> Plan::next_opening(OfficeDay from, UtcTime now) const {
  constexpr int days_ahead = 31;
  for (int ahead = 0; ahead < days_ahead; ++ahead) {
    const OfficeDay day = from.plus(ahead);
    const DayHours* there = hours(day);
    if (there != nullptr && instant(day, there->open, settings_.zone) > now) {
      return instant(day, there->open, settings_.zone);
    }
  }
  return std::nullopt;
}

std::optional<UtcTime> Plan::break_until(OfficeDay day, UtcTime now) const {
  const DayHours* today = hours(day);
  if (today == nullptr) {
    return std::nullopt;
  }
  for (const auto& pause : today->breaks) {
    if (now >= instant(day, pause.from, settings_.zone) && now < instant(day, pause.to, settings_.zone)) {
      return instant(day, pause.to, settings_.zone);
    }
  }
  return std::nullopt;
}

}  // namespace antrean::queue
