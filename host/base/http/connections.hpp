// Shared by server.cpp and broadcast.cpp: the open connections of one server, and the change from HTTP to
// WebSocket. It includes Beast, so only these two files include it.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/server.hpp"

namespace antrean::http {

/// Over TCP or over a Unix socket: from here on there is no difference.
using Stream = boost::beast::basic_stream<boost::asio::generic::stream_protocol>;

/// A connection as stop() sees it.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void finish() = 0;  ///< take nothing new, end when the current work is done
  virtual void abort() = 0;   ///< end now
};

/// All open connections, so that a server can count and end them. It does not own them: ConnectionGuard adds
/// and removes a connection.
class Connections {
 public:
  explicit Connections(const boost::asio::any_io_executor& executor) : changed_(executor) {}

  std::size_t size() const { return open_.size(); }
  std::set<Connection*> all() const { return open_; }
  /// Cancelled when a connection leaves. Wait on it to learn when no connection is left.
  boost::asio::steady_timer& changed() { return changed_; }

  void enter(Connection* connection) { open_.insert(connection); }
  void leave(Connection* connection) {
    open_.erase(connection);
    changed_.cancel();
  }

 private:
  std::set<Connection*> open_;
  boost::asio::steady_timer changed_;
};

class ConnectionGuard {
 public:
  ConnectionGuard(std::shared_ptr<Connections> connections, Connection* connection)
      : connections_(std::move(connections)), connection_(connection) {
    connections_->enter(connection_);
  }
  ~ConnectionGuard() { connections_->leave(connection_); }
  ConnectionGuard(const ConnectionGuard&) = delete;
  ConnectionGuard& operator=(const ConnectionGuard&) = delete;

 private:
  std::shared_ptr<Connections> connections_;
  Connection* connection_;
};

/// Serves one WebSocket client of a broadcast until the client leaves, is silent for too long, or is ended.
/// `upgrade` is its opening request; `too_much` is told when it ends for what the client said.
boost::asio::awaitable<void> serve_viewer(Stream stream,
                                          boost::beast::http::request<boost::beast::http::string_body> upgrade,
                                          bool beats, std::string peer, std::shared_ptr<Broadcast::State> values,
                                          Limits limits, std::shared_ptr<Connections> connections,
                                          std::function<void()> too_much);

}  // namespace antrean::http
