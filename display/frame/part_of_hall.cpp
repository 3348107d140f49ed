#include "frame/part_of_hall.hpp"

#include <algorithm>

namespace antrean::display {
namespace {

bool among(const std::vector<std::string>& stages, const std::string& stage) {
  return std::find(stages.begin(), stages.end(), stage) != stages.end();
}

bool has(const Snapshot& snapshot, const std::string& wanted) {
  for (const ServiceView& service : snapshot.services) {
    for (const StageView& stage : service.stages) {
      if (service.key + "/" + stage.key == wanted) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

Snapshot part_of_hall(Snapshot snapshot, const std::vector<std::string>& stages) {
  const bool any = std::any_of(stages.begin(), stages.end(), [&](const auto& stage) { return has(snapshot, stage); });
  if (!any) {
    return snapshot;
  }
  std::erase_if(snapshot.counters, [&](const CounterView& counter) {
    return std::none_of(counter.stages.begin(), counter.stages.end(),
                        [&](const std::string& stage) { return among(stages, stage); });
  });
  std::erase_if(snapshot.calls, [&](const CallView& call) {
    const bool here = std::any_of(snapshot.counters.begin(), snapshot.counters.end(),
                                  [&](const CounterView& counter) { return counter.id == call.counter; });
    return !here && !among(stages, call.service + "/" + call.stage);
  });
  for (ServiceView& service : snapshot.services) {
    // The service's wait is for somebody who comes to its first stage now.
    if (!service.stages.empty() && !among(stages, service.key + "/" + service.stages.front().key)) {
      service.wait.reset();
    }
    std::erase_if(service.stages,
                  [&](const StageView& stage) { return !among(stages, service.key + "/" + stage.key); });
    unsigned waiting = 0;
    for (const StageView& stage : service.stages) {
      waiting += stage.waiting;
    }
    service.waiting = static_cast<std::uint16_t>(std::min(waiting, 0xffffU));
  }
  std::erase_if(snapshot.services, [](const ServiceView& service) { return service.stages.empty(); });
  return snapshot;
}

std::vector<std::string> unknown_stages(const Snapshot& snapshot, const std::vector<std::string>& stages) {
  std::vector<std::string> unknown;
  const bool named = std::any_of(snapshot.services.begin(), snapshot.services.end(),
                                 [](const ServiceView& service) { return !service.stages.empty(); });
  for (const std::string& stage : stages) {
    if (named && !has(snapshot, stage)) {
      unknown.push_back(stage);
    }
  }
  return unknown;
}

}  // namespace antrean::display
