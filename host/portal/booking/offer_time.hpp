// When a place that came free is offered to somebody who waits, and for how long it is theirs. Pure.
//
// Nobody is asked at night, because whoever sleeps would lose the place: offers begin between `offers_from`
// and `offers_until` of the office's day. A place that came free at night waits for the morning, if there is
// then time enough for an offer before its hour closes; otherwise it comes free for everybody.
#pragma once

#include "offices/offices.hpp"

namespace antrean::portal {

struct OfferTime {
  enum class When : std::uint8_t {
    now,
    later,  ///< in the morning
    never,  ///< the hour closes before, or is not offered any more
  };
  When when = When::never;
  UtcTime until{};  ///< for `now`: when the offer lapses
};
OfferTime offer_time(const Offices& offices, const Office& office, std::string_view service, OfficeDay day,
                     TimeOfDay start, UtcTime now);

}  // namespace antrean::portal
