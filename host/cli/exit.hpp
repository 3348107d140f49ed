// The exit codes of the command. All subcommands use the same codes; antrean.1 lists them.
#pragma once

#include <stdexcept>
#include <string>

namespace antrean::cli {

enum Exit : int {
  done = 0,
  failed = 1,     ///< a file or disk failed: missing, damaged, full, not permitted
  usage = 2,      ///< the command line is wrong
  no = 3,         ///< answered with no: no such ticket, not well, the chain is broken, nobody works that day
  no_answer = 4,  ///< the office does not answer
  in_use = 5,     ///< the journal belongs to a running office that was not asked or cannot help
  no_key = 6,     ///< the journal was restored, the office's audit key was not
  bad_settings = 78,
};

/// Ends the command with this code and text: what, where, what to do.
struct CommandError : std::runtime_error {
  CommandError(Exit code_, const std::string& text) : std::runtime_error(text), code(code_) {}
  Exit code;
};

}  // namespace antrean::cli
