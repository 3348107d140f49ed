// Closes the socket of a WebSocket when nothing was received for a while. Beast's own idle timeout counts
// only from the start of a read, and it does not see the pongs during the read. Used by http/*.cpp only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace antrean::http {

/// One timer for a whole connection. Received traffic only stores the time, so traffic costs nothing.
class IdleTimeout : public std::enable_shared_from_this<IdleTimeout> {
 public:
  IdleTimeout(const boost::asio::any_io_executor& executor, std::chrono::milliseconds most)
      : timer_(executor), most_(most) {}

  void heard() { last_ = std::chrono::steady_clock::now(); }

  /// Watches `socket` from construction to destruction. Destroy the Watch before the socket.
  class Watch {
   public:
    template <class Socket>
    Watch(std::shared_ptr<IdleTimeout> idle_timeout, Socket& socket) : idle_timeout_(std::move(idle_timeout)) {
      idle_timeout_->close_ = [&socket] {
        boost::system::error_code ignored;
        socket.close(ignored);
      };
      idle_timeout_->heard();
      idle_timeout_->wait();
    }
    ~Watch() {
      idle_timeout_->close_ = nullptr;
      idle_timeout_->timer_.cancel();
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    std::shared_ptr<IdleTimeout> idle_timeout_;
  };

 private:
  void wait() {
    timer_.expires_at(last_ + most_);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
      if (stopped || !self->close_) {
        return;
      }
      if (std::chrono::steady_clock::now() < self->last_ + self->most_) {
        return self->wait();
      }
      self->close_();
    });
  }

  boost::asio::steady_timer timer_;
  std::chrono::milliseconds most_;
  std::chrono::steady_clock::time_point last_{};
  std::function<void()> close_;  ///< null: nothing is watched
};

}  // namespace antrean::http
