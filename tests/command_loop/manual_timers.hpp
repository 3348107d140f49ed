// Timers that ring when the test tells them to.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "timer/timer.hpp"

namespace antrean::office::test {

class ManualTimers {
 public:
  MakeTimer make() {
    return [this] { return std::make_unique<One>(*this); };
  }
  /// Time passes: every timer that was set rings once.
  void ring() {
    for (One* timer : std::vector<One*>(set_)) {
      timer->ring();
    }
  }
  bool none_set() const { return set_.empty(); }
  std::size_t set() const { return set_.size(); }

 private:
  class One final : public Timer {
   public:
    explicit One(ManualTimers& timers) : timers_(timers) {}
    ~One() override { cancel(); }
    One(const One&) = delete;
    One& operator=(const One&) = delete;
    void ring_after(std::chrono::nanoseconds, std::function<void()> ring) override {
      cancel();
      ring_ = std::move(ring);
      timers_.set_.push_back(this);
    }
    void cancel() override {
      std::erase(timers_.set_, this);
      ring_ = nullptr;
    }
    void ring() {
      std::erase(timers_.set_, this);
      if (const auto ring = std::exchange(ring_, nullptr)) {
        ring();
      }
    }

   private:
    ManualTimers& timers_;
    std::function<void()> ring_;
  };
  std::vector<One*> set_;
};

}  // namespace antrean::office::test
