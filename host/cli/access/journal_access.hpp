// The journal, to look at.
//
// One process works on the file, with one connection that writes and checkpoints (SQLite's WAL-reset bug
// needs two), and its lock keeps everybody else out, readers too. So:
//   - when no office runs, the file itself is opened under the same lock, and nothing in it is changed
//     (journal::Journal::open_to_read): a log that a crash left stays for the office's next start;
//   - while the office runs, it is asked for a copy (OfficeClient::copy_journal), which is taken away, opened and at once
//     unlinked, so that however this command ends no second copy of people's names lies about.
// The second holds only for the file in the settings or, with --office, for the journal that this office
// works on: the copy must lie beside the file that was asked for.
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
  std::filesystem::path file_;  ///< as asked for
  bool office_runs_ = false;
  std::unique_ptr<journal::Journal> journal_;
};

/// Opens to look at, with the witness beside it if there is one. Throws sqlite::OpenError only when it is in
/// use; else CommandError.
std::unique_ptr<journal::Journal> open_to_read(const std::filesystem::path& file);

/// A copy that the running office makes of its journal `file`, taken away to a name of our own beside it.
/// Throws CommandError.
std::filesystem::path take_copy(Invocation& asked, const std::filesystem::path& file);

}  // namespace antrean::cli
