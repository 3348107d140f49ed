// What, where, what to do, and the exit code: one row a mistake.
#include "rig/morning.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
namespace fs = std::filesystem;

TEST_GROUP(BadInput) {
  Morning morning;
  Ran ran(std::vector<std::string> arguments) { return run_antrean(morning.place, morning.with(std::move(arguments))); }
};

TEST(BadInput, EveryMistakeHasItsWordsAndItsCode) {
  const std::string missing = (morning.folder / "missing.db").string();
  const std::string not_ours = (morning.folder / "not_ours.db").string();
  const std::string torn = (morning.folder / "torn.db").string();
  const std::string folder = morning.place.string();
  write_text(not_ours, "this is no database, but it is long enough to look at");
  write_text(torn, text_of(morning.journal()).substr(0, 9000));
  const std::string damaged = (morning.folder / "damaged.db").string();
  std::string bytes = text_of(morning.journal());
  for (std::size_t at = 4096 + 100; at < bytes.size(); at += 997) {
    bytes[at] = static_cast<char>(bytes[at] ^ 0x5a);
  }
  write_text(damaged, bytes);
  const struct {
    std::vector<std::string> arguments;
    int code;
    const char* words;
  } mistakes[] = {
      {{}, 2, "status"},
      {{"dance"}, 2, "dance"},
      {{"status", "--jsn"}, 2, "--jsn"},
      {{"why"}, 2, "ticket is required"},
      {{"why", "B12x"}, 2, "'B12x' is not a number like B012"},
      {{"why", "B099", "--until", "08:30"}, 3, "there is no ticket B099"},
      {{"why", "B001", "--until", "8:30"}, 2, "--until: '8:30' is no moment; write 09:15"},
      {{"why", "B001"}, 4, "technician.sock (nobody listens there)"},
      {{"status"}, 4, "--journal FILE looks into its journal instead"},
      {{"status", "--office", "somewhere"}, 4, "the office does not answer at somewhere (nobody listens there)"},
      {{"status", "--office", std::string(200, 'a')}, 4, "File name too long"},
      {{"replay", "--until", "2026-11-23"}, 3, "nothing of 2026-11-23; it has 2026-11-24"},
      {{"replay", "--until", "999999"}, 3, "no event 999999"},
      {{"replay", "--journal", missing}, 1, "there is no such file"},
      {{"verify", missing}, 1, "there is no such file"},
      {{"verify", not_ours}, 1, "damaged"},
      {{"verify", torn}, 1, "damaged"},
      {{"verify", damaged}, 1, "damaged"},
      {{"verify", folder}, 1, folder.c_str()},
      {{"backup"}, 2, "file is required"},
      {{"backup", not_ours}, 1, "exists already; name another file"},
      {{"backup", (morning.folder / "no/such/folder.db").string()}, 1, "no backup was made"},
      {{"restore", missing}, 1, "there is no such file"},
      {{"restore", not_ours}, 1, "nothing was changed"},
      {{"restore", damaged}, 1, "nothing was changed"},
      {{"export"}, 2, "say --csv or --json"},
      {{"export", "--csv", "--json"}, 2, "excludes"},
      {{"export", "--csv", "--what", "names"}, 2, "names"},
      {{"export", "--csv", "--day", "24-11-2026"}, 2, "--day: '24-11-2026' is not a day like 2026-11-24"},
      {{"export", "--csv", "-o", (morning.folder / "no/such.csv").string()}, 1, "could not be written"},
      {{"simulate", "--day", "2026-11-25", "--counters", "0"}, 2, "--counters: '0' is not a number from 1 to 99"},
      {{"simulate", "--day", "2026-11-25", "--counters", "3-"}, 2, "--counters: '3-'"},
      {{"simulate", "--day", "2026-11-25", "--counters", "1-9"}, 2, "of 6 at most"},
      {{"simulate", "--day", "2026-11-25", "--counters", "4-2"}, 2, "--counters: '4-2'"},
      {{"simulate", "--day", "25.11.2026"}, 2, "--day: '25.11.2026'"},
      {{"simulate", "--day", "2026-11-25", "--people-per-hour", "5", "--service", "visa"},
       2,
       "there are: paspor, ambil"},
      {{"simulate", "--day", "2026-11-25", "--bookings", missing}, 1, "cannot be read"},
      {{"simulate", "--day", "2026-11-25", "--svg", (morning.folder / "no/such.svg").string()},
       1,
       "could not be written"},
      {{"simulate", "--come", "0"}, 2, "--come"},
      {{"completion", "csh"}, 2, "'csh' is not one of bash, zsh, fish"},
      {{"--lang", "fr", "verify"}, 2, "fr"},
  };
  for (const auto& mistake : mistakes) {
    std::string line;
    for (const auto& word : mistake.arguments) {
      line += ' ' + word;
    }
    const Ran told = ran(mistake.arguments);
    LONGS_EQUAL_TEXT(mistake.code, told.code, (line + "\n" + told.err).c_str());
    CHECK_TEXT(told.complains(mistake.words), (line + "\n" + told.err).c_str());
    CHECK_TEXT(told.out.empty(), (line + "\n" + told.out).c_str());
  }
  // No question has changed the journal.
  LONGS_EQUAL(0, ran({"verify"}).code);
}

TEST(BadInput, TheSettingsAreCheckedAsByEveryProgram) {
  const Ran good = ran({"--check-config"});
  LONGS_EQUAL(0, good.code);
  CHECK(good.says("office.toml: good"));
  write_text(morning.folder / "wrong.toml", "[ofice]\n");
  const Ran wrong =
      run_antrean(morning.place, {"--check-config", "--config", (morning.folder / "wrong.toml").string()});
  LONGS_EQUAL(78, wrong.code);
  CHECK(wrong.complains("did you mean 'office'"));
  const Ran none = run_antrean(morning.place, {"verify", "--config", (morning.folder / "none.toml").string()});
  LONGS_EQUAL(78, none.code);
  CHECK(none.complains("name another file with --config"));
  const Ran version = ran({"--version"});
  LONGS_EQUAL(0, version.code);
  CHECK(version.out.starts_with("antrean "));
}
