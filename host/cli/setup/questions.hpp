// Questions of `antrean setup`: asked at a terminal, or answered by a file. A wrong answer at the terminal is
// asked again; one of the file ends with settings::SettingsError, which names the line.
#pragma once

#include <istream>
#include <memory>
#include <string>

#include "cli/render/terminal.hpp"
#include "settings/settings.hpp"

namespace antrean::cli {

struct Question {
  const char* key;  ///< in the file
  const char* id;
  const char* en;
  const char* pattern = ".*";  ///< what the whole answer matches
  std::string example{};
  std::string fallback{};  ///< what an empty answer means; "": an answer is needed
};

class Questions {
 public:
  virtual ~Questions() = default;
  virtual std::string text(const Question& question) = 0;
  /// Not shown while it is typed. "" when it is not known yet.
  virtual std::string secret(const Question& question) = 0;
  /// In the file: false when it is left out.
  virtual bool yes(const Question& question) = 0;
  virtual unsigned number(const Question& question, unsigned least, unsigned most) = 0;
  /// Throws settings::SettingsError for what was wrong in the file, and for keys that nobody asked for.
  virtual void finish() {}
};

/// Throws CommandError when `in` ends.
std::unique_ptr<Questions> ask_at(Terminal& to, std::istream& in);
std::unique_ptr<Questions> answers_from(settings::Source source);

}  // namespace antrean::cli
