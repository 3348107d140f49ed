#include "store/office_facts.hpp"

#include <algorithm>
#include <map>

#include "store/bookings_db.hpp"
#include "store/rows.hpp"

namespace antrean::portal {
namespace {

using codes::OfficeKeyState;

OfficeKeyState state_of(bool first, const std::vector<OfficeKeyNote>& notes) {
  if (!notes.empty()) {
    return notes.back().refused ? OfficeKeyState::refused : OfficeKeyState::confirmed;
  }
  return first ? OfficeKeyState::first : OfficeKeyState::unconfirmed;
}

std::int64_t next_number(sql::Database& db, const char* question) {
  sql::Statement next{db, question};
  next.step();
  return next.column(0).as_int64();
}

}  // namespace

std::vector<codes::KnownOfficeKey> known_keys(const std::vector<OfficeKey>& keys) {
  std::vector<codes::KnownOfficeKey> known;
  known.reserve(keys.size());
  for (const auto& one : keys) {
    known.push_back(one.known);
  }
  return known;
}

std::vector<OfficeKey> office_keys_in(sql::Database& db) {
  std::map<std::pair<std::string, std::string>, std::vector<OfficeKeyNote>> notes;
  {
    sql::Statement rows{db, "SELECT office, key, at, who, why, refused FROM office_key_note ORDER BY nr"};
    while (rows.step()) {
      notes[{rows.column(0).as_text(), rows.column(1).as_text()}].push_back({.at = from_ms(rows.column(2).as_int64()),
                                                                             .who = rows.column(3).as_text(),
                                                                             .why = rows.column(4).as_text(),
                                                                             .refused = rows.column(5).as_int() != 0});
    }
  }
  std::vector<OfficeKey> found;
  sql::Statement rows{db, "SELECT office, key, since FROM office_key ORDER BY office, nr"};
  while (rows.step()) {
    OfficeKey one;
    one.known.office = rows.column(0).as_text();
    const auto text = rows.column(1).as_text();
    one.known.key = codes::public_key_from_text(text).value_or(codes::PublicKey{});
    one.known.since = from_ms(rows.column(2).as_int64());
    one.notes = notes[{one.known.office, text}];
    one.known.state = state_of(found.empty() || found.back().known.office != one.known.office, one.notes);
    found.push_back(std::move(one));
  }
  return found;
}

std::vector<OfficeKey> BookingsDb::office_keys() { return office_keys_in(*db_); }

KeyKept BookingsDb::keep_key(const KeepKeyOrder& order) {
  std::int64_t of_office = 0;
  {
    sql::Statement others{*db_,
                          "SELECT count(*), coalesce(sum(CASE WHEN key = ?2 THEN 1 ELSE 0 END), 0) FROM office_key"
                          " WHERE office = ?1"};
    others.bind(1, order.office);
    others.bind(2, order.key);
    others.step();
    of_office = others.column(0).as_int64();
    if (others.column(1).as_int64() > 0) {
      return {};
    }
    if (of_office >= most_office_keys) {
      return {.too_many = true};
    }
  }
  const auto nr = next_number(*db_, "SELECT coalesce(max(nr), 0) + 1 FROM office_key");
  sql::Statement add{*db_, "INSERT INTO office_key (nr, office, key, since) VALUES (?1, ?2, ?3, ?4)"};
  add.bind(1, nr);
  add.bind(2, order.office);
  add.bind(3, order.key);
  add.bind(4, to_ms(order.now));
  add.exec();
  return {.is_new = true, .is_another = of_office > 0};
}

KeyJudged BookingsDb::judge_key(const JudgeKeyOrder& order) {
  const auto keys = office_keys();
  const auto found = std::ranges::find_if(keys, [&](const OfficeKey& one) {
    return one.known.office == order.office && codes::to_text(one.known.key) == order.key;
  });
  if (found == keys.end() || found->known.state == OfficeKeyState::refused ||
      (!order.note.refused && found->known.state != OfficeKeyState::unconfirmed)) {
    return {};
  }
  const auto nr = next_number(*db_, "SELECT coalesce(max(nr), 0) + 1 FROM office_key_note");
  sql::Statement add{*db_,
                     "INSERT INTO office_key_note (nr, office, key, at, who, why, refused)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
  add.bind(1, nr);
  add.bind(2, order.office);
  add.bind(3, order.key);
  add.bind(4, to_ms(order.note.at));
  add.bind(5, order.note.who);
  add.bind(6, order.note.why);
  add.bind(7, order.note.refused ? 1 : 0);
  add.exec();
  return {.done = true};
}

ContactsKept BookingsDb::keep_contacts(const KeepContactsOrder& order) {
  sql::Statement keep{*db_,
                      "INSERT INTO office_contact (office, at, program) VALUES (?1, ?2, ?3)"
                      " ON CONFLICT (office) DO UPDATE SET at = excluded.at, program = excluded.program"
                      " WHERE excluded.at > office_contact.at OR office_contact.at > ?4"};
  for (const auto& one : order.contacts) {
    keep.bind(1, one.office);
    keep.bind(2, to_ms(one.at));
    keep.bind(3, one.program);
    keep.bind(4, to_ms(order.now + std::chrono::minutes{1}));  // a clock that was ahead
    keep.exec();
    keep.reset();
  }
  return {};
}

std::vector<OfficeContact> BookingsDb::office_contacts() {
  std::vector<OfficeContact> found;
  sql::Statement rows{*db_, "SELECT office, at, program FROM office_contact ORDER BY office"};
  while (rows.step()) {
    found.push_back({.office = rows.column(0).as_text(),
                     .at = from_ms(rows.column(1).as_int64()),
                     .program = rows.column(2).as_text()});
  }
  return found;
}

}  // namespace antrean::portal
