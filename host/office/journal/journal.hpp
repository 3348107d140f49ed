// The office's memory: one SQLite file. What is not in it has not happened, and nothing may be said to
// anybody before `append` has returned.
//
// Blocking: a Journal lives on the journal's Worker, from open to destruction; it keeps no thread and reads
// no clock. One process per file: a second one is refused by open().
//
// An append is one transaction: the events with their hash chain, what was acknowledged to the pads, the
// results for the portal, and the tables the reports read. After a failure nothing of the batch is there and
// nothing may be acknowledged; the next append tries again. Only if the machine dies right after a failed
// append may the batch be found, whole, at the next start: the journal is then right and the person has been
// told "try again", which answers "already used" or acts once.
//
// The chain: hash(n) = BLAKE2b-256(hash(n-1), every column of row n), keyed when the office has a key. An
// edited, added, removed or reordered row breaks it from there on, and verify() says where. That the end
// itself is missing, with the head set back to fit, or that an older copy stands in the file's place, no
// chain inside the file can tell: the witness does, a small file of its own that holds the newest event seen.
// It also convicts a disk that lost what it had said was durable.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "journal/day_list.hpp"
#include "journal/failure.hpp"
#include "journal/outbox.hpp"
#include "journal/reports.hpp"
#include "office_api/office_api.hpp"
#include "queue/events.hpp"
#include "sqlite/database.hpp"
#include "values/office_time.hpp"

namespace antrean::journal {

struct Options {
  std::filesystem::path file;
  std::filesystem::path high_water_mark;  ///< high_water_mark.hpp; empty: none is kept
  std::string chain_key;                  ///< 16..64 bytes from a file of its own; empty: the chain is not keyed
  /// open() checks at most so many rows of the chain, the newest; verify() goes through the rest in slices.
  std::uint64_t check_at_open = 50'000;
  sqlite::Synchronous synchronous = sqlite::Synchronous::extra;
  /// Names of the lines that pads hang on, in the settings' order. Needed once, for a file of an earlier
  /// release, which named a pad "pad <place of its line in the settings, from 0, x 256 + its address>":
  /// open() gives such a row the name that its place has now, and forgets a row whose place no line has. So
  /// lines are put in another order after the first start of this release, not before. Empty: rows stay as
  /// they are.
  std::vector<std::string> lines;
  std::string vfs;  ///< tests: a crash-simulating VFS
};

/// What the host has acted on of a pad: presses since the start `boot_id` names (firmware/wire/README.md).
struct PadAcknowledgement {
  std::string pad;  ///< its address and its line's name in the settings: "pad 3 on counters"
  std::uint16_t boot_id = 0;
  std::array<std::uint16_t, 4> presses{};
  /// Bit n: a press of button n was refused, and the pad has not yet shown the flash that says so.
  std::uint8_t flashes_owed = 0;
  friend bool operator==(const PadAcknowledgement&, const PadAcknowledgement&) = default;
};

/// What belongs together: all of it becomes durable, or none.
struct Batch {
  std::vector<queue::Event> events;
  std::vector<PadAcknowledgement> pads;     ///< replaces what was known of each
  std::vector<office_api::Result> results;  ///< for the portal
};

/// Sequence numbers count from 1 and never repeat. A batch without events has first_seq = last_seq + 1.
struct Committed {
  std::uint64_t first_seq = 0;
  std::uint64_t last_seq = 0;
  std::size_t log_pages = 0;  ///< in the write-ahead log now: checkpoint() empties it
};

struct ChainReport {
  std::uint64_t first = 0;  ///< rows looked at: first..last; 0..0 when there are none
  std::uint64_t last = 0;
  std::optional<std::uint64_t> bad;  ///< the first row that is not what was written
  std::string text;                  ///< when bad: in words
};

/// What the file holds at the start.
struct Found {
  std::uint64_t last_seq = 0;
  std::optional<UtcTime> last_at;    ///< of the newest event: the clock cannot be earlier
  std::optional<OfficeDay> day;      ///< the office day of the newest event
  std::vector<queue::Event> events;  ///< from the beginning of the open day on, in order: replay them
  std::vector<PadAcknowledgement> pads;
  ChainReport chain;
  /// The witness has seen more than this journal holds, or another one: it was put back from a copy. What
  /// others remember since is not guessed: no pad is known, so that what it counted is the ground to count
  /// from and nothing is acted on twice; the portal's list is pulled from the start, with the check-ins it
  /// was told of.
  bool put_back = false;
};

class Journal {
 public:
  /// Opens or makes the file, locks it, checks it (quick_check, the newest rows of the chain), migrates it
  /// after a backup, and reads what a start needs. A broken chain does not stop the office: `found().chain`
  /// says so. Throws sqlite::OpenError.
  static std::unique_ptr<Journal> open(const Options& options);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Opens what is there to look at, as the technician's command does: the same lock and quick_check, but
  /// nothing is made, written or migrated, the chain is left to verify(), and found() holds no events and no
  /// pads. Appending fails. Throws sqlite::OpenError.
  static std::unique_ptr<Journal> open_to_read(const Options& options);

  /// As it was at open.
  const Found& found() const;
  /// The same, given away: the day's events are not kept in memory twice. found() is empty afterwards.
  Found take_found();

  Result<Committed> append(const Batch& batch);
  /// Copies the write-ahead log into the file, which otherwise an append does when 4,000 pages (16 MiB) are
  /// in it. For moments when nobody waits. Nothing is lost when it fails.
  Result<void> checkpoint();

  std::uint64_t last_seq() const;
  std::vector<OfficeDay> days() const;                    ///< that have events, oldest first
  std::vector<queue::Event> events(OfficeDay day) const;  ///< in order
  /// From the DayOpened of that day on, the latest there was, to the newest of all. Empty: it never was, or
  /// its beginning is forgotten.
  std::vector<queue::Event> events_since(OfficeDay day) const;
  std::vector<queue::Event> events_after(std::uint64_t seq, std::size_t most) const;
  std::vector<queue::Event> to_replay() const;  ///< from the newest DayOpened on, in order
  std::vector<PadAcknowledgement> pads() const;

  DayList& day_list();  ///< today's and coming bookings, as pulled
  Outbox& outbox();     ///< results on their way to the portal
  const Reports& reports() const;

  /// The chain from row `from` (0: the oldest), at most `most` rows: call again from report.last + 1 until
  /// last_seq(). Includes, when it comes to the end, that the newest row is the newest that was ever written,
  /// as the high_water_mark knows.
  ChainReport verify(std::uint64_t from = 0, std::uint64_t most = UINT64_MAX) const;

  /// Notes the newest event in the high_water_mark, when it is another than the last time. Costs about a
  /// commit. Throws std::runtime_error.
  void save_high_water_mark();

  /// A consistent copy while the office works. `to` must not exist. Throws std::runtime_error.
  void backup(const std::filesystem::path& to) const;

  /// The same in steps, so that appends go between them and nobody waits for a large file; what is appended
  /// meanwhile is in it. It replaces what is at `to`. Beginning gives up a copy that was begun before. Throws
  /// std::runtime_error, and then the copy is given up: also when the file was opened anew after errors of
  /// the disk.
  void begin_copy(const std::filesystem::path& to);
  /// At most `pages` more; true when the copy is whole, synced and at its place.
  bool copy_more(int pages);

  /// In days of which there are events, not of the calendar: under a clock that is a month ahead nothing is
  /// older.
  struct Kept {
    int events_days = 400;  ///< more than a year, as the supervisor asks
    int bookings_days = 7;  ///< names of people, after their day
  };
  struct Forgotten {
    std::uint64_t events = 0;
    std::uint64_t bookings = 0;
  };
  /// Forgets what is older, counted from `today`; the chain then begins at the oldest row kept. Never touches
  /// the day that is replayed. At most so many events at once: call again while it forgets any. The pages
  /// that become free are used again, so the file stays as large as its fullest time; it is never vacuumed,
  /// which would stop the office.
  Result<Forgotten> forget(OfficeDay today, const Kept& kept, std::uint64_t most_events = UINT64_MAX);

 private:
  struct Impl;
  explicit Journal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Looks a backup through, without changing it: quick_check of every page, and the whole chain. Takes its
/// time. Throws sqlite::OpenError.
ChainReport check_backup(const std::filesystem::path& backup, const Options& options);

/// Puts a backup in the place of `file`, which must not be open anywhere. The backup is checked first
/// (quick_check, whole chain); what was there is kept as "<file>.replaced-<n>", the witness begins anew, and
/// the file is made ready as Found::put_back says. Throws sqlite::OpenError (nothing changed) or
/// std::runtime_error.
ChainReport restore(const std::filesystem::path& backup, const Options& options);

}  // namespace antrean::journal
