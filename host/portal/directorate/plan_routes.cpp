// What the offices offer, and changes of it: each is shown with what it does to bookings before it is done.
#include <algorithm>
#include <bit>
#include <charconv>

#include <spdlog/spdlog.h>

#include "directorate/directorate_site.hpp"
#include "directorate/site_words.hpp"
#include "directorate/words.hpp"
#include "plan/plan_reader.hpp"
#include "plan/plan_writer.hpp"
#include "values/calendar_text.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t most_lines = 500;
constexpr std::size_t most_parts = 64;

std::int64_t number_of(const FormFields& form, const std::string& name) {
  const auto text = form_field(form, name);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Browsers send a line's end as CR LF.
std::string without_cr(std::string text) {
  std::erase(text, '\r');
  return text;
}

std::string days_text(Language language, Weekdays days) {
  std::string all;
  for (const auto& [word, weekday] : form_days) {
    if (contains(days, std::chrono::weekday{weekday})) {
      all += (all.empty() ? "" : ", ") + std::string{weekday_short(language, weekday)};
    }
  }
  return all;
}

void add_day_ticks(templates::List& list, const FormFields& form, const std::string& before, Language language) {
  for (const auto& [word, weekday] : form_days) {
    auto& day = list.add();
    day.text("field", before + word);
    day.show("on", !form_field(form, before + word).empty());
    day.text("day_name", weekday_short(language, weekday));
  }
}

std::string random_word() { return to_hex(random_key()).substr(0, 8); }

}  // namespace

// --- one office ---

http::Response DirectorateSite::office_page(const Asker& asker, const Office* office, FormFields form,
                                            std::vector<std::string> problems, std::string said, const Offices& plan,
                                            const std::string& as_of, const std::string& at,
                                            const std::vector<OfficeKey>& keys) const {
  const auto language = asker.language;
  const auto path = office == nullptr ? std::string{"/new-office"} : "/office/" + office->code;
  Page page{
      .title = office == nullptr ? word(asker, "w_new_office") : office_title(*office) + " (" + office->code + ")",
      .main = "dir_office.tpl",
      .here = "/",
      .path = path,
      .back = "/",
      .back_name = word(asker, "w_glance"),
      .said = std::move(said),
      .problems = std::move(problems)};
  auto& shown = page.shown;
  const auto& services = from_.offices.services();
  shown.show("is_known", office != nullptr);
  shown.text("office_link", path);
  shown.text("zone", office != nullptr ? zone_name(office->zone) : "");
  shown.text("at", at);
  shown.show("has_as_of", !as_of.empty());
  shown.text("as_of", as_of);
  auto& columns = shown.list("services");
  auto& weeks = shown.list("weeks");
  for (const auto& service : plan.services()) {
    columns.add().text("service_name", service.name.in(language));
    int week = 0;
    for (const auto& slot : office != nullptr ? office->slots : std::vector<SlotTemplate>{}) {
      const auto quota = slot.quota.find(service.key);
      const int days = std::popcount(static_cast<unsigned>(slot.days));
      week += quota == slot.quota.end() || slot.first || slot.last ? 0 : days * quota->second;
    }
    weeks.add().text("week", std::to_string(week));
  }
  auto& slots = shown.list("slots");
  for (const auto& slot : office != nullptr ? office->slots : std::vector<SlotTemplate>{}) {
    auto& row = slots.add();
    row.text("slot_hours", hours_text(language, slot.hours));
    row.text("slot_days", days_text(language, slot.days));
    auto& quotas = row.list("quotas");
    for (const auto& service : plan.services()) {
      const auto quota = slot.quota.find(service.key);
      std::string cell = quota == slot.quota.end() ? "–" : std::to_string(quota->second);
      for (std::size_t channel = 0; channel < booking_channels; ++channel) {
        if (const auto most = slot.most[channel].find(service.key); most != slot.most[channel].end()) {
          const auto name = "w_" + std::string{antrean::word(static_cast<BookingChannel>(channel))};
          cell += " (" + filled(asker, "w_most", word(asker, name), most->second) + ")";
        }
      }
      quotas.add().text("quota", cell);
    }
    row.text("slot_first", slot.first ? short_date_text(language, *slot.first) : word(asker, "w_always"));
    row.text("slot_last", slot.last ? short_date_text(language, *slot.last) : word(asker, "w_always"));
  }
  const auto release = office != nullptr ? plan.release_of(*office) : Release{};
  shown.text("release", days_text(language, release.days) + " " + hour_text(language, release.time) + ", +" +
                            std::to_string(release.days_ahead));
  show_keys(shown, asker, keys, office != nullptr ? office->code : std::string{"-"});
  // the form
  shown.show("may_change", asker.may_change && as_of.empty());
  shown.text("form_target", path);
  shown.text("base", std::to_string(from_.plans.keeper().documents().newest()));
  const auto rows = std::clamp<std::int64_t>(number_of(form, "rows"), empty_slot_rows, most_slot_rows);
  shown.text("rows", std::to_string(rows));
  shown.show("new_office", office == nullptr);
  for (const char* name : {"code", "name", "city", "address", "phone", "map", "why", "valid_from", "release_time",
                           "release_ahead", "last_day"}) {
    shown.text(name, form_field(form, name));
  }
  for (const char* name : {"web", "by_whatsapp", "release_own"}) {
    shown.show(name, !form_field(form, name).empty());
  }
  auto& zones = shown.list("zones");
  for (const auto zone : {Zone::wib, Zone::wita, Zone::wit}) {
    auto& one = zones.add();
    one.text("zone_name", zone_name(zone));
    one.show("chosen", form_field(form, "zone") == zone_name(zone));
  }
  add_day_ticks(shown.list("release_days"), form, "release_", language);
  // With one way of booking there are no parts.
  const bool both = !form_field(form, "web").empty() && !form_field(form, "by_whatsapp").empty();
  shown.show("has_parts", both);
  auto& all_rows = shown.list("rows_of_slots");
  for (int row = 0; row < rows; ++row) {
    const auto before = "s" + std::to_string(row) + "_";
    auto& one = all_rows.add();
    one.text("row_name", filled(asker, "w_slot", row + 1));
    add_day_ticks(one.list("row_days"), form, before, language);
    one.text("from_field", before + "from");
    one.text("from", form_field(form, before + "from"));
    one.text("to_field", before + "to");
    one.text("to", form_field(form, before + "to"));
    one.text("first_field", before + "first");
    one.text("first", form_field(form, before + "first"));
    one.text("last_field", before + "last");
    one.text("last", form_field(form, before + "last"));
    auto& quotas = one.list("row_quotas");
    for (const auto& service : services) {
      auto& quota = quotas.add();
      quota.text("quota_name", filled(asker, "w_quota_of", service.name.in(language)));
      quota.text("quota_field", before + "q_" + service.key);
      quota.text("quota_value", form_field(form, before + "q_" + service.key));
    }
    auto& most = one.list("row_most");
    for (const auto& service : both ? services : std::vector<Service>{}) {
      for (std::size_t channel = 0; channel < booking_channels; ++channel) {
        const auto name = std::string{antrean::word(static_cast<BookingChannel>(channel))};
        auto& part = most.add();
        part.text("most_name", filled(asker, "w_most_of", service.name.in(language), word(asker, "w_" + name)));
        part.text("most_field", before + "m_" + name + "_" + service.key);
        part.text("most_value", form_field(form, before + "m_" + name + "_" + service.key));
      }
    }
  }
  return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::show_office(http::Request request, Asker asker) {
  const auto keys = co_await from_.facts.office_keys();
  const auto* office = from_.offices.find(request.captures[0]);
  const auto made = request.asked("made");
  const auto said = made.empty() ? std::string{} : filled(asker, "w_made", number_of({{"made", made}}, "made"));
  const auto at = request.asked("at");
  if (const auto moment = at.empty() ? std::nullopt : moment_of(at, office != nullptr ? office->zone : Zone::wib)) {
    const auto text = text_of(from_.plans.keeper().documents().at(*moment));
    const auto plan = text.empty() ? Offices{} : plan_from_text(text, "plan");
    if (const auto* then = plan.find(request.captures[0])) {
      co_return office_page(asker, then, form_of(*then, plan.services()), {}, said, plan,
                            filled(asker, "w_plan_as_of", time_text(asker, *moment, then->zone)), at, keys);
    }
  }
  if (office == nullptr) {
    co_return http::Response::redirect("/");
  }
  co_return office_page(asker, office, form_of(*office, from_.offices.services()), {}, said, from_.offices, {},
                        moment_field(clock_.now(), office->zone), keys);
}

DirectorateSite::Answer DirectorateSite::preview_office(http::Request request, Asker asker) {
  const auto* office = from_.offices.find(request.captures[0]);
  if (office == nullptr) {
    co_return http::Response::redirect("/");
  }
  auto form = form_fields(request);
  form["code"] = office->code;
  auto [changed, problems] = office_of(form, *office, from_.offices.services(), asker.language);
  const auto from = form_field(form, "valid_from");
  const auto valid_from = from.empty() ? std::optional{UtcTime{}} : moment_of(from, office->zone);
  if (!valid_from) {
    problems.push_back(word(asker, "w_wrong_from"));
  }
  if (form_field(form, "why").empty()) {
    problems.push_back(word(asker, "w_wrong_why"));
  }
  Proposal proposal{.parts = {{office_subject(office->code), office_text(changed)}},
                    .base = number_of(form, "base"),
                    .valid_from = valid_from.value_or(UtcTime{}),
                    .why = form_field(form, "why")};
  if (problems.empty()) {
    const auto seen = co_await from_.plans.preview(proposal);
    if (seen.wrong.empty()) {
      co_return co_await preview_page(std::move(asker), std::move(proposal), "/office/" + request.captures[0]);
    }
    problems.push_back(filled(asker, "w_not_possible", seen.wrong));
  }
  const auto* still = from_.offices.find(request.captures[0]);
  co_return office_page(asker, still, std::move(form), std::move(problems), {}, from_.offices, {},
                        moment_field(clock_.now(), changed.zone));
}

DirectorateSite::Answer DirectorateSite::show_new_office(http::Request, Asker asker) {
  Office blank;
  co_return office_page(asker, nullptr, form_of(blank, from_.offices.services()), {}, {}, from_.offices, {}, {});
}

DirectorateSite::Answer DirectorateSite::preview_new_office(http::Request request, Asker asker) {
  auto form = form_fields(request);
  auto [office, problems] = office_of(form, Office{}, from_.offices.services(), asker.language);
  const bool code = office.code.size() == 2 && std::ranges::all_of(office.code, [](char c) {
                      return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                    });
  if (!code || from_.offices.find(office.code) != nullptr) {
    problems.push_back(word(asker, "w_wrong_code"));
  }
  if (form_field(form, "why").empty()) {
    problems.push_back(word(asker, "w_wrong_why"));
  }
  Proposal proposal{.parts = {{office_subject(office.code), office_text(office)}},
                    .base = number_of(form, "base"),
                    .valid_from = {},
                    .why = form_field(form, "why")};
  if (problems.empty()) {
    const auto seen = co_await from_.plans.preview(proposal);
    if (seen.wrong.empty()) {
      auto note = filled(asker, "w_token_note", office_token_name(office.code));
      co_return co_await preview_page(std::move(asker), std::move(proposal), "/new-office", {std::move(note)});
    }
    problems.push_back(filled(asker, "w_not_possible", seen.wrong));
  }
  co_return office_page(asker, nullptr, std::move(form), std::move(problems), {}, from_.offices, {}, {});
}

// --- rules and services ---

http::Response DirectorateSite::document_page(const Asker& asker, const std::string& subject, const FormFields& form,
                                              std::vector<std::string> problems) const {
  Page page{.title = word(asker, subject == "rules" ? "w_rules" : "w_services"),
            .main = "dir_document.tpl",
            .here = "/" + subject,
            .problems = std::move(problems)};
  auto& shown = page.shown;
  const auto found = form.find("document");
  shown.text("document", found != form.end() ? without_cr(found->second)
                                             : from_.plans.keeper().documents().at(clock_.now())[subject]);
  shown.text("form_target", "/" + subject);
  shown.text("base", std::to_string(from_.plans.keeper().documents().newest()));
  shown.text("why", form_field(form, "why"));
  shown.text("valid_from", form_field(form, "valid_from"));
  shown.show("reads_only", !asker.may_change);
  return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::show_document(http::Request request, Asker asker) {
  co_return document_page(asker, request.path.substr(1), {}, {});
}

DirectorateSite::Answer DirectorateSite::preview_document(http::Request request, Asker asker) {
  const auto form = form_fields(request);
  const auto subject = request.path.substr(1);
  const auto from = form_field(form, "valid_from");
  const auto valid_from = from.empty() ? std::optional{UtcTime{}} : moment_of(from, Zone::wib);
  std::vector<std::string> problems;
  if (!valid_from) {
    problems.push_back(word(asker, "w_wrong_from"));
  }
  if (form_field(form, "why").empty()) {
    problems.push_back(word(asker, "w_wrong_why"));
  }
  const auto typed = form.find("document");
  Proposal proposal{.parts = {{subject, typed == form.end() ? std::string{} : without_cr(typed->second)}},
                    .base = number_of(form, "base"),
                    .valid_from = valid_from.value_or(UtcTime{}),
                    .why = form_field(form, "why")};
  if (problems.empty()) {
    const auto seen = co_await from_.plans.preview(proposal);
    if (seen.wrong.empty()) {
      co_return co_await preview_page(std::move(asker), std::move(proposal), "/" + subject);
    }
    problems.push_back(filled(asker, "w_not_possible", seen.wrong));
  }
  co_return document_page(asker, subject, form, std::move(problems));
}

// --- holidays and closures ---

http::Response DirectorateSite::days_page(const Asker& asker, const FormFields& form, std::vector<std::string> problems,
                                          std::string said) const {
  Page page{.title = word(asker, "w_days"),
            .main = "dir_days.tpl",
            .here = "/days",
            .said = std::move(said),
            .problems = std::move(problems)};
  auto& shown = page.shown;
  const auto base = std::to_string(from_.plans.keeper().documents().newest());
  const auto token = tokens_.issue({.key = asker.session.id}, clock_.now());
  const auto documents = from_.plans.keeper().documents().at(clock_.now());
  const auto today = OfficeDay::of(clock_.now(), Zone::wit);
  auto& days = shown.list("days");
  std::vector<std::pair<std::string, Holiday>> all;
  for (const auto& holiday : from_.offices.holidays()) {
    // Of two that say the same each is taken away by itself.
    const auto text = holiday_text(holiday);
    const auto found = std::ranges::find_if(documents, [&](const auto& one) {
      return one.first.starts_with("holiday ") && one.second == text &&
             std::ranges::find(all, one.first, &std::pair<std::string, Holiday>::first) == all.end();
    });
    if (holiday.last.value_or(holiday.day) >= today) {
      all.emplace_back(found == documents.end() ? std::string{} : found->first, holiday);
    }
  }
  std::ranges::stable_sort(all, {}, [](const auto& one) { return one.second.day; });
  for (const auto& [subject, holiday] : all) {
    auto& row = days.add();
    row.text("date", long_date_text(asker.language, holiday.day));
    row.text("until", holiday.last ? long_date_text(asker.language, *holiday.last) : "");
    row.text("cause", holiday.name.in(asker.language));
    row.text("where", where_text(asker, holiday.offices));
    row.text("bookings", word(asker, holiday.cancels ? "w_then_cancelled" : "w_then_told"));
    row.show("may_change", asker.may_change);
    row.text("form_token", token);
    row.text("base", base);
    row.text("subject", subject);
    row.text("remove_name", word(asker, "w_remove") + ": " + holiday.name.in(asker.language) + ", " +
                                date_text(asker.language, holiday.day));
  }
  shown.text("base", base);
  shown.text("date_typed", form_field(form, "date"));
  shown.text("until_typed", form_field(form, "until"));
  shown.text("name_id", form_field(form, "name_id"));
  shown.text("name_en", form_field(form, "name_en"));
  shown.text("why", form_field(form, "why"));
  const bool cancels = form_field(form, "bookings") == "cancelled";
  shown.show("told", !cancels);
  shown.show("cancels", cancels);
  add_places(shown, form);
  return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::show_days(http::Request request, Asker asker) {
  const auto made = request.asked("made");
  co_return days_page(asker, {}, {},
                      made.empty() ? std::string{} : filled(asker, "w_made", number_of({{"made", made}}, "made")));
}

DirectorateSite::Answer DirectorateSite::preview_day(http::Request request, Asker asker) {
  const auto form = form_fields(request);
  std::vector<std::string> problems;
  const auto day = OfficeDay::parse(form_field(form, "date"));
  const auto until = form_field(form, "until");
  const auto last = OfficeDay::parse(until);
  if (!day || (!until.empty() && (!last || *last < *day))) {
    problems.push_back(word(asker, "w_wrong_dates"));
  }
  if (form_field(form, "name_id").empty() || form_field(form, "name_en").empty()) {
    problems.push_back(word(asker, "w_wrong_names"));
  }
  if (form_field(form, "why").empty()) {
    problems.push_back(word(asker, "w_wrong_why"));
  }
  if (!problems.empty()) {
    co_return days_page(asker, form, std::move(problems), {});
  }
  const Holiday holiday{.day = *day,
                        .name = {form_field(form, "name_id"), form_field(form, "name_en")},
                        .offices = places_of(form),
                        .last = last,
                        .cancels = form_field(form, "bookings") == "cancelled"};
  Proposal proposal{.parts = {{"holiday " + day->text() + "-" + random_word(), holiday_text(holiday)}},
                    .base = number_of(form, "base"),
                    .valid_from = {},
                    .why = form_field(form, "why")};
  const auto seen = co_await from_.plans.preview(proposal);
  if (!seen.wrong.empty()) {
    co_return days_page(asker, form, {filled(asker, "w_not_possible", seen.wrong)}, {});
  }
  co_return co_await preview_page(std::move(asker), std::move(proposal), "/days");
}

DirectorateSite::Answer DirectorateSite::preview_removed_day(http::Request request, Asker asker) {
  const auto form = form_fields(request);
  const auto subject = form_field(form, "subject");
  if (!subject.starts_with("holiday ")) {
    co_return http::Response::redirect("/days");
  }
  Proposal proposal{.parts = {{subject, {}}},
                    .base = number_of(form, "base"),
                    .valid_from = {},
                    .why = word(asker, "w_remove") + ": " + subject_text(asker, subject)};
  co_return co_await preview_page(std::move(asker), std::move(proposal), "/days");
}

// --- what a change does, and doing it ---

void DirectorateSite::show_parts(templates::Dictionary& shown, const Asker& asker, const std::vector<PlanPart>& parts,
                                 const Documents& before) const {
  auto& changed = shown.list("changed");
  for (const auto& part : parts) {
    auto& one = changed.add();
    const auto found = before.find(part.subject);
    one.text("subject", subject_text(asker, part.subject));
    one.text("before", found == before.end() ? word(asker, "w_not_there") : found->second);
    one.text("after", part.document.empty() ? word(asker, "w_not_there") : part.document);
  }
}

void DirectorateSite::show_preview(templates::Dictionary& shown, const Asker& asker, const Preview& preview,
                                   const Proposal& proposal, const Documents& before, const Choices& choices) const {
  const auto language = asker.language;
  shown.show("is_possible", preview.wrong.empty());
  shown.show("harms", preview.harms());
  shown.show("harmless", !preview.harms());
  shown.text("harm_text", filled(asker, "w_preview_harms", preview.lines.size(), preview.people));
  shown.show("has_cancelled", preview.cancelled > 0);
  shown.text("cancelled_text", filled(asker, "w_preview_cancelled", preview.cancelled));
  shown.show("has_no_contact", preview.without_contact > 0);
  shown.text("no_contact_text", filled(asker, "w_preview_no_contact", preview.without_contact));
  auto& groups = shown.list("groups");
  for (const auto& one : preview.groups) {
    auto& group = groups.add();
    group.text("group_office", where_text(asker, {one.office}));
    group.text("group_day", long_date_text(language, one.day));
    group.text("group_reason", reason_of(one.affected).in(language));
    group.text("group_bookings", std::to_string(one.bookings));
    group.text("group_people", std::to_string(one.people));
    group.text("group_no_contact", std::to_string(one.without_contact));
    group.text("group_then", word(asker, one.affected.cancels ? "w_then_cancelled" : "w_then_told"));
  }
  auto& lines = shown.list("lines");
  for (std::size_t i = 0; i < std::min(preview.lines.size(), most_lines); ++i) {
    const auto& one = preview.lines[i];
    auto& line = lines.add();
    line.text("line_code", one.code);
    line.text("line_office", where_text(asker, {one.office}));
    line.text("line_day", short_date_text(language, one.day));
    line.text("line_hours", hours_text(language, one.hours));
    const auto* service = from_.offices.service(one.service);
    line.text("line_service", service != nullptr ? service->name.in(language) : one.service);
    line.text("line_people", std::to_string(one.party));
  }
  const bool more = preview.lines.size() > most_lines;
  shown.show("has_more", more);
  shown.text("more", more ? filled(asker, "w_more", preview.lines.size() - most_lines) : std::string{});
  show_parts(shown, asker, proposal.parts, before);
  shown.show("has_why", !proposal.why.empty());
  shown.text("why", proposal.why);
  shown.text("valid_from",
             proposal.valid_from == UtcTime{} ? word(asker, "w_at_once") : time_text(asker, proposal.valid_from));
  shown.text("print", preview.print);
  shown.text("base", std::to_string(proposal.base));
  shown.text("from_ms", std::to_string(to_ms(proposal.valid_from)));
  shown.text("parts", std::to_string(proposal.parts.size()));
  auto& hidden = shown.list("hidden_parts");
  int nr = 0;
  for (const auto& part : proposal.parts) {
    auto& one = hidden.add();
    one.text("subject_field", "subject" + std::to_string(nr));
    one.text("document_field", "document" + std::to_string(nr));
    one.text("part_subject", part.subject);
    one.text("part_document", part.document);
    ++nr;
  }
  shown.text("commit_name", word(asker, preview.harms() ? "w_ask_second" : "w_do_it"));
  shown.show("can_commit", choices.commit);
  shown.show("can_decide", choices.decide);
  shown.show("is_own", choices.own);
  shown.show("can_take_back", choices.take_back);
  shown.text("decide_link", choices.link);
  shown.text("take_back_link", choices.link);
  shown.text("back", choices.back);
}

DirectorateSite::Answer DirectorateSite::preview_page(Asker asker, Proposal proposal, std::string back,
                                                      std::vector<std::string> problems) {
  const auto seen = co_await from_.plans.preview(proposal);
  if (!seen.wrong.empty()) {
    problems.push_back(filled(asker, "w_not_possible", seen.wrong));
  }
  Page page{.title = word(asker, "w_preview_title"),
            .main = "dir_preview.tpl",
            .here = back.starts_with("/days")    ? "/days"
                    : back.starts_with("/trail") ? "/trail"
                                                 : "/",
            .path = back,
            .problems = std::move(problems)};
  show_preview(page.shown, asker, seen, proposal,
               from_.plans.keeper().documents().at(std::max(clock_.now(), proposal.valid_from)),
               {.commit = seen.wrong.empty(), .back = back});
  co_return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::change(http::Request request, Asker asker) {
  const auto form = form_fields(request);
  Proposal proposal{.parts = {},
                    .base = number_of(form, "base"),
                    .valid_from = from_ms(number_of(form, "from_ms")),
                    .why = form_field(form, "why")};
  const auto count = std::min<std::size_t>(static_cast<std::size_t>(number_of(form, "parts")), most_parts);
  for (std::size_t i = 0; i < count; ++i) {
    const auto document = form.find("document" + std::to_string(i));
    proposal.parts.push_back({form_field(form, "subject" + std::to_string(i)),
                              document == form.end() ? std::string{} : without_cr(document->second)});
  }
  auto back = form_field(form, "back");
  if (!back.starts_with('/') || back.starts_with("//")) {
    back = "/";
  }
  const auto outcome = co_await from_.plans.commit(proposal, actor(asker), form_field(form, "print"));
  if (const auto* made = std::get_if<ChangeMade>(&outcome)) {
    const bool page_of_office = back.starts_with("/office/");
    const auto to = back == "/days" || page_of_office ? back
                    : back == "/new-office"           ? "/office/" + proposal.parts.at(0).subject.substr(7)
                                                      : std::string{"/trail"};
    co_return http::Response::redirect(to + "?made=" + std::to_string(made->nr));
  }
  if (const auto* asked = std::get_if<SecondNeeded>(&outcome)) {
    co_return http::Response::redirect("/requests/" + std::to_string(asked->id) + "?asked=1");
  }
  if (const auto* again = std::get_if<LookAgain>(&outcome)) {
    if (again->same_subject) {
      auto said = word(asker, "w_same_subject");
      proposal.base = again->now.base;
      co_return co_await preview_page(std::move(asker), std::move(proposal), std::move(back), {std::move(said)});
    }
    auto said = word(asker, "w_look_again");
    co_return co_await preview_page(std::move(asker), std::move(proposal), std::move(back), {std::move(said)});
  }
  co_return co_await preview_page(std::move(asker), std::move(proposal), std::move(back));
}

}  // namespace antrean::portal
