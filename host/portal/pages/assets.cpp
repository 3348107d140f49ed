#include "pages/assets.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "embedded.hpp"
#include "values/fnv1a.hpp"

namespace antrean::portal {
namespace {

Asset asset(std::string_view name, std::string_view content_type, std::string_view body, std::string_view gzip = {},
            std::string_view brotli = {}) {
  return {name, content_type, body, fmt::format("/static/{}?v={:016x}", name, fnv1a(body)), gzip, brotli};
}

/// Made once: the hash of each file costs more than a page.
const std::array<Asset, 12>& assets() {
  static const std::array<Asset, 12> all{
      asset("portal.css", "text/css; charset=utf-8", embedded::portal_css(), embedded::portal_css_gz(),
            embedded::portal_css_br()),
      asset("portal.js", "text/javascript; charset=utf-8", embedded::portal_js(), embedded::portal_js_gz(),
            embedded::portal_js_br()),
      asset("app.js", "text/javascript; charset=utf-8", embedded::app_js(), embedded::app_js_gz(),
            embedded::app_js_br()),
      asset("icon-192.png", "image/png", embedded::icon_192_png()),
      asset("icon-512.png", "image/png", embedded::icon_512_png()),
      asset("icon-mask.png", "image/png", embedded::icon_mask_png()),
      asset("day.js", "text/javascript; charset=utf-8", embedded::day_js(), embedded::day_js_gz(),
            embedded::day_js_br()),
      asset("proof.js", "text/javascript; charset=utf-8", embedded::proof_js(), embedded::proof_js_gz(),
            embedded::proof_js_br()),
      asset("proof_worker.js", "text/javascript; charset=utf-8", embedded::proof_worker_js(),
            embedded::proof_worker_js_gz(), embedded::proof_worker_js_br()),
      asset("icon.svg", "image/svg+xml", embedded::icon_svg()),
      asset("inter-regular.woff2", "font/woff2", embedded::inter_regular_woff2()),
      asset("inter-bold.woff2", "font/woff2", embedded::inter_bold_woff2()),
  };
  return all;
}

}  // namespace

const Asset* find_asset(std::string_view name) {
  const auto it = std::ranges::find(assets(), name, &Asset::name);
  return it == assets().end() ? nullptr : &*it;
}

const std::string& service_worker() {
  // What every page uses, under the addresses that pages and styles use for it.
  static const std::string whole = [] {
    std::string files;
    for (const char* name : {"portal.css", "portal.js", "app.js", "day.js", "icon.svg"}) {
      files += fmt::format("'{}',", std::string_view{asset_path(name)}.substr(1));
    }
    files += "'static/inter-regular.woff2','static/inter-bold.woff2','static/icon-192.png'";
    std::string of;
    for (const auto& one : assets()) {
      of += one.path;
    }
    of += embedded::sw_js();
    of += embedded::saved_tpl();
    of += embedded::offline_tpl();
    of += embedded::frame_tpl();
    return fmt::format("const version = '{:016x}';\nconst files = [{}];\n", fnv1a(of), files) +
           std::string{embedded::sw_js()};
  }();
  return whole;
}

const std::string& asset_path(std::string_view name) {
  const Asset* found = find_asset(name);
  if (found == nullptr) {
    throw std::logic_error("no static file is called " + std::string{name});
  }
  return found->path;
}

}  // namespace antrean::portal
