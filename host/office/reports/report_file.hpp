// reports.db: the figures of all days, in a file of its own. The pages of the reports ask it and never the
// journal, so no report delays a press.
//
// Everything in it comes from the journal's events. The unit is the opening of a day: counting begins at a
// DayOpened, and the rows of an opening are replaced when it is counted again. So a start counts the newest
// day anew, and a file that is missing, damaged, of another form or of another journal is made again. Days
// that the journal has forgotten stay as they are.
//
// One take() is one transaction: the figures, and up to which event they are. A crash at any moment leaves a
// whole transaction, and the next start continues from there: no event is counted twice, none is left out.
// The last transactions before a power cut may be lost (synchronous=NORMAL); the journal has their events.
//
// The functions block. One thread at a time: the reports' Worker.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "queue/events.hpp"
#include "reports/counting.hpp"
#include "reports/view.hpp"
#include "sqlite/database.hpp"
#include "values/office_time.hpp"

namespace antrean::reports {

/// What of the journal is there to be counted.
struct JournalReach {
  std::string generation;       ///< the newest part's id (journal.hpp): another one means another past
  std::uint64_t first_seq = 1;  ///< the oldest event that is kept
  std::uint64_t last_seq = 0;
};

/// How people came on the latest days of one weekday.
struct Habit {
  std::vector<OfficeDay> days;  ///< oldest first
  struct WalkIns {
    std::uint8_t hour = 0;
    std::string service, class_key;
    std::uint32_t tickets = 0;  ///< on all these days together
  };
  std::vector<WalkIns> walk_ins;
  /// People, on those of the days whose bookings were known. Who came with a code that was not in the day's
  /// list is in neither, as in the reports; never more arrived than booked.
  std::uint32_t booked = 0, arrived = 0;
};

class ReportFile {
 public:
  struct Options {
    std::filesystem::path file;
    Zone zone = Zone::wib;
    int keep_days = 400;  ///< days that were opened, the latest: as the journal keeps its events, [journal] keep_days
    std::string vfs{};    ///< for tests
  };

  /// Opens or makes the file. One that is damaged or of another form is deleted and made anew. Throws
  /// sqlite::OpenError for one that is in use, cannot be written, or is another application's.
  explicit ReportFile(Options options);
  ~ReportFile();
  ReportFile(const ReportFile&) = delete;
  ReportFile& operator=(const ReportFile&) = delete;

  /// Call it before the first take(). Gives the event after which events are wanted.
  std::uint64_t begin(const JournalReach& journal);

  /// Counts events in their order, without gaps; the first follows the event that the last call gave. Gives
  /// the event after which the next are wanted: the last one here, or an earlier one when a day is opened
  /// again that must be counted anew. After an exception (SQLite::Exception, std::logic_error) the object is
  /// of no more use: open another.
  std::uint64_t take(const std::vector<queue::Event>& events);

  /// How many people booked each hour of a day, in place of what was known. It comes from the day's list and
  /// not from events: a file that is made again knows it for the days whose bookings the journal still has.
  void booked(OfficeDay day, const std::map<SlotPlace, std::uint32_t>& people);
  /// The day of the newest opening; nothing if no day was counted.
  std::optional<OfficeDay> newest_day();

  /// Deletes the days that are not kept any more: the figures name officers.
  void forget_old();

  /// Of the weekday of `like`, on at most eight days that were opened within ten weeks before `before`.
  Habit habit(OfficeDay like, OfficeDay before);

  /// The figures of the period that `day` lies in.
  View view(Period period, OfficeDay day);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace antrean::reports
