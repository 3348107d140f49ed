// The texts of pages that show one language at a time, both languages of a text in one row. A page gets them
// all in its body's data-words and takes them by key (words.js). "{count}" in a text is a place that the page
// fills.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace antrean::web {

struct PageText {
  std::string_view key;
  std::string_view id;
  std::string_view en;
};

/// The visitor's screen and the kiosk.
std::span<const PageText> visitor_texts();

/// The clerk's page.
std::span<const PageText> clerk_texts();

/// {"id":{"start":"Pindai kode QR Anda",...},"en":{...}}
std::string to_json(std::span<const PageText> texts);

}  // namespace antrean::web
