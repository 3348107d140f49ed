// A timer as an interface, so that code that waits can run on virtual time. The program's timers run on Asio,
// those of a simulated day on its agenda. It knows durations only, not the time of day. Call it on the
// io_context thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace antrean {

class Timer {
 public:
  virtual ~Timer() = default;  ///< cancels
  /// Calls `ring` once, `span` from now. It replaces an earlier call that has not run yet.
  virtual void ring_after(std::chrono::nanoseconds span, std::function<void()> ring) = 0;
  virtual void cancel() = 0;
};

using MakeTimer = std::function<std::unique_ptr<Timer>()>;

class AsioTimer final : public Timer {
 public:
  explicit AsioTimer(boost::asio::io_context& io) : timer_(io) {}
  void ring_after(std::chrono::nanoseconds span, std::function<void()> ring) override {
    timer_.expires_after(span);
    timer_.async_wait([ring = std::move(ring)](boost::system::error_code error) {
      if (!error) {
        ring();
      }
    });
  }
  void cancel() override { timer_.cancel(); }

 private:
  boost::asio::steady_timer timer_;
};

/// `io` must outlive the timers.
inline MakeTimer asio_timers(boost::asio::io_context& io) {
  return [&io] { return std::make_unique<AsioTimer>(io); };
}

/// Completes after `span`. If the timer is cancelled or destroyed, the coroutine is destroyed.
inline boost::asio::awaitable<void> pause(Timer& timer, std::chrono::nanoseconds span) {
  auto start = [&timer, span](auto handler) {
    timer.ring_after(span, [kept = std::make_shared<decltype(handler)>(std::move(handler))] { std::move (*kept)(); });
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(std::move(start),
                                                                                     boost::asio::use_awaitable);
}

}  // namespace antrean
