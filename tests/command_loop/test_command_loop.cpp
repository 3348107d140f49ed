#include "small_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;

TEST_GROUP(CommandLoopTests){};

TEST(CommandLoopTests, NothingIsAnsweredOrShownBeforeItIsDurable) {
  RunningLoop office;
  office.open_day();
  const auto shown = office.shown.size();
  office.event_log.hold = true;
  office.walk_in();
  LONGS_EQUAL(0, office.answers.size());
  LONGS_EQUAL(shown, office.shown.size());
  office.event_log.go_on();
  office.settle();
  LONGS_EQUAL(1, office.answers.size());
  CHECK_TRUE(office.answers[0].done());
  LONGS_EQUAL(shown + 1, office.shown.size());
  LONGS_EQUAL(1, office.shown.back()->tickets.size());
  LONGS_EQUAL(office.event_log.last_seq, office.shown.back()->journal_seq);
}

TEST(CommandLoopTests, WhatGathersDuringACommitGoesIntoTheNextOneTogetherAndInOrder) {
  RunningLoop office;
  office.open_day();
  office.event_log.hold = true;
  const auto before = office.event_log.appends;
  for (int i = 0; i < 10; ++i) {
    office.walk_in();
  }
  office.event_log.go_on();
  office.settle();
  LONGS_EQUAL(10, office.answers.size());
  LONGS_EQUAL(before + 2, office.event_log.appends);
  const auto& tickets = office.shown.back()->tickets;
  LONGS_EQUAL(10, tickets.size());
  STRCMP_EQUAL("A001", tickets.front().number.c_str());
  STRCMP_EQUAL("A010", tickets.back().number.c_str());
}

TEST(CommandLoopTests, ARefusalChangesNothingAndCommitsNothing) {
  RunningLoop office;
  office.open_day();
  const auto appends = office.event_log.appends;
  office.ask({.by = {}, .action = queue::CallNext{.counter = 77}});
  CHECK_TRUE(office.answers.at(0).refusal.has_value());
  LONGS_EQUAL(appends, office.event_log.appends);
}

TEST(CommandLoopTests, AFailedCommitIsToldToAllWhoAskedAndLeavesNoTrace) {
  RunningLoop office;
  office.open_day();
  office.walk_in();
  office.answers.clear();
  office.event_log.failure = journal::Failure{.why = journal::Why::disk_full, .text = "no room on the disk"};
  office.walk_in();
  office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  LONGS_EQUAL(2, office.answers.size());
  CHECK_TRUE(office.answers[0].failure.has_value());
  CHECK_TRUE(office.answers[1].failure.has_value());
  LONGS_EQUAL(1, office.shown.back()->tickets.size());
  STRCMP_EQUAL("", number_at(*office.shown.back(), 1).c_str());
  CHECK_TRUE(alarm(*office.shown.back(), "journal") != nullptr);

  office.event_log.failure.reset();
  office.answers.clear();
  office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  CHECK_TRUE(office.answers.at(0).done());
  STRCMP_EQUAL("A001", number_at(*office.shown.back(), 1).c_str());
  CHECK_TRUE(alarm(*office.shown.back(), "journal") == nullptr);
  // The number that was not given is given to the next person, because nobody was told it.
  office.walk_in();
  STRCMP_EQUAL("A002", office.shown.back()->tickets.back().number.c_str());
}

TEST(CommandLoopTests, TheAlarmSaysSinceWhenTheJournalCannotBeWritten) {
  RunningLoop office;
  office.open_day();
  office.now = at(9, 20);
  office.event_log.failure = journal::Failure{.why = journal::Why::disk_full, .text = "no room on the disk"};
  office.walk_in();
  office.now = at(9, 25);
  office.walk_in();
  CHECK_TRUE(alarm(*office.shown.back(), "journal")->since == at(9, 20));
  office.event_log.failure.reset();
  office.walk_in();
  office.now = at(9, 40);
  office.event_log.failure = journal::Failure{.why = journal::Why::disk_full, .text = "no room on the disk"};
  office.walk_in();
  CHECK_TRUE(alarm(*office.shown.back(), "journal")->since == at(9, 40));
}

TEST(CommandLoopTests, TheJournalsEndIsTheLoopsEnd) {
  RunningLoop office;
  office.open_day();
  office.event_log.failure = journal::Failure{.why = journal::Why::moved_on, .text = "the file holds more"};
  office.walk_in();
  CHECK_TRUE(static_cast<bool>(office.ended));
  LONGS_EQUAL(0, office.answers.size());
}

TEST(CommandLoopTests, AStartOnWhatWasDurableShowsTheSame) {
  RunningLoop office;
  office.open_day();
  for (int i = 0; i < 5; ++i) {
    office.walk_in();
  }
  office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  office.ask({.by = {}, .action = queue::CallNext{.counter = 2}});
  office.ask({.by = {}, .action = queue::Recall{.counter = 1}});
  RunningLoop again(&office.event_log);
  // Waits are estimated again at every start; everything else is a function of the journal.
  const auto without_waits = [](Snapshot snapshot) {
    snapshot.version = 0;
    for (ServiceView& service : snapshot.services) {
      service.wait.reset();
      service.slots.clear();
    }
    for (TicketView& ticket : snapshot.tickets) {
      ticket.wait.reset();
    }
    return snapshot;
  };
  CHECK_TRUE(without_waits(*office.shown.back()) == without_waits(*again.shown.back()));
}

TEST(CommandLoopTests, AnUnchangedSnapshotIsNotShownAgain) {
  RunningLoop office;
  office.open_day();
  const auto shown = office.shown.size();
  for (int i = 0; i < 5; ++i) {
    office.ask({.by = {}, .action = queue::Tick{}});
  }
  LONGS_EQUAL(shown, office.shown.size());
}

TEST(CommandLoopTests, WhoWasJustGivenANumberIsToldTheWaitWithinASecondOrSo) {
  RunningLoop office;
  office.open_day();
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.now += std::chrono::seconds(1);
  const queue::Command tick{.by = {.kind = queue::ActorKind::system, .name = "clock"}, .action = queue::Tick{}};
  office.ask(tick);
  LONGS_EQUAL(3, office.shown.back()->tickets.size());
  for (const TicketView& ticket : office.shown.back()->tickets) {
    CHECK_TRUE(ticket.wait.has_value());
  }
  CHECK_TRUE(office.shown.back()->services.at(0).wait.has_value());
}

TEST(CommandLoopTests, AWaitThatNobodyCanSayIsNotSaid) {
  RunningLoop office;
  office.ask({.by = {}, .action = queue::OpenDay{.day = today}});  // no counter is open
  office.walk_in();
  office.now += std::chrono::seconds(6);
  office.ask({.by = {.kind = queue::ActorKind::system, .name = "clock"}, .action = queue::Tick{}});
  CHECK_FALSE(office.shown.back()->tickets.at(0).wait.has_value());
  CHECK_FALSE(office.shown.back()->services.at(0).wait.has_value());
}

TEST(CommandLoopTests, WhoIsLoggedInWhereIsToldFromWhatIsDurable) {
  RunningLoop office(nullptr, [](queue::PlanSettings& plan) { plan.officers = {{"sari", "Sari", {}}}; });
  office.open_day();
  office.event_log.hold = true;
  office.ask({.by = {.kind = queue::ActorKind::officer, .name = "sari"}, .action = queue::Login{2, "sari"}});
  LONGS_EQUAL(0, office.loop.officers().size());
  office.event_log.go_on();
  office.settle();
  LONGS_EQUAL(1, office.loop.officers().size());
  LONGS_EQUAL(2, office.loop.officers().at(0).first);
}

TEST(CommandLoopTests, ANumberIsShownBeforeItsWaitIsWorkedOut) {
  RunningLoop office;
  office.open_day();
  office.walk_in();
  office.now += std::chrono::seconds(6);
  const auto shown = office.shown.size();
  office.walk_in();
  LONGS_EQUAL(shown + 2, office.shown.size());
  const auto wait_of_second = [](const Snapshot& snapshot) { return snapshot.tickets.at(1).wait.has_value(); };
  CHECK_FALSE(wait_of_second(*office.shown[shown]));
  CHECK_TRUE(wait_of_second(*office.shown[shown + 1]));
}

TEST(CommandLoopTests, TheJournalGetsItsMaintenanceWhenNobodyWaits) {
  RunningLoop office;
  office.open_day();
  const auto before = office.event_log.upkeeps;
  office.event_log.hold = true;
  for (int i = 0; i < 10; ++i) {
    office.walk_in();
  }
  LONGS_EQUAL(before, office.event_log.upkeeps);
  office.event_log.go_on();
  office.settle();
  LONGS_EQUAL(before + 1, office.event_log.upkeeps);
  office.ask({.by = {}, .action = queue::CallNext{.counter = 77}});
  LONGS_EQUAL(before + 1, office.event_log.upkeeps);
}

namespace {

queue::Plan renamed_stage() {
  return plan([](queue::PlanSettings& settings) {
    settings.services[0].stages[0].key = "layanan";
    for (auto& counter : settings.counters) {
      counter.serves[0].pool = "paspor/layanan";
    }
  });
}

/// The result of adopt(); nothing while it has not completed.
std::optional<std::optional<std::string>> adopt(RunningLoop& office, queue::Plan next,
                                                std::function<void()> together = {}) {
  auto said = std::make_shared<std::optional<std::optional<std::string>>>();
  asio::co_spawn(office.io, office.loop.adopt(std::move(next), std::move(together)),
                 [said](std::exception_ptr, std::optional<std::string> failure) { *said = std::move(failure); });
  office.settle();
  return *said;
}

}  // namespace

TEST(CommandLoopTests, APlanIsTakenUpBetweenTwoDecisionsAndWhomItLeavesBehindIsSaidAtOnce) {
  RunningLoop office;
  office.open_day();
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  int together = 0;
  const auto said = adopt(office, renamed_stage(), [&] { ++together; });
  CHECK(said.has_value() && !said->has_value());
  LONGS_EQUAL(1, together);
  STRCMP_EQUAL("layanan", office.loop.plan().settings().services[0].stages[0].key.c_str());
  const AlarmView* told = alarm(*office.shown.back(), "settings");
  CHECK(told != nullptr);
  STRCMP_CONTAINS("2 numbers wait in paspor/loket, which no counter serves: A002, A003.", told->text_en.c_str());
  STRCMP_EQUAL("A001", number_at(*office.shown.back(), 1).c_str());
  const queue::Actor rina{.kind = queue::ActorKind::supervisor, .name = "rina"};
  office.ask({.by = rina, .action = queue::PutInLine{"paspor", "loket", "", "", "renamed"}});
  office.ask({.by = {}, .action = queue::CallNext{.counter = 2}});
  STRCMP_EQUAL("A002", number_at(*office.shown.back(), 2).c_str());
  // A start with the same settings gives the same result.
  RunningLoop again(&office.event_log, [](queue::PlanSettings& settings) {
    settings.services[0].stages[0].key = "layanan";
    for (auto& counter : settings.counters) {
      counter.serves[0].pool = "paspor/layanan";
    }
  });
  CHECK(again.shown.back()->tickets.size() == office.shown.back()->tickets.size());
  CHECK(again.shown.back()->counters == office.shown.back()->counters);
}

TEST(CommandLoopTests, APlanWaitsForTheCommitUnderWayAndDecidesWhatComesAfter) {
  RunningLoop office;
  office.open_day();
  office.event_log.hold = true;
  office.walk_in();
  const auto without_counter_2 = plan([](queue::PlanSettings& settings) { settings.counters.pop_back(); });
  int together = 0;
  CHECK_FALSE(adopt(office, without_counter_2, [&] { ++together; }).has_value());
  office.ask({.by = {}, .action = queue::CallNext{.counter = 2}});
  LONGS_EQUAL(0, together);
  LONGS_EQUAL(2, office.loop.plan().settings().counters.size());
  office.event_log.go_on();
  office.settle();
  LONGS_EQUAL(1, together);
  LONGS_EQUAL(2, office.answers.size());
  CHECK(office.answers[0].done());
  CHECK(office.answers[1].refusal->reason == queue::Reason::unknown_counter);
  LONGS_EQUAL(1, office.shown.back()->counters.size());
}

TEST(CommandLoopTests, APlanIsNotTakenUpWhileTheJournalCannotBeRead) {
  RunningLoop office;
  office.open_day();
  office.walk_in();
  office.event_log.failure = journal::Failure{.why = journal::Why::io, .text = "the disk does not answer"};
  int together = 0;
  const auto said = adopt(office, renamed_stage(), [&] { ++together; });
  CHECK(said.has_value());
  STRCMP_EQUAL("the disk does not answer", said->value_or("").c_str());
  LONGS_EQUAL(0, together);
  STRCMP_EQUAL("loket", office.loop.plan().settings().services[0].stages[0].key.c_str());
  office.event_log.failure.reset();
  office.answers.clear();
  office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  CHECK(office.answers.at(0).done());
}

TEST(CommandLoopTests, ANumberThatIsAskedForAfterTheDayIsOverIsOfTheNewDay) {
  RunningLoop office;
  office.open_day();
  // The date is another one, and no tick has said so yet.
  office.now += std::chrono::hours{24};
  office.walk_in();
  CHECK_TRUE(office.shown.back()->day == today.plus(1));
  LONGS_EQUAL(1, office.shown.back()->tickets.size());
  // The tick then finds nothing to end.
  office.ask({.by = {.kind = queue::ActorKind::system, .name = "clock"}, .action = queue::Tick{}});
  LONGS_EQUAL(1, office.shown.back()->tickets.size());
  LONGS_EQUAL(0, office.event_log.count("accounted"));
}

TEST(CommandLoopTests, EveryTicketGetsItsOwnKeyAndKeepsItOverAReplay) {
  RunningLoop office;
  int made = 0;
  office.loop.make_page_keys([&made] { return "key " + std::to_string(++made); });
  office.open_day();
  office.walk_in();
  office.walk_in();
  office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  LONGS_EQUAL(2, made);  // only a new ticket gets one
  RunningLoop again(&office.event_log);
  for (const RunningLoop* one : {&office, &again}) {
    const auto& tickets = one->loop.durable().tickets;
    LONGS_EQUAL(2, tickets.size());
    STRCMP_EQUAL("key 1", tickets[0].page_key.c_str());
    STRCMP_EQUAL("key 2", tickets[1].page_key.c_str());
  }
}

TEST(CommandLoopTests, ATicketThatCouldNotBeStoredLeavesNoKey) {
  RunningLoop office;
  office.loop.make_page_keys([] { return std::string("key"); });
  office.open_day();
  office.event_log.failure = journal::Failure{.why = journal::Why::disk_full, .text = "no room on the disk"};
  office.walk_in();
  LONGS_EQUAL(0, office.loop.durable().tickets.size());
}

TEST(CommandLoopTests, WhereAPhoneFindsTheDayIsShownAndForgottenWithTheNextTick) {
  RunningLoop office;
  std::string address;
  office.loop.on_phones([&address] { return address; });
  office.open_day();
  STRCMP_EQUAL("", office.shown.back()->on_phones.c_str());
  for (const char* now : {"https://antrean.example/n/AD", ""}) {
    address = now;
    const auto before = office.shown.size();
    office.ask({.by = {}, .action = queue::Tick{}});
    LONGS_EQUAL(before + 1, office.shown.size());
    STRCMP_EQUAL(now, office.shown.back()->on_phones.c_str());
    office.ask({.by = {}, .action = queue::Tick{}});
    LONGS_EQUAL(before + 1, office.shown.size());
  }
}
