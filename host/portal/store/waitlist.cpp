// Who waits for a place, and the places that are offered to them.
#include <algorithm>

#include <sodium.h>

#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/statements.hpp"

namespace antrean::portal {
namespace {

enum ToOffer : int { rests = 0, is_to_be_offered = 1, is_offered_to_nobody = 2 };

/// Places that came free, before it is known to whom they are offered.
struct FreedRow {
  std::int64_t id = 0;
  SlotKey slot;
  int places = 0;
  TimeOfDay end;
};

std::vector<FreedRow> freed_rows(sql::Statement& rows) {
  std::vector<FreedRow> found;
  while (rows.step()) {
    found.push_back({rows.column(0).as_int64(),
                     {rows.column(1).as_text(), rows.column(2).as_text(), day_of(rows.column(3).as_int()),
                      TimeOfDay{rows.column(4).as_int()}},
                     rows.column(5).as_int(),
                     TimeOfDay{rows.column(6).as_int()}});
  }
  return found;
}

}  // namespace

std::optional<Waiting> BookingsDb::waiting_at(sql::Statement& rows) {
  if (!rows.step()) {
    return std::nullopt;
  }
  Waiting one;
  one.token = bytes_at<std::tuple_size_v<Key128>>(rows, 0);
  one.office = rows.column(1).as_text();
  one.service = rows.column(2).as_text();
  one.first = day_of(rows.column(3).as_int());
  one.last = day_of(rows.column(4).as_int());
  one.party = static_cast<std::uint8_t>(rows.column(5).as_int());
  one.mail = rows.column(6).as_text();
  one.language = rows.column(7).as_text();
  one.names = {.zone = static_cast<Zone>(rows.column(8).as_int()),
               .office = rows.column(9).as_text(),
               .service = {rows.column(10).as_text(), rows.column(11).as_text()}};
  one.joined_at = from_ms(rows.column(12).as_int64());
  if (const auto until = time_at(rows, 16)) {
    one.offer = Waiting::Offer{.day = day_of(rows.column(13).as_int()),
                               .hours = {TimeOfDay{rows.column(14).as_int()}, TimeOfDay{rows.column(15).as_int()}},
                               .until = *until,
                               .link = bytes_at<std::tuple_size_v<ProofDigest>>(rows, 17)};
  }
  return one;
}

std::optional<Waiting> BookingsDb::find_waiting(const Key128& token) {
  Use by_token{sql_->waiting_by_token};
  bind_bytes(*by_token, 1, token);
  return waiting_at(*by_token);
}

void BookingsDb::forget_waiting(const Key128& token) {
  Use forget{sql_->forget_waiting};
  bind_bytes(*forget, 1, token);
  forget->exec();
}

WaitAnswer BookingsDb::wait(const WaitOrder& order) {
  const auto& wanted = order.waiting;
  {
    Use before{sql_->waiting_before};
    bind_bytes(*before, 1, order.form);
    before->bind(2, wanted.office);
    before->bind(3, wanted.service);
    before->bind(4, wanted.mail);
    if (auto same = waiting_at(*before)) {
      return InLine{std::move(*same), true};
    }
  }
  {
    Use length{sql_->line_length};
    length->bind(1, wanted.office);
    length->bind(2, wanted.service);
    length->step();
    if (length->column(0).as_int() >= order.most) {
      return LineFull{};
    }
  }
  Use join{sql_->join_line};
  bind_bytes(*join, 1, wanted.token);
  bind_bytes(*join, 2, order.form);
  join->bind(3, wanted.office);
  join->bind(4, wanted.service);
  join->bind(5, wanted.first.number());
  join->bind(6, wanted.last.number());
  join->bind(7, wanted.party);
  join->bind(8, wanted.mail);
  join->bind(9, wanted.language);
  bind_names(*join, 10, wanted.names);
  join->bind(14, to_ms(order.now));
  join->exec();
  return InLine{wanted, false};
}

std::optional<Waiting> BookingsDb::next_in_line(const SlotKey& slot, int places) {
  Use next{sql_->next_in_line};
  next->bind(1, slot.office);
  next->bind(2, slot.service);
  next->bind(3, slot.day.number());
  next->bind(4, places);
  return waiting_at(*next);
}

bool BookingsDb::somebody_waits(const SlotKey& slot, int places) { return next_in_line(slot, places).has_value(); }

void BookingsDb::free_places(const SlotKey& slot, int places, const std::optional<UtcTime>& until, UtcTime now) {
  const bool waits = somebody_waits(slot, places);
  if (!waits && !until) {
    give_back(slot, places);
    return;
  }
  Use rest{sql_->rest};
  bind_slot(*rest, slot.office, slot.service, slot.day, slot.start);
  rest->bind(5, places);
  rest->bind(6, to_ms(until.value_or(now)));
  rest->bind(7, waits ? is_to_be_offered : rests);
  rest->bind(8, until ? std::max<std::int64_t>(0, (*until - now).count()) : 0);
  rest->exec();
}

OfferAnswer BookingsDb::offer(const OfferOrder& order) {
  std::optional<FreedRow> freed;
  {
    Use row{sql_->to_offer};
    row->bind(1, order.freed);
    const auto found = freed_rows(*row);
    if (found.size() == 1) {
      freed = found.front();
    }
  }
  if (!freed) {
    return NothingToOffer{};
  }
  const auto& slot = freed->slot;
  const auto next = order.to ? find_waiting(*order.to) : std::nullopt;
  if (order.to && (!next || next->offer || next->office != slot.office || next->service != slot.service ||
                   next->first > slot.day || next->last < slot.day || next->party > freed->places)) {
    return NothingToOffer{};
  }
  const int left = next ? left_in_channel(slot, freed->end, {BookingChannel::web, order.most_by_channel}) : 0;
  if (next && left < next->party) {
    if (auto smaller = next_in_line(slot, std::min(left, freed->places))) {
      return OfferToNext{*std::move(smaller)};
    }
  }
  if (!next || left < next->party) {
    Use all{sql_->rest_for_all};
    all->bind(1, freed->id);
    all->bind(2, to_ms(order.now));
    all->bind(3, is_offered_to_nobody);
    all->exec();
    return OfferMade{};
  }
  std::int64_t rest_for = 0;
  {
    Use rest{sql_->rest_of};
    rest->bind(1, freed->id);
    rest->step();
    rest_for = rest->column(0).as_int64();
  }
  {
    Use make{sql_->make_offer};
    bind_bytes(*make, 1, next->token);
    make->bind(2, slot.day.number());
    make->bind(3, slot.start.minutes());
    make->bind(4, freed->end.minutes());
    make->bind(5, to_ms(order.until));
    bind_bytes(*make, 6, order.link);
    make->bind(7, rest_for);
    make->exec();
  }
  count_in_channel(slot, BookingChannel::web, next->party);
  if (freed->places == next->party) {
    Use end{sql_->end_rest};
    end->bind(1, freed->id);
    end->exec();
  } else {
    Use fewer{sql_->fewer_resting};
    fewer->bind(1, freed->id);
    fewer->bind(2, next->party);
    fewer->exec();
  }
  write_notices(next->token, order.notices);
  return OfferMade{};
}

bool BookingsDb::take_offer(const BookOrder& order) {
  const auto waiting = find_waiting(order.token);
  const auto& slot = order.slot;
  const bool theirs =
      waiting && waiting->offer && waiting->offer->until > order.now && waiting->office == slot.office &&
      waiting->service == slot.service && waiting->offer->day == slot.day &&
      waiting->offer->hours.start == slot.start && waiting->party == order.party && waiting->mail == order.mail &&
      sodium_memcmp(waiting->offer->link.data(), order.offer->link.data(), order.offer->link.size()) == 0;
  if (theirs) {
    // The places go with the booking.
    take_back_notices(order.token, NoticeKind::waitlist_offer, NoticeKind::waitlist_offer);
    forget_waiting(order.token);
  }
  return theirs;
}

void BookingsDb::end_offer(const Waiting& waiting, UtcTime now) {
  std::optional<UtcTime> rests_until;
  {
    Use rest{sql_->offer_rest};
    bind_bytes(*rest, 1, waiting.token);
    if (rest->step() && rest->column(0).as_int64() > 0) {
      rests_until = now + Milliseconds{rest->column(0).as_int64()};
    }
  }
  take_back_notices(waiting.token, NoticeKind::waitlist_offer, NoticeKind::waitlist_offer);
  forget_waiting(waiting.token);
  const SlotKey slot{waiting.office, waiting.service, waiting.offer->day, waiting.offer->hours.start};
  count_in_channel(slot, BookingChannel::web, -waiting.party);
  free_places(slot, waiting.party, rests_until, now);
}

Left BookingsDb::leave(const LeaveOrder& order) {
  const auto waiting = find_waiting(order.token);
  if (!waiting) {
    return {};
  }
  if (waiting->offer) {
    end_offer(*waiting, order.now);
  } else {
    forget_waiting(order.token);
  }
  return {waiting->office};
}

std::vector<std::string> BookingsDb::end_offers(UtcTime now) {
  std::vector<Waiting> over;
  {
    Use rows{sql_->offers_over};
    rows->bind(1, to_ms(now));
    while (auto one = waiting_at(*rows)) {
      over.push_back(std::move(*one));
    }
  }
  std::vector<std::string> offices;
  for (const auto& one : over) {
    end_offer(one, now);
    offices.push_back(one.office);
  }
  {
    // The last of the days that suit is over everywhere when it is over in the west.
    Use waited_out{sql_->waited_out};
    waited_out->bind(1, OfficeDay::of(now, Zone::wib).number());
    waited_out->exec();
  }
  return offices;
}

std::vector<FreedPlaces> BookingsDb::places_to_offer(UtcTime now) {
  std::vector<FreedRow> rows;
  {
    Use to_offer{sql_->to_offer};
    to_offer->bind(1, 0);
    rows = freed_rows(*to_offer);
  }
  std::vector<FreedPlaces> freed;
  for (const auto& row : rows) {
    if (auto next = next_in_line(row.slot, row.places)) {
      freed.push_back({row.id, row.slot, row.end, std::move(*next)});
      continue;
    }
    Use rest{sql_->rest_for_all};
    rest->bind(1, row.id);
    rest->bind(2, to_ms(now));
    rest->bind(3, rests);
    rest->exec();
  }
  return freed;
}

}  // namespace antrean::portal
