// What other programs are told of bookings (notices/webhook): written in the transaction that it tells of.
#include <chrono>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <sodium.h>

#include "store/bookings_db.hpp"

namespace antrean::portal {
namespace {

constexpr std::chrono::hours never{24 * 365 * 100};

std::string_view event_word(NoticeKind kind) { return kind == NoticeKind::changed ? "moved" : word(kind); }

boost::json::string text(std::string_view value) { return boost::json::string(value.data(), value.size()); }

boost::json::object hours_of(const Booking& booking) {
  return {{"date", text(booking.day.text())},
          {"start", text(booking.slot.start.text())},
          {"end", text(booking.slot.end.text())}};
}

}  // namespace

void BookingsDb::write_event(NoticeKind kind, const StoredBooking& stored, UtcTime now,
                             const std::optional<Booking>& before) {
  if (!tells_programs_) {
    return;
  }
  const auto& booking = stored.booking;
  Notice event;
  randombytes_buf(event.id.data(), event.id.size());
  event.kind = kind;
  event.channel = NoticeChannel::webhook;
  event.written_at = now;
  event.due = now;
  // It is sent until it is taken: never useless, and in the order of these times, whatever was tried before.
  event.useless_from = now + never;
  // No person: who needs the names asks for the list of the day.
  auto about = hours_of(booking);
  about["id"] = booking.id;
  about["code"] = text(booking.code);
  about["office"] = text(booking.office);
  about["service"] = text(booking.service);
  about["people"] = booking.party;
  about["revision"] = stored.revision;
  boost::json::object told{{"id", text(portal::to_text(event.id))},
                           {"event", text(event_word(kind))},
                           {"at", text(iso_text(now))},
                           {"booking", std::move(about)}};
  if (before) {
    told["before"] = hours_of(*before);
  }
  event.payload = boost::json::serialize(told);
  write_notices(stored.token, {&event, 1});
}

}  // namespace antrean::portal
