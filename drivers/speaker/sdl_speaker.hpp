// The speaker through SDL_mixer, on a worker of its own.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "speaker/speaker.hpp"
#include "speaker/speaker_settings.hpp"

namespace antrean {

/// `now`: the office's time of day, for the volume; called on the speaker's worker.
std::unique_ptr<Speaker> make_sdl_speaker(boost::asio::io_context& io, SpeakerSettings settings,
                                          std::function<TimeOfDay()> now);

}  // namespace antrean
