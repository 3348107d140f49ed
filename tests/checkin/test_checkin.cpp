#include <string>

#include "cases.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::checkin;
using namespace antrean::checkin::test;

TEST_GROUP(Checkin){
    static Admission admitted(const Answer& answer){CHECK_TRUE(std::holds_alternative<Admission>(answer));
return std::get<Admission>(answer);
}
static Refusal refused(const Answer& answer, Outcome outcome) {
  CHECK_TRUE(std::holds_alternative<Refusal>(answer));
  const auto& refusal = std::get<Refusal>(answer);
  STRCMP_EQUAL(std::string{outcome_word(outcome)}.c_str(), std::string{outcome_word(refusal.outcome)}.c_str());
  return refusal;
}
}
;

TEST(Checkin, EveryCaseHasItsOutcomeWordsAndSaysWhetherForceHelps) {
  for (const Case& c : cases()) {
    Question question = scanned();
    Office office = bandung();
    c.change(question, office);
    const Answer answer = decide(question, office);
    STRCMP_EQUAL_TEXT(std::string{outcome_word(c.outcome)}.c_str(),
                      std::string{outcome_word(outcome_of(answer))}.c_str(), c.name);
    if (const auto* refusal = std::get_if<Refusal>(&answer)) {
      CHECK_TEXT(!refusal->words.id.empty() && !refusal->words.en.empty(), c.name);
      CHECK_EQUAL_TEXT(c.force_helps, refusal->force_helps, c.name);
    } else {
      STRCMP_EQUAL_TEXT(std::string{word(c.standing)}.c_str(),
                        std::string{word(std::get<Admission>(answer).standing)}.c_str(), c.name);
      CHECK_TEXT(!std::get<Admission>(answer).force, c.name);
    }
  }
}

TEST(Checkin, ForceAdmitsExactlyWhereTheRefusalSaysItHelps) {
  for (const Case& c : cases()) {
    Question question = scanned();
    Office office = bandung();
    c.change(question, office);
    question.force = Force{"Dewi", "surat tugas"};
    const Answer answer = decide(question, office);
    const Outcome expected = c.force_helps && c.outcome != Outcome::admitted ? Outcome::admitted : c.outcome;
    if (std::string{c.name} == "closed, another day's") {
      // Force helps against the wrong day, not against the closed office.
      CHECK_TRUE(Outcome::day_closed == outcome_of(answer));
      continue;
    }
    STRCMP_EQUAL_TEXT(std::string{outcome_word(expected)}.c_str(),
                      std::string{outcome_word(outcome_of(answer))}.c_str(), c.name);
    if (c.force_helps) {
      CHECK_TEXT(std::get<Admission>(answer).force == question.force, c.name);
    }
  }
}

TEST(Checkin, ForceThatWasNotNeededIsNotRecorded) {
  Question question = scanned();
  question.force = Force{"Dewi", "surat tugas"};
  CHECK_FALSE(admitted(decide(question, bandung())).force.has_value());
}

TEST(Checkin, ForceWithoutAReasonIsRefusedEvenWhereItWasNotNeeded) {
  for (const char* reason : {"", " \t\n"}) {
    Question question = scanned();
    question.force = Force{"Dewi", reason};
    refused(decide(question, bandung()), Outcome::reason_missing);
  }
}

TEST(Checkin, ForcedPeopleStandWhereTheirTimePutsThem) {
  Question question = scanned();
  question.force = Force{"Dewi", "surat tugas"};
  question.now = at("08:00");
  CHECK_TRUE(Standing::early_wait == admitted(decide(question, bandung())).standing);
  question.now = at("15:00");
  Office strict = bandung();
  policy(strict).when_late = Late::refused;
  CHECK_TRUE(Standing::late_normal_queue == admitted(decide(question, strict)).standing);
  question.listed->day = today.plus(1);
  CHECK_TRUE(Standing::late_normal_queue == admitted(decide(question, bandung())).standing);
}

TEST(Checkin, AnAdmissionCarriesTheDayListsFactsOverThePapers) {
  Question question = scanned();
  question.listed->party = 2;
  question.listed->language = Language::en;
  question.listed->slot = {*TimeOfDay::parse("10:00"), *TimeOfDay::parse("11:00")};
  Admission expected;
  expected.booking = 77;
  expected.code = "AD-QFJ8BD";
  expected.service = "paspor";
  expected.slot = question.listed->slot;
  expected.party = 2;
  expected.people = 2;
  expected.listed = true;
  expected.language = Language::en;
  CHECK_TRUE(expected == admitted(decide(question, bandung())));
}

TEST(Checkin, AnAdmissionBySignatureAloneCarriesThePapersFactsAndSaysSo) {
  Question question = scanned();
  question.listed.reset();
  const Admission admission = admitted(decide(question, bandung()));
  CHECK_EQUAL(77u, admission.booking);
  CHECK_EQUAL(3, admission.party);
  CHECK_TRUE(ten == admission.slot);
  CHECK_FALSE(admission.listed);
}

TEST(Checkin, APartyGetsOneNumberOrOneEachAsSet) {
  Question question = scanned();
  Office office = bandung();
  CHECK_EQUAL(1, admitted(decide(question, office)).numbers);
  CHECK_EQUAL(3, admitted(decide(question, office)).people);
  policy(office).numbers = PartyNumbers::each;
  CHECK_EQUAL(3, admitted(decide(question, office)).numbers);
  question.people = 2;
  CHECK_EQUAL(2, admitted(decide(question, office)).numbers);
  question.people = 9;
  CHECK_EQUAL(3, admitted(decide(question, office)).numbers);
}

TEST(Checkin, APartyOfNobodyIsOnePerson) {
  Question question = scanned();
  question.listed->party = 0;
  CHECK_EQUAL(1, admitted(decide(question, bandung())).people);
}

TEST(Checkin, MembersWhoArriveSeparatelyGetANumberEachUntilAllAreIn) {
  Question question = scanned();
  Office office = bandung();
  policy(office).numbers = PartyNumbers::each;
  policy(office).arrival = PartyArrival::separately;
  CHECK_EQUAL(1, admitted(decide(question, office)).people);
  question.earlier = EarlierAdmission{at("10:05"), {"A001"}, 1};
  const Admission second = admitted(decide(question, office));
  CHECK_EQUAL(1, second.people);
  CHECK_EQUAL(1, second.numbers);
  question.people = 5;
  CHECK_EQUAL(2, admitted(decide(question, office)).numbers);
  question.earlier->people = 3;
  refused(decide(question, office), Outcome::already_used);
}

TEST(Checkin, TheSameCodeWithinSecondsIsTheSamePersonNotTheNextMember) {
  Question question = scanned();
  Office office = bandung();
  policy(office).numbers = PartyNumbers::each;
  policy(office).arrival = PartyArrival::separately;
  question.earlier = EarlierAdmission{question.now - std::chrono::seconds{19}, {"A001"}, 1};
  refused(decide(question, office), Outcome::already_used);
  question.earlier->at = question.now - std::chrono::seconds{20};
  admitted(decide(question, office));
  question.earlier->at = question.now + std::chrono::seconds{19};
  refused(decide(question, office), Outcome::already_used);
  question.earlier->at = question.now + std::chrono::hours{1};
  admitted(decide(question, office));
}

TEST(Checkin, APartyWithOneNumberIsOneArrival) {
  Question question = scanned();
  Office office = bandung();
  policy(office).arrival = PartyArrival::separately;
  CHECK_EQUAL(3, admitted(decide(question, office)).people);
  question.earlier = EarlierAdmission{at("10:05"), {"A001"}, 1};
  refused(decide(question, office), Outcome::already_used);
}

TEST(Checkin, ASecondScanSaysWhenAndWhichNumber) {
  Question question = scanned();
  question.earlier = EarlierAdmission{at("10:05"), {"A001", "A002"}, 3};
  const Refusal refusal = refused(decide(question, bandung()), Outcome::already_used);
  CHECK_TRUE(at("10:05") == *refusal.at);
  CHECK_EQUAL(2u, refusal.numbers.size());
  STRCMP_EQUAL("Kode ini sudah dipakai pukul 10.05. Nomor antrean Anda A001, A002.", refusal.words.id.c_str());
  STRCMP_EQUAL("This code was already used at 10:05. Your number is A001, A002.", refusal.words.en.c_str());
}

TEST(Checkin, RefusalsSayTheDayTheHourTheWayBack) {
  Question question = scanned();
  question.now = at("08:00");
  const Refusal early = refused(decide(question, bandung()), Outcome::too_early);
  CHECK_TRUE(at("09:30") == *early.at);
  CHECK_TRUE(ten == *early.slot);

  question = scanned();
  question.listed.reset();
  question.today = today.plus(-3);
  const Refusal day = refused(decide(question, bandung()), Outcome::wrong_day);
  CHECK_TRUE(today == *day.day);

  question = scanned();
  question.listed->slot = one;
  const Refusal moved = refused(decide(question, bandung()), Outcome::moved);
  CHECK_TRUE(at("12:30") == *moved.at);
  CHECK_TRUE(one == *moved.slot);

  question = scanned();
  question.listed->office = "FB";
  STRCMP_EQUAL("FB", refused(decide(question, bandung()), Outcome::moved).office->c_str());
}

TEST(Checkin, ATypedCodeThatWasMovedTellsItsNewDayAsItsDay) {
  Question question = scanned();
  question.scan = TypedCode{"AD-QFJ8BD"};
  question.listed->day = today.plus(1);
  refused(decide(question, bandung()), Outcome::wrong_day);
}

TEST(Checkin, WindowsFollowTheOfficesZone) {
  // 10-12 o'clock, with half an hour before and a quarter of an hour after, to the minute, in each zone.
  for (const Zone zone : {Zone::wib, Zone::wita, Zone::wit}) {
    Office office = bandung();
    office.zone = zone;
    const auto at_time = [&](const char* time) {
      Question question = scanned();
      question.now = instant(today, *TimeOfDay::parse(time), zone);
      return decide(question, office);
    };
    const Refusal early = refused(at_time("09:29"), Outcome::too_early);
    CHECK_TRUE(*early.at == instant(today, *TimeOfDay::parse("09:30"), zone));
    CHECK_TRUE(early.words.id.find("kembali pukul 09.30") != std::string::npos);
    CHECK_TRUE(Standing::on_time == admitted(at_time("09:30")).standing);
    CHECK_TRUE(Standing::on_time == admitted(at_time("12:14")).standing);
    CHECK_TRUE(Standing::late_end_of_hour == admitted(at_time("12:15")).standing);
  }
}

TEST(Checkin, ASecondScanSpeaksTheOfficesTimeAlsoAroundMidnightOfOtherZones) {
  Question question = scanned();
  Office office = bandung();
  office.zone = Zone::wit;
  const auto local = [](const char* time, OfficeDay day) { return instant(day, *TimeOfDay::parse(time), Zone::wit); };
  // 00:30 and 01:30 in Jayapura are 22:30 and 23:30 of the day before in Jakarta.
  question.earlier = EarlierAdmission{local("00:30", today), {"A001"}, 3};
  question.now = local("02:30", today);
  const Refusal same_day = refused(decide(question, office), Outcome::already_used);
  STRCMP_EQUAL("This code was already used at 00:30. Your number is A001.", same_day.words.en.c_str());
  question.earlier->at = local("23:30", today.plus(-1));
  const Refusal other_day = refused(decide(question, office), Outcome::already_used);
  STRCMP_EQUAL("This code was already used on Sunday, 22 November 2026 at 23:30. Your number is A001.",
               other_day.words.en.c_str());
}

TEST(Checkin, ADayThatIsToComeHasNotPassed) {
  Question question = scanned();
  question.listed->day = today.plus(1);
  question.scan = TypedCode{"AD-QFJ8BD"};
  STRCMP_CONTAINS("Please come on that day.",
                  refused(decide(question, bandung()), Outcome::wrong_day).words.en.c_str());
  question.listed->day = today.plus(-1);
  STRCMP_CONTAINS("has passed", refused(decide(question, bandung()), Outcome::wrong_day).words.en.c_str());
}
