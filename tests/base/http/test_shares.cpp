#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/shares.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::http;

TEST_GROUP(SharesOfOne) {
  std::shared_ptr<Shares> shares = std::make_shared<Shares>(
      ShareLimits{.connections = 80, .body_bytes = 8'000, .changes_per_second = 2, .changes_at_once = 3});
  std::vector<Shares::Hold> held;

  void teardown() override { held.clear(); }

  bool connect(const Asker& asker) {
    auto socket = shares->socket(asker.local);
    if (!socket) {
      return false;
    }
    auto own = shares->connection(asker);
    if (!own) {
      return false;
    }
    held.push_back(std::move(*socket));
    held.push_back(std::move(*own));
    return true;
  }
  std::size_t connect_all(const Asker& asker, std::size_t times) {
    std::size_t got = 0;
    for (std::size_t i = 0; i < times; ++i) {
      got += connect(asker) ? 1 : 0;
    }
    return got;
  }
};

TEST(SharesOfOne, ASocketShareIsAnEighthAndThreeQuartersForThisMachine) {
  LONGS_EQUAL(10, connect_all({.who = "203.0.113.7"}, 200));
  LONGS_EQUAL(10, connect_all({.who = "203.0.113.8"}, 200));
  LONGS_EQUAL(60, connect_all({.who = "127.0.0.1", .local = true}, 200));
  LONGS_EQUAL(80, shares->sockets());
}

TEST(SharesOfOne, RoomIsKeptForThisMachine) {
  std::size_t strangers = 0;
  for (int i = 0; i < 100; ++i) {
    strangers += connect_all({.who = "203.0.113." + std::to_string(i)}, 5);
  }
  LONGS_EQUAL(70, strangers);
  LONGS_EQUAL(10, connect_all({.who = "127.0.0.1", .local = true}, 200));
  CHECK_FALSE(connect({.who = "127.0.0.2", .local = true}));
}

TEST(SharesOfOne, OneProgramOfThisMachineLeavesRoomForTheOthers) {
  LONGS_EQUAL(60, connect_all({.who = "127.0.0.2", .local = true}, 512));
  CHECK_TRUE(connect({.who = "127.0.0.1", .local = true}));
  CHECK_TRUE(connect({.who = "203.0.113.7"}));
}

TEST(SharesOfOne, WhatAProxyHereForwardsWithoutANameIsNotThisMachine) {
  LONGS_EQUAL(10, connect_all({.who = "127.0.0.1", .local = false}, 200));
  LONGS_EQUAL(60, connect_all({.who = "127.0.0.1", .local = true}, 200));
}

namespace {

/// A connection that has said nothing yet.
struct Silent {
  std::optional<Shares::Hold> socket, own;
  std::optional<Shares::Waiting> waiting;
  bool gone = false;

  bool connect(Shares& shares, const Asker& asker) {
    socket = shares.socket(asker.local);
    if (!socket) {
      return false;
    }
    own = shares.connection(asker);
    if (!own) {
      socket.reset();
      return false;
    }
    waiting.emplace(shares.waiting(asker, [this] {
      gone = true;
      socket.reset();
      own.reset();
    }));
    return true;
  }
};

}  // namespace

TEST(SharesOfOne, WhoSaysNothingGivesWayToWhoComesTheOldestFirst) {
  const Asker here{.who = "127.0.0.1", .local = true};
  std::vector<Silent> silent(60);
  for (Silent& one : silent) {
    CHECK_TRUE(one.connect(*shares, here));
  }
  CHECK_TRUE(connect(here));
  CHECK_TRUE(silent[0].gone);
  CHECK_FALSE(silent[1].gone);
  silent[1].waiting.reset();  // it has asked
  CHECK_TRUE(connect(here));
  CHECK_FALSE(silent[1].gone);
  CHECK_TRUE(silent[2].gone);
  LONGS_EQUAL(60, shares->sockets());
}

TEST(SharesOfOne, WhoHasAskedKeepsItsSocket) {
  LONGS_EQUAL(10, connect_all({.who = "203.0.113.7"}, 11));
  Silent another;
  CHECK_FALSE(another.connect(*shares, {.who = "203.0.113.7"}));
}

TEST(SharesOfOne, SilentSocketsOfManyAddressesShutNobodyOut) {
  std::vector<Silent> silent(80);
  for (std::size_t i = 0; i < silent.size(); ++i) {
    silent[i].connect(*shares, {.who = "198.51.100." + std::to_string(i)});
  }
  LONGS_EQUAL(70, shares->sockets());
  CHECK_TRUE(connect({.who = "203.0.113.7"}));
  LONGS_EQUAL(70, shares->sockets());
  CHECK_TRUE(connect({.who = "127.0.0.1", .local = true}));
  LONGS_EQUAL(71, shares->sockets());
}

TEST(SharesOfOne, AStrangerSendsNobodyOfThisMachineAway) {
  Silent console;
  CHECK_TRUE(console.connect(*shares, {.who = "127.0.0.1", .local = true}));
  for (int i = 0; i < 69; ++i) {
    CHECK_TRUE(connect({.who = "198.51.100." + std::to_string(i)}));
  }
  CHECK_FALSE(connect({.who = "203.0.113.7"}));
  CHECK_FALSE(console.gone);
  LONGS_EQUAL(10, connect_all({.who = "127.0.0.1", .local = true}, 10));
  CHECK_TRUE(connect({.who = "127.0.0.1", .local = true}));
  CHECK_TRUE(console.gone);
}

TEST(SharesOfOne, WhatGoesIsFreeAgain) {
  LONGS_EQUAL(10, connect_all({.who = "203.0.113.7"}, 200));
  LONGS_EQUAL(1, shares->askers());
  held.clear();
  LONGS_EQUAL(0, shares->sockets());
  LONGS_EQUAL(0, shares->askers());
  LONGS_EQUAL(10, connect_all({.who = "203.0.113.7"}, 200));
}

TEST(SharesOfOne, BodiesAreBoundedForOneAndInAll) {
  std::size_t got = 0;
  const auto take = [&](const Asker& asker, std::size_t bytes) {
    if (auto hold = shares->body(asker, bytes)) {
      held.push_back(std::move(*hold));
      got += bytes;
      return true;
    }
    return false;
  };
  CHECK_TRUE(take({.who = "203.0.113.7"}, 600));
  CHECK_FALSE(take({.who = "203.0.113.7"}, 401));
  CHECK_TRUE(take({.who = "203.0.113.7"}, 400));
  CHECK_TRUE(take({.who = "203.0.113.7"}, 0));
  for (int i = 0; i < 100; ++i) {
    take({.who = "198.51.100." + std::to_string(i)}, 300);
  }
  CHECK_TRUE(got <= 7'000 && got > 6'700);
  LONGS_EQUAL(got, shares->body_bytes());
  CHECK_TRUE(take({.who = "127.0.0.1", .local = true}, 1'000));
  held.clear();
  LONGS_EQUAL(0, shares->body_bytes());
}

TEST(SharesOfOne, RequestsWithoutABodyHoldNothing) {
  const Asker asker{.who = "203.0.113.7"};
  auto first = shares->body(asker, 0);
  auto second = shares->body(asker, 0);
  auto some = shares->body(asker, 1'000);
  first.reset();
  second.reset();
  CHECK_FALSE(shares->body(asker, 1).has_value());
  some.reset();
  CHECK_TRUE(shares->body(asker, 1'000).has_value());
  LONGS_EQUAL(0, shares->body_bytes());
}

TEST(SharesOfOne, ChangesASecondAreCountedForOthersThanThisMachine) {
  MonotonicTime now{std::chrono::seconds{100}};
  const Asker stranger{.who = "203.0.113.7"};
  for (int i = 0; i < 3; ++i) {
    CHECK_TRUE(shares->change(stranger, now));
  }
  CHECK_FALSE(shares->change(stranger, now));
  CHECK_TRUE(shares->change({.who = "203.0.113.8"}, now));
  for (int i = 0; i < 1'000; ++i) {
    CHECK_TRUE(shares->change({.who = "127.0.0.1", .local = true}, now));
  }
  CHECK_TRUE(shares->change(stranger, now + std::chrono::milliseconds{501}));
}
