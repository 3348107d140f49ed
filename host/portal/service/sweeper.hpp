// Places that nobody uses any more come back. io_context thread.
#pragma once

#include <algorithm>
#include <chrono>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "booking/booking_service.hpp"
#include "process/clock.hpp"
#include "timer/timer.hpp"

namespace antrean::portal {

/// Gives held places back when their time is over, and cancelled ones when they have rested.
class Sweeper {
 public:
  Sweeper(boost::asio::io_context& io, BookingService& booking_service, const process::Clock& clock)
      : booking_service_(booking_service), clock_(clock), timer_(io) {}

  boost::asio::awaitable<void> run() {
    while (!stopping_) {
      std::chrono::milliseconds wait = at_most;
      try {
        const auto now = clock_.now();
        if (const auto next = co_await booking_service_.sweep(now)) {
          wait = std::clamp<std::chrono::milliseconds>(*next - now, at_least, at_most);
        }
      } catch (const std::exception& failure) {
        spdlog::error("held places were not given back: {}; tried again soon", failure.what());
      }
      if (!stopping_) {
        co_await pause(timer_, wait);
      }
    }
  }
  void stop() {
    stopping_ = true;
    timer_.cancel();
  }

 private:
  static constexpr std::chrono::seconds at_least{1};
  static constexpr std::chrono::seconds at_most{5};  // who waits for a place is asked that soon
  BookingService& booking_service_;
  const process::Clock& clock_;
  AsioTimer timer_;
  bool stopping_ = false;
};

}  // namespace antrean::portal
