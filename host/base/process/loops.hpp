// The permanent coroutines of a program. None is detached. If a coroutine ends by an exception, or ends
// before it was told to, this is logged and the program ends. systemd then starts it again, so no program
// goes on with a part missing.
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

  /// `name` is for the log: "bus counters". stop() ends the loop by calling `end`, or by cancelling it if
  /// there is no `end`.
  void spawn(std::string name, boost::asio::awaitable<void> loop, std::function<void()> end = {});
  /// Asks all loops to end, the youngest first.
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
