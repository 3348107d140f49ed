// What every program of the house does alike: options, exit codes, logging, signals, systemd. A main looks
// like this:
//
//   int main(int argc, char** argv) {
//     CLI::App app{"Calls people in an office.", "antrean-office"};
//     antrean::process::CommonOptions options{.config = "/etc/antrean/office.toml"};
//     return antrean::process::run_main(app, options, argc, argv, [&] {
//       const Settings settings = read_settings(options.config);   // throws SettingsError: told in full, exit 78
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
  usage = 2,         ///< a command line that makes no sense
  bad_data = 65,     ///< EX_DATAERR: a file that people must mend; systemd does not restart on it either
  bad_settings = 78  ///< EX_CONFIG: systemd does not restart on it (RestartPreventExitStatus)
};

struct CommonOptions {
  std::filesystem::path config{};
  bool check_config = false;
  std::string log_level = "info";
};

/// "0.1.0", the project's version in CMakeLists.txt.
std::string_view version();

/// Adds the options above, parses, starts logging and runs `body`, whose result is the exit code. Ends
/// otherwise:
/// --help and
/// --version: ok; CLI::ParseError: usage; SettingsError: bad_settings, one line per problem; any other exception:
/// failed, with its text. What was written to standard output and did not arrive there (a full disk) makes an
/// ok failed, and is said. Call it once, from main.
int run_main(CLI::App& app, CommonOptions& options, int argc, const char* const* argv,
             const std::function<int()>& body);

/// Adds --config, --check-config, --log-level, --version (and CLI11's --help). run_main does.
void add_common_options(CLI::App& app, CommonOptions& options);

/// What --check-config prints when nothing is wrong; ExitCode::ok.
int settings_are_good(const CommonOptions& options);

/// Logs to stderr through spdlog's default logger, from any thread. When stderr is journald's socket
/// (JOURNAL_STREAM): "<N>text", N being syslog's priority, for journald adds time and program; else
/// "2026-11-22 08:15:07.123 info antrean-office: text". One message is one line: control characters in it are
/// written as \n, \t or \xNN, so that no input can forge a line.
void start_logging(const std::string& program, const std::string& level);

/// Signals and systemd. SIGTERM or SIGINT call `on_stop`, once, on the io thread; a second one ends the
/// process at once, even when the io thread hangs. SIGPIPE is ignored. Member functions: io thread only.
class Service {
 public:
  Service(boost::asio::io_context& io, std::function<void()> on_stop);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// SIGHUP calls `on_reload` on the io thread, until stopping; without this it ends the process, as it does
  /// by default. systemd is told RELOADING=1 until reloaded().
  void reload_with(std::function<void()> on_reload);
  /// READY=1 again, with the status.
  void reloaded(const std::string& status);

  /// READY=1, and from now on the watchdog (WATCHDOG_USEC) is petted by a timer of this io_context: an io
  /// thread that hangs is restarted by systemd.
  void ready(const std::string& status);
  /// STATUS=, the line in `systemctl status`.
  void status(const std::string& status);
  /// STOPPING=1; systemd's stop timeout takes the watchdog's place. Comes by itself before `on_stop`. From
  /// here on the Service holds no work, so that io.run() returns when everything else has ended.
  void stopping();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace antrean::process
