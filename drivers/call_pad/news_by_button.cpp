#include "call_pad/news_by_button.hpp"

#include <algorithm>

#include "wire/wire.h"

namespace antrean {
namespace {

constexpr std::chrono::milliseconds certain_for{WIRE_PAD_NEWS_CERTAIN_MS};
constexpr unsigned boot_mask = 0xFFFFU >> WIRE_PAD_NEWS_BOOT_SHIFT;

}  // namespace

void NewsByButton::counters_read(std::uint16_t boot_id, const Counters& counters, MonotonicTime asked) {
  boot_id_ = boot_id;
  counters_ = counters;
  certain_ = asked;
}

void NewsByButton::lost() { certain_.reset(); }

bool NewsByButton::certain_at(MonotonicTime heard) const { return certain_ && heard - *certain_ <= certain_for; }

NewsByButton::Says NewsByButton::word_read(std::uint16_t word, MonotonicTime asked, MonotonicTime heard) {
  if (boot_id_ == 0 || word >> WIRE_PAD_NEWS_BOOT_SHIFT != (boot_id_ & boot_mask)) {
    certain_.reset();
    return Says::read_counters;
  }
  Counters presses{};
  for (std::size_t button = 0; button < button_count; ++button) {
    const auto shown = static_cast<unsigned>(word) >> (WIRE_PAD_NEWS_BUTTON_BITS * button);
    presses[button] = static_cast<std::uint16_t>((shown - counters_[button]) & WIRE_PAD_NEWS_BUTTON_MASK);
  }
  const std::uint16_t most = *std::max_element(presses.begin(), presses.end());
  if (most == 0) {
    // An old word that shows no change may stand for eight presses, so it renews nothing.
    if (certain_at(heard)) {
      certain_ = asked;
    }
    return Says::nothing_new;
  }
  if (most > most_presses_by_word || !certain_at(heard)) {
    certain_.reset();
    return Says::read_counters;
  }
  for (std::size_t button = 0; button < button_count; ++button) {
    counters_[button] = static_cast<std::uint16_t>(counters_[button] + presses[button]);
  }
  certain_ = asked;
  return Says::presses;
}

}  // namespace antrean
