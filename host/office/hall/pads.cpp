#include "hall/pads.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>

namespace antrean::office {
namespace {

namespace asio = boost::asio;

/// Two buttons in one reading were pressed within one round of the bus, in an order nobody knows: what ends a visit
/// goes before what begins the next.
constexpr std::array<Button, button_count> order{Button::done, Button::no_show, Button::recall, Button::next};

/// A pad that restarts more often than this during one commit has no presses worth keeping.
constexpr std::size_t most_boots = 4;

/// Nobody waits for the journal to learn that a flash was shown; the next press often takes it along.
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

/// Presses that were seen while nothing could be made durable: acknowledged, not acted on.
std::optional<AcknowledgedPresses> forgive(const PadReading& reading, const std::optional<PadReading>& seen_failing,
                                           const std::optional<AcknowledgedPresses>& acknowledged) {
  if (seen_failing && seen_failing->boot_id == reading.boot_id) {
    return AcknowledgedPresses{.boot_id = seen_failing->boot_id, .counters = seen_failing->counters};
  }
  return acknowledged;
}

bool same_counts(const PadReading& a, const PadReading& b) {
  return a.boot_id == b.boot_id && a.counters == b.counters;
}

bool none_counted(const PadReading& reading) { return reading.counters == decltype(reading.counters){}; }

}  // namespace

ButtonSet take_reading(Turn& turn, const PadReading& reading, CounterId counter, ButtonSet asked,
                       const std::optional<PadReading>& seen_failing) {
  const std::string name = text(reading.pad);
  watch_contacts(turn, reading, name);
  const auto before = turn.acknowledged(reading.pad);
  const NewPresses presses = presses_since(reading, forgive(reading, seen_failing, before));
  ButtonSet refused = 0;
  const std::string counts = name + " counts";
  if (presses.alarm != PressAlarm::none) {
    turn.attempt(alarm(counts, "Hitungan tombol " + name + " tidak masuk akal; tidak ada yang dijalankan.",
                       "The counts of " + name +
                           " make no sense (bouncing contact, or another pad at its address); nothing was done."));
    refused = all_buttons;
  } else if (presses.any() && turn.state().alarm(counts) != nullptr) {
    // Its next press counts as it should.
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

Pads::Pads(asio::io_context& io, Hall& hall, std::vector<PadAtCounter> pads, const MakeTimer& make_timer)
    : io_(io), hall_(hall) {
  for (const PadAtCounter& pad : pads) {
    places_.push_back(std::make_unique<Place>());
    Place& place = *places_.back();
    place.at = pad;
    place.later = make_timer();
    place.pay_later = make_timer();
    pad.pad->on_reading([this, &place](const PadReading& reading) { arrived(place, reading); });
    pad.pad->on_flash_shown([this, &place](Button button) { shown(place, button); });
    ask_for(place, hall_.flashes_owed(pad.pad->id()));
  }
}

void Pads::ask_for(Place& place, ButtonSet flashes) {
  place.asked |= flashes;
  for (const Button button : order) {
    if ((flashes & set_of(button)) != 0) {
      place.at.pad->flash_refusal(button);
    }
  }
}

/// Not acknowledged, so it must be told; which button it was is known to the journal's next success only, so all flash.
/// That is the answer to every press up to this reading, so of those that wait only this one is looked at again.
void Pads::refuse_for_now(Place& place, const PadReading& reading) {
  ask_for(place, all_buttons);
  place.seen_failing = reading;
  place.waiting.assign(1, reading);
}

void Pads::arrived(Place& place, const PadReading& reading) {
  // While the journal fails a press is refused when it is seen: a flash for the one before, still on its way, could not
  // be told from its own.
  const bool restarted = place.seen_failing && place.seen_failing->boot_id != reading.boot_id;
  if (place.seen_failing && !same_counts(*place.seen_failing, reading) && !(restarted && none_counted(reading))) {
    refuse_for_now(place, reading);
  } else if (!place.waiting.empty() &&
             (place.waiting.back().boot_id == reading.boot_id || place.waiting.size() == most_boots)) {
    place.waiting.back() = reading;
  } else {
    place.waiting.push_back(reading);
  }
  begin_work(place);
}

void Pads::shown(Place& place, Button button) {
  place.asked &= static_cast<ButtonSet>(~set_of(button));
  place.pay_later->ring_after(journal_told_after, [this, &place] {
    place.paying = true;
    begin_work(place);
  });
}

void Pads::begin_work(Place& place) {
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

asio::awaitable<void> Pads::work(Place& place) {
  while (!place.waiting.empty() || place.paying) {
    if (!place.waiting.empty()) {
      co_await take(place);
    } else {
      co_await pay(place);
    }
  }
}

asio::awaitable<void> Pads::take(Place& place) {
  const PadReading reading = place.waiting.front();
  place.waiting.pop_front();
  auto refused = std::make_shared<ButtonSet>();
  const std::optional<PadReading> seen_failing = place.seen_failing;
  auto failure = co_await hall_.enter([refused, reading, seen_failing, &place](Turn& turn) {
    *refused = take_reading(turn, reading, place.at.counter, place.asked, seen_failing);
  });
  if (failure) {
    const PadReading newest = place.waiting.empty() ? reading : place.waiting.back();
    refuse_for_now(place, newest);
    co_await pause(*place.later, std::chrono::seconds(1));
    co_return;
  }
  if (place.seen_failing == seen_failing) {
    place.seen_failing.reset();
  }
  ask_for(place, *refused);
}

/// Tells the journal which flashes were shown.
asio::awaitable<void> Pads::pay(Place& place) {
  place.paying = false;
  auto failure = co_await hall_.enter([&place](Turn& turn) {
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
