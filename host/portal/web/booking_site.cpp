#include "web/booking_site.hpp"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "pages/assets.hpp"
#include "qr/qr_png.hpp"

namespace antrean::portal {
namespace {

struct Slot {
  OfficeDay day;
  TimeOfDay start;
};

/// "2026-11-23T08:00"
std::optional<Slot> parse_slot(std::string_view text) {
  const auto t = text.find('T');
  if (t == std::string_view::npos) {
    return std::nullopt;
  }
  const auto day = OfficeDay::parse(text.substr(0, t));
  const auto start = TimeOfDay::parse(text.substr(t + 1));
  if (!day || !start) {
    return std::nullopt;
  }
  return Slot{*day, *start};
}

std::string field(const std::map<std::string, std::string>& form, const std::string& name) {
  const auto it = form.find(name);
  return it == form.end() ? std::string{} : it->second;
}

/// The title and the text of an error page.
std::pair<std::string_view, std::string_view> words_of(unsigned status, const Texts& t) {
  switch (status) {
    case 405:
      return {t.wrong_method_title, t.wrong_method_text};
    case 413:
      return {t.too_large_title, t.too_large_text};
    default:
      return status < 500 ? std::pair{t.bad_request_title, t.bad_request_text}
                          : std::pair{t.broken_title, t.broken_text};
  }
}

template <class... Each>
struct Overloaded : Each... {
  using Each::operator()...;
};
template <class... Each>
Overloaded(Each...) -> Overloaded<Each...>;

}  // namespace

BookingSite::BookingSite(BookingService& booking_service, FormTokens tokens, SiteOptions options,
                         const process::Clock& clock)
    : booking_service_(booking_service),
      tokens_(tokens),
      cookies_(options.https),
      https_(options.https),
      clock_(clock),
      bookings_(options.bookings_per_minute / 60.0, options.bookings_per_minute),
      lookups_(options.lookups_per_minute / 60.0, options.lookups_per_minute) {}

void BookingSite::serve(http::Server& server) {
  const auto route = [&](const char* method, const char* pattern, Answer (BookingSite::*handler)(http::Request)) {
    server.route(method, pattern,
                 [this, handler](http::Request request) { return (this->*handler)(std::move(request)); });
  };
  route("GET", "/", &BookingSite::show_offices);
  // The target of a form is no page. Somebody who opens it is sent to the start.
  server.route("GET", "/book", [](http::Request) -> Answer { co_return http::Response::redirect("/"); });
  route("GET", "/book/{}", &BookingSite::show_services);
  route("GET", "/book/{}/{}", &BookingSite::show_dates);
  route("GET", "/book/{}/{}/{}", &BookingSite::show_hours);
  route("GET", "/book/{}/{}/{}/{}", &BookingSite::show_details);
  route("POST", "/book", &BookingSite::book);
  route("GET", "/booking/{}", &BookingSite::show_booking);
  route("GET", "/booking/{}/qr.png", &BookingSite::show_qr);
  server.route("GET", "/booking/{}/cancel", [](http::Request request) -> Answer {
    co_return http::Response::redirect("/booking/" + request.captures[0]);
  });
  route("POST", "/booking/{}/cancel", &BookingSite::cancel);
  route("GET", "/find", &BookingSite::show_find);
  route("POST", "/find", &BookingSite::find);
  route("GET", "/static/{}", &BookingSite::show_asset);
  server.route("GET", "/health", [](http::Request) -> Answer { co_return http::Response::json(R"({"status":"ok"})"); });
  server.always(security_headers(https_));
  server.error_page([this](unsigned status, const http::Request& request) {
    // A request that could not be read has no path. Browsers send no such request, so it gets an answer for
    // tools.
    if (request.path.empty() || request.path.starts_with("/office/")) {
      return http::Response::problem(status, status == 413 ? "body too large" : "request refused",
                                     "see the portal's OpenAPI description");
    }
    if (status == 404) {
      return not_found(request);
    }
    const auto [title, text] = words_of(status, texts(language_of(request)));
    return page(request, notice_page(context(request, "/"), title, text, "/", texts(language_of(request)).footer_home),
                status);
  });
}

PageContext BookingSite::context(const http::Request& request) const { return context(request, request.path); }
PageContext BookingSite::context(const http::Request& request, std::string path) const {
  return {language_of(request), std::move(path)};
}

http::Response BookingSite::page(const http::Request& request, std::string html, unsigned status) const {
  auto response = http::Response::html(std::move(html), status);
  cookies_.remember(response, request);
  response.headers.emplace_back("Vary", "Cookie, Accept-Language");
  return response;
}

http::Response BookingSite::not_found(const http::Request& request) const {
  const auto& t = texts(language_of(request));
  return page(request, notice_page(context(request, "/"), t.not_found_title, t.not_found_text, "/", t.footer_home),
              404);
}

http::Response BookingSite::refused(const http::Request& request) const {
  const auto& t = texts(language_of(request));
  return page(request, notice_page(context(request, "/"), t.forbidden_title, t.forbidden_text, "/", t.footer_home),
              403);
}

BookingSite::Chosen BookingSite::chosen(std::string_view office_code, std::string_view service_key) const {
  const auto* office = booking_service_.offices().find(office_code);
  const auto* service = booking_service_.offices().service(service_key);
  if (office == nullptr || service == nullptr) {
    return {};
  }
  const auto offered = booking_service_.offices().services_of(*office);
  if (std::ranges::find(offered, service) == offered.end()) {
    return {};
  }
  return {office, service};
}

BookingSite::Answer BookingSite::show_offices(http::Request request) {
  co_return page(request, offices_page(context(request), booking_service_.offices()));
}

BookingSite::Answer BookingSite::show_services(http::Request request) {
  const auto* office = booking_service_.offices().find(request.captures[0]);
  if (office == nullptr) {
    co_return not_found(request);
  }
  const auto services = booking_service_.offices().services_of(*office);
  if (services.size() == 1) {
    co_return http::Response::redirect(dates_path(*office, *services.front()));
  }
  co_return page(request, services_page(context(request), *office, services));
}

BookingSite::Answer BookingSite::show_dates(http::Request request) {
  const auto [office, service] = chosen(request.captures[0], request.captures[1]);
  if (office == nullptr) {
    co_return not_found(request);
  }
  const auto now = clock_.now();
  auto slots = co_await booking_service_.slots(office, service, now);
  const DatesPage shown{.office = *office,
                        .service = *service,
                        .several_services = booking_service_.offices().services_of(*office).size() > 1,
                        .window = booking_service_.offices().window(*office, now),
                        .slots = std::move(slots),
                        .next_release = booking_service_.offices().next_release(*office, now)};
  co_return page(request, dates_page(context(request), shown));
}

BookingSite::Answer BookingSite::show_hours(http::Request request) {
  const auto [office, service] = chosen(request.captures[0], request.captures[1]);
  const auto day = OfficeDay::parse(request.captures[2]);
  if (office == nullptr || !day) {
    co_return not_found(request);
  }
  auto slots = co_await booking_service_.slots(office, service, clock_.now());
  std::erase_if(slots, [&](const SlotOnOffer& slot) { return slot.day != *day; });
  const HoursPage shown{.office = *office,
                        .service = *service,
                        .day = *day,
                        .slots = std::move(slots),
                        .holiday = booking_service_.offices().holiday(*office, *day)};
  co_return page(request, hours_page(context(request), shown));
}

http::Response BookingSite::details(const http::Request& request, DetailsPage shown, unsigned status) const {
  const auto session = cookies_.session(request);
  if (shown.form_token.empty()) {
    shown.form_token = tokens_.issue(session, clock_.now());
  }
  const auto path = details_path(shown.office, shown.service, shown.day, shown.hours.start);
  auto response = page(request, details_page(context(request, path), shown), status);
  cookies_.remember(response, session);
  return response;
}

BookingSite::Answer BookingSite::show_details(http::Request request) {
  const auto [office, service] = chosen(request.captures[0], request.captures[1]);
  const auto day = OfficeDay::parse(request.captures[2]);
  const auto start = TimeOfDay::parse(request.captures[3]);
  if (office == nullptr || !day || !start) {
    co_return not_found(request);
  }
  const auto slots = co_await booking_service_.slots(office, service, clock_.now());
  const auto slot = std::ranges::find_if(
      slots, [&](const SlotOnOffer& offered) { return offered.day == *day && offered.hours.start == *start; });
  // It is full or over now; the day's hours show this.
  if (slot == slots.end() || !slot->bookable()) {
    co_return http::Response::redirect(hours_path(*office, *service, *day));
  }
  co_return details(request,
                    DetailsPage{.office = *office,
                                .service = *service,
                                .day = *day,
                                .hours = slot->hours,
                                .typed = {},
                                .problems = {},
                                .nearest = {},
                                .form_token = {}},
                    200);
}

BookingSite::Answer BookingSite::book(http::Request request) {
  if (!same_origin(request)) {
    co_return refused(request);
  }
  const auto form = request.form();
  const auto [office, service] = chosen(field(form, "office"), field(form, "service"));
  const auto slot = parse_slot(field(form, "slot"));
  if (office == nullptr || !slot) {
    co_return not_found(request);
  }

  DetailsPage again{.office = *office,
                    .service = *service,
                    .day = slot->day,
                    .hours = {slot->start, slot->start},
                    .typed = {field(form, "name"), field(form, "nik"), field(form, "mail")},
                    .problems = {},
                    .nearest = {},
                    .form_token = {}};
  for (const auto& offered : booking_service_.offices().slots_on(*office, service->key, slot->day)) {
    if (offered.hours.start == slot->start) {
      again.hours = offered.hours;
    }
  }

  const auto now = clock_.now();
  const auto session = cookies_.session(request);
  const auto key = session.fresh ? std::nullopt : tokens_.verify(field(form, "form"), session, now);
  if (!key) {
    again.notice = DetailsNotice::expired;
    co_return details(request, std::move(again), 403);
  }
  again.form_token = field(form, "form");
  if (!bookings_.take(request.peer, clock_.monotonic())) {
    again.notice = DetailsNotice::busy;
    co_return details(request, std::move(again), 429);
  }

  BookRequest wanted{.office = office,
                     .service = service,
                     .day = slot->day,
                     .start = slot->start,
                     .typed = again.typed,
                     .language = std::string{texts(language_of(request)).code},
                     .form = *key};
  std::optional<BookOutcome> outcome;
  try {
    outcome = co_await booking_service_.book(std::move(wanted), now);
  } catch (const std::exception& failure) {
    spdlog::error("site: a booking at {} failed: {}", office->code, failure.what());
  }
  if (!outcome) {
    again.notice = DetailsNotice::failed;
    co_return details(request, std::move(again), 503);
  }
  co_return answer_of(request, *outcome, std::move(again));
}

http::Response BookingSite::answer_of(const http::Request& request, const BookOutcome& outcome,
                                      DetailsPage again) const {
  const auto& t = texts(language_of(request));
  const auto home = context(request, "/");
  const auto once_more = [&](DetailsNotice notice, unsigned status) {
    again.notice = notice;
    return details(request, std::move(again), status);
  };
  return std::visit(
      Overloaded{
          [&](const Booked& booked) { return http::Response::redirect(booking_path(booked.booking.token)); },
          [&](const WrongFields& wrong) {
            again.problems = wrong.problems;
            return once_more(DetailsNotice::wrong_fields, 422);
          },
          [&](const NotOffered&) {
            const auto link = dates_path(again.office, again.service);
            return page(request, notice_page(home, t.gone_title, t.gone_text, link, t.choose_other_day), 409);
          },
          [&](const NoPlace& full) {
            again.nearest = full.nearest;
            return once_more(DetailsNotice::no_place, 409);
          },
          [&](const PersonHasBooking&) { return once_more(DetailsNotice::person_has_booking, 409); },
          [&](const Checking&) { return once_more(DetailsNotice::checking, 503); },
          [&](const FormUsed& used) {
            const auto code = http::escape_html(used.booking.booking.code);
            return page(request,
                        notice_page(home, t.used_title, fmt::format(fmt::runtime(t.used_text), code),
                                    booking_path(used.booking.token), fmt::format(fmt::runtime(t.used_see), code)),
                        409);
          },
      },
      outcome);
}

BookingSite::Answer BookingSite::show_booking(http::Request request) {
  const auto token = key_from_hex(request.captures[0]);
  std::optional<StoredBooking> stored;
  if (token) {
    stored = co_await booking_service_.find(*token);
  }
  if (!stored) {
    co_return not_found(request);
  }
  const auto now = clock_.now();
  const auto session = cookies_.session(request);
  const auto* office = booking_service_.offices().find(stored->booking.office);
  ConfirmationPage shown{.stored = *stored,
                         .office = office,
                         .service = booking_service_.offices().service(stored->booking.service),
                         .may_cancel = booking_service_.may_cancel(*stored, now),
                         .cancel_until = std::nullopt,
                         .form_token = tokens_.issue(session, now)};
  if (office != nullptr) {
    shown.cancel_until = booking_service_.offices().cancel_until(*office, stored->booking.day, stored->booking.slot);
  }
  auto response = page(request, confirmation_page(context(request), shown));
  cookies_.remember(response, session);
  co_return response;
}

BookingSite::Answer BookingSite::show_qr(http::Request request) {
  const auto token = key_from_hex(request.captures[0]);
  std::optional<StoredBooking> stored;
  if (token) {
    stored = co_await booking_service_.find(*token);
  }
  if (!stored || stored->booking.status == BookingStatus::cancelled) {
    co_return not_found(request);
  }
  co_return http::Response::bytes(qr_png(booking_service_.qr_text(stored->booking)), "image/png");
}

BookingSite::Answer BookingSite::cancel(http::Request request) {
  const auto form = request.form();
  const auto now = clock_.now();
  const auto session = cookies_.session(request);
  if (!same_origin(request) || session.fresh || !tokens_.verify(field(form, "form"), session, now)) {
    co_return refused(request);
  }
  const auto token = key_from_hex(request.captures[0]);
  if (!token) {
    co_return not_found(request);
  }
  const auto outcome = co_await booking_service_.cancel(*token, now);
  if (std::holds_alternative<NoSuchBooking>(outcome)) {
    co_return not_found(request);
  }
  // In every case the confirmation shows the state of the booking: cancelled, used, or too late to cancel.
  co_return http::Response::redirect(booking_path(*token));
}

BookingSite::Answer BookingSite::show_find(http::Request request) {
  const auto session = cookies_.session(request);
  auto response =
      page(request, find_page(context(request), {.code = {}, .form_token = tokens_.issue(session, clock_.now())}));
  cookies_.remember(response, session);
  co_return response;
}

BookingSite::Answer BookingSite::find(http::Request request) {
  const auto form = request.form();
  const auto now = clock_.now();
  const auto session = cookies_.session(request);
  if (!same_origin(request) || session.fresh || !tokens_.verify(field(form, "form"), session, now)) {
    co_return refused(request);
  }
  FindPage again{.code = field(form, "code"), .form_token = field(form, "form")};
  if (!lookups_.take(request.peer, clock_.monotonic())) {
    again.busy = true;
    co_return page(request, find_page(context(request), again), 429);
  }
  // The date in the NIK is only checked for existence, so today in any of the three zones is good enough.
  const auto stored = co_await booking_service_.find(again.code, field(form, "nik"), OfficeDay::of(now, Zone::wib));
  if (stored) {
    co_return http::Response::redirect(booking_path(stored->token));
  }
  again.not_found = true;
  co_return page(request, find_page(context(request), again), 422);
}

BookingSite::Answer BookingSite::show_asset(http::Request request) {
  const auto* asset = find_asset(request.captures[0]);
  if (asset == nullptr) {
    co_return not_found(request);
  }
  auto response = http::Response::bytes(std::string{asset->body}, std::string{asset->content_type});
  const bool pinned = request.query.contains("v") && asset_path(asset->name).ends_with("?v=" + request.query.at("v"));
  response.headers.emplace_back("Cache-Control",
                                pinned ? "public, max-age=31536000, immutable" : "public, max-age=86400");
  co_return response;
}

}  // namespace antrean::portal
