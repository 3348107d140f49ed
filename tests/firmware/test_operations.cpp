// The orders of the control socket, and pulling the line out and putting it back.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "bytes.hpp"
#include "core/segments.h"
#include "ports/linux/board_unit.hpp"
#include "ports/linux/operations.hpp"
#include "ports/linux/pad_unit.hpp"

#include <CppUTest/TestHarness.h>

namespace json = boost::json;
using namespace antrean::device;

TEST_GROUP(Operations) {
  boost::asio::io_context io;
  Micros now = 1'000'000;
  std::filesystem::path folder;
  std::unique_ptr<Pty> pty;
  std::unique_ptr<Line> line;
  std::unique_ptr<Operations> operations;

  void setup() override {
    std::string name = (std::filesystem::temp_directory_path() / "antrean-operations-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr);
    folder = name;
    const rtu_timing timing = rtu_timing_of(0, 10);
    std::vector<std::unique_ptr<Unit>> units;
    units.push_back(std::make_unique<PadUnit>(std::uint8_t{1}, timing, std::uint16_t{7}));
    units.push_back(std::make_unique<BoardUnit>(std::uint8_t{21}, std::uint8_t{4}, timing, std::uint16_t{7}));
    line = std::make_unique<Line>(
        LineSettings{}, std::move(units), [this](std::span<const std::uint8_t> bytes) { pty->send(bytes); }, now);
    pty = std::make_unique<Pty>(io, folder / "line",
                                [this](std::span<const std::uint8_t> bytes) { line->host_sent(bytes, now); });
    operations = std::make_unique<Operations>(*line, *pty);
  }

  void teardown() override {
    operations.reset();
    line.reset();
    pty.reset();
    io.poll();
    std::filesystem::remove_all(folder);
    folder.clear();
  }

  json::object order(const std::string& text) { return operations->answer(json::parse(text), now); }

  void advance(Micros us) {
    now += us;
    line->advance(now);
  }

  int open_line() const { return ::open((folder / "line").c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC); }

  /// Runs the io thread's work until the host can read, or a second is over.
  bool host_can_read(int host) {
    for (int tries = 0; tries < 100; ++tries) {
      io.restart();
      io.poll();
      advance(10'000);
      pollfd wait{host, POLLIN, 0};
      if (::poll(&wait, 1, 10) > 0) {
        return true;
      }
    }
    return false;
  }
};

TEST(Operations, RefuseWhatMakesNoSenseInWordsAndDoNothing) {
  const std::vector<std::pair<const char*, const char*>> table{
      {R"([])", "one JSON object a line is expected"},
      {R"({})", "'op' is missing"},
      {R"({"op":7})", "'op' is missing"},
      {R"({"op":"shout"})",
       "unknown op 'shout'; known: press, hold, show, power, restart, faults, stats, watch, unplug, replug"},
      {R"({"op":"press","button":"next"})", "'pad' is missing"},
      {R"({"op":"press","pad":1})", "'button' must be next, recall, no_show or done"},
      {R"({"op":"press","pad":1,"button":"Next"})", "'button' must be next, recall, no_show or done"},
      {R"({"op":"press","pad":2,"button":"next"})", "there is no unit 2 on this line"},
      {R"({"op":"press","pad":21,"button":"next"})", "unit 21 is a board, not a pad"},
      {R"({"op":"press","pad":"1","button":"next"})", "'pad' must be a whole number from 1 to 247"},
      {R"({"op":"press","pad":1,"button":"next","ms":0})", "'ms' must be a whole number from 1 to 600000"},
      {R"({"op":"press","pad":1,"button":"next","ms":1.5})", "'ms' must be a whole number from 1 to 600000"},
      {R"({"op":"press","pad":1,"button":"next","time":5})", "unknown key 'time'"},
      {R"({"op":"hold","pad":1,"button":"next","down":1})", "'down' must be true or false"},
      {R"({"op":"power","on":false})", "'unit' is missing"},
      {R"({"op":"power","unit":21,"on":"no"})", "'on' must be true or false"},
      {R"({"op":"restart","unit":300})", "'unit' must be a whole number from 1 to 247"},
      {R"({"op":"faults","lost":1.1})", "'lost' must be a chance from 0 to 1"},
      {R"({"op":"faults","lost":0.5,"units":21})", "'units' must be a list of addresses"},
      {R"({"op":"faults","lost":0.5,"units":[21,99]})", "there is no unit 99 on this line"},
      {R"({"op":"faults","lots":0.5})", "unknown key 'lots'"},
      {R"({"op":"show","unit":1})", "unknown key 'unit'"},
  };
  const std::string before = json::serialize(order(R"({"op":"show"})"));
  for (const auto& [asked, error] : table) {
    const json::object answer = order(asked);
    CHECK_FALSE(answer.at("ok").as_bool());
    STRCMP_EQUAL_TEXT(error, answer.at("error").as_string().c_str(), asked);
  }
  STRCMP_EQUAL(before.c_str(), json::serialize(order(R"({"op":"show"})")).c_str());
  LONGS_EQUAL(0, line->faults().settings().lost);
}

TEST(Operations, PressHoldAndShowWhatTheFirmwareHolds) {
  CHECK(order(R"({"op":"press","pad":1,"button":"no_show","ms":60,"bounces":4})").at("ok").as_bool());
  CHECK(order(R"({"op":"hold","pad":1,"button":"done"})").at("ok").as_bool());
  advance(200'000);
  json::object shown = order(R"({"op":"show"})");
  json::object buttons = shown.at("pads").as_array().at(0).as_object().at("buttons").as_object();
  LONGS_EQUAL(1, buttons.at("no_show").at("count").to_number<int>());
  LONGS_EQUAL(1, buttons.at("done").at("count").to_number<int>());
  CHECK(buttons.at("done").at("down").as_bool());
  // What a person sees: a pad to which nothing was written shows dashes.
  CHECK(shown.at("pads").as_array().at(0).at("segments") == json::value({SEGMENTS_DASH, SEGMENTS_DASH}));
  CHECK(order(R"({"op":"hold","pad":1,"button":"done","down":false})").at("ok").as_bool());
  advance(200'000);
  shown = order(R"({"op":"show"})");
  buttons = shown.at("pads").as_array().at(0).as_object().at("buttons").as_object();
  CHECK_FALSE(buttons.at("done").at("down").as_bool());
}

TEST(Operations, PowerAndRestartGiveANewBootId) {
  const auto boot_id = [&] {
    const json::object shown = order(R"({"op":"show"})");
    return shown.at("boards").as_array().at(0).as_object().at("boot_id").to_number<int>();
  };
  const int first = boot_id();
  CHECK(order(R"({"op":"power","unit":21,"on":false})").at("ok").as_bool());
  const json::object dead = order(R"({"op":"show"})");
  CHECK_FALSE(dead.at("boards").as_array().at(0).as_object().at("powered").as_bool());
  STRCMP_EQUAL("    ", dead.at("boards").as_array().at(0).as_object().at("text").as_string().c_str());
  CHECK(order(R"({"op":"power","unit":21})").at("ok").as_bool());
  LONGS_EQUAL(first + 1, boot_id());
  CHECK(order(R"({"op":"restart","unit":21})").at("ok").as_bool());
  LONGS_EQUAL(first + 2, boot_id());
}

TEST(Operations, AnswerTheHostOverThePseudoTerminal) {
  const int host = open_line();
  CHECK(host >= 0);
  const Bytes request = frame("15 03 00 11 00 01");
  LONGS_EQUAL(request.size(), ::write(host, request.data(), request.size()));
  CHECK(host_can_read(host));
  Bytes reply(64);
  reply.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(host, reply.data(), reply.size()))));
  STRCMP_EQUAL("15 03 02 00 04", content_of(reply).c_str());
  LONGS_EQUAL(8, order(R"({"op":"stats","clear":true})").at("host_bytes").to_number<int>());
  LONGS_EQUAL(0, order(R"({"op":"stats"})").at("host_bytes").to_number<int>());
  ::close(host);
}

TEST(Operations, UnplugHangsUpAndReplugComesBackUnderTheSameLink) {
  const int host = open_line();
  CHECK(order(R"({"op":"unplug"})").at("ok").as_bool());
  CHECK_FALSE(std::filesystem::exists(std::filesystem::symlink_status(folder / "line")));
  char byte = 0;
  // end of file or EIO: this is what a host gets when an adapter is pulled out
  CHECK(::read(host, &byte, 1) <= 0);
  CHECK(::write(host, &byte, 1) < 0);
  ::close(host);
  CHECK(order(R"({"op":"show"})").at("line").is_null());
  CHECK(order(R"({"op":"unplug"})").at("ok").as_bool());

  CHECK(order(R"({"op":"replug"})").at("ok").as_bool());
  const int again = open_line();
  CHECK(again >= 0);
  const Bytes request = frame("15 03 00 11 00 01");
  LONGS_EQUAL(request.size(), ::write(again, request.data(), request.size()));
  CHECK(host_can_read(again));
  ::close(again);
}
