#include "counting/counting.hpp"

int main() {
  counting::Tally tally;
  const bool right = counting::larger(3, 5) == 5 && counting::larger(5, 3) == 5 && counting::sum_to(4) == 10 &&
                     counting::kind_of(4) == counting::Kind::even && counting::kind_of(3) == counting::Kind::odd &&
                     counting::full_name("Siti ", "Rahayu") == "Siti Rahayu" && counting::count(tally, 3) &&
                     tally.seen == 1;  // what happens when it is full, nobody looks at
  return right ? 0 : 1;
}
