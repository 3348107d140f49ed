#include "store/booking_store.hpp"

#include <algorithm>
#include <iterator>
#include <random>
#include <set>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

namespace antrean::portal {
namespace asio = boost::asio;

namespace {
// The orders of one commit. With more, the wait of the first order costs more than a larger batch saves.
constexpr std::size_t most_per_commit = 256;
}  // namespace

BookingStore::Reader::Reader(std::unique_ptr<BookingsDb> db_, const std::string& name)
    : db(std::move(db_)), worker(name) {}

BookingStore::BookingStore(asio::io_context& io, std::unique_ptr<BookingsDb> db,
                           std::vector<std::unique_ptr<BookingsDb>> readers)
    : io_(io), version_(std::uint64_t{std::random_device{}()} << 31), db_(std::move(db)) {
  for (auto& reader : readers) {
    readers_.push_back(std::make_unique<Reader>(std::move(reader), "reader " + std::to_string(readers_.size() + 1)));
  }
}

template <class Job>
asio::awaitable<std::invoke_result_t<Job&, BookingsDb&>> BookingStore::read(Job job) {
  if (readers_.empty()) {
    auto on_it = [this, &job] { return job(*db_); };
    co_return co_await worker_.run(std::move(on_it));
  }
  auto& reader = **std::ranges::min_element(readers_, {}, [](const auto& one) { return one->asked; });
  const Reader::Asked asked{reader};
  auto on_it = [&reader, &job] {
    try {
      return job(*reader.db);
    } catch (const sql::Lost& failure) {
      spdlog::warn("bookings: {}; asked again", failure.what());
      reader.db->reconnect();
      return job(*reader.db);
    }
  };
  co_return co_await reader.worker.run(std::move(on_it));
}

asio::awaitable<WriteAnswer> BookingStore::submit(WriteOrder order) {
  auto start = [this](auto handler, WriteOrder what) {
    auto held = std::make_shared<decltype(handler)>(std::move(handler));
    waiting_.push_back({std::move(what), [held](std::exception_ptr error, WriteAnswer answer) {
                          const auto executor = asio::get_associated_executor(*held);
                          asio::dispatch(executor, [held, error, answer = std::move(answer)]() mutable {
                            std::move (*held)(error, std::move(answer));
                          });
                        }});
    if (committing_) {
      return;
    }
    committing_ = true;
    // It ends when no order waits. A failure was already given to those who waited.
    asio::co_spawn(io_, commit_all(), [](const std::exception_ptr& error) {
      if (error) {
        std::rethrow_exception(error);
      }
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, WriteAnswer)>(
      std::move(start), asio::use_awaitable, std::move(order));
}

asio::awaitable<void> BookingStore::commit_all() {
  while (!waiting_.empty()) {
    std::vector<WriteOrder> orders;
    std::vector<std::function<void(std::exception_ptr, WriteAnswer)>> done;
    while (!waiting_.empty() && orders.size() < most_per_commit) {
      orders.push_back(std::move(waiting_.front().order));
      done.push_back(std::move(waiting_.front().done));
      waiting_.pop_front();
    }
    std::vector<WriteAnswer> answers;
    std::vector<std::exception_ptr> errors;
    std::exception_ptr error;
    auto job = [this, &orders] { return write_in_job(orders); };
    try {
      auto written = co_await worker_.run(std::move(job));
      answers = std::move(written.answers);
      errors = std::move(written.errors);
      ++commits_;
      note_others(written.others);
      note_places(answers, std::move(written.changed));
      wake(orders);
    } catch (const std::exception& failure) {
      spdlog::error("bookings: {} orders were not committed: {}; their senders were told to try again", done.size(),
                    failure.what());
      error = std::current_exception();
      ++version_;  // what was not committed for certain may have been
    }
    for (std::size_t i = 0; i < done.size(); ++i) {
      const auto failed = error || errors.empty() ? error : errors[i];
      done[i](failed, failed ? WriteAnswer{} : std::move(answers[i]));
    }
  }
  committing_ = false;
}

BookingStore::Written BookingStore::write_in_job(const std::vector<WriteOrder>& orders) {
  Written written;
  try {
    written.answers = db_->write(orders);
    written.changed = db_->changed_places();
  } catch (const sql::Lost&) {
    throw;
  } catch (const std::exception& failure) {
    if (!db_->is_shared() || orders.size() == 1) {
      throw;
    }
    // A server refuses a whole transaction for one statement: the others must not suffer from it.
    spdlog::error("bookings: {} orders together: {}; each is tried by itself", orders.size(), failure.what());
    for (const auto& order : orders) {
      written.answers.emplace_back();
      written.errors.emplace_back();
      try {
        written.answers.back() = db_->write({&order, 1}).front();
        std::ranges::move(db_->changed_places(), std::back_inserter(written.changed));
      } catch (const std::exception& alone) {
        spdlog::error("bookings: an order was not committed: {}; its sender was told to try again", alone.what());
        written.errors.back() = std::current_exception();
      }
    }
  }
  written.others = db_->others_changed();
  return written;
}

asio::awaitable<void> BookingStore::note_what_others_changed() {
  auto job = [known = others_known_](BookingsDb& db) { return db.changed_since(known); };
  note_others(co_await read(std::move(job)));
}

void BookingStore::note_others(const Sharing::Places& others) {
  for (const auto& office : others.offices) {
    ++office_versions_[office];
  }
  others_known_ = std::max(others_known_, others.version);
}

namespace {

/// Where an order that was carried out has changed what is free.
std::vector<std::string> offices_of(const WriteAnswer& answer) {
  const auto of = [](const StoredBooking& stored) { return std::vector{stored.booking.office}; };
  if (const auto* swept = std::get_if<Swept>(&answer)) {
    return swept->offices;
  }
  if (const auto* left = std::get_if<Left>(&answer)) {
    return left->office.empty() ? std::vector<std::string>{} : std::vector{left->office};
  }
  if (const auto* book = std::get_if<BookAnswer>(&answer)) {
    if (const auto* booked = std::get_if<Booked>(book)) {
      return of(booked->booking);
    }
    if (const auto* held = std::get_if<Held>(book)) {
      return of(held->booking);
    }
  }
  if (const auto* cancel = std::get_if<CancelAnswer>(&answer)) {
    if (const auto* cancelled = std::get_if<Cancelled>(cancel)) {
      return of(cancelled->booking);
    }
  }
  if (const auto* move = std::get_if<MoveAnswer>(&answer)) {
    if (const auto* moved = std::get_if<Moved>(move)) {
      return of(moved->booking);  // where it was before is not offered any more, or is the same office
    }
  }
  if (const auto* confirm = std::get_if<ConfirmAnswer>(&answer)) {
    if (const auto* lapsed = std::get_if<Lapsed>(confirm)) {
      return of(lapsed->booking);
    }
  }
  if (const auto* release = std::get_if<ReleaseAnswer>(&answer)) {
    if (const auto* lapsed = std::get_if<Lapsed>(release)) {
      return of(lapsed->booking);
    }
  }
  return {};
}

}  // namespace

void BookingStore::note_change(const WriteAnswer& answer) {
  for (const auto& office : offices_of(answer)) {
    ++office_versions_[office];
  }
}

void BookingStore::note_places(const std::vector<WriteAnswer>& answers, std::vector<BookingsDb::DayPlaces> changed) {
  std::erase_if(known_, [this](const auto& one) { return one.second.version != places_version(one.first.first); });
  for (const auto& answer : answers) {
    note_change(answer);
  }
  for (auto& day : changed) {
    if (const auto found = known_.find({day.office, day.service}); found != known_.end()) {
      found->second.days[day.day] = std::move(day.slots);
    }
  }
  for (auto& [key, known] : known_) {
    known.version = places_version(key.first);
  }
}

void BookingStore::wake(const std::vector<WriteOrder>& orders) {
  std::set<NoticeChannel> written;
  if (tells_programs_) {
    written.insert(NoticeChannel::webhook);
  }
  for (const auto& order : orders) {
    std::visit(
        [&](const auto& what) {
          if constexpr (requires { what.notices; }) {
            for (const auto& notice : what.notices) {
              written.insert(notice.channel);
            }
          }
        },
        order);
  }
  for (const auto channel : written) {
    const auto found = wake_.find(channel);
    if (found != wake_.end() && found->second) {
      found->second();
    }
  }
}

std::uint64_t BookingStore::places_version(const std::string& office) const {
  const auto found = office_versions_.find(office);
  return version_ + (found == office_versions_.end() ? 0 : found->second);
}

template <class Answer>
asio::awaitable<Answer> BookingStore::submitted(WriteOrder order) {
  auto answer = co_await submit(std::move(order));
  co_return std::get<Answer>(std::move(answer));
}

asio::awaitable<BookAnswer> BookingStore::book(BookOrder order) { return submitted<BookAnswer>(std::move(order)); }
asio::awaitable<ConfirmAnswer> BookingStore::confirm(ConfirmOrder order) {
  return submitted<ConfirmAnswer>(std::move(order));
}
asio::awaitable<ResendAnswer> BookingStore::resend(ResendOrder order) {
  return submitted<ResendAnswer>(std::move(order));
}
asio::awaitable<ReleaseAnswer> BookingStore::release(ReleaseOrder order) { return submitted<ReleaseAnswer>(order); }
asio::awaitable<CancelAnswer> BookingStore::cancel(CancelOrder order) {
  return submitted<CancelAnswer>(std::move(order));
}
asio::awaitable<MoveAnswer> BookingStore::move(MoveOrder order) { return submitted<MoveAnswer>(std::move(order)); }
asio::awaitable<CorrectAnswer> BookingStore::correct(CorrectOrder order) {
  return submitted<CorrectAnswer>(std::move(order));
}
asio::awaitable<TellAnswer> BookingStore::tell(TellOrder order) { return submitted<TellAnswer>(std::move(order)); }

asio::awaitable<std::vector<BookedFrom>> BookingStore::booked_from(OfficeDay first, std::size_t limit) {
  auto job = [first, limit](BookingsDb& db) { return db.booked_from(first, limit); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::vector<Upcoming>> BookingStore::upcoming(OfficeDay from) {
  auto job = [from](BookingsDb& db) { return db.upcoming(from); };
  co_return co_await read(std::move(job));
}

asio::awaitable<WaitAnswer> BookingStore::wait(WaitOrder order) { return submitted<WaitAnswer>(std::move(order)); }
asio::awaitable<OfferAnswer> BookingStore::offer(OfferOrder order) { return submitted<OfferAnswer>(std::move(order)); }
asio::awaitable<Left> BookingStore::leave(LeaveOrder order) { return submitted<Left>(order); }

asio::awaitable<std::optional<Waiting>> BookingStore::find_waiting(Key128 token) {
  auto job = [token](BookingsDb& db) { return db.find_waiting(token); };
  co_return co_await read(std::move(job));
}

asio::awaitable<Swept> BookingStore::sweep(SweepOrder order) { return submitted<Swept>(order); }

asio::awaitable<std::optional<std::variant<Held, Lapsed>>> BookingStore::find_held(Key128 token) {
  auto job = [token](BookingsDb& db) { return db.find_held(token); };
  co_return co_await read(std::move(job));
}

asio::awaitable<bool> BookingStore::is_person_of(Key128 token, NikHmac nik) {
  auto job = [token, nik](BookingsDb& db) { return db.is_person_of(token, nik); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::vector<TakenNotice>> BookingStore::take(NoticeChannel channel, UtcTime now, UtcTime leased_until,
                                                             std::size_t most) {
  auto job = [this, channel, now, leased_until, most] { return db_->take_notices(channel, now, leased_until, most); };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<void> BookingStore::settle(std::vector<SettledNotice> outcomes) {
  auto job = [this, outcomes = std::move(outcomes)] { db_->settle_notices(outcomes); };
  co_await worker_.run(std::move(job));
}

asio::awaitable<std::optional<UtcTime>> BookingStore::next_due(NoticeChannel channel) {
  auto job = [channel](BookingsDb& db) { return db.next_notice(channel); };
  co_return co_await read(std::move(job));
}

asio::awaitable<bool> BookingStore::bounced(Bounce bounce) {
  auto job = [this, bounce = std::move(bounce)] { return db_->notice_bounced(bounce); };
  co_return co_await worker_.run(std::move(job));
}

namespace {

/// Counts at its end, whether that is an answer or a failure.
class PlacesMayBeOthers {
 public:
  explicit PlacesMayBeOthers(std::uint64_t& version) : version_(version) {}
  ~PlacesMayBeOthers() { ++version_; }
  PlacesMayBeOthers(const PlacesMayBeOthers&) = delete;
  PlacesMayBeOthers& operator=(const PlacesMayBeOthers&) = delete;

 private:
  std::uint64_t& version_;
};

}  // namespace

asio::awaitable<PersonRecord> BookingStore::person(WhichPerson who) {
  auto job = [who = std::move(who)](BookingsDb& db) { return db.person(who); };
  co_return co_await read(std::move(job));
}

asio::awaitable<EraseAnswer> BookingStore::erase(EraseOrder order) {
  const PlacesMayBeOthers noted{version_};
  auto job = [this, order = std::move(order)] { return db_->erase(order); };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<std::size_t> BookingStore::erase_again(std::vector<AccessEntry::Person> people, UtcTime now) {
  const PlacesMayBeOthers noted{version_};
  auto job = [this, people = std::move(people), now] { return db_->erase_again(people, now); };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<std::vector<PersonFrozen>> BookingStore::lift(WhichPerson who) {
  auto job = [this, who = std::move(who)] { return db_->lift(who); };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<std::vector<ErasureState>> BookingStore::erasures(std::size_t most) {
  auto job = [most](BookingsDb& db) { return db.erasures(most); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::size_t> BookingStore::forget(ForgetOrder order) {
  ForgetStep step;
  while (!step.done) {
    // Between two steps others have their turn.
    auto job = [this, &order, step] { return db_->forget_some(order, step); };
    step = co_await worker_.run(std::move(job));
  }
  co_return step.changed;
}

asio::awaitable<std::vector<StoredBooking>> BookingStore::day(std::string office, OfficeDay day) {
  auto job = [office = std::move(office), day](BookingsDb& db) { return db.day(office, day); };
  co_return co_await read(std::move(job));
}

asio::awaitable<void> BookingStore::check() {
  auto job = [this] { db_->check(); };
  co_await worker_.run(std::move(job));
}

asio::awaitable<chat::Before> BookingStore::before(chat::ChatId chat, std::string message) {
  auto job = [chat, message = std::move(message)](BookingsDb& db) { return db.chat_before(chat, message); };
  co_return co_await read(std::move(job));
}

asio::awaitable<chat::KeepAnswer> BookingStore::keep(chat::KeepTurn turn) {
  return submitted<chat::KeepAnswer>(std::move(turn));
}

asio::awaitable<std::optional<StoredBooking>> BookingStore::upcoming_of(std::string contact, OfficeDay from) {
  auto job = [contact = std::move(contact), from](BookingsDb& db) { return db.upcoming_of_contact(contact, from); };
  co_return co_await read(std::move(job));
}

asio::awaitable<DayContactAnswer> BookingStore::keep(DayContactOrder order) {
  return submitted<DayContactAnswer>(std::move(order));
}
asio::awaitable<DayContactEnded> BookingStore::end(EndDayContactOrder order) {
  return submitted<DayContactEnded>(std::move(order));
}
asio::awaitable<ToldOnDay> BookingStore::tell_on_day(TellOnDayOrder order) {
  return submitted<ToldOnDay>(std::move(order));
}

asio::awaitable<void> BookingStore::keep_feedback(FeedbackOrder order) {
  auto job = [this, order = std::move(order)] { db_->keep_feedback(order); };
  co_await worker_.run(std::move(job));
}

asio::awaitable<bool> BookingStore::has_feedback(std::string page) {
  auto job = [page = std::move(page)](BookingsDb& db) { return db.has_feedback(page); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::vector<office_api::TodayFeedback>> BookingStore::feedback_for(std::string office,
                                                                                   std::size_t most) {
  auto job = [office = std::move(office), most](BookingsDb& db) { return db.feedback_for(office, most); };
  co_return co_await read(std::move(job));
}

asio::awaitable<void> BookingStore::feedback_taken(std::string office, std::vector<std::string> pages) {
  auto job = [this, office = std::move(office), pages = std::move(pages)] { db_->feedback_taken(office, pages); };
  co_await worker_.run(std::move(job));
}

asio::awaitable<ChangePlanAnswer> BookingStore::change_plan(ChangePlanOrder order) {
  return submitted<ChangePlanAnswer>(std::move(order));
}

asio::awaitable<std::vector<PlanChange>> BookingStore::plan_changes(std::int64_t after) {
  auto job = [after](BookingsDb& db) { return db.plan_changes(after); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::int64_t> BookingStore::newest_plan() {
  auto job = [](BookingsDb& db) { return db.newest_plan(); };
  co_return co_await read(std::move(job));
}

asio::awaitable<RequestKept> BookingStore::request_plan(RequestPlanOrder order) {
  return submitted<RequestKept>(std::move(order));
}
asio::awaitable<RefusePlanAnswer> BookingStore::refuse_plan(RefusePlanOrder order) {
  return submitted<RefusePlanAnswer>(std::move(order));
}
asio::awaitable<Blocked> BookingStore::block(BlockOrder order) { return submitted<Blocked>(std::move(order)); }
asio::awaitable<LiftBlockAnswer> BookingStore::lift_block(LiftBlockOrder order) {
  return submitted<LiftBlockAnswer>(std::move(order));
}

asio::awaitable<std::vector<PlanRequest>> BookingStore::plan_requests(std::size_t most) {
  auto job = [most](BookingsDb& db) { return db.plan_requests(most); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::vector<Block>> BookingStore::blocks(std::size_t most) {
  auto job = [most](BookingsDb& db) { return db.blocks(most); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::optional<AddressDigest>> BookingStore::network_of(std::string code) {
  auto job = [code = std::move(code)](BookingsDb& db) { return db.network_of(code); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::vector<DayAtOffice>> BookingStore::days_at_offices(OfficeDay first, OfficeDay last) {
  auto job = [first, last](BookingsDb& db) { return db.days_at_offices(first, last); };
  co_return co_await read(std::move(job));
}

asio::awaitable<KeyKept> BookingStore::keep_key(KeepKeyOrder order) { return submitted<KeyKept>(std::move(order)); }
asio::awaitable<KeyJudged> BookingStore::judge_key(JudgeKeyOrder order) {
  return submitted<KeyJudged>(std::move(order));
}
asio::awaitable<ContactsKept> BookingStore::keep_contacts(KeepContactsOrder order) {
  return submitted<ContactsKept>(std::move(order));
}

asio::awaitable<std::vector<OfficeKey>> BookingStore::office_keys() {
  auto job = [](BookingsDb& db) { return db.office_keys(); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::vector<OfficeContact>> BookingStore::office_contacts() {
  auto job = [](BookingsDb& db) { return db.office_contacts(); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::vector<DayContact>> BookingStore::day_contacts(Key128 token) {
  auto job = [token](BookingsDb& db) { return db.day_contacts(token); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::vector<DayContactsOf>> BookingStore::day_contacts_at(std::string office, OfficeDay day) {
  auto job = [office = std::move(office), day](BookingsDb& db) { return db.day_contacts_at(office, day); };
  co_return co_await read(std::move(job));
}

void BookingStore::on_written(NoticeChannel channel, std::function<void()> wake) { wake_[channel] = std::move(wake); }

asio::awaitable<std::optional<StoredBooking>> BookingStore::find(Key128 token) {
  auto job = [token](BookingsDb& db) { return db.find(token); };
  co_return co_await read(std::move(job));
}

asio::awaitable<std::optional<StoredBooking>> BookingStore::find(std::string code, NikHmac nik) {
  auto job = [code = std::move(code), nik](BookingsDb& db) { return db.find(code, nik); };
  co_return co_await read(std::move(job));
}

const BookingStore::Known* BookingStore::known(const KnownKey& key, OfficeDay from) const {
  const auto found = known_.find(key);
  const bool good =
      found != known_.end() && found->second.version == places_version(key.first) && found->second.from <= from;
  return good ? &found->second : nullptr;
}

asio::awaitable<std::vector<SlotPlaces>> BookingStore::places(std::string office, std::string service, OfficeDay first,
                                                              OfficeDay last) {
  return places_at({std::move(office)}, std::move(service), first, last);
}

asio::awaitable<std::vector<SlotPlaces>> BookingStore::places_at(std::vector<std::string> offices, std::string service,
                                                                 OfficeDay first, OfficeDay last) {
  using Days = std::map<OfficeDay, std::vector<SlotPlaces>>;
  std::vector<std::vector<SlotPlaces>> by_office(offices.size());
  const auto take = [&](std::size_t office, const Days& days) {
    for (auto day = days.lower_bound(first); day != days.end() && day->first <= last; ++day) {
      by_office[office].insert(by_office[office].end(), day->second.begin(), day->second.end());
    }
  };
  std::vector<std::size_t> unknown;
  std::vector<std::string> asked;
  std::vector<std::uint64_t> versions;
  for (std::size_t i = 0; i < offices.size(); ++i) {
    if (const auto* const of_before = known({offices[i], service}, first)) {
      take(i, of_before->days);
    } else {
      unknown.push_back(i);
      asked.push_back(offices[i]);
      versions.push_back(places_version(offices[i]));
    }
  }
  if (!unknown.empty()) {
    constexpr int whole_years = 3 * 366;  // beyond everything that can be booked
    auto job = [asked, service, first](BookingsDb& db) {
      std::vector<std::vector<SlotPlaces>> all;
      for (const auto& office : asked) {
        all.push_back(db.places(office, service, first, first.plus(whole_years)));
      }
      return all;
    };
    auto found = co_await read(std::move(job));
    for (std::size_t i = 0; i < unknown.size(); ++i) {
      // The worker's answers come in the order of its jobs: what it did before this is counted in the version
      // by now. A reader's come when they come.
      Known fresh{.version = readers_.empty() ? places_version(asked[i]) : versions[i], .from = first, .days = {}};
      for (auto& slot : found[i]) {
        fresh.days[slot.slot.day].push_back(std::move(slot));
      }
      take(unknown[i], fresh.days);
      known_[{asked[i], service}] = std::move(fresh);
    }
  }
  std::vector<SlotPlaces> all;
  for (auto& places : by_office) {
    all.insert(all.end(), places.begin(), places.end());
  }
  co_return all;
}

asio::awaitable<office_api::BookingPage> BookingStore::pull(std::string office, std::string generation,
                                                            std::uint64_t cursor, std::size_t limit, UtcTime now) {
  if (!readers_.empty()) {
    auto look = [office, generation, cursor, limit, now](BookingsDb& db) {
      return db.pull_quickly(office, generation, cursor, limit, now);
    };
    if (auto page = co_await read(std::move(look))) {
      co_return std::move(*page);
    }
  }
  auto job = [this, office = std::move(office), generation = std::move(generation), cursor, limit, now] {
    return db_->pull(office, generation, cursor, limit, now);
  };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<TakeBackAnswer> BookingStore::take_back(std::string office, std::string generation,
                                                        std::vector<Returned> returned, bool complete, UtcTime now) {
  auto job = [this, office, generation = std::move(generation), returned = std::move(returned), complete, now] {
    return db_->take_back(office, generation, returned, complete, now);
  };
  try {
    auto answer = co_await worker_.run(std::move(job));
    ++office_versions_[office];
    co_return answer;
  } catch (...) {
    ++version_;
    throw;
  }
}

asio::awaitable<void> BookingStore::list(std::string office, std::string code, std::string what, UtcTime now) {
  auto job = [this, office = std::move(office), code = std::move(code), what = std::move(what), now] {
    db_->list(office, code, what, now);
  };
  co_await worker_.run(std::move(job));
}

asio::awaitable<ResultsAnswer> BookingStore::apply(std::string office, std::string key, std::string body_hash,
                                                   office_api::ResultBatch batch, int absent_days, UtcTime now) {
  auto job = [this, office = std::move(office), key = std::move(key), body_hash = std::move(body_hash),
              batch = std::move(batch), absent_days,
              now] { return db_->apply(office, key, body_hash, batch, now, absent_days); };
  auto answer = co_await worker_.run(std::move(job));
  wake({});
  co_return answer;
}

asio::awaitable<HeadsAnswer> BookingStore::keep_heads(std::string office, office_api::JournalHeads said, UtcTime now) {
  auto job = [this, office = std::move(office), said = std::move(said), now] {
    return db_->keep_heads(office, said, now);
  };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<office_api::JournalPage> BookingStore::held_heads(std::string office, std::string generation,
                                                                  std::uint64_t after, std::size_t limit) {
  auto job = [office = std::move(office), generation = std::move(generation), after, limit](BookingsDb& db) {
    return db.held_heads(office, generation, after, limit);
  };
  co_return co_await read(std::move(job));
}

}  // namespace antrean::portal
