// Who is told on the day, in the portal's database (store/day_contacts.hpp).
#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/statements.hpp"

namespace antrean::portal {
namespace {

constexpr int contact_column = after_booking_columns;

DayContact contact_at(sql::Statement& rows, int first) {
  return {.channel = static_cast<NoticeChannel>(rows.column(first).as_int()),
          .address = rows.column(first + 1).as_text(),
          .keys = rows.column(first + 2).as_text(),
          .language = rows.column(first + 3).as_text()};
}

}  // namespace

DayContactAnswer BookingsDb::keep_day_contact(const DayContactOrder& order) {
  const auto stored = find(order.token);
  if (!stored || stored->booking.status == BookingStatus::cancelled) {
    return NoSuchBooking{};
  }
  int others = 0;
  for (const auto& one : day_contacts(order.token)) {
    others += one.channel == order.contact.channel && one.address != order.contact.address ? 1 : 0;
  }
  if (others >= order.most) {
    return TooManyContacts{};
  }
  Use keep{sql_->keep_day_contact};
  bind_bytes(*keep, 1, order.token);
  keep->bind(2, static_cast<int>(order.contact.channel));
  keep->bind(3, order.contact.address);
  keep->bind(4, order.contact.keys);
  keep->bind(5, order.contact.language);
  keep->bind(6, stored->booking.office);
  keep->bind(7, stored->booking.day.number());
  keep->bind(8, to_ms(order.now));
  keep->exec();
  return WillBeTold{};
}

DayContactEnded BookingsDb::end_day_contact(const EndDayContactOrder& order) {
  Use end{order.token ? sql_->end_day_contact : sql_->end_day_contact_everywhere};
  end->bind(1, static_cast<int>(order.channel));
  end->bind(2, order.address);
  if (order.token) {
    bind_bytes(*end, 3, *order.token);
  }
  return {static_cast<std::size_t>(end->exec())};
}

ToldOnDay BookingsDb::tell_on_day(const TellOnDayOrder& order) {
  ToldOnDay told;
  for (const auto& notice : order.notices) {
    {
      Use known{sql_->notice_known};
      bind_bytes(*known, 1, notice.id);
      if (known->step()) {
        continue;
      }
    }
    write_notices(order.token, {&notice, 1});
    ++told.count;
  }
  return told;
}

std::vector<DayContact> BookingsDb::day_contacts(const Key128& token) {
  std::vector<DayContact> found;
  Use rows{sql_->day_contacts};
  bind_bytes(*rows, 1, token);
  while (rows->step()) {
    found.push_back(contact_at(*rows, 0));
  }
  return found;
}

std::vector<DayContactsOf> BookingsDb::day_contacts_at(const std::string& office, OfficeDay day) {
  std::vector<DayContactsOf> found;
  {
    Use rows{sql_->day_contacts_at};
    rows->bind(1, day.number());
    rows->bind(2, office);
    while (rows->step()) {
      auto stored = booking_at(*rows);
      if (found.empty() || found.back().stored.token != stored.token) {
        found.push_back({std::move(stored), {}});
      }
      found.back().contacts.push_back(contact_at(*rows, contact_column));
    }
  }
  for (auto& one : found) {
    know_companions(one.stored);
  }
  return found;
}

void BookingsDb::move_day_contacts(const Key128& from, const Key128& to, const std::string& office, OfficeDay day) {
  Use move{sql_->move_day_contacts};
  bind_bytes(*move, 1, from);
  bind_bytes(*move, 2, to);
  move->bind(3, office);
  move->bind(4, day.number());
  move->exec();
}

void BookingsDb::forget_day_contacts(const Key128& token) {
  Use forget{sql_->forget_day_contacts};
  bind_bytes(*forget, 1, token);
  forget->exec();
}

void BookingsDb::forget_day_contacts(UtcTime now) {
  Use forget{sql_->old_day_contacts};
  forget->bind(1, OfficeDay::of(now, Zone::wib).number());
  forget->exec();
}

}  // namespace antrean::portal
