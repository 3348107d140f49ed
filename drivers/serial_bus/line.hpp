// A line that carries one exchange at a time: RS-485 or TCP through libmodbus (modbus_line.hpp), or a
// scripted one in tests. Used from one coroutine on the io thread. The line also owns time, so that a bus can
// run on a simulated line's virtual clock.
#pragma once

#include <optional>

#include <boost/asio/awaitable.hpp>

#include "serial_bus/exchange.hpp"

namespace antrean::bus {

class Line {
 public:
  virtual ~Line() = default;
  Line() = default;
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  /// Opens, or closes and opens again. nullopt: open; else what went wrong and what to do, in words. Never
  /// throws.
  virtual boost::asio::awaitable<std::optional<Bilingual>> reopen() = 0;

  /// Sends when the line has been silent for t3.5, drops stale bytes first, and waits for the reply as long
  /// as the wire and `allowance` (the unit's own time) say. A broadcast returns when it has left, without
  /// waiting for anybody. Never throws.
  virtual boost::asio::awaitable<Finished> exchange(Request request, Nanoseconds allowance) = 0;

  /// Asked while nobody answers: what is wrong with the line itself, if that can be seen (the adapter was
  /// unplugged and is back under its name, a gateway is in another mode). Then it wants reopen(). nullopt:
  /// nothing.
  virtual boost::asio::awaitable<std::optional<Bilingual>> trouble() = 0;

  virtual MonotonicTime now() const = 0;
  /// Returns at `until` or, earlier, on wake(). A wake() while nobody rests is not remembered.
  virtual boost::asio::awaitable<void> rest(MonotonicTime until) = 0;
  virtual void wake() = 0;

  /// How long an exchange takes when the unit answers at once. For budgets and benchmarks.
  virtual Nanoseconds cost(const Request& request) const = 0;
};

}  // namespace antrean::bus
