// The access log (access/access_log.hpp) on its worker, for those who note in it. io_context thread.
#pragma once

#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <spdlog/spdlog.h>

#include "access/access_log.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

/// Durable when it is answered; throws when it is not known to be. Empty: nobody keeps a log.
using NoteAccess = std::function<boost::asio::awaitable<void>(AccessEntry)>;

class Accesses {
 public:
  /// As AccessLog. Declare it after the io_context.
  Accesses(const std::filesystem::path& file, const std::string& key,
           const std::function<void(const AccessEntry&)>& each = {})
      : log_(file, key, each) {}
  ~Accesses() {
    worker_.post([this] { add_pulls({}); });
  }
  Accesses(const Accesses&) = delete;
  Accesses& operator=(const Accesses&) = delete;

  boost::asio::awaitable<void> note(AccessEntry entry) {
    auto job = [this, entry = std::move(entry)] {
      if (entry.kind == AccessKind::pulled) {
        count_pull(entry);
      } else {
        log_.add(entry);
      }
    };
    co_await worker_.run(std::move(job));
  }
  NoteAccess noting() {
    return [this](AccessEntry entry) { return note(std::move(entry)); };
  }

 private:
  /// Offices pull every few seconds: an entry for each would be most of the log. A killed program loses what
  /// it had counted since the last entry.
  static constexpr std::chrono::minutes counted_for{10};

  void count_pull(const AccessEntry& entry) {
    const auto [pull, is_first] = pulls_.try_emplace(entry.who, Pulls{entry, entry.at});
    if (!is_first) {
      pull->second.sum.count += entry.count;
      pull->second.sum.at = entry.at;
    }
    if (entry.at - pull->second.since >= counted_for) {
      add_pulls(entry.who);
    }
  }
  /// Of this office, or of all.
  void add_pulls(const std::string& who) {
    std::erase_if(pulls_, [&](const auto& pull) {
      if (!who.empty() && pull.first != who) {
        return false;
      }
      try {
        log_.add(pull.second.sum);
      } catch (const std::exception& failure) {
        spdlog::error("{} pulled {} bookings, and that is not noted: {}", pull.first, pull.second.sum.count,
                      failure.what());
      }
      return true;
    });
  }

  struct Pulls {
    AccessEntry sum;
    UtcTime since{};
  };
  AccessLog log_;
  std::map<std::string, Pulls> pulls_;
  Worker worker_{"access"};  // last, so that it is joined first
};

}  // namespace antrean::portal
