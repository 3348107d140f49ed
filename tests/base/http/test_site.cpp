#include "http/site.hpp"
#include "rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::http;
using namespace antrean::http::test;

namespace {

tcp::endpoint at(const char* address, std::uint16_t port) { return {asio::ip::make_address(address), port}; }

const std::vector<SiteName> our_names{{.tls = true, .host = "antrean.example", .port = 443},
                                      {.tls = true, .host = "antrean.example", .port = 8443},
                                      {.tls = true, .host = "lan.example", .port = 9443}};

unsigned status_of(const Sent& sent) {
  const auto refusal = refusal_of(sent, our_names);
  return refusal ? refusal->status : 0;
}

Sent post_from(std::optional<std::string> origin, std::string fetch_site = "") {
  return {.method = "POST",
          .host = "127.0.0.1:8091",
          .origin = std::move(origin),
          .fetch_site = std::move(fetch_site),
          .connected = at("127.0.0.1", 8091)};
}

}  // namespace

TEST_GROUP(SiteNames){};

TEST(SiteNames, AreReachedOverTlsUnlessTheyAreLoopbacks) {
  const struct {
    const char* written;
    const char* origin;  ///< "": refused
  } table[] = {
      {"antrean.example", "https://antrean.example"},
      {"Antrean.Example:443", "https://antrean.example"},
      {"antrean.example:8443", "https://antrean.example:8443"},
      {"https://antrean.example", "https://antrean.example"},
      {"10.1.2.3", "https://10.1.2.3"},
      {"[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"},
      {"http://localhost:9000", "http://localhost:9000"},
      {"http://[::1]", "http://[::1]"},
      {"http://antrean.example", ""},
      {"https://antrean.example/", ""},
      {"ftp://antrean.example", ""},
      {"antrean.example:0", ""},
      {"antrean.example:70000", ""},
      {"antrean.example:", ""},
      {"", ""},
      {"https://", ""},
      {"a b", ""},
      {"*", ""},
      {"user@antrean.example", ""},
      {"[::1", ""},
      {"[antrean]", ""},
      {"::1", ""},
  };
  for (const auto& row : table) {
    const auto name = parse_site_name(row.written);
    STRCMP_EQUAL_TEXT(row.origin, name ? name->origin().c_str() : "", row.written);
  }
}

TEST_GROUP(AHost){};

TEST(AHost, IsOneOfOursOrMisdirected) {
  const struct {
    const char* host;
    unsigned status;  ///< 0: answered
  } table[] = {
      {"127.0.0.1:8091", 0},
      {"[::1]:8091", 0},
      {"[0:0:0:0:0:0:0:1]:8091", 0},
      {"localhost:8091", 0},
      {"LocalHost:8091", 0},
      {"192.168.1.5:8091", 0},  // where it was connected to
      {"antrean.example", 0},
      {"ANTREAN.example:443", 0},
      {"antrean.example:8443", 0},
      {"lan.example", 0},  // the proxy left the port out
      {"lan.example:9443", 0},
      {"lan.example:443", 421},
      {"antrean.example:80", 421},
      {"127.0.0.1", 421},
      {"127.0.0.1:8090", 421},
      {"localhost:80", 421},
      {"192.168.1.6:8091", 421},
      {"127.0.0.2:8091", 421},
      {"evil.example", 421},
      {"evil.example:8091", 421},
      {"localhost.evil.example:8091", 421},
      {"localhost.:8091", 421},
      {"antrean.example.evil.example", 421},
      {"127.1:8091", 421},
      {"2130706433:8091", 421},
      {"user@127.0.0.1:8091", 421},
      {"127.0.0.1:8091,evil.example", 421},
      {"127.0.0.1:8091 ", 421},
      {"127.0.0.1:08091x", 421},
      {"[::1]8091", 421},
      {"", 400},
  };
  for (const auto& row : table) {
    UNSIGNED_LONGS_EQUAL_TEXT(
        row.status, status_of({.method = "GET", .host = row.host, .connected = at("192.168.1.5", 8091)}), row.host);
  }
  UNSIGNED_LONGS_EQUAL(400, status_of({.method = "GET", .connected = at("127.0.0.1", 8091)}));
  UNSIGNED_LONGS_EQUAL(0, status_of({.method = "GET", .host = "10.0.0.5:80", .connected = at("::ffff:10.0.0.5", 80)}));
}

TEST(AHost, InAnAbsoluteTargetIsOneOfOursToo) {
  Sent sent{.method = "GET", .host = "127.0.0.1:8091", .connected = at("127.0.0.1", 8091)};
  sent.target_host = "127.0.0.1:8091";
  UNSIGNED_LONGS_EQUAL(0, status_of(sent));
  sent.target_host = "evil.example";
  UNSIGNED_LONGS_EQUAL(421, status_of(sent));
}

TEST(AHost, ThatIsRefusedIsToldWithTheRemedyAndLoggedWithBothValues) {
  const auto refusal =
      refusal_of({.method = "GET", .host = "evil.example\x1b]52;", .connected = at("127.0.0.1", 8091)}, our_names);
  CHECK(refusal.has_value());
  STRCMP_EQUAL("host", refusal->reason.c_str());
  STRCMP_CONTAINS("write it into 'names'", refusal->text.c_str());
  STRCMP_CONTAINS("Host 'evil.example?]52;', ours: http://127.0.0.1:8091, https://antrean.example",
                  refusal->detail.c_str());
}

TEST_GROUP(AnOrigin){};

TEST(AnOrigin, IsComparedWhole) {
  const struct {
    const char* origin;
    unsigned status;
  } table[] = {
      {"http://127.0.0.1:8091", 0},
      {"http://localhost:8091", 0},
      {"http://[::1]:8091", 0},
      {"https://antrean.example", 0},
      {"https://antrean.example:8443", 0},
      {"https://lan.example:9443", 0},
      {"https://127.0.0.1:8091", 403},
      {"http://127.0.0.1:8090", 403},
      {"http://127.0.0.1", 403},
      {"http://antrean.example", 403},
      {"https://antrean.example:9443", 403},
      {"https://lan.example", 403},
      {"ftp://antrean.example", 403},
      {"https://antrean.example.evil.example", 403},
      {"https://antrean.example,https://evil.example", 403},
      {"127.0.0.1:8091", 403},
      {"null", 403},
      {"", 403},
  };
  for (const auto& row : table) {
    UNSIGNED_LONGS_EQUAL_TEXT(row.status, status_of(post_from(row.origin)), row.origin);
  }
  UNSIGNED_LONGS_EQUAL(0, status_of(post_from(std::nullopt)));
}

TEST(AnOrigin, MattersForEveryChangingMethodAndForWebSockets) {
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "BREW"}) {
    auto sent = post_from("http://evil.example");
    sent.method = method;
    UNSIGNED_LONGS_EQUAL_TEXT(403, status_of(sent), method);
  }
  for (const char* method : {"GET", "HEAD", "OPTIONS"}) {
    auto sent = post_from("http://evil.example", "cross-site");
    sent.method = method;
    UNSIGNED_LONGS_EQUAL_TEXT(0, status_of(sent), method);
    sent.websocket = true;
    UNSIGNED_LONGS_EQUAL_TEXT(403, status_of(sent), method);
  }
}

TEST(AnOrigin, IsNotAskedForWhereTheBrowserSaysItIsAnotherSite) {
  for (const char* site : {"cross-site", "same-site"}) {
    UNSIGNED_LONGS_EQUAL(403, status_of(post_from(std::nullopt, site)));
    UNSIGNED_LONGS_EQUAL(403, status_of(post_from("http://127.0.0.1:8091", site)));
  }
  for (const char* site : {"same-origin", "none", ""}) {
    UNSIGNED_LONGS_EQUAL(0, status_of(post_from("http://127.0.0.1:8091", site)));
  }
}

TEST(AnOrigin, ThatIsRefusedIsLoggedWithBothValues) {
  const auto refusal = refusal_of(post_from("https://other.example"), our_names);
  CHECK(refusal.has_value());
  STRCMP_EQUAL("origin", refusal->reason.c_str());
  STRCMP_CONTAINS("Origin 'https://other.example', Host '127.0.0.1:8091'", refusal->detail.c_str());
}
