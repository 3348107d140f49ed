#include "web/health.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace antrean::web {

bool Health::ready() const {
  return std::all_of(parts.begin(), parts.end(), [](const Part& part) { return part.well || !part.needed; });
}

std::string to_json(const Health& health) {
  boost::json::array parts;
  for (const auto& part : health.parts) {
    parts.push_back(boost::json::object{{"name", part.name},
                                        {"well", part.well},
                                        {"needed", part.needed},
                                        {"doubtful", part.doubtful},
                                        {"text", part.text}});
  }
  boost::json::object document;
  document["ready"] = health.ready();
  document["version"] = health.version;
  document["parts"] = std::move(parts);
  return boost::json::serialize(document);
}

namespace {

std::string escape(const std::string& text, bool quotes) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\\\";
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '"' && quotes) {
      result += "\\\"";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string to_prometheus(const std::vector<Figure>& figures) {
  std::string text;
  const std::string* previous = nullptr;
  for (const auto& figure : figures) {
    if (previous == nullptr || *previous != figure.name) {
      text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", figure.name, escape(figure.help, false),
                          figure.counter ? "counter" : "gauge");
    }
    previous = &figure.name;
    text += figure.name;
    for (std::size_t i = 0; i < figure.labels.size(); ++i) {
      text +=
          fmt::format("{}{}=\"{}\"", i == 0 ? '{' : ',', figure.labels[i].first, escape(figure.labels[i].second, true));
    }
    text += fmt::format("{} {}\n", figure.labels.empty() ? "" : "}", figure.value);
  }
  return text;
}

}  // namespace antrean::web
