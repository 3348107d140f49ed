// What the device takes, sample by sample: call-outs with the pause between them, exact to the sample however
// late the next one is given. Thread-safe: the sound library's thread takes, a worker gives.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>

#include "speaker/clips.hpp"

namespace antrean {

class Playout {
 public:
  explicit Playout(std::size_t pause) : pause_(pause), quiet_(pause) {}

  void add(Samples call_out);
  void clear();
  /// Samples of call-outs that the device has not taken yet, without pauses.
  std::size_t left() const;
  /// Fills `out`: the call-outs in their order, silence where there is nothing to say.
  void take(std::int16_t* out, std::size_t count);

 private:
  mutable std::mutex mutex_;
  std::size_t pause_;
  std::size_t quiet_;  ///< samples of silence since the latest call-out
  std::deque<Samples> waiting_;
  std::size_t at_ = 0;  ///< in the first of them
};

}  // namespace antrean
