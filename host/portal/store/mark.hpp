// The mark: a small file beside the database that holds its newest generation and change. A database that
// knows less was put back from a copy. It must not be part of the backup.
//
// It is written after the commit it speaks of, so an honest database is never behind its mark. In place and,
// but at the opening, not synced: a power cut may leave an older mark, which convicts nobody. One that cannot
// be read counts as missing.
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
  /// Opens or makes it; empty path: none is kept. Throws std::system_error.
  explicit MarkFile(std::filesystem::path file);
  ~MarkFile();
  MarkFile(const MarkFile&) = delete;
  MarkFile& operator=(const MarkFile&) = delete;

  bool kept() const { return descriptor_ >= 0; }
  /// As it was when opened or last written; nothing when there was none.
  const std::optional<Mark>& mark() const { return mark_; }
  /// Throws std::system_error, but a write without `synced` only warns: the commit has happened.
  void write(const Mark& mark, bool synced);

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
  std::optional<Mark> mark_;
};

}  // namespace antrean::portal
