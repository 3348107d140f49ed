// Virtual time: what comes next, and when. Everything in a simulated day waits in the agenda and nowhere
// else. So the day is over as soon as its events are, and the same seed gives the same day.
//
// Events of the same moment run in the order in which they were added.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "values/office_time.hpp"

namespace antrean::simulation {

using Nanoseconds = std::chrono::nanoseconds;

class Agenda {
 public:
  using Id = std::uint64_t;  ///< 0: none

  MonotonicTime now() const { return now_; }
  std::uint64_t happened() const { return happened_; }

  Id at(MonotonicTime when, std::function<void()> what) {
    entries_.push_back({std::max(when, now_), ++last_, std::move(what)});
    std::push_heap(entries_.begin(), entries_.end(), later);
    return last_;
  }
  Id after(Nanoseconds span, std::function<void()> what) { return at(now_ + span, std::move(what)); }

  /// Its time is now. Like cancel(), this looks at everything that waits, which is never much.
  void hurry(Id id) {
    for (Entry& entry : entries_) {
      if (entry.id == id) {
        entry.when = now_;
      }
    }
    std::make_heap(entries_.begin(), entries_.end(), later);
  }

  void cancel(Id id) {
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [id](const Entry& entry) { return entry.id == id; });
    if (found != entries_.end()) {
      found->what = nullptr;
    }
  }

  /// Runs the next event; false if none waits.
  bool step() {
    while (!entries_.empty()) {
      std::pop_heap(entries_.begin(), entries_.end(), later);
      Entry entry = std::move(entries_.back());
      entries_.pop_back();
      if (entry.what) {
        now_ = entry.when;
        ++happened_;
        entry.what();
        return true;
      }
    }
    return false;
  }

 private:
  struct Entry {
    MonotonicTime when{};
    Id id = 0;
    std::function<void()> what;
  };
  static bool later(const Entry& a, const Entry& b) { return std::pair(a.when, a.id) > std::pair(b.when, b.id); }

  MonotonicTime now_{};
  Id last_ = 0;
  std::uint64_t happened_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace antrean::simulation
