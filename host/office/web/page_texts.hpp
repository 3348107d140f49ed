// The texts of pages that show one language at a time, both languages of a text in one row. A page gets them
// all in its body's data-words and takes them by key (words.js). "{count}" in a text is a place that the page
// fills.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "values/bilingual.hpp"

namespace antrean::web {

struct PageText {
  std::string_view key;
  std::string_view id;
  std::string_view en;
};

/// Whether every text is there in both languages, and every key once: for a static_assert beside the texts.
consteval bool complete(std::span<const PageText> texts) {
  for (const PageText& text : texts) {
    const auto same = [&](const PageText& other) { return other.key == text.key; };
    if (text.key.empty() || text.id.empty() || text.en.empty() || std::ranges::count_if(texts, same) != 1) {
      return false;
    }
  }
  return true;
}

/// The visitor's screen and the kiosk.
std::span<const PageText> visitor_texts();

/// The clerk's page.
std::span<const PageText> clerk_texts();

/// The live page (live_texts.cpp).
std::span<const PageText> live_texts();

/// The audit (audit_texts.cpp).
std::span<const PageText> audit_texts();

/// The text of a key that is there; "" for another.
std::string_view text_of(std::span<const PageText> texts, std::string_view key, Language language);

/// {"id":{"start":"Pindai kode QR Anda",...},"en":{...}}
std::string to_json(std::span<const PageText> texts);

}  // namespace antrean::web
