// A hostile neighbour on the network (hostile_neighbour.cpp) while an office works: everything that he can do
// at both listeners at once. Nothing of the office may suffer, and what is refused must be known afterwards.
// Whether a press gets slower by him is asked by bench_neighbour, for no test asserts a time.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include "demo/child.hpp"
#include "feed/feed_json.hpp"
#include "http/client.hpp"
#include "real_office.hpp"
#include "storm.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::tests;
namespace asio = boost::asio;

namespace {

constexpr const char* trusted_proxy = "127.0.0.77";

/// What a TV beside the office has.
struct Tv {
  Snapshot latest;
  int lost = 0;
  /// Lives as long as what it stops.
  std::shared_ptr<asio::cancellation_signal> stop = std::make_shared<asio::cancellation_signal>();

  void follow(asio::io_context& io, std::uint16_t port) {
    const auto take = [this](std::string text) {
      if (auto read = feed::from_json(text)) {
        latest = std::move(*read);
      }
    };
    asio::co_spawn(io,
                   http::follow(fmt::format("ws://127.0.0.1:{}/feed", port), feed::max_bytes, take, [this] { ++lost; },
                                {.silence = std::chrono::seconds(5)}),
                   asio::bind_cancellation_slot(stop->slot(), [kept = stop](std::exception_ptr) {}));
  }
};

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> reasons_in(const std::string& metrics) {
  std::set<std::string> reasons;
  std::istringstream lines(metrics);
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view start = "antrean_refused_total{reason=\"";
    if (line.starts_with(start)) {
      reasons.insert(line.substr(start.size(), line.find('"', start.size()) - start.size()));
    }
  }
  return reasons;
}

/// What he is refused for under his own crowd: bodies that are too many and requests that are too slow give
/// way before it comes to that (test_server.cpp has both by themselves).
std::set<std::string> every_reason() {
  return {"sockets",   "changes",     "host",      "origin",       "fetch_site",
          "body_size", "header_size", "malformed", "message_size", "not_signed_in"};
}

struct Line {
  std::uint64_t tried = 0, refused = 0, wrong = 0;
};

std::map<std::string, Line> account_of(const std::string& said) {
  std::map<std::string, Line> account;
  std::istringstream lines(said);
  for (std::string text; std::getline(lines, text);) {
    unsigned long long tried = 0, refused = 0, wrong = 0;
    char name[64];
    if (std::sscanf(text.c_str(), "%63s tried=%llu refused=%llu wrong=%llu", name, &tried, &refused, &wrong) == 4) {
      account[name] = {tried, refused, wrong};
    }
  }
  return account;
}

}  // namespace

TEST_GROUP(HostileNeighbour){};

TEST(HostileNeighbour, HarmsNobodyAndIsKnownAfterwards) {
  Place place;
  asio::io_context io{1};
  RealOffice office(io, place.path(), {.journal = {}, .zone = {}, .sign_in = true, .proxy = trusted_proxy});
  Storm storm(office, 1);
  Tv tv;
  const auto neighbour_log = place.path() / "neighbour.log";
  std::string metrics;
  std::uint64_t calls_before = 0, calls_after = 0;
  play(io, [&]() -> asio::awaitable<void> {
    co_await office.start_devices();
    office.spawn();
    co_await office.ready();
    co_await office.every_pad_heard();
    co_await office.sign_in();
    co_await storm.begin(150);
    tv.follow(io, office.web_port());
    co_await office.until("the TV shows the office", [&] { return !tv.latest.calls.empty(); });
    tv.lost = 0;

    demo::Child neighbour({.program = std::filesystem::path(PROGRAMS) / "hostile_neighbour",
                           .arguments = {"--web", std::to_string(office.web_port()), "--staff",
                                         std::to_string(office.staff_port()), "--proxy", trusted_proxy},
                           .environment = {},
                           .log = neighbour_log});
    calls_before = tv.latest.calls.front().call;
    storm.rage();
    int patience = 240;
    // Until each of his ways was refused, and enough presses came in that time.
    std::set<std::string> missing = every_reason();
    while (!missing.empty() || storm.presses() < 80) {
      co_await office.pause(std::chrono::milliseconds(500));
      const auto answer = co_await office.get("/metrics");
      if (answer.status != 200) {
        throw std::runtime_error(
            fmt::format("the figures were not told: {}\n{}\n{}", answer.body, neighbour.last_words(), office.log()));
      }
      metrics = answer.body;
      for (const auto& reason : reasons_in(metrics)) {
        missing.erase(reason);
      }
      if (const auto code = neighbour.ended()) {
        throw std::runtime_error(fmt::format("the neighbour ended with {}: {}", *code, neighbour.last_words()));
      }
      if (--patience == 0) {
        std::string text;
        for (const auto& reason : missing) {
          text += " " + reason;
        }
        throw std::runtime_error(fmt::format("{} presses; never refused for:{}", storm.presses(), text));
      }
    }
    co_await storm.end();
    calls_after = office.seen().latest.calls.front().call;
    co_await office.until("the TV shows the last call", [&] { return tv.latest.calls.front().call == calls_after; });
    neighbour.signal(SIGTERM);
    neighbour.wait(std::chrono::seconds(10));
    tv.stop->emit(asio::cancellation_type::terminal);
  });
  LONGS_EQUAL(0, office.stop());
  storm.settle(read_journal(office.journal_file()));
  LONGS_EQUAL_TEXT(0, tv.lost, "the TV's feed was lost");
  UNSIGNED_LONGS_EQUAL_TEXT(0, storm.unanswered(), "commands of the signed-in console");
  CHECK_TRUE(calls_after > calls_before);

  const std::string said = text_of(neighbour_log);
  const auto account = account_of(said);
  CHECK_TRUE_TEXT(account.size() >= 20, said.c_str());
  for (const auto& [name, line] : account) {
    CHECK_TRUE_TEXT(line.tried > 0, (name + " was never tried").c_str());
    UNSIGNED_LONGS_EQUAL_TEXT(0, line.wrong, said.c_str());
  }
  // Who he was, also behind the proxy, and never whom he said he was.
  const std::string log = text_of(office.folder() / "office.log");
  for (const char* peer : {"127.0.", "203.0.113."}) {
    CHECK_TRUE_TEXT(log.find("security: refused person=- peer=" + std::string(peer)) != std::string::npos, peer);
  }
  std::printf("hostile neighbour: %s\n%s", storm.figures().c_str(), said.c_str());
}
