#include "queue/numbers_left.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace antrean::queue {

namespace {

constexpr Milliseconds shortest = std::chrono::minutes{15};
constexpr Milliseconds ahead = std::chrono::hours{1};

bool of(const SeriesSettings& series, const QueueNumber& number) {
  return series.letters.find(number.letter) != std::string::npos;
}

}  // namespace

NumbersLeft numbers_left(const State& state, const SeriesSettings& series, UtcTime now) {
  NumbersLeft result;
  for (const char letter : series.letters) {
    const std::uint16_t last = state.last_number[static_cast<std::size_t>(letter - 'A')];
    const int begun = std::max<int>(last, series.first - 1);
    result.left += static_cast<std::uint32_t>(std::max(0, series.last - begun));
  }
  std::uint32_t given = 0;
  std::optional<UtcTime> first;
  for (const Ticket& ticket : state.tickets) {
    const auto numbers = (of(series, ticket.number) ? 1u : 0u) + (ticket.was && of(series, *ticket.was) ? 1u : 0u);
    if (numbers == 0) {
      continue;
    }
    given += numbers;
    first = first ? std::min(*first, ticket.issued) : ticket.issued;
  }
  if (!first) {
    return result;
  }
  const auto elapsed = std::max(shortest, now - *first);
  result.an_hour = static_cast<std::uint32_t>(std::uint64_t{given} * static_cast<std::uint64_t>(ahead.count()) /
                                              static_cast<std::uint64_t>(elapsed.count()));
  return result;
}

}  // namespace antrean::queue
