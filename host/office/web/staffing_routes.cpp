#include "web/staffing_routes.hpp"

#include <charconv>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "values/calendar_text.hpp"
#include "web/page.hpp"
#include "web/report_cards.hpp"
#include "web/staffing_view.hpp"

namespace antrean::web {

namespace asio = boost::asio;
using http::Request;
using http::Response;

namespace {

constexpr std::size_t most_counters = 60;

/// Nothing for what is no number from 1 to most_counters.
std::optional<std::size_t> counters_in(const std::string& text) {
  std::size_t counters = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), counters);
  const bool good = error == std::errc{} && end == text.data() + text.size() && counters > 0;
  return good && counters <= most_counters ? std::optional(counters) : std::nullopt;
}

struct Word {
  const char* name;
  Bilingual words;
};
const Word page_words[] = {
    {"w_staffing", {"Rencana loket", "Staffing"}},
    {"w_today", {"Hari ini", "Today"}},
    {"w_pages", {"Halaman", "Pages"}},
    {"w_skip", {"Langsung ke rencana", "To the plan"}},
    {"w_day", {"Hari", "Day"}},
    {"w_earlier", {"Sebelumnya", "Earlier"}},
    {"w_later", {"Berikutnya", "Later"}},
    {"w_date", {"Tanggal", "Date"}},
    {"w_counters", {"Loket yang dibuka", "Counters open"}},
    {"w_show", {"Hitung", "Compute"}},
    {"w_table", {"Tabel", "Table"}},
    {"w_chart", {"Grafik", "Chart"}},
    {"w_below", {"Angkanya ada di tabel di bawah grafik ini.", "Its figures are in the table below it."}},
    {"w_basis", {"Dasar perkiraan", "What this is made from"}}};

class StaffingRoutes {
 public:
  StaffingRoutes(StaffingPort& staffing, const queue::Plan& plan, Staff* staff)
      : staffing_(staffing), plan_(plan), staff_(staff) {}

  struct Asked {
    OfficeDay day;
    std::optional<std::size_t> counters;
    Language language = Language::id;
    bool keeps_lang = false;  ///< it was in the address

    /// "?counters=4&lang=en&": what a link begins with that keeps what is chosen, but for the language.
    std::string query(bool with_lang) const {
      std::string text = "?";
      if (counters) {
        text += fmt::format("counters={}&", *counters);
      }
      if (keeps_lang && with_lang) {
        text += language == Language::en ? "lang=en&" : "lang=id&";
      }
      return text;
    }
    /// The same as a whole link.
    std::string link() const {
      const std::string text = query(true);
      return text.substr(0, text.size() - 1);
    }
  };

  Response start(const Request& request) const {
    Asked asks{.day = OfficeDay::parse(request.asked("date")).value_or(staffing_.next_open_day()),
               .counters = counters_in(request.asked("counters"))};
    const std::string lang = request.asked("lang");
    asks.keeps_lang = lang == "en" || lang == "id";
    asks.language = lang == "en" ? Language::en : Language::id;
    return not_stored(Response::redirect("/staffing/" + asks.day.text() + asks.link()));
  }

  static asio::awaitable<Response> page(std::shared_ptr<StaffingRoutes> self, Request request) {
    auto wanted = self->what(request, true);
    if (auto* refusal = std::get_if<Response>(&wanted)) {
      co_return std::move(*refusal);
    }
    const Asked& about = std::get<Asked>(wanted);
    auto answer = co_await self->staffing_.staffing(about.day, about.counters);
    co_return not_stored(Response::html(page_of("staffing.tpl", self->filled(about, answer))));
  }

  static asio::awaitable<Response> file(std::shared_ptr<StaffingRoutes> self, Request request) {
    auto wanted = self->what(request, false);
    if (auto* refusal = std::get_if<Response>(&wanted)) {
      co_return std::move(*refusal);
    }
    const Asked& about = std::get<Asked>(wanted);
    const auto answer = co_await self->staffing_.staffing(about.day, about.counters);
    if (const auto* problem = std::get_if<Bilingual>(&answer)) {
      co_return Response::problem(404, "no staffing", problem->in(about.language));
    }
    for (const auto& table : staffing_tables(std::get<StaffingAnswer>(answer).staffing, about.language)) {
      if (request.captures[1] == std::string(table.id) + ".csv") {
        auto response = not_stored(Response::bytes(reports::csv_of(table), "text/csv; charset=utf-8"));
        response.headers.emplace_back("Content-Disposition",
                                      fmt::format("attachment; filename=\"antrean-{}-staffing-{}-{}.csv\"",
                                                  self->plan_.settings().office, table.id, about.day.text()));
        co_return response;
      }
    }
    co_return Response::problem(404, "no such table", "there is no " + request.captures[1] + " of the staffing");
  }

 private:
  std::variant<Asked, Response> what(const Request& request, bool for_page) const {
    Asked asks;
    if (staff_ != nullptr) {
      auto who = staff_->may_see(request, Permission::day);
      if (auto* refusal = std::get_if<Response>(&who)) {
        if (!for_page) {
          return std::move(*refusal);
        }
        if (!staff_->who(request)) {
          return not_stored(Response::redirect("/sign-in?to=/staffing"));
        }
        templates::Dictionary refused;
        refused.text("status", "403");
        refused.text("why", "Peran Anda tidak boleh membuka halaman ini. Your role may not open this page.");
        return not_stored(Response::html(page_of("error.tpl", std::move(refused)), 403));
      }
      const auto session = staff_->who(request);
      asks.language = session && session->language == "en" ? Language::en : Language::id;
    }
    if (const std::string lang = request.asked("lang"); lang == "en" || lang == "id") {
      asks.language = lang == "en" ? Language::en : Language::id;
      asks.keeps_lang = true;
    }
    const auto day = OfficeDay::parse(request.captures[0]);
    if (!day) {
      return Response::problem(404, "no such day", "an address is like /staffing/2026-11-24");
    }
    asks.day = *day;
    asks.counters = counters_in(request.asked("counters"));
    return asks;
  }

  templates::Dictionary filled(const Asked& about, const std::variant<StaffingAnswer, Bilingual>& answer) const {
    const Language language = about.language;
    const bool english = language == Language::en;
    templates::Dictionary page;
    for (const Word& one : page_words) {
      page.text(one.name, one.words.in(language));
    }
    page.text("lang", english ? "en" : "id");
    page.text("other_lang", english ? "id" : "en");
    page.text("other_language", english ? "Indonesia" : "English");
    page.text("office_name", plan_.settings().office_name);
    page.text("title", long_date_text(language, about.day));
    page.text("date", about.day.text());
    page.text("here", "/staffing/" + about.day.text() + about.query(false));
    page.text("earlier", "/staffing/" + about.day.plus(-1).text() + about.link());
    page.text("later", "/staffing/" + about.day.plus(1).text() + about.link());
    page.show("keeps_lang", about.keeps_lang);
    page.part("cards", "report_cards.tpl");
    const auto* told = std::get_if<StaffingAnswer>(&answer);
    page.show("answered", told != nullptr);
    page.show("problem", told == nullptr);
    page.text("problem_text", told == nullptr ? std::get<Bilingual>(answer).in(language) : "");
    const auto counters = told != nullptr ? std::optional(told->staffing.planned) : about.counters;
    page.text("counters", counters ? std::to_string(*counters) : "");
    auto& headlines = page.list("headlines");
    auto& notices = page.list("notices");
    auto& tables = page.list("tables");
    auto& basis = page.list("basis");
    if (told == nullptr) {
      return page;
    }
    for (const reports::Headline& headline : staffing_headlines(*told, language)) {
      auto& one = headlines.add();
      one.text("name", headline.title);
      one.text("value", headline.value);
      one.text("note", headline.note);
    }
    for (const std::string& notice : staffing_notices(told->staffing, language)) {
      notices.add().text("notice", notice);
    }
    for (const reports::ReportTable& table : staffing_tables(told->staffing, language)) {
      add_card(tables.add(), table, fmt::format("/staffing/{}/{}.csv{}", about.day.text(), table.id, about.link()),
               language);
    }
    for (const std::string& fact : staffing_basis(*told, language)) {
      basis.add().text("fact", fact);
    }
    return page;
  }

  StaffingPort& staffing_;
  const queue::Plan& plan_;
  Staff* staff_;
};

}  // namespace

void add_staffing_routes(http::Server& server, StaffingPort& staffing, const queue::Plan& plan, Staff* staff) {
  const auto routes = std::make_shared<StaffingRoutes>(staffing, plan, staff);
  server.route("GET", "/staffing",
               [routes](Request request) -> asio::awaitable<Response> { co_return routes->start(request); });
  server.route("GET", "/staffing/{}",
               [routes](Request request) { return StaffingRoutes::page(routes, std::move(request)); });
  server.route("GET", "/staffing/{}/{}",
               [routes](Request request) { return StaffingRoutes::file(routes, std::move(request)); });
}

}  // namespace antrean::web
