// Where a server listens and whose it is, as a section of a settings file has it:
//
//   address = "127.0.0.1"                      one of this machine's; the key's name is the program's
//   port = 8090
//   names = ["antrean.example"]                the names of the proxy in front (site.hpp)
//   trusted_proxies = ["10.1.2.3"]             whose X-Forwarded-For is believed (peers.hpp)
//
// What is said at an address that is not this machine's own is said in the clear, so such a one is refused
// unless `trusted_proxies` says who may connect.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/server.hpp"
#include "settings/settings.hpp"

namespace antrean::http {

struct ListenSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  Site site;
  friend bool operator==(const ListenSettings&, const ListenSettings&) = default;
};

/// Every problem is told to `section`.
ListenSettings read_listen_settings(settings::Section& section, std::string_view address_key, std::uint16_t usual_port);

}  // namespace antrean::http
