#include "samples.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "feed/feed_json.hpp"

namespace antrean::display {

Snapshot sample(std::string_view name) {
  const std::string path = std::string{DISPLAY_TESTS} + "/snapshots/" + std::string{name} + ".json";
  std::ifstream in{path};
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  auto snapshot = feed::from_json(text);
  if (!snapshot) {
    throw std::runtime_error(path + ": " + snapshot.error().message());
  }
  return *snapshot;
}

std::vector<Text> texts(const DrawList& list) {
  std::vector<Text> found;
  for (const Item& item : list.items) {
    if (const auto* text = std::get_if<Text>(&item)) {
      found.push_back(*text);
    }
  }
  return found;
}

std::optional<std::string> said(const DrawList& list, std::string_view wanted) {
  for (const Text& text : texts(list)) {
    if (text.part == wanted) {
      return text.text;
    }
  }
  return std::nullopt;
}

std::string whole(const DrawList& list, std::string_view wanted) {
  std::string text = said(list, wanted).value_or("");
  for (int line = 1;; ++line) {
    const auto more = said(list, std::string{wanted} + "." + std::to_string(line));
    if (!more) {
      return text;
    }
    text += " " + *more;
  }
}

bool drawn(const DrawList& list, std::string_view wanted) {
  for (const Item& item : list.items) {
    if (part(item) == wanted) {
      return true;
    }
  }
  return false;
}

Colour colour_of(const DrawList& list, std::string_view wanted) {
  for (const Item& item : list.items) {
    const auto* fill = std::get_if<Fill>(&item);
    if (fill != nullptr && fill->part == wanted) {
      return fill->colour;
    }
  }
  throw std::runtime_error("no fill called " + std::string{wanted});
}

}  // namespace antrean::display
