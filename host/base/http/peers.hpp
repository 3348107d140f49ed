// Who is at the other end: networks, whom a proxy speaks for, and what counts as one asker. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace antrean::http {

/// A set of addresses: "10.1.2.3", "10.1.0.0/16", "2001:db8::/32".
class Networks {
 public:
  /// False, and nothing is added, for what is neither an address nor a network, for a network with bits set
  /// behind its length, and for /0: everybody is nobody.
  bool add(std::string_view text);
  bool contains(const boost::asio::ip::address& address) const;
  bool empty() const { return networks_.empty(); }
  friend bool operator==(const Networks&, const Networks&) = default;

 private:
  struct Network {
    boost::asio::ip::address first;
    unsigned length = 0;
    friend bool operator==(const Network&, const Network&) = default;
  };
  std::vector<Network> networks_;
};

/// An IPv4 address that came in IPv6's clothes ("::ffff:10.0.0.1") as itself.
boost::asio::ip::address unmapped(const boost::asio::ip::address& address);

/// What proxies wrote about a request; each line of a repeated header after a comma.
struct Forwarded {
  std::optional<std::string> addresses;  ///< X-Forwarded-For
  std::optional<std::string> scheme;     ///< X-Forwarded-Proto
  std::optional<std::string> forwarded;  ///< Forwarded (RFC 7239); read only without X-Forwarded-For

  bool any() const { return addresses || scheme || forwarded; }
};

struct Peer {
  boost::asio::ip::address address;
  /// A program on this machine asks, and no proxy between: a loopback socket, nothing forwarded. Behind a
  /// proxy on this machine that forwards nothing, everybody looks so.
  bool local = false;
  bool https = false;  ///< the trusted proxy says that it was asked over TLS
};

/// Who really asks. A proxy appends the address that it saw, so from the right every address is a trusted
/// proxy's own word up to the first that is no trusted proxy's: that one asks. An address may have a port
/// ("198.51.100.7:5123", "[2001:db8::1]:443"). Where somebody wrote no address ("unknown"), the last known
/// one counts. From a peer that is no trusted proxy nothing is believed.
Peer peer_of(const boost::asio::ip::address& socket_peer, const Forwarded& forwarded, const Networks& trusted_proxies);

/// Whether connections of this peer are taken: this machine's, and trusted proxies'.
bool may_connect(const boost::asio::ip::address& peer, const Networks& trusted_proxies);

/// One asker for limits: an IPv4 address, and of IPv6 a whole /64, which one household has. This machine has
/// 127.0.0.0/8 to itself, so all of that but 127.0.0.1, where its own programs ask from, is one asker.
std::string asker_of(const boost::asio::ip::address& address);
std::string asker_of(const std::string& address);  ///< of no address: the text itself

}  // namespace antrean::http
