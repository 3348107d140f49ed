// Asks the running office, over the Unix socket of its settings (web/technician.hpp). The functions block;
// each call is one exchange.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "http/server.hpp"
#include "queue/why.hpp"
#include "values/snapshot.hpp"

namespace antrean::cli {

class OfficeClient {
 public:
  explicit OfficeClient(std::filesystem::path socket) : socket_(std::move(socket)) {}
  const std::filesystem::path& socket() const { return socket_; }

  /// Whether an office is there. Throws CommandError (failed) when this user may not ask.
  bool listens() const;

  // All of these throw CommandError: no_answer if there is no answer, or one that no office gives; failed if
  // the office reports a failure, or this user may not ask it.

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

  /// Gives it a list of bookings as CSV: {"added","changed","same"}, or {"bad":[...],"more"} when nothing was
  /// taken (web/technician.hpp).
  boost::json::object import_day(const std::string& csv) const;

  /// Lets it play a sound in the hall. The name of the device; "": the system's own. Nothing: it has no
  /// voice.
  std::optional<std::string> play_sound() const;

  /// Everybody who may sign in (accounts/person_json.hpp).
  boost::json::array people() const;
  /// {"do":"add", ...} (web/staff.hpp). The code for the person, or "". Throws CommandError (no) with the
  /// reason, in `language`.
  std::string administer(const boost::json::object& what, Language language) const;

  std::chrono::milliseconds patience{3'000};  ///< the time limit for an answer; a copy may take longer

 private:
  http::Response ask(const std::string& method, const std::string& path, const std::string& body,
                     std::chrono::milliseconds deadline) const;
  boost::json::value parsed(const http::Response& answer, const char* otherwise) const;
  [[noreturn]] void no_answer_because(const std::string& reason) const;
  [[noreturn]] void strange(const std::string& what) const;

  std::filesystem::path socket_;
};

}  // namespace antrean::cli
