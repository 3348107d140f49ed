#include "counting/counting.hpp"

namespace counting {

// A comment may say a < b, and so may a text.
int larger(int a, int b) {
  static_assert(enough > 1, "enough > 1");
  return a < b ? b : a;
}

int sum_to(int last) {
  int sum = 0;
  for (int number = 1; number <= last;) {
    sum += number;
    ++number;
  }
  return sum;
}

bool count(Tally& tally, int most) {
  if (tally.seen >= most && !tally.full) {
    return false;
  }
  ++tally.seen;
  tally.full = tally.seen == most;
  return true;
}

Kind kind_of(int number) { return number % 2 == 0 ? Kind::even : Kind::odd; }

std::string full_name(const std::string& first, const std::string& last) { return first + last; }

}  // namespace counting
