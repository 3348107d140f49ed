// What people say of the service: once, after it, and for its own day.
#include "office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

namespace {

const Actor portal{ActorKind::system, "portal"};

/// D001 was served at counter 4, D002 waits.
Office one_served() {
  Office office(passport_office(), "10:30");
  office.open({4});
  office.walk_in("", "ambil");
  office.walk_in("", "ambil");
  office.call(4);
  office.act(Finish{4});
  return office;
}
std::string page(const Office& office, const char* number) { return office.ticket(number).page_key; }

}  // namespace

TEST_GROUP(Feedback){};

TEST(Feedback, IsTakenOnceAndTheFirstCounts) {
  Office office = one_served();
  const auto events = office.act(portal, GiveFeedback{page(office, "D001"), Feedback::poor});
  STRCMP_EQUAL("feedback_given", names(events).c_str());
  const auto& given = std::get<FeedbackGiven>(events[0].body);
  STRCMP_EQUAL("D001", given.number.c_str());
  UNSIGNED_LONGS_EQUAL(office.state.opening, given.opening);
  CHECK(office.ticket("D001").feedback == Feedback::poor);
  // Delivered again, and another answer: both are done, and neither is an event.
  CHECK(office.act(portal, GiveFeedback{page(office, "D001"), Feedback::poor}).empty());
  CHECK(office.act(portal, GiveFeedback{page(office, "D001"), Feedback::very_good}).empty());
  CHECK(office.ticket("D001").feedback == Feedback::poor);
}

TEST(Feedback, IsRefusedBeforeTheServiceAndForUnknownPages) {
  Office office = one_served();
  STRCMP_EQUAL("ticket_waiting", office.answer(portal, GiveFeedback{page(office, "D002")}).c_str());
  office.call(4);
  STRCMP_EQUAL("ticket_at_counter", office.answer(portal, GiveFeedback{page(office, "D002")}).c_str());
  office.act(NoShow{4});
  STRCMP_EQUAL("ticket_missed", office.answer(portal, GiveFeedback{page(office, "D002")}).c_str());
  office.act(CancelTicket{"D002", "gone"});
  STRCMP_EQUAL("ticket_over", office.answer(portal, GiveFeedback{page(office, "D002")}).c_str());
  STRCMP_EQUAL("unknown_number", office.answer(portal, GiveFeedback{"nobody's"}).c_str());
  // Tickets of an earlier release have no page.
  office.state.tickets[0].page_key.clear();
  STRCMP_EQUAL("unknown_number", office.answer(portal, GiveFeedback{""}).c_str());
}

TEST(Feedback, ComesLateForADayThatWasClosed) {
  Office office = one_served();
  const auto key = page(office, "D001");
  const auto opening = office.state.opening;
  office.act(office.supervisor, CloseDay{});
  office.later(std::chrono::hours{24});
  office.open({});
  const auto events = office.act(portal, GiveFeedback{key, Feedback::bad});
  LONGS_EQUAL(1, events.size());
  UNSIGNED_LONGS_EQUAL(opening, std::get<FeedbackGiven>(events[0].body).opening);
  CHECK(office.act(portal, GiveFeedback{key, Feedback::bad}).empty());
  // The day that is opened again knows it.
  office.act(office.supervisor, Rollover{monday(), "it was Monday after all"});
  CHECK(office.ticket("D001").feedback == Feedback::bad);
  CHECK(office.act(portal, GiveFeedback{key, Feedback::good}).empty());
}

TEST(Feedback, BetweenTheClosingAndTheOpeningAgainIsKept) {
  Office office = one_served();
  const auto key = page(office, "D001");
  office.act(office.supervisor, CloseDay{});
  LONGS_EQUAL(1, office.act(portal, GiveFeedback{key, Feedback::good}).size());
  office.act(office.supervisor, OpenDay{monday()});
  CHECK(office.ticket("D001").feedback == Feedback::good);
  // Who was served only after that says so as anybody.
  office.call(4);
  office.act(Finish{4});
  LONGS_EQUAL(1, office.act(portal, GiveFeedback{page(office, "D002"), Feedback::good}).size());
}

TEST(Feedback, AReplayThatBeginsLaterGivesTheSameState) {
  Office office = one_served();
  const auto key = page(office, "D001");
  office.act(office.supervisor, CloseDay{});
  office.later(std::chrono::hours{24});
  office.open({});
  const std::size_t second_day = office.log.size() - 1;
  office.act(portal, GiveFeedback{key, Feedback::bad});
  State again(office.plan);
  for (std::size_t i = second_day; i < office.log.size(); ++i) {
    apply(again, office.plan, office.log[i]);
  }
  CHECK(again == office.state);
}

TEST(Feedback, AnEventThatDoesNotFitIsStopped) {
  Office office = one_served();
  const auto event = [&](TicketId ticket) {
    return Event{office.state.seq + 1, office.now, portal,
                 FeedbackGiven{office.state.opening, ticket, "D001", Feedback::good}};
  };
  CHECK_THROWS(ReplayError, apply(office.state, office.plan, event(2)));
  CHECK_THROWS(ReplayError, apply(office.state, office.plan, event(99)));
  office.take(event(1));
  CHECK_THROWS(ReplayError, apply(office.state, office.plan, event(1)));
}
