// Pads: what a press does, and what it must never do.
#include <string>

#include "office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

TEST_GROUP(Pads) {
  Office office{};
  void setup() override {
    office.open({1});
    for (int i = 0; i < 4; ++i) {
      office.walk_in();
    }
  }
  std::vector<Event> press(PadButton button) { return office.act(office.pad, Press{1, button}); }
  std::string refused(PadButton button) { return office.answer(office.pad, Press{1, button}); }
};

TEST(Pads, NextFinishesTheOneBeingServedAndCallsTheNext) {
  STRCMP_EQUAL("called", names(press(PadButton::next)).c_str());
  office.later(Minutes{5});
  STRCMP_EQUAL("finished called", names(press(PadButton::next)).c_str());
  CHECK(office.ticket("A001").state == TicketState::waiting);  // at the photo's counter
  CHECK(office.ticket("A002").state == TicketState::called);
}

TEST(Pads, APressIsForWhoeverIsLoggedInAtTheCounter) {
  STRCMP_EQUAL("", press(PadButton::next).at(0).by.officer.c_str());
  office.later(Minutes{5});
  office.act(Login{1, "sari"});
  for (const Event& event : press(PadButton::next)) {
    STRCMP_EQUAL("sari", event.by.officer.c_str());
    CHECK(event.by.kind == ActorKind::pad);
  }
  office.later(Minutes{5});
  STRCMP_EQUAL("sari", press(PadButton::done).at(0).by.officer.c_str());
  office.act(Logout{1});
  STRCMP_EQUAL("", press(PadButton::next).at(0).by.officer.c_str());
}

TEST(Pads, ASecondPressWithinTheGuardIsVisiblyRefused) {
  press(PadButton::next);
  office.later(Milliseconds{1499});
  for (const auto button : {PadButton::next, PadButton::done, PadButton::no_show, PadButton::recall}) {
    STRCMP_EQUAL("pressed_twice", refused(button).c_str());
  }
  office.later(Milliseconds{1});
  STRCMP_EQUAL("ok", refused(PadButton::next).c_str());
}

TEST(Pads, TheGuardIsForPressesOnlyAndForThisCounterOnly) {
  office.act(OpenCounter{2});
  press(PadButton::next);
  STRCMP_EQUAL("ok", office.answer(office.pad, Press{2, PadButton::next}).c_str());
  STRCMP_EQUAL("ok", office.answer(FinishAndNext{1}).c_str());
  Office other;
  other.open({1});
  other.walk_in();
  other.walk_in();
  other.call(1);  // by the console
  STRCMP_EQUAL("ok", other.answer(other.pad, Press{1, PadButton::next}).c_str());
}

TEST(Pads, TheGuardHoldsWhenTheClockGoesBack) {
  press(PadButton::next);
  office.now -= Minutes{30};
  STRCMP_EQUAL("pressed_twice", refused(PadButton::next).c_str());
}

TEST(Pads, RecallNoShowAndDone) {
  press(PadButton::next);
  office.later(Minutes{1});
  STRCMP_EQUAL("recalled", names(press(PadButton::recall)).c_str());
  STRCMP_EQUAL("pressed_twice", refused(PadButton::recall).c_str());
  office.later(Minutes{1});
  STRCMP_EQUAL("missed", names(press(PadButton::no_show)).c_str());
  STRCMP_EQUAL("counter_empty", refused(PadButton::done).c_str());
  press(PadButton::next);
  office.later(Minutes{1});
  STRCMP_EQUAL("finished", names(press(PadButton::done)).c_str());
}

TEST(Pads, TheFirstPressOfTheDayOpensTheCounter) {
  STRCMP_EQUAL("counter_opened called", names(office.act(office.pad, Press{2, PadButton::next})).c_str());
  Office empty;
  empty.open({});
  STRCMP_EQUAL("counter_opened", names(empty.act(empty.pad, Press{1, PadButton::next})).c_str());
  STRCMP_EQUAL("nobody_waiting", empty.answer(empty.pad, Press{1, PadButton::next}).c_str());
  STRCMP_EQUAL("counter_closed", empty.answer(empty.pad, Press{2, PadButton::done}).c_str());
}

TEST(Pads, APausedCounterStaysPaused) {
  office.act(PauseCounter{1, "prayer"});
  STRCMP_EQUAL("counter_paused", refused(PadButton::next).c_str());
}

TEST(Pads, MayNeedALoginWhenSettingsSaySo) {
  auto settings = passport_office();
  settings.calls.pads_without_login = false;
  Office strict(settings);
  strict.open({1});
  strict.walk_in();
  STRCMP_EQUAL("pad_needs_login", strict.answer(strict.pad, Press{1, PadButton::next}).c_str());
  strict.act(Login{1, "sari"});
  STRCMP_EQUAL("ok", strict.answer(strict.pad, Press{1, PadButton::next}).c_str());
}

TEST(Pads, AnUnknownCounterOrAClosedDayIsSaid) {
  STRCMP_EQUAL("unknown_counter", office.answer(office.pad, Press{9, PadButton::next}).c_str());
  STRCMP_EQUAL("unknown_counter", office.answer(CallNext{9}).c_str());
  office.act(office.supervisor, CloseDay{});
  STRCMP_EQUAL("day_not_open", refused(PadButton::next).c_str());
  STRCMP_EQUAL("day_not_open", office.answer(CallNext{1}).c_str());
}
