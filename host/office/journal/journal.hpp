// The memory of the office: one SQLite file. An event that is not in it has not happened. Nothing may be told
// to anybody before `append` has returned.
//
// The functions block: a Journal is used on the journal's Worker, from open to destruction. It has no thread
// and reads no clock. One process per file: open() refuses a second one.
//
// An append is one transaction: the events with their hash chain, the counts acknowledged to the pads, the
// results for the portal, and the tables for the reports. After a failure nothing of the batch is stored and
// nothing may be acknowledged; the next append tries again. There is one exception: if the machine dies
// directly after a failed append, the whole batch may be found at the next start. Then the journal is right,
// and the person was told "try again". A new try gets "already used" or acts once.
//
// The chain: hash(n) = BLAKE2b-256(hash(n-1), every column of row n), keyed if the office has a key. If a row
// is edited, added, removed or moved, the chain is broken from there on, and verify() says where. A chain
// inside the file cannot show that the end is missing (with the head changed to fit), or that an older copy
// replaced the file. The high water mark shows both: a small separate file with the newest event seen. It
// also shows that a disk lost data that it had reported as durable. Whoever may write both files, and has the
// key if there is one, can still make the whole chain anew. Heads that lie at the portal show this
// (heads.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chain/chain.hpp"
#include "journal/day_list.hpp"
#include "journal/failure.hpp"
#include "journal/outbox.hpp"
#include "journal/reports.hpp"
#include "office_api/office_api.hpp"
#include "queue/events.hpp"
#include "sqlite/database.hpp"
#include "values/machine_clocks.hpp"
#include "values/office_time.hpp"

namespace antrean::journal {

struct Options {
  std::filesystem::path file;
  std::filesystem::path high_water_mark;  ///< high_water_mark.hpp; empty: no mark is kept
  std::string chain_key;                  ///< 16..64 bytes from a separate file; empty: the chain has no key
  /// open() checks at most this many rows of the chain, the newest ones. verify() checks the rest in slices.
  std::uint64_t check_at_open = 50'000;
  sqlite::Synchronous synchronous = sqlite::Synchronous::extra;
  /// Names of the lines of the pads, in the order of the settings. They are needed once, for a file of an
  /// earlier release, which named a pad "pad <place of its line in the settings, from 0, x 256 + its
  /// address>". open() gives such a row the name of the line that has this place now, and deletes a row if no
  /// line has its place. So change the order of lines only after the first start of this release. Empty: the
  /// rows stay as they are.
  std::vector<std::string> lines;
  std::string vfs;  ///< for tests: a VFS that simulates crashes
};

/// The presses of a pad that the host has acted on, counted since the start that `boot_id` names
/// (firmware/wire/README.md).
struct PadAcknowledgement {
  std::string pad;  ///< its address and the name of its line in the settings: "pad 3 on counters"
  std::uint16_t boot_id = 0;
  std::array<std::uint16_t, 4> presses{};
  /// Bit n: a press of button n was refused, and the pad has not shown the flash for it yet.
  std::uint8_t flashes_owed = 0;
  /// When the pad was last known to have counted no more. Nothing: an earlier release has written this.
  std::optional<MachineClocks> known_at{};
  /// By button: of `presses`, long ones in the low byte and pairs in the high one. Nothing: not told apart.
  std::optional<std::array<std::uint16_t, 4>> kinds{};
  std::uint32_t serial = 0;  ///< of the unit that has counted this; 0: not known
  friend bool operator==(const PadAcknowledgement&, const PadAcknowledgement&) = default;
};

/// Data that belong together: all of it becomes durable, or nothing.
struct Batch {
  std::vector<queue::Event> events;
  std::vector<PadAcknowledgement> pads;     ///< replaces what is stored about each pad
  std::vector<office_api::Result> results;  ///< for the portal
  std::vector<office_api::DayReport> days;  ///< for the portal, after `results`
};

/// Sequence numbers count from 1 and never repeat. A batch without events has first_seq = last_seq + 1.
struct Committed {
  std::uint64_t first_seq = 0;
  std::uint64_t last_seq = 0;
  std::size_t log_pages = 0;  ///< pages in the write-ahead log now; checkpoint() empties it
};

struct ChainReport {
  std::uint64_t first = 0;  ///< the checked rows are first..last; 0..0 if there are none
  std::uint64_t last = 0;
  std::optional<std::uint64_t> bad;  ///< the first row that differs from what was written
  std::string text;                  ///< what is wrong, in words
};

/// The content of the file at the start.
struct Found {
  std::uint64_t last_seq = 0;
  std::optional<UtcTime> last_at;    ///< time of the newest event: the clock cannot be earlier
  std::optional<OfficeDay> day;      ///< the office day of the newest event
  std::vector<queue::Event> events;  ///< from the beginning of the open day on, in order: replay them
  std::vector<PadAcknowledgement> pads;
  ChainReport chain;
  /// True: the high water mark has seen more than this journal holds, or another journal. So the journal was
  /// put back from a copy. What others have counted since is not guessed. No pad is known: the counts that a
  /// pad reports are the start to count from, so no press acts twice. The portal's list is pulled from the
  /// start, together with the check-ins that the portal was told of. The journal continues in a new
  /// generation.
  bool put_back = false;
};

class Journal {
 public:
  /// Opens or makes the file, locks it, checks it (quick_check, the newest rows of the chain), migrates it
  /// after a backup, and reads what a start needs. A broken chain does not stop the office: `found().chain`
  /// reports it. Throws sqlite::OpenError.
  static std::unique_ptr<Journal> open(const Options& options);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Opens a file to look at it, for the technician's command. It uses the same lock and quick_check, but
  /// nothing is made, written or migrated. The chain is left to verify(), and found() holds no events and no
  /// pads. Appending fails. Throws sqlite::OpenError.
  static std::unique_ptr<Journal> open_to_read(const Options& options);

  /// The content when the file was opened.
  const Found& found() const;
  /// Moves it out, so that the events of the day are not in memory twice. After that, found() is empty.
  Found take_found();

  Result<Committed> append(const Batch& batch);
  /// Copies the write-ahead log into the file. Otherwise an append does this when the log has 4,000 pages (16
  /// MiB). Call it when nobody waits. Nothing is lost when it fails.
  Result<void> checkpoint();

  std::uint64_t first_seq() const;  ///< the oldest event that is kept; last_seq() + 1 if there is none
  std::uint64_t last_seq() const;
  std::vector<OfficeDay> days() const;                    ///< days that have events, oldest first
  std::vector<queue::Event> events(OfficeDay day) const;  ///< in order
  /// From the latest DayOpened of that day to the newest event. Empty: the day was never opened, or its
  /// beginning was deleted.
  std::vector<queue::Event> events_since(OfficeDay day) const;
  std::vector<queue::Event> events_after(std::uint64_t seq, std::size_t most) const;
  std::vector<queue::Event> to_replay() const;  ///< from the newest DayOpened on, in order
  std::vector<PadAcknowledgement> pads() const;

  /// An event with the hash of the chain at it.
  struct HashedEvent {
    queue::Event event;
    Hash hash{};
  };
  /// The events of that day that `wanted` takes by name and body, in order. The others are not read, so this
  /// is quick where few are wanted.
  std::vector<HashedEvent> events_where(
      OfficeDay day, const std::function<bool(std::string_view name, std::string_view body)>& wanted) const;

  DayList& day_list();  ///< bookings of today and later, as pulled
  Outbox& outbox();     ///< results on their way to the portal
  const Reports& reports() const;

  /// Checks the chain from row `from` (0: the oldest), at most `most` rows. Call it again from report.last +
  /// 1 until last_seq(). At the end it also checks against the high water mark that the newest row is the
  /// newest that was ever written.
  ChainReport verify(std::uint64_t from = 0, std::uint64_t most = UINT64_MAX) const;

  /// Random ids of the file's parts, oldest first: a new file begins one, and a journal that was put back
  /// begins another.
  std::vector<office_api::JournalGeneration> generations() const;
  /// The newest event that is durable, in the newest generation; nothing while there is no event.
  std::optional<office_api::JournalHead> head() const;
  /// The same at another event, in the generation that wrote it; nothing if the event is not here (any more).
  std::optional<office_api::JournalHead> head_at(std::uint64_t seq) const;

  /// The first event after event `after` that happened from `from` on and before `to`.
  std::optional<std::uint64_t> first_between(UtcTime from, UtcTime to, std::uint64_t after) const;

  /// Stores the newest event in the high water mark, if it changed since the last time. Costs about one
  /// commit. Throws std::runtime_error.
  void save_high_water_mark();

  /// A consistent copy while the office works. `to` must not exist. Throws std::runtime_error.
  void backup(const std::filesystem::path& to) const;

  /// The same in steps, so that appends run between the steps and nobody waits for a large file. What is
  /// appended meanwhile is in the copy. The complete copy replaces `to`. A new beginning discards an
  /// unfinished copy. Throws std::runtime_error, and then the copy is discarded; this also happens when the
  /// file was opened again after disk errors.
  void begin_copy(const std::filesystem::path& to);
  /// Copies at most `pages` more pages. True when the copy is complete, synced and in its place.
  bool copy_more(int pages);

  /// For a copy that follows (following_copy.hpp). Begins to record what is written, and drops what was
  /// recorded before. Called between the end of copy_more and the next append, the changes begin where that
  /// copy ends. Throws std::runtime_error.
  void record_changes();
  /// Everything since, or since the last take; "": nothing. std::nullopt: they are not recorded any more,
  /// because the file was opened again after disk errors; make a new copy. Throws std::runtime_error, and
  /// then they are not recorded any more.
  std::optional<std::string> take_changes();
  void stop_recording() noexcept;

  /// Counted in days that have events, not in calendar days: if the clock is a month ahead, nothing becomes
  /// older by that.
  struct Kept {
    int events_days = 400;  ///< more than a year, as the supervisor asks
    int bookings_days = 7;  ///< names of people are kept this long after their day
  };
  struct Forgotten {
    std::uint64_t events = 0;
    std::uint64_t bookings = 0;
  };
  /// Deletes what is older, counted from `today`. The chain then begins at the oldest row that is kept. It
  /// never touches the day that is replayed. It deletes at most `most_events` events at once: call it again
  /// while it deletes any. Free pages are used again, so the file stays as large as it ever was. It is never
  /// vacuumed, because that would stop the office.
  Result<Forgotten> forget(OfficeDay today, const Kept& kept, std::uint64_t most_events = UINT64_MAX);

 private:
  struct Impl;
  explicit Journal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Checks a backup without changing it: quick_check of every page, and the whole chain. It takes long. Throws
/// sqlite::OpenError.
ChainReport check_backup(const std::filesystem::path& backup, const Options& options);

/// Replaces `file` by a backup. `file` must not be open anywhere. The backup is checked first (quick_check,
/// whole chain). The old file is kept as "<file>.replaced-<n>", the high water mark begins anew, and the file
/// is prepared as Found::put_back says. Throws sqlite::OpenError (nothing changed) or std::runtime_error.
ChainReport restore(const std::filesystem::path& backup, const Options& options);

}  // namespace antrean::journal
