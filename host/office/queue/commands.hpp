// What can be asked of the queue, by whom. A command is a wish: decide() (engine.hpp) turns it into events or
// a refusal. What each does in each state of a ticket or a counter is the table in table.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "values/booking.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"
#include "values/words.hpp"
#include "vocabulary/standing.hpp"

namespace antrean::queue {

enum class ActorKind : std::uint8_t { system, officer, supervisor, pad, entrance };

/// Who did it; journalled with every event.
struct Actor {
  ActorKind kind = ActorKind::system;
  std::string name;  ///< officer or supervisor: the settings key; pad, entrance: the device; system: the part
  friend bool operator==(const Actor&, const Actor&) = default;
};

// The day

/// Opens `day`; refused while another is open. Normally `Tick` does it. A day that was closed is open again
/// as it stood (DayReopened), if that is still known (State::closed); this holds for Rollover too. Refused
/// for a day more than 31 days from the clock's, or, when the clock is behind the last day, from that; before
/// the floor nobody knows. No number of a day is ever given twice: a day whose numbers are forgotten is
/// refused.
struct OpenDay {
  OfficeDay day;
};
/// No more numbers; every ticket that is not finished is accounted for, counters close, officers are logged
/// out.
struct CloseDay {};
/// Closes the open day, when one is, and opens `day`. Needs a supervisor and a reason when `day` lies before
/// the open one (the clock had been wrong); numbers given on that day before are not given again.
struct Rollover {
  OfficeDay day;
  std::string reason;
};
/// Time passes: hours that have come, parking that is over, a new office day, a clock that went back. Send it
/// about once a second; it makes no event when there is nothing to say.
struct Tick {
  /// The clock is known to be right: a day that was opened too early is left for today's while nobody waits
  /// in it.
  bool sure = false;
};

/// These were given today, whoever knows of it: none of them is given again. Makes no event for what the
/// state knows.
struct NoteNumbers {
  std::vector<std::string> numbers;  ///< what is no queue number is left out
};

// The entrance

/// A check-in that `checkin` has decided.
struct Admit {
  BookingId booking = 0;
  std::string code;  ///< "AD-QFJ8BD"
  std::string service;
  SlotHours slot;
  Standing standing = Standing::on_time;
  std::uint8_t party = 1;    ///< people on the code
  std::uint8_t people = 1;   ///< who come in now
  std::uint8_t numbers = 1;  ///< to issue now
  bool listed = true;        ///< false: by signature alone
  std::string class_key;     ///< a granted class; empty: the service's class for bookings
  bool forced = false;       ///< by a supervisor; then `reason` is needed
  std::string reason;
  /// Given to this booking before, by a journal that is lost: given to it again, as far as nobody else has
  /// them.
  std::vector<std::string> again = {};
};
/// The answer to a scan that admits nobody: refused, or used before. Journalled for the entrance's screen and
/// for audit. Whether a scan is the scanner repeating itself is known at the entrance (hall/entrance.hpp),
/// not here.
struct AnswerScan {
  std::string outcome;  ///< checkin's word, "wrong_day"
  std::string scanned;  ///< the code for people, or a digest of what could not be read; never personal data
  std::vector<std::string> numbers;
  std::string message_id, message_en;
};
struct WalkIn {
  std::string service;
  std::string class_key;  ///< a granted class; empty: the service's class for walk-ins
  std::string reason;     ///< a key of the walk-in rule's reasons, when it has any
  std::uint8_t people = 1;
  /// Whoever asks again with the same key on the same day, because no answer came, gets no second number: no
  /// event is made. Empty: each asking is one of its own.
  std::string key{};
};
/// Puts a waiting ticket into another class; reason mandatory.
struct GrantClass {
  std::string number;
  std::string class_key;
  std::string reason;
};
/// A missed number is back.
struct ReturnTicket {
  std::string number;
};
struct CancelTicket {
  std::string number;
  std::string reason;  ///< mandatory
};

// A counter

struct CallNext {
  CounterId counter = 0;
};
struct Recall {
  CounterId counter = 0;
};
/// The person has come to the counter. Optional: finishing a called ticket counts as served too.
struct Start {
  CounterId counter = 0;
};
/// `guarded`, here and below: refused as pressed twice when the person was called a moment ago (CallRules::pad_guard).
/// For a key or button that a hand may hit twice: the second would end a service that nobody has seen begin.
struct NoShow {
  CounterId counter = 0;
  bool guarded = false;
};
struct Finish {
  CounterId counter = 0;
  bool guarded = false;
};
/// Finishes, and calls the next if anybody waits.
struct FinishAndNext {
  CounterId counter = 0;
  bool guarded = false;
};
struct Park {
  CounterId counter = 0;
  std::string reason;            ///< mandatory
  std::optional<UtcTime> until;  ///< then back in line at its old place; absent: until resumed
};
/// A parked ticket goes on at this counter.
struct Resume {
  CounterId counter = 0;
  std::string number;
};
/// The latest finish here is taken back: the ticket is served at this counter again. While nobody was called here
/// since, and the ticket has not moved on.
struct UndoFinish {
  CounterId counter = 0;
};
/// Back to the line as if it had not been called; reason mandatory.
struct CancelCall {
  CounterId counter = 0;
  std::string reason;
};
/// A particular ticket before its turn: waiting, missed or parked. Reason mandatory.
struct CallOutOfOrder {
  CounterId counter = 0;
  std::string number;
  std::string reason;
};
/// Somebody at the counter without a number: one is issued and served at once. Reason mandatory.
struct ServeDirect {
  CounterId counter = 0;
  std::string service;
  std::string class_key;  ///< empty: the service's class for walk-ins
  std::string reason;
  std::string key{};  ///< as in WalkIn
};
/// To another stage (of any service), or to one counter's own line. Reason mandatory. Frees the counter it is
/// at.
struct Transfer {
  std::string number;
  std::string service, stage;  ///< used when `counter` is 0
  CounterId counter = 0;       ///< keeps service and stage
  std::string reason;
};

/// Everybody whose stage the settings no longer have (settings_fit.hpp) goes on in another, each at the place
/// and with the entry of before. Needs a supervisor; reason mandatory.
struct PutInLine {
  std::string service, stage;  ///< the lost one, as the journal has it
  std::string to_service;      ///< empty: the same
  std::string to_stage;        ///< empty: the only one of the service
  std::string reason;
};

struct OpenCounter {
  CounterId counter = 0;
};
struct PauseCounter {
  CounterId counter = 0;
  std::string reason;  ///< mandatory
};
/// A ticket at the counter is handed back to its place in line, and so are the tickets sent to this very
/// counter.
struct CloseCounter {
  CounterId counter = 0;
};
/// An officer is at one counter at a time; a second login elsewhere is refused, saying where.
struct Login {
  CounterId counter = 0;
  std::string officer;
};
struct Logout {
  CounterId counter = 0;
};

enum class PadButton : std::uint8_t { next, recall, no_show, done };
/// A press on a call pad. `next` finishes the one being served and calls the next.
struct Press {
  CounterId counter = 0;
  PadButton button = PadButton::next;
};

// Around the queue

/// Something that people must know. Raising the same words again makes no event.
struct RaiseAlarm {
  std::string subject;  ///< "board 3"
  std::string text_id, text_en;
};
struct ClearAlarm {
  std::string subject;
};

using Actions = std::variant<OpenDay, CloseDay, Rollover, Tick, Admit, AnswerScan, WalkIn, GrantClass, ReturnTicket,
                             CancelTicket, CallNext, Recall, Start, NoShow, Finish, FinishAndNext, Park, Resume,
                             CancelCall, CallOutOfOrder, ServeDirect, Transfer, OpenCounter, PauseCounter, CloseCounter,
                             Login, Logout, Press, RaiseAlarm, ClearAlarm, PutInLine, NoteNumbers, UndoFinish>;

/// One of them. A type of its own for the reason EventBody (events.hpp) has.
struct Action : Actions {
  using Actions::Actions;
  Action();
  Action(const Action&);
  Action(Action&&) noexcept;
  Action& operator=(const Action&);
  Action& operator=(Action&&) noexcept;
  ~Action();
};

struct Command {
  Actor by;
  Action action;
};

}  // namespace antrean::queue

namespace antrean {
template <>
inline constexpr std::array<std::string_view, 5> words<queue::ActorKind>{"system", "officer", "supervisor", "pad",
                                                                         "entrance"};
template <>
inline constexpr std::array<std::string_view, 4> words<queue::PadButton>{"next", "recall", "no_show", "done"};
}  // namespace antrean
