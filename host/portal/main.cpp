// antrean-portal: the online queue in the data centre. Threads: the io_context's (this one) and the workers
// "bookings", "access" (the access log), "sheets" (PDFs), "mail", "mail_compose" (with a mail server),
// "bounces" (with a maildir of delivery reports), "webhook" and "web_push".
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <sodium.h>

#include "access/access_log.hpp"
#include "accounts/accounts_service.hpp"
#include "accounts/password_hash.hpp"
#include "booking/booking_service.hpp"
#include "booking/day_caller.hpp"
#include "booking/keys.hpp"
#include "booking/notice_writer.hpp"
#include "chat/chat_channel.hpp"
#include "directorate/directorate_site.hpp"
#include "directorate/plan_keeper.hpp"
#include "directorate/plan_service.hpp"
#include "directorate/staff_routes.hpp"
#include "files/durable_file.hpp"
#include "http/local_socket.hpp"
#include "http/server.hpp"
#include "mail/bounces.hpp"
#include "mail/calendar.hpp"
#include "mail/folder_sender.hpp"
#include "mail/mail_settings.hpp"
#include "mail/smtp_sender.hpp"
#include "notices/courier.hpp"
#include "office_api/office_api.hpp"
#include "plan/plan_documents.hpp"
#include "plan/plan_reader.hpp"
#include "portal_settings/portal_settings.hpp"
#include "process/clock.hpp"
#include "process/descriptors.hpp"
#include "process/process.hpp"
#include "reports/affected_report.hpp"
#include "reports/clusters.hpp"
#include "reports/operator_commands.hpp"
#include "reports/plan_export.hpp"
#include "reports/running_portal.hpp"
#include "reports/sealed_keys.hpp"
#include "reports/staff_command.hpp"
#include "retention/retention.hpp"
#include "store/move_rows.hpp"
#include "store/postgresql/postgres_database.hpp"
#include "store/postgresql/postgres_store.hpp"
#include "store/sqlite/copies.hpp"
#include "store/sqlite/sqlite_database.hpp"
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
#include "web_push/keys.hpp"
#include "web_push/web_push_sender.hpp"
#include "webhook/webhook_sender.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {
namespace {

constexpr auto shutdown_grace = std::chrono::seconds{5};
constexpr std::size_t descriptors_beside = 64;  // of the connections: database, journal, what libraries keep open
constexpr std::size_t bytes_of_all_bodies = 32u << 20;

/// Only its owner can read it. An existing key is never replaced: a lost key cannot be had again.
void write_secret(const std::filesystem::path& file, const std::string& text) { files::create(file, text + "\n"); }

int make_signing_key(const std::filesystem::path& file) {
  const auto pair = codes::make_key_pair();
  write_secret(file, to_text(pair.secret_key));
  std::printf("%s\n", codes::to_text(pair.public_key).c_str());
  return process::ok;
}

int make_secret(const std::filesystem::path& file) {
  write_secret(file, to_hex(random_key()) + to_hex(random_key()));
  return process::ok;
}

/// Browsers are given its public half, so it stays the same for as long as the portal lives.
int make_push_key(const std::filesystem::path& file) {
  const auto text = web_push::VapidKey::secret_text();
  write_secret(file, text);
  std::printf("%s\n", web_push::VapidKey{text}.public_text().c_str());
  return process::ok;
}

int print_listed(const std::filesystem::path& file) {
  for (const auto& one : BookingsDb::listed_in(file)) {
    std::printf("%s  %s  %s  %s\n", iso_text(one.at).c_str(), one.office.c_str(), one.code.c_str(), one.what.c_str());
  }
  return process::ok;
}

std::filesystem::path copy_beside(const std::filesystem::path& database) { return database.string() + ".copy"; }

void print_report(const std::filesystem::path& file, const BookingsReport& report) {
  std::printf(
      "%s: %zu bookings, %zu people on live ones, %zu held, %zu offered, %zu places resting, %zu entries listed\n",
      file.c_str(), report.bookings, report.people, report.held, report.offered, report.resting, report.listed);
  for (const auto& wrong : report.wrong) {
    std::printf("wrong: %s\n", wrong.c_str());
  }
}

constexpr const char* has_own_backups =
    "the database is PostgreSQL, which has backups of its own: config/postgresql/README.md has both ways, and how "
    "one is put back; `antrean-portal move --to FILE` makes a file of it";

/// Of the running portal, over its socket; of a stopped one, from the file.
int back_up(const PortalSettings& settings, const std::filesystem::path& to) {
  if (!settings.postgresql.empty()) {
    throw std::runtime_error(has_own_backups);
  }
  if (std::filesystem::exists(std::filesystem::symlink_status(to))) {
    throw std::runtime_error(to.string() + " exists already; name a new file");
  }
  // Sealed before anything is copied: what is wrong with them is heard at once.
  const auto keys = settings.recovery_key.empty() ? std::string{} : sealed_keys(settings, process::SystemClock{}.now());
  const auto answer = ask_running_portal(settings.socket, "POST", "/operator/copy", std::chrono::minutes{30}, "copy");
  const auto made = answer ? copy_beside(settings.database) : settings.database;
  if (answer) {
    copy_new(made, to);
    std::filesystem::remove(made);
  } else {
    // Nobody answers: a portal that runs keeps its database to itself, so this reads a stopped one's.
    copy_stopped(settings.database, to);
  }
  if (keys.empty()) {
    std::printf("the keys are not in this backup: [backup] recovery_key is not in the settings\n");
  } else {
    files::create(keys_beside(to), keys);
    std::printf("%s: the keys, sealed\n", keys_beside(to).c_str());
  }
  const auto report = check_copy(to);
  print_report(to, report);
  return report.wrong.empty() ? process::ok : process::failed;
}

/// Of the running portal, over its socket; of a stopped one, from the file.
std::vector<Upcoming> upcoming_bookings(const PortalSettings& settings, UtcTime now) {
  std::vector<Upcoming> all;
  auto day = OfficeDay::of(now, Zone::wib);
  for (;;) {
    const auto answer = ask_running_portal(settings.socket, "GET", "/operator/upcoming?from=" + day.text(),
                                           std::chrono::minutes{1}, "list");
    if (!answer && settings.postgresql.empty()) {
      return BookingsDb::upcoming_in(settings.database, day);
    }
    auto of_day = answer ? upcoming_from_json(answer->body) : look_into_postgresql(settings.postgresql)->upcoming(day);
    if (of_day.empty()) {
      return all;
    }
    day = of_day.front().stored.booking.day.plus(1);
    std::ranges::move(of_day, std::back_inserter(all));
  }
}

/// The plan in use: a running portal's; of a stopped one what its database has. Before the first filling, and
/// as long as only the settings have changed it, that of the settings.
StoredPlan plan_in_use(const PortalSettings& settings, UtcTime now) {
  StoredPlan plan;
  if (const auto answer =
          ask_running_portal(settings.socket, "GET", "/operator/plan", std::chrono::minutes{1}, "plan")) {
    plan = plan_from_json(answer->body);
  } else if (!settings.postgresql.empty()) {
    plan = plan_of_changes(look_into_postgresql(settings.postgresql)->plan_changes(0), now);
  } else if (std::filesystem::exists(settings.database)) {
    plan = plan_of_changes(plan_changes_in(*read_bookings_file(settings.database), 0), now);
  }
  if (plan.of_settings) {
    plan.text = text_of(documents_of(settings.offices));
  }
  return plan;
}

int export_offices(const PortalSettings& settings) {
  const auto now = process::SystemClock{}.now();
  std::printf(
      "# What the portal offers: its plan at %s. These sections can take the place of those of the same names\n"
      "# in portal.toml.\n\n%s",
      iso_text(now).c_str(), plan_in_use(settings, now).text.c_str());
  return process::ok;
}

int print_affected(const PortalSettings& settings, const std::filesystem::path& file) {
  const auto now = process::SystemClock{}.now();
  const auto plan = plan_from_text(plan_in_use(settings, now).text, "the plan in use");
  const auto upcoming =
      file.empty() ? upcoming_bookings(settings, now) : BookingsDb::upcoming_in(file, OfficeDay::of(now, Zone::wib));
  const auto report = affected_report(plan, upcoming, now);
  for (const auto& line : report.lines) {
    std::printf("%s\n", line.c_str());
  }
  std::printf("%s\n", report.summary().c_str());
  return process::ok;
}

/// What a change of the settings would do to people, before it is used.
void print_what_changes(const PortalSettings& settings) {
  if (settings.postgresql.empty() && !std::filesystem::exists(settings.database)) {
    return;
  }
  try {
    const auto now = process::SystemClock{}.now();
    if (!plan_in_use(settings, now).of_settings) {
      std::printf(
          "the offices, services, holidays and [booking] of this file are not used: the plan is in the store; "
          "`antrean-portal export-offices` prints it\n");
      return;
    }
    const auto report = affected_report(settings.offices, upcoming_bookings(settings, now), now);
    for (const auto& group : report.groups) {
      std::printf("affected: %s\n", group.c_str());
    }
    std::printf("with these settings %s\n", report.summary().c_str());
  } catch (const std::exception& failure) {
    std::printf("whether the offices can keep what is booked was not looked at: %s\n", failure.what());
  }
}

constexpr int days_back = 30;
constexpr std::size_t most_in_clusters = 200'000;

OfficeDay first_of_clusters(UtcTime now) { return OfficeDay::of(now, Zone::wib).plus(-days_back); }

int print_clusters(const PortalSettings& settings, const std::filesystem::path& file) {
  const auto first = first_of_clusters(process::SystemClock{}.now());
  if (file.empty()) {
    if (const auto answer = ask_running_portal(settings.socket, "GET", "/operator/clusters", std::chrono::minutes{2},
                                               "report of clusters")) {
      std::printf("%s", answer->body.c_str());
      return process::ok;
    }
  }
  const auto& database = file.empty() ? settings.database : file;
  const auto found = database.empty() ? look_into_postgresql(settings.postgresql)->booked_from(first, most_in_clusters)
                                      : BookingsDb::booked_from_in(database, first, most_in_clusters);
  std::printf("%s", clusters_text(found).c_str());
  return process::ok;
}

int verify_copy(const std::filesystem::path& file, const std::filesystem::path& recovery_key) {
  const auto report = check_copy(file);
  print_report(file, report);
  if (!recovery_key.empty()) {
    print_sealed_keys(file, recovery_key);
  }
  return report.wrong.empty() ? process::ok : process::failed;
}

int verify_access(const PortalSettings& settings) {
  const auto& file = settings.privacy.access_log;
  if (!std::filesystem::exists(file)) {
    std::printf("%s: there is no access log; the portal makes it when it starts\n", file.c_str());
    return process::ok;
  }
  const auto report = AccessLog::verify(file, NikKey{settings::read_secret(settings.nik_key)}.access_key());
  std::printf("%s: %llu entries, the last with the hash %s\n", file.c_str(),
              static_cast<unsigned long long>(report.entries), hash_text(report.head).c_str());
  if (!report.wrong.empty()) {
    std::printf("wrong: after entry %llu: %s\n", static_cast<unsigned long long>(report.entries), report.wrong.c_str());
  }
  return report.wrong.empty() ? process::ok : process::failed;
}

/// All rows of the settings' database into another one. No portal runs.
int move(const PortalSettings& settings, const std::string& to) {
  const bool into_server = is_postgresql(to);
  if (into_server) {
    if (const auto wrong = wrong_with_postgresql(to)) {
      throw std::runtime_error("--to: " + *wrong);
    }
  } else if (std::filesystem::exists(std::filesystem::symlink_status(to))) {
    throw std::runtime_error(to + " exists already; name a new file");
  }
  // A file has its name when it is whole; what is there of an interrupted move is gone on with.
  const std::filesystem::path part = to + ".moving";
  const auto from = settings.postgresql.empty() ? read_bookings_file(settings.database)
                                                : open_postgresql_to_move(settings.postgresql, false);
  auto target = into_server ? open_postgresql_to_move(to, true) : open_bookings_file(part);
  const auto moved = move_rows(*from, *target, [](const MovedTable& table) {
    std::printf("%s: %zu rows, %zu of them copied now\n", table.name.c_str(), table.rows, table.copied);
    std::fflush(stdout);
  });
  if (into_server) {
    end_move(*target);
  } else {
    target.reset();
    std::filesystem::rename(part, to);
    files::sync_folder(files::folder_of(to));
  }
  std::size_t rows = 0;
  for (const auto& table : moved) {
    rows += table.rows;
  }
  std::printf("%zu rows are the same in both; write  database = \"%s\"  into the settings, and start the portal\n",
              rows, to.c_str());
  return process::ok;
}

int restore(const PortalSettings& settings, const std::filesystem::path& copy) {
  if (!settings.postgresql.empty()) {
    throw std::runtime_error(has_own_backups);
  }
  const auto kept = put_back(copy, settings.database);
  print_report(settings.database, check_copy(settings.database));
  if (!kept.empty()) {
    std::printf("what was there before is %s\n", kept.c_str());
  }
  std::printf("start the portal now: it asks every office for what this copy does not know\n");
  return process::ok;
}

struct Secrets {
  NikKey nik;
  SigningKeys signing;
  std::string mail_password;
  std::string webhook_secret;
  std::optional<web_push::VapidKey> push;
};

/// Of the offices of the settings and of the plan. An office without a token file cannot pull, and nothing
/// else is affected.
OfficeTokens read_tokens(const PortalSettings& settings, const Offices& plan) {
  auto files = settings.office_tokens;
  for (const auto& office : plan.all()) {
    files.try_emplace(office.code, settings.token_file(office));
  }
  std::map<std::string, std::string> tokens;
  std::string without;
  for (const auto& [office, file] : files) {
    if (file.is_absolute() && !std::filesystem::exists(file)) {
      without += (without.empty() ? "" : ", ") + office;
    } else {
      tokens[office] = settings::read_secret(file);
    }
  }
  if (!without.empty()) {
    spdlog::warn("offices without a token file cannot pull their bookings: {}", without);
  }
  return OfficeTokens{tokens};
}

/// Anything that is missing or malformed throws.
Secrets read_secrets(const PortalSettings& settings) {
  SigningKeys signing{.current = settings.signing_key, .secret = {}};
  for (const auto& [id, file] : settings.signing_keys) {
    signing.secret[id] = signing_key_from_text(settings::read_secret(file), file.string());
  }
  const auto& password = settings.mail.password_file;
  std::optional<web_push::VapidKey> push;
  if (!settings.push.key.empty()) {
    push.emplace(settings::read_secret(settings.push.key));
  }
  return {NikKey{settings::read_secret(settings.nik_key)}, std::move(signing),
          password.empty() ? std::string{} : settings::read_secret(password),
          settings.webhook.url.empty() ? std::string{} : settings::read_secret(settings.webhook.secret_file),
          std::move(push)};
}

/// A failure that nobody foresaw ends the program, and systemd starts it again.
void run_apart(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
  boost::asio::co_spawn(io, std::move(work), [](const std::exception_ptr& error) {
    if (error) {
      std::rethrow_exception(error);
    }
  });
}

/// Mails leave, and what comes back is noted.
class MailChannel {
 public:
  MailChannel(boost::asio::io_context& io, Outbox& outbox, const process::Clock& clock, const PortalSettings& settings,
              const std::string& password)
      : sender_(sender_of(settings, password)),
        courier_(outbox, *sender_, clock, asio_timers(io), [] { return randombytes_random(); },
                 {.channel = NoticeChannel::mail, .per_minute = settings.mail.per_minute}) {
    if (settings.mail.bounces) {
      bounces_.emplace(outbox, clock, asio_timers(io), *settings.mail.bounces, domain_of(settings));
    }
  }

  void start(boost::asio::io_context& io) {
    run_apart(io, courier_.run());
    if (bounces_) {
      run_apart(io, bounces_->run());
    }
  }
  CourierState state() const { return courier_.state(); }
  static MailIdentity identity(const PortalSettings& settings) {
    return mail_identity(settings.mail, domain_of(settings));
  }
  void stop() {
    courier_.stop();
    if (bounces_) {
      bounces_->stop();
    }
  }

 private:
  static std::string domain_of(const PortalSettings& settings) {
    return settings.public_host.empty() ? "antrean.invalid" : settings.public_host;
  }
  static std::unique_ptr<Sender> sender_of(const PortalSettings& settings, const std::string& password) {
    if (!settings.mail.server) {
      spdlog::warn("there is no mail server: mails are files in {}", settings.mail.folder.string());
      return std::make_unique<FolderSender>(settings.mail.folder, identity(settings));
    }
    auto server = *settings.mail.server;
    server.password = password;
    server.greeting = domain_of(settings);
    return std::make_unique<SmtpSender>(std::move(server), identity(settings));
  }

  std::unique_ptr<Sender> sender_;
  Courier courier_;
  std::optional<BounceFolder> bounces_;
};

/// Other programs are told of changes.
class WebhookChannel {
 public:
  WebhookChannel(boost::asio::io_context& io, Outbox& outbox, const process::Clock& clock,
                 const WebhookSettings& settings, const std::string& secret)
      : sender_(settings, secret, clock),
        courier_(outbox, sender_, clock, asio_timers(io), [] { return randombytes_random(); },
                 {.channel = NoticeChannel::webhook, .batch = 20}) {}
  void start(boost::asio::io_context& io) { run_apart(io, courier_.run()); }
  CourierState state() const { return courier_.state(); }
  void stop() { courier_.stop(); }

 private:
  WebhookSender sender_;
  Courier courier_;
};

/// People are told on their phones.
class PushChannel {
 public:
  PushChannel(boost::asio::io_context& io, BookingStore& store, const process::Clock& clock,
              const PushSettings& settings, const web_push::VapidKey& key)
      : store_(store),
        clock_(clock),
        sender_(settings, key, clock, [this](std::string address) { return forget(std::move(address)); }),
        courier_(store, sender_, clock, asio_timers(io), [] { return randombytes_random(); },
                 {.channel = NoticeChannel::web_push}) {}
  void start(boost::asio::io_context& io) { run_apart(io, courier_.run()); }
  CourierState state() const { return courier_.state(); }
  void stop() { courier_.stop(); }

 private:
  boost::asio::awaitable<void> forget(std::string address) {
    co_await store_.end(
        {.token = {}, .channel = NoticeChannel::web_push, .address = std::move(address), .now = clock_.now()});
  }

  BookingStore& store_;
  const process::Clock& clock_;
  WebPushSender sender_;
  Courier courier_;
};

chat::ChatChannel::Options chat_options(const ChatSettings& settings) {
  return {.api = {.url = settings.url, .token = settings::read_secret(settings.token)},
          .webhook = {.verify_token = settings::read_secret(settings.verify_token),
                      .app_secret = settings::read_secret(settings.app_secret)},
          .per_minute = settings.per_minute};
}

/// Gives held places back when their time is over, and cancelled ones when they have rested.
class Sweeper {
 public:
  Sweeper(boost::asio::io_context& io, BookingService& booking_service, const process::Clock& clock)
      : booking_service_(booking_service), clock_(clock), timer_(io) {}

  boost::asio::awaitable<void> run() {
    while (!stopping_) {
      std::chrono::milliseconds wait = at_most;
      try {
        const auto now = clock_.now();
        if (const auto next = co_await booking_service_.sweep(now)) {
          wait = std::clamp<std::chrono::milliseconds>(*next - now, at_least, at_most);
        }
      } catch (const std::exception& failure) {
        spdlog::error("held places were not given back: {}; tried again soon", failure.what());
      }
      if (!stopping_) {
        co_await pause(timer_, wait);
      }
    }
  }
  void stop() {
    stopping_ = true;
    timer_.cancel();
  }

 private:
  static constexpr std::chrono::seconds at_least{1};
  static constexpr std::chrono::seconds at_most{5};  // who waits for a place is asked that soon
  BookingService& booking_service_;
  const process::Clock& clock_;
  AsioTimer timer_;
  bool stopping_ = false;
};

/// Tells everybody whose booking the plan no longer offers: after the start, and after each change of the
/// plan.
class AffectedTeller {
 public:
  AffectedTeller(boost::asio::io_context& io, BookingService& booking_service, const process::Clock& clock)
      : io_(io), booking_service_(booking_service), clock_(clock), timer_(io) {}

  void tell() {
    wanted_ = true;
    if (!telling_ && !stopping_) {
      telling_ = true;
      run_apart(io_, tell_all());
    }
  }
  void stop() {
    stopping_ = true;
    timer_.cancel();
  }

 private:
  boost::asio::awaitable<void> tell_all() {
    constexpr std::chrono::seconds again_after{30};
    while (wanted_ && !stopping_) {
      wanted_ = false;
      bool failed = false;
      try {
        const auto found = co_await booking_service_.tell_affected(clock_.now(), stopping_);
        for (const auto& [group, bookings] : found.groups) {
          spdlog::warn("the office cannot keep what is booked: {}", group_text(group, bookings));
        }
        if (!found.groups.empty() || found.told > 0) {
          spdlog::warn("told now: {}, without a contact: {}; `antrean-portal affected` lists the bookings", found.told,
                       found.without_contact);
        }
      } catch (const std::exception& failure) {
        wanted_ = failed = true;
        spdlog::error("bookings that offices cannot keep were not looked at: {}; tried again in half a minute",
                      failure.what());
      }
      if (failed && !stopping_) {
        co_await pause(timer_, again_after);
      }
    }
    telling_ = false;
  }

  boost::asio::io_context& io_;
  BookingService& booking_service_;
  const process::Clock& clock_;
  AsioTimer timer_;
  bool wanted_ = false, telling_ = false, stopping_ = false;
};

/// The directorate's pages, at a listener of their own.
class Directorate {
 public:
  Directorate(boost::asio::io_context& io, const DirectorateSettings& settings, BookingStore& store, PlanKeeper& keeper,
              const Offices& offices, const OfficeRoutes& contacts, const DayBoard& day, const NikKey& nik,
              const codes::SecretKey& key, bool https, const process::Clock& clock)
      : accounts_(
            std::make_unique<accounts::Accounts>(
                accounts::OpenAccounts{.file = settings.accounts, .issuer = "Antrean Direktorat", .limits = {}}, hash_),
            clock),
        plans_(store, store, keeper, offices, clock),
        site_({.accounts = accounts_,
               .plans = plans_,
               .offices = offices,
               .contacts = contacts,
               .day = day,
               .nik = nik,
               .key = key,
               .https = https},
              clock),
        server_(io, {}, settings.listen.site) {
    site_.serve(server_);
    server_.listen(settings.listen.address, settings.listen.port);
    spdlog::info("the directorate's pages: http://{}", http::host_and_port(settings.listen.address, server_.port()));
  }
  accounts::AccountsService& accounts() { return accounts_; }
  boost::asio::awaitable<void> stop() { return server_.stop(shutdown_grace); }

 private:
  accounts::Argon2id hash_;
  accounts::AccountsService accounts_;
  PlanService plans_;
  DirectorateSite site_;
  http::Server server_;
};

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
                          news->tell({.kind = kind, .key = key, .body = body, .at = to_ms(clock.now())});
                        }
                      }},
      clock};
  if (news) {
    news->before_each([&site] { site.tell_counts(); });
    for (const char* kind : BookingSite::shared_kinds) {
      // What is old says nothing of now, but of tries.
      news->on(kind, [&site, &clock](const PortalNews::News& heard) {
        if (heard.kind == "try" || clock.now() - from_ms(heard.at) < std::chrono::minutes{1}) {
          site.heard(heard.kind, heard.key, heard.body);
        }
      });
    }
  }
  OfficeRoutes offices{store, tokens, secrets.signing, plan, clock, day, public_url + "/n/"};
  offices.note_to(accesses.noting());
  offices.give_days_of(database);
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
                        const auto from = request.query.find("from");
                        const auto day = from == request.query.end() ? std::nullopt : OfficeDay::parse(from->second);
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
  operator_server.listen(http::LocalSocket{settings.socket});

  std::optional<Directorate> directorate;
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
      run_apart(io, directorate->stop());
    }
    spdlog::info("stopping");
    run_apart(io, operator_server.stop(shutdown_grace));
    database.stop();
    sweeper.stop();
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

}  // namespace
}  // namespace antrean::portal

int main(int argc, char** argv) {
  using namespace antrean;
  CLI::App app{"The online queue. Without a subcommand it serves.", "antrean-portal"};
  process::CommonOptions options{.config = "/etc/antrean/portal.toml"};
  std::filesystem::path file;
  auto* keygen = app.add_subcommand("keygen", "Make a key that signs booking codes; prints its public half");
  auto* secret = app.add_subcommand("secret", "Make a random secret: a NIK key or an office's token");
  auto* push_key = app.add_subcommand("push-key", "Make the key for Web Push; prints its public half");
  for (auto* command : {keygen, secret, push_key}) {
    command->add_option("FILE", file, "The file to make")->required();
  }

  auto* listed = app.add_subcommand(
      "listed",
      "Print what a restored database could not take back: a copy's, or the portal's own while it is stopped");
  listed->add_option("FILE", file, "The database")->required();

  auto* backup = app.add_subcommand("backup", "Copy the database, also while the portal serves");
  backup->add_option("FILE", file, "The file to make")->required();
  auto* verify = app.add_subcommand(
      "verify", "Check a copy: every page, and the places of every slot. Without a file: the access log's hash chain");
  auto* copy_to_verify = verify->add_option("FILE", file, "The copy");
  std::filesystem::path recovery_file;
  verify->add_option("--recovery-key", recovery_file, "The secret half, from the safe: opens the keys beside the copy")
      ->needs(copy_to_verify);
  auto* recovery_key = app.add_subcommand(
      "recovery-key",
      "Make the key that opens the keys in backups, once: a new file for the safe; prints its public half");
  recovery_key->add_option("FILE", file, "The file to make")->required();
  std::filesystem::path folder;
  auto* recover = app.add_subcommand("recover-keys", "Write the keys beside a copy into files, for a new machine");
  recover->add_option("FILE", file, "The copy")->required();
  recover->add_option("--recovery-key", recovery_file, "The secret half, from the safe")->required();
  recover->add_option("--to", folder, "A folder that has none of them yet")->required();
  auto* affected = app.add_subcommand("affected", "List the bookings that the offices of the settings cannot keep");
  affected->add_option("FILE", file, "A copy; without it the running portal is asked, or the stopped one's database");
  auto* offices_command =
      app.add_subcommand("export-offices", "Print what is offered where, as the portal's settings file has it");
  auto* clusters = app.add_subcommand("clusters", "Report bookings that look as if one hand made many of them");
  clusters->add_option("FILE", file, "A copy; without it the running portal is asked, or the stopped one's database");
  std::string where;
  auto* move = app.add_subcommand(
      "move", "Copy every row into another database, a file or PostgreSQL, and compare all; no portal runs meanwhile");
  move->add_option("--to", where, "\"postgresql://antrean@db1,db2/antrean\", or a new file")->required();
  auto* restore = app.add_subcommand("restore", "Put a copy in the place of the database of a stopped portal");
  restore->add_option("FILE", file, "The copy")->required();

  auto* staff = app.add_subcommand("staff", "Who may sign in to the directorate's pages; asks the running portal");
  staff->require_subcommand(1);
  portal::StaffOption staff_option;
  std::string staff_action;
  const auto staff_command = [&](const char* name, const char* what) {
    auto* command = staff->add_subcommand(name, what);
    command->callback([&staff_action, name] { staff_action = name; });
    return command;
  };
  staff_command("list", "List them");
  for (auto* command :
       {staff_command("add", "Add somebody; prints a code with which they choose a password"),
        staff_command("reset", "Take password and second factor away; prints a new code"),
        staff_command("disable", "They may not sign in any more"), staff_command("enable", "They may sign in again")}) {
    command->add_option("USER", staff_option.user, "The user name")->required();
    if (command->get_name() == "add") {
      command->add_option("--name", staff_option.name, "The person's name");
      command->add_option("--roles", staff_option.roles, "directorate (changes), auditor (reads)");
    }
  }

  auto* person = app.add_subcommand("person", "What is stored of a person; asks the running portal");
  person->require_subcommand(1);
  portal::WhomOption whom;
  bool cancel = false;
  auto* person_export = person->add_subcommand("export", "Print everything that is stored of a person, as JSON");
  auto* person_erase = person->add_subcommand("erase", "Forget a person here, and at the offices with their next pull");
  auto* person_lift = person->add_subcommand("lift", "Let a person book again who did not come, or cancelled late");
  for (auto* command : {person_export, person_erase, person_lift}) {
    command->add_option("--code", whom.code, "The code of one of the person's bookings");
    command->add_flag("--nik", whom.nik, "By the NIK, which is then read from the terminal or a pipe");
  }
  person_erase->add_flag("--cancel", cancel, "Cancel the person's bookings of the days to come");
  auto* erasures = person->add_subcommand("erasures", "List who was erased when, and which office has confirmed it");

  auto* day = app.add_subcommand("day", "Print the bookings of a day at an office; asks the running portal");
  std::string office;
  std::string date;
  bool csv = false;
  bool ics = false;
  day->add_option("OFFICE", office, "The office's code, as AD")->required();
  day->add_option("DATE", date, "The day, as 2026-11-23")->required();
  auto* csv_flag = day->add_flag("--csv", csv, "Comma-separated values, as antrean import-day reads them");
  day->add_flag("--ics", ics, "A calendar (RFC 5545)")->excludes(csv_flag);

  return process::run_main(app, options, argc, argv, [&]() -> int {
    if (sodium_init() < 0) {
      throw std::runtime_error("libsodium cannot be used on this machine");
    }
    if (keygen->parsed()) {
      return portal::make_signing_key(file);
    }
    if (secret->parsed()) {
      return portal::make_secret(file);
    }
    if (push_key->parsed()) {
      return portal::make_push_key(file);
    }
    if (recovery_key->parsed()) {
      return portal::make_recovery_key_file(file);
    }
    if (recover->parsed()) {
      return portal::recover_keys(file, recovery_file, folder);
    }
    if (listed->parsed()) {
      return portal::print_listed(file);
    }
    if (verify->parsed() && !file.empty()) {
      return portal::verify_copy(file, recovery_file);
    }
    const auto settings = portal::read_portal_settings(options.config);
    if (clusters->parsed()) {
      return portal::print_clusters(settings, file);
    }
    if (offices_command->parsed()) {
      return portal::export_offices(settings);
    }
    if (affected->parsed()) {
      return portal::print_affected(settings, file);
    }
    if (verify->parsed()) {
      return portal::verify_access(settings);
    }
    if (staff->parsed()) {
      return portal::administer_staff(settings.socket, staff_action, staff_option);
    }
    if (person_export->parsed()) {
      return portal::export_person(settings.socket, whom);
    }
    if (person_erase->parsed()) {
      return portal::erase_person(settings.socket, whom, cancel);
    }
    if (person_lift->parsed()) {
      return portal::lift_freeze(settings.socket, whom);
    }
    if (erasures->parsed()) {
      return portal::print_erasures(settings.socket);
    }
    if (day->parsed()) {
      if (csv == ics) {
        throw std::runtime_error("say --csv or --ics");
      }
      return portal::print_day(settings.socket, office, date, ics);
    }
    if (backup->parsed()) {
      return portal::back_up(settings, file);
    }
    if (move->parsed()) {
      return portal::move(settings, where);
    }
    if (restore->parsed()) {
      return portal::restore(settings, file);
    }
    const auto secrets = portal::read_secrets(settings);
    if (options.check_config) {
      portal::read_tokens(settings, settings.offices);
      portal::print_what_changes(settings);
      return process::settings_are_good(options);
    }
    return portal::serve(settings, secrets);
  });
}
