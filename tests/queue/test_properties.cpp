// Random days. After every event: an independent checker's books, and at the end the same state from the journal alone.
#include <string>

#include "checker.hpp"
#include "queue/call_order.hpp"
#include "queue/snapshot.hpp"
#include "queue/why.hpp"
#include "random_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

namespace {

constexpr std::uint64_t days = 60;
constexpr int commands = 2'500;

State replayed(const Plan& plan, const std::vector<Event>& log, std::size_t from) {
  State state(plan);
  for (std::size_t i = from; i < log.size(); ++i) apply(state, plan, log[i]);
  return state;
}

/// Every waiting ticket is in exactly one lane, and no lane has anybody else.
bool lines_hold_who_waits(const State& state) {
  std::size_t waiting = 0, standing = 0, held = 0;
  for (const auto& ticket : state.tickets) {
    waiting += ticket.state == TicketState::waiting ? 1 : 0;
    const bool timed = ticket.state == TicketState::held || ticket.state == TicketState::parked;
    held += timed && ticket.until != UtcTime{} ? 1 : 0;
  }
  for (const auto& pool : state.lines.pools()) {
    for (const auto& lane : pool.lanes) {
      if (lane.by_place.size() != lane.by_entry.size()) return false;
      standing += lane.by_place.size();
    }
  }
  return waiting == standing && held == state.lines.held().size();
}

}  // namespace

TEST_GROUP(Properties){};

TEST(Properties, RandomDaysKeepEveryPromiseAndReplayToTheSameState) {
  std::size_t events_seen = 0;
  std::size_t most_passed = 0;
  std::set<std::string_view> kinds;
  for (std::uint64_t seed = 1; seed <= days; ++seed) {
    RandomOffice random(seed);
    Office& office = random.office;
    Checker checker(office.plan.settings().policy.max_passed);
    const auto where = [&] { return "seed " + std::to_string(seed) + ": "; };
    const auto take = [&](const std::vector<Event>& events) {
      for (const auto& event : events) {
        const auto wrong = checker.see(event);
        CHECK_TEXT(wrong.empty(), (where() + wrong).c_str());
        office.take(event);
        kinds.insert(name_of(event));
      }
    };
    take(std::get<std::vector<Event>>(office.ask(office.clock, OpenDay{monday()})));
    for (int i = 0; i < commands; ++i) {
      take(random.step());
      if (i % 100 == 0) CHECK_TEXT(lines_hold_who_waits(office.state), where().c_str());
    }
    if (office.state.day_state == DayState::open) {
      take(std::get<std::vector<Event>>(office.ask(office.supervisor, CloseDay{})));
    }
    LONGS_EQUAL(0, checker.live());
    CHECK_TEXT(replayed(office.plan, office.log, 0) == office.state, where().c_str());
    std::size_t latest = 0;
    for (std::size_t i = 0; i < office.log.size(); ++i) {
      if (std::holds_alternative<DayOpened>(office.log[i].body)) latest = i;
    }
    CHECK_TEXT(replayed(office.plan, office.log, latest) == office.state, where().c_str());
    events_seen += office.log.size();
    most_passed = std::max(most_passed, checker.most_passed());
  }
  // The days were worth something: much happened, of every kind, and the bound was put to the test.
  CHECK(events_seen > 50'000);
  CHECK(most_passed > 5);
  for (const auto name : event_names) {
    if (name == "alarm_cleared") continue;  // nobody clears one in these days
    CHECK_TEXT(kinds.contains(name), std::string(name).c_str());
  }
}

TEST(Properties, ReplayUnderOtherSettingsIsTheSameForPeople) {
  // Settings that lost a counter, a class's weight, a stage and an order must not change what happened.
  for (std::uint64_t seed = 100; seed < 110; ++seed) {
    RandomOffice random(seed);
    Office& office = random.office;
    office.act(office.clock, OpenDay{monday()});
    for (int i = 0; i < commands; ++i) {
      for (const auto& event : random.step()) office.take(event);
    }
    auto changed = passport_office();
    changed.policy.order = OrderKey::arrival;
    changed.policy.max_passed = 1;
    changed.classes.pop_back();
    changed.classes[0].weight = 9;
    for (auto& service : changed.services) service.walk_in_class = "booked";
    changed.services[1].booked_class = "booked";
    changed.counters.erase(changed.counters.begin() + 1);
    const Plan other = plan_of(changed);
    const State again = replayed(other, office.log, 0);
    LONGS_EQUAL(office.state.tickets.size(), again.tickets.size());
    for (std::size_t i = 0; i < again.tickets.size(); ++i) {
      const Ticket &a = office.state.tickets[i], &b = again.tickets[i];
      CHECK(a.number == b.number && a.state == b.state && a.outcome == b.outcome && a.counter == b.counter);
      CHECK(office.state.pools[a.pool] == again.pools[b.pool]);
      CHECK(office.state.classes[a.klass] == again.classes[b.klass]);
      CHECK(office.state.stages[a.stage] == again.stages[b.stage]);
      CHECK(a.place == b.place && a.entry == b.entry);
      CHECK(why(again, other, b.number.text(), office.now).has_value());
    }
    LONGS_EQUAL(office.state.calls, again.calls);
    snapshot(again, other, office.now, nullptr);
    estimate(again, other, office.now, {.expected = {}, .past = {}, .runs = 3});
  }
}

TEST(Properties, TheCallOrderIsTotalAndIsWhatACounterThatServesAllWouldDo) {
  for (std::uint64_t seed = 200; seed < 220; ++seed) {
    RandomOffice random(seed);
    Office& office = random.office;
    office.act(office.clock, OpenDay{monday()});
    for (int i = 0; i < 400; ++i) {
      for (const auto& event : random.step()) office.take(event);
    }
    const auto running = office.state.clock.running_at(office.now);
    const auto order = call_order(office.state, office.plan, running);
    std::set<TicketId> seen;
    for (const auto& turn : order) CHECK(seen.insert(turn.ticket).second);
    std::size_t waiting = 0;
    for (const auto& ticket : office.state.tickets) waiting += ticket.state == TicketState::waiting ? 1 : 0;
    LONGS_EQUAL(waiting, order.size());
    // Each pool by itself says the same.
    for (PoolIndex pool = 0; pool < office.state.pools.size(); ++pool) {
      std::vector<TicketId> together, alone;
      for (const auto& turn : order) {
        if (turn.pool == pool) together.push_back(turn.ticket);
      }
      for (const auto& turn : call_order(office.state, office.plan, running, pool)) alone.push_back(turn.ticket);
      CHECK(together == alone);
    }
  }
}

TEST_GROUP(Replay){};

TEST(Replay, AJournalThatWasEditedDoesNotApplyAndChangesNothing) {
  Office office;
  office.open({1});
  office.walk_in();
  office.walk_in();
  office.call(1);
  const auto refused = [&](EventBody body, std::uint64_t skip = 0) {
    const State before = office.state;
    bool thrown = false;
    try {
      apply(office.state, office.plan, Event{before.seq + 1 + skip, office.now, office.clock, std::move(body)});
    } catch (const ReplayError& error) {
      thrown = true;
      STRCMP_CONTAINS("does not fit the state", error.what());
    }
    return thrown && before == office.state;
  };
  const Line line{"paspor/berkas", "walk_in", {}};
  CHECK(refused(CounterOpened{2}, 1));   // an event is missing
  CHECK(refused(Missed{9, "A009", 1}));  // no such ticket
  CHECK(refused(Missed{0, "A000", 1}));
  CHECK(refused(Missed{2, "A002", 1}));  // waits
  CHECK(refused(Missed{1, "A001", 2}));  // at another counter
  CHECK(refused(Finished{.ticket = 2, .number = "A002", .counter = 1}));
  CHECK(refused(Recalled{.ticket = 1, .number = "A001", .counter = 1, .call = 7}));
  CHECK(refused(Called{.ticket = 2, .number = "A002", .counter = 1, .call = 2}));  // the counter is taken
  CHECK(refused(Called{.ticket = 2, .number = "A002", .counter = 2, .call = 2}));  // closed
  CHECK(refused(HourCame{2, "A002"}));
  CHECK(refused(ParkingEnded{2, "A002"}));
  CHECK(refused(TicketIssued{.ticket = 9, .number = "A009", .line = line}));
  CHECK(refused(TicketIssued{.ticket = 3, .number = "A001", .line = line}));  // given before
  CHECK(refused(TicketIssued{.ticket = 3, .number = "x", .line = line}));
  CHECK(refused(TicketIssued{.ticket = 3, .number = "A003", .line = line, .booking = 77}));
  CHECK(refused(DayClosed{.day = monday()}));  // two tickets are not accounted for
  CHECK(refused(DayClosed{.day = monday().plus(1)}));
  CHECK(refused(Accounted{1, "A001", Outcome::served}));
  CHECK(refused(CounterClosed{1}));  // over its ticket
  CHECK(refused(ServedDirect{2, "A002", 1, "x"}));
  CHECK(refused(ServedDirect{2, "A002", 2, "x"}));
  CHECK(refused(Transferred{.ticket = 2, .number = "A002", .new_number = "A001", .line = line}));
  office.book(5, "08:00");
  CHECK(refused(Admitted{.booking = 5, .party = 1, .people = 1}));
  CHECK(refused(DayOpened{.day = monday(), .numbers = {{monday(), {{"ab", 3}}}}}));
  CHECK(refused(DayOpened{.day = monday(), .numbers = {{monday(), {{"a", 3}}}}}));
  CHECK(refused(DayOpened{.day = monday(), .numbers = {{monday(), {{"[", 3}}}}}));
  office.act(Park{1, "x", std::nullopt});
  CHECK(refused(ParkingEnded{1, "A001"}));  // it has no time
  office.act(office.supervisor, CloseDay{});
  CHECK(refused(TicketIssued{.ticket = 4, .number = "A004", .line = line}));
  State state(office.plan);
  state.seq = 5;
  CHECK_THROWS(ReplayError, apply(state, office.plan, Event{5, office.now, office.clock, DayOpened{}}));
}
