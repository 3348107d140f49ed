#include "journal/schema.hpp"

namespace antrean::journal {
namespace {

// 1: the events, what was acknowledged to the pads, and the head of the chain. Events are never changed. Only
// forget() removes them; it sets a flag in `head` for its own transaction.
constexpr const char* record = R"sql(
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,                 -- UTC ms
  opening INTEGER NOT NULL,            -- seq of the day_opened it belongs to, 0 before the first
  day INTEGER,                         -- office day, days since 1970
  who_kind TEXT NOT NULL,
  who TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX event_by_day ON event (day, seq);
CREATE TABLE head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,                -- newest event
  hash BLOB NOT NULL,
  opening INTEGER NOT NULL,
  day INTEGER,
  anchor_seq INTEGER NOT NULL,         -- newest event that was forgotten
  anchor_hash BLOB NOT NULL,
  key_print BLOB,                      -- tells a changed chain key from a changed past; NULL before the first start
  forgetting INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO head VALUES (1, 0, zeroblob(32), 0, NULL, 0, zeroblob(32), NULL, 0);
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END;
CREATE TRIGGER event_kept BEFORE DELETE ON event WHEN (SELECT forgetting FROM head) = 0 BEGIN
  SELECT RAISE(ABORT, 'events are never removed');
END;
CREATE TABLE pad (
  name TEXT PRIMARY KEY,
  boot_id INTEGER NOT NULL,
  next INTEGER NOT NULL,
  recall INTEGER NOT NULL,
  no_show INTEGER NOT NULL,
  done INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// 2: data sent to the portal and received from it.
constexpr const char* portal = R"sql(
CREATE TABLE result (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  booking INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  parcel TEXT,                         -- idempotency key once it belongs to one
  answer TEXT                          -- of the portal, when it refused for good
) STRICT;
CREATE INDEX result_by_parcel ON result (parcel) WHERE parcel IS NOT NULL;
CREATE TABLE booking (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  office TEXT NOT NULL,
  service TEXT NOT NULL,
  day INTEGER NOT NULL,
  slot_start INTEGER NOT NULL,         -- minutes
  slot_end INTEGER NOT NULL,
  party INTEGER NOT NULL,
  name TEXT NOT NULL,
  nik_last4 TEXT NOT NULL,
  status TEXT NOT NULL
) STRICT;
CREATE INDEX booking_by_code ON booking (code);
CREATE INDEX booking_by_day ON booking (day, slot_start, name);
CREATE TABLE pull (id INTEGER PRIMARY KEY CHECK (id = 1), cursor INTEGER NOT NULL, pages INTEGER NOT NULL) STRICT;
INSERT INTO pull VALUES (1, 0, 0);
)sql";

// 3: tables for the reports; made again from the events when `report_head` is behind.
constexpr const char* reports = R"sql(
CREATE TABLE report_head (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL) STRICT;
INSERT INTO report_head VALUES (1, 0);
CREATE TABLE desk (counter INTEGER PRIMARY KEY, officer TEXT NOT NULL) STRICT;
CREATE TABLE ticket (
  opening INTEGER NOT NULL,
  ticket INTEGER NOT NULL,
  day INTEGER,
  number TEXT NOT NULL,
  last_number TEXT NOT NULL,
  service TEXT NOT NULL,
  stage TEXT NOT NULL,
  class TEXT NOT NULL,
  booking INTEGER NOT NULL,
  people INTEGER NOT NULL,
  issued INTEGER NOT NULL,
  first_called INTEGER,
  ended INTEGER,
  outcome TEXT NOT NULL DEFAULT 'none',
  counter INTEGER NOT NULL DEFAULT 0,
  calls INTEGER NOT NULL DEFAULT 0,
  recalls INTEGER NOT NULL DEFAULT 0,
  waited_s INTEGER NOT NULL DEFAULT 0,
  served_s INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (opening, ticket)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_by_day ON ticket (day);
CREATE TABLE call (
  seq INTEGER PRIMARY KEY,
  day INTEGER,
  at INTEGER NOT NULL,
  ticket INTEGER NOT NULL,
  number TEXT NOT NULL,
  counter INTEGER NOT NULL,
  officer TEXT NOT NULL,
  recall INTEGER NOT NULL,
  turn TEXT NOT NULL,
  waited_s INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX call_by_day ON call (day);
CREATE TABLE service (
  seq INTEGER PRIMARY KEY,
  day INTEGER,
  at INTEGER NOT NULL,
  ticket INTEGER NOT NULL,
  service TEXT NOT NULL,
  stage TEXT NOT NULL,
  pool TEXT NOT NULL,
  counter INTEGER NOT NULL,
  officer TEXT NOT NULL,
  seconds INTEGER NOT NULL
) STRICT;
CREATE INDEX service_by_day ON service (day);
CREATE TABLE admission (
  seq INTEGER PRIMARY KEY,
  day INTEGER,
  at INTEGER NOT NULL,
  booking INTEGER NOT NULL,
  code TEXT NOT NULL,
  service TEXT NOT NULL,
  slot_start INTEGER NOT NULL,
  slot_end INTEGER NOT NULL,
  standing TEXT NOT NULL,
  people INTEGER NOT NULL,
  numbers TEXT NOT NULL,               -- with blanks between
  listed INTEGER NOT NULL,
  forced_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX admission_by_day ON admission (day);
CREATE INDEX admission_by_booking ON admission (booking);
CREATE INDEX admission_by_code ON admission (code);
)sql";

// 4: the flashes owed to the person who pressed, bit n for button n.
constexpr const char* flashes = R"sql(
ALTER TABLE pad ADD COLUMN flashes_owed INTEGER NOT NULL DEFAULT 0;
)sql";

// 5: which of the portal's databases a booking belongs to, and what the portal was told. The whole list is
// pulled once more, for its signed codes.
constexpr const char* generations = R"sql(
ALTER TABLE pull ADD COLUMN generation TEXT NOT NULL DEFAULT '';
ALTER TABLE pull ADD COLUMN round INTEGER NOT NULL DEFAULT 0;     -- lists begun afresh
ALTER TABLE pull ADD COLUMN owed INTEGER NOT NULL DEFAULT 0;      -- 1: pulling a list afresh; 2: it is here, give back
UPDATE pull SET cursor = 0;
ALTER TABLE booking ADD COLUMN round INTEGER NOT NULL DEFAULT 0;  -- the last list it was in
ALTER TABLE booking ADD COLUMN proof TEXT NOT NULL DEFAULT '';    -- its signed code
ALTER TABLE booking ADD COLUMN used_at INTEGER;                   -- checked in, as the portal was told: UTC ms
ALTER TABLE booking ADD COLUMN over INTEGER NOT NULL DEFAULT 0;   -- and served, or did not come when called
ALTER TABLE booking ADD COLUMN numbers TEXT NOT NULL DEFAULT '';  -- given then, with blanks between
ALTER TABLE result ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE result ADD COLUMN numbers TEXT NOT NULL DEFAULT '';
)sql";

// 6: the generations of this journal, for the heads that lie at the portal. A file of an earlier release
// begins its first one where it is.
constexpr const char* own_generations = R"sql(
CREATE TABLE own_generation (
  nr INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,             -- random
  after INTEGER NOT NULL               -- seq of the newest event when it began
) STRICT;
INSERT INTO own_generation (id, after) SELECT lower(hex(randomblob(16))), seq FROM head;
)sql";

// 7: the names of a party. The whole list is pulled once more for them. And bookings that come from
// elsewhere, as a list of the day, which the portal does not know.
constexpr const char* companions = R"sql(
ALTER TABLE booking ADD COLUMN companions TEXT NOT NULL DEFAULT '';  -- a line each: last digits, blank, name
ALTER TABLE booking ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
UPDATE pull SET cursor = 0;
)sql";

// 8: the language in which a person booked: they are called in it. The whole list is pulled once more for it.
constexpr const char* languages = R"sql(
ALTER TABLE booking ADD COLUMN language TEXT NOT NULL DEFAULT '';  -- '': not known
UPDATE pull SET cursor = 0;
)sql";

// 9: when a pad was last known to have counted no more than this: the age of its next press is known by it.
constexpr const char* known_pads = R"sql(
ALTER TABLE pad ADD COLUMN known_wall INTEGER;  -- UTC ms; NULL: not known
ALTER TABLE pad ADD COLUMN known_boot INTEGER;  -- the same moment, ms since the machine started
)sql";

// 10: of the presses that were acted on, those that were long or double.
constexpr const char* kinds_of_presses = R"sql(
ALTER TABLE pad ADD COLUMN kinds INTEGER;  -- 16 bits a button, next lowest: pairs, long ones; NULL: not told apart
)sql";

// 11: which unit has counted them.
constexpr const char* units = R"sql(
ALTER TABLE pad ADD COLUMN serial INTEGER NOT NULL DEFAULT 0;  -- 0: not known
)sql";

}  // namespace

std::vector<sqlite::Migration> migrations() {
  return {{record},     {portal},    {reports},    {flashes},          {generations}, {own_generations},
          {companions}, {languages}, {known_pads}, {kinds_of_presses}, {units}};
}

}  // namespace antrean::journal
