// The state of the queue. It is a function of the applied events, and of nothing else.
//
// Everybody may read it; only apply() (engine.hpp) changes it. Indices (services, stages, pools, classes) are
// those of the Plan if the plan has the key. Keys that only the journal knows come after them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "queue/events.hpp"
#include "queue/flat_index.hpp"
#include "queue/lines.hpp"
#include "queue/number.hpp"
#include "queue/plan.hpp"
#include "queue/position.hpp"
#include "values/booking.hpp"
#include "values/snapshot.hpp"

namespace antrean::queue {

enum class TicketState : std::uint8_t { held, waiting, called, serving, parked, missed, finished, cancelled, closed };
inline constexpr std::size_t ticket_states = 9;

/// True unless the state is finished, cancelled or closed.
constexpr bool is_live(TicketState state) { return state < TicketState::finished; }

/// Something that was done with a ticket and that whoever has the person in front of them wants to know.
enum class StepKind : std::uint8_t {
  walk_in,   ///< given a number with a reason
  forced,    ///< admitted against the rules
  finished,  ///< a stage
  parked,
  missed,
  returned,
  transferred,
  class_granted,
  call_cancelled,
  out_of_order,  ///< called so
};
struct Step {
  StepKind kind = StepKind::finished;
  UtcTime at{};  ///< wall clock
  Actor by;
  std::string officer;    ///< who was logged in at the counter; may be empty
  CounterId counter = 0;  ///< where; 0: at no counter
  StageIndex stage = 0;   ///< of the ticket before it was done
  std::string reason;     ///< as somebody gave it; may be empty
  friend bool operator==(const Step&, const Step&) = default;
};

struct Ticket {
  TicketId id = 0;
  QueueNumber number;
  std::optional<QueueNumber> was;  ///< the earlier number, when a stage gave it a new one
  TicketState state = TicketState::waiting;
  StageIndex stage = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  CounterId counter = 0;  ///< while called or serving: this counter; after that: the last one that had it
  Outcome outcome = Outcome::none;
  std::uint8_t people = 1;
  std::uint8_t returns = 0;
  std::uint16_t recalls = 0;  ///< of the latest call
  Position position;
  JoinStamp joined;
  UtcTime issued{};   ///< wall clock
  UtcTime called{};   ///< running time of the latest call
  UtcTime started{};  ///< running time when the service started; 1970 before that
  UtcTime until{};    ///< held or parked until this time (wall clock); 1970: no time
  BookingId booking = 0;
  std::string page_key;  ///< TicketIssued::page_key
  std::optional<Language> language{};
  std::optional<Feedback> feedback{};  ///< of its owner, after it was served
  std::vector<Step> steps;             ///< oldest first, at most max_steps: the latest
  static constexpr std::size_t max_steps = 30;
  friend bool operator==(const Ticket&, const Ticket&) = default;
};

/// The latest finish at a counter, as much of it as taking it back needs.
struct LastFinish {
  TicketId ticket = 0;  ///< 0: nothing can be taken back
  // As the ticket was when it was finished.
  TicketState state = TicketState::serving;  ///< or called
  StageIndex stage = 0;
  PoolIndex pool = 0;
  ClassIndex klass = 0;
  std::uint8_t returns = 0;
  QueueNumber number;
  std::optional<QueueNumber> was;
  Position position;
  JoinStamp joined;
  UtcTime called{};
  // What the finish made.
  JoinStamp next;                     ///< at the next stage; seq 0: it was the last
  std::uint32_t seconds = 0;          ///< measured
  std::optional<std::uint64_t> pace;  ///< added to the counter's pace_sum; absent: not counted there
  friend bool operator==(const LastFinish&, const LastFinish&) = default;
};

/// Whether nobody has touched the ticket since: not called, moved, granted a class or put elsewhere.
inline bool is_as_finished(const Ticket& ticket, const LastFinish& last) {
  const bool in_place = last.next.seq == 0 ? ticket.state == TicketState::finished
                                           : ticket.state == TicketState::waiting && ticket.joined == last.next;
  return in_place && ticket.called == last.called && ticket.klass == last.klass;
}

struct Counter {
  CounterId id = 0;
  CounterState state = CounterState::closed;
  TicketId ticket = 0;  ///< called or serving here; 0: no ticket
  std::string officer;  ///< the officer who is logged in; may be empty
  std::string pause_reason;
  std::uint64_t call = 0;      ///< the latest call or recall here
  UtcTime called_at{};         ///< wall clock
  UtcTime pad_call{};          ///< running time of the latest call that a press at this counter made
  std::uint32_t services = 0;  ///< finished here today
  std::uint64_t pace_sum = 0;  ///< of their seconds, in thousandths of what the line takes on average
  CallCost cost;               ///< of the call of `ticket`, while it can be taken back
  LastFinish finished;         ///< until somebody else comes to this counter
  friend bool operator==(const Counter&, const Counter&) = default;
};

/// A booking code that was used today. A second scan is answered with it.
struct Admission {
  BookingId booking = 0;
  std::string code;
  std::string service;
  SlotHours slot;
  std::uint8_t party = 1;
  std::uint8_t people = 0;  ///< admitted so far
  std::vector<TicketId> tickets;
  std::vector<std::string> numbers;  ///< as given at the entrance
  UtcTime at{};                      ///< of the latest admission, wall clock
  friend bool operator==(const Admission&, const Admission&) = default;
};

/// A number that was requested with a key (WalkIn).
struct AskedFor {
  std::string number;
  std::uint64_t seq = 0;  ///< of the event that gave it
  friend bool operator==(const AskedFor&, const AskedFor&) = default;
};

/// Running time. Durations are measured in it, so it never goes back. It is the wall clock plus `shift`:
/// - A step back of the wall clock (ClockStepped) adds to the shift.
/// - The shift ends when the wall clock is again where it had been. Then the step was corrected: for example,
///   a machine started in 1970 and the network told the time later. If the shift stayed, a wait would include
///   the decades in between.
/// - A jump forward of more than `leap` within a day means that the clock was set. Nothing is measured across
///   it.
struct Clock {
  UtcTime wall{};  ///< of the latest event
  UtcTime running{};
  Milliseconds shift{0};

  static constexpr Milliseconds leap = std::chrono::hours{12};

  /// The clock after an event at `now`.
  Clock moved_to(UtcTime now) const {
    Milliseconds by = shift;
    if (by > Milliseconds{0} && now >= running) {
      by = Milliseconds{0};
    }
    if (now + by - running > leap) {
      by = running - now;
    }
    return {now, std::max(running, now + by), by};
  }
  UtcTime running_at(UtcTime now) const { return moved_to(now).running; }
  friend bool operator==(const Clock&, const Clock&) = default;
};

struct StageName {
  std::string service, stage;
  friend bool operator==(const StageName&, const StageName&) = default;
};

struct RecentCall {
  std::uint64_t call = 0;  ///< 0: none
  QueueNumber number;
  CounterId counter = 0;
  ServiceIndex service = 0;
  bool recall = false;
  UtcTime at{};
  StageIndex stage = 0;
  std::optional<Language> language{};
  friend bool operator==(const RecentCall&, const RecentCall&) = default;
};

enum class DayState : std::uint8_t { none, open, closed };

struct DayCounts {
  std::uint32_t issued = 0, served = 0, no_shows = 0, cancelled = 0, unserved = 0;
  friend bool operator==(const DayCounts&, const DayCounts&) = default;
};

/// Nobody is called now.
struct HallPause {
  UtcTime since{};                 ///< wall clock
  std::optional<UtcTime> until{};  ///< absent: until it is resumed
  std::string reason;
  friend bool operator==(const HallPause&, const HallPause&) = default;
};

class State;
/// Earlier days as they stood when they were closed, in the order of closing. DayReopened brings one back.
/// They are not compared, because a replay that starts later knows fewer of them.
struct ClosedDays {
  std::vector<std::shared_ptr<const State>> days;
  std::shared_ptr<const State> closing;  ///< between DayClosing and DayClosed
  friend bool operator==(const ClosedDays&, const ClosedDays&) { return true; }
};

class State {
 public:
  /// Empty: no day was ever opened.
  explicit State(const Plan& plan);

  std::uint64_t seq = 0;  ///< of the latest event
  Clock clock;
  OfficeDay day;  ///< the open day, or the last one
  DayState day_state = DayState::none;
  std::uint64_t opening = 0;  ///< seq of the DayOpened at the start of `day`
  DayCounts counts;

  std::vector<Ticket> tickets;    ///< of the day; ticket i has id i + 1
  std::vector<Counter> counters;  ///< the plan's first, in its order
  Lines lines;

  std::vector<std::string> pools, classes, services;
  std::vector<StageName> stages;
  std::vector<std::vector<std::uint32_t>>
      times;                             ///< measured service seconds, by pool, oldest first, at most max_times
  std::vector<std::uint64_t> time_sums;  ///< of `times`, by pool

  std::uint32_t missed_calls = 0;
  std::uint64_t missed_ms = 0;  ///< time that counters waited for people who did not come

  std::vector<Admission> admissions;
  std::map<std::string, AskedFor, std::less<>> asked_for;                    ///< today, by key
  std::vector<std::uint32_t> class_issued;                                   ///< numbers of the day, by class
  std::map<std::pair<std::uint16_t, std::int16_t>, std::uint32_t> walk_ins;  ///< by service and rule's start
  std::vector<NumbersUsed> numbers_before;                                   ///< of other recent days, oldest first
  std::array<std::uint16_t, 26> last_number{};                               ///< by letter, today

  std::uint64_t calls = 0;
  static constexpr std::size_t max_recent_calls = 12;
  std::array<RecentCall, max_recent_calls> recent_calls{};  ///< call n is at n % max_recent_calls
  EntranceAnswer entrance;                                  ///< the latest
  /// Newest first: answers that earlier people may still be reading. Answers with numbers stay longest.
  std::vector<EntranceAnswer> entrance_before;
  static constexpr std::size_t max_entrance_before = 5;
  std::vector<AlarmView> alarms;  ///< by subject

  std::optional<HallPause> hall_pause;
  std::vector<Notice> notices;  ///< oldest first, at most max_notices
  static constexpr std::size_t max_notices = 10;
  /// Of today, in place of what the settings say: by service and rule's start.
  std::map<std::pair<std::uint16_t, std::int16_t>, std::uint32_t> walk_in_quotas;
  std::optional<TimeOfDay> last_numbers;
  std::string settings;  ///< digest of those known last; empty: none
  /// The latest max_closed_days, and those that were closed since the latest DayOpened.
  ClosedDays closed_days;
  static constexpr std::size_t max_closed_days = 7;

  const Ticket* find(QueueNumber number) const;  ///< by any number it had today
  const Ticket* find(std::string_view number) const;
  const Ticket& ticket(TicketId id) const { return tickets[id - 1]; }
  const Admission* admission(BookingId booking) const;
  /// Both must match: the same id with another code is another booking, because a portal's database that was
  /// put back may give an id again.
  const Admission* admission(BookingId booking, std::string_view code) const;
  const Admission* admission(std::string_view code) const;
  const Counter* counter(CounterId id) const;
  const AlarmView* alarm(std::string_view subject) const;
  /// The day as it stood when it was closed; nullptr: it was not closed, or that is no longer known.
  const State* closed(OfficeDay when) const;
  /// The ticket with this page_key, of the day or of a day that was closed, and that day as it stands or
  /// stood; nullptr: there is none.
  struct OnPage {
    const State* day = nullptr;
    const Ticket* ticket = nullptr;
  };
  OnPage find_by_page(std::string_view page_key) const;
  /// True when a ticket is in line, held, parked or at a counter. A missed ticket that has not come back does
  /// not count.
  bool somebody_waits() const;

  bool operator==(const State&) const = default;

  static constexpr std::size_t max_times = 200;

  /// Indices that apply() maintains. Other code does not read them.
  std::vector<std::vector<TicketId>> by_number;  ///< by letter and digits
  FlatIndex by_booking, by_code;                 ///< into admissions
};

/// The hours of the day that is open: those of the settings, with the last numbers of today. Whether the hall
/// is paused is another matter (State::hall_pause).
DayPhase hours_phase(const State& state, const Plan& plan, UtcTime now);

/// For every day whose numbers are known, each day once, today last.
std::vector<NumbersUsed> numbers_used(const State& state);

}  // namespace antrean::queue
