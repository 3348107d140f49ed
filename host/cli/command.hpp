// A subcommand, and the list of all subcommands. main.cpp gives each one a CLI::App and runs the one that was
// named.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/invocation.hpp"

namespace antrean::cli {

class Command {
 public:
  virtual ~Command() = default;
  virtual std::string name() const = 0;
  virtual std::string about() const = 0;  ///< one line for --help
  /// Adds its options. The command owns the variables that they are parsed into.
  virtual void declare(CLI::App& app) = 0;
  /// Throws CommandError. The result is an Exit.
  virtual int run(Invocation& asked) = 0;
};

// Each is in the file of its name.
std::unique_ptr<Command> status_command();
std::unique_ptr<Command> doctor_command();
std::unique_ptr<Command> bus_command();
std::unique_ptr<Command> why_command();
std::unique_ptr<Command> replay_command();
std::unique_ptr<Command> verify_command();
std::unique_ptr<Command> backup_command();
std::unique_ptr<Command> restore_command();
std::unique_ptr<Command> export_command();
std::unique_ptr<Command> simulate_command();
std::unique_ptr<Command> import_day_command();
std::unique_ptr<Command> staff_command();
std::unique_ptr<Command> setup_command();
/// Completes the words of `root`, with its subcommands and options.
std::unique_ptr<Command> completion_command(CLI::App& root);

/// All of them, in the order of --help.
std::vector<std::unique_ptr<Command>> all_commands(CLI::App& root);

/// The whole program: declares, parses and runs. Returns an Exit.
int run(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace antrean::cli
