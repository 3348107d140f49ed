#include "cli/render/privacy.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace antrean::cli {

boost::json::value without_private(boost::json::value document) {
  if (document.is_string()) {
    return boost::json::value(mask_niks(document.get_string()));
  }
  if (document.is_array()) {
    for (auto& one : document.get_array()) {
      one = without_private(std::move(one));
    }
  } else if (document.is_object()) {
    boost::json::object& object = document.get_object();
    object.erase("message_id");
    object.erase("message_en");
    object.erase("page_key");
    for (auto& [key, value] : object) {
      value = without_private(std::move(value));
    }
  }
  return document;
}

}  // namespace antrean::cli
