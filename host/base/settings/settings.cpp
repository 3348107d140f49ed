#include "settings/settings.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "files/private_file.hpp"
#include "settings/tree.hpp"
#include "text/text.hpp"

namespace antrean::settings {
namespace {

constexpr std::size_t max_file_bytes = 1u << 20;
constexpr std::size_t max_secret_bytes = 4096;

std::string lines(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& p : problems) {
    if (!text.empty()) {
      text += '\n';
    }
    text += p.file;
    if (p.line != 0) {
      text += ':' + std::to_string(p.line) + ':' + std::to_string(p.column);
    }
    text += ": " + p.text;
  }
  return text;
}

/// Quoted keys, and the parser's quotations of the file, may contain line ends. Each problem must still be
/// one line.
std::vector<Problem> one_line_each(std::vector<Problem> problems) {
  for (Problem& p : problems) {
    p.text = text::one_line(p.text);
  }
  return problems;
}

/// At most `most` + 1 bytes of a file. Throws std::system_error.
std::string read_file(const std::filesystem::path& path, std::size_t most) {
  // A folder opens like a file, and then reading fails without a reason.
  if (std::filesystem::is_directory(path)) {
    throw std::system_error(EISDIR, std::generic_category());
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::system_error(errno != 0 ? errno : EIO, std::generic_category());
  }
  std::string text(most + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) {
    throw std::system_error(EIO, std::generic_category());
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

[[noreturn]] void refuse(const std::string& name, std::string text, toml::source_position at = {0, 0}) {
  throw SettingsError({Problem{name, at.line, at.column, std::move(text)}});
}

std::string quoted_list(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "'" : ", '") + word + "'";
  }
  return text;
}

}  // namespace

SettingsError::SettingsError(std::vector<Problem> problems)
    : std::runtime_error(lines(problems = one_line_each(std::move(problems)))), problems_(std::move(problems)) {}

const toml::node* Section::Node::find(std::string_view key) {
  if (std::ranges::find(known, key) == known.end()) {
    known.emplace_back(key);
  }
  return table == nullptr ? nullptr : table->get(key);
}

std::string Section::Node::child_path(std::string_view key) const {
  return path.empty() ? std::string(key) : path + '.' + std::string(key);
}

Section::Node* Section::Node::add_child(std::string_view key, const toml::table* child_table, bool child_listed,
                                        bool child_excused, toml::source_position where) {
  Node& child = source.nodes.emplace_back(Node{.source = source,
                                               .table = child_table,
                                               .path = child_path(key),
                                               .listed = child_listed,
                                               .excused = child_excused,
                                               .at = where});
  children[std::string(key)].push_back(&child);
  return &child;
}

void Section::Node::add_problem(toml::source_position where, std::string text) {
  source.problems.push_back(Problem{source.name, where.line, where.column, std::move(text)});
}

std::string Section::Node::label() const {
  if (path.empty()) {
    return {};
  }
  return listed ? " in [[" + path + "]]" : " in [" + path + "]";
}

Source Source::file(const std::filesystem::path& path) {
  std::string text;
  try {
    text = read_file(path, max_file_bytes);
  } catch (const std::system_error& error) {
    refuse(path.string(), "cannot be read: " + error.code().message() + "; name another file with --config");
  }
  Source source = Source::text(text, path.string());
  // The path is absolute, so that it does not depend on the current folder of the program. It has no links,
  // so that ".." in a path means the same here and for the system.
  source.impl_->folder = std::filesystem::weakly_canonical(std::filesystem::absolute(path).parent_path());
  return source;
}

Source Source::text(std::string_view toml, std::string name) {
  if (toml.size() > max_file_bytes) {
    refuse(name, "is larger than 1 MiB, which no settings file is");
  }
  auto impl = std::make_shared<Impl>(Impl{.name = std::move(name), .folder = {}});
  try {
    impl->root = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    refuse(impl->name, "is not valid TOML here: " + std::string(error.description()), error.source().begin);
  }
  impl->nodes.emplace_back(Section::Node{
      .source = *impl, .table = &impl->root, .path = {}, .listed = false, .excused = false, .at = {1, 1}});
  return Source(std::move(impl));
}

Section Source::root() { return Section(std::shared_ptr<Section::Node>(impl_, &impl_->nodes.front())); }

void Source::finish() {
  std::vector<Problem> problems = impl_->problems;
  for (const Section::Node& node : impl_->nodes) {
    if (node.table == nullptr) {
      continue;
    }
    for (const auto& [key, value] : *node.table) {
      if (std::ranges::find(node.known, key.str()) != node.known.end()) {
        continue;
      }
      // A known key that is already in the file cannot be the one that was meant.
      std::vector<std::string> missing;
      std::ranges::copy_if(node.known, std::back_inserter(missing),
                           [&](const std::string& known) { return !node.table->contains(known); });
      std::string text = "unknown key '" + printable(key.str()) + "'" + node.label();
      if (const auto near = nearest(key.str(), missing); !near.empty()) {
        text += "; did you mean '" + std::string(near) + "'?";
      } else if (node.known.empty()) {
        text += "; nothing can be set here";
      } else {
        text += "; known here: " + quoted_list(node.known);
      }
      const toml::source_position at = key.source().begin;
      problems.push_back(Problem{impl_->name, at.line, at.column, std::move(text)});
    }
  }
  if (problems.empty()) {
    return;
  }
  std::ranges::stable_sort(problems, {}, [](const Problem& p) { return std::pair{p.line, p.column}; });
  throw SettingsError(std::move(problems));
}

std::string read_secret(const std::filesystem::path& path) {
  const std::string where = "secret file " + path.string();
  struct ::stat found {};
  if (::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode)) {
    if (const auto why = files::why_not_private(found.st_mode, path); !why.empty()) {
      throw std::runtime_error(where + " " + why + ", and make a new secret if somebody may have seen or changed it");
    }
  }
  std::string text;
  try {
    text = read_file(path, max_secret_bytes);
  } catch (const std::system_error& error) {
    throw std::runtime_error(where + " cannot be read: " + error.code().message() +
                             "; create it, readable by this service only, or load it as a systemd credential");
  }
  if (text.size() > max_secret_bytes) {
    throw std::runtime_error(where + " is larger than 4096 bytes; put the secret alone into it");
  }
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  if (text.empty()) {
    throw std::runtime_error(where + " is empty; put the secret into it");
  }
  return text;
}

}  // namespace antrean::settings
