// How an office's day stands, for the pages of people with a number, as values and their JSON.
//
// PUT /office/v1/today
//   Authorization: Bearer <office token>
//   body Today -> 200 TodayAnswer; 409: not in order, or of another run of the portal: send it whole
// The portal keeps the newest in memory, and shows it under `my_number` and on the pages of bookings. It is
// sent when something in it changed, at most every 2 s, and every 20 s if nothing did: pages say how old
// their news is. A summary is either whole (`after` 0), or has only the tickets that differ from the summary
// `after` of the same sender. Nothing in it is personal.
//
// The page of a ticket with `feedback_until` asks its owner how the service was. The answer of the portal has
// what people said, each time until the office has said in `feedback_taken` that it needs it no more: it is
// in the journal, or can never be. An office of an earlier release asks nobody.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/feedback.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"
#include "values/words.hpp"

namespace antrean::office_api {

/// How a ticket stands. The last three are for the rest of the day.
enum class TodayState : std::uint8_t {
  waiting,
  called,
  serving,
  parked,
  missed,  ///< was called, did not come, and may still be put back in line
  served,
  cancelled,
  closed,  ///< the day ended before it was served
};

struct TodayTicket {
  std::string key{};  ///< random, 24 lower-case hex digits: the address of its page
  std::string number{};
  std::string was{};  ///< the earlier number, when a stage gave it a new one; else empty
  std::string service{};
  TodayState state = TodayState::waiting;
  std::uint16_t ahead = 0;                  ///< while it waits: tickets that would be called before it
  std::optional<WaitRange> wait{};          ///< while it waits, if it is known; minutes from when it is sent
  std::optional<UtcTime> until{};           ///< it waits for its hour, or is parked, until this time
  std::string counter{};                    ///< the name of the counter that called or serves it; else empty
  std::uint64_t call = 0;                   ///< while called: rises with every call and recall of the day
  BookingId booking = 0;                    ///< 0: no booking
  std::string code{};                       ///< of the booking, "AD-QFJ8BD"
  std::optional<UtcTime> feedback_until{};  ///< it was served, and until then its owner may say how that was
  bool feedback = false;                    ///< its owner has said it, and the office has it
  friend bool operator==(const TodayTicket&, const TodayTicket&) = default;
};

struct TodayService {
  std::string key{};
  Bilingual name{};
  std::uint16_t waiting = 0;
  std::optional<WaitRange> wait{};  ///< for somebody who comes now
  friend bool operator==(const TodayService&, const TodayService&) = default;
};

/// The newest call of a number; a recall counts.
struct TodayCall {
  std::string number{};
  std::string counter{};  ///< its name
  std::string service{};
  UtcTime at{};
  friend bool operator==(const TodayCall&, const TodayCall&) = default;
};

/// What the supervisor tells everybody now.
struct TodayNotice {
  NoticeSeverity severity = NoticeSeverity::notice;
  Bilingual text{};                ///< plain text; `en` may be empty
  std::optional<UtcTime> until{};  ///< absent: until it is taken down
  friend bool operator==(const TodayNotice&, const TodayNotice&) = default;
};

struct Today {
  std::string sender{};     ///< random for each run of the office, 32 lower-case hex digits
  std::uint64_t seq = 0;    ///< from 1, rises with each summary of this sender
  std::uint64_t after = 0;  ///< 0: this is whole; else the `seq` that these tickets differ from
  std::string run{};        ///< of the portal's latest answer; empty: none yet
  OfficeDay day{};
  DayPhase phase = DayPhase::before_opening;
  std::vector<TodayService> services{};
  std::vector<TodayCall> calls{};  ///< newest first, each number once
  std::vector<TodayTicket> tickets{};
  std::vector<TodayNotice> notices{};   ///< emergencies first
  std::optional<UtcTime> goes_on_at{};  ///< before opening, closed, or on a break: when it goes on, if that is known
  std::vector<std::string> feedback_taken{};  ///< keys of tickets
  friend bool operator==(const Today&, const Today&) = default;
};
inline constexpr std::size_t most_today_services = 64;
inline constexpr std::size_t most_today_calls = 12;
inline constexpr std::size_t most_today_tickets = 4000;
inline constexpr std::size_t most_today_notices = 10;
inline constexpr std::size_t most_today_feedback = 100;  ///< in an answer, and taken at once

/// What the owner of a ticket said of the service.
struct TodayFeedback {
  std::string key{};  ///< of the ticket
  Feedback feedback = Feedback::good;
  friend bool operator==(const TodayFeedback&, const TodayFeedback&) = default;
};

struct TodayAnswer {
  std::string run{};        ///< of the portal: another one after it was started again and knows nothing any more
  std::string my_number{};  ///< the address of a ticket's page, without its key: "https://antrean.example/n/"
  std::vector<TodayFeedback> feedback{};  ///< not taken yet, oldest first
  friend bool operator==(const TodayAnswer&, const TodayAnswer&) = default;
};
inline constexpr std::size_t longest_address = 300;

/// Whether this is the key of a ticket's page.
bool is_page_key(std::string_view text);

// As the documents of office_api.hpp. Out of range are keys and ids that are not of their form, more of a
// list than the constants above, two tickets with one key, a seq of 0, an `after` that is not before it, a
// text of more than 200 bytes (a notice: 600), and an address that does not begin with http:// or https://,
// or has what no address has (a space, a quotation mark).
std::string to_json(const Today& today);
boost::system::result<Today> today_from_json(std::string_view text);
std::string to_json(const TodayAnswer& answer);
boost::system::result<TodayAnswer> today_answer_from_json(std::string_view text);

}  // namespace antrean::office_api

template <>
inline constexpr std::array<std::string_view, 8> antrean::words<antrean::office_api::TodayState>{
    "waiting", "called", "serving", "parked", "missed", "served", "cancelled", "closed"};
