#include "reports/database_commands.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "access/access_log.hpp"
#include "booking/keys.hpp"
#include "codes/office_key.hpp"
#include "files/durable_file.hpp"
#include "plan/plan_documents.hpp"
#include "plan/plan_reader.hpp"
#include "process/clock.hpp"
#include "process/process.hpp"
#include "reports/affected_report.hpp"
#include "reports/clusters.hpp"
#include "reports/plan_export.hpp"
#include "reports/running_portal.hpp"
#include "reports/sealed_keys.hpp"
#include "store/move_rows.hpp"
#include "store/postgresql/postgres_database.hpp"
#include "store/sqlite/copies.hpp"
#include "store/sqlite/sqlite_database.hpp"

namespace antrean::portal {
namespace {

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

}  // namespace

std::filesystem::path copy_beside(const std::filesystem::path& database) { return database.string() + ".copy"; }

int print_listed(const std::filesystem::path& file) {
  for (const auto& one : BookingsDb::listed_in(file)) {
    std::printf("%s  %s  %s  %s\n", iso_text(one.at).c_str(), one.office.c_str(), one.code.c_str(), one.what.c_str());
  }
  return process::ok;
}

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

int export_offices(const PortalSettings& settings) {
  const auto now = process::SystemClock{}.now();
  std::printf(
      "# What the portal offers: its plan at %s. These sections can take the place of those of the same names\n"
      "# in portal.toml.\n\n%s",
      iso_text(now).c_str(), plan_in_use(settings, now).text.c_str());
  return process::ok;
}

int print_office_keys(const PortalSettings& settings) {
  std::string list;
  if (const auto answer = ask_running_portal(settings.socket, "GET", "/operator/office-keys", std::chrono::minutes{1},
                                             "list of keys")) {
    list = answer->body;
  } else {
    const auto keys = settings.postgresql.empty() ? office_keys_in(*read_bookings_file(settings.database))
                                                  : look_into_postgresql(settings.postgresql)->office_keys();
    list = codes::key_list_text(known_keys(keys), process::SystemClock{}.now());
  }
  std::printf("%s", list.c_str());
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

}  // namespace antrean::portal
