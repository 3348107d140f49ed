// JSON for scripts that is also harmless on a terminal.
#pragma once

#include <string>

#include <boost/json/value.hpp>

namespace antrean::cli {

/// On one line. Control and hidden characters are escapes, also those that JSON would let stand (C1, marks of
/// direction): what reads it gets the same text, and a terminal obeys none of it.
std::string json_text(const boost::json::value& value);

}  // namespace antrean::cli
