#include "process/loops.hpp"

#include <exception>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

namespace antrean::process {

namespace asio = boost::asio;

Loops::Loops(asio::io_context& io, std::function<void()> on_failure)
    : io_(io), on_failure_(std::move(on_failure)), none_left_(io, asio::steady_timer::time_point::max()) {}

void Loops::spawn(std::string name, asio::awaitable<void> loop, std::function<void()> end) {
  auto entry = loops_.emplace(loops_.end());
  entry->name = std::move(name);
  entry->end = std::move(end);
  asio::co_spawn(io_, std::move(loop),
                 asio::bind_cancellation_slot(
                     entry->cancel.slot(), [this, entry](const std::exception_ptr& error) { finished(entry, error); }));
}

void Loops::finished(std::list<Loop>::iterator loop, const std::exception_ptr& error) {
  const std::string name = loop->name;
  loops_.erase(loop);
  if (!stopping_) {
    try {
      if (error) {
        std::rethrow_exception(error);
      }
      spdlog::critical("{}: ended by itself", name);
    } catch (const std::exception& what) {
      spdlog::critical("{}: {}", name, what.what());
    }
    if (!failed_) {
      failed_ = true;
      on_failure_();
    }
  }
  if (loops_.empty()) {
    none_left_.cancel();
  }
}

void Loops::stop() {
  stopping_ = true;
  for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
    if (loop->end) {
      loop->end();
    } else {
      // A cancelled operation completes through the io_context, so the list does not change during this loop.
      loop->cancel.emit(asio::cancellation_type::terminal);
    }
  }
}

asio::awaitable<void> Loops::ended() {
  while (!loops_.empty()) {
    boost::system::error_code ignored;
    co_await none_left_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

}  // namespace antrean::process
