// Whoever booked what the plan no longer offers is told. io_context thread.
#pragma once

#include <chrono>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "booking/booking_service.hpp"
#include "process/clock.hpp"
#include "reports/affected_report.hpp"
#include "service/run_apart.hpp"
#include "timer/timer.hpp"

namespace antrean::portal {

/// Tells everybody whose booking the plan no longer offers: after the start, and after each change of the
/// plan.
class AffectedTeller {
 public:
  AffectedTeller(boost::asio::io_context& io, BookingService& booking_service, const process::Clock& clock)
      : io_(io), booking_service_(booking_service), clock_(clock), timer_(io) {}

  void tell() {
    wanted_ = true;
    if (!telling_ && !stopping_) {
      telling_ = true;
      run_apart(io_, tell_all());
    }
  }
  void stop() {
    stopping_ = true;
    timer_.cancel();
  }

 private:
  boost::asio::awaitable<void> tell_all() {
    constexpr std::chrono::seconds again_after{30};
    while (wanted_ && !stopping_) {
      wanted_ = false;
      bool failed = false;
      try {
        const auto found = co_await booking_service_.tell_affected(clock_.now(), stopping_);
        for (const auto& [group, bookings] : found.groups) {
          spdlog::warn("the office cannot keep what is booked: {}", group_text(group, bookings));
        }
        if (!found.groups.empty() || found.told > 0) {
          spdlog::warn("told now: {}, without a contact: {}; `antrean-portal affected` lists the bookings", found.told,
                       found.without_contact);
        }
      } catch (const std::exception& failure) {
        wanted_ = failed = true;
        spdlog::error("bookings that offices cannot keep were not looked at: {}; tried again in half a minute",
                      failure.what());
      }
      if (failed && !stopping_) {
        co_await pause(timer_, again_after);
      }
    }
    telling_ = false;
  }

  boost::asio::io_context& io_;
  BookingService& booking_service_;
  const process::Clock& clock_;
  AsioTimer timer_;
  bool wanted_ = false, telling_ = false, stopping_ = false;
};

}  // namespace antrean::portal
