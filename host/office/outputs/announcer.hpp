// Which calls of a snapshot are to be spoken now: each once, in order, none that is old news. Pure but for
// its memory.
#pragma once

#include <cstdint>
#include <vector>

#include "speaker/speaker.hpp"
#include "values/snapshot.hpp"

namespace antrean::outputs {

class Announcer {
 public:
  /// After a start a call younger than `fresh` is spoken, an older one is not: the office may have died
  /// between the commit of a call and its voice, and nobody should be shouted at for a call of an hour ago.
  explicit Announcer(Milliseconds fresh) : fresh_(fresh) {}

  /// Calls in `snapshot` not given before, oldest first. A new office day starts over.
  std::vector<Announcement> take(const Snapshot& snapshot, UtcTime now);

 private:
  Milliseconds fresh_;
  OfficeDay day_;
  std::uint64_t last_ = 0;
  bool started_ = false;
};

}  // namespace antrean::outputs
