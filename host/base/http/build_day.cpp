#include "http/trust.hpp"

namespace antrean::http {

std::chrono::system_clock::time_point build_day() {
  return std::chrono::system_clock::time_point{std::chrono::seconds{ANTREAN_BUILD_DAY}};
}

}  // namespace antrean::http
