#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "office_settings/office_settings.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;

namespace {

std::string shipped() {
  std::ifstream file(std::string(CONFIG) + "/office.toml", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The shipped settings with `from` put in the place of `to`; what reading them says.
std::string complaint(const std::string& from, const std::string& to) {
  std::string text = shipped();
  const auto found = text.find(from);
  if (found == std::string::npos) {
    return "the shipped settings have no '" + from + "'";
  }
  text.replace(found, from.size(), to);
  try {
    read(settings::Source::text(text, "office.toml"));
  } catch (const settings::SettingsError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_GROUP(OfficeSettingsFile){};

TEST(OfficeSettingsFile, the_shipped_example_is_right_and_says_what_it_says) {
  const OfficeSettings settings = read_file(std::string(CONFIG) + "/office.toml");
  STRCMP_EQUAL("AD", settings.plan.office.c_str());
  LONGS_EQUAL(4, settings.plan.counters.size());
  LONGS_EQUAL(1, settings.buses.size());
  LONGS_EQUAL(4, settings.buses[0].pads.size());
  LONGS_EQUAL(5, settings.buses[0].boards.size());
  LONGS_EQUAL(8, settings.buses[0].boards[4].plan.width);
  CHECK_TRUE(settings.scanner.has_value());
  CHECK_TRUE(settings.voice.has_value());
  CHECK_TRUE(settings.portal.has_value());
  CHECK_FALSE(settings.plan.week[0].has_value());
  CHECK_TRUE(settings.plan.week[5]->breaks.at(0).from == TimeOfDay{11 * 60 + 30});
  LONGS_EQUAL(30, settings.checkin.services.at("paspor").early.count());
}

// config/systemd/antrean-office.service loads it: the service's user may not read /etc/antrean/portal.token itself.
TEST(OfficeSettingsFile, the_portals_token_is_the_credential_that_the_unit_loads) {
  std::string folder = (std::filesystem::temp_directory_path() / "antrean-credentials-XXXXXX").string();
  CHECK(mkdtemp(folder.data()) != nullptr);
  std::ofstream(folder + "/portal.token") << "the one of systemd";
  setenv("CREDENTIALS_DIRECTORY", folder.c_str(), 1);
  const OfficeSettings settings = read_file(std::string(CONFIG) + "/office.toml");
  unsetenv("CREDENTIALS_DIRECTORY");
  STRCMP_EQUAL((folder + "/portal.token").c_str(), settings.portal->token_file.c_str());
  std::filesystem::remove_all(folder);
  std::ifstream unit(std::string(CONFIG) + "/systemd/antrean-office.service");
  const std::string text{std::istreambuf_iterator<char>(unit), {}};
  CHECK(text.find("\nLoadCredential=portal.token:") != std::string::npos);
}

TEST(OfficeSettingsFile, mistakes_are_told_with_line_and_remedy) {
  const struct {
    const char* from;
    const char* to;
    const char* says;
  } rows[] = {
      {"code = \"AD\"", "code = \"Bandung\"", "AD"},
      {"zone = \"WIB\"", "zone = \"GMT\"", "WITA"},
      {"baud = 19200", "baud = 19201", "no usual rate"},
      {"baud = 19200", "baud = \"fast\"", "baud"},
      {"baud = 19200", "bauds = 19200", "did you mean 'baud'"},
      {"address = 1\n", "address = 0\n", "1"},
      {"address = 1\n", "address = 248\n", "247"},
      {"address = 2\n", "address = 1\n", "is on this bus already"},
      {"counter = 4\n", "counter = 9\n", "no [[counter]] with id 9"},
      {"days = [\"fri\"]", "days = [\"friday\"]", "is no day"},
      {"days = [\"fri\"]", "days = [\"thu\"]", "has hours already"},
      {"breaks = [\"12:00-13:00\"]", "breaks = [\"13:00-12:00\"]", "is no break"},
      {"when_early = \"come_back\"", "when_early = \"maybe\"", "wait_for_hour"},
      {"languages = [\"id\"]", "languages = [\"fr\"]", "has no voice"},
      {"waiting_limit = \"2h\"", "waiting_limit = \"90s\"", "whole minutes"},
      {"order = \"booked_hour\"", "order = \"luck\"", "arrival"},
      {"holidays = [\"2026-12-25\"", "holidays = [\"2026-13-25\"", "is no date"},
      {"width = 8", "width = 12", "8"},
      {"url = \"https://antrean.example.go.id\"", "url = \"antrean\"", "https://"},
      {"serves = [\"ambil/loket\"]", "serves = [\"ambil/lokett\"]", "ambil/lokett"},
      {"series = \"pickup\"", "series = \"pickups\"", "pickups"},
      {"[office]", "[office", "not valid TOML"},
      {"class = \"priority\"", "class = \"prioritas\"", "'prioritas' is no class"},
      {"letters = \"C\"", "letters = \"B\"", "is used by"},
      {"typical = \"3m\"", "typical = \"0m\"", "at least a minute"},
      {"last_numbers = \"15:00\"", "last_numbers = \"17:00\"", "between opening and closing"},
  };
  for (const auto& row : rows) {
    const std::string text = complaint(row.from, row.to);
    const std::string settings = shipped();
    const auto lines =
        std::count(settings.begin(), settings.begin() + static_cast<long>(settings.find(row.from)), '\n');
    const std::string place = "office.toml:" + std::to_string(lines + 1) + ":";
    if (text.find(row.says) == std::string::npos || text.find(place) == std::string::npos) {
      FAIL((std::string(row.to) + " -> '" + text + "', expected '" + place + " " + row.says + "'").c_str());
    }
  }
}

TEST(OfficeSettingsFile, a_running_text_that_no_tv_shows_whole_is_refused) {
  const auto with = [](const std::string& text) {
    return complaint("running_text = \"", "running_text = \"" + text + "\" # \"");
  };
  STRCMP_EQUAL("", with(std::string(1000, 'x')).c_str());
  STRCMP_CONTAINS("office.toml:", with(std::string(1001, 'x')).c_str());
  STRCMP_CONTAINS("is 1001 bytes long; a TV shows at most 1000", with(std::string(1001, 'x')).c_str());
  std::string arabic;
  for (int i = 0; i < 501; ++i) arabic += "\u0645";  // two bytes each
  STRCMP_CONTAINS("is 1002 bytes long", with(arabic).c_str());
}

TEST(OfficeSettingsFile, a_tcp_gateway_takes_the_place_of_a_port) {
  std::string text = shipped();
  const auto begin = text.find("port = \"/dev");
  text.replace(begin, text.find("parity = \"even\"") + 15 - begin, "tcp = \"192.168.1.20:502\"");
  const OfficeSettings settings = read(settings::Source::text(text, "office.toml"));
  const auto& gateway = std::get<bus::TcpGateway>(settings.buses[0].line.where);
  STRCMP_EQUAL("192.168.1.20", gateway.host.c_str());
  LONGS_EQUAL(502, gateway.port);
}

TEST(OfficeSettingsFile, what_no_file_says_is_as_it_must_be) {
  const OfficeSettings settings = read_file(std::string(CONFIG) + "/office.toml");
  CHECK_TRUE(settings.plan.clock.floor > from_ms(0));  // 1970 is no time
  CHECK_TRUE(settings.plan.rollover_by == TimeOfDay{3 * 60});
  CHECK_TRUE(settings.plan.policy.waiting_limit == Minutes{120});
  std::string text = shipped();
  for (std::size_t at = 0; (at = text.find("waiting_limit = \"", at)) != std::string::npos; ++at) {
    text.replace(at, text.find('\n', at) - at, "waiting_limit = \"0s\"");
  }
  const OfficeSettings without = read(settings::Source::text(text, "office.toml"));
  CHECK_FALSE(without.plan.policy.waiting_limit.has_value());
  CHECK_FALSE(without.plan.classes[1].waiting_limit.has_value());
}
