// Every word of the mails, in both languages, in one place. Plain text: the template escapes it. What stands
// in {} is filled by name: code, date, hours, start, office, number, counter, place, digits, until, before,
// reason. A language that lacks a text does not compile.
#pragma once

#include <string_view>

#include "notices/notice.hpp"

namespace antrean::portal {

struct KindTexts {
  std::string_view subject, heading, lead;
  std::string_view action = {};  ///< on the one button; "": there is none
};

struct MailTexts {
  std::string_view code;  ///< "id"
  std::string_view brand;

  KindTexts confirm_contact, booked, changed, cancelled, reminder_day, reminder_hours, moved_by_office,
      closed_by_office, waitlist_offer, your_turn, number_near, kept_after_all;

  std::string_view digits_label, not_you, before, reason, offers_title;
  std::string_view qr_alt, qr_hint, arrive, bring_title;
  std::string_view date_row, hour_row, office_row, service_row, name_row, code_row, number_row;
  std::string_view see_page, change_page, until;
  std::string_view unsubscribe_text, unsubscribe, automatic;
};

const MailTexts& mail_texts(Language language);
const KindTexts& kind_texts(const MailTexts& texts, NoticeKind kind);

}  // namespace antrean::portal
