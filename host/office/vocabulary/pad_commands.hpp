// What a long or a double press on a call pad does, by the settings of the pad. A short press is always the
// command of its button.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "values/words.hpp"

namespace antrean::office {

enum class PadCommand : std::uint8_t {
  none,  ///< such a press is like a short one
  next,
  recall,
  no_show,
  done,
  open_close,  ///< opens the counter, or closes it; refused while somebody is there
  pause,       ///< pauses the counter, or opens it again
  undo_done
};

/// By button: next, recall, no-show, done.
struct PadCommands {
  std::array<PadCommand, 4> longs{};
  std::array<PadCommand, 4> doubles{};
  friend bool operator==(const PadCommands&, const PadCommands&) = default;
};

}  // namespace antrean::office

namespace antrean {
/// As in the settings.
template <>
inline constexpr std::array<std::string_view, 8> words<office::PadCommand>{"none", "next",       "recall", "no_show",
                                                                           "done", "open_close", "pause",  "undo_done"};
}  // namespace antrean
