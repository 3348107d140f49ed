// Who may come in: a scan, the day list, an earlier admission and the time, decided into an admission or the
// reason why not.
//
// Pure: no clock, no database, no network. The office service gathers the facts, asks, and turns an Admission
// into the queue's command; nothing is admitted until that command's event is in the journal. Every answer
// has words for the person, in Indonesian and English.
//
// What decides what, in this order:
//   1. a code that cannot be read, is forged or signed with a key this office does not have is never admitted;
//   2. a code of another office is never admitted here, not even by force (it could then be used twice);
//   3. an earlier admission answers, with when and which number, unless members of the party are still to come;
//   4. the day list is newer than the paper: what it says about cancelled, moved, hour and service wins;
//   5. a signed code that was never pulled is admitted by its signature alone; a typed code needs the day list;
//   6. the day, the office's phase, the booked hour with the service's windows; with a clock that cannot be right, the
//      open day alone.
// A supervisor's force, with a reason, overrides wrong day, cancelled, moved, the last numbers and the
// windows; nothing else.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"
#include "vocabulary/force.hpp"
#include "vocabulary/standing.hpp"

namespace antrean::checkin {

/// Before the early window: told when to come back, or let in to wait for the hour.
enum class Early : std::uint8_t { come_back, wait_for_hour };
/// After the late window: behind the people of the hour that runs now, into the normal queue as somebody
/// without a booking, or no.
enum class Late : std::uint8_t { end_of_hour, normal_queue, refused };
enum class PartyNumbers : std::uint8_t { one, each };
enum class PartyArrival : std::uint8_t { together, separately };

/// On time is from slot start - early (included) to slot end + late (not included).
struct ServicePolicy {
  Minutes early{30};
  Minutes late{15};
  Early when_early = Early::come_back;
  Late when_late = Late::end_of_hour;
  PartyNumbers numbers = PartyNumbers::one;
  /// `separately` acts with a number each: every scan admits one person more. With one number a party is one
  /// arrival.
  PartyArrival arrival = PartyArrival::together;
  /// With separate arrivals: the same code again within this time of its latest admission is the scanner
  /// repeating itself or a person scanning twice, not the next member.
  std::chrono::seconds same_scan{20};
};

/// A QR code whose signature is good.
struct SignedCode {
  std::string code;  ///< for people, "AD-QFJ8BD"
  std::string office;
  OfficeDay day;
  SlotHours slot;
  std::string service;
  std::uint8_t party = 1;
  BookingId booking = 0;
};
/// Typed letters, normalised: "AD-QFJ8BD".
struct TypedCode {
  std::string code;
};
/// A booking that staff picked from `candidates` (lookup.hpp).
struct PickedBooking {
  BookingId booking = 0;
};
enum class BadCode : std::uint8_t { unreadable, forged, unknown_key, not_a_code };
using Scan = std::variant<SignedCode, TypedCode, PickedBooking, BadCode>;

/// What the journal holds about this code today.
struct EarlierAdmission {
  UtcTime at{};                      ///< the latest admission on this code
  std::vector<std::string> numbers;  ///< all numbers given on it
  std::uint8_t people = 1;           ///< of the party, admitted so far
};

using antrean::Force;

/// Of the office, unchanging while it runs.
struct Office {
  std::string code;  ///< "AD"
  Zone zone = Zone::wib;
  std::map<std::string, ServicePolicy> services;    ///< by settings key
  std::map<std::string, std::string> office_names;  ///< by code, for "your booking is at ..."; may be empty
};

struct Question {
  Scan scan;
  std::optional<Booking> listed;            ///< the day list's row for this code or booking, as it is now, of any day
  bool day_list_present = false;            ///< a day list of `today` was pulled at least once
  std::optional<EarlierAdmission> earlier;  ///< by booking id, or by code when the id is not known
  OfficeDay today;                          ///< the office day that is open; after midnight it may be yesterday's date
  DayPhase phase = DayPhase::open;
  UtcTime now{};
  bool now_is_known = true;  ///< false: the clock cannot be right (1970), so nobody is early or late
  std::uint8_t people =
      0;  ///< members present, when staff said so; 0: the whole party, or one when they arrive separately
  std::optional<Force> force;
};

struct Admission {
  BookingId booking = 0;
  std::string code;
  std::string service;
  SlotHours slot;
  Standing standing = Standing::on_time;
  std::uint8_t party = 1;      ///< on the code
  std::uint8_t people = 1;     ///< who come in now
  std::uint8_t numbers = 1;    ///< to issue now
  bool listed = false;         ///< false: by signature alone
  std::optional<Force> force;  ///< only when it was needed
  friend bool operator==(const Admission&, const Admission&) = default;
};

enum class Outcome : std::uint8_t {
  admitted,
  wrong_office,
  wrong_day,
  too_early,
  too_late,
  already_used,
  cancelled,
  moved,
  unreadable,
  forged,
  unknown_key,
  unknown_code,
  no_day_list,      ///< a typed code while the day list was never pulled
  unknown_service,  ///< booked for a service that this office's settings do not have
  day_closed,       ///< the office takes no more numbers today
  reason_missing,   ///< forced, without a reason
  not_a_code,       ///< something was held up that is no booking code of anybody
};

struct Refusal {
  Outcome outcome = Outcome::unreadable;
  Bilingual words;
  std::vector<std::string> numbers;   ///< already_used: given before
  std::optional<UtcTime> at;          ///< already_used: when; too_early: when to come back
  std::optional<OfficeDay> day;       ///< wrong_day, moved: the booked day
  std::optional<SlotHours> slot;      ///< wrong_day, moved, too_early, too_late: the booked hour
  std::optional<std::string> office;  ///< wrong_office, moved to another office: its code
  bool force_helps = false;           ///< a supervisor may force it
};

using Answer = std::variant<Admission, Refusal>;

/// Never throws for any content of the question.
Answer decide(const Question& question, const Office& office);

/// For the person, once the queue has given the numbers.
Bilingual admitted_words(const Admission& admission, const std::vector<std::string>& numbers);

std::string_view outcome_word(Outcome outcome);  ///< "wrong_day"; what EntranceView::outcome carries

}  // namespace antrean::checkin
