// Counts how often people were passed over: calls of people who joined later, stored by when the called
// person had joined.
//
// One counter is not enough. A call passes over everybody who joined before the called person, and nobody who
// joined after. So each call is stored at the called person's place in the order of joining. The count for a
// waiting person is the sum over all later places. Nothing is stored for the waiting people themselves. So
// the count is also right for somebody who leaves and comes back with the old join stamp, and a cancelled
// call can be removed as if it had not been made.
#pragma once

#include <cstdint>
#include <vector>

namespace antrean::queue {

class Passings {
 public:
  /// Adds a call of the person who joined as the `index`-th of the day (from 1). O(log index).
  void add(std::uint64_t index) { change(index, 1); }
  /// Removes such a call. It must have been added.
  void remove(std::uint64_t index) { change(index, ~std::uint32_t{0}); }

  /// The number of calls of people who joined after the `index`-th. O(log of all who joined).
  std::uint32_t after(std::uint64_t index) const {
    std::uint32_t sum = 0;
    for (std::uint64_t at = index + 1; at <= sums_.size(); at += at & (~at + 1)) {
      sum += sums_[at - 1];
    }
    return sum;
  }

  friend bool operator==(const Passings&, const Passings&) = default;

 private:
  void change(std::uint64_t index, std::uint32_t by) {
    if (sums_.size() < index) {
      sums_.resize(index);
    }
    for (std::uint64_t at = index; at > 0; at &= at - 1) {
      sums_[at - 1] += by;
    }
  }

  /// A Fenwick tree, mirrored so that it grows at its end. Place i holds the calls of i .. i + (lowest bit of
  /// i) - 1.
  std::vector<std::uint32_t> sums_;
};

}  // namespace antrean::queue
