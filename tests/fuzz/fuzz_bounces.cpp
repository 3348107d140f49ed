// Delivery reports, as anybody can send them. What is read of one is short, is one line, and names nobody.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mail/bounces.hpp"
#include "text/text.hpp"

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace antrean;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto bounces = portal::read_report(text, "antrean.example", UtcTime{});
  require(bounces.size() <= 20);
  for (const auto& bounce : bounces) {
    require(bounce.notice == bounces.front().notice);
    require(bounce.status.size() <= 11 && bounce.status.find_first_not_of("0123456789.") == std::string::npos);
    require(bounce.why.size() <= 200 && text::one_line(bounce.why) == bounce.why);
    require(bounce.why.find('@') == std::string::npos);
  }
  return 0;
}
