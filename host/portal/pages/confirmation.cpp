// The confirmation, the page to find it again, and plain notices.
#include "pages/frame.hpp"

namespace antrean::portal {
namespace {

std::string row(std::string_view label, std::string_view value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", label, value);
}

std::string rows(Language language, const ConfirmationPage& page, Zone zone) {
  const auto& t = texts(language);
  const auto& booking = page.stored.booking;
  auto office = h(page.office != nullptr ? page.office->name : booking.office);
  if (page.office != nullptr && !page.office->address.empty()) {
    office += fmt::format("<small>{}</small>", h(page.office->address));
  }
  return fmt::format(
      R"(<dl class="rows">{}{}{}{}{}{}</dl>)", row(t.date_row, long_date_text(language, booking.day)),
      row(t.hour_row, hours_with_zone(language, booking.slot, zone)), row(t.office_row, office),
      row(t.service_row,
          h(page.service != nullptr ? page.service->name.in(language) : std::string_view{booking.service})),
      row(t.name_row, h(booking.name)), row(t.nik_row, fmt::format("•••• •••• •••• {}", h(booking.nik_last4))));
}

std::string what_happened(Language language, const StoredBooking& stored, Zone zone) {
  const auto& t = texts(language);
  std::string text;
  const auto say = [&](const std::optional<UtcTime>& at, std::string_view what) {
    if (at) {
      text += fmt::format(R"(<p class="note">{}</p>)", when(language, what, *at, zone));
    }
  };
  say(stored.checked_in_at, t.used_at);
  say(stored.no_show_at, t.no_show_at);
  say(stored.served_at, t.served_at);
  return text;
}

std::string cancelling(Language language, const ConfirmationPage& page, Zone zone) {
  const auto& t = texts(language);
  const auto& stored = page.stored;
  if (stored.checked_in_at || stored.served_at || stored.no_show_at) {
    return {};
  }
  if (!page.may_cancel) {
    return fmt::format(R"(<p class="note">{}</p>)", t.cancel_over);
  }
  const auto until =
      page.cancel_until ? fmt::format("<p>{}</p>", when(language, t.cancel_until, *page.cancel_until, zone)) : "";
  return fmt::format(
      R"(<details class="cancel"><summary>{}</summary><form method="post" action="{}/cancel"><input type="hidden" name="form" value="{}"><p>{}</p>{}<button class="button danger" type="submit">{}</button></form></details>)",
      t.cancel_open, booking_path(stored.token), h(page.form_token), t.cancel_text, until, t.cancel_do);
}

std::string bring(Language language, const ConfirmationPage& page) {
  if (page.service == nullptr || page.service->bring.empty()) {
    return {};
  }
  std::string list = fmt::format(R"(<section class="bring"><h2>{}</h2><ul>)", texts(language).bring_title);
  for (const auto& thing : page.service->bring) {
    list += fmt::format("<li>{}</li>", h(thing.in(language)));
  }
  return list + "</ul></section>";
}

}  // namespace

std::string confirmation_page(const PageContext& context, const ConfirmationPage& page) {
  const auto language = context.language;
  const auto& t = texts(language);
  const auto& booking = page.stored.booking;
  const auto zone = page.office != nullptr ? page.office->zone : Zone::wib;
  if (booking.status == BookingStatus::cancelled) {
    const auto main = fmt::format(
        R"(<p class="note warn">{}</p><article class="ticket gone"><p class="code-label">{}</p><p class="code"><s>{}</s></p>{}</article><p><a class="button" href="/">{}</a></p>)",
        when(language, t.cancelled_text, page.stored.cancelled_at.value_or(page.stored.booked_at), zone), t.code_label,
        h(booking.code), rows(language, page, zone), t.book_again);
    return document(context, t.cancelled_title, main);
  }
  const auto happened = what_happened(language, page.stored, zone);
  const auto lead = happened.empty() ? fmt::format(R"(<p class="lead done">{}</p>)", t.done_text) : happened;
  const auto main = fmt::format(
      R"({lead}<article class="ticket"><div class="qr"><img src="{path}/qr.png" width="232" height="232" alt="{alt}"></div>)"
      R"(<p class="code-label">{label}</p><p class="code">{code}</p><p class="hint">{hint}</p>{rows}</article>)"
      R"(<p class="actions"><button class="button" type="button" data-print hidden>{print}</button></p>)"
      R"(<p class="note">{save}</p>{bring}<p>{arrive}</p>{cancel})",
      fmt::arg("lead", lead), fmt::arg("path", booking_path(page.stored.token)),
      fmt::arg("alt", fill(t.qr_alt, h(booking.code))), fmt::arg("label", t.code_label),
      fmt::arg("code", h(booking.code)), fmt::arg("hint", t.qr_hint), fmt::arg("rows", rows(language, page, zone)),
      fmt::arg("print", t.print), fmt::arg("save", t.save_hint), fmt::arg("bring", bring(language, page)),
      fmt::arg("arrive", t.arrive), fmt::arg("cancel", cancelling(language, page, zone)));
  return document(context, t.done_title, main);
}

std::string find_page(const PageContext& context, const FindPage& page) {
  const auto& t = texts(context.language);
  std::string main = fmt::format(R"(<p class="lead">{}</p>)", t.find_lead);
  if (page.not_found) {
    main += fmt::format(R"(<div class="alert bad" role="alert"><p>{}</p></div>)", t.find_none);
  }
  if (page.busy) {
    main += alert("bad", t.busy_title, fmt::format("<p>{}</p>", t.busy_text));
  }
  main += fmt::format(
      R"(<form method="post" action="/find" novalidate><input type="hidden" name="form" value="{}">)"
      R"(<div class="field"><label for="code">{}</label><p class="hint" id="code-hint">{}</p><input id="code" name="code" value="{}" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="16" class="digits" required aria-describedby="code-hint"></div>)"
      R"(<div class="field"><label for="nik">{}</label><p class="hint" id="nik-hint">{}</p><input id="nik" name="nik" type="text" inputmode="numeric" autocomplete="off" maxlength="24" class="digits" required aria-describedby="nik-hint"></div>)"
      R"(<button class="button" type="submit">{}</button></form>)",
      h(page.form_token), t.code_field, t.code_hint, h(page.code), t.nik_label, t.nik_hint, t.find_submit);
  return document(context, t.find_title, main, Step::none, "/");
}

std::string notice_page(const PageContext& context, std::string_view title, std::string_view text,
                        std::string_view link, std::string_view link_text) {
  return document(
      context, title,
      fmt::format(R"(<p class="lead">{}</p><p><a class="button" href="{}">{}</a></p>)", text, h(link), link_text));
}

}  // namespace antrean::portal
