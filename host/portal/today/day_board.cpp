#include "today/day_board.hpp"

#include <algorithm>
#include <utility>

namespace antrean::portal {
namespace {

/// More than any office has numbers in a day. It bounds what an office can make this program keep.
constexpr std::size_t most_tickets = 10'000;

}  // namespace

bool DayBoard::take(std::string_view office, office_api::Today told, MonotonicTime now, UtcTime at) {
  const auto known = offices_.find(office);
  const bool whole = told.after == 0;
  if (known == offices_.end() && !whole) {
    return false;
  }
  if (known != offices_.end()) {
    const office_api::Today& before = known->second.told;
    const bool same_sender = before.sender == told.sender;
    const bool late = same_sender && told.seq <= before.seq;  // it was overtaken on the way
    const bool follows = same_sender && told.run == run_ && told.after == before.seq && told.day == before.day;
    if (late || (!whole && !follows)) {
      return false;
    }
  }
  DayNews& news = known == offices_.end() ? offices_[std::string(office)] : known->second;
  if (whole) {
    news.tickets.clear();
  }
  for (auto& ticket : told.tickets) {
    if (news.tickets.size() < most_tickets || news.tickets.contains(ticket.key)) {
      auto key = ticket.key;
      news.tickets.insert_or_assign(std::move(key), std::move(ticket));
    }
  }
  told.tickets.clear();
  told.feedback_taken.clear();  // said once, to the portal that heard it
  news.told = std::move(told);
  news.heard = now;
  news.heard_at = at;
  return true;
}

std::optional<office_api::Today> DayBoard::whole(std::string_view office) const {
  const DayNews* news = of_office(office);
  if (news == nullptr) {
    return std::nullopt;
  }
  auto today = news->told;
  today.after = 0;
  for (const auto& [key, ticket] : news->tickets) {
    today.tickets.push_back(ticket);
  }
  return today;
}

const DayNews* DayBoard::of_office(std::string_view office) const {
  const auto found = offices_.find(office);
  return found == offices_.end() ? nullptr : &found->second;
}

std::optional<DayBoard::Found> DayBoard::find(std::string_view page_key) const {
  const std::string key(page_key);
  for (const auto& [office, news] : offices_) {
    if (const auto ticket = news.tickets.find(key); ticket != news.tickets.end()) {
      return Found{office, &news, &ticket->second};
    }
  }
  return std::nullopt;
}

std::vector<const office_api::TodayTicket*> DayBoard::of_booking(std::string_view office, BookingId booking,
                                                                 std::string_view code) const {
  std::vector<const office_api::TodayTicket*> found;
  const DayNews* news = booking == 0 ? nullptr : of_office(office);
  if (news == nullptr) {
    return found;
  }
  for (const auto& [key, ticket] : news->tickets) {
    if (ticket.booking == booking && ticket.code == code) {
      found.push_back(&ticket);
    }
  }
  std::ranges::sort(found, {}, &office_api::TodayTicket::number);
  return found;
}

}  // namespace antrean::portal
