// What a device on a bus tells the bus. The bus asks, sends and tells; the device keeps desired and known
// state. io thread only.
#pragma once

#include <string>

#include "serial_bus/exchange.hpp"

namespace antrean::bus {

/// How much a unit wants the line. The bus serves the most urgent; among equals, who waited longest.
enum class Urgency : std::uint8_t {
  none,     ///< nothing to say
  lazy,     ///< waiting counts and checks: a small share of the line's time
  in_turn,  ///< the ordinary poll, round and round
  now       ///< pictures, and counters that have news
};

class Unit {
 public:
  virtual ~Unit() = default;
  virtual UnitAddress address() const = 0;
  virtual std::string name() const = 0;  ///< for logs and health: "board 21"
  virtual Urgency urgency(MonotonicTime now) const = 0;
  /// True when there is lazy work too, whatever urgency() says.
  virtual bool lazy_work(MonotonicTime now) const = 0;
  /// True while it has more to bring or to ask than its poll.
  virtual bool work_waits(MonotonicTime now) const { return urgency(now) == Urgency::now || lazy_work(now); }
  /// The exchange to make now, chosen as `served`: what urgency() said, or lazy. With none: anything that
  /// shows whether the unit answers (a probe, or a sign of life when the line has been quiet for long).
  virtual Request next(Urgency served, MonotonicTime now) = 0;
  virtual void finished(const Request& request, const Outcome& outcome, MonotonicTime now) = 0;
  /// True after an exchange whose news the office answers with something urgent as soon as it has written
  /// them down: a press. The bus holds the line for that a moment.
  virtual bool answer_expected() const { return false; }
  /// Whatever the unit was told before may be forgotten by now: the line was away, or the host silent too
  /// long.
  virtual void forget() = 0;
};

}  // namespace antrean::bus
