#include "store/rows.hpp"

#include <algorithm>

namespace antrean::portal {

std::optional<UtcTime> time_at(SQLite::Statement& row, int column) {
  const auto value = row.getColumn(column);
  if (value.isNull()) {
    return std::nullopt;
  }
  return from_ms(value.getInt64());
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) {
      found.push_back(text.substr(at, end - at));
    }
    at = end + 1;
  }
  return found;
}

OfficeDay day_of(std::int32_t number) { return OfficeDay{std::chrono::local_days{std::chrono::days{number}}}; }

StoredBooking booking_at(SQLite::Statement& row) {
  StoredBooking stored;
  auto& booking = stored.booking;
  booking.id = static_cast<BookingId>(row.getColumn(0).getInt64());
  booking.code = row.getColumn(1).getString();
  const auto token = row.getColumn(2);
  const auto* bytes = static_cast<const std::uint8_t*>(token.getBlob());
  std::copy_n(bytes, std::min<std::size_t>(static_cast<std::size_t>(token.getBytes()), stored.token.size()),
              stored.token.begin());
  booking.office = row.getColumn(3).getString();
  booking.service = row.getColumn(4).getString();
  booking.day = day_of(row.getColumn(5).getInt());
  booking.slot = {TimeOfDay{row.getColumn(6).getInt()}, TimeOfDay{row.getColumn(7).getInt()}};
  booking.party = static_cast<std::uint8_t>(row.getColumn(8).getInt());
  booking.name = row.getColumn(9).getString();
  stored.mail = row.getColumn(10).getString();
  stored.language = row.getColumn(11).getString();
  booking.nik_last4 = row.getColumn(12).getString();
  booking.status = row.getColumn(13).getInt() == live ? BookingStatus::confirmed : BookingStatus::cancelled;
  stored.booked_at = from_ms(row.getColumn(14).getInt64());
  stored.cancelled_at = time_at(row, 15);
  stored.checked_in_at = time_at(row, 16);
  stored.served_at = time_at(row, 17);
  stored.no_show_at = time_at(row, 18);
  return stored;
}

void bind_slot(SQLite::Statement& statement, const std::string& office, const std::string& service, OfficeDay day,
               TimeOfDay start) {
  statement.bind(1, office);
  statement.bind(2, service);
  statement.bind(3, day.number());
  statement.bind(4, start.minutes());
}

}  // namespace antrean::portal
