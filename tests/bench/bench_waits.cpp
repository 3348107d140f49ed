// The waits that are said at check-in, against the waits that come true, over simulated days
// (tests/queue/simulated_day.hpp). Goal: median error <= 20 % of the true wait; the range holds 75-85 % of the truths.
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "../queue/simulated_day.hpp"

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

int main(int argc, char** argv) {
  const int days = argc > 1 ? std::atoi(argv[1]) : 60;
  const auto seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0;
  const std::vector<Judged> judged = judged_days(days, seed);
  int below = 0, above = 0;
  double bias = 0;
  for (const auto& one : judged) {
    if (one.truth < 120) continue;
    below += one.truth < one.said.low ? 1 : 0;
    above += one.truth > one.said.high + 1.0 ? 1 : 0;
    bias += (one.said.likely - one.truth) / one.truth;
  }
  const Verdicts verdicts = judge(judged);
  const auto count = static_cast<double>(verdicts.count);
  std::printf("%zu waits of two minutes and more; truth below the range %.1f %%, above %.1f %%, mean bias %+.1f %%\n",
              verdicts.count, 100 * below / count, 100 * above / count, 100 * bias / count);
  std::printf("waits: count=%zu median_error=%.3f goal_error=0.200 held=%.3f goal_low=0.75 goal_high=0.85\n",
              verdicts.count, verdicts.median_error, verdicts.held);
  return 0;
}
