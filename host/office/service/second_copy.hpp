// Keeps a copy of the journal on another disk, stick or machine ([journal] copy) a few seconds behind, so
// that the day goes on elsewhere when this mini-PC dies (journal/following_copy.hpp).
//
// The journal's worker only hands out what changed: some microseconds each time. Whatever waits for the other
// disk has a worker of its own. A disk that is away, full or hangs is an alarm until the copy is whole again;
// the office goes on. io_context thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "journal/following_copy.hpp"
#include "journal/journal.hpp"
#include "service/alarms.hpp"
#include "service/journal_copies.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

class SecondCopy {
 public:
  struct Pace {
    std::chrono::milliseconds every{2'000};
    std::chrono::milliseconds rest{2};        ///< between the steps of a whole copy
    std::chrono::milliseconds again{30'000};  ///< after a failure
    std::chrono::milliseconds stuck{20'000};  ///< a write that takes longer: the disk hangs
  };

  /// The copy is the file in `folder` that has the name of `journal`. The folder is not made: a disk that is
  /// not mounted has none. All references must outlive it.
  SecondCopy(boost::asio::io_context& io, Worker& journal_worker, journal::Journal& journal, JournalCopies& copies,
             Alarms& alarms, std::filesystem::path file, std::filesystem::path folder, Pace pace);
  SecondCopy(boost::asio::io_context& io, Worker& journal_worker, journal::Journal& journal, JournalCopies& copies,
             Alarms& alarms, std::filesystem::path file, std::filesystem::path folder)
      : SecondCopy(io, journal_worker, journal, copies, alarms, std::move(file), std::move(folder), Pace{}) {}

  /// Runs for ever.
  boost::asio::awaitable<void> run();

  /// How long ago the copy had everything, or the office started.
  std::chrono::steady_clock::duration behind() const { return std::chrono::steady_clock::now() - caught_up_; }

 private:
  using Instant = std::chrono::steady_clock::time_point;
  /// A write to the other disk that is under way, or has ended and is not looked at yet.
  struct Writing {
    Instant since;
    bool ended = false;
    std::string failure;
  };

  boost::asio::awaitable<void> look();
  boost::asio::awaitable<void> begin();
  boost::asio::awaitable<void> stop_following();
  void write(std::function<void()> job);
  void raise(const std::string& why);
  void caught_up(Instant at);

  boost::asio::io_context& io_;
  Worker& worker_;
  journal::Journal& journal_;
  JournalCopies& copies_;
  Alarms& alarms_;
  std::filesystem::path file_, folder_, whole_;
  Pace pace_;
  bool follows_ = false;
  std::shared_ptr<Writing> writing_;
  Instant not_before_{};
  Instant caught_up_ = std::chrono::steady_clock::now();
  std::string alarm_;  ///< "": none
  bool same_disk_ = false;
  std::unique_ptr<journal::FollowingCopy> copy_;  ///< used on slow_ only
  std::string key_told_;                          ///< what is wrong with the key there, said once; on slow_ only
  Worker slow_{"journal copy"};                   ///< joined before the copy is closed
};

}  // namespace antrean::office
