// What everybody sees of the state.
#include <string>

#include "office.hpp"
#include "queue/snapshot.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

namespace {

std::string numbers(const Snapshot& shot) {
  std::string text;
  for (const auto& ticket : shot.tickets) {
    text += (text.empty() ? "" : " ") + ticket.number;
  }
  return text;
}

const TicketView& view(const Snapshot& shot, const std::string& number) {
  for (const auto& ticket : shot.tickets) {
    if (ticket.number == number) {
      return ticket;
    }
  }
  FAIL(number.c_str());
  return shot.tickets.front();
}

}  // namespace

TEST_GROUP(Shots){};

TEST(Shots, BeforeAnyDayNothingIsOpen) {
  Office office;
  const Snapshot shot = snapshot(office.state, office.plan, office.now);
  CHECK(shot.phase == DayPhase::before_opening);
  LONGS_EQUAL(0, shot.version);
  STRCMP_EQUAL("AD", shot.office.c_str());
  STRCMP_EQUAL("Kantor Imigrasi Bandung", shot.office_name.c_str());
  STRCMP_EQUAL("Selamat datang", shot.running_text.c_str());
  LONGS_EQUAL(4, shot.counters.size());
  LONGS_EQUAL(2, shot.services.size());
  CHECK(shot.calls.empty() && shot.tickets.empty());
}

TEST(Shots, APersonsLanguageIsTheTicketsAndOfEachCall) {
  Office office(passport_office(), "10:00");
  office.open({1});
  auto in_english = Office::booking(1, "10:00");
  in_english.language = Language::en;
  office.act(office.entrance, in_english);  // B001
  office.book(2, "10:00");                  // B002: booked with an earlier release, so that it is not known
  Snapshot shot = snapshot(office.state, office.plan, office.now);
  CHECK(view(shot, "B001").language == Language::en);
  CHECK(!view(shot, "B002").language);
  STRCMP_EQUAL("B001", office.call(1).c_str());
  office.act(Recall{1});
  office.act(Finish{1});
  STRCMP_EQUAL("B002", office.call(1).c_str());
  // At the entrance, without a booking.
  const auto events = office.act(office.entrance, WalkIn{.service = "paspor", .language = Language::id});
  const std::string walked_in = std::get<TicketIssued>(events.back().body).number;
  CHECK(view(snapshot(office.state, office.plan, office.now), walked_in).language == Language::id);
  // As after a restart.
  State again(office.plan);
  for (const auto& event : office.log) {
    apply(again, office.plan, event);
  }
  CHECK(again == office.state);
  shot = snapshot(again, office.plan, office.now);
  CHECK(view(shot, walked_in).language == Language::id);
  LONGS_EQUAL(3, shot.calls.size());
  CHECK(!shot.calls[0].language);
  CHECK(shot.calls[1].recall && shot.calls[1].language == Language::en);
  CHECK(shot.calls[2].language == Language::en);
}

TEST(Shots, AMorningAsTheTvAndThePadsSeeIt) {
  Office office(passport_office(), "10:00");
  office.open({1, 2, 4});
  for (int i = 0; i < 6; ++i) {
    office.walk_in();  // A001..A006
  }
  office.walk_in("priority");                     // C001
  office.book(1, "10:00");                        // B001
  office.book(2, "11:00", Standing::early_wait);  // B002
  office.walk_in("", "ambil");                    // D001
  office.call(1);                                 // B001
  office.call(2);                                 // C001
  office.act(Start{2});
  office.act(Recall{1});
  const Snapshot shot = snapshot(office.state, office.plan, office.now, nullptr);
  LONGS_EQUAL(office.state.seq, shot.journal_seq);
  CHECK(shot.phase == DayPhase::open && shot.at == office.now && shot.day == monday());
  STRCMP_EQUAL("C001 B001 D001 A001 A002 A003 A004 A005 A006 B002", numbers(shot).c_str());

  LONGS_EQUAL(3, shot.calls.size());
  STRCMP_EQUAL("B001", shot.calls[0].number.c_str());
  CHECK(shot.calls[0].recall && shot.calls[0].call == 3 && shot.calls[0].counter == 1);
  STRCMP_EQUAL("paspor", shot.calls[0].service.c_str());
  CHECK(!shot.calls[1].recall && shot.calls[1].number == "C001");

  const CounterView& one = shot.counters[0];
  STRCMP_EQUAL("Loket 1", one.name.c_str());
  STRCMP_EQUAL("B001", one.number->c_str());
  CHECK(one.phase == TicketPhase::called && one.call == 3 && one.called_at == office.now);
  LONGS_EQUAL(6, one.waiting);  // documents
  CHECK(shot.counters[1].phase == TicketPhase::serving);
  CHECK(shot.counters[2].state == CounterState::closed);
  LONGS_EQUAL(0, shot.counters[2].waiting);
  LONGS_EQUAL(7, shot.counters[3].waiting);  // collection and documents

  LONGS_EQUAL(7, shot.services[0].waiting);
  STRCMP_EQUAL("A", shot.services[0].letter.c_str());
  LONGS_EQUAL(1, shot.services[1].waiting);
  LONGS_EQUAL(2, view(shot, "A003").ahead);
  LONGS_EQUAL(0, view(shot, "D001").ahead);
  LONGS_EQUAL(6, view(shot, "B002").ahead);
  CHECK(view(shot, "B002").until == at("11:00"));
  CHECK(view(shot, "B001").counter == CounterId{1});
  CHECK(!view(shot, "A001").counter);
  STRCMP_EQUAL("berkas", view(shot, "A001").stage.c_str());
}

TEST(Shots, LobbyCallsCountersAndServicesSayTheirStages) {
  Office office(passport_office(), "10:00");
  office.open({1});
  office.walk_in();
  office.walk_in("", "ambil");
  office.call(1);
  const Snapshot shot = snapshot(office.state, office.plan, office.now, nullptr);
  STRCMP_EQUAL("berkas", shot.calls[0].stage.c_str());
  STRCMP_EQUAL("paspor/berkas", shot.counters[0].stages[0].c_str());
  LONGS_EQUAL(2, shot.counters[3].stages.size());  // collection and documents
  STRCMP_EQUAL("berkas", shot.services[0].stages[0].key.c_str());
  LONGS_EQUAL(0, shot.services[0].stages[0].waiting);
  LONGS_EQUAL(1, shot.services[1].stages[0].waiting);
}

TEST(Shots, LobbyAHallThatIsNotOpenSaysWhenItOpens) {
  Office office(passport_office(), "07:00");
  const auto shot = [&] { return snapshot(office.state, office.plan, office.now, nullptr); };
  CHECK(shot().phase == DayPhase::before_opening && shot().opens_next == at("08:00") && !shot().break_until);
  office.now = at("08:30");  // nobody has opened the day: nobody knows when it opens
  CHECK(shot().phase == DayPhase::before_opening && !shot().opens_next);
  office.open({1});
  CHECK(shot().phase == DayPhase::open && !shot().opens_next);
  office.now = at("12:00");
  CHECK(shot().phase == DayPhase::on_break && shot().break_until == at("13:00") && !shot().opens_next);
  office.act(office.supervisor, CloseDay{});  // early: it does not open again today
  CHECK(shot().phase == DayPhase::closed && shot().opens_next == instant(monday().plus(1), TimeOfDay{480}, Zone::wib));
  CHECK(!shot().break_until);
  office.now = instant(monday().plus(4), TimeOfDay{20 * 60}, Zone::wib);  // Friday evening
  CHECK(shot().opens_next == instant(monday().plus(7), TimeOfDay{480}, Zone::wib));
}

TEST(Shots, ParkedAndMissedComeLastAndWhatIsOverIsGone) {
  Office office;
  office.open({1});
  for (int i = 0; i < 4; ++i) {
    office.walk_in();
  }
  office.call(1);
  office.act(NoShow{1});
  office.call(1);
  office.act(Park{1, "copy", at("09:00")});
  office.act(CancelTicket{"A003", "gone"});
  const Snapshot shot = snapshot(office.state, office.plan, office.now, nullptr);
  STRCMP_EQUAL("A004 A002 A001", numbers(shot).c_str());
  CHECK(view(shot, "A002").phase == TicketPhase::parked && view(shot, "A002").until == at("09:00"));
  CHECK(view(shot, "A001").phase == TicketPhase::missed && !view(shot, "A001").counter);
}

TEST(Shots, NoShowIsOfferedAfterTheConfiguredRecalls) {
  Office office;
  office.open({1});
  office.walk_in();
  office.call(1);
  const auto offered = [&] {
    return snapshot(office.state, office.plan, office.now, nullptr).counters[0].offer_no_show;
  };
  office.act(Recall{1});
  CHECK(!offered());
  office.act(Recall{1});
  CHECK(offered());
  office.act(Start{1});
  CHECK(!offered());
}

TEST(Shots, ANewNumberIsShownWithTheOneBefore) {
  auto settings = passport_office();
  settings.services[0].stages[1].series = "collection";
  Office office(settings);
  office.open({1, 3});
  office.walk_in();
  office.call(1);
  CHECK(!snapshot(office.state, office.plan, office.now, nullptr).tickets.at(0).was);
  office.act(Finish{1});
  const TicketView ticket = snapshot(office.state, office.plan, office.now, nullptr).tickets.at(0);
  STRCMP_EQUAL("D001", ticket.number.c_str());
  STRCMP_EQUAL("A001", ticket.was->c_str());
}

TEST(Shots, OnlyTheLatestTwelveCalls) {
  Office office;
  office.open({1});
  office.walk_in();
  office.call(1);
  for (int i = 0; i < 20; ++i) {
    office.act(Recall{1});
  }
  const Snapshot shot = snapshot(office.state, office.plan, office.now, nullptr);
  LONGS_EQUAL(12, shot.calls.size());
  LONGS_EQUAL(21, shot.calls.front().call);
  LONGS_EQUAL(10, shot.calls.back().call);
}

TEST(Shots, WaitsComeFromTheEstimateAndAge) {
  Office office;
  office.open({1});
  for (int i = 0; i < 8; ++i) {
    office.walk_in();
  }
  const Estimates estimates = estimate(office.state, office.plan, office.now);
  const Snapshot fresh = snapshot(office.state, office.plan, office.now, &estimates);
  const Snapshot later = snapshot(office.state, office.plan, office.now + Minutes{5}, &estimates);
  const Snapshot early = snapshot(office.state, office.plan, office.now - Minutes{5}, &estimates);
  const auto wait = *view(fresh, "A008").wait;
  CHECK(wait.low > 5 && wait.low <= wait.likely && wait.likely <= wait.high);
  LONGS_EQUAL(wait.likely - 5, view(later, "A008").wait->likely);
  LONGS_EQUAL(wait.likely, view(early, "A008").wait->likely);
  LONGS_EQUAL(0, view(later, "A001").wait->high);
  CHECK(fresh.services[0].wait == later.services[0].wait && fresh.services[0].wait.has_value());
  CHECK(!fresh.services[1].wait.has_value());
  CHECK(snapshot(office.state, office.plan, office.now) == fresh);
  CHECK(!view(snapshot(office.state, office.plan, office.now, nullptr), "A008").wait.has_value());
}

TEST(Shots, HoursStillToComeHaveTheirWait) {
  Office office;
  office.open({1});
  office.book(1, "08:00");
  office.book(2, "08:00");
  Forecast forecast;
  forecast.expected = {{"paspor", TimeOfDay{9 * 60}, 12}};
  const Estimates estimates = estimate(office.state, office.plan, office.now, forecast);
  const Snapshot shot = snapshot(office.state, office.plan, office.now, &estimates);
  LONGS_EQUAL(2, shot.services[0].slots.size());
  CHECK(shot.services[0].slots[0].start == TimeOfDay{8 * 60});
  CHECK(shot.services[0].slots[1].wait.high > 10);
  CHECK(shot.services[1].slots.empty());
}

TEST(Shots, ALaneThatTwoRulesNameIsCountedOnce) {
  auto settings = passport_office();
  settings.counters[0].serves = {{"paspor/berkas", "priority", 0}, {"paspor/berkas", "", 1}};
  Office office(settings);
  office.open({1});
  office.walk_in();
  office.walk_in("priority");
  office.act(Transfer{"A001", "", "", 1, "asked for"});
  const auto waiting = [&] { return snapshot(office.state, office.plan, office.now, nullptr).counters[0].waiting; };
  LONGS_EQUAL(2, waiting());
  office.act(Login{1, "budi"});  // who may only hand out documents
  LONGS_EQUAL(1, waiting());
}

TEST(Shots, ACounterOfSomeClassesCountsOnlyThem) {
  auto settings = passport_office();
  settings.counters = {{1, "Loket 1", {{"paspor/berkas", "booked", 0}}},
                       {2, "Loket 2", {{"paspor/berkas", "priority", 0}, {"paspor/berkas", "walk_in", 1}}},
                       {3, "Loket 3", {{"paspor/berkas", "walk_in", 0}, {"ambil/ambil", "priority", 0}}},
                       {4, "Loket 4", {{"ambil/ambil", "", 0}, {"paspor/foto", "", 0}}}};
  Office office(settings, "10:00");
  office.open({});
  for (BookingId id = 1; id <= 4; ++id) {
    office.book(id, "10:00");
  }
  office.walk_in();
  office.walk_in("priority");
  office.walk_in("priority");
  office.walk_in("", "ambil");
  office.walk_in("priority", "ambil");
  office.walk_in("priority", "ambil");
  const auto shot = snapshot(office.state, office.plan, office.now, nullptr);
  LONGS_EQUAL(4, shot.counters[0].waiting);
  LONGS_EQUAL(3, shot.counters[1].waiting);
  LONGS_EQUAL(3, shot.counters[2].waiting);
  LONGS_EQUAL(3, shot.counters[3].waiting);
}

TEST(Shots, PhasesOfTheDay) {
  Office office;
  office.open({});
  const auto phase = [&] { return snapshot(office.state, office.plan, office.now, nullptr).phase; };
  office.now = at("12:15");
  CHECK(phase() == DayPhase::on_break);
  office.act(office.supervisor, CloseDay{});
  CHECK(phase() == DayPhase::closed);
}
