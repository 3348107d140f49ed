// How the command ends. The same numbers for every subcommand; antrean.1 lists them.
#pragma once

#include <stdexcept>
#include <string>

namespace antrean::cli {

enum Exit : int {
  done = 0,
  failed = 1,     ///< a file or disk did not do what was asked: missing, damaged, full, not permitted
  usage = 2,      ///< the command line makes no sense
  no = 3,         ///< asked and answered: no such ticket, not well, the chain is broken, nobody works that day
  no_answer = 4,  ///< the office does not answer
  in_use = 5,     ///< the journal belongs to a running office, which was not asked or cannot help
  bad_settings = 78,
};

/// Ends the command with this code and text: what, where, what to do.
struct CommandError : std::runtime_error {
  CommandError(Exit code_, const std::string& text) : std::runtime_error(text), code(code_) {}
  Exit code;
};

}  // namespace antrean::cli
