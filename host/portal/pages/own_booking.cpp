// The pages of one booking or held place, other than its confirmation: what its address alone shows, what a
// link does, how it is changed; and the list of a browser's bookings.
#include <map>

#include "pages/booking_rows.hpp"
#include "pages/day_block.hpp"
#include "pages/frame.hpp"

namespace antrean::portal {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) {
    all += (all.empty() ? "" : ", ") + word;
  }
  return all;
}

std::string slot_value(OfficeDay day, TimeOfDay start) { return day.text() + "T" + start.text(); }

void alert(Dictionary& page, std::string_view text) {
  page.show("alert", !text.empty());
  page.text("alert_text", text);
}

}  // namespace

void add_rows(Dictionary& page, Language language, const StoredBooking& stored, const ShownPlace& place, bool person) {
  const auto& t = texts(language);
  page.part("rows", "rows.tpl");
  page.text("date_row", t.date_row);
  page.text("date", long_date_text(language, place.day));
  page.text("hour_row", t.hour_row);
  page.text("hours", hours_with_zone(language, place.hours, place.zone));
  page.text("office_row", t.office_row);
  page.text("office_name", place.office);
  page.show("has_address", !place.address.empty());
  page.text("address", place.address);
  page.show("has_numbers", !stored.numbers.empty());
  page.text("numbers_row", t.numbers_row);
  page.text("numbers", joined(stored.numbers));
  page.text("service_row", t.service_row);
  page.text("service_name", stored.names ? stored.names->service.in(language) : stored.booking.service);
  page.show("has_person", person);
  page.text("name_row", t.name_row);
  page.text("name", person ? std::string_view{stored.booking.name} : std::string_view{});
  page.text("nik_row", t.nik_row);
  page.text("nik_last4", person ? std::string_view{stored.booking.nik_last4} : std::string_view{});
  page.text("companions_row", t.companions_row);
  auto& companions = page.list("companions");
  for (const auto& one : person ? stored.companions : std::vector<Companion>{}) {
    companions.add().text("companion", one.name);
  }
}

void add_affected(Dictionary& page, Language language, const std::optional<Affected>& affected) {
  const auto& t = texts(language);
  page.show("instead", affected.has_value());
  page.text("instead_text", affected ? fill(t.instead_note, reason_of(*affected).in(language)) : std::string{});
  page.text("instead_open", t.instead_open);
}

std::string instead_page(const PageContext& context, const InsteadPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  alert(page, shown.problem);
  page.text("text", fill(t.instead_text, reason_of(shown.affected).in(language)));
  add_rows(page, language, shown.stored, shown.place, false);
  page.text("heading", t.instead_heading);
  page.show("none", shown.places.empty());
  page.text("none_text", t.instead_none);
  page.show("some", !shown.places.empty());
  page.text("booking_link", booking_path(shown.stored.token));
  page.text("form_token", shown.form_token);
  page.text("key", shown.key);
  page.show("ask", shown.key.empty());
  page.text("own_nik_label", t.own_nik_label);
  page.text("own_nik_hint", t.own_nik_hint);
  auto& places = page.list("places");
  for (const auto& one : shown.places) {
    auto& entry = places.add();
    entry.text("office", office_title(*one.office));
    entry.text("day", long_date_text(language, one.slot.day));
    entry.text("hours", hours_with_zone(language, one.slot.hours, one.office->zone));
    entry.text("place", one.office->code + " " + slot_value(one.slot.day, one.slot.hours.start));
    entry.text("do", t.instead_do);
  }
  page.text("cancel", t.instead_cancel);
  return document(context, {.title = t.instead_title, .step = Step::none, .back = {}, .error = !shown.problem.empty()},
                  "instead.tpl", std::move(page));
}

std::string held_page(const PageContext& context, const HeldPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  add_rows(page, language, shown.stored, shown.place, shown.own);
  page.show("own", shown.own);
  page.show("elsewhere", !shown.own);
  page.text("elsewhere_text", t.held_elsewhere);
  page.show("resent", shown.resent);
  page.text("resent_text", t.held_resent);
  page.show("wrong", shown.own && (shown.wrong || shown.tries_left == 0));
  page.text("wrong_text", shown.tries_left == 0 ? std::string{t.held_no_tries} : fill(t.held_wrong, shown.tries_left));
  page.text("held_text", fill(t.held_text, shown.own ? shown.stored.mail : std::string{}));
  page.text("held_until",
            fill(t.held_until, clock_text(language, shown.until, shown.place.zone), zone_name(shown.place.zone)));
  page.text("held_left", t.held_left);
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(shown.until - shown.now);
  page.text("seconds", std::to_string(std::max<std::int64_t>(0, left.count())));
  page.show("may_type", shown.tries_left > 0);
  page.text("booking_link", booking_path(shown.stored.token));
  page.text("form_token", shown.form_token);
  page.text("digits_label", t.held_digits_label);
  page.text("digits_hint", t.held_digits_hint);
  page.text("held_do", t.held_do);
  page.show("may_resend", shown.sends < most_sends);
  page.text("held_resend", t.held_resend);
  page.text("held_release", t.held_release);
  const Frame frame{.title = t.held_title, .step = Step::none, .back = {}, .error = shown.wrong};
  return document(context, frame, "held.tpl", std::move(page));
}

std::string one_button_page(const PageContext& context, const OneButtonPage& shown) {
  Dictionary page;
  page.text("text", shown.text);
  page.show("has_place", shown.stored != nullptr);
  add_rows(page, context.language, shown.stored != nullptr ? *shown.stored : StoredBooking{}, shown.place, false);
  page.text("target", shown.target);
  page.text("key", shown.key);
  page.text("button", shown.button);
  page.text("form_token", shown.form_token);
  return document(context, {shown.title}, "one_button.tpl", std::move(page));
}

std::string shown_page(const PageContext& context, const ShownPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  const bool cancelled = shown.stored.booking.status == BookingStatus::cancelled;
  Dictionary page;
  alert(page, shown.busy ? t.shown_busy : shown.wrong ? t.shown_wrong : std::string_view{});
  page.show("note", cancelled || shown.over);
  page.text("note_text", cancelled ? when(language, t.cancelled_text,
                                          shown.stored.cancelled_at.value_or(shown.stored.booked_at), shown.place.zone)
                                   : std::string{t.over_text});
  page.show("gone", cancelled || shown.over);
  add_affected(page, language, shown.affected);
  add_day(page, language, cancelled || shown.over ? nullptr : shown.day);
  add_rows(page, language, shown.stored, shown.place, false);
  page.show("ask", !cancelled && !shown.over && !shown.busy);
  page.text("shown_text", t.shown_text);
  page.text("booking_link", booking_path(shown.stored.token));
  page.text("form_token", shown.form_token);
  page.text("nik_label", t.shown_nik_label);
  page.text("shown_do", t.shown_do);
  page.show("again", cancelled || shown.over);
  page.text("book_again", t.book_again);
  const auto title = cancelled ? t.cancelled_title : shown.over ? t.over_title : t.shown_title;
  // With an answer to a form on it, the page stays as it is.
  const bool answers = shown.wrong || shown.busy;
  return document(context,
                  {.title = title,
                   .step = Step::none,
                   .back = {},
                   .error = answers,
                   .fresh_every = answers || cancelled || shown.over ? 0 : fresh_every(shown.day),
                   .reloads = false},
                  "shown.tpl", std::move(page));
}

std::string change_page(const PageContext& context, const ChangePage& shown) {
  using What = ChangePage::What;
  const auto language = context.language;
  const auto& t = texts(language);
  const auto link = booking_path(shown.stored.token);
  Dictionary page;
  alert(page, shown.problem);
  add_rows(page, language, shown.stored, shown.place, false);
  const bool nothing_free = shown.what == What::move && shown.slots.empty();
  page.show("over", shown.over || nothing_free);
  page.text("over_text", !shown.over                  ? t.move_none
                         : shown.what == What::move   ? t.move_over
                         : shown.what == What::cancel ? t.cancel_over
                                                      : t.correct_over);
  page.show("can", !shown.over && !nothing_free);
  page.text("text", shown.what == What::move     ? t.move_text
                    : shown.what == What::cancel ? t.cancel_text
                                                 : t.correct_text);
  page.show("has_cancel_until", shown.what == What::cancel && shown.cancel_until.has_value());
  page.text("cancel_until",
            shown.cancel_until ? when(language, t.cancel_until, *shown.cancel_until, shown.place.zone) : std::string{});
  page.show("freezes", shown.freezes_until.has_value());
  page.text("freezes_text", shown.freezes_until
                                ? when(language, t.cancel_freezes, *shown.freezes_until, shown.place.zone)
                                : std::string{});
  page.text("booking_link", link);
  page.text("action", shown.what == What::move ? "move" : shown.what == What::cancel ? "cancel" : "correct");
  page.text("form_token", shown.form_token);
  page.show("choose", shown.what == What::move);
  page.text("move_label", t.move_label);
  auto& days = page.list("days");
  Dictionary* day = nullptr;
  std::optional<OfficeDay> of;
  for (const auto& slot : shown.slots) {
    if (of != slot.day) {
      of = slot.day;
      day = &days.add();
      day->text("day", long_date_text(language, slot.day));
    }
    auto& entry = day->list("slots").add();
    entry.text("slot", slot_value(slot.day, slot.hours.start));
    entry.text("hours_and_places",
               hours_with_zone(language, slot.hours, shown.place.zone) + ", " + fill(t.day_places, slot.free));
  }
  page.show("correct", shown.what == What::correct);
  page.text("name_label", t.name_label);
  page.text("typed_name", shown.typed_name);
  page.text("mail_label", t.mail_label);
  page.text("typed_mail", shown.typed_mail);
  page.text("own_nik_label", t.own_nik_label);
  page.text("own_nik_hint", t.own_nik_hint);
  page.show("danger", shown.what == What::cancel);
  page.text("do", shown.what == What::move ? t.move_do : shown.what == What::cancel ? t.cancel_do : t.correct_do);
  const auto title = shown.what == What::move     ? t.move_title
                     : shown.what == What::cancel ? t.cancel_title
                                                  : t.correct_title;
  return document(context, {.title = title, .step = Step::none, .back = link, .error = !shown.problem.empty()},
                  "change.tpl", std::move(page));
}

namespace {

void add_cards(Dictionary& page, Language language, const OwnPage& shown) {
  const auto& t = texts(language);
  auto& bookings = page.list("bookings");
  for (const auto& one : shown.bookings) {
    auto& entry = bookings.add();
    entry.text("link", booking_path(one.stored.token));
    entry.text("date", long_date_text(language, one.place.day));
    entry.text("hours", hours_with_zone(language, one.place.hours, one.place.zone));
    entry.text("office_name", one.place.office);
    const bool cancelled = one.stored.booking.status == BookingStatus::cancelled;
    entry.show("is_code", !one.held && !cancelled && !one.over);
    entry.text("state", one.held    ? t.held_title
                        : cancelled ? t.cancelled_title
                        : one.over  ? t.over_title
                                    : std::string_view{one.stored.booking.code});
  }
}

}  // namespace

std::string own_page(const PageContext& context, const OwnPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.text("text", shown.bookings.empty() ? t.own_none : t.own_text);
  add_cards(page, language, shown);
  page.text("install", t.install);
  page.show("has_bookings", !shown.bookings.empty());
  page.text("form_token", shown.form_token);
  page.text("forget", t.forget);
  page.text("forget_text", t.forget_text);
  return document(context, {t.own_title, Step::none, "/"}, "own.tpl", std::move(page));
}

std::string offline_page(const PageContext& context, const OwnPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.text("text", t.offline_text);
  page.text("again", t.offline_again);
  page.text("list_title", t.offline_list);
  page.text("list_text", shown.bookings.empty() ? t.offline_none : t.offline_list_text);
  add_cards(page, language, shown);
  return document(context, {t.offline_title}, "offline.tpl", std::move(page));
}

}  // namespace antrean::portal
