#include "journal/day_list.hpp"

#include "journal/store.hpp"
#include "values/words.hpp"

namespace antrean::journal {
namespace {

#define ANTREAN_BOOKING_COLUMNS "id, code, office, service, day, slot_start, slot_end, party, name, nik_last4, status"

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
  return booking;
}

}  // namespace

Result<void> DayList::apply(const office_api::BookingPage& page) {
  return store_.write([&] {
    for (const Booking& booking : page.bookings) {
      Query{store_, "INSERT OR REPLACE INTO booking (" ANTREAN_BOOKING_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?)"}
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
          .run();
    }
    Query{store_, "UPDATE pull SET cursor = ?, pages = pages + 1"}.bind_unsigned(page.cursor).run();
  });
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

}  // namespace antrean::journal
