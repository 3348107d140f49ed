#include "speaker/sdl_speaker.hpp"

#include <deque>
#include <optional>
#include <utility>

#include <SDL.h>
#include <SDL_mixer.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "speaker/clips.hpp"
#include "worker/worker.hpp"

namespace antrean {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr int voice_channel = 0;
constexpr int signal_channel = 1;
constexpr std::chrono::milliseconds stall_after{2'000};

/// The device and what it is playing. It is used on the worker only.
class Device {
 public:
  Device(std::filesystem::path clips, int volume) : folder_(std::move(clips)), volume_(volume) {}
  ~Device() { close(); }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  /// Empty if it is open; otherwise the reason.
  std::string open() {
    if (open_ && gone()) {
      close();
      return "the audio device went away; plug it in again";
    }
    if (open_) {
      return {};
    }
    try {
      if (!clips_) {
        clips_.emplace(folder_);
      }
    } catch (const ClipError& error) {
      return error.what();
    }
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
      return std::string("no audio: ") + SDL_GetError();
    }
    // This is asked first: opening without a device makes the sound libraries print to stderr at every try.
    if (SDL_GetNumAudioDevices(0) < 1) {
      SDL_QuitSubSystem(SDL_INIT_AUDIO);
      return "no audio device is there; plug one in, or look at the mixer";
    }
    if (Mix_OpenAudioDevice(clip_rate, AUDIO_S16LSB, 1, 1024, nullptr, 0) != 0) {
      std::string why = std::string("no audio device: ") + Mix_GetError();
      SDL_QuitSubSystem(SDL_INIT_AUDIO);
      return why;
    }
    Mix_AllocateChannels(2);
    Mix_Volume(voice_channel, MIX_MAX_VOLUME * volume_ / 100);
    Mix_Volume(signal_channel, MIX_MAX_VOLUME * volume_ / 100);
    open_ = true;
    gone_ = false;
    return {};
  }

  void close() {
    if (!open_) {
      return;
    }
    Mix_HaltChannel(-1);
    Mix_CloseAudio();
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
    voice_.reset();
    signal_.reset();
    open_ = false;
  }

  /// Starts playing and returns the duration. Throws ClipError.
  std::chrono::milliseconds play(int channel, const std::vector<std::string>& names) {
    if (!clips_) {
      throw ClipError("nothing to play from: the audio device was never opened");
    }
    Samples samples = clips_->join(names);
    const std::chrono::milliseconds length(samples.size() * 1000 / clip_rate);
    Mix_HaltChannel(channel);
    auto& sound = channel == voice_channel ? voice_ : signal_;
    sound = std::make_unique<Sound>(std::move(samples));
    if (sound->chunk == nullptr || Mix_PlayChannel(channel, sound->chunk.get(), 0) < 0) {
      throw ClipError(std::string("cannot play: ") + Mix_GetError());
    }
    return length;
  }

  enum class Playing { yes, ended, lost };
  Playing playing(int channel) {
    if (!open_ || gone()) {
      return Playing::lost;
    }
    return Mix_Playing(channel) != 0 ? Playing::yes : Playing::ended;
  }

 private:
  /// True if the open device was unplugged. SDL reports this only by an event, and continues as if it still
  /// played.
  bool gone() {
    SDL_Event event;
    while (SDL_PeepEvents(&event, 1, SDL_GETEVENT, SDL_AUDIODEVICEADDED, SDL_AUDIODEVICEREMOVED) > 0) {
      // Devices that are not open have the number 0.
      gone_ = gone_ || (event.type == SDL_AUDIODEVICEREMOVED && event.adevice.which != 0);
    }
    return gone_;
  }

  struct Sound {
    explicit Sound(Samples s)
        : samples(std::move(s)),
          bytes(samples.size() * sizeof(std::int16_t)),
          chunk(load(samples.data(), bytes), &Mix_FreeChunk) {}
    static Mix_Chunk* load(void* data, std::size_t size) {
      return Mix_QuickLoad_RAW(static_cast<Uint8*>(data), static_cast<Uint32>(size));
    }
    Samples samples;
    std::size_t bytes;
    std::unique_ptr<Mix_Chunk, decltype(&Mix_FreeChunk)> chunk;
  };

  std::filesystem::path folder_;
  int volume_;
  bool open_ = false;
  bool gone_ = false;
  std::optional<ClipSet> clips_;
  std::unique_ptr<Sound> voice_;
  std::unique_ptr<Sound> signal_;
};

class SdlSpeaker final : public Speaker {
 public:
  SdlSpeaker(asio::io_context& io, SpeakerSettings settings)
      : io_(io),
        settings_(std::move(settings)),
        wake_(io),
        device_(settings_.clips, settings_.volume),
        worker_("speaker") {}
  ~SdlSpeaker() override {
    worker_.post(SDL_TLSCleanup);  // frees the data that SDL keeps for a thread it did not make
  }
  SdlSpeaker(const SdlSpeaker&) = delete;
  SdlSpeaker& operator=(const SdlSpeaker&) = delete;

  void announce(Announcement announcement) override {
    waiting_.push_back({std::move(announcement), steady_clock::now()});
    wake_.cancel();
  }

  void signal(EntranceSound sound) override {
    if (!health_.online) {
      return;
    }
    auto play = [this, sound] {
      device_.play(signal_channel, {sound == EntranceSound::admitted ? "signals/admitted" : "signals/refused"});
    };
    asio::co_spawn(io_, worker_.run(std::move(play)), [](const std::exception_ptr& error) {
      try {
        if (error) {
          std::rethrow_exception(error);
        }
      } catch (const std::exception& what) {
        spdlog::warn("speaker: {}", what.what());
      }
    });
  }

  asio::awaitable<void> run() override {
    for (;;) {
      std::string why = co_await worker_.run([this] { return device_.open(); });
      note(std::move(why));
      if (waiting_.empty() || !health_.online) {
        drop_old();
        co_await sleep(settings_.reopen_after);
        continue;
      }
      Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      if (steady_clock::now() - next.since > settings_.oldest) {
        drop(next);
        continue;
      }
      if (!co_await speak(next.announcement)) {
        // It is spoken again from the beginning when there is a device, unless it is too old then.
        waiting_.push_front(std::move(next));
        note("the audio device went away; plug it in again");
        co_await pause(settings_.reopen_after);
      }
    }
  }

  SpeakerHealth health() const override { return health_; }

 private:
  struct Waiting {
    Announcement announcement;
    steady_clock::time_point since;
  };

  /// False if the device was lost meanwhile.
  asio::awaitable<bool> speak(Announcement announcement) {
    std::vector<std::string> clips = announcement_clips(announcement, settings_);
    std::chrono::milliseconds length{0};
    std::string failed;
    try {
      length = co_await worker_.run([this, clips] { return device_.play(voice_channel, clips); });
    } catch (const ClipError& error) {
      failed = error.what();
    }
    if (!failed.empty()) {
      spdlog::error("speaker: {} {} was not spoken: {}", announcement.number, announcement.counter, failed);
      health_.error = failed;
      co_return true;
    }
    const auto give_up = steady_clock::now() + 2 * length + stall_after;
    for (;;) {
      auto state = co_await worker_.run([this] { return device_.playing(voice_channel); });
      if (state == Device::Playing::ended) {
        ++health_.spoken;
        co_return true;
      }
      if (state == Device::Playing::lost) {
        co_await worker_.run([this] { device_.close(); });
        co_return false;
      }
      // It is not spoken again: most of it was heard, and a slow machine would repeat itself.
      if (steady_clock::now() > give_up) {
        spdlog::warn("speaker: the audio device stopped taking sound; reopening it");
        ++health_.dropped;
        co_await worker_.run([this] { device_.close(); });
        co_return true;
      }
      co_await pause(std::chrono::milliseconds(50));
    }
  }

  /// Waits until `how_long` has passed or an announcement came.
  asio::awaitable<void> sleep(steady_clock::duration how_long) {
    boost::system::error_code woken;
    wake_.expires_after(how_long);
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }

  /// Waits the whole time, even if an announcement comes.
  asio::awaitable<void> pause(std::chrono::milliseconds how_long) {
    asio::steady_timer timer(io_, how_long);
    co_await timer.async_wait(asio::use_awaitable);
  }

  void note(std::string why) {
    const bool online = why.empty();
    if (online && !health_.online) {
      spdlog::info("speaker: open");
      health_.error.clear();
    }
    if (!online && why != health_.error) {
      spdlog::warn("speaker: {}; calls are shown but not spoken, trying again every {} ms", why,
                   settings_.reopen_after.count());
    }
    health_.online = online;
    if (!online) {
      health_.error = std::move(why);
    }
  }

  void drop(const Waiting& old) {
    ++health_.dropped;
    spdlog::warn("speaker: {} was not spoken, it had waited too long", old.announcement.number);
  }

  void drop_old() {
    while (!waiting_.empty() && steady_clock::now() - waiting_.front().since > settings_.oldest) {
      drop(waiting_.front());
      waiting_.pop_front();
    }
  }

  asio::io_context& io_;
  SpeakerSettings settings_;
  asio::steady_timer wake_;
  std::deque<Waiting> waiting_;
  SpeakerHealth health_;
  Device device_;  ///< closed after the worker has ended
  Worker worker_;
};

}  // namespace

std::vector<std::string> announcement_clips(const Announcement& call, const SpeakerSettings& settings) {
  std::vector<std::string> clips;
  if (settings.chime) {
    clips.emplace_back("signals/chime");
  }
  for (const Language language : settings.languages) {
    for (const auto& name : phrase(call, language, settings.reading)) {
      clips.push_back(std::string(language_folder(language)) + "/" + name);
    }
  }
  return clips;
}

std::unique_ptr<Speaker> make_sdl_speaker(asio::io_context& io, SpeakerSettings settings) {
  return std::make_unique<SdlSpeaker>(io, std::move(settings));
}

}  // namespace antrean
