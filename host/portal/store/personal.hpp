// What a database of the portal must promise about the data of persons, beside store.hpp. BookingStore does.
//
// - Forgetting is a write like every other: durable when it is answered, in one transaction.
// - What is forgotten is not left behind in free pages or in the write-ahead log.
// - An erased person leaves the row of the booking with place, times and numbers, under a random code and a
//   random address. The office gets that row with its next pull, and by asking for what comes after it, says
//   that it has it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "access/access_log.hpp"
#include "access/privacy.hpp"
#include "store/day_contacts.hpp"
#include "store/store.hpp"

namespace antrean::portal {

/// Everything of the person with this NIK; or of the one who made the booking with this code.
struct WhichPerson {
  std::optional<NikHmac> nik;
  std::string code;  ///< "AD-QFJ8BD"; "" with a NIK
};

/// A booking or held place that the person is on.
struct PersonBooking {
  StoredBooking stored;
  std::uint32_t nr = 0;  ///< 0: made it; else which of the companions it is
  bool held = false;
  std::string name, nik_last4;  ///< of this person
};
/// What the person was told, or is going to be.
struct PersonNotice {
  BookingId booking = 0;
  NoticeChannel channel = NoticeChannel::mail;
  NoticeKind kind = NoticeKind::booked;
  UtcTime due{};
  std::optional<UtcTime> sent_at, given_up_at, bounced_at;
};
/// A place in a line for a place that comes free, under a mail address of the person's bookings.
struct PersonWaiting {
  std::string office, service, mail;
  OfficeDay first, last;  ///< the days that would do
  UtcTime joined_at{};
};
/// Until when the person may not book again.
struct PersonFrozen {
  std::string office;
  OfficeDay day;
  UtcTime until{};
  bool cancelled_late = false;  ///< else: did not come
};
/// How the person is told on the day of a booking.
struct PersonDayContact {
  BookingId booking = 0;
  DayContact contact;
};
/// What was forgotten of the person with this NIK is not found by the NIK any more.
struct PersonRecord {
  std::vector<PersonBooking> bookings;
  std::vector<PersonNotice> notices;
  std::vector<PersonWaiting> waiting;
  std::vector<PersonFrozen> frozen;
  std::vector<PersonDayContact> day_contacts;
};

struct EraseOrder {
  WhichPerson who;
  bool cancel = false;    ///< live bookings of the days to come are cancelled
  bool only_ask = false;  ///< the answer is what would be, and nothing is changed
  std::optional<UtcTime> rests_until{};
  UtcTime now{};
};
struct Erased {
  std::vector<AccessEntry::Person> people;
  std::vector<std::string> offices;    ///< that are told with their next pull
  std::vector<std::string> cancelled;  ///< codes
};
/// Nothing was changed: live bookings of the days to come would stay without a name.
struct StillBooked {
  std::vector<std::string> codes;
};
using EraseAnswer = std::variant<Erased, StillBooked>;

/// An erasure, and whether its office has heard of it.
struct ErasureState {
  AccessEntry::Person person;
  std::string office;
  UtcTime at{};
  std::optional<UtcTime> confirmed;  ///< the office asked for what comes after it
};

struct ForgetOrder {
  KeepFor keep;
  UtcTime now{};
  std::size_t most = 1000;  ///< rows that are looked at in one transaction
};

class PersonalData {
 public:
  virtual ~PersonalData() = default;

  virtual boost::asio::awaitable<PersonRecord> person(WhichPerson who) = 0;
  virtual boost::asio::awaitable<EraseAnswer> erase(EraseOrder order) = 0;
  /// For a database that was put back from a copy of before: whoever was erased since is erased again. Gives
  /// how many that were.
  virtual boost::asio::awaitable<std::size_t> erase_again(std::vector<AccessEntry::Person> people, UtcTime now) = 0;
  /// The person may book again at once. Their late cancellations count no more, and a day that an office
  /// closes again does not hold them to it. Gives what was lifted.
  virtual boost::asio::awaitable<std::vector<PersonFrozen>> lift(WhichPerson who) = 0;
  /// Newest first, at most `most`.
  virtual boost::asio::awaitable<std::vector<ErasureState>> erasures(std::size_t most) = 0;
  /// Looks at the whole database, some rows at a time, and forgets what is older. Gives how many rows it
  /// changed.
  virtual boost::asio::awaitable<std::size_t> forget(ForgetOrder order) = 0;
  /// The live bookings of one day at an office, by hour and name.
  virtual boost::asio::awaitable<std::vector<StoredBooking>> day(std::string office, OfficeDay day) = 0;
};

}  // namespace antrean::portal
