#include "call_pad/register_pad.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "wire/wire.h"

namespace antrean {
namespace {

// A button seen down is looked at again sooner: the pad has no news of its release, or of its being stuck.
constexpr std::chrono::milliseconds while_held{5000};

static_assert(button_count == WIRE_BUTTON_COUNT);

std::uint16_t news_of(const PadReading& reading) {
  const auto presses = std::accumulate(reading.counters.begin(), reading.counters.end(), 0U);
  const unsigned boot = reading.boot_id;
  return static_cast<std::uint16_t>(boot << WIRE_PAD_NEWS_BOOT_SHIFT | (presses & WIRE_PAD_NEWS_PRESSES_MASK));
}

bus::Registers registers_of(const PadLamps& lamps, std::uint8_t flashes) {
  unsigned nibbles = 0;
  for (unsigned button = 0; button < button_count; ++button) {
    const bool flash = (flashes >> button & 1U) != 0;
    nibbles |= (flash ? unsigned{WIRE_LAMP_REFUSED} : static_cast<unsigned>(lamps.lamps[button])) << (4 * button);
  }
  const unsigned waiting = lamps.waiting ? std::min<unsigned>(*lamps.waiting, 99) : WIRE_PAD_WAITING_DASHES;
  return {static_cast<std::uint16_t>(nibbles), static_cast<std::uint16_t>(waiting)};
}

}  // namespace

RegisterPad::RegisterPad(bus::SerialBus& bus, Settings settings) : bus_(bus), settings_(settings) {
  bus_.attach(*this);
}

std::string RegisterPad::name() const { return fmt::format("pad {}", settings_.id); }

DeviceHealth RegisterPad::health() const { return bus_.health(*this); }

void RegisterPad::set(PadLamps lamps) {
  if (lamps.waiting) {
    lamps.waiting = std::min<std::uint8_t>(*lamps.waiting, 99);
  }
  if (desired_ != lamps) {
    desired_ = lamps;
    bus_.wake();
  }
}

void RegisterPad::flash_refusal(Button button) {
  flashes_ = static_cast<std::uint8_t>(flashes_ | 1U << static_cast<unsigned>(button));
  bus_.wake();
}

bus::Urgency RegisterPad::urgency(MonotonicTime) const { return news_ ? bus::Urgency::now : bus::Urgency::in_turn; }

bool RegisterPad::lamps_due() const {
  return desired_ && (flashes_ != 0 || !written_ || written_->lamps != desired_->lamps);
}

bool RegisterPad::lazy_work(MonotonicTime now) const {
  return now >= refresh_at_ || (desired_ && written_ != desired_ && !lamps_due());
}

bus::Request RegisterPad::next(bus::Urgency served, MonotonicTime now) {
  sent_.reset();
  flashes_sent_ = 0;
  if (served == bus::Urgency::none || (served == bus::Urgency::in_turn && !lamps_due())) {
    return bus::Request::read_input(settings_.address, WIRE_PAD_IN_NEWS, 1);
  }
  // A press waits for its counters: nothing is written with them.
  if (!desired_ || served == bus::Urgency::now || (written_ == desired_ && flashes_ == 0)) {
    return bus::Request::read_holding(settings_.address, WIRE_PAD_BOOT_ID, WIRE_PAD_READ_REGISTERS);
  }
  sent_ = desired_;
  // A flash begins where there was none: a second one needs the lamp's own pattern in between, and so does the first to
  // a pad that may have the flash of a host before this one in its registers.
  flashes_sent_ = written_ ? static_cast<std::uint8_t>(flashes_ & ~flashes_written_) : std::uint8_t{0};
  auto registers = registers_of(*sent_, flashes_sent_);
  if (now >= refresh_at_) {  // or it would wait for as long as there is something to write
    return bus::Request::write_read(settings_.address, WIRE_PAD_LAMPS, std::move(registers), WIRE_PAD_BOOT_ID,
                                    WIRE_PAD_READ_REGISTERS);
  }
  return bus::Request::write_read(settings_.address, WIRE_PAD_LAMPS, std::move(registers), WIRE_PAD_NEWS, 1);
}

void RegisterPad::finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) {
  pressed_ = false;
  if (outcome.has_error()) {
    return;  // the desire stays, the bus decides when to try again
  }
  if (sent_) {
    // A flash went in a lamp's place: what that lamp was told before is what it goes back to.
    for (std::size_t button = 0; button < button_count; ++button) {
      if (written_ && (flashes_sent_ >> button & 1U) != 0) {
        sent_->lamps[button] = written_->lamps[button];
      }
    }
    written_ = sent_;
    flashes_ = static_cast<std::uint8_t>(flashes_ & ~flashes_sent_);
    flashes_written_ = flashes_sent_;
    sent_.reset();
  }
  if (request.function == bus::Function::read_holding && reading_ && reading_->boot_id != outcome->front()) {
    written_.reset();  // it restarted: its lamps are dark
  }
  if (request.read_count == 1) {
    news_ = !reading_ || outcome->front() != news_of(*reading_);
    return;
  }
  take_reading(*outcome, now);
}

void RegisterPad::take_reading(const bus::Registers& registers, MonotonicTime now) {
  news_ = false;
  PadReading reading{.pad = settings_.id, .boot_id = registers[WIRE_PAD_BOOT_ID]};
  std::copy_n(registers.begin() + WIRE_PAD_COUNTERS, button_count, reading.counters.begin());
  reading.held = registers[WIRE_PAD_BUTTONS] & 0x0F;
  reading.stuck = registers[WIRE_PAD_BUTTONS] >> 8 & 0x0F;
  refresh_at_ = now + (reading.held == 0 ? settings_.refresh_every : std::min(settings_.refresh_every, while_held));
  if (reading_ == reading) {
    return;
  }
  pressed_ = reading_ && reading_->counters != reading.counters;
  reading_ = reading;
  if (on_reading_) {
    on_reading_(reading);
  }
}

void RegisterPad::forget() {
  written_.reset();
  news_ = true;
}

}  // namespace antrean
