// Bookings that are still to come, and what their people were told when the office could not keep them.
#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/schema.hpp"
#include "store/statements.hpp"

namespace antrean::portal {
namespace {

constexpr int told_column = moved_to_column + 1;

std::vector<Upcoming> all_of(SQLite::Statement& rows) {
  std::vector<Upcoming> found;
  while (rows.executeStep()) {
    found.push_back({booking_at(rows), rows.getColumn(told_column).getString()});
  }
  return found;
}

}  // namespace

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
  const auto db = sqlite::open_to_read(
      {.file = file, .application_id = bookings_application_id, .migrations = bookings_migrations(), .vfs = {}});
  SQLite::Statement rows{
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
    if (told->executeStep()) {
      before = told->getColumn(0).getString();
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
