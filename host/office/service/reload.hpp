// The settings, read again while the office works (SIGHUP).
//
// Plan, check-in rules and signing keys change together between two decisions, or nothing changes: a file
// with a problem changes nothing, and neither does one whose plan does not fit the devices as they run (a
// board too narrow for a new series, a pad of a counter that is gone). What only a start can take up is said.
// io_context thread.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "codes/booking_code.hpp"
#include "command_loop/command_loop.hpp"
#include "command_loop/entrance.hpp"
#include "office_settings/office_settings.hpp"

namespace antrean::office {

class Reload {
 public:
  /// A line of the log each.
  struct Outcome {
    bool applied = false;
    std::vector<std::string> said;
  };

  /// `portal_keys`: what the portal said last; unless it is empty they count above the settings', one of
  /// which may have been withdrawn. `done` is called after each try.
  Reload(boost::asio::io_context& io, std::filesystem::path file, OfficeSettings running, CommandLoop& loop,
         Entrance& entrance, std::function<codes::Keyring()> portal_keys, std::function<void(const Outcome&)> done);

  /// Somebody wants it; many in a row are done once.
  void asked();
  /// For ever.
  boost::asio::awaitable<void> run();
  boost::asio::awaitable<Outcome> once();

 private:
  std::filesystem::path file_;
  OfficeSettings running_;
  CommandLoop& loop_;
  Entrance& entrance_;
  std::function<codes::Keyring()> portal_keys_;
  std::function<void(const Outcome&)> done_;
  boost::asio::steady_timer wake_;
  bool asked_ = false;
};

}  // namespace antrean::office
