// The mini-PC dies with its disk, at a random moment of a busy morning. A second one goes on from the copy
// that followed on another disk ([journal] copy). ANTREAN_SEED sets the seed, which is printed.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include <boost/json/parse.hpp>

#include "real_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::tests;
namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr const char* behind_name = "\nantrean_journal_copy_behind_seconds ";
constexpr auto promised = 10s;

/// How many seconds ago the copy had everything.
asio::awaitable<double> behind(RealOffice& office) {
  const auto answer = co_await office.get("/metrics");
  const auto at = answer.body.find(behind_name);
  if (at == std::string::npos) {
    throw std::runtime_error("no figure says how far behind the copy is: " + answer.body);
  }
  co_return std::strtod(answer.body.c_str() + at + std::strlen(behind_name), nullptr);
}

std::string number_in(const std::string& body) {
  return std::string{boost::json::parse(body).at("numbers").at(0).as_string()};
}

}  // namespace

TEST_GROUP(DeadMiniPc){};

TEST(DeadMiniPc, TheDayGoesOnFromTheCopyOnTheOtherDisk) {
  const char* given = std::getenv("ANTREAN_SEED");
  const auto seed = given == nullptr ? std::random_device{}() : std::strtoul(given, nullptr, 10);
  std::printf("dead mini-PC: seed=%lu\n", static_cast<unsigned long>(seed));
  std::mt19937 random(static_cast<std::uint32_t>(seed));
  Place place;
  fs::create_directory(place.path() / "disk");
  fs::create_directory(place.path() / "stick");
  asio::io_context io{1};
  RealOffice office(io, place.path(), {.journal = place.path() / "disk" / "office.db", .copy = place.path() / "stick"});
  using Clock = std::chrono::steady_clock;
  std::vector<std::string> numbers;    // that people have in their hands
  std::vector<std::string> must_stay;  // those that the copy was said to have
  const auto walk_ins = [&](int count) -> asio::awaitable<void> {
    for (int n = 0; n < count; ++n) {
      const auto answer = co_await office.walk_in("person " + std::to_string(numbers.size()));
      if (answer.status != 200) {
        throw std::runtime_error("no number: " + answer.body);
      }
      numbers.push_back(number_in(answer.body));
    }
  };
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    for (int death = 0; death < 2; ++death) {
      co_await office.ready();
      co_await walk_ins(15);
      const auto asked = Clock::now();
      while (co_await behind(office) > std::chrono::duration<double>(Clock::now() - asked).count()) {
        if (Clock::now() - asked > promised) {
          throw std::runtime_error("the copy does not follow within 10 s: " + office.log());
        }
        co_await office.pause(20ms);
      }
      must_stay.insert(must_stay.end(), numbers.end() - 15, numbers.end());
      // This test is about random moments; it does not wait for a condition.
      const auto dies = Clock::now() + std::chrono::milliseconds(random() % 3000);
      while (Clock::now() < dies) {
        co_await walk_ins(1);
        co_await office.pause(std::chrono::milliseconds(random() % 200));
      }
      office.kill();
      fs::remove_all(place.path() / "disk");
      fs::create_directory(place.path() / "disk");
      demo::Child restore({.program = fs::path(PROGRAMS) / "antrean",
                           .arguments = {"--config", office.settings_file().string(), "restore",
                                         (place.path() / "stick" / "office.db").string()},
                           .environment = {},
                           .log = place.path() / "restore.log"});
      const auto code = restore.wait(30s);
      LONGS_EQUAL_TEXT(0, code.value_or(-1), restore.last_words().c_str());
      office.spawn();
    }
    co_await office.ready();
    co_await walk_ins(5);
  });
  LONGS_EQUAL(0, office.stop());
  std::set<std::string> known;
  for (const auto& event : read_journal(office.journal_file()).events) {
    if (const auto* issued = std::get_if<queue::TicketIssued>(&event.body)) {
      CHECK_TEXT(known.insert(issued->number).second, issued->number.c_str());
    }
  }
  std::set<std::string> in_hands;
  for (const auto& number : numbers) {
    CHECK_TEXT(in_hands.insert(number).second, ("given twice: " + number).c_str());
  }
  for (const auto& number : must_stay) {
    CHECK_TEXT(known.contains(number), ("lost: " + number).c_str());
  }
}
