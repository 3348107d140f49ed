// The portal's site for people. It takes requests and answers with the pages of pages/. The steps are plain
// links. Only POST changes anything, and a confirmation is always reached by a redirect, so reloading it does
// nothing.
//
//   GET  /                                        offices
//   GET  /book/{office}                           services, or on to the only one
//   GET  /book/{office}/{service}                 dates
//   GET  /book/{office}/{service}/{day}           hours
//   GET  /book/{office}/{service}/{day}/{time}    details
//   POST /book    form, office, service, slot (2026-11-23T08:00), name, nik, mail, card_says_so ("" or "yes")
//                 -> 303 /booking/{token}
//   GET  /booking/{token}                         confirmation;  /qr.png: its QR
//   POST /booking/{token}/cancel   form           -> 303 /booking/{token}
//   GET, POST /find                form, code, nik -> 303 /booking/{token}
//   POST /book?lang=en, /find?lang=en             the language switch: the form again with what was typed
//   GET  /static/{name}, /health
//
// What everybody is shown alike (offices, services, dates, hours) is kept and has an ETag; a page with a form
// is not stored by anybody. Neither names nor NIK nor mail are ever in an address or a log line.
#pragma once

#include "booking/booking_service.hpp"
#include "http/rate_limiter.hpp"
#include "http/server.hpp"
#include "pages/pages.hpp"
#include "process/clock.hpp"
#include "web/kept_pages.hpp"
#include "web/session.hpp"

namespace antrean::portal {

struct SiteOptions {
  bool https = true;
  int bookings_per_minute = 120;  ///< per asker (http/peers.hpp)
  int lookups_per_minute = 20;
};

class BookingSite {
 public:
  /// `booking_service` must outlive the site; the site must outlive the server.
  BookingSite(BookingService& booking_service, FormTokens tokens, SiteOptions options, const process::Clock& clock);

  /// Adds the routes, the security headers and the error pages.
  void serve(http::Server& server);

 private:
  using Answer = boost::asio::awaitable<http::Response>;
  struct Chosen {
    const Office* office = nullptr;
    const Service* service = nullptr;
  };

  Answer show_offices(http::Request request, Visitor visitor);
  Answer show_services(http::Request request, Visitor visitor);
  Answer show_dates(http::Request request, Visitor visitor);
  Answer show_hours(http::Request request, Visitor visitor);
  Answer show_details(http::Request request, Visitor visitor);
  Answer book(http::Request request, Visitor visitor);
  Answer show_booking(http::Request request, Visitor visitor);
  Answer show_qr(http::Request request, Visitor visitor);
  Answer cancel(http::Request request, Visitor visitor);
  Answer show_find(http::Request request, Visitor visitor);
  Answer find(http::Request request, Visitor visitor);
  Answer show_asset(http::Request request, Visitor visitor);

  /// The office and the service of the route's first two captures. If the office does not have the service,
  /// there is no match.
  Chosen chosen(std::string_view office, std::string_view service) const;
  http::Response page(const Visitor& visitor, std::string html, unsigned status = 200) const;
  http::Response page_with_form(const Visitor& visitor, std::string html, unsigned status = 200) const;
  http::Response kept_page(const http::Request& request, const Visitor& visitor, const KeptPage& kept) const;
  http::Response kept_page_with_form(const Visitor& visitor, const KeptPage& kept) const;
  http::Response not_found(const Visitor& visitor) const;
  http::Response refused(const Visitor& visitor) const;
  http::Response notice(const Visitor& visitor, std::string_view title, std::string_view text, unsigned status) const;
  http::Response answer_of(const Visitor& visitor, const BookOutcome& outcome, DetailsPage page_again) const;
  http::Response details(const Visitor& visitor, DetailsPage shown, unsigned status) const;

  BookingService& booking_service_;
  FormTokens tokens_;
  Cookies cookies_;
  bool https_;
  const process::Clock& clock_;
  KeptPages kept_;
  http::RateLimiter bookings_;
  http::RateLimiter lookups_;
};

}  // namespace antrean::portal
