// What a page sends, as values: JSON in, a command or an entry out. Pure.
//
//   {"command":"call_next","counter":3,"officer":"budi","expect":"A012"}
// Every command may have, beside its own fields:
//   command     a word of command_names()
//   counter     the counter where it is asked; mandatory where the command does something there
//   officer     who asks; "" or absent: nobody said
//   desk        "entrance": the entrance's staff asks
//   supervisor  a supervisor asks
//   expect      the number the page shows at the counter, "" for none: a command meant for what is no longer there is
//               not carried out
//   key         at most 100 bytes, the asker's own for this wish: walk_in and serve_direct give a number once a key and
//               day, so that whoever got no answer may ask again; the others take it and do as without
// Its own (? may be left out):
//   call_next recall start no_show finish finish_and_next undo_finish open_counter close_counter logout
//   login                         none
//                                 no_show, finish and finish_and_next within calls.pad_guard of the call are
//                                 refused: a key was hit twice
//   pause_counter cancel_call     reason
//   park                          reason, minutes? (from now; without: until it is resumed)
//   resume                        number
//   call_out_of_order             number, reason
//   serve_direct                  service, class_key?, reason
//   transfer                      number, reason, and either to_counter or service and stage
//   return_ticket                 number
//   cancel_ticket                 number, reason
//   grant_class                   number, class_key, reason
//   walk_in                       service, class_key?, reason?, people?
//   put_in_line                   service, stage (that the settings no longer have), to_service?, to_stage?, reason
//   open_day                      day, reason? (queue::Rollover)
//   close_day                     none
// Any other field is refused by name: what it was meant to say would be lost.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "queue/commands.hpp"
#include "web/office_port.hpp"

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
/// {"code":"AD-QFJ8BD"} or {"booking":17}, with "people", "class_key", "force":{"supervisor":..,"reason":..}
/// as needed; "scanned":true when a scanner typed the code.
Parsed<EntranceRequest> parse_entrance_request(std::string_view json);

/// {"name":"dewi","hour":"08:00"}: whose bookings are asked for; without an hour, or with an empty one, those
/// of the day.
struct LookedFor {
  std::string name;
  std::optional<TimeOfDay> hour;
};
Parsed<LookedFor> parse_looked_for(std::string_view json);

std::vector<std::string_view> command_names();

}  // namespace antrean::web
