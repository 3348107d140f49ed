// Random days. After every event an independent checker runs; at the end the journal alone must give the same
// state.
#include <map>
#include <string>

#include "checker.hpp"
#include "queue/call_order.hpp"
#include "queue/settings_fit.hpp"
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
  for (std::size_t i = from; i < log.size(); ++i) {
    apply(state, plan, log[i]);
  }
  return state;
}

/// Every waiting ticket is in exactly one class line, and no class line has any other ticket.
bool lines_hold_who_waits(const State& state) {
  std::size_t waiting = 0, standing = 0, held = 0;
  for (const auto& ticket : state.tickets) {
    waiting += ticket.state == TicketState::waiting ? 1 : 0;
    const bool timed = ticket.state == TicketState::held || ticket.state == TicketState::parked;
    held += timed && ticket.until != UtcTime{} ? 1 : 0;
  }
  for (const auto& pool : state.lines.pools()) {
    for (const auto& class_line : pool.class_lines) {
      if (class_line.by_position.size() != class_line.by_join.size()) {
        return false;
      }
      standing += class_line.by_position.size();
    }
  }
  return waiting == standing && held == state.lines.held().size();
}

}  // namespace

TEST_GROUP(Properties){};

TEST(Properties, RandomDaysKeepEveryPromiseAndReplayToTheSameState) {
  std::size_t events_seen = 0;
  std::size_t most_passed = 0;
  std::size_t from_other_pools = 0;
  std::set<std::string_view> kinds;
  for (std::uint64_t seed = 1; seed <= days; ++seed) {
    RandomOffice random(seed);
    Office& office = random.office;
    Checker checker(office.plan.settings());
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
      if (i % 100 == 0) {
        CHECK_TEXT(lines_hold_who_waits(office.state), where().c_str());
      }
    }
    if (office.state.day_state == DayState::open) {
      take(std::get<std::vector<Event>>(office.ask(office.supervisor, CloseDay{})));
    }
    LONGS_EQUAL(0, checker.live());
    CHECK_TEXT(replayed(office.plan, office.log, 0) == office.state, where().c_str());
    std::size_t latest = 0;
    for (std::size_t i = 0; i < office.log.size(); ++i) {
      if (std::holds_alternative<DayOpened>(office.log[i].body)) {
        latest = i;
      }
    }
    CHECK_TEXT(replayed(office.plan, office.log, latest) == office.state, where().c_str());
    events_seen += office.log.size();
    most_passed = std::max(most_passed, checker.most_passed());
    from_other_pools += checker.passed_from_other_pools();
  }
  // The days were good enough: much happened, of every kind, and the limit on passing over was tested.
  CHECK(events_seen > 50'000);
  CHECK(most_passed > 5);
  CHECK(from_other_pools > 100);
  for (const auto name : event_names) {
    if (name == "line_replaced") {
      continue;  // settings do not change in these days
    }
    if (name == "numbers_skipped") {
      continue;  // no journal is put back in these days
    }
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
      for (const auto& event : random.step()) {
        office.take(event);
      }
    }
    auto changed = passport_office();
    changed.policy.order = OrderKey::arrival;
    changed.policy.max_passed = 1;
    changed.classes.pop_back();
    changed.classes[0].weight = 9;
    for (auto& service : changed.services) {
      service.walk_in_class = "booked";
    }
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
      CHECK(a.position == b.position && a.joined == b.joined);
      CHECK(why(again, other, b.number.text(), office.now).has_value());
    }
    LONGS_EQUAL(office.state.calls, again.calls);
    snapshot(again, other, office.now, nullptr);
    estimate(again, other, office.now, {.expected = {}, .past = {}, .runs = 3});
  }
}

namespace {

/// Settings that a technician may have changed at noon, by seed.
PlanSettings changed_at_noon(PlanSettings settings, std::uint64_t seed) {
  const auto rename_line = [&](const std::string& from, const std::string& to) {
    for (auto& counter : settings.counters) {
      for (auto& rule : counter.serves) {
        rule.pool = rule.pool == from ? to : rule.pool;
      }
    }
    for (auto& officer : settings.officers) {
      std::replace(officer.pools.begin(), officer.pools.end(), from, to);
    }
  };
  if (seed % 2 == 0) {
    settings.services[0].stages[1].key = "biometrik";
    rename_line("paspor/foto", "paspor/biometrik");
  }
  if (seed % 3 == 0) {
    settings.services[0].stages[2].pool = settings.services[1].stages[0].pool = "belakang";
    rename_line("depan", "belakang");
  }
  if (seed % 3 != 1) {
    settings.counters.erase(settings.counters.begin() + static_cast<std::ptrdiff_t>(seed % 2));
  }
  if (seed % 5 == 0) {
    std::erase_if(settings.classes, [](const auto& klass) { return klass.key == "priority"; });
    for (auto& counter : settings.counters) {
      std::erase_if(counter.serves, [](const auto& rule) { return rule.class_key == "priority"; });
    }
  }
  if (seed % 7 == 0) {
    settings.officers.erase(settings.officers.begin());
  }
  return settings;
}

}  // namespace

TEST(Properties, SettingsThatChangeAtNoonLeaveNobodyBehind) {
  std::size_t stranded_people = 0, replaced = 0, handed_back = 0;
  for (std::uint64_t seed = 400; seed < 440; ++seed) {
    const auto where = "seed " + std::to_string(seed) + ": ";
    RandomOffice random(seed);
    Office& office = random.office;
    Checker checker(office.plan.settings());
    const auto take = [&](const std::vector<Event>& events) {
      for (const auto& event : events) {
        const auto wrong = checker.see(event);
        CHECK_TEXT(wrong.empty(), (where + wrong).c_str());
        office.take(event);
        replaced += std::holds_alternative<LineReplaced>(event.body) ? 1 : 0;
        handed_back += std::holds_alternative<HandedBack>(event.body) ? 1 : 0;
      }
    };
    take(std::get<std::vector<Event>>(office.ask(office.clock, OpenDay{monday()})));
    for (int i = 0; i < 400; ++i) {
      take(random.step());
    }
    if (office.state.day_state != DayState::open) {
      continue;
    }
    // The office starts again with the other settings.
    std::size_t opening = 0;
    for (std::size_t i = 0; i < office.log.size(); ++i) {
      if (std::holds_alternative<DayOpened>(office.log[i].body)) {
        opening = i;
      }
    }
    office.plan = plan_of(changed_at_noon(office.plan.settings(), seed));
    office.state = replayed(office.plan, office.log, opening);
    checker.settings_changed(office.plan.settings());
    const auto people = office.state.tickets;
    const OfficeDay day = office.state.day;
    take(std::get<std::vector<Event>>(office.ask(office.clock, Tick{})));
    if (office.state.day != day) {
      continue;  // midnight: another day, without people
    }
    for (const auto& stage : stranded(office.state, office.plan)) {
      stranded_people += stage.waiting.size() + stage.at_counters.size();
      const PutInLine put{stage.service, stage.stage, "paspor", "biometrik", "renamed"};
      take(std::get<std::vector<Event>>(office.ask(office.supervisor, put)));
    }
    CHECK_TEXT(stranded(office.state, office.plan).empty(), where.c_str());
    for (const auto& ticket : office.state.tickets) {
      if (!is_live(ticket.state)) {
        continue;
      }
      CHECK_TEXT(is_served(office.plan, ticket.pool, ticket.klass), (where + ticket.number.text()).c_str());
      const bool at_counter = ticket.state == TicketState::called || ticket.state == TicketState::serving;
      CHECK_TEXT(!at_counter || office.plan.counter(ticket.counter), (where + ticket.number.text()).c_str());
      const Ticket& before = people[ticket.id - 1];
      CHECK_TEXT(before.joined.seq == 0 || ticket.joined == before.joined, (where + ticket.number.text()).c_str());
      CHECK_TEXT(ticket.position == before.position, (where + ticket.number.text()).c_str());
    }
    CHECK_TEXT(lines_hold_who_waits(office.state), where.c_str());
    // And it continues.
    for (int i = 0; i < 400; ++i) {
      take(random.step());
      if (i % 100 == 0) {
        CHECK_TEXT(lines_hold_who_waits(office.state), where.c_str());
      }
    }
    if (office.state.day_state == DayState::open) {
      take(std::get<std::vector<Event>>(office.ask(office.supervisor, CloseDay{})));
    }
    LONGS_EQUAL(0, checker.live());
    CHECK_TEXT(replayed(office.plan, office.log, opening) == office.state, where.c_str());
  }
  CHECK(stranded_people > 20);
  CHECK(replaced > 40);
  CHECK(handed_back > 5);
}

TEST(Properties, TheCallOrderIsTotalAndWhoIsNextThereIsCalledByTheVeryNextCommand) {
  std::size_t calls = 0, not_first = 0;
  for (std::uint64_t seed = 200; seed < 230; ++seed) {
    RandomOffice random(seed);
    Office& office = random.office;
    office.act(office.clock, OpenDay{monday()});
    for (int i = 0; i < 600; ++i) {
      for (const auto& event : random.step()) {
        office.take(event);
      }
      if (i % 5 != 0) {
        continue;
      }
      office.act(office.clock, Tick{});
      const auto order = call_order(office.state, office.plan, office.state.clock.running_at(office.now));
      std::map<TicketId, const ExpectedTurn*> turns;
      for (const auto& turn : order) {
        CHECK(turns.emplace(turn.ticket, &turn).second);
      }
      std::size_t waiting = 0;
      for (const auto& ticket : office.state.tickets) {
        waiting += ticket.state == TicketState::waiting ? 1 : 0;
      }
      LONGS_EQUAL(waiting, order.size());
      for (const auto& counter : office.state.counters) {
        const auto decision = office.ask(office.supervisor, CallNext{counter.id});
        const auto* events = std::get_if<std::vector<Event>>(&decision);
        if (events == nullptr) {
          continue;
        }
        const auto& called = std::get<Called>(events->back().body);
        const ExpectedTurn& turn = *turns.at(called.ticket);
        ++calls;
        not_first += called.ticket != order.front().ticket ? 1 : 0;
        LONGS_EQUAL(0, turn.ahead);
        CHECK(turn.next_at != 0 && turn.counter_free);
        CHECK(turn.kind == called.turn.kind || turn.next_at != counter.id);
        const auto said = why(office.state, office.plan, called.number, office.now)->en;
        CHECK_TEXT(said.find(" is next: ") != std::string::npos, said.c_str());
        CHECK_TEXT(said.find(" is free and would call it now.") != std::string::npos, said.c_str());
      }
    }
  }
  CHECK(calls > 1'000);
  CHECK(not_first > 100);
}

TEST(Properties, WithOneCounterTheCallOrderIsTheOrderOfItsCalls) {
  for (std::uint64_t seed = 300; seed < 330; ++seed) {
    auto settings = everything(seed);
    for (auto& service : settings.services) {
      service.stages.resize(1);  // nobody comes back to a line
    }
    settings.services[1].stages[0].pool = "depan";
    settings.calls.login_required = false;
    settings.officers.clear();
    settings.counters = {{1, "1", {{"paspor/berkas", "priority", 0}, {"paspor/berkas", "", 1}, {"depan", "", 1}}}};
    Office office(settings, "09:00");
    office.open({1});
    Chance chance(seed);
    for (int i = 0; i < 40; ++i) {
      office.later(Minutes{static_cast<int>(chance.below(4))});
      if (chance.happens(0.4)) {
        office.book(static_cast<BookingId>(i + 1), chance.happens(0.5) ? "09:00" : "10:00");
      } else {
        office.walk_in(chance.happens(0.3) ? "priority" : "", chance.happens(0.3) ? "ambil" : "paspor");
      }
      if (i % 4 == 3) {
        office.call(1);
        office.act(Finish{1});
      }
    }
    const auto order = call_order(office.state, office.plan, office.state.clock.running_at(office.now));
    std::string expected, called;
    for (const auto& turn : order) {
      expected += office.state.ticket(turn.ticket).number.text() + " ";
    }
    for (auto number = office.call(1); !number.empty(); number = office.call(1)) {
      called += number + " ";
      office.act(Finish{1});
    }
    STRCMP_EQUAL(called.c_str(), expected.c_str());
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
  CHECK(refused(Missed{2, "A002", 1}));  // it waits
  CHECK(refused(Missed{1, "A001", 2}));  // it is at another counter
  CHECK(refused(Finished{.ticket = 2, .number = "A002", .counter = 1}));
  CHECK(refused(Recalled{.ticket = 1, .number = "A001", .counter = 1, .call = 7}));
  CHECK(refused(Called{.ticket = 2, .number = "A002", .counter = 1, .call = 2}));  // the counter has a ticket
  CHECK(refused(Called{.ticket = 2, .number = "A002", .counter = 2, .call = 2}));  // the counter is closed
  CHECK(refused(HourCame{2, "A002"}));
  CHECK(refused(ParkingEnded{2, "A002"}));
  CHECK(refused(TicketIssued{.ticket = 9, .number = "A009", .line = line}));
  CHECK(refused(TicketIssued{.ticket = 3, .number = "A001", .line = line}));  // the number was given before
  CHECK(refused(TicketIssued{.ticket = 3, .number = "x", .line = line}));
  CHECK(refused(TicketIssued{.ticket = 3, .number = "A003", .line = line, .booking = 77}));
  CHECK(refused(DayClosed{.day = monday()}));  // two tickets are not accounted for
  CHECK(refused(DayClosed{.day = monday().plus(1)}));
  CHECK(refused(ClosedUnserved{1, "A001", Outcome::served}));
  CHECK(refused(CounterClosed{1}));  // it still has a ticket
  CHECK(refused(ServedDirect{2, "A002", 1, "x"}));
  CHECK(refused(ServedDirect{2, "A002", 2, "x"}));
  CHECK(refused(Transferred{.ticket = 2, .number = "A002", .new_number = "A001", .line = line}));
  office.book(5, "08:00");
  const std::string code = office.state.admission(5)->code;
  CHECK(refused(Admitted{.booking = 5, .code = code, .party = 1, .people = 1}));
  CHECK(refused(DayOpened{.day = monday(), .numbers = {{monday(), {{"ab", 3}}}}}));
  CHECK(refused(DayOpened{.day = monday(), .numbers = {{monday(), {{"a", 3}}}}}));
  CHECK(refused(DayOpened{.day = monday(), .numbers = {{monday(), {{"[", 3}}}}}));
  office.act(Park{1, "x", std::nullopt});
  CHECK(refused(ParkingEnded{1, "A001"}));  // it has no parking time
  office.act(office.supervisor, CloseDay{});
  CHECK(refused(TicketIssued{.ticket = 4, .number = "A004", .line = line}));
  State state(office.plan);
  state.seq = 5;
  CHECK_THROWS(ReplayError, apply(state, office.plan, Event{5, office.now, office.clock, DayOpened{}}));
}
