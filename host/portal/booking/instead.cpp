// When an office cannot keep a booking: who is told, and which places are offered instead.
#include <algorithm>

#include <sodium.h>

#include "booking/booking_service.hpp"

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

constexpr std::size_t places_here = 3;
constexpr std::size_t other_offices = 3;

}  // namespace

std::optional<Affected> BookingService::affected_by(const StoredBooking& stored, UtcTime now) const {
  auto found = affected(offices_, stored);
  const auto place = shown_place(stored, offices_);
  if (!found || now >= instant(place.day, place.hours.end, place.zone)) {
    return std::nullopt;
  }
  return found;
}

bool BookingService::is_instead_key(const StoredBooking& stored, std::string_view key) const {
  const auto typed = key_from_hex(key);
  const auto right = nik_key_.instead_key(stored);
  return typed && sodium_memcmp(right.data(), typed->data(), right.size()) == 0;
}

asio::awaitable<std::vector<PlaceInstead>> BookingService::places_instead(StoredBooking stored, UtcTime now) {
  const auto& booking = stored.booking;
  const auto* service = offices_.service(booking.service);
  std::vector<PlaceInstead> places;
  if (service == nullptr) {
    co_return places;
  }
  const auto add = [&](const Office* office, std::vector<SlotOnOffer> slots, std::size_t most) {
    std::erase_if(slots, [&](const SlotOnOffer& slot) { return slot.free < booking.party; });
    for (const auto& slot : nearest_free(std::move(slots), booking.day, booking.slot.start, most)) {
      places.push_back({office, slot});
    }
  };
  const auto* here = offices_.find(booking.office);
  if (here != nullptr && here->on_web) {
    auto offered = co_await slots(here, service, now);
    add(here, std::move(offered), places_here);
  }
  co_await free_days_.refresh(now);
  const auto others = here != nullptr ? offices_.nearest(*here) : offices_.search("");
  const auto at_most = places.size() + other_offices;
  for (const auto* office : others) {
    if (places.size() < at_most && free_days_.at(*office, *service).offer == Offer::free) {
      auto offered = co_await slots(office, service, now);
      add(office, std::move(offered), 1);
    }
  }
  co_return places;
}

asio::awaitable<MoveOutcome> BookingService::move_instead(Key128 token, std::string office, OfficeDay day,
                                                          TimeOfDay start, UtcTime now) {
  auto stored = co_await store_.find(token);
  if (!stored) {
    co_return NoSuchBooking{};
  }
  if (stored->moved_to) {
    // The form was sent twice: the place that it has now is the answer.
    auto there = co_await store_.find(*stored->moved_to);
    if (there && there->booking.office == office && there->booking.day == day && there->booking.slot.start == start) {
      co_return Moved{std::move(*there), true};
    }
  }
  if (!affected_by(*stored, now)) {
    const auto& booking = stored->booking;
    if (booking.status == BookingStatus::confirmed && booking.office == office && booking.day == day &&
        booking.slot.start == start) {
      co_return Moved{std::move(*stored), true};
    }
    co_return NotOffered{};
  }
  co_return co_await move_to(std::move(*stored), office, day, start, now);
}

asio::awaitable<bool> BookingService::cancel_for_office(StoredBooking stored, Affected why, UtcTime now) {
  const auto places = co_await places_instead(stored, now);
  std::vector<ShownOffer> offers;
  for (const auto& [office, slot] : places) {
    offers.push_back({.place = {.office = office_title(*office),
                                .address = office->address,
                                .day = slot.day,
                                .hours = slot.hours,
                                .zone = office->zone},
                      .link = notices_.site() + "/book/" + office->code + "/" + stored.booking.service + "/" +
                              slot.day.text() + "/" + slot.hours.start.text()});
  }
  auto after = stored;
  ++after.revision;
  CancelOrder order{.token = stored.token,
                    .now = now,
                    .rests_until = {},
                    .frozen_until = {},
                    .excused = true,
                    .notices = notices_.cancelled_by_office(after, reason_of(why), std::move(offers), now),
                    .still_at = SlotKey{stored.booking.office, stored.booking.service, stored.booking.day,
                                        stored.booking.slot.start}};
  const auto answer = co_await store_.cancel(std::move(order));
  const auto* cancelled = std::get_if<Cancelled>(&answer);
  co_return cancelled != nullptr && !cancelled->again;
}

asio::awaitable<bool> BookingService::tell_one(Upcoming upcoming, UtcTime now) {
  const auto& stored = upcoming.stored;
  const auto found = affected(offices_, stored);
  if (found && found->cancels) {
    co_return co_await cancel_for_office(stored, *found, now);
  }
  TellOrder order{.token = stored.token,
                  .day = stored.booking.day,
                  .start = stored.booking.slot.start,
                  .change = found ? change_of(*found, stored) : std::string{},
                  .now = now,
                  .notices = found ? notices_.cannot_be_kept(stored, reason_of(*found), now)
                                   : notices_.kept_after_all(stored, now)};
  const auto answer = co_await store_.tell(std::move(order));
  co_return std::holds_alternative<ToldNow>(answer);
}

asio::awaitable<AffectedBookings> BookingService::tell_affected(UtcTime now, const bool& stopping) {
  AffectedBookings all;
  // Today is here at the latest in the zone of Western Indonesia.
  auto day = OfficeDay::of(now, Zone::wib);
  while (!stopping) {
    const auto upcoming = co_await store_.upcoming(day);
    if (upcoming.empty()) {
      co_return all;
    }
    day = upcoming.front().stored.booking.day.plus(1);
    for (const auto& [stored, told] : upcoming) {
      const auto place = shown_place(stored, offices_);
      if (now >= instant(place.day, place.hours.end, place.zone)) {
        continue;  // over
      }
      const auto found = affected(offices_, stored);
      const auto change = found ? change_of(*found, stored) : std::string{};
      if (found) {
        const AffectedBookings::Group group{stored.booking.office, stored.booking.day, *found};
        auto known = std::ranges::find(all.groups, group, &std::pair<AffectedBookings::Group, std::size_t>::first);
        if (known == all.groups.end()) {
          known = all.groups.insert(known, {group, 0});
        }
        ++known->second;
        all.without_contact += stored.mail.empty() ? 1 : 0;
      }
      if ((change != told || (found && found->cancels)) && !stopping) {
        const bool now_told = co_await tell_one({stored, told}, now);
        all.told += now_told && !stored.mail.empty() ? 1 : 0;
      }
    }
  }
  co_return all;
}

}  // namespace antrean::portal
