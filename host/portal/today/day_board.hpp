// How the day stands at each office, as the offices told: the newest of each, in memory only. After a start
// it knows nothing until the offices have told it again, which they do within seconds because `run` is
// another one. Pure, for one thread: time is an argument.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "office_api/today.hpp"
#include "values/office_time.hpp"

namespace antrean::portal {

/// Of one office.
struct DayNews {
  office_api::Today told{};                                            ///< the latest, without its tickets
  MonotonicTime heard{};                                               ///< when it was told
  UtcTime heard_at{};                                                  ///< the same moment, to be shown
  std::unordered_map<std::string, office_api::TodayTicket> tickets{};  ///< of the day, by key
};

class DayBoard {
 public:
  /// `run`: random, 32 lower-case hex digits.
  explicit DayBoard(std::string run) : run_(std::move(run)) {}

  /// False: it cannot be used, and the office must send everything. It was meant for another run, misses what
  /// came before, or is older than what is known.
  bool take(std::string_view office, office_api::Today told, MonotonicTime now, UtcTime at);

  const std::string& run() const { return run_; }

  // What these give is good until the next take().

  /// Everything that this office has told of its day, as one summary; nothing: it has told nothing.
  std::optional<office_api::Today> whole(std::string_view office) const;
  /// nullptr: this office has told nothing.
  const DayNews* of_office(std::string_view office) const;
  struct Found {
    std::string_view office;
    const DayNews* news = nullptr;
    const office_api::TodayTicket* ticket = nullptr;
  };
  std::optional<Found> find(std::string_view page_key) const;
  /// The tickets given on this booking, in the order of their numbers. Both must match: see OfficeRoutes.
  std::vector<const office_api::TodayTicket*> of_booking(std::string_view office, BookingId booking,
                                                         std::string_view code) const;

 private:
  std::string run_;
  std::map<std::string, DayNews, std::less<>> offices_;
};

}  // namespace antrean::portal
