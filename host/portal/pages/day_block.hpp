// The block of a page that shows an office's day, and keeps itself fresh. For pages/*.cpp only.
#pragma once

#include "pages/day.hpp"
#include "pages/frame.hpp"

namespace antrean::portal {

/// For the template day.tpl, which the page includes in its section `has_day`. nullptr: there is nothing to
/// show.
void add_day(Dictionary& page, Language language, const DayOnPage* day);

}  // namespace antrean::portal
