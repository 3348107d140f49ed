// antrean-office: the service on the mini-PC of each office. This file puts its parts together and has the
// order in which they start and stop. It makes no decisions.
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "accounts/accounts_service.hpp"
#include "accounts/password_hash.hpp"
#include "audit/office_key.hpp"
#include "bookings/key_file.hpp"
#include "command_loop/command_loop.hpp"
#include "command_loop/entrance.hpp"
#include "command_loop/known_time.hpp"
#include "command_loop/pads.hpp"
#include "feed/feed_json.hpp"
#include "http/local_socket.hpp"
#include "http/server.hpp"
#include "journal/journal.hpp"
#include "office_settings/office_settings.hpp"
#include "outputs/outputs.hpp"
#include "process/clock.hpp"
#include "process/descriptors.hpp"
#include "process/later.hpp"
#include "process/loops.hpp"
#include "process/process.hpp"
#include "service/alarms.hpp"
#include "service/audit_desk.hpp"
#include "service/day_lists.hpp"
#include "service/day_summary.hpp"
#include "service/expected_people.hpp"
#include "service/field_devices.hpp"
#include "service/journal_copies.hpp"
#include "service/journal_place.hpp"
#include "service/live_desk.hpp"
#include "service/maintenance.hpp"
#include "service/portal_connection.hpp"
#include "service/reload.hpp"
#include "service/report_filling.hpp"
#include "service/second_copy.hpp"
#include "service/settings_check.hpp"
#include "service/settings_noted.hpp"
#include "service/sla_desk.hpp"
#include "service/staffing_desk.hpp"
#include "service/ticket_printing.hpp"
#include "service/web_adapter.hpp"
#include "timer/timer.hpp"
#include "web/audit_routes.hpp"
#include "web/counter_routes.hpp"
#include "web/live_routes.hpp"
#include "web/office_web.hpp"
#include "web/report_routes.hpp"
#include "web/staff.hpp"
#include "web/staffing_routes.hpp"
#include "web/technician.hpp"
#include "worker/worker.hpp"

namespace antrean::office {
namespace {

namespace asio = boost::asio;

constexpr std::size_t descriptors_beside = 128;  // of the connections: journal, lines, sound, what libraries keep open

/// The journal and its worker, from open to close.
struct JournalOnWorker {
  explicit JournalOnWorker(const journal::Options& options) : journal(journal::Journal::open(options)) {}
  std::unique_ptr<journal::Journal> journal;
  Worker worker{"journal"};  ///< joined before the journal closes
};

/// Who may sign in. Without a single person there is a once-only code for the first account.
struct StaffAccounts {
  StaffAccounts(const OfficeSettings& settings, const process::Clock& clock)
      : service(open(settings, hash, clock.now()), clock) {}

  static std::unique_ptr<accounts::Accounts> open(const OfficeSettings& settings, accounts::PasswordHash& hash,
                                                  UtcTime now) {
    auto opened = std::make_unique<accounts::Accounts>(accounts::OpenAccounts{.file = settings.accounts,
                                                                              .issuer = settings.plan.office_name,
                                                                              .names = {settings.plan.office_name},
                                                                              .limits = {}},
                                                       hash);
    if (const auto code = opened->first_link({accounts::Role::supervisor, accounts::Role::technician}, now)) {
      spdlog::warn("nobody may sign in yet. Within 7 days, and once, this code makes the first account at /sign-in: {}",
                   *code);
    }
    return opened;
  }

  accounts::Argon2id hash;
  accounts::AccountsService service;
};

queue::Plan plan_of(const OfficeSettings& settings) { return std::get<queue::Plan>(queue::Plan::make(settings.plan)); }

/// Visitors are called without it too, so an office that nobody can ask still works, and says so.
void listen_to_technician(http::Server& server, const std::filesystem::path& file,
                          std::optional<http::LocalSocket> handed_over) {
  try {
    if (!handed_over) {
      handed_over.emplace(file);
    } else if (handed_over->file() != file) {
      spdlog::warn(
          "the unit's socket is {}, but [technician] socket is {}: make both the same, the antrean command "
          "goes by the settings",
          handed_over->file().string(), file.string());
    }
    server.listen(std::move(*handed_over));
  } catch (const std::exception& error) {
    spdlog::error("the antrean command cannot ask this office: {} ([technician] socket)", error.what());
  }
}

/// People are called without it too; only nothing of the audit can be signed, and the log says why.
std::optional<codes::KeyPair> own_key(const OfficeSettings& settings) {
  try {
    return audit::load_or_make_key(settings.journal);
  } catch (const std::exception& error) {
    spdlog::error("audit: exports cannot be signed: {}", error.what());
    return std::nullopt;
  }
}

int serve(const OfficeSettings& settings, const std::filesystem::path& file) {
  auto handed_over = http::LocalSocket::from_systemd("technician");  // before the first thread
  asio::io_context io{1};
  const process::SystemClock clock;
  const auto& plan = settings.plan;
  KnownTime time(clocks_of_the_machine(), plan.zone, plan.clock.floor);
  const auto now = [&time] { return time.now(); };

  JournalOnWorker store(journal_options(settings));
  const journal::ChainReport chain = store.journal->found().chain;
  const std::optional<codes::KeyPair> office_key = own_key(settings);
  JournalEventLog journal_log(store.worker, *store.journal);
  ReportedEventLog event_log(journal_log);
  CommandLoop loop(io, plan_of(settings), event_log, store.journal->take_found(), now);
  loop.watch_clock(time);
  loop.make_page_keys(random_page_key);
  Entrance entrance(loop, store.worker, *store.journal, settings.checkin, settings.keys,
                    {.within = settings.scanner ? settings.scanner->repeat_window : Milliseconds{2000}});

  FieldDevices devices(io, settings);
  outputs::Outputs outputs(io, devices.boards(), devices.pads(), devices.speaker(), now);
  Pads pads(io, loop, devices.pads_at_counters(), time);

  process::Loops* running = nullptr;
  process::Service service(io, [&] { running->stop(); });
  process::Loops loops(io, [&] {
    service.stopping();
    running->stop();
  });
  running = &loops;

  Alarms alarms(io, loop);
  std::optional<PortalConnection> portal;
  if (settings.portal) {
    // The latest keys of the portal replace those of the settings, because the portal may have withdrawn one.
    if (auto keys = bookings::load_keys(PortalConnection::key_file(settings)); !keys.empty()) {
      entrance.set_keys(std::move(keys));
    }
    portal.emplace(io, settings, clock, store.worker, *store.journal, loop, entrance, alarms, office_key);
    loop.on_results([&] { portal->results_waiting(); });
    loop.on_phones([&] { return day_on_phones(loop, *portal); });
    portal->on_time([&time](UtcTime heard) { time.hear(heard); });
  }
  JournalCopies copies(store.worker, *store.journal, settings.journal);
  Maintenance maintenance(io, settings, store.worker, *store.journal, copies, loop, alarms, now);
  std::optional<SecondCopy> second_copy;
  if (!settings.maintenance.second_copy.empty()) {
    second_copy.emplace(io, store.worker, *store.journal, copies, alarms, settings.journal,
                        settings.maintenance.second_copy);
  }
  devices.on_change([&](const DeviceHealth& health) { alarms.device(health); });
  alarms.chain(chain);

  const auto gate = std::make_shared<http::Gate>(http::ShareLimits{});
  process::allow_descriptors(http::ShareLimits{}.connections + descriptors_beside);
  process::Later later(io);  // what comes over the network waits behind presses
  http::Server everybody(later.executor(), {}, settings.web.site, gate);
  http::Server staff(later.executor(), {}, settings.staff.site, gate);
  http::Server technician(io, {}, {}, gate);
  std::optional<bool> speaking;  // nothing: there is no voice
  std::string shown;             // the newest document of the feed
  http::Broadcast feed({.before = [now, &speaking] { return feed::opening(now(), speaking); },
                        .beat = [now] { return feed::beat(now()); }});
  CommandPort command_port(loop);
  const auto my_number = [&](std::string_view number) {
    return my_number_of(loop, portal ? &*portal : nullptr, number);
  };
  std::optional<TicketPrinting> tickets;
  if (TicketPrinter* printer = devices.printer()) {
    tickets.emplace(
        io, *printer, loop, *settings.printer,
        TicketPrinting::Sources{
            .now = now,
            .my_number = my_number,
            .booking = [&entrance](BookingId id, std::string code) { return entrance.booking(id, std::move(code)); }},
        std::make_unique<AsioTimer>(io));
  }
  std::optional<StaffAccounts> accounts;
  std::optional<web::Staff> sessions;
  if (settings.sign_in) {
    accounts.emplace(settings, clock);
    sessions.emplace(
        accounts->service,
        web::Staff::Options{.office_name = [&] { return loop.plan().settings().office_name; },
                            .clock_trusted = [&] { return !time.doubt() && loop.plan().knows_the_time(time.now()); }});
  } else {
    spdlog::warn("[staff] sign_in is false: whoever reaches the staff's pages acts as whom the page names");
  }
  EntranceAdapter entrance_adapter(entrance);
  const auto health = [&] { return health_of(loop, devices, portal ? &*portal : nullptr); };
  const web::OfficeWeb pages({.everybody = everybody, .staff = staff}, feed, loop.plan(), command_port,
                             entrance_adapter,
                             {.snapshot = [&] { return loop.snapshot(); },
                              .health = health,
                              .figures =
                                  [&] {
                                    auto figures = figures_of(devices.health());
                                    add_figures(figures, entrance.counts());
                                    if (second_copy) {
                                      add_figures(figures, *second_copy);
                                    }
                                    add_figures(figures, *gate);
                                    return figures;
                                  },
                              .now = now,
                              .my_number = my_number,
                              .tickets = tickets ? &*tickets : nullptr,
                              .staff = sessions ? &*sessions : nullptr});
  CounterAdapter counters(loop, entrance);
  web::add_counter_routes(staff, counters, loop.plan(), sessions ? &*sessions : nullptr);
  ReportFilling reports(io, store.worker, *store.journal,
                        {.file = settings.journal.parent_path() / "reports.db",
                         .zone = plan.zone,
                         .keep_days = settings.maintenance.keep_days});
  event_log.tell([&](const std::vector<queue::Event>& events) { reports.committed(events); });
  ReportAdapter report_adapter(reports, [&loop] { return loop.snapshot()->day; });
  web::add_report_routes(staff, report_adapter, loop.plan(), sessions ? &*sessions : nullptr);
  StaffingDesk staffing_desk(loop, store.worker, *store.journal, reports, settings.sla, now);
  web::add_staffing_routes(staff, staffing_desk, loop.plan(), sessions ? &*sessions : nullptr);
  SlaDesk sla_desk(io, settings, loop, alarms, now);
  LiveDesk live_desk(loop, devices, portal ? &*portal : nullptr, now);
  web::add_live_routes(staff, live_desk, loop.plan(), sessions ? &*sessions : nullptr);
  AuditDesk audit_desk(store.worker, *store.journal, loop, office_key, now);
  web::add_audit_routes(staff, audit_desk, loop.plan(), sessions ? &*sessions : nullptr);
  const auto people_came = [&] { expect_people(io, store.worker, *store.journal, loop); };
  DayLists day_lists(store.worker, *store.journal, loop, settings.plan.office, people_came);
  std::function<web::SoundPlayed()> play_sound;
  if (Speaker* speaker = devices.speaker()) {
    play_sound = [speaker]() -> web::SoundPlayed {
      const SpeakerHealth voice = speaker->health();
      speaker->signal(EntranceSound::admitted);
      return {.played = voice.online, .device = voice.device, .failure = voice.error};
    };
  }
  web::add_technician_routes(technician, {.health = health,
                                          .snapshot = [&loop] { return feed::to_json(*loop.snapshot()); },
                                          .why = [&](std::string_view number) { return command_port.why(number); },
                                          .copy_journal = [&copies] { return copies.make(); },
                                          .import_day = [&](std::string csv) { return day_lists.take(std::move(csv)); },
                                          .play_sound = play_sound,
                                          .staff = sessions ? &*sessions : nullptr,
                                          .log = gate->log});
  loop.on_snapshot([&](const std::shared_ptr<const Snapshot>& snapshot) {
    outputs.show(snapshot);
    if (tickets) {
      tickets->show(*snapshot);
    }
    shown = feed::without_opening(feed::to_json(*snapshot));
    feed.publish(shown);
    if (portal) {
      portal->today_changed();
    }
  });

  if (Speaker* speaker = devices.speaker()) {
    speaking = false;
    speaker->on_speaking([&](bool begins) {
      speaking = begins;
      if (!shown.empty()) {
        feed.publish(shown);  // TVs turn down their films for as long as it lasts
      }
    });
  }

  everybody.listen(settings.web.address, settings.web.port);
  staff.listen(settings.staff.address, settings.staff.port);
  listen_to_technician(technician, settings.technician_socket, std::move(handed_over));
  loops.spawn("command loop", loop.run(), [&] { loop.stop(); });
  loops.spawn("clock", ticks(io, loop));
  loops.spawn("alarms", alarms.run());
  loops.spawn("maintenance", maintenance.run());
  if (second_copy) {
    loops.spawn("journal copy", second_copy->run());
  }
  loops.spawn("reports", reports.run());
  if (!settings.sla.empty()) {
    loops.spawn("rules about waits", sla_desk.run());
    loops.spawn("webhook", sla_desk.send());
  }
  if (SlaMails* mails = sla_desk.mails()) {
    loops.spawn("mails about waits", mails->send(), [mails] { mails->hurry(); });
  }
  devices.start(loops);
  if (portal) {
    portal->start(loops);
  } else {
    loops.spawn("people expected", expect_every_minute(io, store.worker, *store.journal, loop));
  }
  if (CodeScanner* scanner = devices.scanner()) {
    loops.spawn("scanner", scanner->run([&](std::string line) { entrance.scanned(io, std::move(line)); }));
  }
  const auto serving = [&] { return "serving " + loop.plan().settings().office_name; };
  Reload reload(
      io, file, settings, loop, entrance,
      [&settings] {
        return settings.portal ? bookings::load_keys(PortalConnection::key_file(settings)) : codes::Keyring();
      },
      [&](const Reload::Outcome& outcome) {
        if (outcome.applied) {
          asio::co_spawn(io, note_settings(loop, file), asio::detached);
        }
        service.reloaded(serving());
      });
  asio::co_spawn(io, note_settings(loop, file), asio::detached);
  loops.spawn("settings", reload.run());
  service.reload_with([&reload] { reload.asked(); });
  service.ready(serving());
  spdlog::info("ready: {} on http://{} for everybody, http://{} for the staff, journal at event {}",
               settings.plan.office_name, http::host_and_port(settings.web.address, everybody.port()),
               http::host_and_port(settings.staff.address, staff.port()), loop.last_seq());

  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        co_await loops.ended();
        co_await everybody.stop(std::chrono::milliseconds(500));
        co_await staff.stop(std::chrono::milliseconds(500));
        co_await technician.stop(std::chrono::milliseconds(500));
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

/// If the journal cannot be used, trying again does not help: people must choose the file to continue with.
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
      for (const std::string& warning : office::device_warnings(settings)) {
        std::cout << options.config.string() << ": note: " << warning << '\n';
      }
      if (const std::string missing = office::missing_clips(settings); !missing.empty()) {
        std::cout << options.config.string() << ": note: " << missing << '\n';
      }
      const int secrets = office::check_secrets(settings, options.config);
      const int fits = office::check_against_journal(settings, options.config);
      const int worst = secrets == process::ok ? fits : secrets;
      return worst == process::ok ? process::settings_are_good(options) : worst;
    }
    return office::serve_or_say_the_way_back(settings, options.config);
  });
}
