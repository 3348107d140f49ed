// The words for the shells, and a real bash that completes.
#include <sstream>

#include "rig/morning.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
namespace fs = std::filesystem;

TEST_GROUP(Completions) {
  Morning morning;
  /// The first word of each line.
  std::string words(std::vector<std::string> typed) {
    typed.insert(typed.begin(), {"completion", "words", "--"});
    const Ran told = run_antrean(morning.place, typed);
    LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
    STRCMP_EQUAL("", told.err.c_str());
    std::istringstream lines(told.out);
    std::string all;
    for (std::string line; std::getline(lines, line);) {
      all += (all.empty() ? "" : " ") + line.substr(0, line.find('\t'));
    }
    return all;
  }
  /// The words that bash offers for a line whose last word is under the cursor.
  std::string bash(const std::vector<std::string>& typed) {
    std::string line = "COMP_WORDS=(antrean";
    for (const auto& word : typed) {
      line += " '" + word + "'";
    }
    line += "); COMP_CWORD=" + std::to_string(typed.size()) + "; _antrean; printf '%s ' \"${COMPREPLY[@]}\"";
    const std::string script = "source <(antrean completion bash); complete -p antrean >/dev/null || exit 9; " + line;
    const Ran told = run_program(morning.place, "/bin/bash", {"--norc", "-c", script},
                                 {{"PATH", programs().string() + ":/usr/bin:/bin"}});
    LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
    return told.out;
  }
};

TEST(Completions, SubcommandsOptionsAndChoices) {
  STRCMP_EQUAL("status doctor bus why replay verify backup restore export simulate import-day staff setup completion",
               words({""}).c_str());
  STRCMP_EQUAL("replay restore", words({"re"}).c_str());
  CHECK(
      words({"export", "--"}).starts_with("--help --csv --json --what --day --from --to --output --office --journal"));
  STRCMP_EQUAL("--what", words({"export", "--csv", "--w"}).c_str());
  STRCMP_EQUAL("tickets calls services admissions events", words({"export", "--what", ""}).c_str());
  STRCMP_EQUAL("id en", words({"--lang", ""}).c_str());
  STRCMP_EQUAL("bash zsh fish", words({"completion", ""}).c_str());
  STRCMP_EQUAL(":files", words({"backup", ""}).c_str());
  STRCMP_EQUAL(":files", words({"status", "--journal", ""}).c_str());
  STRCMP_EQUAL("", words({"simulate", "--day", ""}).c_str());
  // A command that takes a word before the options; that word has no long name.
  CHECK(words({"why", "--"}).starts_with("--help --until --json --office --journal"));
  CHECK(words({"backup", "--"}).starts_with("--help --office --journal"));
  CHECK(words({"completion", "--"}).starts_with("--help --office --journal"));
  // Not offered twice.
  CHECK(words({"replay", "--events", "--"}).find("--events") == std::string::npos);
}

TEST(Completions, NumbersOfTicketsFromTheJournalWhenNoOfficeRuns) {
  const std::string config = morning.settings().string();
  const std::string all = words({"--config", config, "why", ""});
  CHECK_TEXT(all.find("B005") != std::string::npos && all.find("A001") != std::string::npos, all.c_str());
  CHECK(all.find("B001") == std::string::npos);  // it is finished, so there is nothing to ask
  STRCMP_EQUAL("A001", words({"--config", config, "why", "a"}).c_str());
  // Without settings, office and journal it offers nothing, quickly.
  STRCMP_EQUAL("", words({"--config", config + ".missing", "why", ""}).c_str());
}

TEST(Completions, ARealBashCompletes) {
  LONGS_EQUAL(0, run_program(morning.place, "/bin/bash", {"-n", COMPLETIONS "/antrean.bash"}).code);
  STRCMP_EQUAL("simulate ", bash({"sim"}).c_str());
  CHECK(bash({"export", "--wh"}) == "--what ");
  CHECK(bash({"--config", morning.settings().string(), "why", "A"}) == "A001 ");
  fs::create_directory(morning.folder / "here");
  write_text(morning.folder / "here/backup-of-monday.db", "");
  CHECK(bash({"restore", (morning.folder / "here/ba").string()}) ==
        (morning.folder / "here/backup-of-monday.db").string() + " ");
}

TEST(Completions, EveryShellHasItsScript) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Ran told = run_antrean(morning.place, {"completion", shell});
    LONGS_EQUAL(0, told.code);
    CHECK(told.out == text_of(std::string(COMPLETIONS) + "/antrean." + shell));
  }
}
