#include "store/bookings_db.hpp"

#include <algorithm>
#include <limits>

#include "store/sqlite/sqlite_database.hpp"
#include "store/statements.hpp"
#include "store/transact.hpp"

namespace antrean::portal {
namespace {

bool same_person(sql::Statement& row, const NikHmac& nik) {
  return std::ranges::equal(row.column(after_booking_columns).as_bytes(), nik);
}

template <class... Each>
struct Overloaded : Each... {
  using Each::operator()...;
};
template <class... Each>
Overloaded(Each...) -> Overloaded<Each...>;

/// A refused order may have begun to take places.
bool leaves_nothing(const WriteAnswer& answer) {
  if (const auto* book = std::get_if<BookAnswer>(&answer)) {
    return !std::holds_alternative<Booked>(*book) && !std::holds_alternative<Held>(*book);
  }
  if (const auto* confirm = std::get_if<ConfirmAnswer>(&answer)) {
    return std::holds_alternative<PersonHasBooking>(*confirm) || std::holds_alternative<Checking>(*confirm);
  }
  const auto* move = std::get_if<MoveAnswer>(&answer);
  return move != nullptr && !std::holds_alternative<Moved>(*move);
}

}  // namespace

BookingsDb::BookingsDb(const std::filesystem::path& file, sqlite::Synchronous synchronous, const std::string& vfs,
                       const std::filesystem::path& mark)
    : BookingsDb(open_bookings_file(file, synchronous, vfs), mark) {}

BookingsDb::BookingsDb(std::unique_ptr<sql::Database> db, const std::filesystem::path& mark)
    : db_(std::move(db)), sql_(std::make_unique<Statements>(*db_)), mark_(mark) {
  if (db_->is_shared()) {
    sharing_ = std::make_unique<Sharing>(*db_);
    sharing_->forget_old_writers();
    count_channels_again();
  } else {
    end_leases();
  }
  know_unconfirmed();
  open_generation();
}

BookingsDb::BookingsDb(std::unique_ptr<sql::Database> db, ForReading)
    : db_(std::move(db)), sql_(std::make_unique<Statements>(*db_)), mark_({}) {
  sharing_ = std::make_unique<Sharing>(*db_);
}

std::unique_ptr<BookingsDb> BookingsDb::reader(std::unique_ptr<sql::Database> db) {
  return std::unique_ptr<BookingsDb>{new BookingsDb{std::move(db), ForReading{}}};
}

BookingsDb::~BookingsDb() = default;

BookingsDb::Writing::Writing(BookingsDb& db_) : db(db_) {
  db.writing_ = true;
  db.changed_days_.clear();
  db.known_slots_.clear();
}

BookingsDb::Writing::~Writing() {
  db.writing_ = false;
  if (db.sharing_) {
    db.sharing_->unlocked();
  }
}

void BookingsDb::count_channels_again() {
  // What is taken of a slot is booked, held, offered or rests. A portal of the release before, which went on
  // beside a newer one during an update, counts the places but not the channels.
  transact([&] {
    db_->exec(recount_channels);
    return true;
  });
}

void BookingsDb::begin_writing() {
  if (sharing_) {
    sharing_->lock();
    know_what_others_did();
  } else {
    plan_ = newest_plan();
  }
}

bool BookingsDb::was_committed() {
  constexpr int most_tries = 6;
  for (int tries = 1;; ++tries) {
    db_->reconnect();
    try {
      const bool was = sharing_->was_committed();
      spdlog::warn("bookings: the commit {}", was ? "had happened" : "had not happened; it is made now");
      return was;
    } catch (const sql::Lost&) {
      if (tries == most_tries) {
        throw;
      }
    }
  }
}

void BookingsDb::know_what_others_did() {
  auto state = sharing_->state();
  newest_ = std::move(state.newest);
  plan_ = state.plan;
  noticed_.reset();
  if (state.noticed) {
    noticed_ = from_ms(*state.noticed);
  }
  if (state.since != since_ || state.answered != static_cast<std::int64_t>(answered_.size())) {
    since_ = state.since;
    know_answered();
  }
  if (state.unconfirmed != known_unconfirmed_) {
    known_unconfirmed_ = state.unconfirmed;
    know_unconfirmed();
  }
}

void BookingsDb::know_answered() {
  answered_.clear();
  sql::Statement answered{*db_, "SELECT office FROM answered"};
  while (answered.step()) {
    answered_.insert(answered.column(0).as_text());
  }
}

Sharing::Places BookingsDb::others_changed() { return sharing_ ? sharing_->others_changed() : Sharing::Places{}; }

std::unique_ptr<sqlite::Copying> BookingsDb::begin_copy(const std::filesystem::path& to) {
  return portal::begin_copy(*db_, to);
}

void BookingsDb::check() {
  transact([&] {
    db_->exec("UPDATE change SET last = last");
    return true;
  });
}

WriteAnswer BookingsDb::one(const WriteOrder& order) {
  return std::visit(Overloaded{
                        [this](const chat::KeepTurn& what) -> WriteAnswer { return keep_turn(what); },
                        [this](const BookOrder& what) -> WriteAnswer { return book(what); },
                        [this](const ConfirmOrder& what) -> WriteAnswer { return confirm(what); },
                        [this](const ResendOrder& what) -> WriteAnswer { return resend(what); },
                        [this](const ReleaseOrder& what) -> WriteAnswer { return release(what); },
                        [this](const CancelOrder& what) -> WriteAnswer { return cancel(what); },
                        [this](const MoveOrder& what) -> WriteAnswer { return move(what); },
                        [this](const CorrectOrder& what) -> WriteAnswer { return correct(what); },
                        [this](const TellOrder& what) -> WriteAnswer { return tell(what); },
                        [this](const WaitOrder& what) -> WriteAnswer { return wait(what); },
                        [this](const OfferOrder& what) -> WriteAnswer { return offer(what); },
                        [this](const LeaveOrder& what) -> WriteAnswer { return leave(what); },
                        [this](const SweepOrder& what) -> WriteAnswer { return sweep(what); },
                        [this](const DayContactOrder& what) -> WriteAnswer { return keep_day_contact(what); },
                        [this](const EndDayContactOrder& what) -> WriteAnswer { return end_day_contact(what); },
                        [this](const TellOnDayOrder& what) -> WriteAnswer { return tell_on_day(what); },
                        [this](const ChangePlanOrder& what) -> WriteAnswer { return change_plan(what); },
                        [this](const RequestPlanOrder& what) -> WriteAnswer { return request_plan(what); },
                        [this](const RefusePlanOrder& what) -> WriteAnswer { return refuse_plan(what); },
                        [this](const BlockOrder& what) -> WriteAnswer { return block(what); },
                        [this](const LiftBlockOrder& what) -> WriteAnswer { return lift_block(what); },
                        [this](const KeepKeyOrder& what) -> WriteAnswer { return keep_key(what); },
                        [this](const JudgeKeyOrder& what) -> WriteAnswer { return judge_key(what); },
                        [this](const KeepContactsOrder& what) -> WriteAnswer { return keep_contacts(what); },
                    },
                    order);
}

std::vector<WriteAnswer> BookingsDb::write(std::span<const WriteOrder> orders) {
  auto answers = transact([&] {
    std::vector<WriteAnswer> given;
    given.reserve(orders.size());
    if (!orders.empty()) {
      know_the_time(std::visit([](const auto& order) { return order.now; }, orders.front()));
    }
    write_all(orders, given);
    return given;
  });
  write_mark(false);
  return answers;
}

void BookingsDb::write_all(std::span<const WriteOrder> orders, std::vector<WriteAnswer>& given) {
  std::vector<const BookOrder*> ahead;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const auto* const booking = std::get_if<BookOrder>(&orders[i]);
    // On a server each question costs a round trip. The bookings that follow one another ask together.
    if (sharing_ && booking != nullptr && ahead.empty() && orders.size() > 1) {
      for (auto next = i; next < orders.size() && std::holds_alternative<BookOrder>(orders[next]); ++next) {
        ahead.push_back(&std::get<BookOrder>(orders[next]));
      }
      ask_ahead(ahead);
    } else if (booking == nullptr && !ahead.empty()) {
      forget_ahead();
      ahead.clear();
    }
    db_->set_savepoint();
    given.push_back(one(orders[i]));
    if (leaves_nothing(given.back())) {
      db_->roll_back_to_savepoint();
    }
    db_->release_savepoint();
  }
  forget_ahead();
}

std::vector<BookingsDb::DayPlaces> BookingsDb::changed_places() {
  std::vector<DayPlaces> changed;
  for (const auto& [office, service, day] : changed_days_) {
    changed.push_back({office, service, day, places(office, service, day, day)});
  }
  return changed;
}

std::int64_t BookingsDb::next_change() {
  if (sharing_) {
    return sharing_->next_change();
  }
  Use change{sql_->change};
  change->step();
  const auto next = change->column(0).as_int64();
  // RETURNING rows come before the statement has ended, so it must run to its end.
  while (change->step()) {
  }
  return next;
}

void BookingsDb::offer(const SlotKey& slot, TimeOfDay end, int quota) {
  known_slots_.erase(slot);
  changed_days_.emplace(slot.office, slot.service, slot.day);
  Use offer{sql_->offer_slot};
  bind_slot(*offer, slot.office, slot.service, slot.day, slot.start);
  offer->bind(5, quota);
  offer->bind(6, end.minutes());
  offer->post();
}

bool BookingsDb::take_place(const SlotKey& slot, TimeOfDay end, int quota, std::uint8_t party, const ByChannel& by,
                            UtcTime now) {
  // How many a channel has is not known ahead.
  if (const auto known = by.most ? std::nullopt : take_known_place(slot, end, quota, party, by.channel)) {
    return *known;
  }
  offer(slot, end, quota);
  const auto taken = [&] {
    if (is_channel_full(slot, end, party, by)) {
      return false;
    }
    Use take{sql_->take};
    bind_slot(*take, slot.office, slot.service, slot.day, slot.start);
    take->bind(5, party);
    bind_channels(*take, 6, by.channel, party);
    return take->exec() == 1;
  };
  // What has lapsed or rested is free, also when nobody has swept yet.
  return taken() || (free_what_is_due(slot, now) && taken());
}

void BookingsDb::bind_channels(sql::Statement& statement, int first, BookingChannel channel, int people) {
  statement.bind(first, channel == BookingChannel::web ? people : 0);
  statement.bind(first + 1, channel == BookingChannel::whatsapp ? people : 0);
}

int BookingsDb::left_in_channel(const SlotKey& slot, TimeOfDay end, const ByChannel& by) {
  if (!by.most) {
    return std::numeric_limits<int>::max();
  }
  Use taken{sql_->in_channels};
  bind_slot(*taken, slot.office, slot.service, slot.day, slot.start);
  taken->bind(5, end.minutes());
  taken->step();
  return *by.most - taken->column(static_cast<int>(index_of(by.channel))).as_int();
}

bool BookingsDb::is_channel_full(const SlotKey& slot, TimeOfDay end, int party, const ByChannel& by) {
  return left_in_channel(slot, end, by) < party;
}

void BookingsDb::count_in_channel(const SlotKey& slot, BookingChannel channel, int people) {
  Use count{sql_->count_channels};
  bind_slot(*count, slot.office, slot.service, slot.day, slot.start);
  bind_channels(*count, 5, channel, people);
  count->post();
}

void BookingsDb::give_back(const SlotKey& slot, int places) {
  known_slots_.erase(slot);
  changed_days_.emplace(slot.office, slot.service, slot.day);
  Use give{sql_->give_back};
  bind_slot(*give, slot.office, slot.service, slot.day, slot.start);
  give->bind(5, places);
  give->post();
}

bool BookingsDb::person_has(const NikHmac& nik, OfficeDay day, const std::string& service, const Key128& except,
                            OfficeDay today) {
  Use person{sql_->person_has};
  bind_bytes(*person, 1, nik);
  person->bind(2, day.number());
  person->bind(3, service);
  bind_bytes(*person, 4, except);
  person->bind(5, today.number());
  return person->step();
}

std::optional<BookAnswer> BookingsDb::unfair(const BookOrder& order) {
  auto cold = frozen(order.nik, order.contact, order.network, order.now);
  for (const auto& one : order.companions) {
    cold = cold ? cold : frozen(one.nik, one.nik, one.nik, order.now);
  }
  if (cold) {
    return *cold;
  }
  const auto today = OfficeDay::of(order.now, order.names ? order.names->zone : Zone::wib);
  const auto& service = order.fairness.one_per_service ? order.slot.service : std::string{};
  if (person_has(order.nik, order.slot.day, service, order.token, today) ||
      std::ranges::any_of(order.companions, [&](const CompanionOrder& one) {
        return person_has(one.nik, order.slot.day, service, order.token, today);
      })) {
    return PersonHasBooking{};
  }
  if (order.fairness.people_per_contact > 0 && !order.mail.empty()) {
    Use count{sql_->with_contact};
    count->bind(1, order.mail);
    count->bind(2, today.number());
    count->step();
    if (count->column(0).as_int() + order.party > order.fairness.people_per_contact) {
      return ContactHasEnough{};
    }
  }
  if (order.fairness.cancels > 0) {
    Use cancels{sql_->cancels};
    bind_bytes(*cancels, 1, order.nik);
    cancels->bind(2, to_ms(order.now - order.fairness.cancels_within));
    cancels->bind(3, order.fairness.cancels);
    if (cancels->step()) {
      return TooManyCancels{from_ms(cancels->column(0).as_int64()) + order.fairness.cancels_within};
    }
  }
  return std::nullopt;
}

bool BookingsDb::may_be_without_contact(const BookOrder& order) {
  const auto& rule = *order.without_contact;
  {
    Use in_slot{sql_->without_contact};
    bind_slot(*in_slot, order.slot.office, order.slot.service, order.slot.day, order.slot.start);
    in_slot->step();
    if (in_slot->column(0).as_int() + order.party > rule.people_per_slot) {
      return false;
    }
  }
  {
    Use forget{sql_->forget_without_contact};
    forget->bind(1, rule.today.number() - 1);
    forget->post();
  }
  Use from{sql_->without_contact_from};
  bind_bytes(*from, 1, rule.address);
  from->bind(2, rule.today.number());
  from->bind(3, order.party);
  from->step();
  const int people = from->column(0).as_int();
  while (from->step()) {
  }
  return people <= rule.people_per_day;
}

void BookingsDb::add_companion(const Key128& token, int nr, const Booking& of, const Companion& one, const NikHmac& nik,
                               bool is_live) {
  Use add{sql_->add_companion};
  bind_bytes(*add, 1, token);
  add->bind(2, nr);
  add->bind(3, of.day.number());
  add->bind(4, of.service);
  add->bind(5, one.name);
  bind_bytes(*add, 6, nik);
  add->bind(7, one.nik_last4);
  add->bind(8, is_live ? 1 : 0);
  add->post();
}

void BookingsDb::add_companions(const BookOrder& order, bool is_live) {
  int nr = 1;
  const auto booking = as_stored(order, {}).booking;
  for (const auto& one : order.companions) {
    add_companion(order.token, nr++, booking, {one.name, one.nik_last4}, one.nik, is_live);
  }
}

void BookingsDb::set_companions(const Key128& token, bool is_live, OfficeDay day) {
  Use set{sql_->companions_live};
  bind_bytes(*set, 1, token);
  set->bind(2, is_live ? 1 : 0);
  set->bind(3, day.number());
  set->post();
}

void BookingsDb::know_companions(StoredBooking& stored) {
  if (stored.booking.party == 1) {
    return;
  }
  Use rows{sql_->companions};
  bind_bytes(*rows, 1, stored.token);
  while (rows->step()) {
    stored.companions.push_back({rows->column(0).as_text(), rows->column(1).as_text()});
  }
}

void BookingsDb::insert_booking(const StoredBooking& stored, const Key128& form, const NikHmac& nik,
                                const AddressDigest& network) {
  const auto& booking = stored.booking;
  Use insert{sql_->insert};
  bind_common(*insert, stored, form, nik);
  insert->bind(15, to_ms(stored.booked_at));
  insert->bind(16, next_change());
  insert->bind(17, static_cast<std::int64_t>(booking.id));
  bind_names(*insert, 18, stored.names);
  insert->bind(22, stored.contact_confirmed ? 1 : 0);
  if (network != AddressDigest{}) {
    bind_bytes(*insert, 23, network);
  }
  insert->bind(24, static_cast<int>(stored.booked_by));
  insert->post();
}

std::optional<std::string> BookingsDb::unused_code(BookingId id, const std::vector<std::string>& codes) {
  const auto code = std::ranges::find_if(codes, [this](const std::string& candidate) {
    Use in_use{sql_->code_in_use};
    in_use->bind(1, candidate);
    return !in_use->step();
  });
  if (id == 0) {
    throw std::logic_error("bookings: an order without an id");
  }
  Use in_use{sql_->id_in_use};
  in_use->bind(1, static_cast<std::int64_t>(id));
  return code == codes.end() || in_use->step() ? std::nullopt : std::optional{*code};
}

std::optional<BookAnswer> BookingsDb::booked_before(const BookOrder& order) {
  Use by_form{sql_->by_form};
  bind_bytes(*by_form, 1, order.form);
  if (!by_form->step()) {
    return std::nullopt;
  }
  auto before = booking_at(*by_form);
  know_companions(before);
  const bool same = wants(order, before) && same_person(*by_form, order.nik);
  return same ? BookAnswer{Booked{std::move(before), true}} : BookAnswer{FormUsed{std::move(before)}};
}

BookAnswer BookingsDb::book(const BookOrder& order) {
  if (order.companions.size() + 1 != order.party && !order.companions.empty()) {
    throw std::logic_error("bookings: a party with other companions than its number");
  }
  if (auto before = booked_before(order)) {
    return std::move(*before);
  }
  if (auto held = held_before(order)) {
    return std::move(*held);
  }
  if (order.offer) {
    if (auto before = find(order.token)) {
      return is_person_of(order.token, order.nik) ? BookAnswer{Booked{std::move(*before), true}} : OfferOver{};
    }
  }
  if (order.plan != 0 && order.plan != plan_) {
    return OtherPlan{plan_};
  }
  if (checks(order.slot.office, order.now)) {
    return Checking{};
  }
  if (auto refused = unfair(order)) {
    return std::move(*refused);
  }
  const auto code = unused_code(order.id, order.codes);
  if (!code) {
    return CodesInUse{};
  }
  if (order.without_contact && !may_be_without_contact(order)) {
    return NoPlaceWithoutContact{};
  }
  if (order.offer) {
    if (!take_offer(order)) {
      return OfferOver{};
    }
  } else if (const ByChannel by{order.booked_by, order.most_by_channel};
             !take_place(order.slot, order.end, order.quota, order.party, by, order.now)) {
    return SlotFull{is_channel_full(order.slot, order.end, order.party, by)};
  }
  if (order.hold) {
    return hold(order, *code);
  }
  auto stored = as_stored(order, *code);
  insert_booking(stored, order.form, order.nik, order.network);
  add_companions(order, true);
  write_notices(order.token, order.notices);
  write_event(NoticeKind::booked, stored, order.now);
  return Booked{std::move(stored), false};
}

CancelAnswer BookingsDb::cancel(const CancelOrder& order) {
  auto stored = find(order.token);
  if (!stored || (order.still_at && *order.still_at != SlotKey{stored->booking.office, stored->booking.service,
                                                               stored->booking.day, stored->booking.slot.start})) {
    return NoSuchBooking{};
  }
  auto& booking = stored->booking;
  if (booking.status == BookingStatus::cancelled) {
    return Cancelled{std::move(*stored), true};
  }
  if (stored->checked_in_at || stored->served_at) {
    return AlreadyUsed{std::move(*stored)};
  }
  {
    Use mark{sql_->mark_cancelled};
    mark->bind(1, static_cast<std::int64_t>(booking.id));
    mark->bind(2, to_ms(order.now));
    mark->bind(3, next_change());
    mark->bind(4, order.excused ? 1 : 0);
    mark->post();
  }
  if (order.frozen_until && !order.excused) {
    freeze(*stored, FrozenWhy::late_cancel, *order.frozen_until);
  }
  forget_told(order.token);
  forget_day_contacts(order.token);
  set_companions(order.token, false, booking.day);
  const SlotKey slot{booking.office, booking.service, booking.day, booking.slot.start};
  count_in_channel(slot, stored->booked_by, -booking.party);
  free_places(slot, booking.party, order.rests_until, order.now);
  take_back_what_comes(order.token);
  write_notices(order.token, order.notices);
  booking.status = BookingStatus::cancelled;
  stored->cancelled_at = order.now;
  ++stored->revision;
  write_event(NoticeKind::cancelled, *stored, order.now);
  return Cancelled{std::move(*stored), false};
}

std::optional<MoveAnswer> BookingsDb::not_movable(const StoredBooking& stored, const MoveOrder& order) {
  const auto& booking = stored.booking;
  const auto& office = order.elsewhere ? order.elsewhere->office : booking.office;
  if (booking.status == BookingStatus::cancelled) {
    // It may have gone elsewhere by a form that was sent twice.
    auto now_there = stored.moved_to ? find(*stored.moved_to) : std::nullopt;
    const bool there = now_there && now_there->booking.office == office && now_there->booking.day == order.day &&
                       now_there->booking.slot.start == order.hours.start;
    return there ? MoveAnswer{Moved{std::move(*now_there), true}} : MoveAnswer{IsCancelled{stored}};
  }
  if (stored.checked_in_at || stored.served_at || stored.no_show_at) {
    return AlreadyUsed{stored};
  }
  if (booking.office == office && booking.day == order.day && booking.slot.start == order.hours.start) {
    return Moved{stored, true};
  }
  if (order.most_moves > 0 && stored.moves >= order.most_moves) {
    return NoMoreMoves{stored};
  }
  if (order.plan != 0 && order.plan != plan_) {
    return OtherPlan{plan_};
  }
  if (checks(booking.office, order.now) || checks(office, order.now)) {
    return Checking{};
  }
  for (const auto& nik : people_of(order.token)) {
    if (person_has(nik, order.day, {}, order.token, order.day)) {
      return PersonHasBooking{};
    }
  }
  return std::nullopt;
}

MoveAnswer BookingsDb::move(const MoveOrder& order) {
  auto stored = find(order.token);
  if (!stored) {
    return NoSuchBooking{};
  }
  if (auto refused = not_movable(*stored, order)) {
    return std::move(*refused);
  }
  auto& booking = stored->booking;
  const SlotKey before{booking.office, booking.service, booking.day, booking.slot.start};
  const SlotKey after{order.elsewhere ? order.elsewhere->office : booking.office, booking.service, order.day,
                      order.hours.start};
  const auto code = order.elsewhere ? unused_code(order.elsewhere->id, order.elsewhere->codes) : booking.code;
  if (!code) {
    return CodesInUse{};
  }
  // Hours that overlap share their places: then the person's own place goes along, and is nobody else's
  // meanwhile.
  const bool goes_along = before.office == after.office && before.day == after.day &&
                          order.hours.start < booking.slot.end && booking.slot.start < order.hours.end;
  count_in_channel(before, stored->booked_by, -booking.party);
  if (goes_along) {
    give_back(before, booking.party);
  }
  const ByChannel by{order.booked_by, order.most_by_channel};
  if (!take_place(after, order.hours.end, order.quota, booking.party, by, order.now)) {
    return SlotFull{is_channel_full(after, order.hours.end, booking.party, by)};
  }
  stored->booked_by = order.booked_by;
  if (!goes_along) {
    free_places(before, booking.party, order.rests_until, order.now);
  }
  take_back_what_comes(order.token);
  forget_told(order.token);
  move_day_contacts(order.token, order.elsewhere ? order.elsewhere->token : order.token, after.office, order.day);
  if (order.elsewhere) {
    return Moved{move_elsewhere(std::move(*stored), order, *code), false};
  }
  {
    Use move{sql_->move};
    bind_bytes(*move, 1, order.token);
    move->bind(2, order.day.number());
    move->bind(3, order.hours.start.minutes());
    move->bind(4, order.hours.end.minutes());
    move->bind(5, next_change());
    move->bind(6, static_cast<int>(order.booked_by));
    move->exec();
  }
  set_companions(order.token, true, order.day);
  write_notices(order.token, order.notices);
  const auto from = booking;
  booking.day = order.day;
  booking.slot = order.hours;
  ++stored->moves;
  ++stored->revision;
  write_event(NoticeKind::changed, *stored, order.now, from);
  return Moved{std::move(*stored), false};
}

StoredBooking BookingsDb::move_elsewhere(StoredBooking stored, const MoveOrder& order, const std::string& code) {
  const auto& elsewhere = *order.elsewhere;
  auto& booking = stored.booking;
  NikHmac nik{};
  {
    Use first{sql_->nik_of};
    bind_bytes(*first, 1, order.token);
    first->step();
    nik = bytes_at<std::tuple_size_v<NikHmac>>(*first, 0);
  }
  {
    Use mark{sql_->mark_cancelled};
    mark->bind(1, static_cast<std::int64_t>(booking.id));
    mark->bind(2, to_ms(order.now));
    mark->bind(3, next_change());
    mark->bind(4, 1);
    bind_bytes(*mark, 5, elsewhere.token);
    mark->post();
  }
  {
    Use companions{sql_->companions_move};
    bind_bytes(*companions, 1, order.token);
    bind_bytes(*companions, 2, elsewhere.token);
    companions->bind(3, order.day.number());
    companions->post();
  }
  auto gone = stored;
  gone.booking.status = BookingStatus::cancelled;
  ++gone.revision;
  write_event(NoticeKind::cancelled, gone, order.now);
  booking.id = elsewhere.id;
  booking.code = code;
  booking.office = elsewhere.office;
  booking.day = order.day;
  booking.slot = order.hours;
  stored.token = elsewhere.token;
  stored.names = elsewhere.names;
  stored.booked_at = order.now;
  stored.moves = 0;
  stored.revision = 0;
  insert_booking(stored, elsewhere.form, nik);
  write_notices(elsewhere.token, order.notices);
  write_event(NoticeKind::booked, stored, order.now);
  return stored;
}

CorrectAnswer BookingsDb::correct(const CorrectOrder& order) {
  auto stored = find(order.token);
  if (!stored) {
    return NoSuchBooking{};
  }
  if (stored->booking.status == BookingStatus::cancelled) {
    return IsCancelled{std::move(*stored)};
  }
  if (stored->checked_in_at || stored->served_at) {
    return AlreadyUsed{std::move(*stored)};
  }
  if (const auto blocked = frozen({}, order.contact, {}, order.now); order.mail && blocked) {
    return *blocked;
  }
  if (order.end_reminders) {
    take_back_notices(order.token, NoticeKind::reminder_day, NoticeKind::reminder_hours);
  }
  if (order.name || order.mail) {
    Use correct{sql_->correct};
    bind_bytes(*correct, 1, order.token);
    if (order.name) {
      correct->bind(2, *order.name);
    }
    if (order.mail) {
      correct->bind(3, *order.mail);
    }
    correct->bind(4, next_change());
    correct->exec();
  }
  write_notices(order.token, order.notices);
  return Corrected{*find(order.token)};
}

std::vector<NikHmac> BookingsDb::people_of(const Key128& token) {
  std::vector<NikHmac> people;
  {
    Use first{sql_->nik_of};
    bind_bytes(*first, 1, token);
    if (first->step()) {
      people.push_back(bytes_at<std::tuple_size_v<NikHmac>>(*first, 0));
    }
  }
  Use others{sql_->companions};
  bind_bytes(*others, 1, token);
  while (others->step()) {
    people.push_back(bytes_at<std::tuple_size_v<NikHmac>>(*others, 2));
  }
  return people;
}

bool BookingsDb::is_person_of(const Key128& token, const NikHmac& nik) {
  Use found{sql_->is_person};
  bind_bytes(*found, 1, token);
  bind_bytes(*found, 2, nik);
  return found->step();
}

std::optional<StoredBooking> BookingsDb::find(const Key128& token) {
  Use by_token{sql_->by_token};
  bind_bytes(*by_token, 1, token);
  if (!by_token->step()) {
    return std::nullopt;
  }
  auto stored = booking_at(*by_token);
  know_companions(stored);
  return stored;
}

std::optional<StoredBooking> BookingsDb::find(const std::string& code, const NikHmac& nik) {
  Use by_code{sql_->by_code};
  by_code->bind(1, code);
  bind_bytes(*by_code, 2, nik);
  if (!by_code->step()) {
    return std::nullopt;
  }
  auto stored = booking_at(*by_code);
  know_companions(stored);
  return stored;
}

std::vector<SlotPlaces> BookingsDb::places(const std::string& office, const std::string& service, OfficeDay first,
                                           OfficeDay last) {
  Use places{sql_->places};
  places->bind(1, office);
  places->bind(2, service);
  places->bind(3, first.number());
  places->bind(4, last.number());
  std::vector<SlotPlaces> found;
  while (places->step()) {
    const auto quota = places->column(2).as_int();
    found.push_back({{office, service, day_of(places->column(0).as_int()), TimeOfDay{places->column(1).as_int()}},
                     quota,
                     quota - places->column(3).as_int(),
                     TimeOfDay{places->column(4).as_int()},
                     {places->column(5).as_int(), places->column(6).as_int()}});
  }
  return found;
}
}  // namespace antrean::portal
