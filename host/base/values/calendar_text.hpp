// Days, months and hours in words, for people. An hour is "08.00" in Indonesian and "08:00" in English. Text
// for programs (settings, addresses, JSON) always has the colon: see OfficeDay::text() and TimeOfDay::text().
#pragma once

#include <string>
#include <string_view>

#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/office_time.hpp"

namespace antrean {

std::string_view weekday_name(Language language, unsigned weekday);   ///< 0 is Sunday: "Minggu"
std::string_view weekday_short(Language language, unsigned weekday);  ///< "Min"
std::string_view month_name(Language language, unsigned month);       ///< 1 is January: "Januari"
std::string_view month_short(Language language, unsigned month);      ///< "Agu"

std::string date_text(Language language, OfficeDay day);        ///< "23 November 2026"
std::string long_date_text(Language language, OfficeDay day);   ///< "Senin, 23 November 2026"
std::string short_date_text(Language language, OfficeDay day);  ///< "Sen 23 Nov 2026"
std::string month_text(Language language, OfficeDay day);       ///< "November 2026"

std::string hour_text(Language language, TimeOfDay time);          ///< "08.00"
std::string clock_text(Language language, UtcTime at, Zone zone);  ///< "09.05", office time
std::string hours_text(Language language, SlotHours hours);        ///< "08.00–10.00"

}  // namespace antrean
