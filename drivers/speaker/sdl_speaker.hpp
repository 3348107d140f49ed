// The speaker through SDL_mixer, on a worker of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "speaker/speaker.hpp"
#include "speaker/speaker_settings.hpp"

namespace antrean {

/// The clips of one whole announcement in the order played, as ClipSet names them.
std::vector<std::string> announcement_clips(const Announcement& call, const SpeakerSettings& settings);

std::unique_ptr<Speaker> make_sdl_speaker(boost::asio::io_context& io, SpeakerSettings settings);

}  // namespace antrean
