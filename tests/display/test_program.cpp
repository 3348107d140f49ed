// The real program with a real feed. What it writes follows the office, also when the office is lost and
// returns.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "feed/feed_json.hpp"
#include "http/server.hpp"
#include "program.hpp"
#include "samples.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::display;
using namespace std::chrono_literals;

namespace {

// spdlog makes its default logger on first use, which the leak detector would count for a test.
[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

}  // namespace

TEST_GROUP(DisplayProgram) {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("antrean-display-run-" + std::to_string(getpid()));
  boost::asio::io_context io{1};
  std::unique_ptr<http::Broadcast> feed;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<Program> program;  // a failed check skips destructors, but not teardown()

  void setup() override {
    std::filesystem::create_directories(folder);
    setenv("SDL_VIDEODRIVER", "dummy", 1);
  }
  void teardown() override {
    program.reset();
    if (server) {
      stop_office();
    }
    std::filesystem::remove_all(folder);
  }

  void start_office(std::uint16_t port, const Snapshot& snapshot) {
    feed = std::make_unique<http::Broadcast>();
    server = std::make_unique<http::Server>(io, http::Limits{});
    server->broadcast("/feed", *feed);
    server->listen("127.0.0.1", port);
    feed->publish(feed::to_json(snapshot));
  }
  void stop_office() {
    bool stopped = false;
    boost::asio::co_spawn(io, server->stop(0ms), [&](const std::exception_ptr&) { stopped = true; });
    while (!stopped) {
      io.restart();
      io.run_for(5ms);
    }
    server.reset();
    feed.reset();
    io.restart();
    io.run_for(5ms);
  }

  /// Serves the feed until the program has ended. The limit is one minute, far more than it ever takes.
  std::optional<int> ended() {
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (std::chrono::steady_clock::now() < end) {
      if (const auto code = program->ended()) {
        return code;
      }
      io.restart();
      io.run_for(10ms);
    }
    return std::nullopt;
  }

  std::string shown() const {
    std::ifstream in{folder / "tv.json"};
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Serves the feed until the draw list holds `text`. The limit is one minute, far more than it ever takes.
  bool shows(const std::string& text) {
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (shown().find(text) == std::string::npos) {
      if (std::chrono::steady_clock::now() > end) {
        return false;
      }
      io.restart();
      io.run_for(10ms);
    }
    return true;
  }
};

TEST(DisplayProgram, FollowsTheOfficeThroughItsLossAndReturn) {
  Snapshot snapshot = sample("ordinary");
  start_office(0, snapshot);
  const std::uint16_t port = server->port();
  program = std::make_unique<Program>(
      std::vector<std::string>{"--feed", "ws://127.0.0.1:" + std::to_string(port) + "/feed", "--size", "1280x720",
                               "--draw-list", folder / "tv.json", "--log-level", "error"});
  CHECK_TRUE(shows("\"text\":\"B017\""));

  ++snapshot.version;
  snapshot.calls.insert(snapshot.calls.begin(), CallView{25, "B018", 1, "paspor", false, snapshot.at});
  feed->publish(feed::to_json(snapshot));
  CHECK_TRUE(shows("\"text\":\"B018\""));
  STRCMP_CONTAINS("\"stale\":false", shown().c_str());

  stop_office();
  CHECK_TRUE(shows("\"stale\":true"));
  STRCMP_CONTAINS("stale.text", shown().c_str());
  STRCMP_CONTAINS("\"text\":\"B018\"", shown().c_str());

  start_office(port, snapshot);
  CHECK_TRUE(shows("\"stale\":false"));
  LONGS_EQUAL(0, program->stop());
}

TEST(DisplayProgram, MakesOnePictureAndEnds) {
  const std::string snapshot = std::string{DISPLAY_TESTS} + "/snapshots/ordinary.json";
  Program program{{"--snapshot", snapshot, "--png", folder / "tv.png", "--draw-list", folder / "tv.json"}};
  LONGS_EQUAL(0, program.wait());
  CHECK_TRUE(std::filesystem::file_size(folder / "tv.png") > 10'000);
  STRCMP_CONTAINS("\"text\":\"09:31\"", shown().c_str());  // the snapshot's own moment
}

TEST(DisplayProgram, MakesOnePictureOfARunningOfficeAndEnds) {
  start_office(0, sample("ordinary"));
  program = std::make_unique<Program>(
      std::vector<std::string>{"--feed", "ws://127.0.0.1:" + std::to_string(server->port()) + "/feed", "--png",
                               folder / "tv.png", "--draw-list", folder / "tv.json", "--log-level", "error"});
  CHECK_EQUAL(0, ended().value_or(-1));
  CHECK_TRUE(std::filesystem::file_size(folder / "tv.png") > 10'000);
  STRCMP_CONTAINS("\"text\":\"B017\"", shown().c_str());
}

TEST(DisplayProgram, ShowsTheOfficesTimeWhateverItsOwnMachineThinks) {
  Snapshot snapshot = sample("ordinary");
  snapshot.zone = Zone::wita;
  const UtcTime office = instant(*OfficeDay::parse("2026-11-27"), *TimeOfDay::parse("08:45"), Zone::wita);
  snapshot.at = office - std::chrono::hours{1};  // nothing has changed since
  snapshot.running_text.clear();                 // then the band has the date
  for (const bool says_when : {true, false}) {
    if (!says_when) {
      snapshot.at = office;  // an office of an earlier release
    }
    feed = says_when ? std::make_unique<http::Broadcast>(http::Broadcast::Frame{
                           .before = [&] { return feed::opening(office); }, .beat = [&] { return feed::beat(office); }})
                     : std::make_unique<http::Broadcast>();
    server = std::make_unique<http::Server>(io, http::Limits{});
    server->broadcast("/feed", *feed);
    server->listen("127.0.0.1", 0);
    const std::string document = feed::to_json(snapshot);
    feed->publish(says_when ? feed::without_opening(document) : document);
    // The machine is at 1970, as with an empty clock battery.
    setenv("LD_PRELOAD", FAKETIME_LIBRARY, 1);
    setenv("FAKETIME", "@1970-01-02 00:00:00", 1);
    setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1", 1);
    program = std::make_unique<Program>(
        std::vector<std::string>{"--feed", "ws://127.0.0.1:" + std::to_string(server->port()) + "/feed", "--png",
                                 folder / "tv.png", "--draw-list", folder / "tv.json", "--log-level", "error"});
    for (const char* name : {"LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC"}) {
      unsetenv(name);
    }
    CHECK_EQUAL(0, ended().value_or(-1));
    STRCMP_CONTAINS("\"text\":\"08:45\"", shown().c_str());
    STRCMP_CONTAINS("27 November 2026", shown().c_str());
    stop_office();
  }
}

TEST(DisplayProgram, EndsWithACodeThatSaysWhy) {
  const std::string bad = folder / "bad.toml";
  std::ofstream{bad} << "fed = 1\n";
  LONGS_EQUAL(78, Program({"--config", bad, "--check-config", "--log-level", "error"}).wait());
  LONGS_EQUAL(2, Program({"--size", "huge", "--log-level", "error"}).wait());
  LONGS_EQUAL(2, Program({"--every-change"}).wait());
  LONGS_EQUAL(1, Program({"--snapshot", bad, "--png", folder / "tv.png"}).wait());
  LONGS_EQUAL(1, Program({"--feed", "ws://127.0.0.1:1/feed", "--png", folder / "tv.png"}).wait());
  CHECK_FALSE(std::filesystem::exists(folder / "tv.png"));
}
