#include "notices/notice.hpp"

#include <stdexcept>

#include "json/fields.hpp"

namespace antrean {

template <class Visit, json::Is<SlotHours> T>
void fields(Visit& visit, T& hours) {
  visit("start", hours.start);
  visit("end", hours.end);
}

}  // namespace antrean

namespace antrean::portal {
namespace {

constexpr std::size_t most_bytes = 256u << 10;
constexpr std::string_view hex_digits = "0123456789abcdef";

}  // namespace

template <class Visit, json::Is<ShownPlace> T>
void fields(Visit& visit, T& place) {
  visit("office", place.office);
  visit("address", place.address);
  visit("day", place.day);
  visit("hours", place.hours);
  visit("zone", place.zone);
}

template <class Visit, json::Is<ShownOffer> T>
void fields(Visit& visit, T& offer) {
  visit("place", offer.place);
  visit("link", offer.link);
}

template <class Visit, json::Is<ShownBooking> T>
void fields(Visit& visit, T& booking) {
  visit("id", booking.id);
  visit("revision", booking.revision);
  visit("place", booking.place);
  visit("service", booking.service);
  visit("bring", booking.bring);
  visit("names", booking.names);
  visit("code", booking.code);
  visit("qr", booking.qr);
  visit("number", booking.number);
}

template <class Visit, json::Is<NoticeLinks> T>
void fields(Visit& visit, T& links) {
  visit("page", links.page);
  visit("action", links.action);
  visit("change", links.change);
  visit("unsubscribe", links.unsubscribe);
}

template <class Visit, json::Is<Notice> T>
void fields(Visit& visit, T& notice) {
  visit("language", notice.language);
  visit("to", notice.to);
  visit("written_at", notice.written_at);
  visit("booking", notice.booking);
  visit("before", notice.before);
  visit("digits", notice.digits);
  visit("held_until", notice.held_until);
  visit("reason", notice.reason);
  visit("offers", notice.offers);
  visit("counter", notice.counter);
  visit.if_there("from", notice.from);
  visit.if_there("place", notice.place);
  visit.if_there("said", notice.said);
  visit("links", notice.links);
  visit.if_there("payload", notice.payload);
}

std::string to_text(const NoticeId& id) {
  std::string text;
  for (const auto byte : id) {
    text += hex_digits[byte >> 4u];
    text += hex_digits[byte & 15u];
  }
  return text;
}

std::optional<NoticeId> notice_id_from(std::string_view text) {
  NoticeId id{};
  if (text.size() != 2 * id.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digit = hex_digits.find(text[i]);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    id[i / 2] = static_cast<std::uint8_t>(id[i / 2] * 16u + digit);
  }
  return id;
}

int rank(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::confirm_contact:
    case NoticeKind::waitlist_offer:
    case NoticeKind::your_turn:
    case NoticeKind::number_near:
    case NoticeKind::chat_reply:
      return 0;
    case NoticeKind::booked:
    case NoticeKind::changed:
    case NoticeKind::cancelled:
    case NoticeKind::moved_by_office:
    case NoticeKind::closed_by_office:
    case NoticeKind::kept_after_all:
    case NoticeKind::checked_in:
      return 1;
    case NoticeKind::reminder_day:
    case NoticeKind::reminder_hours:
      return 2;
  }
  return 1;
}

NoticeChannel channel_of(std::string_view contact) {
  const bool number = contact.size() > 1 && contact.front() == '+' &&
                      contact.find_first_not_of("0123456789", 1) == std::string_view::npos;
  return number ? NoticeChannel::whatsapp : NoticeChannel::mail;
}

bool is_reminder(NoticeKind kind) { return kind == NoticeKind::reminder_day || kind == NoticeKind::reminder_hours; }

std::string body_text(const Notice& notice) { return json::write(notice); }

void read_body(Notice& notice, std::string_view text) {
  const auto read = json::read<Notice>(text, most_bytes);
  if (!read) {
    throw std::runtime_error("a notice of the outbox cannot be read: " + read.error().message());
  }
  Notice whole = *read;
  whole.id = notice.id;
  whole.kind = notice.kind;
  whole.channel = notice.channel;
  whole.due = notice.due;
  whole.useless_from = notice.useless_from;
  notice = std::move(whole);
}

}  // namespace antrean::portal
