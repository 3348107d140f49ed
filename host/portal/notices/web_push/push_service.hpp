// Whom the portal asks to bring a message to a phone: the phone's browser names an address of its maker's
// push service. A stranger's word, so the portal asks no machine of its own network because of it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/ip/address.hpp>

#include "http/peers.hpp"

namespace antrean::portal::web_push {

/// "https://host" or "https://host:8443" of an address; nothing: no message goes there. It is not https, has
/// a user, a fragment, or what no address has, is too long, or its host is an address in digits, or its port
/// another one than 443. `own` lists networks of the office's own push service; there both are allowed.
std::optional<std::string> service_of(std::string_view address, const http::Networks& own);

/// Whether the machine behind a name may be asked: it is out in the internet, or in `own`. Asked of what the
/// name turned out to be, when the line is made, so that a name cannot mean another machine by then.
bool may_ask(const boost::asio::ip::address& machine, const http::Networks& own);

inline constexpr std::size_t longest_address = 1000;

}  // namespace antrean::portal::web_push
