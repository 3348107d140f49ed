// Shortens a failing day. Events are removed, many at once and then fewer, as long as the same promise still
// breaks (Zeller's delta debugging in its simplest form). Every try is a whole day again, so the result
// really fails.
#include <algorithm>
#include <utility>

#include "day.hpp"

namespace antrean::simulation {
namespace {

constexpr int most_tries = 300;

class Shortening {
 public:
  Shortening(DayPlan plan, int promise, Mutant mutant) : plan_(std::move(plan)), promise_(promise), mutant_(mutant) {}

  DayPlan shortest() {
    shorten(&DayPlan::faults);
    shorten(&DayPlan::people);
    shorten(&DayPlan::faults);
    return plan_;
  }

 private:
  bool still_breaks(const DayPlan& plan) {
    ++tries_;
    const DayReport report = run_day(plan, mutant_);
    return report.broken && report.broken->promise == promise_;
  }

  template <class Item>
  void shorten(std::vector<Item> DayPlan::*items) {
    for (std::size_t chunk = std::max<std::size_t>((plan_.*items).size() / 2, 1); chunk > 0; chunk /= 2) {
      for (std::size_t at = 0; at < (plan_.*items).size() && tries_ < most_tries;) {
        DayPlan less = plan_;
        auto& list = less.*items;
        const auto from = list.begin() + static_cast<std::ptrdiff_t>(at);
        list.erase(from, from + static_cast<std::ptrdiff_t>(std::min(chunk, list.size() - at)));
        if (still_breaks(less)) {
          plan_ = std::move(less);
        } else {
          at += chunk;
        }
      }
    }
  }

  DayPlan plan_;
  int promise_;
  Mutant mutant_;
  int tries_ = 0;
};

}  // namespace

DayPlan shortest(const DayPlan& plan, const Broken& broken, Mutant mutant) {
  return Shortening(plan, broken.promise, mutant).shortest();
}

}  // namespace antrean::simulation
