#include "web/page.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "embedded.hpp"
#include "http/server.hpp"

namespace antrean::web {

namespace {

/// FNV-1a. It distinguishes contents; it does not protect them.
std::string version_of(std::string_view content) {
  std::uint64_t hash = 14'695'981'039'346'656'037u;
  for (const char c : content) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211u;
  }
  return fmt::format("{:016x}", hash);
}

Asset asset(std::string_view content, std::string_view type) { return {content, type, version_of(content)}; }

}  // namespace

const std::map<std::string, Asset, std::less<>>& assets() {
  constexpr std::string_view script = "text/javascript; charset=utf-8";
  constexpr std::string_view style = "text/css; charset=utf-8";
  static const std::map<std::string, Asset, std::less<>> all{
      {"office.css", asset(embedded::office_css(), style)},
      {"feed.js", asset(embedded::feed_js(), script)},
      {"ask.js", asset(embedded::ask_js(), script)},
      {"console.js", asset(embedded::console_js(), script)},
      {"entrance.js", asset(embedded::entrance_js(), script)},
      {"wedge.js", asset(embedded::wedge_js(), script)},
      {"ticket.js", asset(embedded::ticket_js(), script)},
      {"icon.svg", asset(embedded::icon_svg(), "image/svg+xml")},
  };
  return all;
}

std::string fill(std::string_view page, const Values& values) {
  std::string result;
  while (true) {
    const auto open = page.find("{{");
    result += page.substr(0, open);
    if (open == std::string_view::npos) {
      return result;
    }
    const auto close = page.find("}}", open);
    if (close == std::string_view::npos) {
      throw std::logic_error("a page has {{ without }}");
    }
    const auto name = page.substr(open + 2, close - open - 2);
    page.remove_prefix(close + 2);
    if (name.starts_with("asset:")) {
      const auto found = assets().find(name.substr(6));
      if (found == assets().end()) {
        throw std::logic_error("a page wants the asset '" + std::string(name) + "'");
      }
      result += "/static/" + found->first + "?v=" + found->second.version;
      continue;
    }
    const auto value = values.find(name);
    if (value == values.end()) {
      throw std::logic_error("a page wants '" + std::string(name) + "'");
    }
    result += http::escape_html(value->second);
  }
}

}  // namespace antrean::web
