#include "store/journal_heads.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "store/transact.hpp"

namespace antrean::portal {
namespace {

constexpr std::int64_t ms_a_day = 24 * 3'600'000LL;
constexpr std::int64_t days_with_all = 7;
constexpr std::int64_t days_with_one = 800;

std::int64_t midnight(UtcTime now) { return to_ms(now) / ms_a_day * ms_a_day; }

std::uint64_t unsigned_of(const sql::Column& column) { return static_cast<std::uint64_t>(column.as_int64()); }

std::int64_t signed_of(std::uint64_t number) {
  return static_cast<std::int64_t>(std::min(number, static_cast<std::uint64_t>(INT64_MAX)));
}

}  // namespace

std::optional<std::uint64_t> JournalHeadTable::newest(const std::string& office, const std::string& generation,
                                                      std::uint64_t up_to) {
  sql::Statement rows{db_, "SELECT max(seq) FROM journal_head WHERE office = ?1 AND generation = ?2 AND seq <= ?3"};
  rows.bind(1, office);
  rows.bind(2, generation);
  rows.bind(3, signed_of(up_to));
  rows.step();
  const auto seq = rows.column(0);
  return seq.is_null() ? std::nullopt : std::optional{unsigned_of(seq)};
}

std::optional<JournalHeadTable::Place> JournalHeadTable::newest_of(
    const std::string& office, const std::vector<office_api::JournalGeneration>& generations) {
  std::uint64_t up_to = UINT64_MAX;
  for (auto generation = generations.rbegin(); generation != generations.rend(); ++generation) {
    if (const auto seq = newest(office, generation->id, up_to)) {
      return Place{generation->id, *seq};
    }
    up_to = generation->after;
  }
  return std::nullopt;
}

JournalHeadTable::Kept JournalHeadTable::keep(const std::string& office, const office_api::JournalHeads& said,
                                              UtcTime now) {
  Kept kept;
  const auto& current = said.generations.back();
  HeadsKept answer;
  const auto before = newest_of(office, said.generations);
  if (before) {
    answer.known = {.generation = before->generation, .seq = before->seq};
  }

  std::optional<std::uint64_t> contradicted;
  bool known = false;
  std::int64_t generations = 0;
  std::string last_before;
  {
    sql::Statement rows{db_, "SELECT id, contradicted FROM journal_generation WHERE office = ?1 ORDER BY nr"};
    rows.bind(1, office);
    while (rows.step()) {
      ++generations;
      last_before = rows.column(0).as_text();
      if (last_before == current.id) {
        known = true;
        if (!rows.column(1).is_null()) {
          contradicted = unsigned_of(rows.column(1));
        }
      }
    }
  }
  if (!known && generations >= most_generations) {
    kept.notes.push_back(
        fmt::format("its journal has named more than {} generations; no more are kept", most_generations));
    kept.answer = HeadsTooMany{};
    return kept;
  }
  std::int64_t today = 0;
  {
    sql::Statement count{db_, "SELECT count(*) FROM journal_head WHERE office = ?1 AND received >= ?2"};
    count.bind(1, office);
    count.bind(2, midnight(now));
    count.step();
    today = count.column(0).as_int64();
  }
  if (today + static_cast<std::int64_t>(said.heads.size()) > most_a_day) {
    kept.answer = HeadsTooMany{};
    return kept;
  }
  if (today == 0) {
    forget(office, now);
  }

  if (!known) {
    sql::Statement insert{db_, "INSERT INTO journal_generation (office, id, after, noticed) VALUES (?1, ?2, ?3, ?4)"};
    insert.bind(1, office);
    insert.bind(2, current.id);
    insert.bind(3, signed_of(current.after));
    insert.bind(4, to_ms(now));
    insert.exec();
    if (generations > 0) {
      const auto seen = newest(office, last_before, UINT64_MAX);
      kept.remark = fmt::format(
          "its journal was put back from a copy: it continues after event {}; before that, this portal was told of "
          "event {}",
          current.after, seen.value_or(0));
    }
  }

  std::map<std::string, std::optional<std::uint64_t>> newest_held;  // by generation
  for (const auto& head : said.heads) {
    const auto known_newest = newest_held.find(head.generation);
    const auto seen =
        known_newest != newest_held.end() ? known_newest->second : newest(office, head.generation, UINT64_MAX);
    const bool may_be_held = seen && *seen >= head.seq;
    newest_held[head.generation] = may_be_held ? seen : head.seq;
    if (may_be_held) {
      sql::Statement held{db_,
                          "SELECT hash, received FROM journal_head WHERE office = ?1 AND generation = ?2 AND seq = ?3"};
      held.bind(1, office);
      held.bind(2, head.generation);
      held.bind(3, signed_of(head.seq));
      if (held.step()) {
        if (held.column(0).as_text() != head.hash) {
          if (contradicted && *contradicted <= head.seq) {
            continue;  // people know
          }
          contradicted = head.seq;
          kept.notes.push_back(fmt::format(
              "its journal has another past than before: event {} had hash {} (told {}) and now has {}; compare with: "
              "antrean verify, at the office",
              head.seq, held.column(0).as_text().substr(0, 16), iso_text(from_ms(held.column(1).as_int64())),
              head.hash.substr(0, 16)));
        }
        continue;
      }
    }
    if (may_be_held) {
      kept.notes.push_back(fmt::format(
          "its journal is back before event {}, which was told before: its end is missing, or an older copy is in its "
          "place",
          *seen));
    }
    sql::Statement insert{db_, "INSERT INTO journal_head VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
    insert.bind(1, office);
    insert.bind(2, head.generation);
    insert.bind(3, signed_of(head.seq));
    insert.bind(4, to_ms(head.at));
    insert.bind(5, head.hash);
    insert.bind(6, to_ms(now));
    insert.post();
  }
  if (!contradicted) {
    kept.answer = answer;
    return kept;
  }
  // It stays, whatever the office sends next of this generation.
  sql::Statement note{db_,
                      "UPDATE journal_generation SET contradicted = ?3 WHERE office = ?1 AND id = ?2"
                      " AND (contradicted IS NULL OR contradicted > ?3)"};
  note.bind(1, office);
  note.bind(2, current.id);
  note.bind(3, signed_of(*contradicted));
  note.exec();
  kept.answer = HeadsContradict{*contradicted};
  return kept;
}

void JournalHeadTable::forget(const std::string& office, UtcTime now) {
  // The last of a day is the one before a head of another day, or before none.
  sql::Statement thin{db_,
                      "DELETE FROM journal_head WHERE office = ?1 AND received < ?2 AND received / ?3 = ("
                      "  SELECT later.received / ?3 FROM journal_head AS later WHERE later.office = ?1"
                      "  AND later.generation = journal_head.generation AND later.seq > journal_head.seq"
                      "  ORDER BY later.seq LIMIT 1)"};
  thin.bind(1, office);
  thin.bind(2, midnight(now) - days_with_all * ms_a_day);
  thin.bind(3, ms_a_day);
  thin.exec();
  sql::Statement old{db_,
                     "DELETE FROM journal_head WHERE office = ?1 AND received < ?2 AND EXISTS ("
                     "  SELECT 1 FROM journal_head AS later WHERE later.office = ?1"
                     "  AND later.generation = journal_head.generation AND later.seq > journal_head.seq)"};
  old.bind(1, office);
  old.bind(2, midnight(now) - days_with_one * ms_a_day);
  old.exec();
}

office_api::JournalPage JournalHeadTable::held(const std::string& office, const std::string& generation,
                                               std::uint64_t after, std::size_t limit) {
  office_api::JournalPage page;
  sql::Statement generations{db_, "SELECT id, after, noticed FROM journal_generation WHERE office = ?1 ORDER BY nr"};
  generations.bind(1, office);
  while (generations.step()) {
    page.generations.push_back({.id = generations.column(0).as_text(),
                                .after = unsigned_of(generations.column(1)),
                                .noticed = from_ms(generations.column(2).as_int64())});
  }
  sql::Statement heads{db_,
                       "SELECT seq, at, hash, received FROM journal_head WHERE office = ?1 AND generation = ?2"
                       " AND seq > ?3 ORDER BY seq LIMIT ?4"};
  heads.bind(1, office);
  heads.bind(2, generation);
  heads.bind(3, signed_of(after));
  heads.bind(4, static_cast<std::int64_t>(limit) + 1);
  while (heads.step()) {
    if (page.heads.size() == limit) {
      page.more = true;
      break;
    }
    page.heads.push_back({.generation = generation,
                          .seq = unsigned_of(heads.column(0)),
                          .at = from_ms(heads.column(1).as_int64()),
                          .hash = heads.column(2).as_text(),
                          .received = from_ms(heads.column(3).as_int64())});
  }
  return page;
}

HeadsAnswer BookingsDb::keep_heads(const std::string& office, const office_api::JournalHeads& said, UtcTime now) {
  const auto kept = transact([&] {
    auto done = JournalHeadTable{*db_}.keep(office, said, now);
    for (const auto& note : done.notes) {
      insert_listed(office, "journal", note, now);
    }
    return done;
  });
  if (kept.remark) {
    spdlog::warn("office {}: {}", office, *kept.remark);
  }
  return kept.answer;
}

office_api::JournalPage BookingsDb::held_heads(const std::string& office, const std::string& generation,
                                               std::uint64_t after, std::size_t limit) {
  return JournalHeadTable{*db_}.held(office, generation, after, limit);
}

}  // namespace antrean::portal
