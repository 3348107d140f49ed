-- A journal of schema version 10: that of version-9.sql; one pad tells kinds of presses apart.
-- Never edited.
PRAGMA application_id = 1095846449;
PRAGMA user_version = 10;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
, round INTEGER NOT NULL DEFAULT 0, proof TEXT NOT NULL DEFAULT '', used_at INTEGER, over INTEGER NOT NULL DEFAULT 0, numbers TEXT NOT NULL DEFAULT '', companions TEXT NOT NULL DEFAULT '', imported INTEGER NOT NULL DEFAULT 0, language TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO booking VALUES(71,'AD-QFJ8BD','AD','paspor',20782,600,720,2,'Siti Rahma','0042','confirmed',0,'AQ1',NULL,0,'','4321 SITI AMINAH',0,'en');
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
INSERT INTO call VALUES(6,20781,1795532808023,1,'A001',1,'',0,'order',0,'');
INSERT INTO call VALUES(8,20781,1795532808188,2,'A002',1,'',0,'order',0,'');
CREATE TABLE desk (counter INTEGER PRIMARY KEY, officer TEXT NOT NULL) STRICT;
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
INSERT INTO event VALUES(1,1795532803560,1,20781,'system','clock','day_opened','{"day":"2026-11-24","entrance_seq":0,"numbers":[],"times":[],"alarms":[],"reason":""}',X'386b61554009866c4e7948ea9f9955fcb7452d315b9978163ed7e9c2d317137b');
INSERT INTO event VALUES(2,1795532807241,1,20781,'officer','sari','counter_opened','{"counter":1}',X'd94ff0e544426195e5d5eaaea04c5b95f8d20eeaabc066fb6d304044c05876fa');
INSERT INTO event VALUES(3,1795532807440,1,20781,'entrance','entrance page','ticket_issued','{"ticket":1,"number":"A001","service":"paspor","stage":"layanan","line":{"pool":"paspor/layanan","class_key":"walk_in","place":{"order":1795532807440,"seq":3,"after":0}},"booking":0,"slot":null,"held_until":null,"walk_in":"00:00","people":1,"reason":"","message_id":"","message_en":""}',X'f95725bfaff9bb5cb9a899ac421dd28aa5dbcb6ff82b239683ac2ba45e2096a1');
INSERT INTO event VALUES(4,1795532807659,1,20781,'entrance','entrance page','ticket_issued','{"ticket":2,"number":"A002","service":"paspor","stage":"layanan","line":{"pool":"paspor/layanan","class_key":"walk_in","place":{"order":1795532807659,"seq":4,"after":0}},"booking":0,"slot":null,"held_until":null,"walk_in":"00:00","people":1,"reason":"","message_id":"","message_en":""}',X'8ac2a943a0a24ed9ec19a07518b6fc157480b1e7ea4aefabef25993c7c9208f0');
INSERT INTO event VALUES(5,1795532807867,1,20781,'entrance','entrance page','ticket_issued','{"ticket":3,"number":"A003","service":"paspor","stage":"layanan","line":{"pool":"paspor/layanan","class_key":"walk_in","place":{"order":1795532807867,"seq":5,"after":0}},"booking":0,"slot":null,"held_until":null,"walk_in":"00:00","people":1,"reason":"","message_id":"","message_en":""}',X'caeea8215117d546f6feadcd0510443927e97b621d87cb209ba919c96af96b0d');
INSERT INTO event VALUES(6,1795532808023,1,20781,'officer','sari','called','{"ticket":1,"number":"A001","counter":1,"service":"paspor","call":1,"turn":{"kind":"order","pool":"paspor/layanan","class_key":"walk_in","pass":720720,"clock":0},"waited_s":0,"reason":""}',X'03f8942cd48e21f98336688f559dab1298291236ef5880434c8a11d51263128e');
INSERT INTO event VALUES(7,1795532808188,1,20781,'officer','sari','finished','{"ticket":1,"number":"A001","counter":1,"service":"paspor","stage":"layanan","pool":"paspor/layanan","seconds":0,"next":null}',X'2be338157823c1fa790c458ca5981935302151a744b260d50b1a1d0985710faf');
INSERT INTO event VALUES(8,1795532808188,1,20781,'officer','sari','called','{"ticket":2,"number":"A002","counter":1,"service":"paspor","call":2,"turn":{"kind":"order","pool":"paspor/layanan","class_key":"walk_in","pass":1441440,"clock":720720},"waited_s":0,"reason":""}',X'8fd99e825bf474fb37e47ea94cbb4a0c0ae62063aa98a4b87e128fce7eb0d266');
INSERT INTO event VALUES(9,1795532808411,1,20781,'officer','sari','missed','{"ticket":2,"number":"A002","counter":1}',X'500fedc290d016e5b06242aba8730b3798b591f34d5e0294c2486022c853e02b');
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
INSERT INTO head VALUES(1,9,X'500fedc290d016e5b06242aba8730b3798b591f34d5e0294c2486022c853e02b',1,20781,0,X'0000000000000000000000000000000000000000000000000000000000000000',X'0909102de797489ce5e3ff62d1fe1c19413c6f5768fdd7ae1863a497a7bd24fd',0);
CREATE TABLE pad (
  name TEXT PRIMARY KEY,
  boot_id INTEGER NOT NULL,
  next INTEGER NOT NULL,
  recall INTEGER NOT NULL,
  no_show INTEGER NOT NULL,
  done INTEGER NOT NULL
, flashes_owed INTEGER NOT NULL DEFAULT 0, known_wall INTEGER, known_boot INTEGER, kinds INTEGER) STRICT, WITHOUT ROWID;
INSERT INTO pad VALUES('pad 1',9001,12,3,1,7,0,1795532803560,98765432100,257);
INSERT INTO pad VALUES('pad 258',9002,40,0,2,38,2,NULL,NULL,NULL);
CREATE TABLE pull (id INTEGER PRIMARY KEY CHECK (id = 1), cursor INTEGER NOT NULL, pages INTEGER NOT NULL, generation TEXT NOT NULL DEFAULT '', round INTEGER NOT NULL DEFAULT 0, owed INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO pull VALUES(1,71,3,'00112233445566778899aabbccddeeff',0,0);
CREATE TABLE report_head (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL) STRICT;
INSERT INTO report_head VALUES(1,9);
CREATE TABLE result (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  booking INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  parcel TEXT,                         -- idempotency key once it belongs to one
  answer TEXT                          -- of the portal, when it refused for good
, code TEXT NOT NULL DEFAULT '', numbers TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO result VALUES(1,71,'served',1795392000000,NULL,NULL,'','');
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
INSERT INTO service VALUES(7,20781,1795532808188,1,'paspor','layanan','paspor/layanan',1,'',0);
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
INSERT INTO ticket VALUES(1,1,20781,'A001','A001','paspor','layanan','walk_in',0,1,1795532807440,1795532808023,1795532808188,'served',1,1,0,0,0);
INSERT INTO ticket VALUES(1,2,20781,'A002','A002','paspor','layanan','walk_in',0,1,1795532807659,1795532808188,1795532808411,'no_show',1,1,0,0,0);
INSERT INTO ticket VALUES(1,3,20781,'A003','A003','paspor','layanan','walk_in',0,1,1795532807867,NULL,NULL,'none',0,0,0,0,0);
CREATE TABLE own_generation (
  nr INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,             -- random
  after INTEGER NOT NULL               -- seq of the newest event when it began
) STRICT;
INSERT INTO own_generation VALUES(1,'dd169fa19ac8788283ffd936f759974c',9);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('result',1);
INSERT INTO sqlite_sequence VALUES('own_generation',1);
CREATE INDEX event_by_day ON event (day, seq);
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END;
CREATE TRIGGER event_kept BEFORE DELETE ON event WHEN (SELECT forgetting FROM head) = 0 BEGIN
  SELECT RAISE(ABORT, 'events are never removed');
END;
CREATE INDEX result_by_parcel ON result (parcel) WHERE parcel IS NOT NULL;
CREATE INDEX booking_by_code ON booking (code);
CREATE INDEX booking_by_day ON booking (day, slot_start, name);
CREATE INDEX ticket_by_day ON ticket (day);
CREATE INDEX call_by_day ON call (day);
CREATE INDEX service_by_day ON service (day);
CREATE INDEX admission_by_day ON admission (day);
CREATE INDEX admission_by_booking ON admission (booking);
CREATE INDEX admission_by_code ON admission (code);
COMMIT;
