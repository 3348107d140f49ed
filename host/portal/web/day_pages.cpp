// The pages of an office's day: BookingSite's part that shows what the offices told (today/day_board.hpp).
#include <algorithm>
#include <cctype>

#include "office_api/today.hpp"
#include "text/text.hpp"
#include "web/booking_now.hpp"
#include "web/booking_site.hpp"

namespace antrean::portal {
namespace {

/// As people type a number: "a 012" is A012.
std::string number_typed(std::string_view typed) {
  std::string number;
  for (const char c : text::clean(typed).value_or("")) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      number += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return number;
}

}  // namespace

std::optional<DayOnPage> BookingSite::day_at(std::string_view office, Zone zone) const {
  const DayNews* news = day_ == nullptr ? nullptr : day_->of_office(office);
  if (news == nullptr) {
    return std::nullopt;
  }
  return DayOnPage{.news = *news,
                   .age = std::chrono::duration_cast<std::chrono::seconds>(clock_.monotonic() - news->heard),
                   .zone = zone};
}

std::optional<DayOnPage> BookingSite::day_of(const StoredBooking& stored, const ShownPlace& place) const {
  auto day = day_at(stored.booking.office, place.zone);
  if (!day || day->news.told.day != place.day || stored.booking.status == BookingStatus::cancelled) {
    return std::nullopt;
  }
  day->tickets = day_->of_booking(stored.booking.office, stored.booking.id, stored.booking.code);
  day->service = stored.booking.service;
  return day;
}

BookingSite::Answer BookingSite::show_now(http::Request request, Visitor visitor) {
  const auto found = co_await booking_of(request);
  if (!found) {
    co_return http::Response::problem(404, "no such booking", "it is unknown, or its place is only held");
  }
  const auto now = clock_.now();
  const auto place = shown_place(found->stored, booking_service_.offices());
  const bool over = booking_service_.is_over(found->stored, now);
  const auto day = over ? std::nullopt : day_of(found->stored, place);
  const BookingNow shown{.stored = found->stored,
                         .place = place,
                         .over = over,
                         .affected = booking_service_.affected_by(found->stored, now).has_value(),
                         .day = day ? &*day : nullptr};
  co_return http::Response::json(booking_now_json(visitor.language, shown));
}

BookingSite::Answer BookingSite::show_day(http::Request request, Visitor visitor) {
  const auto& asked = request.captures[0];
  const PageContext context{visitor.language, "/n/" + asked};
  const auto& offices = booking_service_.offices();
  if (office_api::is_page_key(asked)) {
    const auto found = day_ == nullptr ? std::nullopt : day_->find(asked);
    const auto* office = found ? offices.find(found->office) : nullptr;
    auto day = office == nullptr ? std::nullopt : day_at(office->code, office->zone);
    if (!day) {
      co_return page(visitor, unknown_number_page(context), 404);
    }
    day->tickets = {found->ticket};
    day->service = found->ticket->service;
    for (const auto* other : day_->of_booking(found->office, found->ticket->booking, found->ticket->code)) {
      if (other != found->ticket) {
        day->tickets.push_back(other);
      }
    }
    co_return page(visitor, number_page(context, {.day = *day, .office = office->name}));
  }
  const auto* office = offices.find(asked);
  if (office == nullptr) {
    co_return not_found(visitor);
  }
  auto day = day_at(office->code, office->zone);
  const auto typed = request.query.find("number");
  const std::string number = typed == request.query.end() ? std::string{} : number_typed(typed->second);
  if (day && !number.empty()) {
    for (const auto& [key, ticket] : day->news.tickets) {
      if (ticket.number == number || ticket.was == number) {
        day->tickets = {&ticket};
        day->service = ticket.service;
      }
    }
  }
  const OfficeDayPage shown{.office = *office, .day = day ? &*day : nullptr, .typed = number};
  PageContext here = context;
  here.query = number.empty() ? std::string{} : "number=" + http::url_encode(number) + "&";
  co_return page(visitor, office_day_page(here, shown));
}

}  // namespace antrean::portal
