// From events to the figures of the reports: what happened in an hour at a counter, by which officer, for
// which service and class. Pure; the file is report_file.hpp.
//
// What the figures mean:
// - A ticket arrives once, when it is issued: in the service and class that it then has, at counter 0. It is
//   a walk-in when it has no booking.
// - A wait ends with a call: the time since the ticket joined that line, as the event says it. Each stage has
//   its own. A call that was cancelled or handed back did not end it; that wait is taken back. A service
//   without a call (directly at the counter) has no wait.
// - A service is a stage that was finished, unless the finish was undone.
// - A ticket ends once: served, missed (no-show), cancelled, or unserved when the day was closed. One that
//   comes back after that has not ended.
// - Feedback is a ticket's first answer. It belongs to the counter, officer and hour of the last service of
//   the ticket, also when it came later, and stays when that finish is undone.
// The hour is that of the event by the office's clock; the day is the office day.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "queue/events.hpp"
#include "reports/histogram.hpp"
#include "values/feedback.hpp"
#include "values/office_time.hpp"

namespace antrean::reports {

/// Where something happened within an opening of a day.
struct Place {
  std::uint8_t hour = 0;  ///< 0..23
  CounterId counter = 0;  ///< 0: not at a counter
  std::string officer;    ///< as at the sign-in; empty: nobody
  std::string service;
  std::string class_key;
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// How many there were.
struct Figures {
  std::uint32_t arrivals = 0;  ///< tickets
  std::uint32_t walk_ins = 0;  ///< of these
  std::uint32_t people = 0;    ///< on these tickets
  std::uint32_t recalls = 0;
  std::uint32_t served = 0, no_shows = 0, cancelled = 0, unserved = 0;  ///< how tickets ended
  std::array<std::uint32_t, feedbacks> feedback{};                      ///< answers, by Feedback
  Histogram waits;
  Histogram services;
  void add_counts(const Figures& other);  ///< without the histograms
  friend bool operator==(const Figures&, const Figures&) = default;
};

/// A booked hour of a service: how many people booked, and how many of them came.
struct SlotPlace {
  std::string service;
  TimeOfDay start;
  friend auto operator<=>(const SlotPlace&, const SlotPlace&) = default;
};
struct SlotFigures {
  std::uint32_t booked = 0;
  std::uint32_t arrived = 0;
  std::uint32_t unlisted = 0;  ///< came with a code that was not in the day's list
  friend bool operator==(const SlotFigures&, const SlotFigures&) = default;
};

/// The figures of one opening of a day: from its DayOpened on, also after it was opened again.
struct Opening {
  OfficeDay day;
  std::map<Place, Figures> cells;
  std::map<SlotPlace, SlotFigures> slots;
};

class Counting {
 public:
  explicit Counting(Zone zone) : zone_(zone) {}

  /// The opening (seq of its DayOpened) that this event needs and that is not here: counting must begin again
  /// there. Nothing: take() may be called.
  std::optional<std::uint64_t> lacks(const queue::Event& event) const;
  /// Counts the event. Events come in their order; those before the first DayOpened count nothing. Throws
  /// std::logic_error for events that cannot follow each other.
  void take(const queue::Event& event);

  /// What take() changed since the last time, by opening.
  struct Changes {
    std::map<std::uint64_t, std::set<Place>> cells;
    std::map<std::uint64_t, std::set<SlotPlace>> slots;
    std::set<std::uint64_t> opened;
  };
  Changes take_changes() { return std::exchange(changes_, {}); }
  const Opening& opening(std::uint64_t seq) const { return known_.at(seq).shown; }

  /// Forgets older openings, but none from `keep_from` on, and never the newest ones: any of these may be
  /// opened again.
  void forget(std::uint64_t keep_from);
  static constexpr std::size_t kept_openings = 16;

 private:
  /// What of a ticket may have to be taken back.
  struct Ticket {
    std::string service, class_key;
    std::optional<std::pair<Place, std::uint32_t>> wait;          ///< of the latest call
    std::optional<std::pair<Place, std::uint32_t>> service_time;  ///< of the latest finish
    std::optional<Place> ended;
    bool has_feedback = false;
    queue::Outcome outcome = queue::Outcome::none;
  };
  struct Known {
    Opening shown;
    std::map<queue::TicketId, Ticket> tickets;
    std::map<CounterId, std::string> officers;
  };
  struct Visit;

  Zone zone_;
  std::uint64_t at_ = 0;  ///< the opening that events belong to now; 0: none yet
  std::map<std::uint64_t, Known> known_;
  Changes changes_;
};

}  // namespace antrean::reports
