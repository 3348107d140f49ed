#include "journal/day_list.hpp"

#include <algorithm>
#include <string_view>

#include "journal/store.hpp"
#include "journal/word_list.hpp"
#include "values/words.hpp"

namespace antrean::journal {
namespace {

#define ANTREAN_BOOKING_COLUMNS \
  "id, code, office, service, day, slot_start, slot_end, party, name, nik_last4, status, companions, language"

/// A line for each: the last digits, a blank, and the name.
std::string lines_of(const std::vector<Companion>& companions) {
  std::string lines;
  for (const Companion& one : companions) {
    lines += one.nik_last4 + ' ';
    for (const char c : one.name) {
      lines += c == '\n' ? ' ' : c;
    }
    lines += '\n';
  }
  return lines;
}

std::vector<Companion> companions_of(std::string_view lines) {
  std::vector<Companion> found;
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, end);
    const auto blank = std::min(line.find(' '), line.size());
    found.push_back({.name = std::string(line.substr(std::min(blank + 1, line.size()))),
                     .nik_last4 = std::string(line.substr(0, blank))});
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return found;
}

std::string_view language_of(const Booking& booking) {
  return booking.language ? word(*booking.language) : std::string_view{};
}

Booking read(const Query& query) {
  Booking booking;
  booking.id = query.unsigned_number(0);
  booking.code = query.text(1);
  booking.office = query.text(2);
  booking.service = query.text(3);
  booking.day = OfficeDay{std::chrono::local_days{std::chrono::days{query.number(4)}}};
  booking.slot = {TimeOfDay{query.small<int>(5)}, TimeOfDay{query.small<int>(6)}};
  booking.party = query.small<std::uint8_t>(7);
  booking.name = query.text(8);
  booking.nik_last4 = query.text(9);
  booking.status = from_word<BookingStatus>(query.text(10)).value_or(BookingStatus::cancelled);
  booking.companions = companions_of(query.view(11));
  booking.language = from_word<Language>(query.text(12));
  return booking;
}

constexpr std::int64_t pulling_afresh = 1;
constexpr std::int64_t answer_due = 2;

std::int64_t of_pull(Store& store, const char* sql) {
  Query query{store, sql};
  query.row();
  return query.number(0);
}

bool cancelled_here(Store& store, const Booking& booking) {
  Query query{store, "SELECT 1 FROM booking WHERE id = ? AND code = ? AND status = 'cancelled'"};
  return query.bind_unsigned(booking.id).bind(booking.code).row();
}

}  // namespace

Result<void> DayList::apply(const office_api::BookingPage& page) {
  return store_.write([&] {
    if (page.afresh) {
      Query{store_, "UPDATE pull SET round = round + 1, owed = ?"}.bind(pulling_afresh).run();
    }
    const std::int64_t round = of_pull(store_, "SELECT round FROM pull");
    const std::int64_t owed = of_pull(store_, "SELECT owed FROM pull");
    for (std::size_t i = 0; i < page.bookings.size(); ++i) {
      const Booking& booking = page.bookings[i];
      if (owed == pulling_afresh && booking.status == BookingStatus::confirmed && cancelled_here(store_, booking)) {
        continue;
      }
      Query{store_, "INSERT OR REPLACE INTO booking (" ANTREAN_BOOKING_COLUMNS
                    ", round, proof) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"}
          .bind_unsigned(booking.id)
          .bind(booking.code)
          .bind(booking.office)
          .bind(booking.service)
          .bind(std::int64_t{booking.day.number()})
          .bind(std::int64_t{booking.slot.start.minutes()})
          .bind(std::int64_t{booking.slot.end.minutes()})
          .bind(std::int64_t{booking.party})
          .bind(booking.name)
          .bind(booking.nik_last4)
          .bind(word(booking.status))
          .bind(lines_of(booking.companions))
          .bind(language_of(booking))
          .bind(round)
          .bind(i < page.proofs.size() ? std::string_view{page.proofs[i]} : std::string_view{})
          .run();
    }
    for (const office_api::Used& used : page.used) {
      Query{store_, "UPDATE booking SET used_at = ?, numbers = ?, over = ? WHERE id = ?"}
          .bind(used.at)
          .bind(word_list(used.numbers))
          .bind(std::int64_t{used.over})
          .bind_unsigned(used.booking)
          .run();
    }
    Query{store_, "UPDATE pull SET cursor = ?, pages = pages + 1, generation = ?, owed = ?"}
        .bind_unsigned(page.cursor)
        .bind(page.generation)
        .bind(owed == pulling_afresh && !page.more ? answer_due : owed)
        .run();
  });
}

Result<DayList::Imported> DayList::import(const std::vector<Booking>& bookings) {
  return store_.write([&] {
    Imported done;
    for (const Booking& booking : bookings) {
      const auto before = by_id(booking.id);
      if (before && *before == booking) {
        ++done.same;
        continue;
      }
      ++(before ? done.changed : done.added);
      Query{store_, "INSERT INTO booking (" ANTREAN_BOOKING_COLUMNS
                    ", imported) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,1) ON CONFLICT (id) DO UPDATE SET"
                    " code = ?2, service = ?4, day = ?5, slot_start = ?6, slot_end = ?7, party = ?8, name = ?9,"
                    " nik_last4 = ?10, status = ?11, companions = ?12, language = ?13"}
          .bind_unsigned(booking.id)
          .bind(booking.code)
          .bind(booking.office)
          .bind(booking.service)
          .bind(std::int64_t{booking.day.number()})
          .bind(std::int64_t{booking.slot.start.minutes()})
          .bind(std::int64_t{booking.slot.end.minutes()})
          .bind(std::int64_t{booking.party})
          .bind(booking.name)
          .bind(booking.nik_last4)
          .bind(word(booking.status))
          .bind(lines_of(booking.companions))
          .bind(language_of(booking))
          .run();
    }
    Query{store_, "UPDATE pull SET pages = pages + 1"}.run();
    return done;
  });
}

std::string DayList::generation() const {
  Query query{store_, "SELECT generation FROM pull"};
  query.row();
  return query.text(0);
}

bool DayList::owes_answer() const { return of_pull(store_, "SELECT owed FROM pull") == answer_due; }

std::vector<DayList::Lacking> DayList::lacking(std::size_t most) const {
  std::vector<Lacking> found;
  Query query{store_, "SELECT " ANTREAN_BOOKING_COLUMNS
                      ", proof FROM booking WHERE round < (SELECT round FROM pull) AND imported = 0"
                      " AND code NOT LIKE 'erased-%' ORDER BY day, id LIMIT ?"};
  query.bind_unsigned(most);
  while (query.row()) {
    found.push_back({read(query), query.text(13)});
  }
  return found;
}

Result<void> DayList::given_back(const std::vector<BookingId>& ids, bool complete) {
  return store_.write([&] {
    for (const BookingId id : ids) {
      Query{store_, "UPDATE booking SET round = (SELECT round FROM pull) WHERE id = ?"}.bind_unsigned(id).run();
    }
    if (complete) {
      Query{store_, "UPDATE pull SET owed = 0"}.run();
    }
  });
}

std::optional<DayList::Used> DayList::used(BookingId id) const {
  Query query{store_, "SELECT used_at, numbers, over FROM booking WHERE id = ? AND used_at IS NOT NULL"};
  if (!query.bind_unsigned(id).row()) {
    return std::nullopt;
  }
  return Used{.at = query.time(0), .numbers = from_word_list(query.view(1)), .over = query.number(2) != 0};
}

std::vector<std::string> DayList::numbers_used(UtcTime since) const {
  std::vector<std::string> found;
  Query query{store_, "SELECT numbers FROM booking WHERE used_at >= ? AND numbers <> ''"};
  query.bind(since);
  while (query.row()) {
    for (std::string& number : from_word_list(query.view(0))) {
      found.push_back(std::move(number));
    }
  }
  return found;
}

std::uint64_t DayList::cursor() const {
  Query query{store_, "SELECT cursor FROM pull"};
  query.row();
  return query.unsigned_number(0);
}

bool DayList::pulled() const {
  Query query{store_, "SELECT pages FROM pull"};
  query.row();
  return query.number(0) > 0;
}

std::optional<Booking> DayList::by_id(BookingId id) const {
  Query query{store_, "SELECT " ANTREAN_BOOKING_COLUMNS " FROM booking WHERE id = ?"};
  query.bind_unsigned(id);
  return query.row() ? std::optional{read(query)} : std::nullopt;
}

std::optional<Booking> DayList::by_code(std::string_view code) const {
  Query query{store_,
              "SELECT " ANTREAN_BOOKING_COLUMNS " FROM booking WHERE code = ? ORDER BY day DESC, id DESC LIMIT 1"};
  query.bind(code);
  return query.row() ? std::optional{read(query)} : std::nullopt;
}

std::vector<Booking> DayList::of_day(OfficeDay day) const {
  std::vector<Booking> found;
  Query query{store_, "SELECT " ANTREAN_BOOKING_COLUMNS " FROM booking WHERE day = ? ORDER BY slot_start, name, id"};
  query.bind(std::int64_t{day.number()});
  while (query.row()) {
    found.push_back(read(query));
  }
  return found;
}

std::vector<DayList::People> DayList::people_on(OfficeDay day) const {
  std::vector<People> found;
  Query query{store_,
              "SELECT service, slot_start, sum(party) FROM booking WHERE day = ? AND status = ?"
              " GROUP BY service, slot_start ORDER BY service, slot_start"};
  query.bind(std::int64_t{day.number()}).bind(word(BookingStatus::confirmed));
  while (query.row()) {
    found.push_back(
        {.service = query.text(0), .start = TimeOfDay{query.small<int>(1)}, .people = query.small<std::uint32_t>(2)});
  }
  return found;
}

}  // namespace antrean::journal
