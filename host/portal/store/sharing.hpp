// Several portals on one database. One of them writes at a time: the row of `change` is locked first, so what
// was decided from other rows stays true until the commit, nobody waits in a circle, and changes are numbered
// in the order of their commits without gaps. What each portal keeps in memory of the database is read anew
// under that lock.
//
// Whether a transaction was committed is known afterwards, too: each leaves a random number in the row of its
// portal (`writer`). Only for PostgreSQL; a file has one portal.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/sql/database.hpp"

namespace antrean::portal {

class Sharing {
 public:
  explicit Sharing(sql::Database& db);
  void forget_old_writers();

  /// First of all in a transaction that writes: waits until no other portal does.
  void lock();
  /// Last of all in it. `places`: the offices where places changed.
  void finish(const std::set<std::string>& places);
  /// After the connection was lost during a commit: whether it happened. Waits until the server knows.
  bool was_committed();

  // As they are since the latest lock():
  std::int64_t last_change() const { return last_; }
  std::int64_t next_change() { return ++last_; }
  bool is_locked() const { return locked_; }
  void unlocked() { locked_ = false; }

  struct State {
    std::string newest;      ///< generation
    std::int64_t since = 0;  ///< generation of the latest restore
    std::optional<std::int64_t> noticed;
    std::int64_t answered = 0;     ///< how many offices
    std::int64_t unconfirmed = 0;  ///< how many erasures
    std::int64_t plan = 0;         ///< the newest change of the plan
  };
  /// Without a lock it is that of the moment.
  State state();

  /// Offices where others have changed places since it was asked last, and the number up to which that is
  /// known.
  struct Places {
    std::set<std::string> offices;
    std::int64_t version = 0;
  };
  Places others_changed();
  /// The same for a reader that knows everything up to `version`.
  static Places changed_since(sql::Database& db, std::int64_t version);

  /// Sessions of portals that were given notices to send and are not connected now.
  std::set<std::int64_t> gone_senders();

 private:
  using Random = std::array<std::uint8_t, 16>;
  static Random random();

  sql::Database& db_;
  Random id_ = random();
  Random batch_{};
  sql::Statement lock_, state_, places_, finish_, note_, note_places_, gone_senders_;
  std::int64_t last_ = 0;
  std::int64_t last_before_ = 0;
  std::int64_t places_version_ = 0;  ///< in the database, and after finish()
  std::int64_t places_before_ = 0;
  std::int64_t places_seen_ = 0;  ///< up to it others_ knows
  std::set<std::string> others_;
  bool locked_ = false;
};

}  // namespace antrean::portal
