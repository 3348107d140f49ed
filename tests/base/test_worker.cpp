#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include "worker/worker.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
namespace asio = boost::asio;

namespace {

/// Runs `work` and everything that it waits for. An exception of `work` is thrown here.
void finish(asio::io_context& io, asio::awaitable<void> work) {
  std::exception_ptr error;
  asio::co_spawn(io, std::move(work), [&error](std::exception_ptr thrown) { error = thrown; });
  io.run();
  io.restart();
  if (error) {
    std::rethrow_exception(error);
  }
}

/// Can only be moved, like some results of a database.
struct Row {
  std::unique_ptr<int> value;
};

/// Owned by a worker for a while. It reports its destruction.
struct Watched {
  explicit Watched(std::atomic<int>& alive) : alive_(alive) { ++alive_; }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  ~Watched() { --alive_; }
  std::atomic<int>& alive_;
};

}  // namespace

TEST_GROUP(Lanes) {
  asio::io_context io{1};

  void setup() override {
    // Asio keeps per-thread and per-process memory from its first use on. It must not count as a leak of the
    // first test.
    Worker worker("warm-up");
    finish(io, [](Worker& l) -> asio::awaitable<void> { co_await l.run([] {}); }(worker));
  }
};

TEST(Lanes, AnAnswerDoesNotWaitForWhatItsJobPosted) {
  std::promise<void> answered;
  std::atomic<bool> posted_ran{false};
  Worker worker("bus 1");
  finish(io, [](Worker& l, std::promise<void>& here, std::atomic<bool>& ran) -> asio::awaitable<void> {
    const int value = co_await l.run([&] {
      l.post([&] {
        here.get_future().wait();  // waits for ever if the answer comes after this
        ran = true;
      });
      return 7;
    });
    LONGS_EQUAL(7, value);
    CHECK_FALSE(ran);
    here.set_value();
  }(worker, answered, posted_ran));
  worker.join();
  CHECK_TRUE(posted_ran);
}

TEST(Lanes, AJobRunsOnTheLanesThreadAndItsResultComesBackToTheIoThread) {
  Worker worker("bus 1");
  STRCMP_EQUAL("bus 1", worker.name().c_str());
  std::thread::id job_thread;
  std::thread::id answer_thread;
  Row row;
  const auto work = [](Worker& l, std::thread::id& job, std::thread::id& answer, Row& result) -> asio::awaitable<void> {
    result = co_await l.run([&job] {
      job = std::this_thread::get_id();
      return Row{std::make_unique<int>(42)};
    });
    answer = std::this_thread::get_id();
  };
  finish(io, work(worker, job_thread, answer_thread, row));
  LONGS_EQUAL(42, *row.value);
  CHECK(answer_thread == std::this_thread::get_id());
  CHECK(job_thread != answer_thread);
}

TEST(Lanes, TheThreadHasTheLanesName) {
  Worker worker("bus of counters 1 to 12");
  std::string name;
  const auto work = [](Worker& l, std::string& told) -> asio::awaitable<void> {
    told = co_await l.run([] {
      std::array<char, 16> text{};
      pthread_getname_np(pthread_self(), text.data(), text.size());
      return std::string(text.data());
    });
  };
  finish(io, work(worker, name));
  STRCMP_EQUAL("bus of counters", name.c_str());
}

TEST(Lanes, AJobMayOwnWhatCanOnlyBeMovedAndGivesItBackBeforeTheAnswer) {
  Worker worker("store");
  std::atomic<int> alive = 0;
  int seen = -1;
  const auto work = [](Worker& l, std::atomic<int>& count, int& at_answer) -> asio::awaitable<void> {
    auto owned = std::make_unique<Watched>(count);
    co_await l.run([owned = std::move(owned)] {});
    at_answer = count;
  };
  finish(io, work(worker, alive, seen));
  LONGS_EQUAL(0, alive);
  LONGS_EQUAL(0, seen);
}

TEST(Lanes, WhatAJobThrowsIsThrownWhereItIsAwaitedAndTheLaneGoesOn) {
  Worker worker("store");
  std::string caught;
  int after = 0;
  const auto work = [](Worker& l, std::string& text, int& next) -> asio::awaitable<void> {
    try {
      co_await l.run([]() -> int { throw std::runtime_error("disk full"); });
    } catch (const std::runtime_error& error) {
      text = error.what();
    }
    try {
      co_await l.run([] { throw 7; });
    } catch (int number) {
      text += ' ' + std::to_string(number);
    }
    next = co_await l.run([] { return 8; });
  };
  finish(io, work(worker, caught, after));
  STRCMP_EQUAL("disk full 7", caught.c_str());
  LONGS_EQUAL(8, after);
}

TEST(Lanes, JobsRunOneAfterAnotherInTheOrderGiven) {
  Worker worker("bus");
  std::vector<int> order;
  std::vector<int> answers;
  std::atomic<int> inside = 0;
  std::atomic<bool> overlapped = false;
  const auto one = [](Worker& l, std::vector<int>& ran, std::vector<int>& told, std::atomic<int>& in,
                      std::atomic<bool>& overlap, int number) -> asio::awaitable<void> {
    const int answer = co_await l.run([&ran, &in, &overlap, number] {
      if (++in != 1) {
        overlap = true;
      }
      ran.push_back(number);
      --in;
      return number;
    });
    told.push_back(answer);
  };
  std::vector<int> expected;
  for (int i = 0; i < 200; ++i) {
    expected.push_back(i);
    asio::co_spawn(io, one(worker, order, answers, inside, overlapped, i), [](std::exception_ptr error) {
      if (error) {
        std::rethrow_exception(error);
      }
    });
  }
  io.run();
  CHECK(order == expected);
  CHECK(answers == expected);
  CHECK(!overlapped);
}

TEST(Lanes, TwoLanesDoNotWaitForEachOther) {
  Worker slow("slow");
  Worker quick("quick");
  std::atomic<bool> open = false;
  std::vector<std::string> order;
  const auto waits = [](Worker& l, std::atomic<bool>& gate, std::vector<std::string>& log) -> asio::awaitable<void> {
    co_await l.run([&gate] { gate.wait(false); });
    log.emplace_back("slow");
  };
  const auto opens = [](Worker& l, std::atomic<bool>& gate, std::vector<std::string>& log) -> asio::awaitable<void> {
    co_await l.run([] {});
    log.emplace_back("quick");
    gate = true;
    gate.notify_all();
  };
  asio::co_spawn(io, waits(slow, open, order), [](std::exception_ptr) {});
  asio::co_spawn(io, opens(quick, open, order), [](std::exception_ptr) {});
  io.run();
  CHECK((order == std::vector<std::string>{"quick", "slow"}));
}

TEST(Lanes, TheIoContextStaysAtWorkWhileAJobRuns) {
  // Only the job is pending: without a work guard run() would return before the answer.
  Worker worker("slow");
  bool answered = false;
  const auto work = [](Worker& l, bool& done) -> asio::awaitable<void> {
    co_await l.run([] { std::this_thread::yield(); });
    done = true;
  };
  for (int i = 0; i < 100; ++i) {
    answered = false;
    finish(io, work(worker, answered));
    CHECK(answered);
  }
}

TEST(Lanes, DestructionFinishesPostedJobsAndTheirAnswersMayNeverBeRead) {
  std::atomic<int> ran = 0;
  std::atomic<int> alive = 0;
  {
    asio::io_context short_lived{1};
    Worker worker("leaving");
    const auto work = [](Worker& l, std::atomic<int>& count, std::atomic<int>& owned) -> asio::awaitable<void> {
      auto watched = std::make_unique<Watched>(owned);
      co_await l.run([&count, watched = std::move(watched)] { ++count; });
    };
    for (int i = 0; i < 50; ++i) {
      asio::co_spawn(short_lived, work(worker, ran, alive), [](std::exception_ptr) {});
    }
    short_lived.poll();
    // Here the worker ends first, then the io_context with the coroutines that still wait.
  }
  LONGS_EQUAL(50, ran);
  LONGS_EQUAL(0, alive);
}

TEST(Lanes, AJoinedLaneIsIdleAndJoiningTwiceIsFine) {
  Worker worker("joined");
  std::atomic<int> ran = 0;
  const auto work = [](Worker& l, std::atomic<int>& count) -> asio::awaitable<void> {
    co_await l.run([&count] { ++count; });
  };
  asio::co_spawn(io, work(worker, ran), [](std::exception_ptr) {});
  io.poll();
  worker.join();
  LONGS_EQUAL(1, ran);
  worker.join();
  io.run();
}
