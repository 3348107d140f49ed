#include "booking/day_caller.hpp"

#include <utility>

#include <spdlog/spdlog.h>

namespace antrean::portal {
namespace {

using namespace std::chrono_literals;

/// Bookings are moved, cancelled and erased meanwhile.
constexpr auto contacts_are_good_for = 30s;
constexpr auto again_after = 5s;

}  // namespace

std::optional<NoticeKind> to_tell(const office_api::TodayTicket& ticket, DayPhase phase) {
  using office_api::TodayState;
  if (ticket.state == TodayState::called) {
    return NoticeKind::your_turn;
  }
  // Before the office opens, and while it rests, nobody's turn comes soon; nor before the ticket's own hour.
  const bool moves = phase == DayPhase::open || phase == DayPhase::last_numbers;
  const bool near = ticket.state == TodayState::waiting && !ticket.until && ticket.ahead < near_place;
  return moves && near ? std::optional{NoticeKind::number_near} : std::nullopt;
}

DayCaller::DayCaller(DayContacts& contacts, const DayBoard& day, const NoticeWriter& notices,
                     const process::Clock& clock, const MakeTimer& make_timer)
    : contacts_(contacts), day_(day), notices_(notices), clock_(clock), rest_(make_timer()) {}

void DayCaller::heard(const std::string& office) {
  heard_.insert(office);
  rest_.wake();
}

void DayCaller::contacts_changed(const std::string& office) {
  changed_.insert(office);
  heard(office);  // what is near or called at this moment is told to the new contact
}

void DayCaller::stop() {
  stopping_ = true;
  rest_.wake();
}

boost::asio::awaitable<void> DayCaller::run() {
  while (!stopping_) {
    std::optional<std::chrono::nanoseconds> wait;
    try {
      co_await tell_now();
    } catch (const std::exception& failure) {
      spdlog::error("on the day: who is called was not told: {}; tried again soon", failure.what());
      wait = again_after;
    }
    if (!stopping_) {
      co_await rest_.take(wait);
    }
  }
}

boost::asio::awaitable<void> DayCaller::tell_now() {
  while (!heard_.empty()) {
    const auto office = *heard_.begin();
    heard_.erase(heard_.begin());  // what is heard meanwhile is looked at again
    try {
      co_await tell_at(office);
    } catch (const std::exception&) {
      heard_.insert(office);
      throw;
    }
  }
}

boost::asio::awaitable<const std::vector<DayContactsOf>*> DayCaller::contacts_of(const std::string& office,
                                                                                 OfficeDay day) {
  const auto now = clock_.monotonic();
  const auto found = known_.find(office);
  const bool other_day = found == known_.end() || found->second.day != day;
  if (other_day || changed_.contains(office) || now - found->second.read >= contacts_are_good_for) {
    changed_.erase(office);
    auto read = co_await contacts_.day_contacts_at(office, day);
    auto& known = known_[office];
    if (other_day) {
      known.told.clear();
    }
    known.day = day;
    known.read = now;
    known.contacts = std::move(read);
  }
  co_return &known_[office].contacts;
}

boost::asio::awaitable<void> DayCaller::tell_at(const std::string& office) {
  const auto* news = day_.of_office(office);
  if (news == nullptr) {
    co_return;
  }
  const auto day = news->told.day;
  const auto* contacts = co_await contacts_of(office, day);
  news = day_.of_office(office);  // it may be newer by now
  if (news->told.day != day) {
    co_return;
  }
  auto& told = known_[office].told;
  std::vector<TellOnDayOrder> orders;
  for (const auto& [stored, who] : *contacts) {
    TellOnDayOrder order{.token = stored.token, .notices = {}, .now = clock_.now()};
    for (const auto* ticket : day_.of_booking(office, stored.booking.id, stored.booking.code)) {
      const auto kind = to_tell(*ticket, news->told.phase);
      for (const auto& contact : kind ? who : std::vector<DayContact>{}) {
        auto notice = notices_.of_the_day(*kind, stored, contact, *ticket, order.now);
        if (notice && !told.contains(notice->id)) {
          order.notices.push_back(std::move(*notice));
        }
      }
    }
    if (!order.notices.empty()) {
      orders.push_back(std::move(order));
    }
  }
  for (auto& order : orders) {
    std::vector<NoticeId> ids;
    for (const auto& notice : order.notices) {
      ids.push_back(notice.id);
    }
    co_await contacts_.tell_on_day(std::move(order));
    told.insert(ids.begin(), ids.end());
  }
}

}  // namespace antrean::portal
