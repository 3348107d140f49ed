#include "reports/report_file.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <spdlog/spdlog.h>

namespace antrean::reports {
namespace {

constexpr std::int32_t application_id = 0x414e5250;  // "ANRP"
/// Raise it when the tables or the meaning of a figure change: older files are then made again.
constexpr std::int64_t form = 4;
constexpr int habit_days = 70;

constexpr const char* schema = R"sql(
CREATE TABLE filled (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  form INTEGER NOT NULL,
  generation TEXT NOT NULL,            -- of the journal
  seq INTEGER NOT NULL,                -- newest event that is counted
  at INTEGER                           -- its time, UTC ms
) STRICT;
CREATE TABLE opening (opening INTEGER PRIMARY KEY, day INTEGER NOT NULL) STRICT;
CREATE TABLE cell (
  day INTEGER NOT NULL,                -- office day, days since 1970
  opening INTEGER NOT NULL,            -- seq of the day_opened it belongs to
  hour INTEGER NOT NULL,
  counter INTEGER NOT NULL,
  officer TEXT NOT NULL,
  service TEXT NOT NULL,
  class TEXT NOT NULL,
  arrivals INTEGER NOT NULL,
  walk_ins INTEGER NOT NULL,
  people INTEGER NOT NULL,
  recalls INTEGER NOT NULL,
  served INTEGER NOT NULL,
  no_shows INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  unserved INTEGER NOT NULL,
  very_good INTEGER NOT NULL,          -- feedback, by values/feedback.hpp
  good INTEGER NOT NULL,
  poor INTEGER NOT NULL,
  bad INTEGER NOT NULL,
  waits BLOB NOT NULL,                 -- histogram.hpp
  services BLOB NOT NULL,
  PRIMARY KEY (day, opening, hour, counter, officer, service, class)
) STRICT, WITHOUT ROWID;
CREATE TABLE slot (
  day INTEGER NOT NULL,
  opening INTEGER NOT NULL,
  service TEXT NOT NULL,
  start INTEGER NOT NULL,              -- minutes
  arrived INTEGER NOT NULL,            -- people
  unlisted INTEGER NOT NULL,
  PRIMARY KEY (day, opening, service, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE booked (
  day INTEGER NOT NULL,
  service TEXT NOT NULL,
  start INTEGER NOT NULL,
  people INTEGER NOT NULL,
  PRIMARY KEY (day, service, start)
) STRICT, WITHOUT ROWID;
)sql";

std::unique_ptr<SQLite::Database> open(const ReportFile::Options& options) {
  return sqlite::open({.file = options.file,
                       .application_id = application_id,
                       .migrations = {{schema}},
                       .synchronous = sqlite::Synchronous::normal,
                       .vfs = options.vfs});
}

void remove_whole(const std::filesystem::path& file) {
  for (const char* part : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(file.string() + part);
  }
}

/// A use of a prepared statement: bound from the left, read from the left.
class Use {
 public:
  explicit Use(SQLite::Statement& statement) : statement_(statement) {}
  ~Use() { statement_.tryReset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;

  Use& bind(std::int64_t value) {
    statement_.bind(++bound_, value);
    return *this;
  }
  Use& bind(const std::string& text) {
    statement_.bind(++bound_, text);
    return *this;
  }
  Use& bind_bytes(const std::string& bytes) {
    statement_.bind(++bound_, bytes.data(), static_cast<int>(bytes.size()));
    return *this;
  }
  bool row() {
    read_ = 0;
    return statement_.executeStep();
  }
  void run() { statement_.exec(); }
  std::int64_t number() { return statement_.getColumn(read_++).getInt64(); }
  std::uint32_t count() { return static_cast<std::uint32_t>(number()); }
  std::string text() { return std::string(text_view()); }
  /// Until the next row().
  std::string_view text_view() {
    const auto column = statement_.getColumn(read_++);
    const char* text = column.getText();
    return {text, static_cast<std::size_t>(column.getBytes())};
  }
  std::string_view bytes() {
    const auto column = statement_.getColumn(read_++);
    const void* data = column.getBlob();
    return data == nullptr
               ? std::string_view{}
               : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(column.getBytes()));
  }

 private:
  SQLite::Statement& statement_;
  int bound_ = 0;
  int read_ = 0;
};

/// The figures of each key, in the order of the keys.
template <class Rows>
auto rows_of(Rows& found) {
  std::vector<typename Rows::mapped_type> rows;
  rows.reserve(found.size());
  for (auto& [key, row] : found) {
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The rows of one table while a view is made. Thousands of cells are added to a few rows: a key is looked up
/// only when it is another than before.
class Rows {
 public:
  Figures& at(std::string_view key) {
    if (latest_ == nullptr || latest_->key != key) {
      auto found = rows_.find(key);
      if (found == rows_.end()) {
        found = rows_.emplace(key, Row{.key = std::string(key), .figures = {}}).first;
      }
      latest_ = &found->second;
    }
    return latest_->figures;
  }
  std::vector<Row> take() { return rows_of(rows_); }

 private:
  std::map<std::string, Row, std::less<>> rows_;
  Row* latest_ = nullptr;
};

/// Prepared once: every commit of the journal is followed by one here.
struct Statements {
  explicit Statements(SQLite::Database& db)
      : put_filled(db, "UPDATE filled SET generation = ?, seq = ?, at = ?"),
        put_opening(db, "INSERT OR REPLACE INTO opening VALUES (?,?)"),
        put_cell(db, "INSERT OR REPLACE INTO cell VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
        put_slot(db, "INSERT OR REPLACE INTO slot VALUES (?,?,?,?,?,?)"),
        clear_booked(db, "DELETE FROM booked WHERE day = ?"),
        put_booked(db, "INSERT INTO booked VALUES (?,?,?,?)"),
        read_cells(db,
                   "SELECT day, hour, counter, officer, service, class, arrivals, walk_ins, people, recalls, served,"
                   " no_shows, cancelled, unserved, very_good, good, poor, bad, waits, services FROM cell"
                   " WHERE day BETWEEN ? AND ?"),
        read_slots(db,
                   "SELECT day, start, 0, arrived, unlisted FROM slot WHERE day BETWEEN ?1 AND ?2 UNION ALL"
                   " SELECT day, start, people, 0, 0 FROM booked WHERE day BETWEEN ?1 AND ?2"),
        same_weekdays(db,
                      "SELECT DISTINCT day FROM opening WHERE day >= ? AND day < ? AND (day - ?) % 7 = 0"
                      " ORDER BY day DESC LIMIT 8"),
        read_walk_ins(db,
                      "SELECT hour, service, class, sum(walk_ins) FROM cell WHERE day = ? AND walk_ins > 0"
                      " GROUP BY hour, service, class"),
        read_booked(db,
                    "SELECT (SELECT coalesce(sum(people), 0) FROM booked WHERE day = ?1),"
                    " (SELECT coalesce(sum(arrived), 0) FROM slot WHERE day = ?1)"),
        newest_day(db, "SELECT day FROM opening ORDER BY opening DESC LIMIT 1"),
        oldest_kept(db, "SELECT DISTINCT day FROM opening ORDER BY day DESC LIMIT 1 OFFSET ?"),
        count_days(db, "SELECT count(DISTINCT day) FROM opening WHERE day BETWEEN ? AND ?") {}
  SQLite::Statement put_filled, put_opening, put_cell, put_slot, clear_booked, put_booked, read_cells, read_slots,
      same_weekdays, read_walk_ins, read_booked, newest_day, oldest_kept, count_days;
};

}  // namespace

struct ReportFile::Impl {
  explicit Impl(Options given) : options(std::move(given)), counting(options.zone) {
    try {
      db = open(options);
      if (db->execAndGet("SELECT coalesce(max(form), 0) FROM filled").getInt64() > 0 && stored_form() != form) {
        throw sqlite::OpenError(sqlite::OpenError::Why::older, "it has the form of another release");
      }
    } catch (const sqlite::OpenError& error) {
      using Why = sqlite::OpenError::Why;
      if (error.why != Why::corrupt && error.why != Why::newer && error.why != Why::older) {
        throw;
      }
      spdlog::warn("{}: made again from the journal, because {}", options.file.string(), error.what());
      db.reset();
      remove_whole(options.file);
      db = open(options);
    }
    db->exec("INSERT OR IGNORE INTO filled VALUES (1, " + std::to_string(form) + ", '', 0, NULL)");
    sql.emplace(*db);
    SQLite::Statement query(*db, "SELECT generation, seq, at FROM filled");
    query.executeStep();
    generation = query.getColumn(0).getString();
    counted = static_cast<std::uint64_t>(query.getColumn(1).getInt64());
    if (!query.getColumn(2).isNull()) {
      at = from_ms(query.getColumn(2).getInt64());
    }
  }

  std::int64_t stored_form() { return db->execAndGet("SELECT form FROM filled").getInt64(); }

  std::uint64_t begin(const JournalReach& journal) {
    const bool same = generation == journal.generation && counted <= journal.last_seq;
    const auto newest =
        static_cast<std::uint64_t>(db->execAndGet("SELECT coalesce(max(opening), 0) FROM opening").getInt64());
    generation = journal.generation;
    last_known = journal.last_seq;
    first_known = journal.first_seq;
    waits_for_opening = true;
    counting = Counting(options.zone);
    // Not further back than the journal goes. There a day may have lost its beginning: it is passed over.
    wanted = same && newest >= journal.first_seq ? newest - 1 : journal.first_seq - 1;
    return wanted;
  }

  std::uint64_t take(const std::vector<queue::Event>& events) {
    std::optional<std::uint64_t> replaced_from;
    for (const queue::Event& event : events) {
      if (event.seq != wanted + 1) {
        throw std::logic_error("reports: event " + std::to_string(event.seq) + " comes after event " +
                               std::to_string(wanted));
      }
      if (waits_for_opening) {
        if (!std::holds_alternative<queue::DayOpened>(event.body)) {
          ++wanted;
          continue;
        }
        waits_for_opening = false;
        replaced_from = event.seq;
      }
      if (const auto lacking = counting.lacks(event)) {
        if (std::holds_alternative<queue::FeedbackGiven>(event.body) && *lacking < first_known) {
          ++wanted;  // its day is forgotten, and stays as it was counted
          continue;
        }
        // What was counted up to here is of no use: those rows are replaced when their opening comes again.
        counting = Counting(options.zone);
        keep_from = std::min(keep_from, *lacking);
        waits_for_opening = true;
        wanted = *lacking - 1;
        return wanted;
      }
      counting.take(event);
      at = event.at;
      ++wanted;
    }
    if (waits_for_opening) {
      return wanted;
    }
    counted = wanted;
    last_known = std::max(last_known, counted);
    SQLite::Transaction transaction(*db, SQLite::TransactionBehavior::IMMEDIATE);
    if (replaced_from) {
      for (const char* table : {"cell", "slot", "opening"}) {
        db->exec("DELETE FROM " + std::string(table) + " WHERE opening >= " + std::to_string(*replaced_from));
      }
    }
    write(counting.take_changes());
    Use(sql->put_filled).bind(generation).bind(static_cast<std::int64_t>(counted)).bind(to_ms(*at)).run();
    transaction.commit();
    counting.forget(keep_from);
    return wanted;
  }

  void write(const Counting::Changes& changes) {
    for (const std::uint64_t seq : changes.opened) {
      Use(sql->put_opening).bind(static_cast<std::int64_t>(seq)).bind(counting.opening(seq).day.number()).run();
    }
    for (const auto& [seq, places] : changes.cells) {
      const Opening& opening = counting.opening(seq);
      for (const Place& place : places) {
        const Figures& figures = opening.cells.at(place);
        Use use(sql->put_cell);
        use.bind(opening.day.number()).bind(static_cast<std::int64_t>(seq)).bind(place.hour).bind(place.counter);
        use.bind(place.officer).bind(place.service).bind(place.class_key);
        use.bind(figures.arrivals).bind(figures.walk_ins).bind(figures.people).bind(figures.recalls);
        use.bind(figures.served).bind(figures.no_shows).bind(figures.cancelled).bind(figures.unserved);
        for (const std::uint32_t count : figures.feedback) {
          use.bind(count);
        }
        use.bind_bytes(figures.waits.bytes()).bind_bytes(figures.services.bytes()).run();
      }
    }
    for (const auto& [seq, places] : changes.slots) {
      const Opening& opening = counting.opening(seq);
      for (const SlotPlace& place : places) {
        const SlotFigures& slot = opening.slots.at(place);
        Use(sql->put_slot)
            .bind(opening.day.number())
            .bind(static_cast<std::int64_t>(seq))
            .bind(place.service)
            .bind(place.start.minutes())
            .bind(slot.arrived)
            .bind(slot.unlisted)
            .run();
      }
    }
  }

  void booked(OfficeDay day, const std::map<SlotPlace, std::uint32_t>& people) {
    SQLite::Transaction transaction(*db, SQLite::TransactionBehavior::IMMEDIATE);
    Use(sql->clear_booked).bind(day.number()).run();
    for (const auto& [slot, number] : people) {
      Use(sql->put_booked).bind(day.number()).bind(slot.service).bind(slot.start.minutes()).bind(number).run();
    }
    transaction.commit();
  }

  void forget_old() {
    std::optional<std::int64_t> oldest;
    {
      Use query(sql->oldest_kept);
      query.bind(std::int64_t{options.keep_days} - 1);
      if (query.row()) {
        oldest = query.number();
      }
    }
    if (!oldest || *oldest == kept_from) {
      return;
    }
    SQLite::Transaction transaction(*db, SQLite::TransactionBehavior::IMMEDIATE);
    for (const char* table : {"cell", "slot", "booked", "opening"}) {
      db->exec(std::string("DELETE FROM ") + table + " WHERE day < " + std::to_string(*oldest));
    }
    transaction.commit();
    kept_from = *oldest;
  }

  std::optional<OfficeDay> newest_day() {
    Use query(sql->newest_day);
    return query.row() ? std::optional(OfficeDay{std::chrono::local_days{std::chrono::days{query.number()}}})
                       : std::nullopt;
  }

  Habit habit(OfficeDay like, OfficeDay before) {
    Habit habit;
    {
      Use query(sql->same_weekdays);
      query.bind(before.number() - habit_days).bind(before.number()).bind(like.number());
      while (query.row()) {
        habit.days.push_back(OfficeDay{std::chrono::local_days{std::chrono::days{query.number()}}});
      }
    }
    std::ranges::reverse(habit.days);
    std::map<std::tuple<std::uint8_t, std::string, std::string>, std::uint32_t> walk_ins;
    for (const OfficeDay day : habit.days) {
      Use query(sql->read_walk_ins);
      query.bind(day.number());
      while (query.row()) {
        const auto hour = static_cast<std::uint8_t>(query.number());
        std::string service = query.text();
        std::string klass = query.text();
        walk_ins[{hour, std::move(service), std::move(klass)}] += query.count();
      }
      Use people(sql->read_booked);
      people.bind(day.number());
      if (people.row()) {
        const std::uint32_t booked = people.count();
        habit.booked += booked;
        // Who arrived and has cancelled since is not among the booked any more.
        habit.arrived += std::min(people.count(), booked);
      }
    }
    for (const auto& [where, tickets] : walk_ins) {
      const auto& [hour, service, klass] = where;
      habit.walk_ins.push_back({.hour = hour, .service = service, .class_key = klass, .tickets = tickets});
    }
    return habit;
  }

  View view(Period period, OfficeDay day) {
    View view{.period = period, .span = span_of(period, day)};
    view.seq = counted;
    view.as_of = at;
    view.filling = wanted < last_known;
    Rows time, hours, officers, services, classes;
    std::map<std::int64_t, Row> counters;
    Histogram::Read waits, times;
    std::optional<std::pair<std::int64_t, std::uint8_t>> when;  // what time_row and hour_row are about
    std::string time_row, hour_row;
    {
      Use query(sql->read_cells);
      query.bind(view.span.first.number()).bind(view.span.last.number());
      while (query.row()) {
        const std::int64_t of = query.number();
        const auto hour = static_cast<std::uint8_t>(query.number());
        const std::int64_t counter = query.number();
        const std::string_view officer = query.text_view();
        const std::string_view service = query.text_view();
        const std::string_view klass = query.text_view();
        if (when != std::pair(of, hour)) {
          when = {of, hour};
          const OfficeDay that_day{std::chrono::local_days{std::chrono::days{of}}};
          time_row = time_key(period, that_day, hour);
          hour_row = time_key(Period::day, that_day, hour);
        }
        Figures counts;
        for (std::uint32_t* count : {&counts.arrivals, &counts.walk_ins, &counts.people, &counts.recalls,
                                     &counts.served, &counts.no_shows, &counts.cancelled, &counts.unserved}) {
          *count = query.count();
        }
        for (std::uint32_t& count : counts.feedback) {
          count = query.count();
        }
        if (!waits.bytes(query.bytes()) || !times.bytes(query.bytes())) {
          throw std::logic_error("reports: a histogram in " + options.file.string() +
                                 " is damaged; delete the file, and it is made again from the journal");
        }
        const auto add_to = [&](Figures& to) {
          to.add_counts(counts);
          to.waits.add(waits);
          to.services.add(times);
        };
        add_to(view.all);
        add_to(time.at(time_row));
        add_to(hours.at(hour_row));
        add_to(services.at(service));
        add_to(classes.at(klass));
        if (counter != 0) {
          Row& row = counters[counter];
          row.key = std::to_string(counter);
          add_to(row.figures);
        }
        if (!officer.empty()) {
          add_to(officers.at(officer));
        }
      }
    }
    view.time = time.take();
    view.hours = hours.take();
    view.counters = rows_of(counters);
    view.officers = officers.take();
    view.services = services.take();
    view.classes = classes.take();
    std::map<std::string, BookedRow> booked;
    {
      Use query(sql->read_slots);
      query.bind(view.span.first.number()).bind(view.span.last.number());
      while (query.row()) {
        const OfficeDay of{std::chrono::local_days{std::chrono::days{query.number()}}};
        const auto hour = static_cast<std::uint8_t>(query.number() / 60);
        const std::string key = time_key(period, of, hour);
        BookedRow& row = booked[key];
        row.key = key;
        row.people.booked += query.count();
        row.people.arrived += query.count();
        row.people.unlisted += query.count();
      }
    }
    view.booked = rows_of(booked);
    Use days(sql->count_days);
    days.bind(view.span.first.number()).bind(view.span.last.number()).row();
    view.days = days.count();
    return view;
  }

  Options options;
  std::unique_ptr<SQLite::Database> db;
  std::optional<Statements> sql;
  std::string generation;
  std::uint64_t counted = 0;              ///< in the file
  std::optional<std::int64_t> kept_from;  ///< nothing is older; nothing: not looked at yet
  std::uint64_t last_known = 0;           ///< of the journal
  std::uint64_t first_known = 1;          ///< of the journal, when counting began
  std::optional<UtcTime> at;
  Counting counting;
  std::uint64_t wanted = 0;
  bool waits_for_opening = true;  ///< until a DayOpened nothing can be counted
  std::uint64_t keep_from = UINT64_MAX;
};

ReportFile::ReportFile(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
ReportFile::~ReportFile() = default;

std::uint64_t ReportFile::begin(const JournalReach& journal) { return impl_->begin(journal); }
std::uint64_t ReportFile::take(const std::vector<queue::Event>& events) { return impl_->take(events); }
void ReportFile::booked(OfficeDay day, const std::map<SlotPlace, std::uint32_t>& people) { impl_->booked(day, people); }
void ReportFile::forget_old() { impl_->forget_old(); }
std::optional<OfficeDay> ReportFile::newest_day() { return impl_->newest_day(); }
Habit ReportFile::habit(OfficeDay like, OfficeDay before) { return impl_->habit(like, before); }
View ReportFile::view(Period period, OfficeDay day) { return impl_->view(period, day); }

}  // namespace antrean::reports
