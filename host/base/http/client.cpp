#include "http/client.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "http/address.hpp"
#include "http/idle_timeout.hpp"
#include "http/local_socket.hpp"
#include "http/tls_check.hpp"

namespace antrean::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);
using SteadyTime = std::chrono::steady_clock::time_point;
using Endpoints = std::vector<tcp::endpoint>;

/// Resolves within `until`. getaddrinfo cannot be cancelled, so a resolver that hangs is left to itself, and
/// its result is dropped. Literal addresses never start Asio's resolver thread.
asio::awaitable<boost::system::result<Endpoints>> resolve(std::string host, std::uint16_t port, SteadyTime until) {
  error_code not_literal;
  const auto literal = asio::ip::make_address(host, not_literal);
  if (!not_literal) {
    co_return Endpoints{tcp::endpoint(literal, port)};
  }

  struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver(executor), done(executor) {}
    tcp::resolver resolver;
    asio::steady_timer done;
    std::optional<boost::system::result<Endpoints>> found;
  };
  const auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
  lookup->done.expires_at(until);
  lookup->resolver.async_resolve(host, std::to_string(port),
                                 [lookup](error_code error, const tcp::resolver::results_type& results) {
                                   if (error) {
                                     lookup->found.emplace(error);
                                   } else {
                                     lookup->found.emplace(Endpoints(results.begin(), results.end()));
                                   }
                                   lookup->done.cancel();
                                 });
  if (!lookup->found) {
    static_cast<void>(co_await lookup->done.async_wait(tuple_awaitable));
  }
  co_return lookup->found.value_or(error_code(asio::error::timed_out));
}

error_code invalid_argument() { return boost::system::errc::make_error_code(boost::system::errc::invalid_argument); }

error_code plain_words(error_code error) {
  if (error == beast::error::timeout) {
    return asio::error::timed_out;
  }
  if (error == wire::error::body_limit) {
    return boost::system::errc::make_error_code(boost::system::errc::message_size);
  }
  return error;
}

/// Sends and receives over a connected stream. Its lowest layer has the deadline.
template <class Stream>
asio::awaitable<boost::system::result<Response>> exchange(Stream& stream, wire::request<wire::string_body>& request,
                                                          std::size_t max_body) {
  {
    const auto [error, size] = co_await wire::async_write(stream, request, tuple_awaitable);
    if (error) {
      co_return plain_words(error);
    }
  }
  beast::flat_buffer buffer;
  wire::response_parser<wire::string_body> parser;
  parser.body_limit(max_body);
  parser.skip(request.method() == wire::verb::head);
  const auto [error, size] = co_await wire::async_read(stream, buffer, parser, tuple_awaitable);
  if (error) {
    co_return plain_words(error);
  }
  Response response;
  response.status = parser.get().result_int();
  response.content_type = std::string(parser.get()[wire::field::content_type]);
  for (const auto& field : parser.get()) {
    response.headers.emplace_back(field.name_string(), field.value());
  }
  response.body = std::move(parser.get().body());
  co_return response;
}

asio::awaitable<boost::system::result<Response>> call_tls(Address address, Endpoints endpoints, SteadyTime until,
                                                          wire::request<wire::string_body> request,
                                                          std::size_t max_body, Trust trust) {
  TlsCheck check(address.host, std::move(trust));
  auto tls = check.context();
  if (!tls) {
    co_return invalid_argument();
  }
  beast::ssl_stream<beast::tcp_stream> stream(co_await asio::this_coro::executor, *tls);
  if (const auto error = check.prepare(stream.native_handle())) {
    co_return error;
  }
  stream.set_verify_callback(
      [&check](bool passed, asio::ssl::verify_context& certificate) { return check.verify(passed, certificate); });
  auto& tcp_stream = beast::get_lowest_layer(stream);
  tcp_stream.expires_at(until);
  {
    const auto [error, endpoint] = co_await tcp_stream.async_connect(endpoints, tuple_awaitable);
    if (error) {
      co_return plain_words(error);
    }
  }
  {
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::client, tuple_awaitable);
    check.ended(error);
    if (error) {
      co_return plain_words(error);
    }
  }
  co_return co_await exchange(stream, request, max_body);
}

asio::awaitable<boost::system::result<Response>> call_plain(Endpoints endpoints, SteadyTime until,
                                                            wire::request<wire::string_body> request,
                                                            std::size_t max_body) {
  beast::tcp_stream stream(co_await asio::this_coro::executor);
  stream.expires_at(until);
  const auto [error, endpoint] = co_await stream.async_connect(endpoints, tuple_awaitable);
  if (error) {
    co_return plain_words(error);
  }
  co_return co_await exchange(stream, request, max_body);
}

asio::awaitable<boost::system::result<Response>> call_local(std::filesystem::path socket, SteadyTime until,
                                                            wire::request<wire::string_body> request,
                                                            std::size_t max_body) {
  if (!fits_in_a_socket_address(socket)) {
    co_return boost::system::errc::make_error_code(boost::system::errc::filename_too_long);
  }
  beast::basic_stream<asio::local::stream_protocol> stream(co_await asio::this_coro::executor);
  stream.expires_at(until);
  const auto [error] =
      co_await stream.async_connect(asio::local::stream_protocol::endpoint(socket.native()), tuple_awaitable);
  if (error) {
    co_return plain_words(error);
  }
  co_return co_await exchange(stream, request, max_body);
}

}  // namespace

asio::awaitable<boost::system::result<Response>> fetch(ClientRequest what) {
  const auto until = std::chrono::steady_clock::now() + what.deadline;
  auto address = parse_address(what.url, Scheme::http);
  if (!address) {
    co_return invalid_argument();
  }

  wire::request<wire::string_body> request;
  request.version(11);
  request.method_string(what.method);
  request.target(address->target);
  request.set(wire::field::host, address->authority);
  for (const auto& [name, value] : what.headers) {
    request.set(name, value);
  }
  request.keep_alive(false);
  request.body() = std::move(what.body);
  request.prepare_payload();

  if (!what.socket.empty()) {
    co_return co_await call_local(std::move(what.socket), until, std::move(request), what.max_body);
  }
  const auto endpoints = co_await resolve(address->host, address->port, until);
  if (!endpoints) {
    co_return endpoints.error();
  }
  if (address->tls) {
    co_return co_await call_tls(std::move(*address), *endpoints, until, std::move(request), what.max_body,
                                std::move(what.trust));
  }
  co_return co_await call_plain(*endpoints, until, std::move(request), what.max_body);
}

namespace {

/// The data of one connection to a feed.
struct Listening {
  Address address;
  std::size_t max_message = 0;
  std::function<void(std::string)> on_message;
  std::chrono::milliseconds silence_time{};
  Trust trust;
};

/// From the WebSocket handshake to the loss of the line. Returns whether a message came.
template <class Stream>
asio::awaitable<bool> hear(Stream& stream, const Listening& listening, std::shared_ptr<IdleTimeout> idle_timeout) {
  const auto cancelled = co_await asio::this_coro::cancellation_state;
  stream.read_message_max(listening.max_message);
  stream.control_callback([&idle_timeout](websocket::frame_type, beast::string_view) { idle_timeout->heard(); });
  {
    const auto [error] =
        co_await stream.async_handshake(listening.address.authority, listening.address.target, tuple_awaitable);
    if (error) {
      co_return false;
    }
  }
  idle_timeout->heard();
  bool any = false;
  beast::flat_buffer buffer;
  while (true) {
    const auto [error, size] = co_await stream.async_read(buffer, tuple_awaitable);
    if (error) {
      co_return any;
    }
    idle_timeout->heard();
    if (buffer.size() > 0 && stream.got_text()) {
      any = true;
      listening.on_message(beast::buffers_to_string(buffer.data()));
      // Cancelled by the function that got the message: at that moment no operation was waiting that the
      // cancellation could end.
      if (cancelled.cancelled() != asio::cancellation_type::none) {
        co_return any;
      }
    }
    buffer.clear();
  }
}

/// One connection from connect to loss. Gives whether a message came.
asio::awaitable<bool> listen_once(Listening listening) {
  const auto executor = co_await asio::this_coro::executor;
  const Address& address = listening.address;
  const auto until = std::chrono::steady_clock::now() + listening.silence_time;
  const auto endpoints = co_await resolve(address.host, address.port, until);
  if (!endpoints) {
    co_return false;
  }
  const auto idle_timeout = std::make_shared<IdleTimeout>(executor, listening.silence_time);
  if (!address.tls) {
    websocket::stream<beast::tcp_stream> stream(executor);
    auto& tcp_stream = beast::get_lowest_layer(stream);
    tcp_stream.expires_after(listening.silence_time);
    const auto [error, endpoint] = co_await tcp_stream.async_connect(*endpoints, tuple_awaitable);
    if (error) {
      co_return false;
    }
    tcp_stream.expires_never();
    const IdleTimeout::Watch watch(idle_timeout, tcp_stream.socket());
    co_return co_await hear(stream, listening, idle_timeout);
  }
  TlsCheck check(address.host, listening.trust);
  auto tls = check.context();
  if (!tls) {
    co_return false;
  }
  // Not beast::ssl_stream: clang takes its two declarations of async_teardown for two functions.
  websocket::stream<asio::ssl::stream<beast::tcp_stream>> stream(executor, *tls);
  if (check.prepare(stream.next_layer().native_handle())) {
    co_return false;
  }
  stream.next_layer().set_verify_callback(
      [&check](bool passed, asio::ssl::verify_context& certificate) { return check.verify(passed, certificate); });
  auto& tcp_stream = beast::get_lowest_layer(stream);
  tcp_stream.expires_after(listening.silence_time);
  {
    const auto [error, endpoint] = co_await tcp_stream.async_connect(*endpoints, tuple_awaitable);
    if (error) {
      co_return false;
    }
  }
  {
    const auto [error] = co_await stream.next_layer().async_handshake(asio::ssl::stream_base::client, tuple_awaitable);
    check.ended(error);
    if (error) {
      co_return false;
    }
  }
  tcp_stream.expires_never();
  const IdleTimeout::Watch watch(idle_timeout, tcp_stream.socket());
  co_return co_await hear(stream, listening, idle_timeout);
}

asio::awaitable<void> follow_until_cancelled(Listening listening, std::function<void()> on_lost, FollowTiming timing) {
  const auto cancelled = co_await asio::this_coro::cancellation_state;
  asio::steady_timer pause(co_await asio::this_coro::executor);
  std::minstd_rand random(std::random_device{}());
  bool lost = false;
  listening.on_message = [&lost, on_message = std::move(listening.on_message)](std::string text) {
    lost = false;
    on_message(std::move(text));
  };
  for (auto delay = timing.first_retry;; delay = std::min(delay * 2, timing.last_retry)) {
    const bool heard = co_await listen_once(listening);
    if (cancelled.cancelled() != asio::cancellation_type::none) {
      co_return;
    }
    if (!lost) {
      lost = true;
      on_lost();
      if (cancelled.cancelled() != asio::cancellation_type::none) {
        co_return;
      }
    }
    if (heard) {
      delay = timing.first_retry;
    }
    pause.expires_after(delay - std::chrono::milliseconds(random() % static_cast<unsigned>(delay.count() / 2 + 1)));
    static_cast<void>(co_await pause.async_wait(tuple_awaitable));
    if (cancelled.cancelled() != asio::cancellation_type::none) {
      co_return;
    }
  }
}

}  // namespace

asio::awaitable<void> follow(std::string url, std::size_t max_message, std::function<void(std::string)> on_message,
                             std::function<void()> on_lost, FollowTiming timing, Trust trust) {
  const auto address = parse_address(url, Scheme::ws);
  if (!address) {
    throw std::invalid_argument("'" + url +
                                "' is not the address of a feed: ws:// or wss://, a host, a port from 1 to 65535");
  }
  // Cancellation ends the loop instead of throwing from the awaited operation. The caller's own rule is
  // restored at the end.
  const bool caller_throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  Listening listening{.address = *address,
                      .max_message = max_message,
                      .on_message = std::move(on_message),
                      .silence_time = timing.silence,
                      .trust = std::move(trust)};
  co_await follow_until_cancelled(std::move(listening), std::move(on_lost), timing);
  co_await asio::this_coro::throw_if_cancelled(caller_throws);
}

}  // namespace antrean::http
