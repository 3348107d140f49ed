#include "staffing/staffing.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <utility>

namespace antrean::staffing {
namespace {

constexpr std::uint16_t runs_to_search = 80;
constexpr std::size_t most_counters = 40;
constexpr std::uint32_t no_gain_seconds = 60;
constexpr std::uint32_t for_ever = std::numeric_limits<std::uint32_t>::max();

struct Stopped {};

/// The search for the counters of each half hour, from the morning on. While one is looked for, later ones
/// are as many. Who came before may still wait, so those before must stay within their limit too.
class Search {
 public:
  Search(const queue::PlanSettings& plan, const Question& question, const std::function<bool()>& stop)
      : plan_(plan),
        ahead_(question.ahead),
        limit_(static_cast<std::uint32_t>(std::chrono::seconds{question.limit}.count())),
        fewest_(std::max<std::size_t>(1, fewest_counters(plan, question.ahead))),
        most_(std::max(fewest_, most_counters)),
        stop_(stop) {
    ahead_.runs = runs_to_search;
  }

  void find(HalfHour& half_hour) {
    const std::uint32_t best = wait_of(half_hour.start, played(half_hour.start, most_));
    half_hour.enough = best <= limit_;
    limits_.push_back({half_hour.start, half_hour.enough   ? limit_
                                        : best == for_ever ? for_ever
                                                           : best + no_gain_seconds});
    const auto within = [](const auto& limit, const Periods& periods) {
      return wait_of(limit.first, periods) <= limit.second;
    };
    half_hour.needed = smallest(best == for_ever ? most_ : fewest_, most_, [&](std::size_t counters) {
      return within(limits_.back(), played(half_hour.start, counters));
    });
    // Not so few that those before wait longer now. As many as before were enough for them.
    const std::size_t before = found_.empty() ? 0 : found_.back().counters;
    if (half_hour.needed < before) {
      half_hour.needed = smallest(half_hour.needed, before, [&](std::size_t counters) {
        const auto periods = played(half_hour.start, counters);
        return std::ranges::all_of(limits_, [&](const auto& limit) { return within(limit, periods); });
      });
    }
    found_.push_back({.from = half_hour.start, .to = TimeOfDay{24 * 60}, .counters = half_hour.needed});
  }

 private:
  using Periods = std::vector<queue::PeriodWait>;

  /// The smallest number from `low` on that is good; `high` is taken to be so.
  static std::size_t smallest(std::size_t low, std::size_t high, const auto& good) {
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (good(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// The day with the counters found so far, and so many from `start` on.
  Periods played(TimeOfDay start, std::size_t counters) {
    if (stop_()) {
      throw Stopped{};
    }
    std::vector<OpenPart> parts = found_;
    parts.push_back({.from = start, .to = TimeOfDay{24 * 60}, .counters = counters});
    parts.front().from = TimeOfDay{0};
    for (std::size_t i = 1; i < parts.size(); ++i) {
      parts[i - 1].to = parts[i].from;
    }
    auto day = play_day(plan_, ahead_, parts);
    auto* waits = std::get_if<Waits>(&day);
    if (waits == nullptr) {
      throw std::logic_error("staffing: " + std::get<std::string>(day));
    }
    return std::move(waits->periods);
  }

  /// Nine of ten of those who come in this half hour wait no longer.
  static std::uint32_t wait_of(TimeOfDay start, const Periods& periods) {
    const auto found = std::ranges::find(periods, start, &queue::PeriodWait::start);
    // Nobody came in any of the days that were played: nobody waits.
    return found == periods.end() ? 0 : found->wait ? found->wait->high : for_ever;
  }

  const queue::PlanSettings& plan_;
  DayAhead ahead_;
  std::uint32_t limit_;
  std::size_t fewest_, most_;
  const std::function<bool()>& stop_;
  std::vector<OpenPart> found_;
  std::vector<std::pair<TimeOfDay, std::uint32_t>> limits_;  ///< seconds, of the half hours so far
};

}  // namespace

std::variant<Staffing, std::string> staffing_of(const queue::PlanSettings& plan, const Question& question,
                                                const std::function<bool()>& stop) {
  auto played = play_day(plan, question.ahead, question.planned);
  if (auto* problem = std::get_if<std::string>(&played)) {
    return std::move(*problem);
  }
  Staffing staffing{.planned = question.planned, .limit = question.limit, .half_hours = {}};
  for (const queue::PeriodWait& period : std::get<Waits>(played).periods) {
    staffing.half_hours.push_back(
        {.start = period.start, .booked = period.booked, .walk_ins = period.walk_ins, .wait = period.wait});
  }
  try {
    Search search(plan, question, stop);
    for (HalfHour& half_hour : staffing.half_hours) {
      search.find(half_hour);
    }
  } catch (const Stopped&) {
    return "it was stopped";
  }
  return staffing;
}

}  // namespace antrean::staffing
