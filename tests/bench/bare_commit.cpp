#include "bare_commit.hpp"

#include <chrono>
#include <string>

namespace antrean::bench {

BareCommit::BareCommit(const std::filesystem::path& file, const char* synchronous)
    : db_(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
  db_.exec(std::string("PRAGMA synchronous=") + synchronous);
  db_.exec("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL");
  db_.exec("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT");
  insert_.emplace(db_, "INSERT INTO event (body) VALUES (?)");
  insert_->bind(1, std::string(300, 'x'));
}

double BareCommit::commit_ms() {
  const auto begin = std::chrono::steady_clock::now();
  insert_->exec();
  const auto end = std::chrono::steady_clock::now();
  insert_->reset();
  return std::chrono::duration<double, std::milli>(end - begin).count();
}

}  // namespace antrean::bench
