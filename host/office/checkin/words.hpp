// What the entrance says, in Indonesian and English. Indonesian hours are written "08.00", as on the ministry's
// letters.
#pragma once

#include <string>
#include <vector>

#include "checkin/checkin.hpp"

namespace antrean::checkin::words {

std::string day_id(OfficeDay day);  ///< "Senin, 23 November 2026"
std::string day_en(OfficeDay day);  ///< "Monday 23 November 2026"

Words wrong_office(const std::string& code, const std::string& name);
Words wrong_day(OfficeDay day, SlotHours slot, bool past);
Words too_early(SlotHours slot, TimeOfDay come_back);
Words too_late(SlotHours slot);
Words already_used(OfficeDay day, OfficeDay today, TimeOfDay at, const std::vector<std::string>& numbers);
Words cancelled();
Words moved(OfficeDay day, SlotHours slot);
Words moved_to_office(const std::string& code, const std::string& name);
Words unreadable();
Words not_a_code();
Words forged();
Words unknown_key();
Words unknown_code(const std::string& code);
Words no_day_list();
Words unknown_service();
Words day_closed();
/// What only the staff can do something about, and need the words for.
Words go_to_the_desk();
Words reason_missing();

}  // namespace antrean::checkin::words
