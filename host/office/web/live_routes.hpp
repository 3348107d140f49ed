// How the day goes, and what a supervisor does about it. For whoever has Permission::day; where nobody signs
// in, for whoever reaches the staff's listener. What is done goes by POST /console/command.
//
//   GET /live          the page; it lives from the feed
//   GET /live/state    what the feed does not have:
//     {"at","day","open","phase",
//      "lines":[{"service","service_id","service_en","class_id","class_en","waiting","held",
//                "longest":ms|null}],
//      "counters":[{"id","name","state","officer","number","phase","since":ms,"services","pause_reason"}],
//      "last_call":{"likely":ms,"late":ms,"unknown"}|null,
//      "alarms":[{"subject","id","en","since":ms,"task_id","task_en"}],
//      "devices":[{"name","place","state","text_id","text_en"}],
//      "portal":{"state":"well|away|none","text"},
//      "pause":{"since":ms,"until":ms|null,"reason"}|null,
//      "notices":[{"id","severity","text_id","text_en","until":ms|null}],
//      "walk_ins":[{"service","service_id","service_en","from","to","quota"|null,"today"|null,"used"}],
//      "last_numbers":{"settings":"15:00"|null,"today":"14:00"|null}}
//
// None of it counts as use of the session. io_context thread; all arguments must outlive the server.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/server.hpp"
#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/device_health.hpp"
#include "values/snapshot.hpp"
#include "web/staff.hpp"

namespace antrean::web {

class LivePort {
 public:
  virtual ~LivePort() = default;
  virtual std::shared_ptr<const Snapshot> snapshot() = 0;  ///< never null
  virtual const queue::State& state() = 0;                 ///< as the journal holds it
  virtual UtcTime now() = 0;
  virtual std::vector<DeviceHealth> devices() = 0;
  /// "" while the portal answers; nothing: the office has none.
  virtual std::optional<std::string> portal_trouble() = 0;
};

/// `staff`: null where nobody signs in.
void add_live_routes(http::Server& server, LivePort& live, const queue::Plan& plan, Staff* staff);

}  // namespace antrean::web
