#include "directorate/directorate_site.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include "directorate/site_words.hpp"
#include "directorate/words.hpp"
#include "embedded.hpp"
#include "pages/assets.hpp"
#include "values/calendar_text.hpp"

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

constexpr const char* session_cookie = "antrean-directorate";
constexpr std::size_t largest_form = 512u << 10;
constexpr std::size_t most_requests = 200;

const templates::Templates& site_templates() {
  static const templates::Templates all{"directorate",
                                        {{"dir_frame.tpl", embedded::dir_frame_tpl()},
                                         {"dir_sign_in.tpl", embedded::dir_sign_in_tpl()},
                                         {"dir_code.tpl", embedded::dir_code_tpl()},
                                         {"dir_link.tpl", embedded::dir_link_tpl()},
                                         {"dir_second_factor.tpl", embedded::dir_second_factor_tpl()},
                                         {"dir_recovery.tpl", embedded::dir_recovery_tpl()},
                                         {"dir_glance.tpl", embedded::dir_glance_tpl()},
                                         {"dir_office.tpl", embedded::dir_office_tpl()},
                                         {"dir_preview.tpl", embedded::dir_preview_tpl()},
                                         {"dir_days.tpl", embedded::dir_days_tpl()},
                                         {"dir_announcements.tpl", embedded::dir_announcements_tpl()},
                                         {"dir_requests.tpl", embedded::dir_requests_tpl()},
                                         {"dir_trail.tpl", embedded::dir_trail_tpl()},
                                         {"dir_plan.tpl", embedded::dir_plan_tpl()},
                                         {"dir_document.tpl", embedded::dir_document_tpl()},
                                         {"dir_blocks.tpl", embedded::dir_blocks_tpl()},
                                         {"dir_keys.tpl", embedded::dir_keys_tpl()},
                                         {"dir_keys_table.tpl", embedded::dir_keys_table_tpl()},
                                         {"dir_notice.tpl", embedded::dir_notice_tpl()}}};
  return all;
}

/// Changes with its content, so that a browser may keep it for ever.
const std::string& style_path() {
  static const std::string path = [] {
    const auto css = embedded::directorate_css();
    std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(css.data()), css.size(),
                       nullptr, 0);
    return fmt::format("/static/directorate.css?v={:02x}", fmt::join(hash, ""));
  }();
  return path;
}

struct Room {
  const char* path;
  const char* name;
};
constexpr Room rooms[]{{"/", "w_offices"},          {"/days", "w_days"},     {"/announcements", "w_announcements"},
                       {"/requests", "w_requests"}, {"/blocks", "w_blocks"}, {"/services", "w_services"},
                       {"/rules", "w_rules"},       {"/trail", "w_trail"}};

}  // namespace

std::optional<UtcTime> moment_of(const std::string& text, Zone zone) {
  constexpr std::size_t date = 10;
  if (text.size() < date + 2 || text[date] != 'T') {
    return std::nullopt;
  }
  const auto day = OfficeDay::parse(text.substr(0, date));
  const auto time = TimeOfDay::parse(text.substr(date + 1, 5));
  return day && time ? std::optional{instant(*day, *time, zone)} : std::nullopt;
}

std::string moment_field(UtcTime at, Zone zone) {
  return OfficeDay::of(at, zone).text() + "T" + TimeOfDay::of(at, zone).text();
}

DirectorateSite::DirectorateSite(From from, const process::Clock& clock)
    : from_(from), clock_(clock), cookies_(from.https), tokens_(from.key) {
  site_templates();
}

void DirectorateSite::serve(http::Server& server) {
  get(server, "/", &DirectorateSite::show_glance);
  get(server, "/office/{}", &DirectorateSite::show_office);
  post(server, "/office/{}", &DirectorateSite::preview_office);
  get(server, "/new-office", &DirectorateSite::show_new_office);
  post(server, "/new-office", &DirectorateSite::preview_new_office);
  for (const char* path : {"/rules", "/services"}) {
    get(server, path, &DirectorateSite::show_document);
    post(server, path, &DirectorateSite::preview_document);
  }
  get(server, "/days", &DirectorateSite::show_days);
  post(server, "/days", &DirectorateSite::preview_day);
  post(server, "/days/remove", &DirectorateSite::preview_removed_day);
  post(server, "/change", &DirectorateSite::change);
  get(server, "/announcements", &DirectorateSite::show_announcements);
  post(server, "/announcements", &DirectorateSite::post_announcement);
  post(server, "/announcements/end", &DirectorateSite::end_announcement);
  get(server, "/requests", &DirectorateSite::show_requests);
  get(server, "/requests/{}", &DirectorateSite::show_request);
  post(server, "/requests/{}", &DirectorateSite::decide_request);
  get(server, "/blocks", &DirectorateSite::show_blocks);
  post(server, "/blocks", &DirectorateSite::add_block);
  post(server, "/blocks/{}/lift", &DirectorateSite::lift_block);
  get(server, "/keys", &DirectorateSite::show_office_keys);
  post(server, "/keys", &DirectorateSite::judge_key);
  get(server, "/keys/list", &DirectorateSite::give_key_list);
  get(server, "/trail", &DirectorateSite::show_trail);
  get(server, "/trail/{}", &DirectorateSite::show_change);
  post(server, "/trail/{}/take-back", &DirectorateSite::take_back);
  get(server, "/plan", &DirectorateSite::show_plan);
  serve_sign_in(server);
  // Targets of forms are no pages. Whoever opens one, as the language switch does, is sent where it came
  // from.
  for (const auto& [form, to] : {std::pair{"/change", "/"}, std::pair{"/days/remove", "/days"},
                                 std::pair{"/announcements/end", "/announcements"}}) {
    server.route("GET", form,
                 [to = std::string{to}](http::Request) -> Answer { co_return http::Response::redirect(to); });
  }
  server.route("GET", "/static/{}", [](http::Request request) -> Answer {
    const auto& name = request.captures[0];
    const auto* asset = find_asset(name);
    auto response = name == "directorate.css"
                        ? http::Response::bytes(std::string{embedded::directorate_css()}, "text/css; charset=utf-8")
                    : asset != nullptr
                        ? http::Response::bytes(std::string{asset->body}, std::string{asset->content_type})
                        : http::Response::text("404\n", 404);
    response.headers.emplace_back("Cache-Control",
                                  response.status == 200 ? "public, max-age=31536000, immutable" : "no-store");
    co_return response;
  });
  server.always(security_headers(from_.https));
  server.error_page([this](unsigned status, const http::Request& request, std::string_view why) {
    Page page{.title = std::to_string(status), .main = "dir_notice.tpl", .here = "/", .status = status};
    page.shown.text("text", why);
    return request.path.empty() ? http::Response::text(std::string{why} + "\n", status)
                                : open_page(request, std::move(page));
  });
}

std::string DirectorateSite::token_of(const http::Request& request) const {
  return std::string{request.cookie((request.https ? "__Host-" : "") + std::string{session_cookie})};
}

void DirectorateSite::give_session(const http::Request& request, http::Response& response,
                                   const std::string& token) const {
  response.headers.emplace_back(
      "Set-Cookie",
      fmt::format("{}{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", request.https ? "__Host-" : "", session_cookie,
                  token, request.https ? "; Secure" : "", token.empty() ? "; Max-Age=0" : ""));
}

void DirectorateSite::get(http::Server& server, const char* path, Handle handle) {
  server.route("GET", path, [this, handle](http::Request request) { return asked(std::move(request), handle, false); });
}

void DirectorateSite::post(http::Server& server, const char* path, Handle handle) {
  server.route(
      "POST", path, [this, handle](http::Request request) { return asked(std::move(request), handle, true); },
      largest_form);
}

DirectorateSite::Answer DirectorateSite::asked(http::Request request, Handle handle, bool changes) {
  auto session = from_.accounts.session(token_of(request));
  if (!session) {
    co_return http::Response::redirect("/sign-in");
  }
  if (!session->complete()) {
    co_return http::Response::redirect(session->second_factor == accounts::SecondFactor::needed ? "/sign-in/code"
                                                                                                : "/second-factor");
  }
  Asker asker{.session = *session, .visitor = cookies_.visitor(request)};
  asker.language = asker.visitor.asked_language || session->language.empty() ? asker.visitor.language
                   : session->language == "en"                               ? Language::en
                                                                             : Language::id;
  asker.may_change = session->roles.has(accounts::Role::directorate);
  if (asker.visitor.asked_language) {
    co_await from_.accounts.set_language(token_of(request), asker.language == Language::en ? "en" : "id");
  }
  const auto refused = [&](std::string_view why) {
    Page page{.title = word(asker, "w_brand"), .main = "dir_notice.tpl", .here = "/", .status = 403};
    page.shown.text("text", word(asker, why));
    auto response = this->page(asker, std::move(page));
    response.person = asker.session.user;
    return response;
  };
  if (!asker.may_change && !session->roles.has(accounts::Role::auditor)) {
    co_return refused("w_no_role");
  }
  const auto now = clock_.now();
  for (const auto& one : co_await from_.plans.store().plan_requests(most_requests)) {
    asker.waiting += one.waits_at(now) ? 1 : 0;
  }
  if (changes) {
    if (!asker.may_change) {
      co_return refused("w_reads_only");
    }
    const auto form = form_fields(request);
    if (!tokens_.verify(form_field(form, "form"), {.key = asker.session.id}, now)) {
      co_return refused("w_form_old");
    }
  }
  auto response = co_await (this->*handle)(std::move(request), std::move(asker));
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

std::string DirectorateSite::word(const Asker& asker, std::string_view name) const {
  return std::string{directorate_word(asker.language, name)};
}

http::Response DirectorateSite::page(const Asker& asker, Page page) const {
  return rendered(std::move(page), asker.language, &asker);
}

http::Response DirectorateSite::open_page(const http::Request& request, Page page) const {
  const auto visitor = cookies_.visitor(request);
  auto response = rendered(std::move(page), visitor.language, nullptr);
  cookies_.remember_language(response, visitor);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Response DirectorateSite::rendered(Page page, Language language, const Asker* asker) const {
  auto& shown = page.shown;
  add_directorate_words(shown, language);
  shown.text("language", language == Language::en ? "en" : "id");
  shown.text("title", page.title);
  shown.text("error_prefix", page.problems.empty() ? "" : directorate_word(language, "w_error"));
  shown.text("icon_file", asset_path("icon.svg"));
  shown.text("portal_css", asset_path("portal.css"));
  shown.text("directorate_css", style_path());
  shown.show("has_person", asker != nullptr);
  shown.text("person", asker != nullptr ? asker->session.name : "");
  shown.text("roles", asker != nullptr ? accounts::text(asker->session.roles) : "");
  shown.text("form_token", asker != nullptr ? tokens_.issue({.key = asker->session.id}, clock_.now()) : "");
  shown.show("may_change", asker != nullptr && asker->may_change);
  auto& list = shown.list("rooms");
  for (const auto& [path, name] : rooms) {
    auto& room = list.add();
    room.text("room_link", path);
    room.text("room_name", directorate_word(language, name));
    room.show("here", page.here == path);
    const bool counted = asker != nullptr && asker->waiting > 0 && std::string_view{path} == "/requests";
    room.show("counted", counted);
    room.text("count", counted ? std::to_string(asker->waiting) : "");
  }
  auto& languages = shown.list("languages");
  for (const auto& [code, short_name, name] :
       {std::tuple{"id", "ID", "Bahasa Indonesia"}, std::tuple{"en", "EN", "English"}}) {
    const bool current = (std::string_view{code} == "en") == (language == Language::en);
    auto& one = languages.add();
    one.show("current", current);
    one.show("other", !current);
    one.text("code", code);
    one.text("word", short_name);
    one.text("language_name", name);
    one.text("language_link", page.path + (page.path.find('?') == std::string::npos ? "?lang=" : "&lang=") + code);
  }
  shown.show("has_back", !page.back.empty());
  shown.text("back_link", page.back);
  shown.text("back_name", page.back_name);
  shown.show("has_said", !page.said.empty());
  shown.text("said", page.said);
  shown.show("has_problems", !page.problems.empty());
  auto& problems = shown.list("problems");
  for (const auto& one : page.problems) {
    problems.add().text("problem", one);
  }
  shown.part("main", page.main);
  auto response = http::Response::html(site_templates().render("dir_frame.tpl", shown), page.status);
  return response;
}

// --- shared ---

FormFields DirectorateSite::form_fields(const http::Request& request) { return request.form(); }

Actor DirectorateSite::actor(const Asker& asker) const { return {asker.session.user, "directorate"}; }

std::string DirectorateSite::time_text(const Asker& asker, UtcTime at, Zone zone) const {
  return short_date_text(asker.language, OfficeDay::of(at, zone)) + ", " + clock_text(asker.language, at, zone) + " " +
         std::string{zone_name(zone)};
}

void DirectorateSite::add_places(templates::Dictionary& shown, const FormFields& form) const {
  auto& places = shown.list("places");
  for (const auto& office : from_.offices.all()) {
    auto& place = places.add();
    place.text("place_field", "at_" + office.code);
    place.text("place_name", office_title(office));
    place.show("on", !form_field(form, "at_" + office.code).empty());
  }
}

std::vector<std::string> DirectorateSite::places_of(const FormFields& form) const {
  std::vector<std::string> codes;
  for (const auto& office : from_.offices.all()) {
    if (!form_field(form, "at_" + office.code).empty()) {
      codes.push_back(office.code);
    }
  }
  return codes;
}

std::string DirectorateSite::where_text(const Asker& asker, const std::vector<std::string>& codes) const {
  std::string all;
  for (const auto& code : codes) {
    const auto* office = from_.offices.find(code);
    all += (all.empty() ? "" : ", ") + (office != nullptr ? office_title(*office) : code);
  }
  return all.empty() ? word(asker, "w_everywhere") : all;
}

std::string DirectorateSite::subject_text(const Asker& asker, const std::string& subject) const {
  const auto blank = subject.find(' ');
  const auto kind = subject.substr(0, blank);
  const auto key = blank == std::string::npos ? std::string{} : subject.substr(blank + 1);
  if (kind == "office") {
    const auto* office = from_.offices.find(key);
    return word(asker, "w_office") + " " + (office != nullptr ? office_title(*office) : key);
  }
  if (kind == "holiday") {
    return word(asker, "w_days") + " " + key;
  }
  if (kind == "announcement") {
    return word(asker, "w_announcements") + " " + key;
  }
  return word(asker, kind == "services" ? "w_services" : "w_rules");
}

std::string DirectorateSite::subjects_text(const Asker& asker, const std::vector<PlanPart>& parts) const {
  constexpr std::size_t most = 4;
  std::string all;
  for (std::size_t i = 0; i < std::min(parts.size(), most); ++i) {
    all += (i == 0 ? "" : "; ") + subject_text(asker, parts[i].subject);
  }
  return parts.size() > most ? all + "; " + filled(asker, "w_more", parts.size() - most) : all;
}

}  // namespace antrean::portal
