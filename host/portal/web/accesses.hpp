// The access log (access/access_log.hpp) on its worker, for those who note in it. io_context thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "access/access_log.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

/// Durable when it is answered; throws when it is not known to be. Empty: nobody keeps a log.
using NoteAccess = std::function<boost::asio::awaitable<void>(AccessEntry)>;

class Accesses {
 public:
  /// As AccessLog. Declare it after the io_context.
  Accesses(const std::filesystem::path& file, const std::string& key) : log_(file, key) {}

  boost::asio::awaitable<void> note(AccessEntry entry) {
    auto job = [this, entry = std::move(entry)] { log_.add(entry); };
    co_await worker_.run(std::move(job));
  }
  NoteAccess noting() {
    return [this](AccessEntry entry) { return note(std::move(entry)); };
  }

 private:
  AccessLog log_;
  Worker worker_{"access"};  // last, so that it is joined first
};

}  // namespace antrean::portal
