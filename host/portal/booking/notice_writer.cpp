#include "booking/notice_writer.hpp"

#include <utility>

#include <fmt/format.h>
#include <sodium.h>

namespace antrean::portal {
namespace {

constexpr Minutes hours_before{120};
/// A reminder that would come this soon after the confirmation says nothing new.
constexpr Minutes least_before_a_reminder{60};
/// Who is told a day late that a booking is cancelled is still told something.
constexpr std::chrono::hours cancelled_is_news{24 * 7};

/// When a call was not heard, other numbers are called; what is told then misleads.
constexpr Minutes called_is_news{10};
constexpr Minutes near_is_news{20};

Language language_of(const StoredBooking& stored) { return stored.language == "en" ? Language::en : Language::id; }

}  // namespace

ShownPlace shown_place(const StoredBooking& stored, const Offices& offices) {
  const auto& booking = stored.booking;
  const auto* office = offices.find(booking.office);
  ShownPlace place{.office = stored.names        ? stored.names->office
                             : office != nullptr ? office_title(*office)
                                                 : booking.office,
                   .address = office != nullptr ? office->address : "",
                   .day = booking.day,
                   .hours = booking.slot,
                   .zone = stored.names        ? stored.names->zone
                           : office != nullptr ? office->zone
                                               : Zone::wib};
  return place;
}

Notice NoticeWriter::notice(NoticeKind kind, const StoredBooking& stored, UtcTime now) const {
  const auto& booking = stored.booking;
  const auto language = language_of(stored);
  const auto* service = offices_.service(booking.service);
  Notice notice;
  notice.id = key_of_now(now);
  notice.kind = kind;
  notice.channel = channel_of(stored.mail);
  notice.language = language;
  notice.to = stored.mail;
  if (notice.channel == NoticeChannel::whatsapp) {
    const auto* office = offices_.find(booking.office);
    notice.to.erase(0, 1);  // the plus
    notice.from = office != nullptr ? office->whatsapp_id : "";
  }
  notice.written_at = now;
  notice.due = now;
  notice.booking.id = booking.id;
  notice.booking.revision = stored.revision;
  notice.booking.place = shown_place(stored, offices_);
  notice.useless_from = instant(booking.day, booking.slot.end, notice.booking.place.zone);
  notice.booking.service = stored.names         ? stored.names->service.in(language)
                           : service != nullptr ? service->name.in(language)
                                                : booking.service;
  if (service != nullptr) {
    for (const auto& thing : service->bring) {
      notice.booking.bring.push_back(thing.in(language));
    }
  }
  notice.booking.names.push_back(booking.name);
  for (const auto& one : stored.companions) {
    notice.booking.names.push_back(one.name);
  }
  notice.links.page = site_ + "/booking/" + to_hex(stored.token);
  return notice;
}

std::vector<Notice> NoticeWriter::asks_for_confirmation(const StoredBooking& held, UtcTime until,
                                                        const std::string& digits, const std::string& link_key,
                                                        UtcTime now) const {
  if (held.mail.empty()) {
    return {};
  }
  auto asks = notice(NoticeKind::confirm_contact, held, now);
  asks.useless_from = until;
  asks.digits = digits;
  asks.held_until = until;
  asks.links.action = asks.links.page + "/confirm?key=" + link_key;
  return {std::move(asks)};
}

std::vector<Notice> NoticeWriter::booked(const StoredBooking& stored, UtcTime now) const {
  auto notices = sent_again(stored, now);
  add_reminders(notices, stored, now);
  return notices;
}

std::vector<Notice> NoticeWriter::reminders(const StoredBooking& stored, UtcTime now) const {
  std::vector<Notice> notices;
  add_reminders(notices, stored, now);
  return notices;
}

Notice NoticeWriter::confirmation(const StoredBooking& stored, UtcTime now) const {
  auto booked = notice(NoticeKind::booked, stored, now);
  booked.booking.code = stored.booking.code;
  booked.booking.qr = qr_text(stored.booking, keys_);
  booked.links.change = booked.links.page + "/move";
  return booked;
}

std::vector<Notice> NoticeWriter::sent_again(const StoredBooking& stored, UtcTime now) const {
  if (stored.mail.empty()) {
    return {};
  }
  return {confirmation(stored, now)};
}

std::vector<Notice> NoticeWriter::moved(const StoredBooking& before, const StoredBooking& after, UtcTime now) const {
  auto notices = sent_again(after, now);
  for (auto& one : notices) {
    one.kind = NoticeKind::changed;
    one.before = shown_place(before, offices_);
  }
  add_reminders(notices, after, now);
  return notices;
}

std::vector<Notice> NoticeWriter::cancelled(const StoredBooking& stored, UtcTime now) const {
  if (stored.mail.empty()) {
    return {};
  }
  auto over = notice(NoticeKind::cancelled, stored, now);
  over.booking.code = stored.booking.code;
  over.useless_from = now + cancelled_is_news;
  return {std::move(over)};
}

std::vector<Notice> NoticeWriter::cancelled_by_office(const StoredBooking& stored, const Bilingual& reason,
                                                      std::vector<ShownOffer> offers, UtcTime now) const {
  auto notices = cancelled(stored, now);
  for (auto& one : notices) {
    one.reason = reason.in(language_of(stored));
    one.offers = offers;
  }
  return notices;
}

std::vector<Notice> NoticeWriter::cannot_be_kept(const StoredBooking& stored, const Bilingual& reason,
                                                 UtcTime now) const {
  if (stored.mail.empty()) {
    return {};
  }
  auto closed = notice(NoticeKind::closed_by_office, stored, now);
  closed.booking.code = stored.booking.code;
  closed.reason = reason.in(language_of(stored));
  closed.links.action = closed.links.page + "/instead?key=" + to_hex(nik_key_.instead_key(stored));
  return {std::move(closed)};
}

std::vector<Notice> NoticeWriter::waitlist_offer(const FreedPlaces& freed, UtcTime until, const std::string& link_key,
                                                 UtcTime now) const {
  const auto& waiting = freed.next;
  StoredBooking place;
  place.booking.office = freed.slot.office;
  place.booking.service = freed.slot.service;
  place.booking.day = freed.slot.day;
  place.booking.slot = {freed.slot.start, freed.end};
  place.token = waiting.token;
  place.mail = waiting.mail;
  place.language = waiting.language;
  place.names = waiting.names;
  auto offer = notice(NoticeKind::waitlist_offer, place, now);
  offer.booking.names.clear();
  offer.booking.bring.clear();
  offer.useless_from = until;
  offer.held_until = until;
  offer.links.page.clear();
  offer.links.action = site_ + "/waiting/" + to_hex(waiting.token) + "?key=" + link_key;
  return {std::move(offer)};
}

std::optional<Notice> NoticeWriter::of_the_day(NoticeKind kind, const StoredBooking& stored, const DayContact& contact,
                                               const office_api::TodayTicket& ticket, UtcTime now) const {
  auto of = stored;
  of.language = contact.language;
  auto told = notice(kind, of, now);
  if (contact.channel == NoticeChannel::mail && (stored.mail.empty() || told.channel != NoticeChannel::mail)) {
    return std::nullopt;
  }
  const auto said = fmt::format("{}|{}|{}|{}|{}|{}", word(kind), to_hex(stored.token), word(contact.channel),
                                contact.address, ticket.number, ticket.counter);
  crypto_generichash(told.id.data(), told.id.size(), reinterpret_cast<const unsigned char*>(said.data()), said.size(),
                     nullptr, 0);
  told.channel = contact.channel;
  if (contact.channel == NoticeChannel::web_push) {
    told.to = contact.address;
    told.from = contact.keys;
  }
  told.booking.code = stored.booking.code;
  told.booking.number = ticket.number;
  told.counter = ticket.counter;
  told.place = kind == NoticeKind::number_near ? ticket.ahead + 1u : 0;
  told.useless_from = now + (kind == NoticeKind::number_near ? near_is_news : called_is_news);
  return told;
}

std::vector<Notice> NoticeWriter::kept_after_all(const StoredBooking& stored, UtcTime now) const {
  auto notices = sent_again(stored, now);
  for (auto& one : notices) {
    one.kind = NoticeKind::kept_after_all;
  }
  add_reminders(notices, stored, now);
  return notices;
}

void NoticeWriter::add_reminders(std::vector<Notice>& notices, const StoredBooking& stored, UtcTime now) const {
  if (stored.mail.empty()) {
    return;
  }
  // A signature costs more than everything else here, and all of them show the same.
  const auto qr = notices.empty() ? qr_text(stored.booking, keys_) : notices.front().booking.qr;
  const auto place = shown_place(stored, offices_);
  const auto starts = instant(place.day, place.hours.start, place.zone);
  const std::pair<NoticeKind, UtcTime> both[]{
      {NoticeKind::reminder_day, instant(place.day.plus(-1), offices_.rules().reminder_time, place.zone)},
      {NoticeKind::reminder_hours, starts - hours_before}};
  for (const auto& [kind, due] : both) {
    if (due < now + least_before_a_reminder) {
      continue;
    }
    auto reminder = notice(kind, stored, now);
    reminder.due = due;
    reminder.useless_from = kind == NoticeKind::reminder_day ? starts - hours_before : starts;
    reminder.booking.code = stored.booking.code;
    reminder.booking.qr = qr;
    reminder.links.change = reminder.links.page + "/move";
    reminder.links.unsubscribe = reminder.links.page + "/reminders?key=" + to_hex(nik_key_.reminders_key(stored.token));
    notices.push_back(std::move(reminder));
  }
}

}  // namespace antrean::portal
