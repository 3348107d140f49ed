#include "queue/number.hpp"

#include <array>
#include <charconv>

namespace antrean::queue {

std::string QueueNumber::text() const {
  std::array<char, 6> buffer{letter, '0', '0', '0', '0', '0'};
  char* at = buffer.data() + 1;
  if (digits < 100) ++at;
  if (digits < 10) ++at;
  const auto end = std::to_chars(at, buffer.data() + buffer.size(), digits).ptr;
  return {buffer.data(), end};
}

std::optional<QueueNumber> QueueNumber::parse(std::string_view text) {
  if (text.size() < 4 || text.size() > 5 || text[0] < 'A' || text[0] > 'Z') return std::nullopt;
  if (text.size() == 5 && text[1] == '0') return std::nullopt;
  std::uint16_t digits = 0;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    digits = static_cast<std::uint16_t>(digits * 10 + (c - '0'));
  }
  if (digits == 0) return std::nullopt;
  return QueueNumber{text[0], digits};
}

}  // namespace antrean::queue
