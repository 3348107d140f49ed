// The ways in which people book at the portal.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "values/words.hpp"

namespace antrean {

enum class BookingChannel : std::uint8_t { web, whatsapp };
inline constexpr std::size_t booking_channels = 2;

constexpr std::size_t index_of(BookingChannel channel) { return static_cast<std::size_t>(channel); }

/// Of each channel: at most so many people of a slot; nothing: as many as the slot has places.
using ChannelLimits = std::array<std::optional<int>, booking_channels>;
/// Of each channel: people who have a place in a slot by it.
using ChannelCounts = std::array<int, booking_channels>;

}  // namespace antrean

template <>
inline constexpr std::array<std::string_view, 2> antrean::words<antrean::BookingChannel>{"web", "whatsapp"};
