// The clips of the voice: mono 16-bit 48 kHz WAV files, made at build time by config/voices/make_clips.sh.
// The functions block: call them on a worker only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace antrean {

inline constexpr int clip_rate = 48'000;  ///< samples per second, one channel
using Samples = std::vector<std::int16_t>;

/// A clip is missing or is not 48 kHz mono 16-bit. what() names the file and says what to do.
struct ClipError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct SpokenClip;

/// A clip as it is played: made as loud as the others.
struct Clip {
  Samples samples;
  std::size_t quiet_before = 0;  ///< samples at the beginning that nobody hears
  std::size_t quiet_after = 0;   ///< and at the end
};
/// Samples below this are taken for silence when a pause is measured: 0.5 % of the largest value.
inline constexpr int heard_from = 164;

class ClipSet {
 public:
  /// `folder` has id/, en/ and signals/. Throws ClipError if it does not exist. A clip that is in `own` is
  /// taken from there. Clips are read on first use and kept.
  explicit ClipSet(std::filesystem::path folder, std::filesystem::path own = {});
  /// "id/nol", "signals/chime". Throws ClipError.
  const Clip& clip(const std::string& name);
  /// The clips one after another with their pauses. A pause is what is heard: silence inside the clips
  /// counts. The whole has call_loudness and no true peak above most_true_peak (loudness.hpp).
  Samples join(const std::vector<SpokenClip>& clips);

 private:
  std::filesystem::path folder_, own_;
  std::map<std::string, Clip> clips_;
};

}  // namespace antrean
