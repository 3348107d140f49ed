// The permanent coroutines of a program: none is detached. One that ends by an exception, or ends at all
// before it was told to, is logged and ends the program, so that systemd starts it afresh; nothing limps on.
//
// io_context thread only.
#pragma once

#include <functional>
#include <list>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace antrean::process {

class Loops {
 public:
  /// `on_failure` is called once, when the first loop fails; it should begin the shutdown.
  Loops(boost::asio::io_context& io, std::function<void()> on_failure);

  /// `name` for the log: "bus counters". stop() ends the loop by `end`, or by cancelling it when there is
  /// none.
  void spawn(std::string name, boost::asio::awaitable<void> loop, std::function<void()> end = {});
  /// Asks all to end, the youngest first.
  void stop();
  /// Completes when no loop is left.
  boost::asio::awaitable<void> ended();
  bool failed() const { return failed_; }

 private:
  struct Loop {
    std::string name;
    std::function<void()> end;
    boost::asio::cancellation_signal cancel;
  };
  void finished(std::list<Loop>::iterator loop, const std::exception_ptr& error);

  boost::asio::io_context& io_;
  std::function<void()> on_failure_;
  std::list<Loop> loops_;
  boost::asio::steady_timer none_left_;
  bool stopping_ = false;
  bool failed_ = false;
};

}  // namespace antrean::process
