// The data that every subcommand gets: the shared options, the settings if it needs them, and where to write.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "cli/render/terminal.hpp"
#include "office_settings/office_settings.hpp"
#include "process/process.hpp"
#include "queue/plan.hpp"

namespace antrean::cli {

class Invocation {
 public:
  Invocation(std::ostream& out, std::ostream& err) : out_(out), err_(err) {}

  // The shared options, as parsed.
  process::CommonOptions common{.config = "/etc/antrean/office.toml"};
  std::filesystem::path office_asked;   ///< --office
  std::filesystem::path journal_asked;  ///< --journal
  std::string language_asked;           ///< --lang

  /// Read when it is first asked for, once. Throws settings::SettingsError.
  const office::OfficeSettings& settings();
  const queue::Plan& plan();

  /// Where the running office is asked: as asked, or as the settings have it.
  std::filesystem::path office_socket();
  std::filesystem::path journal_file();

  Terminal terminal() const { return {out_, language_of(language_asked), colour}; }
  /// Writes a remark for the person at the terminal to stderr. It is not part of the result.
  void remark(const std::string& id, const std::string& en) const;
  std::ostream& out() { return out_; }

  bool colour = false;

 private:
  std::ostream& out_;
  std::ostream& err_;
  std::optional<office::OfficeSettings> settings_;
  std::optional<queue::Plan> plan_;
};

}  // namespace antrean::cli
