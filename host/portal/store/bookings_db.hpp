// The portal's database: one SQLite file. Blocking; on the worker that owns the file.
//
// Tables: slot (quota, free; CHECK free >= 0), booking (one row a booking for ever; a partial unique index
// holds one live booking per person and day; `changed` is the place in the order of changes that offices pull
// by), result_batch (idempotency of results, kept for 30 days), generation (one row an opening, with its
// first change: the database's own past), restore and answered (since which generation offices are asked for
// what they know, and who has answered), listed (what people must decide).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sqlite/database.hpp"
#include "store/mark.hpp"
#include "store/store.hpp"

namespace antrean::portal {

using WriteOrder = std::variant<BookOrder, CancelOrder>;
using WriteAnswer = std::variant<BookAnswer, CancelAnswer>;

class BookingsDb {
 public:
  /// `synchronous` and `vfs` are other than these for tests only. `mark`: where the mark is kept (mark.hpp);
  /// empty: none, and only offices can notice that the file was put back. Throws sqlite::OpenError,
  /// std::system_error.
  explicit BookingsDb(const std::filesystem::path& file, sqlite::Synchronous synchronous = sqlite::Synchronous::extra,
                      const std::string& vfs = {}, const std::filesystem::path& mark = {});
  ~BookingsDb();
  BookingsDb(const BookingsDb&) = delete;
  BookingsDb& operator=(const BookingsDb&) = delete;

  /// All orders in one transaction, one commit: a savepoint each, so that a refused one leaves no trace.
  /// Durable on return; nothing happened when it throws SQLite::Exception.
  std::vector<WriteAnswer> write(std::span<const WriteOrder> orders);

  std::optional<StoredBooking> find(const Key128& token);
  std::optional<StoredBooking> find(const std::string& code, const NikHmac& nik);
  std::vector<SlotPlaces> places(const std::string& office, const std::string& service, OfficeDay first,
                                 OfficeDay last);
  /// By the cursor alone, whatever its generation.
  office_api::BookingPage changes(const std::string& office, std::uint64_t cursor, std::size_t limit);
  office_api::BookingPage pull(const std::string& office, const std::string& generation, std::uint64_t cursor,
                               std::size_t limit, UtcTime now);
  TakeBackAnswer take_back(const std::string& office, const std::string& generation, std::span<const Returned> returned,
                           bool complete, UtcTime now);
  void list(const std::string& office, const std::string& code, const std::string& what, UtcTime now);
  struct Listed {
    UtcTime at{};
    std::string office, code, what;
    friend bool operator==(const Listed&, const Listed&) = default;
  };
  std::vector<Listed> listed() const;  ///< oldest first
  /// Of a copy, or of a database that no portal has open; nothing in it changes. Throws sqlite::OpenError.
  static std::vector<Listed> listed_in(const std::filesystem::path& file);
  /// Nothing new is sold at the office now.
  bool checks(const std::string& office, UtcTime now) const;
  ResultsAnswer apply(const std::string& office, const std::string& key, const std::string& body_hash,
                      const office_api::ResultBatch& batch, UtcTime now);

 private:
  BookAnswer book(const BookOrder& order);
  CancelAnswer cancel(const CancelOrder& order);
  std::int64_t next_change();
  std::int64_t last_change() const;
  void offer(const SlotKey& slot, int quota);
  bool take_place(const SlotKey& slot, int quota, std::uint8_t party);
  /// Whether it is here now; else why it has no place.
  std::optional<std::string> take_back_one(const std::string& office, const Returned& returned, UtcTime now);
  void insert_listed(const std::string& office, const std::string& code, const std::string& what, UtcTime now);

  void open_generation();
  /// A new one, from the next change on. `restored`: and every office is asked.
  void begin_generation(bool restored, std::optional<UtcTime> noticed);
  void put_back(const std::string& why, std::optional<UtcTime> noticed);
  void write_mark(bool synced);
  /// A restore noticed at the opening has its time from the first who knows it.
  void know_the_time(UtcTime now);
  bool owes(const std::string& office) const { return since_ > 0 && !answered_.contains(office); }
  struct Generation {
    std::int64_t number = 0;
    std::int64_t last = 0;  ///< its newest change, or the one before it
  };
  std::optional<Generation> generation(const std::string& id) const;

  struct Statements;
  std::unique_ptr<SQLite::Database> db_;
  std::unique_ptr<Statements> sql_;
  MarkFile mark_;
  std::string newest_;      ///< generation
  std::int64_t since_ = 0;  ///< generation of the latest restore; 0: there was none
  std::optional<UtcTime> noticed_;
  std::set<std::string> answered_;
};

}  // namespace antrean::portal
