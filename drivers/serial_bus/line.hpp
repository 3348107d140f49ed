// A line that carries one exchange at a time: RS-485 or TCP through libmodbus (modbus_line.hpp), or a
// scripted line in tests. One coroutine on the io thread uses it. The line also has the clock, so that a bus
// can run on the virtual clock of a simulated line.
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

  /// Opens the line; closes it first if it is open. nullopt: it is open. Otherwise the text says what went
  /// wrong and what to do. Never throws.
  virtual boost::asio::awaitable<std::optional<Bilingual>> reopen() = 0;

  /// Waits until the line was silent for t3.5, drops old bytes, and sends. Then waits for the reply as long
  /// as the wire and `allowance` (the unit's own time) need. What nobody answers returns when it has left.
  /// Never throws.
  virtual boost::asio::awaitable<Finished> exchange(Request request, Nanoseconds allowance) = 0;

  /// Called while no unit answers. Says what is wrong with the line itself, if that can be seen: the adapter
  /// was unplugged and is back under its name, or a gateway is in another mode. After that call reopen().
  /// nullopt: nothing is wrong.
  virtual boost::asio::awaitable<std::optional<Bilingual>> trouble() = 0;

  virtual MonotonicTime now() const = 0;
  /// Returns at `until`, or earlier on wake(). A wake() while nobody rests has no effect.
  virtual boost::asio::awaitable<void> rest(MonotonicTime until) = 0;
  virtual void wake() = 0;

  /// The duration of an exchange if the unit answers at once. For budgets and benchmarks.
  virtual Nanoseconds cost(const Request& request) const = 0;
};

}  // namespace antrean::bus
