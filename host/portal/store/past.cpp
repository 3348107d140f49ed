// The database's own past: generations, what is noticed after it was put back from a copy, and what offices
// give back then.
#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include "store/bookings_db.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "store/statements.hpp"
#include "store/transact.hpp"

namespace antrean::portal {
namespace {

// This many openings are kept. An office that was away for longer is asked afresh.
constexpr int generations_kept = 1000;

std::string new_generation_id() {
  NoticeId random{};
  randombytes_buf(random.data(), random.size());
  return to_text(random);  // 32 hex digits
}

}  // namespace

std::int64_t BookingsDb::last_change() const {
  if (sharing_ && sharing_->is_locked()) {
    return sharing_->last_change();
  }
  Use last{sql_->last_change};
  last->step();
  return last->column(0).as_int64();
}

std::optional<BookingsDb::Generation> BookingsDb::generation(const std::string& id) const {
  Use found{sql_->generation};
  found->bind(1, id);
  if (!found->step()) {
    return std::nullopt;
  }
  const auto next = found->column(1);
  return Generation{found->column(0).as_int64(), next.is_null() ? last_change() : next.as_int64() - 1};
}

void BookingsDb::open_generation() {
  {
    sql::Statement restore{*db_, "SELECT since, noticed FROM restore"};
    restore.step();
    since_ = restore.column(0).as_int64();
    noticed_ = time_at(restore, 1);
    know_answered();
    sql::Statement newest{*db_, "SELECT id FROM generation ORDER BY nr DESC LIMIT 1"};
    if (newest.step()) {
      newest_ = newest.column(0).as_text();
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
  auto id = new_generation_id();
  const auto number = transact([&] { return insert_generation(id, restored, noticed); });
  newest_ = std::move(id);
  if (restored) {
    since_ = number;
    noticed_ = noticed;
    answered_.clear();
  }
  write_mark(true);
}

std::int64_t BookingsDb::insert_generation(const std::string& id, bool restored, std::optional<UtcTime> noticed) {
  sql::Statement insert{*db_, "INSERT INTO generation (id, first) VALUES (?1, ?2) RETURNING nr"};
  insert.bind(1, id);
  insert.bind(2, last_change() + 1);
  insert.step();
  const auto number = insert.column(0).as_int64();
  while (insert.step()) {
  }
  insert.reset();
  sql::Statement forget{*db_, "DELETE FROM generation WHERE nr <= ?1"};
  forget.bind(1, number - generations_kept);
  forget.exec();
  if (restored) {
    sql::Statement restore{*db_, "UPDATE restore SET since = ?1, noticed = ?2"};
    restore.bind(1, number);
    if (noticed) {
      restore.bind(2, to_ms(*noticed));
    }
    restore.exec();
    db_->exec("DELETE FROM answered");
  }
  return number;
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
  sql::Statement note{*db_, "UPDATE restore SET noticed = ?1"};
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
  if (sharing_ && !writing_) {
    return transact([&] { return pull(office, generation, cursor, limit, now); });
  }
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
  if (!generation.empty() && !afresh) {
    confirm_erasures(office, cursor, now);
  }
  auto page = changes(office, afresh ? 0 : cursor, limit);
  page.generation = newest_;
  page.afresh = afresh;
  return page;
}

std::optional<office_api::BookingPage> BookingsDb::pull_quickly(const std::string& office,
                                                                const std::string& generation, std::uint64_t cursor,
                                                                std::size_t limit, UtcTime) {
  // All of it as at one moment: a generation that begins in between would make a cursor look like one of
  // another past.
  sql::Transaction moment{*db_, sql::Transaction::Kind::reads};
  know_what_others_did();
  const auto known = generation.empty() ? std::nullopt : this->generation(generation);
  if (!known || cursor > static_cast<std::uint64_t>(known->last) || known->number < since_ ||
      (since_ > 0 && !noticed_) || unconfirmed_.contains(office)) {
    return std::nullopt;
  }
  auto page = changes(office, cursor, limit);
  page.generation = newest_;
  moment.commit();
  return page;
}

TakeBackAnswer BookingsDb::take_back(const std::string& office, const std::string& generation,
                                     std::span<const Returned> returned, bool complete, UtcTime now) {
  auto answer = transact([&] { return take_back_all(office, generation, returned, complete, now); });
  if (std::holds_alternative<TakenBack>(answer)) {
    write_mark(false);
    if (complete && since_ > 0 && answered_.insert(office).second) {
      spdlog::info("bookings: office {} has answered what it knows; places are booked there again", office);
    }
  }
  return answer;
}

TakeBackAnswer BookingsDb::take_back_all(const std::string& office, const std::string& generation,
                                         std::span<const Returned> returned, bool complete, UtcTime now) {
  const auto known = this->generation(generation);
  if (!known || known->number < since_) {
    return OtherGeneration{};
  }
  TakenBack taken;
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
  return taken;
}

std::optional<std::string> BookingsDb::take_back_one(const std::string& office, const Returned& returned, UtcTime now) {
  const auto& booking = returned.booking;
  const auto described = [&] {
    // No name: the list is kept for ever and is logged. The office has it by the code.
    return fmt::format("booking {} of {} {} {}-{}, {} people", booking.id, booking.service, booking.day.text(),
                       booking.slot.start.text(), booking.slot.end.text(), booking.party);
  };
  {
    std::optional<StoredBooking> same;
    bool other = false;
    Use rows{sql_->same_id_or_code};
    rows->bind(1, static_cast<std::int64_t>(booking.id));
    rows->bind(2, booking.code);
    while (rows->step()) {
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
        cancel({.token = same->token, .now = now});
      }
      return std::nullopt;
    }
  }
  const SlotKey slot{office, booking.service, booking.day, booking.slot.start};
  // The copy may be from a time when the place was held, and it was confirmed after that.
  if (const auto held = held_with(booking)) {
    release_hold(*held, now, false);
    forget_hold(held->token);
  }
  if (booking.status == BookingStatus::cancelled) {
    offer(slot, booking.slot.end, returned.quota);
  } else if (!take_place(slot, booking.slot.end, returned.quota, booking.party, {}, now)) {
    return described() + ": its slot has no place left";
  }
  // Only the lost row knew the person. The booking id is used instead, so that no two bookings count as the
  // same person.
  NikHmac nobody{};
  for (std::size_t i = 0; i < sizeof booking.id; ++i) {
    nobody[i] = static_cast<std::uint8_t>(booking.id >> (8 * i));
  }
  StoredBooking stored;
  stored.booking = booking;
  stored.booking.office = office;
  stored.token = returned.token;
  stored.language = word(booking.language.value_or(Language::id));
  stored.booking.language = from_word<Language>(stored.language);
  stored.booked_at = now;
  stored.booking.companions.clear();
  insert_booking(stored, returned.form, nobody);
  std::uint8_t nr = 0;
  for (const auto& one : booking.companions) {
    nobody[sizeof booking.id] = ++nr;
    add_companion(returned.token, nr, booking, one, nobody, booking.status == BookingStatus::confirmed);
  }
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
  transact([&] {
    insert_listed(office, code, what, now);
    return true;
  });
}

std::vector<BookingsDb::Listed> BookingsDb::listed_in(const std::filesystem::path& file) {
  const auto db = read_bookings_file(file);
  sql::Statement rows{*db, "SELECT at, office, code, what FROM listed ORDER BY id"};
  std::vector<Listed> all;
  while (rows.step()) {
    all.push_back({from_ms(rows.column(0).as_int64()), rows.column(1).as_text(), rows.column(2).as_text(),
                   rows.column(3).as_text()});
  }
  return all;
}

std::vector<BookingsDb::Listed> BookingsDb::listed() const {
  std::vector<Listed> all;
  Use rows{sql_->listed};
  while (rows->step()) {
    all.push_back({from_ms(rows->column(0).as_int64()), rows->column(1).as_text(), rows->column(2).as_text(),
                   rows->column(3).as_text()});
  }
  return all;
}

}  // namespace antrean::portal
