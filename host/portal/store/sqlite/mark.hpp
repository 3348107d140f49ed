// The mark: a small file beside the database with its newest generation and change. If a database knows less
// than its mark, it was put back from a copy. The mark must not be part of the backup.
//
// The mark is written after the commit that it names, so a correct database is never behind its mark. It is
// written in place, and not synced except at the opening. A power cut may leave an older mark; this never
// makes a good database look restored. A mark that cannot be read counts as missing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace antrean::portal {

struct Mark {
  std::string generation;  ///< 32 lower-case hex digits
  std::int64_t change = 0;
};

inline std::filesystem::path mark_beside(const std::filesystem::path& database) { return database.string() + ".mark"; }

class MarkFile {
 public:
  /// Opens or makes the file. With an empty path no mark is kept. Throws std::system_error.
  explicit MarkFile(std::filesystem::path file);
  ~MarkFile();
  MarkFile(const MarkFile&) = delete;
  MarkFile& operator=(const MarkFile&) = delete;

  bool kept() const { return descriptor_ >= 0; }
  /// The mark when the file was opened or last written; nothing if there was none.
  const std::optional<Mark>& mark() const { return mark_; }
  /// Throws std::system_error. A failed write without `synced` only logs a warning, because the commit has
  /// already happened.
  void write(const Mark& mark, bool synced);

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
  std::optional<Mark> mark_;
};

}  // namespace antrean::portal
