// How a booking stands, for the Android app, which looks every minute while it is open. It says no more than
// the booking's address shows to anybody: no code, no name.
//
// GET /booking/{token}/now.json?lang=en -> 200
//   {"state": "booked", "day": "2026-11-23", "from": "08:00", "to": "10:00", "zone": "WIB",
//    "age": 12, "as_of": "08:31 WIB", "every": 15,
//    "numbers": [{"number": "B021", "state": "waiting", "title": "You are about the 4th",
//                 "detail": "12–20 more minutes", "call": 0}]}
//   state    "booked", "used" (a number was given, and this booking's code with it), "cancelled", "over",
//            "affected": the office cannot keep it, and its page says what can be done,
//            "moved": it became another booking, to which its page leads
//   age      seconds since the office told; with as_of, only on the booking's day when the office has told
//   every    seconds after which the booking's page looks again: few when the turn is near
//   numbers  those of today, with the words of the booking's page; `call` rises with each call of the number
// 404: no such booking; a held place is none yet.
#pragma once

#include <string>
#include <vector>

#include "pages/day.hpp"
#include "store/store.hpp"

namespace antrean::portal {

struct BookingNow {
  const StoredBooking& stored;
  ShownPlace place;
  bool over = false;
  bool affected = false;
  const DayOnPage* day = nullptr;  ///< on its day, when the office has told of it
};
std::string booking_now_json(Language language, const BookingNow& now);

/// The document for /.well-known/assetlinks.json: whose app may open links of this host. "" without
/// fingerprints.
std::string asset_links(const std::string& package, const std::vector<std::string>& fingerprints);

}  // namespace antrean::portal
