// What doctor and bus found, part by part.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/render/table.hpp"
#include "values/words.hpp"

namespace antrean::cli {

/// doubtful: it works, and somebody should look at it all the same.
enum class Condition : std::uint8_t { well, doubtful, broken };

struct Finding {
  std::string part;  ///< "clock", "board 21 on counters"
  Condition condition = Condition::well;
  std::string id, en;  ///< what was seen and, unless all is well, what to do; drivers speak English in both
};
using Findings = std::vector<Finding>;

/// "well", "look" or "BROKEN" in the reader's language and its colour.
Cell condition_cell(const Terminal& to, Condition condition);

}  // namespace antrean::cli

template <>
inline constexpr std::array<std::string_view, 3> antrean::words<antrean::cli::Condition>{"well", "doubtful", "broken"};
