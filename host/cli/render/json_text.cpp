#include "cli/render/json_text.hpp"

#include <cstdint>
#include <string_view>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "text/text.hpp"

namespace antrean::cli {

std::string json_text(const boost::json::value& value) {
  const std::string plain = boost::json::serialize(value);
  std::string result;
  result.reserve(plain.size());
  for (std::string_view left = plain; !left.empty();) {
    const auto c = text::first(left);
    const std::size_t bytes = c ? c->bytes : 1;
    if (!c || !(text::is_control(c->value) || text::is_hidden(c->value))) {
      result += left.substr(0, bytes);
    } else if (const auto code = static_cast<std::uint32_t>(c->value); code < 0x10000) {
      result += fmt::format("\\u{:04x}", code);
    } else {
      result +=
          fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((code - 0x10000) >> 10U), 0xDC00 + ((code - 0x10000) & 0x3FFU));
    }
    left.remove_prefix(bytes);
  }
  return result;
}

}  // namespace antrean::cli
