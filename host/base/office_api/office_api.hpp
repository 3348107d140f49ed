// The portal's interface for offices, as values and their JSON. host/portal/openapi.yaml describes it; a test holds the two together.
//
//   GET  /office/v1/bookings?cursor=N&limit=L   Authorization: Bearer <office token>
//        -> 200 BookingPage: every booking of this office whose row changed after cursor N, in the order of change; a booking
//           that changed twice appears once, as it is now. limit 1..500 (default 200).
//   POST /office/v1/results                     Authorization, Idempotency-Key (1..64 of [A-Za-z0-9-])
//        body ResultBatch -> 200 {"accepted": n}; the same key again answers the same without a second effect; the same key
//        with another body: 422. A batch is applied whole or not at all.
//   GET  /office/v1/keys -> 200 {"keys":[{"id":1,"public":"<base64>"}]}: the signing keys, for rotation.
// Errors: application/problem+json {"title","detail","status"}. 401 token, 400 bad request, 413 body over 256 KiB, 429 slow down.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "values/booking.hpp"

namespace antrean::office_api {

inline constexpr std::size_t max_body_bytes = 256u << 10;

struct BookingPage {
  std::uint64_t cursor = 0;            ///< ask with this next time
  bool more = false;                   ///< ask again at once
  std::vector<Booking> bookings;
};

/// What the office tells the portal about a booking.
enum class ResultKind : std::uint8_t { checked_in, served, no_show };
struct Result {
  BookingId booking = 0;
  ResultKind kind = ResultKind::checked_in;
  UtcTime at{};
};
struct ResultBatch {
  std::vector<Result> results;
};

std::string to_json(const BookingPage&);
boost::system::result<BookingPage> page_from_json(std::string_view text);
std::string to_json(const ResultBatch&);
boost::system::result<ResultBatch> batch_from_json(std::string_view text);

}  // namespace antrean::office_api
