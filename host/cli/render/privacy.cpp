#include "cli/render/privacy.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "values/nik.hpp"

namespace antrean::cli {
namespace {

constexpr std::size_t nik_digits = 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_between(char c) { return c == ' ' || c == '.' || c == '-'; }

}  // namespace

std::string mask_niks(std::string_view text) {
  std::string masked;
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_digit(text[at])) {
      masked += text[at++];
      continue;
    }
    std::string digits;
    std::size_t end = at;
    for (std::size_t i = at; i < text.size(); ++i) {
      if (is_digit(text[i])) {
        digits += text[i];
        end = i + 1;
      } else if (!is_between(text[i]) || i + 1 == text.size() || !is_digit(text[i + 1])) {
        break;
      }
    }
    if (digits.size() < nik_digits) {
      masked += text.substr(at, end - at);
    } else {
      masked += std::string(digits.size() - nik_digits, '*') + mask_nik(digits.substr(digits.size() - nik_digits));
    }
    at = end;
  }
  return masked;
}

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
