// What one asker may take of a program, so that nobody shuts the others out and memory has a bound: sockets,
// bodies of requests, changes a second. One for all listeners of a program (Gate). io_context thread.
//
// Of sockets and of bytes an eighth is kept for this machine's own programs. Whoever comes from elsewhere has
// at most an eighth, a program of this machine at most three quarters. Whom a trusted proxy serves counts by
// himself (peers.hpp).
//
// Where no socket is left, one that has not brought a whole request yet gives way, the oldest first: of the
// asker himself where his share is full, else of anybody, but a stranger's before this machine's, and none of
// this machine's for a stranger. So silent sockets shut nobody out, wherever they come from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

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

  /// A connection without a whole request, until it has one.
  class Waiting {
   public:
    Waiting(Waiting&& other) noexcept;
    Waiting& operator=(Waiting&& other) = delete;
    ~Waiting();

   private:
    friend class Shares;
    Waiting(std::shared_ptr<Shares> shares, bool local, std::uint64_t turn);
    std::shared_ptr<Shares> shares_;  ///< null: moved from
    bool local_;
    std::uint64_t turn_;
  };
  /// `give_way` is called once at most; it must let go of what the connection holds before it returns.
  Waiting waiting(const Asker& asker, std::function<void()> give_way);

  /// A socket, whoever will be found behind it; `local`: its other end is on this machine. Nothing when there
  /// is none left and nobody gives way.
  std::optional<Hold> socket(bool local);
  /// A socket (already held) comes to be this asker's. Nothing when he has his share and none of it gives
  /// way.
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
  struct Waiter {
    std::string who;
    std::function<void()> give_way;
  };
  using Turn = std::pair<bool, std::uint64_t>;  ///< strangers before this machine's, the oldest first

  /// Whether somebody gave way.
  bool make_room(bool for_local);
  bool make_room_of(const std::string& who);
  void send_away(std::map<Turn, Waiter>::iterator waiter);
  void forget(std::map<Turn, Waiter>::iterator waiter);

  ShareLimits limits_;
  std::size_t sockets_ = 0;
  std::size_t named_sockets_ = 0;
  std::size_t bytes_ = 0;
  std::map<std::string, std::size_t> sockets_of_;
  std::map<std::string, std::size_t> bytes_of_;
  RateLimiter changes_;
  std::uint64_t next_turn_ = 0;
  std::map<Turn, Waiter> waiters_;
  std::map<std::string, std::set<Turn>> waiters_of_;
};

}  // namespace antrean::http
