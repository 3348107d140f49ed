// What `antrean doctor` says of what it has seen. Pure: told what there is, says how that is and what to do
// about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/checks/findings.hpp"
#include "values/office_time.hpp"

namespace antrean::cli {

/// `kept`: a time server keeps this machine's clock (the kernel says so).
Finding check_clock(bool kept);

struct DiskSpace {
  std::uint64_t free_bytes = 0;  ///< for those who are not root
  std::uint64_t free_files = 0;
  bool read_only = false;
};
/// `what`: "journal", "backups"; `folder` is where it lies.
Finding check_disk(const std::string& what, const std::string& folder, const DiskSpace& space);

/// `ahead`: this machine's clock against the portal's; to be trusted to two seconds.
Finding check_skew(std::chrono::seconds ahead);

/// `newest`: when the newest backup was made; nothing: there is none.
Finding check_backups(const std::string& folder, std::optional<UtcTime> newest, UtcTime now);

/// "Tue, 24 Nov 2026 02:15:07 GMT", the one form that servers send today; nothing for anything else.
std::optional<UtcTime> parse_http_date(std::string_view text);

}  // namespace antrean::cli
