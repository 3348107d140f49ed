#include "faults.hpp"

#include <algorithm>
#include <memory>
#include <string>

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;

const std::array every_button{Button::next, Button::recall, Button::no_show, Button::done};

void for_a_while(World& world, Milliseconds lasts, const std::function<void(bool)>& set) {
  set(true);
  world.agenda.after(lasts, [set] { set(false); });
}

constexpr std::int64_t desk_commands = 20;

/// A command at a console, chosen by what the feed shows.
void desk(const Fault& fault, World& world) {
  const auto feed = world.feed();
  if (!feed || !world.alive()) {
    return;
  }
  const CounterId counter = fault.target;
  std::string at_counter;
  CounterId calling = counter;  // a counter that waits for the person it called, if there is one
  for (const CounterView& view : feed->counters) {
    if (view.id == counter) {
      at_counter = view.number.value_or("");
    }
    if (view.phase == TicketPhase::called) {
      calling = view.id;
    }
  }
  const auto some = [&](TicketPhase phase) -> std::string {
    std::vector<std::string> found;
    for (const TicketView& ticket : feed->tickets) {
      if (ticket.phase == phase) {
        found.push_back(ticket.number);
      }
    }
    return found.empty() ? std::string() : found[static_cast<std::size_t>(fault.detail) % found.size()];
  };
  Desk& desk = world.desk;
  const auto ask = [&desk, counter](queue::Action action) { desk.at_counter(counter, std::move(action)); };
  const auto for_a_time = [&](queue::Action action, Milliseconds time, const queue::Action& back) {
    ask(std::move(action));
    // It is tried repeatedly, because it is refused while somebody is at the counter.
    const auto done = std::make_shared<bool>(false);
    for (int tries = 0; tries < 100; ++tries) {
      world.agenda.after(time + tries * 3min, [&desk, counter, back, done] {
        if (!*done) {
          desk.at_counter(counter, back, [done](const Reply& reply) { *done = *done || reply.told == Told::done; });
        }
      });
    }
  };
  switch (fault.detail % desk_commands) {
    case 0:
      return ask(queue::Park{counter, "a form is missing", world.office_time() + 7min});
    case 1:
      return ask(queue::Transfer{some(TicketPhase::waiting), "ambil", "ambil", 0, "wrong line"});
    case 2:
      return desk.at_counter_agreed(counter,
                                    queue::CallOutOfOrder{counter, some(TicketPhase::waiting), "in a wheelchair"});
    case 3:
      return desk.at_entrance(queue::CancelTicket{some(TicketPhase::missed), "went home"});
    case 4:
      return desk.at_entrance(queue::GrantClass{some(TicketPhase::waiting), "priority", "elderly"});
    case 5:
      return ask(queue::CloseCounter{counter});
    case 6:
    case 7:
      return desk.at_counter(calling, queue::CancelCall{calling, "called by mistake"});
    case 8:
      return ask(
          queue::Transfer{at_counter, "", "", static_cast<CounterId>(counter % world.plan.counters + 1), "boss"});
    case 9:
      return for_a_time(queue::Login{counter, "whoever is signed in"}, 20min, queue::Logout{counter});
    case 10:
      return desk.relieve(counter, 35min);
    case 11:
      return for_a_time(queue::PauseCounter{counter, "a prayer"}, 6min, queue::OpenCounter{counter});
    case 12:
      return desk.at_entrance(queue::ReturnTicket{some(TicketPhase::missed)});
    case 13:
      return ask(queue::Resume{counter, some(TicketPhase::parked)});
    case 14:
      return ask(queue::Transfer{at_counter, "ambil", "ambil", 0, "asked for the wrong thing"});
    case 15:
      return ask(queue::UndoFinish{counter});
    case 16:
      // Done one moment too early: the officer sees it and takes it back.
      ask(queue::Finish{counter});
      return ask(queue::UndoFinish{counter});
    case 17:
    case 18:
      // A drill. It ends by itself, and sometimes sooner.
      desk.in_back_office(queue::PauseHall{"a drill", world.office_time() + 9min});
      if (fault.detail % 2 == 0) {
        world.agenda.after(4min, [&world] { world.desk.in_back_office(queue::ResumeHall{}); });
      }
      return;
    default:
      return desk.in_back_office(queue::CallOutOfOrder{counter, some(TicketPhase::missed), "has come back"});
  }
}

/// Two to four people. One has a forged code, the others are booked at another office. Each tries repeatedly,
/// at slightly different times.
void crowd(const Fault& fault, World& world) {
  queue::Chance chance(mixed(world.plan.seed, 8000 + static_cast<std::uint64_t>(fault.at.count())));
  const unsigned people = 2 + static_cast<unsigned>(fault.detail % 3);
  for (unsigned i = 0; i < people; ++i) {
    Booking booking;
    booking.id = 900'000 + i;
    booking.office = "JE";
    booking.code = std::string("JE-QFJ8B") + codes::alphabet[i];
    booking.day = the_day;
    booking.slot = {TimeOfDay{9 * 60}, TimeOfDay{10 * 60}};
    booking.service = "paspor";
    const bool bad = i == 0;
    const std::string paper = bad ? world.forged_qr_of(booking) : world.qr_of(booking);
    Nanoseconds at{0};
    for (int times = 0; times < 4; ++times) {
      at += Milliseconds{static_cast<std::int64_t>(chance.between(700, 4'000))};
      world.agenda.after(at, [&world, i, paper, code = bad ? std::string(ScreenAudit::forged) : booking.code] {
        world.hold_up(i, "visitor " + std::to_string(i + 1), paper, code);
      });
    }
  }
}

void stray_codes(const Fault& fault, World& world) {
  static constexpr std::array things{"8991234567890", "96385074", "https://wa.me/6281234567890", "BEGIN:VCARD",
                                     "JNE0012345678"};
  for (std::int64_t i = 0; i <= fault.detail % 20; ++i) {
    world.agenda.after(i * 900ms, [&world, i] {
      world.hold_up(static_cast<unsigned>(i % 3), "somebody", things[static_cast<std::size_t>(i) % things.size()],
                    ScreenAudit::stray);
    });
  }
}

/// A supervisor reads the alarm about people whose stage is gone, and puts them in line: in the stage that
/// has its name now.
void mind_the_stranded(World& world) {
  const auto feed = world.feed();
  const bool told = feed && std::any_of(feed->alarms.begin(), feed->alarms.end(),
                                        [](const AlarmView& alarm) { return alarm.subject == "settings"; });
  for (const TicketView& ticket : told ? feed->tickets : std::vector<TicketView>{}) {
    for (const queue::ServiceSettings& service : world.layout.plan.services) {
      const auto has = [&](const std::string& key) {
        return std::any_of(service.stages.begin(), service.stages.end(),
                           [&](const auto& stage) { return stage.key == key; });
      };
      std::string now = ticket.stage;
      while (service.key == ticket.service && !has(now) && now.size() < 60) {
        now += "-baru";
      }
      if (now != ticket.stage && has(now)) {
        world.desk.in_back_office(
            queue::PutInLine{ticket.service, ticket.stage, {}, now, "the stage has another name"});
        world.agenda.after(2min, [&world] { mind_the_stranded(world); });
        return;
      }
    }
  }
  if (world.of_day() < 20h) {
    world.agenda.after(2min, [&world] { mind_the_stranded(world); });
  }
}

void happen(const Fault& fault, World& world) {
  const UnitAddress pad = pad_address(fault.target);
  const UnitAddress board = board_address(fault.target);
  const std::uint32_t bit = 1U << fault.target;
  switch (fault.kind) {
    case FaultKind::crash:
      return world.kill(fault.lasts);
    case FaultKind::crash_in_commit:
      return world.kill_in_commit(Milliseconds{fault.detail % 4}, fault.lasts);
    case FaultKind::crash_at_press: {
      const Button button = every_button[static_cast<std::size_t>(fault.detail) % 4];
      if (alone(fault)) {
        world.press(fault.target, button);
        world.kill_in_commit(Milliseconds{fault.detail % 9}, fault.lasts);
        return;
      }
      world.press(fault.target, button);
      world.agenda.after(250ms, [&world, &fault, button] {
        world.press(fault.target, button);
        world.kill_in_commit(Milliseconds{2 * fault.detail}, fault.lasts);
      });
      return;
    }
    case FaultKind::power_cut:
      return world.cut_power(fault.lasts);
    case FaultKind::power_cut_in:
      world.expect_power_cut(fault.lasts);
      return world.disk().cut_power_in(world.disk().operations() + static_cast<std::uint64_t>(fault.detail));
    case FaultKind::wire_noise:
      return for_a_while(world, fault.lasts, [&world, detail = fault.detail](bool on) {
        world.wiring.set_noise(on ? 0.01 * static_cast<double>(detail) : 0);
        world.wiring.set_echo(on && detail % 2 == 1);
      });
    case FaultKind::unplugged:
      return for_a_while(world, fault.lasts, [&world](bool on) { world.wiring.set_unplugged(on); });
    case FaultKind::dead_board:
      return for_a_while(world, fault.lasts, [&world, board](bool on) { world.wiring.set_dead(board, on); });
    case FaultKind::dead_pad:
      return for_a_while(world, fault.lasts, [&world, pad](bool on) { world.wiring.set_dead(pad, on); });
    case FaultKind::pad_restart:
      return world.wiring.restart(pad);
    case FaultKind::pad_swapped:
      world.wiring.set_dead(pad, true);
      world.agenda.after(3s, [&world, pad] { world.wiring.swap(pad); });
      return;
    case FaultKind::board_restart:
      return world.wiring.restart(board);
    case FaultKind::bounce:
      return for_a_while(world, 30 * fault.lasts, [&world, bit](bool on) {
        world.bouncing = on ? world.bouncing | bit : world.bouncing & ~bit;
      });
    case FaultKind::stuck_button:
      return for_a_while(world, fault.lasts,
                         [&world, pad, button = every_button[static_cast<std::size_t>(fault.detail) % 4]](bool on) {
                           world.wiring.set_contact(pad, button, on);
                         });
    case FaultKind::press_twice:
      world.twice |= bit;
      return;
    case FaultKind::presses_unasked:
      for (std::int64_t i = 0; i <= fault.detail % 5; ++i) {
        world.agenda.after(i * 700ms, [&world, counter = fault.target, i, detail = fault.detail] {
          world.press(counter, every_button[static_cast<std::size_t>(detail * 7 + i * 3) % 4]);
        });
      }
      return;
    case FaultKind::clock_step:
      world.set_clock_ahead(Milliseconds{fault.detail});
      return;
    case FaultKind::clock_day:
      return for_a_while(world, fault.lasts, [&world, days = fault.detail](bool on) {
        world.clock_days_ahead = std::chrono::days{on ? days : 0};
      });
    case FaultKind::disk_full:
      return for_a_while(world, fault.lasts,
                         [&world](bool on) { world.disk().set_capacity(on ? world.disk().size() : 0); });
    case FaultKind::sync_errors:
      return world.disk().fail_syncs(static_cast<std::uint64_t>(fault.detail) % 5,
                                     1 + static_cast<std::uint64_t>(fault.detail) % 3);
    case FaultKind::portal_gone:
      return for_a_while(world, fault.lasts, [&world](bool on) { world.portal_line.gone = on; });
    case FaultKind::portal_slow:
      return for_a_while(world, 30 * fault.lasts, [&world](bool on) { world.portal_line.slow = on; });
    case FaultKind::portal_repeats:
      return for_a_while(world, 30 * fault.lasts, [&world](bool on) { world.portal_line.repeats = on; });
    case FaultKind::portal_power_cut:
      return world.portal.power_cut(static_cast<std::uint64_t>(fault.detail), world.true_time());
    case FaultKind::desk:
      return desk(fault, world);
    case FaultKind::crowd:
      return crowd(fault, world);
    case FaultKind::stray_codes:
      return stray_codes(fault, world);
    case FaultKind::settings:
      world.change_settings(fault.detail);
      world.kill(fault.lasts);
      world.agenda.after(2min, [&world] { mind_the_stranded(world); });
      return;
  }
}

}  // namespace

void put_on_agenda(const Fault& fault, World& world) {
  world.agenda.at(MonotonicTime{fault.at}, [&fault, &world] { happen(fault, world); });
}

}  // namespace antrean::simulation
