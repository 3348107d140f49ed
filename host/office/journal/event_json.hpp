// Events as the journal keeps them: a name and a JSON body. The fields are queue/event_fields.hpp's.
#pragma once

#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "queue/events.hpp"

namespace antrean::journal {

std::string body_json(const queue::EventBody& body);

/// Errors (generic_category): errc::not_supported for a name this version does not know (a newer version wrote it),
/// errc::bad_message for a body that does not fit its name. Never throws on any input but for memory.
boost::system::result<queue::EventBody> read_body(std::string_view name, std::string_view json);

/// A whole event as one line, for exports:
/// {"seq":7,"at":"2026-11-22T02:05:07.123Z","by":{...},"event":"called","body":{...}}.
std::string event_json(const queue::Event& event);

}  // namespace antrean::journal
