// Every word of the directorate's pages, in both languages: a template names a word as {{w_...}}, and a page
// asks for one by the same name. A word that lacks a language does not compile; one that is asked for and is
// not here is a std::logic_error, which the tests of the pages meet.
#pragma once

#include <string_view>

#include "templates/templates.hpp"
#include "values/bilingual.hpp"

namespace antrean::portal {

std::string_view directorate_word(Language language, std::string_view name);
void add_directorate_words(templates::Dictionary& page, Language language);

}  // namespace antrean::portal
