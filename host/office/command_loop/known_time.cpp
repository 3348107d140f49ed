#include "command_loop/known_time.hpp"

#include <sys/stat.h>
#include <sys/timex.h>
#include <time.h>

#include <algorithm>

#include <spdlog/spdlog.h>

namespace antrean::office {
namespace {

Milliseconds distance(UtcTime a, UtcTime b) { return std::max(a - b, b - a); }

Milliseconds since(const timespec& time) {
  return std::chrono::floor<Milliseconds>(std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec});
}

KnownTime::Clocks read_clocks() {
  timespec boot{};
  ::clock_gettime(CLOCK_BOOTTIME, &boot);
  return {.wall = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()), .boot = since(boot)};
}

bool synchronised(UtcTime wall) {
  timex kernel{};
  const int state = ::adjtimex(&kernel);
  if (state >= 0) {
    const UtcTime time{std::chrono::seconds{kernel.time.tv_sec}};
    return state != TIME_ERROR && (kernel.status & STA_UNSYNC) == 0 && distance(time, wall) <= KnownTime::tolerance;
  }
  constexpr Milliseconds longest_poll = std::chrono::minutes{40};
  struct stat touched {};
  if (::stat("/run/systemd/timesync/synchronized", &touched) != 0) {
    return false;
  }
  const Milliseconds age = wall - UtcTime{since(touched.st_mtim)};
  return age >= -KnownTime::tolerance && age <= longest_poll;
}

}  // namespace

KnownTime::Sources clocks_of_the_machine() { return {.clocks = read_clocks, .synchronised = synchronised}; }

UtcTime KnownTime::now() {
  const Clocks read = sources_.clocks();
  if (!office_) {
    return read.wall;
  }
  if (offset_ && distance(read.wall, UtcTime{read.boot + *offset_}) <= tolerance) {
    follow(read);
    return read.wall;
  }
  const Office office = office_();
  const bool before_floor = read.wall < floor_;
  const OfficeDay date = OfficeDay::of(read.wall, zone_);
  if (!office.day || (!before_floor && (date == *office.day || (!chosen_ && is_right(read))))) {
    follow(read);
    return read.wall;
  }
  if (before_floor ? chosen_ || !anchored_ : !chosen_ && !anchored_ && !office.somebody_waits) {
    // Either nobody loses a place by it, or no rule uses the time of such a clock. Later readings are judged
    // as at a start.
    if (!before_floor && date > *office.day) {
      follow(read);
    } else {
      offset_.reset();
      doubt_.reset();
    }
    return read.wall;
  }
  return hold(read, office);
}

void KnownTime::follow(const Clocks& read) {
  if (doubt_) {
    spdlog::info("clock: {} is followed", iso_text(read.wall));
  }
  anchored_ = anchored_ || read.wall >= floor_;
  chosen_ = false;
  offset_.reset();
  if (read.wall >= floor_) {
    offset_ = read.wall.time_since_epoch() - read.boot;
  }
  doubt_.reset();
}

UtcTime KnownTime::hold(const Clocks& read, const Office& office) {
  const OfficeDay date = OfficeDay::of(read.wall, zone_);
  if (!offset_) {
    const std::chrono::days ahead{date.number() - office.day->number()};
    const UtcTime that_day = read.wall - ahead;
    offset_ = (chosen_ ? that_day : std::max(that_day, office.newest)).time_since_epoch() - read.boot;
  }
  const UtcTime own{read.boot + *offset_};
  if (!doubt_) {
    spdlog::warn("clock: it says {}, the office goes on by {}", iso_text(read.wall), iso_text(own));
  }
  const Why why = chosen_ ? Why::chosen : anchored_ ? Why::leapt : Why::people_wait;
  doubt_ = Doubt{.wall = date, .own = OfficeDay::of(own, zone_), .why = why};
  return own;
}

void KnownTime::choose() {
  offset_.reset();
  chosen_ = true;
}

bool KnownTime::sure() const { return is_right(sources_.clocks()); }

void KnownTime::hear(UtcTime time) { heard_ = Clocks{.wall = time, .boot = sources_.clocks().boot}; }

bool KnownTime::is_right(const Clocks& read) const {
  if (read.wall < floor_) {
    return false;
  }
  if (sources_.synchronised && sources_.synchronised(read.wall)) {
    return true;
  }
  if (!heard_ || read.boot - heard_->boot > heard_for) {
    return false;
  }
  return distance(heard_->wall + (read.boot - heard_->boot), read.wall) <= tolerance;
}

}  // namespace antrean::office
