#include "journal/outbox.hpp"

#include <array>
#include <stdexcept>

#include "journal/store.hpp"
#include "journal/word_list.hpp"

namespace antrean::journal {
namespace {

constexpr std::array<std::string_view, 3> kinds{"checked_in", "served", "no_show"};
/// Of rows that say how a day went: the day stands where results have the code.
constexpr std::array<std::string_view, 3> day_kinds{"day_closed", "day_disturbed", "day_reopened"};

std::optional<office_api::DayReport> day_report(std::string_view kind, std::string_view day, UtcTime at) {
  for (std::size_t i = 0; i < day_kinds.size(); ++i) {
    if (day_kinds[i] == kind) {
      return office_api::DayReport{OfficeDay::parse(day).value(), static_cast<office_api::DayNews>(i), at};
    }
  }
  return std::nullopt;
}

office_api::ResultKind kind_of(std::string_view word) {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] == word) {
      return static_cast<office_api::ResultKind>(i);
    }
  }
  throw std::runtime_error("the journal's outbox holds a result of the unknown kind '" + std::string{word} +
                           "'; a newer release wrote it, install that again");
}

std::string hex(const Hash& hash) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < 16; ++i) {
    text += digits[hash[i] >> 4];
    text += digits[hash[i] & 15];
  }
  return text;
}

/// Made from the content, not from a random number, so that a replay of a day gives the same parcels. Row ids
/// are never used again. After a restored backup the head of the chain changes before the same ids come.
std::string key_of(const Store& store, std::uint64_t first, std::uint64_t last) {
  const std::string ids = std::to_string(first) + "-" + std::to_string(last);
  return hex(store.chain.next(store.head.hash, {.seq = store.head.seq, .name = "parcel", .body = ids}));
}

std::optional<Parcel> open_parcel(Store& store) {
  Parcel parcel;
  Query query{store,
              "SELECT parcel, booking, kind, at, code, numbers FROM result WHERE parcel = (SELECT parcel FROM result "
              "WHERE parcel IS NOT"
              " NULL AND answer IS NULL ORDER BY id LIMIT 1) ORDER BY id"};
  while (query.row()) {
    parcel.key = query.text(0);
    if (const auto report = day_report(query.view(2), query.view(4), query.time(3))) {
      parcel.results.days.push_back(*report);
      continue;
    }
    parcel.results.results.push_back({query.unsigned_number(1), kind_of(query.view(2)), query.time(3), query.text(4),
                                      from_word_list(query.view(5))});
  }
  return parcel.key.empty() ? std::nullopt : std::optional{std::move(parcel)};
}

void make_parcel(Store& store, std::size_t most) {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  {
    Query query{store, "SELECT id FROM result WHERE parcel IS NULL ORDER BY id LIMIT ?"};
    query.bind(static_cast<std::int64_t>(most));
    while (query.row()) {
      last = query.unsigned_number(0);
      first = first == 0 ? last : first;
    }
  }
  if (first != 0) {
    Query{store, "UPDATE result SET parcel = ? WHERE parcel IS NULL AND id BETWEEN ? AND ?"}
        .bind(key_of(store, first, last))
        .bind_unsigned(first)
        .bind_unsigned(last)
        .run();
  }
}

std::uint64_t count(Store& store, const char* sql) {
  Query query{store, sql};
  query.row();
  return query.unsigned_number(0);
}

}  // namespace

void put_result(Store& store, const office_api::Result& result) {
  const std::string numbers = word_list(result.numbers);
  // The portal does not know a booking that was imported.
  Query{store,
        "INSERT INTO result (booking, kind, at, code, numbers) SELECT ?1,?2,?3,?4,?5 WHERE NOT EXISTS"
        " (SELECT 1 FROM booking WHERE id = ?1 AND imported = 1)"}
      .bind_unsigned(result.booking)
      .bind(kinds[static_cast<std::size_t>(result.kind)])
      .bind(result.at)
      .bind(result.code)
      .bind(numbers)
      .run();
}

void put_day(Store& store, const office_api::DayReport& report) {
  Query{store, "INSERT INTO result (booking, kind, at, code, numbers) VALUES (0,?,?,?,'')"}
      .bind(day_kinds[static_cast<std::size_t>(report.news)])
      .bind(report.at)
      .bind(report.day.text())
      .run();
}

Result<std::optional<Parcel>> Outbox::next(std::size_t most) {
  if (auto parcel = open_parcel(store_)) {
    return parcel;
  }
  if (waiting() == 0) {
    return std::optional<Parcel>{};
  }
  return store_.write([&] {
    make_parcel(store_, most);
    return open_parcel(store_);
  });
}

Result<void> Outbox::delivered(std::string_view key) {
  return store_.write([&] { Query{store_, "DELETE FROM result WHERE parcel = ?"}.bind(key).run(); });
}

Result<void> Outbox::refused(std::string_view key, std::string_view answer) {
  return store_.write([&] {
    Query{store_, "UPDATE result SET answer = ? WHERE parcel = ?"}.bind(answer).bind(key).run();
  });
}

std::uint64_t Outbox::waiting() const { return count(store_, "SELECT count(*) FROM result WHERE answer IS NULL"); }

std::uint64_t Outbox::set_aside() const {
  return count(store_, "SELECT count(*) FROM result WHERE answer IS NOT NULL");
}

}  // namespace antrean::journal
