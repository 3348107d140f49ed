// The office's pages and interfaces, on two http::Servers. Each answers 404 to what is the other's.
//
// For everybody: TVs, phones, whoever watches whether it runs.
//   /ticket/A001         one number, for its phone      /feed      WebSocket: the snapshot (snapshot.hpp)
//   /static/...          what the page of a number needs
//   /health              {"ready":true}; 200 ready, 503 not
//
// For the staff (the technician's command asks elsewhere: technician.hpp):
//   /                    the officer's console          /feed      the same
//   /entrance            the clerk's page               /health    JSON with every part; 200 ready, 503 not
//   /entrance/visitor    the visitor's screen           /metrics   Prometheus text
//   /entrance/kiosk      the same where no clerk sits, with keys for a code
//   /static/...          what these pages need
//   GET  /console/plan          counters, officers, services, classes: what the pages offer
//   GET  /console/officers      who is logged in at which counter
//   GET  /console/why/A001      one sentence
//   GET  /console/counter/3     who is there, and more (counter_routes.hpp adds it)
//   POST /console/command       a command (requests.hpp) -> 200 done, 409 refused and why, 503 not durable
//   POST /entrance/check        a code or booking (requests.hpp) -> 200 with outcome, words, numbers
//   POST /entrance/find         a name and an hour (requests.hpp) -> bookings; addresses hold no names
//   POST /entrance/show         a number (requests.hpp) -> it is on the visitor's screen again
//   POST /entrance/print        a number (requests.hpp) -> its ticket is printed again; 404: no printer
//   GET  /entrance/printer      how the printer is, and which numbers have no paper; 404: there is none
//   GET  /entrance/my-number/A001   the QR that opens it on a phone, as SVG; 404: there is no portal
//   GET  /entrance/places       services, counters of each stage, whom to ask: for the visitor's screen
//
// Pages are templates in pages/, built in; they live from the feed and say within 3 s when they lost it.
// Commands are taken as JSON, which another site's form cannot send; what pages of another site send in other
// ways, the server refuses (http/site.hpp). Who asks is told by the session (staff.hpp), never by the
// body.
//
// io_context thread. All arguments must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.hpp"
#include "queue/plan.hpp"
#include "values/snapshot.hpp"
#include "web/health.hpp"
#include "web/office_port.hpp"
#include "web/staff.hpp"

namespace antrean::web {

class OfficeWeb {
 public:
  struct Sources {
    std::function<std::shared_ptr<const Snapshot>()> snapshot;  ///< never null
    std::function<Health()> health;
    /// Figures that this class does not know itself; may be empty.
    std::function<std::vector<Figure>()> figures;
    std::function<UtcTime()> now;
    /// Where the owner of a number of today finds it on a phone. Nothing: nowhere, now. May be empty.
    std::function<std::optional<std::string>(std::string_view number)> my_number = {};
    /// Tickets on paper. Null: there is no printer.
    TicketDesk* tickets = nullptr;
    /// Who may do what. Null: nobody signs in, and a command is by whom its body names ([staff] sign_in =
    /// false).
    Staff* staff = nullptr;
  };

  struct Servers {
    http::Server& everybody;
    http::Server& staff;
  };

  /// Adds routes, security headers and error pages to both. The feed is `feed`, published to by the caller.
  OfficeWeb(Servers servers, const http::Broadcast& feed, const queue::Plan& plan, CommandSink& sink,
            EntrancePort& entrance, Sources sources);
  ~OfficeWeb();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  ///< shared with the routes
};

}  // namespace antrean::web
