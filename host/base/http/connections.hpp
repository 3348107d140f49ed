// What server.cpp and broadcast.cpp share: the open connections of one server, and the doorway from HTTP to
// WebSocket. Names Beast; included by those two only.
#pragma once

#include <memory>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/server.hpp"

namespace antrean::http {

/// A connection as stop() sees it.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void finish() = 0;  ///< take nothing new, end as soon as what is under way is done
  virtual void abort() = 0;   ///< end now
};

/// Every open connection, so that a server can count and end them. Not owning: a connection enters and leaves
/// by itself (ConnectionGuard).
class Connections {
 public:
  explicit Connections(const boost::asio::any_io_executor& executor) : changed_(executor) {}

  std::size_t size() const { return open_.size(); }
  std::set<Connection*> all() const { return open_; }
  /// Cancelled whenever a connection left; wait on it to see the house empty.
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

/// Serves one WebSocket client of a broadcast until it leaves, falls silent or is ended. `upgrade` is its
/// opening request.
boost::asio::awaitable<void> serve_viewer(boost::beast::tcp_stream stream,
                                          boost::beast::http::request<boost::beast::http::string_body> upgrade,
                                          bool beats, std::string peer, std::shared_ptr<Broadcast::State> values,
                                          Limits limits, std::shared_ptr<Connections> connections);

}  // namespace antrean::http
