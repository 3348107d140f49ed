// The time that the office works by. It is the wall clock, as long as nothing is wrong with its date.
//
// A jump of the wall clock is measured against the time since the machine started, which includes sleep. If
// the wall clock jumps to another date than the date of the open day, the office does not follow it. The
// office continues with the time as it would be without the jump, until one of these is true:
// - The wall clock is back, or shows the date of the open day: a supervisor has opened that day, or midnight
//   has come.
// - The clock is known to be right: the kernel's clock is synchronised, or the portal's is within a minute of
//   ours.
//
// At a start there is nothing to measure a jump against. A date other than the open day's is then followed
// when the clock is known to be right, or when nobody waits. Otherwise the office continues in the open day,
// at the clock's time of the day but never before the newest event. The same holds in a day that a person
// opened against the clock. A clock before the floor (an empty battery) is used as it is, because no rule
// then uses the time.
//
// The caller provides the sources; nothing else is read. io_context thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "values/machine_clocks.hpp"
#include "values/office_time.hpp"

namespace antrean::office {

class KnownTime {
 public:
  using Clocks = MachineClocks;
  struct Sources {
    std::function<Clocks()> clocks;
    std::function<bool(UtcTime wall)> synchronised;  ///< true: the kernel says that this time is right
  };
  /// What the office must know to judge a date.
  struct Office {
    std::optional<OfficeDay> day;  ///< the open day, or the last one; nothing: there was none
    bool somebody_waits = false;   ///< for the end of that day
    UtcTime newest{};              ///< time of the newest event
  };
  enum class Why : std::uint8_t {
    leapt,
    /// The office has just started, and it is not known whether the day of these people is over.
    people_wait,
    chosen,  ///< a person opened another day than the clock's
  };
  /// A date that the office does not follow.
  struct Doubt {
    OfficeDay wall;  ///< the wall clock's date
    OfficeDay own;   ///< the office's date
    Why why = Why::leapt;
  };

  static constexpr Milliseconds tolerance = std::chrono::minutes{1};
  /// For this long after an answer of the portal, the portal's time is known by adding the time since then.
  static constexpr Milliseconds heard_for = std::chrono::hours{24};

  KnownTime(Sources sources, Zone zone, UtcTime floor) : sources_(std::move(sources)), zone_(zone), floor_(floor) {}

  /// Before this call the wall clock is the time. `office` must outlive this object, or be replaced.
  void watch(std::function<Office()> office) { office_ = std::move(office); }

  UtcTime now();
  Clocks clocks() const { return sources_.clocks(); }
  /// True when the wall clock is known to be right now.
  bool sure() const;
  /// The doubt of the latest now().
  const std::optional<Doubt>& doubt() const { return doubt_; }
  /// A person has opened the office's day, whatever the clock says. This holds until the clock shows that
  /// day, also against a clock that is known to be right.
  void choose();
  /// The portal has just sent this time.
  void hear(UtcTime time);

 private:
  bool is_right(const Clocks& read) const;
  void follow(const Clocks& read);
  /// The office's own time, used instead of the wall clock.
  UtcTime hold(const Clocks& read, const Office& office);

  Sources sources_;
  Zone zone_;
  UtcTime floor_;
  std::function<Office()> office_;
  std::optional<Milliseconds> offset_;  ///< the office's time minus `boot`; nothing: not known yet
  std::optional<Clocks> heard_;         ///< the portal's time, and when it came
  bool anchored_ = false;               ///< a wall clock after the floor was followed: a change from now on is a jump
  bool chosen_ = false;
  std::optional<Doubt> doubt_;
};

/// The clocks of this machine. The kernel's state is read by adjtimex, which also gives the kernel's time. If
/// a unit's filter forbids this call, the file that systemd-timesyncd touches with every answer is used
/// instead.
KnownTime::Sources clocks_of_the_machine();

}  // namespace antrean::office
