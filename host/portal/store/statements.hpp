// For the .cpp files of BookingsDb: its prepared statements.
#pragma once

#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "store/bookings_db.hpp"
#include "store/rows.hpp"

namespace antrean::portal {

struct BookingsDb::Statements {
  explicit Statements(SQLite::Database& db)
      // What is taken of other hours that overlap these, as of hours that the settings had before, counts
      // against the quota.
      : offer_slot(db,
                   "INSERT INTO slot (office, service, day, start, finish, quota, free)"
                   " SELECT ?1, ?2, ?3, ?4, ?6, max(0, ?5 - others), max(0, ?5 - others)"
                   " FROM (SELECT coalesce(sum(quota - free), 0) AS others FROM slot WHERE office = ?1"
                   "   AND service = ?2 AND day = ?3 AND start < ?6 AND finish > ?4 AND start <> ?4) WHERE true"
                   " ON CONFLICT DO UPDATE SET quota = max(excluded.quota, quota - free),"
                   "   free = max(excluded.quota, quota - free) - (quota - free),"
                   "   finish = iif(free = quota, excluded.finish, max(finish, excluded.finish))"
                   " WHERE quota <> max(excluded.quota, quota - free)"
                   "   OR finish <> iif(free = quota, excluded.finish, max(finish, excluded.finish))"),
        take(db,
             "UPDATE slot SET free = free - ?5 WHERE office = ?1 AND service = ?2 AND day = ?3 AND start = ?4"
             " AND free >= ?5"),
        give_back(db,
                  "UPDATE slot SET free = free + ?5 WHERE office = ?1 AND service = ?2 AND day = ?3 AND start = ?4"),
        change(db, "UPDATE change SET last = last + 1 RETURNING last"),
        insert(db,
               "INSERT INTO booking (id, code, token, form, office, service, day, start, finish, party, name, mail, "
               "language,"
               " nik_hmac, nik_last4, status, booked_at, changed)"
               " VALUES (?17, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, ?15, ?16)"),
        code_in_use(db, "SELECT 1 FROM booking WHERE code = ?1"),
        id_in_use(db, "SELECT 1 FROM booking WHERE id = ?1"),
        person_has(db, "SELECT 1 FROM booking WHERE day = ?1 AND nik_hmac = ?2 AND status = 0"),
        by_form(db, std::string("SELECT ") + booking_columns + ", nik_hmac FROM booking WHERE form = ?1"),
        by_token(db, std::string("SELECT ") + booking_columns + " FROM booking WHERE token = ?1"),
        by_code(db, std::string("SELECT ") + booking_columns + " FROM booking WHERE code = ?1 AND nik_hmac = ?2"),
        same_id_or_code(db, std::string("SELECT ") + booking_columns + " FROM booking WHERE id = ?1 OR code = ?2"),
        mark_cancelled(db,
                       "UPDATE booking SET status = 1, cancelled_at = ?2, changed = ?3 WHERE id = ?1 AND status = 0"),
        places(db,
               "SELECT day, start, quota, free, finish FROM slot WHERE office = ?1 AND service = ?2 AND day BETWEEN ?3 "
               "AND ?4"),
        changes(db, std::string("SELECT ") + booking_columns +
                        " FROM booking WHERE office = ?1 AND changed > ?2 ORDER BY changed LIMIT ?3"),
        batch(db, "SELECT body, accepted, listed FROM result_batch WHERE office = ?1 AND key = ?2"),
        remember_batch(
            db, "INSERT INTO result_batch (office, key, body, accepted, at, listed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
        forget_batches(db, "DELETE FROM result_batch WHERE at < ?1"),
        // The same id with another code is another booking. An office of an earlier release sends no code. A
        // check-in takes back a no-show, because the office had closed its day too early.
        checked_in(db,
                   "UPDATE booking SET checked_in_at = coalesce(checked_in_at, ?3), no_show_at = NULL"
                   " WHERE id = ?1 AND office = ?2 AND code = coalesce(nullif(?4, ''), code)"),
        served(db,
               "UPDATE booking SET served_at = ?3"
               " WHERE id = ?1 AND office = ?2 AND code = coalesce(nullif(?4, ''), code)"),
        no_show(db,
                "UPDATE booking SET no_show_at = ?3"
                " WHERE id = ?1 AND office = ?2 AND code = coalesce(nullif(?4, ''), code)"),
        add_number(db,
                   "UPDATE booking SET numbers = trim(numbers || ' ' || ?2)"
                   " WHERE id = ?1 AND instr(' ' || numbers || ' ', ' ' || ?2 || ' ') = 0"),
        last_change(db, "SELECT last FROM change"),
        generation(db,
                   "SELECT nr, (SELECT min(first) FROM generation AS later WHERE later.nr > generation.nr)"
                   " FROM generation WHERE id = ?1"),
        list(db,
             "INSERT INTO listed (at, office, code, what) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS"
             " (SELECT 1 FROM listed WHERE office = ?2 AND code = ?3 AND what = ?4)"),
        listed(db, "SELECT at, office, code, what FROM listed ORDER BY id"),
        answer(db, "INSERT OR IGNORE INTO answered VALUES (?1)") {}

  SQLite::Statement offer_slot, take, give_back, change, insert, code_in_use, id_in_use, person_has, by_form, by_token,
      by_code, same_id_or_code, mark_cancelled, places, changes, batch, remember_batch, forget_batches, checked_in,
      served, no_show, add_number, last_change, generation, list, listed, answer;
};

}  // namespace antrean::portal
