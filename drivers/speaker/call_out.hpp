// A call-out as clips and the pauses between them. Pure, but for clip_file().
#pragma once

#include <chrono>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "speaker/speaker.hpp"
#include "speaker/speaker_settings.hpp"

namespace antrean {

inline constexpr std::chrono::milliseconds pause_before_counter{250};  ///< before "silakan"
inline constexpr std::chrono::milliseconds pause_between_languages{600};
inline constexpr std::chrono::milliseconds pause_between_calls{800};
/// When more calls than these wait, call-outs are brief.
inline constexpr std::size_t most_waiting_for_full = 3;

/// One clip, as ClipSet names it, and the silence that is heard before it.
struct SpokenClip {
  std::string clip;
  std::chrono::milliseconds pause{0};
  friend bool operator==(const SpokenClip&, const SpokenClip&) = default;
};

/// full: a chime and the whole sentence, in the person's language or in every language of the settings.
/// brief: number and counter, in the person's language or the first of the settings.
enum class CallForm : std::uint8_t { full, brief };

std::vector<SpokenClip> call_out(const Announcement& call, const SpeakerSettings& settings, CallForm form);

/// A series of numbers: "A001" to "A999".
struct SpokenSeries {
  std::string letters;
  unsigned first = 1, last = 999;
};
/// Every clip that a call of any of these numbers at any of these counters needs, in each language a person
/// may choose, and the sounds at the entrance.
std::set<std::string> clips_needed(const SpeakerSettings& settings, std::span<const SpokenSeries> series,
                                   std::span<const CounterId> counters);

/// Where a clip is: in `own`, when it is there. Looks at the disk.
std::filesystem::path clip_file(const std::filesystem::path& folder, const std::filesystem::path& own,
                                const std::string& name);

}  // namespace antrean
