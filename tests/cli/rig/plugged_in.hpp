// The demo's office with everything plugged in and switched on, its service included or not: the real portal,
// the real firmware's boards and pads on a pseudo-terminal, a scanner.
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
  /// Portal and devices are up; the office is not.
  PluggedIn();
  ~PluggedIn();

  void start_office();
  /// Of the devices (firmware/ports/linux/README.md); gives their answer.
  boost::json::object order(boost::json::object order);
  /// In the office's settings; throws when it is not there.
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
