#include "store/postgresql/postgres_store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "store/postgresql/postgres_database.hpp"

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

constexpr int readers = 3;
constexpr std::chrono::milliseconds look_every{250};

std::vector<std::unique_ptr<BookingsDb>> open_readers(const std::string& where) {
  std::vector<std::unique_ptr<BookingsDb>> all;
  for (int i = 0; i < readers; ++i) {
    all.push_back(read_postgresql(where));
  }
  return all;
}

}  // namespace

PostgresStore::PostgresStore(asio::io_context& io, const std::string& where)
    : BookingStore(io, open_postgresql(where), open_readers(where)), io_(io), where_(where), timer_(io) {}

void PostgresStore::watch_others() {
  asio::co_spawn(io_, watch(), [](const std::exception_ptr& error) {
    if (error) {
      std::rethrow_exception(error);
    }
  });
}

void PostgresStore::stop() {
  stopping_ = true;
  timer_.cancel();
}

asio::awaitable<void> PostgresStore::watch() {
  while (!stopping_) {
    try {
      co_await note_what_others_changed();
    } catch (const std::exception& failure) {
      spdlog::warn("bookings: what other portals changed is not known: {}", failure.what());
    }
    if (!stopping_) {
      co_await pause(timer_, look_every);
    }
  }
}

asio::awaitable<void> PostgresStore::copy(std::filesystem::path) {
  throw std::runtime_error(
      "the database is PostgreSQL, and is backed up by its own means (config/postgresql/README.md); `antrean-portal "
      "move` makes a file of it");
}

}  // namespace antrean::portal
