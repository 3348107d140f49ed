// The waiting room: under pressure, who sends no proof of work books in the order of coming, so many a
// minute. Nobody is shut out who has no scripts.
//
// Who enters is given a turn: the moment from which one booking may be made. It is in a signed cookie, so it
// works through reloads and restarts, and where somebody stands follows from it alone. A turn that is not
// used lapses. io_context thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "booking/keys.hpp"
#include "http/server.hpp"
#include "web/site_key.hpp"

namespace antrean::portal {

struct RoomTurn {
  Key128 id{};
  UtcTime from{};
};

class WaitingRoom {
 public:
  static constexpr std::chrono::minutes good_for{10};
  /// Who comes to an empty room needs not wait; so many at once.
  static constexpr int at_once = 10;

  WaitingRoom(const codes::SecretKey& signing_key, bool https, int per_minute);

  /// The turn of this browser that was not used and has not lapsed.
  std::optional<RoomTurn> of(const http::Request& request, UtcTime now) const;
  /// Behind everybody who has entered, whatever the wall clock did meanwhile.
  RoomTurn enter(UtcTime now, MonotonicTime monotonic);
  /// From when on the next who enters has their turn; and another portal's, which this one then comes after.
  UtcTime next(UtcTime now, MonotonicTime monotonic) const;
  void others_are_at(UtcTime next, UtcTime now, MonotonicTime monotonic);
  void remember(http::Response& response, const RoomTurn& turn) const;
  void used(const RoomTurn& turn, UtcTime now);

  static bool has_come(const RoomTurn& turn, UtcTime now) { return turn.from <= now; }
  /// People with a turn before this one that has not come yet.
  std::int64_t before(const RoomTurn& turn, UtcTime now) const;

 private:
  SignedCookie cookie_;
  Milliseconds each_;  ///< between two turns
  std::optional<MonotonicTime> next_;
  std::map<std::pair<UtcTime, Key128>, bool> used_;  ///< by when they lapse
};

}  // namespace antrean::portal
