#include <fmt/format.h>

#include "store/bookings_db.hpp"
#include "store/statements.hpp"
#include "store/transact.hpp"

namespace antrean::portal {
namespace {

constexpr auto results_kept = std::chrono::hours{24 * 30};

}  // namespace

office_api::BookingPage BookingsDb::changes(const std::string& office, std::uint64_t cursor, std::size_t limit) {
  office_api::BookingPage page;
  page.cursor = cursor;
  // Cursors come from outside. A cursor beyond a database's integers is beyond every change.
  if (cursor > static_cast<std::uint64_t>(INT64_MAX)) {
    return page;
  }
  Use changes{sql_->changes};
  changes->bind(1, office);
  changes->bind(2, static_cast<std::int64_t>(cursor));
  changes->bind(3, static_cast<std::int64_t>(limit) + 1);
  while (changes->step()) {
    if (page.bookings.size() == limit) {
      page.more = true;
      break;
    }
    auto stored = booking_at(*changes);
    know_companions(stored);
    page.bookings.push_back(stored.booking);
    page.bookings.back().companions = std::move(stored.companions);
    if (!changes->column(erased_column).is_null()) {
      page.erased.push_back(stored.booking.id);
    }
    if (stored.checked_in_at) {
      page.used.push_back({stored.booking.id, *stored.checked_in_at,
                           words_of(changes->column(numbers_column).as_text()), stored.served_at || stored.no_show_at});
    }
    page.cursor = static_cast<std::uint64_t>(changes->column(changed_column).as_int64());
  }
  return page;
}

ResultsAnswer BookingsDb::apply(const std::string& office, const std::string& key, const std::string& body_hash,
                                const office_api::ResultBatch& batch, UtcTime now, int absent_days) {
  return transact([&] { return apply_all(office, key, body_hash, batch, now, absent_days); });
}

ResultsAnswer BookingsDb::apply_all(const std::string& office, const std::string& key, const std::string& body_hash,
                                    const office_api::ResultBatch& batch, UtcTime now, int absent_days) {
  know_the_time(now);
  {
    Use known{sql_->batch};
    known->bind(1, office);
    known->bind(2, key);
    if (known->step()) {
      if (known->column(0).as_text() != body_hash) {
        return ResultsKeyReused{};
      }
      return ResultsAccepted{static_cast<std::size_t>(known->column(1).as_int64()),
                             static_cast<std::size_t>(known->column(2).as_int64())};
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
    if (result.kind != office_api::ResultKind::no_show) {
      Use found{sql_->token_of};
      found->bind(1, static_cast<std::int64_t>(result.booking));
      found->bind(2, office);
      if (found->step()) {
        unfreeze(bytes_at<std::tuple_size_v<Key128>>(*found, 0));
      }
    }
    if (tells_programs_ && result.kind == office_api::ResultKind::checked_in) {
      sql::Statement row{*db_, std::string("SELECT ") + booking_columns + " FROM booking WHERE id = ?1"};
      row.bind(1, static_cast<std::int64_t>(result.booking));
      // A party that comes one by one is told of once.
      if (row.step() && time_at(row, checked_in_column) == result.at) {
        write_event(NoticeKind::checked_in, booking_at(row), now);
      }
    }
    for (const auto& number : result.numbers) {
      Use add{sql_->add_number};
      add->bind(1, static_cast<std::int64_t>(result.booking));
      add->bind(2, number);
      add->exec();
    }
  }
  for (const auto& report : batch.days) {
    note_day(office, report, absent_days, now);
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
  return ResultsAccepted{batch.results.size(), listed};
}

}  // namespace antrean::portal
