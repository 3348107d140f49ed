#include "booking/booking_service.hpp"

#include <algorithm>

#include <sodium.h>

#include "text/text.hpp"

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

constexpr int code_attempts = 20;
constexpr int plan_attempts = 5;
constexpr std::size_t alternatives = 6;

Minutes distance(const SlotOnOffer& slot, OfficeDay day, TimeOfDay wanted) {
  const Minutes from{(slot.day.number() - day.number()) * 24 * 60 + slot.hours.start.minutes() - wanted.minutes()};
  return from < Minutes{0} ? -from : from;
}

BookingChannel channel_of(const BookRequest& request) {
  return request.phone.empty() ? BookingChannel::web : BookingChannel::whatsapp;
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

asio::awaitable<std::vector<SlotOnOffer>> BookingService::slots(const Office* office, const Service* service,
                                                                UtcTime now, BookingChannel channel) {
  const auto [first, last] = offices_.window(*office, now);
  const auto rows = co_await store_.places(office->code, service->key, first, last);
  co_return slots_on_offer(offices_, *office, *service, now, rows, channel);
}

asio::awaitable<std::optional<SlotOnOffer>> BookingService::slot(const Office* office, const Service* service,
                                                                 OfficeDay day, TimeOfDay start, UtcTime now) {
  const auto [first, last] = offices_.window(*office, now);
  if (day < first || day > last) {
    co_return std::nullopt;
  }
  const auto rows = co_await store_.places(office->code, service->key, day, day);
  for (const auto& slot : slots_of_day(offices_, *office, *service, day, now, rows)) {
    if (slot.hours.start == start) {
      co_return slot;
    }
  }
  co_return std::nullopt;
}

NikHmac BookingService::contact_digest(const std::string& contact) const {
  return contact.empty() ? NikHmac{} : nik_key_.contact(contact);
}

BookOrder BookingService::order_of(const BookRequest& request, const OfferedSlot& slot, const Applicant& applicant,
                                   UtcTime now) const {
  const auto& office = *request.office;
  const auto& rules = offices_.rules();
  BookOrder order;
  order.slot = {office.code, request.service->key, request.day, request.start};
  order.end = slot.hours.end;
  order.quota = slot.quota;
  order.booked_by = channel_of(request);
  order.most_by_channel = slot.most[index_of(order.booked_by)];
  order.form = request.form;
  order.token = address_key(now);
  order.name = applicant.name;
  order.mail = applicant.mail;
  order.language = request.language;
  order.nik = nik_key_.hmac(applicant.nik.digits);
  order.nik_last4 = nik_last4(applicant.nik.digits);
  for (const auto& one : applicant.companions) {
    order.companions.push_back({one.name, nik_key_.hmac(one.nik.digits), nik_last4(one.nik.digits)});
  }
  order.party = static_cast<std::uint8_t>(1 + order.companions.size());
  order.network = request.network.empty() ? AddressDigest{} : nik_key_.address(request.network);
  order.now = now;
  order.names = KeptNames{.zone = office.zone, .office = office_title(office), .service = request.service->name};
  order.fairness = {.one_per_service = rules.one_per_service,
                    .people_per_contact = rules.people_per_contact,
                    .cancels = rules.cancels,
                    .cancels_within = cancels_counted};
  if (!request.phone.empty()) {
    order.mail = request.phone;
    order.fairness.people_per_contact = order.party;
  } else if (applicant.mail.empty()) {
    order.without_contact = WithoutContact{.address = nik_key_.address(request.network),
                                           .people_per_slot = std::max(1, slot.quota / rules.without_contact),
                                           .people_per_day = rules.without_contact_per_day,
                                           .today = OfficeDay::of(now, office.zone)};
  }
  order.contact = contact_digest(order.mail);
  return order;
}

asio::awaitable<BookOutcome> BookingService::book(BookRequest request, UtcTime now) {
  const auto office = request.office->code;
  const auto service = request.service->key;
  for (int attempt = 0; attempt < plan_attempts; ++attempt) {
    if (renew_plan_ && (attempt > 0 || offices_.is_over(now))) {
      co_await renew_plan_();
    }
    // Of the plan as it is now: the request may be of a page that was made by an older one.
    request.office = offices_.find(office);
    request.service = offices_.service(service);
    if (request.office == nullptr || request.service == nullptr) {
      co_return NotOffered{};
    }
    if (auto outcome = co_await book_by_plan(request, now)) {
      co_return std::move(*outcome);
    }
  }
  throw std::runtime_error("office " + office + ": the plan changed again and again while something was booked");
}

asio::awaitable<std::optional<BookOutcome>> BookingService::book_by_plan(const BookRequest& request, UtcTime now) {
  const auto& office = *request.office;
  const auto& rules = offices_.rules();
  Applicant applicant;
  const auto problems = check_fields(request.typed, OfficeDay::of(now, office.zone),
                                     request.phone.empty() && rules.without_contact == 0, applicant);
  if (problems.any()) {
    co_return WrongFields{problems};
  }
  if (static_cast<int>(applicant.companions.size()) >= rules.largest_party) {
    co_return PartyTooLarge{rules.largest_party};
  }
  if (request.offer && static_cast<int>(applicant.companions.size()) + 1 != request.offer->people) {
    co_return PartyTooLarge{request.offer->people};
  }

  const auto day_slots = offices_.slots_on(office, request.service->key, request.day);
  const auto slot =
      std::ranges::find(day_slots, request.start, [](const OfferedSlot& offered) { return offered.hours.start; });
  if (slot == day_slots.end() || !offices_.open(office, request.day, slot->hours, now)) {
    co_return NotOffered{};
  }

  auto order = order_of(request, *slot, applicant, now);
  order.plan = renew_plan_ ? offices_.plan() : 0;
  if (request.offer) {
    order.token = request.offer->token;
    order.mail = request.offer->mail;
    order.contact = contact_digest(order.mail);
    order.most_by_channel.reset();  // it has its place already
    order.offer = TakeOffer{request.offer->link};
  }
  const auto digits = random_digits();
  const auto link_key = to_hex(random_key());
  if (rules.confirm_contact && !applicant.mail.empty() && !order.offer) {
    order.hold = HoldOrder{.until = now + rules.hold_for,
                           .digits = nik_key_.proof(order.token, digits),
                           .link = nik_key_.proof(order.token, link_key)};
  }
  for (int attempt = 0; attempt < code_attempts; ++attempt) {
    order.id = new_booking_id(now);
    order.codes = {codes::make_short_code(office.code, randombytes_random)};
    const auto stored = as_stored(order, order.codes.front());
    order.notices = order.hold ? notices_.asks_for_confirmation(stored, order.hold->until, digits, link_key, now)
                    : request.phone.empty() ? notices_.booked(stored, now)
                                            : notices_.reminders(stored, now);
    auto answer = co_await store_.book(order);
    if (std::holds_alternative<CodesInUse>(answer)) {
      continue;
    }
    if (std::holds_alternative<OtherPlan>(answer)) {
      co_return std::nullopt;
    }
    if (std::holds_alternative<SlotFull>(answer)) {
      auto offered = co_await slots(request.office, request.service, now, order.booked_by);
      co_return NoPlace{nearest_free(std::move(offered), request.day, request.start, alternatives)};
    }
    co_return std::visit(
        [](auto&& what) -> BookOutcome {
          using What = std::decay_t<decltype(what)>;
          if constexpr (std::is_same_v<What, SlotFull> || std::is_same_v<What, CodesInUse> ||
                        std::is_same_v<What, OtherPlan>) {
            throw std::logic_error("booking: an answer that was looked at already");
          } else {
            return std::forward<decltype(what)>(what);
          }
        },
        std::move(answer));
  }
  throw std::runtime_error("office " + office.code + ": no unused booking code found in " +
                           std::to_string(code_attempts) + " attempts");
}

asio::awaitable<ConfirmAnswer> BookingService::confirm(Key128 token, std::string typed, bool by_link, UtcTime now) {
  const auto held = co_await store_.find_held(token);
  ConfirmOrder order{
      .token = token, .proof = nik_key_.proof(token, typed), .by_link = by_link, .now = now, .notices = {}};
  if (const auto* place = held ? std::get_if<Held>(&*held) : nullptr) {
    order.notices = notices_.booked(place->booking, now);
  }
  auto answer = co_await store_.confirm(std::move(order));
  // The plan may have changed while the place was held: whoever was told before looked at bookings only.
  if (const auto* booked = std::get_if<Booked>(&answer); booked != nullptr && affected_by(booked->booking, now)) {
    co_await tell_one({.stored = booked->booking, .told = {}}, now);
  }
  co_return answer;
}

asio::awaitable<ResendAnswer> BookingService::resend(Key128 token, UtcTime now) {
  const auto held = co_await store_.find_held(token);
  const auto digits = random_digits();
  const auto link_key = to_hex(random_key());
  ResendOrder order{.token = token,
                    .digits = nik_key_.proof(token, digits),
                    .link = nik_key_.proof(token, link_key),
                    .most_sends = most_sends,
                    .now = now,
                    .notices = {}};
  if (const auto* place = held ? std::get_if<Held>(&*held) : nullptr) {
    order.notices = notices_.asks_for_confirmation(place->booking, place->until, digits, link_key, now);
  }
  co_return co_await store_.resend(std::move(order));
}

asio::awaitable<ReleaseAnswer> BookingService::release(Key128 token, UtcTime now) {
  return store_.release(ReleaseOrder{token, now});
}

asio::awaitable<bool> BookingService::send_again(Key128 token, UtcTime now) {
  const auto stored = co_await store_.find(token);
  if (!stored || stored->mail.empty() || stored->booking.status == BookingStatus::cancelled) {
    co_return false;
  }
  CorrectOrder order{.token = token,
                     .name = {},
                     .mail = {},
                     .end_reminders = false,
                     .now = now,
                     .notices = notices_.sent_again(*stored, now)};
  const auto answer = co_await store_.correct(std::move(order));
  co_return std::holds_alternative<Corrected>(answer);
}

bool BookingService::is_over(const StoredBooking& stored, UtcTime now) const {
  const auto place = shown_place(stored, offices_);
  return now >= instant(place.day.plus(1), TimeOfDay{0}, place.zone);
}

bool BookingService::may_cancel(const StoredBooking& stored, UtcTime now) const {
  const auto& booking = stored.booking;
  const auto* office = offices_.find(booking.office);
  if (affected_by(stored, now)) {
    return true;
  }
  return office != nullptr && booking.status == BookingStatus::confirmed && !stored.checked_in_at &&
         !stored.served_at && now < offices_.cancel_until(*office, booking.day, booking.slot);
}

std::optional<UtcTime> BookingService::cancelling_freezes_until(const StoredBooking& stored, UtcTime now) const {
  const auto& rules = offices_.rules();
  const auto place = shown_place(stored, offices_);
  if (rules.late_cancel_freeze_days == 0 || affected_by(stored, now) ||
      now + rules.late_cancel_within <= instant(place.day, place.hours.start, place.zone)) {
    return std::nullopt;
  }
  const auto today = OfficeDay::of(now, place.zone);
  return instant(today.plus(1 + rules.late_cancel_freeze_days), TimeOfDay{0}, place.zone);
}

bool BookingService::may_move(const StoredBooking& stored, UtcTime now) const {
  return affected_by(stored, now) || (may_cancel(stored, now) && stored.moves < offices_.rules().moves);
}

std::optional<UtcTime> BookingService::rests_until(UtcTime now) const {
  const auto& rules = offices_.rules();
  if (rules.rests_at_most == Minutes{0}) {
    return std::nullopt;
  }
  const auto spread = std::chrono::duration_cast<std::chrono::seconds>(rules.rests_at_most - rules.rests_at_least);
  return now + rules.rests_at_least +
         std::chrono::seconds{randombytes_uniform(static_cast<std::uint32_t>(spread.count()) + 1)};
}

asio::awaitable<CancelOutcome> BookingService::cancel(Key128 token, UtcTime now, Tell tell) {
  auto stored = co_await store_.find(token);
  if (!stored) {
    co_return NoSuchBooking{};
  }
  const bool unused = !stored->checked_in_at && !stored->served_at;
  if (stored->booking.status == BookingStatus::confirmed && unused && !may_cancel(*stored, now)) {
    co_return TooLate{std::move(*stored)};
  }
  auto after = *stored;
  ++after.revision;
  CancelOrder order{.token = token,
                    .now = now,
                    .rests_until = rests_until(now),
                    .frozen_until = cancelling_freezes_until(*stored, now),
                    .excused = affected_by(*stored, now).has_value(),
                    .notices = tell == Tell::contact ? notices_.cancelled(after, now) : std::vector<Notice>{}};
  auto answer = co_await store_.cancel(std::move(order));
  co_return std::visit([](auto&& what) -> CancelOutcome { return std::forward<decltype(what)>(what); },
                       std::move(answer));
}

asio::awaitable<MoveOutcome> BookingService::move(Key128 token, OfficeDay day, TimeOfDay start, UtcTime now) {
  auto stored = co_await store_.find(token);
  if (!stored) {
    co_return NoSuchBooking{};
  }
  const auto office = stored->booking.office;
  co_return co_await move_to(std::move(*stored), office, day, start, now);
}

asio::awaitable<MoveOutcome> BookingService::move_to(StoredBooking stored, std::string office, OfficeDay day,
                                                     TimeOfDay start, UtcTime now) {
  for (int attempt = 0; attempt < plan_attempts; ++attempt) {
    if (renew_plan_ && (attempt > 0 || offices_.is_over(now))) {
      co_await renew_plan_();
    }
    if (auto outcome = co_await move_by_plan(stored, office, day, start, now)) {
      co_return std::move(*outcome);
    }
  }
  throw std::runtime_error("office " + office + ": the plan changed again and again while a booking was moved");
}

asio::awaitable<std::optional<MoveOutcome>> BookingService::move_by_plan(StoredBooking stored, std::string to,
                                                                         OfficeDay day, TimeOfDay start, UtcTime now) {
  const auto& booking = stored.booking;
  const auto* office = offices_.find(to);
  const auto* service = offices_.service(booking.service);
  if (office == nullptr || service == nullptr) {
    co_return NotOffered{};
  }
  const bool is_affected = affected_by(stored, now).has_value();
  const bool unused = !stored.checked_in_at && !stored.served_at && !stored.no_show_at;
  if (booking.status == BookingStatus::confirmed && unused && !may_cancel(stored, now)) {
    co_return TooLate{std::move(stored)};
  }
  const auto day_slots = offices_.slots_on(*office, service->key, day);
  const auto slot = std::ranges::find(day_slots, start, [](const OfferedSlot& offered) { return offered.hours.start; });
  if (slot == day_slots.end() || !office->on_web || !offices_.open(*office, day, slot->hours, now)) {
    co_return NotOffered{};
  }
  auto after = stored;
  after.booking.day = day;
  after.booking.slot = slot->hours;
  ++after.revision;
  MoveOrder order{.token = stored.token,
                  .day = day,
                  .hours = slot->hours,
                  .quota = slot->quota,
                  .most_moves = is_affected ? 0 : offices_.rules().moves,
                  .rests_until = is_affected ? std::nullopt : rests_until(now),
                  .now = now,
                  .notices = {},
                  .elsewhere = {},
                  .plan = renew_plan_ ? offices_.plan() : 0,
                  .booked_by = BookingChannel::web,
                  .most_by_channel = slot->most[index_of(BookingChannel::web)]};
  if (order.most_moves == 0 && !is_affected) {
    co_return NoMoreMoves{std::move(stored)};
  }
  for (int attempt = 0; attempt < code_attempts; ++attempt) {
    if (office->code != booking.office) {
      after.booking.office = office->code;
      after.booking.id = new_booking_id(now);
      after.booking.code = codes::make_short_code(office->code, randombytes_random);
      after.token = address_key(now);
      after.names = KeptNames{.zone = office->zone, .office = office->name, .service = service->name};
      after.revision = 0;
      order.elsewhere = Elsewhere{.office = office->code,
                                  .id = after.booking.id,
                                  .form = random_key(),
                                  .token = after.token,
                                  .codes = {after.booking.code},
                                  .names = after.names};
    }
    order.notices = notices_.moved(stored, after, now);
    auto answer = co_await store_.move(order);
    if (std::holds_alternative<CodesInUse>(answer)) {
      continue;
    }
    if (std::holds_alternative<OtherPlan>(answer)) {
      co_return std::nullopt;
    }
    if (std::holds_alternative<SlotFull>(answer)) {
      auto offered = co_await slots(office, service, now);
      co_return NoPlace{nearest_free(std::move(offered), day, start, alternatives)};
    }
    co_return std::visit(
        [](auto&& what) -> MoveOutcome {
          using What = std::decay_t<decltype(what)>;
          if constexpr (std::is_same_v<What, SlotFull> || std::is_same_v<What, CodesInUse> ||
                        std::is_same_v<What, OtherPlan>) {
            throw std::logic_error("booking: an answer that was looked at already");
          } else {
            return std::forward<decltype(what)>(what);
          }
        },
        std::move(answer));
  }
  throw std::runtime_error("office " + office->code + ": no unused booking code found in " +
                           std::to_string(code_attempts) + " attempts");
}

asio::awaitable<CorrectOutcome> BookingService::correct(Key128 token, std::string name, std::string mail, UtcTime now) {
  auto stored = co_await store_.find(token);
  if (!stored) {
    co_return NoSuchBooking{};
  }
  const auto place = shown_place(*stored, offices_);
  if (now >= instant(place.day, TimeOfDay{0}, place.zone)) {
    co_return TooLate{std::move(*stored)};
  }
  CorrectOrder order{.token = token, .name = {}, .mail = {}, .end_reminders = false, .now = now, .notices = {}};
  if (!name.empty()) {
    order.name = checked_name(name);
  }
  if (!mail.empty()) {
    order.mail = checked_mail(mail);
    order.contact = contact_digest(order.mail.value_or(""));
  }
  if ((!name.empty() && !order.name) || (!mail.empty() && !order.mail)) {
    co_return WrongValue{};
  }
  auto after = *stored;
  after.booking.name = order.name.value_or(after.booking.name);
  after.mail = order.mail.value_or(after.mail);
  ++after.revision;
  order.notices = notices_.sent_again(after, now);
  auto answer = co_await store_.correct(std::move(order));
  co_return std::visit([](auto&& what) -> CorrectOutcome { return std::forward<decltype(what)>(what); },
                       std::move(answer));
}

asio::awaitable<bool> BookingService::is_person_of(Key128 token, std::string nik, UtcTime now) {
  Nik parsed;
  // What stands on a card that says so is as good as the others.
  if (parse_nik(text::clean(nik).value_or(nik), OfficeDay::of(now, Zone::wib), parsed, true) != NikProblem::none) {
    co_return false;
  }
  const auto hmac = nik_key_.hmac(parsed.digits);
  co_return co_await store_.is_person_of(token, hmac);
}

asio::awaitable<bool> BookingService::end_reminders(Key128 token, Key128 key, UtcTime now) {
  const auto right = nik_key_.reminders_key(token);
  if (sodium_memcmp(right.data(), key.data(), key.size()) != 0) {
    co_return false;
  }
  CorrectOrder order{.token = token, .name = {}, .mail = {}, .end_reminders = true, .now = now, .notices = {}};
  co_await store_.correct(std::move(order));
  co_return true;
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
