// The control socket: a Unix socket with one JSON object per line in each direction. "watch" turns a
// connection into a stream of changes.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace antrean::device {

class Control {
 public:
  using Answer = std::function<boost::json::object(const boost::json::value& asked)>;

  /// Listens at `path`; a socket that a crash left there is replaced. Throws std::runtime_error (what and
  /// where) if it cannot, or if another program listens there.
  Control(boost::asio::io_context& io, std::filesystem::path path, Answer answer);
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;
  ~Control();

  /// Sends the change to every connection that watches. A connection that does not read is closed; nobody
  /// waits for it.
  void publish(const boost::json::object& change);

  class Session;

 private:
  void accept();

  boost::asio::local::stream_protocol::acceptor acceptor_;
  std::filesystem::path path_;
  Answer answer_;
  std::shared_ptr<std::set<std::shared_ptr<Session>>> sessions_;
};

}  // namespace antrean::device
