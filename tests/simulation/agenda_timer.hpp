// The office's timers, on the agenda.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "agenda.hpp"
#include "timer/timer.hpp"

namespace antrean::simulation {

class AgendaTimer final : public Timer {
 public:
  /// `rang` becomes true when the timer rings.
  explicit AgendaTimer(Agenda& agenda, bool* rang = nullptr) : agenda_(agenda), rang_(rang) {}
  ~AgendaTimer() override { cancel(); }
  AgendaTimer(const AgendaTimer&) = delete;
  AgendaTimer& operator=(const AgendaTimer&) = delete;

  void ring_after(Nanoseconds span, std::function<void()> ring) override {
    cancel();
    waiting_ = agenda_.after(span, [this, ring = std::move(ring)] {
      waiting_ = 0;
      if (rang_ != nullptr) {
        *rang_ = true;
      }
      ring();
    });
  }
  /// If the timer was set, it rings as the very next event.
  void ring_now() {
    if (waiting_ != 0) {
      agenda_.hurry(waiting_);
    }
  }
  void cancel() override {
    if (waiting_ != 0) {
      agenda_.cancel(std::exchange(waiting_, 0));
    }
  }

 private:
  Agenda& agenda_;
  bool* rang_;
  Agenda::Id waiting_ = 0;
};

}  // namespace antrean::simulation
