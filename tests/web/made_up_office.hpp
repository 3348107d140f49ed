// An office that exists only in the test, for the pages: a plan, a snapshot, and implementations of the
// pages' interfaces that do exactly what they are told.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "checkin/checkin.hpp"
#include "queue/plan.hpp"
#include "values/snapshot.hpp"
#include "web/counter_routes.hpp"
#include "web/office_port.hpp"

namespace antrean::web::test {

inline constexpr std::int64_t noon_utc = 1'795'323'600'000;  ///< 2026-11-22 12:00 WIB

inline queue::Plan made_up_plan() {
  queue::PlanSettings plan;
  plan.office = "AD";
  plan.office_name = "Kantor Imigrasi Bandung";
  plan.series = {{"online", "B", 1, 999}, {"umum", "A", 1, 999}, {"prioritas", "C", 1, 999}};
  for (const auto& [key, id, en] : {std::array{"booked", "Booking", "Booked"}, std::array{"walk_in", "Umum", "Walk-in"},
                                    std::array{"priority", "Lansia, hamil, difabel", "Elderly, pregnant, disabled"}}) {
    queue::ClassSettings one;
    one.key = key;
    one.name_id = id;
    one.name_en = en;
    plan.classes.push_back(one);
  }
  plan.classes[2].series = "prioritas";
  queue::ServiceSettings passport;
  passport.key = "paspor";
  passport.name_id = "Paspor baru & penggantian";
  passport.name_en = "New passport & renewal";
  passport.series = "online";
  for (const auto& [key, id, en] : {std::array{"berkas", "Pemeriksaan berkas", "Documents"},
                                    std::array{"foto", "Wawancara & foto", "Interview & photo"}}) {
    queue::StageSettings stage;
    stage.key = key;
    stage.name_id = id;
    stage.name_en = en;
    passport.stages.push_back(stage);
  }
  queue::WalkInRule rule;
  rule.from = TimeOfDay(8 * 60);
  rule.to = TimeOfDay(15 * 60);
  rule.reasons = {"hilang", "rusak"};
  passport.walk_in.push_back(rule);
  plan.services.push_back(passport);
  for (CounterId id = 1; id <= 6; ++id) {
    const std::string pool = id <= 3 ? "paspor/berkas" : "paspor/foto";
    queue::CounterSettings counter;
    counter.id = id;
    counter.name = "Loket " + std::to_string(id);
    counter.serves = {{pool, "", 0}};
    plan.counters.push_back(counter);
  }
  plan.officers = {{"budi", "Budi Santoso", {}}, {"siti", "Siti Rahma", {}}};
  auto made = queue::Plan::make(plan);
  if (auto* problems = std::get_if<std::vector<queue::PlanProblem>>(&made)) {
    throw std::logic_error(problems->at(0).where + ": " + problems->at(0).text);
  }
  return std::get<queue::Plan>(std::move(made));
}

inline Snapshot made_up_snapshot() {
  Snapshot s;
  s.version = 1;
  s.journal_seq = 420;
  s.office = "AD";
  s.office_name = "Kantor Imigrasi Bandung";
  s.day = *OfficeDay::parse("2026-11-22");
  s.phase = DayPhase::open;
  s.at = from_ms(noon_utc);
  const auto called = [&](CounterId id, const char* number, TicketPhase phase, int minutes) {
    CounterView counter;
    counter.id = id;
    counter.name = "Loket " + std::to_string(id);
    counter.state = CounterState::open;
    counter.number = number;
    counter.phase = phase;
    counter.call = 100u + id;
    counter.called_at = s.at - Minutes(minutes);
    counter.waiting = 14;
    s.counters.push_back(counter);
    TicketView ticket;
    ticket.number = number;
    ticket.service = "paspor";
    ticket.phase = phase;
    ticket.counter = id;
    s.tickets.push_back(ticket);
    s.calls.insert(s.calls.begin(), CallView{100u + id, number, id, "paspor", false, counter.called_at});
  };
  called(1, "B021", TicketPhase::serving, 7);
  called(2, "B024", TicketPhase::serving, 3);
  called(3, "C002", TicketPhase::called, 1);
  for (CounterId id = 4; id <= 6; ++id) {
    CounterView counter;
    counter.id = id;
    counter.name = "Loket " + std::to_string(id);
    counter.state = id == 4 ? CounterState::open : id == 5 ? CounterState::paused : CounterState::closed;
    counter.waiting = 3;
    s.counters.push_back(counter);
  }
  for (std::uint16_t i = 0; i < 14; ++i) {
    TicketView ticket;
    ticket.number = (i % 5 == 3 ? "A0" : "B0") + std::to_string(25 + i);
    ticket.service = "paspor";
    ticket.stage = "berkas";
    ticket.ahead = i;
    const auto likely = static_cast<std::uint16_t>(2 + i * 3);
    ticket.wait =
        WaitRange{static_cast<std::uint16_t>(likely * 7 / 10), likely, static_cast<std::uint16_t>(likely * 14 / 10)};
    s.tickets.push_back(ticket);
  }
  TicketView missed;
  missed.number = "B019";
  missed.service = "paspor";
  missed.phase = TicketPhase::missed;
  s.tickets.push_back(missed);
  TicketView parked;
  parked.number = "B016";
  parked.service = "paspor";
  parked.phase = TicketPhase::parked;
  parked.until = s.at + Minutes(20);
  s.tickets.push_back(parked);
  ServiceView service;
  service.key = "paspor";
  service.name = "Paspor baru & penggantian";
  service.letter = "B";
  service.waiting = 14;
  service.wait = WaitRange{28, 40, 56};
  s.services.push_back(service);
  static_cast<EntranceAnswer&>(s.entrance) = {7,
                                              "admitted",
                                              {"B038"},
                                              "Selamat datang. Nomor Anda B038, mohon menunggu panggilan.",
                                              "Welcome. Your number is B038; please wait for your call.",
                                              s.at};
  return s;
}

class TestSink final : public CommandSink {
 public:
  boost::asio::awaitable<Answer> submit(queue::Command command) override {
    got.push_back(std::move(command));
    co_return next;
  }
  std::optional<Bilingual> why(std::string_view number) override {
    if (number != "B025") {
      return std::nullopt;
    }
    return Bilingual{"B025 berikutnya: jam pesanannya paling awal.", "B025 is next: its booked hour is the earliest."};
  }
  std::vector<std::pair<CounterId, std::string>> officers() override { return {{3, "budi"}}; }
  std::vector<queue::Command> got;
  Answer next;
};

/// Counter 3 has C002, who booked; the others have nobody.
class TestCounters final : public CounterPort {
 public:
  std::optional<queue::CounterStaffView> staff_view(CounterId counter) override {
    if (counter == 0 || counter > 6) {
      return std::nullopt;
    }
    const UtcTime now = from_ms(noon_utc) + shift;
    queue::CounterStaffView view;
    view.officers = {{3, "budi"}};
    view.next = "B025";
    if (counter == 3) {
      view.person = queue::PersonView{.number = "C002",
                                      .service = "paspor",
                                      .stage = "foto",
                                      .class_key = "priority",
                                      .booking = 17,
                                      .code = "AD-QFJ8BD",
                                      .hour = SlotHours{TimeOfDay(8 * 60), TimeOfDay(10 * 60)},
                                      .people = 2,
                                      .came = now - Minutes(62),
                                      .waits_since = now - Minutes(41),
                                      .called = now - Minutes(3),
                                      .recalls = 2,
                                      .recalled = now - Minutes(1),
                                      .returns = 0,
                                      .steps = {}};
      view.person->steps = {{.kind = queue::StepKind::finished,
                             .at = now - Minutes(41),
                             .by_kind = queue::ActorKind::officer,
                             .by = "siti",
                             .counter = 1,
                             .service = "paspor",
                             .stage = "berkas",
                             .reason = {}}};
    } else {
      view.finished = "B020";
    }
    view.waiting = {{"B025", "booked", SlotHours{TimeOfDay(8 * 60), TimeOfDay(10 * 60)}, now - Minutes(30)},
                    {"A028", "walk_in", std::nullopt, now - Minutes(20)}};
    return view;
  }
  boost::asio::awaitable<std::optional<Booking>> booking(BookingId id, std::string code) override {
    Booking booking;
    booking.name = "Dewi <Lestari>";
    booking.nik_last4 = "0042";
    co_return id == 17 && code == "AD-QFJ8BD" && listed ? std::optional(booking) : std::nullopt;
  }
  std::optional<Bilingual> why(std::string_view number) override {
    return Bilingual{std::string(number) + " berikutnya: jam pesanannya paling awal.",
                     std::string(number) + " is next: its booked hour is the earliest."};
  }
  std::optional<queue::Refusal> would_refuse(const queue::Command& command) override {
    asked.push_back(command);
    if (const auto* transfer = std::get_if<queue::Transfer>(&command.action)) {
      if (transfer->counter > 2 || transfer->stage == "berkas") {
        return queue::Refusal{.reason = queue::Reason::counter_closed, .counter = transfer->counter};
      }
      return std::nullopt;
    }
    const auto* undo = std::get_if<queue::UndoFinish>(&command.action);
    return undo != nullptr && undo->counter == 3
               ? std::optional(
                     queue::Refusal{.reason = queue::Reason::not_your_counter, .counter = 3, .subject = "budi"})
               : std::nullopt;
  }
  std::vector<queue::Command> asked;
  bool listed = true;
  Milliseconds shift{0};
};

class TestDesk final : public EntrancePort {
 public:
  boost::asio::awaitable<EntranceReply> take(EntranceRequest entry) override {
    got.push_back(std::move(entry));
    co_return next;
  }
  boost::asio::awaitable<std::vector<FoundBooking>> find(std::string name, std::optional<TimeOfDay> hour) override {
    asked_name = std::move(name);
    asked_hour = hour;
    Booking booking;
    booking.id = 17;
    booking.code = "AD-QFJ8BD";
    booking.name = "Dewi <Lestari>";
    booking.nik_last4 = "0042";
    booking.service = "paspor";
    booking.slot = {TimeOfDay(8 * 60), TimeOfDay(10 * 60)};
    booking.companions = {{"Budi Lestari", "0043"}};
    booking.party = 2;
    std::vector<FoundBooking> found{{.booking = booking, .in = {}, .name = "Budi Lestari"}};
    booking.companions.clear();
    booking.party = 1;
    booking.id = 18;
    booking.code = "AD-M8H7GV";
    booking.name = "Dewi Anggraini";
    found.push_back(
        {.booking = booking,
         .in = FoundBooking::In{.at = from_ms(noon_utc),
                                .numbers = {"B027"},
                                .people = 1,
                                .words = {"Sudah masuk pukul 12.00, nomor B027", "In since 12:00, number B027"}},
         .name = booking.name});
    co_return found;
  }
  EntranceReply show_again(std::string_view number) override {
    shown.emplace_back(number);
    return number == "B027" ? EntranceReply{"shown_again",
                                            {"Nomor antrean Anda B027.", "Your number is B027."},
                                            {"B027"},
                                            false,
                                            0,
                                            ""}
                            : EntranceReply{"unknown_number", {"Tidak ada.", "There is none."}, {}, false, 0, ""};
  }
  Bilingual whom_to_ask() const override { return {"petugas di meja informasi", "the staff at the information desk"}; }
  std::vector<EntranceRequest> got;
  EntranceReply next{"admitted", {"Nomor Anda B039.", "Your number is B039."}, {"B039"}, false, 0, ""};
  std::vector<std::string> shown;
  std::string asked_name;
  std::optional<TimeOfDay> asked_hour;
};

/// A ticket printer: B027 can be printed.
class TestTickets final : public TicketDesk {
 public:
  EntranceReply print_again(std::string_view number) override {
    printed.emplace_back(number);
    return number == "B027"
               ? EntranceReply{"printing", {"Tiket B027 dicetak.", "Ticket B027 is being printed."}, {"B027"}, false, 0,
                               ""}
               : EntranceReply{"unknown_number", {"Tidak ada.", "There is none."}, {}, false, 0, ""};
  }
  PrinterNow printer() const override { return now; }
  PrinterNow now;
  std::vector<std::string> printed;
};

}  // namespace antrean::web::test
