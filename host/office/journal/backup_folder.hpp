// The folder of the backups that the service makes itself: "office-2026-11-23-1605.db", in the office's time.
// The functions block.
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
  /// All backups that have such a name, oldest first; none if there is no folder.
  std::vector<std::filesystem::path> all() const;
  /// A backup dated later than `now` was made while the clock was wrong: it is returned only if there is no
  /// other.
  std::optional<std::filesystem::path> newest(UtcTime now) const;
  /// The minute in its name; nothing for a name of another form.
  std::optional<UtcTime> made_at(const std::filesystem::path& backup) const;
  /// Keeps the newest backup of each of the last `days` calendar days that have one, and removes the others,
  /// so that several backups of one day do not push out those of another day. Of the backups dated later than
  /// `now` only the newest is kept, and it does not count.
  void keep(std::size_t days, UtcTime now) const;

 private:
  bool dated_ahead(const std::filesystem::path& backup, UtcTime now) const;

  std::filesystem::path folder_;
  std::string stem_;
  Zone zone_;
};

}  // namespace antrean::journal
