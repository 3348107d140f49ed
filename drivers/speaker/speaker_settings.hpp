// A speaker as the settings describe it. Values only.
#pragma once

#include <chrono>
#include <filesystem>
#include <vector>

#include "speaker/phrase.hpp"

namespace antrean {

struct SpeakerSettings {
  std::filesystem::path clips;
  std::vector<Language> languages{Language::id};  ///< spoken one after another
  NumberReading reading = NumberReading::digits;
  bool chime = true;
  int volume = 100;                              ///< percent
  std::chrono::milliseconds late_after{60'000};  ///< a call that is not spoken by then is an alarm
  std::chrono::milliseconds reopen_after{3'000};
  friend bool operator==(const SpeakerSettings&, const SpeakerSettings&) = default;
};

}  // namespace antrean
