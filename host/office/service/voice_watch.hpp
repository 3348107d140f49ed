// Calls that were not spoken in time, as the trouble of a device called "voice". io_context thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "values/device_health.hpp"

namespace antrean::office {

class VoiceWatch {
 public:
  /// `late`: numbers that were called too long ago and are not spoken yet (Speaker). Gives the device when
  /// the numbers are others than at the last look; online: each was spoken, or its call is over.
  std::optional<DeviceHealth> look(const std::vector<std::string>& late);

 private:
  std::vector<std::string> told_;
};

}  // namespace antrean::office
