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
  explicit AgendaTimer(Agenda& agenda) : agenda_(agenda) {}
  ~AgendaTimer() override { cancel(); }
  AgendaTimer(const AgendaTimer&) = delete;
  AgendaTimer& operator=(const AgendaTimer&) = delete;

  void ring_after(Nanoseconds span, std::function<void()> ring) override {
    cancel();
    waiting_ = agenda_.after(span, [this, ring = std::move(ring)] {
      waiting_ = 0;
      ring();
    });
  }
  /// What was set to ring later rings as the very next thing.
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
  Agenda::Id waiting_ = 0;
};

inline MakeTimer agenda_timers(Agenda& agenda) {
  return [&agenda] { return std::make_unique<AgendaTimer>(agenda); };
}

}  // namespace antrean::simulation
