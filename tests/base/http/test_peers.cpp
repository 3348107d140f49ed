#include "http/peers.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::http;
namespace ip = boost::asio::ip;

namespace {

Networks networks(std::initializer_list<const char*> texts) {
  Networks result;
  for (const char* text : texts) {
    CHECK_TEXT(result.add(text), text);
  }
  return result;
}

}  // namespace

TEST_GROUP(AddressNetworks){};

TEST(AddressNetworks, HoldAddressesUpToTheirLength) {
  const auto some = networks({"10.1.2.3", "192.168.8.0/21", "2001:db8:1::/48", "::1", "::ffff:172.16.0.9"});
  for (const char* in :
       {"10.1.2.3", "::ffff:10.1.2.3", "192.168.8.0", "192.168.15.255", "2001:db8:1:ffff::5", "::1", "172.16.0.9"}) {
    CHECK_TEXT(some.contains(ip::make_address(in)), in);
  }
  for (const char* out : {"10.1.2.4", "192.168.16.0", "192.168.7.255", "2001:db8:2::", "::2", "127.0.0.1", "0.0.0.0"}) {
    CHECK_FALSE_TEXT(some.contains(ip::make_address(out)), out);
  }
  CHECK_FALSE(Networks().contains(ip::make_address("127.0.0.1")));
}

TEST(AddressNetworks, ThatAreNoneAreRefused) {
  Networks none;
  for (const char* text : {"", "antrean.example", "10.1.2", "10.1.2.3/33", "10.1.2.3/0", "0.0.0.0/0", "::/0", "::1/129",
                           "10.1.2.3/24", "10.1.2.0/", "10.1.2.0/x", "10.1.2.0/-1", "10.1.2.0/24 ", "/8"}) {
    CHECK_FALSE_TEXT(none.add(text), text);
  }
  CHECK(none.empty());
}

TEST_GROUP(Peers){};

TEST(Peers, AreTheRightmostAddressThatIsNoTrustedProxy) {
  const auto trusted = networks({"127.0.0.1", "::1", "10.0.0.0/24", "2001:db8:1::/64"});
  const struct {
    const char* socket;
    const char* forwarded;  ///< X-Forwarded-For; null: none
    const char* peer;
    bool local;
  } table[] = {
      {"127.0.0.1", nullptr, "127.0.0.1", true},
      {"::ffff:127.0.0.1", nullptr, "127.0.0.1", true},
      {"127.0.0.1", "", "127.0.0.1", false},
      {"127.0.0.1", "203.0.113.7", "203.0.113.7", false},
      {"::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7", false},
      {"127.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7", false},
      {"127.0.0.1", "6.6.6.6,2001:db8::1", "2001:db8::1", false},
      {"127.0.0.1", "6.6.6.6, 203.0.113.7, 10.0.0.8", "203.0.113.7", false},
      {"127.0.0.1", "203.0.113.7, 10.0.0.8,10.0.0.9 , 2001:db8:1::9", "203.0.113.7", false},
      {"127.0.0.1", "10.0.0.8, 10.0.0.9", "10.0.0.8", false},
      {"127.0.0.1", "127.0.0.1", "127.0.0.1", false},
      {"10.0.0.5", "203.0.113.7", "203.0.113.7", false},
      {"10.0.0.5", "127.0.0.1, 203.0.113.7", "203.0.113.7", false},
      {"127.0.0.1", "198.51.100.7:5123", "198.51.100.7", false},
      {"127.0.0.1", "[2001:db8::1]", "2001:db8::1", false},
      {"127.0.0.1", "[2001:db8::1]:443", "2001:db8::1", false},
      {"127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7", false},
      // Where somebody wrote no address, nothing before it is believed either.
      {"127.0.0.1", "unknown", "127.0.0.1", false},
      {"127.0.0.1", "203.0.113.7,", "127.0.0.1", false},
      {"127.0.0.1", "203.0.113.7, unknown, 10.0.0.8", "10.0.0.8", false},
      {"127.0.0.1", "203.0.113.7:x", "127.0.0.1", false},
      {"127.0.0.1", "[2001:db8::1]x", "127.0.0.1", false},
      // From others nothing is.
      {"10.0.1.5", "203.0.113.7", "10.0.1.5", false},
      {"::ffff:10.0.1.5", "203.0.113.7", "10.0.1.5", false},
      {"127.0.0.2", "203.0.113.7", "127.0.0.2", false},
      {"127.0.0.2", nullptr, "127.0.0.2", true},
      {"203.0.113.9", nullptr, "203.0.113.9", false},
  };
  for (const auto& row : table) {
    Forwarded forwarded;
    if (row.forwarded != nullptr) {
      forwarded.addresses = row.forwarded;
    }
    const auto peer = peer_of(ip::make_address(row.socket), forwarded, trusted);
    const char* shown = row.forwarded != nullptr ? row.forwarded : row.socket;
    STRCMP_EQUAL_TEXT(row.peer, peer.address.to_string().c_str(), shown);
    CHECK_TEXT(row.local == peer.local, shown);
  }
}

TEST(Peers, AreReadFromForwardedWhereTheProxyWritesThat) {
  const auto trusted = networks({"127.0.0.1", "10.0.0.0/24"});
  const struct {
    const char* forwarded;
    const char* peer;
    bool https;
  } table[] = {
      {"for=203.0.113.7;proto=https", "203.0.113.7", true},
      {"For=\"[2001:db8::1]:4711\"; Proto=HTTPS;by=10.0.0.1", "2001:db8::1", true},
      {"for=6.6.6.6;proto=https, for=203.0.113.7;proto=http", "203.0.113.7", false},
      {"for=203.0.113.7, for=10.0.0.8;proto=https", "203.0.113.7", true},
      {"for=\"198.51.100.7:5123\"", "198.51.100.7", false},
      {"for=_hidden", "127.0.0.1", false},
      {"for=unknown;proto=https", "127.0.0.1", true},
      {"by=\"for=6.6.6.6,for=6.6.6.6\";for=203.0.113.7", "203.0.113.7", false},
      {"", "127.0.0.1", false},
      {"for", "127.0.0.1", false},
  };
  for (const auto& row : table) {
    Forwarded forwarded;
    forwarded.forwarded = row.forwarded;
    const auto peer = peer_of(ip::make_address("127.0.0.1"), forwarded, trusted);
    STRCMP_EQUAL_TEXT(row.peer, peer.address.to_string().c_str(), row.forwarded);
    CHECK_TEXT(row.https == peer.https, row.forwarded);
    CHECK_FALSE_TEXT(peer.local, row.forwarded);
  }
  // What the proxy hands on from the client, beside its own word, does not count.
  Forwarded both;
  both.addresses = "203.0.113.7";
  both.forwarded = "for=6.6.6.6";
  STRCMP_EQUAL("203.0.113.7", peer_of(ip::make_address("127.0.0.1"), both, trusted).address.to_string().c_str());
}

TEST(Peers, CameOverTlsWhenATrustedProxySaysSo) {
  const auto trusted = networks({"127.0.0.1"});
  Forwarded forwarded;
  forwarded.scheme = "https";
  CHECK(peer_of(ip::make_address("127.0.0.1"), forwarded, trusted).https);
  CHECK_FALSE(peer_of(ip::make_address("10.0.0.9"), forwarded, trusted).https);
  CHECK_FALSE(peer_of(ip::make_address("127.0.0.1"), forwarded, trusted).local);
  forwarded.scheme = "https, http";
  CHECK_FALSE(peer_of(ip::make_address("127.0.0.1"), forwarded, trusted).https);
}

TEST(Peers, ThatMayConnectAreOnThisMachineOrTrustedProxies) {
  const auto trusted = networks({"10.0.0.0/24"});
  for (const char* yes : {"127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1", "10.0.0.8", "::ffff:10.0.0.8"}) {
    CHECK_TEXT(may_connect(ip::make_address(yes), trusted), yes);
  }
  for (const char* no : {"10.0.1.8", "203.0.113.7", "2001:db8::1", "::ffff:203.0.113.7"}) {
    CHECK_FALSE_TEXT(may_connect(ip::make_address(no), trusted), no);
  }
}

TEST(Peers, CountAsOneByAddressOrByA64) {
  STRCMP_EQUAL("203.0.113.7", asker_of(std::string("203.0.113.7")).c_str());
  STRCMP_EQUAL("203.0.113.7", asker_of(std::string("::ffff:203.0.113.7")).c_str());
  STRCMP_EQUAL("2001:db8::/64", asker_of(std::string("2001:db8::1")).c_str());
  STRCMP_EQUAL("2001:db8::/64", asker_of(std::string("2001:db8::ffff:1:2:3")).c_str());
  STRCMP_EQUAL("2001:db8:0:1::/64", asker_of(std::string("2001:db8:0:1::1")).c_str());
  STRCMP_EQUAL("::1", asker_of(std::string("::1")).c_str());
  STRCMP_EQUAL("127.0.0.1", asker_of(std::string("127.0.0.1")).c_str());
  STRCMP_EQUAL("127.0.0.0/8", asker_of(std::string("127.0.0.2")).c_str());
  STRCMP_EQUAL("127.0.0.0/8", asker_of(std::string("127.9.8.7")).c_str());
  STRCMP_EQUAL("nobody", asker_of(std::string("nobody")).c_str());
}
