// When each office asked last, for other portals on the same database and for the next start. io_context
// thread.
#pragma once

#include <chrono>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "process/clock.hpp"
#include "store/office_facts.hpp"
#include "timer/timer.hpp"
#include "web/office_routes.hpp"

namespace antrean::portal {

/// Writes it from time to time: offices ask every few seconds, and a commit for each would cost more than it
/// says.
class ContactKeeper {
 public:
  static constexpr std::chrono::seconds every{10};

  ContactKeeper(boost::asio::io_context& io, OfficeRoutes& offices, OfficeFacts& facts, const process::Clock& clock)
      : offices_(offices), facts_(facts), clock_(clock), timer_(io) {}

  boost::asio::awaitable<void> run() {
    while (!stopping_) {
      if (auto contacts = offices_.take_new_contacts(); !contacts.empty()) {
        try {
          co_await facts_.keep_contacts({.contacts = std::move(contacts), .now = clock_.now()});
        } catch (const std::exception& failure) {
          spdlog::error("when the offices asked last is not stored: {}; what they ask next will be", failure.what());
        }
      }
      if (!stopping_) {
        co_await pause(timer_, every);
      }
    }
  }
  void stop() {
    stopping_ = true;
    timer_.cancel();
  }

 private:
  OfficeRoutes& offices_;
  OfficeFacts& facts_;
  const process::Clock& clock_;
  AsioTimer timer_;
  bool stopping_ = false;
};

}  // namespace antrean::portal
