// Every word the portal shows, in both languages, in one place. Plain text: the templates escape it. `{}`
// are filled in order with fmt. A language that lacks a text does not compile (missing initializers are
// errors).
#pragma once

#include <string>
#include <string_view>

#include "offices/offices.hpp"
#include "values/calendar_text.hpp"

namespace antrean::portal {

struct Texts {
  std::string_view code;  ///< "id", for <html lang> and ?lang=

  // every page
  std::string_view brand, tagline, description, skip, language_label, footer_find, footer_times, footer_home;
  // steps
  std::string_view steps_label, step_office, step_date, step_hour, step_details, back;
  // offices and services
  std::string_view offices_title, offices_lead, offices_label, search_label, search_hint, search_submit, service_label,
      order_label, order_title, order_earliest, near_me, near_done, near_failed, none_found, found_heading,
      near_heading, all_offices, map_link, service_title;
  // what an office has of a service
  std::string_view offer_free, offer_full, offer_full_opens, offer_opens, offer_closed, offer_elsewhere, offer_whatsapp,
      offer_but_at, but_at, others_title;
  // booked by WhatsApp only
  std::string_view whatsapp_title, whatsapp_lead, whatsapp_how, whatsapp_name, whatsapp_example, whatsapp_number,
      whatsapp_ask;
  // dates
  std::string_view date_title, day_places, day_full, day_closed, day_closed_for, day_over, day_opens, legend_free,
      legend_full, legend_closed, legend_later, next_release, no_days, no_days_closed, not_open;
  // hours
  std::string_view hour_title, slot_places, slot_full, slot_full_here, slots_elsewhere, slot_over, first_free,
      date_over, date_closed, date_closed_for, date_opens, choose_other_day;
  // details
  std::string_view details_title, name_label, name_hint, nik_label, nik_hint, mail_label, mail_hint, privacy, submit,
      change, errors_title, error_prefix, card_label;
  std::string_view name_empty, name_long, name_wrong, nik_empty, nik_length, nik_digits, nik_place, nik_birth,
      nik_serial, mail_empty, mail_wrong;
  // when it did not work
  std::string_view full_title, full_text, full_choose, full_none, full_submit, gone_title, gone_text, person_title,
      person_text, used_title, used_text, used_see, expired_title, expired_text, busy_title, busy_text, failed_title,
      failed_text, checking_title, checking_text;
  // confirmation
  std::string_view done_title, done_text, code_label, qr_alt, qr_hint, office_row, service_row, date_row, hour_row,
      name_row, nik_row, bring_title, arrive, save_hint, print, cancel_open, cancel_text, cancel_do, cancel_until,
      cancel_over, cancelled_title, cancelled_text, used_at, served_at, no_show_at, book_again;
  // a party, and limits
  std::string_view companions_open, companion_legend, companion_hint, nik_twice, party_text, mail_optional_hint,
      contact_title, contact_text, cancels_title, cancels_text, frozen_title, frozen_until, frozen_absent, frozen_late,
      frozen_blocked, frozen_contact, frozen_network, frozen_wrong, frozen_at, frozen_phone, cancel_freezes,
      without_title, without_text, held_submit;
  // a held place
  std::string_view held_title, held_text, held_until, held_left, held_digits_label, held_digits_hint, held_do,
      held_wrong, held_no_tries, held_resend, held_resent, held_no_sends, held_release, held_elsewhere, lapsed_title,
      lapsed_text, lapsed_again, link_title, link_text, link_do, link_wrong_title, link_wrong_text;
  // a booking whose address is all that somebody has
  std::string_view shown_title, shown_text, shown_nik_label, shown_do, shown_wrong, shown_busy, numbers_row, over_title,
      over_text, companions_row;
  // what can be done with a booking
  std::string_view manage_title, move_open, move_title, move_text, move_label, move_do, move_none, move_full,
      move_in_line, move_over, moved_person, cancel_title, correct_open, correct_title, correct_text, correct_do,
      correct_blocked, correct_wrong, correct_over, own_nik_label, own_nik_hint, own_nik_wrong, own_nik_busy, send_open,
      send_done_title, send_done_text, save_png, save_pdf, save_calendar, done_moved;
  // when the office cannot keep a booking
  std::string_view instead_title, instead_text, instead_note, instead_open, instead_heading, instead_none, instead_do,
      instead_cancel;
  // the waitlist
  std::string_view wait_open, wait_title, wait_text, wait_any, wait_privacy, wait_people, wait_do, wait_full,
      waiting_title, waiting_text, waiting_leave, waiting_left, waiting_over_title, waiting_over, offer_title,
      offer_text, offer_do, offer_people, offer_no, offer_no_text, offer_passed_on;
  // bookings of this browser, and reminders
  std::string_view own_title, own_text, own_none, footer_own, reminders_title, reminders_text, reminders_do,
      reminders_done;
  // this phone: saved pages, being told on the day, the app
  std::string_view saved_title, saved_text, saved_as_of, saved_reload, offline_title, offline_text, offline_again,
      offline_list, offline_list_text, offline_none, kept_done, kept_lost, kept_again, kept_failed, install, forget,
      forget_text, forgotten_title, forgotten_text;
  std::string_view tell_title, tell_text, push_start, push_end, push_on, push_off, push_denied, push_many, push_failed,
      mail_start, mail_end, mail_on;
  // an office's day, and "my number"
  std::string_view number_title, number_yours, number_was, number_unknown_title, number_unknown_text, today_next,
      today_place, today_wait, today_wait_about, today_soon, today_no_wait, today_from_hour, today_called,
      today_called_now, today_serving, today_parked, today_parked_text, today_missed, today_missed_text, today_served,
      today_served_text, today_cancelled, today_cancelled_text, today_closed, today_closed_text, today_calls_title,
      today_is_called, today_none_called, today_waiting, today_if_now, today_old, today_as_of, today_updates,
      office_day_title, today_break, today_break_until, today_opens_at, feedback_question, feedback_text,
      feedback_very_good, feedback_good, feedback_poor, feedback_bad, feedback_thanks, feedback_link,
      feedback_over_title, feedback_over_text, feedback_busy_title, feedback_busy_text, office_day_no_news,
      office_day_none, office_day_field, office_day_hint, office_day_submit;
  // find
  std::string_view find_title, find_lead, code_field, code_hint, find_submit, find_none;
  // under pressure
  std::string_view proof_working, turn_title, turn_text, turn_press, room_offer, room_enter, room_title, room_lead,
      room_before, room_turn, room_stay, room_again, line_offer, line_enter, line_title, line_early, line_drawn,
      line_opens, line_waiting, line_people, line_lot;
  std::string_view announcements_label;
  // the Android app
  std::string_view app_text, app_name;
  // errors
  std::string_view not_found_title, not_found_text, forbidden_title, forbidden_text, wrong_method_title,
      wrong_method_text, too_large_title, too_large_text, bad_request_title, bad_request_text, broken_title,
      broken_text, no_look_title, no_look_text, no_cancel_title, no_cancel_text;
};

const Texts& texts(Language language);
/// "08.00–10.00 WIB"
std::string hours_with_zone(Language language, const SlotHours& hours, Zone zone);

}  // namespace antrean::portal
