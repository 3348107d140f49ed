#include "queue/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace antrean::queue {

std::string QueueNumber::text() const {
  std::array<char, 6> buffer{letter, '0', '0', '0', '0', '0'};
  char* at = buffer.data() + 1;
  if (digits < 100) {
    ++at;
  }
  if (digits < 10) {
    ++at;
  }
  const auto end = std::to_chars(at, buffer.data() + buffer.size(), digits).ptr;
  return {buffer.data(), end};
}

std::optional<QueueNumber> QueueNumber::parse(std::string_view text) {
  if (text.size() < 4 || text.size() > 5 || text[0] < 'A' || text[0] > 'Z') {
    return std::nullopt;
  }
  if (text.size() == 5 && text[1] == '0') {
    return std::nullopt;
  }
  std::uint16_t digits = 0;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    digits = static_cast<std::uint16_t>(digits * 10 + (c - '0'));
  }
  if (digits == 0) {
    return std::nullopt;
  }
  return QueueNumber{text[0], digits};
}

std::optional<QueueNumber> QueueNumber::typed(std::string_view text) {
  constexpr std::size_t most_digits = 4;
  std::string kept;
  for (const char c : text) {
    if (std::string_view(" \t-._/").find(c) == std::string_view::npos) {
      kept += c;
    }
  }
  if (kept.size() < 2) {
    return std::nullopt;
  }
  if (kept[0] >= 'a' && kept[0] <= 'z') {
    kept[0] = static_cast<char>(kept[0] - 'a' + 'A');
  }
  std::string digits = kept.substr(1);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() > most_digits) {
    return std::nullopt;
  }
  if (digits.size() < 3) {
    digits.insert(0, 3 - digits.size(), '0');
  }
  return parse(kept[0] + digits);
}

}  // namespace antrean::queue
