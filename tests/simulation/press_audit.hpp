// Promise 1: a press acts exactly once, or is visibly refused. The audit follows every press that a pad
// counted until it has acted or was refused. It has acted if an event of the journal was made by this pad. It
// was refused if the journal counts it without an event, and its button has shown a whole flash after that. A
// flash that begins after two presses of one button were refused answers both. A flash of a button without a
// refused press in the journal is an answer before it is durable.
//
// A press that is older than the settings allow must not act. The office may refuse a younger one too,
// because it cannot always know.
//
// Two cases cannot be known, so they are no broken promise:
// - A pad that loses power before the office has read a press loses the press too.
// - The same is true for a press that the office had read but not made durable, if first the office and then
//   the pad lost their memory.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agenda.hpp"
#include "call_pad/call_pad.hpp"
#include "journal/journal.hpp"
#include "queue/events.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

class PressAudit {
 public:
  /// `oldest`: CallRules::oldest_press.
  PressAudit(Verdict& verdict, Nanoseconds oldest) : verdict_(verdict), oldest_(oldest) {}

  // What is seen at the pads, by the number of their counter.

  void counted(std::uint16_t pad, Button button, std::uint16_t boot, const std::string& when, MonotonicTime now);
  void read(std::uint16_t pad, std::uint16_t boot, const std::array<std::uint16_t, button_count>& counters);
  void flash_begins(std::uint16_t pad, Button button, MonotonicTime now);
  void pad_lost_memory(std::uint16_t pad, MonotonicTime now);
  /// It is another unit now, which has counted so many presses that nobody made here.
  void swapped(std::uint16_t pad, std::uint16_t boot, const std::array<std::uint16_t, button_count>& counters);

  // What is in the journal.

  /// One commit.
  void durable(const std::vector<queue::Event>& events, const std::vector<journal::PadAcknowledgement>& pads,
               MonotonicTime now);
  void office_died(MonotonicTime now);
  /// Call it at a start. It gets the events beyond what was known, from a commit whose answer was lost, and
  /// everything that the journal has about pads. This is never less than what was reported before.
  void found(const std::vector<queue::Event>& more, const std::vector<journal::PadAcknowledgement>& pads);

  /// `well_since`: since when nothing has kept this pad's presses from being answered.
  void look(std::uint16_t pad, MonotonicTime now, std::optional<MonotonicTime> well_since);
  /// Nothing more will come for this pad. A press that is still open has neither acted nor been refused.
  void settled(std::uint16_t pad);
  std::size_t open(std::uint16_t pad) const;
  std::size_t acted() const { return acted_; }
  std::size_t refused() const { return refused_; }

 private:
  struct Press {
    Button button = Button::next;
    std::uint16_t boot = 0;
    std::uint16_t ordinal = 0;  ///< of this button since the pad's start, from 1
    std::string when;
    MonotonicTime counted_at{};
    bool read = false;
    bool refused = false;  ///< final: the journal counts it, and it had no effect
    std::optional<MonotonicTime> flash;
    bool gone_from_pad = false;
  };
  struct Pad {
    std::uint16_t boot = 0;
    std::array<std::uint16_t, button_count> counted{};
    std::vector<Press> open;
    journal::PadAcknowledgement durable;
  };
  using Rows = std::vector<journal::PadAcknowledgement>;

  static const journal::PadAcknowledgement* row_of(std::uint16_t pad, const Rows& rows);
  static bool may_have_acted(const Press& press, Button button, const journal::PadAcknowledgement* row);
  bool may_have_acted(std::uint16_t pad, Button button, const Rows& rows) const;
  void act(std::uint16_t pad, Button button, std::uint64_t seq, const Rows& rows, MonotonicTime now);
  void acts_of(const std::vector<queue::Event>& events, const Rows& rows, MonotonicTime now);
  void close(Pad& pad, MonotonicTime now);
  static bool covers(const journal::PadAcknowledgement& row, const Press& press);
  static std::uint16_t number_of(const std::string& pad_name);

  Verdict& verdict_;
  Nanoseconds oldest_;
  MonotonicTime died_at_{};
  std::map<std::uint16_t, Pad> pads_;
  std::size_t acted_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace antrean::simulation
