// Random commands, valid and invalid, from a seed: the same seed gives the same day on every machine.
#pragma once

#include <string>

#include "office.hpp"
#include "queue/estimate/chance.hpp"

namespace antrean::queue::test {

/// Two services in one journey of three stages with a new number, own lines, classes, parties, quotas: all
/// features at once.
inline PlanSettings everything(std::uint64_t seed) {
  Chance chance(seed ^ 0x5bd1e995);
  PlanSettings s = passport_office();
  s.services[0].stages.push_back({.key = "wawancara", .pool = "depan", .series = "collection", .keeps_place = false});
  s.services[1].stages[0].pool = "depan";
  s.services[1].walk_in[0].quota = 200;
  s.services[1].walk_in[0].from = TimeOfDay{0};
  s.services[1].walk_in[0].to = TimeOfDay{24 * 60};
  s.counters = {{1, "1", {{"paspor/berkas", "", 0}}},
                {2, "2", {{"paspor/berkas", "priority", 0}, {"paspor/berkas", "", 1}, {"depan", "", 2}}},
                {3, "3", {{"paspor/foto", "", 0}, {"paspor/berkas", "", 0}}},
                {4, "4", {{"depan", "", 0}, {"paspor/foto", "", 1}}}};
  s.officers = {{"sari", "Sari", {}}, {"budi", "Budi", {"depan"}}, {"tono", "Tono", {"paspor/berkas", "paspor/foto"}}};
  s.policy.max_passed = static_cast<std::uint16_t>(chance.below(12));
  if (chance.happens(0.5)) {
    s.policy.waiting_limit.reset();
  }
  if (chance.happens(0.3)) {
    s.policy.order = OrderKey::arrival;
  }
  s.classes[2].fills = chance.happens(0.4);
  s.classes[0].weight = static_cast<std::uint16_t>(1 + chance.below(4));
  s.calls.return_places = static_cast<std::uint16_t>(chance.below(4));
  s.calls.max_returns = static_cast<std::uint16_t>(chance.below(3));
  s.calls.login_required = chance.happens(0.2);
  s.calls.pads_without_login = chance.happens(0.8);
  s.services[0].hour_lead = Minutes{static_cast<int>(chance.below(3)) * 10};
  return s;
}

class RandomOffice {
 public:
  explicit RandomOffice(std::uint64_t seed) : office(everything(seed), "07:00"), chance_(seed) {}

  Office office;

  /// The events of one random command; empty if it was refused or made no event.
  std::vector<Event> step() {
    advance();
    const auto [by, action] = command();
    auto decision = office.ask(by, action);
    if (std::holds_alternative<Refusal>(decision)) {
      return {};
    }
    auto events = std::get<std::vector<Event>>(std::move(decision));
    Office::give_page_keys(events);
    return events;
  }

 private:
  void advance() {
    office.later(Milliseconds{static_cast<std::int64_t>(chance_.below(40'000))});
    if (chance_.happens(0.002)) {
      office.now -= Minutes{static_cast<int>(chance_.below(90))};
    }
    if (chance_.happens(0.001)) {
      office.later(std::chrono::hours{chance_.below(30)});
    }
  }

  CounterId counter() { return static_cast<CounterId>(1 + chance_.below(5)); }
  std::string number() {
    if (office.state.tickets.empty() || chance_.happens(0.03)) {
      return "Z999";
    }
    const std::size_t count = office.state.tickets.size();
    const std::size_t recent = std::min<std::size_t>(count, 25);
    return office.state.tickets[count - 1 - chance_.below(recent)].number.text();
  }
  /// Of somebody who was here lately, now and then on a day that is closed.
  std::string page() {
    const auto& closed = office.state.closed_days.days;
    const State& day = !closed.empty() && chance_.happens(0.1) ? *closed.back() : office.state;
    const std::size_t count = day.tickets.size();
    return count == 0 ? "" : day.tickets[count - 1 - chance_.below(std::min<std::size_t>(count, 60))].page_key;
  }
  std::string reason() { return chance_.happens(0.95) ? "because" : ""; }
  std::string klass() { return chance_.happens(0.2) ? "priority" : ""; }
  std::string officer() {
    constexpr const char* names[] = {"sari", "budi", "tono", "nobody"};
    return names[chance_.below(4)];
  }

  /// What holds for the whole hall. Most pauses end soon, or nobody would be called any more.
  std::pair<Actor, Action> hall() {
    std::optional<UtcTime> until;
    if (chance_.happens(0.6)) {
      until = office.now + Minutes{static_cast<int>(chance_.below(10))};
    }
    const auto& notices = office.state.notices;
    switch (chance_.below(8)) {
      case 0:
        return {office.supervisor, PauseHall{reason(), until}};
      case 1:
      case 2:
        return {office.supervisor, ResumeHall{}};
      case 3:
        return {office.supervisor, SetNotice{NoticeSeverity::notice, "Pengumuman", "", until}};
      case 6:
        return {office.clock, NoteSettings{chance_.happens(0.5) ? "aa" : "bb"}};
      case 4:
        return {office.supervisor, EndNotice{notices.empty() ? 0 : notices.front().id}};
      case 5:
        return {office.supervisor,
                SetWalkIns{"paspor", TimeOfDay{7 * 60}, static_cast<std::uint32_t>(chance_.below(90))}};
      default:
        return {office.supervisor,
                SetLastNumbers{chance_.happens(0.5) ? std::nullopt : std::optional(TimeOfDay{15 * 60})}};
    }
  }

  std::pair<Actor, Action> command() {
    const Actor staff = chance_.happens(0.8) ? Actor{ActorKind::officer, officer()} : office.supervisor;
    if (chance_.happens(0.01)) {
      return hall();
    }
    switch (chance_.below(40)) {
      case 0:
        if (office.state.day_state == DayState::closed && chance_.happens(0.5)) {
          return {office.supervisor, OpenDay{office.state.day}};
        }
        return {office.supervisor, chance_.happens(0.02) ? Action{CloseDay{}} : Action{Tick{}}};
      case 1:
        return {office.clock, Tick{}};
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
        return {office.entrance, WalkIn{chance_.happens(0.7) ? "paspor" : "ambil", klass(), "own", 1}};
      case 7:
      case 8:
      case 9: {
        Admit admit = Office::booking(1 + chance_.below(400), "08:00", static_cast<Standing>(chance_.below(4)));
        admit.slot.start = TimeOfDay{static_cast<int>(7 + chance_.below(9)) * 60};
        admit.class_key = klass();
        admit.party = static_cast<std::uint8_t>(1 + chance_.below(5));
        admit.people = static_cast<std::uint8_t>(1 + chance_.below(admit.party));
        admit.numbers = static_cast<std::uint8_t>(1 + chance_.below(admit.people));
        return {office.entrance, admit};
      }
      case 10:
        return {staff, GrantClass{number(), chance_.happens(0.5) ? "priority" : "walk_in", reason()}};
      case 11:
      case 12:
        return {staff, ReturnTicket{number()}};
      case 13:
        return {staff, CancelTicket{number(), reason()}};
      case 14:
      case 15:
      case 16:
      case 17:
        return {staff, CallNext{counter()}};
      case 18:
        return {staff, Recall{counter()}};
      case 19:
        return {staff, Start{counter()}};
      case 20:
      case 21:
        return {staff, NoShow{counter()}};
      case 22:
      case 23:
      case 24:
        return {staff, Finish{counter()}};
      case 25:
        return {staff, chance_.happens(0.5) ? Action{FinishAndNext{counter()}} : Action{UndoFinish{counter()}}};
      case 26: {
        std::optional<UtcTime> until;
        if (chance_.happens(0.6)) {
          until = office.now + Minutes{static_cast<int>(chance_.below(20))};
        }
        return {staff, Park{counter(), reason(), until}};
      }
      case 27:
        return {staff, Resume{counter(), number()}};
      case 28:
        return {staff, CancelCall{counter(), reason()}};
      case 29:
        return {staff, CallOutOfOrder{counter(), number(), reason()}};
      case 30:
        return {staff, ServeDirect{counter(), "paspor", klass(), reason()}};
      case 31: {
        constexpr const char* stages[] = {"berkas", "foto", "wawancara"};
        return {staff, Transfer{number(), "paspor", stages[chance_.below(3)],
                                chance_.happens(0.4) ? counter() : CounterId{0}, reason()}};
      }
      case 32:
      case 33:
        return {staff, OpenCounter{counter()}};
      case 34:
        return {staff, chance_.happens(0.3)   ? Action{PauseCounter{counter(), reason()}}
                       : chance_.happens(0.3) ? Action{CloseCounter{counter()}}
                                              : Action{Tick{}}};
      case 35:
        return {staff, Login{counter(), officer(), chance_.happens(0.3)}};
      case 36:
        return {staff, chance_.happens(0.3) ? Action{Logout{counter()}} : Action{Tick{}}};
      case 37:
        if (chance_.happens(0.5)) {
          return {office.clock, GiveFeedback{page(), static_cast<Feedback>(chance_.below(feedbacks))}};
        }
        return {office.entrance, AnswerScan{"unknown_code", std::to_string(chance_.below(3)), {}, "", ""}};
      default:
        return {office.pad, Press{counter(), static_cast<PadButton>(chance_.below(4))}};
    }
  }

  Chance chance_;
};

}  // namespace antrean::queue::test
