// The interface between the booking rules and the database of the portal: bookings as values. The
// implementation is in booking_store.hpp, on SQLite or PostgreSQL.
//
// Contract for every implementation:
// - An answer is given only after what it says is durable.
// - Hours of one service on one day that overlap share their places: bookings of hours that the settings had
//   before count against the quota of those that came instead.
// - Each order is one atomic step: places, the person's one live booking, the form's single use, the change
//   for the office and the notices are taken together or not at all. A slot never holds more people than its
//   quota, whoever asks at once: free + held + offered + resting + booked = quota.
// - A held place is nobody's booking: offices do not see it, and it keeps no NIK from anybody else. It is
//   confirmed or released exactly once; released also means lapsed, at `until`.
// - A database knows its own past: each opening is a new generation, and a cursor is one of a generation.
//   When an office has seen what is not in that past, or something outside of the database has, the database
//   was put back from a copy: every office is asked afresh, and until it has answered, at most `checking`
//   long, nothing new is sold at it.
// - An exception means "not known to have happened": the same order may be given again, its form key makes
//   that safe.
// - Everything runs on the io_context thread it was made for; the blocking part is the implementation's
//   business.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "notices/notice.hpp"
#include "office_api/office_api.hpp"
#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/booking_channel.hpp"

namespace antrean::portal {

using Key128 = std::array<std::uint8_t, 16>;  ///< random, unguessable
using NikHmac = std::array<std::uint8_t, 32>;
/// Keyed digest of six digits or of a link's key (booking/keys.hpp): what confirms a contact is not stored.
using ProofDigest = std::array<std::uint8_t, 32>;
/// Keyed digest of the network that somebody books from: an IPv4 address, or a /64.
using AddressDigest = std::array<std::uint8_t, 32>;

/// One slot of one service on one day at one office.
struct SlotKey {
  std::string office;
  std::string service;
  OfficeDay day;
  TimeOfDay start;
  friend auto operator<=>(const SlotKey&, const SlotKey&) = default;
};

/// Names that a booking keeps, whatever happens to the settings later.
struct KeptNames {
  Zone zone = Zone::wib;
  std::string office;  ///< "Bandung"
  Bilingual service;
  friend bool operator==(const KeptNames&, const KeptNames&) = default;
};

using antrean::Companion;

/// A booking, with what only the portal knows about it.
struct StoredBooking {
  Booking booking;
  Key128 token{};        ///< in the address of its page; it shows, and changes nothing
  std::string mail;      ///< its contact: a mail address, or "+" and a telephone number; "": without one
  std::string language;  ///< "id" or "en": the language in which it was booked
  UtcTime booked_at{};
  std::optional<UtcTime> cancelled_at, checked_in_at, served_at, no_show_at;
  std::optional<KeptNames> names{};     ///< nothing: booked with an earlier release
  std::vector<Companion> companions{};  ///< party - 1, or none of an earlier release
  std::vector<std::string> numbers{};   ///< queue numbers that the office gave at the check-in
  int moves = 0;                        ///< how often it was rescheduled
  std::uint32_t revision = 0;           ///< rises with each change that a calendar should show
  bool contact_confirmed = false;
  BookingChannel booked_by = BookingChannel::web;  ///< or moved by, the last time
  std::optional<Key128> moved_to{};                ///< cancelled, because it became this booking at another office
};

/// After a database was put back, the store waits at most this long for the answer of an office before it
/// sells at that office again.
inline constexpr std::chrono::minutes checking{15};

struct CompanionOrder {
  std::string name;
  NikHmac nik{};
  std::string nik_last4;
};

/// Until when a place is held, and what confirms the contact.
struct HoldOrder {
  UtcTime until{};
  ProofDigest digits{};
  ProofDigest link{};
};

/// A place that is offered to somebody who waits is taken with the link of the message (WaitOrder).
struct TakeOffer {
  ProofDigest link{};
};

/// How much one person, contact or network may have. 0: no limit.
struct Fairness {
  /// A person has one live booking of a service, whatever the day; else one a day.
  bool one_per_service = false;
  int people_per_contact = 0;  ///< on live and held bookings with one mail address
  int cancels = 0;             ///< of one person within `cancels_within`
  Minutes cancels_within{0};
};

/// Of a booking that has no contact.
struct WithoutContact {
  AddressDigest address{};
  int people_per_slot = 0;
  int people_per_day = 0;  ///< from one network, on one day of booking
  OfficeDay today;         ///< the day of booking
};

struct BookOrder {
  /// Fresh and random (new_booking_id in booking/keys.hpp), so that no id comes again after a restore.
  BookingId id = 0;
  SlotKey slot;
  TimeOfDay end;
  /// The quota of this slot in the settings now. A changed quota is taken over, but never below what is
  /// booked.
  int quota = 0;
  Key128 form{};   ///< idempotency key: one form books once
  Key128 token{};  ///< fresh
  /// Fresh candidates for the code. The first one that is not in use is taken. One only if `notices` have it.
  std::vector<std::string> codes;
  std::string name;
  std::string mail;
  std::string language;
  NikHmac nik{};
  std::string nik_last4;
  std::uint8_t party = 1;
  UtcTime now{};
  std::vector<CompanionOrder> companions{};  ///< none, or party - 1
  std::optional<KeptNames> names{};
  std::optional<HoldOrder> hold{};  ///< the place is held until its contact is confirmed; else booked at once
  Fairness fairness{};
  std::optional<WithoutContact> without_contact{};
  std::vector<Notice> notices{};  ///< written if something was held or booked now
  AddressDigest network{};        ///< from which it is booked; all zero: not known
  NikHmac contact{};              ///< digest of `mail`, for the block list; all zero: not looked for
  BookingChannel booked_by = BookingChannel::web;
  /// At most so many people of the slot by this channel, with those that are held and offered; nothing: all.
  std::optional<int> most_by_channel{};
  /// Not from the free places: `token` is that of the offer, and becomes the booking's.
  std::optional<TakeOffer> offer{};
  /// The newest change of the plan that slot, hours and quota are of: when there is a newer one, nothing is
  /// done. 0: that is not looked at.
  std::int64_t plan = 0;
};

/// The booking that the order asks for, with one of its codes.
StoredBooking as_stored(const BookOrder& order, const std::string& code);

struct Booked {
  StoredBooking booking;
  bool again = false;  ///< this form booked before; nothing was done now
};
/// The place waits for its contact to be confirmed.
struct Held {
  StoredBooking booking;  ///< as it will be; its code is not said before
  UtcTime until{};
  int tries_left = 0;  ///< of the digits
  int sends = 0;       ///< how often the digits were sent
  bool again = false;  ///< this form holds it already; nothing was done now
};
struct SlotFull {
  bool by_channel = false;  ///< the part that this channel may have is taken; there may be places by another one
};
struct PersonHasBooking {};  ///< this person, or one of the party, has a live booking on this day or of this service
struct ContactHasEnough {};  ///< Fairness::people_per_contact
/// Fairness::cancels; from `from` on the person can book again.
struct TooManyCancels {
  UtcTime from{};
};
struct NoPlaceWithoutContact {};  ///< WithoutContact: the slot's share, or the network's of this day, is taken
struct FormUsed {
  StoredBooking booking;
};                     ///< this form was used for another booking
struct CodesInUse {};  ///< every candidate code is taken, or the id is; ask again with others
struct Checking {};    ///< the database was put back, and the office has not yet said which bookings it has
enum class FrozenWhy : std::uint8_t { absent, late_cancel, blocked, contact_blocked, network_blocked };
/// This person, or one of the party, did not come, cancelled late or is on the block list, or the contact or
/// the network is, and books again from `until` on.
struct Frozen {
  UtcTime until{};
  FrozenWhy why = FrozenWhy::absent;
  OfficeDay day;  ///< of the booking; not of a block
};
/// The plan of the offices has changed since the order was made (plan_store.hpp). Nothing was done.
struct OtherPlan {
  std::int64_t newest = 0;  ///< its newest change
};
struct OfferOver {};  ///< the place is not offered to this person any more
using BookAnswer = std::variant<OfferOver, Frozen, Booked, SlotFull, PersonHasBooking, FormUsed, CodesInUse, Checking,
                                Held, ContactHasEnough, TooManyCancels, NoPlaceWithoutContact, OtherPlan>;

struct NoSuchBooking {};

struct ConfirmOrder {
  Key128 token{};
  ProofDigest proof{};  ///< of the digits, or of the link's key
  bool by_link = false;
  UtcTime now{};
  std::vector<Notice> notices{};  ///< written if it is booked now
};
struct Lapsed {
  StoredBooking booking;
};  ///< nobody confirmed in time; the place was given back
struct WrongProof {
  int tries_left = 0;  ///< 0: only the link, or fresh digits, confirm it now
};
using ConfirmAnswer = std::variant<Booked, NoSuchBooking, Lapsed, WrongProof, PersonHasBooking, Checking>;

/// Fresh digits and a fresh link. The ones before are void.
struct ResendOrder {
  Key128 token{};
  ProofDigest digits{};
  ProofDigest link{};
  int most_sends = 0;
  UtcTime now{};
  std::vector<Notice> notices{};
};
struct NoMoreSends {};
using ResendAnswer = std::variant<Held, NoSuchBooking, Lapsed, Booked, NoMoreSends>;

/// The person does not want the held place any more.
struct ReleaseOrder {
  Key128 token{};
  UtcTime now{};
};
using ReleaseAnswer = std::variant<Lapsed, NoSuchBooking, Booked>;

struct CancelOrder {
  Key128 token{};
  UtcTime now{};
  std::optional<UtcTime> rests_until{};   ///< the place is free again from then on; nothing: at once
  std::optional<UtcTime> frozen_until{};  ///< its people book again from then on; nothing: at once
  bool excused = false;                   ///< the office could not keep it: it counts against nobody
  std::vector<Notice> notices{};          ///< written if it is cancelled now
  /// Only if it is still there: somebody else cancels it, and its person may have moved it meanwhile.
  std::optional<SlotKey> still_at{};
};
struct Cancelled {
  StoredBooking booking;
  bool again = false;  ///< it was cancelled before; the place was given back at that time
};
struct AlreadyUsed {
  StoredBooking booking;
};  ///< the office has checked it in
using CancelAnswer = std::variant<Cancelled, NoSuchBooking, AlreadyUsed>;

/// The booking that one becomes when it moves to another office. Codes and ids are an office's own.
struct Elsewhere {
  std::string office;
  BookingId id = 0;
  Key128 form{};
  Key128 token{};
  std::vector<std::string> codes;  ///< as in BookOrder
  std::optional<KeptNames> names{};
};

/// To another hour or day of the same service. At the same office code and people stay; at another one the
/// booking is cancelled, and another with the same people takes its place, in one step.
struct MoveOrder {
  Key128 token{};
  OfficeDay day;
  SlotHours hours;
  int quota = 0;       ///< of the new slot in the settings now
  int most_moves = 0;  ///< 0: no limit
  std::optional<UtcTime> rests_until{};
  UtcTime now{};
  std::vector<Notice> notices{};
  std::optional<Elsewhere> elsewhere{};
  std::int64_t plan = 0;  ///< as BookOrder::plan
  BookingChannel booked_by = BookingChannel::web;
  std::optional<int> most_by_channel{};  ///< as BookOrder's
};
struct Moved {
  StoredBooking booking;  ///< as it is now, at another office with another code and address
  bool again = false;     ///< it was there already
};
struct NoMoreMoves {
  StoredBooking booking;
};
struct IsCancelled {
  StoredBooking booking;
};
using MoveAnswer = std::variant<Moved, NoSuchBooking, IsCancelled, AlreadyUsed, NoMoreMoves, SlotFull, PersonHasBooking,
                                Checking, CodesInUse, OtherPlan>;

/// Who comes, and where they are told: a mistyped name or mail address is put right. An empty optional stays.
/// With neither only the notices are written.
struct CorrectOrder {
  Key128 token{};
  std::optional<std::string> name{};
  std::optional<std::string> mail{};
  NikHmac contact{};  ///< of `mail`, for the block list; all 0: there is none
  bool end_reminders = false;
  UtcTime now{};
  std::vector<Notice> notices{};
};
struct Corrected {
  StoredBooking booking;
};
using CorrectAnswer = std::variant<Corrected, NoSuchBooking, IsCancelled, AlreadyUsed, Frozen>;

/// What reports of clusters look at (reports/clusters.hpp).
struct BookedFrom {
  std::string code, office, service, name, mail;
  OfficeDay day;
  TimeOfDay start;
  NikHmac person{};
  AddressDigest network{};  ///< all zero: not known
  UtcTime booked_at{};
  std::optional<UtcTime> cancelled_at{};
};

/// A booking that is still to come, and for which change its person was last told that the office cannot keep
/// it ("": for none).
struct Upcoming {
  StoredBooking stored;
  std::string told;
};
/// The office cannot keep a booking as it was made, or can keep it again.
struct TellOrder {
  Key128 token{};
  OfficeDay day;       ///< of the booking when it was looked at:
  TimeOfDay start;     ///< one that has moved since is left alone
  std::string change;  ///< the same one is told once; "": it can be kept after all
  UtcTime now{};
  std::vector<Notice> notices{};  ///< written if it is told now; those that wait and say otherwise are taken back
};
struct ToldNow {};
struct NotTold {};  ///< told before, or there is nothing to tell any more
using TellAnswer = std::variant<ToldNow, NotTold>;

/// Somebody who waits for a place of a service at an office. All that is kept is a contact; it is forgotten
/// when a place is taken, when an offer lapses, and after the last day that suits.
struct Waiting {
  Key128 token{};  ///< in the address of its page
  std::string office, service;
  OfficeDay first, last;  ///< the days that suit
  std::uint8_t party = 1;
  std::string mail, language;
  KeptNames names;
  UtcTime joined_at{};
  struct Offer {
    OfficeDay day;
    SlotHours hours;
    UtcTime until{};
    ProofDigest link{};
  };
  std::optional<Offer> offer{};  ///< the place that is this person's until then
};
struct WaitOrder {
  Waiting waiting;
  Key128 form{};  ///< one form joins once
  int most = 0;   ///< people may wait for one service at one office
  UtcTime now{};
};
/// In the line. One mail address stands in it once: `again`, when it does already or this form did it.
struct InLine {
  Waiting waiting;
  bool again = false;
};
struct LineFull {};
using WaitAnswer = std::variant<InLine, LineFull>;

/// A place that came free is offered to the first in line whom it suits.
struct OfferOrder {
  std::int64_t freed = 0;      ///< FreedPlaces::id
  std::optional<Key128> to{};  ///< nothing: it is offered to nobody any more, and comes free for all
  UtcTime until{};
  ProofDigest link{};
  UtcTime now{};
  std::vector<Notice> notices{};  ///< written if it is offered now
  /// As BookOrder's, of the web: offers are taken there. When it has them, the place comes free for all.
  std::optional<int> most_by_channel{};
};
struct OfferMade {};
struct NothingToOffer {};  ///< the place or the person is gone
/// The channel has fewer places left than this person wants, and enough for the next one: offer it to them.
struct OfferToNext {
  Waiting next;
};
using OfferAnswer = std::variant<OfferMade, NothingToOffer, OfferToNext>;

struct LeaveOrder {
  Key128 token{};
  UtcTime now{};
};
struct Left {
  std::string office;  ///< "": there was nobody
};

/// Gives back held and offered places that have lapsed, and cancelled ones that have rested.
struct SweepOrder {
  UtcTime now{};
};
/// Places that came free while somebody waits. They count as resting until they are offered.
struct FreedPlaces {
  std::int64_t id = 0;
  SlotKey slot;
  TimeOfDay end;
  Waiting next;
};
struct Swept {
  std::vector<FreedPlaces> to_offer;
  std::vector<std::string> offices;  ///< where places came free
  std::optional<UtcTime> next;       ///< when there is something to do again
};

struct ResultsAccepted {
  std::size_t count = 0;  ///< all of the batch
  /// Part of `count`: nothing was applied, because the office has no such booking, or has it under another
  /// code.
  std::size_t listed = 0;
};
struct ResultsKeyReused {};  ///< the same key came before with another body
struct ResultsLater {};      ///< the office must first say which bookings it has; nothing was applied
using ResultsAnswer = std::variant<ResultsAccepted, ResultsKeyReused, ResultsLater>;

/// A booking that an office gives back to a database that has lost it.
struct Returned {
  Booking booking;  ///< as its signed code says, with the office's name, NIK digits and status
  Key128 token{};   ///< fresh; the old address is lost
  Key128 form{};    ///< fresh
  int quota = 0;    ///< of its slot in the settings now
};
struct TakenBack {
  std::size_t kept = 0;  ///< the portal has the booking now, or had it before
  /// Codes of bookings without a free place, or whose id or code belongs to another booking.
  std::vector<std::string> listed;
};
struct OtherGeneration {};  ///< the office has not pulled afresh in this generation
using TakeBackAnswer = std::variant<TakenBack, OtherGeneration>;

struct HeadsKept {
  office_api::JournalAnswer known;  ///< held before
};
/// The portal was told another past of this journal: `seq` is the first event with another hash. All that was
/// new is kept as well.
struct HeadsContradict {
  std::uint64_t seq = 0;
};
struct HeadsTooMany {};  ///< more than an honest office sends; nothing was kept
using HeadsAnswer = std::variant<HeadsKept, HeadsContradict, HeadsTooMany>;

/// Places of a slot that was booked at least once. A slot without a row has its whole quota free.
struct SlotPlaces {
  SlotKey slot;
  int quota = 0;
  int booked = 0;              ///< with those that are held, offered or rest: not free
  TimeOfDay end{};             ///< the latest of what is booked
  ChannelCounts by_channel{};  ///< of the booked: booked, held or offered by each; what rests is nobody's
};

class Store {
 public:
  virtual ~Store() = default;

  virtual boost::asio::awaitable<BookAnswer> book(BookOrder order) = 0;
  virtual boost::asio::awaitable<ConfirmAnswer> confirm(ConfirmOrder order) = 0;
  virtual boost::asio::awaitable<ResendAnswer> resend(ResendOrder order) = 0;
  virtual boost::asio::awaitable<ReleaseAnswer> release(ReleaseOrder order) = 0;
  /// Gives the place back exactly once.
  virtual boost::asio::awaitable<CancelAnswer> cancel(CancelOrder order) = 0;
  virtual boost::asio::awaitable<MoveAnswer> move(MoveOrder order) = 0;
  virtual boost::asio::awaitable<CorrectAnswer> correct(CorrectOrder order) = 0;
  virtual boost::asio::awaitable<TellAnswer> tell(TellOrder order) = 0;
  virtual boost::asio::awaitable<WaitAnswer> wait(WaitOrder order) = 0;
  virtual boost::asio::awaitable<OfferAnswer> offer(OfferOrder order) = 0;
  virtual boost::asio::awaitable<Left> leave(LeaveOrder order) = 0;
  virtual boost::asio::awaitable<Swept> sweep(SweepOrder order) = 0;

  /// Those of visits from `first` on, at most `limit`.
  virtual boost::asio::awaitable<std::vector<BookedFrom>> booked_from(OfficeDay first, std::size_t limit) = 0;
  /// Of the first day from `from` on that has bookings which nobody has used: all of them.
  virtual boost::asio::awaitable<std::vector<Upcoming>> upcoming(OfficeDay from) = 0;

  virtual boost::asio::awaitable<std::optional<StoredBooking>> find(Key128 token) = 0;
  /// A place that is held now, or was until it lapsed.
  virtual boost::asio::awaitable<std::optional<std::variant<Held, Lapsed>>> find_held(Key128 token) = 0;
  virtual boost::asio::awaitable<std::optional<Waiting>> find_waiting(Key128 token) = 0;
  /// Whether the NIK is that of one of the people on this booking.
  virtual boost::asio::awaitable<bool> is_person_of(Key128 token, NikHmac nik) = 0;
  /// By the code for people and the person whom it was given to.
  virtual boost::asio::awaitable<std::optional<StoredBooking>> find(std::string code, NikHmac nik) = 0;
  /// All slots of the service that have a row, from `first` to `last`.
  virtual boost::asio::awaitable<std::vector<SlotPlaces>> places(std::string office, std::string service,
                                                                 OfficeDay first, OfficeDay last) = 0;

  /// The same of many offices at once.
  virtual boost::asio::awaitable<std::vector<SlotPlaces>> places_at(std::vector<std::string> offices,
                                                                    std::string service, OfficeDay first,
                                                                    OfficeDay last) = 0;

  /// Another number when `places` may say another thing of this office than before: ask for it first, and
  /// what `places` then says is of this number or newer. Begins anywhere. Never waits.
  virtual std::uint64_t places_version(const std::string& office) const = 0;

  /// The office's bookings that changed after `cursor` of `generation`, in the order of change, at most
  /// `limit`. If the cursor is not of this database's past, the page begins from the start and says `afresh`.
  /// Without a generation the cursor is trusted. The store does not fill in proofs and keys.
  virtual boost::asio::awaitable<office_api::BookingPage> pull(std::string office, std::string generation,
                                                               std::uint64_t cursor, std::size_t limit,
                                                               UtcTime now) = 0;
  /// Takes back the bookings that are missing, while their slots have room, and lists the rest. `complete`:
  /// the office has nothing more to give back.
  virtual boost::asio::awaitable<TakeBackAnswer> take_back(std::string office, std::string generation,
                                                           std::vector<Returned> returned, bool complete,
                                                           UtcTime now) = 0;
  /// Notes something that cannot be applied and that people must decide. The same note is kept once.
  virtual boost::asio::awaitable<void> list(std::string office, std::string code, std::string what, UtcTime now) = 0;
  /// Takes the whole batch or nothing, once per (office, key). `body_hash` tells a repeat from a key that is
  /// used again with another body. Who did not come is frozen for `absent_days` (0: nobody), once the office
  /// has reported that the day was closed normally and after their hour; not whom it was told that it cannot
  /// keep the booking. A day that was disturbed freezes nobody, and what comes later unfreezes.
  virtual boost::asio::awaitable<ResultsAnswer> apply(std::string office, std::string key, std::string body_hash,
                                                      office_api::ResultBatch batch, int absent_days, UtcTime now) = 0;

  /// Keeps the heads of the office's journal. The first hash for each event of a generation stays. Another
  /// one is listed, and every later answer about that generation is HeadsContradict. A head before one that
  /// is held is listed too.
  virtual boost::asio::awaitable<HeadsAnswer> keep_heads(std::string office, office_api::JournalHeads said,
                                                         UtcTime now) = 0;
  /// What is held of the office: its generations, and at most `limit` heads of `generation` after event
  /// `after`, in order.
  virtual boost::asio::awaitable<office_api::JournalPage> held_heads(std::string office, std::string generation,
                                                                     std::uint64_t after, std::size_t limit) = 0;
};

}  // namespace antrean::portal
