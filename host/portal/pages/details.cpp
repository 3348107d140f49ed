// The page on which people type. It is also shown again with the problems.
#include <algorithm>
#include <cstdlib>

#include "pages/assets.hpp"
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

std::string_view nik_text(const Texts& t, const PersonProblems& problems) {
  if (problems.nik_twice) {
    return t.nik_twice;
  }
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
  std::string_view name, label, hint, value, problem;
};

Dictionary& add_field(Dictionary& form, std::string_view section, const Field& field) {
  auto& entry = form.list(section).add();
  entry.text("label", field.label);
  entry.text("hint", field.hint);
  entry.text("value", field.value);
  entry.show("wrong", !field.problem.empty());
  entry.text("problem", field.problem);
  return entry;
}

void add_summary(Dictionary& page, Language language, const DetailsPage& shown) {
  const auto& t = texts(language);
  page.text("change", t.change);
  auto& rows = page.list("rows");
  const auto row = [&](std::string_view label, std::string_view value, const std::string& link) {
    auto& entry = rows.add();
    entry.text("label", label);
    entry.text("value", value);
    entry.show("may_change", !shown.offered);
    entry.text("link", link);
  };
  row(t.office_row, office_title(shown.office), "/");
  row(t.date_row, long_date_text(language, shown.day), dates_path(shown.office, shown.service));
  row(t.hour_row, hours_with_zone(language, shown.hours, shown.office.zone),
      hours_path(shown.office, shown.service, shown.day));
}

std::string slot_value(OfficeDay day, TimeOfDay start) { return day.text() + "T" + start.text(); }

/// The free hours next to a full one, to choose from without typing again.
void add_choices(Dictionary& page, Language language, const DetailsPage& shown) {
  const auto& t = texts(language);
  page.text("full_choose", t.full_choose);
  // The closest is marked, so that one press more does what was most likely meant.
  const auto distance = [&](const SlotOnOffer& slot) {
    return std::abs((slot.day.number() - shown.day.number()) * 24 * 60 + slot.hours.start.minutes() -
                    shown.hours.start.minutes());
  };
  const auto closest = std::ranges::min_element(shown.nearest, {}, distance);
  auto& choices = page.list("choices");
  for (const auto& slot : shown.nearest) {
    auto& entry = choices.add();
    entry.text("slot", slot_value(slot.day, slot.hours.start));
    entry.show("checked", &slot == &*closest);
    entry.text("hours", hours_with_zone(language, slot.hours, shown.office.zone));
    entry.text("date", long_date_text(language, slot.day));
    entry.text("places", fill(t.day_places, slot.free));
  }
}

struct Alert {
  std::string_view title;
  std::vector<std::string> texts;
};

std::string why_frozen(Language language, const Frozen& frozen) {
  const auto& t = texts(language);
  switch (frozen.why) {
    case FrozenWhy::absent:
      return fill(t.frozen_absent, long_date_text(language, frozen.day));
    case FrozenWhy::late_cancel:
      return fill(t.frozen_late, long_date_text(language, frozen.day));
    case FrozenWhy::blocked:
      return std::string{t.frozen_blocked};
    case FrozenWhy::contact_blocked:
      return std::string{t.frozen_contact};
    case FrozenWhy::network_blocked:
      return std::string{t.frozen_network};
  }
  return {};
}

std::optional<Alert> alert_of(Language language, const DetailsPage& shown) {
  const auto& t = texts(language);
  switch (shown.notice) {
    case DetailsNotice::none:
      return std::nullopt;
    case DetailsNotice::wrong_fields:
      return Alert{t.errors_title, {}};
    case DetailsNotice::no_place: {
      Alert alert{t.full_title,
                  {fill(t.full_text, long_date_text(language, shown.day),
                        hours_with_zone(language, shown.hours, shown.office.zone), office_title(shown.office))}};
      if (shown.nearest.empty()) {
        alert.texts.emplace_back(t.full_none);
      }
      return alert;
    }
    case DetailsNotice::person_has_booking:
      return Alert{t.person_title, {fill(t.person_text, long_date_text(language, shown.day))}};
    case DetailsNotice::expired:
      return Alert{t.expired_title, {std::string{t.expired_text}}};
    case DetailsNotice::busy:
      return Alert{t.busy_title, {std::string{t.busy_text}}};
    case DetailsNotice::checking:
      return Alert{t.checking_title, {std::string{t.checking_text}}};
    case DetailsNotice::contact_has_enough:
      return Alert{t.contact_title, {std::string{t.contact_text}}};
    case DetailsNotice::too_many_cancels:
      return Alert{t.cancels_title, {when(language, t.cancels_text, shown.again_from, shown.office.zone)}};
    case DetailsNotice::frozen: {
      const auto& frozen = shown.frozen;
      Alert alert{t.frozen_title,
                  {why_frozen(language, frozen), when(language, t.frozen_until, shown.again_from, shown.office.zone),
                   std::string{t.frozen_wrong}}};
      if (!shown.office.address.empty()) {
        alert.texts.push_back(fill(t.frozen_at, office_title(shown.office), shown.office.address));
      }
      if (!shown.office.phone.empty()) {
        alert.texts.push_back(fill(t.frozen_phone, shown.office.phone));
      }
      return alert;
    }
    case DetailsNotice::none_without_contact:
      return Alert{t.without_title, {std::string{t.without_text}}};
    case DetailsNotice::party_too_large:
      return Alert{t.errors_title, {fill(shown.offered ? t.offer_people : t.party_text, shown.largest_party)}};
    case DetailsNotice::comes_later:
      return Alert{t.turn_title,
                   {fill(t.turn_text, shown.before, clock_text(language, shown.turn, shown.office.zone),
                         zone_name(shown.office.zone)),
                    std::string{t.turn_press}}};
    case DetailsNotice::failed:
      return Alert{t.failed_title, {std::string{t.failed_text}}};
  }
  return std::nullopt;
}

void add_alert(Dictionary& page, Language language, const DetailsPage& shown, const std::vector<Field>& fields) {
  const auto alert = alert_of(language, shown);
  page.show("alert", alert.has_value());
  page.text("alert_title", alert ? alert->title : "");
  auto& lines = page.list("alert_texts");
  for (const auto& text : alert ? alert->texts : std::vector<std::string>{}) {
    lines.add().text("alert_text", text);
  }
  page.show("see_booking", shown.notice == DetailsNotice::person_has_booking);
  page.show("has_problems", shown.notice == DetailsNotice::wrong_fields);
  auto& problems = page.list("problems");
  for (const auto& field : fields) {
    if (!field.problem.empty()) {
      auto& entry = problems.add();
      entry.text("field", field.name);
      entry.text("problem", field.problem);
    }
  }
  const auto& t = texts(language);
  for (std::size_t i = 0; i < shown.problems.companions.size(); ++i) {
    const auto& wrong = shown.problems.companions[i];
    const auto who = fill(t.companion_legend, i + 2);
    for (const auto& [field, problem] :
         {std::pair{"name", name_text(t, wrong.name)}, std::pair{"nik", nik_text(t, wrong)}}) {
      if (!problem.empty()) {
        auto& entry = problems.add();
        entry.text("field", field + std::to_string(i + 2));
        entry.text("problem", who + ": " + std::string{problem});
      }
    }
  }
}

/// The fields of the people who come along; the same number of them each time, so that it works without
/// scripts.
void add_companions(Dictionary& page, const Texts& t, const DetailsPage& shown) {
  page.show("may_bring", shown.largest_party > 1);
  page.show("companions_typed",
            shown.offered || std::ranges::any_of(shown.typed.companions, [](const auto& one) { return !one.empty(); }));
  page.text("companions_open", t.companions_open);
  page.text("companion_hint",
            shown.offered ? fill(t.offer_people, shown.largest_party) : fill(t.companion_hint, shown.largest_party));
  auto& companions = page.list("companions");
  for (std::size_t i = 0; i + 1 < static_cast<std::size_t>(shown.largest_party); ++i) {
    const auto typed = i < shown.typed.companions.size() ? shown.typed.companions[i] : TypedCompanion{};
    const auto problems = i < shown.problems.companions.size() ? shown.problems.companions[i] : PersonProblems{};
    auto& entry = companions.add();
    entry.text("nr", std::to_string(i + 2));
    entry.text("legend", fill(t.companion_legend, i + 2));
    entry.text("name_label", t.name_label);
    entry.text("name", typed.name);
    entry.show("name_wrong", problems.name != NameProblem::none);
    entry.text("name_problem", name_text(t, problems.name));
    entry.text("nik_label", t.nik_label);
    entry.text("nik", typed.nik);
    const auto nik = nik_text(t, problems);
    entry.show("nik_wrong", !nik.empty());
    entry.text("nik_problem", nik);
    entry.show("ask_card", typed.card_says_so || some_cards_have_it(problems.nik));
    entry.show("card_says_so", typed.card_says_so);
    entry.text("card_label", t.card_label);
  }
}

/// What the script needs for a proof of work, and where those go who run none.
void add_proof(Dictionary& page, const Texts& t, const DetailsPage& shown) {
  page.show("proof", shown.proof != ProofAsked::never);
  page.text("proof_when", shown.proof == ProofAsked::always ? "always" : "without-contact");
  page.text("proof_script", asset_path("proof.js"));
  page.text("proof_worker", asset_path("proof_worker.js"));
  page.text("proof_working", t.proof_working);
  page.show("room", shown.proof == ProofAsked::always && shown.notice != DetailsNotice::comes_later);
  page.text("room_offer", t.room_offer);
  page.text("room_link", room_path(shown.office, shown.service, shown.day, shown.hours.start));
  page.text("room_enter", t.room_enter);
}

}  // namespace

std::string details_page(const PageContext& context, const DetailsPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  const std::vector<Field> fields{
      {"name", t.name_label, t.name_hint, shown.typed.name, name_text(t, shown.problems.name)},
      {"nik", t.nik_label, t.nik_hint, shown.typed.nik, nik_text(t, shown.problems)},
      {"mail", t.mail_label, shown.mail_needed ? t.mail_hint : t.mail_optional_hint, shown.typed.mail,
       mail_text(t, shown.problems.mail)},
  };
  const bool choosing = shown.notice == DetailsNotice::no_place;
  const bool nothing_left = choosing && shown.nearest.empty();
  Dictionary page;
  add_alert(page, language, shown, fields);
  page.show("nothing_left", nothing_left);
  page.show("summary", !choosing);
  const auto& offered = shown.offered;
  const auto target = offered ? waiting_path(offered->token) + "/take" : std::string{"/book"};
  page.show("offered", offered.has_value());
  page.text("offer_text", offered ? when(language, t.offer_text, offered->until, shown.office.zone) : std::string{});
  page.text("action", target);
  page.text("key", offered ? offered->key : std::string{});
  page.text("offer_no", t.offer_no);
  page.text("offer_no_text", t.offer_no_text);
  page.text("offer_no_target", offered ? waiting_path(offered->token) + "/leave" : std::string{});
  add_summary(page, language, shown);
  page.show("form", !nothing_left);
  page.text("form_token", shown.form_token);
  page.text("office_code", shown.office.code);
  page.text("service_key", shown.service.key);
  page.show("slot_chosen", !choosing);
  page.text("slot", slot_value(shown.day, shown.hours.start));
  page.show("slot_open", choosing);
  add_choices(page, language, shown);
  add_field(page, "name_field", fields[0]);
  auto& nik = add_field(page, "nik_field", fields[1]);
  nik.show("ask_card", shown.typed.card_says_so || some_cards_have_it(shown.problems.nik));
  nik.show("card_says_so", shown.typed.card_says_so);
  nik.text("card_label", t.card_label);
  add_companions(page, t, shown);
  page.list("mail_field");
  if (!offered) {
    add_field(page, "mail_field", fields[2]).show("needed", shown.mail_needed);
  }
  add_proof(page, t, shown);
  page.text("privacy", t.privacy);
  page.text("submit", offered ? t.offer_do : choosing ? t.full_submit : shown.confirms ? t.held_submit : t.submit);
  const auto back =
      nothing_left ? dates_path(shown.office, shown.service) : hours_path(shown.office, shown.service, shown.day);
  const Frame frame{.title = offered ? t.offer_title : t.details_title,
                    .step = offered ? Step::none : Step::details,
                    .back = offered ? std::string{} : back,
                    .error = shown.notice != DetailsNotice::none,
                    .form = nothing_left ? "" : "details",
                    .form_target = target};
  return document(context, frame, "details.tpl", std::move(page));
}

}  // namespace antrean::portal
