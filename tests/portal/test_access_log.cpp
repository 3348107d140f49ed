#include <fstream>
#include <iterator>
#include <sstream>

#include <spdlog/spdlog.h>

#include "access/access_log.hpp"
#include "scratch_folder.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

// spdlog makes its logger when it is first used, and CppUTest would call this a leak inside a test.
[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

const std::string secret(32, 'k');

AccessEntry entry(AccessKind kind, BookingId booking, std::uint64_t count = 0) {
  return {.at = from_ms(1'795'424'400'000 + static_cast<std::int64_t>(booking)),
          .kind = kind,
          .who = "operator uid 0",
          .count = count,
          .people = {{booking, 0}, {booking + 1, 2}}};
}

}  // namespace

TEST_GROUP(AccessLog) {
  portal_test::ScratchFolder folder;
  std::filesystem::path file = folder / "portal.db.access";

  std::string content() const {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  void write(const std::string& text) const { std::ofstream{file, std::ios::binary | std::ios::trunc} << text; }
  void fill() const {
    AccessLog log{file, secret};
    log.add(entry(AccessKind::exported, 1));
    log.add(entry(AccessKind::erased, 2));
    log.add(entry(AccessKind::pulled, 3, 17));
  }
  AccessReport verified(const std::string& key = secret) const { return AccessLog::verify(file, key); }
};

TEST(AccessLog, EntriesComeBackAndTheChainGoesOnOverAStart) {
  fill();
  {
    AccessLog log{file, secret};
    LONGS_EQUAL(3, log.entries());
    log.add(entry(AccessKind::shown, 4));
  }
  std::vector<AccessEntry> read;
  const auto report = AccessLog::verify(file, secret, [&](const AccessEntry& one) { read.push_back(one); });
  STRCMP_EQUAL("", report.wrong.c_str());
  LONGS_EQUAL(4, report.entries);
  CHECK(read.at(2) == entry(AccessKind::pulled, 3, 17));
  CHECK(read.at(3) == entry(AccessKind::shown, 4));
}

TEST(AccessLog, WhatWasChangedTakenAwayOrMovedIsFound) {
  fill();
  const auto good = content();
  std::vector<std::string> lines;
  std::istringstream in{good};
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line + "\n");
  }
  LONGS_EQUAL(3, lines.size());
  for (std::size_t at = 0; at < good.size(); at += 7) {
    if (good[at] == '\n') {
      continue;
    }
    auto bad = good;
    bad[at] = bad[at] == '1' ? '2' : '1';
    if (bad == good) {
      continue;
    }
    write(bad);
    CHECK_TEXT(!verified().wrong.empty(), std::to_string(at).c_str());
  }
  write(lines[0] + lines[2]);
  LONGS_EQUAL(1, verified().entries);
  STRCMP_CONTAINS("one is missing", verified().wrong.c_str());
  write(lines[1] + lines[0] + lines[2]);
  LONGS_EQUAL(0, verified().entries);
  CHECK_THROWS(std::runtime_error, (AccessLog{file, secret}));  // and it is not continued
  write(good);
  STRCMP_CONTAINS("the key is another one", verified(std::string(32, 'x')).wrong.c_str());
  STRCMP_EQUAL("", verified().wrong.c_str());
}

TEST(AccessLog, HalfALineAfterAPowerCutIsCutOff) {
  fill();
  const auto good = content();
  for (const auto cut : {good.size() - 1, good.size() - 30}) {
    write(good.substr(0, cut));
    LONGS_EQUAL(2, verified().entries);
    STRCMP_EQUAL("", verified().wrong.c_str());
    AccessLog log{file, secret};
    LONGS_EQUAL(2, log.entries());
    log.add(entry(AccessKind::shown, 9));
    LONGS_EQUAL(3, verified().entries);
    STRCMP_EQUAL("", verified().wrong.c_str());
  }
}
