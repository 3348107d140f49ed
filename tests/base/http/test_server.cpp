#include <chrono>

#include "http/server.hpp"
#include "rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::http;
using namespace antrean::http::test;
using namespace std::chrono_literals;

namespace {

std::string get(const std::string& target, const std::string& more = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: o\r\n" + more + "\r\n";
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++n;
  }
  return n;
}

bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_GROUP(HttpServer) {
  asio::io_context io{1};
  Limits limits;
  Site site{.names = {{.tls = false, .host = "o", .port = 80}}};
  std::shared_ptr<Gate> gate;
  std::optional<Server> server;
  asio::steady_timer door{io, std::chrono::steady_clock::time_point::max()};  ///< what /slow waits for
  int entered = 0;

  Server& start() {
    if (!gate) {
      gate = std::make_shared<Gate>(ShareLimits{.connections = limits.connections});
    }
    server.emplace(io, limits, site, gate);
    server->route("GET", "/hello", [](Request request) -> asio::awaitable<Response> {
      co_return Response::text("hello " + request.query["name"] + " from " + request.peer);
    });
    server->route("POST", "/echo", [](Request request) -> asio::awaitable<Response> {
      co_return Response::bytes(std::move(request.body), "application/octet-stream");
    });
    server->route("GET", "/throws", [](Request) -> asio::awaitable<Response> {
      throw std::runtime_error("on purpose");
      co_return Response();
    });
    server->route("GET", "/split",
                  [](Request) -> asio::awaitable<Response> { co_return Response::redirect("/a\r\nSet-Cookie: b=c"); });
    server->route("GET", "/framed", [](Request) -> asio::awaitable<Response> {
      auto response = Response::html("x");
      response.headers.emplace_back("X-Frame-Options", "SAMEORIGIN");
      co_return response;
    });
    server->route("GET", "/slow", [this](Request) -> asio::awaitable<Response> {
      ++entered;
      static_cast<void>(co_await door.async_wait(tuple_awaitable));
      co_return Response::text("slow answer");
    });
    server->always({{"X-Frame-Options", "DENY"}, {"X-Content-Type-Options", "nosniff"}});
    server->listen("127.0.0.1", 0);
    return *server;
  }
  std::uint64_t refused(const std::string& reason) const {
    const auto found = gate->log.counts().find(reason);
    return found == gate->log.counts().end() ? 0 : found->second;
  }
  std::string ask(const std::string& bytes) {
    RawClient client(io, server->port());
    client.say(bytes);
    client.end();
    return client.rest();
  }
  void teardown() override {
    if (server) {
      wait_for(io, server->stop(0ms));
    }
    server.reset();
    io.restart();
    io.poll();
  }
};

TEST(HttpServer, OneConnectionServesManyRequests) {
  RawClient client(io, start().port());
  client.say(get("/hello?name=Budi"));
  CHECK(has(client.until("hello Budi from 127.0.0.1"), "HTTP/1.1 200 OK\r\n"));
  client.forget();
  client.say(get("/hello?name=Siti"));
  CHECK(has(client.until("hello Siti"), "HTTP/1.1 200 OK\r\n"));
}

TEST(HttpServer, PipelinedRequestsAreAnsweredInOrder) {
  start();
  std::string many;
  for (int i = 0; i < 50; ++i) {
    many += get("/hello?name=" + std::to_string(i) + "_");
  }
  const auto all = ask(many);
  LONGS_EQUAL(50, count(all, "HTTP/1.1 200 OK"));
  std::size_t at = 0;
  for (int i = 0; i < 50; ++i) {
    const auto next = all.find("hello " + std::to_string(i) + "_", at);
    CHECK(next != std::string::npos);
    at = next;
  }
}

TEST(HttpServer, Http10ClosesAfterTheAnswer) {
  start();
  RawClient client(io, server->port());
  client.say("GET /hello HTTP/1.0\r\nHost: o\r\n\r\n");
  const auto all = client.rest();
  CHECK(has(all, "HTTP/1.0 200 OK"));
}

TEST(HttpServer, EveryWrongRequestGetsItsAnswer) {
  start();
  const std::string long_value(10'000, 'x');
  // it is sent as a body, so it must not run as a request
  const std::string hidden = get("/hello?name=hidden");
  const struct {
    const char* what;
    std::string bytes;
    const char* status;  ///< "": closed without an answer
  } table[] = {
      {"unknown path", get("/nothing"), "404"},
      {"unknown method", "BREW /hello HTTP/1.1\r\nHost: o\r\n\r\n", "405"},
      {"TRACE", "TRACE /hello HTTP/1.1\r\nHost: o\r\n\r\n", "405"},
      {"wrong method", "DELETE /echo HTTP/1.1\r\nHost: o\r\n\r\n", "405"},
      {"no host", "GET /hello HTTP/1.1\r\n\r\n", "400"},
      {"no host in HTTP/1.0", "GET /hello HTTP/1.0\r\n\r\n", "400"},
      {"an empty host", "GET /hello HTTP/1.1\r\nHost:\r\n\r\n", "400"},
      {"a stranger's host", "GET /hello HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421"},
      {"a stranger's host in the target", "GET http://evil.example/hello HTTP/1.1\r\nHost: o\r\n\r\n", "421"},
      {"a stranger's host, nowhere", "GET /nothing HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421"},
      {"localhost with another port", "GET /hello HTTP/1.1\r\nHost: localhost:1\r\n\r\n", "421"},
      {"a page of a stranger",
       "POST /echo HTTP/1.1\r\nHost: o\r\nOrigin: http://evil.example\r\nContent-Length: 2\r\n\r\nab", "403"},
      {"another site, no body yet",
       "POST /echo HTTP/1.1\r\nHost: o\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 2\r\n\r\n", "403"},
      {"bad escape", get("/%zz"), "400"},
      {"escaped line break", get("/hello%0d%0a"), "400"},
      {"authority form", "CONNECT o:80 HTTP/1.1\r\nHost: o\r\n\r\n", "400"},
      {"not HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS hello", "400"},
      {"noise", std::string("\0\1\2\3\xff\xfe\r\n\r\n", 10), "400"},
      {"another protocol", "GET / ICY/1.0\r\n\r\n", "400"},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"},
      {"bare line feeds", "GET /hello HTTP/1.1\nHost: o\n\n", "400"},
      {"space before colon", "GET /hello HTTP/1.1\r\nHost : o\r\n\r\n", "400"},
      {"two lengths", "POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
      {"length and chunked",
       "POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"chunked and length",
       "POST /echo HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n", "400"},
      {"a coding that is almost chunked",
       "POST /echo HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: xchunked\r\n\r\n" + hidden, "400"},
      {"gzip", "POST /echo HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: gzip\r\n\r\n" + hidden, "400"},
      {"gzip, then chunked", "POST /echo HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
       "400"},
      {"identity without a length", "POST /echo HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: identity\r\n\r\n" + hidden,
       "400"},
      {"chunked said twice",
       "POST /echo HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "400"},
      {"chunked in HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"two hosts", "GET /hello HTTP/1.1\r\nHost: o\r\nHost: other\r\n\r\n", "400"},
      {"one host twice", "GET /hello HTTP/1.1\r\nHost: o\r\nHost: o\r\n\r\n", "400"},
      {"two hosts in HTTP/1.0", "GET /hello HTTP/1.0\r\nHost: o\r\nHost: other\r\n\r\n", "400"},
      {"negative length", "POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: -1\r\n\r\n", "400"},
      {"huge length", "POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 99999999999999999999\r\n\r\n", "400"},
      {"bad chunk", "POST /echo HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
      {"body announced too large", "POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 65537\r\n\r\n", "413"},
      {"chunk too large", "POST /echo HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n", "413"},
      {"header too large", get("/hello", "X: " + long_value + "\r\n"), "431"},
      {"target too long", get("/" + long_value), "431"},
      {"endless header", "GET /hello HTTP/1.1\r\n" + long_value + long_value + long_value, "431"},
      {"half a request", "GET /hello HT", ""},
      {"half a body", "POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 10\r\n\r\nabc", ""},
      {"nothing", "", ""},
  };
  for (const auto& row : table) {
    const auto answer = ask(row.bytes);
    const std::string want = *row.status ? std::string("HTTP/1.1 ") + row.status + " " : "";
    STRCMP_EQUAL_TEXT(want.c_str(), answer.substr(0, *row.status ? 13 : std::string::npos).c_str(), row.what);
    CHECK_TEXT(!has(answer, "hello hidden"), row.what);
  }
  CHECK(has(ask(get("/hello?name=still+here")), "hello still here"));
}

TEST(HttpServer, ABodyUpToTheLimitIsTakenInOneOrInChunks) {
  start();
  const std::string body(limits.body_bytes, 'b');
  CHECK(ask("POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 65536\r\n\r\n" + body).ends_with("\r\n\r\n" + body));
  CHECK(ask("POST /echo HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            .ends_with("\r\n\r\nabcde"));
}

TEST(HttpServer, AClientThatKeepsSendingTooMuchStillGetsToReadWhy) {
  RawClient client(io, start().port());
  client.say("POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 200000\r\n\r\n" + std::string(200'000, 'x'));
  CHECK(has(client.rest(), "HTTP/1.1 413 "));
}

TEST(HttpServer, ContinueIsSaidToAClientThatWaitsForIt) {
  RawClient client(io, start().port());
  client.say("POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  client.until("HTTP/1.1 100 Continue\r\n\r\n");
  client.forget();
  client.say("abc");
  CHECK(client.until("\r\n\r\nabc").starts_with("HTTP/1.1 200 OK"));
}

TEST(HttpServer, HeadHasTheLengthAndNoBody) {
  const auto answer = (start(), ask("HEAD /hello HTTP/1.1\r\nHost: o\r\n\r\n"));
  CHECK(has(answer, "Content-Length: 21\r\n"));
  CHECK(answer.ends_with("\r\n\r\n"));
}

TEST(HttpServer, AHandlerThatThrowsIsAnswered500AndTheConnectionGoesOn) {
  const auto answer = (start(), ask(get("/throws") + get("/hello?name=after")));
  CHECK(has(answer, "HTTP/1.1 500 "));
  CHECK(has(answer, "hello after"));
  CHECK(!has(answer, "on purpose"));
}

TEST(HttpServer, AHeaderWithALineBreakIsNeverSent) {
  const auto answer = (start(), ask(get("/split")));
  CHECK(has(answer, "HTTP/1.1 500 "));
  CHECK(!has(answer, "Set-Cookie"));
}

TEST(HttpServer, SecurityHeadersComeWithEveryAnswer) {
  start();
  for (const auto& request : {get("/hello"), get("/nothing"), get("/throws"), std::string("noise\r\n\r\n")}) {
    CHECK(has(ask(request), "X-Frame-Options: DENY\r\nX-Content-Type-Options: nosniff\r\n"));
  }
  const auto own = ask(get("/framed"));
  CHECK(has(own, "X-Frame-Options: SAMEORIGIN"));
  CHECK(!has(own, "DENY"));
}

TEST(HttpServer, ErrorPagesHaveTheProductsLook) {
  start().error_page([](unsigned status, const Request& request, std::string_view) {
    return Response::html("<h1>" + std::to_string(status) + request.path + "</h1>");
  });
  const auto missing = ask(get("/nothing"));
  CHECK(has(missing, "HTTP/1.1 404 "));
  CHECK(has(missing, "<h1>404/nothing</h1>"));
  CHECK(has(ask("noise\r\n\r\n"), "<h1>400</h1>"));
  CHECK(has(ask("DELETE /echo HTTP/1.1\r\nHost: o\r\n\r\n"), "Allow: POST\r\n"));
}

TEST(HttpServer, ASlowRequestIsCutOff) {
  limits.header_timeout = 50ms;
  RawClient client(io, start().port());
  client.say("GET /hello HTTP/1.1\r\nHo");
  STRCMP_EQUAL("", client.rest().c_str());
}

TEST(HttpServer, AnIdleConnectionIsClosed) {
  limits.idle_timeout = 50ms;
  RawClient client(io, start().port());
  client.say(get("/hello"));
  client.until("hello");
  CHECK(client.rest().ends_with("hello  from 127.0.0.1"));
}

TEST(HttpServer, ConnectionsOverTheLimitAreClosedAtOnce) {
  limits.connections = 2;
  start();
  RawClient a(io, server->port());
  RawClient b(io, server->port());
  a.say(get("/hello"));
  a.until("hello");
  b.say(get("/hello"));
  b.until("hello");
  RawClient c(io, server->port());
  STRCMP_EQUAL("", c.rest().c_str());
  a.socket().close();
  std::string answer;
  for (int i = 0; i < 1000 && answer.empty(); ++i) {
    answer = ask(get("/hello"));  // as soon as the server has noticed that a client left
  }
  CHECK(has(answer, "200 OK"));
}

TEST(HttpServer, AnAddressInUseIsToldAtStart) {
  start();
  Site site;
  site.trusted_proxies.add("192.0.2.7");
  Server second(io, limits, site);
  try {
    second.listen("127.0.0.1", server->port());
    FAIL("two listen on one port");
  } catch (const boost::system::system_error& error) {
    CHECK(error.code() == asio::error::address_in_use);
    STRCMP_CONTAINS(("port " + std::to_string(server->port()) + " is in use by another program; ").c_str(),
                    error.what());
  }
  try {
    second.listen("192.0.2.1", 8090);  // an address reserved for documentation, so no machine has it
    FAIL("listens at an address of another machine");
  } catch (const boost::system::system_error& error) {
    STRCMP_CONTAINS("192.0.2.1:8090 is no address of this machine", error.what());
  }
}

TEST(HttpServer, AnAddressForEverybodyIsRefusedWithTheRemedy) {
  Server open(io, limits);
  for (const char* address : {"0.0.0.0", "::", "192.0.2.1"}) {
    try {
      open.listen(address, 0);
      FAIL("listens for everybody");
    } catch (const std::invalid_argument& error) {
      STRCMP_CONTAINS("'trusted_proxies'", error.what());
    }
  }
}

TEST(HttpServer, WhomAProxyServesIsBelievedOfTrustedProxiesOnly) {
  start();
  CHECK(has(ask(get("/hello", "X-Forwarded-For: 203.0.113.7\r\n")), "from 127.0.0.1"));
  server.reset();
  site.trusted_proxies.add("127.0.0.1");
  start();
  CHECK(has(ask(get("/hello", "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 203.0.113.7\r\n")), "from 203.0.113.7"));
  CHECK(has(ask(get("/hello", "Forwarded: for=\"[2001:db8::1]:99\"\r\n")), "from 2001:db8::1"));
}

TEST(HttpServer, SilentSocketsOfOnePeerDoNotShutOthersOut) {
  limits.connections = 40;
  start();
  std::vector<std::unique_ptr<RawClient>> silent;
  for (int i = 0; i < 80; ++i) {
    silent.push_back(std::make_unique<RawClient>(io, server->port(), "127.0.0.2"));
  }
  CHECK(has(ask(get("/hello")), "from 127.0.0.1"));
  run_until(io, [&] { return refused("sockets") == 50; });
  LONGS_EQUAL(30, gate->shares->sockets());
}

TEST(HttpServer, SilentSocketsOfThisVeryAddressGiveWay) {
  limits.connections = 40;
  start();
  std::vector<std::unique_ptr<RawClient>> silent;
  for (int i = 0; i < 80; ++i) {
    silent.push_back(std::make_unique<RawClient>(io, server->port()));
    if (i % 2 == 0) {
      silent.back()->say("GET /hello HTTP/1.1\r\nHo");
    }
  }
  for (int i = 0; i < 3; ++i) {
    CHECK(has(ask(get("/hello")), "from 127.0.0.1"));
  }
  run_until(io, [&] { return refused("sockets") == 51; });
  LONGS_EQUAL(29, gate->shares->sockets());
  // The newest of the silent ones are there still, and may ask.
  silent.back()->say(get("/hello", "Connection: close\r\n"));
  CHECK(has(silent.back()->rest(), "from 127.0.0.1"));
}

TEST(HttpServer, SilentSocketsOfManyAddressesGiveWay) {
  limits.connections = 40;
  start();
  std::vector<std::unique_ptr<RawClient>> silent;
  for (int i = 0; i < 80; ++i) {
    silent.push_back(std::make_unique<RawClient>(io, server->port(), ("127.0.1." + std::to_string(i + 1)).c_str()));
  }
  CHECK(has(ask(get("/hello")), "from 127.0.0.1"));
  run_until(io, [&] { return refused("sockets") >= 50; });
}

TEST(HttpServer, WhatWasAskedForIsAnsweredHoweverManyCome) {
  limits.connections = 40;
  start();
  RawClient asked(io, server->port());
  asked.say(get("/slow", "Connection: close\r\n"));
  run_until(io, [&] { return entered == 1; });
  std::vector<std::unique_ptr<RawClient>> silent;
  for (int i = 0; i < 80; ++i) {
    silent.push_back(std::make_unique<RawClient>(io, server->port()));
  }
  run_until(io, [&] { return refused("sockets") == 51; });
  door.cancel();
  CHECK(has(asked.rest(), "200 OK"));
}

TEST(HttpServer, WhomAProxyServesHasAShareOfHisOwn) {
  limits.connections = 32;
  site.trusted_proxies.add("127.0.0.1");
  start();
  const auto slow = [](const char* address) {
    return get("/slow", std::string("X-Forwarded-For: ") + address + "\r\n");
  };
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::make_unique<RawClient>(io, server->port()));
    clients.back()->say(slow("203.0.113.7"));
  }
  run_until(io, [&] { return entered == 4; });
  CHECK(has(ask(slow("203.0.113.7")), "HTTP/1.1 503 "));
  LONGS_EQUAL(1, refused("sockets"));
  CHECK(has(ask(get("/hello", "X-Forwarded-For: 203.0.113.8\r\n")), "from 203.0.113.8"));
  CHECK(has(ask(get("/hello")), "from 127.0.0.1"));
}

TEST(HttpServer, UnfinishedBodiesAreBoundedForOneAndInAll) {
  gate = std::make_shared<Gate>(ShareLimits{.connections = 512, .body_bytes = 80'000});
  site.trusted_proxies.add("127.0.0.1");
  start();
  const auto half = [&](const std::string& address) {
    auto client = std::make_unique<RawClient>(io, server->port());
    client->say("POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 5000\r\nX-Forwarded-For: " + address + "\r\n\r\nab");
    return client;
  };
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 2; ++i) {
    clients.push_back(half("203.0.113.7"));
  }
  run_until(io, [&] { return gate->shares->body_bytes() == 10'000; });
  CHECK(has(half("203.0.113.7")->rest(), "HTTP/1.1 503 "));
  for (int i = 0; i < 60; ++i) {
    clients.push_back(half("198.51.100." + std::to_string(i)));
  }
  run_until(io, [&] { return refused("bodies") == 49; });
  LONGS_EQUAL(70'000, gate->shares->body_bytes());
  // This machine's own program is served all the same.
  CHECK(has(ask("POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 2\r\n\r\nab"), "\r\n\r\nab"));
  clients.clear();
  run_until(io, [&] { return gate->shares->body_bytes() == 0; });
}

TEST(HttpServer, ABodyIsAsLongAsItsRouteAllows) {
  start().route(
      "POST", "/small",
      [](Request request) -> asio::awaitable<Response> { co_return Response::text(std::move(request.body)); }, 10);
  CHECK(has(ask("POST /small HTTP/1.1\r\nHost: o\r\nContent-Length: 10\r\n\r\n0123456789"), "0123456789"));
  CHECK(has(ask("POST /small HTTP/1.1\r\nHost: o\r\nContent-Length: 11\r\n\r\n"), "HTTP/1.1 413 "));
  CHECK(has(ask("POST /small HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n"), "HTTP/1.1 413 "));
  CHECK(has(ask("GET /hello HTTP/1.1\r\nHost: o\r\nContent-Length: 1\r\n\r\na"), "HTTP/1.1 413 "));
  CHECK(has(ask("POST /nothing HTTP/1.1\r\nHost: o\r\nContent-Length: 60000\r\n\r\n"), "HTTP/1.1 404 "));
  LONGS_EQUAL(0, gate->shares->body_bytes());
}

TEST(HttpServer, ChangesOfOneAskerAreSlowedDown) {
  gate = std::make_shared<Gate>(ShareLimits{.changes_per_second = 0.001, .changes_at_once = 3});
  site.trusted_proxies.add("127.0.0.1");
  start();
  const auto post = [&](const std::string& more) {
    return ask("POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 2\r\n" + more + "\r\nab").substr(9, 3);
  };
  for (int i = 0; i < 3; ++i) {
    STRCMP_EQUAL("200", post("X-Forwarded-For: 203.0.113.7\r\n").c_str());
  }
  STRCMP_EQUAL("429", post("X-Forwarded-For: 203.0.113.7\r\n").c_str());
  CHECK(has(ask(get("/hello", "X-Forwarded-For: 203.0.113.7\r\n")), "200 OK"));  // reading goes on
  STRCMP_EQUAL("200", post("X-Forwarded-For: 203.0.113.8\r\n").c_str());
  for (int i = 0; i < 10; ++i) {
    STRCMP_EQUAL("200", post("").c_str());
  }
  LONGS_EQUAL(1, refused("changes"));
}

TEST(HttpServer, WhatIsRefusedIsCountedByReason) {
  start();
  ask("GET /hello HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  ask("POST /echo HTTP/1.1\r\nHost: o\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n");
  LONGS_EQUAL(1, refused("host"));
  LONGS_EQUAL(1, refused("origin"));
}

TEST(HttpServer, WhatCannotBeTakenIsCountedToo) {
  limits.header_timeout = std::chrono::milliseconds(50);
  start().route("GET", "/staff/only", [](Request) -> asio::awaitable<Response> {
    auto response = Response::text("sign in first", 401);
    response.person = "sari";
    co_return response;
  });
  ask("POST /echo HTTP/1.1\r\nHost: o\r\nContent-Length: 99999999\r\n\r\n");
  ask("GET /hello HTTP/1.1\r\nHost: o\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  ask("\x16\x03\x01 hello\r\n\r\n");
  ask("GET /%zz HTTP/1.1\r\nHost: o\r\n\r\n");
  ask("GET /hello HTTP/1.1\r\nHost: o\r\nHost: o\r\n\r\n");
  ask(get("/staff/only", "Connection: close\r\n"));
  RawClient slow(io, server->port());
  slow.say("GET /hello HT");
  slow.rest();
  LONGS_EQUAL(1, refused("body_size"));
  LONGS_EQUAL(1, refused("header_size"));
  LONGS_EQUAL(3, refused("malformed"));
  LONGS_EQUAL(1, refused("not_signed_in"));
  LONGS_EQUAL(1, refused("slow"));
}

TEST(HttpServer, StopFinishesWhatIsUnderWayAndClosesTheRest) {
  start();
  RawClient idle(io, server->port());
  RawClient half(io, server->port());
  half.say("GET /hello?name=half HTTP/1.1\r\n");
  std::vector<std::unique_ptr<RawClient>> busy;
  for (int i = 0; i < 20; ++i) {
    busy.push_back(std::make_unique<RawClient>(io, server->port()));
    busy.back()->say(get("/slow") + get("/hello?name=pipelined"));
  }
  run_until(io, [&] { return entered == 20; });
  bool stopped = false;
  asio::co_spawn(io, server->stop(20s), [&](std::exception_ptr) { stopped = true; });
  STRCMP_EQUAL("", idle.rest().c_str());
  CHECK(!stopped);
  door.cancel();
  half.say("Host: o\r\n\r\n");
  CHECK(has(half.rest(), "hello half"));
  for (const auto& client : busy) {
    const auto answer = client->rest();
    CHECK(has(answer, "Connection: close\r\n"));
    CHECK(answer.ends_with("slow answer"));
    client->socket().close();
  }
  half.socket().close();
  run_until(io, [&] { return stopped; });
}

TEST(HttpServer, StopCancelsWhatOutlastsItsGrace) {
  start();
  RawClient client(io, server->port());
  client.say(get("/slow"));
  run_until(io, [&] { return entered == 1; });
  wait_for(io, server->stop(10ms));
  STRCMP_EQUAL("", client.rest().c_str());
}

TEST(HttpServer, AServerThatGoesAwayTakesItsConnectionsWithIt) {
  start();
  RawClient client(io, server->port());
  client.say(get("/slow"));
  run_until(io, [&] { return entered == 1; });
  server.reset();
  STRCMP_EQUAL("", client.rest().c_str());
}
