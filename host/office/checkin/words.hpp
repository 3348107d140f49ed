// The texts of the entrance, in Indonesian and English. Indonesian hours are written "08.00", as in the
// letters of the ministry.
#pragma once

#include <string>
#include <vector>

#include "checkin/checkin.hpp"

namespace antrean::checkin::words {

Bilingual wrong_office(const std::string& code, const std::string& name);
Bilingual wrong_day(OfficeDay day, SlotHours slot, bool past);
Bilingual too_early(SlotHours slot, TimeOfDay come_back);
Bilingual too_late(SlotHours slot);
Bilingual already_used(OfficeDay day, OfficeDay today, TimeOfDay at, const std::vector<std::string>& numbers);
Bilingual cancelled();
Bilingual moved(OfficeDay day, SlotHours slot);
Bilingual moved_to_office(const std::string& code, const std::string& name);
Bilingual unreadable();
Bilingual not_a_code();
Bilingual forged();
Bilingual unknown_key();
Bilingual unknown_code(const std::string& code);
Bilingual no_day_list();
Bilingual unknown_service();
Bilingual day_closed();
/// For cases that only the staff can handle; the text for the person sends them to the desk.
Bilingual go_to_the_desk();
Bilingual reason_missing();
Bilingual your_number(const std::vector<std::string>& numbers);
Bilingual no_such_number(const std::string& number);
/// For the staff, about a booking that they found.
Bilingual in_already(OfficeDay day, OfficeDay today, TimeOfDay at, const std::vector<std::string>& numbers);

}  // namespace antrean::checkin::words
