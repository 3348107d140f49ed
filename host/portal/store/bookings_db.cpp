#include "store/bookings_db.hpp"

#include <algorithm>

#include <sqlite3.h>

namespace antrean::portal {
namespace {

constexpr std::int32_t application_id = 0x41514250;  // "AQBP"
constexpr auto results_kept = std::chrono::hours{24 * 30};
constexpr int live = 0;

const char* const schema_1 = R"sql(
CREATE TABLE slot (
  office TEXT NOT NULL, service TEXT NOT NULL, day INTEGER NOT NULL, start INTEGER NOT NULL,
  quota INTEGER NOT NULL, free INTEGER NOT NULL,
  PRIMARY KEY (office, service, day, start),
  CHECK (free >= 0), CHECK (free <= quota)
) STRICT, WITHOUT ROWID;

CREATE TABLE booking (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE, token BLOB NOT NULL UNIQUE, form BLOB NOT NULL UNIQUE,
  office TEXT NOT NULL, service TEXT NOT NULL, day INTEGER NOT NULL, start INTEGER NOT NULL, finish INTEGER NOT NULL,
  party INTEGER NOT NULL CHECK (party BETWEEN 1 AND 5),
  name TEXT NOT NULL, mail TEXT NOT NULL, language TEXT NOT NULL,
  nik_hmac BLOB NOT NULL, nik_last4 TEXT NOT NULL,
  status INTEGER NOT NULL CHECK (status IN (0, 1)),
  booked_at INTEGER NOT NULL, cancelled_at INTEGER, checked_in_at INTEGER, served_at INTEGER, no_show_at INTEGER,
  changed INTEGER NOT NULL UNIQUE,
  CHECK ((status = 1) = (cancelled_at IS NOT NULL)),
  FOREIGN KEY (office, service, day, start) REFERENCES slot (office, service, day, start)
) STRICT;
CREATE UNIQUE INDEX one_live_booking_per_person_and_day ON booking (day, nik_hmac) WHERE status = 0;
CREATE INDEX booking_changes ON booking (office, changed);

CREATE TABLE change (last INTEGER NOT NULL) STRICT;
INSERT INTO change VALUES (0);

CREATE TABLE result_batch (
  office TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, accepted INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (office, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX result_batch_age ON result_batch (at);
)sql";

const std::string booking_columns =
    "id, code, token, office, service, day, start, finish, party, name, mail, language, nik_last4, status, booked_at,"
    " cancelled_at, checked_in_at, served_at, no_show_at, changed";

template <std::size_t N>
void bind_bytes(SQLite::Statement& statement, int index, const std::array<std::uint8_t, N>& bytes) {
  statement.bind(index, bytes.data(), static_cast<int>(N));
}

std::optional<UtcTime> time_at(SQLite::Statement& row, int column) {
  const auto value = row.getColumn(column);
  if (value.isNull()) return std::nullopt;
  return from_ms(value.getInt64());
}

OfficeDay day_of(std::int32_t number) { return OfficeDay{std::chrono::local_days{std::chrono::days{number}}}; }

StoredBooking booking_at(SQLite::Statement& row) {
  StoredBooking stored;
  auto& booking = stored.booking;
  booking.id = static_cast<BookingId>(row.getColumn(0).getInt64());
  booking.code = row.getColumn(1).getString();
  const auto token = row.getColumn(2);
  const auto* bytes = static_cast<const std::uint8_t*>(token.getBlob());
  std::copy_n(bytes, std::min<std::size_t>(static_cast<std::size_t>(token.getBytes()), stored.token.size()),
              stored.token.begin());
  booking.office = row.getColumn(3).getString();
  booking.service = row.getColumn(4).getString();
  booking.day = day_of(row.getColumn(5).getInt());
  booking.slot = {TimeOfDay{row.getColumn(6).getInt()}, TimeOfDay{row.getColumn(7).getInt()}};
  booking.party = static_cast<std::uint8_t>(row.getColumn(8).getInt());
  booking.name = row.getColumn(9).getString();
  stored.mail = row.getColumn(10).getString();
  stored.language = row.getColumn(11).getString();
  booking.nik_last4 = row.getColumn(12).getString();
  booking.status = row.getColumn(13).getInt() == live ? BookingStatus::confirmed : BookingStatus::cancelled;
  stored.booked_at = from_ms(row.getColumn(14).getInt64());
  stored.cancelled_at = time_at(row, 15);
  stored.checked_in_at = time_at(row, 16);
  stored.served_at = time_at(row, 17);
  stored.no_show_at = time_at(row, 18);
  return stored;
}
constexpr int changed_column = 19;

/// A statement in use: bindings and cursor are gone when it ends, also by exception.
class Use {
 public:
  explicit Use(SQLite::Statement& statement) : statement_(statement) {}
  ~Use() {
    statement_.tryReset();
    statement_.clearBindings();
  }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  SQLite::Statement* operator->() { return &statement_; }
  SQLite::Statement& operator*() { return statement_; }

 private:
  SQLite::Statement& statement_;
};

}  // namespace

struct BookingsDb::Statements {
  explicit Statements(SQLite::Database& db)
      : offer_slot(db,
                   "INSERT INTO slot (office, service, day, start, quota, free) VALUES (?1, ?2, ?3, ?4, ?5, ?5)"
                   " ON CONFLICT DO UPDATE SET quota = max(excluded.quota, quota - free),"
                   "   free = max(excluded.quota, quota - free) - (quota - free)"
                   " WHERE quota <> max(excluded.quota, quota - free)"),
        take(db,
             "UPDATE slot SET free = free - ?5 WHERE office = ?1 AND service = ?2 AND day = ?3 AND start = ?4"
             " AND free >= ?5"),
        give_back(db,
                  "UPDATE slot SET free = free + ?5 WHERE office = ?1 AND service = ?2 AND day = ?3 AND start = ?4"),
        change(db, "UPDATE change SET last = last + 1 RETURNING last"),
        insert(
            db,
            "INSERT INTO booking (code, token, form, office, service, day, start, finish, party, name, mail, language,"
            " nik_hmac, nik_last4, status, booked_at, changed)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, ?15, ?16)"),
        code_in_use(db, "SELECT 1 FROM booking WHERE code = ?1"),
        person_has(db, "SELECT 1 FROM booking WHERE day = ?1 AND nik_hmac = ?2 AND status = 0"),
        by_form(db, "SELECT " + booking_columns + ", nik_hmac FROM booking WHERE form = ?1"),
        by_token(db, "SELECT " + booking_columns + " FROM booking WHERE token = ?1"),
        by_code(db, "SELECT " + booking_columns + " FROM booking WHERE code = ?1 AND nik_hmac = ?2"),
        mark_cancelled(db,
                       "UPDATE booking SET status = 1, cancelled_at = ?2, changed = ?3 WHERE id = ?1 AND status = 0"),
        places(db,
               "SELECT day, start, quota, free FROM slot WHERE office = ?1 AND service = ?2 AND day BETWEEN ?3 AND ?4"),
        changes(db, "SELECT " + booking_columns +
                        " FROM booking WHERE office = ?1 AND changed > ?2 ORDER BY changed LIMIT ?3"),
        batch(db, "SELECT body, accepted FROM result_batch WHERE office = ?1 AND key = ?2"),
        remember_batch(db, "INSERT INTO result_batch (office, key, body, accepted, at) VALUES (?1, ?2, ?3, ?4, ?5)"),
        forget_batches(db, "DELETE FROM result_batch WHERE at < ?1"),
        // After a no-show it takes that back: the office had closed its day too early.
        checked_in(db,
                   "UPDATE booking SET checked_in_at = coalesce(checked_in_at, ?3), no_show_at = NULL"
                   " WHERE id = ?1 AND office = ?2"),
        served(db, "UPDATE booking SET served_at = ?3 WHERE id = ?1 AND office = ?2"),
        no_show(db, "UPDATE booking SET no_show_at = ?3 WHERE id = ?1 AND office = ?2") {}

  SQLite::Statement offer_slot, take, give_back, change, insert, code_in_use, person_has, by_form, by_token, by_code,
      mark_cancelled, places, changes, batch, remember_batch, forget_batches, checked_in, served, no_show;
};

namespace {

void bind_slot(SQLite::Statement& statement, const std::string& office, const std::string& service, OfficeDay day,
               TimeOfDay start) {
  statement.bind(1, office);
  statement.bind(2, service);
  statement.bind(3, day.number());
  statement.bind(4, start.minutes());
}

bool same_person(SQLite::Statement& row, const NikHmac& nik) {
  const auto hmac = row.getColumn(changed_column + 1);
  return static_cast<std::size_t>(hmac.getBytes()) == nik.size() &&
         std::equal(nik.begin(), nik.end(), static_cast<const std::uint8_t*>(hmac.getBlob()));
}

}  // namespace

BookingsDb::BookingsDb(const std::filesystem::path& file, sqlite::Synchronous synchronous, const std::string& vfs)
    : db_(sqlite::open({.file = file,
                        .application_id = application_id,
                        .migrations = {{schema_1}},
                        .synchronous = synchronous,
                        .vfs = vfs})),
      sql_(std::make_unique<Statements>(*db_)) {}

BookingsDb::~BookingsDb() = default;

std::vector<WriteAnswer> BookingsDb::write(std::span<const WriteOrder> orders) {
  std::vector<WriteAnswer> answers;
  answers.reserve(orders.size());
  SQLite::Transaction transaction{*db_, SQLite::TransactionBehavior::IMMEDIATE};
  for (const auto& order : orders) {
    db_->exec("SAVEPOINT one");
    answers.push_back(std::visit(
        [this](const auto& what) -> WriteAnswer {
          if constexpr (std::is_same_v<std::decay_t<decltype(what)>, BookOrder>) {
            return book(what);
          } else {
            return cancel(what);
          }
        },
        order));
    const auto* booked = std::get_if<BookAnswer>(&answers.back());
    if (booked != nullptr && !std::holds_alternative<Booked>(*booked)) db_->exec("ROLLBACK TO one");
    db_->exec("RELEASE one");
  }
  transaction.commit();
  return answers;
}

std::int64_t BookingsDb::next_change() {
  Use change{sql_->change};
  change->executeStep();
  const auto next = change->getColumn(0).getInt64();
  // RETURNING rows are delivered before the statement has ended; it must run to its end.
  while (change->executeStep()) {
  }
  return next;
}

bool BookingsDb::take_place(const BookOrder& order) {
  {
    Use offer{sql_->offer_slot};
    bind_slot(*offer, order.slot.office, order.slot.service, order.slot.day, order.slot.start);
    offer->bind(5, order.quota);
    offer->exec();
  }
  Use take{sql_->take};
  bind_slot(*take, order.slot.office, order.slot.service, order.slot.day, order.slot.start);
  take->bind(5, order.party);
  return take->exec() == 1;
}

BookAnswer BookingsDb::book(const BookOrder& order) {
  {
    Use by_form{sql_->by_form};
    bind_bytes(*by_form, 1, order.form);
    if (by_form->executeStep()) {
      auto before = booking_at(*by_form);
      const auto& b = before.booking;
      const bool same = b.office == order.slot.office && b.service == order.slot.service && b.day == order.slot.day &&
                        b.slot.start == order.slot.start && b.party == order.party && b.name == order.name &&
                        before.mail == order.mail && same_person(*by_form, order.nik);
      if (same) return Booked{std::move(before), true};
      return FormUsed{std::move(before)};
    }
  }
  {
    Use person{sql_->person_has};
    person->bind(1, order.slot.day.number());
    bind_bytes(*person, 2, order.nik);
    if (person->executeStep()) return PersonHasBooking{};
  }
  const auto code = std::ranges::find_if(order.codes, [this](const std::string& candidate) {
    Use in_use{sql_->code_in_use};
    in_use->bind(1, candidate);
    return !in_use->executeStep();
  });
  if (code == order.codes.end()) return CodesInUse{};
  if (!take_place(order)) return SlotFull{};

  Use insert{sql_->insert};
  insert->bind(1, *code);
  bind_bytes(*insert, 2, order.token);
  bind_bytes(*insert, 3, order.form);
  insert->bind(4, order.slot.office);
  insert->bind(5, order.slot.service);
  insert->bind(6, order.slot.day.number());
  insert->bind(7, order.slot.start.minutes());
  insert->bind(8, order.end.minutes());
  insert->bind(9, order.party);
  insert->bind(10, order.name);
  insert->bind(11, order.mail);
  insert->bind(12, order.language);
  bind_bytes(*insert, 13, order.nik);
  insert->bind(14, order.nik_last4);
  insert->bind(15, to_ms(order.now));
  insert->bind(16, next_change());
  insert->exec();
  auto stored = find(order.token);
  if (!stored) throw std::logic_error("bookings: a booking that was just inserted is not there");
  return Booked{std::move(*stored), false};
}

CancelAnswer BookingsDb::cancel(const CancelOrder& order) {
  auto stored = find(order.token);
  if (!stored) return NoSuchBooking{};
  auto& booking = stored->booking;
  if (booking.status == BookingStatus::cancelled) return Cancelled{std::move(*stored), true};
  if (stored->checked_in_at || stored->served_at) return AlreadyUsed{std::move(*stored)};
  {
    Use mark{sql_->mark_cancelled};
    mark->bind(1, static_cast<std::int64_t>(booking.id));
    mark->bind(2, to_ms(order.now));
    mark->bind(3, next_change());
    mark->exec();
  }
  Use give{sql_->give_back};
  bind_slot(*give, booking.office, booking.service, booking.day, booking.slot.start);
  give->bind(5, booking.party);
  give->exec();
  booking.status = BookingStatus::cancelled;
  stored->cancelled_at = order.now;
  return Cancelled{std::move(*stored), false};
}

std::optional<StoredBooking> BookingsDb::find(const Key128& token) {
  Use by_token{sql_->by_token};
  bind_bytes(*by_token, 1, token);
  if (!by_token->executeStep()) return std::nullopt;
  return booking_at(*by_token);
}

std::optional<StoredBooking> BookingsDb::find(const std::string& code, const NikHmac& nik) {
  Use by_code{sql_->by_code};
  by_code->bind(1, code);
  bind_bytes(*by_code, 2, nik);
  if (!by_code->executeStep()) return std::nullopt;
  return booking_at(*by_code);
}

std::vector<SlotPlaces> BookingsDb::places(const std::string& office, const std::string& service, OfficeDay first,
                                           OfficeDay last) {
  Use places{sql_->places};
  places->bind(1, office);
  places->bind(2, service);
  places->bind(3, first.number());
  places->bind(4, last.number());
  std::vector<SlotPlaces> found;
  while (places->executeStep()) {
    const auto quota = places->getColumn(2).getInt();
    found.push_back({{office, service, day_of(places->getColumn(0).getInt()), TimeOfDay{places->getColumn(1).getInt()}},
                     quota,
                     quota - places->getColumn(3).getInt()});
  }
  return found;
}

office_api::BookingPage BookingsDb::changes(const std::string& office, std::uint64_t cursor, std::size_t limit) {
  office_api::BookingPage page;
  page.cursor = cursor;
  // Cursors come from outside; one beyond SQLite's integers is simply beyond every change.
  if (cursor > static_cast<std::uint64_t>(INT64_MAX)) return page;
  Use changes{sql_->changes};
  changes->bind(1, office);
  changes->bind(2, static_cast<std::int64_t>(cursor));
  changes->bind(3, static_cast<std::int64_t>(limit) + 1);
  while (changes->executeStep()) {
    if (page.bookings.size() == limit) {
      page.more = true;
      break;
    }
    page.bookings.push_back(booking_at(*changes).booking);
    page.cursor = static_cast<std::uint64_t>(changes->getColumn(changed_column).getInt64());
  }
  return page;
}

ResultsAnswer BookingsDb::apply(const std::string& office, const std::string& key, const std::string& body_hash,
                                const office_api::ResultBatch& batch, UtcTime now) {
  SQLite::Transaction transaction{*db_, SQLite::TransactionBehavior::IMMEDIATE};
  {
    Use known{sql_->batch};
    known->bind(1, office);
    known->bind(2, key);
    if (known->executeStep()) {
      if (known->getColumn(0).getString() != body_hash) return ResultsKeyReused{};
      return ResultsAccepted{static_cast<std::size_t>(known->getColumn(1).getInt64())};
    }
  }
  for (const auto& result : batch.results) {
    auto& statement = result.kind == office_api::ResultKind::checked_in ? sql_->checked_in
                      : result.kind == office_api::ResultKind::served   ? sql_->served
                                                                        : sql_->no_show;
    Use update{statement};
    update->bind(1, static_cast<std::int64_t>(result.booking));
    update->bind(2, office);
    update->bind(3, to_ms(result.at));
    if (update->exec() != 1) return ResultsUnknownBooking{result.booking};
  }
  {
    Use forget{sql_->forget_batches};
    forget->bind(1, to_ms(now - results_kept));
    forget->exec();
  }
  {
    Use remember{sql_->remember_batch};
    remember->bind(1, office);
    remember->bind(2, key);
    remember->bind(3, body_hash);
    remember->bind(4, static_cast<std::int64_t>(batch.results.size()));
    remember->bind(5, to_ms(now));
    remember->exec();
  }
  transaction.commit();
  return ResultsAccepted{batch.results.size()};
}

}  // namespace antrean::portal
