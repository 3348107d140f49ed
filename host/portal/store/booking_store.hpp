// The Store and the Outbox on a BookingsDb: a worker of its own writes, with group commit. Orders that arrive
// during a commit wait together and share the next one, so the number of commits in a rush does not grow with
// the number of people. Beside it there may be readers, each a connection and a worker of its own.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <type_traits>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "notices/outbox.hpp"
#include "store/bookings_db.hpp"
#include "store/store.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

class BookingStore : public Store,
                     public Outbox,
                     public PersonalData,
                     public chat::ChatBox,
                     public DayContacts,
                     public DirectorateStore,
                     public FeedbackBox,
                     public OfficeFacts {
 public:
  /// Without `readers` the one that writes also reads. `io` must outlive this.
  BookingStore(boost::asio::io_context& io, std::unique_ptr<BookingsDb> db,
               std::vector<std::unique_ptr<BookingsDb>> readers = {});

  boost::asio::awaitable<BookAnswer> book(BookOrder order) override;
  boost::asio::awaitable<ConfirmAnswer> confirm(ConfirmOrder order) override;
  boost::asio::awaitable<ResendAnswer> resend(ResendOrder order) override;
  boost::asio::awaitable<ReleaseAnswer> release(ReleaseOrder order) override;
  boost::asio::awaitable<CancelAnswer> cancel(CancelOrder order) override;
  boost::asio::awaitable<MoveAnswer> move(MoveOrder order) override;
  boost::asio::awaitable<CorrectAnswer> correct(CorrectOrder order) override;
  boost::asio::awaitable<TellAnswer> tell(TellOrder order) override;
  boost::asio::awaitable<WaitAnswer> wait(WaitOrder order) override;
  boost::asio::awaitable<OfferAnswer> offer(OfferOrder order) override;
  boost::asio::awaitable<Left> leave(LeaveOrder order) override;
  boost::asio::awaitable<std::optional<Waiting>> find_waiting(Key128 token) override;
  boost::asio::awaitable<Swept> sweep(SweepOrder order) override;
  boost::asio::awaitable<std::vector<BookedFrom>> booked_from(OfficeDay first, std::size_t limit) override;
  boost::asio::awaitable<std::vector<Upcoming>> upcoming(OfficeDay from) override;
  boost::asio::awaitable<std::optional<StoredBooking>> find(Key128 token) override;
  boost::asio::awaitable<std::optional<StoredBooking>> find(std::string code, NikHmac nik) override;
  boost::asio::awaitable<std::optional<std::variant<Held, Lapsed>>> find_held(Key128 token) override;
  boost::asio::awaitable<bool> is_person_of(Key128 token, NikHmac nik) override;
  boost::asio::awaitable<std::vector<SlotPlaces>> places(std::string office, std::string service, OfficeDay first,
                                                         OfficeDay last) override;
  boost::asio::awaitable<std::vector<SlotPlaces>> places_at(std::vector<std::string> offices, std::string service,
                                                            OfficeDay first, OfficeDay last) override;
  std::uint64_t places_version(const std::string& office) const override;
  boost::asio::awaitable<office_api::BookingPage> pull(std::string office, std::string generation, std::uint64_t cursor,
                                                       std::size_t limit, UtcTime now) override;
  boost::asio::awaitable<TakeBackAnswer> take_back(std::string office, std::string generation,
                                                   std::vector<Returned> returned, bool complete, UtcTime now) override;
  boost::asio::awaitable<void> list(std::string office, std::string code, std::string what, UtcTime now) override;
  boost::asio::awaitable<ResultsAnswer> apply(std::string office, std::string key, std::string body_hash,
                                              office_api::ResultBatch batch, int absent_days, UtcTime now) override;
  boost::asio::awaitable<HeadsAnswer> keep_heads(std::string office, office_api::JournalHeads said,
                                                 UtcTime now) override;
  boost::asio::awaitable<office_api::JournalPage> held_heads(std::string office, std::string generation,
                                                             std::uint64_t after, std::size_t limit) override;

  boost::asio::awaitable<std::vector<TakenNotice>> take(NoticeChannel channel, UtcTime now, UtcTime leased_until,
                                                        std::size_t most) override;
  boost::asio::awaitable<void> settle(std::vector<SettledNotice> outcomes) override;
  boost::asio::awaitable<std::optional<UtcTime>> next_due(NoticeChannel channel) override;
  boost::asio::awaitable<bool> bounced(Bounce bounce) override;
  void on_written(NoticeChannel channel, std::function<void()> wake) override;

  boost::asio::awaitable<PersonRecord> person(WhichPerson who) override;
  boost::asio::awaitable<EraseAnswer> erase(EraseOrder order) override;
  boost::asio::awaitable<std::size_t> erase_again(std::vector<AccessEntry::Person> people, UtcTime now) override;
  boost::asio::awaitable<std::vector<PersonFrozen>> lift(WhichPerson who) override;
  boost::asio::awaitable<std::vector<ErasureState>> erasures(std::size_t most) override;
  boost::asio::awaitable<std::size_t> forget(ForgetOrder order) override;
  boost::asio::awaitable<std::vector<StoredBooking>> day(std::string office, OfficeDay day) override;

  /// Throws when the database takes nothing now.
  boost::asio::awaitable<void> check();
  boost::asio::awaitable<chat::Before> before(chat::ChatId chat, std::string message) override;
  boost::asio::awaitable<chat::KeepAnswer> keep(chat::KeepTurn turn) override;
  boost::asio::awaitable<std::optional<StoredBooking>> upcoming_of(std::string contact, OfficeDay from) override;

  boost::asio::awaitable<DayContactAnswer> keep(DayContactOrder order) override;
  boost::asio::awaitable<DayContactEnded> end(EndDayContactOrder order) override;
  boost::asio::awaitable<ToldOnDay> tell_on_day(TellOnDayOrder order) override;
  boost::asio::awaitable<std::vector<DayContact>> day_contacts(Key128 token) override;
  boost::asio::awaitable<std::vector<DayContactsOf>> day_contacts_at(std::string office, OfficeDay day) override;

  boost::asio::awaitable<void> keep_feedback(FeedbackOrder order) override;
  boost::asio::awaitable<bool> has_feedback(std::string page) override;
  boost::asio::awaitable<std::vector<office_api::TodayFeedback>> feedback_for(std::string office,
                                                                              std::size_t most) override;
  boost::asio::awaitable<void> feedback_taken(std::string office, std::vector<std::string> pages) override;

  boost::asio::awaitable<ChangePlanAnswer> change_plan(ChangePlanOrder order) override;
  boost::asio::awaitable<std::vector<PlanChange>> plan_changes(std::int64_t after) override;
  boost::asio::awaitable<std::int64_t> newest_plan() override;
  boost::asio::awaitable<RequestKept> request_plan(RequestPlanOrder order) override;
  boost::asio::awaitable<RefusePlanAnswer> refuse_plan(RefusePlanOrder order) override;
  boost::asio::awaitable<std::vector<PlanRequest>> plan_requests(std::size_t most) override;
  boost::asio::awaitable<Blocked> block(BlockOrder order) override;
  boost::asio::awaitable<LiftBlockAnswer> lift_block(LiftBlockOrder order) override;
  boost::asio::awaitable<std::vector<Block>> blocks(std::size_t most) override;
  boost::asio::awaitable<std::optional<AddressDigest>> network_of(std::string code) override;
  boost::asio::awaitable<std::vector<DayAtOffice>> days_at_offices(OfficeDay first, OfficeDay last) override;

  boost::asio::awaitable<KeyKept> keep_key(KeepKeyOrder order) override;
  boost::asio::awaitable<KeyJudged> judge_key(JudgeKeyOrder order) override;
  boost::asio::awaitable<std::vector<OfficeKey>> office_keys() override;
  boost::asio::awaitable<ContactsKept> keep_contacts(KeepContactsOrder order) override;
  boost::asio::awaitable<std::vector<OfficeContact>> office_contacts() override;

  /// A consistent copy as a file while orders go on, readable by its owner only. `to` must not exist. Throws
  /// std::runtime_error, and then nothing is left of it.
  virtual boost::asio::awaitable<void> copy(std::filesystem::path to) = 0;
  /// Where others have the database open, too: their changes are noticed from now on.
  virtual void watch_others() {}
  /// Nothing is watched any more.
  virtual void stop() {}

  /// Other programs are told of changes: notices of the channel webhook. Before anything is asked.
  void tell_programs() {
    tells_programs_ = true;
    db_->tell_programs();
  }

  BookingStore(const BookingStore&) = delete;
  BookingStore& operator=(const BookingStore&) = delete;

  /// Commits so far. In a rush it shows how many orders share one.
  std::uint64_t commits() const { return commits_; }

 protected:
  BookingsDb& db() { return *db_; }
  Worker& worker() { return worker_; }
  /// On the reader that is asked least, else on the worker that writes.
  template <class Job>
  boost::asio::awaitable<std::invoke_result_t<Job&, BookingsDb&>> read(Job job);
  boost::asio::awaitable<void> note_what_others_changed();

 private:
  struct Written {
    std::vector<WriteAnswer> answers;
    std::vector<std::exception_ptr> errors;  ///< of each, when they were written one by one
    std::vector<BookingsDb::DayPlaces> changed;
    Sharing::Places others;
  };
  Written write_in_job(const std::vector<WriteOrder>& orders);
  void note_others(const Sharing::Places& others);
  struct Waiting {
    WriteOrder order;
    std::function<void(std::exception_ptr, WriteAnswer)> done;
  };
  boost::asio::awaitable<WriteAnswer> submit(WriteOrder order);
  template <class Answer>
  boost::asio::awaitable<Answer> submitted(WriteOrder order);
  void wake(const std::vector<WriteOrder>& orders);
  boost::asio::awaitable<void> commit_all();
  void note_change(const WriteAnswer& answer);
  void note_places(const std::vector<WriteAnswer>& answers, std::vector<BookingsDb::DayPlaces> changed);

  boost::asio::io_context& io_;
  std::deque<Waiting> waiting_;
  bool committing_ = false;
  bool tells_programs_ = false;
  std::uint64_t commits_ = 0;
  std::uint64_t version_;                                 ///< counts what may have changed anywhere
  std::map<std::string, std::uint64_t> office_versions_;  ///< counts on top of it
  /// Places of a service at an office in memory, so that looking needs no hop to the worker. Good for one
  /// version of the office: whoever changes places in another way than by orders only has to count that up.
  struct Known {
    std::uint64_t version = 0;
    OfficeDay from;  ///< earlier days are not known
    std::map<OfficeDay, std::vector<SlotPlaces>> days;
  };
  using KnownKey = std::pair<std::string, std::string>;  ///< office, service
  const Known* known(const KnownKey& key, OfficeDay from) const;
  std::map<KnownKey, Known> known_;
  std::map<NoticeChannel, std::function<void()>> wake_;
  struct Reader {
    Reader(std::unique_ptr<BookingsDb> db_, const std::string& name);
    struct Asked {
      explicit Asked(Reader& of_) : of(of_) { ++of.asked; }
      ~Asked() { --of.asked; }
      Asked(const Asked&) = delete;
      Asked& operator=(const Asked&) = delete;
      Reader& of;
    };
    int asked = 0;
    std::unique_ptr<BookingsDb> db;
    Worker worker;
  };
  std::int64_t others_known_ = 0;  ///< up to which change of places by others is known
  std::unique_ptr<BookingsDb> db_;
  // Last, so that they are joined first and no job outlives its database.
  std::vector<std::unique_ptr<Reader>> readers_;
  Worker worker_{"bookings"};
};

}  // namespace antrean::portal
