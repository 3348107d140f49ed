// The findings of doctor and bus, one for each part.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/render/table.hpp"
#include "values/words.hpp"

namespace antrean::cli {

/// doubtful: it works, but somebody should look at it.
enum class Condition : std::uint8_t { well, doubtful, broken };

struct Finding {
  std::string part;  ///< "clock", "board 21 on counters"
  Condition condition = Condition::well;
  std::string id, en;  ///< what was seen and, if it is not well, what to do; drivers have English in both
};
using Findings = std::vector<Finding>;

/// "well", "look" or "BROKEN", in the language of the reader, with its colour.
Cell condition_cell(const Terminal& to, Condition condition);

}  // namespace antrean::cli

template <>
inline constexpr std::array<std::string_view, 3> antrean::words<antrean::cli::Condition>{"well", "doubtful", "broken"};
