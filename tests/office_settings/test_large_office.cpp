// The settings file of the large office, from its text to the calls: every policy can be set, and does what
// it says.
#include <string>
#include <variant>

#include "checkin/checkin.hpp"
#include "office_settings/office_settings.hpp"
#include "queue/engine.hpp"
#include "queue/snapshot.hpp"
#include "queue/why.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;

namespace {

const OfficeDay tuesday = *OfficeDay::parse("2026-11-24");
UtcTime at(const char* time) { return instant(tuesday, *TimeOfDay::parse(time), Zone::wib); }

struct LargeOffice {
  OfficeSettings settings = read_file(std::string(CONFIG) + "/office-large.toml");
  queue::Plan plan = std::get<queue::Plan>(queue::Plan::make(settings.plan));
  queue::State state{plan};
  UtcTime now = at("08:00");
  queue::Actor officer{queue::ActorKind::officer, "sari"};
  queue::Actor entrance{queue::ActorKind::entrance, "desk"};

  LargeOffice() { act({queue::ActorKind::system, "clock"}, queue::Tick{}); }

  /// The refusal's word, or the number of the ticket that it made or called; "ok" if there is neither.
  std::string act(const queue::Actor& by, const queue::Action& action) {
    const auto decision = queue::decide(state, plan, {by, action}, now);
    if (const auto* refusal = std::get_if<queue::Refusal>(&decision)) {
      return std::string(word(refusal->reason));
    }
    std::string number = "ok";
    for (const auto& event : std::get<std::vector<queue::Event>>(decision)) {
      queue::apply(state, plan, event);
      if (const auto* issued = std::get_if<queue::TicketIssued>(&event.body)) {
        number = issued->number;
      }
      if (const auto* called = std::get_if<queue::Called>(&event.body)) {
        number = called->number;
      }
    }
    return number;
  }
  std::string walk_in(const char* reason, const char* klass = "") {
    return act(entrance, queue::WalkIn{"paspor", klass, reason, 1});
  }
  /// A signed code at the entrance: first the decision of the check-in, then that of the queue.
  std::string scan(BookingId booking, const char* hour, std::uint8_t party = 1, const char* service = "paspor") {
    checkin::Question question;
    const TimeOfDay start = *TimeOfDay::parse(hour);
    question.scan = checkin::SignedCode{"JE-" + std::to_string(100000 + booking),
                                        "JE",
                                        tuesday,
                                        {start, TimeOfDay{start.minutes() + 60}},
                                        service,
                                        party,
                                        booking};
    question.today = state.day;
    question.now = now;
    question.phase = plan.phase(state.day, now);
    if (const auto* before = state.admission(booking)) {
      question.earlier = checkin::EarlierAdmission{before->at, before->numbers, before->people};
    }
    const auto answer = checkin::decide(question, settings.checkin);
    if (const auto* refusal = std::get_if<checkin::Refusal>(&answer)) {
      return std::string(checkin::outcome_word(refusal->outcome));
    }
    const auto& admission = std::get<checkin::Admission>(answer);
    queue::Admit admit;
    admit.booking = booking;
    admit.code = admission.code;
    admit.service = admission.service;
    admit.slot = admission.slot;
    admit.standing = admission.standing;
    admit.party = admission.party;
    admit.people = admission.people;
    admit.numbers = admission.numbers;
    return act(entrance, admit);
  }
  void staff(CounterId counter, const char* key) {
    STRCMP_EQUAL("ok", act({queue::ActorKind::officer, key}, queue::Login{counter, key}).c_str());
    STRCMP_EQUAL("ok", act({queue::ActorKind::officer, key}, queue::OpenCounter{counter}).c_str());
  }
  std::string next(CounterId counter, const char* key) {
    return act({queue::ActorKind::officer, key}, queue::FinishAndNext{counter});
  }
};

}  // namespace

TEST_GROUP(LargeOfficeFile){};

TEST(LargeOfficeFile, EarlyPeopleWaitForTheirHourAndLateOnesStandWithTheWalkIns) {
  LargeOffice office;
  office.staff(1, "sari");
  office.now = at("08:31");
  STRCMP_EQUAL("B001", office.scan(1, "10:00").c_str());  // an hour and a half early: held
  STRCMP_EQUAL("B002", office.scan(2, "09:00").c_str());
  STRCMP_EQUAL("A001", office.walk_in("hilang").c_str());
  STRCMP_EQUAL("B002", office.next(1, "sari").c_str());
  STRCMP_EQUAL("A001", office.next(1, "sari").c_str());  // fills: nobody booked waits
  STRCMP_EQUAL("ok", office.next(1, "sari").c_str());
  STRCMP_EQUAL("nobody_waiting", office.next(1, "sari").c_str());
  office.now = at("09:54");
  STRCMP_EQUAL("nobody_waiting", office.next(1, "sari").c_str());
  office.now = at("09:55");  // hour_lead
  STRCMP_EQUAL("B001", office.next(1, "sari").c_str());
  office.now = at("10:20");
  STRCMP_EQUAL("A002", office.scan(3, "08:00").c_str());  // late: the walk-ins' letter and class
  STRCMP_EQUAL("too_late", office.scan(4, "09:00", 1, "percepatan").c_str());
  STRCMP_EQUAL("too_early", office.scan(5, "11:00", 1, "percepatan").c_str());
}

TEST(LargeOfficeFile, AFamilyComesOneByOneOnOneCode) {
  LargeOffice office;
  STRCMP_EQUAL("B001", office.scan(1, "08:00", 3).c_str());
  office.now += std::chrono::seconds(19);
  STRCMP_EQUAL("already_used", office.scan(1, "08:00", 3).c_str());
  office.now += std::chrono::seconds(1);
  STRCMP_EQUAL("B002", office.scan(1, "08:00", 3).c_str());
  office.now += std::chrono::minutes(5);
  STRCMP_EQUAL("B003", office.scan(1, "08:00", 3).c_str());
  office.now += std::chrono::minutes(5);
  STRCMP_EQUAL("already_used", office.scan(1, "08:00", 3).c_str());
}

TEST(LargeOfficeFile, WalkInHasItsHoursReasonsAndQuotas) {
  LargeOffice office;
  STRCMP_EQUAL("reason_missing", office.walk_in("").c_str());
  STRCMP_EQUAL("unknown_reason", office.walk_in("rindu").c_str());
  for (int i = 0; i < 30; ++i) {
    office.walk_in("hilang");
  }
  STRCMP_EQUAL("walk_in_quota_used", office.walk_in("hilang").c_str());
  office.now = at("12:30");
  STRCMP_EQUAL("no_walk_in_now", office.walk_in("hilang").c_str());
  office.now = at("13:00");  // a Tuesday afternoon: for everybody, with a quota of its own
  STRCMP_EQUAL("A031", office.walk_in("").c_str());
}

TEST(LargeOfficeFile, PriorityHasItsLettersQuotaCounterAndLimit) {
  LargeOffice office;
  office.staff(3, "sari");
  STRCMP_EQUAL("A001", office.walk_in("hilang").c_str());
  STRCMP_EQUAL("B001", office.scan(1, "08:00").c_str());
  STRCMP_EQUAL("E001", office.walk_in("balita", "balita").c_str());
  STRCMP_EQUAL("C001", office.walk_in("lansia", "lansia").c_str());
  STRCMP_EQUAL("E002", office.walk_in("hamil", "hamil").c_str());
  // Counter 3 first takes elderly, disabled and pregnant people, and after these small children and the
  // others.
  STRCMP_EQUAL("C001", office.next(3, "sari").c_str());
  STRCMP_EQUAL("E002", office.next(3, "sari").c_str());
  STRCMP_EQUAL("B001", office.next(3, "sari").c_str());
  STRCMP_EQUAL("E001", office.next(3, "sari").c_str());
  STRCMP_EQUAL("A001", office.next(3, "sari").c_str());
}

TEST(LargeOfficeFile, TheJourneyEndsWithANewNumberInTheOrderOfComingThere) {
  LargeOffice office;
  office.staff(1, "sari");
  office.scan(1, "08:00");
  office.next(1, "sari");
  STRCMP_EQUAL("ok", office.next(1, "sari").c_str());
  office.act(office.officer, queue::CloseCounter{1});
  office.act(office.officer, queue::Logout{1});
  office.staff(4, "sari");
  STRCMP_EQUAL("B001", office.next(4, "sari").c_str());  // keeps its number for the photo
  office.next(4, "sari");
  office.act(office.officer, queue::CloseCounter{4});
  office.act(office.officer, queue::Logout{4});
  const auto shot = queue::snapshot(office.state, office.plan, office.now, nullptr);
  STRCMP_EQUAL("D100", shot.tickets.at(0).number.c_str());
  STRCMP_EQUAL("B001", shot.tickets.at(0).was->c_str());
  office.staff(6, "budi");
  office.scan(2, "08:00");
  STRCMP_EQUAL("D100", office.next(6, "budi").c_str());
  STRCMP_EQUAL("ok", office.next(6, "budi").c_str());
  STRCMP_EQUAL("nobody_waiting", office.next(6, "budi").c_str());  // Budi does not check documents
  office.act({queue::ActorKind::officer, "budi"}, queue::Logout{6});
  office.staff(6, "sari");
  STRCMP_EQUAL("B002", office.next(6, "sari").c_str());  // Sari does, when collection is quiet
}

TEST(LargeOfficeFile, LoginsAreNeededWhereSettingsSaySo) {
  LargeOffice office;
  STRCMP_EQUAL("nobody_logged_in", office.act(office.officer, queue::OpenCounter{1}).c_str());
  const queue::Actor pad{queue::ActorKind::pad, "pad 1"};
  STRCMP_EQUAL("pad_needs_login", office.act(pad, queue::Press{1, queue::PadButton::next}).c_str());
  office.staff(1, "sari");
  STRCMP_EQUAL("officer_elsewhere", office.act(office.officer, queue::Login{2, "sari"}).c_str());
  STRCMP_EQUAL("not_your_counter", office.act({queue::ActorKind::officer, "budi"}, queue::CloseCounter{1}).c_str());
  office.scan(1, "08:00");
  STRCMP_EQUAL("B001", office.act(pad, queue::Press{1, queue::PadButton::next}).c_str());
  office.now += std::chrono::seconds(3);
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(queue::snapshot(office.state, office.plan, office.now, nullptr).counters[0].offer_no_show);
    office.act(office.officer, queue::Recall{1});
  }
  CHECK_TRUE(queue::snapshot(office.state, office.plan, office.now, nullptr).counters[0].offer_no_show);
  for (int i = 0; i < 2; ++i) {
    office.act(office.officer, queue::NoShow{1});
    STRCMP_EQUAL("ok", office.act(office.entrance, queue::ReturnTicket{"B001"}).c_str());
    office.next(1, "sari");
  }
  office.act(office.officer, queue::NoShow{1});
  STRCMP_EQUAL("returns_used_up", office.act(office.entrance, queue::ReturnTicket{"B001"}).c_str());
}
