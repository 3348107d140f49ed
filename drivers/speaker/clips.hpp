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

class ClipSet {
 public:
  /// `folder` has id/, en/ and signals/. Throws ClipError if it does not exist. Clips are read on first use
  /// and kept.
  explicit ClipSet(std::filesystem::path folder);
  /// "id/nol", "signals/chime". Throws ClipError.
  const Samples& clip(const std::string& name);
  /// The clips one after another, unchanged.
  Samples join(const std::vector<std::string>& names);

 private:
  std::filesystem::path folder_;
  std::map<std::string, Samples> clips_;
};

}  // namespace antrean
