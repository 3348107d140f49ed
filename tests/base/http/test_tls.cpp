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
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "http/client.hpp"
#include "rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::http;
using namespace antrean::http::test;
namespace websocket = boost::beast::websocket;
using namespace std::chrono_literals;

namespace {

struct Certificate {
  std::string certificate_pem, key_pem;
};

/// A certificate for this host name that only it itself has signed.
Certificate self_signed(const std::string& host) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), X509_free);
  X509_set_version(cert.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
  X509_set_pubkey(cert.get(), key.get());
  auto* name = X509_get_subject_name(cert.get());
  const auto* host_bytes = reinterpret_cast<const unsigned char*>(host.c_str());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host_bytes, -1, -1, 0);
  X509_set_issuer_name(cert.get(), name);
  auto* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + host).c_str());
  X509_add_ext(cert.get(), names, -1);
  X509_EXTENSION_free(names);
  X509_sign(cert.get(), key.get(), EVP_sha256());
  const auto pem = [](auto write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    write(out.get());
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
  };
  return {pem([&](BIO* out) { PEM_write_bio_X509(out, cert.get()); }),
          pem([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })};
}

}  // namespace

TEST_GROUP(CallsOverTls) {
  asio::io_context io{1};
  tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  std::string trusted =
      (std::filesystem::temp_directory_path() / ("antrean-tls-" + std::to_string(::getpid()) + ".pem")).string();

  void teardown() override {
    ::unsetenv("SSL_CERT_FILE");
    std::remove(trusted.c_str());
  }
  void trust(const Certificate& certificate) {
    std::ofstream(trusted) << certificate.certificate_pem;
    ::setenv("SSL_CERT_FILE", trusted.c_str(), 1);
  }
  /// Follows the feed of a server with this certificate. Returns its first value, or nothing if the line was
  /// lost first.
  std::optional<std::string> follow_from(const Certificate& certificate) {
    asio::ssl::context tls(asio::ssl::context::tls_server);
    tls.use_certificate(asio::buffer(certificate.certificate_pem), asio::ssl::context::pem);
    tls.use_private_key(asio::buffer(certificate.key_pem), asio::ssl::context::pem);
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
                       "wss://localhost:" + std::to_string(acceptor.local_endpoint().port()) + "/feed", 1'000,
                       [&](std::string value) { heard = std::move(value); }, [&] { lost = true; },
                       {.silence = std::chrono::seconds(20),
                        .first_retry = std::chrono::hours(1),
                        .last_retry = std::chrono::hours(1)}),
                   asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr&) { ended = true; }));
    run_until(io, [&] { return heard || lost; });
    cancel.emit(asio::cancellation_type::terminal);
    run_until(io, [&] { return ended && served; });
    return heard;
  }
  boost::system::result<Response> get_from(const Certificate& certificate) {
    auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    tls->use_certificate(asio::buffer(certificate.certificate_pem), asio::ssl::context::pem);
    tls->use_private_key(asio::buffer(certificate.key_pem), asio::ssl::context::pem);
    bool served = false;
    asio::co_spawn(
        io,
        [](tcp::acceptor& from, std::shared_ptr<asio::ssl::context> context) -> asio::awaitable<void> {
          auto socket = co_await from.async_accept(asio::use_awaitable);
          asio::ssl::stream<tcp::socket> stream(std::move(socket), *context);
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
    what.url = "https://localhost:" + std::to_string(acceptor.local_endpoint().port()) + "/";
    auto answer = wait_for(io, fetch(std::move(what)));
    run_until(io, [&] { return served; });
    return answer;
  }
};

TEST(CallsOverTls, ATrustedServerIsHeard) {
  const auto certificate = self_signed("localhost");
  trust(certificate);
  const auto answer = get_from(certificate);
  CHECK(answer.has_value());
  STRCMP_EQUAL("secret", answer->body.c_str());
}

TEST(CallsOverTls, AServerNobodyVouchesForIsRefused) {
  trust(self_signed("localhost"));  // another certificate for the same name
  CHECK(get_from(self_signed("localhost")).has_error());
}

TEST(CallsOverTls, AServerOfAnotherNameIsRefused) {
  const auto certificate = self_signed("portal.example");
  trust(certificate);
  CHECK(get_from(certificate).has_error());
}

TEST(CallsOverTls, AFeedOfATrustedServerIsFollowed) {
  const auto certificate = self_signed("localhost");
  trust(certificate);
  const auto value = follow_from(certificate);
  CHECK(value.has_value());
  STRCMP_EQUAL("now serving", value->c_str());
}

TEST(CallsOverTls, AFeedOfAServerNobodyVouchesForIsNotFollowed) {
  trust(self_signed("localhost"));
  CHECK_FALSE(follow_from(self_signed("localhost")).has_value());
}

TEST(CallsOverTls, AFeedOfAServerOfAnotherNameIsNotFollowed) {
  const auto certificate = self_signed("portal.example");
  trust(certificate);
  CHECK_FALSE(follow_from(certificate).has_value());
}
