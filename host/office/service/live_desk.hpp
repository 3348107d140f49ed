// What the live page shows, out of the running office. io_context thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command_loop/command_loop.hpp"
#include "service/field_devices.hpp"
#include "service/portal_connection.hpp"
#include "web/live_routes.hpp"

namespace antrean::office {

class LiveDesk final : public web::LivePort {
 public:
  /// `portal` is null if the office has none. All must outlive it.
  LiveDesk(CommandLoop& loop, const FieldDevices& devices, const PortalConnection* portal, std::function<UtcTime()> now)
      : loop_(loop), devices_(devices), portal_(portal), now_(std::move(now)) {}

  std::shared_ptr<const Snapshot> snapshot() override { return loop_.snapshot(); }
  const queue::State& state() override { return loop_.durable(); }
  UtcTime now() override { return now_(); }
  std::vector<DeviceHealth> devices() override { return devices_.health(); }
  std::optional<std::string> portal_trouble() override;

 private:
  CommandLoop& loop_;
  const FieldDevices& devices_;
  const PortalConnection* portal_;
  std::function<UtcTime()> now_;
};

}  // namespace antrean::office
