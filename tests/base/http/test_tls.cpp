#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "http/client.hpp"
#include "made_ca.hpp"
#include "rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::http;
using namespace antrean::http::test;
namespace websocket = boost::beast::websocket;
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

/// Where a machine wakes whose clock has no battery.
std::chrono::system_clock::time_point in_1970() { return {}; }

}  // namespace

TEST_GROUP(CallsOverTls) {
  asio::io_context io{1};
  tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("antrean-tls-" + std::to_string(::getpid()));
  MadeCa ca{"Antrean test CA"};
  MadeCa stranger{"Antrean test CA"};
  Trust trust;
  std::vector<TlsOutcome> outcomes;
  int newest_tls = TLS1_3_VERSION;  ///< of the server

  void setup() override {
    std::filesystem::create_directories(folder);
    believe(ca);
    trust.told = [this](const TlsOutcome& outcome) { outcomes.push_back(outcome); };
  }
  void teardown() override {
    ::unsetenv("SSL_CERT_FILE");
    std::filesystem::remove_all(folder);
  }
  void believe(const MadeCa& whom) {
    trust.ca_file = folder / "ca.pem";
    std::ofstream(trust.ca_file) << whom.pem();
  }
  std::string port() const { return std::to_string(acceptor.local_endpoint().port()); }
  /// Why the only handshake was refused; "" when it was not.
  std::string refused() const {
    LONGS_EQUAL(1, outcomes.size());
    return outcomes[0].refused ? outcomes[0].refused->en : "";
  }
  asio::ssl::context server_of(const Certificate& certificate) const {
    asio::ssl::context tls(asio::ssl::context::tls_server);
    SSL_CTX_set_max_proto_version(tls.native_handle(), newest_tls);
    SSL_CTX_set_security_level(tls.native_handle(), 0);  // or OpenSSL itself would not speak TLS 1.1
    tls.use_certificate(asio::buffer(certificate.certificate_pem), asio::ssl::context::pem);
    tls.use_private_key(asio::buffer(certificate.key_pem), asio::ssl::context::pem);
    return tls;
  }
  /// Follows a feed of a server with this certificate; gives its first value, or nothing when the line was
  /// lost first.
  std::optional<std::string> follow_from(const Certificate& certificate) {
    auto tls = server_of(certificate);
    bool served = false;
    asio::co_spawn(
        io,
        [](tcp::acceptor& from, asio::ssl::context& context) -> asio::awaitable<void> {
          auto socket = co_await from.async_accept(asio::use_awaitable);
          websocket::stream<asio::ssl::stream<tcp::socket>> stream(std::move(socket), context);
          const auto [error] =
              co_await stream.next_layer().async_handshake(asio::ssl::stream_base::server, tuple_awaitable);
          if (error) {
            co_return;
          }
          const auto [refused] = co_await stream.async_accept(tuple_awaitable);
          if (refused) {
            co_return;
          }
          const std::string value = "now serving";
          static_cast<void>(co_await stream.async_write(asio::buffer(value), tuple_awaitable));
          boost::beast::flat_buffer until_closed;
          static_cast<void>(co_await stream.async_read(until_closed, tuple_awaitable));
        }(acceptor, tls),
        [&](const std::exception_ptr&) { served = true; });
    std::optional<std::string> heard;
    bool lost = false;
    bool ended = false;
    asio::cancellation_signal cancel;
    asio::co_spawn(io,
                   follow(
                       "wss://localhost:" + port() + "/feed", 1'000,
                       [&](std::string value) { heard = std::move(value); }, [&] { lost = true; },
                       {.silence = std::chrono::seconds(20),
                        .first_retry = std::chrono::hours(1),
                        .last_retry = std::chrono::hours(1)},
                       trust),
                   asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr&) { ended = true; }));
    run_until(io, [&] { return heard || lost; });
    cancel.emit(asio::cancellation_type::terminal);
    run_until(io, [&] { return ended && served; });
    return heard;
  }
  boost::system::result<Response> get_from(const Certificate& certificate, const std::string& host = "localhost") {
    auto tls = server_of(certificate);
    bool served = false;
    asio::co_spawn(
        io,
        [](tcp::acceptor& from, asio::ssl::context& context) -> asio::awaitable<void> {
          auto socket = co_await from.async_accept(asio::use_awaitable);
          asio::ssl::stream<tcp::socket> stream(std::move(socket), context);
          const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, tuple_awaitable);
          if (error) {
            co_return;
          }
          char request[2048];
          static_cast<void>(co_await stream.async_read_some(asio::buffer(request), tuple_awaitable));
          const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret";
          static_cast<void>(co_await asio::async_write(stream, asio::buffer(answer), tuple_awaitable));
        }(acceptor, tls),
        [&](std::exception_ptr) { served = true; });
    ClientRequest what;
    what.url = "https://" + host + ":" + port() + "/";
    what.trust = trust;
    auto answer = wait_for(io, fetch(std::move(what)));
    run_until(io, [&] { return served; });
    return answer;
  }
};

TEST(CallsOverTls, AServerOfTheCaFileIsHeard) {
  const auto answer = get_from(ca.issue({}));
  CHECK(answer.has_value());
  STRCMP_EQUAL("secret", answer->body.c_str());
  STRCMP_EQUAL("", refused().c_str());
  CHECK_FALSE(outcomes[0].dates_unchecked);
}

TEST(CallsOverTls, AServerOfTheSystemsCasIsHeard) {
  ::setenv("SSL_CERT_FILE", trust.ca_file.c_str(), 1);
  trust.ca_file.clear();
  CHECK(get_from(ca.issue({})).has_value());
}

TEST(CallsOverTls, OnlyTheCaFileIsBelievedWhenThereIsOne) {
  ::setenv("SSL_CERT_FILE", trust.ca_file.c_str(), 1);
  std::filesystem::rename(trust.ca_file, folder / "system.pem");
  ::setenv("SSL_CERT_FILE", (folder / "system.pem").c_str(), 1);
  believe(stranger);
  CHECK(get_from(ca.issue({})).has_error());
}

TEST(CallsOverTls, AnAddressIsVerifiedAsAnAddress) {
  CHECK(get_from(ca.issue({.host = "127.0.0.1"}), "127.0.0.1").has_value());
  outcomes.clear();
  CHECK(get_from(ca.issue({.host = "127.0.0.2"}), "127.0.0.1").has_error());
  STRCMP_EQUAL("the server's certificate is not for the name 127.0.0.1", refused().c_str());
}

TEST(CallsOverTls, AWrongCertificateIsRefusedInWordsWhateverTheClockSays) {
  const struct {
    Wanted wanted;
    bool of_a_stranger;
    const char* why;
  } table[] = {
      {{.from = -std::chrono::hours{800}, .until = -std::chrono::hours{700}}, false, "certificate ended on 20"},
      {{.host = "portal.example"}, false, "not for the name localhost"},
      {{}, true, "no trusted CA vouches for the server's certificate"},
  };
  for (const auto& row : table) {
    for (const auto& now : {std::function<std::chrono::system_clock::time_point()>(), {in_1970}}) {
      trust.now = now;
      const auto certificate = (row.of_a_stranger ? stranger : ca).issue(row.wanted);
      outcomes.clear();
      CHECK(get_from(certificate).has_error());
      STRCMP_CONTAINS(row.why, refused().c_str());
      outcomes.clear();
      CHECK_FALSE(follow_from(certificate).has_value());
      STRCMP_CONTAINS(row.why, refused().c_str());
      CHECK(!outcomes[0].refused->id.empty());
    }
  }
}

TEST(CallsOverTls, ACertificateOfTomorrowIsRefusedWhileTheClockIsRight) {
  CHECK_FALSE(follow_from(ca.issue({.from = std::chrono::hours{24}, .until = std::chrono::hours{48}})).has_value());
  STRCMP_CONTAINS("look at this machine's clock", refused().c_str());
}

TEST(CallsOverTls, In1970TheFeedIsHeardAndTheClockIsTold) {
  trust.now = in_1970;
  const auto value = follow_from(ca.issue({}));
  CHECK(value.has_value());
  STRCMP_EQUAL("now serving", value->c_str());
  STRCMP_EQUAL("", refused().c_str());
  CHECK(outcomes[0].dates_unchecked);
  outcomes.clear();
  CHECK(get_from(ca.issue({})).has_value());
  CHECK(outcomes[0].dates_unchecked);
}

TEST(CallsOverTls, TheDayOfTheBuildIsOneOfThisMillenniumAndNotTomorrow) {
  CHECK(build_day() > std::chrono::sys_days{std::chrono::year{2024} / 1 / 1});
  CHECK(build_day() <= std::chrono::system_clock::now());
}

TEST(CallsOverTls, WhatIsOlderThanTls12IsRefused) {
  newest_tls = TLS1_1_VERSION;
  CHECK(get_from(ca.issue({})).has_error());
  STRCMP_CONTAINS("TLS 1.2 or later", refused().c_str());
}

TEST(CallsOverTls, ACaFileThatIsNoneIsToldAndNobodyIsBelieved) {
  for (const char* text : {"", "no certificate"}) {
    std::ofstream(trust.ca_file) << text;
    ClientRequest what;
    what.url = "https://localhost:" + port() + "/";
    what.trust = trust;
    outcomes.clear();
    CHECK(wait_for(io, fetch(std::move(what))).has_error());
    CHECK(has(refused(), "ca.pem cannot be read"));
  }
}

TEST(CallsOverTls, AFeedOfATrustedServerIsFollowed) {
  const auto value = follow_from(ca.issue({}));
  CHECK(value.has_value());
  STRCMP_EQUAL("now serving", value->c_str());
}
