#include "service/voice_watch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace antrean::office {

std::optional<DeviceHealth> VoiceWatch::look(const std::vector<std::string>& late) {
  if (late == told_) {
    return std::nullopt;
  }
  told_ = late;
  DeviceHealth voice;
  voice.name = "voice";
  voice.state = late.empty() ? DeviceState::online : DeviceState::offline;
  if (!late.empty()) {
    const std::string numbers = fmt::format("{}", fmt::join(late, ", "));
    voice.last_error = numbers + " called more than a minute ago and not spoken yet; call them aloud";
    voice.last_error_id = numbers + " dipanggil lebih dari satu menit lalu dan belum diumumkan; panggil langsung";
  }
  return voice;
}

}  // namespace antrean::office
