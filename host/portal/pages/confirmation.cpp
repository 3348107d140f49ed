// The confirmation, the page to find it again, and plain notices.
#include "pages/frame.hpp"

namespace antrean::portal {
namespace {

void add_rows(Dictionary& page, Language language, const ConfirmationPage& shown, Zone zone) {
  const auto& t = texts(language);
  const auto& booking = shown.stored.booking;
  page.part("rows", "rows.tpl");
  page.text("date_row", t.date_row);
  page.text("date", long_date_text(language, booking.day));
  page.text("hour_row", t.hour_row);
  page.text("hours", hours_with_zone(language, booking.slot, zone));
  page.text("office_row", t.office_row);
  page.text("office_name", shown.office != nullptr ? shown.office->name : booking.office);
  page.show("has_address", shown.office != nullptr && !shown.office->address.empty());
  page.text("address", shown.office != nullptr ? shown.office->address : "");
  page.text("service_row", t.service_row);
  page.text("service_name",
            shown.service != nullptr ? shown.service->name.in(language) : std::string_view{booking.service});
  page.text("name_row", t.name_row);
  page.text("name", booking.name);
  page.text("nik_row", t.nik_row);
  page.text("nik_last4", booking.nik_last4);
}

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

void add_cancelling(Dictionary& page, Language language, const ConfirmationPage& shown, Zone zone) {
  const auto& t = texts(language);
  const auto& stored = shown.stored;
  const bool used = stored.checked_in_at || stored.served_at || stored.no_show_at;
  page.show("cancel_over", !used && !shown.may_cancel);
  page.text("cancel_over_text", t.cancel_over);
  page.show("may_cancel", !used && shown.may_cancel);
  page.text("cancel_open", t.cancel_open);
  page.text("form_token", shown.form_token);
  page.text("cancel_text", t.cancel_text);
  page.show("has_cancel_until", shown.cancel_until.has_value());
  page.text("cancel_until",
            shown.cancel_until ? when(language, t.cancel_until, *shown.cancel_until, zone) : std::string{});
  page.text("cancel_do", t.cancel_do);
}

void add_bring(Dictionary& page, Language language, const ConfirmationPage& shown) {
  page.show("has_bring", shown.service != nullptr && !shown.service->bring.empty());
  page.text("bring_title", texts(language).bring_title);
  auto& bring = page.list("bring");
  if (shown.service != nullptr) {
    for (const auto& thing : shown.service->bring) {
      bring.add().text("thing", thing.in(language));
    }
  }
}

}  // namespace

std::string confirmation_page(const PageContext& context, const ConfirmationPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  const auto& booking = shown.stored.booking;
  const auto zone = shown.office != nullptr ? shown.office->zone : Zone::wib;
  Dictionary page;
  add_rows(page, language, shown, zone);
  page.text("code_label", t.code_label);
  page.text("code", booking.code);
  if (booking.status == BookingStatus::cancelled) {
    const auto at = shown.stored.cancelled_at.value_or(shown.stored.booked_at);
    page.text("cancelled_text", when(language, t.cancelled_text, at, zone));
    page.text("book_again", t.book_again);
    return document(context, {t.cancelled_title}, "cancelled.tpl", std::move(page));
  }
  page.show("expected", !add_what_happened(page, language, shown.stored, zone));
  page.text("done_text", t.done_text);
  page.text("booking_link", booking_path(shown.stored.token));
  page.text("qr_alt", fill(t.qr_alt, booking.code));
  page.text("qr_hint", t.qr_hint);
  page.text("print", t.print);
  page.text("save_hint", t.save_hint);
  add_bring(page, language, shown);
  page.text("arrive", t.arrive);
  add_cancelling(page, language, shown, zone);
  return document(context, {t.done_title}, "confirmation.tpl", std::move(page));
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
