#include "ports/linux/unit_list.hpp"

#include <charconv>
#include <set>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

namespace antrean::device {

namespace {

unsigned number(std::string_view text, unsigned least, unsigned most, const char* what) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    throw std::invalid_argument(fmt::format("'{}' is no {} from {} to {}", text, what, least, most));
  }
  return value;
}

}  // namespace

std::vector<ListedUnit> parse_unit_list(const std::string& text) {
  std::vector<ListedUnit> units;
  std::set<unsigned> seen;
  std::istringstream items(text);
  for (std::string item; std::getline(items, item, ',');) {
    const std::string_view whole = item;
    const auto colon = whole.find(':');
    const unsigned width = colon == std::string_view::npos ? 4 : number(whole.substr(colon + 1), 1, 8, "width");
    const std::string_view range = whole.substr(0, colon);
    const auto dash = range.find('-');
    const unsigned first = number(range.substr(0, dash), 1, 247, "address");
    const unsigned last =
        dash == std::string_view::npos ? first : number(range.substr(dash + 1), first, 247, "address");
    for (unsigned address = first; address <= last; ++address) {
      if (!seen.insert(address).second) {
        throw std::invalid_argument(fmt::format("address {} comes twice", address));
      }
      units.push_back({static_cast<std::uint8_t>(address), static_cast<std::uint8_t>(width)});
    }
  }
  return units;
}

}  // namespace antrean::device
