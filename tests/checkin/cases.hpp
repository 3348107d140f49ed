// All kinds of people who may come to the entrance: the question and the answer, by name.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checkin/checkin.hpp"

namespace antrean::checkin::test {

inline const OfficeDay today = *OfficeDay::parse("2026-11-23");
inline const SlotHours ten{*TimeOfDay::parse("10:00"), *TimeOfDay::parse("12:00")};
inline const SlotHours one{*TimeOfDay::parse("13:00"), *TimeOfDay::parse("14:00")};

inline UtcTime at(const char* time, OfficeDay day = today) { return instant(day, *TimeOfDay::parse(time), Zone::wib); }

inline SignedCode paper() { return {"AD-QFJ8BD", "AD", today, ten, "paspor", 3, 77}; }

inline Booking row() {
  Booking booking;
  booking.id = 77;
  booking.code = "AD-QFJ8BD";
  booking.office = "AD";
  booking.service = "paspor";
  booking.day = today;
  booking.slot = ten;
  booking.party = 3;
  booking.name = "Siti Rahma";
  return booking;
}

inline Office bandung() {
  Office office;
  office.code = "AD";
  office.services["paspor"] = {};
  office.office_names["FB"] = "Makassar";
  return office;
}

inline Question scanned() {
  Question question;
  question.scan = paper();
  question.listed = row();
  question.day_list_present = true;
  question.today = today;
  question.now = at("10:30");
  return question;
}

struct Case {
  const char* name;
  std::function<void(Question&, Office&)> change;
  Outcome outcome;
  bool force_helps = false;
  Standing standing = Standing::on_time;
};

inline ServicePolicy& policy(Office& office) { return office.services["paspor"]; }

inline Outcome outcome_of(const Answer& answer) {
  const auto* refusal = std::get_if<Refusal>(&answer);
  return refusal ? refusal->outcome : Outcome::admitted;
}

inline std::vector<Case> cases() {
  return {
      {"in the hour", [](Question&, Office&) {}, Outcome::admitted},
      {"by signature alone", [](Question& q, Office&) { q.listed.reset(); }, Outcome::admitted},
      {"by signature alone, no day list at all",
       [](Question& q, Office&) { q.listed.reset(), q.day_list_present = false; }, Outcome::admitted},
      {"typed", [](Question& q, Office&) { q.scan = TypedCode{"AD-QFJ8BD"}; }, Outcome::admitted},
      {"picked by staff", [](Question& q, Office&) { q.scan = PickedBooking{77}; }, Outcome::admitted},
      {"unreadable", [](Question& q, Office&) { q.scan = BadCode::unreadable; }, Outcome::unreadable},
      {"not a code", [](Question& q, Office&) { q.scan = BadCode::not_a_code; }, Outcome::not_a_code},
      {"forged", [](Question& q, Office&) { q.scan = BadCode::forged; }, Outcome::forged},
      {"unknown key", [](Question& q, Office&) { q.scan = BadCode::unknown_key; }, Outcome::unknown_key},
      {"signed for another office",
       [](Question& q, Office&) {
         auto code = paper();
         code.office = "FB";
         q.scan = code;
       },
       Outcome::wrong_office},
      {"typed for another office", [](Question& q, Office&) { q.scan = TypedCode{"FB-QFJ8BD"}; },
       Outcome::wrong_office},
      {"typed, without a dash", [](Question& q, Office&) { q.scan = TypedCode{"QFJ8BD"}; }, Outcome::wrong_office},
      {"typed, not on the list", [](Question& q, Office&) { q.scan = TypedCode{"AD-AAAAAA"}, q.listed.reset(); },
       Outcome::unknown_code},
      {"typed, no list yet",
       [](Question& q, Office&) { q.scan = TypedCode{"AD-QFJ8BD"}, q.listed.reset(), q.day_list_present = false; },
       Outcome::no_day_list},
      {"typed, no list yet, but used before by its QR",
       [](Question& q, Office&) {
         q.scan = TypedCode{"AD-QFJ8BD"}, q.listed.reset(), q.day_list_present = false;
         q.earlier = EarlierAdmission{at("10:05"), {"A001"}, 3};
       },
       Outcome::already_used},
      {"picked, gone from the list", [](Question& q, Office&) { q.scan = PickedBooking{78}, q.listed.reset(); },
       Outcome::unknown_code},
      {"used before",
       [](Question& q, Office&) {
         q.earlier = EarlierAdmission{at("10:05"), {"A001"}, 3};
       },
       Outcome::already_used},
      {"used before, then cancelled",
       [](Question& q, Office&) {
         q.earlier = EarlierAdmission{at("10:05"), {"A001"}, 3};
         q.listed->status = BookingStatus::cancelled;
       },
       Outcome::already_used},
      {"cancelled", [](Question& q, Office&) { q.listed->status = BookingStatus::cancelled; }, Outcome::cancelled,
       true},
      {"yesterday's", [](Question& q, Office&) { q.today = today.plus(1), q.now = at("10:30", today.plus(1)); },
       Outcome::wrong_day, true},
      {"tomorrow's", [](Question& q, Office&) { q.today = today.plus(-1), q.now = at("10:30", today.plus(-1)); },
       Outcome::wrong_day, true},
      {"after midnight of a day still open",
       [](Question& q, Office& o) {
         q.now = at("00:10", today.plus(1));
         policy(o).when_late = Late::normal_queue;
       },
       Outcome::admitted, false, Standing::late_normal_queue},
      {"moved to another day", [](Question& q, Office&) { q.listed->day = today.plus(2); }, Outcome::moved, true},
      {"moved to a later hour", [](Question& q, Office&) { q.listed->slot = one; }, Outcome::moved, true},
      {"moved from another day to this hour",
       [](Question& q, Office&) {
         auto code = paper();
         code.day = today.plus(-3);
         q.scan = code;
       },
       Outcome::admitted},
      {"moved to another office", [](Question& q, Office&) { q.listed->office = "FB"; }, Outcome::moved},
      {"a service this office has not",
       [](Question& q, Office& o) {
         o.services.clear();
         q.listed.reset();
       },
       Outcome::unknown_service},
      {"a service this office has not, used before",
       [](Question& q, Office& o) {
         o.services.clear();
         q.earlier = EarlierAdmission{at("10:05"), {"A001"}, 1};
       },
       Outcome::already_used},
      {"one minute before the early window", [](Question& q, Office&) { q.now = at("09:29"); }, Outcome::too_early,
       true},
      {"at the start of the early window", [](Question& q, Office&) { q.now = at("09:30"); }, Outcome::admitted},
      {"early, may wait",
       [](Question& q, Office& o) { q.now = at("08:00"), policy(o).when_early = Early::wait_for_hour; },
       Outcome::admitted, false, Standing::early_wait},
      {"before the doors open", [](Question& q, Office&) { q.phase = DayPhase::before_opening, q.now = at("09:45"); },
       Outcome::admitted},
      {"in the lunch break", [](Question& q, Office&) { q.phase = DayPhase::on_break; }, Outcome::admitted},
      {"in the last minute of the late window", [](Question& q, Office&) { q.now = at("12:14"); }, Outcome::admitted},
      {"late, end of the hour", [](Question& q, Office&) { q.now = at("12:15"); }, Outcome::admitted, false,
       Standing::late_end_of_hour},
      {"early by a clock that cannot be right", [](Question& q, Office&) { q.now = UtcTime{}, q.now_is_known = false; },
       Outcome::admitted},
      {"tomorrow's, by a clock that cannot be right",
       [](Question& q, Office&) { q.today = today.plus(-1), q.now = UtcTime{}, q.now_is_known = false; },
       Outcome::wrong_day, true},
      {"late, normal queue",
       [](Question& q, Office& o) { q.now = at("14:00"), policy(o).when_late = Late::normal_queue; }, Outcome::admitted,
       false, Standing::late_normal_queue},
      {"late, refused", [](Question& q, Office& o) { q.now = at("12:15"), policy(o).when_late = Late::refused; },
       Outcome::too_late, true},
      {"last numbers, in the hour", [](Question& q, Office&) { q.phase = DayPhase::last_numbers; }, Outcome::admitted},
      {"last numbers, late", [](Question& q, Office&) { q.phase = DayPhase::last_numbers, q.now = at("12:30"); },
       Outcome::day_closed, true},
      {"last numbers, late and refused anyway",
       [](Question& q, Office& o) {
         q.phase = DayPhase::last_numbers, q.now = at("12:30");
         policy(o).when_late = Late::refused;
       },
       Outcome::too_late, true},
      {"closed", [](Question& q, Office&) { q.phase = DayPhase::closed; }, Outcome::day_closed},
      {"closed, another day's", [](Question& q, Office&) { q.phase = DayPhase::closed, q.listed->day = today.plus(1); },
       Outcome::moved, true},
  };
}

}  // namespace antrean::checkin::test
