// A real antrean-office with settings made here. The benches start and kill it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "demo/child.hpp"

namespace antrean::bench {

/// A folder for the bench in the system's temporary folder (TMPDIR). It is removed with this object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The program in the folder of this program.
std::filesystem::path program(const std::string& name);

/// An office with `counters` counters that is open around the clock, so that a bench runs at any hour. Booked
/// people, walk-ins and a priority class are in one line. `more`: TOML to append, for a bus.
struct OfficeShape {
  unsigned counters = 20;
  std::uint16_t port = 0;      ///< of the staff's pages; 0: a free one is chosen
  std::uint16_t web_port = 0;  ///< of everybody's; 0: any
  std::string proxy;           ///< an address that both trust; "" for none
  std::string pad_guard = "0ms";
  bool sign_in = false;  ///< whoever asks at the staff's pages must have signed in
  std::string more;
};
std::string settings_text(OfficeShape shape, const std::filesystem::path& journal);

class OfficeProcess {
 public:
  /// Writes office.toml into `folder`; the journal is "office.db" there. Starts nothing.
  OfficeProcess(const std::filesystem::path& folder, OfficeShape shape);
  ~OfficeProcess();

  std::filesystem::path settings() const { return folder_ / "office.toml"; }
  std::filesystem::path journal() const { return folder_ / "office.db"; }
  std::uint16_t port() const { return port_; }          ///< the staff's
  std::uint16_t web_port() const { return web_port_; }  ///< everybody's, where the shape said one
  std::string url() const;                              ///< "http://127.0.0.1:8090"
  std::string feed_url() const;                         ///< "ws://127.0.0.1:8090/feed"

  struct Started {
    std::chrono::nanoseconds ready{0};    ///< from the start until sd_notify sent READY=1
    std::chrono::nanoseconds healthy{0};  ///< until /health answered 200
  };
  /// Waits for both. Throws std::runtime_error with the last output if they do not come.
  Started start();
  /// Sends SIGKILL and waits until the process has ended.
  void kill();
  void stop() { child_.reset(); }
  pid_t pid() const { return child_->pid(); }

 private:
  std::filesystem::path folder_;
  std::uint16_t port_, web_port_;
  std::unique_ptr<demo::Child> child_;
};

}  // namespace antrean::bench
