#include <chrono>

#include "http/client.hpp"
#include "http/server.hpp"
#include "rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::http;
using namespace antrean::http::test;
using namespace std::chrono_literals;

namespace {

struct Frame {
  unsigned opcode = 0;  ///< 1 text, 8 close, 9 ping
  std::string payload;
};

/// A WebSocket client that answers no ping and reads only when told to, byte by byte of RFC 6455.
class RawViewer {
 public:
  RawViewer(asio::io_context& io, std::uint16_t port, const std::string& target = "/feed",
            const char* from = "127.0.0.1")
      : client_(io, port, from) {
    client_.say("GET " + target +
                " HTTP/1.1\r\nHost: o\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
      head += client_.take(1);
    }
    accepted = head.starts_with("HTTP/1.1 101 ") && head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != std::string::npos;
  }
  Frame read() {
    const auto byte = [this] { return static_cast<unsigned char>(client_.take(1)[0]); };
    Frame frame;
    frame.opcode = byte() & 0x0fu;
    std::size_t size = byte();
    const int more = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (more > 0) {
      size = 0;
    }
    for (int i = 0; i < more; ++i) {
      size = size << 8 | byte();
    }
    frame.payload = client_.take(size);
    return frame;
  }
  Frame read_kind(unsigned opcode) {
    auto frame = read();
    while (frame.opcode != opcode) {
      frame = read();
    }
    return frame;
  }
  void say_text(const std::string& text) {  // masked with zeros
    std::string frame = "\x81";
    if (text.size() < 126) {
      frame += static_cast<char>(0x80 | text.size());
    } else {
      frame += {static_cast<char>(0xfe), static_cast<char>(text.size() >> 8), static_cast<char>(text.size() & 0xff)};
    }
    frame += std::string(4, '\0');
    client_.say(frame + text);
  }
  std::string rest() { return client_.rest(); }
  bool accepted = false;

 private:
  RawClient client_;
};

}  // namespace

TEST_GROUP(Feed) {
  asio::io_context io{1};
  Limits limits;
  std::optional<Server> server;
  Broadcast values;
  std::vector<std::string> heard;

  std::uint16_t start() {
    server.emplace(io, limits, Site{.names = {{.tls = false, .host = "o", .port = 80}}});
    server->broadcast("/feed", values);
    server->listen("127.0.0.1", 0);
    return server->port();
  }
  void follow_along(std::uint16_t port) {
    asio::co_spawn(io,
                   follow(
                       "ws://127.0.0.1:" + std::to_string(port) + "/feed", 1 << 20,
                       [this](std::string text) { heard.push_back(std::move(text)); }, [] {}),
                   asio::detached);
  }
  void teardown() override {
    if (server) {
      wait_for(io, server->stop(0ms));
    }
    server.reset();
    values.publish("");  // no client may be left that receives it
    LONGS_EQUAL(0, values.clients());
  }
};

TEST(Feed, TheNewestValueComesAtOnceAndThenEveryNewerOne) {
  values.publish("old");
  values.publish("now");
  const auto port = start();
  RawViewer viewer(io, port);
  CHECK(viewer.accepted);
  STRCMP_EQUAL("now", viewer.read().payload.c_str());
  values.publish("next");
  STRCMP_EQUAL("next", viewer.read().payload.c_str());
}

TEST(Feed, NothingIsSaidBeforeThereIsAValue) {
  limits.ping_interval = 5ms;
  RawViewer viewer(io, start());
  LONGS_EQUAL(9, viewer.read().opcode);
  values.publish("first");
  STRCMP_EQUAL("first", viewer.read_kind(1).payload.c_str());
}

TEST(Feed, AStalledClientHoldsNobodyUpAndSkipsToTheNewest) {
  const auto port = start();
  RawViewer stalled(io, port);
  follow_along(port);
  run_until(io, [&] { return values.clients() == 2; });
  const std::string padding(256 << 10, '.');
  constexpr int last = 200;
  for (int i = 1; i <= last; ++i) {  // 50 MiB, far more than all socket buffers between the two
    values.publish(std::to_string(i) + padding);
    run_until(io, [&] { return heard.size() == static_cast<std::size_t>(i); });
  }
  CHECK(heard.back().starts_with("200."));
  int seen = 0;
  std::string newest;
  while (!newest.starts_with("200.")) {
    newest = stalled.read_kind(1).payload;
    ++seen;
  }
  CHECK(seen < last / 2);
}

TEST(Feed, AQuietFeedIsPingedAndScriptsGetBeatsInstead) {
  limits.ping_interval = 5ms;
  values.publish("value");
  const auto port = start();
  RawViewer plain(io, port);
  RawViewer page(io, port, "/feed?beat");
  STRCMP_EQUAL("value", plain.read().payload.c_str());
  STRCMP_EQUAL("value", page.read().payload.c_str());
  for (int i = 0; i < 3; ++i) {
    LONGS_EQUAL(9, plain.read().opcode);
    const auto beat = page.read();
    LONGS_EQUAL(1, beat.opcode);
    STRCMP_EQUAL("", beat.payload.c_str());
  }
}

TEST(Feed, AScriptThatOnlyListensStaysLongerThanTheIdleTimeout) {
  limits.ping_interval = 10ms;
  limits.idle_timeout = 100ms;
  const auto port = start();
  const auto losses = std::make_shared<int>(0);  // the last loss comes after this, when the server ends
  asio::co_spawn(io,
                 follow(
                     "ws://127.0.0.1:" + std::to_string(port) + "/feed?beat", 1 << 20, [](const std::string&) {},
                     [losses] { ++*losses; }),
                 asio::detached);
  run_until(io, [&] { return values.clients() == 1; });
  asio::steady_timer later(io, 500ms);  // five times the timeout, because this case tests time itself
  bool elapsed = false;
  later.async_wait([&](boost::system::error_code) { elapsed = true; });
  run_until(io, [&] { return elapsed || *losses > 0; });
  LONGS_EQUAL(0, *losses);
}

TEST(Feed, AClientOfABusyFeedStaysLongerThanTheIdleTimeout) {
  limits.ping_interval = 50ms;
  limits.idle_timeout = 100ms;
  follow_along(start());
  run_until(io, [&] { return values.clients() == 1; });
  asio::steady_timer later(io, 500ms);  // five times the timeout, because this case tests time itself
  bool elapsed = false;
  later.async_wait([&](boost::system::error_code) { elapsed = true; });
  run_until(io, [&] {
    values.publish(std::to_string(heard.size()));  // so it is never silent for a ping interval
    return elapsed || values.clients() == 0;
  });
  LONGS_EQUAL(1, values.clients());
}

TEST(Feed, WhatBelongsToTheMomentIsSentWithEveryValueAndBeat) {
  limits.ping_interval = 5ms;
  int now = 0;
  values = Broadcast({.before = [&now] { return "at " + std::to_string(++now) + ": "; },
                      .beat = [&now] { return "still at " + std::to_string(++now); }});
  values.publish("value");
  const auto port = start();
  RawViewer first(io, port, "/feed?beat");
  STRCMP_EQUAL("at 1: value", first.read_kind(1).payload.c_str());
  STRCMP_EQUAL("still at 2", first.read_kind(1).payload.c_str());
  const int before = now;
  RawViewer second(io, port);
  const std::string late = second.read_kind(1).payload;
  CHECK_TRUE(late.ends_with(": value") && late > "at " + std::to_string(before) + ":");
}

TEST(Feed, AClientThatNeverAnswersAPingIsDropped) {
  limits.ping_interval = 10ms;
  limits.idle_timeout = 100ms;
  const auto port = start();
  RawViewer mute(io, port);
  run_until(io, [&] { return values.clients() == 1; });
  run_until(io, [&] { return values.clients() == 0; });
}

TEST(Feed, AClientThatAnswersPingsStaysLongerThanTheIdleTimeout) {
  limits.ping_interval = 10ms;
  limits.idle_timeout = 100ms;
  follow_along(start());
  run_until(io, [&] { return values.clients() == 1; });
  asio::steady_timer later(io, 500ms);  // five times the timeout, because this case tests time itself
  bool elapsed = false;
  later.async_wait([&](boost::system::error_code) { elapsed = true; });
  run_until(io, [&] { return elapsed || values.clients() == 0; });
  LONGS_EQUAL(1, values.clients());
}

TEST(Feed, WhatAClientSaysIsIgnoredUpToALimit) {
  values.publish("value");
  RawViewer chatty(io, start());
  STRCMP_EQUAL("value", chatty.read().payload.c_str());
  chatty.say_text("hello?");
  values.publish("next");
  STRCMP_EQUAL("next", chatty.read().payload.c_str());
  chatty.say_text(std::string(2000, 'x'));
  run_until(io, [&] { return values.clients() == 0; });
}

TEST(Feed, AnOrdinaryRequestIsToldToUpgrade) {
  RawClient client(io, start());
  client.say("GET /feed HTTP/1.1\r\nHost: o\r\n\r\n");
  const auto answer = client.rest();
  CHECK(answer.starts_with("HTTP/1.1 426 "));
  CHECK(answer.find("Upgrade: websocket\r\n") != std::string::npos);
}

TEST(Feed, ViewersCountAsConnections) {
  limits.connections = 1;
  const auto port = start();
  RawViewer viewer(io, port);
  CHECK(viewer.accepted);
  STRCMP_EQUAL("", RawClient(io, port).rest().c_str());
}

TEST(Feed, StoppingSaysGoodbye) {
  values.publish("value");
  RawViewer viewer(io, start());
  bool stopped = false;
  asio::co_spawn(io, server->stop(20s), [&](std::exception_ptr) { stopped = true; });
  const auto goodbye = viewer.read_kind(8);
  STRCMP_EQUAL("\x03\xe9", goodbye.payload.c_str());  // 1001, going away
  CHECK(!stopped);                                    // the close handshake is in progress
}

TEST(Feed, StoppingDoesNotWaitForAStalledClientBeyondItsGrace) {
  const auto port = start();
  RawViewer stalled(io, port);
  run_until(io, [&] { return values.clients() == 1; });
  values.publish(std::string(64 << 20, '.'));
  io.poll();
  wait_for(io, server->stop(10ms));
  LONGS_EQUAL(0, values.clients());
}

TEST(Feed, IsNotForPagesOfAnotherSite) {
  RawClient client(io, start());
  client.say(
      "GET /feed HTTP/1.1\r\nHost: o\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: http://evil.example\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  client.end();
  CHECK(client.rest().starts_with("HTTP/1.1 403 "));
}

TEST(Feed, FiveHundredSilentViewersOfOnePeerShutNobodyOut) {
  const auto port = start();
  values.publish("now");
  std::vector<std::unique_ptr<RawViewer>> silent;
  for (std::size_t i = 0; i < 512; ++i) {
    try {
      silent.push_back(std::make_unique<RawViewer>(io, port, "/feed", "127.0.0.2"));
    } catch (const boost::system::system_error&) {
      // closed: it has its share
    }
  }
  LONGS_EQUAL(384, silent.size());
  RawViewer other(io, port);
  CHECK(other.accepted);
  STRCMP_EQUAL("now", other.read().payload.c_str());
  follow_along(port);
  run_until(io, [&] { return !heard.empty(); });
}
