#include "call_pad/module_pad.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace antrean {
namespace {

using std::chrono::milliseconds;
using Kind = PadProfile::Kind;

constexpr milliseconds flash_takes{500};
constexpr milliseconds half_of_a_fast_blink{500};
constexpr std::chrono::seconds stuck_after{30};

bool counts_by_itself(Kind kind) { return kind == Kind::counter16 || kind == Kind::counter32; }

}  // namespace

ModulePad::ModulePad(bus::SerialBus& bus, const Settings& settings)
    : bus_(bus),
      settings_(settings),
      codec_(settings.address, settings.profile, settings.inputs),
      id_{bus.name(), settings.address},
      edges_(settings.profile.debounce),
      module_counters_(settings.profile.kind == Kind::counter32) {
  bus_.attach(*this);
}

std::string ModulePad::name() const { return fmt::format("pad {}", settings_.address); }

std::optional<milliseconds> ModulePad::known_ago() const {
  return known_at_ ? std::optional{std::chrono::ceil<milliseconds>(bus_.now() - *known_at_)} : std::nullopt;
}

DeviceHealth ModulePad::health() const { return bus_.health(*this); }

void ModulePad::resume(std::uint16_t boot_id) {
  boot_id_ = boot_id;
  if (!counts_by_itself(settings_.profile.kind)) {
    begin_counting_anew();
  }
}

void ModulePad::begin_counting_anew() {
  if (++boot_id_ == 0) {
    boot_id_ = 1;
  }
}

void ModulePad::set(PadLamps lamps) {
  if (desired_ != lamps) {
    desired_ = lamps;
    bus_.wake();
  }
}

void ModulePad::flash_refusal(Button button) {
  flashes_ |= static_cast<ButtonSet>(set_of(button));
  bus_.wake();
}

ButtonSet ModulePad::flashes_over(MonotonicTime now) const {
  unsigned over = 0;
  for (unsigned button = 0; button < button_count; ++button) {
    const bool is_over = (flashes_begun_ >> button & 1U) != 0 && now - flash_begun_at_[button] >= flash_takes;
    over |= is_over ? 1U << button : 0U;
  }
  return static_cast<ButtonSet>(over);
}

/// What the lamps should be now, with blinks and flashes.
ButtonSet ModulePad::wanted_lamps(MonotonicTime now) const {
  const bool blink_is_on = now.time_since_epoch() / half_of_a_fast_blink % 2 == 0;
  unsigned lamps = 0;
  for (unsigned button = 0; desired_ && button < button_count; ++button) {
    const Lamp lamp = desired_->lamps[button];
    const bool on = lamp == Lamp::fast_blink ? blink_is_on : lamp != Lamp::off;
    lamps |= on ? 1U << button : 0U;
  }
  const auto inverted = static_cast<ButtonSet>((flashes_begun_ & ~flashes_over(now)) | (flashes_ & ~flashes_begun_));
  return static_cast<ButtonSet>((lamps ^ inverted) & codec_.buttons());
}

bool ModulePad::lamps_due(MonotonicTime now) const {
  return settings_.profile.lamps && desired_ &&
         (sending_left_ != 0 || now >= refresh_at_ || written_ != wanted_lamps(now));
}

bus::Urgency ModulePad::urgency(MonotonicTime) const { return clear_due_ ? bus::Urgency::now : bus::Urgency::in_turn; }

bool ModulePad::work_waits(MonotonicTime now) const { return clear_due_ || lamps_due(now) || flashes_begun_ != 0; }

bus::Request ModulePad::next(bus::Urgency served, MonotonicTime now) {
  asked_ = now;
  if (clear_due_) {
    doing_ = Doing::clearing;
    return codec_.clear_latches();
  }
  if (levels_due_) {
    doing_ = Doing::reading_levels;
    return codec_.read_levels();
  }
  if (served != bus::Urgency::none && !std::exchange(poll_first_, true) && lamps_due(now)) {
    doing_ = Doing::writing_lamps;
    const ButtonSet wanted = wanted_lamps(now);
    if (sending_left_ == 0 || sending_ != wanted) {
      const bool all = !written_ || now >= refresh_at_;
      sending_left_ = all ? codec_.buttons() : static_cast<ButtonSet>(*written_ ^ wanted);
      sending_ = wanted;
      sending_begins_ = static_cast<ButtonSet>(flashes_ & ~flashes_begun_);
      sending_ends_ = flashes_over(now);
    }
    return codec_.write_lamps(sending_, sending_left_);
  }
  doing_ = Doing::polling;
  return codec_.poll();
}

void ModulePad::finished(const bus::Request&, const bus::Outcome& outcome, MonotonicTime now) {
  pressed_ = false;
  if (outcome.has_error()) {
    if (doing_ == Doing::writing_lamps) {
      written_.reset();
      sending_left_ = 0;
    }
    return;  // the wish stays; the bus decides when to try again
  }
  switch (doing_) {
    case Doing::polling:
      poll_first_ = false;
      polled(*outcome, now);
      break;
    case Doing::reading_levels:
      levels_due_ = false;
      held_ = codec_.bits(*settings_.profile.levels, *outcome);
      edges_.up(static_cast<ButtonSet>(~held_ & codec_.buttons()), now);
      take_reading(edges_.counts(), now);
      break;
    case Doing::clearing:
      clear_due_ = false;
      break;
    case Doing::writing_lamps:
      if (sending_left_ == 0) {
        lamps_written(now);
      }
      break;
  }
  if (!settings_.profile.lamps) {
    for (const Button button : {Button::next, Button::recall, Button::no_show, Button::done}) {
      if ((std::exchange(flashes_, static_cast<ButtonSet>(flashes_ & ~set_of(button))) & set_of(button)) != 0 &&
          on_flash_shown_) {
        on_flash_shown_(button);
      }
    }
  }
}

void ModulePad::polled(const bus::Registers& answer, MonotonicTime now) {
  const PadProfile& profile = settings_.profile;
  if (counts_by_itself(profile.kind)) {
    const auto counts = codec_.counts(answer);
    if (module_counters_.restarted(counts, now)) {
      begin_counting_anew();
      written_.reset();
    }
    std::array<std::uint16_t, button_count> counters{};
    std::transform(counts.begin(), counts.end(), counters.begin(),
                   [](std::uint32_t count) { return static_cast<std::uint16_t>(count); });
    take_reading(counters, now);
    return;
  }
  const ButtonSet down = codec_.bits(profile.read, answer);
  if (profile.kind == Kind::level) {
    held_ = down;
    edges_.down(down, now);
    edges_.up(static_cast<ButtonSet>(~down & codec_.buttons()), now);
  } else {
    edges_.was_down(down);
    clear_due_ = down != 0;
    // While a latch is set nobody knows whether its button is up.
    levels_due_ = down == 0 && (edges_.not_ready() & codec_.buttons()) != 0;
  }
  take_reading(edges_.counts(), now);
}

void ModulePad::take_reading(const std::array<std::uint16_t, button_count>& counters, MonotonicTime now) {
  PadReading reading{.pad = id_, .boot_id = boot_id_, .counters = counters, .held = held_};
  reading.start_unknown = true;
  for (unsigned button = 0; button < button_count; ++button) {
    auto& since = down_since_[button];
    if ((held_ >> button & 1U) == 0) {
      since.reset();
    } else if (!since) {
      since = now;
    } else if (now - *since >= stuck_after) {
      reading.stuck = static_cast<ButtonSet>(reading.stuck | 1U << button);
    }
  }
  const auto known = std::exchange(known_at_, asked_);
  if (reading_ == reading) {
    return;
  }
  pressed_ = reading_ && reading_->boot_id == boot_id_ && reading_->counters != counters;
  reading_ = reading;
  if (known) {
    reading.pressed_within = std::chrono::ceil<milliseconds>(now - *known);
  }
  if (on_reading_) {
    on_reading_(reading);
  }
}

void ModulePad::lamps_written(MonotonicTime now) {
  if (now >= refresh_at_ || !written_) {
    refresh_at_ = now + settings_.refresh_every;
  }
  written_ = sending_;
  for (const Button button : {Button::next, Button::recall, Button::no_show, Button::done}) {
    const ButtonSet bit = set_of(button);
    if ((sending_ends_ & bit) != 0) {
      flashes_begun_ = static_cast<ButtonSet>(flashes_begun_ & ~bit);
      if ((flashes_ & bit) == 0 && on_flash_shown_) {
        on_flash_shown_(button);
      }
    }
    if ((sending_begins_ & bit) != 0) {
      flashes_ = static_cast<ButtonSet>(flashes_ & ~bit);
      flashes_begun_ |= bit;
      flash_begun_at_[static_cast<std::size_t>(button)] = now;
    }
  }
  sending_begins_ = sending_ends_ = 0;
}

void ModulePad::forget() {
  edges_.forget();
  held_ = 0;
  clear_due_ = levels_due_ = false;
  written_.reset();
  sending_left_ = 0;
  flashes_ |= std::exchange(flashes_begun_, ButtonSet{0});  // it may not have shown them
}

}  // namespace antrean
