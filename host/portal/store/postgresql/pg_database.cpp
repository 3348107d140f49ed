#include "store/postgresql/pg_database.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

namespace antrean::pg {
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// Of each connection. A transaction that stands still is ended, so that its locks keep nobody waiting.
constexpr const char* session_settings =
    "SELECT set_config('statement_timeout', '15s', false), set_config('lock_timeout', '12s', false),"
    " set_config('idle_in_transaction_session_timeout', '10s', false), set_config('bytea_output', 'hex', false),"
    " set_config('client_min_messages', 'warning', false),"
    // What is answered is durable, whatever the server's own setting. A stricter one stays.
    " CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')"
    "  THEN set_config('synchronous_commit', 'on', false) END,"
    " current_setting('fsync'), current_setting('server_version_num'), pg_try_advisory_lock({}),"
    // Statements are planned once, perhaps for tables that are still empty, and then used in a rush. An index
    // is right in all of them.
    " set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false)";
constexpr int oldest_server = 130'000;
constexpr auto connect_within = 15s;  // all hosts together
constexpr auto first_pause = 50ms;
constexpr auto longest_pause = 1s;

std::int64_t random_session() {
  std::uint64_t random = 0;
  randombytes_buf(&random, sizeof random);
  return static_cast<std::int64_t>(random >> 2) | 2;  // positive, and not SQLite's 1
}

/// ?1 becomes $1, outside of quotes.
std::string with_dollars(const std::string& text) {
  std::string made;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    quoted = text[i] == '\'' ? !quoted : quoted;
    made += !quoted && text[i] == '?' ? '$' : text[i];
  }
  return made;
}

bool only_reads(const std::string& text) {
  return text.starts_with("SELECT") && text.find(" FOR UPDATE") == std::string::npos;
}

std::string field(const PGresult* result, int code) {
  const char* const found = PQresultErrorField(result, code);
  return found == nullptr ? std::string{} : found;
}

/// SQLSTATEs after which the connection is of no more use: the server goes, or has become a standby.
bool means_lost(std::string_view state) {
  return state.starts_with("08") || state.starts_with("57P") || state == "25006" || state == "25P03";
}
bool means_again(std::string_view state) {
  return state == "40001" || state == "40P01" || state == "55P03" || state == "57014";
}

}  // namespace

std::string shown(const std::string& where) {
  std::string made = where;
  const auto scheme = made.find("://");
  if (scheme != std::string::npos) {
    const auto end = made.find_first_of("/?", scheme + 3);
    const auto at = made.rfind('@', end);
    const auto colon = made.find(':', scheme + 3);
    if (at != std::string::npos && colon != std::string::npos && colon < at) {
      made.replace(colon + 1, at - colon - 1, "***");
    }
  }
  for (auto found = made.find("password="); found != std::string::npos; found = made.find("password=", found + 1)) {
    const auto from = found + 9;
    made.replace(from, std::min(made.find_first_of("& ", from), made.size()) - from, "***");
  }
  return made;
}

class PgCursor final : public sql::Cursor {
 public:
  PgCursor(PgDatabase& db, PgDatabase::Prepared& prepared) : db_(db), prepared_(prepared) {
    parameters_.resize(prepared.parameters);
  }
  ~PgCursor() override { forget_me(); }

  void bind(int index, std::int64_t value) override { at(index) = {Parameter::Kind::number, std::to_string(value)}; }
  void bind(int index, std::string_view text) override {
    if (text.find('\0') != std::string_view::npos) {
      throw std::invalid_argument("a text with a NUL byte cannot be stored");
    }
    at(index) = {Parameter::Kind::text, std::string{text}};
  }
  void bind(int index, std::span<const std::uint8_t> bytes) override {
    at(index) = {Parameter::Kind::bytes, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
  }

  void send() override {
    db_.send(this, *this);
    sent_ = true;
  }
  bool step() override {
    run();
    return ++row_ < PQntuples(result_.get());
  }
  int exec() override {
    run();
    const std::string_view changed{PQcmdTuples(result_.get())};
    int number = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), number);
    return number;
  }
  void post() override { db_.send(nullptr, *this); }
  void post_for(int rows) override { db_.send(nullptr, *this, rows); }
  void ask_ahead() override {
    const auto [place, is_new] = db_.ahead_.try_emplace(key());
    if (is_new) {
      db_.send(nullptr, *this);
      db_.pending_.back().ahead = &place->second;
    }
  }
  void reset() noexcept override {
    forget_me();
    result_.reset();
    row_ = -1;
    for (auto& one : parameters_) {
      one.kind = Parameter::Kind::null;
    }
  }

  bool is_null(int column) override { return PQgetisnull(result_.get(), row_, column) == 1; }
  std::int64_t integer(int column) override {
    const auto value = view(column);
    if (value == "t" || value == "f") {
      return value == "t" ? 1 : 0;
    }
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
  }
  std::string text(int column) override { return std::string{view(column)}; }
  std::span<const std::uint8_t> bytes(int column) override {
    const auto value = view(column);
    bytes_.clear();
    if (!value.starts_with("\\x")) {
      return bytes_;
    }
    const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    for (std::size_t i = 2; i + 1 < value.size(); i += 2) {
      bytes_.push_back(static_cast<std::uint8_t>(digit(value[i]) * 16 + digit(value[i + 1])));
    }
    return bytes_;
  }

 private:
  friend class PgDatabase;
  Parameter& at(int index) { return parameters_.at(static_cast<std::size_t>(index) - 1); }
  std::string_view view(int column) const {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
  }
  /// Of the statement with these values.
  std::string key() const {
    std::string made = prepared_.name;
    for (const auto& one : parameters_) {
      made += static_cast<char>('0' + static_cast<int>(one.kind));
      made += std::to_string(one.value.size()) + ':' + one.value;
    }
    return made;
  }
  void run() {
    if (result_) {
      return;
    }
    if (!sent_ && !db_.ahead_.empty()) {
      if (const auto found = db_.ahead_.find(key()); found != db_.ahead_.end()) {
        db_.take_ahead(found->second);
        result_ = std::move(found->second);
        db_.ahead_.erase(found);
        row_ = -1;
        return;
      }
    }
    if (!sent_) {
      send();
    }
    db_.take_until(this);
    sent_ = false;
    if (!result_) {
      throw sql::Lost("the connection to PostgreSQL was lost before the answer");
    }
  }
  void forget_me() noexcept {
    if (sent_) {
      for (auto& one : db_.pending_) {
        one.cursor = one.cursor == this ? nullptr : one.cursor;
      }
      sent_ = false;
    }
  }

  PgDatabase& db_;
  PgDatabase::Prepared& prepared_;
  std::vector<Parameter> parameters_;
  bool sent_ = false;
  Result result_;
  int row_ = -1;
  std::vector<std::uint8_t> bytes_;
};

PgDatabase::PgDatabase(DatabaseOptions options)
    : options_(std::move(options)), connection_(io_, options_.where), session_(random_session()) {
  try {
    connect();
  } catch (const sql::Lost& failure) {
    if (options_.patience == std::chrono::milliseconds{0}) {
      throw;
    }
    spdlog::warn("{}: {}; tried again for {} s", shown(options_.where), failure.what(),
                 std::chrono::duration_cast<std::chrono::seconds>(options_.patience).count());
    reconnect();
  }
}

PgDatabase::~PgDatabase() = default;

template <class T>
T PgDatabase::run(asio::awaitable<T> work, std::chrono::milliseconds within) {
  std::exception_ptr error;
  std::optional<T> value;
  bool done = false;
  asio::co_spawn(io_, std::move(work), [&](std::exception_ptr failure, T result) {
    error = std::move(failure);
    value.emplace(std::move(result));
    done = true;
  });
  io_.restart();
  const auto end = std::chrono::steady_clock::now() + within;
  while (!done) {
    if (io_.run_one_until(end) == 0 && !done) {
      if (std::chrono::steady_clock::now() < end) {
        throw std::logic_error("postgresql: a question without an end");
      }
      connection_.give_up();
      io_.restart();
      io_.run();
    }
  }
  if (error) {
    std::rethrow_exception(error);
  }
  return std::move(*value);
}

void PgDatabase::connect() {
  pending_.clear();
  ahead_.clear();
  in_transaction_ = false;
  savepoint_ = Savepoint::none;
  const auto connecting = [](Connection& connection) -> asio::awaitable<bool> {
    co_await connection.connect();
    co_return true;
  };
  run(connecting(connection_), connect_within);
  // Others see by this lock that the session lives.
  connection_.send(fmt::format(session_settings, session_));
  connection_.send_sync();
  const auto settings = run(connection_.next(), options_.answer_within);
  if (PQresultStatus(settings.get()) != PGRES_TUPLES_OK) {
    const std::string why = PQresultErrorMessage(settings.get());
    connection_.close();
    throw sql::Lost("PostgreSQL takes no settings: " + why);
  }
  run(connection_.next(), options_.answer_within);
  int version = 0;
  const std::string_view number{PQgetvalue(settings.get(), 0, 7)};
  std::from_chars(number.data(), number.data() + number.size(), version);
  if (version < oldest_server) {
    connection_.close();
    throw std::runtime_error(
        fmt::format("{}: the server is PostgreSQL {}; use 13 or newer", shown(options_.where), version / 10'000));
  }
  if (std::string_view{PQgetvalue(settings.get(), 0, 6)} == "off") {
    static bool told = false;
    if (!told) {
      spdlog::warn("{}: the server has fsync off: a power cut destroys its database", shown(options_.where));
      told = true;
    }
  }
}

void PgDatabase::ensure_open() {
  if (!connection_.is_open()) {
    connect();
  }
}

void PgDatabase::reconnect() {
  const auto end = std::chrono::steady_clock::now() + options_.patience;
  for (std::chrono::milliseconds pause = first_pause;;
       pause = std::min<std::chrono::milliseconds>(2 * pause, longest_pause)) {
    try {
      connect();
      return;
    } catch (const sql::Lost&) {
      if (std::chrono::steady_clock::now() + pause > end) {
        throw;
      }
    }
    std::this_thread::sleep_for(pause);
  }
}

std::unique_ptr<sql::Cursor> PgDatabase::prepare(const std::string& statement) {
  // The server keeps what is prepared, so the same text is prepared once.
  auto& prepared = prepared_[statement];
  if (prepared.name.empty()) {
    prepared.name = "s" + std::to_string(prepared_.size());
    prepared.text = with_dollars(statement);
    prepared.reads = only_reads(statement);
    for (std::size_t i = 0; i + 1 < prepared.text.size(); ++i) {
      std::size_t number = 0;
      const char* const from = prepared.text.data() + i + 1;
      if (prepared.text[i] == '$' &&
          std::from_chars(from, prepared.text.data() + prepared.text.size(), number).ec == std::errc{}) {
        prepared.parameters = std::max(prepared.parameters, number);
      }
    }
  }
  return std::make_unique<PgCursor>(*this, prepared);
}

void PgDatabase::post(const std::string& command) {
  connection_.send(command);
  pending_.push_back({});
}

void PgDatabase::sync() {
  connection_.send_sync();
  pending_.push_back({});
}

void PgDatabase::forget_ahead() {
  for (auto& one : pending_) {
    one.ahead = nullptr;
  }
  ahead_.clear();
}

void PgDatabase::take_ahead(const Result& awaited) {
  if (!awaited) {
    connection_.send_flush();
  }
  while (!awaited) {
    keep(take());
  }
}

void PgDatabase::send(PgCursor* cursor, PgCursor& what, int rows) {
  if (!in_transaction_) {
    ensure_open();
  }
  if (!what.prepared_.reads && savepoint_ == Savepoint::wanted) {
    post("SAVEPOINT one");
    savepoint_ = Savepoint::set;
  }
  auto& prepared = what.prepared_;
  if (prepared.epoch != connection_.epoch()) {
    connection_.send_prepare(prepared.name, prepared.text, what.parameters_);
    pending_.push_back({.prepared = &prepared});
    prepared.epoch = connection_.epoch();
  }
  connection_.send_prepared(prepared.name, what.parameters_);
  pending_.push_back({.cursor = cursor, .rows = rows});
  if (!in_transaction_) {
    sync();
    if (cursor == nullptr) {
      take_all();
    }
  }
}

PgDatabase::Taken PgDatabase::take() {
  Taken taken;
  taken.result = run(connection_.next(), options_.answer_within);
  const auto entry = pending_.front();
  pending_.pop_front();
  taken.of = entry;
  const auto status = PQresultStatus(taken.result.get());
  taken.good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_PIPELINE_SYNC;
  if (!taken.good && entry.prepared != nullptr) {
    entry.prepared->epoch = 0;  // it was skipped, or is wrong
  }
  return taken;
}

const PgCursor* PgDatabase::keep(Taken taken) {
  if (!taken.good) {
    fail(taken.result);
  }
  if (taken.of.rows != any_rows && std::string_view{PQcmdTuples(taken.result.get())} != std::to_string(taken.of.rows)) {
    throw std::runtime_error("bookings: a statement changed another number of rows than it must");
  }
  if (taken.of.ahead != nullptr) {
    *taken.of.ahead = std::move(taken.result);
  }
  auto* const owner = taken.of.cursor;
  if (owner != nullptr) {
    owner->result_ = std::move(taken.result);
    owner->row_ = -1;
    owner->sent_ = false;
  }
  return owner;
}

void PgDatabase::fail(const Result& result) {
  const auto state = field(result.get(), PG_DIAG_SQLSTATE);
  const auto why = field(result.get(), PG_DIAG_MESSAGE_PRIMARY);
  const auto message = fmt::format("postgresql: {} ({})", why.empty() ? "it failed" : why, state);
  if (means_lost(state)) {
    connection_.close();
    pending_.clear();
    throw sql::Lost(message);
  }
  // What follows was skipped, up to a sync.
  if (in_transaction_) {
    sync();
  }
  while (!pending_.empty()) {
    take();
  }
  if (means_again(state)) {
    throw sql::TryAgain(message);
  }
  throw std::runtime_error(message);
}

void PgDatabase::take_until(const PgCursor* cursor) {
  if (in_transaction_) {
    connection_.send_flush();
  }
  while (!pending_.empty()) {
    if (keep(take()) == cursor && cursor != nullptr) {
      break;
    }
  }
  if (!in_transaction_) {
    // The sync of a statement by itself.
    while (!pending_.empty() && pending_.front().cursor == nullptr) {
      take();
    }
  }
}

void PgDatabase::take_all() { take_until(nullptr); }

void PgDatabase::exec(const std::string& statements) {
  // The extended protocol takes one statement at a time.
  std::size_t from = 0;
  if (!in_transaction_) {
    ensure_open();
  }
  int dollars = 0;
  for (std::size_t at = 0; at <= statements.size(); ++at) {
    if (at + 1 < statements.size() && statements[at] == '$' && statements[at + 1] == '$') {
      ++dollars;
    }
    if (at < statements.size() && (statements[at] != ';' || dollars % 2 == 1)) {
      continue;
    }
    const auto one = statements.substr(from, at - from);
    from = at + 1;
    if (one.find_first_not_of(" \n\t") != std::string::npos) {
      post(one);
    }
  }
  if (in_transaction_) {
    connection_.send_flush();
  } else {
    sync();
  }
  take_all();
}

void PgDatabase::begin_with(const char* how) {
  ensure_open();
  post(how);
  in_transaction_ = true;
  savepoint_ = Savepoint::none;
}

void PgDatabase::commit() {
  if (std::ranges::any_of(pending_, [](const Pending& one) { return one.rows != any_rows; })) {
    // What must have changed so many rows is looked at before it is final.
    connection_.send_flush();
    while (!pending_.empty()) {
      keep(take());
    }
  }
  connection_.send("COMMIT");
  pending_.push_back({});
  sync();
  bool committed = false;
  while (!pending_.empty()) {
    auto taken = take();
    committed = committed || (taken.good && std::string_view{PQcmdStatus(taken.result.get())} == "COMMIT");
    keep(std::move(taken));
  }
  in_transaction_ = false;
  if (!committed) {
    throw std::runtime_error("postgresql: the transaction was rolled back");
  }
}

void PgDatabase::roll_back() noexcept {
  savepoint_ = Savepoint::none;
  forget_ahead();
  const bool was_in = in_transaction_;
  in_transaction_ = false;
  if (!was_in || !connection_.is_open()) {
    return;
  }
  try {
    if (!pending_.empty()) {
      sync();
    }
    // Also after a failure: what was skipped until a sync is not this.
    while (!pending_.empty()) {
      take();
    }
    post("ROLLBACK");
    sync();
    while (!pending_.empty()) {
      take();
    }
  } catch (const std::exception& failure) {
    spdlog::debug("postgresql: rolling back: {}", failure.what());
    connection_.close();
    pending_.clear();
  }
}

void PgDatabase::set_savepoint() { savepoint_ = Savepoint::wanted; }

void PgDatabase::roll_back_to_savepoint() {
  if (savepoint_ == Savepoint::set) {
    post("ROLLBACK TO one");
  }
}

void PgDatabase::release_savepoint() {
  if (savepoint_ == Savepoint::set) {
    post("RELEASE one");
  }
  savepoint_ = Savepoint::none;
}

void PgDatabase::leave_nothing_behind() {
  // A row that was written over stays in its page until autovacuum comes (the tables of persons ask for it
  // early), and in the archive of the log as long as that is kept; config/postgresql says so.
}

}  // namespace antrean::pg
