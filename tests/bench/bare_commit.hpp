// One row, one commit: the least that anything durable costs on this disk.
#pragma once

#include <filesystem>
#include <optional>

#include <SQLiteCpp/SQLiteCpp.h>

namespace antrean::bench {

class BareCommit {
 public:
  BareCommit(const std::filesystem::path& file, const char* synchronous);
  double commit_ms();

 private:
  SQLite::Database db_;
  std::optional<SQLite::Statement> insert_;
};

}  // namespace antrean::bench
