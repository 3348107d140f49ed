// antrean-device as a child process, and its control socket.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/json/object.hpp>

namespace antrean::bench {

class DeviceProcess {
 public:
  /// Starts `program` with `arguments`, and with a link and a control socket in a folder of its own. Returns
  /// when the line is ready. Throws std::runtime_error if it does not start.
  DeviceProcess(const std::filesystem::path& program, std::vector<std::string> arguments);
  ~DeviceProcess();
  DeviceProcess(const DeviceProcess&) = delete;
  DeviceProcess& operator=(const DeviceProcess&) = delete;

  std::filesystem::path line() const { return folder_ / "line"; }
  std::filesystem::path control() const { return folder_ / "control"; }

 private:
  std::filesystem::path folder_;
  pid_t pid_ = -1;
};

/// A connection to the control socket: orders with answers, or, after watch, changes.
class DeviceControl {
 public:
  DeviceControl(boost::asio::io_context& io, const std::filesystem::path& socket);
  /// Throws std::runtime_error with the text of the device if it refuses.
  boost::asio::awaitable<boost::json::object> ask(boost::json::object order);
  /// Calls `on_change` for every change until the connection is closed.
  boost::asio::awaitable<void> watch(std::function<void(const boost::json::object&)> on_change);
  void close() { socket_.close(); }

 private:
  boost::asio::awaitable<boost::json::object> next_line();

  boost::asio::local::stream_protocol::socket socket_;
  std::string received_;
};

}  // namespace antrean::bench
