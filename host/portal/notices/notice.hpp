// A notice: what one person is told about one booking, as plain values. Whoever changes a booking writes the
// notice in the same transaction (outbox.hpp); a channel (mail/) turns it into a message later, so everything
// that the message shows is in here: the booking as it was at that moment, also when settings change after.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/office_time.hpp"
#include "values/words.hpp"

namespace antrean::portal {

/// Random. A message is known by it everywhere: its Message-ID is made of it, also when it is sent again.
using NoticeId = std::array<std::uint8_t, 16>;

std::string to_text(const NoticeId& id);  ///< 32 lower-case hex digits
std::optional<NoticeId> notice_id_from(std::string_view text);

enum class NoticeChannel : std::uint8_t { mail, whatsapp, web_push, webhook };

/// The channel that a contact is of: a telephone number is "+" and digits, everything else a mail address.
NoticeChannel channel_of(std::string_view contact);

enum class NoticeKind : std::uint8_t {
  confirm_contact,  ///< a place is held: six digits and a link confirm that the contact is the person's
  booked,
  changed,           ///< by the person: another day, hour, office or name; `before` says what it was
  cancelled,         ///< by the person
  reminder_day,      ///< the day before
  reminder_hours,    ///< two hours before
  moved_by_office,   ///< the booking holds, at the place and time shown now; `before` says what it was
  closed_by_office,  ///< the booking cannot be kept; `offers` are the nearest other places
  waitlist_offer,    ///< a place came free; `held_until` says for how long it is this person's
  your_turn,         ///< `number` is called to `counter`
  kept_after_all,    ///< it was closed_by_office before; now it can be kept
  checked_in,        ///< the office has checked the booking in; for programs only
  chat_reply,        ///< `said` answers a message of a chat
  number_near,       ///< `number` is about the `place`th in line
};

/// What may not wait for the rest: 0 before 1 before 2. Within a rank, what is due first goes first.
int rank(NoticeKind kind);

/// A reminder can be unsubscribed from. Everything else is what the person asked for.
bool is_reminder(NoticeKind kind);

/// Where and when. The zone is the one that the booking was made with.
struct ShownPlace {
  std::string office;   ///< its name, "Bandung"
  std::string address;  ///< "": not known, and not shown
  OfficeDay day;
  SlotHours hours;
  Zone zone = Zone::wib;
  friend bool operator==(const ShownPlace&, const ShownPlace&) = default;
};

/// Another place that is offered; the link leads to a page with one button and changes nothing by itself.
struct ShownOffer {
  ShownPlace place;
  std::string link;
  friend bool operator==(const ShownOffer&, const ShownOffer&) = default;
};

/// The booking as the message shows it. Texts are in the notice's language.
struct ShownBooking {
  BookingId id = 0;            ///< not shown; the calendar's entry is known by it
  std::uint32_t revision = 0;  ///< rises with every change of place, time, people or status, so that calendars follow
  ShownPlace place;
  std::string service;             ///< "Paspor biasa"
  std::vector<std::string> bring;  ///< what to bring
  std::vector<std::string> names;  ///< of the people, the one who booked first
  std::string code;                ///< for people, "AD-QFJ8BD"; "": there is none yet, as while a place is held
  std::string qr;                  ///< the text of the QR; "": no picture
  std::string number;              ///< today's queue number, "B017"; "": none yet
  friend bool operator==(const ShownBooking&, const ShownBooking&) = default;
};

/// Whole addresses, "https://...". "": the message has no such link.
struct NoticeLinks {
  std::string page;         ///< the booking's page, or that of the held place or the offer
  std::string action;       ///< the page with the one button: confirm, accept
  std::string change;       ///< reschedule or cancel
  std::string unsubscribe;  ///< reminders only: POST ends them at once, GET shows one button
  friend bool operator==(const NoticeLinks&, const NoticeLinks&) = default;
};

struct Notice {
  NoticeId id{};
  NoticeKind kind = NoticeKind::booked;
  NoticeChannel channel = NoticeChannel::mail;
  Language language = Language::id;
  /// The channel's address of the person: a mail address, or the digits of a telephone number with its
  /// country.
  std::string to;
  std::string from;      ///< whatsapp: the maker's id of the office's number; web_push: the phone's keys
  UtcTime written_at{};  ///< the message's Date, also when it is sent again
  UtcTime due{};         ///< not sent before
  /// It says nothing useful any more from here on, as a reminder once the hour has begun. It is then given
  /// up, not sent.
  UtcTime useless_from{};

  ShownBooking booking;
  std::optional<ShownPlace> before;   ///< changed, moved_by_office
  std::string digits;                 ///< confirm_contact: six digits, "042917"
  std::optional<UtcTime> held_until;  ///< confirm_contact, waitlist_offer
  std::string reason;                 ///< moved_by_office, closed_by_office: in the office's words; "": it gave none
  std::vector<ShownOffer> offers;     ///< closed_by_office
  std::string counter;                ///< your_turn: its name, "Loket 3"
  std::uint32_t place = 0;            ///< number_near: 1 is called next
  std::string said;                   ///< chat_reply: the reply, as its channel writes it
  NoticeLinks links;
  std::string payload;  ///< webhook: the event as JSON, as it is posted; nothing else is filled in then
  friend bool operator==(const Notice&, const Notice&) = default;
};

/// For a column of a database: JSON of everything but id, kind, channel, due and useless_from, which a
/// database has in columns of its own to search by.
std::string body_text(const Notice& notice);
/// Fills the rest of `notice` from it. Throws std::runtime_error that says what is wrong, without quoting it.
void read_body(Notice& notice, std::string_view text);

}  // namespace antrean::portal

template <>
inline constexpr std::array<std::string_view, 4> antrean::words<antrean::portal::NoticeChannel>{"mail", "whatsapp",
                                                                                                "web_push", "webhook"};
template <>
inline constexpr std::array<std::string_view, 14> antrean::words<antrean::portal::NoticeKind>{
    "confirm_contact", "booked",          "changed",          "cancelled",      "reminder_day",
    "reminder_hours",  "moved_by_office", "closed_by_office", "waitlist_offer", "your_turn",
    "kept_after_all",  "checked_in",      "chat_reply",       "number_near"};
