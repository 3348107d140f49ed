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
#include "crash_vfs/crash_vfs.hpp"
#include "journal/journal.hpp"
#include "mutant.hpp"
#include "outputs/board_pictures.hpp"
#include "outputs/pad_lamps.hpp"
#include "queue/commands.hpp"
#include "queue/plan.hpp"
#include "speaker/speaker.hpp"
#include "staff_door.hpp"
#include "values/snapshot.hpp"
#include "wiring.hpp"

namespace antrean::simulation {

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

/// A new journal, as the first start of all makes it. It is made once for all days, because making its tables
/// costs each of them time.
void put_new_journal(tests::CrashDisk& disk);

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

  /// At the scanner.
  void scan(Scan scan, std::function<void(const ScanAnswer&)> answered);
  /// By a page of the staff. `visit` may wait for answers; when the process dies, it does not go on.
  void at_the_door(std::function<boost::asio::awaitable<void>(StaffDoor&)> visit);
  void tick();

  journal::Journal& journal();
  /// Which officer is logged in at which counter.
  std::vector<std::pair<CounterId, std::string>> officers() const;
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
