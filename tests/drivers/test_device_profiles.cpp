// The profiles that are shipped, and what is said about wrong ones.
#include "device_profiles/device_profile.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

constexpr const char* good = R"(name = "A board"
kind = "board"
sources = ["a manual"]
[line]
unit_load = 1.0
bauds = [9600]
parities = ["none"]
[board]
widths = [4, 4]
characters = " 0123456789"
[board.text]
function = 16
at = 0
characters_a_register = "two"
)";

std::string complaint(std::string text, const std::string& from, const std::string& to) {
  const auto found = text.find(from);
  if (found == std::string::npos) {
    return "no '" + from + "'";
  }
  text.replace(found, from.size(), to);
  try {
    read_profile(settings::Source::text(text, "x.toml"), "x");
  } catch (const settings::SettingsError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_GROUP(DeviceProfile){};

TEST(DeviceProfile, AllThatAreShippedAreRight) {
  const auto profiles = shipped_profiles();
  for (const char* key :
       {"antrean-board", "antrean-pad", "armfly-led-485", "dm36b06", "ditel-dn", "embeddedart-matrix", "waveshare-8ch",
        "wb-mcm8", "adam-4150", "icp-das-tm", "icp-das-tm-latch", "eletechsup-n4d8b08", "banner-pick-iq"}) {
    CHECK_TEXT(profiles.contains(key), key);
  }
  for (const auto& [key, profile] : profiles) {
    CHECK_TEXT(!profile.name.empty() && !profile.sources.empty(), key.c_str());
    CHECK_TEXT(profile.board || profile.pad || !profile.unusable.empty() || key.starts_with("antrean-"), key.c_str());
  }
  CHECK_FALSE(profiles.at("waveshare-8ch").has_press_memory());
  CHECK(profiles.at("wb-mcm8").has_press_memory());
  CHECK_FALSE(profiles.at("wb-mcm8").has_lamps());
}

TEST(DeviceProfile, ThatIsWrongIsToldWithFileLineAndWhatToDo) {
  STRCMP_EQUAL("", complaint(good, "at = 0", "at = 0").c_str());
  const struct {
    const char* from;
    const char* to;
    const char* said;
  } rows[] = {
      {"function = 16", "function = 15", "x.toml:12:12: function code 15 cannot be used here; there are 6, 16"},
      {"characters = \" 0123456789\"", "characters = \"0123456789\"", "x.toml:10:14: has no space"},
      {"widths = [4, 4]", "widths = [6, 4]", "x.toml:9:10: is not [smallest, largest]"},
      {"bauds = [9600]", "bauds = [9601]", "x.toml:6:9: 9601 is no usual rate"},
      {"parities = [\"none\"]", "parities = [\"mark\"]", "'mark' is none; there are none, even, odd"},
      {"kind = \"board\"", "kind = \"lamp\"", "x.toml:2:8"},
      {"sources = [\"a manual\"]", "sources = []", "names no source"},
      {"at = 0", "att = 0", "did you mean 'at'?"},
      {"at = 0", "at = 70000", "x.toml:13:6"},
  };
  for (const auto& row : rows) {
    const auto said = complaint(good, row.from, row.to);
    CHECK_TEXT(said.find(row.said) != std::string::npos, said.c_str());
  }
}

TEST(DeviceProfile, SaysWhatItCannotShow) {
  const auto profiles = shipped_profiles();
  const auto& display = *profiles.at("dm36b06").board;
  CHECK(!cannot_show(display, "A001 bd"));
  LONGS_EQUAL('K', *cannot_show(display, "AK"));
  CHECK(!cannot_show(*profiles.at("embeddedart-matrix").board, "K001"));
}
