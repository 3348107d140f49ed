// Asking the running office, over the HTTP it serves on its own machine. Blocking; each call is one exchange.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "http/server.hpp"
#include "queue/why.hpp"
#include "values/snapshot.hpp"

namespace antrean::cli {

class OfficeClient {
 public:
  explicit OfficeClient(std::string url) : url_(std::move(url)) {}
  const std::string& url() const { return url_; }

  // All throw CommandError: no_answer when there is no answer or one that no office gives; failed when the
  // office says so.

  /// As web/health.hpp writes it.
  boost::json::value health() const;
  /// The newest of the feed.
  Snapshot snapshot() const;
  /// Nothing: no such number today.
  std::optional<Bilingual> why(const std::string& number) const;

  /// A consistent copy of its journal, on its own disk (web/technician.hpp); take it away at once.
  struct Copy {
    std::filesystem::path file;
    std::uint64_t events = 0;
  };
  Copy copy_journal() const;

  std::chrono::milliseconds patience{3'000};  ///< with an answer; a copy may take its time

 private:
  http::Response ask(const std::string& method, const std::string& path, std::chrono::milliseconds deadline) const;
  [[noreturn]] void strange(const std::string& what) const;

  std::string url_;
};

}  // namespace antrean::cli
