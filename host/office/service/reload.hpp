// Reads the settings again while the office works (SIGHUP).
//
// Plan, check-in rules and signing keys change together between two decisions, or nothing changes. Nothing
// changes if the file has a problem, or if its plan does not fit the running devices (a board too narrow for
// a new series, a pad of a counter that is gone). Settings that need a restart are named in the log.
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
  /// The result of one try. Each text is a line of the log.
  struct Outcome {
    bool applied = false;
    std::vector<std::string> said;
  };

  /// `portal_keys`: the latest keys of the portal. If there are any, they replace the keys of the settings,
  /// because one of those may have been withdrawn. `done` is called after each try.
  Reload(boost::asio::io_context& io, std::filesystem::path file, OfficeSettings running, CommandLoop& loop,
         Entrance& entrance, std::function<codes::Keyring()> portal_keys, std::function<void(const Outcome&)> done);

  /// Asks for a reload. Several requests in a row are done once.
  void asked();
  /// Runs for ever.
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
