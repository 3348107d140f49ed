#include <filesystem>
#include <fstream>
#include <map>

#include "cli/checks/checks.hpp"
#include "cli/checks/machine.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli;
using std::chrono::seconds;

namespace {

constexpr std::uint64_t mebibyte = 1024 * 1024;

Condition disk(std::uint64_t mebibytes, std::uint64_t files = 1'000'000, bool read_only = false) {
  return check_disk("journal", "/var",
                    {.free_bytes = mebibytes * mebibyte, .free_files = files, .read_only = read_only})
      .condition;
}

bool has(const std::string& text, const char* what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_GROUP(Checks){};

TEST(Checks, ADiskIsJudgedBeforeItIsFull) {
  CHECK(disk(500) == Condition::well);
  CHECK(disk(499) == Condition::doubtful);
  CHECK(disk(50) == Condition::doubtful);
  CHECK(disk(49) == Condition::broken);
  CHECK(disk(500, 99) == Condition::broken);
  CHECK(disk(500, 1'000, true) == Condition::broken);
  const Finding full = check_disk("backups", "/srv", {.free_bytes = 49 * mebibyte, .free_files = 7});
  STRCMP_EQUAL("disk of the backups", full.part.c_str());
  STRCMP_EQUAL("49 MiB free in /srv, and hardly a file more; without room no number can be given: make some",
               full.en.c_str());
  CHECK(has(full.id, "49 MiB kosong di /srv"));
}

TEST(Checks, AClockIsKeptOrToBeLookedAt) {
  CHECK(check_clock(true).condition == Condition::well);
  CHECK(check_clock(false).condition == Condition::doubtful);
  CHECK(has(check_clock(false).en, "timedatectl set-ntp true"));
}

TEST(Checks, ClocksThatDifferSendPeopleAway) {
  CHECK(check_skew(seconds(29)).condition == Condition::well);
  CHECK(check_skew(seconds(-29)).condition == Condition::well);
  CHECK(check_skew(seconds(30)).condition == Condition::doubtful);
  CHECK(check_skew(seconds(-299)).condition == Condition::doubtful);
  CHECK(check_skew(seconds(300)).condition == Condition::broken);
  CHECK(has(check_skew(seconds(300)).en, "this machine's is 5 min ahead of the portal's"));
  CHECK(has(check_skew(seconds(-45)).en, "45 s behind"));
  CHECK(has(check_skew(seconds(-45)).id, "45 s lebih lambat"));
}

TEST(Checks, ASecondCopyIsElsewhereAndFollows) {
  SecondCopyAtRest copy{.folder = "/media/second", .is_there = true, .same_disk = false, .age = seconds(3)};
  CHECK(check_second_copy(copy).condition == Condition::well);
  copy.age = std::chrono::hours(97);
  CHECK(check_second_copy(copy).condition == Condition::doubtful);
  copy.age.reset();
  CHECK(check_second_copy(copy).condition == Condition::doubtful);
  copy.same_disk = true;
  CHECK(has(check_second_copy(copy).en, "journal's own disk"));
  copy.is_there = false;
  CHECK(check_second_copy(copy).condition == Condition::broken);
}

TEST(Checks, AMachineThatSleepsDarkensOrIsSilentIsToBeLookedAt) {
  const tests::Folder root;
  const auto write = [&](const char* name, const char* text) {
    std::filesystem::create_directories((root / name).parent_path());
    std::ofstream(root / name) << text << '\n';
  };
  const auto conditions = [&] {
    std::map<std::string, Condition> all;
    for (const auto& finding : check_machine(look_at_machine(root / ""))) {
      all[finding.part] = finding.condition;
    }
    return all;
  };
  CHECK((conditions() ==
         std::map<std::string, Condition>{{"sleep", Condition::doubtful}, {"power", Condition::doubtful}}));
  write("sys/module/kernel/parameters/consoleblank", "600");
  write("sys/module/snd_hda_intel/parameters/power_save", "10");
  write("sys/class/power_supply/mouse/type", "Battery");
  write("sys/class/power_supply/mouse/scope", "Device");
  CHECK((conditions() == std::map<std::string, Condition>{{"sleep", Condition::doubtful},
                                                          {"screen", Condition::doubtful},
                                                          {"sound", Condition::doubtful},
                                                          {"power", Condition::doubtful}}));
  write("sys/module/kernel/parameters/consoleblank", "0");
  write("sys/module/snd_hda_intel/parameters/power_save", "0");
  std::filesystem::create_directories(root / "etc/systemd/system");
  std::filesystem::create_symlink("/dev/null", root / "etc/systemd/system/sleep.target");
  std::filesystem::create_symlink("/dev/null", root / "etc/systemd/system/suspend.target");
  CHECK((conditions() == std::map<std::string, Condition>{{"sleep", Condition::well}, {"power", Condition::doubtful}}));
  write("run/nut/upsmon.pid", "812");
  CHECK(conditions().at("power") == Condition::well);
}

TEST(Checks, BackupsGrowOld) {
  const UtcTime now = from_ms(1'790'000'000'000);
  CHECK(check_backups("/b", now - std::chrono::hours(71), now).condition == Condition::well);
  CHECK(check_backups("/b", now - std::chrono::hours(72), now).condition == Condition::doubtful);
  CHECK(check_backups("/b", std::nullopt, now).condition == Condition::doubtful);
  CHECK(has(check_backups("/b", now - std::chrono::hours(100), now).en, "the newest is 100 hours old, in /b"));
}

TEST(Checks, TheDateOfAnAnswerIsReadOrNothingIsBelieved) {
  const auto read = parse_http_date("Tue, 24 Nov 2026 02:15:07 GMT");
  CHECK(read.has_value());
  STRCMP_EQUAL("2026-11-24T02:15:07.000Z", iso_text(*read).c_str());
  for (const char* bad :
       {"", "now", "Tue, 24 Nov 2026 02:15:07 WIB", "Tue, 31 Nov 2026 02:15:07 GMT", "Tue, 24 Foo 2026 02:15:07 GMT",
        "Tue, 24 Nov 2026 02:15.07 GMT", "Tue, 24 Nov 2026 02:15:0x GMT", "Tuesday, 24-Nov-26 02:15:07 GMT"}) {
    CHECK_FALSE_TEXT(parse_http_date(bad).has_value(), bad);
  }
}
