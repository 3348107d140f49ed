// The state that everybody sees. TVs, consoles, phones and boards read this one value and show nothing else.
// host/office/queue makes it from the journalled state; base/feed carries it as JSON. It is public, so it has
// no name and no NIK.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean {

using CounterId = std::uint16_t;  ///< from 1; the number painted on the counter

/// Minutes from the snapshot's time. The real wait should be within the range in 8 of 10 cases.
struct WaitRange {
  std::uint16_t low = 0;
  std::uint16_t likely = 0;
  std::uint16_t high = 0;
  friend bool operator==(const WaitRange&, const WaitRange&) = default;
};

enum class CounterState : std::uint8_t { closed, open, paused };
enum class DayPhase : std::uint8_t { before_opening, open, on_break, last_numbers, closed };
enum class TicketPhase : std::uint8_t { waiting, called, serving, parked, missed, finished, cancelled };

struct CounterView {
  CounterId id = 0;
  std::string name;  ///< "Loket 1"
  CounterState state = CounterState::closed;
  std::optional<std::string> number;  ///< the ticket at the counter, "A001"
  std::optional<TicketPhase> phase;   ///< called or serving, when there is a number
  std::uint64_t call = 0;             ///< number of the latest call or recall here; a change means "announce"
  UtcTime called_at{};
  std::uint16_t waiting = 0;   ///< tickets this counter could call now
  bool offer_no_show = false;  ///< the ticket was recalled as often as the office recalls: offer "no-show"
  /// What it may call from, "paspor/foto" (service and stage), so that a TV can show the counters of its part
  /// of the hall.
  std::vector<std::string> stages{};
  friend bool operator==(const CounterView&, const CounterView&) = default;
};

struct CallView {
  std::uint64_t call = 0;  ///< rises by one with every call and recall of the day
  std::string number;
  CounterId counter = 0;
  std::string service;
  bool recall = false;
  UtcTime at{};
  std::string stage{};                 ///< key within the service; "" of an earlier release
  std::optional<Language> language{};  ///< that the person chose; absent: none was chosen
  friend bool operator==(const CallView&, const CallView&) = default;
};

/// The wait of people booked for the hour that starts at `start`: from their hour, or from their arrival if
/// that is later.
struct SlotWaitView {
  TimeOfDay start;
  WaitRange wait;
  friend bool operator==(const SlotWaitView&, const SlotWaitView&) = default;
};

/// A step of a service, for a TV that shows only some of them.
struct StageView {
  std::string key;  ///< "foto"
  std::string name;
  std::string name_en{};
  std::uint16_t waiting = 0;
  friend bool operator==(const StageView&, const StageView&) = default;
};

struct ServiceView {
  std::string key;
  std::string name;
  std::string letter;
  std::uint16_t waiting = 0;
  std::optional<WaitRange> wait;    ///< for somebody who arrives now; absent while no reliable range is known
  std::vector<SlotWaitView> slots;  ///< hours still to come, as far as known
  std::string name_en{};            ///< "" of an earlier release
  std::vector<StageView> stages{};  ///< in the order of the journey
  friend bool operator==(const ServiceView&, const ServiceView&) = default;
};

struct TicketView {
  std::string number;
  std::optional<std::string> was;  ///< the earlier number, when a stage gave it a new one
  std::string service;
  std::string stage;
  TicketPhase phase = TicketPhase::waiting;
  std::optional<CounterId> counter;
  std::uint16_t ahead = 0;  ///< tickets that the policy would call before it, now
  std::optional<WaitRange> wait;
  std::optional<UtcTime> until;        ///< it waits for its hour, or is parked, until this time
  std::optional<Language> language{};  ///< that the person chose; absent: none was chosen
  friend bool operator==(const TicketView&, const TicketView&) = default;
};

/// An answer at the entrance, for the scanner's screen. `seq` rises with every scan.
struct EntranceAnswer {
  std::uint64_t seq = 0;
  std::string outcome;                 ///< checkin's outcome word: "admitted", "wrong_day", ...
  std::vector<std::string> numbers;    ///< numbers given now or earlier
  std::string message_id, message_en;  ///< for the person, in Indonesian and English
  UtcTime at{};
  friend bool operator==(const EntranceAnswer&, const EntranceAnswer&) = default;
};

/// The latest answer, the answers just before it, which people may still be reading, and a notice.
struct EntranceView : EntranceAnswer {
  /// Newest first, of the last entrance_readable; an answer with a number stays longest.
  std::vector<EntranceAnswer> before;
  /// The answer to a person whose scan was no code of ours, or who came while nothing could be decided; or
  /// numbers that the staff show somebody once more (shown_again). It is not in the journal; its `seq` is a
  /// count of its own, from 1 at each start.
  std::optional<EntranceAnswer> notice;
  friend bool operator==(const EntranceView&, const EntranceView&) = default;
};
/// The outcome of a notice with numbers. It is no answer to a scan.
inline constexpr const char* shown_again = "shown_again";
/// An answer can be read for this long, whatever comes after it. entrance.js has the same value.
inline constexpr Milliseconds entrance_readable{20'000};

struct AlarmView {
  std::string subject;  ///< "board 3", "journal", "portal", "clock"
  std::string text_id, text_en;
  UtcTime since{};
  friend bool operator==(const AlarmView&, const AlarmView&) = default;
};

/// An emergency covers everything on a TV; a notice stands beside the calls.
enum class NoticeSeverity : std::uint8_t { notice, emergency };

/// What the office tells everybody in the hall, by a supervisor's command.
struct NoticeView {
  NoticeSeverity severity = NoticeSeverity::notice;
  std::string text_id, text_en;  ///< plain text; text_en may be empty
  UtcTime since{};
  std::optional<UtcTime> until;  ///< absent: until it is taken down
  friend bool operator==(const NoticeView&, const NoticeView&) = default;
};

struct Snapshot {
  std::uint64_t version = 0;      ///< rises with every change of a run; 0 = nothing yet
  std::uint64_t journal_seq = 0;  ///< the last journalled event this shows
  std::string office;             ///< "AD"
  std::string office_name;        ///< "Kantor Imigrasi Bandung"
  Zone zone = Zone::wib;
  OfficeDay day;
  DayPhase phase = DayPhase::before_opening;
  UtcTime at{};                       ///< when made
  std::vector<CounterView> counters;  ///< by id
  std::vector<CallView> calls;        ///< newest first, at most 12
  std::vector<ServiceView> services;
  /// All tickets of the day that are not finished or cancelled, in call order.
  std::vector<TicketView> tickets;
  EntranceView entrance;
  std::vector<AlarmView> alarms;
  std::string running_text;  ///< the TV's ticker; may be empty
  /// Where a phone finds this day, "https://antrean.example/n/AD". Not of the journal: empty without a
  /// portal, and when it was away for a minute.
  std::string on_phones;
  /// before_opening and closed: when the hall opens next. Absent: not known (no hours within a month), or it
  /// should be open by the settings and nobody opened the day.
  std::optional<UtcTime> opens_next{};
  std::optional<UtcTime> break_until{};  ///< on_break: when it ends. Absent: not known
  std::vector<NoticeView> notices{};     ///< emergencies first, then the newest first
  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

}  // namespace antrean
