// The commands of the queue, and who gives them. decide() (engine.hpp) turns a command into events or a
// refusal. table.hpp says what each command does in each state of a ticket or a counter.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "values/booking.hpp"
#include "values/feedback.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"
#include "values/words.hpp"
#include "vocabulary/standing.hpp"

namespace antrean::queue {

enum class ActorKind : std::uint8_t { system, officer, supervisor, pad, entrance };

/// The person or part that gave the command. It is journalled with every event.
struct Actor {
  ActorKind kind = ActorKind::system;
  /// Who signed in: the account's key; pad or scanner: the device; system: the part of the program.
  std::string name;
  std::string role{};     ///< of whoever signed in: the role that allowed it (accounts/roles.hpp)
  std::string machine{};  ///< where they are: an enrolled machine's name, else its address
  std::string officer{};  ///< of a pad: who was logged in at its counter then; empty: nobody
  friend bool operator==(const Actor&, const Actor&) = default;
};

// The day

/// Opens `day`; normally `Tick` does this. It is refused while another day is open. A day that was closed is
/// open again as it stood (DayReopened), if that is still known (State::closed); this is also true for
/// Rollover. A day more than 31 days from the clock's day is refused; when the clock is behind the last day,
/// the distance counts from the last day. While the clock is before the floor there is no such limit, because
/// the date is not known. No number of a day is ever given twice, so a day whose numbers are forgotten is
/// refused.
struct OpenDay {
  OfficeDay day;
};
/// No more numbers are given, every ticket that is not finished is accounted for, counters close and officers
/// are logged out.
struct CloseDay {};
/// Closes the open day, if there is one, and opens `day`. It needs a supervisor and a reason when `day` is
/// before the open day (the clock had been wrong). Numbers that were given on that day before are not given
/// again.
struct Rollover {
  OfficeDay day;
  std::string reason;
};
/// Time passes: an hour has come, a parking time is over, a new office day begins, the clock went back. Send
/// it about once a second. It makes no event when nothing has changed.
struct Tick {
  /// True when the clock is known to be right. Then a day that was opened too early is left for today's day,
  /// while nobody waits in it.
  bool sure = false;
};

/// These numbers were given today, and none of them may be given again. Makes no event for numbers that the
/// state knows.
struct NoteNumbers {
  std::vector<std::string> numbers;  ///< a text that is not a queue number is ignored
};

/// Nobody is called until the hall is resumed, or until `until` comes: for a drill, a power cut, a ceremony.
/// Numbers are given as usual, and who is at a counter is served to the end. Again while it is paused:
/// another time or reason. Needs a supervisor; the reason is mandatory.
struct PauseHall {
  std::string reason;
  std::optional<UtcTime> until{};  ///< in whole minutes, later than now; absent: until ResumeHall
};
struct ResumeHall {};

/// Tells everybody in the hall something, in both languages. Needs a supervisor.
struct SetNotice {
  NoticeSeverity severity = NoticeSeverity::notice;
  std::string text_id, text_en;    ///< text_en may be empty
  std::optional<UtcTime> until{};  ///< absent: until EndNotice
};
struct EndNotice {
  std::uint64_t notice = 0;  ///< Notice::id
};

/// Numbers that people without a booking get today in the part of the day that begins at `from`, in place of
/// what the settings say. Needs a supervisor.
struct SetWalkIns {
  std::string service;
  TimeOfDay from;
  std::optional<std::uint32_t> quota{};  ///< 0: no more; absent: as in the settings again
};
/// From when on there are no more numbers for people without a booking today, in place of what the settings
/// say. Needs a supervisor.
struct SetLastNumbers {
  std::optional<TimeOfDay> at{};  ///< absent: as in the settings again
};

/// The settings that the office works with from now on. Makes an event when they are others than before.
struct NoteSettings {
  std::string digest;  ///< of the settings file, hex
};

/// The owner of a ticket says how the service was, on its page at the portal. The first answer counts; the
/// same one again, as after a lost acknowledgement, makes no event. It may come after the day was closed,
/// while that day is known (State::closed_days).
struct GiveFeedback {
  std::string page_key;  ///< TicketIssued::page_key
  Feedback feedback = Feedback::good;
};

// The entrance

/// A check-in that was decided by `checkin`.
struct Admit {
  BookingId booking = 0;
  std::string code;  ///< "AD-QFJ8BD"
  std::string service;
  SlotHours slot;
  Standing standing = Standing::on_time;
  std::uint8_t party = 1;    ///< people on the code
  std::uint8_t people = 1;   ///< people who come in now
  std::uint8_t numbers = 1;  ///< to issue now
  bool listed = true;        ///< false: the signature alone proves the booking
  std::string class_key;     ///< a granted class; empty: the service's class for bookings
  bool forced = false;       ///< by a supervisor; then `reason` is needed
  std::string reason;
  /// Numbers that were given to this booking before, by a journal that is lost. They are given to it again,
  /// except those that somebody else has.
  std::vector<std::string> again = {};
  std::optional<Language> language = {};  ///< in which the person booked; absent: not known
};
/// The answer to a scan that admits nobody: refused, or used before. It is journalled for the entrance's
/// screen and for audit. The entrance (command_loop/entrance.hpp) decides whether a scanner has repeated
/// itself; this command does not.
struct AnswerScan {
  std::string outcome;  ///< checkin's word, "wrong_day"
  /// The code for people, or a digest of a text that could not be read; never personal data.
  std::string scanned;
  std::vector<std::string> numbers;
  std::string message_id, message_en;
};
struct WalkIn {
  std::string service;
  std::string class_key;  ///< a granted class; empty: the service's class for walk-ins
  std::string reason;     ///< a key of the walk-in rule's reasons, when it has any
  std::uint8_t people = 1;
  /// A key of the request. The same key on the same day is the same request, sent again because no answer
  /// came: it gets no second number and makes no event. Empty: every request counts as a new one.
  std::string key{};
  std::optional<Language> language{};  ///< that the person is to be called in; absent: the office's languages
};
/// Puts a waiting ticket into another class. The reason is mandatory.
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
  bool guarded = false;  ///< as below; the latest recall counts like a call
};
/// The person has come to the counter. Optional: finishing a called ticket counts as served too.
struct Start {
  CounterId counter = 0;
};
/// `guarded`, here and below: refused as pressed twice when the person was called a moment ago
/// (CallRules::pad_guard). For a key or button that a hand may hit twice: the second would end a service that
/// nobody has seen begin.
struct NoShow {
  CounterId counter = 0;
  bool guarded = false;
};
struct Finish {
  CounterId counter = 0;
  bool guarded = false;
};
/// Finishes, then calls the next ticket if anybody waits.
struct FinishAndNext {
  CounterId counter = 0;
  bool guarded = false;
};
struct Park {
  CounterId counter = 0;
  std::string reason;  ///< mandatory
  /// At this time it is back in line at its old place; absent: it stays parked until resumed.
  std::optional<UtcTime> until;
};
/// A parked ticket continues at this counter.
struct Resume {
  CounterId counter = 0;
  std::string number;
};
/// The latest finish here is taken back: the ticket is served at this counter again. While nobody was called
/// here since, and the ticket has not moved on.
struct UndoFinish {
  CounterId counter = 0;
};
/// Back to the line as if it had not been called; reason mandatory.
struct CancelCall {
  CounterId counter = 0;
  std::string reason;
};
/// Calls a particular ticket before its turn: waiting, missed or parked. The reason is mandatory.
struct CallOutOfOrder {
  CounterId counter = 0;
  std::string number;
  std::string reason;
};
/// Somebody without a number is at the counter: a number is issued and served at once. The reason is
/// mandatory.
struct ServeDirect {
  CounterId counter = 0;
  std::string service;
  std::string class_key;  ///< empty: the service's class for walk-ins
  std::string reason;
  std::string key{};  ///< as in WalkIn
};
/// Sends the ticket to another stage (of any service), or to the own line of one counter. Frees the counter
/// that it is at. The reason is mandatory.
struct Transfer {
  std::string number;
  std::string service, stage;  ///< used when `counter` is 0
  CounterId counter = 0;       ///< keeps the service and the stage
  std::string reason;
};

/// Moves all tickets of a stage that the settings no longer have (settings_fit.hpp) to another stage. Each
/// keeps its place and its join stamp. Needs a supervisor; the reason is mandatory.
struct PutInLine {
  std::string service, stage;  ///< the lost stage, as the journal has it
  std::string to_service;      ///< empty: the same service
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
/// A ticket at the counter goes back to its place in line. The tickets in the counter's own line join the
/// line of their stage.
struct CloseCounter {
  CounterId counter = 0;
};
/// An officer is at one counter at a time. A second login at another counter is refused, and the refusal says
/// where the officer is. A counter where another officer is, too, unless `take_over` says that this is known:
/// then the other is logged out first, and a person at the counter stays there.
struct Login {
  CounterId counter = 0;
  std::string officer;
  bool take_over = false;
};
struct Logout {
  CounterId counter = 0;
};

enum class PadButton : std::uint8_t { next, recall, no_show, done };
/// A press on a call pad. `next` finishes the ticket that is being served and calls the next one.
struct Press {
  CounterId counter = 0;
  PadButton button = PadButton::next;
};

// Around the queue

/// Something that people must know. Raising an alarm again with the same words makes no event.
struct RaiseAlarm {
  std::string subject;  ///< "board 3"
  std::string text_id, text_en;
};
struct ClearAlarm {
  std::string subject;
};

using Actions =
    std::variant<OpenDay, CloseDay, Rollover, Tick, Admit, AnswerScan, WalkIn, GrantClass, ReturnTicket, CancelTicket,
                 CallNext, Recall, Start, NoShow, Finish, FinishAndNext, Park, Resume, CancelCall, CallOutOfOrder,
                 ServeDirect, Transfer, OpenCounter, PauseCounter, CloseCounter, Login, Logout, Press, RaiseAlarm,
                 ClearAlarm, PutInLine, NoteNumbers, UndoFinish, PauseHall, ResumeHall, SetNotice, EndNotice,
                 SetWalkIns, SetLastNumbers, NoteSettings, GiveFeedback>;

/// One of the commands. It is a type of its own for the same reason as EventBody (events.hpp).
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
