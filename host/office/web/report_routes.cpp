#include "web/report_routes.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "reports/report_pdf.hpp"
#include "reports/tables.hpp"
#include "values/calendar_text.hpp"
#include "values/words.hpp"
#include "web/page.hpp"
#include "web/report_cards.hpp"

namespace antrean::web {

namespace asio = boost::asio;
using http::Request;
using http::Response;
using reports::Period;

namespace {

/// The texts of the page in both languages; those of the tables are in reports/tables.cpp.
struct Word {
  const char* name;
  Bilingual words;
};
const Word page_words[] = {
    {"w_reports", {"Laporan", "Reports"}},
    {"w_counters", {"Loket", "Counters"}},
    {"w_entrance", {"Pintu masuk", "Entrance"}},
    {"w_pages", {"Halaman", "Pages"}},
    {"w_skip", {"Langsung ke laporan", "To the report"}},
    {"w_period", {"Masa", "Period"}},
    {"w_day", {"Hari", "Day"}},
    {"w_week", {"Minggu", "Week"}},
    {"w_month", {"Bulan", "Month"}},
    {"w_year", {"Tahun", "Year"}},
    {"w_earlier", {"Sebelumnya", "Earlier"}},
    {"w_later", {"Berikutnya", "Later"}},
    {"w_date", {"Tanggal", "Date"}},
    {"w_show", {"Tampilkan", "Show"}},
    {"w_table", {"Tabel", "Table"}},
    {"w_chart", {"Grafik", "Chart"}},
    {"w_below", {"Angkanya ada di tabel di bawah grafik ini.", "Its figures are in the table below it."}},
    {"w_empty", {"Belum ada kejadian pada masa ini.", "Nothing happened in this period."}},
    {"w_filling",
     {"Hari-hari lama masih dihitung; angka di bawah belum lengkap. Muat ulang sebentar lagi.",
      "Older days are still being counted; the figures below are not complete. Load again in a moment."}},
    {"w_error",
     {"Waktu dalam menit:detik. “Separuh”: separuh orang tidak lebih lama dari ini; “90 %”: sembilan dari sepuluh "
      "orang. Keduanya tepat sampai 1,6 %. Satu orang dapat menunggu beberapa kali, sekali di tiap tahap.",
      "Times in minutes:seconds. “Half”: half of the people took no longer; “90 %”: nine of ten people. Both are "
      "within 1.6 %. A person may wait several times, once at each stage."}},
};

class ReportRoutes {
 public:
  ReportRoutes(ReportPort& reports, const queue::Plan& plan, Staff* staff)
      : reports_(reports), plan_(plan), staff_(staff) {}

  /// What an address names, by whom and in which language.
  struct Asked {
    Period period = Period::day;
    OfficeDay day;
    Language language = Language::id;
    std::string suffix;  ///< of links that keep the language: "?lang=en"
  };

  Response start(const Request& request) const {
    const auto period = from_word<Period>(request.asked("period")).value_or(Period::day);
    const auto day = OfficeDay::parse(request.asked("date")).value_or(reports_.today());
    const std::string lang = request.asked("lang");
    return not_stored(Response::redirect(address(period, day) + (lang == "en" || lang == "id" ? "?lang=" + lang : "")));
  }

  static asio::awaitable<Response> page(std::shared_ptr<ReportRoutes> self, Request request) {
    auto wanted = self->what(request, true);
    if (auto* refusal = std::get_if<Response>(&wanted)) {
      co_return std::move(*refusal);
    }
    const Asked& about = std::get<Asked>(wanted);
    auto view = co_await self->view(about);
    if (auto* refusal = std::get_if<Response>(&view)) {
      co_return std::move(*refusal);
    }
    co_return not_stored(Response::html(page_of("reports.tpl", self->filled(about, std::get<reports::View>(view)))));
  }

  static asio::awaitable<Response> file(std::shared_ptr<ReportRoutes> self, Request request) {
    auto wanted = self->what(request, false);
    if (auto* refusal = std::get_if<Response>(&wanted)) {
      co_return std::move(*refusal);
    }
    const Asked& about = std::get<Asked>(wanted);
    const std::string& name = request.captures[2];
    auto view = co_await self->view(about);
    if (auto* refusal = std::get_if<Response>(&view)) {
      co_return std::move(*refusal);
    }
    const auto& plan = self->plan_.settings();
    const auto& shown = std::get<reports::View>(view);
    if (name == "report.pdf") {
      co_return as_file(co_await self->reports_.make([paper = self->paper(about, shown)] { return report_pdf(paper); }),
                        "application/pdf", fmt::format("antrean-{}-{}.pdf", plan.office, period_text(shown)));
    }
    for (const auto& table : reports::tables_of(shown, plan, about.language)) {
      if (name == std::string(table.id) + ".csv") {
        co_return as_file(reports::csv_of(table), "text/csv; charset=utf-8",
                          fmt::format("antrean-{}-{}-{}.csv", plan.office, table.id, period_text(shown)));
      }
    }
    co_return Response::problem(404, "no such table", "there is no " + name + " of a report");
  }

 private:
  static std::string address(Period period, OfficeDay day) {
    return fmt::format("/reports/{}/{}", word(period), day.text());
  }
  static std::string period_text(const reports::View& view) {
    return fmt::format("{}-{}", word(view.period), view.span.first.text());
  }
  static Response as_file(std::string body, std::string type, const std::string& name) {
    auto response = not_stored(Response::bytes(std::move(body), std::move(type)));
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
    return response;
  }
  static Response refused_page(unsigned status, std::string_view why) {
    templates::Dictionary refused;
    refused.text("status", std::to_string(status));
    refused.text("why", why);
    return not_stored(Response::html(page_of("error.tpl", std::move(refused)), status));
  }

  std::variant<Asked, Response> what(const Request& request, bool for_page) const {
    Asked asks;
    if (staff_ != nullptr) {
      auto who = staff_->may_see(request, Permission::reading);
      if (auto* refusal = std::get_if<Response>(&who)) {
        if (!for_page) {
          return std::move(*refusal);
        }
        return staff_->who(request)
                   ? refused_page(403, "Peran Anda tidak boleh membuka halaman ini. Your role may not open this page.")
                   : not_stored(Response::redirect("/sign-in?to=/reports"));
      }
      const auto session = staff_->who(request);
      asks.language = session && session->language == "en" ? Language::en : Language::id;
    }
    if (const std::string lang = request.asked("lang"); lang == "en" || lang == "id") {
      asks.language = lang == "en" ? Language::en : Language::id;
      asks.suffix = "?lang=" + lang;
    }
    const auto period = from_word<Period>(request.captures[0]);
    const auto day = OfficeDay::parse(request.captures[1]);
    if (!period || !day) {
      return Response::problem(404, "no such report", "an address is like /reports/month/2026-11-24");
    }
    asks.period = *period;
    asks.day = *day;
    return asks;
  }

  asio::awaitable<std::variant<reports::View, Response>> view(const Asked& about) {
    std::string why;
    try {
      co_return co_await reports_.view(about.period, about.day);
    } catch (const std::runtime_error& error) {
      why = error.what();
    }
    auto response = refused_page(
        503, (about.language == Language::en ? "There are no reports now: " : "Laporan belum tersedia: ") + why);
    co_return response;
  }

  std::string as_of(const reports::View& view, Language language) const {
    if (!view.as_of) {
      return {};
    }
    const Zone zone = plan_.settings().zone;
    return fmt::format("{} {}, {} {}", language == Language::en ? "Counted up to" : "Dihitung sampai",
                       date_text(language, OfficeDay::of(*view.as_of, zone)), clock_text(language, *view.as_of, zone),
                       zone_name(zone));
  }

  reports::Paper paper(const Asked& about, const reports::View& view) const {
    return {.office = plan_.settings().office_name,
            .title = reports::title_of(view, about.language),
            .as_of = as_of(view, about.language),
            .headlines = reports::headlines_of(view, about.language),
            .tables = reports::tables_of(view, plan_.settings(), about.language),
            .language = about.language};
  }

  templates::Dictionary filled(const Asked& about, const reports::View& view) const {
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
    page.text("title", reports::title_of(view, language));
    page.text("here", address(about.period, view.span.first));
    page.text("pdf", address(about.period, view.span.first) + "/report.pdf" + about.suffix);
    page.text("earlier", address(about.period, neighbour(about.period, about.day, -1)) + about.suffix);
    page.text("later", address(about.period, neighbour(about.period, about.day, 1)) + about.suffix);
    page.text("date", about.day.text());
    page.text("period", word(about.period));
    page.text("keep_lang", about.suffix.empty() ? "" : about.suffix.substr(about.suffix.size() - 2));
    page.show("keeps_lang", !about.suffix.empty());
    auto& periods = page.list("periods");
    for (const Period period : {Period::day, Period::week, Period::month, Period::year}) {
      auto& one = periods.add();
      one.text("address", address(period, about.day) + about.suffix);
      const auto name = "w_" + std::string(word(period));
      const auto* found = std::ranges::find_if(page_words, [&](const Word& it) { return it.name == name; });
      one.text("name", found->words.in(language));
      one.show("chosen", period == about.period);
    }
    page.show("filling", view.filling);
    page.text("as_of", as_of(view, language));
    auto& headlines = page.list("headlines");
    for (const reports::Headline& headline : reports::headlines_of(view, language)) {
      auto& one = headlines.add();
      one.text("name", headline.title);
      one.text("value", headline.value);
      one.text("note", headline.note);
    }
    bool any = false;
    auto& tables = page.list("tables");
    for (const reports::ReportTable& table : reports::tables_of(view, plan_.settings(), language)) {
      if (!table.rows.empty()) {
        any = true;
        add_card(tables.add(), table,
                 fmt::format("{}/{}.csv{}", address(about.period, view.span.first), table.id, about.suffix),
                 about.language);
      }
    }
    page.show("empty", !any);
    page.part("cards", "report_cards.tpl");
    return page;
  }

  ReportPort& reports_;
  const queue::Plan& plan_;
  Staff* staff_;
};

}  // namespace

void add_report_routes(http::Server& server, ReportPort& reports, const queue::Plan& plan, Staff* staff) {
  const auto routes = std::make_shared<ReportRoutes>(reports, plan, staff);
  server.route("GET", "/reports",
               [routes](Request request) -> asio::awaitable<Response> { co_return routes->start(request); });
  server.route("GET", "/reports/{}/{}",
               [routes](Request request) { return ReportRoutes::page(routes, std::move(request)); });
  server.route("GET", "/reports/{}/{}/{}",
               [routes](Request request) { return ReportRoutes::file(routes, std::move(request)); });
}

}  // namespace antrean::web
