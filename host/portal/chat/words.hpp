// Every sentence of the chat, in both languages. `{}` are filled in order with fmt. *Stars* are bold in the
// chat.
#pragma once

#include <string_view>

#include "values/bilingual.hpp"

namespace antrean::portal::chat {

struct Words {
  std::string_view hello, menu_book, menu_status, menu_cancel, not_text, not_understood, thanks, you_are_welcome,
      ask_service, choose, ask_name, name_wrong, ask_nik, nik_wrong, nik_odd, nik_odd_yes, nik_odd_no, birth_differs,
      ask_day, day_row, other_days, day_past, no_such_date, day_none, day_not_released, ask_hour, hour_row, hour_none,
      check, check_yes, check_change, check_no, full, full_opens, not_open, closed, unknown, booked, bring, keep,
      has_own, person_has, must_wait, blocked, not_now, failed, just_taken, just_taken_none, stopped, none_own, own,
      own_number, own_go, own_ahead, own_wait, cancel_ask, cancel_yes, cancel_no, cancelled, cancel_late, kept,
      started_over, language_set;
};

const Words& words_of(Language language);

}  // namespace antrean::portal::chat
