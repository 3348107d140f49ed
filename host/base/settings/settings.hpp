// Reads a TOML settings file so that a technician can repair it. Every problem is collected with file, line,
// column and what was expected; for an unknown key also the nearest known key. Nothing is half-applied:
// finish() throws unless everything is right.
//
//   auto source = settings::Source::file("office.toml");
//   auto office = source.root().section("office");
//   s.code = office.text("code", {.pattern = "[A-Z0-9]{2}", .example = "AD"});
//   s.port = office.integer("port", {.least = 1, .most = 65535, .fallback = 8090});
//   for (auto& counter : source.root().sections("counter")) ...
//   source.finish();
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "values/office_time.hpp"

namespace antrean::settings {

struct Problem {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  std::string text;  ///< "unknown key 'prot'; did you mean 'port'?"
};

/// what(): one line per problem, "file:line:column: text".
class SettingsError : public std::runtime_error {
 public:
  explicit SettingsError(std::vector<Problem> problems);
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

struct TextRule {
  std::string pattern;                  ///< ECMAScript regex for the whole value; "" = anything
  std::string example;                  ///< shown when the pattern does not match
  std::optional<std::string> fallback;  ///< without one the key is required
};
struct IntegerRule {
  std::int64_t least = 0;
  std::int64_t most = INT64_MAX;
  std::optional<std::int64_t> fallback;
};
struct NumberRule {
  double least = 0;
  double most = 1e18;
  std::optional<double> fallback;
};

class Section {
 public:
  /// Each of these makes the key known. After a problem it still returns a value of the right type.
  std::string text(std::string_view key, const TextRule& rule = {});
  std::int64_t integer(std::string_view key, const IntegerRule& rule);
  double number(std::string_view key, const NumberRule& rule);
  bool flag(std::string_view key, std::optional<bool> fallback = std::nullopt);
  /// One of `words`; returns the index. The problem of a wrong word lists all words.
  std::size_t choice(std::string_view key, const std::vector<std::string>& words,
                     std::optional<std::size_t> fallback = std::nullopt);
  std::vector<std::string> texts(std::string_view key,
                                 const std::optional<std::vector<std::string>>& fallback = std::nullopt);
  std::vector<std::int64_t> integers(std::string_view key,
                                     const std::optional<std::vector<std::int64_t>>& fallback = std::nullopt);
  TimeOfDay time(std::string_view key, std::optional<TimeOfDay> fallback = std::nullopt);  ///< "08:00"
  OfficeDay date(std::string_view key);  ///< 2026-11-22 or "2026-11-22"
  /// "250ms", "3s", "15m", "2h".
  std::chrono::milliseconds duration(std::string_view key,
                                     std::optional<std::chrono::milliseconds> fallback = std::nullopt);
  /// A path. It is relative to the folder of the settings file.
  std::filesystem::path path(std::string_view key, const std::optional<std::filesystem::path>& fallback = std::nullopt);

  /// A file with a secret: the systemd credential of that name ($CREDENTIALS_DIRECTORY) if there is one, else
  /// as path(). For read_secret.
  std::filesystem::path secret_file(std::string_view key,
                                    const std::optional<std::filesystem::path>& fallback = std::nullopt);

  bool has(std::string_view key) const;
  /// [key]; if absent, an empty section: its required keys are problems
  Section section(std::string_view key);
  std::vector<Section> sections(std::string_view key);                       ///< [[key]]; absent: empty
  std::vector<std::pair<std::string, Section>> named(std::string_view key);  ///< [key.NAME], in the order of the file

  /// Adds a problem at this key, or at the section itself for "". For rules that involve several keys.
  void problem(std::string_view key, std::string text);
  /// True when a problem was found at this key. Its value is only a replacement, so do not apply further
  /// rules to it.
  bool wrong(std::string_view key) const;

  struct Node;
  explicit Section(std::shared_ptr<Node> node) : node_(std::move(node)) {}

 private:
  std::shared_ptr<Node> node_;
};

class Source {
 public:
  /// Both throw SettingsError for an unreadable file or TOML that does not parse.
  static Source file(const std::filesystem::path& path);
  static Source text(std::string_view toml, std::string name);

  Section root();
  /// Throws SettingsError with everything that was found, in the order of the file: wrong values, and keys
  /// that no code asked for.
  void finish();

  struct Impl;

 private:
  explicit Source(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

/// Reads a secret from a file of its own (Section::secret_file). Trailing white space is cut; 1..4096 bytes.
/// A file that others than its owner may change, or others than its group may read, is refused. Throws
/// std::runtime_error that says what to do.
std::string read_secret(const std::filesystem::path& path);

}  // namespace antrean::settings
