// Who did not come, or cancelled late, and books again later.
#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/statements.hpp"
#include "store/transact.hpp"

namespace antrean::portal {

void BookingsDb::freeze(const StoredBooking& stored, FrozenWhy why, UtcTime until) {
  for (const auto& nik : people_of(stored.token)) {
    Use freeze{sql_->freeze};
    bind_bytes(*freeze, 1, nik);
    bind_bytes(*freeze, 2, stored.token);
    freeze->bind(3, static_cast<int>(why));
    freeze->bind(4, stored.booking.office);
    freeze->bind(5, stored.booking.day.number());
    freeze->bind(6, to_ms(until));
    freeze->exec();
  }
}

void BookingsDb::bind_frozen(sql::Statement& frozen, const NikHmac& nik, const NikHmac& contact,
                             const AddressDigest& network, UtcTime now) {
  bind_bytes(frozen, 1, nik);
  frozen.bind(2, to_ms(now));
  bind_bytes(frozen, 3, contact);
  bind_bytes(frozen, 4, network);
}

std::optional<Frozen> BookingsDb::frozen(const NikHmac& nik, const NikHmac& contact, const AddressDigest& network,
                                         UtcTime now) {
  Use frozen{sql_->frozen};
  bind_frozen(*frozen, nik, contact, network, now);
  if (!frozen->step()) {
    return std::nullopt;
  }
  return Frozen{from_ms(frozen->column(0).as_int64()), static_cast<FrozenWhy>(frozen->column(1).as_int()),
                day_of(frozen->column(2).as_int())};
}

/// Without the block list, which the directorate alone lifts (plan.cpp).
std::vector<PersonFrozen> BookingsDb::freezes_of(const NikHmac& nik) {
  std::vector<PersonFrozen> found;
  sql::Statement rows{*db_,
                      "SELECT office, day, until, why FROM frozen WHERE nik_hmac = ?1 AND why <> 2 ORDER BY until"};
  bind_bytes(rows, 1, nik);
  while (rows.step()) {
    found.push_back({.office = rows.column(0).as_text(),
                     .day = day_of(rows.column(1).as_int()),
                     .until = from_ms(rows.column(2).as_int64()),
                     .cancelled_late = static_cast<FrozenWhy>(rows.column(3).as_int()) == FrozenWhy::late_cancel});
  }
  return found;
}

std::vector<PersonFrozen> BookingsDb::lift(const WhichPerson& who) {
  return transact([&]() -> std::vector<PersonFrozen> {
    const auto nik = nik_of(who);
    if (!nik) {
      return {};
    }
    auto lifted = freezes_of(*nik);
    for (const char* sql :
         {"UPDATE booking SET excused = 1 WHERE token IN (SELECT token FROM frozen WHERE nik_hmac = ?1)",
          "DELETE FROM frozen WHERE nik_hmac = ?1 AND why <> 2"}) {
      sql::Statement change{*db_, sql};
      bind_bytes(change, 1, *nik);
      change.exec();
    }
    return lifted;
  });
}

void BookingsDb::unfreeze(const Key128& token) {
  Use unfreeze{sql_->unfreeze};
  bind_bytes(*unfreeze, 1, token);
  unfreeze->bind(2, static_cast<int>(FrozenWhy::absent));
  unfreeze->exec();
}

void BookingsDb::note_day(const std::string& office, const office_api::DayReport& report, int absent_days,
                          UtcTime now) {
  using office_api::DayNews;
  bool disturbed = false;
  {
    Use note{sql_->note_day};
    note->bind(1, office);
    note->bind(2, report.day.number());
    if (report.news == DayNews::closed) {
      note->bind(3, to_ms(report.at));
    }
    note->bind(4, report.news == DayNews::disturbed ? 1 : 0);
    note->step();
    disturbed = note->column(0).as_int() != 0;
    while (note->step()) {
    }
  }
  {
    Use unfreeze{sql_->unfreeze_day};
    unfreeze->bind(1, office);
    unfreeze->bind(2, report.day.number());
    unfreeze->bind(3, static_cast<int>(FrozenWhy::absent));
    unfreeze->exec();
  }
  {
    Use forget{sql_->forget_days};
    forget->bind(1, OfficeDay::of(now, Zone::wib).number() - day_reports_kept);
    forget->exec();
  }
  if (report.news != DayNews::closed || disturbed || absent_days == 0) {
    return;
  }
  std::vector<StoredBooking> absent;
  {
    Use rows{sql_->absent};
    rows->bind(1, office);
    rows->bind(2, report.day.number());
    while (rows->step()) {
      absent.push_back(booking_at(*rows));
    }
  }
  for (const auto& stored : absent) {
    const auto zone = stored.names ? stored.names->zone : Zone::wib;
    const auto until = instant(report.day.plus(1 + absent_days), TimeOfDay{0}, zone);
    // Whose hour came after the office had closed could not come.
    if (instant(report.day, stored.booking.slot.end, zone) <= report.at && until > now) {
      freeze(stored, FrozenWhy::absent, until);
    }
  }
}

}  // namespace antrean::portal
