// What BookingSite asks of who books when new dates open: a place in line.
#include <algorithm>

#include "web/booking_site.hpp"

namespace antrean::portal {
namespace {

/// Seconds until the page looks again.
constexpr std::chrono::seconds soonest{2};
constexpr std::chrono::seconds latest{20};

}  // namespace

std::optional<UtcTime> BookingSite::opening_of(const Office& office, const Service& service, UtcTime now) const {
  const auto& offices = booking_service_.offices();
  if (offices.is_stopped(office)) {
    return std::nullopt;
  }
  const auto opened = offices.opened(office, offices.window(office, now).last);
  if (lines_.stands(office.code, opened, now)) {
    return opened;
  }
  const auto next = offices.next_opening(office, service, now);
  return next && *next - now <= OpeningLine::early ? next : std::nullopt;
}

std::optional<OpeningLine::Place> BookingSite::place_of(const http::Request& request, const Office& office,
                                                        UtcTime opens) {
  const auto now = clock_.now();
  auto& line = lines_.at(office.code);
  if (auto place = line.of(request, opens, now)) {
    return place;
  }
  if (!turns_.take(http::asker_of(request.peer), clock_.monotonic())) {
    return std::nullopt;
  }
  const auto place = line.enter(opens, now);
  if (const auto end = line.end(opens)) {
    OpeningLines::tell_end(tell_, office.code, opens, *end);
  }
  return place;
}

BookingSite::Answer BookingSite::show_opening(http::Request request, Visitor visitor) {
  const auto [office, service] = chosen(request.captures[0], request.captures[1]);
  if (office == nullptr) {
    co_return not_here(request, visitor);
  }
  const auto now = clock_.now();
  const auto dates = dates_path(*office, *service);
  const auto opens = opening_of(*office, *service, now);
  if (!opens) {
    co_return http::Response::redirect(dates);
  }
  auto& line = lines_.at(office->code);
  const auto place = place_of(request, *office, *opens);
  if (!place) {
    co_return no_turn(request, visitor);
  }
  const bool drawn = now >= *opens + OpeningLine::drawing;
  const bool come = drawn && line.has_come(*place, now);
  auto response =
      come ? http::Response::redirect(dates)
           : page(visitor, opening_page({visitor.language, opening_path(*office, *service)},
                                        {.office = *office,
                                         .service = *service,
                                         .opens = *opens,
                                         .waiting = line.waiting(*opens),
                                         .drawn = drawn,
                                         .before = line.before(*place, now),
                                         .turn = std::chrono::ceil<std::chrono::minutes>(line.turn(*place))}));
  if (!come) {
    const auto at = drawn ? line.turn(*place) : now < *opens ? *opens : *opens + OpeningLine::drawing;
    const auto rest = std::clamp(std::chrono::ceil<std::chrono::seconds>(at - now), soonest, latest);
    response.headers.emplace_back("Refresh", std::to_string(rest.count()));
  }
  line.remember(response, *place);
  co_return response;
}

http::Response BookingSite::wait_in_line(const Visitor& visitor, DetailsPage again, const OpeningLine::Place& place) {
  const auto& line = lines_.at(again.office.code);
  auto response = comes_later(visitor, std::move(again), line.before(place, clock_.now()), line.turn(place));
  line.remember(response, place);
  return response;
}

}  // namespace antrean::portal
