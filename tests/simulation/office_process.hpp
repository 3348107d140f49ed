// One life of the office's program, from its start to its death: the real journal, hall, entrance, pads, bus,
// drivers and outputs, put together as antrean-office does, on one thread and virtual time. Where the program
// has a thread or a timer, this has a job done in place and the agenda; a commit takes some milliseconds, so
// that things can happen before it, within it and after it.
//
// Dying: the disk is cut off first, then the object destroyed, so that nothing is tidied up.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkin/checkin.hpp"
#include "codes/booking_code.hpp"
#include "journal/journal.hpp"
#include "outputs/board_pictures.hpp"
#include "outputs/pad_lamps.hpp"
#include "queue/commands.hpp"
#include "queue/plan.hpp"
#include "speaker/speaker.hpp"
#include "values/snapshot.hpp"
#include "wiring.hpp"

namespace antrean::simulation {

/// What is broken on purpose, to show that the simulation sees it.
enum class Mutant : std::uint8_t {
  none,
  unsynced,         ///< the journal runs with synchronous=NORMAL
  early_answer,     ///< acknowledges before the commit
  count_apart,      ///< the press count is kept outside the commit of what the press did
  forgets_flashes,  ///< the flash owed for a refused press is kept in memory only
  hides_stranded,   ///< does not tell whom changed settings leave behind
  hidden_again,     ///< leaves out a scan that was refused within the last 10 s, whatever stands on the screen
  follows_leaps,    ///< takes the wall clock as it is
};

struct OfficeLayout {
  queue::PlanSettings plan;
  checkin::Office checkin;
  codes::Keyring keys;
  struct Pad {
    UnitAddress address = 0;
    outputs::PadPlan plan;
  };
  struct Board {
    UnitAddress address = 0;
    outputs::BoardPlan plan;
  };
  std::vector<Pad> pads;
  std::vector<Board> boards;
};

/// What leaves the office, told the moment it does.
struct Seen {
  std::function<void(journal::Journal&)> opened;       ///< before anything is done with it
  std::function<void(const journal::Batch&)> durable;  ///< the journal has said so
  std::function<void(const std::shared_ptr<const Snapshot>&)> shown;
  std::function<void(const Announcement&, UtcTime now)> announced;
};

/// At the entrance: a line scanned or typed, or a booking that staff picked.
struct Scan {
  std::string line;
  std::optional<BookingId> picked;
  std::string class_key;
  bool scanned = false;  ///< by a scanner; else by the staff's page
};
struct ScanAnswer {
  std::string outcome;
  std::string words;  ///< in English
  std::vector<std::string> numbers;
  std::uint64_t seq = 0;  ///< on the entrance's screen
};

class OfficeProcess {
 public:
  /// Throws what a start on that disk would: sqlite::OpenError, queue::ReplayError.
  OfficeProcess(Agenda& agenda, Wiring& wiring, const OfficeLayout& layout, const std::string& vfs,
                std::function<UtcTime()> now, Mutant mutant, Seen seen);
  ~OfficeProcess();

  /// Does what can be done now. Call after everything that happened; `told`: the line has told the office
  /// something.
  void settle(bool told);
  /// Somebody has asked it something, or a timer of its own has rung, since it last settled.
  bool touched() const;
  /// The program has ended by itself: systemd would start it anew.
  const std::optional<std::string>& ended() const;

  void scan(Scan scan, std::function<void(const ScanAnswer&)> answered);
  /// Nobody at a console waits for the answer here: the feed shows it.
  void submit(queue::Command command);
  /// `given`: the number, "" when there was none to give.
  void walk_in(queue::WalkIn wish, std::function<void(const std::string&)> given);
  void tick();

  journal::Journal& journal();
  UtcTime now() const;   ///< by which it works
  bool failing() const;  ///< to write its journal
  bool committing() const;
  /// Something waits for a commit or for its answer.
  bool busy() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace antrean::simulation
