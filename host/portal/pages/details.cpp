// The page on which people type. It is also shown again with the problems.
#include <algorithm>
#include <cstdlib>

#include "pages/frame.hpp"

namespace antrean::portal {
namespace {

std::string_view name_text(const Texts& t, NameProblem problem) {
  switch (problem) {
    case NameProblem::none:
      return {};
    case NameProblem::empty:
      return t.name_empty;
    case NameProblem::too_long:
      return t.name_long;
    case NameProblem::not_a_name:
      return t.name_wrong;
  }
  return {};
}

std::string_view nik_text(const Texts& t, const FieldProblems& problems) {
  if (problems.nik_empty) {
    return t.nik_empty;
  }
  switch (problems.nik) {
    case NikProblem::none:
      return {};
    case NikProblem::length:
      return t.nik_length;
    case NikProblem::digits:
      return t.nik_digits;
    case NikProblem::place:
      return t.nik_place;
    case NikProblem::birth_date:
      return t.nik_birth;
    case NikProblem::serial:
      return t.nik_serial;
  }
  return {};
}

std::string_view mail_text(const Texts& t, MailProblem problem) {
  switch (problem) {
    case MailProblem::none:
      return {};
    case MailProblem::empty:
      return t.mail_empty;
    case MailProblem::not_an_address:
      return t.mail_wrong;
  }
  return {};
}

struct Field {
  std::string_view name, label, hint, value, problem, attributes;
};

std::string field(const Field& f) {
  const auto error =
      f.problem.empty() ? std::string{} : fmt::format(R"(<p class="error" id="{}-error">{}</p>)", f.name, f.problem);
  return fmt::format(
      R"(<div class="field{}"><label for="{}">{}</label><p class="hint" id="{}-hint">{}</p>{}<input id="{}" name="{}" value="{}" {} required aria-describedby="{}-hint{}"{}></div>)",
      f.problem.empty() ? "" : " wrong", f.name, f.label, f.name, f.hint, error, f.name, f.name, h(f.value),
      f.attributes, f.name, f.problem.empty() ? std::string{} : fmt::format(" {}-error", f.name),
      f.problem.empty() ? "" : R"( aria-invalid="true")");
}

std::string summary(Language language, const DetailsPage& page) {
  const auto& t = texts(language);
  const auto row = [&](std::string_view label, std::string_view value, const std::string& change) {
    return fmt::format(R"(<div><dt>{}</dt><dd>{} <a href="{}">{}<span class="sr"> {}</span></a></dd></div>)", label,
                       value, h(change), t.change, label);
  };
  return fmt::format(R"(<dl class="summary">{}{}{}</dl>)", row(t.office_row, h(page.office.name), "/"),
                     row(t.date_row, long_date_text(language, page.day), dates_path(page.office, page.service)),
                     row(t.hour_row, hours_with_zone(language, page.hours, page.office.zone),
                         hours_path(page.office, page.service, page.day)));
}

std::string problems_list(const std::vector<Field>& fields) {
  std::string list = "<ul>";
  for (const auto& f : fields) {
    if (!f.problem.empty()) {
      list += fmt::format(R"(<li><a href="#{}">{}</a></li>)", f.name, f.problem);
    }
  }
  return list + "</ul>";
}

std::string slot_value(OfficeDay day, TimeOfDay start) { return day.text() + "T" + start.text(); }

/// The free hours nearest to a full one, to choose from without typing again.
std::string nearest_choice(Language language, const DetailsPage& page) {
  const auto& t = texts(language);
  std::string choice = fmt::format(R"(<fieldset class="choice"><legend>{}</legend>)", t.full_choose);
  // The closest one is selected, so that one more press does what the person most likely wants.
  const auto distance = [&](const SlotOnOffer& slot) {
    return std::abs((slot.day.number() - page.day.number()) * 24 * 60 + slot.hours.start.minutes() -
                    page.hours.start.minutes());
  };
  const auto closest = std::ranges::min_element(page.nearest, {}, distance);
  for (const auto& slot : page.nearest) {
    choice += fmt::format(
        R"(<label class="card"><input type="radio" name="slot" value="{}"{} required><span><b>{}</b><span>{}</span></span><small>{}</small></label>)",
        slot_value(slot.day, slot.hours.start), &slot == &*closest ? " checked" : "",
        hours_with_zone(language, slot.hours, page.office.zone), long_date_text(language, slot.day),
        fill(t.day_places, slot.free));
  }
  return choice + "</fieldset>";
}

std::string notice(Language language, const DetailsPage& page, const std::vector<Field>& fields) {
  const auto& t = texts(language);
  const auto paragraph = [](std::string_view text) { return fmt::format("<p>{}</p>", text); };
  switch (page.notice) {
    case DetailsNotice::none:
      return {};
    case DetailsNotice::wrong_fields:
      return alert("bad", t.errors_title, problems_list(fields));
    case DetailsNotice::no_place:
      return alert("bad", t.full_title,
                   paragraph(fill(t.full_text, long_date_text(language, page.day),
                                  hours_with_zone(language, page.hours, page.office.zone), h(page.office.name))) +
                       (page.nearest.empty() ? paragraph(t.full_none) : std::string{}));
    case DetailsNotice::person_has_booking:
      return alert("bad", t.person_title,
                   paragraph(fill(t.person_text, long_date_text(language, page.day))) +
                       fmt::format(R"(<p><a href="/find">{}</a></p>)", t.footer_find));
    case DetailsNotice::expired:
      return alert("bad", t.expired_title, paragraph(t.expired_text));
    case DetailsNotice::busy:
      return alert("bad", t.busy_title, paragraph(t.busy_text));
    case DetailsNotice::checking:
      return alert("bad", t.checking_title, paragraph(t.checking_text));
    case DetailsNotice::failed:
      return alert("bad", t.failed_title, paragraph(t.failed_text));
  }
  return {};
}

}  // namespace

std::string details_page(const PageContext& context, const DetailsPage& page) {
  const auto language = context.language;
  const auto& t = texts(language);
  const std::vector<Field> fields{
      {"name", t.name_label, t.name_hint, page.typed.name, name_text(t, page.problems.name),
       R"(type="text" autocomplete="name" maxlength="100" spellcheck="false")"},
      {"nik", t.nik_label, t.nik_hint, page.typed.nik, nik_text(t, page.problems),
       R"(type="text" inputmode="numeric" autocomplete="off" maxlength="24" class="digits")"},
      {"mail", t.mail_label, t.mail_hint, page.typed.mail, mail_text(t, page.problems.mail),
       R"(type="email" autocomplete="email" maxlength="254" spellcheck="false")"},
  };
  const bool choosing = page.notice == DetailsNotice::no_place;
  std::string main = notice(language, page, fields);
  if (choosing && page.nearest.empty()) {
    main += fmt::format(R"(<p><a class="button" href="/">{}</a></p>)", t.footer_home);
    return document(context, t.details_title, main, Step::details, dates_path(page.office, page.service));
  }
  if (!choosing) {
    main += summary(language, page);
  }
  main += fmt::format(
      R"(<form method="post" action="/book" novalidate><input type="hidden" name="form" value="{}"><input type="hidden" name="office" value="{}"><input type="hidden" name="service" value="{}">)",
      h(page.form_token), h(page.office.code), h(page.service.key));
  main += choosing
              ? nearest_choice(language, page)
              : fmt::format(R"(<input type="hidden" name="slot" value="{}">)", slot_value(page.day, page.hours.start));
  for (const auto& f : fields) {
    main += field(f);
  }
  main += fmt::format(R"(<p class="note">{}</p><button class="button" type="submit">{}</button></form>)", t.privacy,
                      choosing ? t.full_submit : t.submit);
  return document(context, t.details_title, main, Step::details, hours_path(page.office, page.service, page.day));
}

}  // namespace antrean::portal
