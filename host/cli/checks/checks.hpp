// The judgements of `antrean doctor`. Pure: each function gets what was measured, and says whether it is good
// and what to do about it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/checks/findings.hpp"
#include "values/office_time.hpp"

namespace antrean::cli {

/// `kept`: a time server keeps the clock of this machine right (the kernel says so).
Finding check_clock(bool kept);

struct DiskSpace {
  std::uint64_t free_bytes = 0;  ///< for users other than root
  std::uint64_t free_files = 0;
  bool read_only = false;
};
/// `what`: "journal", "backups"; `folder`: where it is.
Finding check_disk(const std::string& what, const std::string& folder, const DiskSpace& space);

/// The copy that follows the journal ([journal] copy).
struct SecondCopyAtRest {
  std::string folder;
  bool is_there = false;
  bool same_disk = false;                   ///< as the journal's
  std::optional<std::chrono::seconds> age;  ///< since it was written last; nothing: there is no copy
};
Finding check_second_copy(const SecondCopyAtRest& copy);

/// `ahead`: how far this machine's clock is ahead of the portal's. It is exact to two seconds.
Finding check_skew(std::chrono::seconds ahead);

/// `newest`: when the newest backup was made; nothing: there is no backup.
Finding check_backups(const std::string& folder, std::optional<UtcTime> newest, UtcTime now);

/// Reads "Tue, 24 Nov 2026 02:15:07 GMT", the only form that servers send today. Nothing for any other form.
std::optional<UtcTime> parse_http_date(std::string_view text);

}  // namespace antrean::cli
