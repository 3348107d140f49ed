// A speaker as the settings describe it. Values only.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "speaker/phrase.hpp"
#include "values/office_time.hpp"

namespace antrean {

/// A part of the day with a volume of its own. The first may be later than the second: over midnight.
struct VolumeHours {
  TimeOfDay from, until;
  int volume = 100;  ///< percent
  friend bool operator==(const VolumeHours&, const VolumeHours&) = default;
};

struct SpeakerSettings {
  std::filesystem::path clips;
  /// Clips of the office's own, by the same names: they are played instead of those in `clips`. Empty: none.
  std::filesystem::path own_clips;
  std::vector<Language> languages{Language::id};  ///< spoken one after another
  NumberReading reading = NumberReading::digits;
  bool chime = true;
  /// Sound devices by name or by a part of it: the first that is there and works. None: the system's own.
  std::vector<std::string> devices;
  int volume = 100;  ///< percent
  std::vector<VolumeHours> volume_hours;
  std::chrono::milliseconds late_after{60'000};  ///< a call that is not spoken by then is an alarm
  std::chrono::milliseconds reopen_after{3'000};
  friend bool operator==(const SpeakerSettings&, const SpeakerSettings&) = default;
};

/// Percent. Of hours that overlap the first count.
inline int volume_at(const SpeakerSettings& settings, TimeOfDay now) {
  for (const VolumeHours& hours : settings.volume_hours) {
    const bool over_midnight = hours.from > hours.until;
    const bool covers = over_midnight ? now >= hours.from || now < hours.until : now >= hours.from && now < hours.until;
    if (covers) {
      return hours.volume;
    }
  }
  return settings.volume;
}

}  // namespace antrean
