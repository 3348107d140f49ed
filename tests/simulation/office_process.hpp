// One life of the office's program, from its start to its end. It has the real journal, command loop,
// entrance, pads, bus, drivers and outputs, put together as in antrean-office, on one thread and virtual
// time. Instead of a thread it runs a job in place, and instead of a timer it uses the agenda. A commit takes
// some milliseconds, so that events can come before it, during it and after it.
//
// For a crash the disk is cut off first and then the object is destroyed, so that nothing is tidied up.
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

/// Something is broken on purpose, to show that the simulation detects it.
enum class Mutant : std::uint8_t {
  none,
  unsynced,         ///< the journal runs with synchronous=NORMAL
  early_answer,     ///< acknowledges before the commit
  count_apart,      ///< the press count is not in the commit of the press
  forgets_flashes,  ///< the flash owed for a refused press is kept only in memory
  hides_stranded,   ///< does not report people who do not fit changed settings
  hidden_again,     ///< ignores a scan that was refused within the last 10 s, whatever the screen shows
  follows_leaps,    ///< uses the wall clock as it is
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

/// What leaves the office, reported at that moment.
struct Seen {
  std::function<void(journal::Journal&)> opened;       ///< before anything is done with it
  std::function<void(const journal::Batch&)> durable;  ///< the journal has reported it as durable
  std::function<void(const std::shared_ptr<const Snapshot>&)> shown;
  std::function<void(const Announcement&, UtcTime now)> announced;
};

/// At the entrance: a scanned or typed line, or a booking that staff picked.
struct Scan {
  std::string line;
  std::optional<BookingId> picked;
  std::string class_key;
  bool scanned = false;  ///< by a scanner; otherwise by the staff's page
};
struct ScanAnswer {
  std::string outcome;
  std::string words;  ///< in English
  std::vector<std::string> numbers;
  std::uint64_t seq = 0;  ///< its number on the entrance's screen
};

class OfficeProcess {
 public:
  /// Throws what a start on that disk throws: sqlite::OpenError, queue::ReplayError.
  OfficeProcess(Agenda& agenda, Wiring& wiring, const OfficeLayout& layout, const std::string& vfs,
                std::function<UtcTime()> now, Mutant mutant, Seen seen);
  ~OfficeProcess();

  /// Does what can be done now. Call it after every event. `told`: the line has reported something to the
  /// office.
  void settle(bool told);
  /// True if something was asked of it, or a timer of its own has rung, since it last settled.
  bool touched() const;
  /// The program has ended by itself; systemd would start it again.
  const std::optional<std::string>& ended() const;

  void scan(Scan scan, std::function<void(const ScanAnswer&)> answered);
  /// Nobody waits for the answer here, because the feed shows it.
  void submit(queue::Command command);
  /// `given`: the number, "" if there was none to give.
  void walk_in(queue::WalkIn wish, std::function<void(const std::string&)> given);
  void tick();

  journal::Journal& journal();
  UtcTime now() const;   ///< the time that it works by
  bool failing() const;  ///< it cannot write its journal
  bool committing() const;
  /// True if something waits for a commit or for its answer.
  bool busy() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace antrean::simulation
