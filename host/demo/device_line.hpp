// A simulated line of boards and pads. It is used over the control socket of antrean-device
// (firmware/ports/linux/README.md). Its answers are the state of the devices' firmware, not what the office
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

  /// Sends one order and returns the answer; one at a time. Throws boost::system::system_error if the devices
  /// are not there, std::runtime_error with their text if they refuse.
  boost::asio::awaitable<boost::json::object> ask(boost::json::object order);
  boost::asio::awaitable<void> press(unsigned pad, std::string button);
  /// "boards" and "pads", in the state of the firmware.
  boost::asio::awaitable<boost::json::object> show();
  /// The text that a board shows now; "" if there is no such board.
  boost::asio::awaitable<std::string> board_text(unsigned unit);

 private:
  boost::asio::awaitable<std::string> exchange(std::string line);

  boost::asio::local::stream_protocol::socket socket_;
  std::filesystem::path control_;
  std::string received_;
};

}  // namespace antrean::demo
