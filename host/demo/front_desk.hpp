// The demo's one page: a phone with the portal in it, the scanner, the pads, the boards as their firmware
// shows them, and the TV's picture.
//
// The portal's pages come through unchanged (the phone is an ordinary browser frame; only the header that
// forbids frames is left out), boards and lamps come from the devices' control socket, the TV from the
// picture antrean-display wrote, the entrance's answer and alarms from the feed that every TV reads.
// io_context thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "demo/whole_office.hpp"
#include "http/server.hpp"
#include "values/snapshot.hpp"

namespace antrean::demo {

class FrontDesk {
 public:
  FrontDesk(boost::asio::io_context& io, WholeOffice& office);

  void listen(std::uint16_t port);  ///< of 127.0.0.1; throws when it is taken
  std::string url() const;
  /// Watches the devices and the TV's picture, and tells the page; for ever.
  boost::asio::awaitable<void> run();
  /// Reads the feed for the entrance's answers; for ever. Once the office has been started.
  boost::asio::awaitable<void> read_feed();

 private:
  boost::asio::awaitable<http::Response> portal(http::Request request);
  boost::asio::awaitable<http::Response> scan(http::Request request);
  boost::asio::awaitable<http::Response> press(http::Request request);
  boost::asio::awaitable<std::string> seen();

  boost::asio::io_context& io_;
  WholeOffice& office_;
  http::Server server_;
  http::Broadcast state_;
  EntranceView entrance_;
  std::vector<AlarmView> alarms_;
  DeviceLine line_;  ///< a connection of its own, so that watching never waits for a press
};

}  // namespace antrean::demo
