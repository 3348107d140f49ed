// The store in PostgreSQL. Several portals have it open: one connection of each writes, some read beside it,
// and what other portals change is noticed within a fraction of a second.
#pragma once

#include <filesystem>
#include <string>

#include <boost/asio/io_context.hpp>

#include "store/booking_store.hpp"
#include "timer/timer.hpp"

namespace antrean::portal {

class PostgresStore final : public BookingStore {
 public:
  /// Connects on the calling thread, and migrates. `where`: "postgresql://...". Throws std::runtime_error
  /// that says what to do. `io` must outlive this.
  PostgresStore(boost::asio::io_context& io, const std::string& where);

  void watch_others() override;
  void stop() override;
  boost::asio::awaitable<void> copy(std::filesystem::path to) override;

 private:
  boost::asio::awaitable<void> watch();

  boost::asio::io_context& io_;
  std::string where_;
  AsioTimer timer_;
  bool stopping_ = false;
};

}  // namespace antrean::portal
