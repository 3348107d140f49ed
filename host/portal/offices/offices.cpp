#include "offices/offices.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "text/text.hpp"

namespace antrean::portal {
namespace {

constexpr int days_looked_ahead = 62;
constexpr std::chrono::hours kept_for{1};

/// Letters and digits of a folded text; other characters are between words.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text::fold(text)) {
    const bool in_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (in_word) {
      words.back().push_back(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) {
    words.pop_back();
  }
  return words;
}

/// With each name written as one word, too: "soekarnohatta".
std::vector<std::string> names_of(const Office& office) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view name) {
    const auto words = words_of(name);
    std::string joined;
    for (const auto& word : words) {
      names.push_back(word);
      joined += word;
    }
    names.push_back(joined);
  };
  add(office.name);
  add(office.city);
  add(office.code);
  for (const auto& name : office.also_called) {
    add(name);
  }
  return names;
}

}  // namespace

double distance_km(Coordinates from, Coordinates to) {
  constexpr double earth_km = 6371;
  constexpr double radian = std::numbers::pi / 180;
  const double half_height = std::sin((to.latitude - from.latitude) * radian / 2);
  const double half_width = std::sin((to.longitude - from.longitude) * radian / 2);
  const double chord = half_height * half_height +
                       std::cos(from.latitude * radian) * std::cos(to.latitude * radian) * half_width * half_width;
  return 2 * earth_km * std::asin(std::min(1.0, std::sqrt(chord)));
}

bool is_retired(const Office& office, UtcTime now) {
  return office.last_day && *office.last_day < OfficeDay::of(now, office.zone);
}

std::string office_title(const Office& office) {
  const bool says_city = text::fold(office.name).find(text::fold(office.city)) != std::string::npos;
  return says_city ? office.name : office.city + " (" + office.name + ")";
}

bool SlotTemplate::is_on(OfficeDay day) const {
  return contains(days, day.weekday()) && (!first || *first <= day) && (!last || day <= *last);
}

bool Holiday::closes(std::string_view office, OfficeDay on) const {
  return day <= on && on <= last.value_or(day) &&
         (offices.empty() || std::ranges::find(offices, office) != offices.end());
}

Offices::Offices() : data_(std::make_shared<Data>()) {}

Offices::Offices(std::vector<Office> offices, std::vector<Service> services, std::vector<Holiday> holidays,
                 BookingRules rules, std::vector<Announcement> announcements) {
  std::ranges::sort(offices, {}, [](const Office& office) { return text::fold(office_title(office)); });
  data_ = std::make_shared<Data>(Data{.offices = std::move(offices),
                                      .services = std::move(services),
                                      .holidays = std::move(holidays),
                                      .rules = rules,
                                      .announcements = std::move(announcements)});
}

void Offices::become(const Offices& other, std::int64_t plan, UtcTime now, std::optional<UtcTime> until) {
  while (!before_.empty() && now - before_.front().first > kept_for) {
    before_.pop_front();
  }
  before_.emplace_back(now, std::exchange(data_, other.data_));
  plan_ = plan;
  until_ = until;
  ++version_;
}

std::vector<const Office*> Offices::search(std::string_view typed) const {
  const auto wanted = words_of(typed);
  std::vector<const Office*> found;
  for (const auto& office : data_->offices) {
    const auto names = names_of(office);
    const auto is_named = [&](const std::string& word) {
      return std::ranges::any_of(names, [&](const std::string& name) { return name.starts_with(word); });
    };
    if (std::ranges::all_of(wanted, is_named)) {
      found.push_back(&office);
    }
  }
  return found;
}

std::vector<const Office*> Offices::nearest(const Office& from) const {
  std::vector<std::pair<double, const Office*>> others;
  for (const auto& office : data_->offices) {
    if (office.code != from.code) {
      const bool known = from.coordinates && office.coordinates;
      others.emplace_back(known ? distance_km(*from.coordinates, *office.coordinates) : HUGE_VAL, &office);
    }
  }
  std::ranges::stable_sort(others, {}, &std::pair<double, const Office*>::first);
  std::vector<const Office*> near;
  std::ranges::transform(others, std::back_inserter(near), &std::pair<double, const Office*>::second);
  return near;
}

const Office* Offices::find(std::string_view code) const {
  const auto it = std::ranges::find(data_->offices, code, &Office::code);
  return it == data_->offices.end() ? nullptr : &*it;
}

const Service* Offices::service(std::string_view key) const {
  const auto it = std::ranges::find(data_->services, key, &Service::key);
  return it == data_->services.end() ? nullptr : &*it;
}

std::vector<const Service*> Offices::services_of(const Office& office) const {
  std::vector<const Service*> offered;
  for (const auto& service : data_->services) {
    if (offers(office, service)) {
      offered.push_back(&service);
    }
  }
  return offered;
}

bool Offices::offers(const Office& office, const Service& service) const {
  return std::ranges::any_of(office.slots, [&](const SlotTemplate& slot) { return slot.quota.contains(service.key); });
}

const Holiday* Offices::holiday(const Office& office, OfficeDay day) const {
  const auto it =
      std::ranges::find_if(data_->holidays, [&](const Holiday& holiday) { return holiday.closes(office.code, day); });
  return it == data_->holidays.end() ? nullptr : &*it;
}

std::vector<const Announcement*> Offices::announcements_of(const Office* office) const {
  std::vector<const Announcement*> shown;
  for (const auto& one : data_->announcements) {
    if (one.offices.empty() ||
        (office != nullptr && std::ranges::find(one.offices, office->code) != one.offices.end())) {
      shown.push_back(&one);
    }
  }
  return shown;
}

bool Offices::is_stopped(const Office& office) const {
  return std::ranges::any_of(announcements_of(&office), &Announcement::stops_booking);
}

Release Offices::release_of(const Office& office) const {
  const auto& all = data_->rules;
  return office.release.value_or(
      Release{.days_ahead = all.days_ahead, .time = all.release_time, .days = all.release_days});
}

std::vector<OfferedSlot> Offices::slots_on(const Office& office, std::string_view service, OfficeDay day) const {
  std::vector<OfferedSlot> slots;
  if (holiday(office, day) != nullptr || (office.last_day && *office.last_day < day)) {
    return slots;
  }
  for (const auto& slot : office.slots) {
    if (!slot.is_on(day)) {
      continue;
    }
    const auto quota = slot.quota.find(std::string{service});
    if (quota != slot.quota.end()) {
      OfferedSlot offered{.hours = slot.hours, .quota = quota->second};
      for (std::size_t channel = 0; channel < booking_channels; ++channel) {
        if (const auto most = slot.most[channel].find(quota->first); most != slot.most[channel].end()) {
          offered.most[channel] = most->second;
        }
      }
      slots.push_back(offered);
    }
  }
  std::ranges::sort(slots, {}, [](const OfferedSlot& slot) { return slot.hours.start; });
  return slots;
}

Offices::Window Offices::window(const Office& office, UtcTime now) const {
  const auto release = release_of(office);
  const auto today = OfficeDay::of(now, office.zone);
  auto released = today;
  while (!contains(release.days, released.weekday()) || instant(released, release.time, office.zone) > now) {
    released = released.plus(-1);
  }
  return {today, released.plus(release.days_ahead)};
}

UtcTime Offices::next_release(const Office& office, UtcTime now) const {
  const auto release = release_of(office);
  auto day = OfficeDay::of(now, office.zone);
  while (!contains(release.days, day.weekday()) || instant(day, release.time, office.zone) <= now) {
    day = day.plus(1);
  }
  return instant(day, release.time, office.zone);
}

std::optional<UtcTime> Offices::opens(const Office& office, OfficeDay day, UtcTime now) const {
  if (day <= window(office, now).last) {
    return std::nullopt;
  }
  return opened(office, day);
}

UtcTime Offices::opened(const Office& office, OfficeDay day) const {
  const auto release = release_of(office);
  auto released = day.plus(-release.days_ahead);
  while (!contains(release.days, released.weekday())) {
    released = released.plus(1);
  }
  return instant(released, release.time, office.zone);
}

std::optional<UtcTime> Offices::next_opening(const Office& office, const Service& service, UtcTime now) const {
  const auto last = window(office, now).last;
  for (int ahead = 1; ahead <= days_looked_ahead; ++ahead) {
    if (!slots_on(office, service.key, last.plus(ahead)).empty()) {
      return opens(office, last.plus(ahead), now);
    }
  }
  return std::nullopt;
}

UtcTime Offices::anchor(const Office& office, OfficeDay day, const SlotHours& hours) const {
  return instant(day, data_->rules.closes == BookingRules::Anchor::start ? hours.start : hours.end, office.zone);
}

bool Offices::open(const Office& office, OfficeDay day, const SlotHours& hours, UtcTime now) const {
  const auto [first, last] = window(office, now);
  return day >= first && day <= last && now < closes(office, day, hours) && !is_stopped(office);
}

UtcTime Offices::next_change(const Office& office, UtcTime now) const {
  const auto [first, last] = window(office, now);
  auto next = std::min(instant(first.plus(1), TimeOfDay{0}, office.zone), next_release(office, now));
  for (auto day = first; day <= last; day = day.plus(1)) {
    for (const auto& slot : office.slots) {
      const auto closes = anchor(office, day, slot.hours) - data_->rules.close_before;
      if (slot.is_on(day) && closes > now) {
        next = std::min(next, closes);
      }
    }
  }
  return next;
}

UtcTime Offices::closes(const Office& office, OfficeDay day, const SlotHours& hours) const {
  return anchor(office, day, hours) - data_->rules.close_before;
}

UtcTime Offices::cancel_until(const Office& office, OfficeDay day, const SlotHours& hours) const {
  return anchor(office, day, hours) - data_->rules.cancel_before;
}

}  // namespace antrean::portal
