#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "sqlite/changes.hpp"

#include <climits>
#include <stdexcept>

#include <sqlite3.h>

namespace antrean::sqlite {
namespace {

void must(int result, const char* what) {
  if (result != SQLITE_OK) {
    throw std::runtime_error(std::string(what) + ": " + sqlite3_errstr(result));
  }
}

void end_session(void* session) { sqlite3session_delete(static_cast<sqlite3_session*>(session)); }

/// The copy has other rows than the database had: going on would hide it.
int never_go_on(void* /*context*/, int /*conflict*/, sqlite3_changeset_iter* /*at*/) { return SQLITE_CHANGESET_ABORT; }

/// The triggers of the copy are off while it lives.
class WithoutTriggers {
 public:
  explicit WithoutTriggers(SQLite::Database& db) : db_(db) { set(0); }
  ~WithoutTriggers() { set(1); }
  WithoutTriggers(const WithoutTriggers&) = delete;
  WithoutTriggers& operator=(const WithoutTriggers&) = delete;

 private:
  void set(int on) { sqlite3_db_config(db_.getHandle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, on, nullptr); }
  SQLite::Database& db_;
};

}  // namespace

Changes::Changes(SQLite::Database& db) : db_(db), session_(nullptr, end_session) { begin(); }

Changes::~Changes() = default;

void Changes::begin() {
  sqlite3_session* session = nullptr;
  must(sqlite3session_create(db_.getHandle(), "main", &session), "changes cannot be recorded");
  session_.reset(session);
  must(sqlite3session_attach(session, nullptr), "changes cannot be recorded");
}

std::string Changes::take() {
  int size = 0;
  void* bytes = nullptr;
  must(sqlite3session_changeset(static_cast<sqlite3_session*>(session_.get()), &size, &bytes),
       "changes cannot be read");
  const std::unique_ptr<void, void (*)(void*)> taken(bytes, sqlite3_free);
  std::string changes(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  begin();
  return changes;
}

void apply_changes(SQLite::Database& copy, const std::string& changes) {
  if (changes.size() > static_cast<std::size_t>(INT_MAX)) {
    throw std::runtime_error("too much changed at once");
  }
  const WithoutTriggers quiet(copy);
  const int result = sqlite3changeset_apply(copy.getHandle(), static_cast<int>(changes.size()),
                                            const_cast<char*>(changes.data()), nullptr, never_go_on, nullptr);
  if (result == SQLITE_ABORT) {
    throw std::runtime_error("the copy differs from what was copied");
  }
  must(result, "the copy cannot be written");
}

}  // namespace antrean::sqlite
