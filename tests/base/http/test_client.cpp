#include <chrono>
#include <stdexcept>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include "http/client.hpp"
#include "rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::http;
using namespace antrean::http::test;
using namespace std::chrono_literals;
using boost::system::error_code;
namespace errc = boost::system::errc;

namespace {

std::string local(std::uint16_t port, const std::string& path = "/", const std::string& scheme = "http") {
  return scheme + "://127.0.0.1:" + std::to_string(port) + path;
}

/// Accepts one connection, reads a request head, sends `answer`, and closes or (with `hold`) stays silent.
asio::awaitable<void> serve_once(tcp::acceptor& acceptor, std::string answer, bool hold) {
  auto socket = co_await acceptor.async_accept(asio::use_awaitable);
  char request[2048];
  static_cast<void>(co_await socket.async_read_some(asio::buffer(request), tuple_awaitable));
  static_cast<void>(co_await asio::async_write(socket, asio::buffer(answer), tuple_awaitable));
  while (hold) {
    const auto [error, size] = co_await socket.async_read_some(asio::buffer(request), tuple_awaitable);
    if (error) {
      hold = false;
    }
  }
}

}  // namespace

TEST_GROUP(Calls) {
  asio::io_context io{1};
  tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};

  boost::system::result<Response> get(const std::string& url, std::chrono::milliseconds deadline = 20s) {
    ClientRequest what;
    what.url = url;
    what.deadline = deadline;
    what.max_body = 1000;
    return wait_for(io, fetch(std::move(what)));
  }
  /// The result of a call if the server sends exactly this.
  boost::system::result<Response> get_from(std::string answer, bool hold = false,
                                           std::chrono::milliseconds deadline = 20s) {
    asio::co_spawn(io, serve_once(acceptor, std::move(answer), hold), asio::detached);
    return get(local(acceptor.local_endpoint().port()), deadline);
  }
  void teardown() override {
    acceptor.close();
    io.restart();
    io.poll();
  }
};

TEST(Calls, MethodHeadersAndBodyArriveAndTheAnswerComesBack) {
  Server server(io, Limits());
  server.route("PUT", "/a b/{}", [](Request request) -> asio::awaitable<Response> {
    auto response = Response::json(
        request.captures.at(0) + request.query["q"] + std::string(request.header("Idempotency-Key")) + request.body,
        207);
    response.headers.emplace_back("X-Seen-Host", std::string(request.header("Host")));
    co_return response;
  });
  server.listen("127.0.0.1", 0);
  ClientRequest what;
  what.method = "PUT";
  what.url = local(server.port(), "/a%20b/1?q=2");
  what.headers = {{"Idempotency-Key", "3"}};
  what.body = "4";
  const auto answer = wait_for(io, fetch(std::move(what)));
  CHECK(answer.has_value());
  LONGS_EQUAL(207, answer->status);
  STRCMP_EQUAL("application/json", answer->content_type.c_str());
  STRCMP_EQUAL("1234", answer->body.c_str());
  Request seen;
  seen.headers = answer->headers;
  CHECK(seen.header("x-seen-host") == "127.0.0.1:" + std::to_string(server.port()));
  wait_for(io, server.stop(0ms));
}

TEST(Calls, ANameIsResolved) {
  Server server(io, Limits());
  server.route("GET", "/", [](Request) -> asio::awaitable<Response> { co_return Response::text("here"); });
  server.listen("127.0.0.1", 0);
  const auto answer = get("http://localhost:" + std::to_string(server.port()));
  CHECK(answer.has_value());
  STRCMP_EQUAL("here", answer->body.c_str());
  wait_for(io, server.stop(0ms));
}

TEST(Calls, AnAddressThatIsNoneIsRefused) {
  for (const char* url : {"", "localhost", "ftp://a/", "http://", "http:///path", "http://user:secret@host/",
                          "http://host:99999/", "http://host:0/", "ws://host/", "http://a b/"}) {
    const auto answer = get(url);
    CHECK_TEXT(answer.has_error() && answer.error() == errc::invalid_argument, url);
  }
}

TEST(Calls, NobodyThereIsAnErrorOfTheSocket) {
  const auto port = acceptor.local_endpoint().port();
  acceptor.close();
  CHECK(get(local(port)).error() == errc::connection_refused);
}

TEST(Calls, AStatusOfAnyKindIsAValue) {
  LONGS_EQUAL(503, get_from("HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n")->status);
}

TEST(Calls, AnAnswerThatEndsWithTheConnectionIsWhole) {
  STRCMP_EQUAL("abc", get_from("HTTP/1.0 200 OK\r\n\r\nabc")->body.c_str());
}

TEST(Calls, WhatIsNotAWholeAnswerIsAnError) {
  for (const char* answer :
       {"", "HTTP/1.1", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "\x16\x03\x01 noise \r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    CHECK_TEXT(get_from(answer).has_error(), answer);
  }
}

TEST(Calls, AnAnswerOverTheLimitIsRefusedAnnouncedOrNot) {
  CHECK(get_from("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n").error() == errc::message_size);
  CHECK(get_from("HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x')).error() == errc::message_size);
  CHECK(get_from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n").error() == errc::message_size);
  CHECK(get_from("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x')).has_value());
}

TEST(Calls, TheDeadlineEndsAnExchangeWithASilentOrHalfSilentServer) {
  for (const char* answer : {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"}) {
    CHECK(get_from(answer, true, 50ms).error() == asio::error::timed_out);
  }
}

TEST(Calls, CancellingEndsACall) {
  asio::cancellation_signal cancel;
  std::exception_ptr error;
  bool ended = false;
  ClientRequest what;
  what.url = local(acceptor.local_endpoint().port());
  asio::co_spawn(io, fetch(std::move(what)),
                 asio::bind_cancellation_slot(cancel.slot(),
                                              [&](std::exception_ptr e, const boost::system::result<Response>& answer) {
                                                ended = true;
                                                error = e;
                                                CHECK(e || answer.error() == asio::error::operation_aborted);
                                              }));
  std::optional<tcp::socket> accepted;
  acceptor.async_accept([&](error_code, tcp::socket socket) { accepted.emplace(std::move(socket)); });
  run_until(io, [&] { return accepted.has_value(); });
  cancel.emit(asio::cancellation_type::terminal);
  run_until(io, [&] { return ended; });
}

TEST_GROUP(Following) {
  asio::io_context io{1};
  asio::cancellation_signal cancel;
  Broadcast values;
  std::optional<Server> server;
  std::vector<std::string> heard;
  int losses = 0;
  bool ended = false;

  std::uint16_t start(std::uint16_t port = 0, Limits limits = Limits()) {
    server.emplace(io, limits);
    server->broadcast("/feed", values);
    server->listen("127.0.0.1", port);
    return server->port();
  }
  void follow_port(std::uint16_t port,
                   FollowTiming timing = {.silence = 2'500ms, .first_retry = 4ms, .last_retry = 20ms},
                   std::size_t max_message = 1000) {
    asio::co_spawn(io,
                   follow(
                       local(port, "/feed", "ws"), max_message,
                       [this](std::string text) { heard.push_back(std::move(text)); }, [this] { ++losses; }, timing),
                   asio::bind_cancellation_slot(cancel.slot(), [this](std::exception_ptr e) {
                     ended = true;
                     CHECK(!e);
                   }));
  }
  void teardown() override {
    cancel.emit(asio::cancellation_type::terminal);
    run_until(io, [&] { return ended; });
    if (server) {
      wait_for(io, server->stop(0ms));
    }
  }
};

TEST(Following, ValuesComeAndALostServerIsFoundAgain) {
  values.publish("one");
  const auto port = start();
  follow_port(port);
  run_until(io, [&] { return heard.size() == 1; });
  LONGS_EQUAL(0, losses);
  wait_for(io, server->stop(1s));
  server.reset();
  run_until(io, [&] { return losses == 1; });
  values.publish("two");
  start(port);
  run_until(io, [&] { return heard.size() == 2; });
  STRCMP_EQUAL("two", heard[1].c_str());
  LONGS_EQUAL(1, losses);
}

TEST(Following, AServerThatIsNotThereYetIsALossOnce) {
  const auto port = start();
  wait_for(io, server->stop(0ms));
  server.reset();
  follow_port(port);
  run_until(io, [&] { return losses > 0; });
  values.publish("at last");
  start(port);
  run_until(io, [&] { return heard.size() == 1; });
  LONGS_EQUAL(1, losses);
}

TEST(Following, ASilentLineIsALoss) {
  Limits never_pings;
  never_pings.ping_interval = 1h;
  values.publish("then nothing");
  follow_port(start(0, never_pings), {.silence = 50ms, .first_retry = 4ms, .last_retry = 20ms});
  run_until(io, [&] { return heard.size() >= 1 && losses >= 1; });
}

TEST(Following, PingsAloneKeepALineAlive) {
  Limits pings_often;
  pings_often.ping_interval = 10ms;
  values.publish("then nothing");
  follow_port(start(0, pings_often), {.silence = 400ms, .first_retry = 4ms, .last_retry = 20ms});
  asio::steady_timer later(io, 1200ms);  // three times the silence that counts as a loss
  bool elapsed = false;
  later.async_wait([&](error_code) { elapsed = true; });
  run_until(io, [&] { return elapsed || losses > 0; });
  LONGS_EQUAL(0, losses);
  LONGS_EQUAL(1, heard.size());
}

TEST(Following, AMessageOverTheLimitLosesTheLineAndIsNotHandedOver) {
  values.publish(std::string(1001, 'x'));
  follow_port(start());
  run_until(io, [&] { return losses == 1; });
  values.publish("small again");
  run_until(io, [&] { return heard.size() == 1; });
  STRCMP_EQUAL("small again", heard[0].c_str());
}

TEST(Following, AServerThatSpeaksSomethingElseIsALoss) {
  server.emplace(io, Limits());  // 404 for /feed
  server->listen("127.0.0.1", 0);
  follow_port(server->port());
  run_until(io, [&] { return losses == 1; });
}

TEST(Following, CancellingEndsItWhileConnectedAndWhileWaiting) {
  values.publish("x");
  follow_port(start());
  run_until(io, [&] { return heard.size() == 1; });
  cancel.emit(asio::cancellation_type::terminal);
  run_until(io, [&] { return ended; });

  ended = false;
  const auto port = server->port();
  wait_for(io, server->stop(0ms));
  server.reset();
  follow_port(port, {.silence = 1s, .first_retry = 1h, .last_retry = 1h});
  run_until(io, [&] { return losses == 1; });  // then teardown cancels the wait of an hour
}

TEST(Following, EndsWhenCancelledByWhatItHandsAMessageTo) {
  values.publish("x");
  const auto port = start();
  asio::co_spawn(io,
                 follow(
                     local(port, "/feed", "ws"), 1000,
                     [this](std::string text) {
                       heard.push_back(std::move(text));
                       cancel.emit(asio::cancellation_type::terminal);
                     },
                     [this] { ++losses; }),
                 asio::bind_cancellation_slot(cancel.slot(), [this](const std::exception_ptr&) { ended = true; }));
  run_until(io, [&] { return ended; });
  LONGS_EQUAL(1, heard.size());
  LONGS_EQUAL(0, losses);
}

TEST(Following, EndsWhenCancelledByWhatIsToldOfALoss) {
  const auto port = start();
  wait_for(io, server->stop(0ms));
  server.reset();
  asio::co_spawn(io,
                 follow(
                     local(port, "/feed", "ws"), 1000, [](const std::string&) {},
                     [this] {
                       ++losses;
                       cancel.emit(asio::cancellation_type::terminal);
                     },
                     {.silence = 1s, .first_retry = 1h, .last_retry = 1h}),
                 asio::bind_cancellation_slot(cancel.slot(), [this](const std::exception_ptr&) { ended = true; }));
  run_until(io, [&] { return ended; });
  LONGS_EQUAL(1, losses);
}

TEST(Following, AnAddressThatIsNoneIsABugToldAtOnce) {
  ended = true;  // teardown has nothing to end
  for (const char* url : {"", "http://host/feed", "host/feed", "ws://"}) {
    CHECK_THROWS(std::invalid_argument, wait_for(io, follow(
                                                         url, 1, [](std::string) {}, [] {})));
  }
}
