// Web Push: the example of RFC 8291, the keys, whom the portal asks, what it says, and [push].
#include <fstream>
#include <stdexcept>
#include <string>

#include <boost/asio/ip/address.hpp>

#include "sample_notices.hpp"
#include "web_push/encrypt.hpp"
#include "web_push/keys.hpp"
#include "web_push/message.hpp"
#include "web_push/push_service.hpp"
#include "web_push/push_settings.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace antrean::portal::web_push;
using antrean::portal_test::sample_notice;

namespace {

// What is made once would look like a leak in a test: the networks, and spdlog's and OpenSSL's own.
[[maybe_unused]] const bool networks_are_warm = may_ask(boost::asio::ip::address{}, {});

// RFC 8291, appendix A.
constexpr const char* as_private = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
constexpr const char* as_public =
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
constexpr const char* ua_public =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
constexpr const char* auth_secret = "BTBZMqHH6r4Tts7J_aSIgg";
constexpr const char* salt = "DGv6ra1nlYgDCS1FRnbzlw";
constexpr const char* whole =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_"
    "c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

std::string bytes(const char* text) { return from_base64url(text).value(); }

PushSettings read(const std::string& toml) {
  auto source = settings::Source::text(toml, "portal.toml");
  auto push = read_push_settings(source.root());
  source.finish();
  return push;
}

std::string complaint(const std::string& toml) {
  try {
    read("[push]\n" + toml);
  } catch (const settings::SettingsError& error) {
    return error.what();
  }
  return "";
}

std::string service(const std::string& address, const char* own = nullptr) {
  http::Networks networks;
  if (own != nullptr) {
    networks.add(own);
  }
  return service_of(address, networks).value_or("");
}

bool asked(const char* machine) { return may_ask(boost::asio::ip::make_address(machine), {}); }

}  // namespace

TEST_GROUP(WebPush){};

TEST(WebPush, TheExampleOfTheStandardByteForByte) {
  const auto phone = phone_keys_from(ua_public, auth_secret);
  CHECK(phone.has_value());
  const auto sender = private_key(bytes(as_private));
  STRCMP_EQUAL(as_public, to_base64url(point_of(sender.get())).c_str());
  STRCMP_EQUAL(as_private, to_base64url(scalar_of(sender.get())).c_str());
  const auto body = encrypted("When I grow up, I want to be a watermelon", *phone, sender.get(), bytes(salt));
  STRCMP_EQUAL(whole, to_base64url(body).c_str());
}

TEST(WebPush, NoTwoMessagesAreAlikeAndNoneIsTooLong) {
  const auto phone = phone_keys_from(ua_public, auth_secret).value();
  const auto one = encrypted("x", phone, fresh_key().get(), fresh_salt());
  CHECK(one != encrypted("x", phone, fresh_key().get(), fresh_salt()));
  UNSIGNED_LONGS_EQUAL(4096,
                       encrypted(std::string(longest_message, 'x'), phone, fresh_key().get(), fresh_salt()).size());
  CHECK_THROWS(std::length_error,
               encrypted(std::string(longest_message + 1, 'x'), phone, fresh_key().get(), fresh_salt()));
}

TEST(WebPush, Base64ForAddresses) {
  for (const std::string text : {"", "f", "fo", "foo", "foob", "\xff\xfe\xfd", "\0\0"}) {
    STRCMP_EQUAL(text.c_str(), from_base64url(to_base64url(text)).value().c_str());
  }
  STRCMP_EQUAL("Zm9vYg", to_base64url("foob").c_str());
  STRCMP_EQUAL("foob", bytes("Zm9vYg==").c_str());
  for (const char* wrong : {"A", "Zm9vY", "Zm9+", "Zm9/", "Zm 9", "Zm9vYh"}) {
    CHECK_TEXT(!from_base64url(wrong), wrong);
  }
}

TEST(WebPush, APhonesKeysAreAPointAndASecret) {
  const auto keys = phone_keys_from(ua_public, auth_secret).value();
  const auto again = phone_keys_from(to_text(keys)).value();
  CHECK(again.point == keys.point && again.auth == keys.auth);
  auto off_the_curve = bytes(ua_public);
  off_the_curve.back() = static_cast<char>(off_the_curve.back() ^ 1);
  CHECK_FALSE(phone_keys_from(to_base64url(off_the_curve), auth_secret));
  CHECK_FALSE(phone_keys_from(to_base64url(std::string(65, '\4')), auth_secret));
  CHECK_FALSE(phone_keys_from(to_base64url(std::string(1, '\0')), auth_secret));
  CHECK_FALSE(phone_keys_from(ua_public, "BTBZMqHH6r4Tts7J"));
  CHECK_FALSE(phone_keys_from(auth_secret, ua_public));
  CHECK_FALSE(phone_keys_from(""));
  CHECK_FALSE(phone_keys_from(ua_public));
}

TEST(WebPush, ThePortalsKeyIsMadeOnceAndReadBack) {
  const auto text = VapidKey::secret_text();
  UNSIGNED_LONGS_EQUAL(43, text.size());
  STRCMP_EQUAL(VapidKey{text}.public_text().c_str(), VapidKey{text}.public_text().c_str());
  UNSIGNED_LONGS_EQUAL(87, VapidKey{text}.public_text().size());
  CHECK(text != VapidKey::secret_text());
  const std::string zeros(43, 'A');
  const std::string too_large = to_base64url(std::string(32, '\xff'));
  for (const auto& wrong : {std::string{}, std::string{"secret"}, zeros, too_large, text + "A"}) {
    CHECK_THROWS(std::runtime_error, VapidKey{wrong});
  }
  const auto said = VapidKey{text}.authorization("https://push.example", "mailto:a@b.example", 1'800'000'000);
  CHECK(said.starts_with("vapid t=") && said.ends_with(", k=" + VapidKey{text}.public_text()));
}

TEST(WebPush, OnlyPushServicesInTheInternetAreAsked) {
  STRCMP_EQUAL("https://fcm.googleapis.com", service("https://fcm.googleapis.com/fcm/send/abc:DEF_1-2").c_str());
  STRCMP_EQUAL("https://updates.push.services.mozilla.com",
               service("https://updates.push.services.mozilla.com:443/wpush/v2/gAAA?x=1").c_str());
  for (const char* wrong : {"",
                            "http://fcm.googleapis.com/x",
                            "https://",
                            "https:///x",
                            "https://localhost/x",
                            "https://portal/x",
                            "https://10.0.0.1/x",
                            "https://127.0.0.1/x",
                            "https://[::1]/x",
                            "https://2130706433/x",
                            "https://0x7f.0.0.1/x",
                            "https://127.1/x",
                            "https://push.0x7f000001/x",
                            "https://push.example:8443/x",
                            "https://user@push.example/x",
                            "https://push.example/x#y",
                            "https://push.example/x y",
                            "https://push.example/\"x",
                            "https://push.example/x\n",
                            "ftp://push.example/x",
                            "https://push.example:0/x"}) {
    STRCMP_EQUAL_TEXT("", service(wrong).c_str(), wrong);
  }
  STRCMP_EQUAL("", service("https://push.example/" + std::string(1000, 'x')).c_str());
  // A push service of the office's own.
  STRCMP_EQUAL("https://127.0.0.1:8443", service("https://127.0.0.1:8443/x", "127.0.0.1").c_str());
  STRCMP_EQUAL("", service("https://127.0.0.2:8443/x", "127.0.0.1").c_str());
  STRCMP_EQUAL("", service("http://127.0.0.1:8443/x", "127.0.0.1").c_str());
}

TEST(WebPush, ANameThatLeadsIntoAPrivateNetworkIsNotAsked) {
  for (const char* open :
       {"8.8.8.8", "142.250.1.1", "2a00:1450:4001::1", "::ffff:8.8.8.8", "100.128.0.1", "172.32.0.1"}) {
    CHECK_TEXT(asked(open), open);
  }
  for (const char* closed : {"0.0.0.0",
                             "10.1.2.3",
                             "100.64.0.1",
                             "127.0.0.1",
                             "169.254.169.254",
                             "172.16.0.1",
                             "192.168.1.1",
                             "192.0.0.8",
                             "198.18.0.1",
                             "224.0.0.1",
                             "255.255.255.255",
                             "::1",
                             "::",
                             "fe80::1",
                             "fc00::1",
                             "fd12::1",
                             "ff02::1",
                             "::ffff:10.0.0.1",
                             "64:ff9b::a00:1",
                             "2001:db8::1",
                             "2002:a00:1::1",
                             "2001::1"}) {
    CHECK_TEXT(!asked(closed), closed);
  }
  http::Networks own;
  own.add("10.1.0.0/16");
  CHECK(may_ask(boost::asio::ip::make_address("10.1.2.3"), own));
  CHECK_FALSE(may_ask(boost::asio::ip::make_address("10.2.2.3"), own));
}

TEST(WebPush, SaysNumberAndCounterAndNothingPersonal) {
  for (const auto language : {Language::id, Language::en}) {
    const auto called = message_of(sample_notice(NoticeKind::your_turn, language));
    const auto near = message_of(sample_notice(NoticeKind::number_near, language));
    for (const auto& message : {called, near}) {
      CHECK(message.find("B017") != std::string::npos);
      CHECK(message.size() < 600);
      for (const char* personal : {"Siti", "AD-QFJ8BD", "AQ1", "siti.rahma"}) {
        CHECK_TEXT(message.find(personal) == std::string::npos, personal);
      }
    }
    CHECK(called.find("Loket 3") != std::string::npos);
    CHECK(called.find("\"stays\":true") != std::string::npos);
    CHECK(near.find("\"stays\":false") != std::string::npos);
  }
  CHECK(message_of(sample_notice(NoticeKind::number_near, Language::id)).find("urutan ke-3") != std::string::npos);
  CHECK(message_of(sample_notice(NoticeKind::number_near, Language::en)).find("number 3 in line") != std::string::npos);
  const auto one = sample_notice(NoticeKind::your_turn, Language::id);
  auto other = sample_notice(NoticeKind::number_near, Language::en);
  UNSIGNED_LONGS_EQUAL(24, topic_of(one).size());
  STRCMP_EQUAL(topic_of(one).c_str(), topic_of(other).c_str());
  other.links.page += "0";
  CHECK(topic_of(one) != topic_of(other));
}

TEST(WebPush, WithoutItsSectionNobodyIsTold) {
  CHECK(read("").key.empty());
  const auto push = read(
      "[push]\nkey = \"/etc/antrean/push.key\"\ncontact = \"mailto:antrean@example.go.id\"\nca_file = \"/etc/ca.pem\"\n"
      "deadline = \"5s\"\nown_services = [\"10.1.0.0/16\"]\n");
  CHECK(push.key == "/etc/antrean/push.key");
  STRCMP_EQUAL("mailto:antrean@example.go.id", push.contact.c_str());
  CHECK(push.own_services.contains(boost::asio::ip::make_address("10.1.2.3")));
  CHECK(push.deadline == std::chrono::seconds{5});
}

TEST(WebPush, WhatTheShippedFileShowsIsGood) {
  std::ifstream file{PORTAL_SHIPPED_SETTINGS};
  std::string shown;
  for (std::string line; std::getline(file, line);) {
    if (line == "# [push]" || (!shown.empty() && line.starts_with("# "))) {
      shown += line.substr(2) + "\n";
    } else if (!shown.empty()) {
      break;
    }
  }
  STRCMP_EQUAL("mailto:antrean@example.go.id", read(shown).contact.c_str());
}

TEST(WebPush, WhatIsWrongInTheSettingsIsSaidWhereItIs) {
  const std::string good = "key = \"push.key\"\ncontact = \"https://antrean.example.go.id/bantuan\"\n";
  STRCMP_EQUAL("", complaint(good).c_str());
  const struct {
    std::string toml;
    const char* complaint;
  } table[] = {
      {"key = \"push.key\"\n", "contact"},
      {"key = \"push.key\"\ncontact = \"antrean@example.go.id\"\n", "portal.toml:3:"},
      {"key = \"push.key\"\ncontact = \"mailto:a\\\"b@example.go.id\"\n", "portal.toml:3:"},
      {good + "own_services = [\"push.example\"]\n", "'push.example' is no network"},
      {good + "own_services = [\"0.0.0.0/0\"]\n", "is no network"},
      {good + "deadline = \"2m\"\n", "one second to one minute"},
      {good + "contacts = \"x\"\n", "contact"},
  };
  for (const auto& row : table) {
    STRCMP_CONTAINS(row.complaint, complaint(row.toml).c_str());
  }
}
