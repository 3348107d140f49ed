// What the technician's command (host/cli) asks of a running office, over a Unix socket and nowhere else
// (http/local_socket.hpp). Who may connect is root and the socket's group; no session, no password.
//
//   GET  /health         as on the staff's listener (health.hpp)
//   GET  /snapshot       the newest of the feed (feed/feed_json.hpp)
//   GET  /why/B012       {"id","en"}: one sentence; 404: no such number today
//   POST /journal-copy   makes a consistent copy of the journal beside it, while the office works
//     -> 200 {"file":"/var/lib/antrean/office.db.copy","events":1234}
//     -> 409 a copy is already there
//     -> 503 not made
//   POST /day-list       a list of bookings as CSV (day_import/day_csv.hpp), all or none of it
//     -> 200 {"added":12,"changed":0,"same":30}
//     -> 422 {"bad":[{"line":3,"id":..,"en":..}],"more":0}: nothing was taken
//     -> 503 not kept
//   POST /sound          plays the sound of an admitted code in the hall, now
//     -> 200 {"device":"USB Audio"}: it is being played ("": by the system's own device); 503: not, and why
//     -> 404 this office has no voice
//   GET  /people         [{"user","name","roles",...}]: who may sign in; 404 where nobody signs in
//   POST /people         {"do":"add|disable|enable|reset|link|pin_link", ...} as staff.hpp has it
//
// The journal holds names of people, so it never goes over the wire. The copy is a file with the owner and
// the mode of the journal, so only those who may read the journal can read it. There is one copy at a time,
// under one name, so requests cannot fill the disk.
//
// Root does what it likes to accounts; others of the group may what a technician may (may_administer). What
// changes or copies something is written to the security log, with user and process.
//
// io_context thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "http/security_log.hpp"
#include "http/server.hpp"
#include "values/bilingual.hpp"
#include "web/health.hpp"
#include "web/staff.hpp"

namespace antrean::web {

struct DayListTaken {
  bool taken = false;
  std::size_t added = 0, changed = 0, same = 0;
  struct BadRow {
    std::size_t line = 0;
    Bilingual why;
  };
  std::vector<BadRow> bad;  ///< not empty: nothing was taken
  std::size_t more_bad = 0;
  std::string failure;  ///< of the journal
};

struct JournalCopy {
  std::string file;          ///< empty: the copy was not made
  std::uint64_t events = 0;  ///< events in the journal when the copy was complete
  bool busy = false;         ///< another copy is being made, or waits to be taken
  std::string failure;       ///< what failed, and what to do
};

struct SoundPlayed {
  bool played = false;
  std::string device;  ///< "": the system's own
  std::string failure;
};

/// What it answers from. Everything must outlive the server.
struct TechnicianSources {
  std::function<Health()> health;
  std::function<std::string()> snapshot;  ///< a document of the feed
  std::function<std::optional<Bilingual>(std::string_view number)> why;
  std::function<boost::asio::awaitable<JournalCopy>()> copy_journal;
  /// Takes a list of bookings that come from elsewhere, as CSV. Empty: it does not.
  std::function<boost::asio::awaitable<DayListTaken>(std::string csv)> import_day{};
  /// Empty: there is no voice.
  std::function<SoundPlayed()> play_sound{};
  Staff* staff = nullptr;  ///< null: nobody signs in here
  http::SecurityLog& log;
};

/// What a program that asks may do with accounts.
accounts::Roles roles_of(const http::Program& program);

/// `server` listens at a LocalSocket only.
void add_technician_routes(http::Server& server, TechnicianSources sources);

}  // namespace antrean::web
