// The frame around every page, and the pieces that several pages share. For pages/*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "http/server.hpp"
#include "pages/pages.hpp"

namespace antrean::portal {

inline std::string h(std::string_view text) { return http::escape_html(text); }

/// A text of texts.hpp with its {} filled. The arguments must be HTML already.
template <class... Args>
std::string fill(std::string_view text, const Args&... args) {
  return fmt::format(fmt::runtime(text), args...);
}

enum class Step : std::uint8_t { none, office, date, hour, details };

/// The whole document. `back`: target of the back link, "" for none.
std::string document(const PageContext& context, std::string_view title, std::string_view main, Step step = Step::none,
                     std::string_view back = {});

/// Fills "Senin, 23 November 2026", "08:05" and "WIB" of an instant into a text with three {}.
std::string when(Language language, std::string_view text, UtcTime at, Zone zone);

/// An alert box; `body` is HTML.
std::string alert(std::string_view kind, std::string_view title, std::string_view body);

}  // namespace antrean::portal
