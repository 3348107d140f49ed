// What people said of the service in the portal's database: the first answer of a page, until it was taken.
#include <chrono>
#include <vector>

#include <spdlog/spdlog.h>

#include "scratch_bookings.hpp"
#include "store/bookings_db.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

TEST_GROUP(FeedbackBox) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> db = store.open();
  UtcTime now = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib);

  static std::string page(char letter) { return std::string(24, letter); }
  void say(char letter, Feedback feedback, const std::string& office = "AD") {
    db->keep_feedback({.office = office, .said = {.key = page(letter), .feedback = feedback}, .now = now});
    now += std::chrono::milliseconds{1};
  }
  std::string waiting(const std::string& office = "AD", std::size_t most = 10) {
    std::string text;
    for (const auto& one : db->feedback_for(office, most)) {
      text += one.key.substr(0, 1) + " " + std::string(word(one.feedback)) + ";";
    }
    return text;
  }
};

TEST(FeedbackBox, TheFirstAnswerOfAPageCounts) {
  CHECK_FALSE(db->has_feedback(page('a')));
  say('a', Feedback::poor);
  say('a', Feedback::very_good);
  say('b', Feedback::good);
  CHECK(db->has_feedback(page('a')));
  STRCMP_EQUAL("a poor;b good;", waiting().c_str());
  STRCMP_EQUAL("a poor;", waiting("AD", 1).c_str());
}

TEST(FeedbackBox, IsGivenUntilItsOfficeHasTakenItAlsoAfterARestart) {
  say('a', Feedback::bad);
  say('c', Feedback::good, "FB");
  STRCMP_EQUAL("a bad;", waiting().c_str());
  db.reset();
  db = store.open();
  STRCMP_EQUAL("a bad;", waiting().c_str());
  db->feedback_taken("FB", {page('a')});  // another office's
  STRCMP_EQUAL("a bad;", waiting().c_str());
  db->feedback_taken("AD", {page('a'), page('x')});
  STRCMP_EQUAL("", waiting().c_str());
  STRCMP_EQUAL("c good;", waiting("FB").c_str());
  // It was said, and is not said again.
  CHECK(db->has_feedback(page('a')));
  say('a', Feedback::good);
  STRCMP_EQUAL("", waiting().c_str());
}

TEST(FeedbackBox, WhatWasTakenIsForgottenAfterDaysAndWhatWasNotIsKeptLonger) {
  say('a', Feedback::bad);
  say('b', Feedback::good);
  db->feedback_taken("AD", {page('a')});
  now += std::chrono::days{4};
  say('c', Feedback::good);
  CHECK_FALSE(db->has_feedback(page('a')));
  STRCMP_EQUAL("b good;c good;", waiting().c_str());
  now += std::chrono::days{31};
  say('d', Feedback::good);
  STRCMP_EQUAL("d good;", waiting().c_str());
}
