#include "speaker/clips.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include <SDL.h>

#include "speaker/call_out.hpp"
#include "speaker/loudness.hpp"

namespace antrean {
namespace {

Clip made_clip(const Samples& recorded) {
  Clip clip;
  const double own = greatest_momentary(recorded);
  clip.samples = with_loudness(recorded, own, clip_loudness);
  // Where peaks were turned down, a little is missing.
  const double missing = clip_loudness - greatest_momentary(clip.samples);
  if (missing > 0.2 && missing < 6) {
    clip.samples = with_loudness(recorded, own, clip_loudness + 1.5 * missing);
  }
  const auto heard = [](std::int16_t sample) { return sample >= heard_from || sample <= -heard_from; };
  const auto first = std::find_if(clip.samples.begin(), clip.samples.end(), heard);
  const auto last = std::find_if(clip.samples.rbegin(), clip.samples.rend(), heard);
  clip.quiet_before = static_cast<std::size_t>(first - clip.samples.begin());
  clip.quiet_after = static_cast<std::size_t>(last - clip.samples.rbegin());
  return clip;
}

}  // namespace

ClipSet::ClipSet(std::filesystem::path folder, std::filesystem::path own)
    : folder_(std::move(folder)), own_(std::move(own)) {
  if (!std::filesystem::is_directory(folder_ / "signals")) {
    throw ClipError("no voice clips in " + folder_.string() +
                    "; build the target 'voices' or set voice.clips to their folder");
  }
}

const Clip& ClipSet::clip(const std::string& name) {
  if (const auto known = clips_.find(name); known != clips_.end()) {
    return known->second;
  }
  const auto file = clip_file(folder_, own_, name);
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
  return clips_.emplace(name, made_clip(samples)).first->second;
}

Samples ClipSet::join(const std::vector<SpokenClip>& clips) {
  Samples joined;
  std::size_t quiet = 0;  // at the end of what is joined so far
  for (const SpokenClip& spoken : clips) {
    const Clip& next = clip(spoken.clip);
    const auto wanted = static_cast<std::size_t>(spoken.pause.count()) * (clip_rate / 1000);
    const std::size_t there = quiet + next.quiet_before;
    joined.resize(joined.size() + (wanted > there ? wanted - there : 0));
    joined.insert(joined.end(), next.samples.begin(), next.samples.end());
    quiet = next.quiet_after;
  }
  return with_loudness(joined, integrated(joined), call_loudness);
}

}  // namespace antrean
