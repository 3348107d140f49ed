// What every program of the house does alike: options, exit codes, logging, signals, systemd.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

namespace antrean::process {

enum ExitCode : int {
  ok = 0,
  failed = 1,
  usage = 2,        ///< a command line that makes no sense
  bad_settings = 78 ///< EX_CONFIG: systemd does not restart on it (RestartPreventExitStatus)
};

struct CommonOptions {
  std::filesystem::path config;
  bool check_config = false;
  std::string log_level = "info";
};

/// Adds --config, --check-config, --log-level, --version (and CLI11's --help).
void add_common_options(CLI::App& app, CommonOptions& options);

/// Logs to stderr: "<N>name: text" for journald when stderr is its socket (JOURNAL_STREAM), else with time and level words.
void start_logging(const std::string& program, const std::string& level);

/// Runs `body`; SettingsError -> stderr and bad_settings, CLI::ParseError -> usage (help and version: ok), anything else -> failed, with its text.
int run_main(const std::function<int()>& body);

/// SIGTERM and SIGINT call `on_stop` once, on the io thread; a second one ends the process at once. SIGPIPE is ignored.
/// `ready()` tells systemd READY=1 and starts the watchdog, petted from a timer on this io_context, so that a stuck io thread is restarted.
class Service {
 public:
  Service(boost::asio::io_context& io, std::function<void()> on_stop);
  ~Service();
  void ready(const std::string& status);
  void status(const std::string& status);
  void stopping();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace antrean::process
