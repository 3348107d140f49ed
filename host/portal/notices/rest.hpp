// A wait of one coroutine that can be ended early. On the io_context thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "timer/timer.hpp"

namespace antrean::portal {

class Rest {
 public:
  explicit Rest(std::unique_ptr<Timer> timer) : timer_(std::move(timer)) {}

  /// Until the span is over or wake() is called; at once when it was called since the last rest. Without a
  /// span: until wake().
  boost::asio::awaitable<void> take(std::optional<std::chrono::nanoseconds> span) {
    if (std::exchange(woken_, false)) {
      co_return;
    }
    auto start = [this, span](auto handler) {
      auto kept = std::make_shared<decltype(handler)>(std::move(handler));
      resume_ = [kept] {
        const auto executor = boost::asio::get_associated_executor(*kept);
        boost::asio::post(executor, [kept] { std::move (*kept)(); });
      };
      if (span) {
        timer_->ring_after(*span, [this] { end(); });
      }
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(std::move(start),
                                                                                       boost::asio::use_awaitable);
  }

  void wake() {
    if (resume_) {
      end();
    } else {
      woken_ = true;
    }
  }

 private:
  void end() {
    timer_->cancel();
    if (const auto resume = std::exchange(resume_, nullptr)) {
      resume();
    }
  }

  std::unique_ptr<Timer> timer_;
  std::function<void()> resume_;
  bool woken_ = false;
};

}  // namespace antrean::portal
