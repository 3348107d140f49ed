#include "store/rows.hpp"

#include <algorithm>

namespace antrean::portal {

std::optional<UtcTime> time_at(sql::Statement& row, int column) {
  const auto value = row.column(column);
  if (value.is_null()) {
    return std::nullopt;
  }
  return from_ms(value.as_int64());
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
StoredBooking common_at(sql::Statement& row) {
  StoredBooking stored;
  auto& booking = stored.booking;
  booking.id = static_cast<BookingId>(row.column(0).as_int64());
  booking.code = row.column(1).as_text();
  stored.token = bytes_at<std::tuple_size_v<Key128>>(row, 2);
  booking.office = row.column(3).as_text();
  booking.service = row.column(4).as_text();
  booking.day = day_of(row.column(5).as_int());
  booking.slot = {TimeOfDay{row.column(6).as_int()}, TimeOfDay{row.column(7).as_int()}};
  booking.party = static_cast<std::uint8_t>(row.column(8).as_int());
  booking.name = row.column(9).as_text();
  stored.mail = row.column(10).as_text();
  stored.language = row.column(11).as_text();
  booking.language = from_word<Language>(stored.language);
  booking.nik_last4 = row.column(12).as_text();
  if (const auto zone = row.column(13); !zone.is_null()) {
    stored.names = {.zone = static_cast<Zone>(zone.as_int()),
                    .office = row.column(14).as_text(),
                    .service = {row.column(15).as_text(), row.column(16).as_text()}};
  }
  return stored;
}

}  // namespace

StoredBooking booking_at(sql::Statement& row) {
  auto stored = common_at(row);
  stored.booking.status = row.column(17).as_int() == live ? BookingStatus::confirmed : BookingStatus::cancelled;
  stored.booked_at = from_ms(row.column(18).as_int64());
  stored.cancelled_at = time_at(row, 19);
  stored.checked_in_at = time_at(row, 20);
  stored.served_at = time_at(row, 21);
  stored.no_show_at = time_at(row, 22);
  stored.moves = row.column(23).as_int();
  stored.revision = row.column(24).as_uint();
  stored.contact_confirmed = row.column(25).as_int() != 0;
  if (!row.column(moved_to_column).is_null()) {
    stored.moved_to = bytes_at<std::tuple_size_v<Key128>>(row, moved_to_column);
  }
  stored.booked_by = static_cast<BookingChannel>(row.column(booked_by_column).as_int());
  stored.numbers = words_of(row.column(numbers_column).as_text());
  return stored;
}

HoldRow hold_at(sql::Statement& row) {
  HoldRow hold{.booking = common_at(row),
               .until = from_ms(row.column(18).as_int64()),
               .released = !row.column(19).is_null(),
               .tries_left = row.column(20).as_int(),
               .sends = row.column(21).as_int(),
               .digits = bytes_at<std::tuple_size_v<ProofDigest>>(row, 22),
               .link = bytes_at<std::tuple_size_v<ProofDigest>>(row, 23),
               .nik = bytes_at<std::tuple_size_v<NikHmac>>(row, 24),
               .one_per_service = row.column(25).as_int() != 0,
               .form = bytes_at<std::tuple_size_v<Key128>>(row, 26),
               .network = bytes_at<std::tuple_size_v<AddressDigest>>(row, 27)};
  hold.booking.booked_at = from_ms(row.column(17).as_int64());
  hold.booking.booked_by = static_cast<BookingChannel>(row.column(28).as_int());
  return hold;
}

void bind_slot(sql::Statement& statement, const std::string& office, const std::string& service, OfficeDay day,
               TimeOfDay start) {
  statement.bind(1, office);
  statement.bind(2, service);
  statement.bind(3, day.number());
  statement.bind(4, start.minutes());
}

void bind_common(sql::Statement& statement, const StoredBooking& stored, const Key128& form, const NikHmac& nik) {
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

void bind_names(sql::Statement& statement, int first, const std::optional<KeptNames>& names) {
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
                    .status = BookingStatus::confirmed,
                    .language = from_word<Language>(order.language)};
  stored.token = order.token;
  stored.mail = order.mail;
  stored.language = order.language;
  stored.booked_at = order.now;
  stored.names = order.names;
  stored.booked_by = order.booked_by;
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
