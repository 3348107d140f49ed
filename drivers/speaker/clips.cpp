#include "speaker/clips.hpp"

#include <cstring>
#include <memory>
#include <utility>

#include <SDL.h>

namespace antrean {

ClipSet::ClipSet(std::filesystem::path folder) : folder_(std::move(folder)) {
  if (!std::filesystem::is_directory(folder_ / "signals")) {
    throw ClipError("no voice clips in " + folder_.string() +
                    "; build the target 'voices' or set voice.clips to their folder");
  }
}

const Samples& ClipSet::clip(const std::string& name) {
  if (const auto known = clips_.find(name); known != clips_.end()) {
    return known->second;
  }
  const auto file = folder_ / (name + ".wav");
  SDL_AudioSpec spec{};
  Uint8* bytes = nullptr;
  Uint32 length = 0;
  if (SDL_LoadWAV(file.c_str(), &spec, &bytes, &length) == nullptr) {
    throw ClipError("voice clip " + file.string() + ": " + SDL_GetError());
  }
  const std::unique_ptr<Uint8, decltype(&SDL_FreeWAV)> owner(bytes, &SDL_FreeWAV);
  if (spec.freq != clip_rate || spec.channels != 1 || spec.format != AUDIO_S16LSB) {
    throw ClipError("voice clip " + file.string() + ": must be 48 kHz, mono, 16 bit; make it again with make_clips.sh");
  }
  Samples samples(length / sizeof(std::int16_t));
  std::memcpy(samples.data(), bytes, samples.size() * sizeof(std::int16_t));
  return clips_.emplace(name, std::move(samples)).first->second;
}

Samples ClipSet::join(const std::vector<std::string>& names) {
  Samples joined;
  for (const auto& name : names) {
    const Samples& part = clip(name);
    joined.insert(joined.end(), part.begin(), part.end());
  }
  return joined;
}

}  // namespace antrean
