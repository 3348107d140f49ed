// Who gets the line next: pure, time is an argument, so that fairness and back-off are tested without a line.
//
// The most urgent unit first, among equals the one that waited longest. Lazy work slows the round of polls by
// at most `lazy_percent`: it goes with the unit's own poll where it has one, and waits for its turn. A unit
// that was silent `offline_after` times in a row is offline and only probed: seldom, and all offline units
// together for at most `probe_percent` of the time as long as any other unit answers, so that dead units slow
// the living by a known share however many they are.
//
// Silence is the unit's own fault. That something was heard and was no answer can be the fault of another one
// that babbles or is late: such a failure is repeated at once, then with growing pauses, and it takes more of
// them in a row until a unit is offline by it.
#pragma once

#include <optional>
#include <vector>

#include "serial_bus/bus_settings.hpp"
#include "serial_bus/recent_exchanges.hpp"
#include "serial_bus/unit.hpp"
#include "values/device_health.hpp"

namespace antrean::bus {

class Schedule {
 public:
  explicit Schedule(const BusSettings& settings) : settings_(settings) {}

  /// Throws std::invalid_argument when the address is taken or not 1..247.
  void add(Unit& unit);

  struct Turn {
    Unit* unit = nullptr;            ///< null: nobody wants the line now
    Urgency served = Urgency::none;  ///< to be passed to Unit::next
  };
  /// Whom to serve now. Followed by served() for the same unit.
  Turn next(MonotonicTime now);
  /// When next() may have an answer again, if no unit changes its mind before; for resting.
  MonotonicTime due(MonotonicTime now) const;

  /// What came of it, and how long the line was taken. True when the unit's state is another one by it.
  bool served(const Unit& unit, const Outcome& outcome, Nanoseconds taken, MonotonicTime now, std::size_t noise = 0);

  /// After the exchange with `unit` somebody went on sending for so long; nothing: nobody did. Who does that
  /// every time is asked so seldom that it takes a tenth of the line at most.
  void kept_line(const Unit& unit, Nanoseconds time, MonotonicTime now);

  /// True when somebody wants the line at once.
  bool urgent(MonotonicTime now) const;

  /// The line is away: how those units are that answered is not known any more.
  void line_lost(MonotonicTime now);
  /// The line was away: every unit forgets and is asked at once.
  void forget(MonotonicTime now);

  /// True while a unit that answers has more to say than its poll.
  bool work_waits(MonotonicTime now) const;

  /// True while no unit answers: time to ask whether the line itself is still there.
  bool all_silent() const;

  const DeviceHealth& health(const Unit& unit) const;  ///< without what is recent
  DeviceHealth health(const Unit& unit, MonotonicTime now) const;
  std::vector<DeviceHealth> all_health(MonotonicTime now) const;

 private:
  struct Entry {
    Unit* unit = nullptr;
    DeviceHealth health;
    RecentExchanges recent;
    unsigned failures_in_a_row = 0;
    unsigned blame = 0;               // for them, in hundredths of a silence
    unsigned disturbed_in_a_row = 0;  // those in which something was heard
    unsigned kept_in_a_row = 0;       // exchanges after which the line was not free
    MonotonicTime refusing_since{};
    MonotonicTime not_before{};  // of a unit that failed or refused
    std::chrono::milliseconds probe_interval{0};
    std::uint64_t last_turn = 0;
    std::uint64_t last_lazy_turn = 0;
  };
  template <class Wants>
  Entry* longest_waiting(Wants wants, std::uint64_t Entry::*since = &Entry::last_turn);
  Turn give(Entry& entry, Urgency served);
  DeviceState answered(Entry& entry, const Outcome& outcome, MonotonicTime now);
  DeviceState failed(Entry& entry, const ExchangeFailure& failure, Nanoseconds taken, MonotonicTime now);
  DeviceHealth with_recent(const Entry& entry, MonotonicTime now) const;
  std::size_t index_of(const Unit& unit) const;

  BusSettings settings_;
  std::vector<Entry> entries_;
  std::uint64_t turn_ = 0;
  Urgency served_as_ = Urgency::none;
  Nanoseconds poll_takes_{0};   // the quickest poll so far
  MonotonicTime next_lazy_{};   // keeps lazy work within its share
  MonotonicTime next_probe_{};  // of any offline unit: keeps probes within their share
  MonotonicTime last_served_{};
};

}  // namespace antrean::bus
