#include "store/bookings_report.hpp"

#include <fmt/format.h>

#include "store/bookings_db.hpp"
#include "store/rows.hpp"

namespace antrean::portal {
namespace {

std::size_t count(sql::Database& db, const char* sql) {
  sql::Statement statement{db, sql};
  statement.step();
  return static_cast<std::size_t>(statement.column(0).as_int64());
}

}  // namespace

BookingsReport report_on(sql::Database& db) {
  BookingsReport report;
  report.bookings = count(db, "SELECT count(*) FROM booking");
  report.people = count(db, "SELECT coalesce(sum(party), 0) FROM booking WHERE status = 0");
  report.held = count(db, "SELECT coalesce(sum(party), 0) FROM hold WHERE released IS NULL");
  report.offered = count(db, "SELECT coalesce(sum(party), 0) FROM waiting WHERE until IS NOT NULL");
  report.resting = count(db, "SELECT coalesce(sum(places), 0) FROM resting");
  report.listed = count(db, "SELECT count(*) FROM listed");
  sql::Statement slots{db,
                       "SELECT office, service, day, start, quota, free,"
                       " (SELECT coalesce(sum(party), 0) FROM booking AS b WHERE status = 0 AND b.office = s.office"
                       "   AND b.service = s.service AND b.day = s.day AND b.start = s.start),"
                       " (SELECT coalesce(sum(party), 0) FROM hold AS h WHERE released IS NULL AND"
                       "   h.office = s.office AND h.service = s.service AND h.day = s.day AND h.start = s.start),"
                       " (SELECT coalesce(sum(party), 0) FROM waiting AS w WHERE until IS NOT NULL AND"
                       "   w.office = s.office AND w.service = s.service AND w.day = s.day AND w.start = s.start),"
                       " (SELECT coalesce(sum(places), 0) FROM resting AS r WHERE r.office = s.office"
                       "   AND r.service = s.service AND r.day = s.day AND r.start = s.start),"
                       " by_web, by_whatsapp,"
                       " (SELECT coalesce(sum(party), 0) FROM booking AS b WHERE status = 0 AND booked_by = 1"
                       "   AND b.office = s.office AND b.service = s.service AND b.day = s.day AND b.start = s.start)"
                       " + (SELECT coalesce(sum(party), 0) FROM hold AS h WHERE released IS NULL AND booked_by = 1"
                       "   AND h.office = s.office AND h.service = s.service AND h.day = s.day AND h.start = s.start)"
                       " FROM slot AS s"};
  while (slots.step()) {
    const auto number = [&](int column) { return slots.column(column).as_int64(); };
    const auto quota = number(4);
    if (number(5) + number(6) + number(7) + number(8) + number(9) != quota) {
      report.wrong.push_back(fmt::format(
          "{} {} {} {}: {} free + {} booked + {} held + {} offered + {} resting is not {}", slots.column(0).as_text(),
          slots.column(1).as_text(), day_of(slots.column(2).as_int()).text(),
          TimeOfDay{slots.column(3).as_int()}.text(), number(5), number(6), number(7), number(8), number(9), quota));
    }
    const auto whatsapp = number(12);
    const auto web = number(6) + number(7) + number(8) - whatsapp;
    if (web != number(10) || whatsapp != number(11)) {
      report.wrong.push_back(
          fmt::format("{} {} {} {}: {} by web and {} by WhatsApp are counted as {} and {}", slots.column(0).as_text(),
                      slots.column(1).as_text(), day_of(slots.column(2).as_int()).text(),
                      TimeOfDay{slots.column(3).as_int()}.text(), web, whatsapp, number(10), number(11)));
    }
  }
  if (auto wrong = plan_chain_wrong(db); !wrong.empty()) {
    report.wrong.push_back(std::move(wrong));
  }
  return report;
}

}  // namespace antrean::portal
