// A second journal on another disk, stick or machine that follows the first: `antrean restore` goes on from
// it when the mini-PC is gone. It is a whole journal file at every moment, as it was after one of the
// appends.
//
// All calls block, perhaps for as long as a network or a dying disk lets them. So they are made on a worker
// of its own, never on the journal's. They throw std::runtime_error, std::system_error or sqlite::OpenError;
// then the copy is made again from a whole one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "sqlite/database.hpp"

namespace antrean::journal {

class FollowingCopy {
 public:
  /// Begins with `whole`, a copy that Journal::copy_more completed: takes it to `file`, whatever lies there,
  /// and keeps the file open. The folder of `file` must exist. An older copy there is removed only after the
  /// new one is in its place.
  FollowingCopy(const std::filesystem::path& whole, std::filesystem::path file);

  /// Writes what Journal::take_changes gave; durable on return. Throws also when the file is not at its place
  /// any more: its disk was unmounted, or somebody took the folder away.
  void apply(const std::string& changes);
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  std::uint64_t disk_ = 0, node_ = 0;  ///< of the file
  std::unique_ptr<SQLite::Database> db_;
};

}  // namespace antrean::journal
