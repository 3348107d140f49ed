// The world of a simulated day: the office's machine with its disk and its process, the wiring, the portal,
// and the true time. People and faults act through it; what they see, the auditor sees too.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agenda.hpp"
#include "auditor.hpp"
#include "crash_vfs/crash_vfs.hpp"
#include "day_plan.hpp"
#include "desk.hpp"
#include "door.hpp"
#include "office_process.hpp"
#include "portal_side.hpp"
#include "wiring.hpp"

namespace antrean::simulation {

class World {
 public:
  World(const DayPlan& plan, Mutant mutant, Verdict& verdict);
  ~World();

  Agenda agenda;
  const DayPlan& plan;
  OfficeLayout layout;  ///< its settings at the latest start
  Wiring wiring;
  Auditor auditor;
  PortalSide portal;
  Desk desk;

  // Time

  Milliseconds of_day() const;  ///< since midnight of the day, by a clock that nobody sets
  UtcTime wall() const;         ///< the wall clock of the office's machine
  UtcTime true_time() const;
  void set_clock_ahead(Milliseconds by) { clock_ahead_ += by; }
  std::chrono::days clock_days_ahead{0};
  /// The time that the office works by; its pages and its voice use it.
  UtcTime office_time() const;
  void correct_clock() { clock_ahead_ = Milliseconds{0}; }

  // The office's machine

  bool alive() const { return office_ != nullptr; }
  OfficeProcess* office() { return office_.get(); }
  void start();
  /// The process is killed; systemd starts it again after `back_in`.
  void kill(Milliseconds back_in);
  void cut_power(Milliseconds back_in);
  /// The settings file is changed; the next start reads it.
  void change_settings(std::int64_t detail) { settings_changes_.push_back(detail); }
  /// Killed at `into` within the next commit that begins.
  void kill_in_commit(Milliseconds into, Milliseconds back_in);
  tests::CrashDisk& disk() { return disk_; }
  void expect_power_cut(Milliseconds back_in) { power_back_in_ = back_in; }
  unsigned starts() const { return starts_; }

  // What people do

  void press(std::uint16_t counter, Button button);
  void scan(const Person& person, BookingId booking, Scan what, std::function<void(const ScanAnswer&)> answered);
  /// Shows something to a scanner. `code`: as in ScreenAudit::holds_up. The answer is on the screen.
  void hold_up(unsigned scanner, const std::string& who, const std::string& what, const std::string& code);
  void walk_in(queue::WalkIn wish, std::function<void(const std::string& number)> given);
  std::string qr_of(const Booking& booking) const;
  /// Like qr_of, but signed by somebody who does not have the key.
  std::string forged_qr_of(const Booking& booking) const;

  /// Bits by counter: the contacts bounce, so the next press comes twice.
  std::uint32_t bouncing = 0;
  std::uint32_t twice = 0;

  // What people see

  /// The number over the counter, from its board, or from the console if the board cannot be seen; nullopt:
  /// not known.
  std::optional<std::string> number_over(std::uint16_t counter);
  std::shared_ptr<const Snapshot> feed() const { return feed_; }
  /// From the pad's two digits, or from the console if the pad is dead.
  bool somebody_waits(std::uint16_t counter) const;
  std::function<void(std::uint16_t counter)> on_sight;  ///< the board or lamps of a counter may have changed

  /// Runs the next event and lets everybody look at it; false if there is none.
  bool step();
  Verdict& verdict() { return verdict_; }

  // The portal's line

  struct PortalConnection {
    bool gone = false;
    bool slow = false;
    bool repeats = false;
  } portal_line;
  void pull();
  void push();

 private:
  Seen seen();
  void die();
  void after_step(bool office_told);
  void line_came(const std::string& line);

  Verdict& verdict_;
  Mutant mutant_;
  codes::KeyPair signing_;
  tests::CrashDisk disk_;
  std::unique_ptr<OfficeProcess> office_;
  Milliseconds clock_ahead_{0};
  std::shared_ptr<const Snapshot> feed_;
  unsigned starts_ = 0;
  unsigned life_ = 0;
  Milliseconds power_back_in_{2'000};
  std::optional<std::pair<Milliseconds, Milliseconds>> kill_in_commit_;
  std::vector<std::int64_t> settings_changes_;  ///< not read yet
  bool from_the_start_ = false;
  std::optional<office_api::BookingPage> old_page_;
  Door door_;
  /// By the code on the paper: who waits for its answer.
  std::map<std::string, std::function<void(const ScanAnswer&)>> at_the_door_;
  std::uint64_t looked_ = 0;
  /// The latest time when the journal could not be written.
  MonotonicTime failed_at_{-std::chrono::hours{1}};
};

}  // namespace antrean::simulation
