#include "web/health.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

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

}  // namespace antrean::web
