// How people want to be told on the day of their booking that their number is near and that it is called, as
// a store keeps it. A contact belongs to one booking: it goes along when the booking moves, and is forgotten
// when that is cancelled or erased, and after its day.
//
// - A contact is kept once; keeping it again brings its keys up to date.
// - A notice of the day is written once, whoever asks and how often: its id is made of what it says (today/
//   day_caller.hpp), and the id of a notice that was settled is kept for weeks.
// - Answers are durable. An exception means "not known to have happened". io_context thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "store/store.hpp"

namespace antrean::portal {

struct DayContact {
  NoticeChannel channel = NoticeChannel::web_push;
  std::string address;   ///< web_push: the phone's address at its push service; mail: "", the booking's contact
  std::string keys;      ///< web_push: of the phone (notices/web_push); else ""
  std::string language;  ///< "id" or "en"
  friend bool operator==(const DayContact&, const DayContact&) = default;
};

struct DayContactOrder {
  Key128 token{};
  DayContact contact;
  int most = 0;  ///< of this channel for one booking
  UtcTime now{};
};
struct WillBeTold {};
struct TooManyContacts {};
/// NoSuchBooking also when it is cancelled.
using DayContactAnswer = std::variant<WillBeTold, TooManyContacts, NoSuchBooking>;

struct EndDayContactOrder {
  std::optional<Key128> token{};  ///< nothing: of all bookings, when the phone cannot be reached any more
  NoticeChannel channel = NoticeChannel::web_push;
  std::string address;
  UtcTime now{};
};
struct DayContactEnded {
  std::size_t count = 0;
};

struct TellOnDayOrder {
  Key128 token{};
  std::vector<Notice> notices;
  UtcTime now{};
};
struct ToldOnDay {
  std::size_t count = 0;  ///< of those that were not known before
};

/// A live booking of a day and who is told.
struct DayContactsOf {
  StoredBooking stored;
  std::vector<DayContact> contacts;
};

class DayContacts {
 public:
  virtual ~DayContacts() = default;
  virtual boost::asio::awaitable<DayContactAnswer> keep(DayContactOrder order) = 0;
  virtual boost::asio::awaitable<DayContactEnded> end(EndDayContactOrder order) = 0;
  virtual boost::asio::awaitable<ToldOnDay> tell_on_day(TellOnDayOrder order) = 0;
  virtual boost::asio::awaitable<std::vector<DayContact>> day_contacts(Key128 token) = 0;
  virtual boost::asio::awaitable<std::vector<DayContactsOf>> day_contacts_at(std::string office, OfficeDay day) = 0;
};

}  // namespace antrean::portal
