#include "accounts/schema.hpp"

namespace antrean::accounts {
namespace {

// 1: people and how they prove it. Times are UTC ms. Digests and hashes are text; of tokens, codes and keys
// nothing else is kept. A person is never removed, so that a user name in the journal stays theirs.
constexpr const char* people = R"sql(
CREATE TABLE person (
  user TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,                 -- words with blanks between
  added INTEGER NOT NULL,
  disabled INTEGER,                    -- since when
  password TEXT,                       -- argon2id; NULL until chosen
  totp BLOB,                           -- the secret, once confirmed
  totp_step INTEGER,                   -- newest step that was used
  totp_pending BLOB                    -- shown, and not confirmed yet
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_code (
  user TEXT NOT NULL REFERENCES person (user),
  code TEXT NOT NULL,                  -- digest
  used INTEGER,
  PRIMARY KEY (user, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE machine (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,            -- digest
  name TEXT NOT NULL,
  counter INTEGER,
  enrolled INTEGER NOT NULL,
  enrolled_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE pin (
  user TEXT NOT NULL REFERENCES person (user),
  machine TEXT NOT NULL REFERENCES machine (id) ON DELETE CASCADE,
  pin TEXT NOT NULL,                   -- argon2id of a digest keyed with the machine's key
  made INTEGER NOT NULL,
  PRIMARY KEY (user, machine)
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
  id TEXT PRIMARY KEY,                 -- digest of the token
  user TEXT NOT NULL REFERENCES person (user),
  machine TEXT REFERENCES machine (id) ON DELETE CASCADE,
  by TEXT NOT NULL,
  second_factor TEXT NOT NULL,
  began INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  ends INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session (user);
CREATE TABLE tries (
  user TEXT NOT NULL,                  -- as typed: also of nobody
  place TEXT NOT NULL,                 -- machine or address
  wrong INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (user, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX tries_by_age ON tries (last);
CREATE TABLE link (
  code TEXT PRIMARY KEY,               -- digest
  purpose TEXT NOT NULL,
  user TEXT REFERENCES person (user),  -- NULL: for the first account
  roles TEXT NOT NULL,                 -- of the first account
  ends INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// 2: the language in which a person reads pages.
constexpr const char* language = R"sql(
ALTER TABLE person ADD COLUMN language TEXT NOT NULL DEFAULT '';
)sql";

// 3: machines of the entrance.
constexpr const char* machines_of_the_entrance = R"sql(
ALTER TABLE machine ADD COLUMN entrance INTEGER NOT NULL DEFAULT 0;  -- 1: takes codes with nobody signed in
)sql";

}  // namespace

std::vector<sqlite::Migration> schema() {
  return {{.sql = people}, {.sql = language}, {.sql = machines_of_the_entrance}};
}

}  // namespace antrean::accounts
