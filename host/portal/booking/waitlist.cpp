// Who waits for a place, and who is asked when one comes free.
#include <algorithm>

#include "booking/booking_service.hpp"
#include "booking/offer_time.hpp"

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

// One sweep asks no more than this often; the next one goes on.
constexpr int rounds = 20;

}  // namespace

asio::awaitable<WaitOutcome> BookingService::wait(WaitRequest request, UtcTime now) {
  const auto& office = *request.office;
  const auto& rules = offices_.rules();
  const auto mail = checked_mail(request.mail);
  if (!mail || request.people < 1 || request.people > rules.largest_party) {
    co_return WrongValue{};
  }
  const auto window = offices_.window(office, now);
  if (rules.waitlist == 0 || (request.day && *request.day < window.first)) {
    co_return NotOffered{};
  }
  WaitOrder order{.waiting = {.token = random_key(),
                              .office = office.code,
                              .service = request.service->key,
                              .first = request.day.value_or(window.first),
                              .last = request.day.value_or(window.last.plus(offices_.release_of(office).days_ahead)),
                              .party = static_cast<std::uint8_t>(request.people),
                              .mail = *mail,
                              .language = request.language,
                              .names = {.zone = office.zone, .office = office.name, .service = request.service->name},
                              .joined_at = now},
                  .form = request.form,
                  .most = rules.waitlist,
                  .now = now};
  auto answer = co_await store_.wait(std::move(order));
  co_return std::visit([](auto&& what) -> WaitOutcome { return std::forward<decltype(what)>(what); },
                       std::move(answer));
}

bool BookingService::is_offer_key(const Waiting& waiting, std::string_view key) const {
  return waiting.offer && nik_key_.proof(waiting.token, key) == waiting.offer->link;
}

asio::awaitable<BookOutcome> BookingService::take_offer(Waiting waiting, std::string key, BookRequest request,
                                                        UtcTime now) {
  if (!waiting.offer) {
    co_return OfferOver{};
  }
  request.office = offices_.find(waiting.office);
  request.service = offices_.service(waiting.service);
  request.day = waiting.offer->day;
  request.start = waiting.offer->hours.start;
  request.typed.mail = waiting.mail;
  request.offer = TakenOffer{.token = waiting.token,
                             .link = nik_key_.proof(waiting.token, key),
                             .mail = waiting.mail,
                             .people = waiting.party};
  if (request.office == nullptr || request.service == nullptr) {
    co_return NotOffered{};
  }
  co_return co_await book(std::move(request), now);
}

asio::awaitable<bool> BookingService::ask_who_waits(std::vector<FreedPlaces> freed, UtcTime now) {
  bool any = false;
  for (auto& one : freed) {
    const auto* office = offices_.find(one.slot.office);
    const auto time = office == nullptr
                          ? OfferTime{}
                          : offer_time(offices_, *office, one.slot.service, one.slot.day, one.slot.start, now);
    if (time.when == OfferTime::When::later) {
      continue;
    }
    OfferOrder order{.freed = one.id, .to = {}, .until = time.until, .link = {}, .now = now, .notices = {}};
    if (office != nullptr) {
      const auto slots = offices_.slots_on(*office, one.slot.service, one.slot.day);
      const auto slot =
          std::ranges::find(slots, one.slot.start, [](const OfferedSlot& offered) { return offered.hours.start; });
      if (slot != slots.end()) {
        order.most_by_channel = slot->most[index_of(BookingChannel::web)];
      }
    }
    for (bool asked = false; !asked;) {
      if (time.when == OfferTime::When::now) {
        const auto key = to_hex(random_key());
        order.to = one.next.token;
        order.link = nik_key_.proof(one.next.token, key);
        order.notices = notices_.waitlist_offer(one, time.until, key, now);
      }
      auto answer = co_await store_.offer(order);
      auto* smaller = std::get_if<OfferToNext>(&answer);
      asked = smaller == nullptr;
      if (smaller != nullptr) {
        one.next = std::move(smaller->next);
      }
      any = any || std::holds_alternative<OfferMade>(answer);
    }
  }
  co_return any;
}

asio::awaitable<std::optional<UtcTime>> BookingService::sweep(UtcTime now) {
  std::optional<UtcTime> next;
  bool again = true;
  for (int round = 0; again && round < rounds; ++round) {
    auto swept = co_await store_.sweep(SweepOrder{now});
    next = swept.next;
    again = co_await ask_who_waits(std::move(swept.to_offer), now);
  }
  co_return next;
}

}  // namespace antrean::portal
