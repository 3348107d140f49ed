// antrean doctor: the report of a running office; while none runs, the connected devices, asked by their own
// drivers.
#include <chrono>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "cli/checks/probes.hpp"
#include "process/loops.hpp"
#include "process/process.hpp"
#include "service/field_devices.hpp"
#include "service/web_adapter.hpp"

namespace antrean::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::chrono::milliseconds look_every{50};
constexpr std::chrono::seconds patience{30};

/// Drivers have English texts only.
Finding finding_of(const web::Part& part) {
  return {.part = part.name,
          .condition = !part.well      ? Condition::broken
                       : part.doubtful ? Condition::doubtful
                                       : Condition::well,
          .id = part.text,
          .en = part.text};
}

bool answered_or_failed(const DeviceHealth& device) {
  return device.state == DeviceState::online || device.state == DeviceState::refusing ||
         device.state == DeviceState::wrong || (device.state == DeviceState::offline && !device.last_error.empty());
}

bool is_line(const DeviceHealth& device) { return device.name.starts_with("line "); }

/// Units come after their line (FieldDevices::health). The units of a lost line cannot be asked.
bool all_known(const std::vector<DeviceHealth>& devices) {
  bool line_lost = false;
  for (const DeviceHealth& device : devices) {
    if (is_line(device)) {
      line_lost = device.state == DeviceState::offline;
    }
    const bool unit = device.name.find(" on ") != std::string::npos;
    if (!answered_or_failed(device) && !(unit && line_lost)) {
      return false;
    }
  }
  return true;
}

asio::awaitable<std::vector<DeviceHealth>> look(asio::io_context& io, office::FieldDevices& devices) {
  asio::steady_timer pause(io);
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (!all_known(devices.health()) && std::chrono::steady_clock::now() < give_up) {
    pause.expires_after(look_every);
    co_await pause.async_wait(asio::use_awaitable);
  }
  co_return devices.health();
}

}  // namespace

Findings probe_office(const json::value& health, const std::string& socket) {
  const std::string version(health.at("version").as_string());
  Findings found;
  Finding& service = found.emplace_back();
  service.part = "antrean-office";
  service.id = version + ", menjawab di " + socket;
  service.en = version + ", answers at " + socket;
  if (version != process::version()) {
    const std::string ours(process::version());
    service.condition = Condition::doubtful;
    service.id += "; yang terpasang adalah " + ours + ": systemctl restart antrean-office, di luar jam layanan";
    service.en += "; " + ours + " is installed: systemctl restart antrean-office, outside opening hours";
  }
  for (const json::value& part : health.at("parts").as_array()) {
    const json::value* doubtful = part.as_object().if_contains("doubtful");
    found.push_back(finding_of({.name = std::string(part.at("name").as_string()),
                                .well = part.at("well").as_bool(),
                                .needed = part.at("needed").as_bool(),
                                .text = std::string(part.at("text").as_string()),
                                .doubtful = doubtful != nullptr && doubtful->as_bool()}));
  }
  return found;
}

Findings probe_devices(const office::OfficeSettings& as_set) {
  office::OfficeSettings settings = as_set;
  for (office::BusSettings& bus : settings.buses) {
    bus.line.lazy_percent = 100;  // no poll waits, so boards are asked as fast as they answer
  }
  if (!settings.buses.empty()) {
    std::this_thread::sleep_for(until_boards_show_dashes);
  }
  asio::io_context io{1};
  office::FieldDevices devices(io, settings);
  process::Loops loops(io, [] {});
  devices.start(loops);
  if (CodeScanner* scanner = devices.scanner()) {
    loops.spawn("scanner", scanner->run([](const std::string&) {}));
  }
  std::vector<DeviceHealth> seen;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        seen = co_await look(io, devices);
        loops.stop();
        co_await loops.ended();
        io.stop();
      },
      [](const std::exception_ptr& error) {
        if (error) {
          std::rethrow_exception(error);
        }
      });
  io.run();
  Findings found;
  found.reserve(seen.size());
  for (const DeviceHealth& device : seen) {
    Finding& finding = found.emplace_back(finding_of(office::part_of(device)));
    if (device.state == DeviceState::unknown) {
      finding.condition = Condition::doubtful;
      finding.id = "tidak sempat ditanya";
      finding.en = "nobody got to ask it";
    }
  }
  return found;
}

}  // namespace antrean::cli
