// The portal's site for people. It takes requests and answers with the pages of pages/. The steps are plain
// links. Only POST changes anything, and a confirmation is always reached by a redirect, so reloading it does
// nothing.
//
//   GET  /                                      offices
//   GET  /book/{office}                         services; redirects if there is only one
//   GET  /book/{office}/{service}               dates
//   GET  /book/{office}/{service}/{day}         hours
//   GET  /book/{office}/{service}/{day}/{time}  details
//   POST /book                                  form, office, service, slot (2026-11-23T08:00), name, nik,
//                                               mail -> 303 /booking/{token}
//   GET  /booking/{token}                       confirmation
//   GET  /booking/{token}/qr.png                the QR of the booking
//   POST /booking/{token}/cancel                form -> 303 /booking/{token}
//   GET, POST /find                             form, code, nik -> 303 /booking/{token}
//   GET  /static/{name}
//   GET  /health
//
// Names, NIKs and mail addresses are never in an address or a log line.
#pragma once

#include "booking/booking_service.hpp"
#include "http/server.hpp"
#include "pages/pages.hpp"
#include "process/clock.hpp"
#include "web/rate_limiter.hpp"
#include "web/session.hpp"

namespace antrean::portal {

struct SiteOptions {
  bool https = true;
  int bookings_per_minute = 120;  ///< per client address
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

  Answer show_offices(http::Request request);
  Answer show_services(http::Request request);
  Answer show_dates(http::Request request);
  Answer show_hours(http::Request request);
  Answer show_details(http::Request request);
  Answer book(http::Request request);
  Answer show_booking(http::Request request);
  Answer show_qr(http::Request request);
  Answer cancel(http::Request request);
  Answer show_find(http::Request request);
  Answer find(http::Request request);
  Answer show_asset(http::Request request);

  /// The office and the service of the route's first two captures. If the office does not have the service,
  /// there is no match.
  Chosen chosen(std::string_view office, std::string_view service) const;
  http::Response page(const http::Request& request, std::string html, unsigned status = 200) const;
  http::Response not_found(const http::Request& request) const;
  http::Response refused(const http::Request& request) const;
  http::Response answer_of(const http::Request& request, const BookOutcome& outcome, DetailsPage page_again) const;
  http::Response details(const http::Request& request, DetailsPage shown, unsigned status) const;
  PageContext context(const http::Request& request) const;
  PageContext context(const http::Request& request, std::string path) const;

  BookingService& booking_service_;
  FormTokens tokens_;
  Cookies cookies_;
  bool https_;
  const process::Clock& clock_;
  RateLimiter bookings_;
  RateLimiter lookups_;
};

}  // namespace antrean::portal
