// What the portal counts since its start, for monitoring: GET /metrics, in the Prometheus text format, for
// programs of this machine only. Nothing in it is about a person. io_context thread.
//
//   antrean_bookings_total{answer}                 booked, again, wrong_fields, not_offered, no_place, ...
//   antrean_cancellations_total{answer}            cancelled, again, no_such_booking, used, too_late
//   antrean_requests_total{route,status}
//   antrean_refused_total{reason}                  what the security log tells of
//   antrean_store_seconds{operation}               histogram, until durable
//   antrean_store_failures_total{operation}
//   antrean_office_last_contact_timestamp_seconds{office}   0: not since the start
//   antrean_sockets, antrean_body_bytes
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "booking/booking_service.hpp"
#include "http/figures.hpp"
#include "offices/offices.hpp"

namespace antrean::portal {

class PortalFigures {
 public:
  explicit PortalFigures(const Offices& offices) : offices_(offices) {}  ///< must outlive it

  void booked(const BookOutcome& outcome);
  void not_booked(std::string_view why);  ///< before it came to an outcome: "failed", "too_often", "expired"
  void cancelled(const CancelOutcome& outcome);
  void stored(std::string_view operation, double seconds);
  void not_stored(std::string_view operation);
  void heard(const std::string& office, UtcTime at);

  /// Adds the route. To whoever is not on this machine it is not there. This must outlive the server, and
  /// `gate` is the server's.
  void serve(http::Server& server, const http::Gate& gate) const;

 private:
  using Counts = std::map<std::string, std::uint64_t, std::less<>>;

  std::vector<http::Figure> all(const http::Server& server, const http::Gate& gate) const;

  const Offices& offices_;
  Counts bookings_, cancellations_, store_failures_;
  std::map<std::string, http::Histogram, std::less<>> store_;
  std::map<std::string, UtcTime> heard_;
};

}  // namespace antrean::portal
