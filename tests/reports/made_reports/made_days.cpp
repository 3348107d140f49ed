#include "made_reports/made_days.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "queue/engine.hpp"

namespace antrean::tests {
namespace {

using queue::ActorKind;

std::string officer_of(CounterId counter, unsigned shift) { return fmt::format("petugas{}", counter + shift * 1000U); }

class Office {
 public:
  Office(const queue::Plan& plan, const MadeDays& wanted)
      : plan_(plan), wanted_(wanted), random_(wanted.seed), says_(wanted.seed), state_(plan) {}

  std::vector<queue::Event> day(OfficeDay day) {
    const auto at = [&](int minutes) { return instant(day, TimeOfDay{minutes}, plan_.settings().zone); };
    constexpr int opens = 7 * 60 + 30, closes = 16 * 60;
    now_ = at(opens);
    act(ActorKind::system, queue::Tick{});
    if (state_.day_state != queue::DayState::open || state_.day != day) {
      act(ActorKind::supervisor, queue::OpenDay{day});
    }
    for (const auto& counter : plan_.settings().counters) {
      now_ += std::chrono::seconds{3};
      sign_in(counter.id);
      act(ActorKind::officer, queue::OpenCounter{counter.id});
    }
    // As many calls as there are stages, and some more.
    const unsigned steps = wanted_.tickets_a_day * 5;
    unsigned came = 0;
    for (unsigned step = 0; step < steps; ++step) {
      now_ = at(opens + 5) + std::chrono::seconds{(closes - opens - 10) * 60} * step / steps;
      if (came * 4 < step && came < wanted_.tickets_a_day) {
        arrive(++came);
      }
      at_counter(plan_.settings().counters[random_() % plan_.settings().counters.size()].id);
      say_something(1);
      if (step == steps / 2 && wanted_.exceptions) {
        change_officers();
      }
    }
    now_ = at(closes);
    act(ActorKind::supervisor, queue::CloseDay{});
    say_something(2);
    if (wanted_.exceptions && chance(2)) {
      now_ += std::chrono::seconds{90};
      act(ActorKind::supervisor, queue::Rollover{day, "closed by mistake"});
      for (unsigned step = 0; step < 20; ++step) {
        now_ += std::chrono::seconds{40};
        const CounterId counter = plan_.settings().counters[random_() % plan_.settings().counters.size()].id;
        act(ActorKind::officer, queue::OpenCounter{counter});
        at_counter(counter);
      }
      act(ActorKind::supervisor, queue::CloseDay{});
      say_something(1);
    }
    return std::exchange(events_, {});
  }

 private:
  bool chance(unsigned of) { return random_() % of == 0; }

  template <class Action>
  bool act(ActorKind kind, Action action) {
    auto decision =
        queue::decide(state_, plan_, {.by = {.kind = kind, .name = "made"}, .action = std::move(action)}, now_);
    auto* events = std::get_if<std::vector<queue::Event>>(&decision);
    if (events == nullptr) {
      return false;
    }
    for (queue::Event& event : *events) {
      if (auto* issued = std::get_if<queue::TicketIssued>(&event.body)) {
        issued->page_key = fmt::format("{:024x}", event.seq);
        pages_.push_back(issued->page_key);
      }
      queue::apply(state_, plan_, event);
      events_.push_back(std::move(event));
    }
    return true;
  }

  void sign_in(CounterId counter) {
    std::string officer = officer_of(counter, shift_);
    act(ActorKind::officer, queue::Login{.counter = counter, .officer = std::move(officer), .take_over = true});
  }
  void change_officers() {
    shift_ = 1 - shift_;
    for (const auto& counter : plan_.settings().counters) {
      if (chance(2)) {
        sign_in(counter.id);
      }
    }
  }

  void arrive(unsigned person) {
    const auto& services = plan_.settings().services;
    const auto& service = services[random_() % services.size()].key;
    const auto& classes = plan_.settings().classes;
    if (chance(3)) {
      const std::string klass = chance(4) ? classes[random_() % classes.size()].key : "";
      for (const char* reason : {"", "hilang", "lansia"}) {
        if (act(ActorKind::entrance, queue::WalkIn{.service = service, .class_key = klass, .reason = reason})) {
          return;
        }
      }
    }
    queue::Admit admit;
    admit.booking = ++bookings_;
    admit.code = fmt::format("JE-{:06}", bookings_);
    admit.service = service;
    const int hour = TimeOfDay::of(now_, plan_.settings().zone).minutes() / 60 * 60;
    admit.slot = {TimeOfDay{hour}, TimeOfDay{hour + 60}};
    admit.party = admit.people = static_cast<std::uint8_t>(1 + (chance(5) ? random_() % 3 : 0));
    admit.listed = person % 7 != 0;
    act(ActorKind::entrance, std::move(admit));
  }

  /// A number of today in this state.
  std::optional<std::string> some(queue::TicketState wanted) {
    std::vector<const queue::Ticket*> found;
    for (const queue::Ticket& ticket : state_.tickets) {
      if (ticket.state == wanted) {
        found.push_back(&ticket);
      }
    }
    return found.empty() ? std::nullopt : std::optional(found[random_() % found.size()]->number.text());
  }

  void at_counter(CounterId counter) {
    if (wanted_.exceptions && chance(6)) {
      exception(counter);
      return;
    }
    if (chance(12)) {
      for (unsigned i = 0; i < plan_.settings().calls.recalls_before_no_show; ++i) {
        act(ActorKind::supervisor, queue::Recall{.counter = counter});
      }
      act(ActorKind::supervisor, queue::NoShow{.counter = counter});
    } else if (chance(15)) {
      act(ActorKind::supervisor, queue::Recall{.counter = counter});
    } else {
      act(ActorKind::supervisor, queue::FinishAndNext{.counter = counter}) ||
          act(ActorKind::supervisor, queue::CallNext{counter});
    }
  }

  /// One of the people who were here last says how it was, and may say it twice, or a day later.
  void say_something(unsigned times) {
    for (unsigned i = 0; i < times && !pages_.empty(); ++i) {
      const std::size_t back = says_() % std::min<std::size_t>(pages_.size(), wanted_.tickets_a_day);
      act(ActorKind::system,
          queue::GiveFeedback{pages_[pages_.size() - 1 - back], static_cast<Feedback>(says_() % feedbacks)});
    }
  }

  void exception(CounterId counter) {
    const auto by = ActorKind::supervisor;
    const auto& services = plan_.settings().services;
    switch (random_() % 12) {
      case 0:
        act(by, queue::Finish{.counter = counter}) && act(by, queue::UndoFinish{counter});
        break;
      case 1:
        act(by, queue::CancelCall{counter, "wrong key"});
        break;
      case 2:
        act(by, queue::Park{counter, "a copy is missing", std::nullopt});
        break;
      case 3:
        if (const auto number = some(queue::TicketState::parked)) {
          act(by, queue::Resume{counter, *number});
        }
        break;
      case 4:
      case 5:
        if (const auto number = some(queue::TicketState::missed)) {
          chance(2) ? act(by, queue::ReturnTicket{*number}) : act(by, queue::CallOutOfOrder{counter, *number, "came"});
        }
        break;
      case 6:
        if (const auto number = some(chance(2) ? queue::TicketState::waiting : queue::TicketState::missed)) {
          act(by, queue::CancelTicket{*number, "went home"});
        }
        break;
      case 7:
        if (const auto number = some(queue::TicketState::waiting)) {
          const auto& classes = plan_.settings().classes;
          act(by, queue::GrantClass{*number, classes[random_() % classes.size()].key, "ill"});
        }
        break;
      case 8:
        if (const auto number = some(queue::TicketState::waiting)) {
          const auto& service = services[random_() % services.size()];
          act(by, queue::Transfer{*number, service.key, service.stages[random_() % service.stages.size()].key, 0,
                                  "wrong line"});
        }
        break;
      case 9:
        act(by, queue::ServeDirect{counter, services[random_() % services.size()].key, "", "at the counter", ""});
        break;
      case 10:
        act(by, queue::CloseCounter{counter});
        sign_in(counter);
        act(by, queue::OpenCounter{counter});
        break;
      default:
        if (const auto number = some(queue::TicketState::waiting)) {
          act(by, queue::CallOutOfOrder{counter, *number, "must leave"});
        }
        break;
    }
  }

  const queue::Plan& plan_;
  MadeDays wanted_;
  std::mt19937 random_;
  std::mt19937 says_;  ///< of its own, so that who says what changes nothing else
  queue::State state_;
  UtcTime now_{};
  unsigned shift_ = 0;
  BookingId bookings_ = 0;
  std::vector<std::string> pages_;  ///< of all tickets, in the order they were issued
  std::vector<queue::Event> events_;
};

}  // namespace

queue::PlanSettings with_officers(queue::PlanSettings settings) {
  for (const auto& counter : settings.counters) {
    for (const unsigned shift : {0U, 1U}) {
      const std::string key = officer_of(counter.id, shift);
      settings.officers.push_back({.key = key, .name = "Petugas " + key.substr(7), .pools = {}});
    }
  }
  return settings;
}

void make_days(const queue::Plan& plan, const MadeDays& wanted,
               const std::function<void(std::vector<queue::Event>)>& take) {
  Office office(plan, wanted);
  for (unsigned i = 0; i < wanted.days; ++i) {
    const OfficeDay day = wanted.first.plus(static_cast<int>(i));
    if (day.weekday() != std::chrono::Sunday) {
      take(office.day(day));
    }
  }
}

}  // namespace antrean::tests
