// A morning of a small office, journalled by the real engine, for the commands that read a journal.
//
// Tuesday 2026-11-24, WIB, two counters for "paspor" (prefix B; walk-ins A), one for "ambil" (D).
//   07:30         the day opens
//   07:55         counters 1 and 2 open
//   08:00..08:09  ten people booked for 08:00 come: B001..B010
//   08:12         a walk-in: A001
//   08:15         B001 at counter 1, B002 at counter 2
//   08:24         B001 finished, B003 called
//   08:26         B002 does not come
//   08:30         B004 parked, with a reason that a spreadsheet would run
//   08:31         B010 cancelled, with a reason that contains a NIK
#pragma once

#include <filesystem>
#include <string>

#include "journal/journal.hpp"
#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "sample/sample.hpp"

namespace antrean::cli::test {

inline const OfficeDay tuesday = *OfficeDay::parse("2026-11-24");
inline constexpr const char* nik_in_reason = "3273012304900001";

/// A settings file for this office; `extra` is appended.
std::string settings_text(const std::filesystem::path& journal, unsigned port = 1, const std::string& hours = "07:30",
                          bool sign_in = false);

class Morning {
 public:
  Morning();

  std::filesystem::path settings() const { return folder / "office.toml"; }
  std::filesystem::path journal() const { return folder / "office.db"; }
  /// "--config FILE COMMAND ..." for this office.
  std::vector<std::string> with(std::vector<std::string> arguments) const;

  tests::Folder folder;
  std::filesystem::path place;  ///< the path of the folder
  queue::Plan plan;
  std::uint64_t events = 0;
};

}  // namespace antrean::cli::test
