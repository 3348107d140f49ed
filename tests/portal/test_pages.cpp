// Every page with everything in it that could come from outside.
#include "../base/templates/html_shape.hpp"
#include "every_page.hpp"
#include "pages/pages.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;

namespace {

// What is kept from the first page on; inside a test CppUTest would call it a leak.
[[maybe_unused]] const auto warm = every_page(Language::id, {});

using Value = std::string PageValues::*;
constexpr Value all_values[] = {
    &PageValues::office_code,  &PageValues::office_name, &PageValues::address,  &PageValues::service_key,
    &PageValues::service_name, &PageValues::bring,       &PageValues::holiday,  &PageValues::path,
    &PageValues::name,         &PageValues::nik,         &PageValues::mail,     &PageValues::code,
    &PageValues::nik_last4,    &PageValues::number,      &PageValues::link_key, &PageValues::form_token,
    &PageValues::notice_title, &PageValues::notice_text, &PageValues::link,     &PageValues::link_text,
    &PageValues::city,         &PageValues::phone,       &PageValues::map,      &PageValues::whatsapp,
    &PageValues::query,        &PageValues::counter};

}  // namespace

TEST_GROUP(EveryPage){};

TEST(EveryPage, ShowsNoTagNoAttributeAndNoAddressOfAnAttack) {
  for (const auto language : {Language::id, Language::en}) {
    const auto plain = every_page(language, {});
    for (const auto attack : html_test::attacks) {
      PageValues values;
      for (const auto value : all_values) {
        values.*value = attack;
      }
      const auto attacked = every_page(language, values);
      LONGS_EQUAL(plain.size(), attacked.size());
      for (std::size_t i = 0; i < plain.size(); ++i) {
        const auto what = attacked[i].name + " with " + std::string(attack) + "\n" + attacked[i].html;
        STRCMP_EQUAL_TEXT(html_test::shape_of(plain[i].html).c_str(), html_test::shape_of(attacked[i].html).c_str(),
                          what.c_str());
        CHECK_TEXT(html_test::foreign_addresses(attacked[i].html).empty(), what.c_str());
      }
    }
  }
}

// Otherwise the test above would see nothing of it.
TEST(EveryPage, ShowsEveryValueSomewhere) {
  for (const auto value : all_values) {
    PageValues values;
    values.*value = "/somewhere";
    bool shown = false;
    for (const auto& page : every_page(Language::id, values)) {
      shown = shown || page.html.find("/somewhere") != std::string::npos;
    }
    CHECK_TEXT(shown, std::to_string(&value - all_values).c_str());
  }
}

TEST(EveryPage, HasNoScriptAndNoStyleOfItsOwn) {
  for (const auto& page : every_page(Language::en, {})) {
    for (const auto& tag : html_test::tags_of(page.html)) {
      for (const auto& [name, value] : tag.attributes) {
        CHECK_TEXT(!name.starts_with("on") && name != "style", page.name.c_str());
      }
    }
    CHECK_TEXT(page.html.find("{{") == std::string::npos, page.name.c_str());
  }
}
