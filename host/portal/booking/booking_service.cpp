#include "booking/booking_service.hpp"

#include <algorithm>

#include <sodium.h>

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

constexpr std::size_t code_candidates = 4;
constexpr int code_attempts = 5;
constexpr std::size_t alternatives = 6;

Minutes distance(const SlotOnOffer& slot, OfficeDay day, TimeOfDay wanted) {
  const Minutes from{(slot.day.number() - day.number()) * 24 * 60 + slot.hours.start.minutes() - wanted.minutes()};
  return from < Minutes{0} ? -from : from;
}

}  // namespace

std::vector<SlotOnOffer> nearest_free(std::vector<SlotOnOffer> slots, OfficeDay day, TimeOfDay wanted,
                                      std::size_t most) {
  const auto by_time = [](const SlotOnOffer& slot) { return std::pair{slot.day, slot.hours.start}; };
  std::erase_if(slots, [](const SlotOnOffer& slot) { return !slot.bookable(); });
  std::ranges::sort(slots, {}, by_time);
  std::ranges::stable_sort(slots, {}, [&](const SlotOnOffer& slot) { return distance(slot, day, wanted); });
  if (slots.size() > most) {
    slots.resize(most);
  }
  std::ranges::sort(slots, {}, by_time);
  return slots;
}

std::vector<SlotOnOffer> slots_on_offer(const Offices& offices, const Office& office, const Service& service,
                                        UtcTime now, std::span<const SlotPlaces> rows) {
  std::multimap<OfficeDay, const SlotPlaces*> of_day;
  for (const auto& row : rows) {
    of_day.emplace(row.slot.day, &row);
  }
  const auto [first, last] = offices.window(office, now);
  std::vector<SlotOnOffer> offered;
  for (auto day = first; day <= last; day = day.plus(1)) {
    const auto [begin, end] = of_day.equal_range(day);
    for (const auto& slot : offices.slots_on(office, service.key, day)) {
      int free = slot.quota;
      for (auto row = begin; row != end; ++row) {
        const auto& taken = *row->second;
        const bool overlaps = taken.slot.start < slot.hours.end && taken.end > slot.hours.start;
        free -= taken.slot.start == slot.hours.start || overlaps ? taken.booked : 0;
      }
      offered.push_back({day, slot.hours, slot.quota, std::max(0, free), offices.open(office, day, slot.hours, now)});
    }
  }
  return offered;
}

asio::awaitable<std::vector<SlotOnOffer>> BookingService::slots(const Office* office, const Service* service,
                                                                UtcTime now) {
  const auto [first, last] = offices_.window(*office, now);
  const auto rows = co_await store_.places(office->code, service->key, first, last);
  co_return slots_on_offer(offices_, *office, *service, now, rows);
}

asio::awaitable<BookOutcome> BookingService::book(BookRequest request, UtcTime now) {
  const auto& office = *request.office;
  Applicant applicant;
  const auto problems = check_fields(request.typed, OfficeDay::of(now, office.zone), applicant);
  if (problems.any()) {
    co_return WrongFields{problems};
  }

  const auto day_slots = offices_.slots_on(office, request.service->key, request.day);
  const auto slot =
      std::ranges::find(day_slots, request.start, [](const OfferedSlot& offered) { return offered.hours.start; });
  if (slot == day_slots.end() || !offices_.open(office, request.day, slot->hours, now)) {
    co_return NotOffered{};
  }

  BookOrder order{.id = 0,
                  .slot = {office.code, request.service->key, request.day, request.start},
                  .end = slot->hours.end,
                  .quota = slot->quota,
                  .form = request.form,
                  .token = random_key(),
                  .codes = {},
                  .name = applicant.name,
                  .mail = applicant.mail,
                  .language = request.language,
                  .nik = nik_key_.hmac(applicant.nik.digits),
                  .nik_last4 = nik_last4(applicant.nik.digits),
                  .party = 1,
                  .now = now};
  for (int attempt = 0; attempt < code_attempts; ++attempt) {
    order.id = new_booking_id();
    order.codes.clear();
    for (std::size_t i = 0; i < code_candidates; ++i) {
      order.codes.push_back(codes::make_short_code(office.code, randombytes_random));
    }
    auto answer = co_await store_.book(order);
    if (auto* booked = std::get_if<Booked>(&answer)) {
      co_return std::move(*booked);
    }
    if (auto* used = std::get_if<FormUsed>(&answer)) {
      co_return std::move(*used);
    }
    if (std::holds_alternative<PersonHasBooking>(answer)) {
      co_return PersonHasBooking{};
    }
    if (std::holds_alternative<Checking>(answer)) {
      co_return Checking{};
    }
    if (std::holds_alternative<SlotFull>(answer)) {
      auto offered = co_await slots(request.office, request.service, now);
      co_return NoPlace{nearest_free(std::move(offered), request.day, request.start, alternatives)};
    }
  }
  throw std::runtime_error("office " + office.code + ": no unused booking code found in " +
                           std::to_string(code_attempts * static_cast<int>(code_candidates)) + " attempts");
}

bool BookingService::may_cancel(const StoredBooking& stored, UtcTime now) const {
  const auto& booking = stored.booking;
  const auto* office = offices_.find(booking.office);
  return office != nullptr && booking.status == BookingStatus::confirmed && !stored.checked_in_at &&
         !stored.served_at && now < offices_.cancel_until(*office, booking.day, booking.slot);
}

asio::awaitable<CancelOutcome> BookingService::cancel(Key128 token, UtcTime now) {
  auto stored = co_await store_.find(token);
  if (!stored) {
    co_return NoSuchBooking{};
  }
  const bool unused = !stored->checked_in_at && !stored->served_at;
  if (stored->booking.status == BookingStatus::confirmed && unused && !may_cancel(*stored, now)) {
    co_return TooLateToCancel{std::move(*stored)};
  }
  CancelOrder order{token, now};
  auto answer = co_await store_.cancel(order);
  co_return std::visit([](auto&& what) -> CancelOutcome { return std::forward<decltype(what)>(what); },
                       std::move(answer));
}

asio::awaitable<std::optional<StoredBooking>> BookingService::find(std::string code, std::string nik, OfficeDay today) {
  Nik parsed;
  const auto scan = codes::read_scan(code, {});
  const auto* typed = std::get_if<codes::Typed>(&scan);
  // An unlikely NIK was compared with the card when it was booked.
  const bool card_says_so = true;
  if (typed == nullptr || parse_nik(nik, today, parsed, card_says_so) != NikProblem::none) {
    co_return std::nullopt;
  }
  const auto hmac = nik_key_.hmac(parsed.digits);
  co_return co_await store_.find(typed->code, hmac);
}

}  // namespace antrean::portal
