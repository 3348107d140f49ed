// The office's pages and interfaces, on one http::Server:
//
//   /                    the officer's console          /feed      WebSocket: the snapshot (values/snapshot.hpp)
//   /entrance            the entrance staff's page      /health    JSON; 200 ready, 503 not
//   /ticket/A001         one number, for its phone      /metrics   Prometheus text
//   GET  /console/plan          counters, officers, services, classes: what the pages offer
//   GET  /console/officers      who is logged in at which counter
//   GET  /console/why/A001      one sentence
//   POST /console/command       a command (requests.hpp) -> 200 done, 409 refused and why, 503 not durable
//   POST /entrance/check        a code or booking (requests.hpp) -> 200 with outcome, words, numbers
//   POST /entrance/find         a name and an hour (requests.hpp) -> bookings; addresses hold no names
//
// Pages are files in static/, built in; they live from the feed and say within 3 s when they lost it.
// Commands are taken as JSON from pages of this very origin only, so another site's form cannot send one. Who
// an officer is, is what the page says: put a proxy with a login in front where the network is not the
// office's own.
//
// io_context thread; everything passed in outlives it.
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
    std::function<std::shared_ptr<const Snapshot>()> snapshot;  ///< never gives null
    std::function<Health()> health;
    std::function<std::vector<Figure>()> figures;  ///< more than this class knows itself; may be empty
    std::function<UtcTime()> now;
  };

  /// Adds routes, security headers and error pages to `server`. The feed is `feed`, published to by the
  /// caller.
  OfficeWeb(http::Server& server, const http::Broadcast& feed, const queue::Plan& plan, CommandSink& sink,
            EntrancePort& entrance, Sources sources);
  ~OfficeWeb();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  ///< shared with the routes
};

}  // namespace antrean::web
