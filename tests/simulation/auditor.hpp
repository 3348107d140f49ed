// The auditor. It is told what can be seen from outside (fingers, LEDs, lamps, answers at the entrance, the
// feed, the voice) and what the journal has reported as durable. It keeps its own account (ticket_audit.hpp,
// press_audit.hpp, order_model.hpp, name_audit.hpp) and says which promise is broken. It never asks the
// engine.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "agenda.hpp"
#include "day_plan.hpp"
#include "name_audit.hpp"
#include "press_audit.hpp"
#include "screen_audit.hpp"
#include "ticket_audit.hpp"
#include "verdict.hpp"
#include "wiring.hpp"

namespace antrean::simulation {

class Auditor {
 public:
  Auditor(const OfficeLayout& layout, Wiring& wiring, Verdict& verdict);

  // The journal.

  void durable(const journal::Batch& batch, MonotonicTime now);
  /// The office's process has ended, or its machine.
  void office_died(MonotonicTime now);
  /// The office runs again, with what its disk holds.
  void office_started(journal::Journal& journal);

  // What it tells people.

  void snapshot(const Snapshot& snapshot);
  void announced(const Announcement& announcement, UtcTime now);
  void answered(const Person& person, BookingId booking, const ScanAnswer& answer);
  void told_done(const std::string& what, std::uint64_t seq_at_least);

  // The boards and pads.

  void picture_changed(UnitAddress board);
  /// Call it after every event. `settled`: the line has nothing to do and no commit is running.
  /// `journal_failing`: now, or a moment ago.
  void look(bool settled, bool office_alive, bool journal_failing, MonotonicTime now);

  const TicketAudit& tickets() const { return tickets_; }
  PressAudit& presses() { return presses_; }
  ScreenAudit& screen() { return screen_; }
  NameAudit& names() { return names_; }
  const PressAudit& presses() const { return presses_; }
  const Digest& digest() const { return digest_; }
  const std::vector<queue::Event>& events() const { return events_; }

 private:
  struct BoardState {
    outputs::BoardPlan plan;
    std::string should;                                        ///< by the auditor's account
    std::deque<std::pair<MonotonicTime, std::string>> before;  ///< what it should have shown, and until when
    std::string shown;
    MonotonicTime wrong_since{};  ///< by the line's clock, which stands while the line rests
    bool wrong = false;
  };
  void take(const std::vector<queue::Event>& events);
  std::string text_for(const outputs::BoardPlan& plan) const;
  void boards_change();
  void judge_board(UnitAddress address, BoardState& board);
  void look_at_boards(bool settled, bool office_alive);
  void look_at_voice(bool settled);
  void look_for_left_behind(bool office_alive, MonotonicTime now);
  void look_at_presses(bool settled, bool well, MonotonicTime now);
  static bool nothing_shown(const std::string& text);

  const OfficeLayout& layout_;
  Wiring& wiring_;
  Verdict& verdict_;
  TicketAudit tickets_;
  PressAudit presses_;
  /// By pad: since when the office, the line and the pad have been well, so that nothing has kept its presses
  /// from being answered.
  std::map<UnitAddress, MonotonicTime> well_since_;
  ScreenAudit screen_;
  NameAudit names_;
  std::map<std::string, MonotonicTime> left_behind_since_;  ///< by number, while the office runs
  Digest digest_;
  std::vector<queue::Event> events_;
  std::map<UnitAddress, BoardState> boards_;
  std::uint64_t version_ = 0;
  std::uint64_t voice_last_ = 0;  ///< the latest call that this process has spoken
  std::uint64_t calls_before_start_ = 0;
  OfficeDay voice_day_;
  std::map<BookingId, std::set<std::uint64_t>> admitted_answers_;  ///< by their numbers on the screen
  /// Nothing: not known after a day was opened again.
  std::optional<bool> hall_paused_ = false;
};

}  // namespace antrean::simulation
