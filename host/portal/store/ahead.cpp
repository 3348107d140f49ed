// Bookings of one commit on a server. One after another, each would wait for about ten answers; so what they
// are going to ask is asked for all of them at once, and the rules then find the answers there. The rules are
// the same, and whatever is not there is asked as always.
//
// An answer that was asked ahead is only right if nothing before it in the same commit changes it. Nobody
// else writes meanwhile, so that concerns the bookings of the commit itself: of those that share a form, a
// code, a person or a contact, only the first asks ahead. The free places of a slot are counted on here, and
// each change is written as one that must succeed.
#include <iterator>
#include <map>
#include <set>

#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/statements.hpp"

namespace antrean::portal {
namespace {

template <std::size_t N>
std::string text_of(const std::array<std::uint8_t, N>& bytes) {
  return {bytes.begin(), bytes.end()};
}

/// What no other booking of the same commit may have in common with one that asks ahead.
std::set<std::string> keys_of(const BookOrder& order) {
  std::set<std::string> keys{"form" + text_of(order.form), "token" + text_of(order.token),
                             "id" + std::to_string(order.id), "nik" + text_of(order.nik)};
  for (const auto& code : order.codes) {
    keys.insert("code" + code);
  }
  for (const auto& one : order.companions) {
    keys.insert("nik" + text_of(one.nik));
  }
  if (order.fairness.people_per_contact > 0 && !order.mail.empty()) {
    keys.insert("mail" + order.mail);
  }
  return keys;
}

/// Hours that overlap share their places, so a booking of one changes what is free in the other.
void forget_those_that_overlap(std::map<SlotKey, TimeOfDay>& slots) {
  std::set<SlotKey> overlapping;
  for (auto one = slots.begin(); one != slots.end(); ++one) {
    for (auto other = std::next(one); other != slots.end(); ++other) {
      const auto& [slot, end] = *one;
      if (other->first.office != slot.office || other->first.service != slot.service || other->first.day != slot.day ||
          other->first.start >= end) {
        break;
      }
      overlapping.insert({slot, other->first});
    }
  }
  std::erase_if(slots, [&](const auto& one) { return overlapping.contains(one.first); });
}

}  // namespace

void BookingsDb::ask_ahead(std::span<const BookOrder* const> orders) {
  std::set<std::string> taken;
  std::map<SlotKey, TimeOfDay> slots;  // and their ends
  const auto key = [](Use& use) { use->ask_ahead(); };
  for (const auto* order : orders) {
    const auto keys = keys_of(*order);
    const bool is_alone =
        std::none_of(keys.begin(), keys.end(), [&](const std::string& one) { return taken.contains(one); });
    taken.insert(keys.begin(), keys.end());
    if (!is_alone || order->offer || order->codes.empty()) {
      continue;
    }
    {
      Use by_form{sql_->by_form};
      bind_bytes(*by_form, 1, order->form);
      key(by_form);
    }
    {
      Use held{sql_->hold_by_form};
      bind_bytes(*held, 1, order->form);
      key(held);
    }
    const auto today = OfficeDay::of(order->now, order->names ? order->names->zone : Zone::wib);
    const auto& service = order->fairness.one_per_service ? order->slot.service : std::string{};
    std::vector<NikHmac> people{order->nik};
    for (const auto& one : order->companions) {
      people.push_back(one.nik);
    }
    for (const auto& nik : people) {
      {
        Use cold{sql_->frozen};
        const bool books = nik == order->nik;  // the others of the party have no contact and no network
        bind_frozen(*cold, nik, books ? order->contact : nik, books ? order->network : nik, order->now);
        key(cold);
      }
      Use person{sql_->person_has};
      bind_bytes(*person, 1, nik);
      person->bind(2, order->slot.day.number());
      person->bind(3, service);
      bind_bytes(*person, 4, order->token);
      person->bind(5, today.number());
      key(person);
    }
    if (order->fairness.people_per_contact > 0 && !order->mail.empty()) {
      Use count{sql_->with_contact};
      count->bind(1, order->mail);
      count->bind(2, today.number());
      key(count);
    }
    if (order->fairness.cancels > 0) {
      Use cancels{sql_->cancels};
      bind_bytes(*cancels, 1, order->nik);
      cancels->bind(2, to_ms(order->now - order->fairness.cancels_within));
      cancels->bind(3, order->fairness.cancels);
      key(cancels);
    }
    {
      Use code{sql_->code_in_use};
      code->bind(1, order->codes.front());
      key(code);
    }
    {
      Use id{sql_->id_in_use};
      id->bind(1, static_cast<std::int64_t>(order->id));
      key(id);
    }
    if (slots.try_emplace(order->slot, order->end).second) {
      offer(order->slot, order->end, order->quota);
    }
  }
  forget_those_that_overlap(slots);
  for (const auto& [slot, end] : slots) {
    Use free{sql_->slot_free};
    bind_slot(*free, slot.office, slot.service, slot.day, slot.start);
    key(free);
  }
  for (const auto& [slot, end] : slots) {
    Use free{sql_->slot_free};
    bind_slot(*free, slot.office, slot.service, slot.day, slot.start);
    if (free->step()) {
      known_slots_[slot] = {free->column(1).as_int(), TimeOfDay{free->column(2).as_int()}, free->column(0).as_int()};
    }
  }
}

void BookingsDb::forget_ahead() {
  known_slots_.clear();
  db_->forget_ahead();
}

std::optional<bool> BookingsDb::take_known_place(const SlotKey& slot, TimeOfDay end, int quota, std::uint8_t party,
                                                 BookingChannel channel) {
  const auto known = known_slots_.find(slot);
  // Another end or quota changes the slot first; and what has lapsed may be free.
  if (known == known_slots_.end() || known->second.end != end || known->second.quota != quota ||
      known->second.free < party) {
    return std::nullopt;
  }
  known->second.free -= party;
  changed_days_.emplace(slot.office, slot.service, slot.day);
  db_->spare_savepoint();
  Use take{sql_->take};
  bind_slot(*take, slot.office, slot.service, slot.day, slot.start);
  take->bind(5, party);
  bind_channels(*take, 6, channel, party);
  take->post_for(1);
  return true;
}

}  // namespace antrean::portal
