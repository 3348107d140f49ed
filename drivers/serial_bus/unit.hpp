// The interface of a device on a bus. The bus asks the unit, sends its requests and reports the outcome; the
// unit keeps the desired and the known state. io thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "serial_bus/exchange.hpp"

namespace antrean::bus {

/// How much a unit wants the line. The bus serves the most urgent unit; among equals the one that waited
/// longest.
enum class Urgency : std::uint8_t {
  none,     ///< nothing to send
  lazy,     ///< waiting counts and checks: a small share of the line's time
  in_turn,  ///< the ordinary poll, in turn
  now       ///< pictures, and counters that have news
};

/// How soon a unit is polled, compared with others that also wait for their poll.
enum class Pace : std::uint8_t {
  seldom,  ///< half as often as usual
  usual,
  soon  ///< half as often again
};

/// How patient the bus must be with a unit.
struct UnitTiming {
  /// Its time before its reply must begin; nullopt: the line's `unit_allowance`.
  std::optional<std::chrono::milliseconds> allowance;
  /// After each of its exchanges it is left alone for this long; meanwhile others are served.
  std::chrono::milliseconds gap{0};
  friend bool operator==(const UnitTiming&, const UnitTiming&) = default;
};

class Unit {
 public:
  virtual ~Unit() = default;
  /// The same at all times.
  virtual UnitTiming timing() const { return {}; }
  /// False: nothing can be read back from it. What it shows is told, not seen. The same at all times.
  virtual bool can_be_seen() const { return true; }
  /// What it shows instead of what it was told, though it answers and takes every request, and what to do.
  /// nullopt: it shows the right thing, as far as is known. It changes only in finished().
  virtual std::optional<Bilingual> shows_else() const { return std::nullopt; }
  virtual UnitAddress address() const = 0;
  virtual std::string name() const = 0;  ///< for logs and health: "board 21"
  virtual Urgency urgency(MonotonicTime now) const = 0;
  virtual Pace pace() const { return Pace::usual; }
  /// True while its own poll is what finds a press at it.
  virtual bool polled_for_presses(MonotonicTime) const { return false; }
  /// True if there is also lazy work, whatever urgency() returns.
  virtual bool lazy_work(MonotonicTime now) const = 0;
  /// True while it has more to send or to ask than its poll.
  virtual bool work_waits(MonotonicTime now) const { return urgency(now) == Urgency::now || lazy_work(now); }
  /// The exchange to make now. `served` is what urgency() returned, or lazy. With none: any request that
  /// shows whether the unit answers (a probe, or a sign of life when the line was quiet for long).
  virtual Request next(Urgency served, MonotonicTime now) = 0;
  virtual void finished(const Request& request, const Outcome& outcome, MonotonicTime now) = 0;
  /// True after an exchange whose news the office will answer with something urgent as soon as it has
  /// journalled them: a press. The bus keeps the line free for that for a moment.
  virtual bool answer_expected() const { return false; }
  /// The unit may have lost everything that it was told before: the line was lost, or the host was silent for
  /// too long.
  virtual void forget() = 0;
};

}  // namespace antrean::bus
