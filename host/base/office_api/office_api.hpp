// The portal's interface for offices, as values and their JSON. host/portal/openapi.yaml describes it; a test holds the
// two together.
//
//   GET  /office/v1/bookings?cursor=N&limit=L   Authorization: Bearer <office token>
//        -> 200 BookingPage: every booking of this office whose row changed after cursor N, in the order of change; a
//        booking
//           that changed twice appears once, as it is now. limit 1..500 (default 200).
//   POST /office/v1/results                     Authorization, Idempotency-Key (1..64 of [A-Za-z0-9-])
//        body ResultBatch -> 200 {"accepted": n}; the same key again answers the same without a second effect; the same
//        key with another body: 422. A batch is applied whole or not at all.
//   GET  /office/v1/keys                        Authorization
//        -> 200 {"keys":[{"id":1,"public":"<base64>"}]} (KeyList): the signing keys, for rotation.
// Errors: application/problem+json {"title","detail","status"}. 401 token, 400 bad request, 413 body over 256 KiB, 429
// slow down.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "values/booking.hpp"
#include "values/words.hpp"

namespace antrean::office_api {

inline constexpr std::size_t max_body_bytes = 256u << 10;

struct BookingPage {
  std::uint64_t cursor = 0;  ///< ask with this next time
  bool more = false;         ///< ask again at once
  std::vector<Booking> bookings{};
  friend bool operator==(const BookingPage&, const BookingPage&) = default;
};

/// What the office tells the portal about a booking.
enum class ResultKind : std::uint8_t { checked_in, served, no_show };
struct Result {
  BookingId booking = 0;
  ResultKind kind = ResultKind::checked_in;
  UtcTime at{};
  friend bool operator==(const Result&, const Result&) = default;
};
struct ResultBatch {
  std::vector<Result> results{};
  friend bool operator==(const ResultBatch&, const ResultBatch&) = default;
};

struct SigningKey {
  std::uint8_t id = 0;
  std::string public_key{};  ///< Base64 of 32 bytes: codes::public_key_from_text
  friend bool operator==(const SigningKey&, const SigningKey&) = default;
};
struct KeyList {
  std::vector<SigningKey> keys{};
  friend bool operator==(const KeyList&, const KeyList&) = default;
};

// Keys are the members' names, values as in the feed (feed/feed_json.hpp); a slot is {"start":"08:00","end":"10:00"}.
// Reading: unknown keys are ignored; anything missing, mistyped or out of its range (a party of 0 or more than 5, a
// slot that ends before it starts, nik_last4 of another length than 0 or 4) spoils the whole document, so that nothing
// is half-applied. Errors: errc::message_size beyond max_body_bytes, else errc::bad_message. Never throws on any input.
std::string to_json(const BookingPage& page);
boost::system::result<BookingPage> page_from_json(std::string_view text);
std::string to_json(const ResultBatch& batch);
boost::system::result<ResultBatch> batch_from_json(std::string_view text);
std::string to_json(const KeyList& list);
boost::system::result<KeyList> keys_from_json(std::string_view text);

}  // namespace antrean::office_api

template <>
inline constexpr std::array<std::string_view, 3> antrean::words<antrean::office_api::ResultKind>{"checked_in", "served",
                                                                                                 "no_show"};
