#include "web/booking_now.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace antrean::portal {
namespace json = boost::json;
namespace {

std::string_view state_of(const BookingNow& now) {
  const auto& stored = now.stored;
  if (stored.moved_to) {
    return "moved";
  }
  if (stored.booking.status == BookingStatus::cancelled) {
    return "cancelled";
  }
  if (now.over) {
    return "over";
  }
  if (now.affected) {
    return "affected";
  }
  return stored.checked_in_at ? "used" : "booked";
}

}  // namespace

std::string booking_now_json(Language language, const BookingNow& now) {
  json::object answer{{"state", state_of(now)},
                      {"day", now.place.day.text()},
                      {"from", now.place.hours.start.text()},
                      {"to", now.place.hours.end.text()},
                      {"zone", zone_name(now.place.zone)}};
  json::array numbers;
  if (now.day != nullptr) {
    const auto& day = *now.day;
    answer["age"] = std::max<std::int64_t>(0, day.age.count());
    answer["every"] = fresh_every(&day);
    answer["as_of"] = clock_text(language, day.news.heard_at, day.zone) + " " + std::string{zone_name(day.zone)};
    for (const auto* ticket : day.tickets) {
      const auto words = ticket_words(language, *ticket, day.zone);
      numbers.push_back(json::object{{"number", ticket->number},
                                     {"state", word(ticket->state)},
                                     {"title", words.title},
                                     {"detail", words.detail},
                                     {"call", ticket->call}});
    }
  }
  answer["numbers"] = std::move(numbers);
  return json::serialize(answer);
}

std::string asset_links(const std::string& package, const std::vector<std::string>& fingerprints) {
  if (fingerprints.empty()) {
    return {};
  }
  json::array certificates;
  for (const auto& one : fingerprints) {
    certificates.emplace_back(one);
  }
  const json::object target{
      {"namespace", "android_app"}, {"package_name", package}, {"sha256_cert_fingerprints", certificates}};
  return json::serialize(json::array{
      json::object{{"relation", json::array{"delegate_permission/common.handle_all_urls"}}, {"target", target}}});
}

}  // namespace antrean::portal
