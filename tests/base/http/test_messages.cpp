#include <stdexcept>

#include "http/routes.hpp"
#include "http/server.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::http;

namespace {

Handler nobody() {
  return [](Request) -> boost::asio::awaitable<Response> { co_return Response(); };
}

Request with_header(std::string name, std::string value) {
  Request request;
  request.headers.emplace_back(std::move(name), std::move(value));
  return request;
}

}  // namespace

TEST_GROUP(Targets){};

TEST(Targets, GoodOnesAreDecoded) {
  const struct {
    const char* target;
    const char* path;
    const char* q;
  } table[] = {
      {"/", "/", ""},
      {"/ticket/A001", "/ticket/A001", ""},
      {"/a%20b", "/a b", ""},
      {"/a+b", "/a+b", ""},
      {"/book?q=a+b%21", "/book", "a b!"},
      {"/book?q=1&q=2", "/book", "2"},
      {"/book?q", "/book", ""},
      {"/book?", "/book", ""},
      {"/book/", "/book/", ""},
      {"//book", "//book", ""},
      {"/%E2%82%AC", "/\xE2\x82\xAC", ""},
      {"http://office.example/book?q=1", "/book", "1"},
  };
  for (const auto& row : table) {
    const auto target = parse_target(row.target);
    CHECK_TEXT(target.has_value(), row.target);
    STRCMP_EQUAL(row.path, target->path.c_str());
    const auto q = target->query.find("q");
    STRCMP_EQUAL(row.q, q == target->query.end() ? "" : q->second.c_str());
  }
}

TEST(Targets, BadOnesAreNothing) {
  for (const char* target :
       {"", "*", "book", "office:80", "/%", "/%zz", "/a%00b", "/a%0d%0ab", "/a b", "/book?q=%f", "ftp://a/b", "/#a"}) {
    CHECK_TEXT(!parse_target(target).has_value(), target);
  }
}

TEST_GROUP(RouteTable) {
  Routes routes;
  void setup() override {
    routes.add("GET", "/", nobody());
    routes.add("GET", "/ticket/{}/qr.png", nobody());
    routes.add("GET", "/book", nobody());
    routes.add("POST", "/book", nobody());
  }
  Routes::Match find(const char* method, const char* target) { return routes.find(method, *parse_target(target)); }
};

TEST(RouteTable, OneSegmentIsCaptured) {
  const auto match = find("GET", "/ticket/A%2F1/qr.png");
  CHECK(match.handler != nullptr);
  STRCMP_EQUAL("A/1", match.captures.at(0).c_str());
}

TEST(RouteTable, AnEmptyOrASecondSegmentIsNoMatch) {
  for (const char* target :
       {"/ticket//qr.png", "/ticket/a/b/qr.png", "/ticket/a", "/ticket/a/qr.png/", "/books", "/book/"}) {
    const auto match = find("GET", target);
    CHECK_TEXT(match.handler == nullptr && match.allow.empty(), target);
  }
}

TEST(RouteTable, AnotherMethodSaysWhichAreAllowed) {
  const auto match = find("DELETE", "/book");
  CHECK(match.handler == nullptr);
  STRCMP_EQUAL("GET, HEAD, POST", match.allow.c_str());
}

TEST(RouteTable, HeadIsServedByGet) { CHECK(find("HEAD", "/").handler != nullptr); }

TEST(RouteTable, ARouteGivenTwiceIsABug) {
  CHECK_THROWS(std::invalid_argument, routes.add("GET", "/book", nobody()));
  CHECK_THROWS(std::invalid_argument, routes.add("GET", "book", nobody()));
}

TEST_GROUP(Messages){};

TEST(Messages, HeadersAreFoundInAnyCase) {
  const auto request = with_header("Content-TYPE", "text/plain");
  CHECK(request.header("content-type") == "text/plain");
  CHECK(request.header("content") == "");
}

TEST(Messages, CookiesAreFoundByTheirWholeName) {
  const auto request = with_header("cookie", "a=1; session=x=y;  lang=id ; empty=");
  CHECK(request.cookie("a") == "1");
  CHECK(request.cookie("session") == "x=y");
  CHECK(request.cookie("lang") == "id");
  CHECK(request.cookie("empty") == "");
  CHECK(request.cookie("lan") == "");
  CHECK(Request().cookie("a") == "");
}

TEST(Messages, FormsAreReadOnlyWhenTheyAreForms) {
  auto request = with_header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
  request.body = "name=Budi+Santoso&note=a%26b&name=Siti&empty=";
  const auto form = request.form();
  STRCMP_EQUAL("Siti", form.at("name").c_str());
  STRCMP_EQUAL("a&b", form.at("note").c_str());
  STRCMP_EQUAL("", form.at("empty").c_str());
  request.body = "name=%zz";
  CHECK(request.form().empty());
  auto json = with_header("Content-Type", "application/json");
  json.body = "name=Budi";
  CHECK(json.form().empty());
}

TEST(Messages, JsonIsJsonInAnyCaseAndWithAnyCharset) {
  for (const char* json : {"application/json", "Application/JSON", "APPLICATION/JSON; charset=UTF-8",
                           "application/json;charset=utf-8", " application/json ; a=b"}) {
    CHECK_TRUE_TEXT(with_header("content-TYPE", json).is_json(), json);
  }
  for (const char* other : {"", "text/plain", "application/jsonp", "application/json+x", "x application/json",
                            "text/plain; application/json", "application/problem+json", "application / json"}) {
    CHECK_FALSE_TEXT(with_header("Content-Type", other).is_json(), other);
  }
  CHECK_FALSE(Request{}.is_json());
}

TEST(Messages, AnAddressWithItsPortIsAsUrlsHaveIt) {
  STRCMP_EQUAL("127.0.0.1:8090", host_and_port("127.0.0.1", 8090).c_str());
  STRCMP_EQUAL("[::1]:8090", host_and_port("::1", 8090).c_str());
  STRCMP_EQUAL("[fe80::1%eth0]:80", host_and_port("fe80::1%eth0", 80).c_str());
  STRCMP_EQUAL("[::1]:443", host_and_port("[::1]", 443).c_str());
  STRCMP_EQUAL("localhost:1", host_and_port("localhost", 1).c_str());
}

TEST(Messages, AProblemIsEscapedJson) {
  const auto problem = Response::problem(400, "bad \"name\"", "line\nbreak");
  LONGS_EQUAL(400, problem.status);
  STRCMP_EQUAL("application/problem+json", problem.content_type.c_str());
  STRCMP_EQUAL(R"({"title":"bad \"name\"","detail":"line\nbreak","status":400})", problem.body.c_str());
}

TEST(Messages, TextIsEscapedForPagesAndAddresses) {
  STRCMP_EQUAL("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;", escape_html("<a href=\"x\">'&'").c_str());
  STRCMP_EQUAL("a%20b%2Fc%3F~-_.%26", url_encode("a b/c?~-_.&").c_str());
}
