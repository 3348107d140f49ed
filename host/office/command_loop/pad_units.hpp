// Another unit at the address of a pad: a spare in its place, or pads of two counters that were exchanged.
// What it had counted elsewhere must not act here. Our pads tell their serial number since 2.1; of others
// this cannot be known. Pure but for the turn.
#pragma once

#include "call_pad/presses.hpp"
#include "command_loop/turn.hpp"
#include "values/bilingual.hpp"

namespace antrean::office {

/// True if another unit answers than the one whose presses the journal has.
bool is_other_unit(const Turn& turn, const PadReading& reading);

/// What to acknowledge of another unit's reading; nothing of it acts. What it was pressed before it was read
/// here was perhaps pressed somewhere else, so it is unsure. Of a pad that the journal knows at another
/// address only what is new there.
NewPresses presses_of_other_unit(const Turn& turn, const PadReading& reading);

/// What the office says of it, and what to do.
Bilingual words_of_other_unit(const Turn& turn, const PadReading& reading, CounterId counter);

}  // namespace antrean::office
