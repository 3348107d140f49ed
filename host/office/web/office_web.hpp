// The office's pages and interfaces, on one http::Server:
//
//   /                       the officer's console
//   /entrance               the entrance staff's page
//   /ticket/A001            one number, for its owner's phone
//   /feed                   WebSocket: the snapshot (values/snapshot.hpp)
//   /health                 JSON; 200 ready, 503 not ready
//   /metrics                Prometheus text
//   GET  /console/plan      counters, officers, services, classes: the choices of the pages
//   GET  /console/officers  who is logged in at which counter
//   GET  /console/why/A001  one sentence
//   POST /console/command   a command (requests.hpp) -> 200 done, 409 refused and why, 503 not durable
//   POST /entrance/check    a code or booking (requests.hpp) -> 200 with outcome, words, numbers
//   POST /entrance/find     a name and an hour (requests.hpp) -> bookings; POST keeps names out of addresses
//
// The pages are files in static/, built into the program. They show the feed, and say within 3 s when they
// lost it. Commands are accepted only as JSON from pages of the same origin, so a form of another site cannot
// send one. The page says which officer uses it, and the server does not check that: put a proxy with a login
// in front if the network is not the office's own.
//
// io_context thread. All arguments must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "http/server.hpp"
#include "queue/plan.hpp"
#include "values/snapshot.hpp"
#include "web/health.hpp"
#include "web/office_port.hpp"

namespace antrean::web {

class OfficeWeb {
 public:
  struct Sources {
    std::function<std::shared_ptr<const Snapshot>()> snapshot;  ///< never null
    std::function<Health()> health;
    /// Figures that this class does not know itself; may be empty.
    std::function<std::vector<Figure>()> figures;
    std::function<UtcTime()> now;
  };

  /// Adds routes, security headers and error pages to `server`. The caller publishes the snapshots to `feed`.
  OfficeWeb(http::Server& server, const http::Broadcast& feed, const queue::Plan& plan, CommandSink& sink,
            EntrancePort& entrance, Sources sources);
  ~OfficeWeb();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  ///< shared with the routes
};

}  // namespace antrean::web
