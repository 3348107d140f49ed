// Decides which unit gets the line next. Pure; time is an argument, so fairness and back-off are tested
// without a line.
//
// The most urgent unit is first; among equals the one that waited longest. In the round of polls a wait
// counts more for a unit with a higher pace, and less for one with a lower. Each still gets its turn. Between
// exchanges that find no press (lamps, ends of blinks) all are asked whether there is one. Lazy
// work slows the round of polls by at most `lazy_percent`: it is sent with the unit's own poll if that is
// possible, and otherwise waits for its turn. A unit that was silent `offline_after` times in a row is
// offline and is only probed. Probes are rare: as long as any other unit answers, all offline units together
// get at most `probe_percent` of the time. So dead units slow the others by a known share, however many they
// are.
//
// Silence is the unit's own fault. If something was received that was no answer, another unit may be the
// cause: one that sends without being asked, or that is late. Such a failure is repeated at once, then with
// growing pauses, and it takes more of them in a row until the unit is offline.
//
// A unit that answers may say that it shows something else than it was told. It is served as before; only its
// health says so.
#pragma once

#include <algorithm>
#include <chrono>
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

  /// Throws std::invalid_argument if the address is taken or not 1..247.
  void add(Unit& unit);
  /// The unit that asks all (event_requests.hpp). It has no health and counts for nothing but its turns.
  void add_for_all(Unit& unit);

  struct Turn {
    Unit* unit = nullptr;            ///< null: no unit wants the line now
    Urgency served = Urgency::none;  ///< pass it to Unit::next
  };
  /// The unit to serve now. Call served() for the same unit afterwards.
  Turn next(MonotonicTime now);
  /// When next() may give a unit again, if no unit changes before that. For resting.
  MonotonicTime due(MonotonicTime now) const;

  /// The outcome, and how long the line was used. True if this changed the unit's state.
  bool served(const Unit& unit, const Outcome& outcome, Nanoseconds taken, MonotonicTime now, std::size_t noise = 0);

  /// Call it after Unit::finished. True if the unit began or ceased to show something else than it was told,
  /// or shows another wrong thing now.
  bool looked_at(const Unit& unit, MonotonicTime now);

  /// After the exchange with `unit` a unit continued to send for this long (0: none did). If that happens
  /// every time, the unit is asked so rarely that it takes a tenth of the line at most.
  void kept_line(const Unit& unit, Nanoseconds time, MonotonicTime now);

  /// The time that this unit has before its reply must begin.
  std::chrono::milliseconds allowance(const Unit& unit) const;

  /// True if a unit wants the line at once.
  bool urgent(MonotonicTime now) const;

  /// The line is lost: the state of the units that answered is not known any more, nor what they show.
  void line_lost(MonotonicTime now);
  /// The line was lost: every unit forgets and is asked at once.
  void forget(MonotonicTime now);

  /// True while a unit that answers has more to do than its poll.
  bool work_waits(MonotonicTime now) const;

  /// True while no unit answers: then check whether the line itself still works.
  bool all_silent() const;

  DeviceHealth health(const Unit& unit) const;  ///< without the recent counts
  DeviceHealth health(const Unit& unit, MonotonicTime now) const;
  std::vector<DeviceHealth> all_health(MonotonicTime now) const;

 private:
  struct Entry {
    Unit* unit = nullptr;
    bool for_all = false;
    DeviceHealth health;
    RecentExchanges recent;
    unsigned failures_in_a_row = 0;
    unsigned blame = 0;               // sum over these failures, in hundredths of a silence
    unsigned disturbed_in_a_row = 0;  // failures in which something was received
    unsigned kept_in_a_row = 0;       // exchanges after which the line was not free
    MonotonicTime refusing_since{};
    MonotonicTime not_before{};     // for a unit that failed or refused
    MonotonicTime left_alone_to{};  // its gap; it is kept whatever happens
    UnitTiming timing;
    MonotonicTime ready() const { return std::max(not_before, left_alone_to); }
    std::chrono::milliseconds probe_interval{0};
    std::uint64_t last_turn = 0;
    std::uint64_t last_lazy_turn = 0;
    std::optional<Bilingual> shows_else;
    MonotonicTime shows_else_since{};
  };
  template <class Wants>
  Entry* longest_waiting(Wants wants, std::uint64_t Entry::*since = &Entry::last_turn);
  Entry* next_poll(MonotonicTime now);
  Turn give(Entry& entry, Urgency served);
  DeviceState answered(Entry& entry, const Outcome& outcome, MonotonicTime now);
  DeviceState failed(Entry& entry, const ExchangeFailure& failure, Nanoseconds taken, MonotonicTime now);
  static DeviceHealth health_of(const Entry& entry);
  static DeviceHealth with_recent(const Entry& entry, MonotonicTime now);
  std::size_t index_of(const Unit& unit) const;

  BusSettings settings_;
  std::vector<Entry> entries_;
  std::uint64_t turn_ = 0;
  Urgency served_as_ = Urgency::none;
  Nanoseconds poll_takes_{0};   // the quickest poll so far
  MonotonicTime next_lazy_{};   // keeps lazy work within its share
  MonotonicTime next_probe_{};  // for any offline unit: keeps probes within their share
  MonotonicTime last_served_{};
};

}  // namespace antrean::bus
