// The line on the day when new dates open. Who is there in the last minutes before is given a place by lot,
// and who comes later stands behind them, first come first served. So nobody wins by a quicker network or by
// reloading, and nobody has to.
//
// What somebody was given is in a signed cookie: it holds through reloads, a lost network and a restart, and
// is the same on every portal. The lot follows from the cookie's random number and from how many came early.
// Each portal counts those to whom it gave a place, and tells the others its count; each cookie has the count
// of its moment, so a portal that was started anew learns it again.
//
// Each office has a line of its own, so that nobody waits for those who want another office. A line is
// needed only while somebody stands in it; then a booking of what opened needs a turn that has come.
// io_context thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "booking/keys.hpp"
#include "http/server.hpp"
#include "web/site_key.hpp"

namespace antrean::portal {

class OpeningLine {
 public:
  static constexpr std::chrono::minutes early{30};  ///< before the opening
  /// After the opening, until every portal knows how many came early.
  static constexpr std::chrono::seconds drawing{3};
  static constexpr int at_once = 10;                   ///< the first turns
  static constexpr std::chrono::minutes good_for{10};  ///< a turn, from its moment on

  struct Place {
    Key128 id{};
    UtcTime opens{};           ///< the opening for which it is
    std::uint64_t portal = 0;  ///< that gave it to somebody early, and ...
    std::uint32_t count = 0;   ///< ... how many had been given with it; 0: came after the opening
    UtcTime from{};            ///< the turn of who came after the opening
  };

  OpeningLine(const codes::SecretKey& signing_key, bool https, int per_minute, const std::string& office);

  /// This browser's place for this opening, unless it was used or its turn has lapsed.
  std::optional<Place> of(const http::Request& request, UtcTime opens, UtcTime now);
  Place enter(UtcTime opens, UtcTime now);
  void remember(http::Response& response, const Place& place) const;
  /// A turn is one booking: it is used while that is made, and not used when nothing came of it.
  void used(const Place& place, UtcTime now);
  void not_used(const Place& place) { used_.erase({place.opens, place.id}); }

  /// Of who came early it is known, and does not change, from `drawing` after the opening on.
  UtcTime turn(const Place& place) const;
  bool has_come(const Place& place, UtcTime now) const { return turn(place) <= now; }
  /// People whose turn comes before this one and has not come yet.
  std::int64_t before(const Place& place, UtcTime now) const;
  /// Who have a place before the opening.
  std::int64_t waiting(UtcTime opens) const;
  /// Somebody stands in it.
  bool stands(UtcTime opens, UtcTime now) const;

  struct Count {
    UtcTime opens{};
    std::uint64_t portal = 0;
    std::uint32_t count = 0;
  };
  /// What this portal has counted since it was asked last.
  std::vector<Count> counted();
  void heard(const Count& count, UtcTime now);
  /// When the next who comes has their turn; others come after it.
  std::optional<UtcTime> end(UtcTime opens) const;
  void others_are_at(UtcTime opens, UtcTime next, UtcTime now);

 private:
  struct Line {
    std::map<std::uint64_t, std::uint32_t> counts;  ///< by portal
    std::optional<UtcTime> next;                    ///< the turn of the next who comes after the opening
    bool told = true;
  };
  /// The turn behind all who came early.
  UtcTime behind(UtcTime opens) const;
  Line& line(UtcTime opens, UtcTime now);

  SignedCookie cookie_;
  std::uint64_t me_;   ///< this portal, until it ends
  Milliseconds each_;  ///< between two turns
  std::map<UtcTime, Line> lines_;
  std::set<std::pair<UtcTime, Key128>> used_;  ///< by opening
};

/// The lines of all offices.
class OpeningLines {
 public:
  OpeningLines(const codes::SecretKey& signing_key, bool https, int per_minute)
      : signing_key_(signing_key), https_(https), per_minute_(per_minute) {}

  OpeningLine& at(const std::string& office);
  bool stands(const std::string& office, UtcTime opens, UtcTime now) const;

  /// What portals tell each other, as a kind, a key and a body (BookingSite).
  using Tell = std::function<void(const std::string& kind, const std::string& key, const std::string& body)>;
  static constexpr const char* early_kind = "early";
  static constexpr const char* end_kind = "line";
  static constexpr const char* used_kind = "line turn";
  static void tell_end(const Tell& tell, const std::string& office, UtcTime opens, UtcTime end);
  static void tell_used(const Tell& tell, const std::string& office, const OpeningLine::Place& place);
  void tell_counts(const Tell& tell);
  /// Of another kind or form: nothing happens.
  void heard(const std::string& kind, const std::string& key, const std::string& body, UtcTime now);

 private:
  codes::SecretKey signing_key_;
  bool https_;
  int per_minute_;
  std::map<std::string, OpeningLine> lines_;
};

}  // namespace antrean::portal
