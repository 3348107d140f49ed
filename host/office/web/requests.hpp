// The requests of the pages, as values: JSON is read into a command or an entrance request. Pure.
//
//   {"command":"call_next","counter":3,"officer":"budi","expect":"A012"}
//
// Fields of every command, besides its own:
//   command     a word of command_names()
//   counter     the counter of the page; mandatory if the command does something there
//   officer     the officer who asks; "" or absent: not known
//   desk        "entrance": the staff of the entrance asks
//   supervisor  a supervisor asks
//   supervisor_user, supervisor_pin   a supervisor agrees, with their own PIN (staff.hpp)
// Where people sign in, officer, desk and supervisor are not looked at: the session says who asks.
//   expect      the number that the page shows at the counter, "" for none; if the counter has another number
//               now, the command is not carried out
//   key         at most 100 bytes, made by the page for this request. walk_in and serve_direct give one
//               number per key and day, so a page that got no answer may ask again. Other commands ignore it.
//
// Its own fields ("?": may be left out):
//   call_next recall start no_show         none
//   finish finish_and_next                 none
//   open_counter close_counter             none
//   logout                                 none
//   login                                  take_over? (the officer who is there goes)
//   pause_counter cancel_call              reason
//   park                                   reason, minutes? (from now; without: until it is resumed)
//   resume                                 number
//   call_out_of_order                      number, reason
//   serve_direct                           service, class_key?, reason
//   transfer                               number, reason, and either to_counter or service and stage
//   return_ticket                          number
//   cancel_ticket                          number, reason
//   grant_class                            number, class_key, reason
//   walk_in                                service, class_key?, reason?, people?
//   put_in_line                            service, stage (which the settings no longer have),
//                                          to_service?, to_stage?, reason
//   open_day                               day, reason? (queue::Rollover)
//   close_day                              none
//
// Any other field is refused by name, because its meaning would be lost.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "queue/commands.hpp"
#include "web/office_port.hpp"
#include "web/staff.hpp"

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
  std::optional<Lent> lent;           ///< a supervisor's yes, sent with it
  CounterId counter = 0;              ///< the counter of the command; 0: none
  std::optional<std::string> expect;  ///< the number that the page shows there
};

Parsed<Asked> parse_command(std::string_view json, UtcTime now);
struct AskedAtEntrance {
  EntranceRequest request;
  std::optional<Lent> lent;
};
/// {"code":"AD-QFJ8BD"} or {"booking":17}; if needed also "people", "class_key",
/// "force":{"supervisor":..,"reason":..}; "scanned":true if a scanner typed the code.
Parsed<AskedAtEntrance> parse_entrance_request(std::string_view json);

/// {"name":"dewi","hour":"08:00"}: the bookings to find. Without an hour, or with an empty one, those of the
/// whole day.
struct LookedFor {
  std::string name;
  std::optional<TimeOfDay> hour;
};
Parsed<LookedFor> parse_looked_for(std::string_view json);
/// {"number":"B012"}: the number to show again.
struct ToShowAgain {
  std::string number;
};
Parsed<ToShowAgain> parse_show_again(std::string_view json);

/// {"number":"B027"}: print its ticket again.
struct ToPrintAgain {
  std::string number;
};
Parsed<ToPrintAgain> parse_print_again(std::string_view json);

std::vector<std::string_view> command_names();

}  // namespace antrean::web
