// What a person says of the service, in the one answer that the phone page asks for.
#pragma once

#include <cstdint>

#include "values/words.hpp"

namespace antrean {

enum class Feedback : std::uint8_t { very_good, good, poor, bad };
inline constexpr std::size_t feedbacks = 4;

template <>
inline constexpr std::array<std::string_view, feedbacks> words<Feedback>{"very_good", "good", "poor", "bad"};

}  // namespace antrean
