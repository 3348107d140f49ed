// Bookings that are still to come, and what their people were told when the office could not keep them.
#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "store/statements.hpp"

namespace antrean::portal {
namespace {

constexpr int told_column = after_booking_columns;

std::vector<Upcoming> all_of(sql::Statement& rows) {
  std::vector<Upcoming> found;
  while (rows.step()) {
    found.push_back({booking_at(rows), rows.column(told_column).as_text()});
  }
  return found;
}

std::vector<BookedFrom> all_booked_from(sql::Database& db, OfficeDay first, std::size_t limit) {
  sql::Statement rows{db,
                      "SELECT code, office, service, name, mail, day, start, nik_hmac, network, booked_at,"
                      " cancelled_at FROM booking WHERE day >= ?1 ORDER BY booked_at LIMIT ?2"};
  rows.bind(1, first.number());
  rows.bind(2, static_cast<std::int64_t>(limit));
  std::vector<BookedFrom> found;
  while (rows.step()) {
    found.push_back({.code = rows.column(0).as_text(),
                     .office = rows.column(1).as_text(),
                     .service = rows.column(2).as_text(),
                     .name = rows.column(3).as_text(),
                     .mail = rows.column(4).as_text(),
                     .day = day_of(rows.column(5).as_int()),
                     .start = TimeOfDay{rows.column(6).as_int()},
                     .person = bytes_at<std::tuple_size_v<NikHmac>>(rows, 7),
                     .network = bytes_at<std::tuple_size_v<AddressDigest>>(rows, 8),
                     .booked_at = from_ms(rows.column(9).as_int64()),
                     .cancelled_at = time_at(rows, 10)});
  }
  return found;
}

}  // namespace

std::vector<BookedFrom> BookingsDb::booked_from(OfficeDay first, std::size_t limit) const {
  return all_booked_from(*db_, first, limit);
}

std::vector<BookedFrom> BookingsDb::booked_from_in(const std::filesystem::path& file, OfficeDay first,
                                                   std::size_t limit) {
  const auto db = read_bookings_file(file);
  return all_booked_from(*db, first, limit);
}

std::vector<Upcoming> BookingsDb::upcoming(OfficeDay from) {
  std::vector<Upcoming> found;
  {
    Use rows{sql_->upcoming};
    rows->bind(1, from.number());
    found = all_of(*rows);
  }
  for (auto& one : found) {
    know_companions(one.stored);
  }
  return found;
}

std::vector<Upcoming> BookingsDb::upcoming_in(const std::filesystem::path& file, OfficeDay from) {
  const auto db = read_bookings_file(file);
  sql::Statement rows{
      *db, std::string("SELECT ") + booking_columns + upcoming_of + " AND day >= ?1 ORDER BY day, office, start, code"};
  rows.bind(1, from.number());
  return all_of(rows);
}

TellAnswer BookingsDb::tell(const TellOrder& order) {
  const auto stored = find(order.token);
  if (!stored || stored->booking.status == BookingStatus::cancelled || stored->checked_in_at || stored->served_at ||
      stored->no_show_at || stored->booking.day != order.day || stored->booking.slot.start != order.start) {
    return NotTold{};
  }
  std::string before;
  {
    Use told{sql_->told};
    bind_bytes(*told, 1, order.token);
    if (told->step()) {
      before = told->column(0).as_text();
    }
  }
  if (before == order.change) {
    return NotTold{};
  }
  take_back_what_comes(order.token);
  if (order.change.empty()) {
    forget_told(order.token);
  } else {
    Use tell{sql_->tell};
    bind_bytes(*tell, 1, order.token);
    tell->bind(2, order.change);
    tell->bind(3, to_ms(order.now));
    tell->exec();
  }
  write_notices(order.token, order.notices);
  return ToldNow{};
}

void BookingsDb::forget_told(const Key128& token) {
  Use forget{sql_->forget_told};
  bind_bytes(*forget, 1, token);
  forget->exec();
}

}  // namespace antrean::portal
