// The confirmation, the page to find it again, and plain notices.
#include "pages/booking_rows.hpp"
#include "pages/day_block.hpp"
#include "pages/frame.hpp"

namespace antrean::portal {
namespace {

/// True: something has.
bool add_what_happened(Dictionary& page, Language language, const StoredBooking& stored, Zone zone) {
  const auto& t = texts(language);
  auto& happened = page.list("happened");
  bool any = false;
  const auto say = [&](const std::optional<UtcTime>& at, std::string_view what) {
    if (at) {
      happened.add().text("what_happened", when(language, what, *at, zone));
      any = true;
    }
  };
  say(stored.checked_in_at, t.used_at);
  say(stored.no_show_at, t.no_show_at);
  say(stored.served_at, t.served_at);
  return any;
}

void add_managing(Dictionary& page, Language language, const ConfirmationPage& shown) {
  const auto& t = texts(language);
  const auto& stored = shown.stored;
  const bool used = stored.checked_in_at || stored.served_at || stored.no_show_at;
  page.show("manage", !used && !shown.over);
  page.text("manage_title", t.manage_title);
  page.show("may_move", shown.may_move);
  page.text("move_open", t.move_open);
  page.text("correct_open", t.correct_open);
  page.show("may_cancel", shown.may_cancel);
  page.text("cancel_open", t.cancel_open);
  page.show("cancel_over", !shown.may_cancel);
  page.text("cancel_over_text", t.cancel_over);
  page.show("has_mail", !stored.mail.empty());
  page.text("send_open", t.send_open);
  page.text("form_token", shown.form_token);
}

/// What the Android app keeps of the page (android/.../logic/BookingPage.java): no name and no NIK.
void add_kept(Dictionary& page, const ConfirmationPage& shown) {
  page.text("qr", shown.qr);
  page.text("kept_day", shown.place.day.text());
  page.text("kept_from", shown.place.hours.start.text());
  page.text("kept_to", shown.place.hours.end.text());
  page.text("kept_zone", zone_name(shown.place.zone));
  page.text("people", std::to_string(shown.stored.booking.party));
}

void add_bring(Dictionary& page, Language language, const Service* service) {
  page.show("has_bring", service != nullptr && !service->bring.empty());
  page.text("bring_title", texts(language).bring_title);
  auto& bring = page.list("bring");
  if (service != nullptr) {
    for (const auto& thing : service->bring) {
      bring.add().text("thing", thing.in(language));
    }
  }
}

void add_tell_me(Dictionary& page, Language language, const TellMe& tell_me, bool used) {
  const auto& t = texts(language);
  const bool push = !tell_me.push_key.empty();
  page.show("tell_me", !used && (push || tell_me.may_mail));
  page.part("on_the_day", "on_the_day.tpl");
  page.show("only_push", !tell_me.may_mail);  // the script shows it
  page.text("tell_title", t.tell_title);
  page.text("tell_text", t.tell_text);
  page.show("has_push", push);
  page.text("push_key", tell_me.push_key);
  page.text("push_told", tell_me.push_told);
  page.text("push_start", t.push_start);
  page.text("push_end", t.push_end);
  page.text("push_on", t.push_on);
  page.text("push_off", t.push_off);
  page.text("push_denied", t.push_denied);
  page.text("push_many", t.push_many);
  page.text("push_failed", t.push_failed);
  page.show("may_mail", tell_me.may_mail);
  page.text("mail_value", tell_me.mails ? "" : "yes");
  page.text("mail_do", tell_me.mails ? t.mail_end : t.mail_start);
  page.show("mails", tell_me.mails);
  page.text("mail_on", t.mail_on);
}

void add_code(Dictionary& page, Language language, const StoredBooking& stored) {
  const auto& t = texts(language);
  page.text("code_label", t.code_label);
  page.text("code", stored.booking.code);
  page.text("booking_link", booking_path(stored.token));
  page.text("qr_alt", fill(t.qr_alt, stored.booking.code));
  page.text("qr_hint", t.qr_hint);
}

}  // namespace

std::string saved_page(const PageContext& context, const SavedPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  add_rows(page, language, shown.stored, shown.place, true);
  add_affected(page, language, shown.affected);
  add_code(page, language, shown.stored);
  page.text("saved_text", t.saved_text);
  add_bring(page, language, shown.service);
  page.text("arrive", t.arrive);
  page.text("saved_reload", t.saved_reload);
  page.text("saved_as_of", when(language, t.saved_as_of, shown.at, shown.place.zone));
  return document(context, {t.saved_title}, "saved.tpl", std::move(page));
}

std::string confirmation_page(const PageContext& context, const ConfirmationPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  const auto& booking = shown.stored.booking;
  const auto zone = shown.place.zone;
  Dictionary page;
  add_rows(page, language, shown.stored, shown.place, true);
  add_code(page, language, shown.stored);
  page.text("book_again", t.book_again);
  if (booking.status == BookingStatus::cancelled || shown.over) {
    const auto at = shown.stored.cancelled_at.value_or(shown.stored.booked_at);
    const bool cancelled = booking.status == BookingStatus::cancelled;
    page.text("why_gone", cancelled ? "cancelled" : "over");
    page.text("cancelled_text", cancelled ? when(language, t.cancelled_text, at, zone) : std::string{t.over_text});
    return document(context, {cancelled ? t.cancelled_title : t.over_title}, "cancelled.tpl", std::move(page));
  }
  add_affected(page, language, shown.affected);
  const bool happened = add_what_happened(page, language, shown.stored, zone);
  page.show("expected", !happened && !shown.affected);
  add_day(page, language, shown.day);
  page.text("done_text", t.done_text);
  page.text("kept_done", t.kept_done);
  page.text("kept_lost", t.kept_lost);
  page.text("kept_again", t.kept_again);
  page.text("kept_failed", t.kept_failed);
  page.text("install", t.install);
  page.text("print", t.print);
  page.text("save_png", t.save_png);
  page.show("has_pdf", shown.has_pdf);
  page.text("save_pdf", t.save_pdf);
  page.text("save_calendar", t.save_calendar);
  page.text("save_hint", t.save_hint);
  add_bring(page, language, shown.service);
  add_kept(page, shown);
  add_app(page, language, shown.app_link);
  add_tell_me(page, language, shown.tell_me, happened);
  page.text("arrive", t.arrive);
  add_managing(page, language, shown);
  return document(context, {.title = t.done_title, .fresh_every = fresh_every(shown.day)}, "confirmation.tpl",
                  std::move(page));
}

std::string find_page(const PageContext& context, const FindPage& shown) {
  const auto& t = texts(context.language);
  Dictionary page;
  page.text("lead", t.find_lead);
  page.show("not_found", shown.not_found);
  page.text("find_none", t.find_none);
  page.show("busy", shown.busy);
  page.text("busy_title", t.busy_title);
  page.text("busy_text", t.busy_text);
  page.text("form_token", shown.form_token);
  page.text("code_field", t.code_field);
  page.text("code_hint", t.code_hint);
  page.text("code", shown.code);
  page.text("nik_label", t.nik_label);
  page.text("nik_hint", t.nik_hint);
  page.text("submit", t.find_submit);
  page.text("nik", shown.nik);
  const Frame frame{.title = t.find_title,
                    .back = "/",
                    .error = shown.not_found || shown.busy,
                    .form = "find",
                    .form_target = "/find"};
  return document(context, frame, "find.tpl", std::move(page));
}

std::string notice_page(const PageContext& context, std::string_view title, std::string_view text,
                        std::string_view link, std::string_view link_text) {
  Dictionary page;
  page.text("text", text);
  page.text("link", link);
  page.text("link_text", link_text);
  return document(context, {title}, "notice.tpl", std::move(page));
}

}  // namespace antrean::portal
