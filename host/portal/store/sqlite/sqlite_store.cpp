#include "store/sqlite/sqlite_store.hpp"

namespace antrean::portal {
namespace asio = boost::asio;

SqliteStore::SqliteStore(asio::io_context& io, const std::filesystem::path& file)
    : BookingStore(io,
                   std::make_unique<BookingsDb>(file, sqlite::Synchronous::extra, std::string{}, mark_beside(file))) {}

asio::awaitable<void> SqliteStore::copy(std::filesystem::path to) {
  // Between two steps others have their turn.
  constexpr int pages_a_step = 256;
  auto begin = [this, to = std::move(to)] { return db().begin_copy(to); };
  const auto copying = co_await worker().run(std::move(begin));
  for (bool done = false; !done;) {
    auto step = [&copying] { return copying->step(pages_a_step); };
    done = co_await worker().run(std::move(step));
  }
}

}  // namespace antrean::portal
