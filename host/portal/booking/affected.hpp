// Whether the settings still offer what was booked. A booking keeps the names, the zone and the hours that it
// was made with; when a holiday is added, hours are moved, or an office is closed, its person must be told.
// Pure.
#pragma once

#include <optional>
#include <string>

#include "offices/offices.hpp"
#include "store/store.hpp"

namespace antrean::portal {

enum class AffectedBy : std::uint8_t {
  office,   ///< the settings no longer have it
  service,  ///< the office no longer has it
  holiday,  ///< it is closed on that day
  hours,    ///< nothing is offered on that day at some of the booked time
};

struct Affected {
  AffectedBy by = AffectedBy::hours;
  Bilingual holiday{};   ///< its name, for AffectedBy::holiday
  bool cancels = false;  ///< of a closure: the booking is cancelled
  friend bool operator==(const Affected&, const Affected&) = default;
};

/// Nothing: it can be kept, or there is nothing to keep (it is cancelled or used). Hours that were only cut
/// into others, or made longer, can be kept.
std::optional<Affected> affected(const Offices& offices, const StoredBooking& stored);

/// Two with the same text are the same change for this booking.
std::string change_of(const Affected& affected, const StoredBooking& stored);

/// "hari libur: Hari Guru"
Bilingual reason_of(const Affected& affected);

}  // namespace antrean::portal
