// Unit addresses on a command line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace antrean::device {

struct ListedUnit {
  std::uint8_t address;
  std::uint8_t width;
};

/// "21-34", "1,2,7", "21-30,40:8" (after the colon a width in characters, else 4). Throws
/// std::invalid_argument that says what is wrong: not a list, an address outside 1..247 or given twice, a
/// width outside 1..8.
std::vector<ListedUnit> parse_unit_list(const std::string& text);

}  // namespace antrean::device
