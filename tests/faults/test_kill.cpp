// SIGKILL at random moments, from the first instruction of a start to the middle of many presses, walk-ins
// and scans, each time followed by another start. ANTREAN_KILLS says how many times (25); the seed is
// printed, ANTREAN_SEED sets it.
#include <cstdio>
#include <cstdlib>

#include "real_office.hpp"
#include "storm.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::tests;
namespace asio = boost::asio;

namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

TEST_GROUP(KilledOffice){};

TEST(KilledOffice, NothingAcknowledgedIsLostAndNoPressIsLostOrDoubled) {
  const std::uint64_t kills = number_from("ANTREAN_KILLS", 25);
  const std::uint64_t seed = number_from("ANTREAN_SEED", 1);
  Place place;
  asio::io_context io{1};
  RealOffice office(io, place.path());
  Storm storm(office, seed);
  std::chrono::milliseconds slowest{0};
  std::uint64_t before_ready = 0;
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    co_await office.ready();
    co_await office.every_pad_heard();
    co_await storm.begin(150);
    storm.rage();
    for (std::uint64_t kill = 0; kill < kills; ++kill) {
      // This test is about random moments; it does not wait for a condition.
      if (kill % 4 == 3) {
        ++before_ready;
        co_await office.pause(std::chrono::milliseconds(storm.random()() % 60));
      } else {
        const auto started = std::chrono::steady_clock::now();
        co_await office.ready();
        if (kill > 0) {
          slowest = std::max(slowest, std::chrono::duration_cast<std::chrono::milliseconds>(
                                          std::chrono::steady_clock::now() - started));
        }
        co_await office.pause(std::chrono::milliseconds(storm.random()() % 250));
      }
      office.kill();
      office.spawn();
    }
    co_await office.ready();
    co_await storm.end();
  });
  LONGS_EQUAL(0, office.stop());
  const Record record = read_journal(office.journal_file());
  std::printf("killed office: seed=%llu kills=%llu before_ready=%llu %s events=%zu slowest_start_ms=%lld\n",
              static_cast<unsigned long long>(seed), static_cast<unsigned long long>(kills),
              static_cast<unsigned long long>(before_ready), storm.figures().c_str(), record.events.size(),
              static_cast<long long>(slowest.count()));
  storm.settle(record);
}
