// What every program of the house has in common: options, exit codes, logging, signals, systemd. A main looks
// like this:
//
//   int main(int argc, char** argv) {
//     CLI::App app{"Calls people in an office.", "antrean-office"};
//     antrean::process::CommonOptions options{.config = "/etc/antrean/office.toml"};
//     return antrean::process::run_main(app, options, argc, argv, [&] {
//       const Settings settings = read_settings(options.config);  // SettingsError: printed in full, exit 78
//       if (options.check_config) return antrean::process::settings_are_good(options);
//       ...
//       return int{antrean::process::ok};
//     });
//   }
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

namespace antrean::process {

enum ExitCode : int {
  ok = 0,
  failed = 1,
  usage = 2,         ///< the command line is wrong
  bad_data = 65,     ///< EX_DATAERR: people must repair a file; systemd does not restart on it either
  bad_settings = 78  ///< EX_CONFIG: systemd does not restart on it (RestartPreventExitStatus)
};

struct CommonOptions {
  std::filesystem::path config{};
  bool check_config = false;
  std::string log_level = "info";
};

/// "0.1.0", the project's version in CMakeLists.txt.
std::string_view version();

/// Adds the options above, parses the command line, starts logging and runs `body`; the result of `body` is
/// the exit code. Call it once, from main. Other ends:
/// - --help and --version: ok
/// - CLI::ParseError: usage
/// - SettingsError: bad_settings; one line per problem is printed
/// - any other exception: failed; its text is printed
/// - `body` gave ok, but text on standard output did not arrive (a full disk): failed; a message says so
int run_main(CLI::App& app, CommonOptions& options, int argc, const char* const* argv,
             const std::function<int()>& body);

/// Adds --config, --check-config, --log-level, --version (and CLI11's --help). run_main calls it.
void add_common_options(CLI::App& app, CommonOptions& options);

/// Prints what --check-config prints when nothing is wrong, and gives ExitCode::ok.
int settings_are_good(const CommonOptions& options);

/// Logs to stderr through spdlog's default logger, from any thread. When stderr is journald's socket
/// (JOURNAL_STREAM), a line is "<N>text" with N as syslog's priority, because journald adds time and program.
/// Otherwise it is "2026-11-22 08:15:07.123 info antrean-office: text". One message is one line: control
/// characters are written as \n, \t or \xNN, so that no input can forge a line.
void start_logging(const std::string& program, const std::string& level);

/// Signals and systemd. SIGTERM or SIGINT call `on_stop` once, on the io thread. A second signal ends the
/// process at once, even when the io thread hangs. SIGPIPE is ignored. Call the member functions on the io
/// thread only.
class Service {
 public:
  Service(boost::asio::io_context& io, std::function<void()> on_stop);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// After this call SIGHUP calls `on_reload` on the io thread, until stopping. Without this call SIGHUP ends
  /// the process, as is its default. systemd is told RELOADING=1 until reloaded() is called.
  void reload_with(std::function<void()> on_reload);
  /// Sends READY=1 again, with the status.
  void reloaded(const std::string& status);

  /// Sends READY=1 and starts the watchdog (WATCHDOG_USEC): a timer of this io_context reports to systemd, so
  /// systemd restarts a program whose io thread hangs.
  void ready(const std::string& status);
  /// Sends STATUS=, the line in `systemctl status`.
  void status(const std::string& status);
  /// Sends STOPPING=1. From here systemd's stop timeout replaces the watchdog. The Service calls it itself
  /// before `on_stop`. After it the Service holds no work, so that io.run() returns when everything else has
  /// ended.
  void stopping();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace antrean::process
