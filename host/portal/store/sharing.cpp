#include "store/sharing.hpp"

#include <algorithm>

#include <sodium.h>

namespace antrean::portal {
namespace {

constexpr const char* lock_row = "SELECT last, places FROM change FOR UPDATE";
constexpr const char* read_state =
    "SELECT (SELECT id FROM generation ORDER BY nr DESC LIMIT 1), since, noticed, (SELECT count(*) FROM answered),"
    " (SELECT count(*) FROM erased WHERE confirmed IS NULL), (SELECT coalesce(max(nr), 0) FROM plan_change) FROM "
    "restore";
constexpr const char* read_places = "SELECT office, version FROM places_change WHERE version > ?1";
constexpr const char* writers_kept = "DELETE FROM writer WHERE at < now() - interval '2 days'";

std::string joined(const std::set<std::string>& offices) {
  std::string all;
  for (const auto& office : offices) {
    all += (all.empty() ? "" : "\n") + office;
  }
  return all;
}

}  // namespace

Sharing::Random Sharing::random() {
  Random made{};
  randombytes_buf(made.data(), made.size());
  return made;
}

Sharing::Sharing(sql::Database& db)
    : db_(db),
      lock_(db, lock_row),
      state_(db, read_state),
      places_(db, read_places),
      finish_(db, "UPDATE change SET last = ?1, places = ?2"),
      note_(db,
            "INSERT INTO writer (id, batch) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET batch = excluded.batch,"
            " at = now()"),
      note_places_(db,
                   "INSERT INTO places_change (office, version) SELECT office, ?2"
                   " FROM unnest(string_to_array(?1, chr(10))) AS office"
                   " ON CONFLICT (office) DO UPDATE SET version = excluded.version"),
      gone_senders_(db,
                    "SELECT DISTINCT leased FROM notice WHERE leased <> 0 AND outcome IS NULL AND leased NOT IN"
                    " (SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory')") {
  // What is in memory of places begins with nothing.
  sql::Statement begin{db_, "SELECT places FROM change"};
  begin.step();
  places_seen_ = begin.column(0).as_int64();
}

std::set<std::int64_t> Sharing::gone_senders() {
  std::set<std::int64_t> gone;
  gone_senders_.reset();
  while (gone_senders_.step()) {
    gone.insert(gone_senders_.column(0).as_int64());
  }
  gone_senders_.reset();
  return gone;
}

void Sharing::forget_old_writers() { db_.exec(writers_kept); }

void Sharing::lock() {
  lock_.reset();
  state_.reset();
  lock_.send();
  state_.send();  // its snapshot is from after the lock
  lock_.step();
  last_ = lock_.column(0).as_int64();
  last_before_ = last_;
  places_version_ = lock_.column(1).as_int64();
  places_before_ = places_version_;
  lock_.reset();
  locked_ = true;
  if (places_version_ > places_seen_) {
    places_.reset();
    places_.bind(1, places_seen_);
    while (places_.step()) {
      others_.insert(places_.column(0).as_text());
    }
    places_.reset();
    places_seen_ = places_version_;
  }
  batch_ = random();
}

Sharing::State Sharing::state() {
  if (!locked_) {
    state_.reset();
  }
  state_.step();
  State now{.newest = state_.column(0).as_text(),
            .since = state_.column(1).as_int64(),
            .noticed = {},
            .answered = state_.column(3).as_int64(),
            .unconfirmed = state_.column(4).as_int64(),
            .plan = state_.column(5).as_int64()};
  if (!state_.column(2).is_null()) {
    now.noticed = state_.column(2).as_int64();
  }
  state_.reset();
  return now;
}

void Sharing::finish(const std::set<std::string>& places) {
  if (!places.empty()) {
    ++places_version_;
    note_places_.reset();
    note_places_.bind(1, joined(places));
    note_places_.bind(2, places_version_);
    note_places_.post();
  }
  if (last_ != last_before_ || places_version_ != places_before_) {
    finish_.reset();
    finish_.bind(1, last_);
    finish_.bind(2, places_version_);
    finish_.post();
  }
  note_.reset();
  note_.bind(1, std::span<const std::uint8_t>{id_});
  note_.bind(2, std::span<const std::uint8_t>{batch_});
  note_.post();
}

bool Sharing::was_committed() {
  // The transaction in doubt has the lock until its server has committed it or given it up.
  sql::Transaction transaction{db_};
  sql::Statement{db_, lock_row}.step();
  sql::Statement latest{db_, "SELECT 1 FROM writer WHERE id = ?1 AND batch = ?2"};
  latest.bind(1, std::span<const std::uint8_t>{id_});
  latest.bind(2, std::span<const std::uint8_t>{batch_});
  const bool found = latest.step();
  transaction.commit();
  return found;
}

Sharing::Places Sharing::others_changed() {
  // Of its own changes the portal knows.
  places_seen_ = std::max(places_seen_, places_version_);
  Places places{std::move(others_), places_seen_};
  others_.clear();
  return places;
}

Sharing::Places Sharing::changed_since(sql::Database& db, std::int64_t version) {
  Places places{{}, version};
  sql::Statement rows{db, read_places};
  rows.bind(1, version);
  while (rows.step()) {
    places.offices.insert(rows.column(0).as_text());
    places.version = std::max(places.version, rows.column(1).as_int64());
  }
  return places;
}

}  // namespace antrean::portal
