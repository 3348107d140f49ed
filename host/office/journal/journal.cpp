#include "journal/journal.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "journal/event_json.hpp"
#include "journal/event_rows.hpp"
#include "journal/high_water_mark.hpp"
#include "journal/projection.hpp"
#include "journal/retention.hpp"
#include "journal/store.hpp"
#include "journal/verify.hpp"
#include "values/words.hpp"

namespace antrean::journal {

void put_result(Store& store, const office_api::Result& result);
void put_day(Store& store, const office_api::DayReport& report);

namespace {

void append_event(Store& store, Head& head, const queue::Event& event) {
  if (event.seq != head.seq + 1) {
    throw std::logic_error("journal: event " + std::to_string(event.seq) + " cannot follow event " +
                           std::to_string(head.seq));
  }
  if (const auto* opened = std::get_if<queue::DayOpened>(&event.body)) {
    head.opening = event.seq;
    head.day = opened->day.number();
  } else if (const auto* reopened = std::get_if<queue::DayReopened>(&event.body)) {
    // The day continues in its old rows, and a start replays it from its own beginning.
    if (reopened->opening >= event.seq) {
      throw std::logic_error("journal: event " + std::to_string(event.seq) + " opens a day that begins after it");
    }
    head.opening = reopened->opening;
    head.day = reopened->day.number();
  }
  const std::string body = row_body(event);
  const ChainRow row{event.seq,           to_ms(event.at), head.opening,          head.day,
                     word(event.by.kind), event.by.name,   queue::name_of(event), body};
  head.hash = store.chain.next(head.hash, row);
  head.seq = event.seq;
  Query{store, "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?)"}
      .bind_unsigned(row.seq)
      .bind(row.at)
      .bind_unsigned(row.opening)
      .bind(row.day)
      .bind(row.who_kind)
      .bind(row.who)
      .bind(row.name)
      .bind(row.body)
      .bind(head.hash)
      .run();
  project(store, event, head.opening, head.day);
}

void write_head(Store& store, const Head& head) {
  Query{store, "UPDATE head SET seq = ?, hash = ?, opening = ?, day = ?"}
      .bind_unsigned(head.seq)
      .bind(head.hash)
      .bind_unsigned(head.opening)
      .bind(head.day)
      .run();
  projected_to(store, head.seq);
}

void acknowledge(Store& store, const PadAcknowledgement& pad) {
  Query query{store, "INSERT OR REPLACE INTO pad VALUES (?,?,?,?,?,?,?,?,?,?,?)"};
  query.bind(pad.pad).bind(std::int64_t{pad.boot_id});
  for (const std::uint16_t presses : pad.presses) {
    query.bind(std::int64_t{presses});
  }
  query.bind(std::int64_t{pad.flashes_owed});
  const auto known_at = [&pad](auto part) {
    return pad.known_at ? std::optional<std::int64_t>{part(*pad.known_at)} : std::nullopt;
  };
  query.bind(known_at([](const MachineClocks& at) { return to_ms(at.wall); }))
      .bind(known_at([](const MachineClocks& at) { return std::int64_t{at.boot.count()}; }));
  std::optional<std::int64_t> kinds;
  if (pad.kinds) {
    std::uint64_t word = 0;
    for (std::size_t button = 0; button < pad.kinds->size(); ++button) {
      word |= std::uint64_t{(*pad.kinds)[button]} << (16 * button);
    }
    kinds = static_cast<std::int64_t>(word);
  }
  query.bind(kinds).bind(std::int64_t{pad.serial}).run();
}

/// The number in the pad name of earlier releases, which counted lines: "pad 259".
std::optional<std::uint16_t> numbered_pad(std::string_view name) {
  constexpr std::string_view prefix = "pad ";
  std::uint16_t number = 0;
  if (!name.starts_with(prefix)) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(name.data() + prefix.size(), name.data() + name.size(), number);
  return error == std::errc{} && end == name.data() + name.size() ? std::optional{number} : std::nullopt;
}

/// Names the pads as Options::lines says.
void name_pads(Store& store, const std::vector<std::string>& lines, const std::vector<PadAcknowledgement>& pads) {
  const bool none_numbered =
      std::none_of(pads.begin(), pads.end(), [](const auto& pad) { return numbered_pad(pad.pad).has_value(); });
  if (lines.empty() || none_numbered) {
    return;
  }
  const auto done = store.write([&] {
    for (const PadAcknowledgement& pad : pads) {
      const auto number = numbered_pad(pad.pad);
      if (!number) {
        continue;
      }
      Query{store, "DELETE FROM pad WHERE name = ?"}.bind(pad.pad).run();
      if (const std::size_t line = *number / 256; line < lines.size()) {
        PadAcknowledgement named = pad;
        named.pad = "pad " + std::to_string(*number % 256) + " on " + lines[line];
        acknowledge(store, named);
      }
    }
  });
  if (!done) {
    throw sqlite::OpenError(sqlite::OpenError::Why::io, done.error().text);
  }
}

std::vector<queue::Event> read_events(const Store& store, Query& query, std::size_t expected) {
  std::vector<queue::Event> events;
  events.reserve(expected);
  while (query.row()) {
    events.push_back(read_event(store, query));
  }
  return events;
}

OfficeDay day_of(std::int64_t number) { return OfficeDay{std::chrono::local_days{std::chrono::days{number}}}; }

}  // namespace

struct Journal::Impl {
  explicit Impl(const Options& options) : store(options) {}

  Store store;
  DayList day_list{store};
  Outbox outbox{store};
  Reports reports{store};
  Found found;
  std::uint64_t mark_saved = 0;  ///< the newest event that was stored in the high water mark in this run
};

Journal::Journal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Journal::~Journal() = default;

std::unique_ptr<Journal> Journal::open(const Options& options) {
  std::unique_ptr<Journal> journal(new Journal(std::make_unique<Impl>(options)));
  Store& store = journal->impl_->store;
  store.start();
  catch_up_reports(store);

  const Head& head = store.head;
  Found& found = journal->impl_->found;
  found.last_seq = head.seq;
  if (head.day) {
    found.day = day_of(*head.day);
  }
  found.chain = journal->verify(head.seq > options.check_at_open ? head.seq - options.check_at_open + 1 : 0);
  found.put_back = was_put_back(store);
  if (found.put_back) {
    forget_what_others_count(store);
  }
  name_pads(store, options.lines, journal->pads());
  found.pads = journal->pads();
  found.events = journal->to_replay();
  if (!found.events.empty()) {
    found.last_at = found.events.back().at;
  }
  return journal;
}

std::unique_ptr<Journal> Journal::open_to_read(const Options& options) {
  std::unique_ptr<Journal> journal(new Journal(std::make_unique<Impl>(options)));
  Store& store = journal->impl_->store;
  store.start_to_read();
  journal->impl_->found.last_seq = store.head.seq;
  if (store.head.day) {
    journal->impl_->found.day = day_of(*store.head.day);
  }
  Query query{store, "SELECT at FROM event WHERE seq = ?"};
  if (query.bind_unsigned(store.head.seq).row()) {
    journal->impl_->found.last_at = query.time(0);
  }
  return journal;
}

const Found& Journal::found() const { return impl_->found; }
Found Journal::take_found() { return std::exchange(impl_->found, {}); }

Result<Committed> Journal::append(const Batch& batch) {
  Store& store = impl_->store;
  Head head = store.head;
  Committed committed{head.seq + 1, head.seq + batch.events.size(), 0};
  const auto done = store.write([&] {
    for (const queue::Event& event : batch.events) {
      append_event(store, head, event);
    }
    if (!batch.events.empty()) {
      write_head(store, head);
    }
    for (const PadAcknowledgement& pad : batch.pads) {
      acknowledge(store, pad);
    }
    for (const office_api::Result& result : batch.results) {
      put_result(store, result);
    }
    for (const office_api::DayReport& report : batch.days) {
      put_day(store, report);
    }
  });
  if (!done) {
    return done.error();
  }
  store.head = head;
  committed.log_pages = store.log_pages;
  return committed;
}

Result<void> Journal::checkpoint() { return impl_->store.checkpoint(); }

std::uint64_t Journal::first_seq() const { return impl_->store.head.anchor_seq + 1; }
std::uint64_t Journal::last_seq() const { return impl_->store.head.seq; }

std::vector<OfficeDay> Journal::days() const {
  std::vector<OfficeDay> found;
  Query query{impl_->store, "SELECT DISTINCT day FROM event WHERE day IS NOT NULL ORDER BY day"};
  while (query.row()) {
    found.push_back(day_of(query.number(0)));
  }
  return found;
}

std::vector<queue::Event> Journal::events(OfficeDay day) const {
  Query count{impl_->store, "SELECT count(*) FROM event WHERE day = ?"};
  count.bind(std::int64_t{day.number()}).row();
  Query query{impl_->store, "SELECT " ANTREAN_EVENT_COLUMNS " FROM event WHERE day = ? ORDER BY seq"};
  return read_events(impl_->store, query.bind(std::int64_t{day.number()}), count.unsigned_number(0));
}

std::vector<queue::Event> Journal::events_after(std::uint64_t seq, std::size_t most) const {
  Query query{impl_->store, "SELECT " ANTREAN_EVENT_COLUMNS " FROM event WHERE seq > ? ORDER BY seq LIMIT ?"};
  return read_events(impl_->store, query.bind_unsigned(seq).bind_unsigned(most),
                     std::min<std::size_t>(most, last_seq() - std::min(seq, last_seq())));
}

std::vector<queue::Event> Journal::to_replay() const {
  const Head& head = impl_->store.head;
  Query query{impl_->store, "SELECT " ANTREAN_EVENT_COLUMNS " FROM event WHERE seq >= ? ORDER BY seq"};
  return read_events(impl_->store, query.bind_unsigned(head.opening), head.seq + 1 - head.opening);
}

std::vector<queue::Event> Journal::events_since(OfficeDay day) const {
  Query query{impl_->store, "SELECT " ANTREAN_EVENT_COLUMNS
                            " FROM event WHERE seq >= (SELECT max(opening) FROM event WHERE day = ?) ORDER BY seq"};
  std::vector<queue::Event> events = read_events(impl_->store, query.bind(std::int64_t{day.number()}), 0);
  const bool whole = !events.empty() && std::holds_alternative<queue::DayOpened>(events.front().body);
  return whole ? std::move(events) : std::vector<queue::Event>{};
}

std::vector<PadAcknowledgement> Journal::pads() const {
  std::vector<PadAcknowledgement> pads;
  Query query{
      impl_->store,
      "SELECT name, boot_id, next, recall, no_show, done, flashes_owed, known_wall, known_boot, kinds, serial FROM pad "
      "ORDER BY "
      "name"};
  while (query.row()) {
    PadAcknowledgement& pad = pads.emplace_back();
    pad.pad = query.text(0);
    pad.boot_id = query.small<std::uint16_t>(1);
    for (std::size_t i = 0; i < pad.presses.size(); ++i) {
      pad.presses[i] = query.small<std::uint16_t>(2 + static_cast<int>(i));
    }
    pad.flashes_owed = query.small<std::uint8_t>(6);
    if (!query.null(7)) {
      pad.known_at = MachineClocks{.wall = query.time(7), .boot = Milliseconds{query.number(8)}};
    }
    pad.serial = query.small<std::uint32_t>(10);
    if (!query.null(9)) {
      const auto word = static_cast<std::uint64_t>(query.number(9));
      auto& kinds = pad.kinds.emplace();
      for (std::size_t button = 0; button < kinds.size(); ++button) {
        kinds[button] = static_cast<std::uint16_t>(word >> (16 * button));
      }
    }
  }
  return pads;
}

std::vector<Journal::HashedEvent> Journal::events_where(
    OfficeDay day, const std::function<bool(std::string_view name, std::string_view body)>& wanted) const {
  std::vector<HashedEvent> found;
  Query query{impl_->store, "SELECT " ANTREAN_EVENT_COLUMNS ", hash FROM event WHERE day = ? ORDER BY seq"};
  query.bind(std::int64_t{day.number()});
  while (query.row()) {
    if (wanted(query.view(6), query.view(7))) {
      found.push_back({read_event(impl_->store, query), query.hash(8)});
    }
  }
  return found;
}

DayList& Journal::day_list() { return impl_->day_list; }
Outbox& Journal::outbox() { return impl_->outbox; }
const Reports& Journal::reports() const { return impl_->reports; }

ChainReport Journal::verify(std::uint64_t from, std::uint64_t most) const {
  ChainReport report = verify_chain(impl_->store, from, most);
  return report.last == impl_->store.head.seq ? check_high_water_mark(impl_->store, std::move(report)) : report;
}

std::vector<office_api::JournalGeneration> Journal::generations() const {
  std::vector<office_api::JournalGeneration> found;
  Query query{impl_->store, "SELECT id, after FROM own_generation ORDER BY nr"};
  while (query.row()) {
    found.push_back({.id = query.text(0), .after = query.unsigned_number(1)});
  }
  return found;
}

std::optional<office_api::JournalHead> Journal::head() const {
  auto newest = head_at(last_seq());
  const auto all = generations();
  if (!newest || all.empty()) {
    return std::nullopt;
  }
  newest->generation = all.back().id;
  return newest;
}

std::optional<office_api::JournalHead> Journal::head_at(std::uint64_t seq) const {
  Query query{
      impl_->store,
      "SELECT at, hash, coalesce((SELECT id FROM own_generation WHERE after < event.seq ORDER BY nr DESC LIMIT 1),"
      " (SELECT id FROM own_generation ORDER BY nr LIMIT 1), '') FROM event WHERE seq = ?"};
  if (!query.bind_unsigned(seq).row()) {
    return std::nullopt;
  }
  return office_api::JournalHead{
      .generation = query.text(2), .seq = seq, .at = query.time(0), .hash = hash_text(query.hash(1))};
}

std::optional<std::uint64_t> Journal::first_between(UtcTime from, UtcTime to, std::uint64_t after) const {
  Query query{impl_->store, "SELECT min(seq) FROM event WHERE seq > ? AND at >= ? AND at < ?"};
  query.bind_unsigned(after).bind(from).bind(to);
  return query.row() && !query.null(0) ? std::optional{query.unsigned_number(0)} : std::nullopt;
}

void Journal::save_high_water_mark() {
  const Head& head = impl_->store.head;
  if (impl_->store.options.high_water_mark.empty() || head.seq == 0 || head.seq == impl_->mark_saved) {
    return;
  }
  Query query{impl_->store, "SELECT at FROM event WHERE seq = ?"};
  if (query.bind_unsigned(head.seq).row()) {
    write_high_water_mark(impl_->store.options.high_water_mark, impl_->store.chain,
                          {head.seq, query.number(0), head.hash});
    impl_->mark_saved = head.seq;
  }
}

void Journal::backup(const std::filesystem::path& to) const { sqlite::backup(impl_->store.database(), to); }

void Journal::begin_copy(const std::filesystem::path& to) {
  Store& store = impl_->store;
  store.copying.reset();
  store.copying = std::make_unique<sqlite::Copying>(store.database(), to);
}

bool Journal::copy_more(int pages) {
  auto& copying = impl_->store.copying;
  if (!copying) {
    throw std::runtime_error("backup: the journal was opened anew meanwhile, so the copy was given up; try again");
  }
  try {
    if (!copying->step(pages)) {
      return false;
    }
  } catch (...) {
    copying.reset();
    throw;
  }
  copying.reset();
  return true;
}

void Journal::record_changes() {
  Store& store = impl_->store;
  store.changes.reset();
  store.changes = std::make_unique<sqlite::Changes>(store.database());
}

std::optional<std::string> Journal::take_changes() {
  auto& changes = impl_->store.changes;
  if (!changes) {
    return std::nullopt;
  }
  try {
    return changes->take();
  } catch (...) {
    changes.reset();
    throw;
  }
}

void Journal::stop_recording() noexcept { impl_->store.changes.reset(); }

Result<Journal::Forgotten> Journal::forget(OfficeDay today, const Kept& kept, std::uint64_t most_events) {
  return forget_before(impl_->store, today, kept, most_events);
}

ChainReport check_backup(const std::filesystem::path& backup, const Options& options) {
  const std::string where = "backup " + backup.string() + ": damaged (";
  Options look = options;
  look.file = backup;
  try {
    Store store(look);
    store.start_to_read();
    Query query{store, "PRAGMA quick_check(1)"};
    if (!query.row() || query.view(0) != "ok") {
      throw sqlite::OpenError(sqlite::OpenError::Why::corrupt, where + query.text(0) + "); take another backup");
    }
    return verify_chain(store, 0, UINT64_MAX);
  } catch (const SQLite::Exception& error) {
    throw sqlite::OpenError(sqlite::OpenError::Why::corrupt, where + error.what() + "); take another backup");
  }
}

}  // namespace antrean::journal
