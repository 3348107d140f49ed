// The booking service: the portal's rules between the requests of people and the store. It knows the offices,
// checks what was typed, and says how many places are free. It knows nothing about pages. It runs on the
// io_context thread; time is an argument.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "booking/affected.hpp"
#include "booking/fields.hpp"
#include "booking/free_days.hpp"
#include "booking/keys.hpp"
#include "booking/notice_writer.hpp"
#include "booking/on_offer.hpp"
#include "offices/offices.hpp"
#include "store/store.hpp"

namespace antrean::portal {

/// The place of an offer from the waitlist.
struct TakenOffer {
  Key128 token{};
  ProofDigest link{};
  std::string mail;
  int people = 1;
};

struct BookRequest {
  const Office* office = nullptr;
  const Service* service = nullptr;
  OfficeDay day;
  TimeOfDay start;
  TypedFields typed;
  std::string language;
  Key128 form{};
  std::string network = {};  ///< that the request came from, as http::asker_of gives it
  /// Instead of a mail address: the telephone number of a chat, "+62...". It is the person's, so the place is
  /// booked at once; one number has one booking, and the chat itself tells of it.
  std::string phone = {};
  std::optional<TakenOffer> offer = {};
};

/// Somebody waits for a place of a service at an office, on this day or on any.
struct WaitRequest {
  const Office* office = nullptr;
  const Service* service = nullptr;
  std::optional<OfficeDay> day{};
  int people = 1;
  std::string mail;
  std::string language;
  Key128 form{};
};

struct WrongFields {
  FieldProblems problems;
};
struct NotOffered {};  ///< there is no such slot, or its booking time is over or has not come
struct NoPlace {
  std::vector<SlotOnOffer> nearest;
};
struct PartyTooLarge {
  int largest = 0;
};
using BookOutcome =
    std::variant<OfferOver, Frozen, Booked, WrongFields, NotOffered, NoPlace, PersonHasBooking, FormUsed, Checking,
                 Held, ContactHasEnough, TooManyCancels, NoPlaceWithoutContact, PartyTooLarge>;

struct TooLate {
  StoredBooking booking;
};
using CancelOutcome = std::variant<Cancelled, NoSuchBooking, AlreadyUsed, TooLate>;
using MoveOutcome = std::variant<Moved, NoSuchBooking, IsCancelled, AlreadyUsed, NoMoreMoves, NoPlace, PersonHasBooking,
                                 Checking, TooLate, NotOffered>;
struct WrongValue {};
using WaitOutcome = std::variant<InLine, LineFull, NotOffered, WrongValue>;
using CorrectOutcome = std::variant<Corrected, NoSuchBooking, IsCancelled, AlreadyUsed, Frozen, TooLate, WrongValue>;

/// A place that somebody can have instead of one that the office cannot keep.
struct PlaceInstead {
  const Office* office = nullptr;
  SlotOnOffer slot;
};

/// How many live bookings the settings no longer offer, by office, day and reason.
struct AffectedBookings {
  struct Group {
    std::string office;
    OfficeDay day;
    Affected affected;
    friend bool operator==(const Group&, const Group&) = default;
  };
  std::vector<std::pair<Group, std::size_t>> groups;
  std::size_t told = 0;             ///< now; the others were told before
  std::size_t without_contact = 0;  ///< nobody can be told
};

/// How often the digits for one held place are sent.
inline constexpr int most_sends = 3;

/// The bookable slots closest in time to `wanted`, at most `most`, in order of time. Of two that are equally
/// close, the earlier one is taken.
std::vector<SlotOnOffer> nearest_free(std::vector<SlotOnOffer> slots, OfficeDay day, TimeOfDay wanted,
                                      std::size_t most);

class BookingService {
 public:
  /// All are kept by reference and must outlive the booking service.
  BookingService(const Offices& offices, Store& store, const NikKey& nik_key, const SigningKeys& keys,
                 const NoticeWriter& notices)
      : offices_(offices),
        store_(store),
        nik_key_(nik_key),
        keys_(keys),
        notices_(notices),
        free_days_(offices, store) {}

  const Offices& offices() const { return offices_; }
  FreeDays& free_days() { return free_days_; }

  /// `renew` makes the offices those of the newest plan in the store. It is asked when an order was made for
  /// an older one, which the store refuses; the order is then made again. Without it nothing is compared.
  void renew_plan_with(std::function<boost::asio::awaitable<void>()> renew) { renew_plan_ = std::move(renew); }

  /// Whether people stand in line for this day, which has just opened (web/opening_line.hpp): then nobody
  /// books it who is not in that line. Without it there is no line.
  void ask_of_line(std::function<bool(const Office&, OfficeDay)> is_in_line) { is_in_line_ = std::move(is_in_line); }
  bool is_in_line(const Office& office, OfficeDay day) const { return is_in_line_ && is_in_line_(office, day); }

  /// Every slot of the bookable days, in order, including full and closed ones.
  boost::asio::awaitable<std::vector<SlotOnOffer>> slots(const Office* office, const Service* service, UtcTime now,
                                                         BookingChannel channel = BookingChannel::web);

  /// One of them; nothing when there is none.
  boost::asio::awaitable<std::optional<SlotOnOffer>> slot(const Office* office, const Service* service, OfficeDay day,
                                                          TimeOfDay start, UtcTime now);

  /// Store::places_version: what `slots` says is of this number or newer.
  std::uint64_t places_version(const Office& office) const { return store_.places_version(office.code); }

  boost::asio::awaitable<BookOutcome> book(BookRequest request, UtcTime now);
  /// `typed`: the digits of the message, or the key of its link.
  boost::asio::awaitable<ConfirmAnswer> confirm(Key128 token, std::string typed, bool by_link, UtcTime now);
  boost::asio::awaitable<ResendAnswer> resend(Key128 token, UtcTime now);
  boost::asio::awaitable<ReleaseAnswer> release(Key128 token, UtcTime now);
  /// The confirmation to the stored contact once more; whether there is one.
  boost::asio::awaitable<bool> send_again(Key128 token, UtcTime now);

  boost::asio::awaitable<WaitOutcome> wait(WaitRequest request, UtcTime now);
  boost::asio::awaitable<std::optional<Waiting>> find_waiting(Key128 token) { return store_.find_waiting(token); }
  bool is_offer_key(const Waiting& waiting, std::string_view key) const;
  /// `request` has who comes; place and contact are those of the offer.
  boost::asio::awaitable<BookOutcome> take_offer(Waiting waiting, std::string key, BookRequest request, UtcTime now);
  boost::asio::awaitable<Left> leave_waitlist(Key128 token, UtcTime now) {
    return store_.leave(LeaveOrder{token, now});
  }

  // These change a booking: only for somebody who has shown that it is theirs.

  enum class Tell : std::uint8_t { contact, nobody };
  /// `tell`: nobody, when whoever cancels is told in another way.
  boost::asio::awaitable<CancelOutcome> cancel(Key128 token, UtcTime now, Tell tell = Tell::contact);
  boost::asio::awaitable<MoveOutcome> move(Key128 token, OfficeDay day, TimeOfDay start, UtcTime now);
  /// To a place that places_instead() names, also at another office: only if it is affected.
  boost::asio::awaitable<MoveOutcome> move_instead(Key128 token, std::string office, OfficeDay day, TimeOfDay start,
                                                   UtcTime now);
  /// An empty text leaves it as it is. Until the day of the visit has begun.
  boost::asio::awaitable<CorrectOutcome> correct(Key128 token, std::string name, std::string mail, UtcTime now);

  /// Whether the whole NIK is that of one of the people of a booking or of a held place.
  boost::asio::awaitable<bool> is_person_of(Key128 token, std::string nik, UtcTime now);
  boost::asio::awaitable<std::optional<std::variant<Held, Lapsed>>> find_held(Key128 token) {
    return store_.find_held(token);
  }
  /// `key`: of the link in a reminder. False: it is not, and nothing is changed.
  boost::asio::awaitable<bool> end_reminders(Key128 token, Key128 key, UtcTime now);
  /// Gives back what has lapsed and rested, and asks whoever waits; when to do it again.
  boost::asio::awaitable<std::optional<UtcTime>> sweep(UtcTime now);
  boost::asio::awaitable<std::optional<StoredBooking>> find(Key128 token) { return store_.find(token); }
  /// By code (with or without dash, in upper or lower case) and NIK; nothing if one of them is malformed.
  boost::asio::awaitable<std::optional<StoredBooking>> find(std::string code, std::string nik, OfficeDay today);

  /// Why the office cannot keep it; nothing if it can, or if its day is over.
  std::optional<Affected> affected_by(const StoredBooking& stored, UtcTime now) const;
  /// The nearest free places for all its people: at most three at its office, then at most one at each of
  /// three others.
  boost::asio::awaitable<std::vector<PlaceInstead>> places_instead(StoredBooking stored, UtcTime now);
  bool is_instead_key(const StoredBooking& stored, std::string_view key) const;
  /// Tells everybody whose booking the office cannot keep, or can keep after all, what they were not told
  /// before. It ends early when `stopping` becomes true.
  boost::asio::awaitable<AffectedBookings> tell_affected(UtcTime now, const bool& stopping);

  bool may_cancel(const StoredBooking& stored, UtcTime now) const;
  /// Until when who cancels it now cannot book again; nothing: it is early enough, or not their fault.
  std::optional<UtcTime> cancelling_freezes_until(const StoredBooking& stored, UtcTime now) const;
  bool may_move(const StoredBooking& stored, UtcTime now) const;
  /// Its day is over, by the zone that it was made with.
  bool is_over(const StoredBooking& stored, UtcTime now) const;
  /// The text of the QR, signed with the current key.
  std::string qr_text(const Booking& booking) const { return portal::qr_text(booking, keys_); }

 private:
  BookOrder order_of(const BookRequest& request, const OfferedSlot& slot, const Applicant& applicant,
                     UtcTime now) const;
  NikHmac contact_digest(const std::string& contact) const;
  std::optional<UtcTime> rests_until(UtcTime now) const;
  /// Whether it was told now.
  boost::asio::awaitable<bool> tell_one(Upcoming upcoming, UtcTime now);
  /// Whether it was cancelled now.
  boost::asio::awaitable<bool> cancel_for_office(StoredBooking stored, Affected why, UtcTime now);
  /// Whether somebody was asked.
  boost::asio::awaitable<bool> ask_who_waits(std::vector<FreedPlaces> freed, UtcTime now);
  /// By the plan as it is now; nothing: it has changed meanwhile.
  boost::asio::awaitable<std::optional<BookOutcome>> book_by_plan(const BookRequest& request, UtcTime now);
  boost::asio::awaitable<std::optional<MoveOutcome>> move_by_plan(StoredBooking stored, std::string office,
                                                                  OfficeDay day, TimeOfDay start, UtcTime now);
  boost::asio::awaitable<MoveOutcome> move_to(StoredBooking stored, std::string office, OfficeDay day, TimeOfDay start,
                                              UtcTime now);

  const Offices& offices_;
  Store& store_;
  const NikKey& nik_key_;
  const SigningKeys& keys_;
  const NoticeWriter& notices_;
  FreeDays free_days_;
  std::function<boost::asio::awaitable<void>()> renew_plan_;
  std::function<bool(const Office&, OfficeDay)> is_in_line_;
};

}  // namespace antrean::portal
