// The folder of the backups that the service makes by itself: "office-2026-11-23-1605.db", the office's time.
// Blocking.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "values/office_time.hpp"

namespace antrean::journal {

class BackupFolder {
 public:
  /// `journal` gives the first part of the names.
  BackupFolder(std::filesystem::path folder, const std::filesystem::path& journal, Zone zone);

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path name_for(UtcTime now) const;
  /// Those that have such a name, oldest first; none when there is no folder.
  std::vector<std::filesystem::path> all() const;
  /// One that is dated ahead of `now` was made under a clock that was wrong: only when there is no other.
  std::optional<std::filesystem::path> newest(UtcTime now) const;
  /// The minute in its name; nothing for another name.
  std::optional<UtcTime> made_at(const std::filesystem::path& backup) const;
  /// Keeps the newest backup of each of the last `days` calendar days that have one, and removes the others:
  /// several of one day must not push out another day's. Of those dated ahead of `now` only the newest is
  /// kept, and not counted.
  void keep(std::size_t days, UtcTime now) const;

 private:
  bool dated_ahead(const std::filesystem::path& backup, UtcTime now) const;

  std::filesystem::path folder_;
  std::string stem_;
  Zone zone_;
};

}  // namespace antrean::journal
