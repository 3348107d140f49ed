// A simulated line of boards and pads, spoken to over the control socket of antrean-device
// (firmware/ports/linux/README.md). What it says is what the devices' firmware holds, not what the office
// believes. io_context thread.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/json/object.hpp>

namespace antrean::demo {

class DeviceLine {
 public:
  DeviceLine(boost::asio::io_context& io, std::filesystem::path control) : socket_(io), control_(std::move(control)) {}

  /// One order, one answer; one at a time. Throws boost::system::system_error when the devices are gone,
  /// std::runtime_error with their words when they refuse.
  boost::asio::awaitable<boost::json::object> ask(boost::json::object order);
  boost::asio::awaitable<void> press(unsigned pad, std::string button);
  /// "boards" and "pads", as the firmware holds them.
  boost::asio::awaitable<boost::json::object> show();
  /// The text a board shows now; "" when there is no such board.
  boost::asio::awaitable<std::string> board_text(unsigned unit);

 private:
  boost::asio::awaitable<std::string> exchange(std::string line);

  boost::asio::local::stream_protocol::socket socket_;
  std::filesystem::path control_;
  std::string received_;
};

}  // namespace antrean::demo
