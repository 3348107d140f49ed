// The pages of the waitlist. The offer itself is the page of details (details.cpp).
#include "pages/frame.hpp"

namespace antrean::portal {

std::string waitlist_path(const Office& office, const Service& service, const std::optional<OfficeDay>& day) {
  return "/waitlist/" + office.code + "/" + service.key + (day ? "/" + day->text() : std::string{});
}

std::string waiting_path(const Key128& token) { return "/waiting/" + to_hex(token); }

std::string waitlist_page(const PageContext& context, const WaitlistPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.show("alert", shown.wrong_mail || !shown.problem.empty());
  page.text("alert_text", shown.wrong_mail ? t.mail_wrong : shown.problem);
  page.text("office_name", office_title(shown.office));
  page.text("service_name", shown.service.name.in(language));
  page.text("text", fill(t.wait_text, shown.offer_for.count(),
                         shown.day ? long_date_text(language, *shown.day) : std::string{t.wait_any}));
  page.text("form_token", shown.form_token);
  page.text("office_code", shown.office.code);
  page.text("service_key", shown.service.key);
  page.text("day", shown.day ? shown.day->text() : std::string{});
  page.text("mail_label", t.mail_label);
  page.text("mail_hint", t.mail_hint);
  page.show("wrong", shown.wrong_mail);
  page.text("problem", t.mail_wrong);
  page.text("mail", shown.mail);
  page.show("several", shown.largest_party > 1);
  page.text("people_label", t.wait_people);
  auto& people = page.list("people");
  for (int count = 1; count <= shown.largest_party; ++count) {
    auto& entry = people.add();
    entry.text("count", std::to_string(count));
    entry.show("chosen", count == shown.people);
  }
  page.text("privacy", t.wait_privacy);
  page.text("submit", t.wait_do);
  const auto back =
      shown.day ? hours_path(shown.office, shown.service, *shown.day) : dates_path(shown.office, shown.service);
  const Frame frame{.title = t.wait_title,
                    .step = Step::none,
                    .back = back,
                    .error = shown.wrong_mail || !shown.problem.empty(),
                    .form = "waitlist",
                    .form_target = "/waitlist"};
  return document(context, frame, "waitlist.tpl", std::move(page));
}

std::string waiting_page(const PageContext& context, const WaitingPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  const auto& waiting = shown.waiting;
  Dictionary page;
  page.text("text", t.waiting_text);
  page.text("office_row", t.office_row);
  page.text("office_name", waiting.names.office);
  page.text("service_row", t.service_row);
  page.text("service_name", waiting.names.service.in(language));
  page.text("date_row", t.date_row);
  page.text("date", waiting.first == waiting.last ? long_date_text(language, waiting.first) : std::string{t.wait_any});
  page.text("people_label", t.wait_people);
  page.text("people", std::to_string(waiting.party));
  page.show("may_leave", shown.may_leave);
  page.text("target", waiting_path(waiting.token));
  page.text("form_token", shown.form_token);
  page.text("leave", t.waiting_leave);
  return document(context, {t.waiting_title}, "waiting.tpl", std::move(page));
}

}  // namespace antrean::portal
