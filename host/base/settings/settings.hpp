// Reading a TOML settings file so that a technician can mend it: every problem is collected with file, line,
// column, what was expected, and for an unknown key the nearest known one. Nothing is half-applied: finish()
// throws unless all was right.
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
  /// A key asked for with any of these is thereby known. After a problem a value of the right type is
  /// returned anyway.
  std::string text(std::string_view key, const TextRule& rule = {});
  std::int64_t integer(std::string_view key, const IntegerRule& rule);
  double number(std::string_view key, const NumberRule& rule);
  bool flag(std::string_view key, std::optional<bool> fallback = std::nullopt);
  /// One of `words`; the index is returned. A wrong word lists them all.
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
  /// A path, taken relative to the settings file's folder.
  std::filesystem::path path(std::string_view key, const std::optional<std::filesystem::path>& fallback = std::nullopt);

  /// A file that holds a secret: the systemd credential of that name ($CREDENTIALS_DIRECTORY) when there is
  /// one, else as path(). For read_secret.
  std::filesystem::path secret_file(std::string_view key,
                                    const std::optional<std::filesystem::path>& fallback = std::nullopt);

  bool has(std::string_view key) const;
  Section section(std::string_view key);  ///< [key]; absent: an empty one, whose required keys are problems
  std::vector<Section> sections(std::string_view key);                       ///< [[key]]; absent: none
  std::vector<std::pair<std::string, Section>> named(std::string_view key);  ///< [key.NAME], in the order of the file

  /// A problem at this key (or at the section itself for ""), for rules that span keys.
  void problem(std::string_view key, std::string text);
  /// A problem was told at this key; its value is a stand-in, which further rules should leave alone.
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
  /// Throws SettingsError with everything found: wrong values and keys nobody asked for, in the order of the
  /// file.
  void finish();

  struct Impl;

 private:
  explicit Source(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

/// A secret from a file of its own (Section::secret_file): trailing white space cut, 1..4096 bytes. Throws
/// std::runtime_error saying what to do.
std::string read_secret(const std::filesystem::path& path);

}  // namespace antrean::settings
