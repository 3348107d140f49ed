// On the day, whoever asked for it is told that their number is near and that it is called: from what the
// offices tell (today/day_board.hpp), to the contacts of the bookings (store/day_contacts.hpp), as notices of
// the outbox. Each is told once, also by a portal that was started again meanwhile. io_context thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "booking/notice_writer.hpp"
#include "notices/rest.hpp"
#include "process/clock.hpp"
#include "store/day_contacts.hpp"
#include "timer/timer.hpp"
#include "today/day_board.hpp"

namespace antrean::portal {

/// From this place in line on a number is near; 1 is called next.
inline constexpr unsigned near_place = 3;

/// What is to be told about a ticket as it stands now. Pure.
std::optional<NoticeKind> to_tell(const office_api::TodayTicket& ticket, DayPhase phase);

class DayCaller {
 public:
  /// All are kept by reference and must outlive it.
  DayCaller(DayContacts& contacts, const DayBoard& day, const NoticeWriter& notices, const process::Clock& clock,
            const MakeTimer& make_timer);

  /// The office has told how its day stands.
  void heard(const std::string& office);
  /// Who is told of the bookings of this office has changed.
  void contacts_changed(const std::string& office);

  /// Until stop(), once.
  boost::asio::awaitable<void> run();
  void stop();

  /// For a test: does what run() would do now.
  boost::asio::awaitable<void> tell_now();

 private:
  boost::asio::awaitable<void> tell_at(const std::string& office);
  boost::asio::awaitable<const std::vector<DayContactsOf>*> contacts_of(const std::string& office, OfficeDay day);

  DayContacts& contacts_;
  const DayBoard& day_;
  const NoticeWriter& notices_;
  const process::Clock& clock_;
  Rest rest_;
  bool stopping_ = false;
  std::set<std::string> heard_;  ///< offices that are to be looked at
  struct Known {
    OfficeDay day;
    MonotonicTime read{};
    std::vector<DayContactsOf> contacts;
    std::set<NoticeId> told;  ///< of this day, so that the store is not asked again
  };
  std::map<std::string, Known> known_;
  std::set<std::string> changed_;
};

}  // namespace antrean::portal
