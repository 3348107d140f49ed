#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <systemd/sd-daemon.h>

#include "process/process.hpp"

namespace antrean::process {
namespace {

/// Does nothing without a NOTIFY_SOCKET, which is right outside systemd.
void tell_systemd(const std::string& message) {
  if (const int result = sd_notify(0, message.c_str()); result < 0) {
    spdlog::warn("systemd was not told: {}", std::strerror(-result));  // NOLINT(concurrency-mt-unsafe): io thread only
  }
}

std::uint64_t monotonic_microseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

std::string status_line(std::string status) {
  // A line end would begin another assignment in the protocol.
  std::ranges::replace(status, '\n', ' ');
  return "STATUS=" + status;
}

}  // namespace

struct Service::Impl : std::enable_shared_from_this<Impl> {
  Impl(boost::asio::io_context& io, std::function<void()> stop)
      : signals(io, SIGTERM, SIGINT), hangup(io), watchdog(io), on_stop(std::move(stop)) {}

  boost::asio::signal_set signals;
  boost::asio::signal_set hangup;
  boost::asio::steady_timer watchdog;
  std::chrono::microseconds pet_every{0};
  std::function<void()> on_stop;
  std::function<void()> on_reload;
  bool stopping = false;

  void wait_for_signal() {
    signals.async_wait([self = shared_from_this()](boost::system::error_code error, int number) {
      if (error) {
        return;
      }
      spdlog::info("stopping: {} received", number == SIGTERM ? "SIGTERM" : "SIGINT");
      self->stop();
      const auto call = std::exchange(self->on_stop, nullptr);
      if (call) {
        call();
      }
    });
  }

  void wait_for_hangup() {
    hangup.async_wait([self = shared_from_this()](boost::system::error_code error, int) {
      if (error || self->stopping) {
        return;
      }
      spdlog::info("SIGHUP received: reading the settings again");
      tell_systemd("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(monotonic_microseconds()));
      self->on_reload();
      self->wait_for_hangup();
    });
  }

  void pet_watchdog() {
    tell_systemd("WATCHDOG=1");
    watchdog.expires_after(pet_every);
    watchdog.async_wait([self = shared_from_this()](boost::system::error_code error) {
      if (!error && !self->stopping) {
        self->pet_watchdog();
      }
    });
  }

  void stop() {
    if (std::exchange(stopping, true)) {
      return;
    }
    tell_systemd("STOPPING=1");
    close();
  }

  void close() {
    // Restore the default action, so that a second signal ends the process even when this thread hangs.
    boost::system::error_code error;
    signals.clear(error);
    signals.cancel(error);
    hangup.cancel(error);  // not cleared: a late signal must not end a process that is stopping in order
    watchdog.cancel();
  }
};

Service::Service(boost::asio::io_context& io, std::function<void()> on_stop)
    : impl_(std::make_shared<Impl>(io, std::move(on_stop))) {
  std::signal(SIGPIPE, SIG_IGN);
  impl_->wait_for_signal();
}

Service::~Service() {
  impl_->on_stop = nullptr;
  impl_->on_reload = nullptr;
  impl_->stopping = true;
  impl_->close();
}

void Service::ready(const std::string& status) {
  tell_systemd("READY=1\n" + status_line(status));
  std::uint64_t limit_us = 0;
  if (sd_watchdog_enabled(0, &limit_us) <= 0) {
    return;
  }
  impl_->pet_every = std::chrono::microseconds(limit_us / 2);
  impl_->pet_watchdog();
}

void Service::reload_with(std::function<void()> on_reload) {
  impl_->on_reload = std::move(on_reload);
  impl_->hangup.add(SIGHUP);
  impl_->wait_for_hangup();
}

void Service::reloaded(const std::string& status) { tell_systemd("READY=1\n" + status_line(status)); }

void Service::status(const std::string& status) { tell_systemd(status_line(status)); }

void Service::stopping() { impl_->stop(); }

}  // namespace antrean::process
