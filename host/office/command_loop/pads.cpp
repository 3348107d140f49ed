#include "command_loop/pads.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

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

queue::Command press_of(Button button, CounterId counter, const std::string& name) {
  return {.by = {.kind = queue::ActorKind::pad, .name = name},
          .action = queue::Press{.counter = counter, .button = static_cast<queue::PadButton>(button)}};
}

queue::Command alarm(const std::string& subject, std::string id, std::string en) {
  return {.by = {.kind = queue::ActorKind::system, .name = "pads"},
          .action = queue::RaiseAlarm{.subject = subject, .text_id = std::move(id), .text_en = std::move(en)}};
}

void watch_contacts(Turn& turn, const PadReading& reading, const std::string& name) {
  const std::string subject = name + " button";
  const bool alarmed = turn.state().alarm(subject) != nullptr;
  if (reading.stuck != 0 && !alarmed) {
    turn.attempt(alarm(subject, "Tombol " + name + " tertekan terus; periksa tombolnya.",
                       "A button of " + name + " is held down; look at the button."));
  } else if (reading.stuck == 0 && alarmed) {
    turn.attempt(
        {.by = {.kind = queue::ActorKind::system, .name = "pads"}, .action = queue::ClearAlarm{.subject = subject}});
  }
}

ButtonSet pressed(const NewPresses& presses) {
  ButtonSet buttons = 0;
  for (const Button button : order) {
    if (presses.count[static_cast<std::size_t>(button)] > 0) {
      buttons |= set_of(button);
    }
  }
  return buttons;
}

}  // namespace

ButtonSet take_reading(Turn& turn, const PadReading& reading, CounterId counter, ButtonSet asked,
                       const std::optional<PadReading>& seen_failing) {
  const std::string name = text(reading.pad);
  watch_contacts(turn, reading, name);
  const auto before = turn.acknowledged(reading.pad);
  NewPresses too_late;
  if (seen_failing) {
    too_late = presses_since(*seen_failing, before);
  }
  const NewPresses presses = presses_since(reading, seen_failing ? std::optional{too_late.acknowledge} : before);
  auto refused = static_cast<ButtonSet>(pressed(too_late) | too_late.unsure | presses.unsure);
  const std::string counts = name + " counts";
  if (presses.alarm != PressAlarm::none || too_late.alarm != PressAlarm::none) {
    turn.attempt(alarm(counts, "Hitungan tombol " + name + " tidak masuk akal; tidak ada yang dijalankan.",
                       "The counts of " + name +
                           " make no sense (bouncing contact, or another pad at its address); nothing was done."));
    refused = all_buttons;
  } else if (presses.any() && turn.state().alarm(counts) != nullptr) {
    // The counts are plausible again with this press, so the alarm ends.
    turn.attempt(
        {.by = {.kind = queue::ActorKind::system, .name = "pads"}, .action = queue::ClearAlarm{.subject = counts}});
  }
  for (const Button button : order) {
    for (unsigned n = presses.count[static_cast<std::size_t>(button)]; n > 0; --n) {
      if (turn.attempt(press_of(button, counter, name))) {
        refused |= set_of(button);
      }
    }
  }
  if (!before || *before != presses.acknowledge || refused != 0) {
    turn.note(reading.pad, presses.acknowledge, asked | refused);
  }
  return refused;
}

Pads::Pads(asio::io_context& io, CommandLoop& loop, std::vector<PadAtCounter> pads, const MakeTimer& make_timer)
    : io_(io), loop_(loop) {
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
  Position::Waiting fresh{.reading = reading, .seen_failing = {}};
  if (loop_.failing()) {
    fresh.seen_failing = reading;
  }
  if (!place.waiting.empty() &&
      (place.waiting.back().reading.boot_id == reading.boot_id || place.waiting.size() == most_boots)) {
    Position::Waiting& last = place.waiting.back();
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
  const Position::Waiting one = place.waiting.front();
  place.waiting.pop_front();
  auto refused = std::make_shared<ButtonSet>();
  auto failure = co_await loop_.enter([refused, one, &place](Turn& turn) {
    *refused = take_reading(turn, one.reading, place.at.counter, place.asked, one.seen_failing);
  });
  if (failure) {
    // A newer reading of the same boot contains everything of this one.
    if (place.waiting.empty() || place.waiting.front().reading.boot_id != one.reading.boot_id) {
      place.waiting.push_front(one);
    }
    for (Position::Waiting& later : place.waiting) {
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
      turn.note(pad, *acknowledged, owed);
    }
  });
  if (failure) {
    place.pay_later->ring_after(journal_told_after, [this, &place] {
      place.paying = true;
      begin_work(place);
    });
  }
}

}  // namespace antrean::office
