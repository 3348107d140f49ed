// An io_context whose timers ring on a time of its own: it leaps to the next timer when nothing is left to
// do.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "process/clock.hpp"
#include "timer/timer.hpp"

namespace antrean::portal_test {

class VirtualTime {
 public:
  explicit VirtualTime(UtcTime now) : clock(now) {}

  MakeTimer timers() {
    return [this] { return std::make_unique<One>(*this); };
  }

  /// Everything that is ready now runs; no time passes.
  void settle() {
    io.restart();
    io.poll();
  }

  /// Time passes, and every timer of it rings.
  void pass(Milliseconds span) {
    const auto end = clock.monotonic() + span;
    settle();
    for (;;) {
      const auto next = std::ranges::min_element(set_, {}, [](const One* timer) { return timer->at; });
      if (next == set_.end() || (*next)->at > end) {
        break;
      }
      advance_to((*next)->at);
      (*next)->ring();
      settle();
    }
    advance_to(end);
  }

  boost::asio::io_context io{1};
  process::ManualClock clock;

 private:
  struct One final : Timer {
    explicit One(VirtualTime& time) : time_(time) {}
    ~One() override { cancel(); }
    One(const One&) = delete;
    One& operator=(const One&) = delete;
    void ring_after(std::chrono::nanoseconds span, std::function<void()> ring) override {
      cancel();
      ring_ = std::move(ring);
      at = time_.clock.monotonic() + span;
      time_.set_.push_back(this);
    }
    void cancel() override {
      std::erase(time_.set_, this);
      ring_ = nullptr;
    }
    void ring() {
      std::erase(time_.set_, this);
      if (const auto ring = std::exchange(ring_, nullptr)) {
        ring();
      }
    }
    MonotonicTime at{};

   private:
    VirtualTime& time_;
    std::function<void()> ring_;
  };

  void advance_to(MonotonicTime at) {
    clock.advance(std::max(Milliseconds{0}, std::chrono::ceil<Milliseconds>(at - clock.monotonic())));
  }

  std::vector<One*> set_;
};

}  // namespace antrean::portal_test
