// Copies of the journal for the technician's command, made while the office works (web/technician.hpp). They
// are made in steps on the journal's worker, so a call waits for a few milliseconds of copying at most.
// io_context thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>

#include <boost/asio/awaitable.hpp>

#include "journal/journal.hpp"
#include "web/technician.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

class JournalCopies {
 public:
  /// All arguments must outlive it. The copy is "<file>.copy".
  JournalCopies(Worker& worker, journal::Journal& journal, const std::filesystem::path& file);

  /// Copies to `to`, replacing an existing file, with a rest between the steps. Throws std::runtime_error,
  /// also while another copy is being made.
  /// `when_complete` runs on the journal's worker, before anything else is appended.
  boost::asio::awaitable<void> write(std::filesystem::path to, std::chrono::milliseconds rest = {},
                                     std::function<void()> when_complete = {});
  bool under_way() const { return under_way_; }

  /// A copy that nobody has taken for a minute is replaced.
  boost::asio::awaitable<web::JournalCopy> make();

 private:
  Worker& worker_;
  journal::Journal& journal_;
  std::filesystem::path copy_;
  bool under_way_ = false;
};

}  // namespace antrean::office
