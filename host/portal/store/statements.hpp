// For the .cpp files of BookingsDb: its prepared statements.
#pragma once

#include <string>

#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/sql/database.hpp"

namespace antrean::portal {

/// Of a booking that nobody has used.
inline constexpr const char* unused = " checked_in_at IS NULL AND served_at IS NULL AND no_show_at IS NULL";
inline constexpr const char* upcoming_of =
    ", coalesce((SELECT change FROM told WHERE told.token = booking.token), '') FROM booking WHERE status = 0 AND"
    " checked_in_at IS NULL AND served_at IS NULL AND no_show_at IS NULL";

/// As BookingsDb::waiting_at reads them.
inline constexpr const char* waiting_columns =
    "token, office, service, first, last, party, mail, language, zone, office_name, service_id, service_en, joined_at,"
    " day, start, finish, until, link";

/// Of a slot that is there: never fewer places than are taken; until when what is taken reaches.
inline constexpr const char* quota_now =
    "(CASE WHEN excluded.quota > slot.quota - slot.free THEN excluded.quota ELSE slot.quota - slot.free END)";
inline constexpr const char* finish_now =
    "(CASE WHEN slot.free = slot.quota OR excluded.finish > slot.finish THEN excluded.finish ELSE slot.finish END)";

/// What the channels have of the slots of today and later, counted anew; only PostgreSQL (bookings_db.cpp).
inline constexpr const char* recount_channels =
    "WITH places AS (SELECT office, service, day, start, party, booked_by FROM booking WHERE status = 0"
    "   UNION ALL SELECT office, service, day, start, party, booked_by FROM hold WHERE released IS NULL"
    "   UNION ALL SELECT office, service, day, start, party, 0 FROM waiting WHERE until IS NOT NULL),"
    " taken AS (SELECT s.office, s.service, s.day, s.start,"
    "     coalesce(sum(CASE booked_by WHEN 0 THEN party ELSE 0 END), 0)::BIGINT AS web,"
    "     coalesce(sum(CASE booked_by WHEN 1 THEN party ELSE 0 END), 0)::BIGINT AS whatsapp"
    "   FROM slot AS s LEFT JOIN places AS p ON p.office = s.office AND p.service = s.service AND p.day = s.day"
    "     AND p.start = s.start"
    "   WHERE s.day >= (now() AT TIME ZONE 'UTC')::DATE - DATE '1970-01-01' GROUP BY 1, 2, 3, 4)"
    " UPDATE slot SET by_web = taken.web, by_whatsapp = taken.whatsapp FROM taken"
    " WHERE taken.office = slot.office AND taken.service = slot.service AND taken.day = slot.day"
    "   AND taken.start = slot.start AND (slot.by_web <> taken.web OR slot.by_whatsapp <> taken.whatsapp)";

struct BookingsDb::Statements {
  explicit Statements(sql::Database& db)
      // What is taken of other hours that overlap these, as of hours that the settings had before, counts
      // against the quota.
      : offer_slot(db,
                   "INSERT INTO slot (office, service, day, start, finish, quota, free)"
                   " SELECT ?1, ?2, ?3, ?4, ?6, offered, offered FROM ("
                   "  SELECT CASE WHEN ?5 > others THEN ?5 - others ELSE 0 END AS offered FROM ("
                   "   SELECT coalesce(sum(quota - free), 0) AS others FROM slot WHERE office = ?1"
                   "    AND service = ?2 AND day = ?3 AND start < ?6 AND finish > ?4 AND start <> ?4"
                   "  ) AS taken) AS places WHERE true"
                   " ON CONFLICT (office, service, day, start) DO UPDATE SET quota = " +
                       std::string(quota_now) + ", free = " + quota_now + " - (slot.quota - slot.free), finish = " +
                       finish_now + " WHERE slot.quota <> " + quota_now + " OR slot.finish <> " + finish_now),
        slot_free(
            db, "SELECT free, quota, finish FROM slot WHERE office = ?1 AND service = ?2 AND day = ?3 AND start = ?4"),
        take(db,
             "UPDATE slot SET free = free - ?5, by_web = by_web + ?6, by_whatsapp = by_whatsapp + ?7 WHERE office = ?1 "
             "AND service = ?2 AND day = ?3 AND start = ?4"
             " AND free >= ?5"),
        give_back(db,
                  "UPDATE slot SET free = free + ?5 WHERE office = ?1 AND service = ?2 AND day = ?3 AND start = ?4"),
        // ?5, ?6: more or fewer people by each channel.
        count_channels(db,
                       "UPDATE slot SET by_web = by_web + ?5, by_whatsapp = by_whatsapp + ?6"
                       " WHERE office = ?1 AND service = ?2 AND day = ?3 AND start = ?4"),
        // With other hours that overlap these, as the places are shared.
        in_channels(db,
                    "SELECT CAST(coalesce(sum(by_web), 0) AS BIGINT), CAST(coalesce(sum(by_whatsapp), 0) AS BIGINT)"
                    " FROM slot WHERE office = ?1"
                    " AND service = ?2 AND day = ?3 AND (start = ?4 OR (start < ?5 AND finish > ?4))"),
        change(db, "UPDATE change SET last = last + 1 RETURNING last"),
        insert(db,
               "INSERT INTO booking (id, code, token, form, office, service, day, start, finish, party, name, mail,"
               " language, nik_hmac, nik_last4, status, booked_at, changed, zone, office_name, service_id, service_en,"
               " contact_confirmed, network, booked_by) VALUES (?17, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
               "?12, ?13, ?14, "
               "0, ?15,"
               " ?16, ?18, ?19, ?20, ?21, ?22, ?23, ?24)"),
        code_in_use(db, "SELECT 1 FROM booking WHERE code = ?1 UNION ALL SELECT 1 FROM hold WHERE code = ?1"),
        id_in_use(db, "SELECT 1 FROM booking WHERE id = ?1"),
        // ?3: '', or the service of which a person has one live booking. ?5: today, at the office. Found by
        // the person, never by the day, which most bookings of a rush share: so the days are no bare columns.
        person_has(
            db,
            "SELECT 1 FROM booking WHERE nik_hmac = ?1 AND status = 0 AND token <> ?4 AND (day + 0 = ?2 OR"
            " (service = ?3 AND day + 0 >= ?5 AND served_at IS NULL AND no_show_at IS NULL))"
            " UNION ALL SELECT 1 FROM companion WHERE nik_hmac = ?1 AND live = 1 AND token <> ?4 AND (day + 0 = ?2 OR"
            " (service = ?3 AND day + 0 >= ?5))"),
        // Of a contact: people on live bookings from ?2 on, and on held places.
        with_contact(db,
                     "SELECT (SELECT coalesce(sum(party), 0) FROM booking WHERE mail = ?1 AND day >= ?2 AND status = 0"
                     "   AND mail <> '')"
                     " + (SELECT coalesce(sum(party), 0) FROM hold WHERE mail = ?1 AND released IS NULL)"),
        // The ?3-th latest cancellation of a person, if it was after ?2.
        cancels(
            db,
            "SELECT cancelled_at FROM booking WHERE nik_hmac = ?1 AND status = 1 AND excused = 0 AND cancelled_at > ?2"
            " ORDER BY cancelled_at DESC LIMIT 1 OFFSET ?3 - 1"),
        without_contact(db,
                        "SELECT coalesce(sum(party), 0) FROM booking WHERE office = ?1 AND service = ?2 AND day = ?3"
                        " AND start = ?4 AND status = 0 AND mail = ''"),
        without_contact_from(
            db,
            "INSERT INTO without_contact VALUES (?1, ?2, ?3)"
            " ON CONFLICT (address, day) DO UPDATE SET people = without_contact.people + excluded.people"
            " RETURNING people"),
        forget_without_contact(db, "DELETE FROM without_contact WHERE day < ?1"),
        by_form(db, std::string("SELECT ") + booking_columns + ", nik_hmac FROM booking WHERE form = ?1"),
        by_token(db, std::string("SELECT ") + booking_columns + " FROM booking WHERE token = ?1"),
        by_code(db, std::string("SELECT ") + booking_columns + " FROM booking WHERE code = ?1 AND nik_hmac = ?2"),
        same_id_or_code(db, std::string("SELECT ") + booking_columns + " FROM booking WHERE id = ?1 OR code = ?2"),
        mark_cancelled(db,
                       "UPDATE booking SET status = 1, cancelled_at = ?2, changed = ?3, revision = revision + 1,"
                       " excused = coalesce(?4, 0), moved_to = ?5 WHERE id = ?1 AND status = 0"),
        move(db,
             "UPDATE booking SET day = ?2, start = ?3, finish = ?4, changed = ?5, booked_by = ?6, moves = moves + 1,"
             " revision = revision + 1 WHERE token = ?1"),
        correct(db,
                "UPDATE booking SET name = coalesce(?2, name), mail = coalesce(?3, mail), changed = ?4,"
                " revision = revision + 1 WHERE token = ?1"),
        nik_of(db, "SELECT nik_hmac FROM booking WHERE token = ?1"),
        is_person(db,
                  "SELECT 1 FROM booking WHERE token = ?1 AND nik_hmac = ?2"
                  " UNION ALL SELECT 1 FROM companion WHERE token = ?1 AND nik_hmac = ?2"
                  " UNION ALL SELECT 1 FROM hold WHERE token = ?1 AND nik_hmac = ?2"),
        // What a sweep forgets at once is bounded, so that nobody waits for a day's rows, or for a year's.
        forget_networks(db,
                        "UPDATE booking SET network = NULL WHERE id IN"
                        " (SELECT id FROM booking WHERE network IS NOT NULL AND day < ?1 LIMIT 500)"),
        freeze(db,
               "INSERT INTO frozen VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
               " ON CONFLICT (nik_hmac, token) DO UPDATE SET why = excluded.why, until = excluded.until"),
        // Of a person, or of the contact and the network that the person books with.
        frozen(db,
               "SELECT until, why, day FROM frozen WHERE nik_hmac IN (?1, ?3, ?4) AND until > ?2"
               " ORDER BY until DESC LIMIT 1"),
        unfreeze(db, "DELETE FROM frozen WHERE token = ?1 AND why = ?2"),
        unfreeze_day(db, "DELETE FROM frozen WHERE office = ?1 AND day = ?2 AND why = ?3"),
        thaw(db, "DELETE FROM frozen WHERE until <= ?1"),
        note_day(db,
                 "INSERT INTO day_report VALUES (?1, ?2, ?3, ?4) ON CONFLICT (office, day) DO UPDATE SET"
                 " closed = excluded.closed, disturbed = CASE WHEN excluded.disturbed > day_report.disturbed"
                 "  THEN excluded.disturbed ELSE day_report.disturbed END RETURNING disturbed"),
        forget_days(db, "DELETE FROM day_report WHERE day < ?1"),
        // Not those whom it was told that the office cannot keep the booking, nor whom an operator excused.
        absent(db, std::string("SELECT ") + booking_columns +
                       " FROM booking WHERE day = ?2 AND office = ?1 AND status = 0 AND checked_in_at IS NULL"
                       " AND served_at IS NULL AND excused = 0 AND token NOT IN (SELECT token FROM told)"),
        token_of(db, "SELECT token FROM booking WHERE id = ?1 AND office = ?2"),
        upcoming(db, std::string("SELECT ") + booking_columns + upcoming_of +
                         " AND day = (SELECT min(day) FROM booking WHERE status = 0 AND day >= ?1 AND" + unused + ")"),
        told(db, "SELECT change FROM told WHERE token = ?1"),
        tell(db, "INSERT INTO told VALUES (?1, ?2, ?3) ON CONFLICT (token) DO UPDATE SET change = ?2, at = ?3"),
        forget_told(db, "DELETE FROM told WHERE token = ?1"),
        add_companion(db, "INSERT INTO companion VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        companions(db, "SELECT name, nik_last4, nik_hmac FROM companion WHERE token = ?1 ORDER BY nr"),
        companions_live(db, "UPDATE companion SET live = ?2, day = ?3 WHERE token = ?1"),
        companions_move(db, "UPDATE companion SET token = ?2, day = ?3, live = 1 WHERE token = ?1"),
        forget_companions(db, "DELETE FROM companion WHERE token = ?1"),
        add_hold(db,
                 "INSERT INTO hold (id, code, token, form, office, service, day, start, finish, party, name, mail,"
                 " language, nik_hmac, nik_last4, held_at, zone, office_name, service_id, service_en, one_per_service,"
                 " until, digits, link, tries_left, sends, network, booked_by) VALUES (?17, ?1, ?2, ?3, ?4, ?5, ?6, "
                 "?7, ?8, ?9, "
                 "?10, ?11,"
                 " ?12, ?13, ?14, ?15, ?18, ?19, ?20, ?21, ?22, ?16, ?23, ?24, ?25, 1, ?26, ?27)"),
        hold_by_token(db, std::string("SELECT ") + hold_columns + " FROM hold WHERE token = ?1"),
        hold_by_form(db, std::string("SELECT ") + hold_columns + " FROM hold WHERE form = ?1"),
        hold_by_id(db, std::string("SELECT ") + hold_columns + " FROM hold WHERE id = ?1 OR code = ?2"),
        release_hold(db, "UPDATE hold SET released = ?2 WHERE token = ?1 AND released IS NULL"),
        forget_hold(db, "DELETE FROM hold WHERE token = ?1"),
        wrong_digits(db, "UPDATE hold SET tries_left = tries_left - 1 WHERE token = ?1 AND tries_left > 0"),
        resend(db, "UPDATE hold SET digits = ?2, link = ?3, tries_left = ?4, sends = sends + 1 WHERE token = ?1"),
        lapsed(db, "SELECT token FROM hold WHERE released IS NULL AND until <= ?1 ORDER BY until LIMIT 500"),
        lapsed_in_slot(db,
                       "SELECT token FROM hold WHERE office = ?1 AND service = ?2 AND day = ?3 AND start = ?4"
                       " AND released IS NULL AND until <= ?5"),
        old_holds(db, "SELECT token FROM hold WHERE released < ?1 LIMIT 500"),
        next_lapse(db,
                   "SELECT min(t) FROM (SELECT min(until) AS t FROM hold WHERE released IS NULL"
                   " UNION ALL SELECT min(until) FROM resting WHERE to_offer <> 1"
                   " UNION ALL SELECT min(until) FROM waiting) AS lapses"),
        rest(db,
             "INSERT INTO resting (office, service, day, start, places, until, to_offer, rest_for)"
             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        rested(db,
               "SELECT id, office, service, day, start, places FROM resting WHERE until <= ?1 AND to_offer <> 1 LIMIT "
               "500"),
        rested_in_slot(db,
                       "SELECT id, office, service, day, start, places FROM resting WHERE office = ?1 AND service = ?2"
                       " AND day = ?3 AND start = ?4 AND until <= ?5 AND to_offer <> 1"),
        end_rest(db, "DELETE FROM resting WHERE id = ?1"),
        rest_to_offer(db, "UPDATE resting SET to_offer = 1, rest_for = 0 WHERE id = ?1 AND to_offer = 0"),
        // ?2: now. The rest begins when it is known that nobody is asked.
        rest_for_all(db, "UPDATE resting SET to_offer = ?3, until = ?2 + rest_for WHERE id = ?1 AND to_offer = 1"),
        fewer_resting(db, "UPDATE resting SET places = places - ?2 WHERE id = ?1"),
        to_offer(db,
                 "SELECT id, office, service, day, start, places,"
                 " (SELECT finish FROM slot AS s WHERE s.office = r.office AND s.service = r.service AND s.day = r.day"
                 "   AND s.start = r.start) FROM resting AS r WHERE to_offer = 1 AND (?1 = 0 OR id = ?1) LIMIT 100"),
        next_in_line(db, std::string("SELECT ") + waiting_columns +
                             " FROM waiting WHERE office = ?1 AND service = ?2"
                             " AND until IS NULL AND first <= ?3 AND last >= ?3 AND party <= ?4 ORDER BY id LIMIT 1"),
        waiting_by_token(db, std::string("SELECT ") + waiting_columns + " FROM waiting WHERE token = ?1"),
        waiting_before(db, std::string("SELECT ") + waiting_columns +
                               " FROM waiting WHERE form = ?1 OR (office = ?2 AND service = ?3 AND mail = ?4)"),
        line_length(db, "SELECT count(*) FROM waiting WHERE office = ?1 AND service = ?2"),
        join_line(db,
                  "INSERT INTO waiting (token, form, office, service, first, last, party, mail, language, zone,"
                  " office_name, service_id, service_en, joined_at)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"),
        make_offer(db,
                   "UPDATE waiting SET day = ?2, start = ?3, finish = ?4, until = ?5, link = ?6, rest_for = ?7"
                   " WHERE token = ?1 AND until IS NULL"),
        offer_rest(db, "SELECT rest_for FROM waiting WHERE token = ?1"),
        rest_of(db, "SELECT rest_for FROM resting WHERE id = ?1"),
        offers_over(db, std::string("SELECT ") + waiting_columns + " FROM waiting WHERE until <= ?1 LIMIT 500"),
        forget_waiting(db, "DELETE FROM waiting WHERE token = ?1"),
        waited_out(db, "DELETE FROM waiting WHERE last < ?1 AND until IS NULL"),
        add_notice(db,
                   "INSERT INTO notice (id, token, channel, kind, rank, due, useless_from, body)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        // What no longer holds: reminders of a booking that was moved or cancelled, digits that are void.
        take_back_notices(db, "DELETE FROM notice WHERE token = ?1 AND outcome IS NULL AND kind IN (?2, ?3)"),
        due_notices(db,
                    "SELECT id, kind, due, useless_from, body, tries, unclear, leased FROM notice WHERE channel = ?1"
                    " AND outcome IS NULL AND due <= ?2 ORDER BY rank, due LIMIT ?3"),
        // Of programs: none overtakes one that is older and was tried in vain.
        due_events(db,
                   "SELECT id, kind, due, useless_from, body, tries, unclear, leased FROM notice WHERE channel = ?1"
                   " AND outcome IS NULL AND due <= ?2 ORDER BY useless_from, rowid LIMIT ?3"),
        lease_notice(db,
                     "UPDATE notice SET unclear = CASE WHEN leased <> 0 THEN 1 ELSE unclear END, leased = ?3,"
                     " due = ?2 WHERE id = ?1"),
        end_notice(db,
                   "UPDATE notice SET outcome = ?3, at = ?4, why = ?2, tries = tries + 1, leased = 0, body = ''"
                   " WHERE id = ?1 AND outcome IS NULL"),
        retry_notice(
            db,
            "UPDATE notice SET tries = tries + ?3, due = ?4, unclear = CASE WHEN ?5 > unclear THEN ?5 ELSE unclear END,"
            " why = ?2, leased = 0"
            " WHERE id = ?1 AND outcome IS NULL"),
        chat_heard(db, "SELECT 1 FROM chat_message WHERE id = ?1"),
        chat_state(db, "SELECT state FROM chat WHERE id = ?1"),
        hear_chat(db, "INSERT INTO chat_message (id, at) VALUES (?1, ?2)"),
        keep_chat(db,
                  "INSERT INTO chat (id, state, heard) VALUES (?1, ?2, ?3)"
                  " ON CONFLICT (id) DO UPDATE SET state = excluded.state, heard = excluded.heard"),
        forget_chats(db, "DELETE FROM chat WHERE heard < ?1"),
        forget_chat_messages(db, "DELETE FROM chat_message WHERE at < ?1"),
        contact_upcoming(db, std::string("SELECT ") + booking_columns +
                                 " FROM booking WHERE mail = ?1 AND mail <> '' AND day >= ?2 AND status = 0"
                                 " AND served_at IS NULL AND no_show_at IS NULL ORDER BY day, start LIMIT 1"),
        keep_day_contact(db,
                         "INSERT INTO day_contact (token, channel, address, keys, language, office, day, since)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                         " ON CONFLICT (token, channel, address) DO UPDATE SET keys = excluded.keys,"
                         " language = excluded.language"),
        end_day_contact(db, "DELETE FROM day_contact WHERE channel = ?1 AND address = ?2 AND token = ?3"),
        end_day_contact_everywhere(db, "DELETE FROM day_contact WHERE channel = ?1 AND address = ?2"),
        day_contacts(db, "SELECT channel, address, keys, language FROM day_contact WHERE token = ?1"),
        day_contacts_at(db, std::string("SELECT ") + booking_columns +
                                ", channel, address, keys, speaks FROM"
                                " (SELECT token AS of, channel, address, keys, language AS speaks FROM day_contact"
                                " WHERE day = ?1 AND office = ?2) AS contact JOIN booking ON booking.token = contact.of"
                                " WHERE status = 0 ORDER BY id, channel, address"),
        move_day_contacts(db, "UPDATE day_contact SET token = ?2, office = ?3, day = ?4 WHERE token = ?1"),
        forget_day_contacts(db, "DELETE FROM day_contact WHERE token = ?1"),
        old_day_contacts(
            db, "DELETE FROM day_contact WHERE token IN (SELECT token FROM day_contact WHERE day < ?1 LIMIT 500)"),
        notice_known(db, "SELECT 1 FROM notice WHERE id = ?1"),
        forget_notices(db,
                       "DELETE FROM notice WHERE id IN"
                       " (SELECT id FROM notice WHERE outcome IS NOT NULL AND at < ?1 LIMIT 500)"),
        end_leases(db, "UPDATE notice SET leased = 0, due = 0, unclear = 1 WHERE leased = ?1 AND outcome IS NULL"),
        next_notice(db, "SELECT min(due) FROM notice WHERE channel = ?1 AND outcome IS NULL"),
        bounced(db, "UPDATE notice SET bounced = ?2, bounce = ?3 WHERE id = ?1"),
        places(db,
               "SELECT day, start, quota, free, finish, by_web, by_whatsapp FROM slot WHERE office = ?1 AND service = "
               "?2 AND day BETWEEN ?3 "
               "AND ?4"),
        changes(db, std::string("SELECT ") + booking_columns +
                        ", erased_at FROM booking WHERE office = ?1 AND changed > ?2 ORDER BY changed LIMIT ?3"),
        batch(db, "SELECT body, accepted, listed FROM result_batch WHERE office = ?1 AND key = ?2"),
        remember_batch(
            db, "INSERT INTO result_batch (office, key, body, accepted, at, listed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
        forget_batches(db, "DELETE FROM result_batch WHERE at < ?1"),
        // The same id with another code is another booking, except where the person was erased. An office of
        // an earlier release sends no code. A check-in takes back a no-show, because the office had closed
        // its day too early.
        checked_in(db,
                   "UPDATE booking SET checked_in_at = coalesce(checked_in_at, ?3), no_show_at = NULL"
                   " WHERE id = ?1 AND office = ?2 AND (code = coalesce(nullif(?4, ''), code) OR erased_at > 0)"),
        served(db,
               "UPDATE booking SET served_at = ?3"
               " WHERE id = ?1 AND office = ?2 AND (code = coalesce(nullif(?4, ''), code) OR erased_at > 0)"),
        no_show(db,
                "UPDATE booking SET no_show_at = ?3"
                " WHERE id = ?1 AND office = ?2 AND (code = coalesce(nullif(?4, ''), code) OR erased_at > 0)"),
        add_number(db,
                   "UPDATE booking SET numbers = trim(numbers || ' ' || ?2)"
                   " WHERE id = ?1 AND replace(' ' || numbers || ' ', ' ' || ?2 || ' ', '') = ' ' || numbers || ' '"),
        last_change(db, "SELECT last FROM change"),
        generation(db,
                   "SELECT nr, (SELECT min(first) FROM generation AS later WHERE later.nr > generation.nr)"
                   " FROM generation WHERE id = ?1"),
        list(db,
             "INSERT INTO listed (at, office, code, what) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS"
             " (SELECT 1 FROM listed WHERE office = ?2 AND code = ?3 AND what = ?4)"),
        listed(db, "SELECT at, office, code, what FROM listed ORDER BY id"),
        answer(db, "INSERT INTO answered VALUES (?1) ON CONFLICT DO NOTHING"),
        newest_plan(db, "SELECT coalesce(max(nr), 0) FROM plan_change") {}

  sql::Statement offer_slot, slot_free, take, give_back, count_channels, in_channels, change, insert, code_in_use,
      id_in_use, person_has, with_contact, cancels, without_contact, without_contact_from, forget_without_contact,
      by_form, by_token, by_code, same_id_or_code, mark_cancelled, move, correct, nik_of, is_person, forget_networks,
      freeze, frozen, unfreeze, unfreeze_day, thaw, note_day, forget_days, absent, token_of, upcoming, told, tell,
      forget_told, add_companion, companions, companions_live, companions_move, forget_companions, add_hold,
      hold_by_token, hold_by_form, hold_by_id, release_hold, forget_hold, wrong_digits, resend, lapsed, lapsed_in_slot,
      old_holds, next_lapse, rest, rested, rested_in_slot, end_rest, rest_to_offer, rest_for_all, fewer_resting,
      to_offer, next_in_line, waiting_by_token, waiting_before, line_length, join_line, make_offer, offer_rest, rest_of,
      offers_over, forget_waiting, waited_out, add_notice, take_back_notices, due_notices, due_events, lease_notice,
      end_notice, retry_notice, chat_heard, chat_state, hear_chat, keep_chat, forget_chats, forget_chat_messages,
      contact_upcoming, keep_day_contact, end_day_contact, end_day_contact_everywhere, day_contacts, day_contacts_at,
      move_day_contacts, forget_day_contacts, old_day_contacts, notice_known, forget_notices, end_leases, next_notice,
      bounced, places, changes, batch, remember_batch, forget_batches, checked_in, served, no_show, add_number,
      last_change, generation, list, listed, answer, newest_plan;
};

}  // namespace antrean::portal
