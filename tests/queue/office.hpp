// A small passport office for tests of the queue: settings, a state, a clock that the test sets, and every
// event so far.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "queue/engine.hpp"
#include "queue/plan.hpp"
#include "queue/state.hpp"

namespace antrean::queue::test {

inline OfficeDay monday() { return *OfficeDay::parse("2026-11-23"); }
inline UtcTime at(const char* time, OfficeDay day = monday()) {
  return instant(day, *TimeOfDay::parse(time), Zone::wib);
}

/// Documents, then photo, in one journey with one number; collection is a separate service. Two booked people
/// are called for one walk-in and one of the priority class.
inline PlanSettings passport_office() {
  PlanSettings s;
  s.office = "AD";
  s.office_name = "Kantor Imigrasi Bandung";
  s.series = {{"walk_in", "AK"}, {"online", "B"}, {"priority", "C"}, {"collection", "D"}};
  s.classes = {{.key = "booked", .name_id = "booking", .name_en = "booked", .weight = 2, .series = "online"},
               {.key = "priority",
                .name_id = "prioritas",
                .name_en = "priority",
                .weight = 1,
                .series = "priority",
                .daily_quota = 50,
                .waiting_limit = Minutes{30}},
               {.key = "walk_in", .name_id = "datang langsung", .name_en = "walk-in", .weight = 1}};
  ServiceSettings passport;
  passport.key = "paspor";
  passport.name_id = "Paspor";
  passport.name_en = "Passport";
  passport.series = "walk_in";
  passport.stages = {{.key = "berkas", .name_id = "Berkas", .name_en = "Documents"},
                     {.key = "foto", .name_id = "Foto", .name_en = "Photo"}};
  passport.walk_in = {{.from = TimeOfDay{7 * 60}, .to = TimeOfDay{15 * 60}}};
  ServiceSettings collection;
  collection.key = "ambil";
  collection.name_id = "Pengambilan";
  collection.name_en = "Collection";
  collection.series = "collection";
  collection.booked_class = "walk_in";
  collection.stages = {{.key = "ambil", .name_id = "Pengambilan", .name_en = "Collection", .typical = Minutes{2}}};
  collection.walk_in = {{.from = TimeOfDay{10 * 60},
                         .to = TimeOfDay{15 * 60},
                         .weekdays = 0x3e,
                         .quota = 3,
                         .reasons = {"own", "family"}}};
  s.services = {passport, collection};
  s.counters = {{1, "Loket 1", {{"paspor/berkas", "", 0}}},
                {2, "Loket 2", {{"paspor/berkas", "", 0}}},
                {3, "Loket 3", {{"paspor/foto", "", 0}}},
                {4, "Loket 4", {{"ambil/ambil", "", 0}, {"paspor/berkas", "", 1}}}};
  s.officers = {{"sari", "Sari", {}}, {"budi", "Budi", {"ambil/ambil"}}};
  DayHours hours;
  hours.breaks = {{TimeOfDay{12 * 60}, TimeOfDay{13 * 60}}};
  for (std::size_t day = 1; day <= 5; ++day) {
    s.week[day] = hours;
  }
  s.week[5]->breaks = {{TimeOfDay{11 * 60 + 30}, TimeOfDay{13 * 60}}};
  s.holidays = {*OfficeDay::parse("2026-12-25")};
  s.calls.return_places = 2;
  s.running_text = "Selamat datang";
  return s;
}

inline Plan plan_of(PlanSettings settings) { return std::get<Plan>(Plan::make(std::move(settings))); }

class Office {
 public:
  explicit Office(PlanSettings settings = passport_office(), const char* time = "08:00")
      : plan(plan_of(std::move(settings))), state(plan), now(at(time)) {}

  Plan plan;
  State state;
  UtcTime now;
  std::vector<Event> log;
  Actor officer{ActorKind::officer, "sari"};
  Actor supervisor{ActorKind::supervisor, "wati"};
  Actor pad{ActorKind::pad, "pad 1"};
  Actor entrance{ActorKind::entrance, "scanner"};
  Actor clock{ActorKind::system, "clock"};

  Decision ask(const Actor& by, const Action& action) const { return decide(state, plan, {by, action}, now); }

  /// Carries out the action. A refusal fails the test by bad_variant_access.
  std::vector<Event> act(const Actor& by, const Action& action) {
    auto events = std::get<std::vector<Event>>(ask(by, action));
    give_page_keys(events);
    for (const auto& event : events) {
      take(event);
    }
    return events;
  }
  std::vector<Event> act(const Action& action) { return act(officer, action); }
  /// As the command loop does.
  static void give_page_keys(std::vector<Event>& events) {
    for (auto& event : events) {
      if (auto* issued = std::get_if<TicketIssued>(&event.body)) {
        issued->page_key = "page " + std::to_string(event.seq);
      }
    }
  }
  void take(const Event& event) {
    apply(state, plan, event);
    log.push_back(event);
  }

  /// The refusal's word, or "ok". Changes nothing.
  std::string answer(const Actor& by, const Action& action) const {
    const auto decision = ask(by, action);
    const auto* refusal = std::get_if<Refusal>(&decision);
    return refusal != nullptr ? std::string(word(refusal->reason)) : "ok";
  }
  std::string answer(const Action& action) const { return answer(officer, action); }

  void later(std::chrono::milliseconds span) { now += span; }

  void open(std::initializer_list<CounterId> counters) {
    act(clock, OpenDay{OfficeDay::of(now, Zone::wib)});
    for (const auto id : counters) {
      act(OpenCounter{id});
    }
  }

  std::string walk_in(const std::string& klass = "", const std::string& service = "paspor") {
    const auto events = act(entrance, WalkIn{service, klass, service == "ambil" ? "own" : "", 1});
    return std::get<TicketIssued>(events.back().body).number;
  }
  std::string book(BookingId id, const char* hour, Standing standing = Standing::on_time) {
    return std::get<TicketIssued>(act(entrance, booking(id, hour, standing)).back().body).number;
  }
  static Admit booking(BookingId id, const char* hour, Standing standing = Standing::on_time) {
    Admit admit;
    admit.booking = id;
    admit.code = "AD-" + std::to_string(100000 + id);
    admit.service = "paspor";
    const TimeOfDay start = *TimeOfDay::parse(hour);
    admit.slot = {start, TimeOfDay{start.minutes() + 60}};
    admit.standing = standing;
    return admit;
  }

  /// The number that was called; "" if nobody was called.
  std::string call(CounterId counter) {
    const auto decision = ask(officer, CallNext{counter});
    if (std::holds_alternative<Refusal>(decision)) {
      return {};
    }
    for (const auto& event : std::get<std::vector<Event>>(decision)) {
      take(event);
    }
    return std::get<Called>(log.back().body).number;
  }
  /// Calls and finishes until nobody waits for the counter: "B001 A001 B002".
  std::string call_all(CounterId counter) {
    std::string order;
    for (auto number = call(counter); !number.empty(); number = call(counter)) {
      order += (order.empty() ? "" : " ") + number;
      act(Finish{counter});
    }
    return order;
  }

  const Ticket& ticket(const std::string& number) const { return *state.find(std::string_view(number)); }
  TurnKind last_turn() const { return std::get<Called>(log.back().body).turn.kind; }
};

/// "finished called"
inline std::string names(const std::vector<Event>& events) {
  std::string text;
  for (const auto& event : events) {
    text += (text.empty() ? "" : " ") + std::string(name_of(event));
  }
  return text;
}

}  // namespace antrean::queue::test
