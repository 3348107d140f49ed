// The speaker through SDL_mixer, on a lane of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "speaker/phrase.hpp"
#include "speaker/speaker.hpp"

namespace antrean {

struct SdlSpeakerSettings {
  std::filesystem::path clips;
  std::vector<Language> languages{Language::id};  ///< spoken one after another
  NumberReading reading = NumberReading::digits;
  bool chime = true;
  int volume = 100;                          ///< percent
  std::chrono::milliseconds oldest{60'000};  ///< an announcement that waited longer is dropped
  std::chrono::milliseconds reopen_after{3'000};
  friend bool operator==(const SdlSpeakerSettings&, const SdlSpeakerSettings&) = default;
};

/// The clips of one whole announcement in the order played, as ClipSet names them.
std::vector<std::string> announcement_clips(const Announcement& call, const SdlSpeakerSettings& settings);

std::unique_ptr<Speaker> make_sdl_speaker(boost::asio::io_context& io, SdlSpeakerSettings settings);

}  // namespace antrean
