// What a TV shows that stands in one part of a hall: the stages named in its settings. Pure.
#pragma once

#include <string>
#include <vector>

#include "values/snapshot.hpp"

namespace antrean::display {

/// `stages` as "paspor/foto" (service and stage). Keeps the counters that serve one of them, the calls of
/// these stages and to these counters, and the services with one of them, with those who wait there. Empty:
/// everything. If the office has none of them, everything too: an empty screen would help nobody (see
/// unknown_stages()).
Snapshot part_of_hall(Snapshot snapshot, const std::vector<std::string>& stages);

/// Those of `stages` that no service of the snapshot has. Empty while the office names no stages.
std::vector<std::string> unknown_stages(const Snapshot& snapshot, const std::vector<std::string>& stages);

}  // namespace antrean::display
