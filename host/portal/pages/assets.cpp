#include "pages/assets.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "embedded.hpp"

namespace antrean::portal {
namespace {

const std::array<Asset, 5>& assets() {
  static const std::array<Asset, 5> all{
      Asset{"portal.css", "text/css; charset=utf-8", embedded::portal_css()},
      Asset{"portal.js", "text/javascript; charset=utf-8", embedded::portal_js()},
      Asset{"icon.svg", "image/svg+xml", embedded::icon_svg()},
      Asset{"inter-regular.woff2", "font/woff2", embedded::inter_regular_woff2()},
      Asset{"inter-bold.woff2", "font/woff2", embedded::inter_bold_woff2()},
  };
  return all;
}

/// FNV-1a: tells one build's file from the next one's, nothing more.
std::uint64_t fingerprint(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return hash;
}

}  // namespace

const Asset* find_asset(std::string_view name) {
  const auto it = std::ranges::find(assets(), name, &Asset::name);
  return it == assets().end() ? nullptr : &*it;
}

std::string asset_path(std::string_view name) {
  const auto* asset = find_asset(name);
  return fmt::format("/static/{}?v={:016x}", name, asset == nullptr ? 0 : fingerprint(asset->body));
}

}  // namespace antrean::portal
