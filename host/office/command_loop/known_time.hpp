// The time the office works by: the wall clock, as long as nothing speaks against its date.
//
// A wall clock that leaps (against the time since the machine started, which counts sleep too) to another
// date than the open day's is not followed: the office goes on by the time as it would be without the leap,
// until
//   the wall clock is back, or shows the open day's date: a supervisor has opened that day, or midnight has come;
//   the clock is known to be right: the kernel's is synchronised, or the portal's is within a minute of ours.
// At a start there is nothing to measure a leap against. A date other than the open day's is then followed
// when the clock is known to be right, or when nobody waits; otherwise the office goes on in the open day, at
// the clock's time of the day but never before the newest event. So it does in a day that a person opened
// against the clock. A clock before the floor (an empty battery) is taken as it is: no rule asks it for the
// time.
//
// The sources are the caller's; nothing is read but by them. io_context thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "values/office_time.hpp"

namespace antrean::office {

class KnownTime {
 public:
  struct Clocks {
    UtcTime wall{};
    Milliseconds boot{0};  ///< since the machine started, with the time it slept
  };
  struct Sources {
    std::function<Clocks()> clocks;
    std::function<bool(UtcTime wall)> synchronised;  ///< the kernel says that this is right
  };
  /// What the office must know to judge a date.
  struct Office {
    std::optional<OfficeDay> day;  ///< open, or the last; nothing: there was none
    bool somebody_waits = false;   ///< for the end of that day
    UtcTime newest{};              ///< event
  };
  enum class Why : std::uint8_t {
    leapt,
    people_wait,  ///< it is a start, and nobody knows whether their day is over
    chosen,       ///< a person opened another day than the clock's
  };
  /// Which the office does not follow.
  struct Doubt {
    OfficeDay wall;  ///< the wall clock's date
    OfficeDay own;   ///< the office's
    Why why = Why::leapt;
  };

  static constexpr Milliseconds tolerance = std::chrono::minutes{1};
  /// So long after an answer of the portal its time is known by the time since then.
  static constexpr Milliseconds heard_for = std::chrono::hours{24};

  KnownTime(Sources sources, Zone zone, UtcTime floor) : sources_(std::move(sources)), zone_(zone), floor_(floor) {}

  /// Before this the wall clock is the time. The reader outlives this or is replaced.
  void watch(std::function<Office()> office) { office_ = std::move(office); }

  UtcTime now();
  /// Whether the wall clock is known to be right now.
  bool sure() const;
  /// As of the latest now().
  const std::optional<Doubt>& doubt() const { return doubt_; }
  /// A person has opened the office's day, whatever the clock says. This stands until the clock shows that
  /// day, also against a clock that is known to be right.
  void choose();
  /// The portal has just said what time it is.
  void hear(UtcTime time);

 private:
  bool is_right(const Clocks& read) const;
  void follow(const Clocks& read);
  /// The office's own time instead.
  UtcTime hold(const Clocks& read, const Office& office);

  Sources sources_;
  Zone zone_;
  UtcTime floor_;
  std::function<Office()> office_;
  std::optional<Milliseconds> offset_;  ///< of the office's time from `boot`; nothing: not yet known
  std::optional<Clocks> heard_;         ///< the portal's time, and when
  bool anchored_ = false;               ///< a wall clock after the floor was followed: what comes now is a leap
  bool chosen_ = false;
  std::optional<Doubt> doubt_;
};

/// The machine's. Of the kernel: adjtimex, which says its own time too; where a unit's filter forbids that
/// call, the file that systemd-timesyncd touches with every answer it takes.
KnownTime::Sources clocks_of_the_machine();

}  // namespace antrean::office
