#include "speaker/loudness.hpp"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <new>

namespace antrean {
namespace {

constexpr std::size_t momentary_samples = clip_rate * 4 / 10;

struct Destroy {
  void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};
using Meter = std::unique_ptr<ebur128_state, Destroy>;

Meter meter(int mode) {
  Meter made{ebur128_init(1, static_cast<unsigned long>(clip_rate), mode)};
  if (!made) {
    throw std::bad_alloc();
  }
  // One channel is heard from one loudspeaker, or from two alike: it counts once, as R 128 measures mono.
  return made;
}

void feed(ebur128_state& state, const std::int16_t* samples, std::size_t count) {
  if (ebur128_add_frames_short(&state, samples, count) != EBUR128_SUCCESS) {
    throw std::bad_alloc();
  }
}

}  // namespace

double greatest_momentary(const Samples& samples) {
  const Meter state = meter(EBUR128_MODE_M);
  Samples padded = samples;
  padded.resize(std::max(padded.size(), momentary_samples));
  constexpr std::size_t step = clip_rate / 100;
  double greatest = -std::numeric_limits<double>::infinity();
  for (std::size_t at = 0; at < padded.size(); at += step) {
    feed(*state, padded.data() + at, std::min(step, padded.size() - at));
    double now = 0;
    ebur128_loudness_momentary(state.get(), &now);
    greatest = std::max(greatest, now);
  }
  return greatest;
}

double integrated(const Samples& samples) {
  const Meter state = meter(EBUR128_MODE_I);
  feed(*state, samples.data(), samples.size());
  double loudness = 0;
  ebur128_loudness_global(state.get(), &loudness);
  return loudness;
}

double true_peak(const Samples& samples) {
  const Meter state = meter(EBUR128_MODE_TRUE_PEAK);
  feed(*state, samples.data(), samples.size());
  double peak = 0;
  ebur128_true_peak(state.get(), 0, &peak);
  return 20 * std::log10(peak);
}

Samples with_loudness(const Samples& samples, double from, double to) {
  if (!std::isfinite(from)) {
    return samples;
  }
  const double gain = std::pow(10.0, (to - from) / 20);
  // Between two samples a curve may go higher than both; a little less than the limit leaves room for it.
  const double most = 32'768.0 * std::pow(10.0, (most_true_peak - 0.3) / 20);
  constexpr std::size_t reach = clip_rate / 500;  // 2 ms before and after a peak
  std::vector<double> turned(samples.size(), 1.0);
  bool limited = false;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double level = std::abs(samples[i] * gain);
    if (level <= most) {
      continue;
    }
    limited = true;
    const double less = most / level;
    const std::size_t first = i > reach ? i - reach : 0;
    const std::size_t last = std::min(samples.size() - 1, i + reach);
    for (std::size_t k = first; k <= last; ++k) {
      const double away = static_cast<double>(k > i ? k - i : i - k) / static_cast<double>(reach);
      turned[k] = std::min(turned[k], less + (1 - less) * away * away);
    }
  }
  Samples made(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double value = samples[i] * gain * (limited ? turned[i] : 1.0);
    made[i] = static_cast<std::int16_t>(std::lround(std::clamp(value, -32'768.0, 32'767.0)));
  }
  return made;
}

}  // namespace antrean
