// Several words in one column, separated by blanks: "B001 B002".
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace antrean::journal {

inline std::string word_list(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

inline std::vector<std::string> from_word_list(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) {
      words.emplace_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace antrean::journal
