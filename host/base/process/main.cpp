#include <cerrno>
#include <cstdio>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <system_error>

#include "process/process.hpp"
#include "settings/settings.hpp"

namespace antrean::process {

std::string_view version() { return ANTREAN_VERSION; }

void add_common_options(CLI::App& app, CommonOptions& options) {
  app.add_option("--config", options.config, "Settings file")->capture_default_str();
  app.add_flag("--check-config", options.check_config, "Read the settings, say what is wrong with them, and end");
  app.add_option("--log-level", options.log_level, "Least important message that is logged")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
      ->capture_default_str();
  app.set_version_flag("--version", app.get_name() + ' ' + std::string(version()), "Print the version and end");
}

int settings_are_good(const CommonOptions& options) {
  std::cout << options.config.string() << ": good\n";
  return ok;
}

namespace {

/// The command as it was typed: "antrean export".
std::string name_of(const CLI::App& app) {
  std::string name = app.get_name();
  for (const CLI::App* sub : app.get_subcommands()) {
    name += ' ' + sub->get_name();
  }
  return name;
}

/// The exit code after the output was written. A full disk or a closed pipe shows only now.
int after_writing(const CLI::App& app, int code) {
  errno = 0;
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0;
  if (std::cout && flushed && std::ferror(stdout) == 0) {
    return code;
  }
  if (errno == 0) {  // it failed earlier; the next try gives the reason
    std::clearerr(stdout);
    static_cast<void>(std::fputc('\n', stdout));
    static_cast<void>(std::fflush(stdout));
  }
  const int error = errno;
  spdlog::critical("what {} says could not be written whole{}; do not use the part that was", name_of(app),
                   error == 0 ? "" : " (" + std::generic_category().message(error) + ")");
  return code == ok ? failed : code;
}

}  // namespace

int run_main(CLI::App& app, CommonOptions& options, int argc, const char* const* argv,
             const std::function<int()>& body) {
  start_logging(app.get_name(), options.log_level);
  try {
    add_common_options(app, options);
    app.parse(argc, argv);
    spdlog::set_level(spdlog::level::from_str(options.log_level));
    return after_writing(app, body());
  } catch (const CLI::ParseError& error) {
    return after_writing(app, app.exit(error) == 0 ? ok : usage);
  } catch (const settings::SettingsError& error) {
    std::istringstream lines(error.what());
    for (std::string line; std::getline(lines, line);) {
      spdlog::error("{}", line);
    }
    return bad_settings;
  } catch (const std::exception& error) {
    spdlog::critical("{}", error.what());
    return failed;
  }
}

}  // namespace antrean::process
