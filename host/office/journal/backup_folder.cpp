#include "journal/backup_folder.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace antrean::journal {

namespace fs = std::filesystem;

BackupFolder::BackupFolder(fs::path folder, const fs::path& journal, Zone zone)
    : folder_(std::move(folder)), stem_(journal.stem().string() + "-"), zone_(zone) {}

fs::path BackupFolder::name_for(UtcTime now) const {
  std::string time = clock_text(now, zone_);
  std::erase(time, ':');
  return folder_ / (stem_ + OfficeDay::of(now, zone_).text() + "-" + time + ".db");
}

std::optional<UtcTime> BackupFolder::made_at(const fs::path& backup) const {
  const std::string name = backup.filename().string();
  constexpr std::size_t day_length = 10;  // 2026-11-23
  if (name.size() != stem_.size() + day_length + 5 + 3 || !name.starts_with(stem_) || !name.ends_with(".db")) {
    return std::nullopt;
  }
  const std::string_view rest = std::string_view(name).substr(stem_.size());
  const auto day = OfficeDay::parse(rest.substr(0, day_length));
  const auto time =
      TimeOfDay::parse(std::string(rest.substr(day_length + 1, 2)) + ":" + std::string(rest.substr(day_length + 3, 2)));
  if (!day || !time || rest[day_length] != '-') {
    return std::nullopt;
  }
  return instant(*day, *time, zone_);
}

std::vector<fs::path> BackupFolder::all() const {
  std::vector<fs::path> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    if (made_at(entry.path())) {
      found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool BackupFolder::dated_ahead(const fs::path& backup, UtcTime now) const {
  constexpr std::chrono::hours clocks_differ{1};
  return *made_at(backup) > now + clocks_differ;
}

std::optional<fs::path> BackupFolder::newest(UtcTime now) const {
  const auto found = all();
  const auto right =
      std::find_if(found.rbegin(), found.rend(), [&](const auto& one) { return !dated_ahead(one, now); });
  if (right != found.rend()) {
    return *right;
  }
  return found.empty() ? std::nullopt : std::optional{found.back()};
}

void BackupFolder::keep(std::size_t days, UtcTime now) const {
  const auto found = all();
  std::optional<OfficeDay> day;  // the day of the current backup, from the newest backwards
  std::size_t kept = 0;
  bool kept_ahead = false;
  for (auto backup = found.rbegin(); backup != found.rend(); ++backup) {
    if (dated_ahead(*backup, now)) {
      if (std::exchange(kept_ahead, true)) {
        fs::remove(*backup);
      }
      continue;
    }
    const OfficeDay made = OfficeDay::of(*made_at(*backup), zone_);
    if (day == made || kept == days) {
      fs::remove(*backup);
      continue;
    }
    day = made;
    ++kept;
  }
}

}  // namespace antrean::journal
