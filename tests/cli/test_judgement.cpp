#include "cli/judgement.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli;
using std::chrono::seconds;

namespace {

constexpr std::uint64_t mebibyte = 1024 * 1024;

Verdict disk(std::uint64_t mebibytes, std::uint64_t files = 1'000'000, bool read_only = false) {
  return judge_disk("journal", "/var",
                    {.free_bytes = mebibytes * mebibyte, .free_files = files, .read_only = read_only})
      .verdict;
}

bool has(const std::string& text, const char* what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_GROUP(Judgement){};

TEST(Judgement, a_disk_is_judged_before_it_is_full) {
  CHECK(disk(500) == Verdict::well);
  CHECK(disk(499) == Verdict::doubtful);
  CHECK(disk(50) == Verdict::doubtful);
  CHECK(disk(49) == Verdict::broken);
  CHECK(disk(500, 99) == Verdict::broken);
  CHECK(disk(500, 1'000, true) == Verdict::broken);
  const Finding full = judge_disk("backups", "/srv", {.free_bytes = 49 * mebibyte, .free_files = 7});
  STRCMP_EQUAL("disk of the backups", full.part.c_str());
  STRCMP_EQUAL("49 MiB free in /srv, and hardly a file more; without room no number can be given: make some",
               full.en.c_str());
  CHECK(has(full.id, "49 MiB kosong di /srv"));
}

TEST(Judgement, a_clock_is_kept_or_to_be_looked_at) {
  CHECK(judge_clock(true).verdict == Verdict::well);
  CHECK(judge_clock(false).verdict == Verdict::doubtful);
  CHECK(has(judge_clock(false).en, "timedatectl set-ntp true"));
}

TEST(Judgement, clocks_that_differ_send_people_away) {
  CHECK(judge_skew(seconds(29)).verdict == Verdict::well);
  CHECK(judge_skew(seconds(-29)).verdict == Verdict::well);
  CHECK(judge_skew(seconds(30)).verdict == Verdict::doubtful);
  CHECK(judge_skew(seconds(-299)).verdict == Verdict::doubtful);
  CHECK(judge_skew(seconds(300)).verdict == Verdict::broken);
  CHECK(has(judge_skew(seconds(300)).en, "this machine's is 5 min ahead of the portal's"));
  CHECK(has(judge_skew(seconds(-45)).en, "45 s behind"));
  CHECK(has(judge_skew(seconds(-45)).id, "45 s lebih lambat"));
}

TEST(Judgement, backups_grow_old) {
  const UtcTime now = from_ms(1'790'000'000'000);
  CHECK(judge_backups("/b", now - std::chrono::hours(71), now).verdict == Verdict::well);
  CHECK(judge_backups("/b", now - std::chrono::hours(72), now).verdict == Verdict::doubtful);
  CHECK(judge_backups("/b", std::nullopt, now).verdict == Verdict::doubtful);
  CHECK(has(judge_backups("/b", now - std::chrono::hours(100), now).en, "the newest is 100 hours old, in /b"));
}

TEST(Judgement, the_date_of_an_answer_is_read_or_nothing_is_believed) {
  const auto read = parse_http_date("Tue, 24 Nov 2026 02:15:07 GMT");
  CHECK(read.has_value());
  STRCMP_EQUAL("2026-11-24T02:15:07.000Z", iso_text(*read).c_str());
  for (const char* bad :
       {"", "now", "Tue, 24 Nov 2026 02:15:07 WIB", "Tue, 31 Nov 2026 02:15:07 GMT", "Tue, 24 Foo 2026 02:15:07 GMT",
        "Tue, 24 Nov 2026 02:15.07 GMT", "Tue, 24 Nov 2026 02:15:0x GMT", "Tuesday, 24-Nov-26 02:15:07 GMT"}) {
    CHECK_FALSE_TEXT(parse_http_date(bad).has_value(), bad);
  }
}
