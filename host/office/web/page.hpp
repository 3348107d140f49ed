// The office's pages out of the templates in pages/, and the static files that they name. A page has the
// address of each static file under its name ("office_css"); an address changes with the file's content, so
// that browsers keep it for ever and never show an old one.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "templates/templates.hpp"

namespace antrean::web {

struct Asset {
  std::string_view content;
  std::string_view content_type;
  std::string_view name_in_pages;
  std::string address;    ///< "/static/office.css?v=0123456789abcdef"
  bool for_staff = true;  ///< a page of the staff uses it
  bool for_everybody = false;
};

/// By name, "office.css".
const std::map<std::string, Asset, std::less<>>& assets();

/// Reads the templates, which are built in; the first page would do it too. Throws std::runtime_error with
/// the file's name for one that does not parse.
void load_pages();

/// Throws std::logic_error when the page lacks what the template shows: a bug in the page.
std::string page_of(std::string_view template_name, templates::Dictionary page);

}  // namespace antrean::web
