// Runs the real `antrean` and keeps its output.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace antrean::cli::test {

struct Ran {
  int code = -1;
  std::string out, err;
  bool says(const std::string& text) const { return out.find(text) != std::string::npos; }
  /// True if the output has this text, wherever lines are broken: every run of white space counts as one
  /// space.
  bool says_in_words(const std::string& text) const;
  bool complains(const std::string& text) const { return err.find(text) != std::string::npos; }
};

/// In English and without colours, unless `environment` says otherwise. `folder` is for the files of its
/// output.
Ran run_antrean(const std::filesystem::path& folder, std::vector<std::string> arguments,
                std::map<std::string, std::string> environment = {});

/// Runs any program in the same way.
Ran run_program(const std::filesystem::path& folder, const std::string& program, std::vector<std::string> arguments,
                std::map<std::string, std::string> environment = {});

std::string text_of(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

/// The folder of the built programs.
std::filesystem::path programs();

}  // namespace antrean::cli::test
