// The feed's JSON, both ways. One document is one Snapshot; keys are the member names, times are UTC milliseconds, days
// are ISO dates, enums their words. Unknown keys are ignored, so that a newer office can feed an older TV.
#pragma once

#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "values/snapshot.hpp"

namespace antrean::feed {

/// A feed document is never larger; a reader refuses more.
inline constexpr std::size_t max_bytes = 1u << 20;

std::string to_json(const Snapshot& snapshot);

/// Error: a generic_category errc::bad_message or ::message_size. Never throws on any input.
boost::system::result<Snapshot> from_json(std::string_view text);

}  // namespace antrean::feed
