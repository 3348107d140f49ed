// The JSON of the feed, written and read. One document is one Snapshot. Keys are the member names, times are
// UTC milliseconds, days are ISO dates, enumerations are their words. Unknown keys are ignored, so a newer
// office can feed an older TV.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "values/snapshot.hpp"

namespace antrean::feed {

/// A feed document is never larger. A reader refuses a larger one.
inline constexpr std::size_t max_bytes = 1u << 20;

std::string to_json(const Snapshot& snapshot);

// A document may be old when a client connects, and a quiet office sends nothing new for hours. So every
// message begins with the key "sent": the time when it was sent, in UTC milliseconds of the office's clock. A
// beat is a message with this key only. A program that shows a clock takes the time from here, never from its
// own machine.

std::string beat(UtcTime sent);  ///< {"sent":1764228300000}
/// A document is sent as opening(now) followed by without_opening(document). So it is written once for all
/// clients.
/// `speaking`: whether the voice in the hall speaks now; nothing: the office has none.
std::string opening(UtcTime sent, std::optional<bool> speaking = {});  ///< {"sent":1764228300000,"speaking":true,
std::string without_opening(std::string document);                     ///< of to_json()
std::optional<UtcTime> sent(std::string_view message);                 ///< absent: the office does not send it
std::optional<bool> speaking(std::string_view message);                ///< absent: nobody knows
bool is_beat(std::string_view message);

/// Error: a generic_category errc::bad_message or ::message_size. Never throws on any input.
boost::system::result<Snapshot> from_json(std::string_view text);

}  // namespace antrean::feed
