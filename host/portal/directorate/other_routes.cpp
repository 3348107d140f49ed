// All offices at a glance, announcements, requests that wait for a second person, and the trail.
#include <algorithm>
#include <charconv>

#include <spdlog/spdlog.h>

#include "directorate/directorate_site.hpp"
#include "directorate/site_words.hpp"
#include "directorate/words.hpp"
#include "plan/plan_reader.hpp"
#include "plan/plan_writer.hpp"
#include "text/text.hpp"
#include "values/calendar_text.hpp"

namespace antrean::portal {
namespace {

constexpr std::chrono::minutes silent_after{10};
constexpr std::size_t most_shown = 200;

std::int64_t number_in(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The documents of the subjects of a change as they were before it, by when it is valid.
Documents before_change(const std::vector<PlanChange>& changes, const PlanChange& change) {
  PlanDocuments documents;
  for (const auto& one : changes) {
    if (one.nr < change.nr) {
      documents.add(one);
    }
  }
  return documents.at(change.valid_from);
}

}  // namespace

// --- all offices ---

std::optional<OfficeContact> DirectorateSite::last_contact(const std::string& office,
                                                           const std::vector<OfficeContact>& kept) const {
  std::optional<OfficeContact> last;
  if (const auto found = std::ranges::find(kept, office, &OfficeContact::office); found != kept.end()) {
    last = *found;
  }
  const auto here = from_.contacts.contacts().find(office);
  if (here != from_.contacts.contacts().end() && (!last || here->second.at > last->at)) {
    last = OfficeContact{.office = office, .at = here->second.at, .program = here->second.program};
  }
  return last;
}

DirectorateSite::Answer DirectorateSite::show_glance(http::Request, Asker asker) {
  const auto now = clock_.now();
  const auto days =
      co_await from_.plans.store().days_at_offices(OfficeDay::of(now, Zone::wib), OfficeDay::of(now, Zone::wit));
  const auto kept = co_await from_.facts.office_contacts();
  const auto keys = co_await from_.facts.office_keys();
  Page page{.title = word(asker, "w_glance"), .main = "dir_glance.tpl", .here = "/"};
  auto& new_keys = page.shown.list("new_keys");
  for (const auto& one : keys) {
    if (one.known.state == codes::OfficeKeyState::unconfirmed) {
      auto& notice = new_keys.add();
      notice.text("new_key_link", "/office/" + one.known.office);
      notice.text("new_key",
                  filled(asker, "w_new_key", where_text(asker, {one.known.office}), time_text(asker, one.known.since)));
    }
  }
  auto& list = page.shown.list("offices");
  int booked = 0;
  int arrived = 0;
  int no_shows = 0;
  int waiting = 0;
  for (const auto& office : from_.offices.all()) {
    const auto today = OfficeDay::of(now, office.zone);
    const auto found = std::ranges::find_if(
        days, [&](const DayAtOffice& one) { return one.office == office.code && one.day == today; });
    const auto counts = found == days.end() ? DayAtOffice{} : *found;
    const auto* news = from_.day.of_office(office.code);
    const bool is_news = news != nullptr && news->told.day == today;
    int in_line = 0;
    for (const auto& service : is_news ? news->told.services : std::vector<office_api::TodayService>{}) {
      in_line += service.waiting;
    }
    const auto heard = last_contact(office.code, kept);
    const bool is_heard = heard.has_value();
    const auto ago =
        is_heard ? std::chrono::duration_cast<std::chrono::seconds>(now - heard->at) : std::chrono::seconds{};
    booked += counts.booked;
    arrived += counts.arrived;
    no_shows += counts.no_shows;
    waiting += in_line;
    auto& row = list.add();
    row.text("office_link", "/office/" + office.code);
    row.text("office_name", office_title(office));
    row.text("office_code", office.code);
    const bool stopped = from_.offices.is_stopped(office);
    const bool closed = from_.offices.holiday(office, today) != nullptr;
    const bool silent = !is_heard || ago > silent_after;
    const bool retired = is_retired(office, now);
    row.text("state_class", retired ? "" : stopped ? "bad" : closed ? "" : silent ? "warn" : "good");
    row.text("state", retired ? filled(asker, "w_closed_for_good", short_date_text(asker.language, *office.last_day))
                              : word(asker, stopped  ? "w_stopped"
                                            : closed ? "w_closed_today"
                                            : silent ? "w_silent"
                                                     : "w_fine"));
    row.show("closes", office.last_day && !retired);
    row.text("closes_on", office.last_day
                              ? filled(asker, "w_closes_on", short_date_text(asker.language, *office.last_day))
                              : std::string{});
    row.text("booked", std::to_string(counts.booked));
    row.text("arrived", std::to_string(counts.arrived));
    row.text("waiting", is_news ? std::to_string(in_line) : "–");
    row.text("no_shows", std::to_string(counts.no_shows));
    row.text("contact", !is_heard ? word(asker, "w_never")
                        : ago < std::chrono::minutes{2}
                            ? filled(asker, "w_ago_s", std::max<std::int64_t>(0, ago.count()))
                        : ago < std::chrono::hours{3} ? filled(asker, "w_ago_m", ago.count() / 60)
                                                      : time_text(asker, heard->at, office.zone));
    row.text("version", is_heard && !heard->program.empty() ? heard->program : word(asker, "w_unknown"));
  }
  page.shown.text("total_booked", std::to_string(booked));
  page.shown.text("total_arrived", std::to_string(arrived));
  page.shown.text("total_waiting", std::to_string(waiting));
  page.shown.text("total_no_shows", std::to_string(no_shows));
  co_return this->page(asker, std::move(page));
}

// --- announcements ---

http::Response DirectorateSite::announcements_page(const Asker& asker, const FormFields& form,
                                                   std::vector<std::string> problems, std::string said) const {
  Page page{.title = word(asker, "w_announcements"),
            .main = "dir_announcements.tpl",
            .here = "/announcements",
            .said = std::move(said),
            .problems = std::move(problems)};
  auto& shown = page.shown;
  const auto& documents = from_.plans.keeper().documents();
  const auto now = documents.at(clock_.now());
  const auto base = std::to_string(documents.newest());
  const auto token = tokens_.issue({.key = asker.session.id}, clock_.now());
  auto& standing = shown.list("standing");
  bool any = false;
  for (const auto& one : from_.offices.announcements()) {
    const auto text = announcement_text(one);
    const auto found = std::ranges::find_if(now, [&](const auto& document) {
      return document.first.starts_with("announcement ") && document.second == text;
    });
    any = true;
    auto& row = standing.add();
    row.text("where", where_text(asker, one.offices));
    row.show("stops", one.stops_booking);
    row.text("text_id", one.text.id);
    row.text("text_en", one.text.en);
    row.text("since",
             found == now.end() ? std::string{} : filled(asker, "w_change", documents.newest_of(found->first)));
    row.show("may_change", asker.may_change);
    row.text("form_token", token);
    row.text("base", base);
    row.text("subject", found == now.end() ? std::string{} : found->first);
  }
  shown.show("none_stand", !any);
  shown.text("base", base);
  shown.text("typed_id", form_field(form, "text_id"));
  shown.text("typed_en", form_field(form, "text_en"));
  shown.text("why", form_field(form, "why"));
  shown.show("stops_typed", !form_field(form, "stops").empty());
  add_places(shown, form);
  return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::show_announcements(http::Request request, Asker asker) {
  const auto made = request.asked("made");
  co_return announcements_page(asker, {}, {}, made.empty() ? std::string{} : filled(asker, "w_made", number_in(made)));
}

/// No booking is in the way of an announcement, so there is nothing to look at first.
DirectorateSite::Answer DirectorateSite::at_once(http::Request, Asker asker, Proposal proposal, FormFields form) {
  const auto seen = co_await from_.plans.preview(proposal);
  proposal.base = seen.base;
  const auto outcome = co_await from_.plans.commit(std::move(proposal), actor(asker), seen.print);
  if (const auto* made = std::get_if<ChangeMade>(&outcome)) {
    co_return http::Response::redirect("/announcements?made=" + std::to_string(made->nr));
  }
  const auto* no = std::get_if<NotPossible>(&outcome);
  co_return announcements_page(
      asker, form, {no != nullptr ? filled(asker, "w_not_possible", no->why) : word(asker, "w_look_again")}, {});
}

DirectorateSite::Answer DirectorateSite::post_announcement(http::Request request, Asker asker) {
  auto form = form_fields(request);
  std::vector<std::string> problems;
  const Announcement announcement{.text = {text::clean(form_field(form, "text_id")).value_or(""),
                                           text::clean(form_field(form, "text_en")).value_or("")},
                                  .offices = places_of(form),
                                  .stops_booking = !form_field(form, "stops").empty()};
  if (announcement.text.id.empty() || announcement.text.en.empty()) {
    problems.push_back(word(asker, "w_wrong_texts"));
  }
  if (form_field(form, "why").empty()) {
    problems.push_back(word(asker, "w_wrong_why"));
  }
  if (!problems.empty()) {
    co_return announcements_page(asker, form, std::move(problems), {});
  }
  Proposal proposal{.parts = {{"announcement " + to_hex(random_key()).substr(0, 8), announcement_text(announcement)}},
                    .base = 0,
                    .valid_from = {},
                    .why = form_field(form, "why")};
  co_return co_await at_once(std::move(request), std::move(asker), std::move(proposal), std::move(form));
}

DirectorateSite::Answer DirectorateSite::end_announcement(http::Request request, Asker asker) {
  auto form = form_fields(request);
  const auto subject = form_field(form, "subject");
  if (!subject.starts_with("announcement ")) {
    co_return http::Response::redirect("/announcements");
  }
  Proposal proposal{.parts = {{subject, {}}}, .base = 0, .valid_from = {}, .why = word(asker, "w_end")};
  co_return co_await at_once(std::move(request), std::move(asker), std::move(proposal), {});
}

// --- requests ---

DirectorateSite::Answer DirectorateSite::show_requests(http::Request, Asker asker) {
  const auto now = clock_.now();
  const auto requests = co_await from_.plans.store().plan_requests(most_shown);
  Page page{.title = word(asker, "w_requests"), .main = "dir_requests.tpl", .here = "/requests"};
  page.shown.show("has_requests", !requests.empty());
  page.shown.show("no_requests", requests.empty());
  auto& list = page.shown.list("requests");
  for (const auto& one : requests) {
    auto& row = list.add();
    row.text("request_id", std::to_string(one.id));
    row.text("request_name", filled(asker, "w_request", one.id));
    row.text("request_link", "/requests/" + std::to_string(one.id));
    row.text("made_at", time_text(asker, one.change.made_at));
    row.text("who", one.change.who);
    row.text("subjects", subjects_text(asker, one.change.parts));
    row.text("why", one.change.why);
    row.text("bookings", one.bookings);
    const bool waits = one.waits_at(now);
    row.text("state_class", waits ? "warn" : one.state == PlanRequest::State::agreed ? "good" : "");
    row.text("state", waits ? filled(asker, "w_waits_until", clock_text(asker.language, one.until, Zone::wib) + " WIB")
                      : one.state == PlanRequest::State::agreed  ? filled(asker, "w_agreed_by", one.decided_by)
                      : one.state == PlanRequest::State::refused ? filled(asker, "w_refused_by", one.decided_by)
                                                                 : word(asker, "w_lapsed"));
  }
  co_return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::request_page(Asker asker, std::int64_t id, std::vector<std::string> problems) {
  const auto found = co_await from_.plans.request(id);
  if (!found) {
    co_return http::Response::redirect("/requests");
  }
  const bool waits = found->waits_at(clock_.now());
  Proposal proposal{.parts = found->change.parts,
                    .base = found->base,
                    .valid_from = found->change.valid_from,
                    .why = found->change.why};
  Page page{.title = filled(asker, "w_request", id),
            .main = "dir_preview.tpl",
            .here = "/requests",
            .path = "/requests/" + std::to_string(id),
            .back = "/requests",
            .back_name = word(asker, "w_requests"),
            .problems = std::move(problems)};
  Preview seen;
  if (waits) {
    seen = co_await from_.plans.preview(proposal);
    page.said = filled(asker, "w_second_needed", id, clock_text(asker.language, found->until, Zone::wib) + " WIB");
    if (!seen.wrong.empty()) {
      page.problems.push_back(filled(asker, "w_not_possible", seen.wrong));
    }
  } else {
    page.said = found->state == PlanRequest::State::agreed    ? filled(asker, "w_agreed_by", found->decided_by)
                : found->state == PlanRequest::State::refused ? filled(asker, "w_refused_by", found->decided_by)
                                                              : word(asker, "w_lapsed");
    seen.wrong = "over";  // what it would do now is not the question any more
  }
  const bool own = found->change.who == asker.session.user;
  auto before = from_.plans.keeper().documents().at(clock_.now());
  if (found->state == PlanRequest::State::agreed) {
    const auto changes = co_await from_.plans.store().plan_changes(0);
    if (const auto made = std::ranges::find(changes, found->change.nr, &PlanChange::nr); made != changes.end()) {
      before = before_change(changes, *made);
    }
  }
  show_preview(page.shown, asker, seen, proposal, before,
               {.decide = waits && seen.wrong.empty() && asker.may_change && !own,
                .own = waits && own,
                .link = "/requests/" + std::to_string(id)});
  co_return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::show_request(http::Request request, Asker asker) {
  return request_page(std::move(asker), number_in(request.captures[0]), {});
}

DirectorateSite::Answer DirectorateSite::decide_request(http::Request request, Asker asker) {
  const auto form = form_fields(request);
  const auto id = number_in(request.captures[0]);
  if (form_field(form, "do") == "refuse") {
    const auto refused = co_await from_.plans.refuse(id, actor(asker));
    std::vector<std::string> problems;
    if (std::holds_alternative<RequestOver>(refused)) {
      problems.push_back(word(asker, "w_request_over"));
    }
    co_return co_await request_page(std::move(asker), id, std::move(problems));
  }
  const auto outcome = co_await from_.plans.agree(id, actor(asker), form_field(form, "print"));
  std::vector<std::string> problems;
  if (const auto* again = std::get_if<LookAgain>(&outcome)) {
    problems.push_back(word(asker, again->same_subject ? "w_same_subject" : "w_look_again"));
  } else if (const auto* no = std::get_if<NotPossible>(&outcome)) {
    problems.push_back(filled(asker, "w_not_possible", no->why));
  } else if (std::holds_alternative<RequestOver>(outcome)) {
    problems.push_back(word(asker, "w_request_over"));
  } else if (std::holds_alternative<SamePerson>(outcome)) {
    problems.push_back(word(asker, "w_same_person"));
  } else {
    co_return http::Response::redirect("/requests/" + std::to_string(id));
  }
  co_return co_await request_page(std::move(asker), id, std::move(problems));
}

// --- trail ---

DirectorateSite::Answer DirectorateSite::show_trail(http::Request request, Asker asker) {
  const auto now = clock_.now();
  auto changes = co_await from_.plans.store().plan_changes(
      std::max<std::int64_t>(0, from_.plans.keeper().documents().newest() - static_cast<std::int64_t>(most_shown)));
  std::ranges::reverse(changes);
  const auto made = request.asked("made");
  Page page{.title = word(asker, "w_trail"),
            .main = "dir_trail.tpl",
            .here = "/trail",
            .said = made.empty() ? std::string{} : filled(asker, "w_made", number_in(made))};
  page.shown.text("at", moment_field(now, Zone::wib));
  auto& list = page.shown.list("changes");
  for (const auto& one : changes) {
    auto& row = list.add();
    row.text("nr", std::to_string(one.nr));
    row.text("change_link", "/trail/" + std::to_string(one.nr));
    row.text("change_name", filled(asker, "w_change", one.nr));
    row.text("made_at", time_text(asker, one.made_at));
    row.text("valid_from", time_text(asker, one.valid_from));
    row.show("to_come", one.valid_from > now);
    row.text("who", one.who + " (" + one.role + ")");
    row.text("agreed", one.agreed);
    row.text("subjects", subjects_text(asker, one.parts));
    row.text("why", one.why);
  }
  co_return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::show_change(http::Request request, Asker asker) {
  const auto changes = co_await from_.plans.store().plan_changes(0);
  const auto found = std::ranges::find(changes, number_in(request.captures[0]), &PlanChange::nr);
  if (found == changes.end()) {
    co_return http::Response::redirect("/trail");
  }
  Page page{.title = filled(asker, "w_change", found->nr),
            .main = "dir_preview.tpl",
            .here = "/trail",
            .path = "/trail/" + request.captures[0],
            .back = "/trail",
            .back_name = word(asker, "w_trail"),
            .said = time_text(asker, found->made_at) + " · " + found->who +
                    (found->agreed.empty() ? "" : " · " + filled(asker, "w_agreed_by", found->agreed))};
  Preview nothing;
  nothing.wrong = "done";
  const Proposal was{.parts = found->parts, .base = 0, .valid_from = found->valid_from, .why = found->why};
  show_preview(page.shown, asker, nothing, was, before_change(changes, *found),
               {.take_back = found->valid_from > clock_.now() && asker.may_change,
                .link = "/trail/" + request.captures[0] + "/take-back"});
  co_return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::take_back(http::Request request, Asker asker) {
  const auto changes = co_await from_.plans.store().plan_changes(0);
  const auto found = std::ranges::find(changes, number_in(request.captures[0]), &PlanChange::nr);
  if (found == changes.end() || found->valid_from <= clock_.now()) {
    co_return http::Response::redirect("/trail");
  }
  const auto before = before_change(changes, *found);
  Proposal proposal{.parts = {},
                    .base = from_.plans.keeper().documents().newest(),
                    .valid_from = found->valid_from,
                    .why = filled(asker, "w_take_back_why", found->nr)};
  for (const auto& part : found->parts) {
    const auto was = before.find(part.subject);
    proposal.parts.push_back({part.subject, was == before.end() ? std::string{} : was->second});
  }
  co_return co_await preview_page(std::move(asker), std::move(proposal), "/trail/" + request.captures[0]);
}

DirectorateSite::Answer DirectorateSite::show_plan(http::Request request, Asker asker) {
  const auto at = request.asked("at");
  const auto moment = moment_of(at, Zone::wib).value_or(clock_.now());
  Page page{.title = filled(asker, "w_plan_at", time_text(asker, moment)),
            .main = "dir_plan.tpl",
            .here = "/trail",
            .path = "/plan?at=" + moment_field(moment, Zone::wib),
            .back = "/trail",
            .back_name = word(asker, "w_trail")};
  page.shown.text("document", text_of(from_.plans.keeper().documents().at(moment)));
  co_return this->page(asker, std::move(page));
}

}  // namespace antrean::portal
