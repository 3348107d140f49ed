#include "speaker/sdl_speaker.hpp"

#include <algorithm>
#include <cctype>
#include <deque>
#include <functional>
#include <optional>
#include <utility>

#include <SDL.h>
#include <SDL_mixer.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "speaker/call_out.hpp"
#include "speaker/clips.hpp"
#include "speaker/playout.hpp"
#include "worker/worker.hpp"

namespace antrean {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr int signal_channel = 0;
constexpr std::chrono::milliseconds stall_after{2'000};
/// The next call-out is chosen while the end of this one and the pause after it are heard.
constexpr std::size_t nearly_over = clip_rate / 5;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The device and what it is playing. It is used on the worker only.
class Device {
 public:
  Device(const SpeakerSettings& settings, std::function<TimeOfDay()> now)
      : settings_(settings),
        now_(std::move(now)),
        voice_(static_cast<std::size_t>(pause_between_calls.count()) * (clip_rate / 1000)) {}
  ~Device() { close(); }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  struct Opened {
    std::string why;     ///< empty: it is open
    std::string device;  ///< its name; empty: the system's own
    std::string instead_of;
  };
  Opened open() {
    if (open_ && gone()) {
      close();
      return {.why = "the audio device went away; plug it in again", .device = {}, .instead_of = {}};
    }
    // SDL tells of every device once after a start. Only a better one is worth the reopening, and never while
    // something is heard.
    if (open_ && rank_ > 0 && voice_.left() == 0 && std::exchange(more_are_there_, false)) {
      stuck_.clear();
      if (const auto there = devices_there(); !there.empty() && there.front().second < rank_) {
        close();
      }
    }
    if (!open_) {
      if (std::string why = open_one(); !why.empty()) {
        return {.why = std::move(why), .device = {}, .instead_of = {}};
      }
    }
    return {.why = {}, .device = name_, .instead_of = rank_ > 0 ? settings_.devices.front() : std::string{}};
  }

  void close() {
    if (!open_) {
      return;
    }
    Mix_HookMusic(nullptr, nullptr);
    Mix_HaltChannel(-1);
    Mix_CloseAudio();
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
    voice_.clear();
    signal_.reset();
    open_ = false;
  }
  /// It takes no sound: another one is tried before it.
  void close_for_another() {
    stuck_ = name_;
    close();
  }

  /// Speaks it after what is spoken now, and returns how long that takes. Throws ClipError.
  std::chrono::milliseconds speak(const std::vector<SpokenClip>& clips) {
    Samples samples = known_clips().join(clips);
    if (const int volume = volume_at(settings_, now_()); volume < 100) {
      for (std::int16_t& sample : samples) {
        sample = static_cast<std::int16_t>(sample * volume / 100);
      }
    }
    voice_.add(std::move(samples));
    return std::chrono::milliseconds(voice_.left() * 1000 / clip_rate) + pause_between_calls;
  }
  void signal(const std::string& name) {
    Samples samples = known_clips().clip(name).samples;
    Mix_HaltChannel(signal_channel);
    Mix_Volume(signal_channel, MIX_MAX_VOLUME * volume_at(settings_, now_()) / 100);
    signal_ = std::make_unique<Sound>(std::move(samples));
    if (signal_->chunk == nullptr || Mix_PlayChannel(signal_channel, signal_->chunk.get(), 0) < 0) {
      throw ClipError(std::string("cannot play: ") + Mix_GetError());
    }
  }

  struct Speaking {
    bool lost = false;
    std::size_t left = 0;  ///< samples
  };
  Speaking speaking() { return {!open_ || gone(), voice_.left()}; }

 private:
  static void take(void* voice, Uint8* stream, int bytes) {
    static_cast<Playout*>(voice)->take(static_cast<std::int16_t*>(static_cast<void*>(stream)),
                                       static_cast<std::size_t>(bytes) / sizeof(std::int16_t));
  }

  /// By the order of the settings, and what took no sound last.
  std::vector<std::pair<std::string, std::size_t>> devices_there() const {
    std::vector<std::pair<std::string, std::size_t>> found;
    for (std::size_t rank = 0; rank < settings_.devices.size(); ++rank) {
      for (int i = 0; i < SDL_GetNumAudioDevices(0); ++i) {
        const char* name = SDL_GetAudioDeviceName(i, 0);
        if (name != nullptr && lower(name).find(lower(settings_.devices[rank])) != std::string::npos) {
          found.emplace_back(name, rank);
        }
      }
    }
    std::ranges::stable_partition(found, [this](const auto& one) { return one.first != stuck_; });
    return found;
  }

  /// Empty if one is open; otherwise the reason.
  std::string open_one() {
    try {
      if (!clips_) {
        clips_.emplace(settings_.clips, settings_.own_clips);
      }
    } catch (const ClipError& error) {
      return error.what();
    }
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
      return std::string("no audio: ") + SDL_GetError();
    }
    std::string why;
    // This is asked first: opening without a device makes the sound libraries print to stderr at every try.
    if (SDL_GetNumAudioDevices(0) < 1) {
      why = "no audio device is there; plug one in, or look at the mixer";
    } else if (settings_.devices.empty()) {
      why = try_to_open(nullptr) ? std::string{} : std::string("no audio device: ") + Mix_GetError();
      name_.clear();
      rank_ = 0;
    } else {
      why = open_by_name();
    }
    if (!why.empty()) {
      SDL_QuitSubSystem(SDL_INIT_AUDIO);
      return why;
    }
    Mix_AllocateChannels(1);
    Mix_HookMusic(&Device::take, &voice_);
    open_ = true;
    gone_ = more_are_there_ = false;
    return {};
  }

  std::string open_by_name() {
    std::string why;
    for (const auto& [name, rank] : devices_there()) {
      if (try_to_open(name.c_str())) {
        name_ = name;
        rank_ = rank;
        return {};
      }
      why += (why.empty() ? "" : "; ") + name + ": " + Mix_GetError();
    }
    if (!why.empty()) {
      return why;
    }
    std::string there;
    for (int i = 0; i < SDL_GetNumAudioDevices(0); ++i) {
      const char* name = SDL_GetAudioDeviceName(i, 0);
      there += (there.empty() ? "'" : ", '") + std::string(name == nullptr ? "" : name) + "'";
    }
    return fmt::format("no audio device is called '{}' ([voice] devices); there are {}",
                       fmt::join(settings_.devices, "' or '"), there);
  }

  static bool try_to_open(const char* name) {
    return Mix_OpenAudioDevice(clip_rate, AUDIO_S16LSB, 1, 1024, name, 0) == 0;
  }

  ClipSet& known_clips() {
    if (!clips_) {
      throw ClipError("nothing to play from: the audio device was never opened");
    }
    return *clips_;
  }

  /// True if the open device was unplugged. SDL reports this only by an event, and continues as if it still
  /// played.
  bool gone() {
    SDL_Event event;
    while (SDL_PeepEvents(&event, 1, SDL_GETEVENT, SDL_AUDIODEVICEADDED, SDL_AUDIODEVICEREMOVED) > 0) {
      // Devices that are not open have the number 0.
      gone_ = gone_ || (event.type == SDL_AUDIODEVICEREMOVED && event.adevice.which != 0);
      more_are_there_ = more_are_there_ || event.type == SDL_AUDIODEVICEADDED;
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

  const SpeakerSettings& settings_;
  std::function<TimeOfDay()> now_;
  bool open_ = false;
  bool gone_ = false;
  bool more_are_there_ = false;  ///< since it was opened
  std::string name_;             ///< of the open device; empty: the system's own
  std::size_t rank_ = 0;         ///< its place in the settings
  std::string stuck_;            ///< the device that took no sound last
  std::optional<ClipSet> clips_;
  Playout voice_;
  std::unique_ptr<Sound> signal_;
};

class SdlSpeaker final : public Speaker {
 public:
  SdlSpeaker(asio::io_context& io, SpeakerSettings settings, std::function<TimeOfDay()> now)
      : io_(io), settings_(std::move(settings)), wake_(io), device_(settings_, std::move(now)), worker_("speaker") {}
  ~SdlSpeaker() override {
    worker_.post(SDL_TLSCleanup);  // frees the data that SDL keeps for a thread it did not make
  }
  SdlSpeaker(const SdlSpeaker&) = delete;
  SdlSpeaker& operator=(const SdlSpeaker&) = delete;

  void announce(Announcement announcement) override {
    waiting_.push_back({std::move(announcement), steady_clock::now()});
    wake_.cancel();
  }

  void on_speaking(std::function<void(bool)> told) override { tell_ = std::move(told); }

  void withdraw(std::uint64_t call) override {
    health_.withdrawn +=
        std::erase_if(waiting_, [&](const Waiting& waiting) { return waiting.announcement.call == call; });
  }

  void signal(EntranceSound sound) override {
    if (!health_.online) {
      return;
    }
    auto play = [this, sound] {
      device_.signal(sound == EntranceSound::admitted ? "signals/admitted" : "signals/refused");
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
      Device::Opened opened = co_await worker_.run([this] { return device_.open(); });
      note_device(opened);
      note(std::move(opened.why));
      if (waiting_.empty() || !health_.online) {
        speaks(false);  // a call that was to follow may have been withdrawn
        co_await sleep(settings_.reopen_after);
        continue;
      }
      // The oldest first: what could not be spoken when it was called is made good before the newer ones.
      const CallForm form = waiting_.size() > most_waiting_for_full ? CallForm::brief : CallForm::full;
      Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      speaking_ = next;
      const Spoken spoken = co_await speak(next.announcement, form);
      speaking_.reset();
      if (waiting_.empty() || spoken != Spoken::whole) {
        speaks(false);
      }
      if (spoken == Spoken::whole) {
        ++health_.spoken;
        continue;
      }
      // It is spoken again from the beginning when there is a device. After a second try on a device that
      // takes no sound it goes behind the others: most of it was heard, and it must not keep them waiting.
      const bool again = spoken == Spoken::stuck && next.tried;
      next.tried = true;
      again ? waiting_.push_back(std::move(next)) : waiting_.push_front(std::move(next));
      if (spoken == Spoken::lost) {
        note("the audio device went away; plug it in again");
      }
      co_await pause(settings_.reopen_after);
    }
  }

  SpeakerHealth health() const override {
    SpeakerHealth health = health_;
    const auto late = [&](const Waiting& waiting) {
      if (steady_clock::now() - waiting.since >= settings_.late_after) {
        health.late.push_back(waiting.announcement.number);
      }
    };
    if (speaking_) {
      late(*speaking_);
    }
    std::for_each(waiting_.begin(), waiting_.end(), late);
    return health;
  }

 private:
  struct Waiting {
    Announcement announcement;
    steady_clock::time_point since;
    bool tried = false;
  };
  enum class Spoken { whole, lost, stuck };

  asio::awaitable<Spoken> speak(Announcement announcement, CallForm form) {
    const std::vector<SpokenClip> clips = call_out(announcement, settings_, form);
    std::chrono::milliseconds length{0};
    std::string failed;
    try {
      length = co_await worker_.run([this, clips] { return device_.speak(clips); });
    } catch (const ClipError& error) {
      failed = error.what();
    }
    if (!failed.empty()) {
      spdlog::error("speaker: {} {} was not spoken: {}", announcement.number, announcement.counter, failed);
      health_.error = failed;
      co_return Spoken::whole;  // the same clip is missing at every try
    }
    speaks(true);
    const auto give_up = steady_clock::now() + 2 * length + stall_after;
    for (;;) {
      const Device::Speaking now = co_await worker_.run([this] { return device_.speaking(); });
      if (now.lost) {
        co_await worker_.run([this] { device_.close(); });
        co_return Spoken::lost;
      }
      if (now.left == 0 || (now.left < nearly_over && !waiting_.empty())) {
        co_return Spoken::whole;
      }
      if (steady_clock::now() > give_up) {
        spdlog::warn("speaker: the audio device stopped taking sound; reopening it");
        co_await worker_.run([this] { device_.close_for_another(); });
        co_return Spoken::stuck;
      }
      co_await pause(std::chrono::milliseconds(20));
    }
  }

  void speaks(bool now) {
    if (std::exchange(told_, now) != now && tell_) {
      tell_(now);
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

  void note_device(const Device::Opened& opened) {
    if (opened.instead_of != health_.instead_of && !opened.instead_of.empty()) {
      spdlog::warn("speaker: '{}' speaks, because '{}' is not there or does not work", opened.device,
                   opened.instead_of);
    }
    health_.device = opened.device;
    health_.instead_of = opened.instead_of;
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

  asio::io_context& io_;
  SpeakerSettings settings_;
  asio::steady_timer wake_;
  std::deque<Waiting> waiting_;
  std::optional<Waiting> speaking_;
  SpeakerHealth health_;
  std::function<void(bool)> tell_;
  bool told_ = false;
  Device device_;  ///< closed after the worker has ended
  Worker worker_;
};

}  // namespace

std::unique_ptr<Speaker> make_sdl_speaker(asio::io_context& io, SpeakerSettings settings,
                                          std::function<TimeOfDay()> now) {
  return std::make_unique<SdlSpeaker>(io, std::move(settings), std::move(now));
}

}  // namespace antrean
