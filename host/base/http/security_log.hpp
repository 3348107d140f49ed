// What was refused and why: one line a peer and minute in the log, and a counter for each reason. A flood
// fills neither the log nor memory. io_context thread.
//
//   security: refused person=- peer=203.0.113.7 reason=host more=12 (Host 'evil.example', ours: ...)
//
//   security: done person=- peer=uid:1000 pid=4711 what=journal_copy answer=200
//
// `more` counts what was refused of this peer since its line before and has no line of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "values/office_time.hpp"

namespace antrean::http {

struct Refused {
  std::string person{};  ///< who is signed in; "" for nobody
  std::string peer{};    ///< an address
  std::string reason{};  ///< one word of a few: "host", "origin", "sockets"
  std::string detail{};  ///< nothing personal; what a stranger wrote is shown as text
};

/// What somebody changed, or took away to read.
struct Done {
  std::string person{};  ///< as above
  std::string peer{};    ///< an address, or Program::text()
  int pid = 0;           ///< of a program of this machine; 0: none
  std::string what{};    ///< "journal_copy", "staff_disable sari"
  unsigned answer = 0;   ///< the status it was answered with
};

class SecurityLog {
 public:
  SecurityLog();
  /// For tests: the running clock, and where lines go.
  SecurityLog(std::function<MonotonicTime()> clock, std::function<void(const std::string&)> write);

  void refused(const Refused& what);
  void done(const Done& what);  ///< a line each: for what only few may do
  /// How often since the start, by reason.
  const std::map<std::string, std::uint64_t>& counts() const { return counts_; }

 private:
  struct Peer {
    MonotonicTime told{};
    std::uint64_t more = 0;
  };

  std::function<MonotonicTime()> clock_;
  std::function<void(const std::string&)> write_;
  std::function<void(const std::string&)> tell_;  ///< what is no refusal
  std::map<std::string, std::uint64_t> counts_;
  std::unordered_map<std::string, Peer> peers_;
  Peer others_;  ///< all that come while very many are remembered
};

}  // namespace antrean::http
