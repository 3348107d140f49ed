// What of people's feedback the portal may forget, and what it has to give again.
#include <optional>
#include <string>

#include "../command_loop/small_office.hpp"
#include "service/portal_feedback.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;

TEST_GROUP(PortalFeedback) {
  RunningLoop office;
  int made = 0;

  void setup() override {
    office.loop.make_page_keys([this] { return "key " + std::to_string(++made); });
    office.open_day();
    office.walk_in();
    act(queue::CallNext{.counter = 1});
  }
  void act(queue::Action action) {
    office.answers.clear();
    office.ask({.by = {.kind = queue::ActorKind::supervisor, .name = "wati"}, .action = std::move(action)});
    CHECK_TRUE(office.answers.at(0).done());
  }
  /// Nothing: no answer yet.
  std::optional<bool> taken(const std::string& key) {
    std::optional<bool> answer;
    asio::co_spawn(office.io, take_feedback(office.loop, Zone::wib, {.key = key, .feedback = Feedback::poor}),
                   [&](const std::exception_ptr& error, bool is_taken) {
                     CHECK_TRUE(error == nullptr);
                     answer = is_taken;
                   });
    office.settle();
    return answer;
  }
  std::size_t counted() const { return office.event_log.count("feedback_given"); }
};

TEST(PortalFeedback, IsTakenOnceItIsDurable) {
  act(queue::Finish{.counter = 1});
  CHECK_TRUE(taken("key 1") == true);
  LONGS_EQUAL(1, counted());
  // The portal gives it again when it has not heard so.
  CHECK_TRUE(taken("key 1") == true);
  LONGS_EQUAL(1, counted());
}

TEST(PortalFeedback, AfterAnUndoneFinishItWaitsForTheNextFinish) {
  act(queue::Finish{.counter = 1});
  act(queue::UndoFinish{.counter = 1});
  CHECK_TRUE(taken("key 1") == false);
  LONGS_EQUAL(0, counted());
  act(queue::Finish{.counter = 1});
  CHECK_TRUE(taken("key 1") == true);
  LONGS_EQUAL(1, counted());
}

TEST(PortalFeedback, WhoeverWasMissedMayStillComeBack) {
  act(queue::NoShow{.counter = 1});
  CHECK_TRUE(taken("key 1") == false);
}

TEST(PortalFeedback, WhatCanNeverCountIsNotGivenAgain) {
  CHECK_TRUE(taken("nobody's") == true);
  act(queue::CancelTicket{.number = "A001", .reason = "pulang"});
  CHECK_TRUE(taken("key 1") == true);
  LONGS_EQUAL(0, counted());
}

TEST(PortalFeedback, WhatCannotBeWrittenIsGivenAgain) {
  act(queue::Finish{.counter = 1});
  office.event_log.failure = journal::Failure{.why = journal::Why::io, .text = "disk full"};
  CHECK_TRUE(taken("key 1") == false);
  LONGS_EQUAL(0, counted());
}
