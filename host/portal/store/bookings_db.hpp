// The portal's database: one SQLite file. Blocking; on the lane that owns the file.
//
// Tables: slot (quota, free; CHECK free >= 0), booking (one row a booking for ever; a partial unique index holds one
// live booking per person and day; `changed` is the place in the order of changes that offices pull by), result_batch
// (idempotency of results, kept for 30 days).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sqlite/appliance_db.hpp"
#include "store/store.hpp"

namespace antrean::portal {

using WriteOrder = std::variant<BookOrder, CancelOrder>;
using WriteAnswer = std::variant<BookAnswer, CancelAnswer>;

class BookingsDb {
 public:
  /// `synchronous` and `vfs` are other than these for tests only. Throws sqlite::OpenError.
  explicit BookingsDb(const std::filesystem::path& file, sqlite::Synchronous synchronous = sqlite::Synchronous::extra,
                      const std::string& vfs = {});
  ~BookingsDb();
  BookingsDb(const BookingsDb&) = delete;
  BookingsDb& operator=(const BookingsDb&) = delete;

  /// All orders in one transaction, one commit: a savepoint each, so that a refused one leaves no trace. Durable on
  /// return; nothing happened when it throws SQLite::Exception.
  std::vector<WriteAnswer> write(std::span<const WriteOrder> orders);

  std::optional<StoredBooking> find(const Key128& token);
  std::optional<StoredBooking> find(const std::string& code, const NikHmac& nik);
  std::vector<SlotPlaces> places(const std::string& office, const std::string& service, OfficeDay first,
                                 OfficeDay last);
  office_api::BookingPage changes(const std::string& office, std::uint64_t cursor, std::size_t limit);
  ResultsAnswer apply(const std::string& office, const std::string& key, const std::string& body_hash,
                      const office_api::ResultBatch& batch, UtcTime now);

 private:
  BookAnswer book(const BookOrder& order);
  CancelAnswer cancel(const CancelOrder& order);
  std::int64_t next_change();
  bool take_place(const BookOrder& order);

  struct Statements;
  std::unique_ptr<SQLite::Database> db_;
  std::unique_ptr<Statements> sql_;
};

}  // namespace antrean::portal
