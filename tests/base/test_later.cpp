#include <string>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "process/later.hpp"
#include "worker/worker.hpp"

#include <CppUTest/TestHarness.h>

using antrean::Worker;
using antrean::process::Later;
namespace asio = boost::asio;

TEST_GROUP(Later) {
  asio::io_context io{1};
  Later later{io};
  std::string order;
  void note(char what) { order += what; }
};

TEST(Later, WhatIsReadyRunsBetweenTwoOfItsHandlers) {
  for (int i = 0; i < 3; ++i) {
    asio::post(later.executor(), [this] {
      note('l');
      asio::post(io, [this] { note('p'); });
    });
  }
  io.run();
  STRCMP_EQUAL("lplplp", order.c_str());
}

TEST(Later, ItsHandlersRunInTheirOrder) {
  for (char c = 'a'; c < 'f'; ++c) {
    asio::post(later.executor(), [this, c] { note(c); });
  }
  asio::post(io, [this] { note('!'); });
  io.run();
  STRCMP_EQUAL("a!bcde", order.c_str());
}

TEST(Later, DispatchInsideRunsAtOnceAndOutsideDoesNot) {
  asio::dispatch(later.executor(), [this] { note('x'); });
  CHECK(order.empty());
  asio::post(later.executor(), [this] {
    note('1');
    asio::dispatch(later.executor(), [this] { note('2'); });
    note('3');
  });
  io.run();
  STRCMP_EQUAL("x123", order.c_str());
}

TEST(Later, ACoroutineOfItAsksAWorkerAndGoesOn) {
  Worker worker("asked");
  std::thread::id ran{};
  asio::co_spawn(
      later.executor(),
      [&]() -> asio::awaitable<void> {
        note('b');
        const int seven = co_await worker.run([] { return 7; });
        ran = std::this_thread::get_id();
        note(seven == 7 ? 'e' : '?');
      },
      [](const std::exception_ptr& error) {
        if (error) {
          std::rethrow_exception(error);
        }
      });
  const auto keep = asio::make_work_guard(io);
  while (order.size() < 2) {
    io.run_one();
  }
  STRCMP_EQUAL("be", order.c_str());
  CHECK(ran == std::this_thread::get_id());
}

TEST(Later, WhatNeverRanIsDestroyedWithIt) {
  auto held = std::make_shared<int>(1);
  {
    asio::io_context own{1};
    Later unused(own);
    asio::post(unused.executor(), [held] {});
    LONGS_EQUAL(2, held.use_count());
  }
  LONGS_EQUAL(1, held.use_count());
}
