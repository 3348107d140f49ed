// Delivery reports (RFC 3464): what mail servers send to `from` when a mail that they had taken did not
// arrive.
//
// They come in a maildir, where the machine's own mail server or a fetching program puts them. Each file of
// new/ is read once: what it says is given to the outbox, and only when that is durable the file goes to
// cur/. Whatever else is in the maildir goes to cur/ too, and is left for people.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "notices/outbox.hpp"
#include "notices/rest.hpp"
#include "process/clock.hpp"
#include "timer/timer.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

/// The bounces that a mail reports about messages of this portal; empty for any other mail. Reads at most
/// 256 KiB of it. The message is known by its Message-ID in the part that is returned. Pure; no exception but
/// std::bad_alloc.
std::vector<Bounce> read_report(std::string_view message, std::string_view domain, UtcTime at);

class BounceFolder {
 public:
  /// All are kept by reference and must outlive it. `domain`: that of the Message-IDs.
  BounceFolder(Outbox& outbox, const process::Clock& clock, const MakeTimer& make_timer, std::filesystem::path maildir,
               std::string domain);

  /// Looks every half minute, until stop(). A folder that cannot be read is told once in the log, and looked
  /// at again.
  boost::asio::awaitable<void> run();
  void stop();
  /// Looks once. Gives how many files it has read. Throws when the folder or one of the files cannot be read,
  /// after the others were.
  boost::asio::awaitable<std::size_t> look();

 private:
  struct File {
    std::filesystem::path path;
    std::vector<Bounce> bounces;
  };
  struct Found {
    std::vector<File> files;
    std::string unreadable;  ///< why one of them was not read; "": all were
  };
  boost::asio::awaitable<Found> read_new();
  boost::asio::awaitable<void> note(File file);

  Outbox& outbox_;
  const process::Clock& clock_;
  std::filesystem::path maildir_;
  std::string domain_;
  Rest rest_;
  bool stopping_ = false;
  bool told_ = false;
  Worker worker_{"bounces"};
};

}  // namespace antrean::portal
