// The store in a SQLite file. One portal has it open.
#pragma once

#include <filesystem>

#include "store/booking_store.hpp"

namespace antrean::portal {

class SqliteStore final : public BookingStore {
 public:
  /// Opens the database and its mark on the calling thread. Throws sqlite::OpenError, std::system_error. `io`
  /// must outlive this.
  SqliteStore(boost::asio::io_context& io, const std::filesystem::path& file);

  boost::asio::awaitable<void> copy(std::filesystem::path to) override;
};

}  // namespace antrean::portal
