// How often people were passed over: the calls of those who joined later, counted by when the called had
// joined.
//
// One number would not do. A call passes over everybody who joined before the person called, and nobody who
// joined after; so the calls are kept by that person's place in the order of joining, and the count of
// whoever waits is a sum over the places behind. That needs nothing of those who wait: it holds for who is
// away and comes back to an old entry, and a call that is cancelled is taken out again as if it had not been.
#pragma once

#include <cstdint>
#include <vector>

namespace antrean::queue {

class Passings {
 public:
  /// A call of whoever joined as the `index`-th of the day (from 1). O(log index).
  void add(std::uint64_t index) { change(index, 1); }
  /// Takes such a call out again; it must be there.
  void remove(std::uint64_t index) { change(index, ~std::uint32_t{0}); }

  /// Calls of people who joined after the `index`-th. O(log of all who joined).
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

  /// A Fenwick tree, mirrored so that it grows at its end: place i holds the calls of i .. i + (lowest bit of
  /// i) - 1.
  std::vector<std::uint32_t> sums_;
};

}  // namespace antrean::queue
