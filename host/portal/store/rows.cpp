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

namespace {

/// What the columns of bookings and held places have in common: the first 17.
StoredBooking common_at(SQLite::Statement& row) {
  StoredBooking stored;
  auto& booking = stored.booking;
  booking.id = static_cast<BookingId>(row.getColumn(0).getInt64());
  booking.code = row.getColumn(1).getString();
  stored.token = bytes_at<std::tuple_size_v<Key128>>(row, 2);
  booking.office = row.getColumn(3).getString();
  booking.service = row.getColumn(4).getString();
  booking.day = day_of(row.getColumn(5).getInt());
  booking.slot = {TimeOfDay{row.getColumn(6).getInt()}, TimeOfDay{row.getColumn(7).getInt()}};
  booking.party = static_cast<std::uint8_t>(row.getColumn(8).getInt());
  booking.name = row.getColumn(9).getString();
  stored.mail = row.getColumn(10).getString();
  stored.language = row.getColumn(11).getString();
  booking.nik_last4 = row.getColumn(12).getString();
  if (const auto zone = row.getColumn(13); !zone.isNull()) {
    stored.names = {.zone = static_cast<Zone>(zone.getInt()),
                    .office = row.getColumn(14).getString(),
                    .service = {row.getColumn(15).getString(), row.getColumn(16).getString()}};
  }
  return stored;
}

}  // namespace

StoredBooking booking_at(SQLite::Statement& row) {
  auto stored = common_at(row);
  stored.booking.status = row.getColumn(17).getInt() == live ? BookingStatus::confirmed : BookingStatus::cancelled;
  stored.booked_at = from_ms(row.getColumn(18).getInt64());
  stored.cancelled_at = time_at(row, 19);
  stored.checked_in_at = time_at(row, 20);
  stored.served_at = time_at(row, 21);
  stored.no_show_at = time_at(row, 22);
  stored.moves = row.getColumn(23).getInt();
  stored.revision = row.getColumn(24).getUInt();
  stored.contact_confirmed = row.getColumn(25).getInt() != 0;
  if (!row.getColumn(moved_to_column).isNull()) {
    stored.moved_to = bytes_at<std::tuple_size_v<Key128>>(row, moved_to_column);
  }
  stored.numbers = words_of(row.getColumn(numbers_column).getString());
  return stored;
}

HoldRow hold_at(SQLite::Statement& row) {
  HoldRow hold{.booking = common_at(row),
               .until = from_ms(row.getColumn(18).getInt64()),
               .released = !row.getColumn(19).isNull(),
               .tries_left = row.getColumn(20).getInt(),
               .sends = row.getColumn(21).getInt(),
               .digits = bytes_at<std::tuple_size_v<ProofDigest>>(row, 22),
               .link = bytes_at<std::tuple_size_v<ProofDigest>>(row, 23),
               .nik = bytes_at<std::tuple_size_v<NikHmac>>(row, 24),
               .one_per_service = row.getColumn(25).getInt() != 0,
               .form = bytes_at<std::tuple_size_v<Key128>>(row, 26),
               .network = bytes_at<std::tuple_size_v<AddressDigest>>(row, 27)};
  hold.booking.booked_at = from_ms(row.getColumn(17).getInt64());
  return hold;
}

void bind_slot(SQLite::Statement& statement, const std::string& office, const std::string& service, OfficeDay day,
               TimeOfDay start) {
  statement.bind(1, office);
  statement.bind(2, service);
  statement.bind(3, day.number());
  statement.bind(4, start.minutes());
}

void bind_common(SQLite::Statement& statement, const StoredBooking& stored, const Key128& form, const NikHmac& nik) {
  const auto& booking = stored.booking;
  statement.bind(1, booking.code);
  bind_bytes(statement, 2, stored.token);
  bind_bytes(statement, 3, form);
  statement.bind(4, booking.office);
  statement.bind(5, booking.service);
  statement.bind(6, booking.day.number());
  statement.bind(7, booking.slot.start.minutes());
  statement.bind(8, booking.slot.end.minutes());
  statement.bind(9, booking.party);
  statement.bind(10, booking.name);
  statement.bind(11, stored.mail);
  statement.bind(12, stored.language);
  bind_bytes(statement, 13, nik);
  statement.bind(14, booking.nik_last4);
}

void bind_names(SQLite::Statement& statement, int first, const std::optional<KeptNames>& names) {
  if (names) {
    statement.bind(first, static_cast<int>(names->zone));
  }
  const KeptNames none;
  const auto& kept = names ? *names : none;
  statement.bind(first + 1, kept.office);
  statement.bind(first + 2, kept.service.id);
  statement.bind(first + 3, kept.service.en);
}

StoredBooking as_stored(const BookOrder& order, const std::string& code) {
  StoredBooking stored;
  stored.booking = {.id = order.id,
                    .code = code,
                    .office = order.slot.office,
                    .service = order.slot.service,
                    .day = order.slot.day,
                    .slot = {order.slot.start, order.end},
                    .party = order.party,
                    .name = order.name,
                    .nik_last4 = order.nik_last4,
                    .status = BookingStatus::confirmed};
  stored.token = order.token;
  stored.mail = order.mail;
  stored.language = order.language;
  stored.booked_at = order.now;
  stored.names = order.names;
  // By the link of the offer; and whoever writes from a number has it.
  stored.contact_confirmed = order.offer.has_value() || channel_of(order.mail) == NoticeChannel::whatsapp;
  for (const auto& one : order.companions) {
    stored.companions.push_back({one.name, one.nik_last4});
  }
  return stored;
}

bool wants(const BookOrder& order, const StoredBooking& stored) {
  const auto& booking = stored.booking;
  return booking.office == order.slot.office && booking.service == order.slot.service &&
         booking.day == order.slot.day && booking.slot.start == order.slot.start && booking.party == order.party &&
         booking.name == order.name && stored.mail == order.mail &&
         std::ranges::equal(stored.companions, order.companions, [](const Companion& is, const CompanionOrder& wanted) {
           return is.name == wanted.name && is.nik_last4 == wanted.nik_last4;
         });
}

}  // namespace antrean::portal
