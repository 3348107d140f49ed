#include <stdexcept>
#include <string>

#include "html_shape.hpp"
#include "templates/templates.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using templates::Dictionary;
using templates::Templates;

namespace {

std::string html(std::string_view body) { return R"({{%AUTOESCAPE context="HTML"}})" + std::string(body); }

std::string rendered(const std::string& body, const Dictionary& page) {
  return Templates("test", {{"page.tpl", html(body)}}).render("page.tpl", page);
}

template <class Error, class Action>
std::string thrown(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing";
}

// ctemplate makes its tables when first used; inside a test CppUTest would call that a leak.
[[maybe_unused]] const std::string warm = [] {
  Dictionary page;
  page.text("x", "javascript:<");
  return rendered(R"(<a href="{{x}}" title="{{x}}">{{x}}</a>)", page);
}();

}  // namespace

TEST_GROUP(Templates){};

TEST(Templates, AValueIsEscapedForThePlaceWhereItStands) {
  Dictionary page;
  page.text("x", "a<b&\"'");
  STRCMP_EQUAL("<p title=\"a&lt;b&amp;&quot;&#39;\">a&lt;b&amp;&quot;&#39;</p>",
               rendered("<p title=\"{{x}}\">{{x}}</p>", page).c_str());
  Dictionary link;
  link.text("x", "javascript:alert(1)");
  STRCMP_EQUAL("<a href=\"#\">javascript:alert(1)</a>", rendered("<a href=\"{{x}}\">{{x}}</a>", link).c_str());
}

TEST(Templates, NoAttackBecomesATagAnAttributeOrAnAddress) {
  const std::string body = R"(<title>{{x}}</title><a class="{{x}}" href="{{x}}">{{x}}</a><img src="{{x}}" alt='{{x}}'>)"
                           R"(<form action="{{x}}"><input value="{{x}}"></form><a href="/{{x}}">{{x}}</a>)";
  Dictionary plain;
  plain.text("x", "x");
  const auto shape = html_test::shape_of(rendered(body, plain));
  for (const auto attack : html_test::attacks) {
    Dictionary page;
    page.text("x", attack);
    const auto text = rendered(body, page);
    STRCMP_EQUAL_TEXT(shape.c_str(), html_test::shape_of(text).c_str(), text.c_str());
    CHECK_TEXT(html_test::foreign_addresses(text).empty(), text.c_str());
  }
}

TEST(Templates, ASectionIsShownOrNotOrOnceForEachEntry) {
  Dictionary page;
  page.show("yes", true);
  page.show("no", false);
  page.list("none");
  page.text("x", "1");
  page.list("some").add().text("y", "2");
  auto& second = page.list("some").add();
  second.text("y", "3");
  second.text("x", "4");
  STRCMP_EQUAL(
      "a12 43 ",
      rendered("{{#yes}}a{{/yes}}{{#no}}b{{/no}}{{#none}}c{{/none}}{{#some}}{{x}}{{y}} {{/some}}", page).c_str());
}

TEST(Templates, AMarkOnALineOfItsOwnGivesNoLine) {
  Dictionary page;
  page.list("some").add().text("y", "2");
  STRCMP_EQUAL("<ul>\n<li>2</li>\n</ul>\n",
               rendered("\n<ul>\n  {{#some}}\n<li>{{y}}</li>\n{{/some}}\n</ul>\n", page).c_str());
}

TEST(Templates, APartIsTheTemplateThatThePageNames) {
  const std::string frame = html("<main>{{>main}}</main>");
  const std::string one = html("<p>{{x}}</p>");
  const Templates all("test", {{"frame.tpl", frame}, {"one.tpl", one}});
  Dictionary page;
  page.text("x", "<");
  page.part("main", "one.tpl");
  STRCMP_EQUAL("<main><p>&lt;</p></main>", all.render("frame.tpl", page).c_str());
  Dictionary lost;
  lost.part("main", "two.tpl");
  STRCMP_CONTAINS("test/frame.tpl, or a part of it, is not there",
                  thrown<std::logic_error>([&] { all.render("frame.tpl", lost); }).c_str());
  STRCMP_CONTAINS("test/none.tpl", thrown<std::logic_error>([&] { all.render("none.tpl", page); }).c_str());
}

TEST(Templates, WhatAPageLacksIsNamed) {
  for (const char* body : {"<p>{{y}}</p>", "{{#y}}a{{/y}}", "{{>y}}", "{{#x}}{{y}}{{/x}}"}) {
    Dictionary page;
    page.list("x").add();
    STRCMP_EQUAL("the template test/page.tpl wants 'y', which the page has not",
                 thrown<std::logic_error>([&] { rendered(body, page); }).c_str());
  }
}

TEST(Templates, ATemplateThatIsNoneStopsTheStartByItsName) {
  const auto said = [](std::string text) {
    return thrown<std::runtime_error>([&] { const Templates all("test", {{"page.tpl", text}}); });
  };
  STRCMP_EQUAL(R"(the template test/page.tpl does not begin with {{%AUTOESCAPE context="HTML"}})",
               said("<p>{{x}}</p>").c_str());
  STRCMP_CONTAINS("test/page.tpl does not parse", said(html("{{#x}}<p>")).c_str());
  STRCMP_CONTAINS("test/page.tpl does not parse", said(html("{{x")).c_str());
}
