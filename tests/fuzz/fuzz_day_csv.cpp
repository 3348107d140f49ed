// Lists of a day, as other programs write them. Whatever comes, either every booking is whole, or none is
// taken and the reasons are said; the same text gives the same ids.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "day_import/day_csv.hpp"
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
  using namespace antrean::day_import;
  static const About about{.office = "AD",
                           .services = {{"paspor", {"Paspor", "Passport"}}, {"e-paspor", {"E-paspor", "E-passport"}}}};
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto read = read_day_csv(text, about);
  require(read.bad.empty() || read.bookings.empty());
  require(read.bad.size() <= most_bad && (read.more_bad == 0 || read.bad.size() == most_bad));
  std::set<BookingId> ids;
  for (const auto& one : read.bookings) {
    require(ids.insert(one.id).second && one.id >= BookingId{1} << 32u && one.id < BookingId{1} << 53u);
    require(one.slot.start < one.slot.end && one.party >= 1 && one.party <= 5 && one.companions.size() < one.party);
    require(!one.name.empty() && text::clean(one.name) == one.name && !one.code.empty());
    require(one.nik_last4.empty() || one.nik_last4.size() == 4);
    require(one.office == "AD" && (one.service == "paspor" || one.service == "e-paspor"));
  }
  for (const auto& row : read.bad) {
    require(row.line >= 1 && !row.why.id.empty() && !row.why.en.empty());
  }
  const auto again = read_day_csv(text, about);
  require(again.bookings == read.bookings && again.bad == read.bad);
  return 0;
}
