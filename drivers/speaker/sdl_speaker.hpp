// The speaker through SDL_mixer, on a worker of its own.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "speaker/speaker.hpp"
#include "speaker/speaker_settings.hpp"

namespace antrean {

std::unique_ptr<Speaker> make_sdl_speaker(boost::asio::io_context& io, SpeakerSettings settings);

}  // namespace antrean
