// The portal's interface for offices, as values and their JSON. host/portal/openapi.yaml describes it; a test
// compares the two.
//
// GET /office/v1/bookings?generation=G&cursor=N&limit=L
//   Authorization: Bearer <office token>
//   -> 200 BookingPage
// The page has every booking of this office whose row changed after cursor N, in the order of change. A
// booking that changed twice appears once, as it is now. The limit is 1..500 (default 200); a page may be
// shorter. A cursor belongs to the generation that it came with. If a cursor is not of this database's past
// (for example after a restored backup), the page begins from the start and says `afresh`. The office must
// then answer with:
//
// POST /office/v1/bookings
//   Authorization
//   body Return -> 200 ReturnAnswer; 409: another generation, pull first
// The body has bookings that the office had pulled and that the portal has lost, each with its signed code.
// The office sends them until `complete`.
//
// POST /office/v1/results
//   Authorization, Idempotency-Key (1..64 of [A-Za-z0-9-])
//   body ResultBatch -> 200 {"accepted": n}; 422: the same key came before with another body
// The body also has how days went (`days`): sent after the results of the day.
// The same key with the same body gets the same answer and has no second effect. A batch is taken whole or
// not at all. If this office does not have the booking of a result, or has it under another code, the result
// is listed for people and applied to nothing.
//
// GET /office/v1/keys
//   Authorization
//   -> 200 {"keys":[{"id":1,"public":"<base64>"}]} (KeyList)
// The signing keys, for rotation.
//
// POST /office/v1/journal
//   Authorization
//   body JournalHeads -> 200 JournalAnswer; 409: the portal was told another past of this journal
// The office says how far its journal has come, and with which hash of its chain. The portal keeps the first
// hash for each event of a generation, and nothing that an office sends replaces it. So a chain that was made
// anew at the office is found. Then every head of that generation gets 409. A portal of an earlier release
// answers 404. It also says by which key it signs exports of its audit, with a proof that it has that key.
// The portal keeps every key that it was given, and says at the directorate's pages that there is another
// one.
//
// GET /office/v1/journal?generation=G&after=N&limit=L
//   Authorization
//   -> 200 JournalPage
// What the portal holds of this office: its generations, and the heads of generation G after event N, in
// order. Without G no heads. The limit is 1..1000 (default 500).
//
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

/// A booking that an office has checked in, as the office told the portal.
struct Used {
  BookingId booking = 0;
  UtcTime at{};
  std::vector<std::string> numbers{};
  bool over = false;  ///< served, or did not come when called: the code cannot be used any more
  friend bool operator==(const Used&, const Used&) = default;
};

struct BookingPage {
  std::uint64_t cursor = 0;  ///< send this and `generation` with the next request
  bool more = false;         ///< ask again at once
  std::vector<Booking> bookings{};
  std::string generation{};  ///< of the portal's database; empty: the portal has an earlier release
  /// The cursor of the request is not of this database; this page is the start of the list.
  bool afresh = false;
  /// The signed codes of `bookings`, in the same order; empty, or one per booking.
  std::vector<std::string> proofs{};
  std::vector<Used> used{};        ///< those of `bookings` that were checked in
  std::vector<SigningKey> keys{};  ///< all keys that the portal signs with now; empty: an earlier release
  /// Those of `bookings` whose person was erased at the portal: their rows have no name, no digits and
  /// another code. The office's next request, with a later cursor, tells the portal that it has forgotten
  /// them too.
  std::vector<BookingId> erased{};
  friend bool operator==(const BookingPage&, const BookingPage&) = default;
};

/// A booking that the portal had and lost, as the office knows it.
struct ReturnedBooking {
  std::string proof{};  ///< its signed code, as the portal gave it
  std::string name{};
  std::string nik_last4{};
  BookingStatus status = BookingStatus::confirmed;
  std::optional<Language> language{};
  std::vector<Companion> companions{};
  friend bool operator==(const ReturnedBooking&, const ReturnedBooking&) = default;
};
struct Return {
  std::string generation{};  ///< of the page that was pulled afresh
  bool complete = false;     ///< the office has nothing more to give back
  std::vector<ReturnedBooking> bookings{};
  friend bool operator==(const Return&, const Return&) = default;
};
struct ReturnAnswer {
  std::uint32_t kept = 0;  ///< the portal has them
  /// Codes (or unreadable proofs) of bookings for which no place is left; people must decide.
  std::vector<std::string> listed{};
  friend bool operator==(const ReturnAnswer&, const ReturnAnswer&) = default;
};

/// What the office tells the portal about a booking.
enum class ResultKind : std::uint8_t { checked_in, served, no_show };
struct Result {
  BookingId booking = 0;
  ResultKind kind = ResultKind::checked_in;
  UtcTime at{};
  std::string code{};                  ///< of the booking, "AD-QFJ8BD"; empty: the office has an earlier release
  std::vector<std::string> numbers{};  ///< for checked_in: the numbers that were given now
  friend bool operator==(const Result&, const Result&) = default;
};
/// How a day at the office goes. Who did not come is held to it only when the day was closed normally.
enum class DayNews : std::uint8_t {
  closed,     ///< everybody who came was accounted for, and no alarm stood
  disturbed,  ///< an alarm stood, or it was closed while people waited: nobody is held to anything
  reopened,   ///< what was said of its end does not hold any more
};
struct DayReport {
  OfficeDay day;
  DayNews news = DayNews::disturbed;
  UtcTime at{};
  friend bool operator==(const DayReport&, const DayReport&) = default;
};
struct ResultBatch {
  std::vector<Result> results{};
  std::vector<DayReport> days{};  ///< after `results`; none from an office of an earlier release
  friend bool operator==(const ResultBatch&, const ResultBatch&) = default;
};

/// Results that stay together under one key until the portal has answered, also over a restart.
struct Parcel {
  std::string key;  ///< the Idempotency-Key: 32 hex digits
  ResultBatch results;
};

/// A part of an office's journal. A journal that was put back from a copy continues in a new generation,
/// because other events may follow the same event then.
struct JournalGeneration {
  std::string id{};         ///< random, 32 lower-case hex digits
  std::uint64_t after = 0;  ///< the newest event of the journal when it began
  UtcTime noticed{};        ///< when the portal first heard of it; only in the portal's answers
  friend bool operator==(const JournalGeneration&, const JournalGeneration&) = default;
};
/// How far a journal had come.
struct JournalHead {
  std::string generation{};
  std::uint64_t seq = 0;  ///< of the event, from 1
  UtcTime at{};           ///< of the event, by the office's clock
  std::string hash{};     ///< of the chain at the event: 64 lower-case hex digits
  UtcTime received{};     ///< by the portal's clock; only in the portal's answers
  friend bool operator==(const JournalHead&, const JournalHead&) = default;
};
/// What an office says of its journal. At most `most_generations` and `most_heads`.
struct JournalHeads {
  /// Of this journal, oldest first, each after the one before or at the same event; it is now in the last.
  std::vector<JournalGeneration> generations{};
  std::vector<JournalHead> heads{};  ///< each of one of these generations
  /// By which the office signs exports of its audit: Base64 of an Ed25519 key; empty: an earlier release.
  std::string key{};
  std::string key_proof{};  ///< codes::prove_key
  friend bool operator==(const JournalHeads&, const JournalHeads&) = default;
};
inline constexpr std::size_t most_generations = 100;
inline constexpr std::size_t most_heads = 100;
/// The newest head that the portal held before, and that this journal must have too: of its newest generation
/// of which the portal holds any, up to the event after which the next one began.
struct JournalAnswer {
  std::string generation{};  ///< empty: it held none
  std::uint64_t seq = 0;
  friend bool operator==(const JournalAnswer&, const JournalAnswer&) = default;
};
struct JournalPage {
  std::vector<JournalGeneration> generations{};  ///< as the portal was told first, in the order it was told
  std::vector<JournalHead> heads{};
  bool more = false;  ///< ask again, after the last head
  friend bool operator==(const JournalPage&, const JournalPage&) = default;
};

struct KeyList {
  std::vector<SigningKey> keys{};
  friend bool operator==(const KeyList&, const KeyList&) = default;
};

// Keys are the names of the members; values are written as in the feed (feed/feed_json.hpp); a slot is
// {"start":"08:00","end":"10:00"}. Reading: unknown keys are ignored. The whole document is bad if anything
// is missing, has a wrong type or is out of its range, so that nothing is half-applied. Out of range are a
// party of 0 or more than 5, a slot that ends before it starts, a nik_last4 whose length is not 0 or 4, and
// an id or a hash of a journal that is not of its form.
// Errors: errc::message_size for more than max_body_bytes, else errc::bad_message. Never throws.
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
std::string to_json(const JournalHeads& heads);
boost::system::result<JournalHeads> journal_heads_from_json(std::string_view text);
std::string to_json(const JournalAnswer& answer);
boost::system::result<JournalAnswer> journal_answer_from_json(std::string_view text);
std::string to_json(const JournalPage& page);
boost::system::result<JournalPage> journal_page_from_json(std::string_view text);

}  // namespace antrean::office_api

template <>
inline constexpr std::array<std::string_view, 3> antrean::words<antrean::office_api::DayNews>{"closed", "disturbed",
                                                                                              "reopened"};
template <>
inline constexpr std::array<std::string_view, 3> antrean::words<antrean::office_api::ResultKind>{"checked_in", "served",
                                                                                                 "no_show"};
