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
void forgive(Turn& turn, const PadReading& reading, const PadReading& seen) {
  if (seen.boot_id == reading.boot_id) {
    turn.acknowledge(reading.pad, {.boot_id = seen.boot_id, .counters = seen.counters});
  }
}

}  // namespace

std::vector<Button> take_reading(Turn& turn, const PadReading& reading, CounterId counter, const std::string& name,
                                 const std::optional<PadReading>& seen_failing) {
  if (seen_failing) {
    forgive(turn, reading, *seen_failing);
  }
  watch_contacts(turn, reading, name);
  const auto before = turn.acknowledged(reading.pad);
  const NewPresses presses = presses_since(reading, before);
  std::vector<Button> refused;
  const std::string counts = name + " counts";
  if (presses.alarm != PressAlarm::none) {
    turn.attempt(alarm(counts, "Hitungan tombol " + name + " tidak masuk akal; tidak ada yang dijalankan.",
                       "The counts of " + name +
                           " make no sense (bouncing contact, or another pad at its address); nothing was done."));
    refused.assign(order.begin(), order.end());
  } else if (presses.any() && turn.state().alarm(counts) != nullptr) {
    // Its next press counts as it should.
    turn.attempt(
        {.by = {.kind = queue::ActorKind::system, .name = "pads"}, .action = queue::ClearAlarm{.subject = counts}});
  }
  for (const Button button : order) {
    for (unsigned n = presses.count[static_cast<std::size_t>(button)]; n > 0; --n) {
      if (turn.attempt(press_of(button, counter, name))) {
        refused.push_back(button);
      }
    }
  }
  if (!before || *before != presses.acknowledge) {
    turn.acknowledge(reading.pad, presses.acknowledge);
  }
  return refused;
}

Pads::Pads(asio::io_context& io, Hall& hall, std::vector<PadAtCounter> pads, const MakeTimer& make_timer)
    : io_(io), hall_(hall) {
  for (PadAtCounter& pad : pads) {
    places_.push_back(
        std::make_unique<Place>(Place{.at = std::move(pad), .waiting = {}, .seen_failing = {}, .later = make_timer()}));
    Place& place = *places_.back();
    place.at.pad->on_reading([this, &place](const PadReading& reading) { arrived(place, reading); });
  }
}

/// Not acknowledged, so it must be told; which button it was is known to the journal's next success only, so all flash.
void Pads::refuse_for_now(Place& place, const PadReading& reading) {
  for (const Button button : order) {
    place.at.pad->flash_refusal(button);
  }
  place.seen_failing = reading;
}

void Pads::arrived(Place& place, const PadReading& reading) {
  // While the journal fails a press is refused when it is seen: a flash for the one before, still on its way, could not
  // be told from its own.
  if (place.seen_failing && place.seen_failing->boot_id == reading.boot_id &&
      place.seen_failing->counters != reading.counters) {
    refuse_for_now(place, reading);
  }
  if (!place.waiting.empty() &&
      (place.waiting.back().boot_id == reading.boot_id || place.waiting.size() == most_boots)) {
    place.waiting.back() = reading;
  } else {
    place.waiting.push_back(reading);
  }
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
      spdlog::error("{}: {}", place.at.name, what.what());
    }
  });
}

asio::awaitable<void> Pads::work(Place& place) {
  while (!place.waiting.empty()) {
    const PadReading reading = place.waiting.front();
    place.waiting.pop_front();
    auto refused = std::make_shared<std::vector<Button>>();
    const std::optional<PadReading> seen_failing = place.seen_failing;
    auto failure = co_await hall_.enter([refused, reading, seen_failing, &place](Turn& turn) {
      *refused = take_reading(turn, reading, place.at.counter, place.at.name, seen_failing);
    });
    if (failure) {
      refuse_for_now(place, place.waiting.empty() ? reading : place.waiting.back());
      if (place.waiting.empty()) {
        place.waiting.push_back(reading);
      }
      co_await pause(*place.later, std::chrono::seconds(1));
      continue;
    }
    if (place.seen_failing == seen_failing) {
      place.seen_failing.reset();
    }
    for (const Button button : *refused) {
      place.at.pad->flash_refusal(button);
    }
  }
}

}  // namespace antrean::office
