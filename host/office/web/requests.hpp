// What a page sends, as values: JSON in, a command or an entry out. Pure.
//
//   {"command":"call_next","counter":3,"officer":"budi","expect":"A012"}
// `command` is a word of command_names(). Fields are those of the command's struct in queue/commands.hpp by the same
// names; `until` is given as `minutes` from now; "open_day" is a Rollover. `officer` is who asks ("" or absent: nobody
// said), "desk":"entrance" says that it is the entrance's staff, `supervisor` instead makes it a supervisor's command.
// `expect`, when present, is the number the page shows at the counter ("" for none): a command meant for what is no
// longer there is not carried out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "queue/commands.hpp"
#include "web/desks.hpp"

namespace antrean::web {

/// What is wrong with a request, in words: "'counter' is missing".
struct BadRequest {
  std::string text;
};
template <class T>
using Parsed = boost::system::result<T, BadRequest>;
[[noreturn]] void throw_exception_from_error(const BadRequest& bad, const boost::source_location& where);

struct Asked {
  queue::Command command;
  CounterId counter = 0;              ///< the counter it is about; 0: none
  std::optional<std::string> expect;  ///< the number the page shows there
};

Parsed<Asked> parse_command(std::string_view json, UtcTime now);
/// {"code":"AD-QFJ8BD"} or {"booking":17}, with "people", "class_key", "force":{"supervisor":..,"reason":..} as needed.
Parsed<Entry> parse_entry(std::string_view json);

/// {"name":"dewi","hour":"08:00"}: whose bookings are asked for; without an hour, or with an empty one, those of the
/// day.
struct LookedFor {
  std::string name;
  std::optional<TimeOfDay> hour;
};
Parsed<LookedFor> parse_looked_for(std::string_view json);

std::vector<std::string_view> command_names();

}  // namespace antrean::web
