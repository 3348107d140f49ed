// What one asker may take of a program, so that nobody shuts the others out and memory has a bound: sockets,
// bodies of requests, changes a second. One for all listeners of a program (Gate). io_context thread.
//
// Of sockets and of bytes an eighth is kept for this machine's own programs. Whoever comes from elsewhere has
// at most an eighth, a program of this machine at most three quarters. Whom a trusted proxy serves counts by
// himself (peers.hpp).
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "http/rate_limiter.hpp"

namespace antrean::http {

struct ShareLimits {
  std::size_t connections = 512;
  std::size_t body_bytes = 16u << 20;  ///< of all requests under way, as announced
  double changes_per_second = 20;      ///< of one asker, for ever; this machine's own programs are not counted
  double changes_at_once = 60;
};

struct Asker {
  std::string who;     ///< asker_of()
  bool local = false;  ///< Peer::local
};

class Shares : public std::enable_shared_from_this<Shares> {
 public:
  explicit Shares(ShareLimits limits);

  /// What was taken, until it goes.
  class Hold {
   public:
    Hold(Hold&& other) noexcept = default;
    Hold& operator=(Hold&& other) noexcept;  ///< what this held goes with `other`
    ~Hold();

   private:
    friend class Shares;
    Hold(std::shared_ptr<Shares> shares, std::size_t Shares::*all, std::map<std::string, std::size_t> Shares::*each,
         std::string who, std::size_t amount);
    std::shared_ptr<Shares> shares_;
    std::size_t Shares::*all_;
    std::map<std::string, std::size_t> Shares::*each_;  ///< null: of nobody yet
    std::string who_;
    std::size_t amount_;
  };

  /// A socket, whoever will be found behind it; `local`: its other end is on this machine. Nothing when there
  /// is none left.
  std::optional<Hold> socket(bool local);
  /// A socket (already held) comes to be this asker's. Nothing when he has his share.
  std::optional<Hold> connection(const Asker& asker);
  /// Memory for a body. Nothing when he has his share, or all is taken.
  std::optional<Hold> body(const Asker& asker, std::size_t bytes);
  /// Whether this asker may change something now.
  bool change(const Asker& asker, MonotonicTime now);

  std::size_t sockets() const { return sockets_; }
  std::size_t body_bytes() const { return bytes_; }
  /// Who holds something, counted for sockets and for bodies; nobody else is remembered.
  std::size_t askers() const { return sockets_of_.size() + bytes_of_.size(); }

 private:
  ShareLimits limits_;
  std::size_t sockets_ = 0;
  std::size_t named_sockets_ = 0;
  std::size_t bytes_ = 0;
  std::map<std::string, std::size_t> sockets_of_;
  std::map<std::string, std::size_t> bytes_of_;
  RateLimiter changes_;
};

}  // namespace antrean::http
