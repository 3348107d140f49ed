#include "http/server.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <optional>
#include <stdexcept>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <spdlog/spdlog.h>

#include "http/address.hpp"
#include "http/connections.hpp"
#include "http/routes.hpp"

namespace antrean::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using asio::local::stream_protocol;

namespace {

constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);
using WireRequest = wire::request<wire::string_body>;
using WireResponse = wire::response<wire::string_body>;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }
beast::string_view beast_view(std::string_view text) { return {text.data(), text.size()}; }

bool has_line_breaks(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

std::string http_date() {
  const auto now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

/// The status for a request that could not be read; nothing if the client only left or was too slow.
std::optional<unsigned> status_of(boost::system::error_code error) {
  if (error == wire::error::end_of_stream || error == wire::error::partial_message) {
    return std::nullopt;
  }
  if (error == wire::error::body_limit) {
    return 413;
  }
  if (error == wire::error::header_limit || error == wire::error::buffer_overflow) {
    return 431;
  }
  if (error.category() == wire::make_error_code(wire::error::bad_method).category()) {
    return 400;
  }
  return std::nullopt;
}

/// The word in the security log for what a handler answered; null where that refuses nobody.
const char* reason_of(unsigned status) {
  switch (status) {
    case 401:
      return "not_signed_in";
    case 403:
      return "not_allowed";
    case 429:
      return "too_often";
    default:
      return nullptr;
  }
}

/// A handler that knows better has said it.
void say_when_again(Response& response) {
  const bool said = std::any_of(response.headers.begin(), response.headers.end(), [](const auto& field) {
    return beast::iequals(beast_view(field.first), "Retry-After");
  });
  if (!said) {
    response.headers.emplace_back("Retry-After", "1");
  }
}

/// The bytes for `response`. A header with a line break would become two headers, so such a response is not
/// sent.
std::optional<WireResponse> to_wire(Response response, const Headers& common, bool head, unsigned version,
                                    bool keep_alive) {
  WireResponse result{wire::int_to_status(response.status), version};
  if (result.result() == wire::status::unknown) {
    result.result(response.status);
  }
  for (auto& [name, value] : response.headers) {
    if (has_line_breaks(name) || has_line_breaks(value)) {
      return std::nullopt;
    }
    result.insert(beast_view(name), beast_view(value));
  }
  for (const auto& [name, value] : common) {
    if (result.find(beast_view(name)) == result.end()) {
      result.set(beast_view(name), beast_view(value));
    }
  }
  result.set(wire::field::date, http_date());
  if (response.status != 204 && response.status != 304) {
    if (has_line_breaks(response.content_type)) {
      return std::nullopt;
    }
    result.set(wire::field::content_type, beast_view(response.content_type));
    result.content_length(response.body.size());
    if (!head) {
      result.body() = std::move(response.body);
    }
  }
  result.keep_alive(keep_alive);
  return result;
}

/// True if it is clear where this request ends. Beast takes every transfer coding except "chunked" for an
/// empty body, and would read the body of such a client as the next request.
bool framing_is_clear(const WireRequest& request) {
  const auto [first, last] = request.equal_range(wire::field::transfer_encoding);
  if (first == last) {
    return true;
  }
  return std::next(first) == last && beast::iequals(first->value(), "chunked") && request.version() >= 11;
}

/// One Host at most, also when two say the same.
bool host_is_clear(const WireRequest& request) { return request.count(wire::field::host) <= 1; }

/// Every line of this header, with commas between; nothing without one.
std::optional<std::string> all_of(const WireRequest& request, beast::string_view name) {
  std::optional<std::string> result;
  const auto [first, last] = request.equal_range(name);
  for (auto field = first; field != last; ++field) {
    result = (result ? *result + "," : std::string()) + std::string(view(field->value()));
  }
  return result;
}

/// The other end of a connection.
struct End {
  asio::ip::address address{};       ///< of TCP
  tcp::endpoint here{};              ///< of TCP: the socket's end on this side
  std::optional<Program> program{};  ///< of a Unix socket

  std::string text() const { return program ? program->text() : unmapped(address).to_string(); }
};

/// What comes over a Unix socket has no name or origin to compare, so what a browser or a proxy adds is a
/// sign that somebody made a way there for strangers.
std::optional<Refusal> refusal_of_program(const WireRequest& request) {
  for (const auto* header : {"Origin", "Sec-Fetch-Site", "X-Forwarded-For", "Forwarded"}) {
    if (request.count(header) > 0) {
      return Refusal{.status = 403,
                     .reason = "not_a_command",
                     .text = "this is for commands on this machine, not for browsers or proxies",
                     .detail = std::string(header) + " was sent"};
    }
  }
  return std::nullopt;
}

Sent sent_by(const WireRequest& request, const Target& target, const tcp::endpoint& connected) {
  return {.method = std::string(view(request.method_string())),
          .websocket = beast::websocket::is_upgrade(request),
          .host = all_of(request, "Host"),
          .target_host = target.authority,
          .origin = all_of(request, "Origin"),
          .fetch_site = all_of(request, "Sec-Fetch-Site").value_or(""),
          .connected = connected};
}

Request to_request(const WireRequest& from, const End& end, const Networks& trusted_proxies) {
  Request result;
  result.method = std::string(view(from.method_string()));
  for (const auto& field : from) {
    result.headers.emplace_back(view(field.name_string()), view(field.value()));
  }
  if (end.program) {
    result.peer = end.text();
    result.local = true;
    result.program = end.program;
    return result;
  }
  const auto peer = peer_of(end.address,
                            {.addresses = all_of(from, "X-Forwarded-For"),
                             .scheme = all_of(from, "X-Forwarded-Proto"),
                             .forwarded = all_of(from, "Forwarded")},
                            trusted_proxies);
  result.peer = peer.address.to_string();
  result.local = peer.local;
  result.https = peer.https;
  return result;
}

}  // namespace

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
  class Session;

  Impl(const asio::any_io_executor& executor, Limits limits_, Site site_, std::shared_ptr<Gate> gate_)
      : limits(limits_),
        site(std::move(site_)),
        gate(gate_ ? std::move(gate_) : std::make_shared<Gate>(ShareLimits{.connections = limits_.connections})),
        acceptor(executor),
        local_acceptor(executor),
        retry(executor),
        connections(std::make_shared<Connections>(executor)) {}

  static asio::awaitable<void> accept(std::shared_ptr<Impl> self);
  static asio::awaitable<void> accept_programs(std::shared_ptr<Impl> self);
  /// No descriptors left, or a client that left the queue: neither may end the loop or make it spin.
  static asio::awaitable<void> accept_failed(std::shared_ptr<Impl> self, std::string where,
                                             boost::system::error_code error);
  void serve(asio::generic::stream_protocol::socket socket, End end, Shares::Hold held,
             std::optional<Shares::Hold> own);
  static asio::awaitable<void> stop(std::shared_ptr<Impl> self, std::chrono::milliseconds grace);
  /// Waits until no connection is open, but at most this long.
  static asio::awaitable<void> wait_empty(std::shared_ptr<Impl> self, std::chrono::milliseconds most);

  void stop_accepting() {
    stopping = true;
    boost::system::error_code ignored;
    acceptor.close(ignored);
    local_acceptor.close(ignored);
    local.reset();
    retry.cancel();
  }
  Response error_response(unsigned status, const Request& request, std::string_view why = {}) const;

  Limits limits;
  Site site;
  std::shared_ptr<Gate> gate;
  tcp::acceptor acceptor;
  stream_protocol::acceptor local_acceptor;  ///< on a descriptor of its own
  std::optional<LocalSocket> local;          ///< keeps the file
  asio::steady_timer retry;
  std::shared_ptr<Connections> connections;
  Routes routes;
  std::map<std::string, std::shared_ptr<Broadcast::State>> broadcasts;
  Headers common;
  std::function<Response(unsigned, const Request&, std::string_view)> make_error;
  std::map<std::pair<std::string, unsigned>, std::uint64_t> answered;
  bool stopping = false;
};

/// One HTTP connection. Requests are answered in the order of arrival; pipelined requests wait in the buffer.
class Server::Impl::Session final : public Connection {
 public:
  /// `own`: the asker's share, where the asker is known; nothing behind a trusted proxy.
  Session(std::shared_ptr<Impl> server, asio::generic::stream_protocol::socket socket, End end, Shares::Hold held,
          std::optional<Shares::Hold> own)
      : server_(std::move(server)),
        stream_(std::move(socket)),
        end_(std::move(end)),
        held_(std::move(held)),
        own_(std::move(own)) {
    buffer_.max_size(server_->limits.header_bytes + most_at_once);
    entry_.emplace(server_->connections, this);
  }

  void finish() override {
    if (state_ != State::busy) {
      close();
    }
  }
  void abort() override {
    close();
    cancel_.emit(asio::cancellation_type::terminal);
  }
  asio::cancellation_slot slot() { return cancel_.slot(); }

  static asio::awaitable<void> run(std::shared_ptr<Session> self) {
    for (bool first = true; co_await self->await_request(first); first = false) {
      if (!co_await self->exchange()) {
        break;
      }
    }
    self->close();
  }

 private:
  enum class State { idle, busy, lingering };
  static constexpr std::size_t most_at_once = 16u << 10;
  /// Of a request's beginning: most fit, and ten thousand who ask nothing hold no more than this each.
  static constexpr std::size_t most_while_idle = 2u << 10;
  static constexpr std::size_t most_discarded = 256u << 10;
  static constexpr std::chrono::seconds linger_time{1};

  void close() {
    boost::system::error_code ignored;
    stream_.socket().close(ignored);
  }

  /// Nobody waits in vain because others hold sockets and say nothing.
  void give_way() {
    note_refused(end_.text(), "sockets", "no whole request yet; gave way to a newer connection");
    held_.reset();
    own_.reset();
    close();
  }
  Asker asker_at_the_socket() const {
    if (end_.program) {
      return {.who = end_.text(), .local = true};
    }
    const auto address = unmapped(end_.address);
    return {.who = asker_of(address),
            .local = address.is_loopback() && !server_->site.trusted_proxies.contains(address)};
  }

  /// False: nothing came in time, or the server is stopping.
  asio::awaitable<bool> await_request(bool first) {
    waiting_.emplace(server_->gate->shares->waiting(asker_at_the_socket(), [this] { give_way(); }));
    if (buffer_.size() == 0) {
      if (server_->stopping) {
        co_return false;
      }
      state_ = State::idle;
      stream_.expires_after(first ? server_->limits.header_timeout : server_->limits.idle_timeout);
      const auto [error, size] = co_await stream_.async_read_some(buffer_.prepare(most_while_idle), tuple_awaitable);
      if (error) {
        co_return false;
      }
      buffer_.commit(size);
      if (first) {  // its time has run since accept
        state_ = State::busy;
        co_return true;
      }
    }
    state_ = State::busy;
    stream_.expires_after(server_->limits.header_timeout);
    co_return true;
  }

  /// Reads one request and answers it. False: the connection is over.
  asio::awaitable<bool> exchange() {
    const bool went_on = co_await take_and_answer();
    waiting_.reset();
    co_return went_on;
  }

  asio::awaitable<bool> take_and_answer() {
    route_ = "-";
    wire::request_parser<wire::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(server_->limits.header_bytes));
    parser.body_limit(boost::none);  // the route says, once it is known
    const auto [header_error, header_size] =
        co_await wire::async_read_header(stream_, buffer_, parser, tuple_awaitable);
    if (header_error || !held_) {
      co_return co_await refuse(header_error);
    }
    auto request = to_request(parser.get(), end_, server_->site.trusted_proxies);
    const bool is_11 = parser.get().version() >= 11;
    if (!host_is_clear(parser.get()) || !framing_is_clear(parser.get())) {
      note_refused(request.peer, "malformed", "more than one Host or an unclear end of the request");
      co_return co_await reply(400, std::move(request));
    }
    const auto target = parse_target(view(parser.get().target()));
    if (!target) {
      note_refused(request.peer, "malformed", "no target of a request");
      co_return co_await reply(400, std::move(request));
    }
    request.path = target->path;
    request.query = target->query;
    const auto found = server_->broadcasts.find(target->path);
    const bool for_viewers = found != server_->broadcasts.end();
    auto match = for_viewers ? Routes::Match() : server_->routes.find(request.method, *target);
    shown_ = for_viewers ? "WebSocket " + found->first : match.route == "-" ? request.method + " -" : match.route;
    if (const auto refusal = end_.program
                                 ? refusal_of_program(parser.get())
                                 : refusal_of(sent_by(parser.get(), *target, end_.here), server_->site.names)) {
      note_refused(request.peer, refusal->reason, refusal->detail);
      co_return co_await reply(refusal->status, std::move(request), refusal->text);
    }
    auto& shares = *server_->gate->shares;
    const Asker asker{.who = asker_of(request.peer), .local = request.local};
    std::optional<Shares::Hold> own;
    if (!own_) {
      own = shares.connection(asker);
      if (!own) {
        co_return co_await refuse_share(503, "sockets", std::move(request));
      }
    }
    if (is_changing(request.method) && !shares.change(asker, MonotonicTime{std::chrono::steady_clock::now()})) {
      co_return co_await refuse_share(429, "changes", std::move(request));
    }

    route_ = match.route;
    const auto announced = parser.content_length();
    if (announced && *announced > match.most_body && (for_viewers || match.handler != nullptr)) {
      note_refused(request.peer, "body_size", shown_);
      co_return co_await reply(413, std::move(request));
    }
    parser.body_limit(match.most_body);
    const Handler handler = match.handler == nullptr ? Handler() : *match.handler;  // routes may be added meanwhile
    const bool has_body = !parser.is_done();
    if (has_body && !for_viewers && !handler) {
      co_return co_await reply_without_route(match, std::move(request));
    }
    // Before a byte of it is read; a body without a length is taken for the longest.
    const auto memory = shares.body(asker, has_body ? announced.value_or(match.most_body) : 0);
    if (!memory) {
      co_return co_await refuse_share(503, "bodies", std::move(request));
    }
    if (is_11 && has_body && beast::iequals(parser.get()[wire::field::expect], "100-continue")) {
      WireResponse go_on{wire::status::continue_, 11};
      const auto [error, size] = co_await wire::async_write(stream_, go_on, tuple_awaitable);
      if (error) {
        co_return false;
      }
    }
    const auto [body_error, body_size] = co_await wire::async_read(stream_, buffer_, parser, tuple_awaitable);
    if (body_error || !held_) {
      co_return co_await refuse(body_error);
    }
    waiting_.reset();
    if (for_viewers) {
      if (!beast::websocket::is_upgrade(parser.get())) {
        co_return co_await reply(426, std::move(request));
      }
      co_await become_viewer(parser.release(), std::move(request), found->second);
      co_return false;
    }
    const bool head = request.method == "HEAD";
    const bool keep_alive = parser.keep_alive();
    request.body = std::move(parser.get().body());
    auto response = co_await answer(std::move(request), std::move(match), handler);
    co_return co_await write(std::move(response), head, is_11 ? 11 : 10, keep_alive);
  }

  void note_refused(const std::string& peer, const std::string& reason, const std::string& detail) {
    server_->gate->log.refused({.peer = peer, .reason = reason, .detail = detail});
  }

  asio::awaitable<bool> refuse_share(unsigned status, std::string reason, Request request) {
    note_refused(request.peer, reason, shown_);
    co_return co_await reply(status, std::move(request), "more than one asker's share; wait and send it again");
  }

  Response without_route(const Routes::Match& match, const Request& request) {
    if (match.allow.empty()) {
      return server_->error_response(404, request);
    }
    auto response = server_->error_response(405, request);
    response.headers.emplace_back("Allow", match.allow);
    return response;
  }

  /// Its body is not read.
  asio::awaitable<bool> reply_without_route(Routes::Match match, Request request) {
    co_return co_await write(without_route(match, request), request.method == "HEAD", 11, false);
  }

  asio::awaitable<Response> answer(Request request, Routes::Match match, Handler handler) {
    if (!handler) {
      co_return without_route(match, request);
    }
    request.captures = std::move(match.captures);
    // Data for the answer to a failure. The body is not copied, because it may be large.
    std::string body = std::move(request.body);
    request.body.clear();
    const Request copy = request;
    request.body = std::move(body);
    try {
      auto response = co_await handler(std::move(request));
      if (const char* reason = reason_of(response.status)) {
        server_->gate->log.refused({.person = response.person, .peer = copy.peer, .reason = reason, .detail = shown_});
      }
      co_return response;
    } catch (const boost::system::system_error& e) {
      if (e.code() == asio::error::operation_aborted && server_->stopping) {
        throw;
      }
      spdlog::error("{}: the handler failed: {}", shown_, e.what());
    } catch (const std::exception& e) {
      spdlog::error("{}: the handler failed: {}", shown_, e.what());
    } catch (...) {
      spdlog::error("{}: the handler failed with an exception of an unknown type", shown_);
    }
    co_return server_->error_response(500, copy);
  }

  asio::awaitable<bool> write(Response response, bool head, unsigned version, bool keep_alive) {
    if (response.status == 429 || response.status == 503) {
      say_when_again(response);
    }
    keep_alive = keep_alive && !server_->stopping;
    auto message = to_wire(std::move(response), server_->common, head, version, keep_alive);
    if (!message) {
      spdlog::error("a response header contained a line break; answered 500 instead");
      message = to_wire(server_->error_response(500, Request()), server_->common, head, version, keep_alive);
    }
    if (!message) {
      co_return false;
    }
    ++server_->answered[{route_, message->result_int()}];
    stream_.expires_after(server_->limits.idle_timeout);
    const auto [error, size] = co_await wire::async_write(stream_, *message, tuple_awaitable);
    if (error) {
      co_return false;
    }
    if (!keep_alive) {
      co_await linger();
    }
    co_return keep_alive;
  }

  /// Answers what can't be taken, and ends the connection: what follows in it could be anything.
  asio::awaitable<bool> reply(unsigned status, Request request, std::string why = {}) {
    auto response = server_->error_response(status, request, why);
    if (status == 426) {
      response.headers.emplace_back("Upgrade", "websocket");
    }
    co_return co_await write(std::move(response), request.method == "HEAD", 11, false);
  }

  /// The end of a connection that brought no whole request.
  asio::awaitable<bool> refuse(boost::system::error_code error) {
    Request request;
    request.peer = end_.text();
    if (error == beast::error::timeout) {
      note_refused(request.peer, "slow", "a request that began and did not end in time");
    }
    const auto status = status_of(error);
    if (!status || !held_) {
      co_return false;
    }
    note_refused(request.peer,
                 *status == 413   ? "body_size"
                 : *status == 431 ? "header_size"
                                  : "malformed",
                 error.message());
    co_return co_await reply(*status, std::move(request));
  }

  /// A close with unread input would reset the connection, and the client could lose the answer. So this
  /// first announces the end, and then reads and drops what the client still sends, within limits.
  asio::awaitable<void> linger() {
    state_ = State::lingering;
    boost::system::error_code ignored;
    stream_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
    stream_.expires_after(linger_time);
    for (std::size_t discarded = 0; discarded < most_discarded;) {
      buffer_.clear();
      const auto [error, size] = co_await stream_.async_read_some(buffer_.prepare(most_at_once), tuple_awaitable);
      if (error) {
        break;
      }
      discarded += size;
    }
  }

  asio::awaitable<void> become_viewer(WireRequest upgrade, Request request, std::shared_ptr<Broadcast::State> values) {
    const bool beats = request.query.contains("beat");
    entry_.reset();  // the viewer enters instead of it
    const auto too_much = [gate = server_->gate, peer = request.peer] {
      gate->log.refused({.peer = peer, .reason = "message_size", .detail = "a feed's client said too much at once"});
    };
    co_await serve_viewer(std::move(stream_), std::move(upgrade), beats, std::move(request.peer), std::move(values),
                          server_->limits, server_->connections, too_much);
  }

  std::shared_ptr<Impl> server_;
  Stream stream_;
  beast::flat_buffer buffer_;
  End end_;
  std::optional<Shares::Hold> held_;
  std::optional<Shares::Hold> own_;
  std::optional<Shares::Waiting> waiting_;
  State state_ = State::idle;
  std::string route_;  ///< of the request under way
  /// The same for the log, also before it is known whether it is answered. A path may have tokens; a pattern
  /// has none.
  std::string shown_;
  asio::cancellation_signal cancel_;
  std::optional<ConnectionGuard> entry_;
};

Response Server::Impl::error_response(unsigned status, const Request& request, std::string_view why) const {
  if (make_error) {
    auto response = make_error(status, request, why);
    response.status = status;
    return response;
  }
  std::string text =
      std::to_string(status) + " " + std::string(view(wire::obsolete_reason(wire::int_to_status(status))));
  if (!why.empty()) {
    text += ": " + std::string(why);
  }
  return Response::text(text + "\n", status);
}

asio::awaitable<void> Server::Impl::accept(std::shared_ptr<Impl> self) {
  while (!self->stopping) {
    auto [error, socket] = co_await self->acceptor.async_accept(tuple_awaitable);
    if (self->stopping) {
      co_return;
    }
    if (error) {
      co_await accept_failed(self, "port " + std::to_string(self->acceptor.local_endpoint().port()), error);
      continue;
    }
    boost::system::error_code gone;
    const auto remote = socket.remote_endpoint(gone);
    const auto here = gone ? tcp::endpoint() : socket.local_endpoint(gone);
    if (gone) {
      continue;
    }
    const auto address = unmapped(remote.address());
    const auto refused = [&](const char* reason, const char* detail) {
      self->gate->log.refused({.peer = address.to_string(), .reason = reason, .detail = detail});
    };
    if (!may_connect(address, self->site.trusted_proxies)) {
      refused("not_a_proxy", "connected to an address that is for trusted proxies");
      continue;
    }
    auto held = self->gate->shares->socket(address.is_loopback());
    if (!held) {
      refused("sockets", "every socket is taken");
      continue;
    }
    // Whom a trusted proxy serves is known with the request.
    std::optional<Shares::Hold> own;
    const bool proxied = self->site.trusted_proxies.contains(address);
    if (!proxied) {
      own = self->gate->shares->connection({.who = asker_of(address), .local = address.is_loopback()});
      if (!own) {
        refused("sockets", "has its share of sockets");
        continue;
      }
    }
    socket.set_option(tcp::no_delay(true), gone);
    self->serve(std::move(socket), {.address = remote.address(), .here = here, .program = {}}, std::move(*held),
                std::move(own));
  }
}

asio::awaitable<void> Server::Impl::accept_programs(std::shared_ptr<Impl> self) {
  while (!self->stopping) {
    auto [error, socket] = co_await self->local_acceptor.async_accept(tuple_awaitable);
    if (self->stopping) {
      co_return;
    }
    if (error) {
      co_await accept_failed(self, self->local->file().string(), error);
      continue;
    }
    ::ucred there{};
    ::socklen_t size = sizeof there;
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &there, &size) != 0) {
      self->gate->log.refused({.peer = "-", .reason = "nobody", .detail = "the kernel does not say who connected"});
      continue;
    }
    const Program program{.uid = there.uid, .pid = there.pid};
    auto held = self->gate->shares->socket(true);
    auto own = self->gate->shares->connection({.who = program.text(), .local = true});
    if (!held || !own) {
      self->gate->log.refused({.peer = program.text(), .reason = "sockets", .detail = "has its share of sockets"});
      continue;
    }
    self->serve(std::move(socket), {.program = program}, std::move(*held), std::move(own));
  }
}

asio::awaitable<void> Server::Impl::accept_failed(std::shared_ptr<Impl> self, std::string where,
                                                  boost::system::error_code error) {
  spdlog::warn("http server at {}: accept: {}", where, error.message());
  self->retry.expires_after(std::chrono::milliseconds(100));
  static_cast<void>(co_await self->retry.async_wait(tuple_awaitable));
}

void Server::Impl::serve(asio::generic::stream_protocol::socket socket, End end, Shares::Hold held,
                         std::optional<Shares::Hold> own) {
  const auto session =
      std::make_shared<Session>(shared_from_this(), std::move(socket), std::move(end), std::move(held), std::move(own));
  asio::co_spawn(acceptor.get_executor(), Session::run(session),
                 asio::bind_cancellation_slot(session->slot(), [session](const std::exception_ptr& e) {
                   if (!e) {
                     return;
                   }
                   try {
                     std::rethrow_exception(e);
                   } catch (const boost::system::system_error& failure) {
                     if (failure.code() == asio::error::operation_aborted) {
                       return;
                     }
                     spdlog::error("http connection ended: {}", failure.what());
                   } catch (const std::exception& failure) {
                     spdlog::error("http connection ended: {}", failure.what());
                   }
                 }));
}

asio::awaitable<void> Server::Impl::wait_empty(std::shared_ptr<Impl> self, std::chrono::milliseconds most) {
  const auto until = std::chrono::steady_clock::now() + most;
  auto& changed = self->connections->changed();
  while (self->connections->size() > 0 && std::chrono::steady_clock::now() < until) {
    changed.expires_at(until);
    static_cast<void>(co_await changed.async_wait(tuple_awaitable));
  }
}

asio::awaitable<void> Server::Impl::stop(std::shared_ptr<Impl> self, std::chrono::milliseconds grace) {
  self->stop_accepting();
  for (auto* connection : self->connections->all()) {
    connection->finish();
  }
  co_await wait_empty(self, grace);
  for (auto* connection : self->connections->all()) {
    connection->abort();
  }
  co_await wait_empty(
      // cancelled handlers end; a handler that waits for a worker ends with its job
      self, std::chrono::seconds(1));
}

Server::Server(asio::io_context& io, Limits limits, Site site, std::shared_ptr<Gate> gate)
    : Server(asio::any_io_executor(io.get_executor()), limits, std::move(site), std::move(gate)) {}

Server::Server(const asio::any_io_executor& executor, Limits limits, Site site, std::shared_ptr<Gate> gate)
    : impl_(std::make_shared<Impl>(executor, limits, std::move(site), std::move(gate))) {}

Server::~Server() {
  impl_->stop_accepting();
  for (auto* connection : impl_->connections->all()) {
    connection->abort();
  }
}

void Server::route(std::string method, const std::string& pattern, Handler handler,
                   std::optional<std::size_t> most_body) {
  const std::size_t usual = method == "GET" ? 0 : impl_->limits.body_bytes;
  impl_->routes.add(std::move(method), pattern, std::move(handler), most_body.value_or(usual));
}

void Server::broadcast(std::string path, const Broadcast& values) {
  impl_->broadcasts[std::move(path)] = values.state();
}

std::vector<std::string> Server::routes() const {
  auto all = impl_->routes.all();
  for (const auto& [path, values] : impl_->broadcasts) {
    all.push_back("WebSocket " + path);
  }
  return all;
}

const std::map<std::pair<std::string, unsigned>, std::uint64_t>& Server::answered() const { return impl_->answered; }

void Server::always(Headers headers) { impl_->common = std::move(headers); }

void Server::error_page(std::function<Response(unsigned status, const Request&, std::string_view why)> make) {
  impl_->make_error = std::move(make);
}

namespace {

/// The text for a technician when a program cannot listen.
std::string why_not_listening(const std::string& address, std::uint16_t port, boost::system::error_code error) {
  const std::string where = "port " + std::to_string(port);
  if (error == asio::error::address_in_use) {
    return where + " is in use by another program; stop that one (`ss -ltnp 'sport = :" + std::to_string(port) +
           "'` names it), or set another port. Asked for was " + host_and_port(address, port);
  }
  if (error == asio::error::access_denied) {
    return where + " may not be used by this user; ports below 1024 are root's, set a higher one";
  }
  return host_and_port(address, port) + " is no address of this machine that can be listened at; see `ip address`";
}

/// A service that cannot accept is useless: io_context::run ends with this exception.
void end_with(const std::exception_ptr& failure) {
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace

bool may_listen_at(const std::string& address, const Site& site) {
  boost::system::error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  return !error && (unmapped(parsed).is_loopback() || !site.trusted_proxies.empty());
}

std::string why_not_to_listen_at(const std::string& address) {
  return "'" + address +
         "' is not this machine's own, and what is said there is said in the clear: listen at 127.0.0.1 behind a "
         "proxy with TLS on this machine, or write the address of the proxy that may connect into 'trusted_proxies' "
         "(config/proxy has examples)";
}

void Server::listen(const std::string& address, std::uint16_t port) {
  auto& acceptor = impl_->acceptor;
  if (can_listen_at(address) && !may_listen_at(address, impl_->site)) {
    throw std::invalid_argument(why_not_to_listen_at(address));
  }
  try {
    const tcp::endpoint endpoint(asio::ip::make_address(address), port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
  } catch (const boost::system::system_error& error) {
    throw boost::system::system_error(error.code(), why_not_listening(address, port, error.code()));
  }
  asio::co_spawn(acceptor.get_executor(), Impl::accept(impl_), end_with);
}

void Server::listen(LocalSocket socket) {
  const int own = ::fcntl(socket.descriptor(), F_DUPFD_CLOEXEC, 0);
  if (own < 0) {
    throw boost::system::system_error(errno, boost::system::system_category(),
                                      "listening at " + socket.file().string());
  }
  impl_->local_acceptor.assign(stream_protocol(), own);
  impl_->local.emplace(std::move(socket));
  asio::co_spawn(impl_->acceptor.get_executor(), Impl::accept_programs(impl_), end_with);
}

std::uint16_t Server::port() const { return impl_->acceptor.local_endpoint().port(); }

asio::awaitable<void> Server::stop(std::chrono::milliseconds grace) { return Impl::stop(impl_, grace); }

}  // namespace antrean::http
