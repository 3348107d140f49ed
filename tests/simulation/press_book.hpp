// Promise 1: a press acts exactly once, or is visibly refused. Follows every press that a pad counted until it is seen
// to have acted (an event of the journal that this pad made) or to have been refused (the pad flashed after the office
// had read the press).
//
// What nobody can know, and so is no broken promise, is just this:
//   - a pad that loses power before the office has read a press takes the press with it;
//   - one that the office had read but not made durable when both it and then the pad lost their memory, likewise;
//   - a press refused by a durable commit whose flash was still on its way when the office died: the pad and its board
//     have then gone dark or come back, which is seen, and the press never acts;
//   - a press refused because the journal could not be written is not durably refused: if the office dies before the
//     journal writes again, it acts, once, after the restart.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "call_pad/call_pad.hpp"
#include "journal/journal.hpp"
#include "queue/events.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

class PressBook {
 public:
  explicit PressBook(Verdict& verdict) : verdict_(verdict) {}

  // What is seen at the pads (by the number of their counter).

  void counted(std::uint16_t pad, Button button, std::uint16_t boot, const std::string& when);
  void read(std::uint16_t pad, std::uint16_t boot, const std::array<std::uint16_t, button_count>& counters);
  void flashed(std::uint16_t pad, Button button);
  void pad_lost_memory(std::uint16_t pad);

  // What is seen in the journal.

  void durable(const std::vector<queue::Event>& events, const std::vector<journal::PadAcknowledgement>& pads);
  /// The process is gone; durable() then tells what a restart finds beyond what was known.
  void office_died();
  /// As the journal has them at a start: never less than what was told before.
  void found(const std::vector<journal::PadAcknowledgement>& pads);

  /// Nothing more is to come for this pad: whatever is still open has neither acted nor been refused.
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
    bool read = false;
    bool acknowledged = false;
    bool flashed = false;
    bool died_since_flash = false;
    bool gone_from_pad = false;
  };
  struct Pad {
    std::uint16_t boot = 0;
    std::array<std::uint16_t, button_count> counted{};
    std::vector<Press> open;
    journal::PadAcknowledgement durable;
  };

  bool has(std::uint16_t pad, Button button) const;
  void act(std::uint16_t pad, Button button, std::uint64_t seq);
  void acknowledge(Pad& pad, const journal::PadAcknowledgement& row);
  static bool covers(const journal::PadAcknowledgement& row, const Press& press);
  static std::uint16_t number_of(const std::string& pad_name);

  Verdict& verdict_;
  std::map<std::uint16_t, Pad> pads_;
  std::size_t acted_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace antrean::simulation
