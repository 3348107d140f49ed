// A page as a browser reads it: its tags with their attributes (WHATWG HTML, 13.2.5 "Tokenization", as far as
// pages of ours and attacks on them need it).
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace antrean::html_test {

struct Tag {
  std::string name;                                             ///< "a", "/a", in lower case
  std::vector<std::pair<std::string, std::string>> attributes;  ///< values decoded
};

inline bool is_html_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
inline char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string html_decoded(std::string_view text) {
  constexpr std::pair<std::string_view, char> entities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  std::string result;
  while (!text.empty()) {
    const auto* found = std::ranges::find_if(entities, [&](const auto& one) { return text.starts_with(one.first); });
    const bool known = found != std::end(entities);
    result.push_back(known ? found->second : text.front());
    text.remove_prefix(known ? found->first.size() : 1);
  }
  return result;
}

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html) : rest_(html) {}

  std::vector<Tag> tags() {
    std::vector<Tag> all;
    while (to_tag()) {
      all.push_back(tag());
      skip_raw_text(all.back().name);
    }
    return all;
  }

 private:
  static bool is_letter(char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }
  char front(std::size_t at = 0) const { return at < rest_.size() ? rest_[at] : '\0'; }
  void skip(std::size_t count) { rest_.remove_prefix(std::min(count, rest_.size())); }
  void skip_past(std::string_view end) {
    const auto at = rest_.find(end);
    skip(at == std::string_view::npos ? rest_.size() : at + end.size());
  }
  template <class Ends>
  std::string_view take_until(Ends ends) {
    std::size_t length = 0;
    while (length < rest_.size() && !ends(rest_[length])) {
      ++length;
    }
    const auto taken = rest_.substr(0, length);
    skip(length);
    return taken;
  }

  bool to_tag() {
    while (true) {
      const auto at = rest_.find('<');
      if (at == std::string_view::npos) {
        return false;
      }
      skip(at);
      if (rest_.starts_with("<!--")) {
        skip_past("-->");
      } else if (front(1) == '!' || front(1) == '?') {
        skip_past(">");
      } else if (is_letter(front(1)) || (front(1) == '/' && is_letter(front(2)))) {
        skip(1);
        return true;
      } else {
        skip(1);
      }
    }
  }

  Tag tag() {
    Tag read;
    if (front() == '/') {
      read.name = "/";
      skip(1);
    }
    for (const char c : take_until([](char c) { return is_html_space(c) || c == '/' || c == '>'; })) {
      read.name.push_back(to_lower(c));
    }
    while (true) {
      take_until([](char c) { return !is_html_space(c) && c != '/'; });
      if (rest_.empty() || front() == '>') {
        skip(1);
        return read;
      }
      std::string name(1, to_lower(front()));
      skip(1);
      for (const char c : take_until([](char c) { return is_html_space(c) || c == '/' || c == '>' || c == '='; })) {
        name.push_back(to_lower(c));
      }
      read.attributes.emplace_back(name, value());
    }
  }

  std::string value() {
    const auto before = rest_;
    take_until([](char c) { return !is_html_space(c); });
    if (front() != '=') {
      rest_ = before;
      return {};
    }
    skip(1);
    take_until([](char c) { return !is_html_space(c); });
    if (front() == '"' || front() == '\'') {
      const char quote = front();
      skip(1);
      const auto text = take_until([&](char c) { return c == quote; });
      skip(1);
      return html_decoded(text);
    }
    return html_decoded(take_until([](char c) { return is_html_space(c) || c == '>'; }));
  }

  void skip_raw_text(const std::string& name) {
    for (const std::string_view raw : {"script", "style", "title", "textarea"}) {
      if (name == raw) {
        const std::string end = "</" + name;
        const auto at = std::ranges::search(rest_, end, {}, to_lower).begin();
        skip(static_cast<std::size_t>(at - rest_.begin()));
      }
    }
  }

  std::string_view rest_;
};

inline std::vector<Tag> tags_of(std::string_view html) { return HtmlReader(html).tags(); }

/// Tags and the names of their attributes, a line each: what a value must never change.
inline std::string shape_of(std::string_view html) {
  std::string shape;
  for (const auto& tag : tags_of(html)) {
    shape += tag.name;
    for (const auto& [name, value] : tag.attributes) {
      shape += " " + name;
    }
    shape += "\n";
  }
  return shape;
}

/// Addresses that a page names and that lead to a script or to another site, as a browser reads them.
inline std::vector<std::string> foreign_addresses(std::string_view html) {
  std::vector<std::string> found;
  for (const auto& tag : tags_of(html)) {
    for (const auto& [name, value] : tag.attributes) {
      if (name != "href" && name != "src" && name != "action" && name != "formaction" && name != "data") {
        continue;
      }
      // A browser leaves out what stands around an address, and line ends and tabs within.
      std::string address;
      std::ranges::copy_if(value, std::back_inserter(address),
                           [](char c) { return static_cast<unsigned char>(c) > 0x20; });
      const auto colon = address.find(':');
      const bool scheme = colon != std::string::npos && address.find_first_of("/?#") > colon;
      if (scheme || address.starts_with("//")) {
        found.push_back(value);
      }
    }
  }
  return found;
}

/// What somebody would put into a field to get a script into a page.
inline constexpr std::string_view attacks[] = {"<b onclick=x>",
                                               "javascript:alert(1)",
                                               "JavaScript:alert(1)",
                                               " javascript:alert(1)",
                                               "java\tscript:alert(1)",
                                               "&#106;avascript:alert(1)",
                                               "data:text/html,<script>x</script>",
                                               "\" onmouseover=x",
                                               "\" onmouseover=\"x",
                                               "' onmouseover='x",
                                               "</script>",
                                               "</title><b>",
                                               "--><img src=x onerror=x>",
                                               "{{code}}{{#days}}<b>"};

}  // namespace antrean::html_test
