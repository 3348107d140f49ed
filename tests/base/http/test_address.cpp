#include "http/address.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::http;

TEST_GROUP(AnAddressOfAServer){};

TEST(AnAddressOfAServer, SaysHostPortAndTarget) {
  const struct {
    const char* url;
    Scheme scheme;
    bool tls;
    const char* host;
    unsigned port;
    const char* authority;
    const char* target;
  } table[] = {
      {"http://portal.example/api", Scheme::http, false, "portal.example", 80, "portal.example", "/api"},
      {"https://portal.example", Scheme::http, true, "portal.example", 443, "portal.example", "/"},
      {"https://portal.example:8443/a?b=c", Scheme::http, true, "portal.example", 8443, "portal.example:8443",
       "/a?b=c"},
      {"ws://host", Scheme::ws, false, "host", 80, "host", "/"},
      {"ws://127.0.0.1:8090/feed", Scheme::ws, false, "127.0.0.1", 8090, "127.0.0.1:8090", "/feed"},
      {"wss://tv.example/feed", Scheme::ws, true, "tv.example", 443, "tv.example", "/feed"},
      {"ws://[::1]:8090/feed", Scheme::ws, false, "::1", 8090, "[::1]:8090", "/feed"},
      {"ws://host?beat", Scheme::ws, false, "host", 80, "host", "/?beat"},
  };
  for (const auto& row : table) {
    const auto address = parse_address(row.url, row.scheme);
    CHECK_TEXT(address.has_value(), row.url);
    LONGS_EQUAL_TEXT(row.tls, address->tls, row.url);
    STRCMP_EQUAL_TEXT(row.host, address->host.c_str(), row.url);
    LONGS_EQUAL_TEXT(row.port, address->port, row.url);
    STRCMP_EQUAL_TEXT(row.authority, address->authority.c_str(), row.url);
    STRCMP_EQUAL_TEXT(row.target, address->target.c_str(), row.url);
  }
}

TEST(AnAddressOfAServer, ThatCannotBeUsedIsNone) {
  for (const char* url : {"", "host", "host:80", "/feed", "ftp://host", "http://host", "ws://", "ws://:80/",
                          "ws://host:0/", "ws://host:99999/", "ws://host:65536", "ws://host:8o90", "ws://host:80x/feed",
                          "ws://user@host/", "ws://ho st/"}) {
    CHECK_TEXT(!parse_address(url, Scheme::ws), url);
  }
  CHECK_FALSE(parse_address("wss://host", Scheme::http).has_value());
}

TEST(AnAddressOfAServer, IsSafeOverTlsOrOnThisMachine) {
  for (const char* safe : {"https://portal.example", "https://10.1.2.3:8443", "http://127.0.0.1:8080",
                           "http://127.0.0.9", "http://localhost:8080", "http://[::1]:8080"}) {
    CHECK_TEXT(is_safe(safe, Scheme::http), safe);
  }
  for (const char* open : {"http://portal.example", "http://10.1.2.3", "http://[2001:db8::1]",
                           "http://localhost.example", "http://0.0.0.0:8080", "nothing", "ws://127.0.0.1/feed"}) {
    CHECK_FALSE_TEXT(is_safe(open, Scheme::http), open);
  }
  CHECK(is_safe("wss://antrean.example/feed", Scheme::ws));
  CHECK(is_safe("ws://localhost:8090/feed", Scheme::ws));
  CHECK_FALSE(is_safe("ws://192.168.1.5:8090/feed", Scheme::ws));
  STRCMP_CONTAINS("write wss://, with ca_file", why_not_safe("ws://192.168.1.5:8090/feed").c_str());
}
