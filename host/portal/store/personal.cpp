// Persons in the portal's database: found, erased, forgotten (store/personal.hpp).
#include <algorithm>
#include <set>

#include <sodium.h>

#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/statements.hpp"
#include "store/transact.hpp"

namespace antrean::portal {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> random_bytes() {
  std::array<std::uint8_t, N> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

/// Nobody types it, and no code of people is like it.
std::string code_of_nobody() {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string code{erased_code};
  for (const auto byte : random_bytes<8>()) {
    code += digits[byte >> 4u];
    code += digits[byte & 15u];
  }
  return code;
}

using Person = AccessEntry::Person;

/// Another one for each row.
std::string random_nik(const sql::Database& db) {
  return db.dialect() == sql::Dialect::sqlite ? "randomblob(32)" : "sha256(uuid_send(gen_random_uuid()))";
}

// In the statements below: what programs are told has no person, and is never lost.
static_assert(static_cast<int>(NoticeChannel::webhook) == 3);

}  // namespace

std::optional<NikHmac> BookingsDb::nik_of(const WhichPerson& who) {
  if (who.nik) {
    return who.nik;
  }
  for (const char* sql :
       {"SELECT nik_hmac FROM booking WHERE code = ?1", "SELECT nik_hmac FROM hold WHERE code = ?1"}) {
    sql::Statement by_code{*db_, sql};
    by_code.bind(1, who.code);
    if (by_code.step()) {
      return bytes_at<std::tuple_size_v<NikHmac>>(by_code, 0);
    }
  }
  return std::nullopt;
}

std::vector<PersonBooking> BookingsDb::bookings_of(const NikHmac& nik) {
  std::vector<PersonBooking> found;
  sql::Statement first{*db_,
                       std::string("SELECT ") + booking_columns + " FROM booking WHERE nik_hmac = ?1 ORDER BY day, id"};
  bind_bytes(first, 1, nik);
  while (first.step()) {
    found.push_back({.stored = booking_at(first), .nr = 0, .held = false, .name = {}, .nik_last4 = {}});
    found.back().name = found.back().stored.booking.name;
    found.back().nik_last4 = found.back().stored.booking.nik_last4;
  }
  sql::Statement held{*db_, std::string("SELECT ") + hold_columns + " FROM hold WHERE nik_hmac = ?1 ORDER BY held_at"};
  bind_bytes(held, 1, nik);
  while (held.step()) {
    auto stored = hold_at(held).booking;
    auto name = stored.booking.name;
    auto last4 = stored.booking.nik_last4;
    found.push_back({std::move(stored), 0, true, std::move(name), std::move(last4)});
  }
  sql::Statement companion{*db_, "SELECT token, nr, name, nik_last4 FROM companion WHERE nik_hmac = ?1"};
  bind_bytes(companion, 1, nik);
  while (companion.step()) {
    const auto token = bytes_at<std::tuple_size_v<Key128>>(companion, 0);
    auto stored = find(token);
    const bool is_held = !stored;
    if (is_held) {
      auto hold = hold_row(token);
      if (!hold) {
        continue;
      }
      stored = std::move(hold->booking);
    }
    found.push_back({std::move(*stored), companion.column(1).as_uint(), is_held, companion.column(2).as_text(),
                     companion.column(3).as_text()});
  }
  return found;
}

void BookingsDb::know_waiting(PersonRecord& record) {
  std::set<std::string> mails;
  for (const auto& one : record.bookings) {
    if (one.nr == 0 && !one.stored.mail.empty()) {
      mails.insert(one.stored.mail);
    }
  }
  sql::Statement rows{*db_, "SELECT office, service, first, last, joined_at FROM waiting WHERE mail = ?1 ORDER BY id"};
  for (const auto& mail : mails) {
    rows.bind(1, mail);
    while (rows.step()) {
      record.waiting.push_back({.office = rows.column(0).as_text(),
                                .service = rows.column(1).as_text(),
                                .mail = mail,
                                .first = day_of(rows.column(2).as_int()),
                                .last = day_of(rows.column(3).as_int()),
                                .joined_at = from_ms(rows.column(4).as_int64())});
    }
    rows.reset();
  }
}

PersonRecord BookingsDb::person(const WhichPerson& who) {
  PersonRecord record;
  const auto nik = nik_of(who);
  if (!nik) {
    return record;
  }
  record.bookings = bookings_of(*nik);
  sql::Statement told{
      *db_,
      "SELECT channel, kind, due, outcome, at, bounced FROM notice WHERE token = ?1 AND channel <> 3 ORDER BY due"};
  for (const auto& one : record.bookings) {
    if (one.nr != 0) {
      continue;  // only who booked is told
    }
    bind_bytes(told, 1, one.stored.token);
    while (told.step()) {
      PersonNotice notice{.booking = one.stored.booking.id,
                          .channel = static_cast<NoticeChannel>(told.column(0).as_int()),
                          .kind = static_cast<NoticeKind>(told.column(1).as_int()),
                          .due = from_ms(told.column(2).as_int64()),
                          .sent_at = {},
                          .given_up_at = {},
                          .bounced_at = time_at(told, 5)};
      if (!told.column(3).is_null()) {
        (told.column(3).as_int() == 0 ? notice.sent_at : notice.given_up_at) = time_at(told, 4);
      }
      record.notices.push_back(notice);
    }
    told.reset();
    for (const auto& contact : day_contacts(one.stored.token)) {
      record.day_contacts.push_back({one.stored.booking.id, contact});
    }
  }
  know_waiting(record);
  record.frozen = freezes_of(*nik);
  return record;
}

void BookingsDb::note_erased(const Person& person, const std::string& office, std::int64_t change, UtcTime now) {
  sql::Statement note{*db_,
                      "INSERT INTO erased (id, nr, office, at, change) VALUES (?1, ?2, ?3, ?4, ?5)"
                      " ON CONFLICT (id, nr) DO UPDATE SET at = ?4, change = ?5, confirmed = NULL"};
  note.bind(1, static_cast<std::int64_t>(person.booking));
  note.bind(2, person.nr);
  note.bind(3, office);
  note.bind(4, to_ms(now));
  note.bind(5, change);
  note.exec();
  unconfirmed_.insert(office);
}

void BookingsDb::erase_one(const StoredBooking& stored, std::uint32_t nr, UtcTime now) {
  const auto& booking = stored.booking;
  const auto change = next_change();
  if (nr != 0) {
    sql::Statement companion{
        *db_, "UPDATE companion SET name = '', nik_last4 = '', nik_hmac = ?3 WHERE token = ?1 AND nr = ?2"};
    bind_bytes(companion, 1, stored.token);
    companion.bind(2, nr);
    bind_bytes(companion, 3, random_bytes<32>());
    companion.exec();
    sql::Statement told{*db_, "UPDATE booking SET changed = ?2, revision = revision + 1 WHERE token = ?1"};
    bind_bytes(told, 1, stored.token);
    told.bind(2, change);
    told.exec();
    // What waits to be sent to the one who booked has the names of all.
    sql::Statement notices{*db_, "DELETE FROM notice WHERE token = ?1 AND outcome IS NULL AND channel <> 3"};
    bind_bytes(notices, 1, stored.token);
    notices.exec();
  } else {
    const auto token = random_bytes<16>();
    sql::Statement row{
        *db_,
        "UPDATE booking SET name = '', mail = '', network = NULL, nik_last4 = '', nik_hmac = ?2, code = ?3, token = ?4,"
        " form = ?5, erased_at = ?6, changed = ?7, revision = revision + 1, moved_to = NULL WHERE token = ?1"};
    bind_bytes(row, 1, stored.token);
    bind_bytes(row, 2, random_bytes<32>());
    row.bind(3, code_of_nobody());
    bind_bytes(row, 4, token);
    bind_bytes(row, 5, random_bytes<16>());
    row.bind(6, to_ms(now));
    row.bind(7, change);
    row.exec();
    for (const char* sql : {"UPDATE booking SET moved_to = NULL WHERE moved_to = ?1",
                            "DELETE FROM told WHERE token = ?1", "DELETE FROM day_contact WHERE token = ?1"}) {
      sql::Statement elsewhere{*db_, sql};
      bind_bytes(elsewhere, 1, stored.token);
      elsewhere.exec();
    }
    sql::Statement companions{*db_, "UPDATE companion SET token = ?2 WHERE token = ?1"};
    bind_bytes(companions, 1, stored.token);
    bind_bytes(companions, 2, token);
    companions.exec();
    sql::Statement notices{*db_, "DELETE FROM notice WHERE token = ?1 AND channel <> 3"};
    bind_bytes(notices, 1, stored.token);
    notices.exec();
  }
  note_erased({booking.id, nr}, booking.office, change, now);
}

void BookingsDb::leave_waitlists(const std::string& mail, UtcTime now) {
  if (mail.empty()) {
    return;
  }
  std::vector<Key128> tokens;
  {
    sql::Statement waits{*db_, "SELECT token FROM waiting WHERE mail = ?1"};
    waits.bind(1, mail);
    while (waits.step()) {
      tokens.push_back(bytes_at<std::tuple_size_v<Key128>>(waits, 0));
    }
  }
  for (const auto& token : tokens) {
    leave({.token = token, .now = now});
    sql::Statement notices{*db_, "DELETE FROM notice WHERE token = ?1 AND channel <> 3"};
    bind_bytes(notices, 1, token);
    notices.exec();
  }
}

EraseAnswer BookingsDb::erase(const EraseOrder& order) {
  auto answer = transact([&] { return erase_all(order); });
  if (std::holds_alternative<Erased>(answer) && !order.only_ask) {
    write_mark(false);
    leave_nothing_behind();
  }
  return answer;
}

EraseAnswer BookingsDb::erase_all(const EraseOrder& order) {
  Erased erased;
  std::set<std::string> offices;
  {
    const auto nik = nik_of(order.who);
    if (!nik) {
      return erased;
    }
    const auto found = bookings_of(*nik);
    StillBooked still;
    for (const auto& one : found) {
      const auto& stored = one.stored;
      const auto zone = stored.names ? stored.names->zone : Zone::wib;
      const bool over = stored.booking.status == BookingStatus::cancelled || stored.checked_in_at || stored.served_at ||
                        stored.no_show_at || stored.booking.day < OfficeDay::of(order.now, zone);
      if (one.nr == 0 && !one.held && !over) {
        still.codes.push_back(stored.booking.code);
      }
    }
    if (!still.codes.empty() && !order.cancel) {
      return still;
    }
    erased.cancelled = still.codes;
    if (order.only_ask) {
      for (const auto& one : found) {
        if (!one.held) {
          erased.people.push_back({one.stored.booking.id, one.nr});
        }
        offices.insert(one.stored.booking.office);
      }
      erased.offices.assign(offices.begin(), offices.end());
      return erased;
    }
    for (const auto& one : found) {
      if (one.nr == 0) {
        leave_waitlists(one.stored.mail, order.now);
      }
      const auto& stored = one.stored;
      const auto& code = stored.booking.code;
      if (one.held && one.nr == 0) {
        release_hold(stored, order.now);
        forget_hold(stored.token);
        sql::Statement notices{*db_, "DELETE FROM notice WHERE token = ?1 AND channel <> 3"};
        bind_bytes(notices, 1, stored.token);
        notices.exec();
        offices.insert(stored.booking.office);
        continue;
      }
      if (one.nr == 0 && std::ranges::find(still.codes, code) != still.codes.end()) {
        cancel({.token = stored.token, .now = order.now, .rests_until = order.rests_until, .notices = {}});
      }
      erase_one(stored, one.nr, order.now);
      if (!one.held) {
        erased.people.push_back({stored.booking.id, one.nr});
      }
      offices.insert(stored.booking.office);
    }
    sql::Statement frozen{*db_, "DELETE FROM frozen WHERE nik_hmac = ?1"};
    bind_bytes(frozen, 1, *nik);
    frozen.exec();
  }
  erased.offices.assign(offices.begin(), offices.end());
  return erased;
}

std::size_t BookingsDb::erase_again(std::span<const Person> people, UtcTime now) {
  const auto count = transact([&] {
    std::size_t done = 0;
    for (const auto& person : people) {
      sql::Statement by_id{*db_, std::string("SELECT ") + booking_columns +
                                     " FROM booking WHERE id = ?1 AND (?2 > 0 OR erased_at IS NULL)"
                                     " AND NOT EXISTS (SELECT 1 FROM erased WHERE id = ?1 AND nr = ?2)"};
      by_id.bind(1, static_cast<std::int64_t>(person.booking));
      by_id.bind(2, person.nr);
      if (!by_id.step()) {
        continue;
      }
      const auto stored = booking_at(by_id);
      by_id.reset();
      if (person.nr == 0 && stored.booking.status == BookingStatus::confirmed) {
        cancel({.token = stored.token, .now = now, .rests_until = {}, .notices = {}});
      }
      erase_one(stored, person.nr, now);
      ++done;
    }
    return done;
  });
  if (count > 0) {
    write_mark(false);
    leave_nothing_behind();
  }
  return count;
}

void BookingsDb::leave_nothing_behind() { db_->leave_nothing_behind(); }

void BookingsDb::confirm_erasures(const std::string& office, std::uint64_t cursor, UtcTime now) {
  if (!unconfirmed_.contains(office)) {
    return;
  }
  sql::Statement confirm{*db_,
                         "UPDATE erased SET confirmed = ?3 WHERE office = ?1 AND change <= ?2 AND confirmed IS NULL"};
  confirm.bind(1, office);
  confirm.bind(2, static_cast<std::int64_t>(cursor));
  confirm.bind(3, to_ms(now));
  confirm.exec();
  sql::Statement left{*db_, "SELECT 1 FROM erased WHERE office = ?1 AND confirmed IS NULL"};
  left.bind(1, office);
  if (!left.step()) {
    unconfirmed_.erase(office);
  }
}

void BookingsDb::know_unconfirmed() {
  unconfirmed_.clear();
  sql::Statement rows{*db_, "SELECT DISTINCT office FROM erased WHERE confirmed IS NULL"};
  while (rows.step()) {
    unconfirmed_.insert(rows.column(0).as_text());
  }
}

std::vector<ErasureState> BookingsDb::erasures(std::size_t most) {
  std::vector<ErasureState> found;
  sql::Statement rows{*db_, "SELECT id, nr, office, at, confirmed FROM erased ORDER BY at DESC, id LIMIT ?1"};
  rows.bind(1, static_cast<std::int64_t>(most));
  while (rows.step()) {
    found.push_back({.person = {static_cast<BookingId>(rows.column(0).as_int64()), rows.column(1).as_uint()},
                     .office = rows.column(2).as_text(),
                     .at = from_ms(rows.column(3).as_int64()),
                     .confirmed = time_at(rows, 4)});
  }
  return found;
}

ForgetStep BookingsDb::forget_some(const ForgetOrder& order, ForgetStep from) {
  const auto step = transact([&] { return forget_rows(order, from); });
  if (step.done && step.changed > 0) {
    leave_nothing_behind();
  }
  return step;
}

ForgetStep BookingsDb::forget_rows(const ForgetOrder& order, ForgetStep from) {
  // A day more or less by the zone is not worth a rule: the westernmost is the latest.
  const auto today = OfficeDay::of(order.now, Zone::wib);
  const auto before = [&](int days) { return today.plus(-days).number(); };
  const auto bind_days = [&](sql::Statement& statement) {
    statement.bind(3, before(order.keep.name_days));
    statement.bind(4, before(order.keep.contact_days));
    statement.bind(5, before(order.keep.nik_days));
  };
  if (!from.bookings_done) {
    sql::Statement last{*db_,
                        "SELECT max(id) FROM (SELECT id FROM booking WHERE id > ?1 ORDER BY id LIMIT ?2) AS next"};
    last.bind(1, static_cast<std::int64_t>(from.booking));
    last.bind(2, static_cast<std::int64_t>(order.most));
    last.step();
    if (last.column(0).is_null()) {
      from.bookings_done = true;
    } else {
      const auto to = last.column(0).as_int64();
      sql::Statement rows{
          *db_,
          "UPDATE booking SET name = CASE WHEN day < ?3 THEN '' ELSE name END,"
          " mail = CASE WHEN day < ?4 THEN '' ELSE mail END, nik_hmac = CASE WHEN day < ?5 THEN " +
              random_nik(*db_) +
              " ELSE nik_hmac END, nik_last4 = CASE WHEN day < ?5 THEN '' ELSE nik_last4 END"
              " WHERE id > ?1 AND id <= ?2 AND ("
              "(day < ?3 AND name <> '') OR (day < ?4 AND mail <> '') OR (day < ?5 AND nik_last4 <> ''))"};
      rows.bind(1, static_cast<std::int64_t>(from.booking));
      rows.bind(2, to);
      bind_days(rows);
      from.changed += static_cast<std::size_t>(rows.exec());
      from.booking = static_cast<BookingId>(to);
    }
  } else {
    sql::Statement last{*db_,
                        "SELECT token FROM (SELECT token FROM companion WHERE token > ?1 ORDER BY token LIMIT ?2)"
                        " AS next ORDER BY token DESC LIMIT 1"};
    bind_bytes(last, 1, from.companion);
    last.bind(2, static_cast<std::int64_t>(order.most));
    if (!last.step()) {
      from.done = true;
    } else {
      const auto to = bytes_at<std::tuple_size_v<Key128>>(last, 0);
      sql::Statement rows{*db_,
                          "UPDATE companion SET name = CASE WHEN day < ?3 THEN '' ELSE name END,"
                          " nik_hmac = CASE WHEN day < ?5 THEN " +
                              random_nik(*db_) +
                              " ELSE nik_hmac END, nik_last4 = CASE WHEN day < ?5 THEN '' ELSE nik_last4 END"
                              " WHERE token > ?1 AND token <= ?2 AND"
                              " ((day < ?3 AND name <> '') OR (day < ?5 AND nik_last4 <> '') OR ?4 < 0)"};
      bind_bytes(rows, 1, from.companion);
      bind_bytes(rows, 2, to);
      bind_days(rows);
      from.changed += static_cast<std::size_t>(rows.exec());
      from.companion = to;
    }
    if (from.done) {
      // Mails that could not be sent all that time; those that were have no content any more.
      sql::Statement notices{*db_, "DELETE FROM notice WHERE outcome IS NULL AND useless_from < ?1"};
      notices.bind(1, to_ms(order.now - std::chrono::hours{24} * order.keep.contact_days));
      from.changed += static_cast<std::size_t>(notices.exec());
      // What was told of a day that is over is asked for no more once no office reports that day any more.
      sql::Statement told{*db_,
                          "DELETE FROM told WHERE NOT EXISTS"
                          " (SELECT 1 FROM booking WHERE booking.token = told.token AND booking.day >= ?1)"};
      told.bind(1, before(day_reports_kept));
      from.changed += static_cast<std::size_t>(told.exec());
    }
  }
  return from;
}

std::vector<StoredBooking> BookingsDb::day(const std::string& office, OfficeDay day) {
  std::vector<StoredBooking> found;
  sql::Statement rows{*db_, std::string("SELECT ") + booking_columns +
                                " FROM booking WHERE day = ?2 AND status = 0 AND office = ?1 ORDER BY start, name, id"};
  rows.bind(1, office);
  rows.bind(2, day.number());
  while (rows.step()) {
    found.push_back(booking_at(rows));
    know_companions(found.back());
  }
  return found;
}

}  // namespace antrean::portal
