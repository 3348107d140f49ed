#include "journal/store.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>

#include <sqlite3.h>

#include "journal/schema.hpp"

namespace antrean::journal {
namespace {

/// After this many disk errors in a row the file is opened again, because a device that was away leaves
/// invalid descriptors.
constexpr int errors_before_reopening = 2;
/// With SQLite's own 1,000 one commit in eighty would wait for a checkpoint.
constexpr int log_pages_at_most = 4'000;

/// Replaces SQLite's automatic checkpoint. `pages` are in the log after a commit.
int committed(void* log_pages, sqlite3* db, const char* /*schema*/, int pages) {
  *static_cast<std::size_t*>(log_pages) = static_cast<std::size_t>(pages);
  // As with SQLite's own checkpoint, a failure is not a failure of the commit.
  if (pages >= log_pages_at_most) {
    sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  }
  return SQLITE_OK;
}

}  // namespace

void throw_exception_from_error(const Failure& failure, const boost::source_location&) {
  throw std::runtime_error(failure.text);
}

sqlite::OpenOptions Store::opening() const {
  sqlite::OpenOptions opening;
  opening.file = options.file;
  opening.application_id = application_id;
  opening.migrations = migrations();
  opening.synchronous = options.synchronous;
  opening.vfs = options.vfs;
  return opening;
}

void Store::open() {
  db_ = sqlite::open(opening());
  sqlite3_wal_hook(db_->getHandle(), committed, &log_pages);
}

Result<void> Store::checkpoint() {
  try {
    if (auto failure = ready()) {
      return *std::move(failure);
    }
    database().exec("PRAGMA wal_checkpoint(PASSIVE)");
    log_pages = 0;
    return {};
  } catch (const SQLite::Exception& error) {
    return failed(error);
  }
}

bool Store::compare_key() {
  Query query{*this, "SELECT key_print FROM head WHERE key_print IS NOT NULL"};
  const bool known = query.row();
  other_key = known && query.hash(0) != chain.key_print();
  return known;
}

void Store::start() {
  open();
  head = read_head();
  if (!compare_key()) {
    const auto noted = write([this] { Query{*this, "UPDATE head SET key_print = ?"}.bind(chain.key_print()).run(); });
    if (!noted) {
      throw sqlite::OpenError(sqlite::OpenError::Why::io, noted.error().text);
    }
  }
}

void Store::start_to_read() {
  db_ = sqlite::open_to_read(opening());
  head = read_head();
  compare_key();
  Query query{*this, "SELECT seq FROM report_head"};
  query.row();
  if (query.unsigned_number(0) != head.seq) {
    throw sqlite::OpenError(sqlite::OpenError::Why::older,
                            "journal " + options.file.string() +
                                ": its reports are not brought to this release yet; start the office on it once");
  }
}

void Store::close() noexcept {
  copying.reset();
  changes.reset();
  statements_.clear();
  db_.reset();
}

SQLite::Database& Store::database() {
  if (!db_) {
    open();
  }
  return *db_;
}

SQLite::Statement& Store::statement(const char* sql) {
  auto& found = statements_[sql];
  if (!found) {
    found = std::make_unique<SQLite::Statement>(database(), sql);
  }
  return *found;
}

Head Store::read_head() {
  Query query{*this, "SELECT seq, hash, opening, day, anchor_seq, anchor_hash FROM head"};
  query.row();
  return {query.unsigned_number(0), query.hash(1), query.unsigned_number(2), query.optional_number(3),
          query.unsigned_number(4), query.hash(5)};
}

std::optional<Failure> Store::ready() {
  const std::string file = options.file.string();
  if (errors_in_a_row_ >= errors_before_reopening || !db_) {
    close();
    try {
      open();
      const Head found = read_head();
      moved_on_ = found.seq != head.seq || found.hash != head.hash;
      errors_in_a_row_ = 0;
    } catch (const sqlite::OpenError& error) {
      return Failure{error.why == sqlite::OpenError::Why::corrupt ? Why::damaged : Why::io, error.what()};
    }
  }
  if (moved_on_) {
    return Failure{Why::moved_on, "journal " + file +
                                      " holds events that were reported as not durable; restart the office, so that it "
                                      "continues from what the journal holds"};
  }
  return std::nullopt;
}

void Store::run_prepared(const char* sql) {
  SQLite::Statement& prepared = statement(sql);
  const auto reset = [&prepared] { prepared.tryReset(); };
  try {
    prepared.exec();
  } catch (...) {
    reset();
    throw;
  }
  reset();
}

Store::Transaction::~Transaction() {
  if (committed_) {
    return;
  }
  try {
    store_.run_prepared("ROLLBACK");
  } catch (const SQLite::Exception&) {
    // SQLite has already rolled back, as it does after most failures.
  }
}

void Store::Transaction::commit() {
  store_.run_prepared("COMMIT");
  committed_ = true;
}

void Store::commit(Transaction& transaction) {
  transaction.commit();
  errors_in_a_row_ = 0;
}

Failure Store::failed(const SQLite::Exception& error) {
  const std::string text = "journal " + options.file.string() + ": ";
  const std::string reason = " (" + std::string{error.what()} + ")";
  switch (error.getErrorCode()) {
    case SQLITE_FULL:
      return {Why::disk_full, text + "the disk is full" + reason + "; free some space, it goes on by itself"};
    case SQLITE_IOERR:
      ++errors_in_a_row_;
      return {Why::io, text + "the disk failed" + reason + "; look at the kernel's log, replace the disk if it lasts"};
    case SQLITE_NOMEM:
      throw std::bad_alloc();
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {Why::read_only, text + "may not be written" + reason + "; mend its owner, mode or mount"};
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      ++errors_in_a_row_;
      return {Why::io, text + "cannot be reached" + reason + "; look at the disk and at who else uses the file"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Why::damaged,
              text + "damaged" + reason + "; stop the office, move it aside and restore the latest backup"};
    default:
      throw std::logic_error(text + "a statement does not fit its tables" + reason);
  }
}

Query& Query::bind(std::int64_t value) {
  statement_.bind(++bound_, value);
  return *this;
}

Query& Query::bind(std::string_view text) {
  statement_.bind(++bound_, std::string{text});
  return *this;
}

Query& Query::bind(const Hash& hash) {
  statement_.bind(++bound_, hash.data(), static_cast<int>(hash.size()));
  return *this;
}

Query& Query::bind(std::optional<std::int64_t> value) {
  if (value) {
    return bind(*value);
  }
  statement_.bind(++bound_);
  return *this;
}

std::string_view Query::view(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  const char* text = value.getText();
  return {text, static_cast<std::size_t>(value.getBytes())};
}

Hash Query::hash(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  Hash hash{};
  const auto* bytes = static_cast<const std::uint8_t*>(value.getBlob());
  std::copy_n(bytes, std::min(hash.size(), static_cast<std::size_t>(value.getBytes())), hash.begin());
  return hash;
}

std::optional<std::int64_t> Query::optional_number(int column) const {
  return null(column) ? std::nullopt : std::optional{number(column)};
}

}  // namespace antrean::journal
