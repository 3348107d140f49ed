#include "http/listen_settings.hpp"
#include "settings/settings.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

http::ListenSettings read(const std::string& toml) {
  auto source = settings::Source::text("[web]\n" + toml, "office.toml");
  auto web = source.root().section("web");
  auto result = http::read_listen_settings(web, "address", 8090);
  source.finish();
  return result;
}

std::string complaint(const std::string& toml) {
  try {
    read(toml);
  } catch (const settings::SettingsError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_GROUP(ListenSettings){};

TEST(ListenSettings, AreThisMachineAloneUnlessTheySayOtherwise) {
  CHECK(read("") == (http::ListenSettings{.address = "127.0.0.1", .port = 8090, .site = {}}));
  const auto all = read(
      "address = \"10.1.2.9\"\nport = 80\nnames = [\"antrean.example\"]\ntrusted_proxies = [\"10.1.2.3\", "
      "\"10.1.3.0/24\"]");
  STRCMP_EQUAL("10.1.2.9", all.address.c_str());
  LONGS_EQUAL(80, all.port);
  STRCMP_EQUAL("https://antrean.example", all.site.names.at(0).origin().c_str());
  CHECK(all.site.trusted_proxies.contains(boost::asio::ip::make_address("10.1.3.200")));
}

TEST(ListenSettings, ThatAreOpenToEverybodyAreRefusedWithTheRemedy) {
  for (const char* address : {"0.0.0.0", "::", "192.168.1.5", "2001:db8::1", "::ffff:10.0.0.1"}) {
    const auto text = complaint(std::string("address = \"") + address + "\"");
    STRCMP_CONTAINS("office.toml:2:", text.c_str());
    STRCMP_CONTAINS("listen at 127.0.0.1 behind a proxy with TLS", text.c_str());
    STRCMP_CONTAINS("'trusted_proxies'", text.c_str());
    STRCMP_EQUAL("",
                 complaint(std::string("trusted_proxies = [\"192.168.1.9\"]\naddress = \"") + address + "\"").c_str());
  }
  for (const char* address : {"127.0.0.1", "127.0.0.9", "::1"}) {
    STRCMP_EQUAL("", complaint(std::string("address = \"") + address + "\"").c_str());
  }
}

TEST(ListenSettings, SayWhatIsWrongWhereItIsWrong) {
  const struct {
    const char* toml;
    const char* complaint;
  } table[] = {
      {"address = \"192.168.1.300\"", "'192.168.1.300' is no address to listen at"},
      {"port = 70000", "70000"},
      {"names = [\"http://antrean.example\"]", "'http://antrean.example' is no name that people reach this server by"},
      {"names = [\"antrean.example/\"]", "write it as antrean.example.go.id"},
      {"trusted_proxies = [\"10.1.2.3/24\"]", "'10.1.2.3/24' is no address of a proxy"},
      {"trusted_proxies = [\"0.0.0.0/0\"]", "everybody is no answer"},
      {"trusted_proxy = [\"10.1.2.3\"]", "did you mean 'trusted_proxies'"},
  };
  for (const auto& row : table) {
    STRCMP_CONTAINS(row.complaint, complaint(row.toml).c_str());
  }
}
