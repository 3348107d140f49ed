// Places that are held until a contact is confirmed, and cancelled places that rest.
#include <sodium.h>

#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/statements.hpp"

namespace antrean::portal {
namespace {

constexpr int tries_of_the_digits = 5;
constexpr auto released_holds_kept = std::chrono::hours{24};

bool same(const ProofDigest& one, const ProofDigest& other) {
  return sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

SlotKey slot_of(const Booking& booking) { return {booking.office, booking.service, booking.day, booking.slot.start}; }

OfficeDay today_at(const StoredBooking& stored, UtcTime now) {
  return OfficeDay::of(now, stored.names ? stored.names->zone : Zone::wib);
}

Held as_held(HoldRow hold, bool again) {
  return {.booking = std::move(hold.booking),
          .until = hold.until,
          .tries_left = hold.tries_left,
          .sends = hold.sends,
          .again = again};
}

}  // namespace

Held BookingsDb::hold(const BookOrder& order, const std::string& code) {
  auto stored = as_stored(order, code);
  {
    Use add{sql_->add_hold};
    bind_common(*add, stored, order.form, order.nik);
    add->bind(15, to_ms(order.now));
    add->bind(16, to_ms(order.hold->until));
    add->bind(17, static_cast<std::int64_t>(order.id));
    bind_names(*add, 18, order.names);
    add->bind(22, order.fairness.one_per_service ? 1 : 0);
    bind_bytes(*add, 23, order.hold->digits);
    bind_bytes(*add, 24, order.hold->link);
    add->bind(25, tries_of_the_digits);
    if (order.network != AddressDigest{}) {
      bind_bytes(*add, 26, order.network);
    }
    add->bind(27, static_cast<int>(order.booked_by));
    add->post();
  }
  add_companions(order, false);
  write_notices(order.token, order.notices);
  return {.booking = std::move(stored),
          .until = order.hold->until,
          .tries_left = tries_of_the_digits,
          .sends = 1,
          .again = false};
}

std::optional<BookAnswer> BookingsDb::held_before(const BookOrder& order) {
  std::optional<HoldRow> before;
  {
    Use by_form{sql_->hold_by_form};
    bind_bytes(*by_form, 1, order.form);
    if (by_form->step()) {
      before = hold_at(*by_form);
    }
  }
  if (!before) {
    return std::nullopt;
  }
  know_companions(before->booking);
  const bool alive = !before->released && before->until > order.now;
  if (alive && order.hold && wants(order, before->booking) && before->nik == order.nik) {
    return as_held(std::move(*before), true);
  }
  // The person went back and changed something, or came too late: the form begins anew.
  release_hold(before->booking, order.now, !alive);
  forget_hold(before->booking.token);
  return std::nullopt;
}

std::optional<StoredBooking> BookingsDb::held_with(const Booking& booking) {
  Use found{sql_->hold_by_id};
  found->bind(1, static_cast<std::int64_t>(booking.id));
  found->bind(2, booking.code);
  if (!found->step()) {
    return std::nullopt;
  }
  return hold_at(*found).booking;
}

void BookingsDb::release_hold(const StoredBooking& held, UtcTime now, bool for_who_waits) {
  Use release{sql_->release_hold};
  bind_bytes(*release, 1, held.token);
  release->bind(2, to_ms(now));
  if (release->exec() == 1) {
    count_in_channel(slot_of(held.booking), held.booked_by, -held.booking.party);
    if (for_who_waits) {
      free_places(slot_of(held.booking), held.booking.party, std::nullopt, now);
    } else {
      give_back(slot_of(held.booking), held.booking.party);
    }
    take_back_notices(held.token, NoticeKind::confirm_contact, NoticeKind::confirm_contact);
  }
}

void BookingsDb::forget_hold(const Key128& token) {
  {
    Use forget{sql_->forget_companions};
    bind_bytes(*forget, 1, token);
    forget->exec();
  }
  Use forget{sql_->forget_hold};
  bind_bytes(*forget, 1, token);
  forget->exec();
}

ConfirmAnswer BookingsDb::confirm(const ConfirmOrder& order) {
  if (auto booked = find(order.token)) {
    return Booked{std::move(*booked), true};
  }
  auto hold = hold_row(order.token);
  if (!hold) {
    return NoSuchBooking{};
  }
  if (hold->released || hold->until <= order.now) {
    release_hold(hold->booking, order.now);
    return Lapsed{std::move(hold->booking)};
  }
  if (!same(order.proof, order.by_link ? hold->link : hold->digits) || (!order.by_link && hold->tries_left == 0)) {
    if (!order.by_link) {
      Use wrong{sql_->wrong_digits};
      bind_bytes(*wrong, 1, order.token);
      wrong->exec();
    }
    return WrongProof{std::max(0, hold->tries_left - (order.by_link ? 0 : 1))};
  }
  auto& stored = hold->booking;
  if (checks(stored.booking.office, order.now)) {
    return Checking{};
  }
  const auto today = today_at(stored, order.now);
  const auto& service = hold->one_per_service ? stored.booking.service : std::string{};
  auto people = people_of(order.token);
  people.push_back(hold->nik);
  for (const auto& nik : people) {
    if (person_has(nik, stored.booking.day, service, order.token, today)) {
      return PersonHasBooking{};
    }
  }
  // The places go with the booking: `released` is not set, and nothing is given back.
  {
    Use forget{sql_->forget_hold};
    bind_bytes(*forget, 1, order.token);
    forget->exec();
  }
  stored.contact_confirmed = true;
  insert_booking(stored, hold->form, hold->nik, hold->network);
  set_companions(order.token, true, stored.booking.day);
  write_notices(order.token, order.notices);
  write_event(NoticeKind::booked, stored, order.now);
  return Booked{std::move(stored), false};
}

ResendAnswer BookingsDb::resend(const ResendOrder& order) {
  if (auto booked = find(order.token)) {
    return Booked{std::move(*booked), true};
  }
  auto hold = hold_row(order.token);
  if (!hold) {
    return NoSuchBooking{};
  }
  if (hold->released || hold->until <= order.now) {
    release_hold(hold->booking, order.now);
    return Lapsed{std::move(hold->booking)};
  }
  if (hold->sends >= order.most_sends) {
    return NoMoreSends{};
  }
  take_back_notices(order.token, NoticeKind::confirm_contact, NoticeKind::confirm_contact);
  Use again{sql_->resend};
  bind_bytes(*again, 1, order.token);
  bind_bytes(*again, 2, order.digits);
  bind_bytes(*again, 3, order.link);
  again->bind(4, tries_of_the_digits);
  again->exec();
  write_notices(order.token, order.notices);
  ++hold->sends;
  hold->tries_left = tries_of_the_digits;
  return as_held(std::move(*hold), false);
}

ReleaseAnswer BookingsDb::release(const ReleaseOrder& order) {
  if (auto booked = find(order.token)) {
    return Booked{std::move(*booked), true};
  }
  auto hold = hold_row(order.token);
  if (!hold) {
    return NoSuchBooking{};
  }
  release_hold(hold->booking, order.now);
  return Lapsed{std::move(hold->booking)};
}

std::optional<HoldRow> BookingsDb::hold_row(const Key128& token) {
  std::optional<HoldRow> hold;
  {
    Use by_token{sql_->hold_by_token};
    bind_bytes(*by_token, 1, token);
    if (by_token->step()) {
      hold = hold_at(*by_token);
    }
  }
  if (hold) {
    know_companions(hold->booking);
  }
  return hold;
}

std::optional<std::variant<Held, Lapsed>> BookingsDb::find_held(const Key128& token) {
  auto hold = hold_row(token);
  if (!hold) {
    return std::nullopt;
  }
  if (hold->released) {
    return Lapsed{std::move(hold->booking)};
  }
  return as_held(std::move(*hold), true);
}

std::vector<std::string> BookingsDb::end_holds(sql::Statement& tokens, UtcTime now) {
  std::vector<Key128> found;
  {
    Use rows{tokens};
    while (rows->step()) {
      found.push_back(bytes_at<std::tuple_size_v<Key128>>(*rows, 0));
    }
  }
  std::vector<std::string> offices;
  for (const auto& token : found) {
    const auto hold = hold_row(token);
    release_hold(hold->booking, now);
    offices.push_back(hold->booking.booking.office);
  }
  return offices;
}

std::vector<std::string> BookingsDb::end_rests(sql::Statement& rows) {
  struct Rested {
    std::int64_t id = 0;
    SlotKey slot;
    int places = 0;
  };
  std::vector<Rested> found;
  {
    Use rested{rows};
    while (rested->step()) {
      found.push_back({rested->column(0).as_int64(),
                       {rested->column(1).as_text(), rested->column(2).as_text(), day_of(rested->column(3).as_int()),
                        TimeOfDay{rested->column(4).as_int()}},
                       rested->column(5).as_int()});
    }
  }
  std::vector<std::string> offices;
  for (const auto& one : found) {
    if (somebody_waits(one.slot, one.places)) {
      Use to_offer{sql_->rest_to_offer};
      to_offer->bind(1, one.id);
      if (to_offer->exec() == 1) {
        continue;
      }
    }
    Use end{sql_->end_rest};
    end->bind(1, one.id);
    end->exec();
    give_back(one.slot, one.places);
    offices.push_back(one.slot.office);
  }
  return offices;
}

bool BookingsDb::free_what_is_due(const SlotKey& slot, UtcTime now) {
  const auto bind = [&](sql::Statement& rows) -> sql::Statement& {
    bind_slot(rows, slot.office, slot.service, slot.day, slot.start);
    rows.bind(5, to_ms(now));
    return rows;
  };
  const bool lapsed = !end_holds(bind(sql_->lapsed_in_slot), now).empty();
  const bool rested = !end_rests(bind(sql_->rested_in_slot)).empty();
  return lapsed || rested;
}

Swept BookingsDb::sweep(const SweepOrder& order) {
  Swept swept;
  sql_->lapsed.bind(1, to_ms(order.now));
  swept.offices = end_holds(sql_->lapsed, order.now);
  sql_->rested.bind(1, to_ms(order.now));
  const auto rested = end_rests(sql_->rested);
  swept.offices.insert(swept.offices.end(), rested.begin(), rested.end());

  const auto offered = end_offers(order.now);
  swept.offices.insert(swept.offices.end(), offered.begin(), offered.end());
  swept.to_offer = places_to_offer(order.now);

  {
    Use forget{sql_->forget_networks};
    forget->bind(1, OfficeDay::of(order.now, Zone::wib).number());
    forget->exec();
  }
  {
    Use thaw{sql_->thaw};
    thaw->bind(1, to_ms(order.now));
    thaw->exec();
  }
  std::vector<Key128> old;
  {
    Use rows{sql_->old_holds};
    rows->bind(1, to_ms(order.now - released_holds_kept));
    while (rows->step()) {
      old.push_back(bytes_at<std::tuple_size_v<Key128>>(*rows, 0));
    }
  }
  for (const auto& token : old) {
    forget_hold(token);
  }
  forget_chats(order.now);
  forget_day_contacts(order.now);
  Use next{sql_->next_lapse};
  next->step();
  swept.next = time_at(*next, 0);
  return swept;
}

}  // namespace antrean::portal
