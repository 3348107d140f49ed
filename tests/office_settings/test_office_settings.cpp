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

/// Reads the shipped settings after replacing a text, and returns the complaint.
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

TEST(OfficeSettingsFile, TheShippedExampleIsRightAndSaysWhatItSays) {
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
  LONGS_EQUAL(2 * 3'600'000, settings.portal->feedback_for.count());
  CHECK_FALSE(settings.plan.week[0].has_value());
  CHECK_TRUE(settings.plan.week[5]->breaks.at(0).from == TimeOfDay{11 * 60 + 30});
  LONGS_EQUAL(30, settings.checkin.services.at("paspor").early.count());
  STRCMP_EQUAL("petugas", settings.checkin.ask.id.c_str());
  STRCMP_EQUAL("the staff", settings.checkin.ask.en.c_str());
}

TEST(OfficeSettingsFile, ABoardMayShowWaitingPeopleAnEarlierCallAndBeDimmedAtNight) {
  std::string text = shipped();
  const auto change = [&text](const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    CHECK(at != std::string::npos);
    text.replace(at, from.size(), to);
  };
  change("width = 8", "width = 8\nplace = 4\nnight = \"18:00-06:00\"\nnight_brightness = 1\nidle = \"dot\"");
  change("counters = [1]\n", "shows = \"waiting\"\nservices = [\"paspor\"]\n");
  change("baud = 9600", "kind = \"keyboard\"\ngrab = false");
  const OfficeSettings settings = read(settings::Source::text(text, "office.toml"));
  const auto& boards = settings.buses[0].boards;
  CHECK(boards[0].plan.shows == outputs::BoardShows::waiting);
  STRCMP_EQUAL("paspor", boards[0].plan.services.at(0).c_str());
  LONGS_EQUAL(4, boards[4].plan.place);
  LONGS_EQUAL(18 * 60, boards[4].plan.night->first.minutes());
  LONGS_EQUAL(1, boards[4].plan.night_brightness);
  CHECK(boards[4].plan.idle == outputs::BoardIdle::dot);
  CHECK(settings.scanner->kind == ScannerKind::keyboard);
  CHECK_FALSE(settings.scanner->grab);
  CHECK(device_problems(settings).empty());
}

namespace {
constexpr const char* two_floors =
    "[[group]]\nname = \"Lantai 1\"\ncounters = [1, 2]\n[[group]]\nname = \"Lantai 2\"\ncounters = [3, 4, 3]\n";
}

TEST(OfficeSettingsFile, AGroupIsOneNameForItsCountersAndMayHaveItsOwnArrow) {
  std::string text = shipped();
  const auto change = [&text](const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    CHECK_TEXT(at != std::string::npos, from.c_str());
    text.replace(at, from.size(), to);
  };
  change("[[bus]]", std::string(two_floors) + "[[bus]]");
  change("parity = \"even\"", "parity = \"none\"");
  change("counters = [1, 2, 3, 4]\nwidth = 8",
         "profile = \"embeddedart-matrix\"\ngroups = [\"Lantai 2\", \"Lantai 1\"]\ncounters = [1]\nwidth = 8\n"
         "arrows = { \"Lantai 1\" = \"left\", \"Lantai 2\" = \"right\", 1 = \"both\", 4 = \"none\" }");
  change("address = 24\ncounters = [4]",
         "address = 24\nprofile = \"embeddedart-matrix\"\nwidth = 6\ngroups = [\"Lantai 2\"]\narrow = \"both\"");
  const OfficeSettings settings = read(settings::Source::text(text, "office.toml"));
  LONGS_EQUAL(2, settings.groups.size());
  CHECK((settings.groups[1] == CounterGroup{.name = "Lantai 2", .counters = {3, 4}}));
  const outputs::BoardPlan& hall = settings.buses[0].boards[4].plan;
  CHECK((hall.counters == std::vector<CounterId>{1, 3, 4, 2}));
  CHECK((hall.left == std::vector<CounterId>{2, 1}));
  CHECK((hall.right == std::vector<CounterId>{3, 1}));
  CHECK((settings.buses[0].boards[4].groups == std::vector<std::string>{"Lantai 2", "Lantai 1"}));
  const outputs::BoardPlan& upstairs = settings.buses[0].boards[3].plan;
  CHECK((upstairs.counters == std::vector<CounterId>{3, 4}));
  CHECK(upstairs.left == upstairs.counters);
  CHECK(upstairs.right == upstairs.counters);
  CHECK(settings.buses[0].boards[0].plan.left.empty());

  OfficeSettings renamed = settings;
  renamed.groups[0].name = "Lantai dasar";
  CHECK((needs_restart(settings, renamed) == std::vector<std::string>{"[[group]]"}));
}

// config/systemd/antrean-office.service loads it, because the service's user may not read
// /etc/antrean/portal.token.
TEST(OfficeSettingsFile, ThePortalsTokenIsTheCredentialThatTheUnitLoads) {
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

TEST(OfficeSettingsFile, TheVoiceHasDevicesHoursAndClipsOfItsOwn) {
  std::string text = shipped();
  const std::string before = "late_after = \"60s\"";
  text.insert(text.find(before), "devices = [\"USB Audio\", \"HDMI\"]\nown_clips = \"voice\"\n");
  text.insert(text.find("[portal]"), "[[voice.hours]]\nhours = \"18:00-07:00\"\nvolume = 40\n");
  const OfficeSettings settings = read(settings::Source::text(text, "/etc/antrean/office.toml"));
  LONGS_EQUAL(2, settings.voice->devices.size());
  STRCMP_EQUAL("HDMI", settings.voice->devices[1].c_str());
  STRCMP_EQUAL("voice", settings.voice->own_clips.c_str());
  LONGS_EQUAL(40, volume_at(*settings.voice, TimeOfDay{0}));
  LONGS_EQUAL(100, volume_at(*settings.voice, TimeOfDay{7 * 60}));
  const auto hours = [](const std::string& part) {
    return complaint("late_after = \"60s\"", "[[voice.hours]]\n" + part + "\n#");
  };
  STRCMP_CONTAINS("is no part of the day", hours("hours = \"12-13\"\nvolume = 50").c_str());
  STRCMP_CONTAINS("is missing: the part of the day", hours("volume = 50").c_str());
  STRCMP_CONTAINS("volume", hours("hours = \"12:00-13:00\"").c_str());
  STRCMP_CONTAINS("100", hours("hours = \"12:00-13:00\"\nvolume = 101").c_str());
}

TEST(OfficeSettingsFile, ClipsThatACallWouldNeedAreNamedBeforeOneIsCalled) {
  OfficeSettings settings = read_file(std::string(CONFIG) + "/office.toml");
  settings.voice->clips = VOICES;
  STRCMP_EQUAL("", missing_clips(settings).c_str());
  settings.plan.series.front().letters += "?";  // no letter: nothing is needed for it
  STRCMP_EQUAL("", missing_clips(settings).c_str());
  settings.voice->clips = "/nowhere";
  STRCMP_CONTAINS("/nowhere/en/", missing_clips(settings).c_str());
  STRCMP_CONTAINS("more; calls that need one are not spoken", missing_clips(settings).c_str());
  settings.voice.reset();
  STRCMP_EQUAL("", missing_clips(settings).c_str());
}

TEST(OfficeSettingsFile, MistakesAreToldWithLineAndRemedy) {
  const struct {
    const char* from;
    const char* to;
    const char* says;
  } rows[] = {
      {"code = \"AD\"", "code = \"Bandung\"", "AD"},
      {"ask_id = \"petugas\"", "ask_id = \"\"", "petugas"},
      {"zone = \"WIB\"", "zone = \"GMT\"", "WITA"},
      {"baud = 19200", "baud = 19201", "no usual rate"},
      {"baud = 19200", "baud = 9601", "9601 is no usual rate"},
      {"baud = 19200", "baud = \"fast\"", "baud"},
      {"baud = 19200", "bauds = 19200", "did you mean 'baud'"},
      {"address = 1\n", "address = 0\n", "1"},
      {"address = 1\n", "address = 248\n", "247"},
      {"address = 2\n", "address = 1\n", "is on this bus already"},
      {"address = 1\n", "long_press = { next = \"shut\" }\naddress = 1\n", "open_close"},
      {"address = 1\n", "double_press = { net = \"recall\" }\naddress = 1\n", "did you mean 'next'"},
      {"counter = 4\n", "counter = 9\n", "no [[counter]] with id 9"},
      {"days = [\"fri\"]", "days = [\"friday\"]", "is no day"},
      {"days = [\"fri\"]", "days = [\"thu\"]", "has hours already"},
      {"breaks = [\"12:00-13:00\"]", "breaks = [\"13:00-12:00\"]", "is no break"},
      {"when_early = \"come_back\"", "when_early = \"maybe\"", "wait_for_hour"},
      {"languages = [\"id\"]", "languages = [\"fr\"]", "has no voice"},
      {"languages = [\"id\"]", "languages = []", "names no language"},
      {"late_after = \"60s\"", "devices = [\"\"]\nlate_after = \"60s\"", "has an empty name"},
      {"url = \"https://antrean.example.go.id\"", "url = \"https://antrean.example.go.id:99999\"",
       "is no address of a portal"},
      {"feedback_for = \"2h\"", "feedback_for = \"25h\"", "at most 24h"},
      {"waiting_limit = \"2h\"", "waiting_limit = \"90s\"", "whole minutes"},
      {"order = \"booked_hour\"", "order = \"luck\"", "arrival"},
      {"oldest_press = \"2m\"", "oldest_press = \"20s\"", "between 30s and 24h"},
      {"holidays = [\"2026-12-25\"", "holidays = [\"2026-13-25\"", "is no date"},
      {"width = 8", "width = 12", "8"},
      {"width = 8", "place = 5\nwidth = 8", "4 counters have no 5 calls at once"},
      {"width = 8", "services = [\"paspor\"]\nwidth = 8", "belongs to shows"},
      {"counters = [1, 2, 3, 4]", "counters = [1, 2, 3, 4]\nshows = \"waiting\"", "has services, not counters"},
      {"counters = [1, 2, 3, 4]", "services = [\"visa-x\"]\nshows = \"waiting\"", "no [[service]] with key 'visa-x'"},
      {"counters = [1, 2, 3, 4]", "groups = [\"Lantai 1\"]", "there is no [[group]] with name \"Lantai 1\""},
      {"counters = [1, 2, 3, 4]", "groups = []", "names no counter"},
      {"counters = [1, 2, 3, 4]", "groups = [\"A\"]\nshows = \"waiting\"", "has services, not counters"},
      {"counters = [1, 2, 3, 4]", "arrow = \"left\"\nshows = \"waiting\"", "points to no counter"},
      {"width = 8", "arrow = \"up\"\nwidth = 8", "\"left\""},
      {"width = 8", "arrow = \"left\"\nwidth = 8", "board 25 has seven segments a character"},
      {"width = 8", "arrow = \"left\"\narrows = { 1 = \"left\" }\nwidth = 8", "not both"},
      {"width = 8", "arrows = { 9 = \"left\" }\nwidth = 8", "unknown key '9'"},
      {"[office]", "group = [{ name = \"Lantai 1\", counters = [] }]\n[office]", "names no counter; a group has"},
      {"[office]", "group = [{ name = \"12\", counters = [1] }]\n[office]", "would be taken for a counter"},
      {"[office]", "group = [{ name = \"A\", counters = [9] }]\n[office]", "no [[counter]] with id 9"},
      {"width = 8", "night = \"18-06\"\nwidth = 8", "is no part of the day"},
      {"width = 8", "night = \"18:00-18:00\"\nwidth = 8", "is no part of the day"},
      {"width = 8", "night_brightness = 1\nwidth = 8", "needs night"},
      {"width = 8", "idle = \"stars\"\nwidth = 8", "dot"},
      {"baud = 9600", "kind = \"usb\"", "hid-pos"},
      {"baud = 9600", "baud = 9600\nkind = \"keyboard\"", "belongs to kind = \"serial\""},
      {"baud = 9600", "grab = true", "belongs to kind = \"keyboard\""},
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

TEST(OfficeSettingsFile, WhomVisitorsAskIsSaidInBothLanguages) {
  CHECK(complaint("ask_en = ", "# ").find("in one language only") != std::string::npos);
  CHECK(complaint("ask_id = ", "# ").find("in one language only") != std::string::npos);
}

TEST(OfficeSettingsFile, ARunningTextThatNoTvShowsWholeIsRefused) {
  const auto with = [](const std::string& text) {
    return complaint("running_text = \"", "running_text = \"" + text + "\" # \"");
  };
  STRCMP_EQUAL("", with(std::string(1000, 'x')).c_str());
  STRCMP_CONTAINS("office.toml:", with(std::string(1001, 'x')).c_str());
  STRCMP_CONTAINS("is 1001 bytes long; a TV shows at most 1000", with(std::string(1001, 'x')).c_str());
  std::string arabic;
  for (int i = 0; i < 501; ++i) {
    arabic += "\u0645";  // two bytes each
  }
  STRCMP_CONTAINS("is 1002 bytes long", with(arabic).c_str());
}

TEST(OfficeSettingsFile, ATcpGatewayTakesThePlaceOfAPort) {
  std::string text = shipped();
  const auto begin = text.find("port = \"/dev");
  text.replace(begin, text.find("parity = \"even\"") + 15 - begin, "tcp = \"192.168.1.20:502\"");
  const OfficeSettings settings = read(settings::Source::text(text, "office.toml"));
  const auto& gateway = std::get<bus::TcpGateway>(settings.buses[0].line.where);
  STRCMP_EQUAL("192.168.1.20", gateway.host.c_str());
  LONGS_EQUAL(502, gateway.port);
}

TEST(OfficeSettingsFile, WhatNoFileSaysIsAsItMustBe) {
  const OfficeSettings settings = read_file(std::string(CONFIG) + "/office.toml");
  CHECK_TRUE(settings.plan.clock.floor > from_ms(0));  // 1970 is not a valid time
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

namespace {

/// The complaint about the shipped settings with this text appended.
std::string complaint_about_more(const std::string& more) {
  try {
    read(settings::Source::text(shipped() + more, "office.toml"));
  } catch (const settings::SettingsError& error) {
    return error.what();
  }
  return "";
}

/// The line number of the end of the shipped settings, plus `lines`.
std::string line_after(long lines) {
  const std::string text = shipped();
  return "office.toml:" + std::to_string(std::count(text.begin(), text.end(), '\n') + lines) + ":";
}

std::string port_of_the_shipped_bus() {
  const OfficeSettings settings = read_file(std::string(CONFIG) + "/office.toml");
  return std::get<bus::SerialPort>(settings.buses.at(0).line.where).path;
}

}  // namespace

TEST(OfficeSettingsFile, O17ASeriesThatABoardCannotShowIsRefused) {
  const std::string text = complaint("[series.walk_in]", "[series.walk_in]\nfirst = 998\nlast = 9999");
  STRCMP_CONTAINS("width: board 21 shows 4 characters, A9999 needs 5", text.c_str());
  STRCMP_CONTAINS("board 24 shows 4 characters, A9999 needs 5", text.c_str());
  CHECK(text.find("board 25") == std::string::npos);  // 8: "A9999 4"
  const std::string settings = shipped();
  const auto lines =
      std::count(settings.begin(), settings.begin() + static_cast<long>(settings.find("address = 21")), '\n');
  STRCMP_CONTAINS(("office.toml:" + std::to_string(lines + 2)).c_str(),
                  text.c_str());  // its [[bus.board]], two lines further down
}

TEST(OfficeSettingsFile, O17AHallBoardHasRoomForNumberAndCounter) {
  STRCMP_EQUAL("", complaint("width = 8", "width = 7").c_str());  // "A999 4"
  OfficeSettings settings = read_file(std::string(CONFIG) + "/office.toml");
  settings.buses[0].boards = {BoardSettings(settings.buses[0].boards.back())};
  const std::uint8_t address = settings.buses[0].boards[0].address;
  settings.plan.counters.push_back({.id = 12, .name = "Loket 12", .serves = {}});
  auto& hall = settings.buses[0].boards[0].plan;
  hall.counters = {1, 12};
  hall.width = 7;
  CHECK(device_problems(settings).empty());  // "A999 12"
  settings.plan.series[0].last = 1000;
  const auto problems = device_problems(settings);
  LONGS_EQUAL(1, problems.size());
  const std::string number = settings.plan.series[0].letters.substr(0, 1) + "1000";
  STRCMP_EQUAL(("board " + std::to_string(address) + " shows 7 characters, " + number + " 12 needs 8").c_str(),
               problems[0].text.c_str());
  STRCMP_EQUAL("buses[0].boards[0].width", problems[0].where.c_str());
  hall.width = 8;
  CHECK(device_problems(settings).empty());
  hall.width = 5;  // too narrow for counters, so only the number
  CHECK(device_problems(settings).empty());
}

TEST(OfficeSettingsFile, O22TwoLinesWithOnePortOrOneNameAreRefused) {
  const std::string port = port_of_the_shipped_bus();
  std::string text = complaint_about_more("\n[[bus]]\nname = \"hall\"\nport = \"" + port + "\"\n");
  STRCMP_CONTAINS((line_after(4)).c_str(), text.c_str());
  STRCMP_CONTAINS(("port: the port " + port + " is the bus 'counters' already; every bus needs its own").c_str(),
                  text.c_str());
  text = complaint_about_more("\n[[bus]]\nname = \"counters\"\nport = \"/dev/ttyUSB7\"\n");
  STRCMP_CONTAINS((line_after(3)).c_str(), text.c_str());
  STRCMP_CONTAINS("name: 'counters' is the name of another bus already", text.c_str());
  text = complaint_about_more(
      "\n[[bus]]\nname = \"a\"\ntcp = \"10.0.0.2:502\"\n[[bus]]\nname = \"b\"\ntcp = \"10.0.0.2:502\"\n");
  STRCMP_CONTAINS("tcp: the gateway 10.0.0.2:502 is the bus 'a' already", text.c_str());
  STRCMP_EQUAL("", complaint_about_more("\n[[bus]]\nname = \"hall\"\nport = \"/dev/ttyUSB7\"\n").c_str());
  text = complaint_about_more("\n[[bus]]\nname = \"a\"\ntcp = \"10.0.0.2:99999\"\n");
  STRCMP_CONTAINS("port 99999 is none", text.c_str());
}

TEST(OfficeSettingsFile, O22TwoNamesOfOnePortAreOnePort) {
  std::string folder = (std::filesystem::temp_directory_path() / "antrean-ports-XXXXXX").string();
  CHECK(mkdtemp(folder.data()) != nullptr);
  std::ofstream(folder + "/ttyUSB0") << "";
  std::filesystem::create_symlink("ttyUSB0", folder + "/by-path");
  const auto bus = [&](const std::string& name, const std::string& port) {
    return "\n[[bus]]\nname = \"" + name + "\"\nport = \"" + folder + "/" + port + "\"\n";
  };
  STRCMP_CONTAINS("is the bus 'a' already", complaint_about_more(bus("a", "ttyUSB0") + bus("b", "by-path")).c_str());
  std::filesystem::remove_all(folder);
}

TEST(OfficeSettingsFile, O22TheScannerHasAPortOfItsOwnAndAUsualRate) {
  const OfficeSettings settings = read_file(std::string(CONFIG) + "/office.toml");
  const std::string device = settings.scanner->device;
  std::string text = complaint("device = \"" + device + "\"", "device = \"" + port_of_the_shipped_bus() + "\"");
  STRCMP_CONTAINS("device: is the port of the bus 'counters' already", text.c_str());
  text = complaint("\nbaud = 9600", "\nbaud = 9601");
  STRCMP_CONTAINS("9601 is no usual rate", text.c_str());
}

TEST(OfficeSettingsFile, O22AnAddressThatNoMachineCanHaveIsRefused) {
  const std::string text = complaint("[web]\naddress = \"127.0.0.1\"", "[web]\naddress = \"192.168.1.300\"");
  const std::string settings = shipped();
  const auto lines = std::count(settings.begin(), settings.begin() + static_cast<long>(settings.find("[web]")), '\n');
  STRCMP_CONTAINS(("office.toml:" + std::to_string(lines + 2) + ":").c_str(), text.c_str());
  STRCMP_CONTAINS("'192.168.1.300' is no address to listen at", text.c_str());
  for (const char* good : {"0.0.0.0", "::1", "192.168.1.30"}) {
    STRCMP_EQUAL("",
                 complaint("[web]\naddress = \"127.0.0.1\"",
                           std::string("[web]\ntrusted_proxies = [\"192.168.1.2\"]\n") + "address = \"" + good + "\"")
                     .c_str());
  }
  STRCMP_CONTAINS("'trusted_proxies'",
                  complaint("[web]\naddress = \"127.0.0.1\"", "[web]\naddress = \"0.0.0.0\"").c_str());
}

TEST(OfficeSettingsFile, ThePortalIsAskedOverTlsOrOnThisMachine) {
  const std::string url = "url = \"https://antrean.example.go.id\"";
  STRCMP_EQUAL("", complaint(url, "url = \"http://127.0.0.1:8080\"").c_str());
  STRCMP_CONTAINS("in the clear; write https://, with ca_file",
                  complaint(url, "url = \"http://antrean.example.go.id\"").c_str());
  STRCMP_CONTAINS("in the clear", complaint(url, "url = \"http://10.1.2.3:8080\"").c_str());
  STRCMP_CONTAINS("nowhere.pem' is not there", complaint(url, url + "\nca_file = \"nowhere.pem\"").c_str());
}

TEST(OfficeSettingsFile, TheStaffsListenerHasAPortOfItsOwn) {
  const auto settings = read_file(std::string(CONFIG) + "/office.toml");
  LONGS_EQUAL(8090, settings.web.port);
  LONGS_EQUAL(8091, settings.staff.port);
  STRCMP_EQUAL("127.0.0.1", settings.staff.address.c_str());
  STRCMP_CONTAINS("is the port of [web] already", complaint("port = 8091", "port = 8090").c_str());
  STRCMP_CONTAINS("'trusted_proxies'",
                  complaint("[staff]\naddress = \"127.0.0.1\"", "[staff]\naddress = \"0.0.0.0\"").c_str());
}

TEST(OfficeSettingsFile, APrinterIsAtADeviceOrAnAddressAndItsMistakesAreTold) {
  const auto large = read_file(std::string(CONFIG) + "/office-large.toml").printer;
  CHECK_TRUE(large.has_value());
  CHECK_TRUE(large->where == (std::variant<UsbPrinter, NetworkPrinter>{UsbPrinter{"/dev/usb/lp0"}}));
  LONGS_EQUAL(576, large->dots);
  CHECK_FALSE(large->names);
  const OfficeSettings plain = read_file(std::string(CONFIG) + "/office.toml");
  CHECK_FALSE(plain.printer.has_value());
  const auto with = [](const std::string& lines) { return shipped() + "\n[printer]\n" + lines + "\n"; };
  const OfficeSettings small = read(settings::Source::text(
      with("tcp = \"192.168.1.50:9100\"\npaper = \"58mm\"\nlanguages = [\"en\"]\nnames = true"), "office.toml"));
  CHECK_TRUE(small.printer->where == (std::variant<UsbPrinter, NetworkPrinter>{NetworkPrinter{"192.168.1.50", 9100}}));
  LONGS_EQUAL(384, small.printer->dots);
  CHECK_TRUE(small.printer->names);
  CHECK_TRUE(small.printer->languages == std::vector<Language>{Language::en});
  STRCMP_EQUAL((small.journal.string() + ".printed").c_str(), small.printer->memory.c_str());
  const std::pair<const char*, const char*> mistakes[] = {
      {"", "device"},
      {"device = \"lp0\"\ntcp = \"10.0.0.1:9100\"", "not both"},
      {"tcp = \"10.0.0.1\"", "192.168.1.50:9100"},
      {"tcp = \"10.0.0.1:70000\"", "9100 is usual"},
      {"device = \"lp0\"\npaper = \"72mm\"", "58mm"},
      {"device = \"lp0\"\ndots = 500", "500 is no multiple of 8"},
      {"device = \"lp0\"\ndots = 8", "256"},
      {"device = \"lp0\"\nlanguages = [\"fr\"]", "'fr' has no ticket"},
      {"device = \"lp0\"\nlanguages = []", "names no language"},
      {"device = \"lp0\"\noldest = \"soon\"", "oldest"},
      {"device = \"lp0\"\nname = true", "did you mean 'names'"}};
  for (const auto& [lines, says] : mistakes) {
    try {
      read(settings::Source::text(with(lines), "office.toml"));
      FAIL(lines);
    } catch (const settings::SettingsError& error) {
      STRCMP_CONTAINS(says, error.what());
    }
  }
  OfficeSettings next = plain;
  next.printer = small.printer;
  STRCMP_EQUAL("[printer]", needs_restart(plain, next).at(0).c_str());
  next.buses[0].line.where = bus::TcpGateway{"192.168.1.50", 9100};
  STRCMP_CONTAINS("is the gateway of the bus", device_problems(next).at(0).text.c_str());
}

TEST(OfficeSettingsFile, WhatOnlyAStartCanTakeUpIsNamed) {
  const OfficeSettings running = read_file(std::string(CONFIG) + "/office.toml");
  CHECK(needs_restart(running, running).empty());
  OfficeSettings next = running;
  next.plan.counters.pop_back();
  next.plan.running_text = "Selamat siang";
  next.checkin.services.clear();
  next.keys.clear();
  CHECK(needs_restart(running, next).empty());
  next.buses[0].boards[0].plan.width = 8;
  next.scanner->baud = 19200;
  next.voice->volume = 50;
  next.portal->url = "https://other.example.go.id";
  next.web.port = 9000;
  next.staff.port = 9001;
  next.technician_socket = "/run/other.sock";
  next.maintenance.keep_days = 30;
  next.journal = "other.db";
  next.plan.zone = Zone::wit;
  next.plan.office = "JE";
  std::string all;
  for (const std::string& part : needs_restart(running, next)) {
    all += part + ";";
  }
  STRCMP_EQUAL(
      "[office] code;[office] zone;[office] "
      "journal;[journal];[[bus]];[scanner];[voice];[portal];[web];[staff];[technician];",
      all.c_str());
}

TEST(OfficeSettingsFile, ALineMayHaveTwoStopBitsAndNoEvents) {
  std::string text = shipped();
  CHECK(read(settings::Source::text(text, "office.toml")).buses[0].line.events);
  const std::string parity = "parity = \"even\"";
  text.replace(text.find(parity), parity.size(), "parity = \"none\"\nstop_bits = 2\nevents = false");
  const OfficeSettings settings = read(settings::Source::text(text, "office.toml"));
  CHECK_FALSE(settings.buses[0].line.events);
  LONGS_EQUAL(11, std::get<bus::SerialPort>(settings.buses[0].line.where).rate.bits_per_character());
}

TEST(OfficeSettingsFile, BoughtDevicesAreNamedByTheirProfiles) {
  std::string text = shipped();
  const auto replace = [&text](const std::string& from, const std::string& to) {
    const auto found = text.find(from);
    CHECK_TEXT(found != std::string::npos, from.c_str());
    text.replace(found, from.size(), to);
  };
  replace("parity = \"even\"", "parity = \"none\"");
  replace("address = 1\ncounter = 1\n",
          "address = 1\ncounter = 1\nprofile = \"waveshare-8ch\"\naccept_lost_presses = true\ninputs = [3, 4, 0, 5]\n");
  replace("address = 2\ncounter = 2\n", "address = 2\ncounter = 2\nprofile = \"antrean-pad\"\n");
  replace("address = 21\ncounters = [1]\n", "address = 21\ncounters = [1]\nprofile = \"dm36b06\"\nwidth = 6\n");
  const OfficeSettings settings = read(settings::Source::text(text, "office.toml"));
  const auto& line = settings.buses[0];
  STRCMP_EQUAL("waveshare-8ch", line.pads[0].profile->key.c_str());
  CHECK((line.pads[0].inputs == PadInputs{3, 4, 0, 5}));
  CHECK(line.pads[1].profile && !line.pads[1].profile->pad);
  CHECK(!line.pads[2].profile);
  STRCMP_EQUAL("dm36b06", line.boards[0].profile->key.c_str());
  CHECK(!device_warnings(settings).empty());
  CHECK(needs_restart(settings, read(settings::Source::text(text, "office.toml"))).empty());
}

TEST(OfficeSettingsFile, LongAndDoublePressesOfAPadHaveCommands) {
  std::string text = shipped();
  const std::string pad = "address = 1\ncounter = 1\n";
  text.insert(text.find(pad) + pad.size(),
              "long_press = { next = \"open_close\" }\ndouble_press = { done = \"undo_done\" }\n");
  const OfficeSettings settings = read(settings::Source::text(text, "office.toml"));
  const PadCommands none;
  PadCommands first;
  first.longs[0] = PadCommand::open_close;
  first.doubles[3] = PadCommand::undo_done;
  CHECK(settings.buses[0].pads[0].commands == first);
  CHECK(settings.buses[0].pads[1].commands == none);
}

TEST(OfficeSettingsFile, AProfileThatDoesNotSuitIsRefusedInWords) {
  const std::string pad = "address = 1\ncounter = 1\n";
  const std::string board = "address = 21\ncounters = [1]\n";
  const struct {
    std::string from;
    std::string more;
    const char* said;
  } rows[] = {
      {pad, "profile = \"waveshare-9ch\"\n", "there is no profile 'waveshare-9ch' of a pad; there are adam-4150, "},
      {pad, "profile = \"dm36b06\"\n", "there is no profile 'dm36b06' of a pad"},
      {pad, "profile = \"waveshare-8ch\"\n", "write accept_lost_presses = true"},
      {pad, "profile = \"wb-mcm8\"\n", "write accept_unseen_refusals = true"},
      {pad, "profile = \"wb-mcm8\"\naccept_unseen_refusals = true\nlong_press = { next = \"pause\" }\n",
       "does not say how long or how quick they were: leave long_press out"},
      {pad, "profile = \"banner-pick-iq\"\n", "cannot be used: no public document"},
      {pad, "profile = \"adam-4150\"\n", "cannot be set to the parity of this bus"},
      {pad, "profile = \"icp-das-tm\"\ninputs = [1, 2, 3, 5]\n", "each another one from 1 to 4"},
      {pad, "profile = \"icp-das-tm\"\ninputs = [1, 1]\n", "each another one from 1 to 4"},
      {pad, "inputs = [1, 2]\n", "unknown key 'inputs'"},
      {board, "profile = \"dm36b06\"\nwidth = 8\n", "has 4 to 6 characters, not 8"},
  };
  for (const auto& row : rows) {
    const auto said = complaint(row.from, row.from + row.more);
    CHECK_TEXT(said.find(row.said) != std::string::npos, said.c_str());
  }
  // A series whose letter a 7-segment display does not have.
  std::string text = shipped();
  text.replace(text.find("letters = \"B\""), 13, "letters = \"K\"");
  text.replace(text.find("parity = \"even\""), 15, "parity = \"none\"");
  text.replace(text.find(board), board.size(), board + "profile = \"dm36b06\"\n");
  try {
    read(settings::Source::text(text, "office.toml"));
    FAIL("taken");
  } catch (const settings::SettingsError& error) {
    CHECK_TEXT(std::string(error.what()).find("cannot show 'K'") != std::string::npos, error.what());
  }
}

TEST(OfficeSettingsFile, MoreUnitsThanALineCarriesAreANote) {
  std::string text = shipped();
  std::string more;
  for (int address = 100; address < 130; ++address) {
    more += "[[bus.board]]\naddress = " + std::to_string(address) + "\ncounters = [1]\n";
  }
  const auto found = text.find("[scanner]");
  text.insert(found, more);
  const auto warnings = device_warnings(read(settings::Source::text(text, "office.toml")));
  LONGS_EQUAL(1, warnings.size());
  CHECK_TEXT(warnings[0].find("has 40 unit loads") != std::string::npos, warnings[0].c_str());
  CHECK(device_warnings(read(settings::Source::text(shipped(), "office.toml"))).empty());
}
