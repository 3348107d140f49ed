// A phone's subscription as a browser sends it: three lines, the address of its push service and its two
// keys. What is taken is https and has the same meaning when it is written again; a message can be made for
// it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/peers.hpp"
#include "web_push/encrypt.hpp"
#include "web_push/keys.hpp"
#include "web_push/push_service.hpp"

namespace {

using namespace antrean;
using namespace antrean::portal::web_push;

void demand(bool right) {
  if (!right) {
    std::abort();
  }
}

std::string_view line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto found = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto sender = fresh_key();
  static const http::Networks none;
  std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto address = line(text);
  if (const auto service = service_of(address, none)) {
    demand(service->starts_with("https://") && address.starts_with("https://"));
    demand(service->find('@') == std::string::npos && service->find(':', 8) == std::string::npos);
    demand(service_of(*service + "/", none) == service);
  }
  const auto p256dh = line(text);
  const auto auth = line(text);
  for (const auto part : {p256dh, auth}) {
    if (const auto bytes = from_base64url(part)) {
      demand(from_base64url(to_base64url(*bytes)) == bytes);
    }
  }
  if (const auto phone = phone_keys_from(p256dh, auth)) {
    const auto again = phone_keys_from(to_text(*phone));
    demand(again && again->point == phone->point && again->auth == phone->auth);
    demand(encrypted("B021", *phone, sender.get(), std::string(salt_bytes, 's')).size() == 86 + 4 + 1 + 16);
  }
  return 0;
}
