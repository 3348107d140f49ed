// Events in the form of the journal: a name and a JSON body. The fields are those of queue/event_fields.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "queue/events.hpp"

namespace antrean::journal {

std::string body_json(const queue::EventBody& body);

/// The body as a row keeps it. What the row's columns have no place for stands in front, under "by": the
/// actor's role, machine and officer, where there are any. Older releases pass over it.
std::string row_body(const queue::Event& event);

/// Errors (generic_category): errc::not_supported for a name that this version does not know (a newer version
/// wrote it), errc::bad_message for a body that does not fit its name. Throws only when memory runs out.
boost::system::result<queue::EventBody> read_body(std::string_view name, std::string_view json);

/// The columns of a row.
struct EventRow {
  std::uint64_t seq = 0;
  std::int64_t at = 0;  ///< UTC ms
  std::string_view who_kind, who, name, body;
};

/// Errors as for read_body. In addition errc::bad_message for a time outside 1970..9999, and
/// errc::not_supported for a kind of actor that this version does not know.
boost::system::result<queue::Event> read_row(const EventRow& row);

/// A whole event as one line, for exports:
/// {"seq":7,"at":"2026-11-22T02:05:07.123Z","by":{...},"event":"called","body":{...}}.
std::string event_json(const queue::Event& event);

}  // namespace antrean::journal
