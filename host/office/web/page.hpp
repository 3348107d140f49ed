// Makes pages from static/*.html. {{name}} is replaced by an escaped value. {{asset:console.js}} is replaced
// by the address of the asset. The address changes with the content, so browsers keep it for ever and never
// show an old version.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace antrean::web {

struct Asset {
  std::string_view content;
  std::string_view content_type;
  std::string version;
};

/// By name, "office.css".
const std::map<std::string, Asset, std::less<>>& assets();

using Values = std::map<std::string, std::string, std::less<>>;

/// Throws std::logic_error for a name without a value, which is a bug in the page.
std::string fill(std::string_view page, const Values& values);

}  // namespace antrean::web
