// The WebSocket half of the server. Each client has one reading and one writing coroutine.
#include <array>
#include <chrono>
#include <set>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <spdlog/spdlog.h>

#include "http/connections.hpp"
#include "http/idle_timeout.hpp"

namespace antrean::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

namespace {

constexpr std::size_t most_from_a_client = 1024;
// limits how many old values the kernel holds for a slow client
constexpr int socket_buffer_bytes = 64 * 1024;
constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);

class Viewer;

}  // namespace

struct Broadcast::State {
  Frame frame;
  /// Shared with the current writes; null before the first publish.
  std::shared_ptr<const std::string> newest;
  std::uint64_t version = 0;
  std::set<Viewer*> viewers;
};

namespace {

class Viewer final : public Connection, public std::enable_shared_from_this<Viewer> {
 public:
  Viewer(Stream stream, bool beats, std::string peer, std::shared_ptr<Broadcast::State> values, const Limits& limits,
         std::shared_ptr<Connections> connections, std::function<void()> too_much)
      : socket_(std::move(stream)),
        news_(socket_.get_executor()),
        idle_timeout_(std::make_shared<IdleTimeout>(socket_.get_executor(), limits.idle_timeout)),
        beats_(beats),
        peer_(std::move(peer)),
        values_(std::move(values)),
        limits_(limits),
        too_much_(std::move(too_much)),
        entry_(std::move(connections), this) {}
  ~Viewer() override { values_->viewers.erase(this); }
  Viewer(const Viewer&) = delete;
  Viewer& operator=(const Viewer&) = delete;

  void finish() override {
    ending_ = true;
    news_.cancel();
  }
  void abort() override {
    ending_ = true;
    news_.cancel();
    boost::system::error_code ignored;
    beast::get_lowest_layer(socket_).socket().close(ignored);
  }
  void value_changed() { news_.cancel(); }

  asio::awaitable<void> run(beast::http::request<beast::http::string_body> upgrade) {
    auto& tcp = beast::get_lowest_layer(socket_);
    boost::system::error_code ignored;
    tcp.socket().set_option(asio::socket_base::send_buffer_size(socket_buffer_bytes), ignored);
    tcp.expires_never();  // from here on the WebSocket stream has its own timer
    websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = limits_.header_timeout;
    timeout.idle_timeout = websocket::stream_base::none();
    timeout.keep_alive_pings = false;
    socket_.set_option(timeout);
    socket_.read_message_max(most_from_a_client);
    socket_.text(true);
    socket_.auto_fragment(false);  // one value is one frame, sent directly from the shared buffer
    const auto [error] = co_await socket_.async_accept(upgrade, tuple_awaitable);
    if (error) {
      co_return;
    }
    values_->viewers.insert(this);
    const IdleTimeout::Watch watch(idle_timeout_, tcp.socket());
    socket_.control_callback([this](websocket::frame_type, beast::string_view) { idle_timeout_->heard(); });
    asio::co_spawn(socket_.get_executor(), listen(shared_from_this()),
                   [self = shared_from_this()](const std::exception_ptr& e) {
                     self->finish();
                     if (e) {
                       spdlog::error("websocket client {}: reading ended unexpectedly", self->peer_);
                     }
                   });
    co_await write();
  }

 private:
  /// Reads the messages of the client, so that its pongs and its close are seen. They are not kept.
  static asio::awaitable<void> listen(std::shared_ptr<Viewer> self) {
    beast::flat_buffer said;
    while (true) {
      const auto [error, size] = co_await self->socket_.async_read(said, tuple_awaitable);
      if (error) {
        if (error == websocket::error::message_too_big) {
          self->too_much_();
        }
        self->gone_ = true;
        co_return;
      }
      said.clear();
      self->idle_timeout_->heard();
    }
  }

  /// Every client answers it; browsers do so without a script. False: the line is lost.
  asio::awaitable<bool> ping() {
    pinged_ = std::chrono::steady_clock::now();
    const auto [error] = co_await socket_.async_ping({}, tuple_awaitable);
    co_return !error;
  }

  asio::awaitable<void> write() {
    std::uint64_t sent = 0;
    while (!ending_) {
      // Values and beats are not answered, so a client that only listens must be asked for an answer
      // sometimes.
      if (std::chrono::steady_clock::now() - pinged_ >= limits_.idle_timeout / 4 && !co_await ping()) {
        break;
      }
      if (values_->newest && sent != values_->version) {
        sent = values_->version;
        const auto value = values_->newest;  // later values replace it; this write keeps its own
        const std::string before = values_->frame.before ? values_->frame.before() : std::string();
        const std::array<asio::const_buffer, 2> message{asio::buffer(before), asio::buffer(*value)};
        const auto [error, size] = co_await socket_.async_write(message, tuple_awaitable);
        if (error) {
          break;
        }
        continue;
      }
      news_.expires_after(limits_.ping_interval);
      const auto [woken] = co_await news_.async_wait(tuple_awaitable);
      if (woken || ending_) {
        continue;
      }
      if (beats_) {
        const std::string beat = values_->frame.beat ? values_->frame.beat() : std::string();
        const auto [error, size] = co_await socket_.async_write(asio::buffer(beat), tuple_awaitable);
        if (error) {
          break;
        }
      } else if (!co_await ping()) {
        break;
      }
    }
    if (!gone_) {
      static_cast<void>(co_await socket_.async_close(websocket::close_code::going_away, tuple_awaitable));
    }
    boost::system::error_code ignored;
    beast::get_lowest_layer(socket_).socket().close(ignored);  // ends listen() too
  }

  websocket::stream<Stream> socket_;
  asio::steady_timer news_;  ///< cancelled by finish() and value_changed()
  std::shared_ptr<IdleTimeout> idle_timeout_;
  bool beats_;
  std::chrono::steady_clock::time_point pinged_ = std::chrono::steady_clock::now();
  bool ending_ = false;
  bool gone_ = false;  ///< nothing more can be read, so no close handshake
  std::string peer_;
  std::shared_ptr<Broadcast::State> values_;
  Limits limits_;
  std::function<void()> too_much_;
  ConnectionGuard entry_;
};

}  // namespace

Broadcast::Broadcast(Frame frame) : state_(std::make_shared<State>()) { state_->frame = std::move(frame); }
Broadcast::~Broadcast() = default;

void Broadcast::publish(std::string text) {
  state_->newest = std::make_shared<const std::string>(std::move(text));
  ++state_->version;
  for (auto* viewer : state_->viewers) {
    viewer->value_changed();
  }
}

std::size_t Broadcast::clients() const { return state_->viewers.size(); }

asio::awaitable<void> serve_viewer(Stream stream, beast::http::request<beast::http::string_body> upgrade, bool beats,
                                   std::string peer, std::shared_ptr<Broadcast::State> values, Limits limits,
                                   std::shared_ptr<Connections> connections, std::function<void()> too_much) {
  const auto viewer = std::make_shared<Viewer>(std::move(stream), beats, std::move(peer), std::move(values), limits,
                                               std::move(connections), std::move(too_much));
  co_await viewer->run(std::move(upgrade));
}

}  // namespace antrean::http
