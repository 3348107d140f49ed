// The rows that say where and when a booking is, on every page that shows one. For pages/*.cpp only.
#pragma once

#include "pages/frame.hpp"

namespace antrean::portal {

/// For the template rows.tpl. `person`: with the names and the end of the NIK.
void add_rows(Dictionary& page, Language language, const StoredBooking& stored, const ShownPlace& place, bool person);

/// That the office cannot keep it, and the way to another place. For confirmation.tpl and shown.tpl.
void add_affected(Dictionary& page, Language language, const std::optional<Affected>& affected);

}  // namespace antrean::portal
