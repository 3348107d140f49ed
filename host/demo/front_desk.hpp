// The demo's page: a phone with the portal in it, the scanner, the ticket printer, the pads, the boards as
// their firmware shows them, and the TV's picture.
//
// The portal's pages are passed through unchanged, except that the header which forbids frames is removed;
// the phone is an ordinary browser frame. Boards and lamps come from the control socket of the devices, the
// TV from the picture that antrean-display wrote, and the entrance's answers and alarms from the feed that
// every TV reads. io_context thread.
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

  void listen(std::uint16_t port);  ///< on 127.0.0.1; throws if the port is taken
  std::string url() const;
  /// Watches the devices and the TV's picture and updates the page. Runs for ever.
  boost::asio::awaitable<void> run();
  /// Reads the feed for the entrance's answers. Runs for ever; call it after the office was started.
  boost::asio::awaitable<void> read_feed();

 private:
  boost::asio::awaitable<http::Response> portal(http::Request request);
  boost::asio::awaitable<http::Response> scan(http::Request request);
  boost::asio::awaitable<http::Response> press(http::Request request);
  http::Response ticket();
  http::Response paper(const http::Request& request);
  boost::asio::awaitable<http::Response> sign_in(http::Request request);
  http::Response mails() const;
  http::Response chat();
  http::Response chat_picture(const std::string& place);
  boost::asio::awaitable<http::Response> write_in_chat(http::Request request);
  boost::asio::awaitable<http::Response> screen(http::Request request);
  boost::asio::awaitable<std::string> seen();

  boost::asio::io_context& io_;
  WholeOffice& office_;
  http::Server server_;
  http::Broadcast state_;
  EntranceView entrance_;
  std::vector<AlarmView> alarms_;
  DeviceLine line_;  ///< its own connection, so that watching never waits for a press
};

}  // namespace antrean::demo
