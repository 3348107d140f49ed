// The demo's office with everything connected and switched on: the real portal, boards and pads with the real
// firmware on a pseudo-terminal, and a scanner. The office service can run or not.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "demo/whole_office.hpp"
#include "sample/sample.hpp"

namespace antrean::cli::test {

class PluggedIn {
 public:
  /// Portal and devices run; the office does not.
  PluggedIn();
  ~PluggedIn();

  void start_office();
  /// Sends an order to the devices (firmware/ports/linux/README.md) and returns their answer.
  boost::json::object order(boost::json::object order);
  /// Replaces a text in the office's settings. Throws if it is not there.
  void change_settings(const std::string& from, const std::string& to);
  std::filesystem::path settings() const { return folder / "office.toml"; }
  std::vector<std::string> with(std::vector<std::string> arguments) const;

  tests::Folder folder;
  std::filesystem::path place;
  boost::asio::io_context io{1};
  std::unique_ptr<demo::WholeOffice> office;

 private:
  void run(const std::function<boost::asio::awaitable<void>()>& story);
};

}  // namespace antrean::cli::test
