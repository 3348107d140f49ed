// The portal's database: the rules of its tables, on SQLite or PostgreSQL (sql/database.hpp). The functions
// block: call them on the worker that owns the database.
//
// Tables:
// - slot: quota, less what is taken of other hours that overlap (of earlier settings), and free places;
//   CHECK free >= 0.
// - booking: one row per booking, kept for ever. A partial unique index allows one live booking per person
//   and day. `changed` is the place in the order of changes that offices pull by.
// - companion: the other people of a party, by the booking's or the held place's token.
// - hold: places that wait for a contact to be confirmed. The row stays for a day after it was released.
// - resting: cancelled places that are not free yet, and those that are to be offered to whoever waits.
// - waiting: who waits for a place, and what is offered to them.
// - told: for which change of its office a booking's person was told that it cannot be kept.
// - without_contact: how many people one network has booked on a day without a contact.
// - notice: what people are to be told (notices/outbox.hpp), and what became of it.
// - day_contact: who is told on the day of a booking (day_contacts.hpp).
// - feedback: what people said of the service, until their office has taken it (feedback_box.hpp).
// - day_report: what the offices said of their days; frozen: who may not book again yet, and until when.
// - erased: persons who were erased, and whether their offices have heard of it.
// - result_batch: idempotency of results, kept for 30 days.
// - generation: one row per opening, with its first change. This is the database's own past.
// - restore and answered: since which generation offices are asked for what they know, and which have
//   answered.
// - listed: what people must decide.
// - plan_change and plan_part: the plan of the offices, with every change (plan_store.hpp).
// - office_key, office_key_note, office_contact: what is known of the offices (office_facts.hpp).
// - journal_generation and journal_head: how far the offices' journals had come (journal_heads.hpp).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "notices/outbox.hpp"
#include "sqlite/database.hpp"
#include "store/chat_box.hpp"
#include "store/day_contacts.hpp"
#include "store/feedback_box.hpp"
#include "store/office_facts.hpp"
#include "store/personal.hpp"
#include "store/plan_store.hpp"
#include "store/sharing.hpp"
#include "store/sql/database.hpp"
#include "store/sqlite/mark.hpp"
#include "store/store.hpp"

namespace antrean::portal {

using WriteOrder =
    std::variant<chat::KeepTurn, BookOrder, ConfirmOrder, ResendOrder, ReleaseOrder, CancelOrder, MoveOrder,
                 CorrectOrder, TellOrder, WaitOrder, OfferOrder, LeaveOrder, SweepOrder, DayContactOrder,
                 EndDayContactOrder, TellOnDayOrder, ChangePlanOrder, RequestPlanOrder, RefusePlanOrder, BlockOrder,
                 LiftBlockOrder, KeepKeyOrder, JudgeKeyOrder, KeepContactsOrder>;
using WriteAnswer = std::variant<chat::KeepAnswer, BookAnswer, ConfirmAnswer, ResendAnswer, ReleaseAnswer, CancelAnswer,
                                 MoveAnswer, CorrectAnswer, TellAnswer, WaitAnswer, OfferAnswer, Left, Swept,
                                 DayContactAnswer, DayContactEnded, ToldOnDay, ChangePlanAnswer, RequestKept,
                                 RefusePlanAnswer, Blocked, LiftBlockAnswer, KeyKept, KeyJudged, ContactsKept>;

struct HoldRow;

/// How far a look at the whole database has come.
struct ForgetStep {
  BookingId booking = 0;  ///< the last one that was looked at
  bool bookings_done = false;
  Key128 companion{};
  bool done = false;
  std::size_t changed = 0;
};

class BookingsDb {
 public:
  /// Only tests give other values for `synchronous` and `vfs`. `mark`: the file of the mark (mark.hpp); if it
  /// is empty, there is no mark, and only offices can notice that the file was put back. Throws
  /// sqlite::OpenError, std::system_error.
  explicit BookingsDb(const std::filesystem::path& file, sqlite::Synchronous synchronous = sqlite::Synchronous::extra,
                      const std::string& vfs = {}, const std::filesystem::path& mark = {});
  /// On any engine.
  explicit BookingsDb(std::unique_ptr<sql::Database> db, const std::filesystem::path& mark = {});
  /// Beside the one that writes, on a connection of its own: only for what reads (find, places, upcoming,
  /// ...).
  static std::unique_ptr<BookingsDb> reader(std::unique_ptr<sql::Database> db);
  ~BookingsDb();
  BookingsDb(const BookingsDb&) = delete;
  BookingsDb& operator=(const BookingsDb&) = delete;

  /// Writes all orders in one transaction with one commit. Each order has a savepoint, so a refused one
  /// leaves nothing. Everything is durable on return; nothing happened if it throws std::runtime_error.
  std::vector<WriteAnswer> write(std::span<const WriteOrder> orders);
  /// Days on which the latest `write` may have changed places, as they are now: all slots of each.
  struct DayPlaces {
    std::string office, service;
    OfficeDay day;
    std::vector<SlotPlaces> slots;
  };
  std::vector<DayPlaces> changed_places();

  std::optional<StoredBooking> find(const Key128& token);
  std::optional<StoredBooking> find(const std::string& code, const NikHmac& nik);
  std::optional<std::variant<Held, Lapsed>> find_held(const Key128& token);
  std::optional<Waiting> find_waiting(const Key128& token);
  bool is_person_of(const Key128& token, const NikHmac& nik);
  std::vector<SlotPlaces> places(const std::string& office, const std::string& service, OfficeDay first,
                                 OfficeDay last);
  /// Uses only the cursor, whatever its generation.
  office_api::BookingPage changes(const std::string& office, std::uint64_t cursor, std::size_t limit);
  office_api::BookingPage pull(const std::string& office, const std::string& generation, std::uint64_t cursor,
                               std::size_t limit, UtcTime now);
  TakeBackAnswer take_back(const std::string& office, const std::string& generation, std::span<const Returned> returned,
                           bool complete, UtcTime now);
  void list(const std::string& office, const std::string& code, const std::string& what, UtcTime now);
  struct Listed {
    UtcTime at{};
    std::string office, code, what;
    friend bool operator==(const Listed&, const Listed&) = default;
  };
  std::vector<Listed> listed() const;  ///< oldest first
  /// For a copy, or for a database that no portal has open. It changes nothing. Throws sqlite::OpenError.
  static std::vector<Listed> listed_in(const std::filesystem::path& file);
  std::vector<Upcoming> upcoming(OfficeDay from);
  std::vector<BookedFrom> booked_from(OfficeDay first, std::size_t limit) const;
  static std::vector<BookedFrom> booked_from_in(const std::filesystem::path& file, OfficeDay first, std::size_t limit);
  /// As listed_in: everything from `from` on.
  static std::vector<Upcoming> upcoming_in(const std::filesystem::path& file, OfficeDay from);
  /// Throws when the database takes nothing: it writes what is there already.
  void check();
  /// To be stepped on the same worker.
  std::unique_ptr<sqlite::Copying> begin_copy(const std::filesystem::path& to);
  /// For a reader: the page, when it needs nothing to be written.
  std::optional<office_api::BookingPage> pull_quickly(const std::string& office, const std::string& generation,
                                                      std::uint64_t cursor, std::size_t limit, UtcTime now);
  /// Of a database that several portals share: after a `write`, what others have changed before it.
  Sharing::Places others_changed();
  /// For a reader: what anybody has changed.
  Sharing::Places changed_since(std::int64_t version) { return Sharing::changed_since(*db_, version); }
  bool is_shared() const { return sharing_ != nullptr; }
  /// After sql::Lost.
  void reconnect() { db_->reconnect(); }
  /// True while nothing new is sold at the office.
  bool checks(const std::string& office, UtcTime now) const;
  std::vector<TakenNotice> take_notices(NoticeChannel channel, UtcTime now, UtcTime leased_until, std::size_t most);
  void settle_notices(std::span<const SettledNotice> outcomes);
  std::optional<UtcTime> next_notice(NoticeChannel channel);
  bool notice_bounced(const Bounce& bounce);

  chat::Before chat_before(const chat::ChatId& id, const std::string& message);
  std::vector<DayContact> day_contacts(const Key128& token);
  std::vector<DayContactsOf> day_contacts_at(const std::string& office, OfficeDay day);
  std::optional<StoredBooking> upcoming_of_contact(const std::string& contact, OfficeDay from);
  ResultsAnswer apply(const std::string& office, const std::string& key, const std::string& body_hash,
                      const office_api::ResultBatch& batch, UtcTime now, int absent_days = 0);
  HeadsAnswer keep_heads(const std::string& office, const office_api::JournalHeads& said, UtcTime now);
  office_api::JournalPage held_heads(const std::string& office, const std::string& generation, std::uint64_t after,
                                     std::size_t limit);

  // feedback_box.cpp
  void keep_feedback(const FeedbackOrder& order);
  bool has_feedback(const std::string& page);
  std::vector<office_api::TodayFeedback> feedback_for(const std::string& office, std::size_t most);
  void feedback_taken(const std::string& office, const std::vector<std::string>& pages);

  // plan.cpp
  std::vector<PlanChange> plan_changes(std::int64_t after);
  std::int64_t newest_plan();
  std::vector<PlanRequest> plan_requests(std::size_t most);
  std::vector<Block> blocks(std::size_t most);
  std::optional<AddressDigest> network_of(const std::string& code);
  std::vector<DayAtOffice> days_at_offices(OfficeDay first, OfficeDay last);

  /// From now on other programs are told of changes (notices/webhook).
  void tell_programs() { tells_programs_ = true; }

  // office_facts.cpp
  std::vector<OfficeKey> office_keys();
  std::vector<OfficeContact> office_contacts();

  // personal.cpp
  PersonRecord person(const WhichPerson& who);
  EraseAnswer erase(const EraseOrder& order);
  std::size_t erase_again(std::span<const AccessEntry::Person> people, UtcTime now);
  std::vector<PersonFrozen> lift(const WhichPerson& who);
  std::vector<ErasureState> erasures(std::size_t most);
  /// Looks at some more rows, from where it was.
  ForgetStep forget_some(const ForgetOrder& order, ForgetStep from);
  std::vector<StoredBooking> day(const std::string& office, OfficeDay day);

 private:
  struct ForReading {};
  BookingsDb(std::unique_ptr<sql::Database> db, ForReading);
  /// Runs `body` in a transaction, and again when another portal was in its way or the connection was lost
  /// before the commit. When it was lost during the commit, it is found out whether that happened. Within a
  /// transaction it only runs it. Only it writes.
  template <class Body>
  std::invoke_result_t<Body&> transact(Body body);
  /// In a transaction.
  struct Writing {
    explicit Writing(BookingsDb& db_);
    ~Writing();
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;
    BookingsDb& db;
  };
  /// Connects again, and asks until it is known.
  bool was_committed();
  void begin_writing();
  void count_channels_again();
  void know_what_others_did();
  void know_answered();

  /// Runs them, in their order.
  void write_all(std::span<const WriteOrder> orders, std::vector<WriteAnswer>& given);
  // ahead.cpp: bookings of one commit on a server, asked for together
  /// Asks ahead what these bookings are going to ask, where nothing of the same commit changes the answer.
  void ask_ahead(std::span<const BookOrder* const> orders);
  void forget_ahead();
  /// From what is known of the slot. Nothing: it must be asked.
  std::optional<bool> take_known_place(const SlotKey& slot, TimeOfDay end, int quota, std::uint8_t party,
                                       BookingChannel channel);
  WriteAnswer one(const WriteOrder& order);
  BookAnswer book(const BookOrder& order);
  CancelAnswer cancel(const CancelOrder& order);
  MoveAnswer move(const MoveOrder& order);
  CorrectAnswer correct(const CorrectOrder& order);
  // upcoming.cpp
  TellAnswer tell(const TellOrder& order);
  void forget_told(const Key128& token);
  // day_contacts.cpp
  DayContactAnswer keep_day_contact(const DayContactOrder& order);
  DayContactEnded end_day_contact(const EndDayContactOrder& order);
  ToldOnDay tell_on_day(const TellOnDayOrder& order);
  /// The booking has another day, or became another booking.
  void move_day_contacts(const Key128& from, const Key128& to, const std::string& office, OfficeDay day);
  void forget_day_contacts(const Key128& token);
  void forget_day_contacts(UtcTime now);  ///< of days that are over
  // plan.cpp
  ChangePlanAnswer change_plan(const ChangePlanOrder& order);
  void insert_parts(const char* sql, std::int64_t of, std::vector<PlanPart> parts);
  bool request_waits(std::int64_t id, UtcTime now);
  void decide_request(std::int64_t id, PlanRequest::State state, const std::string& by, std::int64_t nr, UtcTime now);
  RequestKept request_plan(const RequestPlanOrder& order);
  RefusePlanAnswer refuse_plan(const RefusePlanOrder& order);
  Blocked block(const BlockOrder& order);
  LiftBlockAnswer lift_block(const LiftBlockOrder& order);
  // office_facts.cpp
  KeyKept keep_key(const KeepKeyOrder& order);
  KeyJudged judge_key(const JudgeKeyOrder& order);
  ContactsKept keep_contacts(const KeepContactsOrder& order);
  // frozen.cpp
  static constexpr int day_reports_kept = 60;  ///< days; no result comes later
  void freeze(const StoredBooking& stored, FrozenWhy why, UtcTime until);
  /// Of a person, a contact or a network; what is all zero is of nobody.
  std::optional<Frozen> frozen(const NikHmac& nik, const NikHmac& contact, const AddressDigest& network, UtcTime now);
  static void bind_frozen(sql::Statement& frozen, const NikHmac& nik, const NikHmac& contact,
                          const AddressDigest& network, UtcTime now);
  std::vector<PersonFrozen> freezes_of(const NikHmac& nik);
  void note_day(const std::string& office, const office_api::DayReport& report, int absent_days, UtcTime now);
  void unfreeze(const Key128& token);
  // waitlist.cpp
  WaitAnswer wait(const WaitOrder& order);
  OfferAnswer offer(const OfferOrder& order);
  Left leave(const LeaveOrder& order);
  bool take_offer(const BookOrder& order);
  /// The first whom so many places of this slot would suit.
  std::optional<Waiting> next_in_line(const SlotKey& slot, int places);
  bool somebody_waits(const SlotKey& slot, int places);
  /// Of an offer that is not taken; what becomes of its places.
  void end_offer(const Waiting& waiting, UtcTime now);
  std::vector<std::string> end_offers(UtcTime now);
  std::vector<FreedPlaces> places_to_offer(UtcTime now);
  std::optional<Waiting> waiting_at(sql::Statement& rows);
  void forget_waiting(const Key128& token);
  // holds.cpp
  Held hold(const BookOrder& order, const std::string& code);
  ConfirmAnswer confirm(const ConfirmOrder& order);
  ResendAnswer resend(const ResendOrder& order);
  ReleaseAnswer release(const ReleaseOrder& order);
  Swept sweep(const SweepOrder& order);
  /// What this form has done before, when it is the same order. A held place of another order is released.
  std::optional<BookAnswer> held_before(const BookOrder& order);
  /// The held place with the id or the code of this booking.
  std::optional<StoredBooking> held_with(const Booking& booking);
  void forget_hold(const Key128& token);
  /// Gives its places back, if that has not been done; to whoever waits, unless the same person goes on.
  void release_hold(const StoredBooking& held, UtcTime now, bool for_who_waits = true);
  std::optional<HoldRow> hold_row(const Key128& token);
  /// Of what a bound statement finds; the offices where places came free.
  std::vector<std::string> end_holds(sql::Statement& tokens, UtcTime now);
  std::vector<std::string> end_rests(sql::Statement& rows);
  /// Whether places of the slot came free.
  bool free_what_is_due(const SlotKey& slot, UtcTime now);

  std::optional<BookAnswer> booked_before(const BookOrder& order);
  std::optional<BookAnswer> unfair(const BookOrder& order);
  bool may_be_without_contact(const BookOrder& order);
  std::optional<std::string> unused_code(BookingId id, const std::vector<std::string>& codes);
  /// Cancels the booking, whose new place is taken, and inserts the one that it becomes.
  StoredBooking move_elsewhere(StoredBooking stored, const MoveOrder& order, const std::string& code);
  /// Nothing: it can be taken.
  std::optional<MoveAnswer> not_movable(const StoredBooking& stored, const MoveOrder& order);
  bool person_has(const NikHmac& nik, OfficeDay day, const std::string& service, const Key128& except, OfficeDay today);
  void insert_booking(const StoredBooking& stored, const Key128& form, const NikHmac& nik,
                      const AddressDigest& network = {});
  void add_companions(const BookOrder& order, bool is_live);
  void add_companion(const Key128& token, int nr, const Booking& of, const Companion& one, const NikHmac& nik,
                     bool is_live);
  void set_companions(const Key128& token, bool is_live, OfficeDay day);
  void know_companions(StoredBooking& stored);
  std::vector<NikHmac> people_of(const Key128& token);
  // personal.cpp
  std::optional<NikHmac> nik_of(const WhichPerson& who);
  std::vector<PersonBooking> bookings_of(const NikHmac& nik);
  void know_waiting(PersonRecord& record);
  void erase_one(const StoredBooking& stored, std::uint32_t nr, UtcTime now);
  EraseAnswer erase_all(const EraseOrder& order);
  ForgetStep forget_rows(const ForgetOrder& order, ForgetStep from);
  void note_erased(const AccessEntry::Person& person, const std::string& office, std::int64_t change, UtcTime now);
  /// Of everybody with this mail address.
  void leave_waitlists(const std::string& mail, UtcTime now);
  void leave_nothing_behind();
  /// The office asks for what comes after `cursor` of this database: it has what came before.
  void confirm_erasures(const std::string& office, std::uint64_t cursor, UtcTime now);
  void know_unconfirmed();
  // results.cpp
  ResultsAnswer apply_all(const std::string& office, const std::string& key, const std::string& body_hash,
                          const office_api::ResultBatch& batch, UtcTime now, int absent_days);
  // events.cpp
  /// `before`: where it was, when it was moved.
  void write_event(NoticeKind kind, const StoredBooking& stored, UtcTime now,
                   const std::optional<Booking>& before = std::nullopt);
  // notices_table.cpp
  chat::KeepAnswer keep_turn(const chat::KeepTurn& turn);
  void forget_chats(UtcTime now);
  void write_notices(const Key128& token, std::span<const Notice> notices);
  /// Those of these kinds that wait to be sent.
  void take_back_notices(const Key128& token, NoticeKind one, NoticeKind other);
  /// What speaks of a place and time that no longer holds: reminders, and what the office could not keep.
  void take_back_what_comes(const Key128& token);
  void end_leases();
  /// Of portals that have not been connected for a while.
  void end_leases_of_others(UtcTime now);
  void take_due(NoticeChannel channel, UtcTime now, UtcTime leased_until, std::size_t most,
                std::vector<TakenNotice>& taken, std::vector<SettledNotice>& unreadable);
  void settle_all(std::span<const SettledNotice> outcomes);
  std::int64_t next_change();
  std::int64_t last_change() const;
  void offer(const SlotKey& slot, TimeOfDay end, int quota);
  /// By which channel a place is taken, and how many people may have one by it.
  struct ByChannel {
    BookingChannel channel = BookingChannel::web;
    std::optional<int> most{};
  };
  bool take_place(const SlotKey& slot, TimeOfDay end, int quota, std::uint8_t party, const ByChannel& by, UtcTime now);
  /// How many more people the channel may have there; of hours that are in the table.
  int left_in_channel(const SlotKey& slot, TimeOfDay end, const ByChannel& by);
  bool is_channel_full(const SlotKey& slot, TimeOfDay end, int party, const ByChannel& by);
  void count_in_channel(const SlotKey& slot, BookingChannel channel, int people);
  static void bind_channels(sql::Statement& statement, int first, BookingChannel channel, int people);
  void give_back(const SlotKey& slot, int places);
  /// What somebody gives back: for whoever waits, else it rests, else it is free at once.
  void free_places(const SlotKey& slot, int places, const std::optional<UtcTime>& until, UtcTime now);
  /// Nothing if the booking is here now; else the reason why it has no place.
  std::optional<std::string> take_back_one(const std::string& office, const Returned& returned, UtcTime now);
  void insert_listed(const std::string& office, const std::string& code, const std::string& what, UtcTime now);

  void open_generation();
  /// Begins a new generation from the next change on. `restored`: every office is asked what it knows.
  void begin_generation(bool restored, std::optional<UtcTime> noticed);
  std::int64_t insert_generation(const std::string& id, bool restored, std::optional<UtcTime> noticed);
  TakeBackAnswer take_back_all(const std::string& office, const std::string& generation,
                               std::span<const Returned> returned, bool complete, UtcTime now);
  void put_back(const std::string& why, std::optional<UtcTime> noticed);
  void write_mark(bool synced);
  /// A restore that was noticed at the opening gets its time from the first caller that knows the time.
  void know_the_time(UtcTime now);
  bool owes(const std::string& office) const { return since_ > 0 && !answered_.contains(office); }
  struct Generation {
    std::int64_t number = 0;
    std::int64_t last = 0;  ///< its newest change, or the change before its first
  };
  std::optional<Generation> generation(const std::string& id) const;

  struct Statements;
  std::set<std::tuple<std::string, std::string, OfficeDay>> changed_days_;  ///< by the latest `write`
  std::unique_ptr<sql::Database> db_;
  std::unique_ptr<Sharing> sharing_;  ///< nothing: no other program can have it open
  bool writing_ = false;
  /// What is known of slots while bookings of one commit are made: nobody else changes them meanwhile.
  struct KnownSlot {
    int quota = 0;
    TimeOfDay end;
    int free = 0;
  };
  std::map<SlotKey, KnownSlot> known_slots_;
  std::unique_ptr<Statements> sql_;
  MarkFile mark_;
  std::string newest_;      ///< the newest generation
  std::int64_t since_ = 0;  ///< the generation of the latest restore; 0: there was none
  std::optional<UtcTime> noticed_;
  std::set<std::string> answered_;
  bool tells_programs_ = false;
  std::map<std::int64_t, UtcTime> senders_gone_;  ///< by session: since when, as it was seen here
  std::int64_t plan_ = 0;                         ///< in a transaction: the newest change of the plan
  std::set<std::string> unconfirmed_;             ///< offices with erasures of which they have not heard
  std::int64_t known_unconfirmed_ = 0;
};

/// Of any database.
std::vector<PlanChange> plan_changes_in(sql::Database& db, std::int64_t after);
/// The offices' keys in a database that nobody has open.
std::vector<OfficeKey> office_keys_in(sql::Database& db);
/// What is wrong with the chain of changes; "": nothing.
std::string plan_chain_wrong(sql::Database& db);

}  // namespace antrean::portal
