#include "store/sqlite/schema.hpp"

namespace antrean::portal {
namespace {

const char* const schema_1 = R"sql(
CREATE TABLE slot (
  office TEXT NOT NULL, service TEXT NOT NULL, day INTEGER NOT NULL, start INTEGER NOT NULL,
  quota INTEGER NOT NULL, free INTEGER NOT NULL,
  PRIMARY KEY (office, service, day, start),
  CHECK (free >= 0), CHECK (free <= quota)
) STRICT, WITHOUT ROWID;

CREATE TABLE booking (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE, token BLOB NOT NULL UNIQUE, form BLOB NOT NULL UNIQUE,
  office TEXT NOT NULL, service TEXT NOT NULL, day INTEGER NOT NULL, start INTEGER NOT NULL, finish INTEGER NOT NULL,
  party INTEGER NOT NULL CHECK (party BETWEEN 1 AND 5),
  name TEXT NOT NULL, mail TEXT NOT NULL, language TEXT NOT NULL,
  nik_hmac BLOB NOT NULL, nik_last4 TEXT NOT NULL,
  status INTEGER NOT NULL CHECK (status IN (0, 1)),
  booked_at INTEGER NOT NULL, cancelled_at INTEGER, checked_in_at INTEGER, served_at INTEGER, no_show_at INTEGER,
  changed INTEGER NOT NULL UNIQUE,
  CHECK ((status = 1) = (cancelled_at IS NOT NULL)),
  FOREIGN KEY (office, service, day, start) REFERENCES slot (office, service, day, start)
) STRICT;
CREATE UNIQUE INDEX one_live_booking_per_person_and_day ON booking (day, nik_hmac) WHERE status = 0;
CREATE INDEX booking_changes ON booking (office, changed);

CREATE TABLE change (last INTEGER NOT NULL) STRICT;
INSERT INTO change VALUES (0);

CREATE TABLE result_batch (
  office TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, accepted INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (office, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX result_batch_age ON result_batch (at);
)sql";

// 2: the database's own past, so that a restored copy is noticed and no place is sold twice.
const char* const schema_2 = R"sql(
CREATE TABLE generation (
  nr INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  first INTEGER NOT NULL               -- change; the one before is the last of the generation before
) STRICT;
CREATE TABLE restore (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since INTEGER NOT NULL,              -- nr of the generation that began with it; 0: there was none
  noticed INTEGER                      -- UTC ms
) STRICT;
INSERT INTO restore VALUES (1, 0, NULL);
CREATE TABLE answered (office TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE listed (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL, office TEXT NOT NULL, code TEXT NOT NULL, what TEXT NOT NULL
) STRICT;
ALTER TABLE booking ADD COLUMN numbers TEXT NOT NULL DEFAULT '';    -- given at the check-in, with blanks between
ALTER TABLE result_batch ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
)sql";

// 3: until when the people of a slot may come, so that hours that were moved count with those of before.
const char* const schema_3 = R"sql(
ALTER TABLE slot ADD COLUMN finish INTEGER NOT NULL DEFAULT 0;  -- the latest of what is taken; minutes
UPDATE slot SET finish = taken.finish
  FROM (SELECT office, service, day, start, max(finish) AS finish FROM booking WHERE status = 0 GROUP BY 1, 2, 3, 4)
    AS taken
  WHERE taken.office = slot.office AND taken.service = slot.service AND taken.day = slot.day
    AND taken.start = slot.start;
)sql";

// 4: places are held until a contact is confirmed, parties have names, cancelled places rest, and who booked
// is told. A booking keeps the names and the zone that it was made with.
const char* const schema_4 = R"sql(
ALTER TABLE booking ADD COLUMN zone INTEGER;                       -- NULL: made by an earlier release
ALTER TABLE booking ADD COLUMN office_name TEXT NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN service_id TEXT NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN service_en TEXT NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN moves INTEGER NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN contact_confirmed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX booking_person ON booking (nik_hmac);
CREATE INDEX booking_contact ON booking (mail, day) WHERE status = 0 AND mail <> '';
CREATE INDEX booking_without_contact ON booking (office, service, day, start) WHERE status = 0 AND mail = '';

CREATE TABLE companion (              -- of a booking or of a held place
  token BLOB NOT NULL, nr INTEGER NOT NULL, day INTEGER NOT NULL, service TEXT NOT NULL,
  name TEXT NOT NULL, nik_hmac BLOB NOT NULL, nik_last4 TEXT NOT NULL,
  live INTEGER NOT NULL CHECK (live IN (0, 1)),
  PRIMARY KEY (token, nr)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_live_companion_per_person_and_day ON companion (day, nik_hmac) WHERE live = 1;
CREATE INDEX companion_person ON companion (nik_hmac) WHERE live = 1;

CREATE TABLE hold (
  token BLOB PRIMARY KEY, form BLOB NOT NULL UNIQUE, id INTEGER NOT NULL, code TEXT NOT NULL UNIQUE,
  office TEXT NOT NULL, service TEXT NOT NULL, day INTEGER NOT NULL, start INTEGER NOT NULL, finish INTEGER NOT NULL,
  party INTEGER NOT NULL CHECK (party BETWEEN 1 AND 5),
  name TEXT NOT NULL, mail TEXT NOT NULL, language TEXT NOT NULL,
  nik_hmac BLOB NOT NULL, nik_last4 TEXT NOT NULL, zone INTEGER, office_name TEXT NOT NULL,
  service_id TEXT NOT NULL, service_en TEXT NOT NULL, one_per_service INTEGER NOT NULL,
  held_at INTEGER NOT NULL, until INTEGER NOT NULL, released INTEGER,
  digits BLOB NOT NULL, link BLOB NOT NULL, tries_left INTEGER NOT NULL, sends INTEGER NOT NULL,
  FOREIGN KEY (office, service, day, start) REFERENCES slot (office, service, day, start)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_until ON hold (until) WHERE released IS NULL;
CREATE INDEX hold_slot ON hold (office, service, day, start) WHERE released IS NULL;
CREATE INDEX hold_contact ON hold (mail) WHERE released IS NULL;
CREATE INDEX hold_released ON hold (released) WHERE released IS NOT NULL;

CREATE TABLE resting (
  id INTEGER PRIMARY KEY,
  office TEXT NOT NULL, service TEXT NOT NULL, day INTEGER NOT NULL, start INTEGER NOT NULL,
  places INTEGER NOT NULL CHECK (places > 0), until INTEGER NOT NULL
) STRICT;
CREATE INDEX resting_until ON resting (until);
CREATE INDEX resting_slot ON resting (office, service, day, start);

CREATE TABLE without_contact (        -- people booked from one network on one day
  address BLOB NOT NULL, day INTEGER NOT NULL, people INTEGER NOT NULL,
  PRIMARY KEY (address, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
  id BLOB PRIMARY KEY, token BLOB NOT NULL, channel INTEGER NOT NULL, kind INTEGER NOT NULL, rank INTEGER NOT NULL,
  due INTEGER NOT NULL,               -- when it may be given out next
  useless_from INTEGER NOT NULL,
  leased INTEGER NOT NULL DEFAULT 0,  -- 1: it is given out, until `due`
  body TEXT NOT NULL,                 -- '' when it was sent or given up
  tries INTEGER NOT NULL DEFAULT 0, unclear INTEGER NOT NULL DEFAULT 0,
  outcome INTEGER,                    -- NULL: waits; 0: sent; 1: given up
  at INTEGER, why TEXT NOT NULL DEFAULT '',
  bounced INTEGER, bounce TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_due ON notice (channel, rank, due) WHERE outcome IS NULL;
CREATE INDEX notice_of ON notice (token) WHERE outcome IS NULL;
CREATE INDEX notice_age ON notice (at) WHERE outcome IS NOT NULL;
)sql";

// 5: the heads of the offices' journals.
const char* const schema_5 = R"sql(
CREATE TABLE journal_generation (
  nr INTEGER PRIMARY KEY AUTOINCREMENT,
  office TEXT NOT NULL,
  id TEXT NOT NULL,
  after INTEGER NOT NULL,              -- event
  noticed INTEGER NOT NULL,            -- UTC ms
  contradicted INTEGER,                -- the first event for which the office sent another hash
  UNIQUE (office, id)
) STRICT;
CREATE TABLE journal_head (
  office TEXT NOT NULL,
  generation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,                 -- of the event: UTC ms by the office's clock
  hash TEXT NOT NULL,
  received INTEGER NOT NULL,           -- UTC ms
  PRIMARY KEY (office, generation, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_head_age ON journal_head (office, received);
)sql";

// 6: what an office cannot keep is told once, and moves to another office.
const char* const schema_6 = R"sql(
ALTER TABLE booking ADD COLUMN moved_to BLOB;                      -- the token of the booking that it became
ALTER TABLE booking ADD COLUMN excused INTEGER NOT NULL DEFAULT 0; -- its cancellation counts against nobody
CREATE TABLE told (
  token BLOB PRIMARY KEY,
  change TEXT NOT NULL,                -- what the person was told of
  at INTEGER NOT NULL                  -- UTC ms
) STRICT, WITHOUT ROWID;
)sql";

// 7: who waits for a place is asked when one comes free.
const char* const schema_7 = R"sql(
CREATE TABLE waiting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of the line
  token BLOB NOT NULL UNIQUE, form BLOB NOT NULL UNIQUE,
  office TEXT NOT NULL, service TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  party INTEGER NOT NULL CHECK (party BETWEEN 1 AND 5),
  mail TEXT NOT NULL, language TEXT NOT NULL, zone INTEGER NOT NULL, office_name TEXT NOT NULL,
  service_id TEXT NOT NULL, service_en TEXT NOT NULL, joined_at INTEGER NOT NULL,
  -- the place that is offered; NULL: none
  day INTEGER, start INTEGER, finish INTEGER, until INTEGER, link BLOB, rest_for INTEGER,
  UNIQUE (office, service, mail),
  FOREIGN KEY (office, service, day, start) REFERENCES slot (office, service, day, start)
) STRICT;
CREATE INDEX waiting_line ON waiting (office, service, id) WHERE until IS NULL;
CREATE INDEX waiting_offers ON waiting (until) WHERE until IS NOT NULL;
CREATE INDEX waiting_slot ON waiting (office, service, day, start) WHERE until IS NOT NULL;
CREATE INDEX waiting_last ON waiting (last);
-- 0: it rests; 1: it is to be offered to whoever waits; 2: it is offered to nobody any more
ALTER TABLE resting ADD COLUMN to_offer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resting ADD COLUMN rest_for INTEGER NOT NULL DEFAULT 0;  -- ms, when nobody takes the offer
CREATE INDEX resting_to_offer ON resting (id) WHERE to_offer = 1;
)sql";

// 8: who did not come, or cancelled late, books again later.
const char* const schema_8 = R"sql(
CREATE TABLE day_report (
  office TEXT NOT NULL, day INTEGER NOT NULL,
  closed INTEGER,                      -- UTC ms by the office's clock; NULL: it is not closed
  disturbed INTEGER NOT NULL,          -- 1: nobody is held to that day
  PRIMARY KEY (office, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE frozen (
  nik_hmac BLOB NOT NULL, token BLOB NOT NULL,
  why INTEGER NOT NULL,                -- 0: did not come; 1: cancelled late
  office TEXT NOT NULL, day INTEGER NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (nik_hmac, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX frozen_of ON frozen (token);
CREATE INDEX frozen_day ON frozen (office, day);
CREATE INDEX frozen_until ON frozen (until);
)sql";

// 9: persons who were erased, and whether their offices have heard of it.
const char* const schema_9 = R"sql(
ALTER TABLE booking ADD COLUMN erased_at INTEGER;  -- of the one who booked
CREATE TABLE erased (
  id INTEGER NOT NULL,                 -- of the booking
  nr INTEGER NOT NULL,                 -- 0: who booked; else the companion
  office TEXT NOT NULL, at INTEGER NOT NULL,
  change INTEGER NOT NULL,             -- the office has heard of it when it asks for what comes after
  confirmed INTEGER,                   -- when it did
  PRIMARY KEY (id, nr)
) STRICT, WITHOUT ROWID;
CREATE INDEX erased_unconfirmed ON erased (office) WHERE confirmed IS NULL;
)sql";

// 10: booking by chat: what was said so far, and which messages were answered.
const char* const schema_10 = R"sql(
CREATE TABLE chat (
  id BLOB PRIMARY KEY,                 -- keyed digest of office and telephone number
  state TEXT NOT NULL,                 -- JSON
  heard INTEGER NOT NULL               -- UTC ms
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_heard ON chat (heard);
CREATE TABLE chat_message (
  id TEXT PRIMARY KEY,                 -- the maker's
  at INTEGER NOT NULL                  -- UTC ms
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_message_at ON chat_message (at);
)sql";

// 11: notices in the order in which they were written. In the order of their ids each had pages of its own,
// as most are longer than an index keeps in one: that was half of what a booking wrote.
const char* const schema_11 = R"sql(
CREATE TABLE notice_in_order (
  id BLOB NOT NULL UNIQUE, token BLOB NOT NULL, channel INTEGER NOT NULL, kind INTEGER NOT NULL, rank INTEGER NOT NULL,
  due INTEGER NOT NULL,               -- when it may be given out next
  useless_from INTEGER NOT NULL,
  leased INTEGER NOT NULL DEFAULT 0,  -- 1: it is given out, until `due`
  body TEXT NOT NULL,                 -- '' when it was sent or given up
  tries INTEGER NOT NULL DEFAULT 0, unclear INTEGER NOT NULL DEFAULT 0,
  outcome INTEGER,                    -- NULL: waits; 0: sent; 1: given up
  at INTEGER, why TEXT NOT NULL DEFAULT '',
  bounced INTEGER, bounce TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO notice_in_order (id, token, channel, kind, rank, due, useless_from, leased, body, tries, unclear, outcome,
    at, why, bounced, bounce)
  SELECT id, token, channel, kind, rank, due, useless_from, leased, body, tries, unclear, outcome, at, why, bounced,
    bounce FROM notice ORDER BY due;
DROP TABLE notice;
ALTER TABLE notice_in_order RENAME TO notice;
CREATE INDEX notice_due ON notice (channel, rank, due) WHERE outcome IS NULL;
CREATE INDEX notice_of ON notice (token) WHERE outcome IS NULL;
CREATE INDEX notice_age ON notice (at) WHERE outcome IS NOT NULL;
)sql";

// 12: from which network something was booked, for reports of clusters. It is forgotten after the visit.
const char* const schema_12 = R"sql(
ALTER TABLE booking ADD COLUMN network BLOB;
ALTER TABLE hold ADD COLUMN network BLOB;
CREATE INDEX booking_network ON booking (day) WHERE network IS NOT NULL;
)sql";

// 13: who wants to be told on the day that their number is near and that it is called.
const char* const schema_13 = R"sql(
CREATE TABLE day_contact (
  token BLOB NOT NULL,                 -- of the booking
  channel INTEGER NOT NULL, address TEXT NOT NULL, keys TEXT NOT NULL, language TEXT NOT NULL,
  office TEXT NOT NULL, day INTEGER NOT NULL,  -- of the booking
  since INTEGER NOT NULL,              -- UTC ms
  PRIMARY KEY (token, channel, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX day_contact_day ON day_contact (day, office);
CREATE INDEX day_contact_address ON day_contact (channel, address);
)sql";

// 14: the plan of the offices (plan_store.hpp).
const char* const schema_14 = R"sql(
CREATE TABLE plan_change (
  nr INTEGER PRIMARY KEY,
  made_at INTEGER NOT NULL, valid_from INTEGER NOT NULL,  -- UTC ms
  who TEXT NOT NULL, role TEXT NOT NULL,
  agreed TEXT NOT NULL,                -- the second person; '': none was needed
  why TEXT NOT NULL,
  hash TEXT NOT NULL                   -- over this row, its parts and the hash before
) STRICT;
CREATE TABLE plan_part (
  nr INTEGER NOT NULL REFERENCES plan_change (nr),
  subject TEXT NOT NULL,               -- "office AD"
  document TEXT NOT NULL,              -- TOML; '': the subject is no more
  PRIMARY KEY (nr, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE plan_request (            -- changes that need a second person
  id INTEGER PRIMARY KEY,
  made_at INTEGER NOT NULL, until INTEGER NOT NULL, valid_from INTEGER NOT NULL, base INTEGER NOT NULL,
  who TEXT NOT NULL, role TEXT NOT NULL, why TEXT NOT NULL, bookings TEXT NOT NULL,
  state INTEGER NOT NULL,              -- 0: waits, or lapsed; 1: agreed; 2: refused
  decided_at INTEGER, decided_by TEXT NOT NULL,
  nr INTEGER NOT NULL                  -- of the change that it became; 0: none
) STRICT;
CREATE TABLE plan_request_part (
  id INTEGER NOT NULL REFERENCES plan_request (id), subject TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (id, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE block (                   -- who may not book; each has a row in `frozen` until it is lifted
  id INTEGER PRIMARY KEY,
  token BLOB NOT NULL,                 -- of that row
  nik_hmac BLOB NOT NULL, nik_last4 TEXT NOT NULL, why TEXT NOT NULL, who TEXT NOT NULL,
  made_at INTEGER NOT NULL, until INTEGER NOT NULL,
  lifted_at INTEGER, lifted_by TEXT NOT NULL, lifted_why TEXT NOT NULL
) STRICT;
)sql";

// 15: what people say of the service, until their office has taken it (feedback_box.hpp).
const char* const schema_15 = R"sql(
CREATE TABLE feedback (
  page TEXT PRIMARY KEY,               -- the key of a ticket's page
  office TEXT NOT NULL,
  answer INTEGER NOT NULL,             -- values/feedback.hpp; 0 when it was taken
  at INTEGER NOT NULL,                 -- UTC ms
  taken INTEGER NOT NULL CHECK (taken IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_waiting ON feedback (office, at) WHERE taken = 0;
CREATE INDEX feedback_at ON feedback (at);
)sql";

// 16: what is known of the offices beside their bookings (office_facts.hpp).
const char* const schema_16 = R"sql(
CREATE TABLE office_key (              -- by which the offices sign exports; never altered
  nr INTEGER PRIMARY KEY,
  office TEXT NOT NULL, key TEXT NOT NULL,
  since INTEGER NOT NULL,              -- UTC ms
  UNIQUE (office, key)
) STRICT;
CREATE TABLE office_key_note (         -- what the directorate says of them; never altered
  nr INTEGER PRIMARY KEY,
  office TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
  refused INTEGER NOT NULL             -- 1: it is not the office's; 0: it is
) STRICT;
CREATE TABLE office_contact (          -- when each office asked last
  office TEXT PRIMARY KEY,
  at INTEGER NOT NULL,                 -- UTC ms
  program TEXT NOT NULL                -- and with which program
) STRICT, WITHOUT ROWID;
)sql";

// 17: by which channel something was booked, and how many people have a place by each; and contacts and
// networks on the block list. Whoever booked by chat has a telephone number as contact.
const char* const schema_17 = R"sql(
ALTER TABLE booking ADD COLUMN booked_by INTEGER NOT NULL DEFAULT 0;  -- 0: web; 1: WhatsApp
ALTER TABLE hold ADD COLUMN booked_by INTEGER NOT NULL DEFAULT 0;
UPDATE booking SET booked_by = 1 WHERE mail LIKE '+%';
ALTER TABLE slot ADD COLUMN by_web INTEGER NOT NULL DEFAULT 0;        -- people: booked, held and offered
ALTER TABLE slot ADD COLUMN by_whatsapp INTEGER NOT NULL DEFAULT 0;
UPDATE slot SET by_web = taken.web, by_whatsapp = taken.whatsapp
  FROM (SELECT office, service, day, start, sum(CASE booked_by WHEN 0 THEN party ELSE 0 END) AS web,
      sum(CASE booked_by WHEN 1 THEN party ELSE 0 END) AS whatsapp
    FROM (SELECT office, service, day, start, party, booked_by FROM booking WHERE status = 0
      UNION ALL SELECT office, service, day, start, party, booked_by FROM hold WHERE released IS NULL
      UNION ALL SELECT office, service, day, start, party, 0 FROM waiting WHERE until IS NOT NULL)
    GROUP BY 1, 2, 3, 4) AS taken
  WHERE taken.office = slot.office AND taken.service = slot.service AND taken.day = slot.day
    AND taken.start = slot.start;
ALTER TABLE block ADD COLUMN what INTEGER NOT NULL DEFAULT 0;         -- 0: a person; 1: a contact; 2: a network
)sql";

}  // namespace

std::vector<sqlite::Migration> bookings_migrations() {
  return {{schema_1},  {schema_2},  {schema_3},  {schema_4},  {schema_5},  {schema_6},
          {schema_7},  {schema_8},  {schema_9},  {schema_10}, {schema_11}, {schema_12},
          {schema_13}, {schema_14}, {schema_15}, {schema_16}, {schema_17}};
}

}  // namespace antrean::portal
