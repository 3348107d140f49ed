// What portals on one PostgreSQL tell each other that belongs into no table of bookings: how an office's day
// stands, that the contacts of the day have changed, that a NIK was wrong. It is news, not memory: an
// UNLOGGED table, empty after a failover, and nothing is lost by that but what is told again within seconds.
//
// io_context thread; what waits for the server has a worker of its own, so nobody waits for news. Others hear
// within about a second.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "notices/rest.hpp"
#include "store/sql/database.hpp"
#include "timer/timer.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

class PortalNews {
 public:
  /// Kept for a day, for a portal that starts later. `whole`: what came before with this kind and key goes.
  struct News {
    std::string kind, key, body;
    bool whole = false;
    std::int64_t at = 0;  ///< UTC ms
  };
  using Heard = std::function<void(const News&)>;

  /// Connects on the calling thread. Throws std::runtime_error that says what to do. `io` must outlive it.
  PortalNews(boost::asio::io_context& io, const std::string& where);
  ~PortalNews();

  /// Random, the same for all portals on this database: 32 hex digits.
  const std::string& database_run() const { return run_; }

  /// `heard` gets what others tell of this kind, in order. Before run().
  void on(std::string kind, Heard heard) { heard_[std::move(kind)] = std::move(heard); }
  /// Runs before each exchange, about every half second: to tell what was counted meanwhile. Before run().
  void before_each(std::function<void()> tell_counts) { before_each_ = std::move(tell_counts); }
  /// Told to the others soon. When the server is away, the latest `most_waiting` wait for it.
  void tell(News news);

  /// Once: everything that others have told of late. May throw; run() tries again.
  boost::asio::awaitable<void> catch_up() { return exchange(); }
  /// Until stop(), once.
  boost::asio::awaitable<void> run();
  void stop();

 private:
  static constexpr std::size_t most_waiting = 10'000;
  struct Row {
    std::int64_t id = 0;
    News news;
  };
  boost::asio::awaitable<void> exchange();
  std::vector<Row> exchange_in_job(const std::vector<News>& told);

  Rest rest_;
  std::string run_, me_;
  std::map<std::string, Heard> heard_;
  std::function<void()> before_each_ = [] {};
  std::deque<News> waiting_;
  std::int64_t last_ = 0;  ///< the newest row that was read
  bool stopping_ = false;
  bool complained_ = false;
  std::unique_ptr<sql::Database> db_;
  Worker worker_{"portal news"};
};

}  // namespace antrean::portal
