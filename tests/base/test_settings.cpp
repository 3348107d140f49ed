#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "settings/settings.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::settings;

namespace {

/// The settings of a small service, with every kind of value once.
struct Office {
  std::string code;
  std::string name;
  std::int64_t port = 0;
  double volume = 0;
  bool walk_in = false;
  std::size_t voice = 0;
  std::vector<std::string> languages;
  std::vector<std::int64_t> boards;
  TimeOfDay opens;
  OfficeDay since;
  std::chrono::milliseconds poll{};
  std::filesystem::path database;
  std::vector<std::int64_t> counters;
  std::vector<std::string> services;
};

Office read(Source source) {
  Office o;
  auto office = source.root().section("office");
  o.code = office.text("code", {.pattern = "[A-Z0-9]{2}", .example = "AD", .fallback = {}});
  o.name = office.text("name", {.pattern = {}, .example = {}, .fallback = "Kantor"});
  o.port = office.integer("port", {.least = 1, .most = 65535, .fallback = 8090});
  o.volume = office.number("volume", {.least = 0, .most = 1, .fallback = 0.5});
  o.walk_in = office.flag("walk_in", false);
  o.voice = office.choice("voice", {"digits", "cardinal"}, 0);
  o.languages = office.texts("languages", std::vector<std::string>{"id"});
  o.boards = office.integers("boards", std::vector<std::int64_t>{});
  o.opens = office.time("opens", TimeOfDay{8 * 60});
  o.since = office.date("since");
  o.poll = office.duration("poll", std::chrono::seconds{3});
  o.database = office.path("database", "office.db");
  for (auto& counter : source.root().sections("counter")) {
    o.counters.push_back(counter.integer("id", {.least = 1, .most = 99, .fallback = {}}));
  }
  for (auto& [name, service] : source.root().named("service")) {
    o.services.push_back(name + "=" + service.text("letter", {.pattern = "[A-Z]", .example = {}, .fallback = {}}));
  }
  source.finish();
  return o;
}

Office read(std::string_view toml) { return read(Source::text(toml, "office.toml")); }

constexpr const char* good_office = "[office]\ncode = \"AD\"\nsince = 2026-11-22\n";

std::string complaint(std::string_view toml) {
  try {
    (void)read(toml);
  } catch (const SettingsError& error) {
    return error.what();
  }
  return "nothing";
}

struct TemporaryFolder {
  std::filesystem::path path;
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "antrean-settings-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  std::filesystem::path write(const std::string& name, std::string_view text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return path / name;
  }
  std::filesystem::path secret(const std::string& name, std::string_view text) const {
    auto file = write(name, text);
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    return file;
  }
};

}  // namespace

TEST_GROUP(Settings){};

TEST(Settings, EveryKindOfValueIsRead) {
  const Office o = read(R"(
    [office]
    code = "JE"
    name = "Jakarta Selatan"
    port = 80
    volume = 1
    walk_in = true
    voice = "cardinal"
    languages = ["id", "en"]
    boards = [3, 1]
    opens = "07:30"
    since = "2024-02-29"
    poll = "250ms"
    database = "../journal.db"
    [[counter]]
    id = 2
    [[counter]]
    id = 1
    [service.visa]
    letter = "V"
    [service.paspor]
    letter = "A"
  )");
  STRCMP_EQUAL("JE", o.code.c_str());
  STRCMP_EQUAL("Jakarta Selatan", o.name.c_str());
  LONGS_EQUAL(80, o.port);
  DOUBLES_EQUAL(1.0, o.volume, 0);
  CHECK(o.walk_in);
  LONGS_EQUAL(1, o.voice);
  CHECK((o.languages == std::vector<std::string>{"id", "en"}));
  CHECK((o.boards == std::vector<std::int64_t>{3, 1}));
  CHECK(o.opens == TimeOfDay{450});
  CHECK(o.since == *OfficeDay::parse("2024-02-29"));
  CHECK(o.poll == std::chrono::milliseconds{250});
  CHECK(o.database == "../journal.db");
  CHECK((o.counters == std::vector<std::int64_t>{2, 1}));
  // In the order of the file, not in alphabetical order.
  CHECK((o.services == std::vector<std::string>{"visa=V", "paspor=A"}));
}

TEST(Settings, WhatIsAbsentHasItsFallback) {
  const Office o = read(good_office);
  STRCMP_EQUAL("Kantor", o.name.c_str());
  LONGS_EQUAL(8090, o.port);
  CHECK(o.poll == std::chrono::seconds{3});
  CHECK((o.languages == std::vector<std::string>{"id"}));
  CHECK(o.database == "office.db");
  CHECK(o.counters.empty());
}

TEST(Settings, DurationsComeInFourUnits) {
  const auto poll = [](std::string_view text) {
    return read(std::string(good_office) + "poll = \"" + std::string(text) + "\"").poll;
  };
  CHECK(poll("0ms") == std::chrono::milliseconds{0});
  CHECK(poll("3s") == std::chrono::seconds{3});
  CHECK(poll("15m") == std::chrono::minutes{15});
  CHECK(poll("2h") == std::chrono::hours{2});
}

TEST(Settings, AWrongFileIsRefusedWithLineColumnAndWhatWasExpected) {
  struct Case {
    std::string toml;
    const char* complaint;
  };
  const std::string good = good_office;
  const std::array cases{
      // Unknown keys.
      Case{good + "prot = 1", "office.toml:4:1: unknown key 'prot' in [office]; did you mean 'port'?"},
      Case{good + "  walkin = true", "office.toml:4:3: unknown key 'walkin' in [office]; did you mean 'walk_in'?"},
      Case{good + "opens_at = 1",
           "office.toml:4:1: unknown key 'opens_at' in [office]; known here: 'code', 'name', 'port', 'volume', "
           "'walk_in', "
           "'voice', 'languages', 'boards', 'opens', 'since', 'poll', 'database'"},
      Case{good + "[ofice]\n", "office.toml:4:2: unknown key 'ofice'; known here: 'office', 'counter', 'service'"},
      Case{"servces = 1\n" + good, "office.toml:1:1: unknown key 'servces'; did you mean 'service'?"},
      Case{good + "[[counter]]\nid = 1\n[[counter]]\nid = 2\nlampp = 1",
           "office.toml:8:1: unknown key 'lampp' in [[counter]]; known here: 'id'"},
      Case{good + "[service.paspor]\nletter = 'A'\nleter = 'B'",
           "office.toml:6:1: unknown key 'leter' in [service.paspor]; known here: 'letter'"},
      Case{good + "\"a\\nb\" = 1",
           "office.toml:4:1: unknown key 'a?b' in [office]; known here: 'code', 'name', 'port', "
           "'volume', 'walk_in', 'voice', 'languages', 'boards', 'opens', 'since', 'poll', "
           "'database'"},
      // Missing required keys.
      Case{"",
           "office.toml:1:1: missing key 'code' in [office]: text like \"AD\"\n"
           "office.toml:1:1: missing key 'since' in [office]: a date like 2026-11-22"},
      Case{"\n[office]\ncode = 'AD'", "office.toml:2:1: missing key 'since' in [office]: a date like 2026-11-22"},
      Case{good + "[[counter]]\n", "office.toml:4:1: missing key 'id' in [[counter]]: a whole number from 1 to 99"},
      Case{good + "[service.paspor]\n",
           "office.toml:4:1: missing key 'letter' in [service.paspor]: text of the form [A-Z]"},
      // Wrong types and values.
      Case{"[office]\nsince = 2026-11-22\ncode = \"bandung\"",
           "office.toml:3:8: 'code' in [office] must be text like \"AD\", not \"bandung\""},
      Case{"[office]\nsince = 2026-11-22\ncode = 5",
           "office.toml:3:8: 'code' in [office] must be text like \"AD\", not 5"},
      Case{good + "name = [1]", "office.toml:4:8: 'name' in [office] must be text in quotes, not a list"},
      Case{good + "name = \"" + std::string(5000, 'x') + "\"",
           "office.toml:4:8: 'name' in [office] must be text in quotes, not "
           "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...\""},
      Case{good + "port = 0", "office.toml:4:8: 'port' in [office] must be a whole number from 1 to 65535, not 0"},
      Case{good + "port = 65536",
           "office.toml:4:8: 'port' in [office] must be a whole number from 1 to 65535, not 65536"},
      Case{good + "port = \"80\"",
           "office.toml:4:8: 'port' in [office] must be a whole number from 1 to 65535, not \"80\""},
      Case{good + "port = 80.0",
           "office.toml:4:8: 'port' in [office] must be a whole number from 1 to 65535, not 80.0"},
      Case{good + "volume = 1.5", "office.toml:4:10: 'volume' in [office] must be a number from 0 to 1, not 1.5"},
      Case{good + "volume = nan", "office.toml:4:10: 'volume' in [office] must be a number from 0 to 1, not nan"},
      Case{good + "volume = \"loud\"",
           "office.toml:4:10: 'volume' in [office] must be a number from 0 to 1, not \"loud\""},
      Case{good + "walk_in = 1", "office.toml:4:11: 'walk_in' in [office] must be true or false, not 1"},
      Case{good + "voice = \"Digits\"",
           "office.toml:4:9: 'voice' in [office] must be one of \"digits\", \"cardinal\", not \"Digits\""},
      Case{good + "languages = \"id\"",
           "office.toml:4:13: 'languages' in [office] must be a list of texts, as [\"one\", \"two\"], not \"id\""},
      Case{good + "languages = [\"id\", 5]",
           "office.toml:4:13: 'languages' in [office] must be a list of texts, as [\"one\", \"two\"], not a list"},
      Case{good + "boards = [1.5]",
           "office.toml:4:10: 'boards' in [office] must be a list of whole numbers, as [1, 2], not a list"},
      Case{good + "opens = \"8:00\"",
           "office.toml:4:9: 'opens' in [office] must be a time of day like \"08:00\", not \"8:00\""},
      Case{good + "opens = 08:00:00",
           "office.toml:4:9: 'opens' in [office] must be a time of day like \"08:00\", not a date or time"},
      Case{"[office]\ncode = \"AD\"\nsince = \"22-11-2026\"",
           "office.toml:3:9: 'since' in [office] must be a date like 2026-11-22, not \"22-11-2026\""},
      Case{good + "poll = \"3 s\"",
           "office.toml:4:8: 'poll' in [office] must be a duration like \"250ms\", \"3s\", \"15m\" or \"2h\", not \"3 "
           "s\""},
      Case{good + "poll = \"-3s\"",
           "office.toml:4:8: 'poll' in [office] must be a duration like \"250ms\", \"3s\", \"15m\" or \"2h\", not "
           "\"-3s\""},
      Case{good + "poll = \"99999999999h\"",
           "office.toml:4:8: 'poll' in [office] must be a duration like \"250ms\", \"3s\", \"15m\" or \"2h\", not "
           "\"99999999999h\""},
      Case{good + "database = \"\"", "office.toml:4:12: 'database' in [office] must be a path in quotes, not \"\""},
      // Sections of the wrong shape. Their missing keys are not reported in addition.
      Case{"office = 5", "office.toml:1:10: 'office' must be a section [office], not 5"},
      Case{"[[office]]", "office.toml:1:1: 'office' must be a section [office], not a list of sections"},
      Case{good + "[counter]\nid = 1",
           "office.toml:4:1: 'counter' must be a list of sections [[counter]], not a section"},
      Case{"counter = [1]\n" + good, "office.toml:1:11: 'counter' must be a list of sections [[counter]], not a list"},
      Case{good + "[service]\npaspor = 1",
           "office.toml:5:10: 'paspor' in [service] must be a section [service.paspor], not 1"},
      // Not TOML.
      Case{"[office",
           "office.toml:1:8: is not valid TOML here: Error while parsing table header: encountered end-of-file"},
      Case{"a = 1\na = 2",
           "office.toml:2:5: is not valid TOML here: Error while parsing key-value pair: cannot redefine existing "
           "integer 'a'"},
      // A problem is one line, whatever the file contains.
      Case{good + "[service.\"a\\nb\"]\n",
           "office.toml:4:1: missing key 'letter' in [service.a?b]: text of the form [A-Z]"},
      // Everything that is wrong, in the order of the file.
      Case{"[office]\ncode = \"a\"\nprot = 1\nport = 0\nsince = 2026-11-22",
           "office.toml:2:8: 'code' in [office] must be text like \"AD\", not \"a\"\n"
           "office.toml:3:1: unknown key 'prot' in [office]; known here: 'code', 'name', 'port', 'volume', 'walk_in', "
           "'voice', 'languages', 'boards', 'opens', 'since', 'poll', 'database'\n"
           "office.toml:4:8: 'port' in [office] must be a whole number from 1 to 65535, not 0"},
  };
  for (const Case& c : cases) {
    STRCMP_EQUAL(c.complaint, complaint(c.toml).c_str());
  }
}

TEST(Settings, ARuleOverSeveralKeysPointsAtOneOfThem) {
  Source source = Source::text("[office]\nopens = \"12:00\"\ncloses = \"08:00\"", "office.toml");
  Section office = source.root().section("office");
  const TimeOfDay opens = office.time("opens");
  if (office.time("closes") <= opens) {
    office.problem("closes", "'closes' must be after 'opens'");
  }
  office.problem("", "this office never opens");
  try {
    source.finish();
    FAIL("accepted");
  } catch (const SettingsError& error) {
    STRCMP_EQUAL("office.toml:1:1: this office never opens\noffice.toml:3:10: 'closes' must be after 'opens'",
                 error.what());
    LONGS_EQUAL(2, error.problems().size());
    LONGS_EQUAL(3, error.problems()[1].line);
    LONGS_EQUAL(10, error.problems()[1].column);
  }
}

TEST(Settings, ASectionAskedForTwiceIsTheSameAndOneOutlivesItsSource) {
  std::optional<Section> office;
  {
    Source source = Source::text("[office]\na = 1\nb = 2", "office.toml");
    LONGS_EQUAL(1, source.root().section("office").integer("a", {}));
    office = source.root().section("office");
    LONGS_EQUAL(2, office->integer("b", {}));
    source.finish();
  }
  CHECK(office->has("a"));
  CHECK(!office->has("c"));
}

TEST(Settings, AFileIsReadAndItsPathsAreRelativeToItsFolder) {
  const TemporaryFolder folder;
  const auto file = folder.write("office.toml", std::string(good_office) + "database = \"data/./journal.db\"");
  CHECK(read(Source::file(file)).database == folder.path / "data/journal.db");
  folder.write("office.toml", std::string(good_office) + "database = \"/var/lib/antrean/journal.db\"");
  CHECK(read(Source::file(file)).database == "/var/lib/antrean/journal.db");
}

TEST(Settings, ItsPathsAreTheSameFromWhateverFolderItIsNamed) {
  const TemporaryFolder folder;
  folder.write("office.toml", std::string(good_office) + "database = \"../journal.db\"");
  std::filesystem::create_directories(folder.path / "inside/deep");
  std::filesystem::create_directories(folder.path / "elsewhere");
  std::filesystem::create_directory_symlink(folder.path / "inside/deep", folder.path / "elsewhere/link");
  const auto expected = folder.path.parent_path() / "journal.db";
  const auto before = std::filesystem::current_path();
  const struct {
    const char* from;
    const char* named;
  } rows[] = {{".", "office.toml"},
              {".", "./office.toml"},
              {".", "inside/../office.toml"},
              {"inside", "../office.toml"},
              {"inside/deep", "../../office.toml"},
              {"elsewhere", "link/../../office.toml"}};
  for (const auto& row : rows) {
    std::filesystem::current_path(folder.path / row.from);
    STRCMP_EQUAL(expected.c_str(), read(Source::file(row.named)).database.c_str());
  }
  std::filesystem::current_path(before);
}

TEST(Settings, AFileThatCannotBeReadSaysWhy) {
  const TemporaryFolder folder;
  const auto reason = [](const std::filesystem::path& path) {
    try {
      (void)Source::file(path);
    } catch (const SettingsError& error) {
      return std::string(error.what());
    }
    return std::string("nothing");
  };
  const auto missing = folder.path / "missing.toml";
  STRCMP_EQUAL(
      (missing.string() + ": cannot be read: No such file or directory; name another file with --config").c_str(),
      reason(missing).c_str());
  STRCMP_EQUAL((folder.path.string() + ": cannot be read: Is a directory; name another file with --config").c_str(),
               reason(folder.path).c_str());
  const auto large = folder.write("large.toml", std::string((1u << 20) + 1, '#'));
  STRCMP_EQUAL((large.string() + ": is larger than 1 MiB, which no settings file is").c_str(), reason(large).c_str());
}

TEST_GROUP(Secrets){void teardown() override{unsetenv("CREDENTIALS_DIRECTORY");
}
}
;

TEST(Secrets, ASecretIsItsFileWithoutTheLineEnd) {
  const TemporaryFolder folder;
  STRCMP_EQUAL("s3cret value", read_secret(folder.secret("token", "s3cret value \r\n\n")).c_str());
  LONGS_EQUAL(4096, read_secret(folder.secret("token", std::string(4096, 'x'))).size());
}

TEST(Secrets, ACredentialOfSystemdGoesBeforeARelativePath) {
  const TemporaryFolder credentials, beside;
  credentials.secret("office.token", "from systemd");
  const auto settings = beside.write(
      "office.toml", "here = \"office.token\"\nthere = \"/etc/office.token\"\nnot_loaded = \"other.token\"\n");
  setenv("CREDENTIALS_DIRECTORY", credentials.path.c_str(), 1);
  auto source = Source::file(settings);
  auto root = source.root();
  STRCMP_EQUAL("from systemd", read_secret(root.secret_file("here")).c_str());
  STRCMP_EQUAL("/etc/office.token", root.secret_file("there").c_str());
  STRCMP_EQUAL((beside.path / "other.token").c_str(), root.secret_file("not_loaded").c_str());
  STRCMP_EQUAL((beside.path / "default.token").c_str(), root.secret_file("absent", "default.token").c_str());
  unsetenv("CREDENTIALS_DIRECTORY");
  STRCMP_EQUAL((beside.path / "office.token").c_str(), root.secret_file("here").c_str());
}

TEST(Secrets, AFileThatOthersMayReadOrChangeIsRefusedWithTheRemedy) {
  const TemporaryFolder folder;
  const auto token = folder.secret("token", "s3cret");
  for (const auto mode : {0600, 0400, 0640, 0440}) {
    std::filesystem::permissions(token, std::filesystem::perms(mode));
    STRCMP_EQUAL("s3cret", read_secret(token).c_str());
  }
  for (const auto mode : {0644, 0604, 0660, 0620, 0602, 0666}) {
    std::filesystem::permissions(token, std::filesystem::perms(mode));
    try {
      (void)read_secret(token);
      FAIL("was read");
    } catch (const std::runtime_error& error) {
      STRCMP_CONTAINS(("; chmod 0640 " + token.string() + ", and make a new secret").c_str(), error.what());
    }
  }
}

TEST(Secrets, AnEmptyMissingOrHugeFileIsRefusedWithoutShowingItsContent) {
  const TemporaryFolder folder;
  for (const auto& path : {folder.path / "missing", folder.path, folder.secret("empty", ""),
                           folder.secret("blank", " \n"), folder.secret("huge", std::string(4097, 'x'))}) {
    try {
      (void)read_secret(path);
      FAIL(path.c_str());
    } catch (const std::runtime_error& error) {
      const std::string text = error.what();
      CHECK_TEXT(text.starts_with("secret file " + path.string() + " "), text.c_str());
      CHECK_TEXT(text.find("xxxx") == std::string::npos, text.c_str());
    }
  }
}
