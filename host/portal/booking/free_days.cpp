#include "booking/free_days.hpp"

#include <algorithm>

#include <spdlog/spdlog.h>

namespace antrean::portal {
namespace asio = boost::asio;

Availability availability(const Offices& offices, const Office& office, const Service& service, UtcTime now,
                          std::span<const SlotOnOffer> slots) {
  if (offices.offers(office, service) && !office.on_web) {
    return {.offer = Offer::whatsapp};
  }
  return availability_by_any_way(offices, office, service, now, slots);
}

Availability availability_by_any_way(const Offices& offices, const Office& office, const Service& service, UtcTime now,
                                     std::span<const SlotOnOffer> slots) {
  if (!offices.offers(office, service)) {
    return {.offer = Offer::elsewhere};
  }
  if (const auto free = std::ranges::find_if(slots, &SlotOnOffer::bookable); free != slots.end()) {
    return {.offer = Offer::free, .day = free->day};
  }
  if (offices.is_stopped(office)) {
    return {.offer = Offer::closed};  // an announcement says why; nobody knows until when
  }
  const auto opens = offices.next_opening(office, service, now);
  if (std::ranges::any_of(slots, &SlotOnOffer::open)) {
    return {.offer = Offer::full, .opens = opens};
  }
  return {.offer = opens ? Offer::not_open : Offer::closed, .opens = opens};
}

asio::awaitable<void> FreeDays::refresh(UtcTime now) {
  if (plan_ != offices_.version()) {
    plan_ = offices_.version();
    known_.clear();
    asked_.reset();
    ++version_;
  }
  // In both directions: a clock that was set back must not stop it.
  const bool asked_now = asked_ && now >= *asked_ && now - *asked_ < at_most_every;
  if (asked_now || (asking_ && !known_.empty())) {
    co_return;
  }
  std::vector<const Office*> changed;
  for (const auto& office : offices_.all()) {
    const auto found = known_.find(office.code);
    if (found == known_.end() || found->second.version != store_.places_version(office.code) ||
        now < found->second.made || now >= found->second.until) {
      changed.push_back(&office);
    }
  }
  if (changed.empty()) {
    co_return;
  }
  asking_ = true;
  try {
    co_await ask(std::move(changed), now);
  } catch (const std::exception& failure) {
    spdlog::error("the next free days of the offices cannot be asked: {}", failure.what());
    version_ += known_.empty() ? 0 : 1;
    known_.clear();
  }
  asking_ = false;
  asked_ = now;
}

asio::awaitable<void> FreeDays::ask(std::vector<const Office*> changed, UtcTime now) {
  const auto plan = offices_.version();
  std::map<std::string, Known> fresh;
  std::vector<std::string> codes;
  auto first = OfficeDay::of(now, Zone::wib);
  auto last = first;
  for (const auto* office : changed) {
    const auto window = offices_.window(*office, now);
    first = std::min(first, window.first);
    last = std::max(last, window.last);
    codes.push_back(office->code);
    // The version before the places: what is booked meanwhile is asked again.
    fresh[office->code] = {.version = store_.places_version(office->code),
                           .made = now,
                           .until = offices_.next_change(*office, now),
                           .of_service = {}};
  }
  for (const auto& service : offices_.services()) {
    const auto rows = co_await store_.places_at(codes, service.key, first, last);
    std::map<std::string_view, std::vector<SlotPlaces>> of_office;
    for (const auto& row : rows) {
      of_office[row.slot.office].push_back(row);
    }
    for (const auto* office : changed) {
      const auto slots = slots_on_offer(offices_, *office, service, now, of_office[office->code]);
      fresh[office->code].of_service[service.key] = availability(offices_, *office, service, now, slots);
    }
  }
  if (plan != offices_.version()) {
    co_return;  // it was asked by a plan that is no more
  }
  for (auto& [code, known] : fresh) {
    auto& before = known_[code];
    version_ += before.of_service == known.of_service ? 0 : 1;
    before = std::move(known);
  }
}

Availability FreeDays::at(const Office& office, const Service& service) const {
  const auto found = known_.find(office.code);
  if (found == known_.end()) {
    return {};
  }
  const auto of_service = found->second.of_service.find(service.key);
  return of_service == found->second.of_service.end() ? Availability{} : of_service->second;
}

std::vector<FreeAt> FreeDays::nearest(const Office& from, const Service& service, std::size_t most) const {
  std::vector<FreeAt> near;
  for (const auto* office : offices_.nearest(from)) {
    const auto found = at(*office, service);
    if (found.offer == Offer::free && near.size() < most) {
      near.push_back({office, found.day});
    }
  }
  return near;
}

}  // namespace antrean::portal
