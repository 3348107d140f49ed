#pragma once

#include <string>

namespace counting {

enum class Kind { even = 2, odd = 3 };
constexpr int enough = 50;

struct Tally {
  int seen = 0;
  bool full = false;
};

int larger(int a, int b);
int sum_to(int last);
/// False when there is no room left; nothing is counted then.
bool count(Tally& tally, int most);
Kind kind_of(int number);
std::string full_name(const std::string& first, const std::string& last);

}  // namespace counting
