#include "command_loop/pads.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

#include "command_loop/pad_units.hpp"

namespace antrean::office {
namespace {

namespace asio = boost::asio;

/// If one reading has presses of two buttons, both came within one round of the bus, and their order is
/// unknown. A button that ends a visit goes before one that begins the next.
constexpr std::array<Button, button_count> order{Button::done, Button::no_show, Button::recall, Button::next};

/// If a pad restarts more often than this during one commit, its presses are not kept.
constexpr std::size_t most_boots = 4;

/// Nobody waits until the journal knows that a flash was shown, and often the next press is committed with
/// it.
constexpr std::chrono::seconds journal_told_after{1};

/// Long enough to be read by somebody who was called to it.
constexpr std::chrono::minutes old_press_is_told_for{10};

/// So that somebody who comes in the afternoon reads what was changed at noon.
constexpr std::chrono::hours other_unit_is_told_for{4};

std::string old_press_alarm(const PadId& pad) { return text(pad) + " press"; }
std::string other_unit_alarm(const PadId& pad) { return text(pad) + " unit"; }

queue::Command alarm(const std::string& subject, std::string id, std::string en) {
  return {.by = {.kind = queue::ActorKind::system, .name = "pads"},
          .action = queue::RaiseAlarm{.subject = subject, .text_id = std::move(id), .text_en = std::move(en)}};
}

queue::Command clear(const std::string& subject) {
  return {.by = {.kind = queue::ActorKind::system, .name = "pads"}, .action = queue::ClearAlarm{.subject = subject}};
}

/// The command of a press that is not short; nothing if it cannot be given now.
std::optional<queue::Action> action_of(PadCommand command, const Turn& turn, CounterId counter) {
  const auto press = [counter](queue::PadButton button) { return queue::Press{.counter = counter, .button = button}; };
  const auto index = turn.plan().counter(counter);
  if (!index) {
    return std::nullopt;
  }
  const queue::Counter& now = turn.state().counters[*index];
  switch (command) {
    case PadCommand::none:
      break;
    case PadCommand::next:
      return press(queue::PadButton::next);
    case PadCommand::recall:
      return press(queue::PadButton::recall);
    case PadCommand::no_show:
      return press(queue::PadButton::no_show);
    case PadCommand::done:
      return press(queue::PadButton::done);
    case PadCommand::open_close:
      if (now.state == CounterState::closed) {
        return queue::OpenCounter{counter};
      }
      // Closing would send the person back to the line. For that there is the console.
      return now.ticket == 0 ? std::optional<queue::Action>{queue::CloseCounter{counter}} : std::nullopt;
    case PadCommand::pause:
      return now.state == CounterState::paused
                 ? queue::Action{queue::OpenCounter{counter}}
                 : queue::Action{queue::PauseCounter{.counter = counter, .reason = "pad"}};
    case PadCommand::undo_done:
      return queue::UndoFinish{counter};
  }
  return std::nullopt;
}

void end_alarm(Turn& turn, const std::string& subject, Milliseconds told_for) {
  const AlarmView* told = turn.state().alarm(subject);
  if (told != nullptr && turn.now() - told->since >= told_for) {
    turn.attempt(clear(subject));
  }
}

/// Does what the new presses of a button mean. Returns false if one of them was refused.
bool carry_out(Turn& turn, const NewPresses& presses, std::size_t button, const PadAtCounter& at,
               const std::string& name) {
  bool all = true;
  const auto do_it = [&](unsigned times, PadCommand command) {
    for (; times > 0; --times) {
      const std::optional<queue::Action> action =
          command == PadCommand::none
              ? queue::Action{queue::Press{.counter = at.counter, .button = static_cast<queue::PadButton>(button)}}
              : action_of(command, turn, at.counter);
      const bool done =
          action && !turn.attempt({.by = {.kind = queue::ActorKind::pad, .name = name}, .action = *action});
      all = all && done;
    }
  };
  do_it(presses.count[button], PadCommand::none);
  do_it(presses.doubles[button], at.commands.doubles[button]);
  do_it(presses.longs[button], at.commands.longs[button]);
  return all;
}

/// Whether the pad tells the kinds of presses apart that the settings have commands for.
void watch_kinds(Turn& turn, const PadReading& reading, const PadAtCounter& at, const std::string& name) {
  const std::string subject = name + " firmware";
  const bool alarmed = turn.state().alarm(subject) != nullptr;
  const bool told = reading.kinds == kinds_of(at.commands);
  if (!told && !alarmed) {
    turn.attempt(alarm(subject,
                       name + " tidak membedakan tekanan panjang atau ganda, padahal pengaturan memakainya; semua "
                              "dianggap tekanan pendek. Pasang firmware 2.1 (./dev flash).",
                       name + " does not tell long or double presses apart, and the settings use them; all are taken "
                              "for short ones. It needs firmware 2.1 (./dev flash)."));
  } else if (told && alarmed) {
    turn.attempt(clear(subject));
  }
}

void watch_contacts(Turn& turn, const PadReading& reading, const std::string& name) {
  const std::string subject = name + " button";
  const bool alarmed = turn.state().alarm(subject) != nullptr;
  if (reading.stuck != 0 && !alarmed) {
    turn.attempt(alarm(subject, "Tombol " + name + " tertekan terus; periksa tombolnya.",
                       "A button of " + name + " is held down; look at the button."));
  } else if (reading.stuck == 0 && alarmed) {
    turn.attempt(clear(subject));
  }
}

void tell_of_other_unit(Turn& turn, const PadReading& reading, CounterId counter) {
  Bilingual words = words_of_other_unit(turn, reading, counter);
  spdlog::warn("{}", words.en);
  turn.attempt(alarm(other_unit_alarm(reading.pad), std::move(words.id), std::move(words.en)));
}

}  // namespace

PressKinds kinds_of(const PadCommands& commands) {
  unsigned longs = 0;
  unsigned doubles = 0;
  for (std::size_t button = 0; button < button_count; ++button) {
    longs |= commands.longs[button] == PadCommand::none ? 0U : 1U << button;
    doubles |= commands.doubles[button] == PadCommand::none ? 0U : 1U << button;
  }
  return {.longs = static_cast<ButtonSet>(longs), .doubles = static_cast<ButtonSet>(doubles)};
}

ButtonSet take_reading(Turn& turn, const WaitingReading& waiting, const PadAtCounter& at, ButtonSet asked,
                       const std::function<std::optional<Milliseconds>(const std::optional<MachineClocks>&)>& age) {
  const PadReading& reading = waiting.reading;
  const std::string name = text(reading.pad);
  watch_contacts(turn, reading, name);
  watch_kinds(turn, reading, at, name);
  const auto before = turn.acknowledged(reading.pad);
  const auto known_at = turn.known_at(reading.pad);
  const bool other_unit = is_other_unit(turn, reading);
  NewPresses too_late;
  if (waiting.seen_failing && !other_unit) {
    // One that is not decided yet is refused with the others; what becomes of it is no news then.
    PadReading failing = *waiting.seen_failing;
    failing.undecided = 0;
    too_late = presses_since(failing, before);
  }
  NewPresses presses =
      other_unit ? presses_of_other_unit(turn, reading)
                 : presses_since(reading, waiting.seen_failing ? std::optional{too_late.acknowledge} : before);
  if (other_unit) {
    tell_of_other_unit(turn, reading, at.counter);
  }
  auto refused = static_cast<ButtonSet>(too_late.pressed() | too_late.unsure | presses.unsure);
  const std::string counts = name + " counts";
  if (presses.alarm != PressAlarm::none || too_late.alarm != PressAlarm::none) {
    turn.attempt(alarm(counts, "Hitungan tombol " + name + " tidak masuk akal; tidak ada yang dijalankan.",
                       "The counts of " + name +
                           " make no sense (bouncing contact, or another pad at its address); nothing was done."));
    refused = all_buttons;
  } else if (presses.any() && turn.state().alarm(counts) != nullptr) {
    // The counts are plausible again with this press, so the alarm ends.
    turn.attempt(clear(counts));
  }
  if (presses.any()) {
    const queue::PlanSettings& settings = turn.plan().settings();
    const auto old = age(known_at);
    const std::string subject = old_press_alarm(reading.pad);
    if (!old || *old > settings.calls.oldest_press) {
      Bilingual words = too_old(settings, reading.pad, at.counter, presses.pressed(), old);
      turn.attempt(alarm(subject, std::move(words.id), std::move(words.en)));
      refused |= presses.pressed();
      presses.count = presses.longs = presses.doubles = {};
    } else if (turn.state().alarm(subject) != nullptr) {
      turn.attempt(clear(subject));
    }
  }
  for (const Button button : order) {
    if (!carry_out(turn, presses, static_cast<std::size_t>(button), at, name)) {
      refused |= set_of(button);
    }
  }
  const MachineClocks& arrived = waiting.time.arrived;
  const std::uint32_t serial = turn.serial(reading.pad);
  if (!before || *before != presses.acknowledge || refused != 0 || (reading.serial != 0 && reading.serial != serial) ||
      worth_noting(known_at, arrived, noted_every(turn.plan().settings().calls.oldest_press))) {
    turn.note(reading.pad, {.acknowledged = presses.acknowledge,
                            .flashes_owed = static_cast<ButtonSet>(asked | refused),
                            .known_at = arrived,
                            .serial = reading.serial != 0 ? reading.serial : serial});
  }
  return refused;
}

Pads::Pads(asio::io_context& io, CommandLoop& loop, std::vector<PadAtCounter> pads, const KnownTime& time,
           const MakeTimer& make_timer)
    : io_(io), loop_(loop), time_(time), note_timer_(make_timer()) {
  for (const PadAtCounter& pad : pads) {
    places_.push_back(std::make_unique<Position>());
    Position& place = *places_.back();
    place.at = pad;
    place.later = make_timer();
    place.pay_later = make_timer();
    pad.pad->on_reading([this, &place](const PadReading& reading) { arrived(place, reading); });
    pad.pad->on_flash_shown([this, &place](Button button) { shown(place, button); });
    if (const auto known = loop_.acknowledged(pad.pad->id())) {
      pad.pad->resume(known->boot_id);
    }
    ask_for(place, loop_.flashes_owed(pad.pad->id()));
  }
  note_later();
}

void Pads::ask_for(Position& place, ButtonSet flashes) {
  place.asked |= flashes;
  for (const Button button : order) {
    if ((flashes & set_of(button)) != 0) {
      place.at.pad->flash_refusal(button);
    }
  }
}

void Pads::arrived(Position& place, const PadReading& reading) {
  WaitingReading fresh{.reading = reading, .time = {.arrived = time_.clocks()}, .seen_failing = {}};
  if (reading.pressed_within) {
    fresh.time.after = fresh.time.arrived.boot - *reading.pressed_within;
  }
  if (loop_.failing()) {
    fresh.seen_failing = reading;
  }
  if (!place.waiting.empty() &&
      (place.waiting.back().reading.boot_id == reading.boot_id || place.waiting.size() == most_boots)) {
    WaitingReading& last = place.waiting.back();
    // The new reading has the presses of the other one too.
    if (!last.time.after || !fresh.time.after) {
      fresh.time.after.reset();
    } else {
      fresh.time.after = std::min(*fresh.time.after, *last.time.after);
    }
    if (!fresh.seen_failing && last.reading.boot_id == reading.boot_id) {
      fresh.seen_failing = last.seen_failing;
    }
    last = std::move(fresh);
  } else {
    place.waiting.push_back(std::move(fresh));
  }
  begin_work(place);
}

void Pads::shown(Position& place, Button button) {
  place.asked &= static_cast<ButtonSet>(~set_of(button));
  place.pay_later->ring_after(journal_told_after, [this, &place] {
    place.paying = true;
    begin_work(place);
  });
}

void Pads::begin_work(Position& place) {
  if (place.busy) {
    return;
  }
  place.busy = true;
  asio::co_spawn(io_, work(place), [&place](const std::exception_ptr& error) {
    place.busy = false;
    try {
      if (error) {
        std::rethrow_exception(error);
      }
    } catch (const std::exception& what) {
      spdlog::error("{}: {}", text(place.at.pad->id()), what.what());
    }
  });
}

asio::awaitable<void> Pads::work(Position& place) {
  while (!place.waiting.empty() || place.paying) {
    if (!place.waiting.empty()) {
      co_await take(place);
    } else {
      co_await pay(place);
    }
  }
}

asio::awaitable<void> Pads::take(Position& place) {
  const WaitingReading one = place.waiting.front();
  place.waiting.pop_front();
  auto refused = std::make_shared<ButtonSet>();
  auto failure = co_await loop_.enter([this, refused, one, &place](Turn& turn) {
    *refused = take_reading(turn, one, place.at, place.asked, [&](const auto& known_at) {
      return oldest_age(one.time, known_at, time_.clocks(), time_.sure());
    });
  });
  if (failure) {
    // A newer reading of the same boot contains everything of this one.
    if (place.waiting.empty() || place.waiting.front().reading.boot_id != one.reading.boot_id) {
      place.waiting.push_front(one);
    }
    for (WaitingReading& later : place.waiting) {
      later.seen_failing = later.reading;
    }
    co_await pause(*place.later, std::chrono::seconds(1));
    co_return;
  }
  ask_for(place, *refused);
}

/// Tells the journal which flashes were shown.
asio::awaitable<void> Pads::pay(Position& place) {
  place.paying = false;
  auto failure = co_await loop_.enter([&place](Turn& turn) {
    const PadId& pad = place.at.pad->id();
    const auto acknowledged = turn.acknowledged(pad);
    const auto owed = static_cast<ButtonSet>(turn.flashes_owed(pad) & place.asked);
    if (acknowledged && owed != turn.flashes_owed(pad)) {
      turn.note(pad, {.acknowledged = *acknowledged,
                      .flashes_owed = owed,
                      .known_at = turn.known_at(pad),
                      .serial = turn.serial(pad)});
    }
  });
  if (failure) {
    place.pay_later->ring_after(journal_told_after, [this, &place] {
      place.paying = true;
      begin_work(place);
    });
  }
}

void Pads::note_later() {
  note_timer_->ring_after(noted_every(loop_.plan().settings().calls.oldest_press), [this] {
    asio::co_spawn(io_, note_known(), asio::detached);
    note_later();
  });
}

asio::awaitable<void> Pads::note_known() {
  struct Known {
    PadId pad;
    MachineClocks at;
  };
  auto known = std::make_shared<std::vector<Known>>();
  const MachineClocks now = time_.clocks();
  for (const auto& place : places_) {
    const auto ago = place->at.pad->known_ago();
    if (ago && !place->busy && place->waiting.empty()) {
      known->push_back({place->at.pad->id(), {.wall = now.wall - *ago, .boot = now.boot - *ago}});
    }
  }
  if (known->empty()) {
    co_return;
  }
  co_await loop_.enter([known](Turn& turn) {
    const Milliseconds every = noted_every(turn.plan().settings().calls.oldest_press);
    for (const Known& one : *known) {
      const auto acknowledged = turn.acknowledged(one.pad);
      if (acknowledged && worth_noting(turn.known_at(one.pad), one.at, every)) {
        turn.note(one.pad, {.acknowledged = *acknowledged,
                            .flashes_owed = turn.flashes_owed(one.pad),
                            .known_at = one.at,
                            .serial = turn.serial(one.pad)});
      }
      end_alarm(turn, old_press_alarm(one.pad), old_press_is_told_for);
      end_alarm(turn, other_unit_alarm(one.pad), other_unit_is_told_for);
    }
  });
}

}  // namespace antrean::office
