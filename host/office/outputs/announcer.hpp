// Chooses the calls of a snapshot that the voice must speak now: each call once, in order, and no old ones.
// Pure, except that it remembers earlier calls.
#pragma once

#include <cstdint>
#include <vector>

#include "speaker/speaker.hpp"
#include "values/snapshot.hpp"

namespace antrean::outputs {

class Announcer {
 public:
  /// After a start, a call younger than `fresh` is spoken and an older one is not. The office may have died
  /// between the commit of a call and its voice, but a call of an hour ago must not be spoken.
  explicit Announcer(Milliseconds fresh) : fresh_(fresh) {}

  /// Calls in `snapshot` that were not given before, oldest first. A new office day starts again.
  std::vector<Announcement> take(const Snapshot& snapshot, UtcTime now);

 private:
  Milliseconds fresh_;
  OfficeDay day_;
  std::uint64_t last_ = 0;
  bool started_ = false;
};

}  // namespace antrean::outputs
