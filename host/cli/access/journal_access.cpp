#include "cli/access/journal_access.hpp"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include "cli/access/office_client.hpp"
#include "cli/exit.hpp"
#include "journal/high_water_mark.hpp"

namespace antrean::cli {
namespace fs = std::filesystem;

std::unique_ptr<journal::Journal> open_to_read(const fs::path& file) {
  try {
    return journal::Journal::open_to_read({.file = file, .high_water_mark = journal::high_water_mark_beside(file)});
  } catch (const sqlite::OpenError& error) {
    if (error.why == sqlite::OpenError::Why::in_use) {
      throw;
    }
    throw CommandError(failed, error.what());
  }
}

namespace {

/// Removes copies that were taken by such a command which was killed before it finished.
void remove_abandoned(const fs::path& copy) {
  const std::string beginning = copy.filename().string() + '-';
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(copy.parent_path(), error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(beginning)) {
      continue;
    }
    pid_t taker = 0;
    const char* const end = name.data() + name.size();
    const auto [read, wrong] = std::from_chars(name.data() + beginning.size(), end, taker);
    if (wrong == std::errc{} && read == end && taker > 0 && ::kill(taker, 0) != 0 && errno == ESRCH) {
      fs::remove(entry.path(), error);
    }
  }
}

}  // namespace

fs::path take_copy(Invocation& asked, const fs::path& file) {
  const OfficeClient office(asked.office_socket());
  OfficeClient::Copy copy;
  try {
    copy = office.copy_journal();
  } catch (const CommandError& stop) {
    if (stop.code != no_answer) {
      throw;
    }
    throw CommandError(in_use,
                       "journal " + file.string() + " is in use by another process, and no office answers at " +
                           office.socket().string() +
                           " to make a copy of it; is that its socket ([technician] in its settings, or --office)?");
  }
  std::error_code error;
  if (!fs::equivalent(copy.file.parent_path(), fs::absolute(file).parent_path(), error) ||
      copy.file.filename() != file.filename().string() + ".copy") {
    throw CommandError(in_use, "journal " + file.string() + " is in use, but the office at " +
                                   office.socket().string() + " works on another one (it made " + copy.file.string() +
                                   "); name its own with --office");
  }
  remove_abandoned(copy.file);
  fs::path taken = copy.file.string() + '-' + std::to_string(::getpid());
  fs::rename(copy.file, taken, error);
  if (error) {
    throw CommandError(failed, "cannot take " + copy.file.string() + " away: " + error.message() +
                                   "; run this as root, or as the user the office runs as");
  }
  if (!fs::is_regular_file(fs::symlink_status(taken))) {
    fs::remove(taken, error);
    throw CommandError(failed, copy.file.string() + " was no copy but a link; who put it there?");
  }
  return taken;
}

JournalAccess::JournalAccess(Invocation& asked) : file_(asked.journal_file()) {
  try {
    journal_ = open_to_read(file_);
    return;
  } catch (const sqlite::OpenError&) {
    // The file is in use, which is handled below.
  }
  office_runs_ = true;
  const fs::path taken = take_copy(asked, file_);
  try {
    journal_ = open_to_read(taken);
  } catch (...) {
    fs::remove(taken);
    throw;
  }
  fs::remove(taken);
}

}  // namespace antrean::cli
