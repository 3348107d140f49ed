#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "process/loops.hpp"

#include <CppUTest/TestHarness.h>

using antrean::process::Loops;
namespace asio = boost::asio;

namespace {

[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

asio::awaitable<void> forever(asio::io_context& io) {
  asio::steady_timer never(io, asio::steady_timer::time_point::max());
  co_await never.async_wait(asio::use_awaitable);
}

asio::awaitable<void> fails() {
  throw std::runtime_error("broken");
  co_return;
}

asio::awaitable<void> ends() { co_return; }

asio::awaitable<void> wait_for_end(Loops& loops, bool& ended) {
  co_await loops.ended();
  ended = true;
}

}  // namespace

TEST_GROUP(LoopsOfAProgram) {
  asio::io_context* io = nullptr;
  int failures = 0;
  bool ended = false;
  void setup() override {
    io = new asio::io_context(1);
    failures = 0;
    ended = false;
  }
  void teardown() override { delete io; }
};

TEST(LoopsOfAProgram, StopEndsAllOfThemWithoutAFailure) {
  Loops loops(*io, [&] { ++failures; });
  loops.spawn("one", forever(*io));
  loops.spawn("two", forever(*io));
  asio::co_spawn(*io, wait_for_end(loops, ended), [](std::exception_ptr) {});
  io->poll();
  CHECK_FALSE(ended);
  loops.stop();
  io->restart();
  io->run();
  CHECK_TRUE(ended);
  CHECK_FALSE(loops.failed());
  LONGS_EQUAL(0, failures);
}

TEST(LoopsOfAProgram, ALoopThatThrowsOrJustEndsIsAFailureToldOnce) {
  for (const bool throws : {true, false}) {
    failures = 0;
    Loops loops(*io, [&] { ++failures; });
    loops.spawn("other", forever(*io));
    loops.spawn("bad", throws ? fails() : ends());
    loops.spawn("bad too", throws ? fails() : ends());
    io->restart();
    io->poll();
    CHECK_TRUE(loops.failed());
    LONGS_EQUAL(1, failures);
    loops.stop();
    io->restart();
    io->run();
  }
}

TEST(LoopsOfAProgram, ALoopWithAnEndOfItsOwnIsNotCancelled) {
  Loops loops(*io, [&] { ++failures; });
  asio::steady_timer told(*io, asio::steady_timer::time_point::max());
  bool finished_its_work = false;
  auto work = [&]() -> asio::awaitable<void> {
    try {
      co_await told.async_wait(asio::use_awaitable);
    } catch (const boost::system::system_error&) {
      finished_its_work = true;
    }
  };
  loops.spawn("hall", work(), [&] { told.cancel(); });
  io->poll();
  loops.stop();
  io->restart();
  io->run();
  CHECK_TRUE(finished_its_work);
  LONGS_EQUAL(0, failures);
}
