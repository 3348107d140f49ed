// Opens the journal to look at it.
//
// One process works on the file, with one connection that writes and checkpoints, because SQLite's WAL-reset
// bug needs two. Its lock keeps all others out, readers too. So there are two cases:
// - No office runs. The file itself is opened under the same lock, and nothing in it is changed
//   (journal::Journal::open_to_read). A log that a crash left stays for the next start of the office.
// - An office runs. It is asked for a copy (OfficeClient::copy_journal). The copy is renamed, opened and
//   unlinked at once, so no second copy of people's names stays, however this command ends.
//
// The second case works only for the file in the settings or, with --office, for the journal of that office:
// the copy must be in the same folder as the file that was asked for.
#pragma once

#include <filesystem>
#include <memory>

#include "cli/invocation.hpp"
#include "journal/journal.hpp"

namespace antrean::cli {

/// Throws CommandError (failed, in_use, no_answer) with what, where, what to do.
class JournalAccess {
 public:
  explicit JournalAccess(Invocation& asked);

  journal::Journal& journal() const { return *journal_; }
  bool office_runs() const { return office_runs_; }
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;  ///< the file that was asked for
  bool office_runs_ = false;
  std::unique_ptr<journal::Journal> journal_;
};

/// Opens a file to look at it, with the high water mark beside it if there is one. Throws sqlite::OpenError
/// only if the file is in use; else CommandError.
std::unique_ptr<journal::Journal> open_to_read(const std::filesystem::path& file);

/// Lets the running office copy its journal `file`, and renames the copy to a name of our own beside it.
/// Throws CommandError.
std::filesystem::path take_copy(Invocation& asked, const std::filesystem::path& file);

}  // namespace antrean::cli
