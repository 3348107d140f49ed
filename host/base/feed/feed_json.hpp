// The feed's JSON, both ways. One document is one Snapshot; keys are the member names, times are UTC
// milliseconds, days are ISO dates, enums their words. Unknown keys are ignored, so that a newer office can
// feed an older TV.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "values/snapshot.hpp"

namespace antrean::feed {

/// A feed document is never larger; a reader refuses more.
inline constexpr std::size_t max_bytes = 1u << 20;

std::string to_json(const Snapshot& snapshot);

// A document may have waited long before a client connects, and a quiet office says nothing new for hours. So
// every message says when it was sent, in UTC milliseconds of the office's clock: its first key. A beat is a
// message that says nothing else. Whoever shows a clock takes the time from here and never from its own
// machine.

std::string beat(UtcTime sent);  ///< {"sent":1764228300000}
/// A document is sent as opening(now) followed by without_opening(document), so that it is written once for
/// everybody.
std::string opening(UtcTime sent);                      ///< {"sent":1764228300000,
std::string without_opening(std::string document);      ///< of to_json()
std::optional<UtcTime> sent(std::string_view message);  ///< absent: an office that does not say it
bool is_beat(std::string_view message);

/// Error: a generic_category errc::bad_message or ::message_size. Never throws on any input.
boost::system::result<Snapshot> from_json(std::string_view text);

}  // namespace antrean::feed
