// Stores which keys were asked for in a Source. Private to settings.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "settings/nearest.hpp"
#include "settings/settings.hpp"

namespace antrean::settings {

/// One section that was asked for. Its Source::Impl owns it, and every Section keeps the Source::Impl alive.
struct Section::Node {
  Source::Impl& source;
  const toml::table* table;  ///< nullptr when the file has no such section
  std::string path;          ///< dotted, "office.voice"; "" for the root
  bool listed;               ///< one of [[path]]
  /// Something else is there and is already a problem, so missing keys are no further problem.
  bool excused;
  toml::source_position at;  ///< where the section begins, or the nearest section around it
  std::vector<std::string> known{};
  std::map<std::string, std::vector<Node*>, std::less<>> children{};

  /// Makes the key known; nullptr when the file does not have it.
  const toml::node* find(std::string_view key);
  std::string child_path(std::string_view key) const;
  Node* add_child(std::string_view key, const toml::table* child_table, bool child_listed, bool child_excused,
                  toml::source_position where);
  void add_problem(toml::source_position where, std::string text);
  std::string label() const;  ///< " in [office]"; "" for the root
};

struct Source::Impl {
  std::string name;
  std::filesystem::path folder;
  toml::table root{};
  std::deque<Section::Node> nodes{};  ///< the first is the root
  std::vector<Problem> problems{};
};

}  // namespace antrean::settings
