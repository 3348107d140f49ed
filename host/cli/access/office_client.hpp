// Asks the running office over HTTP. The functions block; each call is one exchange.
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

  // All of these throw CommandError: no_answer if there is no answer, or one that no office gives; failed if
  // the office reports a failure.

  /// In the form of web/health.hpp.
  boost::json::value health() const;
  /// The newest snapshot of the feed.
  Snapshot snapshot() const;
  /// Nothing: there is no such number today.
  std::optional<Bilingual> why(const std::string& number) const;

  /// A consistent copy of its journal, on its own disk (web/technician.hpp). Take it at once.
  struct Copy {
    std::filesystem::path file;
    std::uint64_t events = 0;
  };
  Copy copy_journal() const;

  std::chrono::milliseconds patience{3'000};  ///< the time limit for an answer; a copy may take longer

 private:
  http::Response ask(const std::string& method, const std::string& path, std::chrono::milliseconds deadline) const;
  [[noreturn]] void strange(const std::string& what) const;

  std::string url_;
};

}  // namespace antrean::cli
