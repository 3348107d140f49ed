// The portal's interface for offices, as values and their JSON. host/portal/openapi.yaml describes it; a test
// holds the two together.
//
//   GET  /office/v1/bookings?generation=G&cursor=N&limit=L   Authorization: Bearer <office token>
//        -> 200 BookingPage: every booking of this office whose row changed after cursor N, in the order of change; a
//        booking that changed twice appears once, as it is now. limit 1..500 (default 200); a page may be shorter.
//        A cursor belongs to the generation it came with. One that is not of this database's past, as after a restored
//        backup, is answered `afresh`: from the start. The office then owes its answer:
//   POST /office/v1/bookings                    Authorization
//        body Return -> 200 ReturnAnswer: bookings that the office had pulled and the portal does not have any more,
//        each with its signed code, until `complete`. 409: of another generation; pull first.
//   POST /office/v1/results                     Authorization, Idempotency-Key (1..64 of [A-Za-z0-9-])
//        body ResultBatch -> 200 {"accepted": n}; the same key again answers the same without a second effect; the same
//        key with another body: 422. A batch is taken whole or not at all. A result whose booking this office does not
//        have, or has under another code, is listed for people and applied to nothing.
//   GET  /office/v1/keys                        Authorization
//        -> 200 {"keys":[{"id":1,"public":"<base64>"}]} (KeyList): the signing keys, for rotation.
// Errors: application/problem+json {"title","detail","status"}. 401 token, 400 bad request, 413 body over 256
// KiB, 429 slow down.
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

struct SigningKey {
  std::uint8_t id = 0;
  std::string public_key{};  ///< Base64 of 32 bytes: codes::public_key_from_text
  friend bool operator==(const SigningKey&, const SigningKey&) = default;
};

/// A booking that an office has checked in, as the portal was told.
struct Used {
  BookingId booking = 0;
  UtcTime at{};
  std::vector<std::string> numbers{};
  bool over = false;  ///< served, or did not come when called: the code opens nothing any more
  friend bool operator==(const Used&, const Used&) = default;
};

struct BookingPage {
  std::uint64_t cursor = 0;  ///< ask with this and `generation` next time
  bool more = false;         ///< ask again at once
  std::vector<Booking> bookings{};
  std::string generation{};           ///< of the portal's database; empty: a portal of an earlier release
  bool afresh = false;                ///< the cursor asked with was none of this database's: this is the list's start
  std::vector<std::string> proofs{};  ///< the signed codes of `bookings`, in their order; none, or as many
  std::vector<Used> used{};           ///< those of `bookings` that were checked in
  std::vector<SigningKey> keys{};     ///< all that the portal signs with now; none: of an earlier release
  friend bool operator==(const BookingPage&, const BookingPage&) = default;
};

/// A booking that the portal had and lost, as the office knows it.
struct ReturnedBooking {
  std::string proof{};  ///< its signed code, as the portal gave it
  std::string name{};
  std::string nik_last4{};
  BookingStatus status = BookingStatus::confirmed;
  friend bool operator==(const ReturnedBooking&, const ReturnedBooking&) = default;
};
struct Return {
  std::string generation{};  ///< of the page that was pulled afresh
  bool complete = false;     ///< the office has nothing more to give back
  std::vector<ReturnedBooking> bookings{};
  friend bool operator==(const Return&, const Return&) = default;
};
struct ReturnAnswer {
  std::uint32_t kept = 0;             ///< the portal has them
  std::vector<std::string> listed{};  ///< codes (or proofs that cannot be read): no place is left; people must decide
  friend bool operator==(const ReturnAnswer&, const ReturnAnswer&) = default;
};

/// What the office tells the portal about a booking.
enum class ResultKind : std::uint8_t { checked_in, served, no_show };
struct Result {
  BookingId booking = 0;
  ResultKind kind = ResultKind::checked_in;
  UtcTime at{};
  std::string code{};                  ///< of the booking, "AD-QFJ8BD"; empty: an office of an earlier release
  std::vector<std::string> numbers{};  ///< checked_in: given now
  friend bool operator==(const Result&, const Result&) = default;
};
struct ResultBatch {
  std::vector<Result> results{};
  friend bool operator==(const ResultBatch&, const ResultBatch&) = default;
};

/// Results that go together under one key until the portal has answered, also over a restart.
struct Parcel {
  std::string key;  ///< the Idempotency-Key: 32 hex digits
  ResultBatch results;
};

struct KeyList {
  std::vector<SigningKey> keys{};
  friend bool operator==(const KeyList&, const KeyList&) = default;
};

// Keys are the members' names, values as in the feed (feed/feed_json.hpp); a slot is
// {"start":"08:00","end":"10:00"}. Reading: unknown keys are ignored; anything missing, mistyped or out of
// its range (a party of 0 or more than 5, a slot that ends before it starts, nik_last4 of another length than
// 0 or 4) spoils the whole document, so that nothing is half-applied. Errors: errc::message_size beyond
// max_body_bytes, else errc::bad_message. Never throws on any input.
std::string to_json(const BookingPage& page);
boost::system::result<BookingPage> page_from_json(std::string_view text);
std::string to_json(const Return& back);
boost::system::result<Return> return_from_json(std::string_view text);
std::string to_json(const ReturnAnswer& answer);
boost::system::result<ReturnAnswer> return_answer_from_json(std::string_view text);
std::string to_json(const ResultBatch& batch);
boost::system::result<ResultBatch> batch_from_json(std::string_view text);
std::string to_json(const KeyList& list);
boost::system::result<KeyList> keys_from_json(std::string_view text);

}  // namespace antrean::office_api

template <>
inline constexpr std::array<std::string_view, 3> antrean::words<antrean::office_api::ResultKind>{"checked_in", "served",
                                                                                                 "no_show"};
