// What the console shows beyond the public feed: who is at a counter, with name and the NIK's last four, what
// was done with them, who is next and why, and of everybody who waits the class, the booked hour and since
// when. For whoever has Permission::counter; where nobody signs in, for whoever reaches the staff's listener.
//
//   GET /console/counter/3
//     {"officers":{"3":"sari"},"pause_reason":"","next":null,"undo":{..},"person":null,"waiting":[..]}
//       officers  who is logged in where: keys of the settings, by counter
//       next      {"number","id","en"}: whom this counter would call now, and the queue's sentence why
//       undo      {"number","reason","id","en"}: the latest finish here; "reason" (a word of queue::Reason)
//                 and the sentence are "" when it can be taken back, else they say why not
//       person    {"number","service","stage","class_key","hour":{"start","end"}|null,"people","came",
//                 "waits_since","called","recalls","recalled":ms|null,"returns","booked","code",
//                 "name":text|null,"nik_last4":text|null,"steps":[..]}; times are ms
//       steps     {"kind","at","by_kind","by","counter","service","stage","reason"} (queue/staff_view.hpp)
//       waiting   {"number","class_key","hour","since"}: held, waiting, parked and missed, in no order
//   GET /console/transfer/A012
//     {"targets":[{"service","stage"}, {"to_counter":2}]}: where this number could be sent now
//
// The page asks again when the feed says that something changed, and now and then: none of it counts as use
// of the session. io_context thread; all arguments must
// outlive the server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "http/server.hpp"
#include "queue/commands.hpp"
#include "queue/plan.hpp"
#include "queue/refusal.hpp"
#include "queue/staff_view.hpp"
#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "web/staff.hpp"

namespace antrean::web {

class CounterPort {
 public:
  virtual ~CounterPort() = default;
  /// Nothing for a counter that does not exist.
  virtual std::optional<queue::CounterStaffView> staff_view(CounterId counter) = 0;
  /// Nothing for a booking that the day list does not have, or has with another code.
  virtual boost::asio::awaitable<std::optional<Booking>> booking(BookingId id, std::string code) = 0;
  /// Why this number is next or not yet; nothing for a number that does not exist today.
  virtual std::optional<Bilingual> why(std::string_view number) = 0;
  /// The refusal that this command would get now. Nothing is done.
  virtual std::optional<queue::Refusal> would_refuse(const queue::Command& command) = 0;
};

/// `staff`: null where nobody signs in.
void add_counter_routes(http::Server& server, CounterPort& counters, const queue::Plan& plan, Staff* staff);

/// The same refusal with an officer's name in place of the key.
queue::Refusal with_names(queue::Refusal refusal, const queue::Plan& plan);

}  // namespace antrean::web
