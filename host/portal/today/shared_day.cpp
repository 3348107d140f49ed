#include "today/shared_day.hpp"

#include <utility>

namespace antrean::portal {
namespace {

constexpr const char* day_kind = "day";
constexpr const char* contacts_kind = "contacts";

}  // namespace

SharedDay::SharedDay(PortalNews& news, DayBoard& day, const process::Clock& clock,
                     std::function<void(const std::string& office)> contacts_changed)
    : news_(news), day_(day), clock_(clock) {
  news_.on(day_kind, [this](const PortalNews::News& heard) {
    auto today = office_api::today_from_json(heard.body);
    if (!today) {
      return;  // of a portal of another release
    }
    // It is as old as it was when the other portal heard it.
    const auto age = std::max(Milliseconds{0}, clock_.now() - from_ms(heard.at));
    day_.take(heard.key, *std::move(today), clock_.monotonic() - age, from_ms(heard.at));
  });
  news_.on(contacts_kind,
           [changed = std::move(contacts_changed)](const PortalNews::News& heard) { changed(heard.key); });
}

void SharedDay::told(const std::string& office, const std::string& body, bool whole) {
  int& parts = parts_[office];
  const bool all = whole || ++parts > parts_at_most;
  parts = all ? 0 : parts;
  const auto everything = all ? day_.whole(office) : std::nullopt;
  news_.tell({.kind = day_kind,
              .key = office,
              .body = everything ? office_api::to_json(*everything) : body,
              .whole = all,
              .at = to_ms(clock_.now())});
}

void SharedDay::contacts_changed(const std::string& office) {
  news_.tell({.kind = contacts_kind, .key = office, .body = {}, .whole = true, .at = to_ms(clock_.now())});
}

}  // namespace antrean::portal
