// From feed messages to frames: settings, the session's memory, and the player that writes what is shown.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include "feed/feed_json.hpp"
#include "frame/scene.hpp"
#include "ruler.hpp"
#include "samples.hpp"
#include "show/display_settings.hpp"
#include "show/draw_list_json.hpp"
#include "show/player.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::display;
using namespace std::chrono_literals;

namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>(in), {}};
}

// spdlog makes its default logger on first use, which the leak detector would count for a test.
[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("antrean-display-test-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name} << text;
    return path_ / name;
  }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_GROUP(DisplaySettings) {
  Folder folder;

  void refuses(const std::string& toml, const char* because) {
    const auto file = folder.write("display.toml", toml);
    try {
      read_display_settings(file);
      FAIL(("accepted: " + toml).c_str());
    } catch (const settings::SettingsError& error) {
      STRCMP_CONTAINS(because, error.what());
      STRCMP_CONTAINS("display.toml:", error.what());
    }
  }
};

TEST(DisplaySettings, AnEmptyFileIsGood) {
  const auto settings = read_display_settings(folder.write("display.toml", ""));
  STRCMP_EQUAL("ws://127.0.0.1:8090/feed", settings.feed.c_str());
  CHECK_TRUE(settings.window.fullscreen);
  CHECK_TRUE(settings.theme == Theme{});
}

TEST(DisplaySettings, AFeedOfAnotherMachineIsReadOverTls) {
  folder.write("ca.pem", "");
  const auto settings = read_display_settings(
      folder.write("display.toml", "feed = \"wss://antrean.example/feed\"\nca_file = \"ca.pem\"\n"));
  STRCMP_EQUAL("wss://antrean.example/feed", settings.feed.c_str());
  CHECK_TRUE(std::filesystem::equivalent(folder / "ca.pem", settings.ca_file));
}

TEST(DisplaySettings, TheShippedOnesAreTheDefaults) {
  const auto settings = read_display_settings(std::string{SHIPPED_CONFIG} + "/display.toml");
  CHECK_TRUE(settings.theme == Theme{});
  CHECK_TRUE(settings.highlight == Highlight{});
  CHECK_TRUE((settings.window.size == Size{1920, 1080}));
}

TEST(DisplaySettings, EveryShippedThemeIsReadable) {
  int themes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string{SHIPPED_CONFIG} + "/themes")) {
    read_theme(entry.path());
    ++themes;
  }
  CHECK_TRUE(themes >= 2);
}

TEST(DisplaySettings, AreRefusedWithPlaceAndReason) {
  refuses("fed = \"ws://x/feed\"\n", "feed");
  refuses("feed = \"http://x/feed\"\n", "feed");
  refuses("feed = \"ws://h:99999\"\n", "display.toml:1:8: 'ws://h:99999' is no address of a feed");  // O22
  refuses("feed = \"ws://antrean.example/feed\"\n", "write wss://, with ca_file");
  refuses("feed = \"ws://192.168.1.5:8090/feed\"\n", "in the clear");
  refuses("ca_file = \"nowhere.pem\"\n", "nowhere.pem' is not there");
  refuses("[window]\nwidth = 12\n", "width");
  refuses("[window]\nwidth = \"wide\"\n", "width");
  refuses("[window]\nfullscreen = 1\n", "fullscreen");
  refuses("[window]\nmargin = 20\n", "margin");
  refuses("[hall]\nstages = [\"paspor\"]\n", "'paspor' is no stage");
  refuses("[look]\nlanguage = \"jv\"\n", "id+en");
  refuses("[look]\nmore_fonts = \"/nowhere\"\n", "'/nowhere' is not there");
  refuses("[calls]\nhighlight = 10\n", "highlight");
  refuses("[calls]\nblinks = 400\n", "blinks");
  refuses("[running_text]\nspeed = 0\n", "speed");
  refuses("[runing_text]\nspeed = 100\n", "running_text");
  refuses("[window\n", "display.toml:1");
}

TEST(DisplaySettings, AThemeTooFaintToReadIsRefused) {
  const auto file = folder.write("faint.toml", "[colours]\npage = \"#ffffff\"\nink = \"#999999\"\n");
  try {
    read_theme(file);
    FAIL("accepted a faint theme");
  } catch (const settings::SettingsError& error) {
    STRCMP_CONTAINS("faint.toml:3", error.what());
    STRCMP_CONTAINS("'page' is 2.8 : 1; 7.0 : 1 is needed", error.what());
  }
}

TEST(DisplaySettings, AThemeWithAnUnknownOrWrongColourIsRefused) {
  for (const char* bad : {"[colours]\npag = \"#ffffff\"\n", "[colours]\npage = \"white\"\n", "[colours]\npage = 7\n"}) {
    CHECK_THROWS(settings::SettingsError, read_theme(folder.write("bad.toml", bad)));
  }
}

TEST_GROUP(SessionMemory) {
  Session session{FrameInput{}};
  Ruler ruler;
  Snapshot snapshot = sample("ordinary");
  MonotonicTime tick{1h};

  Snapshot with_call(std::uint64_t call, const char* number) {
    Snapshot next = snapshot;
    ++next.version;
    next.calls.insert(next.calls.begin(), CallView{call, number, 4, "paspor", false, next.at});
    return next;
  }
};

TEST(SessionMemory, ALateJoinerShowsTheStateAndPointsAtNothing) {
  session.see(snapshot, snapshot.at, tick);
  const DrawList list = session.frame(tick, ruler).list;
  CHECK_TRUE(said(list, "call.number") == "B017");
  CHECK_TRUE(colour_of(list, "call.ring") == Theme{}.call);
}

TEST(SessionMemory, ANewCallIsPointedAtUntilItIsCalm) {
  session.see(snapshot, snapshot.at, tick);
  session.see(with_call(25, "B018"), snapshot.at + 1s, tick + 1s);
  CHECK_TRUE(colour_of(session.frame(tick + 1s, ruler).list, "call.ring") == Theme{}.accent);
  const Frame calm = session.frame(tick + 11s, ruler);
  CHECK_TRUE(said(calm.list, "call.number") == "B018");
  CHECK_TRUE(colour_of(calm.list, "call.ring") == Theme{}.call);
}

TEST(SessionMemory, ALossIsMarkedOnceAndHealedByTheNextSnapshot) {
  session.see(snapshot, snapshot.at, tick);
  session.lost(tick);
  session.lost(tick + 1h);
  const Frame lost = session.frame(tick + 1h, ruler);
  CHECK_TRUE(lost.stale);
  STRCMP_CONTAINS("sejak 09:31", whole(lost.list, "stale.text").c_str());
  session.see(with_call(30, "B030"), snapshot.at + 1h, tick + 1h);
  const Frame back = session.frame(tick + 1h, ruler);
  CHECK_FALSE(back.stale);
  CHECK_TRUE(said(back.list, "call.number") == "B030");
  CHECK_TRUE(colour_of(back.list, "call.ring") == Theme{}.call);  // the call is old by now
}

TEST(SessionMemory, ShowsTheOfficesTimeAndLetsItRunOnWhateverThisMachineThinks) {
  snapshot.zone = Zone::wita;
  const UtcTime office = instant(*OfficeDay::parse("2026-11-27"), *TimeOfDay::parse("08:45"), Zone::wita);
  snapshot.at = office - 20min;   // nothing changed since
  snapshot.running_text.clear();  // then the band has the date
  FrameInput look;
  look.languages = Languages::indonesian;
  session = Session{look};
  session.see(snapshot, office, tick);
  const auto shown = [&](MonotonicTime when) {
    const DrawList list = session.frame(when, ruler).list;
    return said(list, "clock").value_or("") + " " + said(list, "date").value_or("");
  };
  STRCMP_EQUAL("08:45 Jumat, 27 November 2026", shown(tick).c_str());
  STRCMP_EQUAL("08:45 Jumat, 27 November 2026", shown(tick + 59'999ms).c_str());
  STRCMP_EQUAL("08:46 Jumat, 27 November 2026", shown(tick + 60s).c_str());
  STRCMP_EQUAL("00:45 Sabtu, 28 November 2026", shown(tick + 16h).c_str());
  CHECK_FALSE(session.hear(office + 1min + 200ms, tick + 60s));  // late on the way
  CHECK_TRUE(session.hear(office - 5min, tick + 2min));          // the office's clock was set back
  STRCMP_EQUAL("08:40 Jumat, 27 November 2026", shown(tick + 2min).c_str());
  session.lost(tick + 4min);
  STRCMP_CONTAINS("sejak 08:42", whole(session.frame(tick + 9min, ruler).list, "stale.text").c_str());
}

TEST(SessionMemory, SaysWhyTheOfficeIsNotBelievedUntilItIsBack) {
  FrameInput look;
  look.languages = Languages::indonesian;
  session = Session{look};
  session.see(snapshot, std::nullopt, tick);
  const Bilingual why{"sertifikat server bukan untuk nama kantor",
                      "the server's certificate is not for the name kantor"};
  CHECK_TRUE(session.lost_because(why));
  CHECK_FALSE(session.lost_because(why));
  session.lost(tick + 1min);
  const auto banner = [&](MonotonicTime when) {  // its pages
    return whole(session.frame(when, ruler).list, "stale.text") + " " +
           whole(session.frame(when + page_turn, ruler).list, "stale.text");
  };
  STRCMP_CONTAINS("bukan untuk nama kantor", banner(tick + 1min).c_str());
  session.see(snapshot, std::nullopt, tick + 2min);
  session.lost(tick + 3min);
  CHECK_TRUE(banner(tick + 3min).find("kantor") == std::string::npos);
  STRCMP_CONTAINS("Dengarkan petugas", banner(tick + 4min).c_str());
}

TEST(SessionMemory, AnOfficeThatDoesNotSayWhenItSendsIsNeverBehindItsOwnSnapshots) {
  session.see(snapshot, std::nullopt, tick);
  STRCMP_EQUAL("09:31", said(session.frame(tick, ruler).list, "clock")->c_str());
  session.see(snapshot, std::nullopt, tick + 10min);
  STRCMP_EQUAL("09:41", said(session.frame(tick + 10min, ruler).list, "clock")->c_str());
  snapshot.at += 30min;
  session.see(snapshot, std::nullopt, tick + 11min);
  STRCMP_EQUAL("10:01", said(session.frame(tick + 11min, ruler).list, "clock")->c_str());
}

TEST_GROUP(Playing) {
  Folder folder;
  Fonts fonts{FontFiles::inter("/usr/share/fonts/opentype/inter")};
  Painter painter{fonts};
  boost::asio::io_context io{1};
  process::ManualClock clock{UtcTime{}};

  FrameInput small() {
    FrameInput look;
    look.size = {640, 480};
    return look;
  }
};

TEST(Playing, WritesEveryFrameItShowsAndKeepsItThroughNonsense) {
  const Snapshot snapshot = sample("ordinary");
  clock.step_to(snapshot.at);
  Player player{io,   Session{small()}, fonts, nullptr, painter, {folder / "tv.png", folder / "tv.json"}, 120, clock,
                [] {}};
  player.start();
  io.poll();
  STRCMP_CONTAINS("Layar sedang", content(folder / "tv.json").c_str());

  player.message(feed::to_json(snapshot));
  STRCMP_CONTAINS("\"B017\"", content(folder / "tv.json").c_str());
  STRCMP_EQUAL("\x89PNG", content(folder / "tv.png").substr(0, 4).c_str());

  const std::string before = content(folder / "tv.json");
  for (const char* nonsense : {"", "{", "[]", "\"B999\"", "{\"version\": \"one\"}"}) {
    player.message(nonsense);
  }
  STRCMP_EQUAL(before.c_str(), content(folder / "tv.json").c_str());

  player.lost();
  STRCMP_CONTAINS("Layar menyambung", content(folder / "tv.json").c_str());
  STRCMP_CONTAINS("\"stale\":true", content(folder / "tv.json").c_str());
  CHECK_FALSE(std::filesystem::exists(folder / "tv.json.new"));
  player.stop();
  io.run();
}

TEST(Playing, TheClockIsTheOfficesAndABeatSetsIt) {
  Snapshot snapshot = sample("ordinary");
  snapshot.zone = Zone::wita;
  snapshot.running_text.clear();  // then the band has the date
  const UtcTime office = instant(*OfficeDay::parse("2026-11-27"), *TimeOfDay::parse("08:45"), Zone::wita);
  Player player{io, Session{small()}, fonts, nullptr, painter, {"", folder / "tv.json"}, 120, clock, [] {}};
  player.start();
  player.message(feed::opening(office) + feed::without_opening(feed::to_json(snapshot)));
  STRCMP_CONTAINS("\"08:45\"", content(folder / "tv.json").c_str());
  STRCMP_CONTAINS("27 November 2026", content(folder / "tv.json").c_str());
  clock.advance(30s);
  player.message(feed::beat(office + 30s));
  STRCMP_CONTAINS("\"08:45\"", content(folder / "tv.json").c_str());
  player.message(feed::beat(office + 1h));
  STRCMP_CONTAINS("\"09:45\"", content(folder / "tv.json").c_str());
  player.lost();
  player.message(feed::beat(office + 1h));
  STRCMP_CONTAINS("\"stale\":true", content(folder / "tv.json").c_str());
  player.stop();
  io.run();
}

TEST(Playing, TheJsonOfAFrameSaysWhatIsWhere) {
  const Snapshot snapshot = sample("ordinary");
  FrameInput input;
  input.now = snapshot.at;
  const auto document = boost::json::parse(to_json(frame(snapshot, input, Ruler{}))).as_object();
  LONGS_EQUAL(42, document.at("version").to_number<int>());
  LONGS_EQUAL(1920, document.at("width").to_number<int>());
  CHECK_FALSE(document.at("stale").as_bool());
  int numbers = 0;
  for (const auto& value : document.at("items").as_array()) {
    const auto& item = value.as_object();
    if (item.at("part") != "call.number") {
      continue;
    }
    ++numbers;
    STRCMP_EQUAL("text", item.at("kind").as_string().c_str());
    STRCMP_EQUAL("B017", item.at("text").as_string().c_str());
    CHECK_TRUE(item.at("width").to_number<int>() > 0);
  }
  LONGS_EQUAL(1, numbers);
}
