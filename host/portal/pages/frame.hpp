// What surrounds every page, and what several of them share. For pages/*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "pages/pages.hpp"
#include "templates/templates.hpp"

namespace antrean::portal {

using templates::Dictionary;

/// A text of texts.hpp with its {} filled. Nothing here is HTML: the templates escape it.
template <class... Args>
std::string fill(std::string_view text, const Args&... args) {
  return fmt::format(fmt::runtime(text), args...);
}

enum class Step : std::uint8_t { none, office, date, hour, details };

struct Frame {
  std::string_view title;
  Step step = Step::none;
  std::string back = {};  ///< where the back link leads; "": there is none
  bool error = false;     ///< the page says what went wrong: the document's title begins with it
  /// The id of a form in which people type, and where it is sent: the language switch sends it with ?lang=
  /// and loses nothing. "": the switch is a link.
  std::string_view form = {}, form_target = {};
  /// The page shows how something stands now, and looks again after so many seconds. 0: it does not.
  int fresh_every = 0;
  bool reloads = true;  ///< also without scripts, then by loading itself anew: what is typed would be lost
};

/// The whole document around the template `main`, both filled from `page`.
std::string document(const PageContext& context, const Frame& frame, std::string_view main, Dictionary page);

/// The line that offers the Android app, where the settings say where it is; `link` "": none.
void add_app(Dictionary& page, Language language, const std::string& link);

/// Fills "Senin, 23 November 2026", "08:05" and "WIB" of an instant into a text with three {}.
std::string when(Language language, std::string_view text, UtcTime at, Zone zone);

}  // namespace antrean::portal
