#include "cli/checks/checks.hpp"

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
