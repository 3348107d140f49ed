// Issuing numbers: to each booking once, to walk-ins within their quotas, to nobody twice.
#include <algorithm>
#include <set>
#include <string>

#include "office.hpp"
#include "queue/snapshot.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

TEST_GROUP(Entrance){};

TEST(Entrance, ACodeIsAdmittedOnceAndTheSecondScanLearnsWhenAndWhichNumber) {
  Office office;
  office.open({});
  office.book(7, "08:00");
  office.later(Minutes{20});
  const auto decision = office.ask(office.entrance, Office::booking(7, "08:00"));
  const auto& refusal = std::get<Refusal>(decision);
  CHECK(refusal.reason == Reason::already_admitted);
  STRCMP_EQUAL("B001", refusal.number.c_str());
  CHECK(refusal.when == at("08:00"));
  STRCMP_EQUAL("This code was used at 08:00, number B001.", words_en(refusal, Zone::wib).c_str());
  STRCMP_EQUAL("Kode ini sudah dipakai pukul 08.00, nomor B001.", words_id(refusal, Zone::wib).c_str());
  const Admission* admission = office.state.admission(BookingId{7});
  CHECK(admission != nullptr && admission->tickets.size() == 1);
  POINTERS_EQUAL(admission, office.state.admission(std::string_view("AD-100007")));
  POINTERS_EQUAL(nullptr, office.state.admission(std::string_view("AD-999999")));
}

TEST(Entrance, TheSameCodeUnderAnotherBookingIsTheSameCode) {
  Office office;
  office.open({});
  office.book(7, "08:00");
  auto other = Office::booking(8, "08:00");
  other.code = "AD-100007";
  STRCMP_EQUAL("already_admitted", office.answer(office.entrance, other).c_str());
}

TEST(Entrance, APartyGetsOneNumberOrOneEach) {
  Office office;
  office.open({});
  auto family = Office::booking(1, "08:00");
  family.party = 4;
  family.people = 4;
  office.act(office.entrance, family);
  LONGS_EQUAL(4, office.ticket("B001").people);
  auto each = Office::booking(2, "08:00");
  each.party = 3;
  each.people = 3;
  each.numbers = 3;
  office.act(office.entrance, each);
  LONGS_EQUAL(1, office.ticket("B002").people);
  LONGS_EQUAL(1, office.ticket("B004").people);
  auto pairs = Office::booking(3, "08:00");
  pairs.party = 5;
  pairs.people = 5;
  pairs.numbers = 2;
  office.act(office.entrance, pairs);
  LONGS_EQUAL(5, office.ticket("B005").people + office.ticket("B006").people);
  LONGS_EQUAL(6, office.state.counts.issued);
}

TEST(Entrance, MembersMayArriveSeparatelyAndNoMoreThanThePartyHas) {
  Office office;
  office.open({});
  auto member = Office::booking(1, "08:00");
  member.party = 2;
  office.act(office.entrance, member);
  office.later(Minutes{10});
  office.act(office.entrance, member);
  const auto decision = office.ask(office.entrance, member);
  STRCMP_EQUAL("B001, B002", std::get<Refusal>(decision).number.c_str());
  LONGS_EQUAL(2, office.state.admission(BookingId{1})->people);
}

TEST(Entrance, APartyThatCannotBeIsRefused) {
  Office office;
  office.open({});
  const auto refused = [&](int party, int people, int numbers, BookingId id) {
    auto admit = Office::booking(1, "08:00");
    admit.booking = id;
    admit.party = static_cast<std::uint8_t>(party);
    admit.people = static_cast<std::uint8_t>(people);
    admit.numbers = static_cast<std::uint8_t>(numbers);
    return office.answer(office.entrance, admit);
  };
  STRCMP_EQUAL("ok", refused(5, 5, 5, 1).c_str());
  STRCMP_EQUAL("bad_party", refused(0, 1, 1, 1).c_str());
  STRCMP_EQUAL("bad_party", refused(6, 1, 1, 1).c_str());
  STRCMP_EQUAL("bad_party", refused(2, 0, 1, 1).c_str());
  STRCMP_EQUAL("bad_party", refused(2, 3, 1, 1).c_str());
  STRCMP_EQUAL("bad_party", refused(2, 2, 0, 1).c_str());
  STRCMP_EQUAL("bad_party", refused(2, 2, 3, 1).c_str());
  STRCMP_EQUAL("bad_party", refused(2, 2, 2, 0).c_str());
  STRCMP_EQUAL("bad_party", office.answer(office.entrance, WalkIn{"paspor", "", "", 0}).c_str());
  STRCMP_EQUAL("bad_party", office.answer(office.entrance, WalkIn{"paspor", "", "", 6}).c_str());
}

TEST(Entrance, ForceIsASupervisorsWithAReasonAndIsJournalled) {
  Office office;
  office.open({});
  auto forced = Office::booking(1, "08:00");
  forced.forced = true;
  forced.reason = "booked for yesterday, system was down";
  STRCMP_EQUAL("supervisor_needed", office.answer(office.entrance, forced).c_str());
  const auto events = office.act(office.supervisor, forced);
  const auto& admitted = std::get<Admitted>(events.front().body);
  CHECK(admitted.forced);
  STRCMP_EQUAL("booked for yesterday, system was down", admitted.reason.c_str());
  STRCMP_EQUAL("wati", events.front().by.name.c_str());
  forced.booking = 2;
  forced.code.clear();
  forced.reason = " ";
  STRCMP_EQUAL("reason_missing", office.answer(office.supervisor, forced).c_str());
}

TEST(Entrance, UnknownServicesAndClassesAreSaid) {
  Office office;
  office.open({});
  auto admit = Office::booking(1, "08:00");
  admit.service = "sim";
  STRCMP_EQUAL("unknown_service", office.answer(office.entrance, admit).c_str());
  STRCMP_EQUAL("unknown_service", office.answer(office.entrance, WalkIn{"sim", "", "", 1}).c_str());
  STRCMP_EQUAL("unknown_class", office.answer(office.entrance, WalkIn{"paspor", "vip", "", 1}).c_str());
  STRCMP_EQUAL("day_not_open", Office().answer(office.entrance, Office::booking(1, "08:00")).c_str());
  STRCMP_EQUAL("day_not_open", Office().answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());
}

TEST(Entrance, WalkInHasItsHoursQuotaAndReasons) {
  Office office;
  office.open({});
  const WalkIn own{"ambil", "", "own", 1};
  office.now = at("09:59");
  STRCMP_EQUAL("no_walk_in_now", office.answer(office.entrance, own).c_str());
  office.now = at("10:00");
  STRCMP_EQUAL("reason_missing", office.answer(office.entrance, WalkIn{"ambil", "", "", 1}).c_str());
  STRCMP_EQUAL("unknown_reason", office.answer(office.entrance, WalkIn{"ambil", "", "fun", 1}).c_str());
  for (int i = 0; i < 3; ++i) {
    office.act(office.entrance, own);
  }
  STRCMP_EQUAL("walk_in_quota_used", office.answer(office.entrance, own).c_str());
  office.now = at("12:30");  // a break of the counters, not of the entrance
  STRCMP_EQUAL("ok", office.answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());
  office.now = at("15:00");
  STRCMP_EQUAL("no_walk_in_now", office.answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());
  office.now = at("16:00");
  STRCMP_EQUAL("no_walk_in_now", office.answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());
}

TEST(Entrance, AWalkInRuleEndsAtItsHourAndTheNextHasAQuotaOfItsOwn) {
  auto settings = passport_office();
  settings.services[0].walk_in = {{.from = TimeOfDay{8 * 60}, .to = TimeOfDay{10 * 60}, .quota = 1},
                                  {.from = TimeOfDay{11 * 60}, .to = TimeOfDay{12 * 60}, .quota = 1}};
  Office office(settings, "08:00");
  office.open({});
  const auto answer = [&](const char* time) {
    office.now = at(time);
    return office.answer(office.entrance, WalkIn{"paspor", "", "", 1});
  };
  STRCMP_EQUAL("ok", answer("09:59").c_str());
  STRCMP_EQUAL("no_walk_in_now", answer("10:00").c_str());
  office.now = at("09:00");
  office.walk_in();
  STRCMP_EQUAL("walk_in_quota_used", answer("09:30").c_str());
  STRCMP_EQUAL("ok", answer("11:00").c_str());
  STRCMP_EQUAL("no_walk_in_now", answer("12:00").c_str());
}

TEST(Entrance, WalkInRulesAreByWeekday) {
  auto settings = passport_office();
  settings.week[6] = settings.week[1];
  Office office(settings);
  const auto saturday = *OfficeDay::parse("2026-11-28");
  office.now = at("10:30", saturday);
  office.open({});
  STRCMP_EQUAL("no_walk_in_now", office.answer(office.entrance, WalkIn{"ambil", "", "own", 1}).c_str());
  STRCMP_EQUAL("ok", office.answer(office.entrance, WalkIn{"paspor", "", "", 1}).c_str());
}

TEST(Entrance, APriorityClassHasItsLetterAndQuota) {
  auto settings = passport_office();
  settings.classes[1].daily_quota = 2;
  Office office(settings);
  office.open({});
  STRCMP_EQUAL("C001", office.walk_in("priority").c_str());
  office.walk_in();
  office.act(GrantClass{"A001", "priority", "pregnant"});
  STRCMP_EQUAL("class_quota_used", office.answer(office.entrance, WalkIn{"paspor", "priority", "", 1}).c_str());
  office.walk_in();
  STRCMP_EQUAL("class_quota_used", office.answer(GrantClass{"A002", "priority", "ill"}).c_str());
  STRCMP_EQUAL("unknown_class", office.answer(GrantClass{"A002", "vip", "ill"}).c_str());
  STRCMP_EQUAL("same_place", office.answer(GrantClass{"A001", "priority", "ill"}).c_str());
  auto forced = Office::booking(5, "08:00");
  forced.class_key = "priority";
  STRCMP_EQUAL("class_quota_used", office.answer(office.entrance, forced).c_str());
  forced.forced = true;
  forced.reason = "in pain";
  STRCMP_EQUAL("ok", office.answer(office.supervisor, forced).c_str());
  office.act(GrantClass{"A001", "walk_in", "a mistake"});  // this gives the quota back
  STRCMP_EQUAL("ok", office.answer(GrantClass{"A002", "priority", "ill"}).c_str());
}

TEST(Entrance, AGrantMovesAWaitingTicketIntoTheOtherLane) {
  Office office;
  office.open({1});
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.act(GrantClass{"A003", "priority", "pregnant"});
  office.book(1, "10:00", Standing::early_wait);
  office.act(GrantClass{"B001", "priority", "pregnant"});
  office.later(Minutes{31});
  STRCMP_EQUAL("A003", office.call(1).c_str());
}

TEST(Entrance, After999ComesTheNextLetterAndThenNoNumberAtAll) {
  auto settings = passport_office();
  settings.series[0].letters = "AK";
  Office office(settings);
  office.open({});
  std::set<std::string> seen;
  for (int i = 0; i < 1998; ++i) {
    CHECK(seen.insert(office.walk_in()).second);
  }
  CHECK(seen.contains("A999") && seen.contains("K001") && seen.contains("K999"));
  const auto decision = office.ask(office.entrance, WalkIn{"paspor", "", "", 1});
  CHECK(std::get<Refusal>(decision).reason == Reason::numbers_used_up);
  office.act(OpenCounter{1});
  STRCMP_EQUAL("numbers_used_up", office.answer(ServeDirect{1, "paspor", "", "asked by the head"}).c_str());
  LONGS_EQUAL(1998, office.state.counts.issued);
}

TEST(Entrance, APartyThatDoesNotFitIntoTheSeriesGetsNothing) {
  auto settings = passport_office();
  settings.series[1] = {"online", "B", 998, 999};
  Office office(settings);
  office.open({});
  auto admit = Office::booking(1, "08:00");
  admit.party = admit.people = admit.numbers = 3;
  STRCMP_EQUAL("numbers_used_up", office.answer(office.entrance, admit).c_str());
  admit.party = admit.people = admit.numbers = 2;
  office.act(office.entrance, admit);
  STRCMP_EQUAL("B998", office.ticket("B998").number.text().c_str());
  STRCMP_EQUAL("numbers_used_up", office.answer(office.entrance, Office::booking(2, "08:00")).c_str());
}

TEST(Entrance, EveryAnswerIsShownAlsoTheSameOneAgain) {
  Office office;
  office.open({});
  const AnswerScan bad{"forged", "?1-1", {}, "Tidak sah", "Not valid"};
  LONGS_EQUAL(1, office.act(office.entrance, bad).size());
  office.book(1, "08:00");
  office.later(std::chrono::milliseconds{2'500});
  LONGS_EQUAL(1, office.act(office.entrance, bad).size());
  STRCMP_EQUAL("forged", office.state.entrance.outcome.c_str());
  LONGS_EQUAL(3, office.state.entrance.seq);
}

TEST(Entrance, TheAnswersBeforeStayWithNumbersLongest) {
  Office office;
  office.open({});
  const auto answer = [&](const std::string& outcome, const std::string& code, std::vector<std::string> numbers = {}) {
    office.act(office.entrance, AnswerScan{outcome, code, std::move(numbers), code, code});
  };
  office.book(1, "08:00");
  answer("wrong_day", "one");
  LONGS_EQUAL(1, office.state.entrance_before.size());
  STRCMP_EQUAL("B001", office.state.entrance_before.front().numbers.front().c_str());
  for (const char* code : {"two", "three", "four", "five", "six", "seven"}) {
    answer("wrong_day", code);
  }
  LONGS_EQUAL(queue::State::max_entrance_before, office.state.entrance_before.size());
  STRCMP_EQUAL("six", office.state.entrance_before.front().message_id.c_str());
  STRCMP_EQUAL("B001", office.state.entrance_before.back().numbers.front().c_str());
  // A person who reads the new answer does not need the old one any more.
  answer("already_used", "again", {"B001"});
  for (const EntranceAnswer& before : office.state.entrance_before) {
    CHECK_TRUE(before.numbers.empty());
  }
  answer("wrong_day", "seven");
  LONGS_EQUAL(1, std::count_if(office.state.entrance_before.begin(), office.state.entrance_before.end(),
                               [](const EntranceAnswer& before) { return before.message_id == "again"; }));
  for (const EntranceAnswer& before : office.state.entrance_before) {
    CHECK_TRUE(before.message_id != "seven");
  }
}

TEST(Entrance, TheFeedHasTheAnswersOfTheLastSecondsOnly) {
  Office office;
  office.open({});
  office.book(1, "08:00");
  office.book(2, "08:00");
  const UtcTime given = office.state.entrance.at;
  LONGS_EQUAL(1, queue::snapshot(office.state, office.plan, given + std::chrono::seconds{19}).entrance.before.size());
  LONGS_EQUAL(0, queue::snapshot(office.state, office.plan, given + std::chrono::seconds{20}).entrance.before.size());
}

TEST(Entrance, TheScreenShowsTheLatestAnswerOfAnyKind) {
  Office office;
  office.open({});
  office.book(1, "08:00");
  STRCMP_EQUAL("admitted", office.state.entrance.outcome.c_str());
  STRCMP_EQUAL("B001", office.state.entrance.numbers.front().c_str());
  office.walk_in();
  STRCMP_EQUAL("walk_in", office.state.entrance.outcome.c_str());
  STRCMP_EQUAL("A001", office.state.entrance.numbers.front().c_str());
  LONGS_EQUAL(2, office.state.entrance.seq);
}

TEST_GROUP(Numbers){};

TEST(Numbers, TextAndBack) {
  STRCMP_EQUAL("A001", (QueueNumber{'A', 1}.text()).c_str());
  STRCMP_EQUAL("Z099", (QueueNumber{'Z', 99}.text()).c_str());
  STRCMP_EQUAL("B999", (QueueNumber{'B', 999}.text()).c_str());
  STRCMP_EQUAL("B1000", (QueueNumber{'B', 1000}.text()).c_str());
  STRCMP_EQUAL("B9999", (QueueNumber{'B', 9999}.text()).c_str());
  for (const char* bad : {"", "A", "A1", "A01", "A000", "a001", "[001", "A0001", "A00x", "A 01", "A00001", "A12345"}) {
    CHECK_FALSE_TEXT(QueueNumber::parse(bad).has_value(), bad);
  }
  for (int digits = 1; digits <= 9999; ++digits) {
    const QueueNumber number{'K', static_cast<std::uint16_t>(digits)};
    CHECK(QueueNumber::parse(number.text()) == number);
  }
}

TEST(Numbers, AreTakenAsPeopleTypeThem) {
  for (const char* said :
       {"A002", "a002", "A2", "a2", "A-002", "A-2", "a 002", " A 02 ", "A.002", "A/2", "A_02", "A0002"}) {
    CHECK_TEXT((QueueNumber::typed(said) == QueueNumber{'A', 2}), said);
  }
  CHECK((QueueNumber::typed("k-1000") == QueueNumber{'K', 1000}));
  for (const char* bad :
       {"", "A", "2", "002", "A0", "A000", "AB2", "A2B", "2A", "A12345", "A+2", "\u00C12", "[2", "A 2 x"}) {
    CHECK_FALSE_TEXT(QueueNumber::typed(bad).has_value(), bad);
  }
}

TEST_GROUP(Refusals){};

TEST(Refusals, EveryReasonHasAWordAndASentenceInBothLanguages) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < words<Reason>.size(); ++i) {
    const Refusal refusal{static_cast<Reason>(i), "A001", 3, at("09:05"), "sari"};
    const auto id = words_id(refusal, Zone::wib), en = words_en(refusal, Zone::wib);
    CHECK(id.ends_with(".") && en.ends_with(".") && id != en);
    CHECK(id.find('{') == std::string::npos && en.find('{') == std::string::npos);
    CHECK_TEXT(seen.insert(en).second, en.c_str());
    CHECK(seen.insert(std::string(words<Reason>[i])).second);
  }
  STRCMP_EQUAL("That cannot be done.",
               words_en({static_cast<Reason>(words<Reason>.size()), {}, 0, {}, {}}, Zone::wib).c_str());
  STRCMP_EQUAL("Petugas sari masih masuk di loket 3; keluar dahulu di sana.",
               words_id({Reason::officer_elsewhere, {}, 3, {}, "sari"}, Zone::wib).c_str());
}

TEST(Entrance, TheSameKeyOnTheSameDayGivesNoSecondNumber) {
  Office office;
  office.open({1});
  const auto events = office.act(office.entrance, WalkIn{"paspor", "", "", 1, "k1"});
  STRCMP_EQUAL("ticket_issued", names(events).c_str());
  STRCMP_EQUAL("k1", std::get<TicketIssued>(events.front().body).key->c_str());
  STRCMP_EQUAL("", names(office.act(office.entrance, WalkIn{"paspor", "", "", 1, "k1"})).c_str());
  // The answer to a key stays the same, whatever else the request says.
  STRCMP_EQUAL("", names(office.act(office.entrance, WalkIn{"ambil", "priority", "", 9, "k1"})).c_str());
  LONGS_EQUAL(1, office.state.counts.issued);
  STRCMP_EQUAL("A001", office.state.asked_for.at("k1").number.c_str());
  LONGS_EQUAL(events.front().seq, office.state.asked_for.at("k1").seq);
  // Another key, and no key, are other people.
  office.act(office.entrance, WalkIn{"paspor", "", "", 1, "k2"});
  office.walk_in();
  CHECK(!std::get<TicketIssued>(office.log.back().body).key);
  office.walk_in();
  LONGS_EQUAL(4, office.state.counts.issued);
}

TEST(Entrance, AKeyHoldsThroughARestartAndNotBeyondTheDay) {
  Office office;
  office.open({1});
  office.act(office.entrance, WalkIn{"paspor", "", "", 1, "k1"});
  State again(office.plan);
  for (const auto& event : office.log) {
    apply(again, office.plan, event);
  }
  office.state = again;
  STRCMP_EQUAL("", names(office.act(office.entrance, WalkIn{"paspor", "", "", 1, "k1"})).c_str());
  office.act(office.supervisor, Rollover{monday().plus(1), ""});
  office.now = at("09:00", monday().plus(1));
  STRCMP_EQUAL("ticket_issued", names(office.act(office.entrance, WalkIn{"paspor", "", "", 1, "k1"})).c_str());
}

TEST(Entrance, AKeyServesDirectlyOnceThoughTheCounterIsBusyByThen) {
  Office office;
  office.open({1});
  office.act(ServeDirect{1, "paspor", "", "in pain", "k1"});
  STRCMP_EQUAL("", names(office.act(ServeDirect{1, "paspor", "", "in pain", "k1"})).c_str());
  STRCMP_EQUAL("counter_busy", office.answer(ServeDirect{1, "paspor", "", "in pain", "k2"}).c_str());
  office.act(office.supervisor, CloseDay{});
  STRCMP_EQUAL("day_not_open", office.answer(ServeDirect{1, "paspor", "", "in pain", "k1"}).c_str());
  STRCMP_EQUAL("day_not_open", office.answer(office.entrance, WalkIn{"paspor", "", "", 1, "k1"}).c_str());
}
