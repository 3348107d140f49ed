// How old a press may be. A pad counts presses also while nobody reads it: its cable is out, the line is
// down, the office does not run. Such a press acts only if it is surely younger than CallRules::oldest_press,
// because nobody wants the call of an hour ago. Pure.
#pragma once

#include <optional>
#include <string>

#include "call_pad/call_pad.hpp"
#include "queue/plan.hpp"
#include "values/bilingual.hpp"
#include "values/machine_clocks.hpp"

namespace antrean::office {

/// What is known of the time of a reading.
struct ReadingTime {
  MachineClocks arrived{};
  /// What is new in the reading was pressed after this, by MachineClocks::boot. Nothing: it is the first
  /// reading since the office started, so the journal has to tell.
  std::optional<Milliseconds> after{};
};

/// At most so old are the presses of a reading, `now`. `known_at`: when the pad was last known to have
/// counted no more, by the journal. Nothing: it cannot be known.
std::optional<Milliseconds> oldest_age(const ReadingTime& reading, const std::optional<MachineClocks>& known_at,
                                       const MachineClocks& now, bool wall_is_right);

/// How often the journal is told that a pad has not been pressed. So after a start the age of a press is
/// known to a quarter of what is allowed.
constexpr Milliseconds noted_every(Milliseconds oldest_press) { return oldest_press / 4; }

/// True if the journal should be told that a pad is known to have counted no more at `fresh`.
bool worth_noting(const std::optional<MachineClocks>& noted, const MachineClocks& fresh, Milliseconds every);

/// As in the settings; its number if there is none.
std::string counter_name(const queue::PlanSettings& plan, CounterId counter);

/// What the office says of presses that it did not carry out because of their age.
Bilingual too_old(const queue::PlanSettings& plan, const PadId& pad, CounterId counter, ButtonSet buttons,
                  std::optional<Milliseconds> age);

}  // namespace antrean::office
