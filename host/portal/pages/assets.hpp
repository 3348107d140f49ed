// The static files of the pages, built into the program.
#pragma once

#include <string>
#include <string_view>

namespace antrean::portal {

struct Asset {
  std::string_view name;  ///< "portal.css"
  std::string_view content_type;
  std::string_view body;
  std::string path;                   ///< "/static/portal.css?v=<hash of its content>": a browser may keep it for ever
  std::string_view gzip{}, brotli{};  ///< the body compressed; "": it would not become smaller
};

const Asset* find_asset(std::string_view name);  ///< nullptr: there is no such file

/// The script of the web app (static/sw.js), with its version: of everything that it keeps on a phone.
const std::string& service_worker();

/// Asset::path. Throws std::logic_error for a name that is none of ours.
const std::string& asset_path(std::string_view name);

}  // namespace antrean::portal
