#include "service/serve.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "access/access_log.hpp"
#include "booking/booking_service.hpp"
#include "booking/day_caller.hpp"
#include "booking/notice_writer.hpp"
#include "chat/chat_channel.hpp"
#include "directorate/plan_keeper.hpp"
#include "directorate/staff_routes.hpp"
#include "http/local_socket.hpp"
#include "http/server.hpp"
#include "mail/calendar.hpp"
#include "office_api/office_api.hpp"
#include "process/clock.hpp"
#include "process/descriptors.hpp"
#include "process/process.hpp"
#include "reports/affected_report.hpp"
#include "reports/clusters.hpp"
#include "reports/database_commands.hpp"
#include "reports/plan_export.hpp"
#include "retention/retention.hpp"
#include "service/affected_teller.hpp"
#include "service/channels.hpp"
#include "service/contact_keeper.hpp"
#include "service/directorate_listener.hpp"
#include "service/run_apart.hpp"
#include "service/sweeper.hpp"
#include "store/postgresql/portal_news.hpp"
#include "store/postgresql/postgres_store.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "timer/timer.hpp"
#include "today/day_board.hpp"
#include "today/shared_day.hpp"
#include "web/accesses.hpp"
#include "web/booking_now.hpp"
#include "web/booking_site.hpp"
#include "web/health.hpp"
#include "web/metered_store.hpp"
#include "web/office_routes.hpp"
#include "web/operator_routes.hpp"
#include "web/person_routes.hpp"
#include "web/portal_figures.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {
namespace {

constexpr auto shutdown_grace = std::chrono::seconds{5};
constexpr std::size_t descriptors_beside = 64;  // of the connections: database, journal, what libraries keep open
constexpr std::size_t bytes_of_all_bodies = 32u << 20;

/// Runs all of it before anything is served.
void run_first(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
  run_apart(io, std::move(work));
  io.run();
  io.restart();
}

/// Whoever was erased stays erased, also in a database that was put back from a copy of before.
void erase_again(boost::asio::io_context& io, BookingStore& database, std::vector<AccessEntry::Person> people,
                 UtcTime now) {
  if (people.empty()) {
    return;
  }
  boost::asio::co_spawn(io, database.erase_again(std::move(people), now),
                        [](const std::exception_ptr& error, std::size_t count) {
                          if (error) {
                            std::rethrow_exception(error);
                          }
                          if (count > 0) {
                            spdlog::warn(
                                "privacy: {} persons who were erased before were in this database, as after a "
                                "restore; they are erased again",
                                count);
                          }
                        });
  io.run();
  io.restart();
}

std::unique_ptr<BookingStore> open_store(boost::asio::io_context& io, const PortalSettings& settings) {
  if (settings.postgresql.empty()) {
    return std::make_unique<SqliteStore>(io, settings.database);
  }
  return std::make_unique<PostgresStore>(io, settings.postgresql);
}

}  // namespace

int serve(const PortalSettings& settings, const Secrets& secrets) {
  const process::SystemClock clock;
  boost::asio::io_context io{1};
  const auto opened = open_store(io, settings);
  auto& database = *opened;
  std::vector<AccessEntry::Person> erased;
  Accesses accesses{settings.privacy.access_log, secrets.nik.access_key(), [&erased](const AccessEntry& entry) {
                      if (entry.kind == AccessKind::erased) {
                        erased.insert(erased.end(), entry.people.begin(), entry.people.end());
                      }
                    }};
  erase_again(io, database, std::move(erased), clock.now());
  Offices plan = settings.offices;
  PlanKeeper keeper{database, plan, clock, asio_timers(io)};
  run_first(io, keeper.start(settings.offices));
  const auto tokens = read_tokens(settings, plan);
  PortalFigures figures{plan};
  MeteredStore store{database, figures};
  const auto public_url = settings.public_url.empty()
                              ? "http://" + http::host_and_port(settings.listen.address, settings.listen.port)
                              : settings.public_url;
  const NoticeWriter notices{plan, secrets.signing, secrets.nik, public_url};
  BookingService booking_service{plan, store, secrets.nik, secrets.signing, notices};
  booking_service.renew_plan_with([&keeper] { return keeper.renew(); });
  const auto identity = MailChannel::identity(settings);
  const auto calendar = [&](const StoredBooking& stored) -> std::string {
    const auto entry = calendar_entry(notices.confirmation(stored, clock.now()), identity.from, identity.domain);
    return entry ? entry->text : std::string{};
  };
  std::optional<PortalNews> news;  // of other portals
  if (!settings.postgresql.empty()) {
    news.emplace(io, settings.postgresql);
  }
  DayBoard day{news ? news->database_run() : to_hex(random_key())};
  DayCaller day_caller{database, day, notices, clock, asio_timers(io)};
  std::optional<SharedDay> shared_day;
  if (news) {
    shared_day.emplace(*news, day, clock,
                       [&day_caller](const std::string& office) { day_caller.contacts_changed(office); });
  }
  Worker sheets{"sheets"};
  const auto pdf = [&sheets](BookingSheet sheet) {
    return sheets.run([sheet = std::move(sheet)] { return booking_pdf(sheet); });
  };
  BookingSite site{
      booking_service, secrets.signing.secret.at(settings.signing_key),
      SiteOptions{.https = settings.https,
                  .path = settings.public_path,
                  .calendar = calendar,
                  .pdf = pdf,
                  .bookings_per_minute = settings.limits.bookings,
                  .lookups_per_minute = settings.limits.lookups,
                  .note = accesses.noting(),
                  .pressure = settings.pressure,
                  .figures = &figures,
                  .day = &day,
                  .feedback = &database,
                  .app_link = settings.app.android_link,
                  .asset_links = asset_links(settings.app.android_package, settings.app.android_fingerprints),
                  .on_the_day = {.contacts = &database,
                                 .push_key = secrets.push ? secrets.push->public_text() : std::string{},
                                 .own_services = settings.push.own_services,
                                 .changed =
                                     [&day_caller, &shared_day](const std::string& office) {
                                       day_caller.contacts_changed(office);
                                       if (shared_day) {
                                         shared_day->contacts_changed(office);
                                       }
                                     }},
                  .try_name = [&secrets](const std::string& what) { return to_hex(secrets.nik.try_name(what)); },
                  .tell =
                      [&news, &clock](const std::string& kind, const std::string& key, const std::string& body) {
                        if (news) {
                          const bool latest_only = kind == OpeningLines::early_kind || kind == OpeningLines::end_kind;
                          news->tell(
                              {.kind = kind, .key = key, .body = body, .whole = latest_only, .at = to_ms(clock.now())});
                        }
                      }},
      clock};
  booking_service.ask_of_line([&site](const Office& office, OfficeDay day) { return site.is_in_line(office, day); });
  if (news) {
    news->before_each([&site] { site.tell_counts(); });
    for (const char* kind : BookingSite::shared_kinds) {
      news->on(kind, [&site, &clock](const PortalNews::News& heard) {
        if (BookingSite::holds_for_long(heard.kind) || clock.now() - from_ms(heard.at) < std::chrono::minutes{1}) {
          site.heard(heard.kind, heard.key, heard.body);
        }
      });
    }
  }
  OfficeRoutes offices{store, tokens, secrets.signing, plan, clock, day, public_url + "/n/"};
  offices.note_to(accesses.noting());
  offices.give_days_of(database);
  offices.give_feedback_of(database);
  offices.keys_to(database);
  ContactKeeper contacts{io, offices, database, clock};
  offices.today_to([&day_caller, &shared_day](const std::string& office, const std::string& body, bool whole) {
    day_caller.heard(office);
    if (shared_day) {
      shared_day->told(office, body, whole);
    }
  });
  Retention retention{database, settings.privacy.keep, clock, asio_timers(io)};
  MailChannel mails{io, database, clock, settings, secrets.mail_password};
  std::optional<WebhookChannel> webhook;
  if (!settings.webhook.url.empty()) {
    database.tell_programs();
    webhook.emplace(io, database, clock, settings.webhook, secrets.webhook_secret);
  }
  std::optional<PushChannel> push;
  if (secrets.push) {
    push.emplace(io, database, clock, settings.push, *secrets.push);
  }
  Sweeper sweeper{io, booking_service, clock};
  std::optional<chat::ChatChannel> whatsapp;
  if (settings.whatsapp) {
    whatsapp.emplace(io, database, booking_service, secrets.nik, day, clock, chat_options(*settings.whatsapp));
  }
  Health::Couriers couriers{{"mail", [&mails] { return mails.state(); }}};
  if (webhook) {
    couriers.emplace("webhook", [&webhook] { return webhook->state(); });
  }
  if (push) {
    couriers.emplace("web_push", [&push] { return push->state(); });
  }
  if (whatsapp) {
    couriers.emplace("whatsapp", [&whatsapp] { return whatsapp->state(); });
  }
  Health health{io, [&database] { return database.check(); }, std::move(couriers), clock};

  http::Limits limits;
  limits.body_bytes = office_api::max_body_bytes;
  limits.connections = settings.connections;
  process::allow_descriptors(settings.connections + descriptors_beside);
  const auto gate =
      std::make_shared<http::Gate>(http::ShareLimits{.connections = settings.connections,
                                                     .body_bytes = bytes_of_all_bodies,
                                                     .changes_per_second = static_cast<double>(settings.limits.changes),
                                                     .changes_at_once = 3.0 * settings.limits.changes});
  http::Server server{io, limits, settings.listen.site, gate};
  site.serve(server);
  offices.serve(server);
  figures.serve(server, *gate);
  health.serve(server);
  if (whatsapp) {
    whatsapp->serve(server);
  }
  server.listen(settings.listen.address, settings.listen.port);

  http::Server operator_server{io, {}, {}};
  add_operator_routes(operator_server, copy_beside(settings.database),
                      [&database](std::filesystem::path to) { return database.copy(std::move(to)); });
  add_operator_report(operator_server, "/operator/upcoming",
                      [&store](http::Request request) -> boost::asio::awaitable<std::string> {
                        const auto day = OfficeDay::parse(request.asked("from"));
                        if (!day) {
                          throw std::runtime_error("'from' is a day, as 2026-11-22");
                        }
                        co_return upcoming_to_json(co_await store.upcoming(*day));
                      });
  add_person_routes(operator_server, {.data = database,
                                      .nik_key = secrets.nik,
                                      .offices = plan,
                                      .keep = settings.privacy.keep,
                                      .copies = settings.privacy.copies,
                                      .access_log = settings.privacy.access_log,
                                      .note = accesses.noting(),
                                      .clock = clock});
  add_operator_report(operator_server, "/operator/clusters",
                      [&store, &clock](http::Request) -> boost::asio::awaitable<std::string> {
                        const auto first = first_of_clusters(clock.now());
                        co_return clusters_text(co_await store.booked_from(first, most_in_clusters));
                      });
  add_operator_report(operator_server, "/operator/plan",
                      [&keeper](http::Request) -> boost::asio::awaitable<std::string> {
                        co_return plan_to_json({.text = keeper.text(), .of_settings = keeper.is_of_settings_only()});
                      });
  add_operator_report(operator_server, "/operator/office-keys",
                      [&database, &clock](http::Request) -> boost::asio::awaitable<std::string> {
                        co_return codes::key_list_text(known_keys(co_await database.office_keys()), clock.now());
                      });
  operator_server.listen(http::LocalSocket{settings.socket});

  std::optional<DirectorateListener> directorate;
  if (settings.directorate) {
    directorate.emplace(io, *settings.directorate, database, keeper, plan, offices, day, secrets.nik,
                        secrets.signing.secret.at(settings.signing_key), settings.https, clock);
    add_staff_routes(operator_server, directorate->accounts());
  }
  AffectedTeller teller{io, booking_service, clock};
  keeper.on_change([&teller] { teller.tell(); });
  const auto stop = [&] {
    keeper.stop();
    teller.stop();
    if (directorate) {
      run_apart(io, directorate->stop(shutdown_grace));
    }
    spdlog::info("stopping");
    run_apart(io, operator_server.stop(shutdown_grace));
    database.stop();
    sweeper.stop();
    contacts.stop();
    retention.stop();
    mails.stop();
    if (whatsapp) {
      whatsapp->stop();
    }
    if (webhook) {
      webhook->stop();
    }
    if (push) {
      push->stop();
    }
    day_caller.stop();
    if (news) {
      news->stop();
    }
    run_apart(io, server.stop(shutdown_grace));
  };
  process::Service service{io, stop};
  database.watch_others();
  if (news) {
    run_apart(io, news->run());
  }
  mails.start(io);
  if (whatsapp) {
    run_apart(io, whatsapp->run());
  }
  if (webhook) {
    webhook->start(io);
  }
  if (push) {
    push->start(io);
  }
  run_apart(io, day_caller.run());
  run_apart(io, sweeper.run());
  run_apart(io, contacts.run());
  run_apart(io, keeper.run(!settings.postgresql.empty()));
  teller.tell();
  run_apart(io, retention.run());
  const auto address = http::host_and_port(settings.listen.address, server.port());
  spdlog::info("{} offices, serving http://{}", plan.all().size(), address);
  service.ready("serving " + address);
  io.run();
  spdlog::info("stopped");
  return process::ok;
}

}  // namespace antrean::portal
