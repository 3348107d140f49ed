#include "service/day_lists.hpp"

#include <utility>

#include "day_import/day_csv.hpp"

namespace antrean::office {

boost::asio::awaitable<web::DayListTaken> DayLists::take(std::string csv) {
  day_import::About about{.office = office_, .services = {}};
  for (const auto& service : loop_.plan().settings().services) {
    about.services.push_back({service.key, {service.name_id, service.name_en}});
  }
  auto read_and_keep = [this, about = std::move(about), csv = std::move(csv)] {
    web::DayListTaken told;
    const auto read = day_import::read_day_csv(csv, about);
    for (const auto& row : read.bad) {
      told.bad.push_back({.line = row.line, .why = row.why});
    }
    told.more_bad = read.more_bad;
    if (!told.bad.empty()) {
      return told;
    }
    const auto kept = journal_.day_list().import(read.bookings);
    if (kept) {
      told.taken = true;
      told.added = kept->added;
      told.changed = kept->changed;
      told.same = kept->same;
    } else {
      told.failure = kept.error().text;
    }
    return told;
  };
  auto told = co_await worker_.run(std::move(read_and_keep));
  if (told.taken) {
    taken_();
  }
  co_return told;
}

}  // namespace antrean::office
