// antrean-office: the service on each office's mini-PC. This file says what it is made of and in which order it starts
// and stops; nothing is decided here.
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "bookings/key_file.hpp"
#include "feed/feed_json.hpp"
#include "hall/entrance.hpp"
#include "hall/hall.hpp"
#include "hall/known_time.hpp"
#include "hall/pads.hpp"
#include "http/server.hpp"
#include "journal/journal.hpp"
#include "lane/lane.hpp"
#include "office_settings/office_settings.hpp"
#include "outputs/outputs.hpp"
#include "process/clock.hpp"
#include "process/loops.hpp"
#include "process/process.hpp"
#include "service/alarms.hpp"
#include "service/desks.hpp"
#include "service/field_devices.hpp"
#include "service/journal_copies.hpp"
#include "service/journal_place.hpp"
#include "service/portal_line.hpp"
#include "service/reload.hpp"
#include "service/settings_check.hpp"
#include "service/upkeep.hpp"
#include "web/office_web.hpp"
#include "web/technician.hpp"

namespace antrean::office {
namespace {

namespace asio = boost::asio;

/// The journal and the lane it lives on, from open to close.
struct JournalOnLane {
  explicit JournalOnLane(const journal::Options& options) : journal(journal::Journal::open(options)) {}
  std::unique_ptr<journal::Journal> journal;
  Lane lane{"journal"};  ///< joined before the journal closes
};

queue::Plan plan_of(const OfficeSettings& settings) { return std::get<queue::Plan>(queue::Plan::make(settings.plan)); }

int serve(const OfficeSettings& settings, const std::filesystem::path& file) {
  asio::io_context io{1};
  const process::SystemClock clock;
  const auto& plan = settings.plan;
  KnownTime time(clocks_of_the_machine(), plan.zone, plan.clock.floor);
  const auto now = [&time] { return time.now(); };

  JournalOnLane store(journal_options(settings));
  const journal::ChainReport chain = store.journal->found().chain;
  JournalRecord record(store.lane, *store.journal);
  Hall hall(io, plan_of(settings), record, store.journal->found(), now);
  hall.watch_clock(time);
  Entrance entrance(hall, store.lane, *store.journal, settings.checkin, settings.keys,
                    {.within = settings.scanner ? settings.scanner->repeat_window : Milliseconds{2000}});

  FieldDevices devices(io, settings);
  outputs::Outputs outputs(io, devices.boards(), devices.pads(), devices.speaker(), now);
  Pads pads(io, hall, devices.pads_at_counters());

  process::Loops* running = nullptr;
  process::Service service(io, [&] { running->stop(); });
  process::Loops loops(io, [&] {
    service.stopping();
    running->stop();
  });
  running = &loops;

  Alarms alarms(io, hall);
  std::optional<PortalLine> portal;
  if (settings.portal) {
    // What the portal said last, above the settings: it may have withdrawn one of theirs.
    if (auto keys = bookings::load_keys(PortalLine::key_file(settings)); !keys.empty()) {
      entrance.set_keys(std::move(keys));
    }
    portal.emplace(io, settings, clock, store.lane, *store.journal, hall, entrance, alarms);
    hall.on_results([&] { portal->results_waiting(); });
    portal->on_time([&time](UtcTime heard) { time.hear(heard); });
  }
  devices.on_change([&](const DeviceHealth& health) { alarms.device(health); });
  alarms.chain(chain);

  http::Server server(io, {});
  http::Broadcast feed({.before = [now] { return feed::opening(now()); }, .beat = [now] { return feed::beat(now()); }});
  HallDesk hall_desk(hall);
  EntrancePageDesk entrance_desk(entrance);
  const web::OfficeWeb pages(server, feed, hall.plan(), hall_desk, entrance_desk,
                             {.snapshot = [&] { return hall.snapshot(); },
                              .health = [&] { return health_of(hall, devices, portal ? &*portal : nullptr); },
                              .figures =
                                  [&] {
                                    auto figures = figures_of(devices.health());
                                    add_figures(figures, entrance.counts());
                                    return figures;
                                  },
                              .now = now});
  JournalCopies copies(store.lane, *store.journal, settings.journal);
  Upkeep upkeep(io, settings, store.lane, *store.journal, copies, hall, alarms, now);
  web::add_technician_routes(server, [&copies] { return copies.make(); });
  hall.on_snapshot([&](const std::shared_ptr<const Snapshot>& snapshot) {
    outputs.show(snapshot);
    feed.publish(feed::without_opening(feed::to_json(*snapshot)));
  });

  server.listen(settings.web.address, settings.web.port);
  loops.spawn("hall", hall.run(), [&] { hall.stop(); });
  loops.spawn("clock", ticks(io, hall));
  loops.spawn("alarms", alarms.run());
  loops.spawn("upkeep", upkeep.run());
  devices.start(loops);
  if (portal) {
    portal->start(loops);
  }
  if (CodeScanner* scanner = devices.scanner()) {
    loops.spawn("scanner", scanner->run([&](std::string line) { entrance.scanned(io, std::move(line)); }));
  }
  const auto serving = [&] { return "serving " + hall.plan().settings().office_name; };
  Reload reload(
      io, file, settings, hall, entrance,
      [&settings] { return settings.portal ? bookings::load_keys(PortalLine::key_file(settings)) : codes::Keyring(); },
      [&](const Reload::Outcome&) { service.reloaded(serving()); });
  loops.spawn("settings", reload.run());
  service.reload_with([&reload] { reload.asked(); });
  service.ready(serving());
  spdlog::info("ready: {} on http://{}, journal at event {}", settings.plan.office_name,
               http::host_and_port(settings.web.address, server.port()), hall.last_seq());

  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        co_await loops.ended();
        co_await server.stop(std::chrono::milliseconds(500));
        io.stop();
      },
      [](const std::exception_ptr& error) {
        if (error) {
          std::rethrow_exception(error);
        }
      });
  io.run();
  return loops.failed() ? process::failed : process::ok;
}

/// A journal that cannot be used is no case for trying again and again: people must choose what to go on from.
int serve_or_say_the_way_back(const OfficeSettings& settings, const std::filesystem::path& file) {
  using Why = sqlite::OpenError::Why;
  try {
    return serve(settings, file);
  } catch (const sqlite::OpenError& error) {
    spdlog::critical("{}", error.what());
    if (error.why == Why::corrupt) {
      spdlog::critical("{}", way_back(settings));
    }
    return error.why == Why::corrupt || error.why == Why::newer || error.why == Why::not_ours ? process::bad_data
                                                                                              : process::failed;
  } catch (const queue::ReplayError& error) {
    spdlog::critical("journal {}: {}; it was damaged or edited", settings.journal.string(), error.what());
    spdlog::critical("{}", way_back(settings));
    return process::bad_data;
  }
}

}  // namespace
}  // namespace antrean::office

int main(int argc, char** argv) {
  using namespace antrean;
  CLI::App app{"The queue service of one office.", "antrean-office"};
  process::CommonOptions options;
  options.config = "/etc/antrean/office.toml";
  return process::run_main(app, options, argc, argv, [&] {
    const office::OfficeSettings settings = office::read_file(options.config);
    if (options.check_config) {
      const int fits = office::check_against_journal(settings, options.config);
      return fits == process::ok ? process::settings_are_good(options) : fits;
    }
    return office::serve_or_say_the_way_back(settings, options.config);
  });
}
