// Implements the interfaces of the pages (web/office_port.hpp) with the command loop and the entrance, and
// collects the health of all parts of the office. io_context thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "command_loop/command_loop.hpp"
#include "command_loop/entrance.hpp"
#include "http/gate.hpp"
#include "service/field_devices.hpp"
#include "service/portal_connection.hpp"
#include "service/second_copy.hpp"
#include "web/counter_routes.hpp"
#include "web/health.hpp"
#include "web/office_port.hpp"

namespace antrean::office {

class CommandPort final : public web::CommandSink {
 public:
  explicit CommandPort(CommandLoop& loop) : loop_(loop) {}
  boost::asio::awaitable<web::Answer> submit(queue::Command command) override;
  std::optional<Bilingual> why(std::string_view number) override;
  std::vector<std::pair<CounterId, std::string>> officers() override { return loop_.officers(); }

 private:
  CommandLoop& loop_;
};

class CounterAdapter final : public web::CounterPort {
 public:
  CounterAdapter(CommandLoop& loop, Entrance& entrance) : loop_(loop), entrance_(entrance) {}
  std::optional<queue::CounterStaffView> staff_view(CounterId counter) override { return loop_.staff_view(counter); }
  boost::asio::awaitable<std::optional<Booking>> booking(BookingId id, std::string code) override {
    return entrance_.booking(id, std::move(code));
  }
  std::optional<Bilingual> why(std::string_view number) override { return loop_.why(number); }
  std::optional<queue::Refusal> would_refuse(const queue::Command& command) override {
    return loop_.would_refuse(command);
  }

 private:
  CommandLoop& loop_;
  Entrance& entrance_;
};

class EntranceAdapter final : public web::EntrancePort {
 public:
  explicit EntranceAdapter(Entrance& entrance) : entrance_(entrance) {}
  boost::asio::awaitable<EntranceReply> take(EntranceRequest request) override;
  boost::asio::awaitable<std::vector<FoundBooking>> find(std::string name, std::optional<TimeOfDay> hour) override;
  EntranceReply show_again(std::string_view number) override { return entrance_.show_again(number); }
  Bilingual whom_to_ask() const override { return entrance_.whom_to_ask(); }

 private:
  Entrance& entrance_;
};

/// A device in the form of /health and `antrean doctor`.
web::Part part_of(const DeviceHealth& device);

/// The requests to each device and how many of them failed, for /metrics.
std::vector<web::Figure> figures_of(const std::vector<DeviceHealth>& devices);
void add_figures(std::vector<web::Figure>& figures, const EntranceCounts& entrance);
void add_figures(std::vector<web::Figure>& figures, const SecondCopy& copy);
using http::add_figures;

/// Where the owner of a number of today finds it on a phone (PortalLink::my_number). Nothing if the office
/// has no portal, has had none for a minute, or the ticket is of an earlier release.
std::optional<std::string> my_number_of(const CommandLoop& loop, const PortalConnection* portal,
                                        std::string_view number);

/// Where a phone finds the office's day; empty when my_number_of() has no address.
std::string day_on_phones(const CommandLoop& loop, const PortalConnection& portal);

/// `portal` is null if the office has none.
web::Health health_of(const CommandLoop& loop, const FieldDevices& devices, const PortalConnection* portal);

}  // namespace antrean::office
