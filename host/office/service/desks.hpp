// The pages' desks (web/desks.hpp) as the hall and the entrance fill them, and how the office is, gathered from all its
// parts. io_context thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "hall/entrance.hpp"
#include "hall/hall.hpp"
#include "service/field_devices.hpp"
#include "service/portal_line.hpp"
#include "web/desks.hpp"
#include "web/health.hpp"

namespace antrean::office {

class HallDesk final : public web::CommandSink {
 public:
  explicit HallDesk(Hall& hall) : hall_(hall) {}
  boost::asio::awaitable<web::Answer> submit(queue::Command command) override;
  std::optional<checkin::Words> why(std::string_view number) override;
  std::vector<std::pair<CounterId, std::string>> officers() override { return hall_.officers(); }

 private:
  Hall& hall_;
};

class EntrancePageDesk final : public web::EntranceDesk {
 public:
  explicit EntrancePageDesk(Entrance& entrance) : entrance_(entrance) {}
  boost::asio::awaitable<web::EntryAnswer> take(web::Entry entry) override;
  boost::asio::awaitable<std::vector<Booking>> find(std::string name, std::optional<TimeOfDay> hour) override;

 private:
  Entrance& entrance_;
};

/// A device as /health and `antrean doctor` say it.
web::Part part_of(const DeviceHealth& device);

/// What was asked of each device and how much of it failed, for /metrics.
std::vector<web::Figure> figures_of(const std::vector<DeviceHealth>& devices);
void add_figures(std::vector<web::Figure>& figures, const EntranceCounts& entrance);

/// `portal` null: the office has none.
web::Health health_of(const Hall& hall, const FieldDevices& devices, const PortalLine* portal);

}  // namespace antrean::office
