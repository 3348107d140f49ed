#include "web/page.hpp"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "embedded.hpp"
#include "values/fnv1a.hpp"

namespace antrean::web {

namespace {

const templates::Templates& office_templates() {
  static const templates::Templates all{"office",
                                        {{"console.tpl", embedded::console_tpl()},
                                         {"entrance.tpl", embedded::entrance_tpl()},
                                         {"visitor.tpl", embedded::visitor_tpl()},
                                         {"ticket.tpl", embedded::ticket_tpl()},
                                         {"people.tpl", embedded::people_tpl()},
                                         {"reports.tpl", embedded::reports_tpl()},
                                         {"report_cards.tpl", embedded::report_cards_tpl()},
                                         {"staffing.tpl", embedded::staffing_tpl()},
                                         {"audit.tpl", embedded::audit_tpl()},
                                         {"live.tpl", embedded::live_tpl()},
                                         {"account.tpl", embedded::account_tpl()},
                                         {"sign_in.tpl", embedded::sign_in_tpl()},
                                         {"not_here.tpl", embedded::not_here_tpl()},
                                         {"error.tpl", embedded::error_tpl()}}};
  return all;
}

using Named = std::pair<std::string, Asset>;

Named asset(std::string_view name, std::string_view name_in_pages, std::string_view content, std::string_view type) {
  return {std::string(name),
          {.content = content,
           .content_type = type,
           .name_in_pages = name_in_pages,
           .address = fmt::format("/static/{}?v={:016x}", name, fnv1a(content))}};
}
Named for_all(Named one) {
  one.second.for_everybody = true;
  return one;
}
Named for_phones(Named one) {
  one.second.for_staff = false;
  return for_all(std::move(one));
}

}  // namespace

const std::map<std::string, Asset, std::less<>>& assets() {
  constexpr std::string_view script = "text/javascript; charset=utf-8";
  constexpr std::string_view style = "text/css; charset=utf-8";
  static const std::map<std::string, Asset, std::less<>> all{
      for_all(asset("office.css", "office_css", embedded::office_css(), style)),
      for_all(asset("feed.js", "feed_js", embedded::feed_js(), script)),
      asset("ask.js", "ask_js", embedded::ask_js(), script),
      asset("console.js", "console_js", embedded::console_js(), script),
      asset("console_words.js", "console_words_js", embedded::console_words_js(), script),
      asset("words.js", "words_js", embedded::words_js(), script),
      asset("visitor_answers.js", "visitor_answers_js", embedded::visitor_answers_js(), script),
      asset("visitor.js", "visitor_js", embedded::visitor_js(), script),
      asset("entrance.js", "entrance_js", embedded::entrance_js(), script),
      asset("entrance.css", "entrance_css", embedded::entrance_css(), style),
      asset("wedge.js", "wedge_js", embedded::wedge_js(), script),
      asset("account.js", "account_js", embedded::account_js(), script),
      asset("staff_page.js", "staff_page_js", embedded::staff_page_js(), script),
      asset("live.js", "live_js", embedded::live_js(), script),
      asset("audit.js", "audit_js", embedded::audit_js(), script),
      asset("day.css", "day_css", embedded::day_css(), style),
      asset("people.js", "people_js", embedded::people_js(), script),
      asset("reports.js", "reports_js", embedded::reports_js(), script),
      asset("reports.css", "reports_css", embedded::reports_css(), style),
      asset("chart.min.js", "chart_js", embedded::chart_min_js(), script),
      asset("sign_in.js", "sign_in_js", embedded::sign_in_js(), script),
      for_phones(asset("ticket.js", "ticket_js", embedded::ticket_js(), script)),
      for_all(asset("icon.svg", "icon_svg", embedded::icon_svg(), "image/svg+xml")),
  };
  return all;
}

void load_pages() {
  office_templates();
  assets();
}

std::string page_of(std::string_view template_name, templates::Dictionary page) {
  for (const auto& [name, asset] : assets()) {
    page.text(asset.name_in_pages, asset.address);
  }
  return office_templates().render(template_name, page);
}

}  // namespace antrean::web
