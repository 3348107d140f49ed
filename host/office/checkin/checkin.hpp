// Decides who may come in. From a scan, the day list, an earlier admission and the time it makes an admission
// or a refusal with a reason.
//
// Pure: no clock, no database, no network. The office service collects the facts, asks, and turns an
// Admission into a command for the queue. Nobody is admitted until the event of that command is in the
// journal. Every answer has words for the person, in Indonesian and English.
//
// The rules, in this order:
// 1. A code that cannot be read, that is forged, or that is signed with a key this office does not have is
//    never admitted.
// 2. A code of another office is never admitted here, not even by force, because it could then be used twice.
// 3. If there is an earlier admission, the answer says when it was and which number was given, unless members
//    of the party are still to come.
// 4. The day list is newer than the paper: what it says about cancelled, moved, hour and service wins.
// 5. A signed code that was never pulled is admitted by its signature alone. A typed code needs the day list.
// 6. The day, the phase of the office, and the booked hour with the windows of the service. If the clock
//    cannot be right, only the open day counts.
//
// A supervisor's force, with a reason, overrides wrong day, cancelled, moved, the last numbers and the
// windows, and nothing else.
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

/// What happens before the early window: the person is told when to come back, or is admitted to wait for the
/// hour.
enum class Early : std::uint8_t { come_back, wait_for_hour };
/// What happens after the late window: the person goes behind the people of the current hour, or into the
/// normal queue like somebody without a booking, or is refused.
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
  /// `separately` needs one number for each person: every scan then admits one more person. With one number
  /// for the party, the party arrives together.
  PartyArrival arrival = PartyArrival::together;
  /// For separate arrivals: if the same code is scanned again within this time of its latest admission, it is
  /// the scanner repeating itself or a person scanning twice, and not the next member.
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
/// A typed code, normalised: "AD-QFJ8BD".
struct TypedCode {
  std::string code;
};
/// A booking that staff picked from `candidates` (lookup.hpp).
struct PickedBooking {
  BookingId booking = 0;
};
enum class BadCode : std::uint8_t { unreadable, forged, unknown_key, not_a_code };
using Scan = std::variant<SignedCode, TypedCode, PickedBooking, BadCode>;

/// What the journal holds about this code.
struct EarlierAdmission {
  UtcTime at{};                      ///< the latest admission on this code
  std::vector<std::string> numbers;  ///< all numbers given on it
  std::uint8_t people = 1;           ///< people of the party who were admitted so far
};

using antrean::Force;

/// Data of the office that do not change while it runs.
struct Office {
  std::string code;  ///< "AD"
  Zone zone = Zone::wib;
  std::map<std::string, ServicePolicy> services;    ///< by settings key
  std::map<std::string, std::string> office_names;  ///< by code, for "your booking is at ..."; may be empty
  /// Whom visitors ask, after "Silakan tanya": "petugas di meja informasi".
  Bilingual ask{"petugas", "the staff"};
};

struct Question {
  Scan scan;
  /// The row of the day list for this code or booking, as it is now, for any day.
  std::optional<Booking> listed;
  bool day_list_present = false;            ///< a day list of `today` was pulled at least once
  std::optional<EarlierAdmission> earlier;  ///< by booking id, or by code when the id is not known
  OfficeDay today;                          ///< the open office day; after midnight it may be yesterday's date
  DayPhase phase = DayPhase::open;
  UtcTime now{};
  bool now_is_known = true;  ///< false: the clock cannot be right (1970), so nobody is early or late
  std::uint8_t people = 0;  ///< members present, if staff said it; 0: the whole party, or one if they arrive separately
  std::optional<Force> force;
};

struct Admission {
  BookingId booking = 0;
  std::string code;
  std::string service;
  SlotHours slot;
  Standing standing = Standing::on_time;
  std::uint8_t party = 1;            ///< on the code
  std::uint8_t people = 1;           ///< people who come in now
  std::uint8_t numbers = 1;          ///< to issue now
  std::optional<Language> language;  ///< in which the person booked; absent: not known, as from a signature alone
  bool listed = false;               ///< false: admitted by the signature alone
  std::optional<Force> force;        ///< only if it was needed
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
  no_day_list,      ///< the code was typed and the day list was never pulled
  unknown_service,  ///< booked for a service that this office's settings do not have
  day_closed,       ///< the office takes no more numbers today
  reason_missing,   ///< forced without a reason
  not_a_code,       ///< the scan is no booking code of any office
};

struct Refusal {
  Outcome outcome = Outcome::unreadable;
  Bilingual words;
  std::vector<std::string> numbers;   ///< already_used: the numbers given before
  std::optional<UtcTime> at;          ///< already_used: when; too_early: when to come back
  std::optional<OfficeDay> day;       ///< wrong_day, moved: the booked day
  std::optional<SlotHours> slot;      ///< wrong_day, moved, too_early, too_late: the booked hour
  std::optional<std::string> office;  ///< wrong_office, moved to another office: its code
  bool force_helps = false;           ///< true: a supervisor may force it
};

using Answer = std::variant<Admission, Refusal>;

/// Never throws for any content of the question.
Answer decide(const Question& question, const Office& office);

/// Words for the person, after the queue has given the numbers.
Bilingual admitted_words(const Admission& admission, const std::vector<std::string>& numbers);

std::string_view outcome_word(Outcome outcome);  ///< "wrong_day"; the value of EntranceView::outcome

}  // namespace antrean::checkin
