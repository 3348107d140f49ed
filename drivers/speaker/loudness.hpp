// How loud samples are, by EBU R 128 (libebur128). Mono, 48 kHz. The functions compute for some milliseconds:
// call them on a worker.
#pragma once

#include "speaker/clips.hpp"

namespace antrean {

/// Every clip is made this loud, measured as its greatest momentary loudness (400 ms; a shorter clip is
/// padded with silence): words of one set and recordings of another then sound alike.
inline constexpr double clip_loudness = -17.0;
inline constexpr double call_loudness = -16.0;  ///< of a whole call-out, integrated
inline constexpr double most_true_peak = -1.0;  ///< dBTP

double greatest_momentary(const Samples& samples);  ///< LUFS; -infinity for silence
double integrated(const Samples& samples);          ///< LUFS
double true_peak(const Samples& samples);           ///< dBTP

/// `samples` with the gain that brings them from `from` to `to` LUFS. Peaks that would be above
/// most_true_peak are turned down for some milliseconds (a limiter), so that the loudness is kept.
Samples with_loudness(const Samples& samples, double from, double to);

}  // namespace antrean
