// Something is broken on purpose, to show that the simulation detects it.
#pragma once

#include <cstdint>

namespace antrean::simulation {

enum class Mutant : std::uint8_t {
  none,
  unsynced,         ///< the journal runs with synchronous=NORMAL
  early_answer,     ///< acknowledges before the commit
  count_apart,      ///< the press count is not in the commit of the press
  forgets_flashes,  ///< the flash owed for a refused press is kept only in memory
  hides_stranded,   ///< does not report people who do not fit changed settings
  hidden_again,     ///< ignores a scan that was refused within the last 10 s, whatever the screen shows
  follows_leaps,    ///< uses the wall clock as it is
  acts_late,        ///< a press acts however old it is
  trusts_names,     ///< the actor is whom the body of the command names
  session_is_seat,  ///< who signs out, or is signed out, is logged out of their counter too
  keeps_disabled,   ///< the session of a person who is disabled goes on
};

}  // namespace antrean::simulation
