#include "store/bookings_db.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
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

// 2: the database's own past, so that a restored copy is noticed and no place is sold twice.
const char* const schema_2 = R"sql(
CREATE TABLE generation (
  nr INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  first INTEGER NOT NULL               -- change; the one before is the last of the generation before
) STRICT;
CREATE TABLE restore (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since INTEGER NOT NULL,              -- nr of the generation that began with it; 0: there was none
  noticed INTEGER                      -- UTC ms
) STRICT;
INSERT INTO restore VALUES (1, 0, NULL);
CREATE TABLE answered (office TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE listed (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL, office TEXT NOT NULL, code TEXT NOT NULL, what TEXT NOT NULL
) STRICT;
ALTER TABLE booking ADD COLUMN numbers TEXT NOT NULL DEFAULT '';    -- given at the check-in, with blanks between
ALTER TABLE result_batch ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
)sql";

// This many openings are kept. An office that was away for longer is asked afresh.
constexpr int generations_kept = 1000;

const std::string booking_columns =
    "id, code, token, office, service, day, start, finish, party, name, mail, language, nik_last4, status, booked_at,"
    " cancelled_at, checked_in_at, served_at, no_show_at, numbers, changed";

template <std::size_t N>
void bind_bytes(SQLite::Statement& statement, int index, const std::array<std::uint8_t, N>& bytes) {
  statement.bind(index, bytes.data(), static_cast<int>(N));
}

std::optional<UtcTime> time_at(SQLite::Statement& row, int column) {
  const auto value = row.getColumn(column);
  if (value.isNull()) {
    return std::nullopt;
  }
  return from_ms(value.getInt64());
}

/// The words of a text, separated by blanks.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) {
      found.push_back(text.substr(at, end - at));
    }
    at = end + 1;
  }
  return found;
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
constexpr int numbers_column = 19;
constexpr int changed_column = 20;

/// A statement in use. At its end, also by an exception, bindings and cursor are reset.
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
        insert(db,
               "INSERT INTO booking (id, code, token, form, office, service, day, start, finish, party, name, mail, "
               "language,"
               " nik_hmac, nik_last4, status, booked_at, changed)"
               " VALUES (?17, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, ?15, ?16)"),
        code_in_use(db, "SELECT 1 FROM booking WHERE code = ?1"),
        id_in_use(db, "SELECT 1 FROM booking WHERE id = ?1"),
        person_has(db, "SELECT 1 FROM booking WHERE day = ?1 AND nik_hmac = ?2 AND status = 0"),
        by_form(db, "SELECT " + booking_columns + ", nik_hmac FROM booking WHERE form = ?1"),
        by_token(db, "SELECT " + booking_columns + " FROM booking WHERE token = ?1"),
        by_code(db, "SELECT " + booking_columns + " FROM booking WHERE code = ?1 AND nik_hmac = ?2"),
        same_id_or_code(db, "SELECT " + booking_columns + " FROM booking WHERE id = ?1 OR code = ?2"),
        mark_cancelled(db,
                       "UPDATE booking SET status = 1, cancelled_at = ?2, changed = ?3 WHERE id = ?1 AND status = 0"),
        places(db,
               "SELECT day, start, quota, free FROM slot WHERE office = ?1 AND service = ?2 AND day BETWEEN ?3 AND ?4"),
        changes(db, "SELECT " + booking_columns +
                        " FROM booking WHERE office = ?1 AND changed > ?2 ORDER BY changed LIMIT ?3"),
        batch(db, "SELECT body, accepted, listed FROM result_batch WHERE office = ?1 AND key = ?2"),
        remember_batch(
            db, "INSERT INTO result_batch (office, key, body, accepted, at, listed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
        forget_batches(db, "DELETE FROM result_batch WHERE at < ?1"),
        // The same id with another code is another booking. An office of an earlier release sends no code. A
        // check-in takes back a no-show, because the office had closed its day too early.
        checked_in(db,
                   "UPDATE booking SET checked_in_at = coalesce(checked_in_at, ?3), no_show_at = NULL"
                   " WHERE id = ?1 AND office = ?2 AND code = coalesce(nullif(?4, ''), code)"),
        served(db,
               "UPDATE booking SET served_at = ?3"
               " WHERE id = ?1 AND office = ?2 AND code = coalesce(nullif(?4, ''), code)"),
        no_show(db,
                "UPDATE booking SET no_show_at = ?3"
                " WHERE id = ?1 AND office = ?2 AND code = coalesce(nullif(?4, ''), code)"),
        add_number(db,
                   "UPDATE booking SET numbers = trim(numbers || ' ' || ?2)"
                   " WHERE id = ?1 AND instr(' ' || numbers || ' ', ' ' || ?2 || ' ') = 0"),
        last_change(db, "SELECT last FROM change"),
        generation(db,
                   "SELECT nr, (SELECT min(first) FROM generation AS later WHERE later.nr > generation.nr)"
                   " FROM generation WHERE id = ?1"),
        list(db,
             "INSERT INTO listed (at, office, code, what) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS"
             " (SELECT 1 FROM listed WHERE office = ?2 AND code = ?3 AND what = ?4)"),
        listed(db, "SELECT at, office, code, what FROM listed ORDER BY id"),
        answer(db, "INSERT OR IGNORE INTO answered VALUES (?1)") {}

  SQLite::Statement offer_slot, take, give_back, change, insert, code_in_use, id_in_use, person_has, by_form, by_token,
      by_code, same_id_or_code, mark_cancelled, places, changes, batch, remember_batch, forget_batches, checked_in,
      served, no_show, add_number, last_change, generation, list, listed, answer;
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

BookingsDb::BookingsDb(const std::filesystem::path& file, sqlite::Synchronous synchronous, const std::string& vfs,
                       const std::filesystem::path& mark)
    : db_(sqlite::open({.file = file,
                        .application_id = application_id,
                        .migrations = {{schema_1}, {schema_2}},
                        .synchronous = synchronous,
                        .vfs = vfs})),
      sql_(std::make_unique<Statements>(*db_)),
      mark_(mark) {
  open_generation();
}

BookingsDb::~BookingsDb() = default;

std::vector<WriteAnswer> BookingsDb::write(std::span<const WriteOrder> orders) {
  std::vector<WriteAnswer> answers;
  answers.reserve(orders.size());
  if (!orders.empty()) {
    know_the_time(std::visit([](const auto& order) { return order.now; }, orders.front()));
  }
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
    if (booked != nullptr && !std::holds_alternative<Booked>(*booked)) {
      db_->exec("ROLLBACK TO one");
    }
    db_->exec("RELEASE one");
  }
  transaction.commit();
  write_mark(false);
  return answers;
}

std::int64_t BookingsDb::next_change() {
  Use change{sql_->change};
  change->executeStep();
  const auto next = change->getColumn(0).getInt64();
  // RETURNING rows come before the statement has ended, so it must run to its end.
  while (change->executeStep()) {
  }
  return next;
}

void BookingsDb::offer(const SlotKey& slot, int quota) {
  Use offer{sql_->offer_slot};
  bind_slot(*offer, slot.office, slot.service, slot.day, slot.start);
  offer->bind(5, quota);
  offer->exec();
}

bool BookingsDb::take_place(const SlotKey& slot, int quota, std::uint8_t party) {
  offer(slot, quota);
  Use take{sql_->take};
  bind_slot(*take, slot.office, slot.service, slot.day, slot.start);
  take->bind(5, party);
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
      if (same) {
        return Booked{std::move(before), true};
      }
      return FormUsed{std::move(before)};
    }
  }
  if (checks(order.slot.office, order.now)) {
    return Checking{};
  }
  {
    Use person{sql_->person_has};
    person->bind(1, order.slot.day.number());
    bind_bytes(*person, 2, order.nik);
    if (person->executeStep()) {
      return PersonHasBooking{};
    }
  }
  const auto code = std::ranges::find_if(order.codes, [this](const std::string& candidate) {
    Use in_use{sql_->code_in_use};
    in_use->bind(1, candidate);
    return !in_use->executeStep();
  });
  if (code == order.codes.end()) {
    return CodesInUse{};
  }
  if (order.id == 0) {
    throw std::logic_error("bookings: an order without an id");
  }
  {
    Use in_use{sql_->id_in_use};
    in_use->bind(1, static_cast<std::int64_t>(order.id));
    if (in_use->executeStep()) {
      return CodesInUse{};
    }
  }
  if (!take_place(order.slot, order.quota, order.party)) {
    return SlotFull{};
  }

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
  insert->bind(17, static_cast<std::int64_t>(order.id));
  insert->exec();
  auto stored = find(order.token);
  if (!stored) {
    throw std::logic_error("bookings: a booking that was just inserted is not there");
  }
  return Booked{std::move(*stored), false};
}

CancelAnswer BookingsDb::cancel(const CancelOrder& order) {
  auto stored = find(order.token);
  if (!stored) {
    return NoSuchBooking{};
  }
  auto& booking = stored->booking;
  if (booking.status == BookingStatus::cancelled) {
    return Cancelled{std::move(*stored), true};
  }
  if (stored->checked_in_at || stored->served_at) {
    return AlreadyUsed{std::move(*stored)};
  }
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
  if (!by_token->executeStep()) {
    return std::nullopt;
  }
  return booking_at(*by_token);
}

std::optional<StoredBooking> BookingsDb::find(const std::string& code, const NikHmac& nik) {
  Use by_code{sql_->by_code};
  by_code->bind(1, code);
  bind_bytes(*by_code, 2, nik);
  if (!by_code->executeStep()) {
    return std::nullopt;
  }
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
  // Cursors come from outside. A cursor beyond SQLite's integers is beyond every change.
  if (cursor > static_cast<std::uint64_t>(INT64_MAX)) {
    return page;
  }
  Use changes{sql_->changes};
  changes->bind(1, office);
  changes->bind(2, static_cast<std::int64_t>(cursor));
  changes->bind(3, static_cast<std::int64_t>(limit) + 1);
  while (changes->executeStep()) {
    if (page.bookings.size() == limit) {
      page.more = true;
      break;
    }
    const auto stored = booking_at(*changes);
    page.bookings.push_back(stored.booking);
    if (stored.checked_in_at) {
      page.used.push_back({stored.booking.id, *stored.checked_in_at,
                           words_of(changes->getColumn(numbers_column).getString()),
                           stored.served_at || stored.no_show_at});
    }
    page.cursor = static_cast<std::uint64_t>(changes->getColumn(changed_column).getInt64());
  }
  return page;
}

ResultsAnswer BookingsDb::apply(const std::string& office, const std::string& key, const std::string& body_hash,
                                const office_api::ResultBatch& batch, UtcTime now) {
  know_the_time(now);
  SQLite::Transaction transaction{*db_, SQLite::TransactionBehavior::IMMEDIATE};
  {
    Use known{sql_->batch};
    known->bind(1, office);
    known->bind(2, key);
    if (known->executeStep()) {
      if (known->getColumn(0).getString() != body_hash) {
        return ResultsKeyReused{};
      }
      return ResultsAccepted{static_cast<std::size_t>(known->getColumn(1).getInt64()),
                             static_cast<std::size_t>(known->getColumn(2).getInt64())};
    }
  }
  if (checks(office, now)) {
    return ResultsLater{};
  }
  std::size_t listed = 0;
  for (const auto& result : batch.results) {
    auto& statement = result.kind == office_api::ResultKind::checked_in ? sql_->checked_in
                      : result.kind == office_api::ResultKind::served   ? sql_->served
                                                                        : sql_->no_show;
    Use update{statement};
    update->bind(1, static_cast<std::int64_t>(result.booking));
    update->bind(2, office);
    update->bind(3, to_ms(result.at));
    update->bind(4, result.code);
    if (update->exec() != 1) {
      insert_listed(office, result.code,
                    fmt::format("{} at {}: the office has no booking {} of this code", word(result.kind),
                                iso_text(result.at), result.booking),
                    now);
      ++listed;
      continue;
    }
    for (const auto& number : result.numbers) {
      Use add{sql_->add_number};
      add->bind(1, static_cast<std::int64_t>(result.booking));
      add->bind(2, number);
      add->exec();
    }
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
    remember->bind(6, static_cast<std::int64_t>(listed));
    remember->exec();
  }
  transaction.commit();
  return ResultsAccepted{batch.results.size(), listed};
}

std::int64_t BookingsDb::last_change() const {
  Use last{sql_->last_change};
  last->executeStep();
  return last->getColumn(0).getInt64();
}

std::optional<BookingsDb::Generation> BookingsDb::generation(const std::string& id) const {
  Use found{sql_->generation};
  found->bind(1, id);
  if (!found->executeStep()) {
    return std::nullopt;
  }
  const auto next = found->getColumn(1);
  return Generation{found->getColumn(0).getInt64(), next.isNull() ? last_change() : next.getInt64() - 1};
}

void BookingsDb::open_generation() {
  {
    SQLite::Statement restore{*db_, "SELECT since, noticed FROM restore"};
    restore.executeStep();
    since_ = restore.getColumn(0).getInt64();
    noticed_ = time_at(restore, 1);
    SQLite::Statement answered{*db_, "SELECT office FROM answered"};
    while (answered.executeStep()) {
      answered_.insert(answered.getColumn(0).getString());
    }
    SQLite::Statement newest{*db_, "SELECT id FROM generation ORDER BY nr DESC LIMIT 1"};
    if (newest.executeStep()) {
      newest_ = newest.getColumn(0).getString();
    }
  }
  const auto& mark = mark_.mark();
  std::string why;
  if (mark) {
    const auto known = generation(mark->generation);
    if (!known) {
      why = "the mark beside it names a generation that it does not have";
    } else if (mark->change > known->last) {
      why = fmt::format("it is at change {}, the mark beside it saw {}", known->last, mark->change);
    }
  } else if (mark_.kept() && !newest_.empty()) {
    why = "the mark beside it is missing";
  }
  if (why.empty()) {
    begin_generation(false, std::nullopt);
  } else {
    put_back(why, std::nullopt);
  }
  const auto listed_before = listed().size();
  if (listed_before > 0) {
    spdlog::warn("bookings: {} entries in the table \"listed\" wait for a decision of people", listed_before);
  }
}

void BookingsDb::put_back(const std::string& why, std::optional<UtcTime> noticed) {
  begin_generation(true, noticed);
  spdlog::error(
      "bookings: this database was put back from a copy: {}. Every office is asked for what it knows; until it has "
      "answered, at most {} minutes, nothing new is booked at it",
      why, checking.count());
}

void BookingsDb::begin_generation(bool restored, std::optional<UtcTime> noticed) {
  SQLite::Transaction transaction{*db_, SQLite::TransactionBehavior::IMMEDIATE};
  SQLite::Statement insert{*db_,
                           "INSERT INTO generation (id, first) VALUES (lower(hex(randomblob(16))), ?1)"
                           " RETURNING nr, id"};
  insert.bind(1, last_change() + 1);
  insert.executeStep();
  const auto number = insert.getColumn(0).getInt64();
  auto id = insert.getColumn(1).getString();
  while (insert.executeStep()) {
  }
  SQLite::Statement forget{*db_, "DELETE FROM generation WHERE nr <= ?1"};
  forget.bind(1, number - generations_kept);
  forget.exec();
  if (restored) {
    SQLite::Statement restore{*db_, "UPDATE restore SET since = ?1, noticed = ?2"};
    restore.bind(1, number);
    if (noticed) {
      restore.bind(2, to_ms(*noticed));
    }
    restore.exec();
    db_->exec("DELETE FROM answered");
  }
  transaction.commit();
  newest_ = std::move(id);
  if (restored) {
    since_ = number;
    noticed_ = noticed;
    answered_.clear();
  }
  write_mark(true);
}

void BookingsDb::write_mark(bool synced) {
  if (mark_.kept()) {
    mark_.write({newest_, last_change()}, synced);
  }
}

void BookingsDb::know_the_time(UtcTime now) {
  if (since_ == 0 || noticed_) {
    return;
  }
  SQLite::Statement note{*db_, "UPDATE restore SET noticed = ?1"};
  note.bind(1, to_ms(now));
  note.exec();
  noticed_ = now;
}

bool BookingsDb::checks(const std::string& office, UtcTime now) const {
  if (!owes(office)) {
    return false;
  }
  // In both directions: a clock that was set back must not keep the office shut.
  return !noticed_ || (now < *noticed_ + checking && now > *noticed_ - checking);
}

office_api::BookingPage BookingsDb::pull(const std::string& office, const std::string& generation, std::uint64_t cursor,
                                         std::size_t limit, UtcTime now) {
  know_the_time(now);
  bool afresh = generation.empty() && owes(office);
  if (!generation.empty()) {
    const auto known = this->generation(generation);
    const bool past = known && cursor <= static_cast<std::uint64_t>(known->last);
    // A cursor from before the latest restore is not trusted, even if it fits: that office must still answer.
    afresh = !past || known->number < since_;
    if (!past && !owes(office)) {
      put_back(fmt::format("office {} has seen change {} of generation {}, which it does not have", office, cursor,
                           generation),
               now);
    }
  }
  auto page = changes(office, afresh ? 0 : cursor, limit);
  page.generation = newest_;
  page.afresh = afresh;
  return page;
}

TakeBackAnswer BookingsDb::take_back(const std::string& office, const std::string& generation,
                                     std::span<const Returned> returned, bool complete, UtcTime now) {
  const auto known = this->generation(generation);
  if (!known || known->number < since_) {
    return OtherGeneration{};
  }
  TakenBack taken;
  SQLite::Transaction transaction{*db_, SQLite::TransactionBehavior::IMMEDIATE};
  for (const auto& one : returned) {
    if (const auto no_place = take_back_one(office, one, now)) {
      insert_listed(office, one.booking.code, *no_place, now);
      taken.listed.push_back(one.booking.code);
    } else {
      ++taken.kept;
    }
  }
  if (complete) {
    Use answer{sql_->answer};
    answer->bind(1, office);
    answer->exec();
  }
  transaction.commit();
  write_mark(false);
  if (complete && since_ > 0 && answered_.insert(office).second) {
    spdlog::info("bookings: office {} has answered what it knows; places are booked there again", office);
  }
  return taken;
}

std::optional<std::string> BookingsDb::take_back_one(const std::string& office, const Returned& returned, UtcTime now) {
  const auto& booking = returned.booking;
  const auto described = [&] {
    return fmt::format("booking {} of {} {} {}-{}, {} people, {}", booking.id, booking.service, booking.day.text(),
                       booking.slot.start.text(), booking.slot.end.text(), booking.party, booking.name);
  };
  {
    std::optional<StoredBooking> same;
    bool other = false;
    Use rows{sql_->same_id_or_code};
    rows->bind(1, static_cast<std::int64_t>(booking.id));
    rows->bind(2, booking.code);
    while (rows->executeStep()) {
      auto row = booking_at(*rows);
      if (row.booking.id == booking.id && row.booking.code == booking.code && row.booking.office == office) {
        same = std::move(row);
      } else {
        other = true;
      }
    }
    if (other) {
      return described() + ": its id or code is another booking's";
    }
    if (same) {
      if (booking.status == BookingStatus::cancelled) {
        cancel({same->token, now});
      }
      return std::nullopt;
    }
  }
  const SlotKey slot{office, booking.service, booking.day, booking.slot.start};
  if (booking.status == BookingStatus::cancelled) {
    offer(slot, returned.quota);
  } else if (!take_place(slot, returned.quota, booking.party)) {
    return described() + ": its slot has no place left";
  }
  // Only the lost row knew the person. The booking id is used instead, so that no two bookings count as the
  // same person.
  NikHmac nobody{};
  for (std::size_t i = 0; i < sizeof booking.id; ++i) {
    nobody[i] = static_cast<std::uint8_t>(booking.id >> (8 * i));
  }
  Use insert{sql_->insert};
  insert->bind(1, booking.code);
  bind_bytes(*insert, 2, returned.token);
  bind_bytes(*insert, 3, returned.form);
  insert->bind(4, office);
  insert->bind(5, booking.service);
  insert->bind(6, booking.day.number());
  insert->bind(7, booking.slot.start.minutes());
  insert->bind(8, booking.slot.end.minutes());
  insert->bind(9, booking.party);
  insert->bind(10, booking.name);
  insert->bind(11, "");
  insert->bind(12, "id");
  bind_bytes(*insert, 13, nobody);
  insert->bind(14, booking.nik_last4);
  insert->bind(15, to_ms(now));
  insert->bind(16, next_change());
  insert->bind(17, static_cast<std::int64_t>(booking.id));
  insert->exec();
  if (booking.status == BookingStatus::cancelled) {
    Use mark{sql_->mark_cancelled};
    mark->bind(1, static_cast<std::int64_t>(booking.id));
    mark->bind(2, to_ms(now));
    mark->bind(3, next_change());
    mark->exec();
  }
  return std::nullopt;
}

void BookingsDb::insert_listed(const std::string& office, const std::string& code, const std::string& what,
                               UtcTime now) {
  Use list{sql_->list};
  list->bind(1, to_ms(now));
  list->bind(2, office);
  list->bind(3, code);
  list->bind(4, what);
  if (list->exec() == 0) {
    return;  // as after a lost answer
  }
  spdlog::error("bookings: office {}, code {}: {}; listed for a decision of people", office, code, what);
}

void BookingsDb::list(const std::string& office, const std::string& code, const std::string& what, UtcTime now) {
  insert_listed(office, code, what, now);
}

std::vector<BookingsDb::Listed> BookingsDb::listed_in(const std::filesystem::path& file) {
  const auto db = sqlite::open_to_read(
      {.file = file, .application_id = application_id, .migrations = {{schema_1}, {schema_2}}, .vfs = {}});
  SQLite::Statement rows{*db, "SELECT at, office, code, what FROM listed ORDER BY id"};
  std::vector<Listed> all;
  while (rows.executeStep()) {
    all.push_back({from_ms(rows.getColumn(0).getInt64()), rows.getColumn(1).getString(), rows.getColumn(2).getString(),
                   rows.getColumn(3).getString()});
  }
  return all;
}

std::vector<BookingsDb::Listed> BookingsDb::listed() const {
  std::vector<Listed> all;
  Use rows{sql_->listed};
  while (rows->executeStep()) {
    all.push_back({from_ms(rows->getColumn(0).getInt64()), rows->getColumn(1).getString(),
                   rows->getColumn(2).getString(), rows->getColumn(3).getString()});
  }
  return all;
}

}  // namespace antrean::portal
