// The events of the queue. Only events change the queue's state, and the journal keeps only events.
//
// Events are plain values that hold what was decided. They have keys and numbers instead of indices, so that
// a replay needs today's settings only for words. Their names (name_of) and fields (the `fields` functions,
// in the form that base/json reads) are the format of the journal: new fields may be added as optional, and
// nothing is renamed or removed.
//
// A DayOpened holds everything that continues from the day before. So a replay may start at the latest
// DayOpened, from an empty State; after a DayReopened it starts at the DayOpened that the DayReopened names.
// The events of one decision are committed together or not at all.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "queue/commands.hpp"
#include "queue/number.hpp"
#include "queue/position.hpp"
#include "values/booking.hpp"
#include "values/feedback.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"

namespace antrean::queue {

/// How a ticket ended.
enum class Outcome : std::uint8_t { none, served, no_show, cancelled, day_closed };

/// Why this ticket was called.
enum class TurnKind : std::uint8_t {
  order,          ///< by the ratio between classes and the order within
  filling,        ///< the class fills, and nobody of a class that does not fill was waiting
  waiting_limit,  ///< waited longer than the limit
  passed_over,    ///< as many later arrivals as the policy allows were called before it
  own_line,       ///< it was in the counter's own line
  out_of_order,   ///< by an officer, with a reason
};

/// A line: a pool, a class in it, and the place there.
struct Line {
  std::string pool;
  std::string class_key;
  Position position;
  friend bool operator==(const Line&, const Line&) = default;
};

/// How a call was chosen, and how it changed the pass of its class (stride scheduling: see policy.hpp).
struct Turn {
  TurnKind kind = TurnKind::order;
  std::string pool;
  std::string class_key;
  std::uint64_t pass = 0;   ///< of the class, after the call
  std::uint64_t clock = 0;  ///< of its tier in the pool, after the call
  /// Whether the class fills, if `kind` does not say it; absent: `kind` says it.
  std::optional<bool> fills{};
  friend bool operator==(const Turn&, const Turn&) = default;
};

/// A line that a counter calls from, as the settings name it.
struct CalledFrom {
  std::string pool;
  std::string class_key;  ///< only this class; empty: all classes
  friend bool operator==(const CalledFrom&, const CalledFrom&) = default;
};

// The day

struct LetterUsed {
  std::string letter;
  std::uint16_t last = 0;
  friend bool operator==(const LetterUsed&, const LetterUsed&) = default;
};
/// Kept for the latest days, so that a day that is opened again continues with new numbers.
struct NumbersUsed {
  OfficeDay day;
  std::vector<LetterUsed> letters;
  friend bool operator==(const NumbersUsed&, const NumbersUsed&) = default;
};
/// Measured service times of a line, seconds, oldest first.
struct ServiceTimes {
  std::string pool;
  std::vector<std::uint32_t> seconds;
  friend bool operator==(const ServiceTimes&, const ServiceTimes&) = default;
};
struct AlarmCarried {
  std::string subject;
  std::string text_id, text_en;
  UtcTime since{};
  friend bool operator==(const AlarmCarried&, const AlarmCarried&) = default;
};

/// What the hall is told; it goes on from day to day until its time comes.
struct Notice {
  std::uint64_t id = 0;  ///< seq of its NoticeSet
  NoticeSeverity severity = NoticeSeverity::notice;
  std::string text_id, text_en;
  UtcTime since{};
  std::optional<UtcTime> until{};
  friend bool operator==(const Notice&, const Notice&) = default;
};

struct DayOpened {
  OfficeDay day;
  std::uint64_t entrance_seq = 0;
  std::vector<NumbersUsed> numbers;
  std::vector<ServiceTimes> times;
  std::vector<AlarmCarried> alarms;
  std::string reason;  ///< the reason of a forced rollover
  std::vector<Notice> notices{};
  std::string settings{};  ///< digest of the settings known last; empty: none
  friend bool operator==(const DayOpened&, const DayOpened&) = default;
};
struct DayClosed {
  OfficeDay day;
  std::uint32_t issued = 0, served = 0, no_shows = 0, cancelled = 0,
                unserved = 0;  ///< the last four add up to the first
  friend bool operator==(const DayClosed&, const DayClosed&) = default;
};
/// The end of a ticket that nobody finished. It is part of closing the day.
struct ClosedUnserved {
  TicketId ticket = 0;
  std::string number;
  Outcome outcome = Outcome::day_closed;
  friend bool operator==(const ClosedUnserved&, const ClosedUnserved&) = default;
};
/// The open day is about to be closed; DayClosed follows in the same decision. DayReopened brings back the
/// state at this event.
struct DayClosing {
  OfficeDay day;
  friend bool operator==(const DayClosing&, const DayClosing&) = default;
};
/// A closed day is open again as it stood at its DayClosing: who waits where, who is called where, which
/// counters are open, and who is logged in. What continues from day to day (alarms, the entrance's screen,
/// numbers of other days) stays as it is now. A replay needs the events from `opening` on.
struct DayReopened {
  OfficeDay day;
  std::uint64_t opening = 0;  ///< seq of the DayOpened that the day began with
  std::string reason;
  friend bool operator==(const DayReopened&, const DayReopened&) = default;
};
/// The clock went back, to the `at` of this event. Durations continue as if it had not.
struct ClockStepped {
  std::uint64_t back_ms = 0;
  friend bool operator==(const ClockStepped&, const ClockStepped&) = default;
};

// The entrance

struct Admitted {
  BookingId booking = 0;
  std::string code;
  std::string service;
  SlotHours slot;
  Standing standing = Standing::on_time;
  std::uint8_t party = 1;
  std::uint8_t people = 1;  ///< people admitted now
  std::vector<std::string> numbers;
  bool listed = true;
  bool forced = false;
  std::string reason;
  /// For the entrance's screen. The engine leaves them empty and never reads them. The caller may fill them
  /// before the event is journalled, because the numbers are known only then.
  std::string message_id, message_en;
  friend bool operator==(const Admitted&, const Admitted&) = default;
};
struct TicketIssued {
  TicketId ticket = 0;
  std::string number;
  std::string service, stage;
  Line line;
  BookingId booking = 0;          ///< 0: no booking
  std::optional<TimeOfDay> slot;  ///< start of the booked hour
  /// It waits for its hour. Before this time it is not in a line.
  std::optional<UtcTime> held_until;
  std::optional<TimeOfDay> walk_in;  ///< start of the walk-in rule that counts it
  std::uint8_t people = 1;
  std::string reason;
  std::string message_id, message_en;  ///< for a walk-in, as in Admitted
  std::optional<std::string> key{};    ///< key of the request (WalkIn), if it had one
  /// Random, 24 lower-case hex digits: by it the owner finds "my number" at the portal. The engine leaves it
  /// empty, because chance is not its business; the caller fills it before the event is journalled. Empty in
  /// journals of earlier releases: such a ticket has no page.
  std::string page_key{};
  std::optional<Language> language{};  ///< that the person chose; they are called in it
  friend bool operator==(const TicketIssued&, const TicketIssued&) = default;
};
struct ScanAnswered {
  std::string outcome;
  std::string scanned;
  std::vector<std::string> numbers;
  std::string message_id, message_en;
  friend bool operator==(const ScanAnswered&, const ScanAnswered&) = default;
};
/// The hour of a held ticket has come: from now on it waits in its line.
struct HourCame {
  TicketId ticket = 0;
  std::string number;
  friend bool operator==(const HourCame&, const HourCame&) = default;
};
struct ClassGranted {
  TicketId ticket = 0;
  std::string number;
  std::string class_key;
  std::string reason;
  friend bool operator==(const ClassGranted&, const ClassGranted&) = default;
};
struct TicketReturned {
  TicketId ticket = 0;
  std::string number;
  Line line;
  friend bool operator==(const TicketReturned&, const TicketReturned&) = default;
};
struct TicketCancelled {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;  ///< the counter that had it, or 0
  std::string reason;
  friend bool operator==(const TicketCancelled&, const TicketCancelled&) = default;
};

// Counters

struct Called {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  std::string service;
  std::uint64_t call = 0;  ///< rises by one with every call and recall of the day
  Turn turn;
  std::uint32_t waited_s = 0;
  std::string reason;  ///< for a call out of order
  /// For a call in order: every line that the counter could call from. This call passed over everybody who
  /// had joined one of them before this ticket, whatever the settings say later. Absent: nobody was passed
  /// over (journals of earlier releases).
  std::optional<std::vector<CalledFrom>> from{};
  friend bool operator==(const Called&, const Called&) = default;
};
struct Recalled {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  std::string service;
  std::uint64_t call = 0;
  std::uint16_t times = 1;
  friend bool operator==(const Recalled&, const Recalled&) = default;
};
struct ServingStarted {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  friend bool operator==(const ServingStarted&, const ServingStarted&) = default;
};
/// A ticket that was issued at the counter (by the TicketIssued just before) is served there without a call.
struct ServedDirect {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  std::string reason;
  friend bool operator==(const ServedDirect&, const ServedDirect&) = default;
};
struct Missed {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  friend bool operator==(const Missed&, const Missed&) = default;
};
/// The next stage of the journey.
struct NextStage {
  std::string stage;
  std::string new_number;  ///< empty: it keeps its number
  Line line;
  friend bool operator==(const NextStage&, const NextStage&) = default;
};
struct Finished {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  std::string service, stage, pool;
  std::uint32_t seconds = 0;  ///< service time: since the start, or since the call when there was no start
  std::optional<NextStage> next;
  friend bool operator==(const Finished&, const Finished&) = default;
};
/// The latest finish at this counter taken back: the ticket is here again as it was, with the number it had.
struct FinishUndone {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  std::string service, stage, pool;  ///< where it is served again
  std::uint32_t seconds = 0;         ///< as the finish had them; they are not measured any more
  bool serving = true;               ///< false: it had been called, and no start was told
  friend bool operator==(const FinishUndone&, const FinishUndone&) = default;
};
struct Parked {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  std::string reason;
  std::optional<UtcTime> until;
  friend bool operator==(const Parked&, const Parked&) = default;
};
/// The parking time is over: the ticket is in line again, at its old place.
struct ParkingEnded {
  TicketId ticket = 0;
  std::string number;
  friend bool operator==(const ParkingEnded&, const ParkingEnded&) = default;
};
struct Resumed {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  friend bool operator==(const Resumed&, const Resumed&) = default;
};
struct CallCancelled {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  std::string reason;
  friend bool operator==(const CallCancelled&, const CallCancelled&) = default;
};
/// The counter of the ticket closed: the ticket is back at its place in line.
struct HandedBack {
  TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  friend bool operator==(const HandedBack&, const HandedBack&) = default;
};
struct Transferred {
  TicketId ticket = 0;
  std::string number;
  CounterId from = 0;  ///< the counter that had it, or 0
  CounterId to = 0;    ///< the counter whose own line it joins, or 0
  std::string service, stage;
  std::string new_number;  ///< empty: it keeps its number
  Line line;
  std::string reason;
  friend bool operator==(const Transferred&, const Transferred&) = default;
};

/// No counter of the settings calls from the line of the ticket, or the settings no longer have its stage. It
/// continues in this line. It keeps its join stamp, its place and its state, also at a counter.
struct LineReplaced {
  TicketId ticket = 0;
  std::string number;
  std::string service, stage;
  Line line;
  std::string reason;
  friend bool operator==(const LineReplaced&, const LineReplaced&) = default;
};

struct CounterOpened {
  CounterId counter = 0;
  friend bool operator==(const CounterOpened&, const CounterOpened&) = default;
};
struct CounterPaused {
  CounterId counter = 0;
  std::string reason;
  friend bool operator==(const CounterPaused&, const CounterPaused&) = default;
};
struct CounterClosed {
  CounterId counter = 0;
  friend bool operator==(const CounterClosed&, const CounterClosed&) = default;
};
struct LoggedIn {
  CounterId counter = 0;
  std::string officer;
  friend bool operator==(const LoggedIn&, const LoggedIn&) = default;
};
struct LoggedOut {
  CounterId counter = 0;
  std::string officer;
  friend bool operator==(const LoggedOut&, const LoggedOut&) = default;
};

// Around the queue

struct AlarmRaised {
  std::string subject;
  std::string text_id, text_en;
  friend bool operator==(const AlarmRaised&, const AlarmRaised&) = default;
};
struct AlarmCleared {
  std::string subject;
  friend bool operator==(const AlarmCleared&, const AlarmCleared&) = default;
};

/// Numbers up to these were given today, but this journal does not know of them, because it was put back from
/// a copy. The next numbers come after them.
struct NumbersSkipped {
  std::vector<std::string> up_to;  ///< the highest of each letter
  friend bool operator==(const NumbersSkipped&, const NumbersSkipped&) = default;
};

/// Nobody is called from now on. Again while the hall is paused: another time or reason.
struct HallPaused {
  std::optional<UtcTime> until;
  std::string reason;
  friend bool operator==(const HallPaused&, const HallPaused&) = default;
};
/// By the system when the pause's time has come.
struct HallResumed {
  friend bool operator==(const HallResumed&, const HallResumed&) = default;
};
struct NoticeSet {
  NoticeSeverity severity = NoticeSeverity::notice;
  std::string text_id, text_en;
  std::optional<UtcTime> until;
  friend bool operator==(const NoticeSet&, const NoticeSet&) = default;
};
/// By the system when the notice's time has come.
struct NoticeEnded {
  std::uint64_t notice = 0;
  friend bool operator==(const NoticeEnded&, const NoticeEnded&) = default;
};
struct WalkInsSet {
  std::string service;
  TimeOfDay from;
  std::optional<std::uint32_t> quota;
  friend bool operator==(const WalkInsSet&, const WalkInsSet&) = default;
};
struct LastNumbersSet {
  std::optional<TimeOfDay> at;
  friend bool operator==(const LastNumbersSet&, const LastNumbersSet&) = default;
};
/// The office works with other settings than before.
struct SettingsChanged {
  std::string digest;
  std::string before;  ///< empty: none were known
  friend bool operator==(const SettingsChanged&, const SettingsChanged&) = default;
};

/// What the owner of a ticket said of the service, once, after it was served. Its day may be closed by then.
struct FeedbackGiven {
  std::uint64_t opening = 0;  ///< seq of the DayOpened of its day
  TicketId ticket = 0;
  std::string number;
  Feedback feedback = Feedback::good;
  friend bool operator==(const FeedbackGiven&, const FeedbackGiven&) = default;
};

/// `event_names` below has the same order.
using EventBodies =
    std::variant<DayOpened, DayClosed, ClosedUnserved, ClockStepped, Admitted, TicketIssued, ScanAnswered, HourCame,
                 ClassGranted, TicketReturned, TicketCancelled, Called, Recalled, ServingStarted, ServedDirect, Missed,
                 Finished, Parked, ParkingEnded, Resumed, CallCancelled, HandedBack, Transferred, CounterOpened,
                 CounterPaused, CounterClosed, LoggedIn, LoggedOut, AlarmRaised, AlarmCleared, LineReplaced, DayClosing,
                 DayReopened, NumbersSkipped, FinishUndone, HallPaused, HallResumed, NoticeSet, NoticeEnded, WalkInsSet,
                 LastNumbersSet, SettingsChanged, FeedbackGiven>;

/// One of the events. It is a type of its own, so that copying, comparing and destroying more than thirty
/// alternatives is compiled once (events.cpp) and not in every file that holds an event.
struct EventBody : EventBodies {
  using EventBodies::EventBodies;
  EventBody();
  EventBody(const EventBody&);
  EventBody(EventBody&&) noexcept;
  EventBody& operator=(const EventBody&);
  EventBody& operator=(EventBody&&) noexcept;
  ~EventBody();
  friend bool operator==(const EventBody&, const EventBody&);
};

inline constexpr std::array<std::string_view, std::variant_size_v<EventBodies>> event_names{
    "day_opened",     "day_closed",      "accounted",      "clock_stepped",   "admitted",         "ticket_issued",
    "scan_answered",  "hour_came",       "class_granted",  "ticket_returned", "ticket_cancelled", "called",
    "recalled",       "serving_started", "served_direct",  "missed",          "finished",         "parked",
    "parking_ended",  "resumed",         "call_cancelled", "handed_back",     "transferred",      "counter_opened",
    "counter_paused", "counter_closed",  "logged_in",      "logged_out",      "alarm_raised",     "alarm_cleared",
    "line_replaced",  "day_closing",     "day_reopened",   "numbers_skipped", "finish_undone",    "hall_paused",
    "hall_resumed",   "notice_set",      "notice_ended",   "walk_ins_set",    "last_numbers_set", "settings_changed",
    "feedback_given"};

struct Event {
  std::uint64_t seq = 0;  ///< 1, 2, 3 ... over the life of the journal; the order is by seq, never by time
  UtcTime at{};           ///< the wall clock at that time, right or wrong
  Actor by;
  EventBody body;
  friend bool operator==(const Event&, const Event&) = default;
};

/// A stable name, "ticket_issued".
inline std::string_view name_of(const EventBody& body) { return event_names[body.index()]; }
inline std::string_view name_of(const Event& event) { return name_of(event.body); }

}  // namespace antrean::queue

namespace antrean {
template <>
inline constexpr std::array<std::string_view, 5> words<queue::Outcome>{"none", "served", "no_show", "cancelled",
                                                                       "day_closed"};
template <>
inline constexpr std::array<std::string_view, 6> words<queue::TurnKind>{"order",       "filling",  "waiting_limit",
                                                                        "passed_over", "own_line", "out_of_order"};
}  // namespace antrean
